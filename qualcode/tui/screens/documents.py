"""F2: the documents of the project, taken in, named and described here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.project.project import Project
from qualcode.project.records import DOCUMENT_KINDS, Document
from qualcode.text.speaker_words import INTERVIEWER
from qualcode.text.turns import AUTO
from qualcode.tui.actions import DOCUMENTS, bindings, by_id, shown_keys
from qualcode.tui.dialogs import AskText, Choose, Confirm
from qualcode.tui.screens.corrected_file import replace_file
from qualcode.tui.screens.importing import Importing
from qualcode.tui.screens.text_changes import review_repairs, review_touched
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.document_table import DocumentTable
from qualcode.tui.widgets.persons import Persons
from qualcode.tui.widgets.speakers import ConfirmSpeakers, speaker_candidates
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.survey_wizard import ask_survey
from qualcode.tui.words import tr, trn

WITHOUT_INTERVIEWER = "without interviewer"


class DocumentsScreen(WorkScreen):
    """All documents with their counts."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DOCUMENTS[1:])
    AUTO_FOCUS = "DataTable"

    def __init__(self) -> None:
        super().__init__()
        # What came in and nobody has said yet who speaks there: how turns were looked for, by the document's id.
        self._waiting: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """The table."""
        yield DocumentTable()

    def show_project(self) -> None:
        """The documents as they are now; the cursor stays on its document."""
        documents = self.project.corpus.documents()
        touched = Counter(coding.document_id for coding in self.project.editing.to_review())
        self.query_one(DocumentTable).show(documents, touched)
        self._show_counts(documents)
        if not documents:
            self.say(tr("No documents yet · a: import some"))

    def _show_counts(self, documents: Sequence[Document]) -> None:
        """How much there is, and before that in how many documents it waits to be said who speaks."""
        here = {document.id for document in documents}
        self._waiting = {id_: pattern for id_, pattern in self._waiting.items() if id_ in here}
        count = trn("{n} document", "{n} documents", len(documents))
        words = sum(document.words for document in documents)
        said = trn("{n} word without the interviewer", "{n} words without the interviewer", words)
        waiting = tr("{key}: {n} waiting", key=self._speakers_key, n=len(self._waiting)) if self._waiting else ""
        self.query_one(StatusLine).right = " · ".join(filter(None, (waiting, count, f"* {said}"))) if documents else ""

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
            found = {document.id: pattern for document in documents if document.turns}
            self._waiting |= found
            self._confirm_speakers(list(found))

        Importing(self, came_in).ask()

    @property
    def _speakers_key(self) -> str:
        return shown_keys(by_id()["documents.speakers"], self.workbench.keys)[0]

    def _confirm_speakers(self, ids: Sequence[str], number: int = 0) -> None:
        """One document after the other: who speaks here? Those that Esc leaves can be confirmed later."""

        def confirmed(yes: bool) -> None:
            if yes:
                self._waiting.pop(ids[number], None)
                self._confirm_speakers(ids, number + 1)
            elif self._waiting:
                left = len(self._waiting)
                waits = trn("{n} document waits for you", "{n} documents wait for you", left)
                self.say(f"{waits} · {tr('{key}: confirm who speaks', key=self._speakers_key)}")

        if number < len(ids):
            progress = tr("{n} of {total}", n=number + 1, total=len(ids)) if len(ids) > 1 else ""
            self._ask_speakers(self.project.corpus.document(ids[number]), progress, confirmed)
        self._show_counts(self.project.corpus.documents())

    def _ask_speakers(self, document: Document, progress: str, then: Callable[[bool], None]) -> None:
        corpus, pattern = self.project.corpus, self._waiting.get(document.id, AUTO)
        known = {speaker.label: speaker.role for speaker in corpus.speakers(document)}
        propose = document.id not in without_interviewer(self.project)
        found = speaker_candidates(corpus.text(document), known, pattern, corpus.turns(document), propose=propose)
        persons = Persons(self.app, self.project, document)
        candidates = [replace(label, person=persons.known.get(label.label, "")) for label in found]

        def answered(roles: dict[str, str] | None) -> None:
            declined = any(label.proposed for label in candidates) and INTERVIEWER not in (roles or {}).values()
            if roles is not None and (roles != known or declined or persons.is_changed):
                with self.project.action(self.project.say("Confirmed the speakers of {name}", name=document.name)):
                    confirm_speakers(self.project, document, roles, pattern, has_none=declined)
                    persons.store()
                self.did(tr("Confirmed the speakers of {name}", name=document.name))
            then(roles is not None)

        self.app.push_screen(ConfirmSpeakers(document.name, candidates, progress, persons), answered)

    def action_survey(self) -> None:
        """Take in a survey."""
        ask_survey(self)

    def action_speakers(self) -> None:
        """Who speaks in the document, and in which role; then in those that wait."""
        if self.current is not None:
            self._confirm_speakers(list(dict.fromkeys([self.current.id, *self._waiting])))

    def action_repairs(self) -> None:
        """Go through what was repaired in the text, and what waits."""
        if self.current is not None:
            review_repairs(self, self.current)

    def action_review(self) -> None:
        """Look at the codings that edits changed, in all documents."""
        review_touched(self)

    def action_replace(self) -> None:
        """Put a corrected version of the document's file in its place."""
        if self.current is not None:
            replace_file(self, self.current)

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


def without_interviewer(project: Project) -> list[str]:
    """The documents in which a person has said that none of those who ask is the interviewer."""
    return list(project.settings().get(WITHOUT_INTERVIEWER, []))


def confirm_speakers(
    project: Project, document: Document, roles: Mapping[str, str], pattern: str, *, has_none: bool = False
) -> None:
    """Keep the roles, and that there is no interviewer; turns are looked for again if other labels are speakers now."""
    with project.action(project.say("Confirmed the speakers of {name}", name=document.name)):
        speakers = project.corpus.speakers(document)
        if {speaker.label for speaker in speakers} != set(roles):
            project.corpus.set_speakers(document, roles, pattern)
        else:
            for speaker in speakers:
                if speaker.role != roles[speaker.label]:
                    project.corpus.set_speaker_role(speaker.id, roles[speaker.label])
        if has_none:
            project.set_setting(WITHOUT_INTERVIEWER, [*without_interviewer(project), document.id])
