"""`project.coding`: codes on spans of text, one by one or two hundred thousand at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, and_, select

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.coding_rows import (
    IDENTITY,
    Imported,
    Incoming,
    check_span,
    check_value,
    memo_row,
    refuse_excluded,
)
from qualcode.project.database import tuples
from qualcode.project.history import CODING, Row, fetch
from qualcode.project.memo_rows import delete_memos
from qualcode.project.naming import choose
from qualcode.project.records import Code, Coder, Coding, Document
from qualcode.project.records import CodingRow as Line
from qualcode.project.schema import ChangeRow, CodeRow, CoderRow, CodingRow, DocumentRow, MemoRow

if TYPE_CHECKING:
    from qualcode.project.project import Project


# Beyond so many, all codings of a document are read as soon as these.
MOST_TOUCHED = 500
_UNLIKE_MESSAGES = {
    "document_id": "these codings cannot be joined: they are in different documents",
    "code_id": "these codings cannot be joined: they have different codes",
    "coder": "these codings cannot be joined: they have different coders",
    "value": "these codings cannot be joined: they have different values",
}


class Codings:
    """The codings of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def codings(
        self,
        *,
        document: str | Document | None = None,
        code: str | Code | None = None,
        coder: str | Coder | None = None,
        subtree: bool = False,
        ids: Sequence[str] | None = None,
    ) -> list[Coding]:
        """Codings in the order of the documents and of the text; `subtree` takes in the codes below `code`."""
        where: list[Any] = []
        if document is not None:
            where.append(CodingRow.document_id == self._project.corpus.document(document).id)
        if code is not None:
            book = self._project.codebook
            chosen = book.subtree(code) if subtree else [book.code(code)]
            where.append(CodingRow.code_id.in_([each.id for each in chosen]))
        if coder is not None:
            where.append(CodingRow.coder_id == self.coder(coder).id)
        if ids is not None:
            where.append(CodingRow.id.in_(ids))
        with self._project.read() as connection:
            return self._codings(connection, where)

    def touched(self, act: int) -> frozenset[str] | None:
        """The codings that an act was about, by id; None where it was about anything else as well."""
        query = select(ChangeRow.table_name, ChangeRow.row_id).where(ChangeRow.action_id == act)
        with self._project.read() as connection:
            rows = tuples(connection, query)
        ids = [row_id for table, row_id in rows if table == CodingRow.__tablename__ and row_id is not None]
        return frozenset(ids) if len(ids) == len(rows) <= MOST_TOUCHED else None

    def renewed(self, before: Sequence[Coding], touched: Collection[str], document: Document) -> list[Coding]:
        """The codings of a document as they are now that those `touched` alone are others than before."""
        now = self.codings(document=document, ids=list(touched))
        return sorted((*(each for each in before if each.id not in touched), *now), key=_place_in_text)

    def coding(self, coding_id: str) -> Coding:
        """One coding by its id."""
        found = self.codings(ids=[coding_id])
        if not found:
            raise NotFound("this coding is no longer there")
        return found[0]

    def coders(self) -> list[Coder]:
        """Everybody who has been at work here, by name."""
        with self._project.read() as connection:
            rows = connection.execute(select(CoderRow.id, CoderRow.name).order_by(CoderRow.name_key))
            return [Coder(*row) for row in rows]

    def coder(self, reference: str | Coder) -> Coder:
        """One coder by name or id."""
        if isinstance(reference, Coder):
            return reference
        return choose(reference, self.coders(), "coder", lambda c: (c.name,), lambda c: (c.id,))

    def apply(
        self,
        code: str | Code,
        document: str | Document,
        start: int,
        end: int,
        *,
        value: str | None = None,
        memo: str = "",
        coder: str | None = None,
    ) -> Coding:
        """Code a span; where the same coder has the same code on the same span already, that coding is given back."""
        chosen, place = self._project.codebook.code(code), self._project.corpus.document(document)
        check_span(start, end, place.characters, place.name)
        refuse_excluded(start, end, self._project.structure.excluded().get(place.id, ()), place.name)
        check_value(value, chosen)
        label = self._project.say("Coded {code} in {document}", code=chosen.name, document=place.name)
        with self._project.action(label) as act:
            who = act.coder(coder or self._project.coder)
            span = {"document_id": place.id, "start_offset": start, "end_offset": end}
            row: Row = {"id": str(uuid4()), **span, "code_id": chosen.id, "coder_id": who}
            if (known := _same(act.connection, row)) is not None:
                return self.set_memo(known, memo) if memo else self.coding(known)
            act.insert(CodingRow, [{**row, "created_at": act.at, "value": value, "key_quote": False}])
            if memo:
                act.insert(MemoRow, [memo_row(row["id"], who, act.at, memo)])
            return self.coding(row["id"])

    def remove(self, *coding_ids: str) -> int:
        """Take codings away with their memos; how many there were."""
        codings = self.codings(ids=coding_ids)
        if not codings:
            raise NotFound("there is no such coding")
        label = self._project.say("Removed {code} from {document}", code=codings[0].code, document=codings[0].document)
        if len(codings) > 1:
            label = self._project.say("Removed {count} codings", count=len(codings))
        with self._project.action(label) as act:
            memos = select(MemoRow.id).where(MemoRow.coding_id.in_(coding_ids))
            delete_memos(act, act.connection.execute(memos).scalars())
            return act.delete(CodingRow, coding_ids)

    def resize(self, coding_id: str, start: int, end: int) -> Coding:
        """Move the boundaries of a coding."""
        coding = self.coding(coding_id)
        place = self._project.corpus.document(coding.document_id)
        check_span(start, end, place.characters, place.name)
        label = self._project.say("Moved the boundaries of {code} in {document}", code=coding.code, document=place.name)
        return self._change(coding, label, start_offset=start, end_offset=end, was=None)

    def recode(self, coding_id: str, code: str | Code) -> Coding:
        """Give a coding another code; its memo, coder and date stay."""
        coding, new = self.coding(coding_id), self._project.codebook.code(code)
        label = self._project.say(
            "{old} became {new} in {document}", old=coding.code, new=new.name, document=coding.document
        )
        return self._change(coding, label, code_id=new.id)

    def split(self, coding_id: str, offset: int) -> tuple[Coding, Coding]:
        """Make two codings of one; both keep code, coder, date, value and key mark, the memo stays with the first."""
        coding = self.coding(coding_id)
        if not coding.start < offset < coding.end:
            raise InvalidInput(
                "{offset} does not lie inside the coding {start}–{end}",
                "an offset counts code points from the beginning of the document",
                offset=offset, start=coding.start, end=coding.end,
            )  # fmt: skip
        label = self._project.say("Split {code} in {document} in two", code=coding.code, document=coding.document)
        with self._project.action(label) as act:
            [row] = fetch(act.connection, CODING, [coding_id])
            second = {**row, "id": str(uuid4()), "start_offset": offset, "was": None}
            act.update(CodingRow, coding_id, end_offset=offset, was=None)
            act.insert(CodingRow, [second])
            for part in (coding_id, second["id"]):
                _refuse_double(act.connection, part)
        return self.coding(coding_id), self.coding(second["id"])

    def join(self, *coding_ids: str) -> Coding:
        """Make one coding of several, from where the first begins to where the last ends.

        They are of one code, coder and document, with one value; memos are all kept, and the key mark of any.
        """
        codings = self.codings(ids=coding_ids)
        if len(codings) < max(len(set(coding_ids)), 2):
            raise NotFound("there are not two codings to join", "one of them is no longer there, or only one was given")
        first = codings[0]
        _refuse_unlike(codings)
        start, end = first.start, max(coding.end for coding in codings)
        refuse_excluded(start, end, self._project.structure.excluded().get(first.document_id, ()), first.document)
        label = self._project.say(
            "Joined {count} codings of {code} in {document}", count=len(codings), code=first.code,
            document=first.document,
        )  # fmt: skip
        with self._project.action(label) as act:
            others = [coding.id for coding in codings[1:]]
            memos = act.connection.execute(select(MemoRow.id).where(MemoRow.coding_id.in_(others))).scalars().all()
            act.update_many(MemoRow, {memo: {"coding_id": first.id} for memo in memos})
            act.delete(CodingRow, others)
            key = any(coding.key_quote for coding in codings)
            act.update(CodingRow, first.id, start_offset=start, end_offset=end, key_quote=key, was=None)
            _refuse_double(act.connection, first.id)
        return self.coding(first.id)

    def set_value(self, coding_id: str, value: str | None) -> Coding:
        """Give a coding a value on its code's scale, or take it away."""
        coding = self.coding(coding_id)
        check_value(value, self._project.codebook.code(coding.code_id))
        label = self._project.say(
            "{code} in {document}: {value}", code=coding.code, document=coding.document, value=value
        )
        return self._change(coding, label, value=value)

    def mark_key(self, coding_id: str, key: bool = True) -> Coding:
        """Mark a coding as a key quote, or take the mark away."""
        coding = self.coding(coding_id)
        message = "Key quote: {code} in {document}" if key else "No longer a key quote: {code} in {document}"
        label = self._project.say(message, code=coding.code, document=coding.document)
        return self._change(coding, label, key_quote=key)

    def set_memo(self, coding_id: str, text: str) -> Coding:
        """Write the coding's memo anew; an empty text takes it away."""
        coding = self.coding(coding_id)
        label = self._project.say("Memo on {code} in {document}", code=coding.code, document=coding.document)
        with self._project.action(label) as act:
            query = select(MemoRow.id, MemoRow.text).where(MemoRow.coding_id == coding_id)
            written = act.connection.execute(query.order_by(MemoRow.created_at, MemoRow.id)).all()
            old = [row.id for row in written]
            if old and text:
                if text != written[0].text:  # Else it would be changed by the second in which it is written again.
                    act.update(MemoRow, old[0], text=text, changed_at=act.at)
            elif text:
                who = act.coder(self._project.coder)
                act.insert(MemoRow, [memo_row(coding_id, who, act.at, text)])
            delete_memos(act, old[1:] if text else old, target_stays=True)
        return self.coding(coding_id)

    def import_rows(self, lines: Iterable[Line]) -> Imported:
        """Take in codings from a file, all of them or none; what a row says more of one that is there is added to it.

        That is a memo, a value or a key mark; an empty cell takes nothing away.
        """
        drafts = list(lines)
        if not drafts:
            return Imported(0, 0, 0)
        message = "Imported codings: {count}"
        with self._project.action(self._project.say(message, count=len(drafts))) as act:
            incoming = Incoming(self._project, act)
            for line in drafts:
                incoming.take(line)
            return incoming.store()

    def _change(self, coding: Coding, label: str, **values: Any) -> Coding:
        with self._project.action(label) as act:
            if act.update(CodingRow, coding.id, **values):
                _refuse_double(act.connection, coding.id)
        return self.coding(coding.id)

    def memo_texts(self, connection: Connection, where: Sequence[Any] = ()) -> dict[str, str]:
        """What is noted on each coding that has a memo and fits, by coding id."""
        query = select(MemoRow.coding_id, MemoRow.text).join(CodingRow, CodingRow.id == MemoRow.coding_id).where(*where)
        memos: dict[str, str] = {}
        for coding_id, text in tuples(connection, query.order_by(MemoRow.created_at, MemoRow.id)):
            memos[coding_id] = f"{memos[coding_id]}\n\n{text}" if coding_id in memos else text
        return memos

    def _codings(self, connection: Connection, where: Sequence[Any]) -> list[Coding]:
        memos = self.memo_texts(connection, where)
        query = (
            select(
                CodingRow.id, CodingRow.document_id, DocumentRow.name, CodingRow.start_offset, CodingRow.end_offset,
                CodingRow.code_id, CodeRow.name, CoderRow.name, CodingRow.created_at, CodingRow.value,
                CodingRow.key_quote,
            )
            .join(DocumentRow, DocumentRow.id == CodingRow.document_id)
            .join(CodeRow, CodeRow.id == CodingRow.code_id)
            .join(CoderRow, CoderRow.id == CodingRow.coder_id)
            .where(*where)
            .order_by(
                DocumentRow.position, CodingRow.start_offset, CodingRow.end_offset, CodeRow.name, CoderRow.name,
                CodingRow.id,
            )
        )  # fmt: skip
        return [Coding(*(*row[:10], memos.get(row[0], ""), bool(row[10]))) for row in tuples(connection, query)]


def _place_in_text(coding: Coding) -> tuple[int, int, str, str, str]:
    """The order within a document, as the database has it."""
    return coding.start, coding.end, coding.code, coding.coder, coding.id


def _refuse_unlike(codings: Sequence[Coding]) -> None:
    """Only codings that say the same can become one."""
    for field, message in _UNLIKE_MESSAGES.items():
        if len({getattr(coding, field) for coding in codings}) > 1:
            raise Conflict(message, "give them the same value first" if field == "value" else "")


def _refuse_double(connection: Connection, coding_id: str) -> None:
    """No coder has the same code twice on the same words."""
    mine, other = CodingRow.__table__.alias(), CodingRow.__table__.alias()
    alike = [mine.c[column] == other.c[column] for column in IDENTITY]
    query = select(other.c.id).join(mine, and_(*alike)).where(mine.c.id == coding_id, other.c.id != coding_id)
    if connection.execute(query.limit(1)).first() is not None:
        raise Conflict("this coder has the same code on the same words: that coding is there already", "remove one")


def _same(connection: Connection, row: Row) -> str | None:
    alike = (getattr(CodingRow, column) == row[column] for column in IDENTITY)
    return connection.execute(select(CodingRow.id).where(*alike)).scalar()
