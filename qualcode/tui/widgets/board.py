"""The board on the screen: columns side by side, a line for each card, turned over sideways where they are many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.project.records import Code
from qualcode.text.symbols import visible
from qualcode.tui.widgets.board_columns import (
    Column,
    Place,
    board_columns,
    card_counts,
    code_at,
    first_card,
    first_shown,
    place_of,
    stepped,
)
from qualcode.tui.widgets.code_tree import LEVELS, counted
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.widgets.stripes import bar, kinds_of
from qualcode.tui.words import tr, trn

NARROWEST, WIDEST = 24, 40
HEAD = 3  # the heading, its counts, and an empty row


class Board(Widget, can_focus=True):
    """Themes and their codes; the cursor stays on its code when columns change."""

    COMPONENT_CLASSES = {"board--cursor", "board--quiet", "board--heading"}  # noqa: RUF012
    DEFAULT_CSS = """
    Board { height: 1fr; width: 1fr; padding: 0 1; }
    Board > .board--cursor { background: $panel; text-style: bold; }
    Board > .board--quiet { color: $foreground 60%; }
    Board > .board--heading { text-style: bold; }
    Board:ansi > .board--cursor { background: ansi_default; text-style: bold reverse; }
    Board:ansi > .board--quiet { text-style: dim; }
    """
    ALLOW_SELECT = False

    class Moved(Message):
        """The cursor stands on something else."""

    class Chosen(Message):
        """A click where the cursor is."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: Sequence[Column] = (Column(None, ()),)
        self.cursor = Place(0, 0)
        self.marked: frozenset[str] = frozenset()
        self._totals: Mapping[str, int] = {}
        self._own: Mapping[str, int] = {}
        self._kinds: Mapping[str, str] = {}
        self._first_column, self._tops = 0, dict[int, int]()
        self._styles: dict[tuple[str, ...], Style] = {}

    @property
    def current(self) -> Code | None:
        """The code at the cursor."""
        return code_at(self.columns, self.cursor)

    def show(self, codes: Sequence[Code], book: str | None, totals: Mapping[str, int]) -> None:
        """Show a codebook as it is now; cursor and marks stay with their codes."""
        code, begins = self.current, not any(column.cards for column in self.columns)
        self.columns, self._totals = board_columns(codes, book), totals
        self._own = {each.id: each.codings for each in codes}
        self._kinds = kinds_of({each.id: each.color for each in codes})
        self.marked &= {card.code.id for column in self.columns for card in column.cards}
        near = first_card(self.columns) if begins else stepped(self.columns, self.cursor, 0, 0)
        self.cursor = place_of(self.columns, code.id if code else None) or near
        self._reveal()

    def go_to(self, code_id: str) -> None:
        """Put the cursor on a code."""
        self.cursor = place_of(self.columns, code_id) or self.cursor
        self._reveal()

    def step(self, right: int, down: int) -> None:
        """Move the cursor by columns and cards."""
        self.cursor = stepped(self.columns, self.cursor, right, down)
        self._reveal()

    def mark(self, codes: Collection[str]) -> None:
        """Which cards are carried together."""
        self.marked = frozenset(codes)
        self.refresh()

    def on_resize(self) -> None:
        """Other widths show other columns."""
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """Go to the card that was clicked; where the cursor is already, choose it."""
        place = self._place_at(*event.get_content_offset_capture(self))
        if place == self.cursor:
            self.post_message(self.Chosen())
        elif place is not None:
            self.cursor = place
            self._reveal()

    def notify_style_update(self) -> None:
        """Another theme paints anew."""
        super().notify_style_update()
        self._styles.clear()
        self.refresh()

    def _style(self, *names: str) -> Style:
        """The style of a part of the board; asking the style sheet for each card would take its time."""
        if names not in self._styles:
            self._styles[names] = self.get_visual_style(*names).rich_style if names else self.visual_style.rich_style
        return self._styles[names]

    @property
    def _shown(self) -> int:
        """How many columns there is room for."""
        return max(1, min(self.size.width // NARROWEST, len(self.columns)))

    @property
    def _width(self) -> int:
        return max(1, min(self.size.width // self._shown, WIDEST))

    def _reveal(self) -> None:
        place = self.cursor
        self._first_column = first_shown(place.column, min(self._first_column, len(self.columns) - self._shown),
                                         self._shown)  # fmt: skip
        if place.row:
            top = self._tops.get(place.column, 0)
            self._tops[place.column] = first_shown(place.row - 1, top, self.size.height - HEAD)
        self.refresh()
        self.post_message(self.Moved())

    def _place_at(self, x: int, y: int) -> Place | None:
        number = self._first_column + x // self._width
        if not 0 <= number < min(len(self.columns), self._first_column + self._shown):
            return None
        row = y - HEAD + 1 + self._tops.get(number, 0) if y >= HEAD else 0
        return Place(number, row) if row <= len(self.columns[number].cards) else None

    def render_line(self, y: int) -> Strip:
        """One row of all columns on the screen."""
        base = self._style()
        segments: list[Segment] = []
        numbers = range(self._first_column, min(self._first_column + self._shown, len(self.columns)))
        for number in numbers:
            segments += self._cell(number, y, self._width - 2)
            segments.append(Segment("  ", base))
        used = sum(segment.cell_length for segment in segments)
        return Strip([*segments, Segment(" " * max(self.size.width - used, 0), base)]).crop(0, self.size.width)

    def _cell(self, number: int, y: int, width: int) -> list[Segment]:
        column = self.columns[number]
        if y == 0:
            return self._heading(number, column, width)
        if y == 1:
            codes, codings = card_counts(column, self._totals)
            words = f"{trn('{n} code', '{n} codes', codes)} · {trn('{n} coding', '{n} codings', codings)}"
            return [Segment(fitted(f"  {words}", width), self._style("board--quiet"))]
        row = y - HEAD + 1 + self._tops.get(number, 0)
        if y < HEAD or row > len(column.cards):
            return [Segment(" " * width, self._style())]
        return self._card(number, row, width)

    def _heading(self, number: int, column: Column, width: int) -> list[Segment]:
        here = self.cursor == Place(number, 0)
        style = self._style("board--heading", *(["board--cursor"] if here else []))
        if column.theme is None:
            return [Segment(fitted(f"  {tr('Without a theme')}", width), style)]
        color = Style.parse(column.theme.color or "none")
        name = visible(column.theme.name, one_line=True)
        name = fitted(name, min(cell_len(name), max(width - 4, 0)))
        stripe = bar(self._kinds[column.theme.id])
        return [Segment(f"{stripe} ", style + color), Segment(fitted(f"{name} {LEVELS['theme']}", width - 2), style)]

    def _card(self, number: int, row: int, width: int) -> list[Segment]:
        code, depth = self.columns[number].cards[row - 1]
        shown = ["board--cursor"] if self.cursor == Place(number, row) else []
        style = self._style(*shown)
        stripe = "●" if code.id in self.marked else bar(self._kinds[code.id])
        count = counted(self._own[code.id], self._totals.get(code.id, 0))
        indent, sign = "  " * min(depth, 4), f" {LEVELS[code.level]}" if LEVELS[code.level] else ""
        room = max(width - 2 - len(indent) - cell_len(count) - 1, 0)
        name = visible(code.name, one_line=True)
        name = fitted(fitted(name, min(cell_len(name), max(room - len(sign), 0))) + sign, room)
        quiet = style + Style(dim=True)
        return [
            Segment(indent, style), Segment(f"{stripe} ", style + Style.parse(code.color or "none")),
            Segment(name, quiet if code.status == "parked" else style), Segment(f" {count}", quiet),
        ]  # fmt: skip
