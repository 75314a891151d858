"""The table of F2: the documents with their counts, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import BindingType
from textual.widgets import DataTable

from qualcode.project.records import Document
from qualcode.text.symbols import visible
from qualcode.tui.actions import DOCUMENTS, bindings
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.words import number, tr, trn

# The star is explained below the table: what the interviewer says is not among the words.
HEADINGS = ("Name", "Kind", "Words*", "Turns", "Speakers", "Codings")
GIVES_WAY = (HEADINGS.index("Speakers"), HEADINGS.index("Turns"))
SHORTEST_NAME = 24  # what a long name may be cut to before a column is left out for it
PADDING = 2  # around a cell


class DocumentTable(DataTable[Text]):
    """A row for each document; Enter is the screen's, Home and End are the first and last row."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DOCUMENTS[:1])

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=False, show_row_labels=False)
        self._documents: Sequence[Document] = ()
        self._badges: Sequence[str] = ()
        self._room = 0

    def show(self, documents: Sequence[Document], touched: Mapping[str, int]) -> None:
        """These documents, with how many codings of each an edit changed; the cursor stays on its document."""
        current = self.current
        self._documents = documents
        self._badges = [
            f" · {trn('{n} coding to look at', '{n} codings to look at', touched[document.id])}"
            if touched.get(document.id)
            else ""
            for document in documents
        ]
        ids = [document.id for document in documents]
        self._lay(ids.index(current.id) if current is not None and current.id in ids else 0)

    @property
    def current(self) -> Document | None:
        """The document under the cursor."""
        return self._documents[self.cursor_row] if 0 <= self.cursor_row < len(self._documents) else None

    def on_resize(self) -> None:
        """Another width, perhaps other columns."""
        if self._room != self.size.width:
            self._lay(self.cursor_row)

    def action_scroll_home(self) -> None:
        """To the first row."""
        self.action_scroll_top()

    def action_scroll_end(self) -> None:
        """To the last row."""
        self.action_scroll_bottom()

    def _lay(self, cursor: int) -> None:
        self._room = self.size.width
        headings = [tr(heading) for heading in HEADINGS]
        rows = [document_cells(document) for document in self._documents]
        names = [row[0] + badge for row, badge in zip(rows, self._badges, strict=True)]
        cells = [headings, *rows, *([name] for name in names)]
        widths = [max(cell_len(row[place]) for row in cells if place < len(row)) for place in range(len(HEADINGS))]
        longest_badge = max(map(cell_len, self._badges), default=0)
        shown, room = columns_within(widths, self._room or sum(widths) * 2, SHORTEST_NAME + longest_badge)
        self.clear(columns=True)
        for place in shown:
            self.add_column(Text(headings[place], justify="right" if place > 1 else "left"))
        for document, row, badge in zip(self._documents, rows, self._badges, strict=True):
            name = Text.assemble(cut(row[0], room - cell_len(badge)), (badge, "bold"))
            others = (Text(row[place], justify="right" if place > 1 else "left") for place in shown[1:])
            self.add_row(name, *others, key=document.id)
        self.move_cursor(row=cursor)


def columns_within(widths: Sequence[int], room: int, shortest: int) -> tuple[list[int], int]:
    """Which columns of such widths fit beside each other, and how wide the first, the names, may be.

    Names give way first, down to `shortest`; then the columns that `GIVES_WAY` names.
    """
    shown = list(range(len(widths)))

    def left() -> int:
        return room - PADDING * len(shown) - sum(widths[place] for place in shown[1:])

    for place in GIVES_WAY:
        if left() >= min(widths[0], shortest):
            break
        shown.remove(place)
    return shown, max(min(widths[0], left()), 1)


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, but not without its first letters."""
    return text if cell_len(text) <= width else fitted(text, max(width, PADDING))


def document_cells(document: Document) -> list[str]:
    """A row of the table; nothing instead of 0."""
    numbers = (document.words, document.turns, document.speakers, document.codings)
    words = [visible(document.name, one_line=True), tr(document.kind)]
    return words + [number(each) if each else "" for each in numbers]
