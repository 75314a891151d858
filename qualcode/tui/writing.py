"""Dialogs to write in: what is written outlives a full disk and a program that ends in the middle.

At every pause the words are kept as a draft with the project (`project.drafts`). Where they cannot be stored, the
dialog comes back with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual.app import App, ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widgets import TextArea

from qualcode.errors import QualcodeError
from qualcode.text.symbols import visible
from qualcode.tui.dialogs import Confirm, Dialog
from qualcode.tui.question import Answer
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

# How long words that are being written stay on the screen alone.
DRAFT_SECONDS = 1.0


class WritingArea(TextArea):
    """A page to write on; control characters that came in with imported text are shown and not sent to the terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "whole(-1)", show=False),
        Binding("ctrl+end", "whole(1)", show=False),
        Binding("ctrl+shift+home", "whole(-1, True)", show=False),
        Binding("ctrl+shift+end", "whole(1, True)", show=False),
    ]

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__(text, **options)
        self.before = text

    @property
    def written(self) -> str:
        """The text as it is to be stored."""
        return self.text

    def action_whole(self, direction: int, select: bool = False) -> None:
        """To the beginning or the end of the text."""
        self.move_cursor(self.document.end if direction > 0 else (0, 0), select=select)

    def get_line(self, line_index: int) -> Text:
        """A line as it is painted."""
        return Text(visible(self.document.get_line(line_index)), end="", no_wrap=True)

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Show where the cursor is, unless its line is gone: Textual asks before an undone edit has moved it."""
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)


class WritingDialog(Dialog[Answer]):
    """A dialog with pages to write on, each by its id."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "cancel", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]
    stores_on_escape: ClassVar[bool] = True

    def __init__(self, title: str) -> None:
        super().__init__(title)
        # What could not be stored and is given back, and what was written when the dialog was left.
        self.given_back: Mapping[str | None, str] | None = None
        self.left_with: Mapping[str | None, str] = {}
        self._draft_is_due = False

    @property
    def pages(self) -> dict[str | None, str]:
        """What stands on each page."""
        return {area.id: area.text for area in self.query(WritingArea)}

    @property
    def written(self) -> str:
        """What stands on the pages that were written on."""
        return "\n\n".join(area.written for area in self.query(WritingArea) if area.text != area.before)

    def on_mount(self) -> None:
        """Have again what could not be stored."""
        for area in self.query(WritingArea):
            if self.given_back and area.id in self.given_back:
                area.text = self.given_back[area.id]
                area.cursor_location = area.document.end

    def on_text_area_changed(self) -> None:
        """Keep a draft of what is written before long."""
        if not self._draft_is_due:
            self._draft_is_due = True
            self.set_timer(DRAFT_SECONDS, self._keep_draft)

    def _keep_draft(self) -> None:
        self._draft_is_due = False
        if (project := cast("QualcodeApp", self.app).project) and (text := self.written.strip()):
            with suppress(QualcodeError):  # Nobody is troubled while writing: storing it will tell.
                project.drafts.keep(self.heading, text)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Remember what was written, should it have to be given back."""
        self.left_with = self.pages
        return super().dismiss(result)

    def keys(self) -> str:
        """What Ctrl+S and Esc do, in the same words wherever one writes."""
        if self.stores_on_escape and self.given_back is None:
            return tr("Ctrl+S or Esc: store and close")
        return tr("Ctrl+S: store and close · Esc: throw away (asks first)")

    def action_leave(self) -> None:
        """Esc stores as well; only what could not be stored may be left, after a question."""
        if self.given_back is None:
            self.action_cancel()
        else:
            self.throw_away(tr("It could not be stored."))

    def throw_away(self, consequence: str) -> None:
        """Leave without an answer, after a question."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(Confirm(tr("Throw away what you wrote?"), consequence), answered)


class WriteMemo(WritingDialog[str]):
    """A memo; leaving it, by Ctrl+S or Esc, gives the text, so that nothing written is ever lost."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__(title)
        self._text = text

    def question(self) -> ComposeResult:
        """The page to write on."""
        area = WritingArea(self._text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        area.cursor_location = area.document.end
        yield area

    def action_cancel(self) -> None:
        """Give the text, also when it is empty now."""
        self.dismiss(self.query_one(TextArea).text.rstrip())


def write(app: App[Any], make: Callable[[], WritingDialog[Answer]], store: Callable[[Answer | None], None]) -> None:
    """Let the person write, and store it; where that fails, what was written comes back to try again with."""

    def ask(given_back: Mapping[str | None, str] | None) -> None:
        dialog = make()
        dialog.given_back = given_back
        app.push_screen(dialog, lambda answer: answered(dialog, answer))

    def answered(dialog: WritingDialog[Answer], answer: Answer | None) -> None:
        try:
            store(answer)
        except QualcodeError as error:
            cast("QualcodeApp", app).tell(error)
            ask(dialog.left_with)
        else:
            cast("QualcodeApp", app).open_project.drafts.drop()

    ask(None)
