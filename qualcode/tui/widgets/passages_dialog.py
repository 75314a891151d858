"""The passages behind a cell of a table; it stays open while one is read in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qualcode.project.records import Quote
from qualcode.tui.dialogs import Dialog
from qualcode.tui.widgets.passage_list import Passage, PassageList, code_name
from qualcode.tui.words import tr


class PassagesDialog(Dialog[Quote]):
    """Quotes, or pairs of quotes where two codes meet; gives nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", show=False)]
    CSS = """
    PassagesDialog .dialog { width: 100; max-width: 96%; height: 90%; padding: 1 1; }
    PassagesDialog .dialog-title, PassagesDialog .dialog-keys { padding: 0 1; }
    """

    def __init__(self, title: str, found: Sequence[tuple[Quote, ...]], colors: Mapping[str, str]) -> None:
        super().__init__(title)
        self._found, self._colors = found, colors

    def question(self) -> ComposeResult:
        """The list."""
        yield PassageList()

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter: to the place · Esc: back to the table")

    def on_mount(self) -> None:
        """Fill it."""
        passages = self.query_one(PassageList)
        passages.show(self._found, lambda quotes: passage_of(quotes, self._colors))
        passages.focus()

    def on_passage_list_chosen(self) -> None:
        """A click on the passage at the cursor leads to its place."""
        self.action_open()

    def action_open(self) -> None:
        """To the place in the transcript; coming back, the list is where it was."""
        from qualcode.tui.app import QualcodeApp

        if self._found and isinstance(self.app, QualcodeApp):
            quotes = self._found[self.query_one(PassageList).cursor]
            self.app.open_document(quotes[0].document_id, *meeting(quotes))


def passage_of(quotes: Sequence[Quote], colors: Mapping[str, str]) -> Passage:
    """One quote, or two where codes meet; two codings of the same words show them once."""
    first = quotes[0]
    spans = {(quote.start, quote.end): quote for quote in quotes}
    parts = tuple((colors.get(quote.code_id, ""), quote.rendered) for quote in spans.values())
    coders = " + ".join(dict.fromkeys(quote.coder for quote in quotes))
    codes = " + ".join(map(code_name, quotes))
    notes = " / ".join(quote.memo for quote in quotes if quote.memo)
    return Passage(parts, f"{first.attribution} · {coders}", codes, notes)


def meeting(quotes: Sequence[Quote]) -> tuple[int, int]:
    """The span that all of them share, or that of the first where they share none."""
    start, end = max(quote.start for quote in quotes), min(quote.end for quote in quotes)
    return (start, end) if start < end else (quotes[0].start, quotes[0].end)
