"""F2: the documents of the project, taken in, named and described here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable

from qualcode.project.project import Project
from qualcode.project.records import DOCUMENT_KINDS, Document
from qualcode.text.symbols import visible
from qualcode.text.turns import AUTO
from qualcode.tui.actions import DOCUMENTS, bindings
from qualcode.tui.dialogs import AskText, Choose, Confirm
from qualcode.tui.screens.importing import Importing
from qualcode.tui.screens.text_changes import review_repairs, review_touched
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.speakers import ConfirmSpeakers, speaker_candidates
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.survey_wizard import ask_survey
from qualcode.tui.words import number, tr, trn

HEADINGS = ("Name", "Kind", "Words", "Turns", "Speakers", "Codings")


class DocumentsScreen(WorkScreen):
    """All documents with their counts."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DOCUMENTS[1:])
    AUTO_FOCUS = "DataTable"

    def __init__(self) -> None:
        super().__init__()
        self._documents: Sequence[Document] = ()

    def body(self) -> ComposeResult:
        """The table."""
        yield DocumentTable(cursor_type="row", zebra_stripes=False, show_row_labels=False)

    @property
    def table(self) -> DataTable[Text]:
        """The table of documents."""
        return self.query_one(DataTable)

    def show_project(self) -> None:
        """The documents as they are now; the cursor stays on its document."""
        table, current = self.table, self.current
        self._documents = self.project.corpus.documents()
        table.clear(columns=True)
        for place, name in enumerate(HEADINGS):
            table.add_column(Text(tr(name), justify="right" if place > 1 else "left"))
        touched = Counter(coding.document_id for coding in self.project.editing.to_review())
        for document in self._documents:
            table.add_row(*document_cells(document, touched[document.id]), key=document.id)
        ids = [document.id for document in self._documents]
        if current is not None and current.id in ids:
            table.move_cursor(row=ids.index(current.id))
        words = sum(document.words for document in self._documents)
        count = trn("{n} document", "{n} documents", len(ids))
        self.query_one(StatusLine).right = f"{count} · {trn('{n} word', '{n} words', words)}" if ids else ""
        if not ids:
            self.say(tr("No documents yet · a: import some"))

    @property
    def current(self) -> Document | None:
        """The document under the cursor."""
        row = self.table.cursor_row
        return self._documents[row] if 0 <= row < len(self._documents) else None

    def action_open(self) -> None:
        """Read the document under the cursor."""
        if self.current is not None:
            self.workbench.open_document(self.current.id)

    def on_data_table_row_selected(self) -> None:
        """A click on the row that has the cursor opens it too."""
        self.action_open()

    def action_import(self) -> None:
        """Ask which files and how, and take them in; then ask who speaks."""

        def came_in(documents: Sequence[Document], pattern: str) -> None:
            self._confirm_speakers([document for document in documents if document.turns], pattern)

        Importing(self, came_in).ask()

    def _confirm_speakers(self, documents: Sequence[Document], pattern: str) -> None:
        """One document after the other: who speaks here?"""
        if documents:
            self._ask_speakers(documents[0], pattern, lambda: self._confirm_speakers(documents[1:], pattern))

    def _ask_speakers(self, document: Document, pattern: str = AUTO, then: object = None) -> None:
        known = {speaker.label: speaker.role for speaker in self.project.corpus.speakers(document)}
        candidates = speaker_candidates(self.project.corpus.text(document), known, pattern)

        def answered(roles: dict[str, str] | None) -> None:
            if roles is not None and roles != known:
                confirm_speakers(self.project, document, roles, pattern)
                self.did(tr("Confirmed the speakers of {name}", name=document.name))
            if callable(then) and roles is not None:
                then()

        self.app.push_screen(ConfirmSpeakers(document.name, candidates), answered)

    def action_survey(self) -> None:
        """Take in a survey."""
        ask_survey(self)

    def action_speakers(self) -> None:
        """Who speaks in the document, and in which role."""
        if self.current is not None:
            self._ask_speakers(self.current)

    def action_repairs(self) -> None:
        """Go through what was repaired in the text, and what waits."""
        if self.current is not None:
            review_repairs(self, self.current)

    def action_review(self) -> None:
        """Look at the codings that edits changed, in all documents."""
        review_touched(self)

    def action_kind(self) -> None:
        """What kind of document it is."""
        document = self.current
        if document is None:
            return

        def chosen(kind: str | None) -> None:
            if kind and kind != document.kind:
                self.project.corpus.set_kind(document, kind)
                self.did(f"{document.name}: {tr(kind)}")

        kinds = [(kind, tr(kind)) for kind in DOCUMENT_KINDS]
        self.app.push_screen(Choose(tr("What kind of document is it?"), kinds, chosen=document.kind), chosen)

    def action_rename(self) -> None:
        """Another name."""
        document = self.current
        if document is None:
            return

        def named(name: str | None) -> None:
            if name and name != document.name:
                self.project.corpus.rename(document, name)
                self.did(tr("Renamed to {name}", name=name))

        self.app.push_screen(AskText(tr("New name"), document.name), named)

    def action_remove(self) -> None:
        """Take the document out, after saying in numbers what goes."""
        document = self.current
        if document is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.project.corpus.remove(document)
                self.did(tr("Removed {name}", name=document.name))

        memos = len(self.project.memos.memos(document=document))
        goes = [
            trn("{n} word", "{n} words", document.words),
            trn("{n} coding", "{n} codings", document.codings),
            trn("{n} memo", "{n} memos", memos),
        ]
        consequence = tr("This takes away {things}. You can undo it.", things=", ".join(goes))
        self.app.push_screen(Confirm(tr("Remove «{name}»?", name=document.name), consequence), answered)


class DocumentTable(DataTable[Text]):
    """A table whose Enter is the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DOCUMENTS[:1])


def confirm_speakers(project: Project, document: Document, roles: Mapping[str, str], pattern: str) -> None:
    """Keep the roles; the turns are looked for again only if other labels are speakers now."""
    speakers = project.corpus.speakers(document)
    if {speaker.label for speaker in speakers} != set(roles):
        project.corpus.set_speakers(document, roles, pattern)
        return
    with project.action(project.say("Confirmed the speakers of {name}", name=document.name)):
        for speaker in speakers:
            if speaker.role != roles[speaker.label]:
                project.corpus.set_speaker_role(speaker.id, roles[speaker.label])


def document_cells(document: Document, touched: int = 0) -> list[Text]:
    """A row of the table; nothing instead of 0. Codings that an edit changed are told of beside the name."""
    numbers = (document.words, document.turns, document.speakers, document.codings)
    badge = f" · {trn('{n} coding to look at', '{n} codings to look at', touched)}" if touched else ""
    name = Text.assemble(visible(document.name, one_line=True), (badge, "bold"))
    words = [name, Text(tr(document.kind))]
    return words + [Text(number(each) if each else "", justify="right") for each in numbers]
