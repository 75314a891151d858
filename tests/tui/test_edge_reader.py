"""The edge of a coding is drawn with the mouse: by words, shown meanwhile, stored as one act, given up with Esc."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from qualcode.project.project import Project
from qualcode.project.records import Coding
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.widgets.edge_reader import Grip, grip_at
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.transcript import Transcript

from .conftest import MEETING, screen_text, settled

TEXT = "Altså, på «papiret» bestemmer jeg selv. Men når måltallet henger der."


def coding(words: str, text: str = TEXT, id_: str = "a") -> Coding:
    """A coding of words."""
    start = text.index(words)
    return Coding(id_, "d", "D", start, start + len(words), "c", "Kode", "Ida", "", None, "", False)


def drawn(words: str, edge: str, to: str, text: str = TEXT) -> str:
    """The words of a coding whose edge was drawn to the place where others begin."""
    grip = Grip(coding(words, text), start=edge != "end", end=edge != "start")
    return text[slice(*grip.drawn_to(text, text.index(to)))]


@pytest.mark.parametrize(
    ("words", "edge", "to", "after"),
    [
        ("bestemmer jeg selv.", "start", "papiret", "papiret» bestemmer jeg selv."),
        ("bestemmer jeg selv.", "start", "iret", "papiret» bestemmer jeg selv."),
        ("bestemmer jeg selv.", "start", " på", "på «papiret» bestemmer jeg selv."),
        ("bestemmer jeg selv.", "start", "eg", "jeg selv."),
        ("bestemmer jeg selv.", "start", "henger", "selv."),
        ("bestemmer jeg selv.", "start", "mer", "bestemmer jeg selv."),
        ("bestemmer jeg selv.", "end", "Men", "bestemmer jeg selv. Men"),
        ("bestemmer jeg selv.", "end", " når", "bestemmer jeg selv. Men"),
        ("bestemmer jeg selv.", "end", "jeg", "bestemmer jeg"),
        ("bestemmer jeg selv.", "end", "Altså", "bestemmer"),
        ("bestemmer jeg selv.", "end", "lv.", "bestemmer jeg selv."),
        ("«papiret»", "start", "papiret", "«papiret»"),
        ("jeg", "either", "bestemmer", "bestemmer jeg"),
        ("jeg", "either", "selv", "jeg selv"),
        ("jeg", "either", "eg", "jeg"),
    ],
)
def test_an_edge_goes_by_words(words: str, edge: str, to: str, after: str) -> None:
    assert drawn(words, edge, to) == after


@given(st.text("ab ,.\n«文🙂", max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_wherever_it_is_drawn_something_is_left(text: str, start: int, end: int, offset: int, at_start: bool) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    held = Coding("a", "d", "D", start, end, "c", "Kode", "Ida", "", None, "", False)
    left, right = Grip(held, start=at_start, end=not at_start).drawn_to(text, min(offset, len(text)))
    assert 0 <= left <= right <= len(text)
    assert left < right or start == end
    assert (right == end) if at_start else (left == start)


def test_only_the_first_and_last_word_are_edges() -> None:
    codings = [coding("jeg", id_="inner"), coding("bestemmer jeg selv.", id_="outer")]
    assert grip_at(codings, TEXT, TEXT.index("estemmer")) == Grip(codings[1], start=True, end=False)
    assert grip_at(codings, TEXT, TEXT.index("elv.")) == Grip(codings[1], start=False, end=True)
    assert grip_at(codings, TEXT, TEXT.index("jeg")) == Grip(codings[0], start=True, end=True), "the innermost"
    assert grip_at(codings[1:], TEXT, TEXT.index("jeg")) is None
    assert grip_at(codings, TEXT, 0) is None


CODED = "på papiret bestemmer jeg selv."


def reader(pilot: Pilot[None]) -> Transcript:
    """The transcript on the screen."""
    assert isinstance(pilot.app, QualcodeApp)
    assert isinstance(pilot.app.screen, CodingScreen)
    return pilot.app.screen.transcript


def said(pilot: Pilot[None]) -> str:
    """What the status line says."""
    return pilot.app.screen.query_one(StatusLine).message


def cell(pilot: Pilot[None], words: str) -> tuple[int, int]:
    """Where on the reader words begin."""
    page, offset = reader(pilot)._page, MEETING.index(words)
    row = page.layout.row_at(offset)
    return page.columns.text_start + page.layout.column_of(offset, row), row - reader(pilot).scroll_offset.y


def stripe(pilot: Pilot[None], row: int, lane: int = 0) -> tuple[int, int]:
    """A cell beside the text."""
    columns = reader(pilot)._page.columns
    return columns.text_start + columns.text + 2 + lane, row


async def draw(pilot: Pilot[None], start: tuple[int, int], *way: tuple[int, int], let_go: bool = True) -> None:
    """Press at a cell of the reader, move along others, and let go at the last."""
    await pilot.mouse_down(Transcript, offset=start)
    for place in way:
        await pilot.hover(Transcript, offset=place)
    if let_go:
        await pilot.mouse_up(Transcript, offset=(way or (start,))[-1])
    await pilot.pause()


def spans(project: Project) -> list[str]:
    """The words of every coding of the meeting."""
    return [MEETING[c.start : c.end] for c in project.coding.codings(document="Intervju Berit")]


async def stand(pilot: Pilot[None], words: str) -> None:
    """Put the caret on words."""
    await settled(pilot)
    reader(pilot).move_to(MEETING.index(words))
    await pilot.pause()


async def test_the_last_word_is_drawn_on_in_one_act(small_project: Project) -> None:
    before = small_project.last_act()
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, "bestemmer")
        await draw(pilot, cell(pilot, "selv"), cell(pilot, "Men"), cell(pilot, "måltallet"))
        assert spans(small_project)[0] == "på papiret bestemmer jeg selv. Men når måltallet"
        assert small_project.last_act() == before + 1
        assert reader(pilot).selection is None
        assert any(coding.code == "Handlingsrom" for coding in reader(pilot).codings_at_caret())
        await pilot.press("u")
        assert spans(small_project)[0] == CODED


async def test_the_first_word_is_drawn_back_and_on(small_project: Project) -> None:
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, "bestemmer")
        await draw(pilot, cell(pilot, "på papiret"), cell(pilot, "Altså"))
        assert spans(small_project)[0] == f"Altså, {CODED}"
        assert reader(pilot).caret == MEETING.index("Altså")
        await draw(pilot, cell(pilot, "Altså"), cell(pilot, "papiret"))
        assert spans(small_project)[0] == CODED.removeprefix("på ")


async def test_the_new_span_is_shown_and_esc_gives_it_up(small_project: Project) -> None:
    before = small_project.last_act()
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, "bestemmer")
        await draw(pilot, cell(pilot, "selv"), cell(pilot, "når"), let_go=False)
        start = MEETING.index(CODED)
        assert reader(pilot).selection == (start, MEETING.index(" måltallet"))
        assert said(pilot) == "«Handlingsrom»: 7 ord · Esc: la den være"
        await pilot.press("escape")
        assert (reader(pilot).selection, reader(pilot).caret) == (None, MEETING.index("bestemmer"))
        await pilot.hover(Transcript, offset=cell(pilot, "måltallet"))
        await pilot.mouse_up(Transcript, offset=cell(pilot, "måltallet"))
        assert reader(pilot).selection is None
        assert said(pilot) == "Kodingen er som den var"
        assert small_project.last_act() == before


async def test_drawn_there_and_back_nothing_is_done(small_project: Project) -> None:
    before = small_project.last_act()
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, "bestemmer")
        await draw(pilot, cell(pilot, "selv"), cell(pilot, "når"), cell(pilot, "selv"))
        assert spans(small_project)[0] == CODED
        assert small_project.last_act() == before


async def test_a_click_on_an_edge_places_the_caret(small_project: Project) -> None:
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, "bestemmer")
        await draw(pilot, cell(pilot, "selv"))
        assert (reader(pilot).caret, reader(pilot).selection) == (MEETING.index("selv"), None)
        await pilot.click(Transcript, offset=stripe(pilot, cell(pilot, "papiret")[1]))
        assert reader(pilot).selection is None
        assert spans(small_project)[0] == CODED


@pytest.mark.parametrize(
    ("caret", "press", "why"),
    [
        ("De venter", "selv", "the caret is not in the coding"),
        ("bestemmer", "jeg", "a word within it"),
        ("henger", "måltallet", "somebody else's"),
    ],
)
async def test_anywhere_else_words_are_selected(small_project: Project, caret: str, press: str, why: str) -> None:
    before = spans(small_project)
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, caret)
        await draw(pilot, cell(pilot, press), cell(pilot, "der, da"))
        assert reader(pilot).selection == (MEETING.index(press), MEETING.index("der, da")), why
        assert spans(small_project) == before


async def test_after_coding_its_edge_is_drawn_and_stays_selected(small_project: Project) -> None:
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, "De venter")
        await pilot.press("s", "c", *"vent", "enter")
        await draw(pilot, cell(pilot, "venter. Noen"), cell(pilot, "lenge"))
        start = MEETING.index("De venter")
        assert spans(small_project)[-1] == "De venter. Noen venter lenge"
        assert reader(pilot).selection == (start, start + len(spans(small_project)[-1]))


async def test_the_ends_of_a_stripe_are_drawn_by_rows(small_project: Project) -> None:
    start = MEETING.index("Altså")
    small_project.coding.apply("Venting", "Intervju Berit", start, MEETING.index(", da tar"))
    async with QualcodeApp(small_project).run_test(size=(80, 24)) as pilot:
        await stand(pilot, "De venter")
        first, last = cell(pilot, "Altså")[1], cell(pilot, "De venter")[1]
        await draw(pilot, stripe(pilot, first + 1), stripe(pilot, last))
        found = next(c for c in small_project.coding.codings(document="Intervju Berit") if c.code == "Venting")
        layout = reader(pilot)._page.layout
        assert found.start == start
        assert layout.row_at(found.end - 1) == last
        assert MEETING[found.end : layout.rows[last].end].strip(" .,") == "", "to the last word of the row"
        await draw(pilot, stripe(pilot, last), stripe(pilot, first))
        found = small_project.coding.coding(found.id)
        assert layout.row_at(found.end - 1) == first


async def test_what_was_drawn_in_another_text_is_left(small_project: Project) -> None:
    async with QualcodeApp(small_project).run_test(size=(100, 24)) as pilot:
        await stand(pilot, "bestemmer")
        await draw(pilot, cell(pilot, "selv"), cell(pilot, "når"), let_go=False)
        pilot.app.open_document("Intervju Roger")  # type: ignore[attr-defined]
        await settled(pilot)
        await pilot.mouse_up(Transcript, offset=(20, 3))
        assert spans(small_project)[0] == CODED


async def test_help_tells_what_the_mouse_does(small_project: Project) -> None:
    async with QualcodeApp(small_project).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("f1", *"musen")
        in_text = screen_text(pilot.app)
        await pilot.press("escape", "f2")
        await settled(pilot)
        await pilot.press("f1", *"musen")
        await settled(pilot)
        assert "dra i enden" in in_text
        assert "Ingen tast gjør det her." in screen_text(pilot.app)
