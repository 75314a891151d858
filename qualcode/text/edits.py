"""Edits to a text and the way offsets travel through them.

A text that was cleaned or corrected is its base (the text as extracted) with a list of edits: spans of the base, each
with the words that stand there instead. Nothing is lost, since the base is kept; everything can be taken back, since
leaving an edit out of the list is all it takes; and an offset on either side has its place on the other.

A list of edits is sorted, and no two share a code point. Two may touch, and several may insert at one place, in order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple


class Edit(NamedTuple):
    """The code points `start`–`end` of a text replaced by other words; `rule` says why."""

    start: int
    end: int
    replacement: str
    rule: str = ""

    @property
    def growth(self) -> int:
        """By how many code points the text gets longer."""
        return len(self.replacement) - (self.end - self.start)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made."""
    pieces: list[str] = []
    position = 0
    for start, end, replacement, _ in edits:
        pieces += text[position:start], replacement
        position = end
    return "".join([*pieces, text[position:]])


def inverted(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """The edits that lead back; `text` is what the given ones begin from."""
    back, growth = [], 0
    for edit in edits:
        start = edit.start + growth
        back.append(Edit(start, start + len(edit.replacement), text[edit.start : edit.end], edit.rule))
        growth += edit.growth
    return back


class OffsetMap:
    """Where offsets of a text lie after edits.

    A span keeps to the words it was put on: what is inserted at its very edges stays outside, what is inserted within
    comes in, and of words replaced across an edge it takes in what replaced them.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        self._growth = [0, *accumulate(edit.growth for edit in edits)]

    def opening(self, offset: int) -> int:
        """The new offset of a span's start: after what is inserted there."""
        passed = bisect_right(self._ends, offset)
        if passed < len(self._edits) and self._starts[passed] < offset:
            offset = self._starts[passed]
        return offset + self._growth[passed]

    def closing(self, offset: int) -> int:
        """The new offset of a span's end: before what is inserted there."""
        passed = bisect_left(self._starts, offset)
        if passed and self._ends[passed - 1] > offset:
            offset = self._ends[passed - 1]
        return offset + self._growth[passed]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The new place of a span; an empty one stays empty."""
        if start >= end:
            return self.closing(start), self.closing(start)
        return self.opening(start), self.closing(end)


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """One list that does what `first` and then `second` do; edits of `first` left alone by `second` stay the same."""
    composed: list[Edit] = []
    growth = [0, *accumulate(edit.growth for edit in first)]
    at = 0
    for group in _groups(first, growth, second):
        while at < len(first) and _after(first[at], growth[at])[1] <= group[0].start:
            composed.append(first[at])
            at += 1
        begin = at
        while at < len(first) and _after(first[at], growth[at])[0] < group[-1].end:
            at += 1
        composed.append(_merged(first, growth, begin, at, group))
    return composed + list(first[at:])


def _after(edit: Edit, growth: int) -> tuple[int, int]:
    """Where an edit's replacement stands in the text it makes; `growth` is that of the edits before it."""
    start = edit.start + growth
    return start, start + len(edit.replacement)


def _groups(first: Sequence[Edit], growth: Sequence[int], second: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The second edits, together where two of them reach into the same replacement of the first."""
    spans = [_after(edit, grown) for edit, grown in zip(first, growth, strict=False)]
    starts = [start for start, _ in spans]
    group: list[Edit] = []
    for edit in second:
        if group:
            over = bisect_left(starts, group[-1].end) - 1
            if not (over >= 0 and spans[over][1] > group[-1].end and edit.start < spans[over][1]):
                yield group
                group = []
        group.append(edit)
    if group:
        yield group


def _merged(first: Sequence[Edit], growth: Sequence[int], begin: int, end: int, group: Sequence[Edit]) -> Edit:
    """One edit for a group of second edits and the first edits `begin`–`end` whose replacements they reach into."""
    start, stop = group[0].start - growth[begin], group[-1].end - growth[end]
    head = tail = ""
    if begin < end:
        place, _ = _after(first[begin], growth[begin])
        if place < group[0].start:
            start, head = first[begin].start, first[begin].replacement[: group[0].start - place]
        place, after = _after(first[end - 1], growth[end - 1])
        if after > group[-1].end:
            stop, tail = first[end - 1].end, first[end - 1].replacement[group[-1].end - place :]
    middle = [group[0].replacement]
    for earlier, later in pairwise(group):
        middle += _between(first, growth, begin, end, earlier.end, later.start), later.replacement
    return Edit(start, stop, head + "".join(middle) + tail, group[-1].rule)


def _between(first: Sequence[Edit], growth: Sequence[int], begin: int, end: int, start: int, stop: int) -> str:
    """What stands between two second edits of one group: a part of the one replacement that both reach into."""
    for index in range(begin, end):
        place, after = _after(first[index], growth[index])
        if place <= start and stop <= after:
            return first[index].replacement[start - place : stop - place]
    return ""
