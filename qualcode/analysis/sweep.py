"""Finding what overlaps: sort once, look up how far each span reaches, spell the matches out in bounded chunks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Match = tuple[IntArray, IntArray]
_Line = tuple[IntArray, IntArray, IntArray]

CHUNK = 1_000_000


def expand(first: IntArray, last: IntArray) -> Iterator[Match]:
    """All (row, partner) with first[row] ≤ partner < last[row], row by row, about `CHUNK` of them at a time."""
    counts = np.maximum(last - first, 0)
    total = np.cumsum(counts)
    steps = np.arange(CHUNK, total[-1] if len(total) else 0, CHUNK)
    cuts = np.unique(np.concatenate(([0], np.searchsorted(total, steps, side="right"), [len(counts)])))
    for low, high in pairwise(cuts):
        count = counts[low:high]
        row = np.repeat(np.arange(low, high), count)
        offset = first[low:high] - (np.cumsum(count) - count)
        yield row, np.arange(len(row)) + np.repeat(offset, count)


class Spans(Protocol):
    """Anything with columns of documents, starts and ends."""

    @property
    def document(self) -> IntArray: ...
    @property
    def start(self) -> IntArray: ...
    @property
    def end(self) -> IntArray: ...


def sweep(low: IntArray, reach: IntArray) -> Iterator[Match]:
    """All pairs of rows, each pair once and in order of its lower `low`, where the higher `low` is within `reach`.

    A row's `reach` is not below its `low`.
    """
    order = np.argsort(low)
    last = np.searchsorted(low[order], reach[order], side="right")
    for row, partner in expand(np.arange(1, len(low) + 1), last):
        yield order[row], order[partner]


def overlapping(spans: Spans, group: IntArray | None = None) -> Iterator[Match]:
    """All pairs of rows of one list that share a code point, each pair once; rows of different groups never pair.

    The groups, without `group` the documents, come in order.
    """
    rows = np.flatnonzero(spans.end > spans.start)
    room = int(spans.end.max(initial=0)) + 1
    base = (spans.document if group is None else group)[rows] * room
    for row, partner in sweep(base + spans.start[rows], base + spans.end[rows] - 1):
        yield rows[row], rows[partner]


def meetings(one: Spans, other: Spans) -> Iterator[Match]:
    """All (row of one, row of other) that share a code point, in no set order; either may overlap itself."""
    room = max(int(one.end.max(initial=0)), int(other.end.max(initial=0))) + 1
    line, other_line = _on_one_line(one, room), _on_one_line(other, room)
    # Of two spans that meet, either the other starts inside the one or the one starts inside the other, never both.
    yield from _starting_inside(line, other_line, "left")
    for other_row, row in _starting_inside(other_line, line, "right"):
        yield row, other_row


def _on_one_line(spans: Spans, room: int) -> _Line:
    rows = np.flatnonzero(spans.end > spans.start)
    start = spans.document[rows] * room + spans.start[rows]
    order = np.argsort(start)
    rows = rows[order]
    return start[order], spans.document[rows] * room + spans.end[rows], rows


def _starting_inside(around: _Line, inside: _Line, side: Literal["left", "right"]) -> Iterator[Match]:
    start, end, rows = around
    inside_start, _, inside_rows = inside
    first = np.searchsorted(inside_start, start, side=side)
    last = np.searchsorted(inside_start, end, side="left")
    for row, partner in expand(first, last):
        yield rows[row], inside_rows[partner]


def word_range(spans: Spans, words: Spans) -> Match:
    """For each span the number of words, of all documents, that end before it starts, and that start before it ends.

    These are the first word it covers, be it by one character, and the one after the last. Words do not overlap.
    """
    room = max(int(spans.end.max(initial=0)), int(words.end.max(initial=0))) + 1
    ends, starts = np.sort(words.document * room + words.end), np.sort(words.document * room + words.start)
    first = np.searchsorted(ends, spans.document * room + spans.start, side="right")
    return first, np.searchsorted(starts, spans.document * room + spans.end, side="left")


def distinct(values: IntArray) -> IntArray:
    """The different values, sorted."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
