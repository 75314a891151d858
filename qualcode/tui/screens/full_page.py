"""A question that takes the whole screen: a title above, the keys below, and between them room to work."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.widgets import Label

from qualcode.text.symbols import visible
from qualcode.tui.question import Answer, Question
from qualcode.tui.screens.work_screen import BREAKPOINTS
from qualcode.tui.widgets.key_line import KeyLine
from qualcode.tui.widgets.status_line import MESSAGE_SECONDS


class FullPage(Question[Answer]):
    """Work that is finished or left before the workbench goes on; Esc gives no answer."""

    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = BREAKPOINTS
    DEFAULT_CSS = """
    FullPage { background: $background; }
    FullPage .page-title { dock: top; height: 1; width: 1fr; padding: 0 1; margin-bottom: 1; text-style: bold; }
    FullPage .page-keys { dock: bottom; height: auto; width: 1fr; padding: 0 1; background: $surface; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title
        self._said = 0

    def compose(self) -> ComposeResult:
        """Title, the page's own widgets, and its keys."""
        yield Label(visible(self.heading, one_line=True), classes="page-title", markup=False)
        yield from self.body()
        yield KeyLine(self.keys(), classes="page-keys")

    def body(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise NotImplementedError

    def say(self, message: str) -> None:
        """A word in the place of the keys, which come back after a while; no word brings them back at once."""
        self.query_one(KeyLine).update(visible(message, one_line=True) or self.keys())
        self._said += 1
        self.set_timer(MESSAGE_SECONDS, partial(self._fade, self._said))

    def _fade(self, said: int) -> None:
        if said == self._said:
            self.query_one(KeyLine).update(self.keys())
