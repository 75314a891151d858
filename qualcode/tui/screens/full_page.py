"""A question that takes the whole screen: a title above, the keys below, and between them room to work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Label

from qualcode.errors import QualcodeError
from qualcode.text.symbols import visible
from qualcode.tui.screens.work_screen import BREAKPOINTS
from qualcode.tui.widgets.status_line import MESSAGE_SECONDS

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

Answer = TypeVar("Answer")


class FullPage(ModalScreen[Answer]):
    """Work that is finished or left before the workbench goes on; Esc gives no answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]
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
        yield Label(self.keys(), classes="page-keys", markup=False)

    def body(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise NotImplementedError

    def keys(self) -> str:
        """What the keys do."""
        raise NotImplementedError

    def say(self, message: str) -> None:
        """A word in the place of the keys, which come back after a while; no word brings them back at once."""
        self.query_one(".page-keys", Label).update(visible(message, one_line=True) or self.keys())
        self._said += 1
        self.set_timer(MESSAGE_SECONDS, partial(self._fade, self._said))

    def _fade(self, said: int) -> None:
        if said == self._said:
            self.query_one(".page-keys", Label).update(self.keys())

    def action_cancel(self) -> None:
        """No answer."""
        self.dismiss(None)

    async def _on_message(self, message: Message) -> None:
        """What cannot be done is told in words, and the page lives on."""
        try:
            await super()._on_message(message)
        except QualcodeError as error:
            cast("QualcodeApp", self.app).tell(error)
