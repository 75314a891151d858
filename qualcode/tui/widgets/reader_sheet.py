"""A document painted with its codings: rows of text, numbers, speakers and stripes, without a caret.

Built on Textual's line API over the pure layout of `qualcode.text.wrapping`: only rows in sight are ever painted, and
each is kept until something about it changes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.project.records import Coding, Memo, Turn
from qualcode.text.wrapping import Block, Layout, blocks
from qualcode.tui.widgets.noted import noted_in
from qualcode.tui.widgets.reader_paint import MEASURE, PLAIN_STYLES, STYLES, Columns, Look, Page, Painter, RowState
from qualcode.tui.widgets.reader_tones import NO_TONES, Tones

CACHED_ROWS = 512
SCROLL_MARGIN = 2


class Sheet(ScrollView):
    """A transcript as it is read, with the codings of the coders who are not hidden."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"reader--{name}" for name in STYLES}
    DEFAULT_CSS = """
    Sheet {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        /* Painting a scroll bar doubles what a scrolled row costs, and the status line has the map of the document. */
        scrollbar-size-vertical: 0;
        .reader--interviewer { color: $foreground 62%; }
        .reader--aside { color: $foreground 62%; text-style: italic; }
        .reader--excluded { color: $foreground 45%; }
        .reader--heading, .reader--bold { text-style: bold; }
        .reader--italic { text-style: italic; }
        .reader--quiet { color: $foreground 55%; }
        .reader--number { color: $foreground 38%; }
        .reader--number-here { color: $accent; text-style: bold; }
        .reader--speaker { text-style: bold; }
        .reader--coded { text-style: underline; }
        .reader--coded-twice { text-style: uu; }
        .reader--hit { background: $warning 35%; }
        .reader--hit-here { background: $warning; color: $background; text-style: bold; }
        .reader--selection { background: $primary 45%; }
        .reader--caret { text-style: reverse; }
        .reader--caret-away { background: $foreground 25%; }
    }
    """

    hidden_coders: reactive[frozenset[str]] = reactive(frozenset[str](), init=False)
    show_interviewer_dim: reactive[bool] = reactive(True, init=False)
    show_line_numbers: reactive[bool] = reactive(False, init=False)
    measure: reactive[int] = reactive(MEASURE, init=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.document_id = ""
        self.coder = ""
        self._turns: Sequence[Turn] = ()
        self._codings: Sequence[Coding] = ()
        self._colors: Mapping[str, str] = {}
        self._tones = NO_TONES
        self._memos: Sequence[Memo] = ()
        self._hits: list[tuple[int, int]] = []
        self._strips: LRUCache[tuple[int, RowState, Look], Strip] = LRUCache(CACHED_ROWS)
        self._painter: Painter | None = None
        self._page = Page(Layout("", 2, [Block(0, 0)]), Columns.fit(0, 0, 0))

    def load(
        self, document_id: str, text: str, turns: Sequence[Turn], codings: Sequence[Coding], colors: Mapping[str, str]
    ) -> None:
        """Show a document from its beginning."""
        self.document_id = document_id
        self._turns, self._codings, self._colors = turns, codings, colors
        self._hits, self._tones, self._memos = [], NO_TONES, ()
        self._lay_out(text, self._divided(text))
        self.scroll_to(y=0, animate=False, force=True)

    def set_codings(self, codings: Sequence[Coding], colors: Mapping[str, str]) -> None:
        """Show other codings of the same text, at the same place; only rows that look different are painted."""
        repainted = colors != self._colors
        self._codings, self._colors = codings, colors
        before = self._page
        self._index()
        if repainted or self._painter is None:
            self._repaint()
            return
        self._painter.page = self._page
        top = self.scroll_offset.y
        for row in range(top, min(top + self.size.height, len(self._page.layout.rows))):
            if before.look(row) != self._page.look(row):
                self._refresh_rows(row, row)

    def _divided(self, text: str) -> list[Block]:
        parts = blocks(text, self._turns)
        return numbered_by_line(text, parts) if self.show_line_numbers else parts

    def watch_show_line_numbers(self) -> None:
        """Other numbers may need more room."""
        self._rewrap(self._divided(self._page.layout.text))

    def watch_measure(self) -> None:
        """Rows of another length; what stood at the top stays there."""
        self._rewrap(self._page.layout.blocks)

    def set_tones(self, tones: Tones) -> None:
        """Let parts of the text look other than the rest."""
        if tones != self._tones:
            self._tones = self._page.tones = tones
            self._repaint()

    def set_memos(self, memos: Sequence[Memo]) -> None:
        """Show where memos on passages are, and what they begin with, as for those on codings."""
        if memos != self._memos:
            self._memos = memos
            self._page.note(noted_in(memos, self._page.codings))
            self.refresh()

    def _lay_out(self, text: str, parts: list[Block]) -> None:
        """Wrap the text to the width there is; before the first paint an ordinary one stands in for it."""
        number = max(len(str(block.number or "")) for block in parts)
        label = max(cell_len(block.label) for block in parts)
        columns = Columns.fit(self._width or 80, number, label, self.measure)
        self._page = Page(Layout(text, columns.text, parts), columns)
        self.virtual_size = Size(self._width, len(self._page.layout.rows))
        self._index()
        self._repaint()

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def _index(self) -> None:
        hidden = self.hidden_coders
        shown = [coding for coding in self._codings if coding.coder not in hidden]
        shown.sort(key=lambda coding: (coding.start, -coding.end, coding.code, coding.coder))
        page, interviewer = self._page, [turn.interviewer for turn in self._turns]
        noted = noted_in(self._memos, shown)
        self._page = Page(page.layout, page.columns, interviewer, shown, self._colors, self._tones, self.coder, noted)

    def _repaint(self) -> None:
        self._painter = None
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """A new theme needs new strips."""
        super().notify_style_update()
        self._painter = None
        self._strips.clear()

    def watch_hidden_coders(self) -> None:
        """Codings of hidden coders take no room in the margin."""
        self._index()
        self._repaint()

    def watch_show_interviewer_dim(self) -> None:
        """Interviewer turns change their look."""
        self._repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Another width wraps the text anew; another height may leave less of it in sight."""
        if self._width:
            self._rewrap()

    def _rewrap(self, parts: list[Block] | None = None) -> None:
        """Wrap to the present width, or divided in another way; what stood at the top stays there."""
        if parts is None and self._width == self.virtual_size.width:
            return
        layout = self._page.layout
        top = layout.rows[min(self.scroll_offset.y, len(layout.rows) - 1)].start
        self._lay_out(layout.text, layout.blocks if parts is None else parts)
        self.scroll_to(y=self._page.layout.row_at(top), animate=False, force=True)

    def _row_state(self, index: int) -> RowState:
        """What beside text and codings bears on a row's look."""
        return RowState()

    def render_line(self, y: int) -> Strip:
        """The strip of a screen line, painted anew only if its state was not seen before."""
        index = y + self.scroll_offset.y
        if index >= len(self._page.layout.rows):
            return Strip.blank(self._width, self.rich_style)
        key = (index, self._row_state(index), self._page.look(index))
        strip = self._strips.get(key)
        if strip is None:
            row = self._page.layout.rows[index]
            first = bisect_right(self._hits, row.start, key=itemgetter(1))
            hits = self._hits[first : bisect_left(self._hits, row.end, key=itemgetter(0))]
            strip = self._strips[key] = self._ensure_painter().paint(index, self._width, key[1], hits)
        return strip

    def _ensure_painter(self) -> Painter:
        if self._painter is None:
            app = self.app
            plain = app.native_ansi_color or app.no_color or app.console.color_system != "truecolor"
            styles = {name: self._style(f"reader--{name}") for name in STYLES}
            styles |= {"text": self.rich_style, **(PLAIN_STYLES if plain else {})}
            background = self.background_colors[1]
            self._painter = Painter(self._page, styles, background, plain=plain, dim=self.show_interviewer_dim)
        return self._painter

    def _style(self, name: str) -> Style:
        """What a component adds to the text it stands on, its colours mixed with the background of the sheet."""
        own = self.get_component_rich_style(name, partial=True)
        full = self.get_component_rich_style(name)
        colors = Style(color=own.color and full.color, bgcolor=own.bgcolor and full.bgcolor)
        return own.without_color + colors

    def _scroll_to_row(self, row: int, center: bool) -> None:
        """Bring a row in sight, with some company above and below it."""
        top, height = self.scroll_offset.y, self.size.height
        edge = min(SCROLL_MARGIN, max(height - 1, 0) // 2)
        if height == 0 or top + edge <= row < top + height - edge:
            return
        if center and not top <= row < top + height:
            target = row - height // 3
        else:
            target = row - edge if row < top + edge else row - height + 1 + edge
        self.scroll_to(y=max(target, 0), animate=False, force=True)

    def _refresh_rows(self, first: int, last: int) -> None:
        """Ask for rows to be painted again, as far as they are in sight."""
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.size.height - 1)
        if first <= last:
            self.refresh_lines(first, last - first + 1)


def numbered_by_line(text: str, parts: list[Block]) -> list[Block]:
    """The same paragraphs with the numbers of the lines that they begin on, as in the file."""
    ends = [match.start() for match in re.finditer("\n", text)]
    return [replace(part, number=bisect_left(ends, part.start) + 1) for part in parts]
