"""One hit of a round where it stands: the whole turn, the words found, and what would be coded.

In a passage to be coded in parts a cursor goes from sentence to sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.text.symbols import visible
from qualcode.text.wrapping import BLANK, Block, Layout, Row, layers
from qualcode.tui.actions import ROUND_PAGE, bindings
from qualcode.tui.widgets.passage_list import WIDEST

MARGIN = 4
ABOVE = 2
Span = tuple[int, int]


class Label(NamedTuple):
    """A row that says who speaks."""

    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown: a stretch of a text in paragraphs, and what lies where in it, all by offsets of the stretch."""

    text: str = ""
    parts: tuple[Block, ...] = ()
    words: tuple[Span, ...] = ()
    quiet: tuple[Span, ...] = ()
    coded: tuple[tuple[int, int, str], ...] = ()


class RoundPage(Widget, can_focus=True):
    """The page."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(ROUND_PAGE)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "round-page--words",
        "round-page--quiet",
        "round-page--span",
        "round-page--label",
    }
    DEFAULT_CSS = """
    RoundPage { height: 1fr; padding: 0 1; }
    RoundPage > .round-page--words { text-style: bold underline; }
    RoundPage > .round-page--quiet { color: $foreground 60%; }
    RoundPage > .round-page--span { background: $primary 45%; }
    RoundPage > .round-page--label { color: $foreground 60%; text-style: bold; }
    RoundPage:ansi > .round-page--quiet { text-style: dim; }
    RoundPage:ansi > .round-page--span { background: ansi_default; text-style: reverse; }
    """
    ALLOW_SELECT = False

    class Stepped(Message):
        """The person wants the next or previous sentence."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Marked(Message):
        """The person wants this sentence coded too, or not after all."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page = Page()
        self._spans: Sequence[Span] = ()
        self._cursor: Span | None = None
        self._layout: Layout | None = None
        self._rows: list[Row | Label] = []
        self._top = 0

    def show(self, page: Page, *, anew: bool = True) -> None:
        """Show a stretch of text, from its beginning or where the person reads already; `mark` tells what is in it."""
        self.page = page
        self._top = 0 if anew else self._top
        self._spans, self._cursor = (), None
        self._lay_out()

    def show_nothing(self) -> None:
        """No hit is in turn."""
        self.show(Page())

    def mark(self, spans: Sequence[Span], cursor: Span | None = None) -> None:
        """Show what would be coded, and in a passage which sentence the cursor is on, and bring it on the screen."""
        self._spans, self._cursor = spans, cursor
        self._reveal()
        self.refresh()

    def action_step(self, step: int) -> None:
        """Another sentence."""
        self.post_message(self.Stepped(step))

    def action_mark(self) -> None:
        """This one too."""
        self.post_message(self.Marked())

    def action_scroll(self, step: int) -> None:
        """Read on, or back."""
        height = max(self.size.height, 1)
        self._top = max(0, min(self._top + step * max(height - 1, 1), len(self._rows) - height))
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel reads on."""
        event.stop()
        self._top = max(0, min(self._top + 2, len(self._rows) - self.size.height))
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        event.stop()
        self._top = max(0, self._top - 2)
        self.refresh()

    def on_resize(self) -> None:
        """Another width wraps anew."""
        self._lay_out()
        self._reveal()

    def notify_style_update(self) -> None:
        """Another theme paints anew."""
        super().notify_style_update()
        self.refresh()

    def _lay_out(self) -> None:
        width = max(min(self.size.width - MARGIN - 1, WIDEST), 10)
        parts = list(self.page.parts) or [Block(0, len(self.page.text))]
        self._layout = Layout(self.page.text, width, parts)
        self._rows = list(self._labelled(self._layout))
        self.refresh()

    def _labelled(self, layout: Layout) -> Iterable[Row | Label]:
        """The rows, and above each turn who speaks."""
        for row in layout.rows:
            block = layout.blocks[row.block] if row.block != BLANK else None
            if block is not None and row.first and (block.label or block.number is not None):
                number = f"¶ {block.number}" if block.number is not None else ""
                yield Label(" · ".join(filter(None, (visible(block.label, one_line=True), number))))
            yield row

    def _reveal(self) -> None:
        """Bring what the person looks at on the screen, with a little above it."""
        start, end = self._cursor or next(iter(self._spans or self.page.words), (0, 0))
        touched = [at for at, row in enumerate(self._rows) if isinstance(row, Row) and _touches(row, start, end)]
        height = self.size.height
        if not touched or not height:
            return
        first, last = max(touched[0] - ABOVE, 0), touched[-1]
        if first < self._top or last >= self._top + height:
            self._top = max(0, min(first, len(self._rows) - height))

    def render_line(self, y: int) -> Strip:
        """One row."""
        base = self.visual_style.rich_style
        at = y + self._top
        row = self._rows[at] if at < len(self._rows) else None
        width = self.size.width
        if isinstance(row, Label):
            words = Segment(" " * MARGIN + row.words, self.get_visual_style("round-page--label").rich_style)
            return Strip([words]).adjust_cell_length(width, base)
        if row is None or self._layout is None or row.block == BLANK:
            return Strip.blank(width, base)
        return Strip([*self._edge(row, base), *self._words(row)]).adjust_cell_length(width, base)

    def _edge(self, row: Row, base: Style) -> list[Segment]:
        """The cells before a row: the cursor, what would be coded, and what is coded already."""
        is_cursor = self._cursor is not None and row.start <= self._cursor[0] < max(row.end, row.start + 1)
        spanned = any(_touches(row, *span) for span in self._spans)
        color = next((color for start, end, color in self.page.coded if _touches(row, start, end)), None)
        sign = ("›" if is_cursor else " ") + ("▌" if spanned else " ")
        bar = Segment("┃", base + Style.parse(color or "none")) if color is not None else Segment(" ", base)
        return [Segment(sign, base), bar, Segment(" ", base)]

    def _words(self, row: Row) -> Iterable[Segment]:
        assert self._layout is not None
        kinds = ("quiet", "span", "words")
        spans = [*self.page.quiet, *self._spans, *self.page.words]
        named = [kinds[0]] * len(self.page.quiet) + [kinds[1]] * len(self._spans) + [kinds[2]] * len(self.page.words)
        cuts = layers(row.start, row.end, spans)
        for (start, over), (end, _) in pairwise(cuts):
            shown = {named[which] for which in over}
            style = self.get_visual_style(*(f"round-page--{kind}" for kind in kinds if kind in shown)).rich_style
            yield Segment(self._layout.shown[start:end], style)


def _touches(row: Row, start: int, end: int) -> bool:
    return row.block != BLANK and row.start < end and start < row.end


def shifted(spans: Iterable[Span], offset: int, length: int) -> tuple[Span, ...]:
    """Spans of a text as spans of a stretch of it, those outside left out."""
    moved = ((max(start - offset, 0), min(end - offset, length)) for start, end in spans)
    return tuple((start, end) for start, end in moved if start < end)
