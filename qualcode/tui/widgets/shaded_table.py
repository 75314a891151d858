"""A table of numbers, shaded by size: codes against codes, documents, cases.

Only the cells on the screen are painted, so 300 × 300 costs what 20 × 10 does. Names of rows and the line of columns
stay while the rest scrolls. The steps of shading differ by mark as well as by colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.project.records import Matrix
from qualcode.text.symbols import visible
from qualcode.tui.actions import GRID, bindings
from qualcode.tui.widgets.status_line import fitted

MARKS = " ░▒▓█"
STEPS = len(MARKS) - 1
NARROW_COLUMN = 10
NARROWEST_NAMES = 18


@dataclass(frozen=True, slots=True)
class Grid:
    """The table as it is shown: in a `square` columns are the rows once more, `ratio` is for measures from 0 to 1."""

    matrix: Matrix
    colors: Sequence[str] = ()
    square: bool = False
    ratio: bool = False
    decimal: str = ","
    largest: float = field(init=False)
    number_width: int = field(init=False)

    def __post_init__(self) -> None:
        rows = [[cell if math.isfinite(cell) else 0.0 for cell in cells] for cells in self.matrix.cells]
        most = max((max(cells, default=0.0) for cells in rows), default=0.0)
        if self.square:
            for row, cells in enumerate(rows):
                cells[row] = 0.0
        object.__setattr__(self, "largest", max((max(cells, default=0.0) for cells in rows), default=0.0))
        object.__setattr__(self, "number_width", 5 if self.ratio else max(len(f"{most:.0f}"), 2))

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.matrix.rows), len(self.matrix.columns)

    def text(self, row: int, column: int) -> str:
        """A cell's number; `!` beside what a measure from 0 to 1 should not give, a dot for none."""
        value = self.matrix.cells[row][column]
        if self.square and self.ratio and row == column:
            return "–"
        if not value:
            return "·"
        if not self.ratio:
            return f"{value:.0f}"
        return f"{self.share(value)}!" if self.flagged(row, column) else self.share(value)

    def share(self, value: float) -> str:
        """A measure from 0 to 1, with three decimals where it, or all, are small."""
        if not math.isfinite(value):
            return "∞"
        places = 3 if min(value * 10, self.largest) < 0.1 else 2
        return f"{value:.{places}f}".replace(".", self.decimal)

    def flagged(self, row: int, column: int) -> bool:
        """Whether a measure that should lie between 0 and 1 does not."""
        return self.ratio and not 0 <= self.matrix.cells[row][column] <= 1

    def step(self, row: int, column: int) -> int:
        """How dark a cell is, 0–4, by its share of the largest; the diagonal of a square is not shaded."""
        value = self.matrix.cells[row][column]
        if (self.square and row == column) or value <= 0 or not self.largest:
            return 0
        return min(math.ceil(STEPS * value / self.largest) if math.isfinite(value) else STEPS, STEPS)

    def strongest(self) -> tuple[int, int]:
        """The first cell that holds the largest number, in a square beside the diagonal; 0, 0 where all is nothing."""
        largest, found = 0.0, (0, 0)
        for row, cells in enumerate(self.matrix.cells):
            for column, value in enumerate(cells):
                if math.isfinite(value) and value > largest and not (self.square and row == column):
                    largest, found = value, (row, column)
        return found

    def legend(self) -> str:
        """What each shade means: the largest number that has it; shades that no number can have are left out."""
        edges = [self.largest * step / STEPS for step in range(1, STEPS + 1)]
        shown = [self.share(edge) if self.ratio else f"{math.floor(edge)}" for edge in edges]
        pairs = zip(MARKS[1:], shown, ["0", *shown], strict=False)
        return " ".join(f"{mark}≤{edge}" for mark, edge, below in pairs if edge != below) if self.largest else ""


class ShadedTable(Widget, can_focus=True):
    """A grid with a cursor; Enter or a second click chooses the cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", show=False),
        Binding("down", "move(1, 0)", show=False),
        Binding("left", "move(0, -1)", show=False),
        Binding("right", "move(0, 1)", show=False),
        Binding("pageup", "page(-1, 0)", show=False),
        Binding("pagedown", "page(1, 0)", show=False),
        Binding("ctrl+left,shift+left", "page(0, -1)", show=False),
        Binding("ctrl+right,shift+right", "page(0, 1)", show=False),
        Binding("home", "move(0, -100000)", show=False),
        Binding("end", "move(0, 100000)", show=False),
        Binding("ctrl+home", "move(-100000, -100000)", show=False),
        Binding("ctrl+end", "move(100000, 100000)", show=False),
        *bindings(GRID),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"shaded-table--step{step}" for step in range(1, STEPS + 1)} | {
        "shaded-table--quiet",
        "shaded-table--mark",
    }
    DEFAULT_CSS = """
    ShadedTable { height: 1fr; padding: 0 1; }
    ShadedTable > .shaded-table--quiet { color: $foreground 60%; }
    ShadedTable > .shaded-table--mark { color: $primary; }
    ShadedTable > .shaded-table--step1 { background: $primary 8%; }
    ShadedTable > .shaded-table--step2 { background: $primary 20%; }
    ShadedTable > .shaded-table--step3 { background: $primary 34%; }
    ShadedTable > .shaded-table--step4 { background: $primary 50%; }
    ShadedTable:ansi > .shaded-table--step1, ShadedTable:ansi > .shaded-table--step2,
    ShadedTable:ansi > .shaded-table--step3, ShadedTable:ansi > .shaded-table--step4 { background: ansi_default; }
    ShadedTable:ansi > .shaded-table--quiet { text-style: dim; }
    """
    ALLOW_SELECT = False

    class Moved(Message):
        """The cursor stands on another cell, or the table is another one."""

    class Chosen(Message):
        """A click where the cursor is."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.grid = Grid(Matrix((), (), ()))
        self.row, self.column = 0, 0
        self._top, self._left = 0, 0
        self._names, self._cell = NARROWEST_NAMES, 4
        self._numbered = False

    def show(self, grid: Grid) -> None:
        """Show a table; the cursor stays on the names it was on."""
        before = self.names_at_cursor
        self.grid = grid
        self.row = _place(grid.matrix.rows, before[0], self.row)
        self.column = _place(grid.matrix.columns, before[1], self.column)
        self._measure()
        self.action_move(0, 0)

    @property
    def names_at_cursor(self) -> tuple[str, str]:
        """Row and column of the cell at the cursor, empty where there is none."""
        rows, columns = self.grid.matrix.rows, self.grid.matrix.columns
        return (rows[self.row] if rows else "", columns[self.column] if columns else "")

    def action_move(self, down: int, right: int) -> None:
        """Another cell."""
        rows, columns = self.grid.size
        self.row = max(0, min(self.row + down, rows - 1))
        self.column = max(0, min(self.column + right, columns - 1))
        self._top = _scrolled(self._top, self.row, self._rows_shown(), rows)
        self._left = _scrolled(self._left, self.column, self._columns_shown(), columns)
        self.refresh()
        self.post_message(self.Moved())

    def action_page(self, down: int, right: int) -> None:
        """A screenful in a direction."""
        self.action_move(down * max(self._rows_shown() - 1, 1), right * max(self._columns_shown() - 1, 1))

    def action_next(self, step: int) -> None:
        """The next or previous cell that holds something, row by row; the diagonal of a square does not count."""
        rows, columns = self.grid.size
        place = self.row * columns + self.column + step
        while 0 <= place < rows * columns:
            row, column = divmod(place, columns)
            if self.grid.step(row, column):
                self.action_move(row - self.row, column - self.column)
                return
            place += step

    def action_strongest(self) -> None:
        """The cell that holds the largest number."""
        row, column = self.grid.strongest()
        self.action_move(row - self.row, column - self.column)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves by rows, with Shift by columns."""
        event.stop()
        self.action_move(*((0, 3) if event.shift else (3, 0)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        event.stop()
        self.action_move(*((0, -3) if event.shift else (-3, 0)))

    def on_click(self, event: events.Click) -> None:
        """Go to the cell that was clicked; where the cursor is already, choose it."""
        offset = event.get_content_offset_capture(self)
        row, column = self._top + offset.y - 1, self._left + (offset.x - self._names) // self._cell
        rows, columns = self.grid.size
        if offset.y < 1 or offset.x < self._names or row >= rows or column >= columns:
            return
        if (row, column) == (self.row, self.column):
            self.post_message(self.Chosen())
        else:
            self.action_move(row - self.row, column - self.column)

    def on_resize(self) -> None:
        """Another size shows other cells."""
        self._measure()
        self.action_move(0, 0)

    def notify_style_update(self) -> None:
        """Another theme paints anew."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line of columns, then a row each."""
        row = self._top + y - 1
        if not self.grid.matrix.rows or row >= len(self.grid.matrix.rows):
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        segments = self._heading() if y == 0 else self._row(row)
        return Strip(segments).adjust_cell_length(self.size.width, self.visual_style.rich_style)

    def _heading(self) -> list[Segment]:
        base = self.visual_style.rich_style
        quiet = self.get_visual_style("shaded-table--quiet").rich_style
        segments = [Segment(" " * self._names, base)]
        for column in self._columns():
            name = fitted(visible(self.grid.matrix.columns[column], one_line=True), self._cell - 1)
            text = str(column + 1).rjust(self._cell) if self._numbered else f" {name}"
            segments.append(Segment(text, base + Style(bold=True) if column == self.column else quiet))
        return segments

    def _row(self, row: int) -> list[Segment]:
        base = self.visual_style.rich_style
        color = self.grid.colors[row] if row < len(self.grid.colors) else ""
        number = f"{row + 1:>{len(str(len(self.grid.matrix.rows)))}} " if self._numbered else ""
        name = fitted(visible(self.grid.matrix.rows[row], one_line=True), self._names - 3 - len(number))
        here = Style(bold=row == self.row)
        return [
            Segment(number, base + here),
            Segment("┃ ", base + Style.parse(color or "none")),
            Segment(f"{name} ", base + here),
            *(segment for column in self._columns() for segment in self._cell_at(row, column)),
        ]

    def _cell_at(self, row: int, column: int) -> list[Segment]:
        """Mark and number; the cursor is a reversed cell, or an underlined one where the table has not the focus."""
        step, number = self.grid.step(row, column), self.grid.text(row, column).rjust(self.grid.number_width)
        shade = f"shaded-table--step{step}" if step else "shaded-table--quiet"
        style, mark = (self.get_visual_style(shade, *more).rich_style for more in ((), ("shaded-table--mark",)))
        if row == self.row and column == self.column:
            style = mark = style + Style(reverse=self.has_focus, bold=True, underline=not self.has_focus)
        return [Segment(MARKS[step].rjust(self._cell - len(number)), mark), Segment(number, style)]

    def _columns(self) -> range:
        return range(self._left, min(self._left + self._columns_shown(), self.grid.size[1]))

    def _rows_shown(self) -> int:
        return max(self.size.height - 1, 1)

    def _columns_shown(self) -> int:
        return max((self.size.width - self._names) // self._cell, 1)

    def _measure(self) -> None:
        """How wide names and cells are: names at most two fifths of the table.

        Where the columns are the rows and their names have no room, both have numbers.
        """
        rows, columns = self.grid.matrix.rows, self.grid.matrix.columns
        wanted, most = max(map(cell_len, rows), default=0) + 3, max(NARROWEST_NAMES, self.size.width * 2 // 5)
        room = (self.size.width - min(wanted, most)) // max(len(columns), 1)
        title = max(map(cell_len, columns), default=0)
        self._numbered = self.grid.square and room <= min(title, NARROW_COLUMN)
        if self._numbered:
            title = len(str(len(rows)))
            wanted += title + 1
        self._names = min(wanted, most)
        room = (self.size.width - self._names) // max(len(columns), 1)
        self._cell = max(self.grid.number_width + 2, min(title + 1, max(room, NARROW_COLUMN)))


def _place(names: Sequence[str], name: str, otherwise: int) -> int:
    return names.index(name) if name in names else max(0, min(otherwise, len(names) - 1))


def _scrolled(first: int, cursor: int, shown: int, count: int) -> int:
    """The first line to show so that the cursor's is among those shown, and no room is left after the last."""
    return max(min(first, cursor, max(count - shown, 0)), cursor - shown + 1)
