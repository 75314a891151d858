"""The life of one code, read out of the action log.

What happened to the code itself is logged by its id, or in the few packs that hold codes. What happened to its codings
is told by what the log says beside each change: which code, or for a pack how many of each. So two hundred thousand
imported codings are counted without being unpacked; those logged before that was noted count by what is left of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select

from qualcode.project.history import ACTION, CHANGE, CODING, TABLES, Logged, Row, undone_acts
from qualcode.project.records import Code, CodeChange, CodeEvent

# The fields of a code in their order, without what it has for the database's sake.
INTERNAL = frozenset({"id", "codebook_id", "sibling_key", "position"})
SHOWN = tuple(column.name for column in TABLES["code"].columns if column.name not in INTERNAL)


class _Step(NamedTuple):
    """What one logged change meant for the code: its own fields before and after, or codings won."""

    act: int
    kind: str
    before: Row
    after: Row
    won: int = 0


class _Log(NamedTuple):
    """What the log knows of the codes: the steps of one of them, who else went in which act, and their names."""

    steps: list[_Step]
    removing: set[int]
    names: dict[str, str]


def code_events(connection: Connection, code: Code, names: Mapping[str, str]) -> list[CodeEvent]:
    """All that happened to a code, newest first; `names` are those of the codes there are, by id."""
    log = _own_log(connection, code.id)
    by_act: dict[int, list[_Step]] = {}
    for step in (*log.steps, *filter(attrgetter("won"), _coding_steps(connection, code.id))):
        by_act.setdefault(step.act, []).append(step)
    undone, known = undone_acts(connection), {**log.names, **names}
    query = select(ACTION).order_by(ACTION.c.id.desc())
    if by_act:
        query = query.where(ACTION.c.id.between(min(by_act), max(by_act)))
    events = [
        _event(act, by_act[act.id], act.id in undone, act.id in log.removing, known)
        for act in connection.execute(query)
        if act.id in by_act
    ]
    return list(_folded(events))


def _own_log(connection: Connection, code_id: str) -> _Log:
    wanted = or_(CHANGE.c.row_id == code_id, CHANGE.c.row_id.is_(None), CHANGE.c.kind == "delete")
    query = select(CHANGE).where(CHANGE.c.table_name == "code", wanted).order_by(CHANGE.c.id)
    log = _Log([], set(), {})
    for entry in connection.execute(query):
        change = Logged.read(entry)
        if change.kind == "delete":
            log.names.update((row["id"], row["name"]) for row in change.rows)
            if change.ids != [code_id]:
                log.removing.add(entry.action_id)
        if code_id in change.ids:
            place = change.ids.index(code_id)
            before, after = ({}, {}) if change.kind != "update" else (change.before[place], change.after[place])
            log.steps.append(_Step(entry.action_id, change.kind, before, after))
    return log


def _coding_steps(connection: Connection, code_id: str) -> Iterator[_Step]:
    before, after = CHANGE.c.before["code_id"].as_string(), CHANGE.c.after["code_id"].as_string()
    tally = CHANGE.c.after[("codes", code_id)].as_integer()
    query = select(CHANGE.c.action_id, CHANGE.c.kind, before, after, tally).where(
        CHANGE.c.table_name == "coding", or_(before == code_id, after == code_id, tally.is_not(None))
    )
    for act, kind, lost, won, number in connection.execute(query):
        yield _Step(act, kind, {}, {}, (won == code_id) - (lost == code_id) + (number or 0))
    yield from _older_steps(connection, code_id)


def _older_steps(connection: Connection, code_id: str) -> Iterator[_Step]:
    """Codings logged before the log noted their code beside the change: those that are still there."""
    logged = (CHANGE.c.table_name == "coding", CHANGE.c.kind == "insert")
    alone = (
        select(CHANGE.c.action_id)
        .join(CODING, CODING.c.id == CHANGE.c.row_id)
        .where(*logged, CODING.c.code_id == code_id, CHANGE.c.after["code_id"].as_string().is_(None))
    )
    for (act,) in connection.execute(alone):
        yield _Step(act, "insert", {}, {}, 1)
    packs = connection.execute(select(CHANGE).where(*logged, CHANGE.c.row_id.is_(None), CHANGE.c.after.is_(None)))
    present: set[str] | None = None
    for entry in packs:
        if present is None:
            present = set(connection.execute(select(CODING.c.id).where(CODING.c.code_id == code_id)).scalars())
        yield _Step(entry.action_id, "insert", {}, {}, len(present.intersection(Logged.read(entry).ids)))


def _event(act: Any, steps: Sequence[_Step], undone: bool, removing: bool, names: Mapping[str, str]) -> CodeEvent:
    own = [step for step in steps if not step.won]
    added = sum(step.won for step in steps if step.won > 0)
    removed = -sum(step.won for step in steps if step.won < 0)
    first: Row = {}
    last: Row = {}
    for step in own:
        first, last = {**step.before, **first}, {**last, **step.after}
    changed = [field for field in SHOWN if field in last and first[field] != last[field]]
    changes = tuple(
        CodeChange(field, *(_shown(field, values[field], names) for values in (first, last))) for field in changed
    )
    what = _what({step.kind for step in own}, set(changed), bool(added) and removing, first != last)
    return CodeEvent(act.id, act.at, act.coder, what, act.label, changes, added, removed, 1, undone)


def _what(kinds: set[str], changed: set[str], took_over: bool, moved: bool) -> str:
    """What an act was for the code, in one word."""
    for kind, word in (("insert", "created"), ("delete", "removed")):
        if kind in kinds:
            return word
    if "parent_id" in changed:
        return "moved"
    if took_over or changed == {"aliases", "phrases"}:
        return "merged"
    if "name" in changed:
        return "renamed"
    return "changed" if changed else "moved" if moved else "coded"


def _shown(field: str, value: Any, names: Mapping[str, str]) -> str:
    """A field's value in words."""
    if field == "parent_id" and value is not None:
        return names.get(value, "")
    if isinstance(value, dict):
        return ", ".join(f"{key}: {words}" for key, words in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _folded(events: Sequence[CodeEvent]) -> Iterator[CodeEvent]:
    """Acts that follow each other and only coded, told as one for each coder and day."""

    def together(event: CodeEvent) -> tuple[object, ...]:
        return ("coded", event.coder, event.at[:10]) if event.what == "coded" else (event.act,)

    for _, group in groupby(events, together):
        newest, *others = group
        added = newest.added + sum(event.added for event in others)
        removed = newest.removed + sum(event.removed for event in others)
        undone = newest.undone and all(event.undone for event in others)
        yield replace(newest, added=added, removed=removed, acts=1 + len(others), undone=undone)
