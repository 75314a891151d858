"""Memos beside the text: a sign where the passage begins, the first words where there is room, a click that opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from qualcode.project.memos import Memos
from qualcode.project.project import Project
from qualcode.project.records import Coding, Memo
from qualcode.text.wrapping import Block, Layout
from qualcode.tui import memory
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import Choose
from qualcode.tui.widgets.noted import SIGN, Notes, noted_in, words_of
from qualcode.tui.widgets.transcript import Transcript
from qualcode.tui.writing import WriteMemo

from .conftest import MEETING, arrives, settled

INTERVIEW = "Intervju Berit"
WIDTHS = (80, 86, 100, 120, 200)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "state_file", lambda: tmp_path / "state" / "workbench.json")


def at(words: str) -> int:
    return MEETING.index(words)


def note(project: Project, text: str, words: str, coder: str | None = None) -> Memo:
    return project.memos.add(text, document=INTERVIEW, start=at(words), end=at(words) + len(words), coder=coder)


def coded(project: Project, code: str, words: str, memo: str = "", coder: str | None = None) -> Coding:
    start = at(words)
    return project.coding.apply(code, INTERVIEW, start, start + len(words), memo=memo, coder=coder)


def line_of(screen: str, words: str) -> str:
    return next(line for line in screen.splitlines() if words in line)


def cell_of(screen: str, sign: str) -> tuple[int, int]:
    lines = screen.splitlines()
    row = next(number for number, line in enumerate(lines) if number > 1 and sign in line)
    return lines[row].rindex(sign), row


async def opened(pilot: Pilot[None]) -> WriteMemo:
    await arrives(pilot, WriteMemo)
    screen = pilot.app.screen
    assert isinstance(screen, WriteMemo)
    return screen


# ── where it is placed ───────────────────────────────────────────────────────────────────────────────────────────────


def memo(start: int, end: int, text: str = "Tanke") -> Memo:
    return Memo(f"{start}{text}", "Ida", "", "", "reflection", "", text, "segment", "s", "d", start, end)


def rows(count: int) -> Layout:
    """A text of rows of four letters."""
    return Layout("abc " * count, 4, [Block(0, 4 * count)])


def test_the_sign_stands_on_the_first_row_and_the_words_on_the_first_without_a_name() -> None:
    notes = Notes.placed([memo(4, 16)], rows(6), named={1, 2})
    assert (list(notes.signs), list(notes.words)) == ([1], [3])


def test_words_stay_beside_their_sign_where_no_row_near_it_is_free_or_the_passage_has_ended() -> None:
    assert list(Notes.placed([memo(4, 24)], rows(6), named={1, 2, 3}).words) == [1], "the fifth row is too far off"
    assert list(Notes.placed([memo(4, 7)], rows(6), named={1}).words) == [1]


def test_a_passage_that_lost_its_words_is_noted_where_they_were() -> None:
    assert list(Notes.placed([memo(8, 8)], rows(6), named=()).signs) == [2]


def test_a_row_looks_other_for_the_sign_and_for_each_word() -> None:
    looks = {
        Notes.placed(noted, rows(6), named=()).look(1)
        for noted in ([], [memo(4, 7)], [memo(4, 7, "Annet")], [memo(4, 7), memo(4, 7, "Annet")])
    }
    assert len(looks) == 4


def test_only_passages_and_codings_with_a_memo_are_noted_in_the_order_of_the_text() -> None:
    on_document = Memo("m", "Ida", "", "", "reflection", "", "Om alt", "document", "d", "d", None, None)
    plain = Coding("a", "d", "d", 2, 4, "c", "C", "Ida", "", None, "", False)
    thought = Coding("b", "d", "d", 1, 4, "c", "C", "Ida", "", None, "Husk  dette\nto", False)
    noted = noted_in([memo(4, 7), on_document], [plain, thought])
    assert [words_of(each) for each in noted] == ["Husk dette to", "Tanke"]


# ── what is seen ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_memo_without_a_code_is_seen_at_every_width(small_project: Project, width: int) -> None:
    note(small_project, "Hvor lenge er lenge?", "Noen venter lenge")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(width, 30)) as pilot:
        line = line_of(await settled(pilot), "De venter")
    assert SIGN in line
    assert (f"{SIGN} Hvor len" in line) == (width >= 120), "words only where names of codes have room"


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_memo_on_a_coding_is_seen_at_every_width(small_project: Project, width: int) -> None:
    coded(small_project, "Venting", "Noen venter lenge", memo="Sjekk mot lederen")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(width, 30)) as pilot:
        assert SIGN in line_of(await settled(pilot), "De venter")


async def test_the_sign_comes_and_goes_with_the_memo(small_project: Project) -> None:
    app = QualcodeApp(small_project, document=INTERVIEW, at=at("Noen venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert SIGN not in line_of(await settled(pilot), "De venter")
        await settled(pilot, "s", "m", "O", "i")
        assert SIGN in line_of(await settled(pilot, "ctrl+s"), "De venter")
        assert SIGN not in line_of(await settled(pilot, "ctrl+z"), "De venter")


async def test_other_rows_are_as_they_were(small_project: Project) -> None:
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(120, 40)) as pilot:
        before = (await settled(pilot)).splitlines()
    note(small_project, "Tanke", "Noen venter lenge")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(120, 40)) as pilot:
        after = (await settled(pilot)).splitlines()
    differing = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(differing) == 1
    assert "De venter" in differing[0]


async def test_the_last_of_eight_lanes_gives_way_where_there_are_no_names(small_project: Project) -> None:
    for number in range(9):
        coded(small_project, small_project.codebook.add(f"Kode {number}").name, "Noen venter lenge")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settled(pilot)
        last = cell_of(screen, "+")
        note(small_project, "Trangt", "Noen venter lenge")
        screen = await settled(pilot, "f2", "f3")
    assert line_of(screen, "De venter").endswith(f"+{SIGN}")
    assert cell_of(screen, SIGN) == last


async def test_memos_of_others_are_hidden_with_their_codings(small_project: Project) -> None:
    note(small_project, "Jons tanke", "Noen venter lenge", coder="Jon")
    note(small_project, "Min tanke", "De venter.")
    app = QualcodeApp(small_project, document=INTERVIEW, at=at("Noen venter"))
    async with app.run_test(size=(200, 50)) as pilot:
        screen = await settled(pilot)
        assert "Min tanke · Jons tanke" in screen, "beside the text"
        assert screen.count("Jons tanke") == 2, "and in the pane of what is here"
        screen = await settled(pilot, "K")
        assert "Jons tanke" not in screen
        assert f"{SIGN} Min tanke" in screen
        screen = await settled(pilot, "K")
        assert "Jons tanke" in screen
        assert "Min tanke" not in screen


async def test_moving_the_caret_asks_the_project_for_no_memos(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(small_project, "Tanke", "Noen venter lenge")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        monkeypatch.delattr(Memos, "memos")
        assert f"{SIGN} Tanke" in await settled(pilot, "down", "pagedown", "ctrl+end")


# ── a click ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("size", "pressed"), [((80, 24), SIGN), ((120, 40), SIGN), ((120, 40), "lenge?")])
async def test_a_click_opens_what_is_noted_with_its_passage_selected(
    small_project: Project, size: tuple[int, int], pressed: str
) -> None:
    old = note(small_project, "Så lenge?", "Noen venter lenge")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=size) as pilot:
        assert await pilot.click(offset=cell_of(await settled(pilot), pressed))
        dialog = await opened(pilot)
        assert "Så lenge?" in dialog.pages.values()
        await settled(pilot, "!", "ctrl+s")
        reader = app.screen.query_one(Transcript)
        assert reader.selection == (at("Noen venter"), at(", og noen"))
        await settled(pilot, "m")
        assert "Så lenge?!" in (await opened(pilot)).pages.values(), "m opens the same"
    assert small_project.memos.memo(old.id).text == "Så lenge?!"


async def test_a_click_opens_the_memo_of_a_coding(small_project: Project) -> None:
    noted = coded(small_project, "Venting", "Noen venter lenge", memo="Sjekk")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.click(offset=cell_of(await settled(pilot), SIGN))
        await opened(pilot)
        await settled(pilot, "!", "ctrl+s")
    assert small_project.coding.coding(noted.id).memo == "Sjekk!"


async def test_of_several_memos_that_begin_on_a_row_it_asks_which(small_project: Project) -> None:
    note(small_project, "Første", "De venter.")
    second = note(small_project, "Andre", "Noen venter lenge")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(offset=cell_of(await settled(pilot), SIGN))
        await arrives(pilot, Choose)
        await settled(pilot, "down", "enter")
        await opened(pilot)
        await settled(pilot, "!", "ctrl+s")
    assert small_project.memos.memo(second.id).text == "Andre!"


async def test_a_click_beside_the_sign_only_places_the_caret(small_project: Project) -> None:
    note(small_project, "Tanke", "Noen venter lenge")
    app = QualcodeApp(small_project, document=INTERVIEW, at=0)
    async with app.run_test(size=(120, 40)) as pilot:
        column, row = cell_of(await settled(pilot), SIGN)
        await pilot.click(offset=(column, row + 1))
        await settled(pilot)
        assert app.screen.query_one(Transcript).selection is None
