"""Half-open spans of code points and their set algebra: the arithmetic under every count of coded text.

A span covers the code points from `start` up to, not including, `end`. Where several spans are returned they are a
*union*: sorted, none empty, none touching another, so that no code point is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points; a plain `(start, end)` tuple does as well wherever one is taken in."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points it covers; 0 for an empty or reversed span."""
        return max(0, self.end - self.start)


def overlaps(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans share at least one code point; touching is not enough and an empty span shares nothing."""
    return max(a[0], b[0]) < min(a[1], b[1])


def unite(spans: Iterable[tuple[int, int]]) -> list[Span]:
    """The code points covered by any of the spans, as a union."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if united and start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, end))
        else:
            united.append(Span(start, end))
    return united


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many code points any of the spans covers, each counted once."""
    return sum(end - start for start, end in unite(spans))


def intersect(a: Iterable[tuple[int, int]], b: Iterable[tuple[int, int]]) -> list[Span]:
    """The code points covered by both lists, as a union."""
    left, right = unite(a), unite(b)
    shared: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            shared.append(Span(start, end))
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return shared


def subtract(a: Iterable[tuple[int, int]], b: Iterable[tuple[int, int]]) -> list[Span]:
    """The code points covered by the first list but not by the second, as a union."""
    holes = unite(b)
    remaining: list[Span] = []
    first = 0
    for start, end in unite(a):
        while first < len(holes) and holes[first].end <= start:
            first += 1
        position = start
        for hole in _holes_before(holes, first, end):
            if position < hole.start:
                remaining.append(Span(position, hole.start))
            position = max(position, hole.end)
        if position < end:
            remaining.append(Span(position, end))
    return remaining


def _holes_before(holes: list[Span], first: int, end: int) -> Iterable[Span]:
    """The holes from `first` on that begin before `end`."""
    while first < len(holes) and holes[first].start < end:
        yield holes[first]
        first += 1
