"""What is at the caret: its codings with who, when and why, and the memos on the passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.project.records import Coding, Memo
from qualcode.tui.words import tr


class HerePane(VerticalScroll, can_focus=False):
    """The codings and memos of the passage at the caret."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One text that flows."""
        yield Static("", markup=False)

    def show_here(
        self, codings: Sequence[Coding], memos: Sequence[Memo], colors: Mapping[str, str], together: str = ""
    ) -> None:
        """Tell of these; repainting only when they are others than before."""
        state = (tuple(codings), tuple(memos), together)
        if state == self._shown:
            return
        self._shown = state
        today = datetime.now().date()
        parts = [coding_note(coding, colors.get(coding.code_id, ""), today) for coding in codings]
        parts += [memo_note(memo, today) for memo in memos]
        if together:
            parts.append(Content.styled(together, "dim"))
        nothing = Content.styled(tr("Nothing is coded here."), "dim")
        self.query_one(Static).update(Content("\n\n").join(parts) if parts else nothing)


def coding_note(coding: Coding, color: str, today: date) -> Content:
    """A coding: code, value, key mark, coder and day, memo."""
    star = " *" if coding.key_quote else ""
    value = f" = {coding.value}" if coding.value else ""
    note = Content.assemble(("┃ ", color), (coding.code, "bold"), f"{value}{star}\n")
    note += Content.styled(f"  {coding.coder}, {day(coding.created_at, today)}", "dim")
    return note + Content(f"\n{coding.memo}") if coding.memo else note


def memo_note(memo: Memo, today: date) -> Content:
    """A memo on the passage."""
    head = Content.styled(f"¶ {memo.coder}, {day(memo.created_at, today)}\n", "dim")
    return head + Content(f"{memo.title}\n{memo.text}" if memo.title else memo.text)


def day(at: str, today: date) -> str:
    """The day of a time stamp as Norwegians write it, the year only when it is another."""
    moment = datetime.fromisoformat(at).astimezone()
    return moment.strftime("%d.%m." if moment.year == today.year else "%d.%m.%Y")
