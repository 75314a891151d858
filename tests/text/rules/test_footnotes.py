"""Footnotes left inside a text and their marks."""

from __future__ import annotations

import pytest

from qualcode.text.rules.footnotes import note_marks, notes
from qualcode.text.rules.lines import read_sheet

LONG = "Bygda fikk strøm først i 1951, etter at tre menn hadde gått fra gård til gård og samlet underskrifter"
WORDS = frozenset(["kaia", "skolen", "brygga", "fjorden", "vinteren", "råd", "mot"])


def marks(text: str) -> list[tuple[str, int, bool]]:
    """The marks in a text that has no bodies: what stands before them, their number, and whether they are sure."""
    found = note_marks(text, (), lambda word: word.casefold() in WORDS, lambda offset: True)
    return [(text[:start].split()[-1], number, confidence >= 0.9) for start, _, number, confidence in found]


def bodies(text: str) -> list[tuple[int, str, bool]]:
    """The notes of a text: number, words, and whether they are sure."""
    sheet = read_sheet(text)
    return [
        (note.number, text[note.start : sheet.lines[note.last].end], note.confidence >= 0.9)
        for note in notes(sheet, {})
    ]


def test_lines_that_begin_with_ascending_superscripts_are_notes() -> None:
    text = f"{LONG}¹ og\n\n¹ Se Lie 1990.\n\n² Samme sted.\n\nsendte dem² inn."
    assert bodies(text) == [(1, "Se Lie 1990.", True), (2, "Samme sted.", True)]


def test_a_plain_number_opens_a_note_only_where_its_mark_stands_before() -> None:
    assert bodies(f"{LONG} ved kaia1 og\n\n1 Revet i 1980.\n\nsendte dem inn.") == [(1, "Revet i 1980.", True)]
    assert bodies(f"{LONG} og\n\n1 Revet i 1980.\n\nsendte dem inn.") == []


def test_a_number_alone_between_notes_belongs_to_the_words_after_it() -> None:
    text = f"{LONG}¹ og\n\n¹ En.\n\n2\n\n<http://eksempel.no/to>\n\n³ Tre.\n\nsendte dem."
    assert [(number, words) for number, words, _ in bodies(text)] == [
        (1, "En."),
        (2, "<http://eksempel.no/to>"),
        (3, "Tre."),
    ]


def test_notes_after_the_last_line_of_text_stay_where_they_are() -> None:
    assert bodies(f"{LONG}¹.\n\n¹ Se Lie 1990.\n") == []


def test_a_superscript_out_of_sequence_is_doubtful() -> None:
    assert bodies(f"{LONG}\n\n⁹ Ni.\n\nog videre.") == [(9, "Ni.", False)]


def test_raised_numbers_after_words_and_stops_are_marks() -> None:
    assert [mark[:2] for mark in marks("Ved kaia¹ sto de.² Så gikk de.”³")] == [("kaia", 1), ("de.", 2), ("de.”", 3)]


def test_plain_digits_glued_to_words_of_the_language_in_sequence_are_marks() -> None:
    text = "Ved kaia1 lå skolen.2 Fra brygga3 så vi fjorden.4 Den vinteren5 frøs den."
    assert marks(text) == [
        ("kaia", 1, False), ("skolen.", 2, False), ("brygga", 3, False), ("fjorden.", 4, True), ("vinteren", 5, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "NAV2",
        "mai17 og xyz9",
        "nr.4",
        "i 2017",
        "3,5 og 2.1",
        "20 m²",
        "x²",
        "skolen2017",
        "§2",
        "B12",
        "mot.7",
        "kaia:12:30",
    ],
)
def test_years_codes_units_decimals_and_abbreviations_are_no_marks(text: str) -> None:
    assert [mark for mark in marks(text) if mark[2]] == []
    assert not any(mark[1] in (17, 9, 4, 12) for mark in marks(text))


def test_a_mark_is_no_mark_where_none_can_be() -> None:
    assert list(note_marks("kaia¹", (), WORDS.__contains__, lambda offset: False)) == []
