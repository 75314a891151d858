"""Where one is and what one can press: the two lines, and the help that is searched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.project.project import Project, create_project, open_project
from qualcode.tui.actions import by_id, joined
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.help import Row, fitting, group_of, help_rows, help_text, working
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets import memo_page, status_line
from qualcode.tui.widgets.status_line import MOST_HINTS, StatusLine, TopLine, last_parts, line_of, said, shown_hints

from .conftest import MEETING, screen_text, settled

HINTS = [("Enter", "kode"), ("i", "in vivo"), ("m", "memo"), (".", "samme igjen"), ("x", "fjern"), ("/", "finn")]
ROWS = [
    Row("I teksten", ("Enter", "c"), "Kod markeringen"),
    Row("I teksten", ("s",), "Marker setningen"),
    Row("Overalt", ("Ctrl+Z", "u"), "Angre"),
    Row("Overalt", ("F2",), "Skjønn og slikt"),
]


def test_only_the_first_few_keys_are_told() -> None:
    assert shown_hints(HINTS, 500) == HINTS[:MOST_HINTS]
    assert shown_hints(HINTS, cell_len("Enter kode · i in vivo")) == HINTS[:2]
    assert shown_hints(HINTS, 3) == []


def test_what_was_done_is_told_whole_before_where_one_is() -> None:
    assert said("Kodet", " · Ctrl+Z angrer", "12 %", 40) == ("Kodet", "12 %")
    assert said("Kodet «Et langt navn»", " · Ctrl+Z angrer", "12 %", 40) == ("Kodet «Et langt navn»", "")
    assert said("Kodet «Et langt navn»", " · Ctrl+Z angrer", "", 30) == ("Kodet «Et lan…", "")


def test_what_stands_first_at_the_right_end_goes_first() -> None:
    assert last_parts("Kari Nordmann · lagret · F1 hjelp", 20) == "lagret · F1 hjelp"
    assert line_of("Studien", "Kari Nordmann · lagret · F1 hjelp", 30) == "Studien      lagret · F1 hjelp"


@given(st.text(max_size=90), st.text(max_size=90), st.integers(0, 120))
def test_a_line_is_as_wide_as_it_shall_be(left: str, right: str, width: int) -> None:
    assert cell_len(line_of(left, right, width)) == width


@pytest.mark.parametrize("width", [80, 120, 200])
async def test_the_top_line_keeps_what_matters(small_project: Project, width: int) -> None:
    small_project.rename("Et prosjekt med et navn som er mye lengre enn noen hadde tenkt seg at det skulle bli" * 3)
    small_project.coder = "Kari Nordmann fra Universitetet i et ganske langt stedsnavn"
    app = QualcodeApp(small_project)
    async with app.run_test(size=(width, 24)) as pilot:
        await settled(pilot)
        top = screen_text(app).splitlines()[0]
        assert top.endswith("lagret · F1 hjelp")
        assert top.startswith(" Et prosjekt med")
        assert "Kari Nordmann" in top


async def test_position_and_selection_stand_at_the_end_of_the_status_line(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        last = screen_text(app).splitlines()[-1]
        assert "2 ord markert" in last
        assert last.endswith("%")


def test_what_is_typed_is_found_as_a_key_or_in_the_words() -> None:
    assert fitting(ROWS, "") == ROWS
    assert fitting(ROWS, "s")[0] == ROWS[1]
    assert fitting(ROWS, "SETN mark") == [ROWS[1]]
    assert fitting(ROWS, "skjonn") == [ROWS[3]]
    assert fitting(ROWS, "ctrl") == [ROWS[2]]
    assert fitting(ROWS, "u") == [ROWS[2], *fitting(ROWS, "u")[1:]]
    assert fitting(ROWS, "finnes ikke") == []


def test_groups_follow_the_focus_and_what_works_everywhere_is_last() -> None:
    here = ["help", "text.code", "reader.select_word", "reader.left", "coding.tree", "unknown"]
    found = working(here)
    assert [action.scope for action in found] == ["reader", "reader", "reader", "coding", "app"]
    groups = [group_of(by_id()[action]) for action in ("text.code", "reader.select_word", "reader.left")]
    assert len(set(groups)) == 3
    assert help_rows(found, {"help": "f1,z"})[-1].keys == ("F1", "z")


def test_keys_of_one_thing_share_a_line() -> None:
    rows = help_rows([by_id()[f"text.pin{n}"] for n in range(1, 10)], {})
    assert [joined(row.keys) for row in rows] == ["1–9"]


async def test_the_help_is_searched_by_typing_and_scrolls(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        before = screen_text(app)
        await pilot.press("pagedown")
        assert screen_text(app) != before
        await pilot.press(*"setning")
        await settled(pilot)
        assert "Marker setningen" in screen_text(app)
        assert "Kod markeringen" not in screen_text(app)
        await pilot.press(*"xyz")
        await settled(pilot)
        assert "Marker setningen" not in screen_text(app)
        await pilot.press("f1")
        assert len(app.screen_stack) == 1


@given(st.integers(46, 110))
def test_help_is_broken_under_the_words_and_fits(width: int) -> None:
    rows = [*ROWS, Row("Overalt", ("draw a coding's far end",), "Flytt enden: " + "ytterste ord i kodingen " * 9)]
    lines = help_text(rows, width).plain.split("\n")
    assert all(cell_len(line) <= width for line in lines)
    under = lines[lines.index(next(line for line in lines if "Flytt enden" in line)) + 2 :]
    assert len({cell_len(line) - cell_len(line.lstrip()) for line in under}) == 1, "nothing stands under the keys"


async def test_help_fills_the_screen_and_tells_only_what_works(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await pilot.pause()
        assert len([line for line in screen_text(app).splitlines() if line.strip()]) >= 23
    app = QualcodeApp(None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await pilot.pause()
        shown = screen_text(app)
        assert "F9" in shown
        assert not any(key in shown for key in ("F2", "F8", "Ctrl+Z", "Ctrl+O"))


async def test_under_a_question_the_top_line_promises_neither_help_nor_storing(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        top = app.screen.query_one(TopLine)
        assert top.right == "Ida · saved · F1 help"
        await pilot.press("s", "c")
        await pilot.pause()
        assert top.right == "Ida"
        await pilot.press("escape")
        await pilot.pause()
        assert top.right == "Ida · saved · F1 help"


async def test_both_lines_say_the_same_of_what_is_not_stored(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo_page, "PAUSE_SECONDS", 3600)
    small_project.memos.add("Rommet")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f8", "e", *"!!")
        lines = screen_text(app).splitlines()
        assert "not saved yet" in lines[-1]
        assert "not saved yet" in lines[0]
        monkeypatch.setattr(memo_page, "PAUSE_SECONDS", 0.01)
        assert "Ida · saved" in (await settled(pilot, "!")).splitlines()[0]


async def test_a_write_protected_project_says_so_and_can_be_left(
    small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests as root may write anywhere, so the answer is given here.
    monkeypatch.setattr(os, "access", lambda place, _mode: Path(place) != small_file)
    with open_project(small_file, coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert "Ida · write-protected · F1 help" in screen_text(app).splitlines()[0]
            told = [notice.message for notice in app._notifications]
            assert len(told) == 1
            assert "write-protected" in told[0]
            await pilot.press("ctrl+q")
    assert app.return_code == 0


async def test_what_was_said_goes_with_the_next_key_once_it_could_be_read(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, WorkScreen)
        monkeypatch.setattr(status_line, "READING_SECONDS", 3600.0)
        app.screen.say("Looked at")
        await pilot.press("down")
        assert "Looked at" in screen_text(app), "nobody can have read it yet"
        monkeypatch.setattr(status_line, "READING_SECONDS", 0.0)
        await pilot.press("down")
        assert "Looked at" not in screen_text(app)


@pytest.mark.parametrize("screen", ["f2", "f3", "f4", "f5", "f6", "f8"])
async def test_three_keys_are_told_on_every_screen(small_project: Project, screen: str) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(screen)
        await settled(pilot)
        assert isinstance(app.screen, WorkScreen)
        assert 3 <= len(shown_hints(app.screen.hints(), 78)) <= 5


async def test_what_to_do_stands_as_long_as_there_is_nothing(tmp_path: Path) -> None:
    with create_project(tmp_path / "tom.qualcode", coder="Ida") as project:
        app = QualcodeApp(project)
        async with app.run_test(size=(80, 24)) as pilot:
            for key, word in (("f2", "a: "), ("f5", "F3: "), ("f6", "F3: "), ("f8", "n: ")):
                await pilot.press(key)
                await settled(pilot)
                line = app.screen.query_one(StatusLine)
                assert line.message == ""
                assert word in screen_text(app).splitlines()[-1]
            project.corpus.add("Intervju", MEETING)
            await pilot.press("f2")
            await settled(pilot)
            assert app.screen.query_one(StatusLine).standing == ""
