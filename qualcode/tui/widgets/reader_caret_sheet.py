"""A sheet with a caret and a selection: painted, kept in sight, told of, and moved by the mouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.geometry import Offset
from textual.message import Message

from qualcode.project.records import Coding, Turn
from qualcode.text.difference import differences
from qualcode.text.edits import OffsetMap
from qualcode.text.units import whole_words
from qualcode.text.wrapping import BLANK, Block, Place
from qualcode.tui.widgets.reader_caret import Caret
from qualcode.tui.widgets.reader_paint import RowState
from qualcode.tui.widgets.reader_sheet import Sheet

NO_HIT = (-1, -1)


class CaretSheet(Sheet, can_focus=True):
    """A sheet in which a place can be stood at and a span be selected."""

    class CaretMoved(Message, namespace="reader"):
        """The caret stands somewhere else; only the last of several in a row need be heard."""

        def __init__(self, reader: CaretSheet, offset: int, selection: tuple[int, int] | None) -> None:
            super().__init__()
            self.reader = reader
            self.offset = offset
            self.selection = selection

        @property
        def control(self) -> CaretSheet:
            """The reader it comes from."""
            return self.reader

        def can_replace(self, message: Message) -> bool:
            """A later place makes an earlier one uninteresting."""
            return isinstance(message, CaretSheet.CaretMoved)

    class SelectionChanged(Message, namespace="reader"):
        """Another span is selected, or none any more."""

        def __init__(self, reader: CaretSheet, selection: tuple[int, int] | None) -> None:
            super().__init__()
            self.reader = reader
            self.selection = selection

        @property
        def control(self) -> CaretSheet:
            """The reader it comes from."""
            return self.reader

        def can_replace(self, message: Message) -> bool:
            """A later selection makes an earlier one uninteresting."""
            return isinstance(message, CaretSheet.SelectionChanged)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._caret = Caret(self._page.layout)
        self._hit = NO_HIT
        self._shown = self._view()

    def load(
        self, document_id: str, text: str, turns: Sequence[Turn], codings: Sequence[Coding], colors: Mapping[str, str]
    ) -> None:
        """Show a document from its beginning, with the caret there."""
        super().load(document_id, text, turns, codings, colors)
        self._hit = NO_HIT
        self._caret = Caret(self._page.layout)
        self._follow(told=False)

    def reload(self, text: str, turns: Sequence[Turn], codings: Sequence[Coding], colors: Mapping[str, str]) -> None:
        """Show the document with another text; caret, selection and what is in sight keep to their words."""
        before, depth = self._caret, self._caret.row - self.scroll_offset.y
        places = OffsetMap(differences(self._page.layout.text, text))
        self.load(self.document_id, text, turns, codings, colors)
        start, end = places.span(*before.selection) if before.selection else (0, 0)
        if start < end:
            self._caret.select(start, end)
        else:
            self._caret.go(Place(places.opening(before.offset)), False)
        if 0 <= depth < self.size.height:
            self.scroll_to(y=max(self._caret.row - depth, 0), animate=False, force=True)
        self._follow(center=True)

    def _rewrap(self, parts: list[Block] | None = None) -> None:
        """Wrap to the present width; the caret keeps its place on the screen, or comes in sight where it had none."""
        depth = self._caret.row - self.scroll_offset.y
        super()._rewrap(parts)
        self._caret.rewrap(self._page.layout)
        if 0 <= depth < self.size.height:
            self.scroll_to(y=max(self._caret.row - depth, 0), animate=False, force=True)
        self._follow(center=True)

    @property
    def caret(self) -> int:
        """The offset at which the caret stands."""
        return self._caret.offset

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected span, or None."""
        return self._caret.selection

    def _view(self) -> tuple[int, int, tuple[int, int] | None, int]:
        """What is painted of the caret: its row, the first row of its block, the selection, the offset."""
        layout, caret = self._page.layout, self._caret
        head = layout.head(layout.block_at(caret.offset))
        here = layout.row_at(layout.blocks[head].start)
        return caret.row, here, caret.selection, caret.offset

    def _follow(self, center: bool = False, told: bool = True) -> None:
        """Bring the view after the caret: scroll, repaint the rows that differ, and tell."""
        (old_row, old_here, old_selection, old_offset), self._shown = self._shown, self._view()
        row, here, selection, offset = self._shown
        self._scroll_to_row(row, center)
        self._place_terminal_cursor(row, offset)
        for changed in {old_row, old_here, row, here}:
            self._refresh_rows(changed, changed)
        for start, end in changed_spans(old_selection, selection):
            self._refresh_rows(*self._page.layout.rows_of(start, end))
        if selection != old_selection or not told:
            self.post_message(self.SelectionChanged(self, selection))
        if (offset, selection) != (old_offset, old_selection) or not told:
            self.post_message(self.CaretMoved(self, offset, selection))

    def _place_terminal_cursor(self, row: int, offset: int) -> None:
        """The terminal's own hidden cursor goes along, since screen readers and magnifiers follow it."""
        if self.has_focus:
            column = self._page.columns.text_start + self._page.layout.column_of(offset, row)
            self.app.cursor_position = self.content_region.offset + Offset(column, row - self.scroll_offset.y)

    def _row_state(self, index: int) -> RowState:
        row = self._page.layout.rows[index]
        caret_row, here, selection, offset = self._shown
        if selection and (row.end <= selection[0] or selection[1] <= row.start):
            selection = None
        elif selection:
            selection = (max(selection[0], row.start), min(selection[1], row.end))
        on_row = index == caret_row
        hit = self._hit[0] if self._hit[0] < row.end and row.start < self._hit[1] else -1
        return RowState(selection, offset if on_row else -1, index == here, on_row and self.has_focus, hit)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The caret shows whether keys come here."""
        super().watch_has_focus(has_focus)
        self._refresh_rows(self._shown[0], self._shown[0])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The caret goes where the mouse is; a click on number or speaker takes the whole turn."""
        self.capture_mouse()
        place, in_text = self._place_under(event)
        self._caret.go(place, select=event.shift)
        if not in_text:
            self._caret.select_unit("turn")
        self._follow()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A held button draws the selection along."""
        if self.app.mouse_captured is self:
            self._caret.go(self._place_under(event)[0], select=True)
            self._follow()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The selection is drawn: of whole words, unless Ctrl or Alt says that letters are meant."""
        drawn = self.app.mouse_captured is self and self._caret.selection
        self.release_mouse()
        if drawn and not (event.ctrl or event.meta):
            self._caret.select(*whole_words(self._page.layout.text, *drawn))
            self._follow()

    def on_click(self, event: events.Click) -> None:
        """Two clicks take a word, three a sentence."""
        if event.chain in (2, 3) and self._place_under(event)[1]:
            self._caret.select_unit("word" if event.chain == 2 else "sentence")
            self._follow()

    def _place_under(self, event: events.MouseEvent) -> tuple[Place, bool]:
        """The caret place under the mouse, and whether that is in the text rather than in the gutter."""
        layout, gutter = self._page.layout, self.gutter
        column = event.x - gutter.left - self._page.columns.text_start
        row = min(max(event.y - gutter.top + self.scroll_offset.y, 0), len(layout.rows) - 1)
        return layout.place_at(row, column), column >= -1 or layout.rows[row].block == BLANK


def changed_spans(old: tuple[int, int] | None, new: tuple[int, int] | None) -> list[tuple[int, int]]:
    """What differs between two selections, as few spans as need be painted again."""
    if old is None or new is None:
        return [span for span in (old, new) if span]
    edges = ((min(a, b), max(a, b)) for a, b in zip(old, new, strict=True))
    return [(start, end) for start, end in edges if start < end]
