"""F8: what is written is stored by itself, found again, linked, remembered on its day; and the list's pure parts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.errors import ProjectUnusable
from qualcode.project.project import Project, open_project
from qualcode.project.records import Memo
from qualcode.project.writing import Writing
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.screens.memos import MemosScreen
from qualcode.tui.widgets import memo_page
from qualcode.tui.widgets.headed_list import beside_headings
from qualcode.tui.widgets.memo_diary import DUE, PARKED, Finder, MemoFilter
from qualcode.tui.widgets.memo_list import MemoList, arranged, memo_lines
from qualcode.tui.widgets.memo_page import about, painted
from qualcode.tui.widgets.passage_list import PassageLine
from qualcode.tui.widgets.transcript import Transcript
from qualcode.tui.words import LANGUAGE
from tests.tui.conftest import MEETING, pasted, screen_text, settled

TODAY = date(2026, 5, 1)
SIZE = (100, 30)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    LANGUAGE.set("en")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are short."""
    monkeypatch.setattr(memo_page, "PAUSE_SECONDS", 0.02)


@pytest.fixture
def written(small_project: Project) -> Project:
    """Three memos: on a passage, on a code, and an idea that is due."""
    place = MEETING.index("De venter")
    add = small_project.memos.add
    add("Hvem venter?", document="Intervju Berit", start=place, end=place + 9, created_at="2026-02-10T12:00:00Z")
    add("Rommet er per sak.", title="Nevner", code="Skjønn", kind="theory", created_at="2026-02-11T12:00:00Z")
    add("Spør Roger igjen", kind="idea", remind_at="2020-01-01", coder="Jon", created_at="2026-02-09T12:00:00Z")
    return small_project


def memo(number: int, **fields: str) -> Memo:
    """A memo on the project."""
    stamp = fields.pop("created_at", "2026-02-14T12:00:00Z")
    record = Memo(str(number), "Ida", stamp, stamp, "idea", "", f"tekst {number}", "project", None, None, None, None)
    return replace(record, **fields)  # type: ignore[arg-type]


def texts(project: Project) -> list[str]:
    """What the memos say, newest first."""
    return [each.text for each in project.memos.memos()]


def standing(project: Project) -> int:
    """How many acts there are to undo."""
    return sum(not act.undone and act.undoes is None for act in project.history.acts())


async def typed(pilot: Pilot[None], words: str) -> None:
    """Type words and pause."""
    await pilot.press(*words)
    await settled(pilot)


def page(app: QualcodeApp) -> memo_page.MemoPage:
    """The page."""
    return app.screen.query_one(memo_page.MemoPage)


def listed(app: QualcodeApp) -> list[str]:
    """The names in the list with its headings, from the top."""
    screen = app.screen
    assert isinstance(screen, MemosScreen)
    return [row if isinstance(row, str) else row.name for row in screen.diary.lines._items]


@pytest.mark.usefixtures("quick")
async def test_what_is_written_is_stored_at_every_pause_and_undone_as_one(written: Project) -> None:
    before, acts = texts(written), standing(written)
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "down", "e")
        await typed(pilot, " Ja")
        assert "Rommet er per sak. Ja" in texts(written)
        await typed(pilot, " visst")
        assert "Rommet er per sak. Ja visst" in texts(written)
        assert "6 words · saved" in screen_text(app)
        assert standing(written) == acts + 1
        await pilot.press("escape", "ctrl+z")
        assert texts(written) == before
        assert page(app).written == "Rommet er per sak."


async def test_leaving_by_any_way_stores_without_a_pause(written: Project) -> None:
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        for number, way in enumerate((("escape",), ("tab",), ("f3", "f8"), ("f1", "escape"), ("ctrl+p", "escape"))):
            await pilot.press("f8")
            if not page(app).has_focus:
                await pilot.press("e")
            await pilot.press(str(number), *way)
            assert str(number) in page(app).written
            assert page(app).written in texts(written), way
        if not page(app).has_focus:
            await pilot.press("e")
        await pilot.press("Q", "ctrl+q")
        await pilot.pause()
    with open_project(written.info().location) as again:
        assert any(text.endswith("Q") for text in texts(again))


async def test_nobody_who_never_pauses_loses_much(written: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo_page, "LONGEST_SECONDS", 0.0)
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "e")
        await typed(pilot, "!")
        assert "Spør Roger igjen!" in texts(written)


@pytest.mark.usefixtures("quick")
async def test_a_new_memo_gets_its_kind_by_one_key_and_is_one_act(small_project: Project) -> None:
    acts = standing(small_project)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8")
        assert "n: a new memo" in screen_text(app)
        await pilot.press("n", "3")
        await typed(pilot, "# Rom")
        await typed(pilot, " og tid")
        [made] = small_project.memos.memos()
        assert (made.kind, made.text, made.coder) == ("theory", "# Rom og tid", "Ida")
        assert standing(small_project) == acts + 1
        await pilot.press("escape", "N", "6")
        await typed(pilot, "Hva da?")
        answer = small_project.memos.memos(target="memo")[0]
        assert (answer.kind, answer.target_id) == ("question", made.id)


async def test_a_new_memo_without_a_word_leaves_nothing(written: Project) -> None:
    before = texts(written)
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "n", "enter")
        assert len(texts(written)) == 4
        await pilot.press("escape")
        assert texts(written) == before
        assert "no memo was kept" in screen_text(app)
        await pilot.press("n", "enter", "f3")
        assert texts(written) == before


async def test_what_others_wrote_meanwhile_is_shown_or_kept_beside(written: Project) -> None:
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "down")
        target = page(app).memo
        assert target is not None
        with open_project(written.info().location, coder="Jon") as other:
            other.memos.update(target.id, text="Jon skrev dette.")
            screen = app.screen
            assert isinstance(screen, MemosScreen)
            screen.catch_up()
            assert page(app).written == "Jon skrev dette."
            await pilot.press("e", "X")
            other.memos.update(target.id, text="Jon igjen.")
            await pilot.press("escape")
        assert {"Jon igjen.", "Jon skrev dette.X"} <= set(texts(written))
        assert page(app).written == "Jon skrev dette.X"
        await pilot.press("e", "Y", "escape")
        assert "Jon skrev dette.XY" in texts(written)
        assert len(texts(written)) == 4


async def test_what_cannot_be_stored_stays_on_the_page_and_the_project_open(
    written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Writing, text: str) -> Memo:
        raise ProjectUnusable("the disk is full", "make room and try again")

    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr(Writing, "save", full)
            await pilot.press("f8", "e", "X", "escape", "down")
            assert "the disk is full" in screen_text(app)
            assert page(app).written.endswith("X")
            await pilot.press("ctrl+q")
            assert app.is_running
        await pilot.press("tab", "Y", "escape")
        assert any(text.endswith("XY") for text in texts(written))


async def test_enter_leads_to_what_the_memo_is_about(written: Project) -> None:
    written.memos.add("svar", about=written.memos.memos(kind="theory")[0].id, created_at="2026-02-12T12:00:00Z")
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "enter")
        assert "about the project" in screen_text(app)
        await pilot.press("down", "g")
        assert page(app).written == "Rommet er per sak."
        await pilot.press("enter")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodebookScreen)
        assert screen.current is not None
        assert screen.current.name == "Skjønn"
        await pilot.press("f8", "end", "enter")
        await pilot.pause()
        reader = app.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "De venter"


async def test_kind_title_day_and_link_are_changed_by_a_key_each(written: Project) -> None:
    written.cases.add("Berit")
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f8", "end", "k", "4", "t", *"Tid", "enter")
        await pilot.press("r", "down", "down", "down", "down", "enter", *"snart", "enter")
        assert "«snart» is not a day" in screen_text(app)
        await pilot.press("ctrl+u", *"2030-12-01", "enter")
        await pilot.press("l", "end", "up", "enter", "enter")
        changed = written.memos.memos(kind="ethics")[0]
        assert (changed.title, changed.remind_at, changed.target, changed.case) == (
            "Tid",
            "2030-12-01",
            "case",
            "Berit",
        )
        await pilot.press("r", "end", "enter", "l", "home", "down", "down", "enter", *"vent", "enter")
        await pilot.press("l", "end", "enter", "enter")
        changed = written.memos.memo(changed.id)
        assert (changed.remind_at, changed.target) == (None, "memo")
        await pilot.press("x", "enter")
        assert len(texts(written)) == 2


@pytest.mark.parametrize("typed", ["om 2 uker", "2 veker", "in two weeks"])
async def test_a_day_typed_over_the_lines_is_that_day(written: Project, typed: str) -> None:
    app = QualcodeApp(written)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, "f8", "end", "r", *typed, "enter")
    in_two_weeks = date.today() + timedelta(days=14)
    assert in_two_weeks.isoformat() in [memo.remind_at for memo in written.memos.memos()]


async def test_words_are_found_letter_by_letter_and_filters_combine(written: Project) -> None:
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "slash", *"spor")
        assert listed(app) == ["To come back to", "Spør Roger igjen"]
        assert "1 memo · «spor»" in screen_text(app)
        await pilot.press("escape")
        assert len(listed(app)) == 6
        await pilot.press("slash", *"rom", "enter")
        assert app.screen.query_one(MemoList).has_focus
        assert not app.screen.query_one(Input).display
        assert listed(app)[1:] == ["Nevner"]
        await pilot.press("0", "f", *"jon", "enter")
        assert listed(app)[1:] == ["Spør Roger igjen"]
        await pilot.press("f", *"theory", "enter")
        assert listed(app) == []
        await pilot.press("backspace", "o")
        assert listed(app) == [
            "To come back to",
            "Spør Roger igjen",
            "Intervju Berit",
            "Hvem venter?",
            "On codes",
            "Nevner",
        ]


async def test_ideas_that_are_due_are_told_when_the_project_opens(written: Project) -> None:
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "1 parked idea is due · F8" in screen_text(app)


async def test_the_diary_of_what_is_shown_is_exported(written: Project, tmp_path: Path) -> None:
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "slash", *"venter", "enter", "w", "ctrl+u")
        await pasted(pilot, tmp_path / "d.md")
        await pilot.press("enter")
        await settled(pilot)
        content = (tmp_path / "d.md").read_text("utf-8")
        assert "\n> De venter\n\nHvem venter?\n" in content
        assert "Rommet" not in content


async def test_of_ten_thousand_memos_only_those_on_the_screen_are_laid_out(
    written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [memo(number, created_at=f"2026-01-{number % 28 + 1:02}T12:00:00Z") for number in range(10_000)]
    monkeypatch.setattr(written.memos, "memos", lambda **_: rows)
    made: list[Memo] = []

    def counted(item: Memo, width: int, today: date) -> list[PassageLine]:
        made.append(item)
        return memo_lines(item, width, today)

    monkeypatch.setattr("qualcode.tui.widgets.memo_list.memo_lines", counted)
    app = QualcodeApp(written, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "end", "pageup")
        assert "10,000 memos" in screen_text(app)
        assert len(made) < 100


# Writes on a new memo, waits for the pause, types on and is killed before the next one.
KILLED = """
import asyncio, os, signal, sys
from qualcode.project.project import open_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.widgets import memo_page

async def write():
    project = open_project(sys.argv[1], coder="Ida")
    async with QualcodeApp(project).run_test(size=(80, 24)) as pilot:
        await pilot.press("f8", "n", "7", *"stored")
        while "stored" not in [memo.text for memo in project.memos.memos()]:
            await pilot.pause(0.1)
        memo_page.PAUSE_SECONDS = 3600
        await pilot.press(*"lost")
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(write())
"""


def test_when_the_program_is_killed_the_last_pause_stands(written: Project) -> None:
    place = written.info().location
    result = subprocess.run([sys.executable, "-c", KILLED, place], env=dict(os.environ), timeout=300, check=False)
    assert result.returncode == -signal.SIGKILL
    with open_project(place) as again:
        assert "stored" in texts(again)
        assert again.check() == []


def test_what_is_due_comes_first_then_the_days_newest_first() -> None:
    memos = [
        memo(1, created_at="2026-04-02T12:00:00Z"),
        memo(2, created_at="2026-04-01T13:00:00Z", remind_at="2026-05-01"),
        memo(3, created_at="2026-04-01T12:00:00Z", remind_at="2026-05-02"),
        memo(4, created_at="2026-03-01T12:00:00Z", remind_at="2026-04-01"),
    ]
    shown = [row if isinstance(row, str) else row.id for row in arranged(memos, TODAY)]
    assert shown == ["To come back to", "4", "2", "Thursday 2 April 2026", "1", "Wednesday 1 April 2026", "3"]
    assert arranged([], TODAY) == []


def test_by_target_the_words_of_a_document_stand_together_in_their_order() -> None:
    memos = [
        memo(1, target="memo", about="x"), memo(2, target="coding", document="B", code="K"),
        replace(memo(3, target="segment", document="A"), start=9), memo(4, target="document", document="A"),
        memo(5, target="code", code="å"), memo(6, target="code", code="Z"), memo(7), memo(8, target="case", case="c"),
    ]  # fmt: skip
    shown = [row if isinstance(row, str) else row.id for row in arranged(memos, TODAY, by_day=False)]
    assert shown == [
        "On the project", "7", "A", "4", "3", "B", "2", "On codes", "6", "5", "On cases", "8", "On memos", "1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (MemoFilter(), "123"), (MemoFilter(kind="theory"), "1"), (MemoFilter(target="code"), "2"),
        (MemoFilter(coder="Jon"), "3"), (MemoFilter(parked=PARKED), "12"), (MemoFilter(parked=DUE), "1"),
        (MemoFilter(parked=PARKED, target="code"), "2"),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_fits_all_of_it(wanted: MemoFilter, fits: str) -> None:
    memos = [
        memo(1, kind="theory", remind_at="2026-05-01"), memo(2, target="code", remind_at="2026-05-02"),
        memo(3, coder="Jon"),
    ]  # fmt: skip
    assert "".join(each.id for each in memos if wanted.lets_through(each, TODAY)) == fits
    assert bool(wanted.words()) == (wanted != MemoFilter())


def test_a_changed_memo_is_found_by_what_it_says_now() -> None:
    finder, old = Finder(), memo(1, text="skjønn")
    assert finder.find([old], "SKJONN") == [old]
    assert finder.find([replace(old, text="rom")], "skjonn") == []
    assert finder.find([old], "  ") == [old]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(-3, 15), st.integers(-1, 1))
def test_the_cursor_always_comes_to_rest_on_a_memo(headings: Sequence[bool], index: int, direction: int) -> None:
    rows = ["heading" if heading else memo(number) for number, heading in enumerate(headings)]
    place = beside_headings(rows, index, direction)
    assert all(headings) or isinstance(rows[place], Memo)


@given(st.text(max_size=80), st.text(max_size=30), st.integers(10, 60))
def test_rows_of_a_memo_fit_whatever_it_says(text: str, name: str, width: int) -> None:
    hostile = memo(1, text=text, title=name, document=name, target="document", coder=name, remind_at="2026-05-01")
    for each in (hostile, replace(hostile, remind_at=None, title="")):
        lines = memo_lines(each, width, TODAY)
        assert all(cell_len(line.text) <= width for line in lines)
        assert not any("\x1b" in line.text or "\n" in line.text for line in lines)


def test_markdown_is_painted_without_changing_a_letter() -> None:
    line = painted(Text("## Om **rommet** og *tida*"))
    assert line.plain == "## Om **rommet** og *tida*"
    assert {(span.start, span.end, str(span.style)) for span in line.spans} == {
        (0, 26, "bold"), (6, 16, "bold"), (20, 26, "italic"),
    }  # fmt: skip


def test_above_the_page_stands_what_the_memo_is_about(written: Project) -> None:
    [on_words] = written.memos.memos(target="segment")
    head = about(on_words, written.memos.passages([on_words])[on_words.id]).plain
    assert "reflection" in head
    assert "Intervju Berit, turn 4" in head
    assert head.endswith("«De venter»")
