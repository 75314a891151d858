"""F2: the documents of the project, taken in, named and described here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable
from textual.worker import Worker, get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.intake import ImportReport
from qualcode.project.records import DOCUMENT_KINDS, Document
from qualcode.text.reading import READERS
from qualcode.text.symbols import visible
from qualcode.tui.actions import DOCUMENTS, bindings
from qualcode.tui.dialogs import AskPath, AskText, Choose, Confirm, ShowText
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.speakers import ConfirmSpeakers, speaker_candidates
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.words import tr, trn

HEADINGS = ("Name", "Kind", "Words", "Turns", "Speakers", "Codings")


class ImportStopped(Exception):
    """The person wants no import after all."""


class DocumentsScreen(WorkScreen):
    """All documents with their counts."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DOCUMENTS[1:])
    AUTO_FOCUS = "DataTable"

    def __init__(self) -> None:
        super().__init__()
        self._documents: Sequence[Document] = ()
        self._importing: Worker[None] | None = None

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
        for document in self._documents:
            table.add_row(*document_cells(document), key=document.id)
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
        """Ask for a file or a folder, and take in what is there."""

        def named(path: str | None) -> None:
            if path:
                self._importing = self._import(files_at(path))
                self.refresh_hints()

        self.app.push_screen(AskPath(tr("Import which file or folder?")), named)

    @work(thread=True, exclusive=True, group="import")
    def _import(self, paths: Sequence[Path]) -> None:
        try:
            report = self.project.corpus.import_files(self._told(paths))
        except ImportStopped:
            self.app.call_from_thread(self.say, tr("Stopped; nothing was imported"))
        except QualcodeError as error:
            self.app.call_from_thread(self.workbench.tell, error)
        else:
            self.app.call_from_thread(self._imported, report)
        finally:
            self._importing = None
            self.app.call_from_thread(self.refresh_hints)

    def _told(self, paths: Sequence[Path]) -> Iterator[Path]:
        """The files one by one, each told of; nothing is stored before the last, so that stopping leaves no half."""
        worker = get_current_worker()
        for number, path in enumerate(paths, 1):
            if worker.is_cancelled:
                raise ImportStopped
            self.app.call_from_thread(self.say, tr("Importing {n} of {total} …", n=number, total=len(paths)))
            yield path
        if worker.is_cancelled:
            raise ImportStopped

    def action_stop_import(self) -> None:
        """Leave all files out, also those that have been read."""
        if self._importing is not None:
            self._importing.cancel()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what goes on can be stopped."""
        return self._importing is not None if action == "stop_import" else True

    def _imported(self, report: ImportReport) -> None:
        """Say what came in and what did not, then ask who speaks."""
        if report.imported:
            self.did(trn("Imported {n} document", "Imported {n} documents", len(report.imported)))
        else:
            self.say(tr("Nothing was imported"))
        spoken = [document for document in report.imported if document.turns]
        lines = [f"{Path(path).name}: {error.message}" for path, error in report.failed]
        lines += [f"{name}: {notice}" for name, notice in report.notices]
        if lines:
            title = tr("What to know about the import")
            self.app.push_screen(ShowText(title, "\n".join(lines)), lambda _: self._confirm_speakers(spoken))
        else:
            self._confirm_speakers(spoken)

    def _confirm_speakers(self, documents: Sequence[Document]) -> None:
        """One document after the other: who speaks here?"""
        if documents:
            self._ask_speakers(documents[0], lambda: self._confirm_speakers(documents[1:]))

    def _ask_speakers(self, document: Document, then: object = None) -> None:
        known = {speaker.label: speaker.role for speaker in self.project.corpus.speakers(document)}
        candidates = speaker_candidates(self.project.corpus.text(document), known)

        def answered(roles: dict[str, str] | None) -> None:
            if roles is not None and roles != known:
                self.project.corpus.set_speakers(document, roles)
                self.did(tr("Confirmed the speakers of {name}", name=document.name))
            if callable(then) and roles is not None:
                then()

        self.app.push_screen(ConfirmSpeakers(document.name, candidates), answered)

    def action_speakers(self) -> None:
        """Who speaks in the document, and in which role."""
        if self.current is not None:
            self._ask_speakers(self.current)

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


def document_cells(document: Document) -> list[Text]:
    """A row of the table; nothing instead of 0."""
    numbers = (document.words, document.turns, document.speakers, document.codings)
    words = [Text(visible(document.name, one_line=True)), Text(tr(document.kind))]
    return words + [Text(str(number or ""), justify="right") for number in numbers]


def files_at(path: str) -> list[Path]:
    """The file, or the files of a folder that can be read and are not hidden."""
    place = Path(path).expanduser()
    if not place.is_dir():
        return [place]
    return sorted(file for file in place.iterdir() if file.suffix.lower() in READERS and file.name[0] != ".")
