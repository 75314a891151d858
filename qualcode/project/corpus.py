"""`project.corpus`: the documents, their texts, turns and speakers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select

from qualcode.errors import Conflict, NotFound, QualcodeError
from qualcode.project.database import tuples
from qualcode.project.history import Action, Row
from qualcode.project.intake import (
    Draft,
    ImportReport,
    cleaning_counts,
    drafted,
    informant_words,
    one_of,
    preview,
    rows_of,
    speech_rows,
)  # fmt: skip
from qualcode.project.memo_rows import delete_memos
from qualcode.project.naming import checked_name, choose, is_guid, name_key
from qualcode.project.records import DOCUMENT_KINDS, FIDELITIES, SPEAKER_ROLES, Document, Speaker, Turn
from qualcode.project.schema import (
    AskedRow,
    AttributeValueRow,
    Base,
    CaseRow,
    CodingRow,
    DocumentRow,
    EditRow,
    MarkRow,
    MemoRow,
    SectionRow,
    SegmentRow,
    SpeakerRow,
    TurnRow,
)
from qualcode.text.cleaning import DAMAGED_WORD, NO_PROFILE, PROFILES, Cleaned, clean
from qualcode.text.language import guess_language
from qualcode.text.reading import READERS, Extracted, document_name, from_string, read_file
from qualcode.text.source import page_starts
from qualcode.text.turns import find_turns

if TYPE_CHECKING:
    from qualcode.project.project import Project


FEW = 200  # documents that are asked for by name; for more, all are read


class Speech(NamedTuple):
    """A turn in short."""

    start: int
    end: int
    number: int
    speaker: str
    speaker_id: str | None


class Corpus:
    """The documents of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def documents(self) -> list[Document]:
        """All documents in their order, with counts."""
        return self._documents()

    def document(self, reference: str | Document) -> Document:
        """One document by id, name, or name with a file ending; raises NotFound or Ambiguous."""
        if isinstance(reference, Document):
            return reference
        if is_guid(reference) and (found := self._documents(DocumentRow.id == reference)):
            return found[0]
        return named_document(reference, self._documents())

    def text(self, reference: str | Document) -> str:
        """The text as stored: what every offset counts in."""
        return self._column(reference, DocumentRow.text)

    def raw(self, reference: str | Document) -> str:
        """The text as extracted from the file, before any normalising, cleaning or edit."""
        document = self.document(reference)
        return self._column(document, func.coalesce(DocumentRow.raw, DocumentRow.text))

    def texts(self) -> dict[str, str]:
        """Every document's text by id, in one read."""
        with self._project.read() as connection:
            return dict(tuples(connection, select(DocumentRow.id, DocumentRow.text).order_by(DocumentRow.position)))

    def turns(self, reference: str | Document) -> list[Turn]:
        """The turns of a document in order."""
        return self.all_turns(self.document(reference).id).popitem()[1] or []

    def all_turns(self, *document_ids: str) -> dict[str, list[Turn]]:
        """The turns of some documents, or of all, by document id."""
        query = (
            select(TurnRow, SpeakerRow.label, SpeakerRow.role)
            .outerjoin(SpeakerRow, SpeakerRow.id == TurnRow.speaker_id)
            .with_only_columns(
                TurnRow.id, TurnRow.document_id, TurnRow.number, SpeakerRow.label, TurnRow.speaker_id, SpeakerRow.role,
                TurnRow.timestamp, TurnRow.start_offset, TurnRow.end_offset,
            )
            .order_by(TurnRow.document_id, TurnRow.number)
        )  # fmt: skip
        if document_ids:
            query = query.where(TurnRow.document_id.in_(document_ids))
        found: dict[str, list[Turn]] = {key: [] for key in document_ids}
        with self._project.read() as connection:
            for id_, document, number, label, speaker, role, stamp, start, end in tuples(connection, query):
                turn = Turn(id_, number, label, speaker, role == "interviewer", stamp, start, end)
                found.setdefault(document, []).append(turn)
        return found

    def speech(self, documents: Collection[str]) -> dict[str, list[Speech]]:
        """Who speaks where in some documents: what search and quotes need of thousands of turns, and no more."""
        query = (
            select(TurnRow.document_id, TurnRow.start_offset, TurnRow.end_offset, TurnRow.number, TurnRow.speaker_id)
            .order_by(TurnRow.document_id, TurnRow.number)
        )  # fmt: skip
        if len(documents) < FEW:
            query = query.where(TurnRow.document_id.in_(documents))
        labels: dict[str | None, str] = {speaker.id: speaker.label for speaker in self.speakers()}
        found: dict[str, list[Speech]] = {document: [] for document in documents}
        with self._project.read() as connection:
            for document, start, end, number, speaker in tuples(connection, query):
                if document in found:
                    found[document].append(Speech(start, end, number, labels.get(speaker, ""), speaker))
        return found

    def speakers(self, reference: str | Document | None = None) -> list[Speaker]:
        """The speakers of a document, or of all documents."""
        query = (
            select(SpeakerRow.id, SpeakerRow.document_id, SpeakerRow.label, SpeakerRow.role, CaseRow.id, CaseRow.name)
            .outerjoin(CaseRow, CaseRow.id == SpeakerRow.case_id)
            .order_by(SpeakerRow.document_id, SpeakerRow.role, SpeakerRow.label)
        )
        if reference is not None:
            query = query.where(SpeakerRow.document_id == self.document(reference).id)
        with self._project.read() as connection:
            return [Speaker(*row) for row in connection.execute(query)]

    def add(
        self,
        name: str,
        extracted: Extracted | str,
        *,
        kind: str = "interview",
        fidelity: str = "verbatim",
        language: str | None = None,
        turns: str = "auto",
        speakers: Mapping[str, str] | None = None,
    ) -> Document:
        """Take in one text; `speakers` maps the confirmed labels to their roles, and then only those are speakers."""
        source = from_string(extracted) if isinstance(extracted, str) else extracted
        draft = self.draft(
            name, source, kind=kind, fidelity=fidelity, language=language, turns=turns, speakers=speakers
        )
        return self.store([draft])[0]

    def import_files(
        self,
        paths: Iterable[str | Path],
        *,
        kind: str = "interview",
        turns: str = "auto",
        language: str | None = None,
        dry_run: bool = False,
        repair: bool = False,
        profile: str = NO_PROFILE,
    ) -> ImportReport:
        """Take in files as one act: good ones go in, bad ones are named; `repair` mends wrongly decoded letters."""
        one_of(profile, tuple(PROFILES), "profile for cleaning")
        drafts: list[Draft] = []
        failed: list[tuple[str, QualcodeError]] = []
        notices: list[tuple[str, str]] = []
        taken = {name_key(document.name) for document in self.documents()}
        for path in map(Path, paths):
            try:
                source = read_file(path, repair=repair and profile == NO_PROFILE)
                draft = self.draft(
                    document_name(path), source, kind=kind, language=language, turns=turns, profile=profile
                )
                if name_key(draft.name) in taken:
                    raise Conflict(
                        "there is a document «{name}» already", "rename the file or the document", name=draft.name
                    )
            except QualcodeError as error:
                failed.append((str(path), error))
                continue
            taken.add(name_key(draft.name))
            drafts.append(draft)
            mended = {"lost letters"} if DAMAGED_WORD in PROFILES[profile] else set()
            notices += [(draft.name, notice.message) for notice in source.notices if notice.kind not in mended]
        imported = [preview(draft) for draft in drafts] if dry_run else self.store(drafts)
        cleaned = {draft.name: cleaning_counts(draft) for draft in drafts}
        mendable = any(draft.extracted.repair is not None for draft in drafts)
        return ImportReport(tuple(imported), tuple(failed), tuple(notices), cleaned, mendable)

    def draft(
        self,
        name: str,
        source: Extracted,
        *,
        kind: str = "interview",
        fidelity: str = "verbatim",
        language: str | None = None,
        turns: str = "auto",
        speakers: Mapping[str, str] | None = None,
        profile: str = NO_PROFILE,
        cleaned: Cleaned | None = None,
    ) -> Draft:
        """Work out a document without storing it; `cleaned` is what a person decided on, else the profile decides."""
        given = language or guess_language(source.text) or self._project.info().language
        return drafted(
            name, source, kind=kind, fidelity=fidelity, language=given, turns=turns, speakers=speakers,
            cleaned=cleaned or clean(source.text, profile, given, page_starts(source.marks)),
        )  # fmt: skip

    def store(self, drafts: list[Draft]) -> list[Document]:
        """Store drafts as one act."""
        if not drafts:
            return []
        names = drafts[0].name if len(drafts) == 1 else str(len(drafts))
        message = "Imported {names}" if len(drafts) == 1 else "Imported {names} documents"
        with self._project.action(self._project.say(message, names=names)) as act:
            position = act.connection.execute(select(func.max(DocumentRow.position))).scalar() or 0
            rows: dict[type[Base], list[Row]] = {}
            for number, draft in enumerate(drafts, position + 1):
                for model, new in rows_of(draft, number, act.at).items():
                    rows.setdefault(model, []).extend(new)
            _refuse_taken_names(act.connection, rows[DocumentRow])
            for model, new in rows.items():
                act.insert(model, new)
            ids = [row["id"] for row in rows[DocumentRow]]
            return self._documents(DocumentRow.id.in_(ids)) if len(ids) < 500 else self.documents()[-len(ids) :]

    def rename(self, reference: str | Document, name: str) -> Document:
        """Give a document another name."""
        document, clean = self.document(reference), checked_name(name, "document")
        with self._project.action(self._project.say("Renamed {old} to {new}", old=document.name, new=clean)) as act:
            if name_key(clean) != name_key(document.name):
                _refuse_taken_names(act.connection, [{"name": clean, "name_key": name_key(clean)}])
            act.update(DocumentRow, document.id, name=clean, name_key=name_key(clean))
        return self.document(document.id)

    def set_kind(self, reference: str | Document, kind: str) -> None:
        """Say what kind of document it is."""
        self._set(reference, "kind", one_of(kind, DOCUMENT_KINDS, "kind of document"))

    def set_fidelity(self, reference: str | Document, fidelity: str) -> None:
        """Say how close the text is to what was said."""
        self._set(reference, "fidelity", one_of(fidelity, FIDELITIES, "fidelity"))

    def set_speaker_role(self, speaker_id: str, role: str) -> None:
        """Say whether a speaker is the interviewer, a participant, or several at once; the word count follows."""
        one_of(role, SPEAKER_ROLES, "role")
        speaker = _speaker(self.speakers(), speaker_id)
        say = self._project.say
        with self._project.action(say("{label} is now {role}", label=speaker.label, role=say(role))) as act:
            act.update(SpeakerRow, speaker_id, role=role)
            self._recount(act, speaker.document_id)

    def link_speaker(self, speaker_id: str, case: str | None) -> None:
        """Say which person a speaker label stands for."""
        speaker = _speaker(self.speakers(), speaker_id)
        found = self._project.cases.case(case) if case is not None else None
        label = self._project.say("{label} is {case}", label=speaker.label, case=found.name if found else "–")
        with self._project.action(label) as act:
            act.update(SpeakerRow, speaker_id, case_id=found.id if found else None)

    def set_speakers(self, reference: str | Document, roles: Mapping[str, str], pattern: str = "auto") -> list[Turn]:
        """Confirm who speaks in a document and find its turns again; links of labels that stay are kept."""
        document = self.document(reference)
        for role in roles.values():
            one_of(role, SPEAKER_ROLES, "role")
        found = find_turns(self.text(document), pattern=pattern, speakers=roles.keys())
        cases = {speaker.label: speaker.case_id for speaker in self.speakers(document)}
        with self._project.action(self._project.say("Confirmed the speakers of {name}", name=document.name)) as act:
            for model in (TurnRow, SpeakerRow):
                old = act.connection.execute(select(model.id).where(model.document_id == document.id)).scalars()
                act.delete(model, old.all())
            speakers, turns = speech_rows(document.id, found, roles, cases)
            act.insert(SpeakerRow, speakers)
            act.insert(TurnRow, turns)
            self._recount(act, document.id)
        return self.turns(document.id)

    def remove(self, reference: str | Document) -> None:
        """Take a document out, with its codings and memos; undo brings all of it back."""
        document = self.document(reference)
        with self._project.action(self._project.say("Removed {name}", name=document.name)) as act:
            where = {model: _ids(act.connection, model, document.id) for model in (CodingRow, SegmentRow)}
            linked = or_(
                MemoRow.document_id == document.id,
                MemoRow.coding_id.in_(select(CodingRow.id).where(CodingRow.document_id == document.id)),
                MemoRow.segment_id.in_(select(SegmentRow.id).where(SegmentRow.document_id == document.id)),
            )
            delete_memos(act, act.connection.execute(select(MemoRow.id).where(linked)).scalars())
            for model, ids in where.items():
                act.delete(model, ids)
            for dependent in (AttributeValueRow, TurnRow, SpeakerRow, EditRow, SectionRow, MarkRow, AskedRow):
                act.delete(dependent, _ids(act.connection, dependent, document.id))
            act.delete(DocumentRow, [document.id])

    def _documents(self, *where: ColumnElement[bool]) -> list[Document]:
        def counted(model: type[CodingRow | TurnRow | SpeakerRow]) -> Any:
            query = select(func.count()).where(model.document_id == DocumentRow.id)
            return query.scalar_subquery()

        query = select(
            DocumentRow.id, DocumentRow.name, DocumentRow.kind, DocumentRow.fidelity, DocumentRow.language,
            DocumentRow.words, DocumentRow.characters, counted(TurnRow), counted(SpeakerRow), counted(CodingRow),
            DocumentRow.sha256, DocumentRow.source, DocumentRow.imported_at,
        )  # fmt: skip
        with self._project.read() as connection:
            rows = connection.execute(query.where(*where).order_by(DocumentRow.position, DocumentRow.id))
            return [Document(*row) for row in rows]

    def _column(self, reference: str | Document, column: Any) -> str:
        document = self.document(reference)
        with self._project.read() as connection:
            return str(connection.execute(select(column).where(DocumentRow.id == document.id)).scalar_one())

    def _set(self, reference: str | Document, column: str, value: str) -> None:
        document = self.document(reference)
        say = self._project.say
        with self._project.action(say("{name}: {value}", name=document.name, value=say(value))) as act:
            act.update(DocumentRow, document.id, **{column: value})

    def _recount(self, act: Action, document_id: str) -> None:
        turns = [(turn.start, turn.end, turn.interviewer) for turn in self.turns(document_id)]
        act.update(DocumentRow, document_id, words=informant_words(self.text(document_id), turns))


def _speaker(speakers: Sequence[Speaker], speaker_id: str) -> Speaker:
    found = next((speaker for speaker in speakers if speaker.id == speaker_id), None)
    if found is None:
        raise NotFound("there is no such speaker")
    return found


def named_document(reference: str, documents: Sequence[Document]) -> Document:
    """The one document that a name, id, file name, or name with a file ending means."""
    return choose(
        reference, documents, "document", lambda d: (d.name,), lambda d: (d.id,), lambda d: filter(None, [d.source]),
        lambda d: (d.name + ending for ending in READERS),
        lambda d: (Path(d.name).stem,) if Path(d.name).suffix.lower() in READERS else (),
    )  # fmt: skip


def _ids(connection: Connection, model: Any, document_id: str) -> list[str]:
    return list(connection.execute(select(model.id).where(model.document_id == document_id)).scalars())


def _refuse_taken_names(connection: Connection, rows: list[Row]) -> None:
    taken = set(connection.execute(select(DocumentRow.name_key)).scalars())
    for row in rows:
        if row["name_key"] in taken:
            raise Conflict("there is a document «{name}» already", "rename one of them", name=row["name"])
        taken.add(row["name_key"])
