"""The units around words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.units import paragraphs
from qualcode.text.widening import units_around, wider

TEXT = "BERIT: Jeg vet ikke. Det er skjønn. Ja.\nSå går vi videre.\nI: Ja?\n"
TURN = (7, TEXT.index("\nI:"))


def shown(word: str, turn: tuple[int, int] | None = TURN) -> dict[str, str]:
    start = TEXT.index(word)
    units = units_around(TEXT, (start, start + len(word)), turn, paragraphs(TEXT))
    return {name: TEXT[span.start : span.end] for name, span in units.items()}


def test_each_unit_is_found_and_the_label_is_no_part_of_it() -> None:
    assert shown("skjønn") == {
        "words": "skjønn",
        "sentence": "Det er skjønn.",
        "paragraph": "Jeg vet ikke. Det er skjønn. Ja.",
        "turn": "Jeg vet ikke. Det er skjønn. Ja.\nSå går vi videre.",
    }


def test_words_over_a_boundary_take_both_sides() -> None:
    assert shown("skjønn. Ja")["sentence"] == "Det er skjønn. Ja."
    assert shown("Ja.\nSå")["paragraph"].endswith("Ja.\nSå går vi videre.")


def test_without_turns_there_is_no_turn() -> None:
    assert list(shown("skjønn", None)) == ["words", "sentence", "paragraph"]


def test_widening_goes_round_by_what_is_wider() -> None:
    start = TEXT.index("skjønn")
    units = units_around(TEXT, (start, start + 6), TURN, paragraphs(TEXT))
    assert [wider(units, name) for name in units] == ["sentence", "paragraph", "turn", "sentence"]
    alone = units_around("Hei.", (0, 3), None, [(0, 4)])
    assert wider(alone, "sentence") == "sentence"
    assert wider(units, "own") == "sentence"


@given(st.text(alphabet="ab. \nÅ", max_size=60), st.data())
def test_units_never_lose_the_words_and_only_grow(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    turn = data.draw(st.sampled_from([None, (0, len(text))]))
    units = list(units_around(text, (start, end), turn, paragraphs(text)).values())
    assert all(unit.start <= start <= end <= unit.end for unit in units)
    assert all(one.length <= other.length for one, other in pairwise(units))


@pytest.mark.parametrize("unit", ["words", "sentence"])
def test_an_empty_text_has_units_too(unit: str) -> None:
    assert units_around("", (0, 0), None, [])[unit] == (0, 0)
