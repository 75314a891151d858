"""The action log: every write is an act with a label and a coder, stored together with what it changed.

An insert logs which rows and their fingerprint (the rows are there to see), a delete the rows, an update the columns
before and after. Sets of rows are packed; those of codings say beside the pack how many each code won or lost. Undo is
itself an act: it checks that what the act left behind still stands, and refuses, naming the later act, where somebody
built on it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.exc import DataError, IntegrityError

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.naming import checked_name, name_key
from qualcode.project.records import Act
from qualcode.project.schema import Base

if TYPE_CHECKING:
    from qualcode.project.act_places import ActPlace
    from qualcode.project.project import Project

Row = dict[str, Any]
TABLES: Mapping[str, Table] = Base.metadata.tables
ACTION = TABLES["action"]
CHANGE = TABLES["change"]
CODER = TABLES["coder"]
CODING = TABLES["coding"]
LONG = 2000  # characters of a value
# Ids in one query; SQLite before 3.32 takes no more than 999 values.
CHUNK = 10_000 if sqlite3.sqlite_version_info >= (3, 32) else 900


class Action:
    """One act in progress: the only way to write to the logged tables."""

    def __init__(self, connection: Connection, coder: str, label: str, at: str, undoes: int | None = None) -> None:
        self.connection = connection
        self.label = label
        self._entry = {"at": at, "coder": coder, "label": label, "undoes": undoes}
        self._id: int | None = None

    @property
    def at(self) -> str:
        """When the act began, as the log has it."""
        return str(self._entry["at"])

    @property
    def id(self) -> int:
        """The act's number; an act that changes nothing never gets one and leaves no trace."""
        if self._id is None:
            result = self.connection.execute(ACTION.insert().values(**self._entry))
            assert result.inserted_primary_key is not None
            self._id = result.inserted_primary_key[0]
        return self._id

    def coder(self, name: str) -> str:
        """The id of a coder, noted outside the log when new: who has been at work is a fact that no undo takes back."""
        clean = checked_name(name, "coder")
        known = self.connection.execute(select(CODER.c.id).where(CODER.c.name_key == name_key(clean))).scalar()
        if known is not None:
            return str(known)
        row = {"id": str(uuid4()), "name": clean, "name_key": name_key(clean)}
        self._write(CODER.insert(), [row])
        return row["id"]

    def insert(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Add rows; columns left out get their default."""
        self._insert(TABLES[model.__tablename__], rows)

    def update(self, model: type[Base], row_id: str, **values: Any) -> bool:
        """Change some columns of a row; False when they already had those values."""
        return bool(self.update_many(model, {row_id: values}))

    def update_many(self, model: type[Base], values: Mapping[str, Row]) -> int:
        """Change the same columns of many rows; how many really changed."""
        return self._update(TABLES[model.__tablename__], values)

    def delete(self, model: type[Base], ids: Iterable[str]) -> int:
        """Remove rows; how many there were."""
        return self._delete(TABLES[model.__tablename__], list(ids))

    def take_over(self, earlier: int, row_id: str) -> bool:
        """Make an earlier act's changes part of this one, so that both are undone as one and the log shows one.

        For one and the same piece of work stored on the way. Only where the act is the same coder's and still stands,
        and nobody has touched the row since; else it stays as it is, and False is the answer.
        """
        row = self.connection.execute(select(ACTION).where(ACTION.c.id == earlier)).one_or_none()
        if row is None or row.coder != self._entry["coder"] or earlier in undone_acts(self.connection):
            return False
        if _act_that_touched(self.connection, [row_id], earlier) is not None:
            return False
        self.connection.execute(CHANGE.update().where(CHANGE.c.action_id == earlier).values(action_id=self.id))
        self.connection.execute(ACTION.delete().where(ACTION.c.id == earlier))
        return True

    def condense(self, model: type[Base], row_id: str) -> None:
        """Log this act's updates of one row as one, from what was before the first to what is after the last."""
        table = TABLES[model.__tablename__]
        mine = select(CHANGE).where(
            CHANGE.c.action_id == self.id, CHANGE.c.table_name == table.name, CHANGE.c.kind == "update"
        )
        entries = self.connection.execute(mine.order_by(CHANGE.c.id)).all()
        changes = {entry.id: change for entry in entries if (change := Logged.read(entry)).ids == [row_id]}
        if len(changes) < 2:
            return
        self.connection.execute(CHANGE.delete().where(CHANGE.c.id.in_(list(changes))))
        before: Row = {}
        after: Row = {}
        for change in changes.values():
            before = {**change.before[0], **before}
            after |= change.after[0]
        values = {"before": [[before[c] for c in after]], "after": [list(after.values())]}
        self._log(table, "update", image=_pack({"ids": [row_id], "columns": list(after), **values}))

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        if not rows:
            return
        full = [_completed(table, row) for row in rows]
        self._write(table.insert(), full)
        ids = [row["id"] for row in full]
        mark = fingerprint(table, full)
        if len(ids) == 1:
            code = {"code_id": full[0]["code_id"]} if table is CODING else {}
            self._log(table, "insert", row_id=ids[0], after={"fingerprint": mark, **code})
        else:
            packed = {"ids": ids, "fingerprint": mark}
            self._log(table, "insert", after=_tally(table, (), full), image=_pack(packed))

    def _update(self, table: Table, values: Mapping[str, Row]) -> int:
        columns = list(next(iter(values.values()), {}))
        old = {row["id"]: row for row in fetch(self.connection, table, list(values), columns)}
        changed = {
            key: new for key, new in values.items() if key in old and any(old[key][c] != new[c] for c in columns)
        }
        if not changed:
            return 0
        statement = (
            table.update().where(table.c.id == bindparam("row_key")).values({c: bindparam(f"new_{c}") for c in columns})
        )
        rows = [{"row_key": key, **{f"new_{c}": new[c] for c in columns}} for key, new in changed.items()]
        self._write(statement, rows)
        if len(changed) == 1 and not _is_long(*changed.values()):
            [(key, new)] = changed.items()
            self._log(table, "update", row_id=key, before={c: old[key][c] for c in columns}, after=dict(new))
        else:
            before = [[old[key][c] for c in columns] for key in changed]
            after = [[new[c] for c in columns] for new in changed.values()]
            packed = {"ids": list(changed), "columns": columns, "before": before, "after": after}
            tally = _tally(table, (old[key] for key in changed), changed.values())
            self._log(table, "update", after=tally, image=_pack(packed))
        return len(changed)

    def _delete(self, table: Table, ids: Sequence[str]) -> int:
        rows = fetch(self.connection, table, ids)
        if not rows:
            return 0
        for part in _chunks([row["id"] for row in rows]):
            self._write(table.delete().where(table.c.id.in_(part)))
        if len(rows) == 1:
            self._log(table, "delete", row_id=rows[0]["id"], before=rows[0])
        else:
            columns = [column.name for column in table.columns]
            packed = {"columns": columns, "rows": [[row[c] for c in columns] for row in rows]}
            self._log(table, "delete", after=_tally(table, rows, ()), image=_pack(packed))
        return len(rows)

    def _write(self, statement: Any, rows: Sequence[Row] | None = None) -> None:
        self.connection.info["action"] = self
        try:
            for part in _chunks(rows) if rows else [None]:
                self.connection.execute(statement, part)
        except IntegrityError as error:
            raise Conflict(
                "«{act}» would break a rule of the project: {problem}", act=self.label, problem=error.orig
            ) from error
        except (DataError, UnicodeEncodeError) as error:
            raise InvalidInput(
                "something in this cannot be stored: a character or a length that the database does not take",
                "look for letters that show as boxes, and for names of hundreds of letters",
            ) from error
        finally:
            self.connection.info.pop("action", None)

    def _log(self, table: Table, kind: str, **columns: Any) -> None:
        entry = {"row_id": None, "before": None, "after": None, "image": None, **columns}
        self.connection.execute(CHANGE.insert().values(action_id=self.id, table_name=table.name, kind=kind, **entry))

    def reverse(self, changes: Iterable[Logged]) -> None:
        """Put back what another act changed, newest change first."""
        for change in changes:
            if change.kind == "insert":
                self._reverse_insert(change)
            elif change.kind == "delete":
                self._reverse_delete(change)
            else:
                self._reverse_update(change)

    def _reverse_insert(self, change: Logged) -> None:
        rows = fetch(self.connection, change.table, change.ids)
        if len(rows) < len(change.ids) or fingerprint(change.table, rows) != change.fingerprint:
            raise BuiltUpon(change)
        self._delete(change.table, change.ids)

    def _reverse_delete(self, change: Logged) -> None:
        if fetch(self.connection, change.table, change.ids, ["id"]):
            raise BuiltUpon(change)
        self._insert(change.table, change.rows)

    def _reverse_update(self, change: Logged) -> None:
        now = {row["id"]: row for row in fetch(self.connection, change.table, change.ids, list(change.after[0]))}
        for row_id, after in zip(change.ids, change.after, strict=True):
            if row_id not in now or any(now[row_id][c] != value for c, value in after.items()):
                raise BuiltUpon(change, row_id)
        self._update(change.table, dict(zip(change.ids, change.before, strict=True)))


class BuiltUpon(Exception):
    """A row is no longer as the act left it."""

    def __init__(self, change: Logged, row_id: str | None = None) -> None:
        super().__init__(change.table.name)
        self.ids = [row_id] if row_id else change.ids


@dataclass(frozen=True, slots=True)
class Logged:
    """One logged change, unpacked: the same shape for one row and for many."""

    table: Table
    kind: str
    ids: list[str]
    fingerprint: str
    rows: list[Row]
    before: list[Row]
    after: list[Row]

    @classmethod
    def read(cls, entry: Any) -> Logged:
        """From a row of the change table."""
        table = TABLES[entry.table_name]
        if entry.row_id is not None:
            before, after = entry.before or {}, entry.after or {}
            mark = str(after.get("fingerprint", ""))
            return cls(table, entry.kind, [entry.row_id], mark, [before], [before], [after])
        image = json.loads(zlib.decompress(entry.image))
        columns = image.get("columns", [])
        rows = [dict(zip(columns, values, strict=True)) for values in image.get("rows", [])]
        before = [dict(zip(columns, values, strict=True)) for values in image.get("before", [])]
        after = [dict(zip(columns, values, strict=True)) for values in image.get("after", [])]
        ids = image.get("ids") or [row["id"] for row in rows]
        return cls(table, entry.kind, ids, image.get("fingerprint", ""), rows, before, after)


class History:
    """`project.history`: what was done, undo and redo."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def acts(self, limit: int | None = None) -> list[Act]:
        """The log, newest first."""
        with self._project.read() as connection:
            undone = undone_acts(connection)
            rows = connection.execute(select(ACTION).order_by(ACTION.c.id.desc()).limit(limit))
            return [_act(row, undone) for row in rows]

    def last(self) -> int:
        """The number of the newest act, 0 for none: cheap to poll."""
        with self._project.read() as connection:
            return connection.execute(select(func.max(ACTION.c.id))).scalar() or 0

    def can_undo(self, coder: str | None = None) -> Act | None:
        """The act that undo would take back: the newest that stands, of one coder or of anybody."""
        with self._project.read() as connection:
            return next(_standing(connection, coder), None)

    def can_redo(self, coder: str | None = None) -> Act | None:
        """The undo that redo would take back: the newest that stands, if nothing new was done since."""
        with self._project.read() as connection:
            return _redoable(connection, coder)

    def place(self, act: int) -> ActPlace | None:
        """Where in the texts an act was done; None where it was not done in a text, or the text is gone."""
        from qualcode.project.act_places import act_place

        with self._project.read() as connection:
            return act_place(connection, act)

    def undo(self, count: int = 1, *, coder: str | None = None, act: int | None = None) -> list[Act]:
        """Take back the newest standing acts, or one named act; all of them or, on a conflict, none."""
        with self._project.transaction() as connection:
            taken = []
            for _ in range(count):
                target = _named(connection, act) if act is not None else next(_standing(connection, coder), None)
                if target is None:
                    break
                taken.append(self._reverse(connection, target, self._project.say("Undo: {label}", label=target.label)))
            if not taken:
                raise NotFound("there is nothing to undo")
            return taken

    def redo(self, *, coder: str | None = None) -> Act:
        """Take back the newest undo."""
        with self._project.transaction() as connection:
            undo = _redoable(connection, coder)
            if undo is None or undo.undoes is None:
                raise NotFound("there is nothing to redo")
            original = _named(connection, undo.undoes, standing=False)
            self._reverse(connection, undo, self._project.say("Redo: {label}", label=original.label))
            return original

    def give_reason(self, reason: str, *, coder: str | None = None) -> Act:
        """Say afterwards why the newest standing act was done; the log has it in the act's label."""
        with self._project.transaction() as connection:
            act = next(_standing(connection, coder), None)
            if act is None:
                raise NotFound("nothing was done yet that could have a reason")
            label = because(act.label, reason)
            connection.execute(ACTION.update().where(ACTION.c.id == act.id).values(label=label))
        return replace(act, label=label)

    def _reverse(self, connection: Connection, target: Act, label: str) -> Act:
        entries = connection.execute(select(CHANGE).where(CHANGE.c.action_id == target.id).order_by(CHANGE.c.id.desc()))
        changes = [Logged.read(entry) for entry in entries]
        action = Action(connection, self._project.coder, label, self._project.now(), undoes=target.id)
        action.coder(self._project.coder)
        try:
            action.reverse(changes)
        except BuiltUpon as later:
            raise self._conflict(connection, target, later.ids) from later
        _ = action.id  # An act that came to nothing is undone by an act that changes nothing.
        for change in changes:
            if broken := _dangling(connection, change):
                raise self._conflict(connection, target, broken)
        return target

    def _conflict(self, connection: Connection, target: Act, ids: Sequence[str]) -> Conflict:
        later = _act_that_touched(connection, ids, target.id)
        if later is None:
            message = "«{act}» cannot be undone: what it made has been changed outside the log"
            return Conflict(message, act=target.label)
        return Conflict(
            "«{act}» cannot be undone: «{later}» ({coder}, {day}) built upon it",
            "undo that first: qualcode undo --act {number}",
            act=target.label, later=later.label, coder=later.coder, day=later.at[:10], number=later.id,
        )  # fmt: skip


def because(label: str, reason: str) -> str:
    """What an act is called in the log, with the reason if one is given."""
    words = " ".join(reason.split())
    return f"{label} – {words}" if words else label


def fetch(connection: Connection, table: Table, ids: Sequence[str], columns: Sequence[str] | None = None) -> list[Row]:
    """Rows by their ids, whole or some columns (with the id), in no promised order."""
    chosen = [table.c[name] for name in dict.fromkeys(["id", *columns])] if columns is not None else list(table.columns)
    rows: list[Row] = []
    for part in _chunks(ids):
        result = connection.execute(select(*chosen).where(table.c.id.in_(part)))
        rows.extend(dict(row) for row in result.mappings())
    return rows


def fingerprint(table: Table, rows: Iterable[Row]) -> str:
    """The same for the same rows in any order, different as soon as one value differs."""
    columns = [column.name for column in table.columns if not column.info.get("later")]
    later = [column.name for column in table.columns if column.info.get("later")]
    ordered = sorted(
        ([row[c] for c in columns] + [[c, row[c]] for c in later if row[c] is not None] for row in rows),
        key=lambda values: str(values[0]),
    )
    text = json.dumps(ordered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _completed(table: Table, row: Row) -> Row:
    full = {}
    for column in table.columns:
        if column.name in row:
            full[column.name] = row[column.name]
        else:
            full[column.name] = column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
    return full


def _tally(table: Table, before: Iterable[Row], after: Iterable[Row]) -> Row | None:
    """How many codings each code won or lost, so that a set need not be unpacked to know it."""
    if table is not CODING:
        return None
    won = Counter(row["code_id"] for row in after if "code_id" in row)
    won.subtract(row["code_id"] for row in before if "code_id" in row)
    return {"codes": {code: number for code, number in won.items() if number}}


def _pack(content: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), level=1)


def _is_long(row: Row) -> bool:
    """Whether a row is better stored packed, as one with a whole text is."""
    return any(isinstance(value, str) and len(value) > LONG for value in row.values())


def _chunks(items: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def undone_acts(connection: Connection) -> set[int]:
    """Acts that do not stand: a later standing act undoes them."""
    undone: set[int] = set()
    query = select(ACTION.c.id, ACTION.c.undoes).where(ACTION.c.undoes.is_not(None)).order_by(ACTION.c.id.desc())
    for row in connection.execute(query):
        if row.id not in undone:
            undone.add(row.undoes)
    return undone


def _act(row: Any, undone: set[int]) -> Act:
    return Act(row.id, row.at, row.coder, row.label, row.id in undone, row.undoes)


def _standing(connection: Connection, coder: str | None) -> Iterator[Act]:
    undone = undone_acts(connection)
    query = select(ACTION).where(ACTION.c.undoes.is_(None)).order_by(ACTION.c.id.desc())
    if coder is not None:
        query = query.where(ACTION.c.coder == coder)
    for row in connection.execute(query):
        if row.id not in undone:
            yield _act(row, undone)


def _redoable(connection: Connection, coder: str | None) -> Act | None:
    undone = undone_acts(connection)
    mine = ACTION.c.coder == coder if coder is not None else ACTION.c.id > 0
    newest = connection.execute(select(func.max(ACTION.c.id)).where(mine, ACTION.c.undoes.is_(None))).scalar() or 0
    undo_of_act = ACTION.alias()
    query = (
        select(ACTION)
        .join(undo_of_act, undo_of_act.c.id == ACTION.c.undoes)
        .where(mine, undo_of_act.c.undoes.is_(None), ACTION.c.id > newest)
        .order_by(ACTION.c.id.desc())
    )
    return next((_act(row, undone) for row in connection.execute(query) if row.id not in undone), None)


def _named(connection: Connection, act: int, *, standing: bool = True) -> Act:
    row = connection.execute(select(ACTION).where(ACTION.c.id == act)).one_or_none()
    if row is None:
        raise NotFound("there is no act {number}", "see: qualcode history", number=act)
    found = _act(row, undone_acts(connection))
    if standing and found.undone:
        raise Conflict("«{act}» is already undone", act=found.label)
    return found


def _dangling(connection: Connection, change: Logged) -> list[str]:
    """Ids of rows that lost what they link to, or came back to something that is gone."""
    if change.kind == "insert":
        return _children(connection, change.table, change.ids)
    if change.kind == "delete":
        return _missing_parents(connection, change.table, change.rows)
    changed = [{**row, "id": key} for key, row in zip(change.ids, change.before, strict=True)]
    return _missing_parents(connection, change.table, changed)


def _children(connection: Connection, table: Table, ids: Sequence[str]) -> list[str]:
    for child in TABLES.values():
        for key in child.foreign_keys:
            if key.column.table is table and child.name not in ("change", "action"):
                for part in _chunks(ids):
                    found = connection.execute(select(child.c.id).where(key.parent.in_(part)).limit(1)).scalars().all()
                    if found:
                        return list(found)
    return []


def _missing_parents(connection: Connection, table: Table, rows: Sequence[Row]) -> list[str]:
    for key in table.foreign_keys:
        wanted = {row[key.parent.name] for row in rows if row.get(key.parent.name) is not None}
        parent = key.column.table
        found = {row["id"] for row in fetch(connection, parent, list(wanted), ["id"])}
        if wanted - found:
            return sorted(wanted - found)
    return []


def _act_that_touched(connection: Connection, ids: Sequence[str], after: int) -> Act | None:
    """The newest act after `after` that changed one of these rows; sets are unpacked only here, on a conflict."""
    newest = 0
    for part in _chunks(ids):
        query = select(func.max(CHANGE.c.action_id)).where(CHANGE.c.row_id.in_(part), CHANGE.c.action_id > after)
        newest = max(newest, connection.execute(query).scalar() or 0)
    wanted = set(ids)
    sets = select(CHANGE).where(CHANGE.c.row_id.is_(None), CHANGE.c.action_id > max(after, newest))
    for entry in connection.execute(sets.order_by(CHANGE.c.id.desc())):
        if wanted.intersection(Logged.read(entry).ids):
            newest = max(newest, entry.action_id)
            break
    if not newest:
        return None
    row = connection.execute(select(ACTION).where(ACTION.c.id == newest)).one()
    return _act(row, set())
