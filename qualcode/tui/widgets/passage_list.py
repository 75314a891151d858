"""Passages of text below each other, each with where it came from: the one list behind F5 and behind a table's cells.

Any number of passages costs the same: only those on the screen are wrapped and painted. So the list scrolls by
passages, not by lines; one that is taller than the screen is read on by lines before the cursor leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.project.records import PATH_SEPARATOR, Quote
from qualcode.text.symbols import visible
from qualcode.text.wrapping import Block, Layout
from qualcode.tui.widgets.status_line import fitted

T = TypeVar("T")
MARGIN = 3
THUMB = 2
STANDS_OUT = Style(bold=True, underline=True)
# Longer lines tire the eye.
WIDEST = 100


class Passage(NamedTuple):
    """What is shown of one: texts each in a code's colour, where they came from, and a word at the right end."""

    parts: tuple[tuple[str, str], ...]
    source: str
    mark: str = ""
    note: str = ""


class PassageLine(NamedTuple):
    """One painted row: the colour of its bar (none without), text, whether it is quiet, and spans that stand out."""

    color: str
    text: str
    quiet: bool
    marks: tuple[tuple[int, int], ...] = ()


class PassageList(Widget, can_focus=True):
    """A list with a cursor; Enter or a second click chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home,ctrl+home", "end(-1)", show=False),
        Binding("end,ctrl+end", "end(1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"passage-list--cursor", "passage-list--quiet"}
    DEFAULT_CSS = """
    PassageList { height: 1fr; padding: 0 1; }
    PassageList > .passage-list--cursor { background: $panel; }
    PassageList > .passage-list--quiet { color: $foreground 60%; }
    PassageList:ansi > .passage-list--cursor { background: ansi_default; text-style: bold; }
    PassageList:ansi > .passage-list--quiet { text-style: dim; }
    """
    ALLOW_SELECT = False
    widest: ClassVar[int] = WIDEST

    class Moved(Message):
        """The cursor stands on another passage, or the list is another one."""

    class Chosen(Message):
        """Enter, or a click where the cursor is."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: Sequence[Any] = ()
        self._describe: Callable[[Any], Any] = lambda item: item
        self.cursor = 0
        self._top, self._skip = 0, 0
        self._blocks: LRUCache[int, list[PassageLine]] = LRUCache(500)

    def show(self, items: Sequence[T], describe: Callable[[T], tuple[Any, ...]], cursor: int = 0) -> None:
        """Show these, each described when it comes on the screen, with the cursor on one of them."""
        self._items, self._describe = items, describe
        self.cursor, self._skip = max(0, min(cursor, len(items) - 1)), 0
        self._top = min(self._top, self.cursor)
        self._forget_lines()

    def move_to(self, index: int) -> None:
        """Put the cursor on a passage and bring it on the screen."""
        self.cursor, self._skip = max(0, min(index, len(self._items) - 1)), 0
        self._reveal()
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, step: int) -> None:
        """The next or previous passage; first the rest of one that is taller than the screen."""
        hidden = self._hidden_below() if step > 0 else self._skip
        if hidden:
            self._skip += step * min(hidden, max(self.size.height // 2, 1))
            self.refresh()
        else:
            self.move_to(self.cursor + step)

    def action_page(self, step: int) -> None:
        """A screenful on or back."""
        height = max(self.size.height - 1, 1)
        if step > 0 and self._hidden_below():
            self.action_move(step)
            return
        index, rows = self.cursor, 0
        while 0 <= index < len(self._items) and rows + len(self._block(index)) <= height:
            rows += len(self._block(index))
            index += step
        self.move_to(index if index != self.cursor else index + step)

    def action_end(self, step: int) -> None:
        """The first or last passage."""
        self.move_to(len(self._items) - 1 if step > 0 else 0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        event.stop()
        self.action_move(-1)

    def on_click(self, event: events.Click) -> None:
        """Go to the passage that was clicked; where the cursor is already, choose it."""
        index, _ = self._row_at(event.get_content_offset_capture(self).y)
        if index is not None and index == self.cursor:
            self.choose()
        elif index is not None:
            self.move_to(index)

    def choose(self) -> None:
        """Tell that the passage at the cursor was chosen."""
        if len(self._items):
            self.post_message(self.Chosen(self.cursor))

    def on_resize(self) -> None:
        """Another width wraps anew."""
        self._forget_lines()

    def notify_style_update(self) -> None:
        """Another theme paints anew."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the list."""
        index, row = self._row_at(y)
        base = self.visual_style.rich_style
        thumb = self._thumb(y)
        width = self.size.width
        if index is None:
            return Strip([Segment(" " * (width - 1), base), Segment(thumb, base)])
        line = self._block(index)[row]
        shown = ["passage-list--cursor"] if index == self.cursor and (line.text or line.color) else []
        style = self.get_visual_style(*shown).rich_style
        words = self.get_visual_style(*shown, "passage-list--quiet").rich_style if line.quiet else style
        here = "›" if index == self.cursor and row == 0 and self.has_focus else " "
        bar = Segment("┃ " if line.color else "  ", style + Style.parse(line.color or "none"))
        filler = Segment(" " * (width - MARGIN - 1 - cell_len(line.text)), words)
        return Strip([Segment(here, style), bar, *marked(line, words), filler, Segment(thumb, base)])

    def _thumb(self, y: int) -> str:
        """Where in the list one is, once it is longer than the screen."""
        count, height = len(self._items), self.size.height
        if self._top == 0 and self._rows_from(0) <= height:
            return " "
        place = round(self.cursor / max(count - 1, 1) * (height - 1))
        return "┃" if y == place else " "

    def _rows_from(self, index: int) -> int:
        """How many rows the passages from one on take; counting stops below the screen."""
        rows = 0
        while index < len(self._items) and rows <= self.size.height:
            rows += len(self._block(index))
            index += 1
        return rows

    def _row_at(self, y: int) -> tuple[int | None, int]:
        index, row = self._top, y + self._skip
        while index < len(self._items):
            length = len(self._block(index))
            if row < length:
                return index, row
            row -= length
            index += 1
        return None, 0

    def _hidden_below(self) -> int:
        """How many rows of the passage at the cursor are below the screen."""
        if self._top != self.cursor or not len(self._items):
            return 0
        return max(len(self._block(self.cursor)) - 1 - self._skip - self.size.height, 0)

    def _reveal(self) -> None:
        if self.cursor <= self._top:
            self._top = self.cursor
            return
        first, room = self.cursor, self.size.height - len(self._block(self.cursor)) + 1
        while first > 0 and room >= len(self._block(first - 1)):
            first -= 1
            room -= len(self._block(first))
        self._top = max(self._top, first)

    def _forget_lines(self) -> None:
        self._blocks.clear()
        if self.size.height and len(self._items):
            self._reveal()
        self.refresh()
        self.post_message(self.Moved())

    def _block(self, index: int) -> list[PassageLine]:
        known = self._blocks.get(index)
        if known is None:
            width = max(min(self.size.width - MARGIN - THUMB, self.widest), 10)
            known = self._blocks[index] = self.lines_of(self._items[index], width)
        return known

    def lines_of(self, item: Any, width: int) -> list[PassageLine]:
        """The rows of one item at a width."""
        return passage_lines(self._describe(item), width)

    def forget(self, index: int) -> None:
        """Describe an item anew: it has changed."""
        self._blocks.discard(index)
        self.refresh()


def marked(line: PassageLine, style: Style) -> list[Segment]:
    """The text of a row, what stands out in it told by more than colour."""
    segments, position = [], 0
    for start, end in line.marks:
        segments += [Segment(line.text[position:start], style), Segment(line.text[start:end], style + STANDS_OUT)]
        position = end
    return [*segments, Segment(line.text[position:], style)]


def passage_lines(passage: Passage, width: int) -> list[PassageLine]:
    """A passage as rows of at most `width` cells, the last one empty."""
    shown = ((color, line) for color, text in passage.parts for line in text.split("\n"))
    lines = [PassageLine(color, row, False) for color, line in shown for row in wrapped(line, width)]
    lines += [PassageLine("", row, True) for row in source_rows(f"– {passage.source}", passage.mark, width)]
    lines += [PassageLine("", row, True) for row in wrapped(f"¶ {passage.note}" if passage.note else "", width)]
    return [*lines, PassageLine("", "", False)]


def source_rows(source: str, mark: str, width: int) -> list[str]:
    """Where a passage came from, with a word at the right end: on one row if there is room for both."""
    mark = fitted(visible(mark), min(cell_len(visible(mark)), width))
    *rows, last = wrapped(source, width)
    gap = width - cell_len(last) - cell_len(mark)
    if not mark or gap > 1:
        return [*rows, f"{last}{' ' * gap}{mark}" if mark else last]
    return [*rows, last, " " * (width - cell_len(mark)) + mark]


def wrapped(text: str, width: int) -> list[str]:
    """A text as rows of at most `width` cells, control characters as symbols; none for nothing."""
    line = " ".join(text.split())
    if not line:
        return []
    layout = Layout(line, width, [Block(0, len(line))])
    return [layout.shown[row.start : row.end].rstrip() for row in layout.rows]


def code_name(quote: Quote) -> str:
    """The quote's code by its own name, which tells more than the beginning of a path."""
    return quote.code.split(PATH_SEPARATOR)[-1]
