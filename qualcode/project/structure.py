"""`project.structure`: the sections of documents, and what else their sources told about their shape.

A section may be marked *do not code*: a summary, a list of literature, an interview guide. What lies in it counts
nowhere, so that reading about a theme is not taken for somebody speaking of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.database import tuples
from qualcode.project.history import Action
from qualcode.project.naming import choose
from qualcode.project.reanchoring import counted_words
from qualcode.project.records import Document, Section, StructureMark
from qualcode.project.schema import CodingRow, DocumentRow, MarkRow, SectionRow

if TYPE_CHECKING:
    from qualcode.project.project import Project

# What sections that are not the informants' words are usually called, in small letters.
USUAL = frozenset(
    """
    sammendrag samandrag abstract summary forord føreord preface innhold innhald innholdsfortegnelse contents
    innholdsliste litteratur litteraturliste referanser referansar kilder kilde kildeliste kjelder bibliografi
    references bibliography literature intervjuguide intervjuguider vedlegg appendix samtykkeerklæring informasjonsskriv
    noter sluttnoter fotnoter
    """.split()  # noqa: SIM905
)


class Structure:
    """The shape of the documents of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def sections(self, document: str | Document | None = None) -> list[Section]:
        """The sections of a document, or of all, in the order of the text."""
        query = (
            select(
                SectionRow.id, SectionRow.document_id, SectionRow.title, SectionRow.level, SectionRow.start_offset,
                SectionRow.end_offset, SectionRow.excluded,
            )
            .join(DocumentRow, DocumentRow.id == SectionRow.document_id)
            .order_by(DocumentRow.position, SectionRow.start_offset, SectionRow.level)
        )  # fmt: skip
        if document is not None:
            query = query.where(SectionRow.document_id == self._project.corpus.document(document).id)
        with self._project.read() as connection:
            return [Section(*(*row[:6], bool(row[6]))) for row in tuples(connection, query)]

    def section(self, document: str | Document, reference: str) -> Section:
        """One section of a document by its id or title."""
        return choose(reference, self.sections(document), "section", lambda s: (s.title,), lambda s: (s.id,))

    def marks(self, document: str | Document, kinds: Collection[str] = ()) -> list[StructureMark]:
        """The marks of a document in the order of the text, all of them or those of some kinds."""
        place = self._project.corpus.document(document)
        query = select(
            MarkRow.id, MarkRow.document_id, MarkRow.kind, MarkRow.start_offset, MarkRow.end_offset, MarkRow.detail
        ).where(MarkRow.document_id == place.id)
        if kinds:
            query = query.where(MarkRow.kind.in_(kinds))
        ordered = query.order_by(MarkRow.start_offset, MarkRow.end_offset.desc(), MarkRow.kind, MarkRow.detail)
        with self._project.read() as connection:
            return [StructureMark(*row) for row in tuples(connection, ordered)]

    def usual(self, document: str | Document) -> list[Section]:
        """The sections that by their titles are usually not coded."""
        return [section for section in self.sections(document) if is_usual(section.title)]

    def exclude(self, sections: Sequence[Section], excluded: bool = True) -> int:
        """Mark sections as not to be coded, or as to be coded after all; how many changed."""
        message = "Do not code: {titles}" if excluded else "To be coded: {titles}"
        titles = ", ".join(section.title for section in sections[:5]) + (" …" if len(sections) > 5 else "")
        with self._project.action(self._project.say(message, titles=titles)) as act:
            changed = act.update_many(SectionRow, {section.id: {"excluded": excluded} for section in sections})
            for document_id in {section.document_id for section in sections}:
                self._recount(act, document_id)
            return changed

    def add(self, document: str | Document, title: str, start: int, end: int, *, level: int = 1) -> Section:
        """Make a span of a document a section."""
        place = self._project.corpus.document(document)
        if not 0 <= start < end <= place.characters:
            raise InvalidInput(
                "{start}–{end} is not a span of {document}, which has {characters} characters",
                start=start,
                end=end,
                document=place.name,
                characters=place.characters,
            )
        row: dict[str, Any] = {
            "id": str(uuid4()), "document_id": place.id, "title": " ".join(title.split()) or "–", "level": level,
            "start_offset": start, "end_offset": end, "excluded": False,
        }  # fmt: skip
        label = self._project.say("New section in {name}: {title}", name=place.name, title=row["title"])
        with self._project.action(label) as act:
            act.insert(SectionRow, [row])
        return self.section(place, row["id"])

    def remove(self, section: Section) -> None:
        """Take a section away; the text stays."""
        label = self._project.say("Removed the section {title}", title=section.title)
        with self._project.action(label) as act:
            if not act.delete(SectionRow, [section.id]):
                raise NotFound("this section is no longer there")
            self._recount(act, section.document_id)

    def excluded(self) -> dict[str, list[tuple[int, int]]]:
        """What is not to be coded, by document id."""
        query = select(SectionRow.document_id, SectionRow.start_offset, SectionRow.end_offset)
        found: dict[str, list[tuple[int, int]]] = {}
        with self._project.read() as connection:
            for document_id, start, end in tuples(connection, query.where(SectionRow.excluded.is_(True))):
                found.setdefault(document_id, []).append((start, end))
        return found

    def _recount(self, act: Action, document_id: str) -> None:
        text = self._project.corpus.text(document_id)
        act.update(DocumentRow, document_id, words=counted_words(act, document_id, text))


def is_usual(title: str) -> bool:
    """Whether a section of this title is usually not coded."""
    words = "".join(letter if letter.isalpha() else " " for letter in title).casefold().split()
    return bool(words) and words[0] in USUAL


def that_count(connection: Connection) -> list[ColumnElement[bool]]:
    """What a coding must fulfil to be counted: it has words, and they do not begin where nothing is to be coded."""
    conditions: list[ColumnElement[bool]] = [CodingRow.start_offset < CodingRow.end_offset]
    excluded = SectionRow.excluded.is_(True)
    if connection.execute(select(SectionRow.id).where(excluded).limit(1)).first() is None:
        return conditions
    inside = and_(
        SectionRow.document_id == CodingRow.document_id, excluded, SectionRow.start_offset <= CodingRow.start_offset,
        CodingRow.start_offset < SectionRow.end_offset,
    )  # fmt: skip
    return [*conditions, ~exists().where(inside)]
