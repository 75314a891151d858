"""`project.check()`: is everything where it should be, and does the log agree with the rows?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from qualcode.project.history import CHANGE, TABLES, Action, Logged
from qualcode.project.intake import sha256
from qualcode.project.memo_rows import delete_memos
from qualcode.project.records import Problem
from qualcode.project.schema import (
    LOGGED_TABLES,
    AskedRow,
    CodingRow,
    DocumentRow,
    EditRow,
    MarkRow,
    MemoRow,
    SectionRow,
    SegmentRow,
    TurnRow,
)  # fmt: skip
from qualcode.text.edits import Edit, apply_edits
from qualcode.text.reading import base_text
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

_SPANS: tuple[Any, ...] = (CodingRow, TurnRow, SegmentRow, SectionRow, MarkRow, AskedRow)


def check_project(project: Project, *, repair: bool = False) -> list[Problem]:
    """Every problem found; with `repair`, derived values are written anew and lost spans removed, as one act."""
    problems = list(_problems(project))
    if repair and any(problem.kind in ("span", "counts") for problem in problems):
        _repair(project)
        problems = list(_problems(project))
    return problems


def _problems(project: Project) -> Iterator[Problem]:
    for line in project.database.damage():
        yield Problem("file", project.database.location, line)
    for child, parent in project.database.foreign_key_faults():
        yield Problem("link", child, tr("a row points at a {table} that is not there", table=parent))
    yield from _documents(project)
    yield from _spans(project)
    yield from _edits(project)
    yield from _log(project)


def _documents(project: Project) -> Iterator[Problem]:
    columns = (DocumentRow.name, DocumentRow.text, DocumentRow.sha256, DocumentRow.characters)
    with project.read() as connection:
        for row in connection.execute(select(*columns)):
            if sha256(row.text) != row.sha256:
                yield Problem("hash", row.name, tr("the text is not the one that was stored"))
            if len(row.text) != row.characters:
                message = "{noted} characters noted, {found} there"
                yield Problem("counts", row.name, tr(message, noted=row.characters, found=len(row.text)))


def _spans(project: Project) -> Iterator[Problem]:
    with project.read() as connection:
        for model in _SPANS:
            query = (
                select(DocumentRow.name, model.start_offset, model.end_offset)
                .join(DocumentRow, DocumentRow.id == model.document_id)
                .where(model.end_offset > DocumentRow.characters)
            )
            for name, start, end in connection.execute(query):
                message = "a {table} at {start}–{end} lies outside the text"
                yield Problem("span", name, tr(message, table=model.__tablename__, start=start, end=end))


def _edits(project: Project) -> Iterator[Problem]:
    """A text must be what was extracted with the edits that are made."""
    edits: dict[str, list[Edit]] = {}
    made = (
        select(EditRow.document_id, EditRow.start_offset, EditRow.end_offset, EditRow.replacement)
        .where(EditRow.status == "made")
        .order_by(EditRow.start_offset, EditRow.end_offset, EditRow.rank)
    )
    columns = (DocumentRow.id, DocumentRow.name, DocumentRow.raw, DocumentRow.text)
    with project.read() as connection:
        for document_id, start, end, words in connection.execute(made):
            edits.setdefault(document_id, []).append(Edit(start, end, words))
        for row in connection.execute(select(*columns).where(DocumentRow.id.in_(list(edits)))):
            if apply_edits(base_text(row.raw or row.text), edits[row.id]) != row.text:
                message = "the text is not what was extracted with the edits that are made"
                yield Problem("edits", row.name, tr(message))


def _log(project: Project) -> Iterator[Problem]:
    """The rows there are must be those that the log inserted and did not delete again."""
    expected: dict[str, set[str]] = {name: set() for name in LOGGED_TABLES}
    with project.read() as connection:
        for entry in connection.execute(select(CHANGE).where(CHANGE.c.kind != "update").order_by(CHANGE.c.id)):
            change = Logged.read(entry)
            rows = expected[change.table.name]
            (rows.update if change.kind == "insert" else rows.difference_update)(change.ids)
        for name in sorted(LOGGED_TABLES - {"project", "coder"}):
            there = set(connection.execute(select(TABLES[name].c.id)).scalars())
            if stray := len(there - expected[name]):
                yield Problem("log", name, tr("rows that no act made: {count}", count=stray))
            if lost := len(expected[name] - there):
                yield Problem("log", name, tr("rows gone that no act removed: {count}", count=lost))


def _repair(project: Project) -> None:
    with project.action(project.say("Repaired the project")) as act:
        rows = act.connection.execute(select(DocumentRow.id, DocumentRow.text)).all()
        act.update_many(DocumentRow, {row.id: {"characters": len(row.text)} for row in rows})
        for model in _SPANS:
            lost = _ids(act, select(model.id).join(DocumentRow, DocumentRow.id == model.document_id).where(
                model.end_offset > DocumentRow.characters))  # fmt: skip
            delete_memos(act, _ids(act, select(MemoRow.id).where(
                or_(MemoRow.coding_id.in_(lost), MemoRow.segment_id.in_(lost)))))  # fmt: skip
            act.delete(model, lost)


def _ids(act: Action, query: Any) -> Sequence[str]:
    return list(act.connection.execute(query).scalars())
