"""The page of F8: a memo to write on, stored at every pause; and above it what the memo is about."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from qualcode.errors import QualcodeError
from qualcode.exchange.diary import facts
from qualcode.project.project import Project
from qualcode.project.records import Memo, Passage
from qualcode.project.writing import Writing
from qualcode.text.dates import day_of, long_date
from qualcode.text.emphasis import emphases, line_kind
from qualcode.text.symbols import visible
from qualcode.tui.actions import MEMO_PAGE, bindings
from qualcode.tui.screens.edit_text import StandIns, TextPage
from qualcode.tui.words import LANGUAGE

PAUSE_SECONDS = 1.0
# Somebody who never pauses is not to lose more than this.
LONGEST_SECONDS = 10.0
RETRY_SECONDS = 5.0
LONGEST_PASSAGE = 240
STYLES = {"strong": Style(bold=True), "emphasis": Style(italic=True)}
LINE_STYLES = {"heading": Style(bold=True), "quote": Style(dim=True)}


class MemoPage(TextPage):
    """Shows one memo at a time; what is written on it is stored by itself.

    One sitting, from the first letter until the person leaves the page, is one act to undo.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(MEMO_PAGE)

    class Kept(Message):
        """What was written is stored: in this memo, which may be a new one."""

        def __init__(self, memo: Memo) -> None:
            super().__init__()
            self.memo = memo

    class Failed(Message):
        """It could not be stored yet."""

        def __init__(self, error: QualcodeError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__("")
        self.tab_behavior = "focus"
        self.memo: Memo | None = None
        self._project: Project | None = None
        self._sitting: Writing | None = None
        self._pause: Timer | None = None
        self._unsaved_since: float | None = None

    def get_line(self, line_index: int) -> Text:
        """A line as it is painted, what Markdown makes of it shown."""
        return painted(super().get_line(line_index))

    @property
    def is_saved(self) -> bool:
        """Whether all that is written is stored."""
        return self.memo is None or self.written == self.memo.text

    def open(self, project: Project, memo: Memo | None, sitting: Writing | None = None) -> None:
        """Show a memo, or none; the one before must have been left."""
        self._project, self.memo, self._sitting = project, memo, sitting
        self.disabled = memo is None
        self._load(memo.text if memo is not None else "")

    def renew(self, memo: Memo) -> None:
        """The memo as it is now; what is written here and not stored yet stays."""
        if self.memo is None or self.is_saved:
            changed = self.memo is None or self.memo.text != memo.text
            self.memo = memo
            if changed:
                place = self.cursor_location
                self._sitting = None
                self._load(memo.text)
                self.move_cursor(place)

    def _load(self, text: str) -> None:
        self._unsaved_since = None
        self.stand_ins = StandIns(text)
        self.load_text(self.stand_ins.hide(text))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Store it when the person pauses, or when it has been long enough."""
        if self.is_saved:
            return
        now = monotonic()
        if self._unsaved_since is None:
            self._unsaved_since = now
        self._wait(min(PAUSE_SECONDS, max(self._unsaved_since + LONGEST_SECONDS - now, 0.01)))

    def _wait(self, seconds: float) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(seconds, self.keep)

    def keep(self) -> bool:
        """Store what is written; whether it is stored. Where it cannot be, it stays here and is tried again."""
        if self._pause is not None:
            self._pause.stop()
        if self.memo is None or self._project is None or self.is_saved:
            self._unsaved_since = None
            return True
        self._sitting = self._sitting or Writing(self._project, self.memo)
        try:
            self.memo = self._sitting.save(self.written)
        except QualcodeError as error:
            self._wait(RETRY_SECONDS)
            self.post_message(self.Failed(error))
            return False
        self._unsaved_since = None
        self.post_message(self.Kept(self.memo))
        return True

    def leave(self) -> bool | None:
        """Store and end the sitting: True if a memo without a word was taken away, None if it cannot be stored."""
        if not self.keep():
            return None
        sitting, self._sitting = self._sitting, None
        return sitting.close() if sitting is not None else False

    def on_blur(self) -> None:
        """Somebody who looks elsewhere has paused."""
        self.keep()


def painted(line: Text) -> Text:
    """A line with its Markdown shown: headings and strong words bold, emphasis in italics, quotes quiet."""
    kind = line_kind(line.plain).kind
    if kind in LINE_STYLES:
        line.stylize(LINE_STYLES[kind])
    for start, end, _, how in emphases(line.plain):
        line.stylize(STYLES[how], start, end)
    return line


class MemoAbout(Static):
    """What stands above the page: title, when and by whom, what it is about with the words."""

    def show(self, memo: Memo | None, passage: Passage | None) -> None:
        """Tell of a memo, or of none."""
        self.update(about(memo, passage) if memo is not None else "")


def about(memo: Memo, passage: Passage | None) -> Content:
    """The title of a memo, its facts, and the words it is on."""
    language = LANGUAGE.get()
    day = long_date(day_of(memo.created_at), language)
    parts = [Content.styled(visible(memo.title, one_line=True), "bold")] if memo.title else []
    parts.append(Content.styled(visible(f"{day} · {facts(memo, passage, language)}", one_line=True), "dim"))
    if passage is not None and passage.text.strip():
        words = " ".join(passage.text.split())
        short = words if len(words) <= LONGEST_PASSAGE else f"{words[:LONGEST_PASSAGE].rstrip()}…"
        parts.append(Content.styled(f"«{visible(short)}»", "italic"))
    return Content("\n").join(parts)
