"""The reader with codings that can be taken by an edge with the mouse and drawn longer or shorter, by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import events
from textual.message import Message

from qualcode.project.records import Coding
from qualcode.text.spans import Span
from qualcode.text.units import words
from qualcode.text.wrapping import Place
from qualcode.tui.widgets.coding_acts import span_words
from qualcode.tui.widgets.wayfinder import Wayfinder
from qualcode.tui.words import tr

# Words are looked for no farther away than this, since a coding may be as long as its document.
NEARBY = 400


@dataclass(frozen=True, slots=True)
class Grip:
    """A coding held at its start, its end, or, where both are the same place, the one that is drawn away."""

    coding: Coding
    start: bool
    end: bool

    def drawn_to(self, text: str, offset: int) -> tuple[int, int]:
        """The coding's span when the mouse is at an offset; it never loses its last word."""
        coding = self.coding
        first, last = edge_words(text, coding.start, coding.end)
        if self.start and (not self.end or offset < first.start):
            return min(start_at(text, coding.start, first, offset), last.start), coding.end
        return coding.start, max(end_at(text, coding.end, last, offset), first.end)


def edge_words(text: str, start: int, end: int) -> tuple[Span, Span]:
    """The first and the last word of a span; all of it where it has none."""
    first = next((Span(start + a, start + b) for a, b in words(text[start : min(end, start + NEARBY)])), None)
    low = max(start, end - NEARBY)
    last = max((Span(low + a, low + b) for a, b in words(text[low:end])), default=None)
    whole = Span(start, end)
    return first or whole, last or whole


def start_at(text: str, start: int, first: Span, offset: int) -> int:
    """Where a span begins that is drawn to an offset: at the word there or the next one, or where it began."""
    if start <= offset < first.end:
        return start
    low = max(offset - NEARBY, 0)
    found = (Span(low + a, low + b) for a, b in words(text[low : offset + NEARBY]))
    return next((word.start for word in found if word.end > offset), start)


def end_at(text: str, end: int, last: Span, offset: int) -> int:
    """Where a span ends that is drawn to an offset: after the word there or the one before, or where it ended."""
    if last.start <= offset <= end:
        return end
    low = max(offset - NEARBY, 0)
    found = (Span(low + a, low + b) for a, b in words(text[low : offset + NEARBY]))
    return max((word.end for word in found if word.start <= offset), default=end)


def grip_at(codings: Iterable[Coding], text: str, offset: int) -> Grip | None:
    """The first of some codings whose first or last word holds an offset, held there."""
    for coding in codings:
        if coding.start <= offset < coding.end:
            first, last = edge_words(text, coding.start, coding.end)
            if offset < first.end or offset >= last.start:
                return Grip(coding, start=offset < first.end, end=offset >= last.start)
    return None


class EdgeReader(Wayfinder):
    """A document whose codings can be drawn by their edges: the words there, or the ends of the stripes beside them.

    Only one's own: those of others are moved by key, where no slip of the hand does it.
    """

    class EdgeDrawn(Message, namespace="reader"):
        """An edge was let go; the coding is to have this span."""

        def __init__(self, coding: Coding, start: int, end: int) -> None:
            super().__init__()
            self.coding = coding
            self.start = start
            self.end = end

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._grip: Grip | None = None
        self._drawn: tuple[int, int] | None = None
        self._before: tuple[int, tuple[int, int] | None] = (0, None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the edge that is pressed, if it is one of a coding at the caret; the caret comes as it always does."""
        self._drawn, self._before = None, (self.caret, self.selection)
        self._grip = None if event.shift else self._grip_under(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw the edge that is held, and show what the coding would be."""
        grip = self._grip
        if grip is None or self.app.mouse_captured is not self:
            return
        event.prevent_default()
        span = grip.drawn_to(self.text, self._offset_under(event, grip))
        if span != (self._drawn or (grip.coding.start, grip.coding.end)):
            self._drawn = span
            self._show_drawn(span, at_start=span[0] != grip.coding.start)
            self.say(f"{span_words(grip.coding, self.text, *span)} · {tr('Esc: leave it')}")

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go: the coding is as it is shown."""
        grip, span = self._grip, self._drawn
        self._grip = self._drawn = None
        if grip is None or span is None:
            return
        if self._before[1] is None:
            self.clear_selection()
        if span != (grip.coding.start, grip.coding.end) and grip.coding in self.shown_codings:
            self.post_message(self.EdgeDrawn(grip.coding, *span))

    def action_clear(self) -> None:
        """While an edge is held, leave it where it was."""
        if self._grip is None or self._drawn is None:
            super().action_clear()
            return
        self._grip = self._drawn = None
        self.release_mouse()
        caret, selection = self._before
        self.clear_selection()
        if selection is not None:
            self.select(*selection)
        else:
            self.move_to(caret)
        self.say(tr("The coding is as it was"))

    def _show_drawn(self, span: tuple[int, int], *, at_start: bool) -> None:
        """Select what the coding would be, with the caret at the edge that is held, so that it stays in sight."""
        self._caret.select(*span)
        if at_start:
            self._caret.anchor = span[1]
            self._caret.go(Place(span[0]), select=True)
        self._follow()

    def _offset_under(self, event: events.MouseEvent, grip: Grip) -> int:
        """The offset under the mouse; beside the text the whole row counts."""
        row, column = self._cell_under(event)
        if column < self._page.columns.text + 1:
            return self._page.layout.place_at(row, column).offset
        start, end, *_ = self._page.layout.rows[row]
        return start if grip.start and (not grip.end or end <= grip.coding.start) else max(start, end - 1)

    def _cell_under(self, event: events.MouseEvent) -> tuple[int, int]:
        """The row under the mouse, and the column of the text."""
        row = event.y - self.gutter.top + self.scroll_offset.y
        column = event.x - self.gutter.left - self._page.columns.text_start
        return min(max(row, 0), len(self._page.layout.rows) - 1), column

    def _grip_under(self, event: events.MouseEvent) -> Grip | None:
        row, column = self._cell_under(event)
        if column > self._page.columns.text:
            return self._stripe_at(row, column - self._page.columns.text - 2)
        if column < 0:
            return None
        own = (coding for coding in self.codings_at_caret() if not self._page.is_others(coding))
        return grip_at(own, self.text, self._page.layout.place_at(row, column).offset)

    def _stripe_at(self, row: int, lane: int) -> Grip | None:
        """The stripe that begins or ends in a cell beside the text."""
        page = self._page
        for found in page.margin.at(row) if lane < page.lanes else ():
            coding, (first, last) = page.codings[found], page.margin.rows[found]
            if page.margin.lanes[found] == lane and row in (first, last) and not page.is_others(coding):
                return Grip(coding, start=row == first, end=row == last)
        return None
