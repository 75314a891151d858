"""`project.memos`: dated texts on the project, or on a document, a passage, a code, a coding or a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import select

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.history import Row
from qualcode.project.naming import checked_name
from qualcode.project.records import Case, Code, Document, Memo
from qualcode.project.schema import CoderRow, CodingRow, MemoRow, SegmentRow

if TYPE_CHECKING:
    from qualcode.project.project import Project

MEMO_KINDS = ("reflection", "method", "theory", "ethics", "summary", "question", "idea")


class Memos:
    """The memos of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def memos(
        self,
        *,
        document: str | Document | None = None,
        code: str | Code | None = None,
        target: str | None = None,
        memo_id: str | None = None,
    ) -> list[Memo]:
        """Memos, newest first; `target` is one of project, document, segment, code, coding, case."""
        query = (
            select(
                MemoRow.id, CoderRow.name.label("coder"), MemoRow.created_at, MemoRow.changed_at, MemoRow.kind,
                MemoRow.title, MemoRow.text, MemoRow.document_id, MemoRow.segment_id, MemoRow.code_id,
                MemoRow.coding_id, MemoRow.case_id,
                SegmentRow.document_id.label("segment_document"), SegmentRow.start_offset, SegmentRow.end_offset,
                CodingRow.document_id.label("coding_document"), CodingRow.start_offset.label("coding_start"),
                CodingRow.end_offset.label("coding_end"),
            )
            .join(CoderRow, CoderRow.id == MemoRow.coder_id)
            .outerjoin(SegmentRow, SegmentRow.id == MemoRow.segment_id)
            .outerjoin(CodingRow, CodingRow.id == MemoRow.coding_id)
            .order_by(MemoRow.created_at.desc(), MemoRow.id)
        )  # fmt: skip
        if code is not None:
            query = query.where(MemoRow.code_id == self._project.codebook.code(code).id)
        if memo_id is not None:
            query = query.where(MemoRow.id == memo_id)
        with self._project.read() as connection:
            found = [_memo(row) for row in connection.execute(query)]
        if document is not None:
            place = self._project.corpus.document(document).id
            found = [memo for memo in found if memo.document_id == place]
        return [memo for memo in found if target in (None, memo.target)]

    def add(
        self,
        text: str,
        *,
        title: str = "",
        kind: str = "reflection",
        document: str | Document | None = None,
        start: int | None = None,
        end: int | None = None,
        code: str | Code | None = None,
        case: str | Case | None = None,
        coding: str | None = None,
        coder: str | None = None,
        created_at: str | None = None,
    ) -> Memo:
        """Write a memo; with nothing to link it to it belongs to the project, with a span to that passage."""
        if sum(thing is not None for thing in (document, code, case, coding)) > 1:
            raise InvalidInput("a memo is linked to one thing", "write two memos")
        links: dict[str, str] = {}
        if code is not None:
            links["code_id"] = self._project.codebook.code(code).id
        if case is not None:
            links["case_id"] = self._project.cases.case(case).id
        if coding is not None:
            links["coding_id"] = self._project.coding.coding(coding).id
        place = self._project.corpus.document(document) if document is not None else None
        title, kind = _title(title), _kind(kind)
        span = _span(place, start, end)
        with self._project.action(self._project.say("Memo: {title}", title=title or _first_words(text))) as act:
            if span is not None:
                links["segment_id"] = str(uuid4())
                act.insert(SegmentRow, [{"id": links["segment_id"], **span}])
            elif place is not None:
                links["document_id"] = place.id
            who = act.coder(coder or self._project.coder)
            at = created_at or act.at
            row = {"id": str(uuid4()), "coder_id": who, "created_at": at, "changed_at": at, **links}
            act.insert(MemoRow, [{**row, "kind": kind, "title": title, "text": text}])
        return self.memo(row["id"])

    def memo(self, memo_id: str) -> Memo:
        """One memo by its id."""
        found = self.memos(memo_id=memo_id)
        if not found:
            raise NotFound("this memo is no longer there")
        return found[0]

    def update(
        self, memo_id: str, *, text: str | None = None, title: str | None = None, kind: str | None = None
    ) -> Memo:
        """Change what a memo says."""
        old = self.memo(memo_id)
        new = {
            "text": old.text if text is None else text, "title": old.title if title is None else _title(title),
            "kind": _kind(kind or old.kind),
        }  # fmt: skip
        if new == {name: getattr(old, name) for name in new}:
            return old
        with self._project.action(
            self._project.say("Memo: {title}", title=new["title"] or _first_words(new["text"]))
        ) as act:
            act.update(MemoRow, memo_id, **new, changed_at=act.at)
        return self.memo(memo_id)

    def remove(self, memo_id: str) -> None:
        """Take a memo away."""
        old = self.memo(memo_id)
        label = self._project.say("Removed the memo {title}", title=old.title or _first_words(old.text))
        with self._project.action(label) as act:
            query = select(MemoRow.segment_id).where(MemoRow.id == memo_id)
            segment = act.connection.execute(query).scalar()
            act.delete(MemoRow, [memo_id])
            if segment is not None:
                act.delete(SegmentRow, [segment])


def _memo(row: Any) -> Memo:
    kinds = ("document", "segment", "code", "coding", "case")
    links = ((kind, getattr(row, f"{kind}_id")) for kind in kinds)
    target, target_id = next(((kind, key) for kind, key in links if key is not None), ("project", None))
    document = row.document_id or row.segment_document or row.coding_document
    start = row.start_offset if row.start_offset is not None else row.coding_start
    end = row.end_offset if row.end_offset is not None else row.coding_end
    return Memo(
        row.id, row.coder, row.created_at, row.changed_at, row.kind, row.title, row.text, target, target_id,
        document, start, end,
    )  # fmt: skip


def _span(place: Document | None, start: int | None, end: int | None) -> Row | None:
    """The columns of the passage that a memo is on, or None for a memo on something else."""
    if start is None and end is None:
        return None
    if place is None or start is None or end is None or not 0 <= start <= end <= place.characters:
        where = f"{place.name}, which has {place.characters} characters" if place else "a document"
        raise InvalidInput(f"{start}–{end} is not a passage of {where}", "give a document, a start and an end")
    return {"document_id": place.id, "start_offset": start, "end_offset": end}


def _title(title: str) -> str:
    """A title on one line, or none."""
    return checked_name(title, "memo") if title.strip() else ""


def _kind(kind: str) -> str:
    if kind not in MEMO_KINDS:
        raise InvalidInput(f"«{kind}» is not a kind of memo", f"choose one of: {', '.join(MEMO_KINDS)}")
    return kind


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39].rstrip() + "…"
