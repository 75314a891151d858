"""F2: the documents of the project, taken in, named and described here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.project.project import Project
from qualcode.project.records import DOCUMENT_KINDS, Document
from qualcode.text.turns import AUTO
from qualcode.tui.actions import DOCUMENTS, bindings, by_id, shown_keys
from qualcode.tui.dialogs import AskText, Choose, Confirm
from qualcode.tui.screens.importing import Importing
from qualcode.tui.screens.text_changes import review_repairs, review_touched
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.document_table import DocumentTable
from qualcode.tui.widgets.speakers import ConfirmSpeakers, speaker_candidates
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.survey_wizard import ask_survey
from qualcode.tui.words import tr, trn


class DocumentsScreen(WorkScreen):
    """All documents with their counts."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DOCUMENTS[1:])
    AUTO_FOCUS = "DataTable"

    def body(self) -> ComposeResult:
        """The table."""
        yield DocumentTable()

    def show_project(self) -> None:
        """The documents as they are now; the cursor stays on its document."""
        documents = self.project.corpus.documents()
        touched = Counter(coding.document_id for coding in self.project.editing.to_review())
        self.query_one(DocumentTable).show(documents, touched)
        count = trn("{n} document", "{n} documents", len(documents))
        words = sum(document.words for document in documents)
        said = trn("{n} word without the interviewer", "{n} words without the interviewer", words)
        self.query_one(StatusLine).right = f"{count} · * {said}" if documents else ""
        if not documents:
            self.say(tr("No documents yet · a: import some"))

    @property
    def current(self) -> Document | None:
        """The document under the cursor."""
        return self.query_one(DocumentTable).current

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

    def _confirm_speakers(self, documents: Sequence[Document], pattern: str, number: int = 0) -> None:
        """One document after the other: who speaks here? Those that Esc leaves can be confirmed later."""

        def confirmed(yes: bool) -> None:
            if yes:
                self._confirm_speakers(documents, pattern, number + 1)
                return
            left = len(documents) - number
            waits = trn("{n} document waits for you", "{n} documents wait for you", left)
            key = shown_keys(by_id()["documents.speakers"], self.workbench.keys)[0]
            self.say(f"{waits} · {tr('{key}: confirm who speaks', key=key)}")

        if number < len(documents):
            progress = tr("{n} of {total}", n=number + 1, total=len(documents)) if len(documents) > 1 else ""
            self._ask_speakers(documents[number], pattern, progress, confirmed)

    def _ask_speakers(
        self, document: Document, pattern: str = AUTO, progress: str = "", then: Callable[[bool], None] | None = None
    ) -> None:
        corpus = self.project.corpus
        known = {speaker.label: speaker.role for speaker in corpus.speakers(document)}
        candidates = speaker_candidates(corpus.text(document), known, pattern, corpus.turns(document))

        def answered(roles: dict[str, str] | None) -> None:
            if roles is not None and roles != known:
                confirm_speakers(self.project, document, roles, pattern)
                self.did(tr("Confirmed the speakers of {name}", name=document.name))
            if then:
                then(roles is not None)

        self.app.push_screen(ConfirmSpeakers(document.name, candidates, progress), answered)

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
