"""Differences between two versions of a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text import difference
from qualcode.text.difference import both, differences, found_again, merged
from qualcode.text.edits import apply_edits

TEXT = st.text("aåb \n.𝕏", max_size=40)
WORDY = st.lists(st.sampled_from(["ja", "nei", "NAV", "skjønn", ",", " ", "\n", "plass"]), max_size=30).map("".join)


@given(TEXT | WORDY, TEXT | WORDY)
def test_the_edits_lead_from_the_old_text_to_the_new(old: str, new: str) -> None:
    edits = differences(old, new)
    assert apply_edits(old, edits) == new
    assert all(a.end <= b.start for a, b in pairwise(edits))
    assert all(edit.replacement or edit.end > edit.start for edit in edits)


@given(WORDY, WORDY)
def test_long_texts_are_cut_at_words_that_stand_once(old: str, new: str) -> None:
    most, difference._MOST_CELLS = difference._MOST_CELLS, 20
    try:
        assert apply_edits(old, differences(old, new)) == new
    finally:
        difference._MOST_CELLS = most


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("Hun sa nei.", "Hun sa ja.", [(7, 10, "ja")]),
        ("brukt skjgnn her", "brukt skjønn her", [(9, 10, "ø")]),
        ("en to tre", "en to og tre", [(6, 6, "og ")]),
        ("en to tre", "en tre", [(3, 6, "")]),
        ("en  to", "en to", [(2, 4, " ")]),
        ("", "ny", [(0, 0, "ny")]),
        ("gammel", "", [(0, 6, "")]),
    ],
)
def test_edits_are_as_small_as_a_person_would_make_them(old: str, new: str, edits: list[tuple[int, int, str]]) -> None:
    found = [edit[:3] for edit in differences(old, new)]
    assert found == edits or (apply_edits(old, differences(old, new)) == new and len(found) == len(edits) == 1)


def test_a_rewrapped_text_differs_in_white_space_only() -> None:
    words = " ".join(f"ord{number} og" for number in range(300))
    wrapped = words.replace(" ord1", "\nord1")
    edits = differences(words, wrapped)
    assert all(edit.replacement + words[edit.start : edit.end] in (" \n", "\n ") for edit in edits)


@given(TEXT | WORDY, TEXT | WORDY)
def test_where_only_one_changed_a_text_that_is_what_comes_of_it(before: str, after: str) -> None:
    assert merged(before, after, before) == after
    assert merged(before, before, after) == after
    assert merged(before, after, after) == after


@given(WORDY, WORDY, WORDY, WORDY)
def test_changes_at_two_places_are_both_made(one: str, other: str, new_one: str, new_other: str) -> None:
    between = " – midt imellom står dette – "
    before, after = f"{one}{between}{other}", f"{new_one}{between}{new_other}"
    assert merged(before, f"{new_one}{between}{other}", f"{one}{between}{new_other}") == after
    assert merged(before, f"{one}{between}{new_other}", f"{new_one}{between}{other}") == after


def test_changes_at_one_place_are_not_guessed_at_but_kept_side_by_side() -> None:
    assert merged("Hun sa nei.", "Hun sa ja.", "Hun sa kanskje.") is None
    assert merged("Hun.", "Hun sa det.", "Hun var der.") is None, "both went on at the same place"
    assert both("Hun sa nei.", "Hun sa ja.", "Hun sa kanskje.") == "Hun sa kanskje.\n\nHun sa ja."
    assert both("Hun sa nei.", "Kari sa nei.", "Hun sa nei!") == "Kari sa nei!"


def test_words_are_found_again_or_are_gone() -> None:
    seen = "Først dette. Så det andre. Til slutt dette."
    start = seen.index("Så")
    assert found_again(seen, "Mye " + seen, start, start + 13) == (start + 4, start + 17)
    gone = found_again(seen, "Først dette. Til slutt dette.", start, start + 13)
    assert gone[0] == gone[1]
