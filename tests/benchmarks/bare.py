"""A bare Textual app that shows a document of a project, line by line: the floor for opening the workbench."""

from __future__ import annotations

import sqlite3
import sys
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

COLUMNS = 70


class Lines(ScrollView, can_focus=True):
    """Rows of plain text."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+end", "last"), Binding("pagedown", "next")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines = [line for paragraph in text.split("\n") for line in wrap(paragraph, COLUMNS) or [""]]

    def on_mount(self) -> None:
        """Room for all of them."""
        self.virtual_size = Size(COLUMNS, len(self.lines))
        self.focus()

    def render_line(self, y: int) -> Strip:
        """One of them."""
        row = y + self.scroll_offset.y
        return Strip([Segment(self.lines[row] if row < len(self.lines) else "")])

    def action_last(self) -> None:
        """Go to the end."""
        self.scroll_end(animate=False)

    def action_next(self) -> None:
        """Go a screen down."""
        self.scroll_page_down(animate=False)


class Bare(App[None]):
    """The rows alone."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Lines(self.text)


if __name__ == "__main__":
    [(text,)] = sqlite3.connect(sys.argv[1]).execute("SELECT text FROM document WHERE name = ?", (sys.argv[2],))
    Bare(text).run()
