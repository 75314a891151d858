"""Lines of a text and what they tell of its layout."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.rules.lines import ends_finished, first_letter, read_lines, read_sheet, sentence_goes_on

PROSE = (
    "Vi gikk ned til fjorden hver morgen den sommeren, og hver morgen satt den samme mannen på brygga og bøtte garn. "
    "Han så aldri opp. En dag spurte jeg ham om veien, skjønt jeg kjente den godt, og da lo han så båten gynget."
)
WRAPPED = textwrap.fill(PROSE, 60)


def test_lines_know_their_indent_and_the_blank_lines_before_them() -> None:
    lines = read_lines("en\n\n  \n  to\n\ttre")
    assert [(line.indent, line.gap) for line in lines] == [(0, 0), (2, 2), (1, 0)]


def test_narrow_full_lines_are_hard_wrapped() -> None:
    sheet = read_sheet(WRAPPED)
    assert 50 <= sheet.width <= 60
    assert sheet.spacing == 0


def test_a_blank_line_after_every_line_is_spacing_and_not_paragraphs() -> None:
    sheet = read_sheet(WRAPPED.replace("\n", "\n\n"))
    assert (sheet.width > 0, sheet.spacing) == (True, 1)


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\n{PROSE}\n",
        "\n".join(["Ja.", "Nei.", "Vet ikke.", "Kanskje det."] * 5),
        "\n".join(map(str, range(200))),
        "\n".join([f"Dette er svaret nummer {number:02} på skjemaet vi fikk." for number in range(30)]),
        "",
    ],
)
def test_paragraphs_answers_and_columns_are_not_hard_wrapped(text: str) -> None:
    assert read_sheet(text).width == 0


def test_a_constant_indent_is_usual_and_one_more_opens_a_section() -> None:
    sheet = read_sheet("\n\n".join(["   Del to", *["  " + PROSE] * 20]))
    assert sheet.indent == 2
    assert [sheet.opens_section(index) for index in (0, 1)] == [True, False]


def test_bullets_under_bullets_are_no_constant_indent() -> None:
    assert read_sheet("- en\n  - to\n  - tre\n- fire\n").indent == 0


@pytest.mark.parametrize("words", ["slutt.", "slutt?»", "slutt.17", "slutt!¹", "sa hun:", "ja …”", "slutt.)[3]"])
def test_a_stop_ends_a_line_with_quotes_and_note_numbers_after_it(words: str) -> None:
    assert ends_finished(words)


@pytest.mark.parametrize("words", ["og", "«sitat»", "komma,", "1998", "gruppe-"])
def test_a_line_without_a_stop_is_open(words: str) -> None:
    assert not ends_finished(words)


def test_the_dot_of_an_abbreviation_ends_no_sentence() -> None:
    assert sentence_goes_on("(Dahl, 2001, s.", "14)")
    assert not sentence_goes_on("Hun gikk.", "Han ble.")


def test_the_first_letter_stands_after_opening_marks() -> None:
    assert first_letter("«(og så") == "o"
    assert first_letter("«»") == "»"


@given(st.text(st.sampled_from("ab.\n \t\f-æ"), max_size=120))
def test_lines_cover_all_that_is_not_space(text: str) -> None:
    lines = read_lines(text)
    kept = "".join(text[line.start : line.end] for line in lines)
    assert kept.replace(" ", "").replace("\t", "").replace("\f", "") == "".join(text.split())
    assert all(text.count("\n", a.end, b.start) - 1 == b.gap for a, b in pairwise(lines))
