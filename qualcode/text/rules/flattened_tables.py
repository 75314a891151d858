"""Tables that a converter flattened to indented lines, put together again.

The shape comes from nested markup whose tags were dropped and whose whitespace was kept: six spaces open and close a
row, eight spaces and a tab open a cell, ten spaces stand before each line of a cell's words, eight spaces close it.
Rebuilding changes whitespace alone: a row becomes a line, and cells stand apart by a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qualcode.text.source import Mark
from qualcode.text.spans import Span

_LINE = re.compile(r"^[^\n]*", re.MULTILINE)
_CELL = " " * 8 + "\t"
_ROW = " " * 6
_OUTSIDE = ("  ", "    ")
_WORDS_INDENT = 10
_FEWEST_CELLS = 2


@dataclass
class FlatTable:
    """A flattened table: the spans of the lines of words of each cell, cell by cell and row by row."""

    start: int
    end: int
    rows: list[list[list[Span]]] = field(default_factory=list)
    sound: bool = True

    @property
    def confidence(self) -> float:
        """Sure when all cells had their marks and no row is wider than the first with words in several cells."""
        widths = {len(row) for row in self.rows if len(row) > 1}
        return 0.95 if self.sound and len(self.rows) > 1 and widths else 0.6


def flattened_tables(text: str) -> list[FlatTable]:
    """The flattened tables of a text, in order; most texts hold no line that opens a cell and cost nothing."""
    if f"\n{_CELL}\n" not in text:
        return []
    return [table for table in _tables(text) if sum(map(len, table.rows)) >= _FEWEST_CELLS and table.end]


def _tables(text: str) -> Iterator[FlatTable]:
    """Every run of lines that have the whitespace of a table."""
    reader = _Reader()
    for match in _LINE.finditer(text):
        finished = reader.take(text, *match.span())
        if finished:
            yield finished
    if reader.table:
        yield reader.table


class _Reader:
    """Takes a text line by line and keeps the table that is being read."""

    def __init__(self) -> None:
        self.table: FlatTable | None = None
        self.in_cell = False
        self.in_row = False

    def take(self, text: str, start: int, end: int) -> FlatTable | None:
        """Read one line; what comes back is a table that this line ended."""
        line = text[start:end]
        if not line.strip():
            self._take_whitespace(line, start)
            return self._ended() if line in _OUTSIDE else None
        if not (self.in_cell and self.table):
            return self._ended()
        self._take_words(Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip())), start)
        return None

    def _take_whitespace(self, line: str, start: int) -> None:
        """A line without words opens or closes a row or a cell."""
        if line == _CELL:
            if self.table is None:
                self.table = FlatTable(start, 0)
            if not self.in_row:
                self.table.rows.append([])
            self.table.rows[-1].append([])
            self.in_cell = self.in_row = True
        elif line == _CELL[:-1]:
            self.in_cell = False
        elif line == _ROW:
            self.in_cell = self.in_row = False

    def _take_words(self, words: Span, margin: int) -> None:
        """A line of words inside a cell; one that is not indented as words are was damaged."""
        assert self.table
        self.table.rows[-1][-1].append(words)
        self.table.start = self.table.start if self.table.end else words.start
        self.table.end = words.end
        self.table.sound &= words.start - margin == _WORDS_INDENT

    def _ended(self) -> FlatTable | None:
        """The table read so far, which is over."""
        finished, self.table = self.table, None
        self.in_cell = self.in_row = False
        return finished


def rebuilt(table: FlatTable, text: str) -> Iterator[tuple[int, int, str]]:
    """The whitespace between the words of a table that changes, each with what stands instead."""
    places = [
        (row, column, span)
        for row, cells in enumerate(_without_empty_rows(table.rows))
        for column, lines in enumerate(cells)
        for span in lines
    ]
    if places[0][1]:
        yield table.start, table.start, "\t" * places[0][1]
    for (row, column, before), (next_row, next_column, after) in pairwise(places):
        between = _between(row, column, next_row, next_column)
        if text[before.end : after.start] != between:
            yield before.end, after.start, between


def _between(row: int, column: int, next_row: int, next_column: int) -> str:
    """What stands between two lines of words of a table: nothing is said of empty cells at the end of a row."""
    if row == next_row:
        return "\t" * (next_column - column) or " "
    return "\n" + "\t" * next_column


def _without_empty_rows(rows: Sequence[list[list[Span]]]) -> list[list[list[Span]]]:
    """The rows that hold words."""
    return [cells for cells in rows if any(cells)]


def table_marks(table: FlatTable) -> Iterator[Mark]:
    """The table and its cells as structure."""
    yield Mark("table", table.start, table.end)
    for row, cells in enumerate(_without_empty_rows(table.rows), 1):
        for column, lines in enumerate(cells, 1):
            if lines:
                yield Mark("cell", lines[0].start, lines[-1].end, f"{row},{column}")
