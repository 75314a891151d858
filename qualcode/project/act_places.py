"""Where in the texts an act was done, read out of what the log says it changed."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, Table, select

from qualcode.project.history import CHANGE, TABLES, Logged, Row, fetch

DOCUMENT = TABLES["document"]
# What has a place in the text as it is now; the spans of edits are those of the text as extracted.
SPANNED = ("coding", "segment", "section", "turn")
# What memos are on, by the column that says so.
_LINKS = {"coding_id": "coding", "segment_id": "segment"}


class ActPlace(NamedTuple):
    """A place to read at; without an end it is the document that was meant."""

    document_id: str
    start: int = 0
    end: int | None = None


def act_place(connection: Connection, act: int) -> ActPlace | None:
    """The first place that an act was about, as far as its document is still there: words before whole documents."""
    entries = connection.execute(select(CHANGE).where(CHANGE.c.action_id == act).order_by(CHANGE.c.id)).all()
    for entry in sorted(entries, key=lambda entry: entry.table_name not in SPANNED):
        place = _place(connection, Logged.read(entry))
        if place is not None and fetch(connection, DOCUMENT, [place.document_id], ["id"]):
            return place
    return None


def _place(connection: Connection, change: Logged) -> ActPlace | None:
    """The place of a change's first row: as it stands, or stood if it is gone."""
    if change.table is DOCUMENT:
        return ActPlace(change.ids[0])
    known = fetch(connection, change.table, change.ids[:1]) + (change.rows[:1] if change.kind == "delete" else [])
    row = known[0] if known else _removed(connection, change.ids[0])
    return _of_row(connection, change.table, row)


def _removed(connection: Connection, row_id: str) -> Row:
    """A row as it was when it was last removed, if it was removed alone."""
    query = select(CHANGE.c.before).where(CHANGE.c.row_id == row_id, CHANGE.c.kind == "delete")
    return connection.execute(query.order_by(CHANGE.c.id.desc()).limit(1)).scalar() or {}


def _of_row(connection: Connection, table: Table, row: Row) -> ActPlace | None:
    for column, linked in _LINKS.items():
        if row.get(column):
            target = fetch(connection, TABLES[linked], [row[column]])
            return _of_row(connection, TABLES[linked], target[0]) if target else None
    document = row.get("document_id")
    if not document:
        return None
    if table.name in SPANNED:
        return ActPlace(document, row["start_offset"], row["end_offset"])
    return ActPlace(document)
