"""A bare Textual app on the same document and codes: the floor for opening the workbench and for what its keys repaint.

`python -m tests.benchmarks.bare PROJECT DOCUMENT [OTHER DOCUMENT]`.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input, OptionList, Tree

COLUMNS = 70
MOST_SHOWN = 40
MARK = Style(reverse=True)


class Lines(ScrollView, can_focus=True):
    """Rows of plain text, one of them marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+end", "last"),
        Binding("pagedown", "next"),
        Binding("right", "mark"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines = lines_of(text)
        self.marked = 0

    def on_mount(self) -> None:
        """Room for all of them."""
        self.virtual_size = Size(COLUMNS, len(self.lines))
        self.focus()

    def show(self, text: str) -> None:
        """Another text, from its beginning."""
        self.lines, self.marked = lines_of(text), 0
        self.virtual_size = Size(COLUMNS, len(self.lines))
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of them."""
        row = y + self.scroll_offset.y
        text = self.lines[row] if row < len(self.lines) else ""
        return Strip([Segment(text, MARK if row == self.marked else None)])

    def action_last(self) -> None:
        """Go to the end."""
        self.scroll_end(animate=False)

    def action_next(self) -> None:
        """Go a screen down."""
        self.scroll_page_down(animate=False)

    def action_mark(self) -> None:
        """Mark the row below: two rows are painted."""
        top = self.scroll_offset.y
        self.marked = top + (self.marked + 1 - top) % max(self.size.height - 1, 1)
        self.refresh_lines(self.marked - 1, 2)


class Picker(ModalScreen[None]):
    """A line to type in over a list that shows what has the letters."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss")]

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self._names = names

    def compose(self) -> ComposeResult:
        """Both."""
        yield Input()
        yield OptionList(*self._names[:MOST_SHOWN])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other letters, other names."""
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([name for name in self._names if event.value.lower() in name.lower()][:MOST_SHOWN])


class Codes(Screen[None]):
    """A tree of all names."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss")]

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self._names = names

    def compose(self) -> ComposeResult:
        """The tree, open."""
        tree: Tree[None] = Tree("codes")
        tree.root.expand()
        for name in self._names:
            tree.root.add_leaf(name)
        yield tree


class Bare(App[None]):
    """The rows, and what lies over them on a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "codes"),
        Binding("c", "pick"),
        Binding("greater_than_sign", "show(1)"),
        Binding("less_than_sign", "show(0)"),
    ]

    def __init__(self, texts: list[str], names: list[str]) -> None:
        super().__init__()
        self.texts, self.names = texts, names

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Lines(self.texts[0])

    def action_show(self, number: int) -> None:
        """The other text, or the first again."""
        self.query_one(Lines).show(self.texts[number])

    def action_pick(self) -> None:
        """Ask for a name."""
        self.push_screen(Picker(self.names))

    def action_codes(self) -> None:
        """Show all names."""
        self.push_screen(Codes(self.names))


def lines_of(text: str) -> list[str]:
    """A text in rows."""
    return [line for paragraph in text.split("\n") for line in wrap(paragraph, COLUMNS) or [""]]


if __name__ == "__main__":
    with closing(sqlite3.connect(sys.argv[1])) as project:
        texts = [
            text
            for name in sys.argv[2:]
            for (text,) in project.execute("SELECT text FROM document WHERE name = ?", (name,))
        ]
        names = [name for (name,) in project.execute("SELECT name FROM code ORDER BY name")]
    Bare(texts, names).run()
