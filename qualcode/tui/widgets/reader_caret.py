"""The reader's caret and selection over a layout: where every move leads, without a terminal in sight."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from qualcode.text.spans import Span
from qualcode.text.units import next_grapheme, previous_grapheme, sentences, words
from qualcode.text.wrapping import BLANK, Layout, Place

Move = Literal["character", "word", "row", "page", "line", "document"]
Unit = Literal["word", "sentence", "turn", "paragraph"]


class Caret:
    """A place in the text, an anchor where a selection began, and the column that up and down try to keep."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.place = Place(layout.blocks[0].start)
        self.anchor: int | None = None
        self.extending = False
        self._column: int | None = None
        self._grown: tuple[str, tuple[int, int] | None] | None = None
        # Units of a block are asked for again at every key, and a block may be a whole book.
        self._units = lru_cache(maxsize=16)(self._split)

    @property
    def offset(self) -> int:
        """Where the caret stands in the text."""
        return self.place.offset

    @property
    def row(self) -> int:
        """The visual row the caret is painted on."""
        return self.layout.row_at(*self.place)

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected span, or None when nothing is selected."""
        if self.anchor is None or self.anchor == self.offset:
            return None
        return min(self.anchor, self.offset), max(self.anchor, self.offset)

    def rewrap(self, layout: Layout) -> None:
        """Go on in the same text at another width."""
        self.layout = layout
        self._column = None
        self.place = Place(self.offset)

    def go(self, place: Place, select: bool = False) -> None:
        """Stand at a place, stretching the selection there or dropping it."""
        if not (select or self.extending):
            self.anchor = None
        elif self.anchor is None:
            self.anchor = self.offset
        text, offset = self.layout.text, self.layout.snap(place.offset)
        self.place = Place(previous_grapheme(text, offset + 1) if offset < len(text) else offset, place.before)
        self._column = None

    def release(self) -> None:
        """Let go of the selection and leave selection mode."""
        self.anchor = None
        self.extending = False

    def toggle_extending(self) -> None:
        """Let plain movement stretch the selection, or no longer."""
        self.extending = not self.extending
        if self.extending and self.anchor is None:
            self.anchor = self.offset

    def select(self, start: int, end: int) -> None:
        """Select a span exactly as given, even where its ends are hidden, with the caret at its end."""
        start, end = sorted(min(max(edge, 0), len(self.layout.text)) for edge in (start, end))
        self.anchor = start
        self.place = Place(end, before=True)
        self._column = None

    def move(self, kind: Move, step: int, select: bool = False) -> None:
        """Go one character, word, row or page, to the edge of the line or of the document."""
        if kind in ("row", "page"):
            self._move_rows(step, select)
        else:
            self.go(_MOVES[kind](self, step), select)

    def _move_rows(self, step: int, select: bool) -> None:
        row, rows = self.row, self.layout.rows
        column = self.layout.column_of(self.offset, row) if self._column is None else self._column
        target = row + step
        while 0 <= target < len(rows) and rows[target].block == BLANK:
            target += 1 if step > 0 else -1
        if target >= len(rows):
            place = self.layout.row_end(len(rows) - 1)
        else:
            place = self.layout.place_at(target, column) if target >= 0 else Place(rows[0].start)
        self.go(place, select)
        self._column = column

    def _by_character(self, step: int) -> Place:
        blocks, index = self.layout.blocks, self.layout.block_at(self.offset)
        block = blocks[index]
        if step > 0:
            if self.offset < block.end:
                return Place(min(next_grapheme(self.layout.text, self.offset), block.end))
            return Place(blocks[index + 1].start if index + 1 < len(blocks) else block.end)
        if self.offset > block.start:
            return Place(max(previous_grapheme(self.layout.text, self.offset), block.start))
        return Place(blocks[index - 1].end if index else block.start)

    def _by_word(self, step: int) -> Place:
        """Forward to where a word ends, back to where one begins, so that a stretched selection holds whole words."""
        index = self.layout.block_at(self.offset)
        block = self.layout.blocks[index]
        found = self._units("word", index)
        if step > 0:
            ends = (word.end for word in found if word.end > self.offset)
            return Place(next(ends, block.end)) if self.offset < block.end else self._by_character(step)
        starts = (word.start for word in reversed(found) if word.start < self.offset)
        return Place(next(starts, block.start)) if self.offset > block.start else self._by_character(step)

    def _to_line_edge(self, step: int) -> Place:
        return self.layout.row_end(self.row) if step > 0 else Place(self.layout.rows[self.row].start)

    def _to_document_edge(self, step: int) -> Place:
        blocks = self.layout.blocks
        return Place(blocks[-1].end if step > 0 else blocks[0].start)

    def select_unit(self, unit: Unit) -> None:
        """Select the word, sentence, turn or paragraph at the caret; asked again, take in the next one too."""
        selection = self.selection
        if selection and self._grown == (unit, selection):
            following = self._unit_from(unit, selection[1])
            found = Span(selection[0], following.end) if following else None
        else:
            found = self._unit_at(unit, selection[0] if selection else self.offset)
        if found:
            self.select(*found)
            self._grown = (unit, self.selection)

    def select_following(self, unit: Unit) -> None:
        """Select the first unit that begins at the caret or after it; where none does, all stays as it is."""
        found = self._unit_from(unit, self.offset)
        if found:
            self.select(*found)
            self._grown = (unit, self.selection)

    def _unit_at(self, unit: Unit, offset: int) -> Span | None:
        index = self.layout.block_at(offset)
        here = self._units(unit, index)
        containing = [span for span in here if span.start <= offset < span.end]
        if containing:
            return containing[0]
        following = next((span for span in here if span.start >= offset), None)
        return following or (here[-1] if here else self._unit_from(unit, offset))

    def _unit_from(self, unit: Unit, offset: int) -> Span | None:
        """The first unit that begins at or after an offset."""
        for index in range(self.layout.block_at(offset), len(self.layout.blocks)):
            for span in self._units(unit, index):
                if span.start >= offset:
                    return span
        return None

    def _split(self, unit: Unit, index: int) -> list[Span]:
        block = self.layout.blocks[index]
        if unit == "word":
            found = words(self.layout.text[block.start : block.end])
            return [Span(block.start + start, block.start + end) for start, end in found]
        if unit == "sentence":
            return sentences(self.layout.text, within=[(block.start, block.end)])
        whole = self._turn(index) if unit == "turn" else Span(block.start, block.end)
        return [whole] if whole.length else []

    def _turn(self, index: int) -> Span:
        blocks, last = self.layout.blocks, index
        while last + 1 < len(blocks) and blocks[last + 1].turn == blocks[index].turn is not None:
            last += 1
        return Span(blocks[self.layout.head(index)].start, blocks[last].end)


_MOVES: dict[str, Callable[[Caret, int], Place]] = {
    "character": Caret._by_character,
    "word": Caret._by_word,
    "line": Caret._to_line_edge,
    "document": Caret._to_document_edge,
}
