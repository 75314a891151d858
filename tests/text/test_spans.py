"""The algebra of spans, held against plain sets of integers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.spans import Span, covered, intersect, overlaps, subtract, unite

A_SPAN = st.tuples(st.integers(0, 30), st.integers(0, 30))
SPANS = st.lists(A_SPAN, max_size=12)


def points(spans: list[tuple[int, int]] | list[Span]) -> set[int]:
    """The code points the spans cover."""
    return {point for start, end in spans for point in range(start, end)}


def is_union(spans: list[Span]) -> bool:
    """Whether spans are sorted, not empty, and do not touch."""
    return all(start < end for start, end in spans) and all(a.end < b.start for a, b in pairwise(spans))


@given(SPANS)
def test_a_union_covers_the_same_points_once(spans: list[tuple[int, int]]) -> None:
    assert points(unite(spans)) == points(spans)
    assert is_union(unite(spans))
    assert covered(spans) == len(points(spans))


@given(SPANS, SPANS)
def test_intersection_is_that_of_sets(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    assert points(intersect(a, b)) == points(a) & points(b)
    assert is_union(intersect(a, b))


@given(SPANS, SPANS)
def test_difference_is_that_of_sets(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    assert points(subtract(a, b)) == points(a) - points(b)
    assert is_union(subtract(a, b))


@given(A_SPAN, A_SPAN)
def test_spans_overlap_when_they_share_a_point(a: tuple[int, int], b: tuple[int, int]) -> None:
    assert overlaps(a, b) == bool(points([a]) & points([b]))


def test_touching_spans_merge_but_do_not_overlap() -> None:
    assert unite([(5, 9), (1, 5)]) == [Span(1, 9)]
    assert not overlaps((1, 5), (5, 9))


def test_the_length_of_a_reversed_span_is_nothing() -> None:
    assert Span(7, 3).length == 0
    assert Span(3, 7).length == 4


def test_many_spans_are_united_in_a_moment() -> None:
    spans = [(start, start + 5) for start in range(0, 2_000_000, 10)]
    assert covered(spans) == 1_000_000
    assert len(subtract([(0, 2_000_000)], spans)) == 200_000
