"""The reader with ways through its text: find words, go to a turn or line, copy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from qualcode.project.records import Turn
from qualcode.tui.dialogs import AskText
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.reader import Reader
from qualcode.tui.words import tr, trn


class Wayfinder(Reader):
    """A document one can find one's way in."""

    @property
    def text(self) -> str:
        """The document's text."""
        return self._page.layout.text

    @property
    def turns(self) -> Sequence[Turn]:
        """The document's turns."""
        return self._turns

    def excerpt(self, start: int, end: int, longest: int = 48) -> str:
        """The beginning of a passage on one line."""
        excerpt = " ".join(self.text[start:end].split())
        return excerpt if len(excerpt) <= longest else excerpt[: longest - 1].rstrip() + "…"

    def say(self, message: str) -> None:
        """A word in the status line of the screen."""
        cast(WorkScreen, self.screen).say(message)

    def action_find(self) -> None:
        """Ask for words and go to the first place that has them."""

        def asked(query: str | None) -> None:
            if query:
                count = self.find(query)
                self.say(trn("{n} place · f: next", "{n} places · f: next", count) if count else tr("Not found"))

        self.app.push_screen(AskText(tr("Find in the document")), asked)

    def action_found(self, step: int) -> None:
        """The next or previous place found."""
        (self.next_hit if step > 0 else self.previous_hit)()

    def action_go_to(self) -> None:
        """Ask for a turn or line and go there."""

        def asked(answer: str | None) -> None:
            if answer:
                place = numbered_place(answer, self.text, self.turns)
                if place is None:
                    self.say(tr("There is no such turn or line: {answer}", answer=answer))
                else:
                    self.move_to(place)

        self.app.push_screen(AskText(tr("Go to turn (41) or line (l41)")), asked)

    def action_copy(self) -> None:
        """The selected words to the clipboard, as far as the terminal lets them through."""
        if self.selection is None:
            self.say(tr("Nothing is selected · Ctrl+Q quits"))
            return
        self.app.copy_to_clipboard(self.text[slice(*self.selection)])
        self.say(tr("Copied"))


def numbered_place(answer: str, text: str, turns: Sequence[Turn]) -> int | None:
    """Where a turn (`41`) or line (`l41`) begins; in a document without turns a plain number is a line."""
    match = re.fullmatch(r"\s*([lL:]?)\s*(\d{1,9})\s*", answer)
    if not match:
        return None
    number = int(match[2])
    if turns and not match[1]:
        return next((turn.start for turn in turns if turn.number == number), None)
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    return starts[number - 1] if 1 <= number <= len(starts) else None
