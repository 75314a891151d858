"""Differences between two versions of a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text import difference
from qualcode.text.difference import differences
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
