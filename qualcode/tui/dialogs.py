"""Small questions over the screen: a word, a choice, a yes. Each is pushed and gives its answer back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from os.path import expanduser
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.suggester import Suggester
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.errors import NotFound
from qualcode.text.symbols import visible
from qualcode.tui.question import Answer, Question
from qualcode.tui.widgets.key_line import KeyLine
from qualcode.tui.words import tr

MOST_UNFILTERED = 10
LONGEST_PATH = 60  # characters of a path that cannot be


class Dialog(Question[Answer]):
    """A question in a frame; Esc gives no answer."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """Title, the question's own widgets, and the keys that answer."""
        with Vertical(classes="dialog"):
            yield Label(visible(self.heading, one_line=True), classes="dialog-title", markup=False)
            yield from self.question()
            yield KeyLine(self.keys(), classes="dialog-keys")

    def question(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise NotImplementedError

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter: done · Esc: cancel")


class AskText(Dialog[str]):
    """One line of text; gives None when there is nothing in it.

    A letter replaces the `value` there is, and goes on from what is `typed` already.
    """

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        typed: str = "",
        placeholder: str = "",
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__(title)
        self._value, self._typed, self._placeholder, self._suggester = value, typed, placeholder, suggester

    def question(self) -> ComposeResult:
        """The line."""
        yield Input(
            self._typed or self._value,
            placeholder=self._placeholder,
            suggester=self._suggester,
            select_on_focus=not self._typed,
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        self.dismiss(event.value.strip() or None)


class AskPath(AskText):
    """A path; what is typed is completed from the folders as they are, → takes the proposal.

    Enter takes what is typed, not the proposal; `says` tells in words what that is, for what is typed so far.
    """

    CSS = "AskPath #takes { color: $foreground 60%; height: 2; margin-top: 1; }"

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        typed: str = "",
        endings: Sequence[str] = (),
        says: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(title, value, typed=typed, placeholder=tr("path to a file"), suggester=PathSuggester(endings))
        self._says = says

    def question(self) -> ComposeResult:
        """The line, and what Enter takes."""
        yield from super().question()
        if self._says is not None:
            yield Static("", id="takes", markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr("→: complete · Enter: done · Esc: cancel")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another path, another thing that Enter takes."""
        if self._says is not None:
            try:
                words = self._says(event.value.strip())
            except (OSError, ValueError):
                words = ""  # What no file can be called is told of on Enter.
            self.query_one("#takes", Static).update(visible(words, one_line=True))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers, but not with what no file can be called."""
        event.prevent_default()
        self.dismiss(reachable(event.value.strip()) or None)


def reachable(typed: str) -> str:
    """A typed path with the home folder for `~`; raises NotFound where no file can be there."""
    path = expanduser(typed)
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return path  # A file that is to be written need not be there yet.
    except (OSError, ValueError) as error:
        shown = visible(typed if len(typed) <= LONGEST_PATH else f"{typed[:LONGEST_PATH]}…", one_line=True)
        raise NotFound("{file}: there cannot be such a file", "look at its name", file=shown) from error
    return path


def full_path(typed: str | Path) -> str:
    """A path as people know it again wherever they are; a folder ends with a stroke."""
    path = os.path.abspath(expanduser(typed))
    return os.path.join(path, "") if os.path.isdir(path) else path


def what_is_taken(typed: str) -> str:
    """What Enter takes where a file has to be there already."""
    if not typed:
        return ""
    there = Path(expanduser(typed)).exists()
    return tr("Enter takes {path}" if there else "There is no {path}", path=full_path(typed))


class PathSuggester(Suggester):
    """Completes a path to the first folder or fitting file that begins so."""

    def __init__(self, endings: Sequence[str] = ()) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._endings = tuple(ending.lower() for ending in endings)

    async def get_suggestion(self, value: str) -> str | None:
        """The first completion in the order of the alphabet."""
        return complete_path(value, self._endings)


def complete_path(value: str, endings: tuple[str, ...] = ()) -> str | None:
    """What a half-typed path may become; None where nothing fits."""
    if not value:
        return None
    head, slash, start = value.rpartition("/")
    folder = Path(expanduser(head + slash if slash else "."))
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name.casefold())
    except (OSError, ValueError):
        return None
    for entry in entries:
        if entry.name.startswith(".") != start.startswith("."):
            continue
        if entry.name.casefold().startswith(start.casefold()):
            if entry.is_dir():
                return f"{head}{slash}{entry.name}/"
            if not endings or entry.suffix.lower() in endings:
                return f"{head}{slash}{entry.name}"
    return None


class Choose(Dialog[str]):
    """One of several; gives the key of the line chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str]], *, chosen: str = "", typed: bool = False
    ) -> None:
        super().__init__(title)
        self._choices, self._chosen = [(key, visible(words, one_line=True)) for key, words in choices], chosen
        self._typed = typed or len(choices) > MOST_UNFILTERED

    def question(self) -> ComposeResult:
        """The lines, (key, words) each; where they are many or `typed`, a line to type in that thins them out."""
        if self._typed:
            yield Input(placeholder=tr("type to find a line"))
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Stand on what is so now."""
        self.query_one(OptionList).can_focus = not self._typed
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other letters, other lines."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Enter takes the line that is highlighted."""
        self.query_one(OptionList).action_select()

    def action_move(self, step: int) -> None:
        """Another line."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = max(0, min((options.highlighted or 0) + step, options.option_count - 1))

    def _fill(self, typed: str) -> None:
        wanted = typed.casefold().split()
        found = [(key, words) for key, words in self._choices if all(part in words.casefold() for part in wanted)]
        keys = [key for key, _ in found]
        options = self.query_one(OptionList)
        options.set_options(Option(words, id=key) for key, words in found)
        options.highlighted = keys.index(self._chosen) if self._chosen in keys else 0 if keys else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter answers."""
        self.dismiss(event.option.id)


class Confirm(Dialog[bool]):
    """Yes or no to something that takes things away; says in numbers what goes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,j,enter", "yes", show=False),
        Binding("n", "cancel", show=False),
    ]

    def __init__(self, title: str, consequence: str) -> None:
        super().__init__(title)
        self._consequence = consequence

    def question(self) -> ComposeResult:
        """What it means."""
        yield Static(visible(self._consequence), markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter or y: yes · Esc or n: no")

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)


class ShowText(Dialog[bool]):
    """Something to read before going on; gives True when it has been read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "read", show=False, priority=True)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def question(self) -> ComposeResult:
        """The text, which scrolls."""
        with VerticalScroll(classes="dialog-text"):
            yield Static(visible(self._text), markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter: go on")

    def action_read(self) -> None:
        """Go on."""
        self.dismiss(True)
