"""A text, or a paragraph of it, to be corrected: Ctrl+S stores what is written, Esc asks before it is lost."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qualcode.text.symbols import visible
from qualcode.tui.words import tr
from qualcode.tui.writing import WritingArea, WritingDialog

# Where the text area would break a line though the text goes on; a line feed alone ends a line of a text.
BREAKING = "\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
# Characters for private use, of which a text may have some of its own.
PRIVATE = range(0x100000, 0x10FFF0, len(BREAKING))


class StandIns:
    """Other characters for those that a text area takes for the end of a line, and the way back."""

    def __init__(self, text: str) -> None:
        used = {ord(letter) for letter in set(text) if ord(letter) >= PRIVATE.start}
        free = next(first for first in PRIVATE if used.isdisjoint(range(first, first + len(BREAKING))))
        self._hidden = {ord(letter): chr(free + number) for number, letter in enumerate(BREAKING)}
        self._shown = {ord(stand_in): chr(letter) for letter, stand_in in self._hidden.items()}

    def hide(self, text: str) -> str:
        """The text as the area can have it."""
        return text.translate(self._hidden)

    def show(self, text: str) -> str:
        """What is written in the area, as it is stored."""
        return text.translate(self._shown)


class TextPage(WritingArea):
    """An area in which control characters are shown as symbols and stay what they are."""

    def __init__(self, text: str) -> None:
        self.stand_ins = StandIns(text)
        super().__init__(
            self.stand_ins.hide(text), soft_wrap=True, show_line_numbers=False, tab_behavior="indent", compact=True
        )
        self.indent_type = "tabs"

    def get_line(self, line_index: int) -> Text:
        """A line as it is painted."""
        line = self.stand_ins.show(self.document.get_line(line_index))
        return Text(visible(line.replace("\n", "␊")), end="", no_wrap=True)

    @property
    def written(self) -> str:
        """The text as it is to be stored."""
        return self.stand_ins.show(self.text)


class EditText(WritingDialog[str]):
    """Gives the corrected text, or None when nothing was changed or it is to stay as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "store", show=False, priority=True),
        Binding("escape", "cancel", show=False, priority=True),
    ]
    stores_on_escape = False
    CSS = """
    EditText .dialog { width: 96; }
    EditText .dialog TextPage { height: auto; min-height: 6; max-height: 60vh; }
    EditText.-whole { background: $background; }
    EditText.-whole .dialog { width: 100%; max-width: 100%; height: 100%; max-height: 100%; padding: 0 1; }
    EditText.-whole .dialog { background: $background; }
    EditText.-whole .dialog TextPage { height: 1fr; max-height: 100%; background: $background; }
    EditText.-whole .dialog-title, EditText.-whole .dialog-keys { margin: 0; }
    """

    def __init__(self, title: str, text: str, *, caret: int = 0, whole: bool = False) -> None:
        super().__init__(title)
        self._text, self._caret = text, caret
        self.set_class(whole, "-whole")

    def question(self) -> ComposeResult:
        """The text."""
        yield TextPage(self._text)

    def on_mount(self) -> None:
        """Stand where the person read."""
        lead = self._text[: self._caret]
        self.page.move_cursor((lead.count("\n"), len(lead) - (lead.rfind("\n") + 1)), center=True)

    @property
    def page(self) -> TextPage:
        """What is written on."""
        return self.query_one(TextPage)

    def action_store(self) -> None:
        """Give what is written, if it is something else than before."""
        written = self.page.written
        self.dismiss(written if written != self._text else None)

    def action_cancel(self) -> None:
        """Leave the text as it was; what was written is thrown away only after a question."""
        if self.page.written == self._text:
            self.dismiss(None)
        else:
            self.throw_away(tr("The text stays as it was."))
