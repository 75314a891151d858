"""Edits: applying, going back, composing, and where spans end up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.edits import Edit, OffsetMap, apply_edits, compose, inverted

WORDS = st.text("abcæ \n𝕏", max_size=4)


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    """A list of edits of a text so long: sorted, disjoint, some touching, some at one place."""
    points = sorted(draw(st.lists(st.integers(0, length), max_size=10)))
    pairs = zip(points[::2], points[1::2], strict=False)
    return [Edit(start, end, draw(WORDS), "hand") for start, end in pairs]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits of it."""
    text = draw(st.text("abcdefgh ", max_size=30))
    return text, draw(edits_of(len(text)))


@pytest.mark.parametrize(
    ("edits", "result"),
    [
        ([], "abcdef"),
        ([Edit(0, 0, "x")], "xabcdef"),
        ([Edit(6, 6, "x")], "abcdefx"),
        ([Edit(1, 3, "")], "adef"),
        ([Edit(1, 2, "X"), Edit(2, 2, "Y"), Edit(2, 4, "Z")], "aXYZef"),
        ([Edit(0, 6, "")], ""),
    ],
)
def test_edits_are_made(edits: list[Edit], result: str) -> None:
    assert apply_edits("abcdef", edits) == result


@given(edited())
def test_going_back_gives_the_text_again(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = apply_edits(text, edits)
    assert apply_edits(after, inverted(text, edits)) == text


@given(st.data())
def test_composing_is_making_one_after_the_other(data: st.DataObject) -> None:
    text, first = data.draw(edited())
    middle = apply_edits(text, first)
    second = data.draw(edits_of(len(middle)))
    composed = compose(first, second)
    assert apply_edits(text, composed) == apply_edits(middle, second)
    assert all(a.end <= b.start for a, b in pairwise(composed))


@given(st.data())
def test_offsets_through_a_composed_list_go_where_they_go_through_both(data: st.DataObject) -> None:
    """A kept code point has one place; an offset within replaced words may only land within what replaced them."""
    text, first = data.draw(edited())
    middle = apply_edits(text, first)
    second = data.draw(edits_of(len(middle)))
    one, two, both = OffsetMap(first), OffsetMap(second), OffsetMap(compose(first, second))
    for offset in range(len(text)):
        kept = not any(edit.start <= offset < edit.end for edit in first)
        between = one.opening(offset)
        if kept and not any(edit.start <= between < edit.end for edit in second):
            assert both.span(offset, offset + 1) == two.span(*one.span(offset, offset + 1))
        start, end = both.span(offset, offset + 1)
        inner = two.span(*one.span(offset, offset + 1))
        assert start <= inner[0] <= inner[1] <= end


@given(edited())
def test_kept_code_points_keep_their_letter(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after, places = apply_edits(text, edits), OffsetMap(edits)
    for offset, letter in enumerate(text):
        if not any(edit.start <= offset < edit.end for edit in edits):
            start, end = places.span(offset, offset + 1)
            assert after[start:end] == letter


@given(edited(), st.data())
def test_an_edit_elsewhere_never_changes_the_words_of_a_span(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    apart = [edit for edit in edits if edit.end <= start or edit.start >= end]
    new_start, new_end = OffsetMap(apart).span(start, end)
    assert apply_edits(text, apart)[new_start:new_end] == text[start:end]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(2, 2, "x"), "cd"),  # inserted at the start: outside
        (Edit(4, 4, "x"), "cd"),  # inserted at the end: outside
        (Edit(3, 3, "x"), "cxd"),
        (Edit(1, 3, "x"), "xd"),  # replaced across the start: taken in
        (Edit(3, 5, "x"), "cx"),
        (Edit(2, 4, "x"), "x"),
        (Edit(1, 5, "x"), "x"),
        (Edit(2, 4, ""), ""),
        (Edit(0, 2, "x"), "cd"),
        (Edit(4, 6, "x"), "cd"),
    ],
)
def test_a_span_keeps_to_its_words(edit: Edit, words: str) -> None:
    start, end = OffsetMap([edit]).span(2, 4)
    assert apply_edits("abcdef", [edit])[start:end] == words
