"""Questions with room for a reason: what a change is for goes into the log with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.text.symbols import visible
from qualcode.tui.dialogs import Dialog
from qualcode.tui.words import tr


class Reasoned(NamedTuple):
    """An answer, and why."""

    answer: str
    reason: str


class WithReason(Dialog[Reasoned]):
    """A question with a second line for the reason, which may stay empty."""

    DEFAULT_CSS = """
    WithReason #reason { margin-top: 1; }
    """

    def question(self) -> ComposeResult:
        """The question's own widgets, then the reason."""
        yield from self.asked()
        yield Input(placeholder=tr("why (if you like)"), id="reason")

    def asked(self) -> ComposeResult:
        """The question's own widgets."""
        raise NotImplementedError

    def answer(self) -> str:
        """What was answered; empty for no answer."""
        raise NotImplementedError

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter: done · Tab: the reason · Esc: cancel")

    def on_input_submitted(self) -> None:
        """Enter in any line answers."""
        self.finish()

    def finish(self) -> None:
        """Give answer and reason."""
        answer = self.answer()
        self.dismiss(Reasoned(answer, self.query_one("#reason", Input).value.strip()) if answer else None)


class NameWithReason(WithReason):
    """A name, and why this one."""

    def __init__(self, title: str, value: str = "") -> None:
        super().__init__(title)
        self._value = value

    def asked(self) -> ComposeResult:
        """The line for the name."""
        yield Input(self._value, id="name")

    def answer(self) -> str:
        """The name on one line."""
        return " ".join(self.query_one("#name", Input).value.split())


class ChooseWithReason(WithReason):
    """One of a few, and why."""

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__(title)
        self._choices, self._chosen = choices, chosen

    def asked(self) -> ComposeResult:
        """The lines, standing on what is so now."""
        options = OptionList(*(Option(words, id=key) for key, words in self._choices), markup=False)
        options.highlighted = [key for key, _ in self._choices].index(self._chosen)
        yield options

    def answer(self) -> str:
        """The line that is highlighted."""
        return self._choices[self.query_one(OptionList).highlighted or 0][0]

    def on_option_list_option_selected(self) -> None:
        """Enter in the list answers."""
        self.finish()


class ConfirmWithReason(WithReason):
    """Yes or no to something, said in numbers, and why."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,j,enter", "yes", show=False),
        Binding("n", "cancel", show=False),
    ]

    def __init__(self, title: str, consequence: str) -> None:
        super().__init__(title)
        self._consequence = consequence

    def asked(self) -> ComposeResult:
        """What it means."""
        yield Static(visible(self._consequence), markup=False)

    def answer(self) -> str:
        """Yes."""
        return "yes"

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter or y: yes · Tab: the reason · Esc or n: no")

    def action_yes(self) -> None:
        """Do it."""
        self.finish()
