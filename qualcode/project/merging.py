"""Letting one code take over from another: planned first, so that a person sees in numbers what will happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from qualcode.errors import InvalidInput
from qualcode.project.history import Action, Row
from qualcode.project.naming import name_key
from qualcode.project.records import Code, MergePreview
from qualcode.project.schema import CodeRow, CodingRow, MemoRow
from qualcode.project.siblings import place_among, sibling_key


@dataclass(frozen=True, slots=True)
class Plan:
    """Which code goes into which, and which of the codes below move along with their branches.

    A code below goes into one of the same name where the target has one.
    """

    pairs: tuple[tuple[Code, Code], ...]
    branches: tuple[tuple[Code, Code], ...]
    codes: Sequence[Code]


class Doubles(NamedTuple):
    """The codings that are to move, and those of them that the other code has already, with the one it has."""

    moving: Mapping[str, Row]
    kept: Mapping[str, Row]


def plan(codes: Sequence[Code], code: Code, target: Code) -> Plan:
    """What merging a code into another comes to; raises InvalidInput where it would go into itself."""
    inside = target.codebook_id == code.codebook_id and target.path[: len(code.path)] == code.path
    if code.id == target.id or inside:
        raise InvalidInput("a code cannot be merged into itself or into a code below it")
    pairs, branches = [(code, target)], list[tuple[Code, Code]]()
    for source, into in pairs:  # grows while it is gone through
        twins = {name_key(each.name): each for each in codes if each.parent_id == into.id and each.id != source.id}
        for child in codes:
            if child.parent_id == source.id:
                twin = twins.get(name_key(child.name))
                (pairs if twin else branches).append((child, twin or into))
    return Plan(tuple(pairs), tuple(branches), codes)


def carry_out(act: Action, plan: Plan) -> int:
    """Do it; how many codings of the code itself moved."""
    moved = [give_codings(act, code.id, target.id) for code, target in plan.pairs]
    for code, target in plan.pairs:
        memos = act.connection.execute(select(MemoRow.id).where(MemoRow.code_id == code.id)).scalars().all()
        act.update_many(MemoRow, {memo: {"code_id": target.id} for memo in memos})
        act.update(CodeRow, code.id, sibling_key=code.id)  # a child of the same name may take its place
    for child, target in plan.branches:
        _move_branch(act, child, target, plan.codes)
    for code, target in plan.pairs:
        names = dict.fromkeys((*target.aliases, code.name, *code.aliases))
        names.pop(target.name, None)
        phrases = dict.fromkeys((*target.phrases, *code.phrases))
        act.update(CodeRow, target.id, aliases=list(names), phrases=list(phrases))
    act.delete(CodeRow, [code.id for code, _ in plan.pairs])
    return moved[0]


def preview(connection: Connection, plan: Plan) -> MergePreview:
    """What it would do, in numbers."""
    sources = [code.id for code, _ in plan.pairs]
    memos = connection.execute(select(func.count(MemoRow.id)).where(MemoRow.code_id.in_(sources))).scalar() or 0
    moving = doubles = lost = 0
    misfits: Counter[str] = Counter()
    for code, target in plan.pairs:
        found = _doubles(connection, code.id, target.id)
        moving += len(found.moving) - len(found.kept)
        doubles += len(found.kept)
        lost += sum(
            found.moving[key]["value"] not in (None, kept["value"] or found.moving[key]["value"])
            for key, kept in found.kept.items()
        )
        alone = (row["value"] for key, row in found.moving.items() if key not in found.kept)
        misfits.update(value for value in alone if value and target.scale and value not in target.scale)
    below = sum(len(_branch(child, plan.codes)) for child, _ in plan.branches)
    return MergePreview(moving, doubles, memos, below, len(plan.pairs) - 1, lost, tuple(sorted(misfits.items())))


def give_codings(act: Action, code_id: str, target_id: str, only: Collection[str] | None = None) -> int:
    """Let codings change from one code to another, all or some; how many did.

    Where the other code has the same coder's coding on the same words, that one stays: with the memos of both, key
    quote if either was, and its value, or the other's if it has none.
    """
    moving, kept = _doubles(act.connection, code_id, target_id, only)
    _relink_memos(act, {key: row["id"] for key, row in kept.items()})
    merged = {
        row["id"]: {
            "value": row["value"] if row["value"] is not None else moving[key]["value"],
            "key_quote": bool(row["key_quote"] or moving[key]["key_quote"]),
        }
        for key, row in kept.items()
    }
    act.update_many(CodingRow, merged)
    act.delete(CodingRow, kept)
    act.update_many(CodingRow, {key: {"code_id": target_id} for key in moving if key not in kept})
    return len(moving) - len(kept)


def _doubles(connection: Connection, code_id: str, target_id: str, only: Collection[str] | None = None) -> Doubles:
    theirs = {_place_of(row): row for row in _codings(connection, target_id)}
    wanted = None if only is None else frozenset(only)
    moving = {row["id"]: row for row in _codings(connection, code_id) if wanted is None or row["id"] in wanted}
    kept = {key: theirs[place] for key, row in moving.items() if (place := _place_of(row)) in theirs}
    return Doubles(moving, kept)


def _codings(connection: Connection, code_id: str) -> Iterable[Row]:
    columns = (
        CodingRow.id, CodingRow.document_id, CodingRow.start_offset, CodingRow.end_offset, CodingRow.coder_id,
        CodingRow.value, CodingRow.key_quote,
    )  # fmt: skip
    return (dict(row) for row in connection.execute(select(*columns).where(CodingRow.code_id == code_id)).mappings())


def _place_of(row: Row) -> tuple[Any, ...]:
    return row["document_id"], row["start_offset"], row["end_offset"], row["coder_id"]


def _relink_memos(act: Action, heirs: Mapping[str, str]) -> None:
    """Give the memos of codings that go to those that stay."""
    query = select(MemoRow.id, MemoRow.coding_id).where(MemoRow.coding_id.in_(heirs))
    act.update_many(
        MemoRow, {row.id: {"coding_id": heirs[row.coding_id]} for row in act.connection.execute(query).all()}
    )


def _move_branch(act: Action, child: Code, target: Code, codes: Sequence[Code]) -> None:
    branch = {code.id: {"codebook_id": target.codebook_id} for code in _branch(child, codes)}
    act.update_many(CodeRow, branch)
    place, key = place_among(act, child, target.id, None), sibling_key(target.id, child.name)
    act.update(CodeRow, child.id, parent_id=target.id, position=place, sibling_key=key)


def _branch(top: Code, codes: Sequence[Code]) -> list[Code]:
    return [c for c in codes if c.codebook_id == top.codebook_id and c.path[: len(top.path)] == top.path]
