"""The reader: a transcript with its codings, read, searched and selected by keyboard and mouse.

What is done with a selection is the screen's business; the reader only tells where the caret and the selection are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from qualcode.project.records import Coding, Turn
from qualcode.text.queries import alternatives, unquoted
from qualcode.text.wrapping import Layout, Place
from qualcode.tui.widgets.reader_caret import Move, Unit
from qualcode.tui.widgets.reader_caret_sheet import NO_HIT, CaretSheet

# id, English title, keys, action of the reader.
READER_ACTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("reader.left", "Character left", "left", "move('character', -1)"),
    ("reader.right", "Character right", "right", "move('character', 1)"),
    ("reader.up", "Row up", "up", "move('row', -1)"),
    ("reader.down", "Row down", "down", "move('row', 1)"),
    ("reader.word_left", "Word left", "ctrl+left,comma", "move('word', -1)"),
    ("reader.word_right", "Word right", "ctrl+right,minus", "move('word', 1)"),
    ("reader.page_up", "Page up", "pageup,ctrl+u", "move('page', -1)"),
    ("reader.page_down", "Page down", "pagedown,space,ctrl+d", "move('page', 1)"),
    ("reader.line_start", "Start of line", "home,ctrl+a", "move('line', -1)"),
    ("reader.line_end", "End of line", "end,ctrl+e", "move('line', 1)"),
    ("reader.document_start", "Start of document", "ctrl+home,T,g b", "move('document', -1)"),
    ("reader.document_end", "End of document", "ctrl+end,B,g e", "move('document', 1)"),
    ("reader.select_left", "Select character left", "shift+left", "move('character', -1, True)"),
    ("reader.select_right", "Select character right", "shift+right", "move('character', 1, True)"),
    ("reader.select_up", "Select row up", "shift+up", "move('row', -1, True)"),
    ("reader.select_down", "Select row down", "shift+down", "move('row', 1, True)"),
    ("reader.select_word_left", "Select word left", "ctrl+shift+left", "move('word', -1, True)"),
    ("reader.select_word_right", "Select word right", "ctrl+shift+right", "move('word', 1, True)"),
    ("reader.select_page_up", "Select page up", "shift+pageup", "move('page', -1, True)"),
    ("reader.select_page_down", "Select page down", "shift+pagedown", "move('page', 1, True)"),
    ("reader.select_line_start", "Select to start of line", "shift+home", "move('line', -1, True)"),
    ("reader.select_line_end", "Select to end of line", "shift+end", "move('line', 1, True)"),
    ("reader.select_document_start", "Select to start of document", "ctrl+shift+home", "move('document', -1, True)"),
    ("reader.select_document_end", "Select to end of document", "ctrl+shift+end", "move('document', 1, True)"),
    ("reader.select_word", "Select word", "w", "select_unit('word')"),
    ("reader.select_sentence", "Select sentence", "s", "select_unit('sentence')"),
    ("reader.select_turn", "Select turn", "t", "select_unit('turn')"),
    ("reader.select_paragraph", "Select paragraph", "p", "select_unit('paragraph')"),
    ("reader.extend", "Selection mode", "v", "extend"),
    ("reader.clear_selection", "Clear selection", "escape", "clear"),
    ("reader.next_coding", "Next coding", "n,g c", "coding(1)"),
    ("reader.previous_coding", "Previous coding", "N,g C", "coding(-1)"),
)


class Reader(CaretSheet):
    """What a researcher reads, searches and selects in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, title, id=id_, show=False) for id_, title, keys, action in READER_ACTIONS
    ]

    @property
    def extending(self) -> bool:
        """Whether plain movement stretches the selection."""
        return self._caret.extending

    @property
    def current_turn(self) -> Turn | None:
        """The turn the caret stands in; None between turns and in documents without."""
        layout = self._page.layout
        index = layout.blocks[layout.block_at(self.caret)].turn
        return None if index is None else self._turns[index]

    @property
    def shown_codings(self) -> Sequence[Coding]:
        """The codings of the coders who are not hidden."""
        return self._page.codings

    def codings_at_caret(self) -> list[Coding]:
        """The shown codings that share text with the selection, or hold the caret, or end at it; the shortest first."""
        start, end = self.selection or (self.caret, self.caret + 1)
        found = [coding for coding in self._page.codings if coding.start < end and start < coding.end]
        if not found and self.selection is None:
            found = [coding for coding in self._page.codings if coding.end == self.caret]
        return sorted(found, key=lambda coding: coding.end - coding.start)

    def move_to(self, offset: int, *, select: bool = False, center: bool = True) -> None:
        """Place the caret, or stretch the selection to there; `center` gives it company when it was out of sight."""
        self._caret.go(Place(offset), select)
        self._follow(center=center)

    def select(self, start: int, end: int) -> None:
        """Select a span exactly as given, with the caret at its end."""
        self._caret.select(start, end)
        self._follow(center=True)

    def clear_selection(self) -> None:
        """Let go of the selection; the caret stays."""
        self._caret.release()
        self._follow()

    def find(self, query: str) -> int:
        """Mark every place where the words stand, go to the first one from the caret on, and say how many there are."""
        self._hits = find_visible(self._page.layout, query)
        self._hit = NO_HIT
        self._repaint()
        if self._hits:
            self._go_to_hit(bisect_left(self._hits, (self.caret, 0)))
        return len(self._hits)

    def next_hit(self) -> None:
        """Go to the next place found, from the last one on to the first."""
        self._go_to_hit(bisect_right(self._hits, (self.caret, len(self._page.layout.text))))

    def previous_hit(self) -> None:
        """Go to the place found before this one, from the first one on to the last."""
        self._go_to_hit(bisect_left(self._hits, (self.caret, 0)) - 1)

    def _go_to_hit(self, index: int) -> None:
        if self._hits:
            left, self._hit = self._hit, self._hits[index % len(self._hits)]
            for start, end in (left, self._hit):
                self._refresh_rows(*self._page.layout.rows_of(start, end))
            self.move_to(self._hit[0])

    def action_move(self, kind: Move, step: int, select: bool = False) -> None:
        """Go somewhere by key; a page also turns the view by as many rows."""
        if kind == "page":
            step *= max(self.size.height - 2, 1)
            self.scroll_to(y=self.scroll_offset.y + step, animate=False)
        self._caret.move(kind, step, select)
        self._follow()

    def action_select_unit(self, unit: Unit) -> None:
        """Select the unit at the caret, or one more of them."""
        self._caret.select_unit(unit)
        self._follow()

    def action_extend(self) -> None:
        """Let plain movement stretch the selection, or no longer."""
        self._caret.toggle_extending()
        self._follow()

    def action_clear(self) -> None:
        """Let go of the selection, then of what was searched for; after that the key is the screen's."""
        if self.selection or self.extending:
            self.clear_selection()
        elif self._hits:
            self.find("")
        else:
            raise SkipAction

    def action_coding(self, step: int) -> None:
        """Go to where the next or previous coding begins."""
        starts = [self._page.layout.snap(coding.start) for coding in self._page.codings]
        place = bisect_right(starts, self.caret) if step > 0 else bisect_left(starts, self.caret) - 1
        if 0 <= place < len(starts):
            self.move_to(starts[place])


def find_visible(layout: Layout, query: str) -> list[tuple[int, int]]:
    """Where words stand in the text that is shown, whatever their case and however their spaces are broken."""
    return [(start, end) for start, end in places_of(query, layout.text) if layout.snap(start) == start]


def places_of(query: str, text: str) -> list[tuple[int, int]]:
    """The same in any text, whatever of it is shown; with OR or ELLER between words, where any of them stand."""
    wanted = [r"\s+".join(map(re.escape, unquoted(each).split())) for each in alternatives(query)]
    pattern = "|".join(sorted(filter(None, wanted), key=len, reverse=True))
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
