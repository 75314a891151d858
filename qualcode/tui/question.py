"""What is asked over the screen: Esc gives no answer, F1 shows the keys, and what cannot be done is told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

Answer = TypeVar("Answer")


class Question(ModalScreen[Answer]):
    """A screen over the others that is answered or left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        # As everywhere; the person's own keys take their place by the id.
        Binding("f1,question_mark", "help", id="help", show=False),
    ]

    def keys(self) -> str:
        """What the keys do, as `Space: role · Enter: done`."""
        raise NotImplementedError

    def action_cancel(self) -> None:
        """No answer."""
        self.dismiss(None)

    async def action_help(self) -> None:
        """The keys that work here."""
        await self.run_action("app.help")

    async def _on_message(self, message: Message) -> None:
        """What cannot be done is told in words, and the question stays."""
        try:
            await super()._on_message(message)
        except QualcodeError as error:
            cast("QualcodeApp", self.app).tell(error)
