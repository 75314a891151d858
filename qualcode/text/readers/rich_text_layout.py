"""The paragraphs, lists and tables of a rich text file, whose bounds the format tells only when they are over.

A paragraph is ended by `par`, a cell by `cell`, a row by `row`; nothing begins them. So each is begun by its first
words, and what it was is said at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from qualcode.text.readers.manuscript import Manuscript


class Kind(NamedTuple):
    """What a paragraph is: a heading of a level or none (0), a quote, part of a table."""

    level: int = 0
    is_quote: bool = False
    is_in_table: bool = False


@dataclass
class _Place:
    """Where in a paragraph, a row and a table the writing has come; a note has a place of its own."""

    begun: bool = False
    start: int = 0
    row: int = 0
    column: int = 0
    row_is_open: bool = False
    cell_is_open: bool = False


class Layout:
    """The text written so far; `columns` is how many cells a row was said to have, `marker` that of the next item."""

    def __init__(self, text: Manuscript) -> None:
        self.text = text
        self.marker = ""
        self.columns = 0
        self._place = _Place()
        self._outer: list[tuple[_Place, str]] = []

    @property
    def is_in_cell(self) -> bool:
        """Whether a cell of a table is being written."""
        return self._place.cell_is_open

    def write(self, words: str, kind: Kind, *, italic: bool, bold: bool) -> None:
        """Words of a paragraph, which they may begin; that a heading is bold says nothing."""
        self._begin_paragraph(kind)
        self.text.write(words, italic=italic and not kind.level, bold=bold and not kind.level)

    def end_paragraph(self, kind: Kind, *, also_empty: bool = True) -> None:
        """End a paragraph, which may be empty, and say what it is."""
        place = self._place
        if not place.begun:
            if not also_empty:
                return
            self.marker = ""
            self._begin_paragraph(kind)
        if kind.level and not self.text.in_note:
            self.text.heading(kind.level, place.start)
        elif self.marker:
            self.text.mark("list item", place.start, self.marker)
        if kind.is_quote:
            self.text.mark("block quote", place.start)
        if place.cell_is_open:
            self.text.block()
        place.begun, self.marker = False, ""

    def end_cell(self, kind: Kind) -> None:
        """End a cell; in a table of one column it is but a paragraph."""
        place = self._place
        if self._is_framed() or not (kind.is_in_table or place.row_is_open):
            self.end_paragraph(kind)
            return
        self.end_paragraph(kind, also_empty=False)
        self._begin_cell()
        self.text.close_cell(place.row, place.column)
        place.cell_is_open = False

    def end_row(self, kind: Kind) -> None:
        """End a row, and its last cell if that was not ended."""
        self.end_paragraph(kind, also_empty=False)
        if self._place.cell_is_open:
            self.text.close_cell(self._place.row, self._place.column)
        self._place.row_is_open = self._place.cell_is_open = False

    def leave_table(self) -> None:
        """End the table if one is being written."""
        if self._place.row:
            self.end_row(Kind())
            self.text.close_table()
            self._place.row = 0

    def open_note(self, kind: Kind) -> None:
        """Write the anchor of a note, and begin its words."""
        self._begin_paragraph(kind)
        label = self.text.anchor("")
        self._outer.append((self._place, self.marker))
        self._place, self.marker = _Place(), ""
        self.text.open_note(label)

    def close_note(self) -> None:
        """End the words of a note."""
        self.text.close_note()
        self._place, self.marker = self._outer.pop()

    def _is_framed(self) -> bool:
        """Whether cells are none here: a table that begins with one column frames text, and a note has no tables."""
        return self.text.in_note or (self.columns == 1 and not self._place.row)

    def _begin_paragraph(self, kind: Kind) -> None:
        """Begin a line, in a cell or outside of tables, unless it has begun."""
        place = self._place
        if place.begun:
            return
        if kind.is_in_table and not self._is_framed():
            self._begin_cell()
        else:
            self.leave_table()
        if not place.cell_is_open:
            self.text.line()
        place.begun, place.start = True, self.text.here
        if self.marker:
            self.text.write(f"{self.marker} ")

    def _begin_cell(self) -> None:
        """Begin a cell, and its row, unless they have begun."""
        place = self._place
        if not place.row_is_open:
            self.text.open_row()
            place.row_is_open, place.row, place.column = True, place.row + 1, 0
        if not place.cell_is_open:
            self.text.open_cell()
            place.cell_is_open, place.column = True, place.column + 1
