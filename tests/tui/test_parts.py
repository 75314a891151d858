"""The pure parts under the screens: lines, bars, names and spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.project.project import Project
from qualcode.project.records import Turn
from qualcode.tui.screens.coding import recounted
from qualcode.tui.widgets.coding_acts import moved_span
from qualcode.tui.widgets.here_pane import meeting_codes
from qualcode.tui.widgets.status_line import density_bar, fitted, line_of, with_caret
from qualcode.tui.widgets.transcript import LONGEST_IN_VIVO, in_vivo_name
from qualcode.tui.widgets.wayfinder import numbered_place

TEXT = "På papiret bestemmer jeg selv. Men måltallet henger der."


@given(st.text(max_size=40), st.integers(0, 30))
def test_a_fitted_text_fills_its_cells(text: str, width: int) -> None:
    if text.isprintable():
        assert cell_len(fitted(text, width)) == width


@given(st.text("abcæøå漢 ", max_size=30), st.text("abc 漢", max_size=30), st.integers(0, 40))
def test_two_ends_fit_on_one_line(left: str, right: str, width: int) -> None:
    assert cell_len(line_of(left, right, width)) == width


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 100)).map(sorted).filter(lambda s: s[0] < s[1])))
def test_the_bar_has_its_cells_and_the_caret(spans: list[tuple[int, int]]) -> None:
    bar = density_bar(100, spans)
    assert len(bar) == 14
    assert with_caret(bar, 100, 50)[7] == "│"
    assert with_caret(bar, 100, 100)[-1] == "│"


def test_the_bar_is_denser_where_more_is_coded() -> None:
    assert density_bar(140, [(0, 10), (0, 10), (0, 10), (130, 140)]) == "█" + "░" * 12 + "▒"
    assert density_bar(0, []) == "░" * 14


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("  «da tar jeg\n den som er lettest.» ", "da tar jeg den som er lettest"),
        ("...", "..."),
        ("ord " * 40, ("ord " * (LONGEST_IN_VIVO // 4)).strip() + "…"),
    ],
)
def test_words_as_the_name_of_a_code(words: str, name: str) -> None:
    assert in_vivo_name(words) == name


@pytest.mark.parametrize(
    ("span", "by", "words"),
    [
        ("bestemmer jeg", (-1, 0), "papiret bestemmer jeg"),
        ("bestemmer jeg", (1, 0), "jeg"),
        ("bestemmer jeg", (0, 1), "bestemmer jeg selv"),
        ("bestemmer jeg", (0, -1), "bestemmer"),
        ("jeg", (1, 0), "jeg"),
        ("jeg", (0, -1), "jeg"),
        ("På", (-1, 0), "På"),
        ("der", (0, 1), "der"),
    ],
)
def test_a_span_moves_by_words_and_keeps_its_last_one(span: str, by: tuple[int, int], words: str) -> None:
    start = TEXT.index(span)
    found = moved_span(TEXT, [(0, len(TEXT))], start, start + len(span), *by)
    assert TEXT[slice(*found)] == words


SAID = "Ja! Berit: Nei."


@pytest.mark.parametrize(
    ("span", "by", "words"),
    [
        ("Nei.", (-1, 0), "Ja! Berit: Nei."),
        ("Ja!", (0, 1), "Ja! Berit: Nei"),
        ("Ja! Berit: Nei.", (1, 0), "Nei."),
        ("Ja! Berit: Nei", (0, -1), "Ja"),
    ],
)
def test_a_span_moves_past_the_label_of_a_speaker(span: str, by: tuple[int, int], words: str) -> None:
    start = SAID.index(span)
    found = moved_span(SAID, [(0, 3), (11, 15)], start, start + len(span), *by)
    assert SAID[slice(*found)] == words


def test_turns_and_lines_by_number() -> None:
    turns = [Turn("a", 7, None, None, False, None, 4, 6)]
    assert numbered_place("7", "ab\ncdef", turns) == 4
    assert numbered_place("l2", "ab\ncdef", turns) == 3
    assert numbered_place("2", "ab\ncdef", []) == 3
    assert numbered_place("8", "ab\ncdef", turns) is None
    assert numbered_place("l9", "ab", turns) is None
    assert numbered_place("x", "ab", turns) is None
    assert numbered_place("p2", "ab\n\ncd", turns) == 4, "the second paragraph"
    assert numbered_place("2", "ab\n\ncd", []) == 4, "without turns the margin numbers paragraphs"
    assert numbered_place("2", "ab\n\ncd", [], lines=True) == 3, "unless it numbers lines"
    assert numbered_place("A2", "ab\n\ncd", turns) == 4, "an avsnitt"


def test_counts_follow_the_codings_that_came_and_went(small_project: Project) -> None:
    before = small_project.coding.codings(document="Intervju Berit")
    codes = small_project.codebook.codes()
    small_project.coding.apply("Venting", "Intervju Berit", 0, 9)
    small_project.coding.remove(before[0].id)
    now = small_project.coding.codings(document="Intervju Berit")
    assert recounted(codes, before, now) == small_project.codebook.codes()


def test_codes_of_two_themes_meet_as_themes_and_codes_of_one_as_themselves(small_project: Project) -> None:
    small_project.codebook.add("Smal dør", parent="Skjønn")
    codes = {code.id: code for code in small_project.codebook.codes()}
    ids = {code.name: code.id for code in codes.values()}
    assert meeting_codes([ids["Måltall"], ids["Handlingsrom"]], codes) == ("NPM-press", "Skjønn")
    assert meeting_codes([ids["Smal dør"], ids["Handlingsrom"]], codes) == ("Smal dør", "Handlingsrom")
    assert meeting_codes([ids["Smal dør"], ids["Smal dør"], "gone"], codes) is None
