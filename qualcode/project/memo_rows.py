"""Memos as rows: how they are read with the names of what they are on, linked to it, and deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from qualcode.errors import InvalidInput
from qualcode.project.database import tuples
from qualcode.project.history import TABLES, Action, Row, fetch
from qualcode.project.records import Memo, first_words
from qualcode.project.schema import CaseRow, CodeRow, CoderRow, CodingRow, DocumentRow, MemoRow, SegmentRow

MEMO_TARGETS = ("project", "document", "segment", "code", "coding", "case", "memo")
_LINKS = {target: "about_id" if target == "memo" else f"{target}_id" for target in MEMO_TARGETS[1:]}
NOWHERE: Row = dict.fromkeys(_LINKS.values())


class Target(NamedTuple):
    """What a memo is to be on: its links, and the passage that is yet to get a row of its own."""

    links: Row
    span: Row | None


def memo_query() -> Any:
    """All that a record of a memo holds, newest first."""
    about = aliased(MemoRow)
    return (
        select(
            MemoRow.id, CoderRow.name, MemoRow.created_at, MemoRow.changed_at, MemoRow.kind, MemoRow.title,
            MemoRow.text, MemoRow.document_id, MemoRow.segment_id, MemoRow.code_id, MemoRow.coding_id,
            MemoRow.case_id, MemoRow.about_id, DocumentRow.id, func.coalesce(SegmentRow.start_offset,
            CodingRow.start_offset), func.coalesce(SegmentRow.end_offset, CodingRow.end_offset), DocumentRow.name,
            CodeRow.id, CodeRow.name, CaseRow.name, about.title, func.substr(about.text, 1, 200), MemoRow.remind_at,
        )
        .join(CoderRow, CoderRow.id == MemoRow.coder_id)
        .outerjoin(SegmentRow, SegmentRow.id == MemoRow.segment_id)
        .outerjoin(CodingRow, CodingRow.id == MemoRow.coding_id)
        .outerjoin(DocumentRow, DocumentRow.id == func.coalesce(
            MemoRow.document_id, SegmentRow.document_id, CodingRow.document_id))
        .outerjoin(CodeRow, CodeRow.id == func.coalesce(MemoRow.code_id, CodingRow.code_id))
        .outerjoin(CaseRow, CaseRow.id == MemoRow.case_id)
        .outerjoin(about, about.id == MemoRow.about_id)
        .order_by(MemoRow.created_at.desc(), MemoRow.id)
    )  # fmt: skip


def memo_of(row: Sequence[Any]) -> Memo:
    """A row of that query as a record."""
    (memo_id, coder, created, changed, kind, title, text, *links, document_id, start, end, document, code_id, code,
     case, about_title, about_text, remind) = row  # fmt: skip
    names = ("document", "segment", "code", "coding", "case", "memo")
    target, target_id = next(((n, key) for n, key in zip(names, links, strict=True) if key), ("project", None))
    about = about_title or first_words(about_text or "") if target == "memo" else None
    return Memo(
        memo_id, coder, created, changed, kind, title, text, target, target_id, document_id, start, end,
        document, code_id, code, case, about, remind,
    )  # fmt: skip


def links_of(memo: Memo) -> Row:
    """What a memo is linked to, as columns."""
    return NOWHERE | ({_LINKS[memo.target]: memo.target_id} if memo.target in _LINKS else {})


def on_target(target: str) -> list[ColumnElement[bool]]:
    """What holds for memos on one kind of thing."""
    if target not in MEMO_TARGETS:
        raise InvalidInput(
            "a memo is never on a «{target}»", "choose one of: {choices}",
            target=target, choices=", ".join(MEMO_TARGETS),
        )  # fmt: skip
    if target == "project":
        return [getattr(MemoRow, column).is_(None) for column in _LINKS.values()]
    return [getattr(MemoRow, _LINKS[target]).is_not(None)]


def in_document(document_id: str, target: str | None) -> ColumnElement[bool]:
    """What holds for memos on a document, its passages and codings, or on one of these kinds of things."""
    segments = select(SegmentRow.id).where(SegmentRow.document_id == document_id)
    codings = select(CodingRow.id).where(CodingRow.document_id == document_id)
    ways = {
        "document": MemoRow.document_id == document_id,
        "segment": MemoRow.segment_id.in_(segments),
        "coding": MemoRow.coding_id.in_(codings),
    }
    return or_(False, *(way for kind, way in ways.items() if target in (None, kind)))


def placed(act: Action, target: Target) -> Row:
    """The links of a memo as columns; a passage gets its row."""
    if target.span is None:
        return target.links
    segment = str(uuid4())
    act.insert(SegmentRow, [{"id": segment, **target.span}])
    return {**target.links, "segment_id": segment}


def delete_memos(act: Action, memo_ids: Iterable[str], *, target_stays: bool = False) -> None:
    """Delete memos with their passages; memos about them are kept.

    Those come to be on what the deleted memo was on if that stays, else on the project.
    """
    gone = set(memo_ids)
    query = select(MemoRow.id, MemoRow.about_id).where(MemoRow.about_id.is_not(None))
    about = [(key, above) for key, above in tuples(act.connection, query) if above in gone and key not in gone]
    rows = {row["id"]: row for row in fetch(act.connection, TABLES["memo"], list(gone), list(NOWHERE))}
    segments = {row["segment_id"] for row in rows.values()} - {None}
    spans = {row["id"]: row for row in fetch(act.connection, TABLES["segment"], list(segments))} if about else {}
    kept = {}
    for key, above in about:
        row = rows[above] if target_stays else NOWHERE
        span = spans.get(row["segment_id"])
        copied = {name: value for name, value in span.items() if name != "id"} if span else None
        kept[key] = placed(act, Target({name: row[name] for name in NOWHERE}, copied))
    if kept:
        act.update_many(MemoRow, kept)
    act.delete(MemoRow, gone)
    act.delete(SegmentRow, segments)
