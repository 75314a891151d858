"""Text as visual rows at a cell width, and the way back from a row and column to an offset.

The layout knows nothing of codings, so that coding never re-wraps; `Margin` is their index over the rows. Cell widths
are Rich's, because what paints the rows must measure them alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, Protocol

from rich.cells import cell_len

from qualcode.text.spans import Span
from qualcode.text.symbols import visible
from qualcode.text.units import next_grapheme, paragraphs

MAX_LANES = 8
BLANK = -1
BUCKET = 32

# One cell wide and never part of a longer grapheme: rows of these need no measuring.
NARROW = "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u203b\u20a0-\u20bf\u2400-\u2426\u2500-\u25a9"
_narrow = re.compile(f"[{NARROW}]*").fullmatch
_letter = re.compile(r"[^\W\d_]").search
_blank_line = re.compile(r"\n[ \t]*\n").search
_line = re.compile(r"\S(?:[^\n]*\S)?")
_LABEL_LINES = 2
_NO_ROW_START = frozenset("、。，．：；！？）］｝」』】〉》〕ー々…‥")


class Utterance(Protocol):
    """What the layout needs to know of a speaker turn."""

    @property
    def number(self) -> int:
        """The turn's number in the document."""

    @property
    def speaker(self) -> str | None:
        """The label of who speaks."""

    @property
    def timestamp(self) -> str | None:
        """The time stamp as detected."""

    @property
    def start(self) -> int:
        """Where the words begin."""

    @property
    def end(self) -> int:
        """Where the words end."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, as it is shown: `turn` is the index of the turn it is of, None for text between turns.

    Number and label stand at the first paragraph of a turn only; `apart` asks for a blank row above.
    """

    start: int
    end: int
    number: int | None = None
    label: str = ""
    turn: int | None = None
    apart: bool = True


class Row(NamedTuple):
    """One visual row; `block` is BLANK for the empty row between blocks, `first` marks a block's first row."""

    start: int
    end: int
    block: int
    first: bool


class Place(NamedTuple):
    """A caret place; `before` puts an offset at a soft wrap at the end of the upper row, not the start of the lower."""

    offset: int
    before: bool = False


def blocks(text: str, turns: Sequence[Utterance]) -> list[Block]:
    """Divide a document into the paragraphs that are shown; blank space and labels of speakers lie outside of them."""
    parts = paragraphs(text)
    found = list(_turn_blocks(text, turns, parts)) if turns else _plain_blocks(text, parts)
    return found or [Block(0, 0)]


def _plain_blocks(text: str, parts: Sequence[Span]) -> list[Block]:
    """Numbered paragraphs, spaced as in the text if it knows blank lines at all."""
    spaced = _blank_line(text) is not None
    apart = [not spaced or _blank_line(text, above.end, part.start) is not None for above, part in pairwise(parts)]
    return [
        Block(part.start, part.end, number, apart=is_apart)
        for number, (part, is_apart) in enumerate(zip(parts, [True, *apart], strict=False), 1)
    ]


def _turn_blocks(text: str, turns: Sequence[Utterance], parts: Sequence[Span]) -> Iterator[Block]:
    position = 0
    for index, turn in enumerate(turns):
        if turn.start < position or turn.end < turn.start:
            continue
        yield from _between(text, position, turn.start, turn)
        yield from _utterance(text, turn, index, parts)
        position = turn.end
    yield from _between(text, position, len(text), None)


def _utterance(text: str, turn: Utterance, index: int, parts: Sequence[Span]) -> Iterator[Block]:
    """The paragraphs of a turn, cut off where the turn begins and ends."""
    yielded = turn.start
    at = bisect_right(parts, turn.start, key=itemgetter(1))
    while at < len(parts) and parts[at].start < turn.end:
        start, end = max(parts[at].start, turn.start), min(parts[at].end, turn.end)
        if yielded == turn.start:
            yield Block(turn.start, end, turn.number, turn.speaker or "", index)
        else:
            yield Block(start, end, turn=index, apart=_blank_line(text, yielded, start) is not None)
        yielded = end
        at += 1
    if yielded == turn.start:
        yield Block(turn.start, turn.end, turn.number, turn.speaker or "", index)


def _between(text: str, start: int, end: int, turn: Utterance | None) -> list[Block]:
    """Text outside the turns, line by line, save the label and time stamp that the label column stands for."""
    lines = [Block(*match.span()) for match in _line.finditer(text, start, end)]
    for _ in range(_LABEL_LINES):
        if turn and lines and _is_label(text[lines[-1].start : lines[-1].end], turn):
            lines.pop()
    return lines


def _is_label(fragment: str, turn: Utterance) -> bool:
    """Whether a line says only who speaks, and when; whatever else it says must stay readable."""
    rest = fragment = " ".join(fragment.casefold().split())
    for known in (turn.timestamp, turn.speaker):
        rest = rest.replace(known.casefold(), "", 1) if known else rest
    return rest != fragment and _letter(rest) is None


def _wrap(text: str, shown: str, start: int, end: int, width: int) -> Iterator[int]:
    """The ends of the rows of one line; a single space may hang past the width."""
    narrow = _narrow(shown, start, end) is not None
    while end - start > (width if narrow else 0):
        # Two more than the width, so that a mark that belongs to the row's last character is seen.
        if narrow or _narrow(shown, start, min(end, start + width + 2)):
            start = _break_narrow(shown, start, end, width)
        else:
            start = _break_wide(text, shown, start, end, width)
        yield start
    if start < end:
        yield end


def _break_narrow(shown: str, start: int, end: int, width: int) -> int:
    limit = start + width
    if limit >= end:
        return end
    space = shown.rfind(" ", start, limit + 1)
    hyphen = shown.rfind("-", start + 1, limit)
    if hyphen > space and shown[hyphen - 1].isalnum() and shown[hyphen + 1].isalnum():
        return hyphen + 1
    return space + 1 if space >= start else limit


def _break_wide(text: str, shown: str, start: int, end: int, width: int) -> int:
    position, column, candidate = start, 0, 0
    while position < end:
        after = min(next_grapheme(text, position), end)
        cells = cell_len(shown[position:after])
        if column + cells > width:
            if shown[position] == " ":
                return after
            return candidate or (position if position > start else _split_cluster(shown, start, after, width))
        column += cells
        position = after
        if _may_break(shown, position, end, cells):
            candidate = position
    return end


def _may_break(shown: str, position: int, end: int, cells: int) -> bool:
    if position >= end:
        return False
    last, coming = shown[position - 1], shown[position]
    if last == " ":
        return True
    if last == "-":
        return coming.isalnum() and position > 1 and shown[position - 2].isalnum()
    return (cells > 1 or cell_len(coming) > 1) and coming not in _NO_ROW_START and coming != " "


def _split_cluster(shown: str, start: int, end: int, width: int) -> int:
    """Where to cut a single grapheme that is wider than the row."""
    cells = 0
    for position in range(start, end):
        cells += cell_len(shown[position])
        if cells > width and position > start:
            return position
    return end


class Layout:
    """A document as rows of at most `width` cells, rebuilt only when the text, the turns or the width change."""

    def __init__(self, text: str, width: int, parts: list[Block]) -> None:
        self.text = text
        self.width = max(width, 2)
        self.shown = visible(text).replace("\t", " ").replace("\n", " ")
        self.blocks = parts
        self.rows = list(self._lay_out())
        self._row_starts = [row.start for row in self.rows]
        self._block_starts = [block.start for block in self.blocks]
        # One more coding asks for the rows of all others again.
        self.rows_of = lru_cache(maxsize=1 << 16)(self._rows_of)

    def _lay_out(self) -> Iterator[Row]:
        for index, block in enumerate(self.blocks):
            if index and block.apart:
                yield Row(block.start, block.start, BLANK, False)
            start = block.start
            for end in _wrap(self.text, self.shown, start, block.end, self.width):
                yield Row(start, end, index, start == block.start)
                start = end
            if start == block.start:
                yield Row(start, start, index, True)

    def head(self, block: int) -> int:
        """The first block of the turn that a block is of."""
        turn = self.blocks[block].turn
        while turn is not None and block and self.blocks[block - 1].turn == turn:
            block -= 1
        return block

    def snap(self, offset: int) -> int:
        """The nearest offset a caret may stand at: hidden labels and gaps between blocks lead to what follows."""
        index = bisect_right(self._block_starts, offset) - 1
        if index < 0:
            return self.blocks[0].start
        if offset <= self.blocks[index].end:
            return offset
        return self.blocks[index + 1].start if index + 1 < len(self.blocks) else self.blocks[index].end

    def block_at(self, offset: int) -> int:
        """The index of the block that holds a visible offset."""
        return max(bisect_right(self._block_starts, self.snap(offset)) - 1, 0)

    def row_at(self, offset: int, before: bool = False) -> int:
        """The row on which a visible offset stands."""
        row = bisect_right(self._row_starts, offset) - 1
        if row < 0:
            return 0
        return row - 1 if before and self.is_soft_wrap(row) and self.rows[row].start == offset else row

    def is_soft_wrap(self, row: int) -> bool:
        """Whether a row continues the one above it in the middle of a line."""
        above, here = self.rows[row - 1], self.rows[row]
        return row > 0 and above.block == here.block and above.end == here.start > above.start

    def column_of(self, offset: int, row: int) -> int:
        """The cell where an offset stands on its row; a space that hangs past the width stands at the width."""
        return min(cell_len(self.shown[self.rows[row].start : offset]), self.width)

    def place_at(self, row: int, column: int) -> Place:
        """The caret place nearest to a cell of a row; past the row's words it is where the End key goes."""
        row = min(max(row, 0), len(self.rows) - 1)
        if self.rows[row].block == BLANK:
            row += 1
        start, end, _, _ = self.rows[row]
        narrow = _narrow(self.shown, start, end)
        offset = start + max(column, 0) if narrow else self._walk(start, end, column)
        last = self.row_end(row)
        return Place(offset) if offset < last.offset else last

    def _walk(self, start: int, end: int, column: int) -> int:
        position = start
        while position < end:
            after = min(next_grapheme(self.text, position), end)
            if cell_len(self.shown[start:after]) > column:
                break
            position = after
        return position

    def row_end(self, row: int) -> Place:
        """Where the End key goes: after the row's last word, before the space at which it was wrapped."""
        start, end, block, _ = self.rows[row]
        wrapped = block != BLANK and row + 1 < len(self.rows) and self.is_soft_wrap(row + 1)
        if wrapped and end - start > 1 and self.shown[end - 1] == " ":
            return Place(end - 1)
        return Place(end, before=wrapped)

    def _rows_of(self, start: int, end: int) -> tuple[int, int]:
        """The first and last row a span touches, blank rows at its edges left out."""
        first = max(bisect_right(self._row_starts, start) - 1, 0)
        if start < end and self.rows[first].end <= start and first + 1 < len(self.rows):
            first += 1
        while self.rows[first].block == BLANK:
            first += 1
        last = max(bisect_left(self._row_starts, end) - 1, first)
        while self.rows[last].block == BLANK and last > first:
            last -= 1
        return first, last


class Margin:
    """Which spans touch which row, the lane each stands in, and the row where each is named.

    Spans are named by their index in the given sequence; lanes are given by row, since two spans that meet within a row
    would otherwise fight for its one cell.
    """

    def __init__(self, layout: Layout, spans: Sequence[tuple[int, int]]) -> None:
        self.order = sorted(range(len(spans)), key=lambda index: (spans[index][0], -spans[index][1]))
        self.rows = [layout.rows_of(start, end) for start, end in spans]
        self.lanes = [0] * len(spans)
        self.lane_count = self._assign_lanes()
        self._buckets: list[list[int]] = [[] for _ in range(len(layout.rows) // BUCKET + 1)]
        for index in self.order:
            first, last = self.rows[index]
            for bucket in range(first // BUCKET, last // BUCKET + 1):
                self._buckets[bucket].append(index)
        self.named = self._name_rows()

    def _assign_lanes(self) -> int:
        free: list[int] = []
        taken: list[tuple[int, int]] = []
        count = 0
        for index in self.order:
            first, last = self.rows[index]
            while taken and taken[0][0] < first:
                heappush(free, heappop(taken)[1])
            if free:
                lane = heappop(free)
            else:
                lane, count = count, count + 1
            self.lanes[index] = lane
            heappush(taken, (last, lane))
        return count

    def _name_rows(self) -> dict[int, list[int]]:
        """Each span is named on the first of its rows that is still free, or beside another where none is."""
        named: dict[int, list[int]] = {}
        free = 0
        for index in self.order:
            first, last = self.rows[index]
            row = max(first, free)
            if row > last:
                row = first
            else:
                free = row + 1
            named.setdefault(row, []).append(index)
        return named

    def at(self, row: int) -> list[int]:
        """The spans that touch a row, in the order they begin."""
        if not 0 <= row // BUCKET < len(self._buckets):
            return []
        rows = self.rows
        return [index for index in self._buckets[row // BUCKET] if rows[index][0] <= row <= rows[index][1]]


def layers(start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[tuple[int, tuple[int, ...]]]:
    """A stretch cut where spans begin and end: from each cut on, which of the spans lie over the text."""
    edges = {start, *(edge for span in spans for edge in span if start < edge < end)}
    return [
        (edge, tuple(which for which, span in enumerate(spans) if span[0] <= edge < span[1])) for edge in sorted(edges)
    ] + [(end, ())]
