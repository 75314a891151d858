"""Where a code stands among those with the same parent: its place, and that no two of them share a name."""

from __future__ import annotations

from sqlalchemy import select

from qualcode.project.history import Action
from qualcode.project.naming import name_key
from qualcode.project.records import Code
from qualcode.project.schema import CodeRow


def sibling_key(parent_id: str | None, name: str) -> str:
    """Equal for two codes exactly when they have the same parent and the same name."""
    return f"{parent_id or ''}/{name_key(name)}"


def place_among(act: Action, code: Code, parent_id: str | None, position: int | None) -> float:
    """A number before the sibling at a position; siblings between which no number is left are counted anew."""
    query = select(CodeRow.position, CodeRow.name, CodeRow.id).where(
        CodeRow.parent_id == parent_id, CodeRow.id != code.id
    )
    if parent_id is None:
        query = query.where(CodeRow.codebook_id == code.codebook_id)
    siblings = sorted(act.connection.execute(query).all(), key=lambda row: (row.position, row.name))
    places: list[float] = [row.position for row in siblings]
    if not places:
        return 0.0
    if position is None or position >= len(places):
        return places[-1] + 1.0
    if position <= 0:
        return places[0] - 1.0
    between = (places[position - 1] + places[position]) / 2
    if places[position - 1] < between < places[position]:
        return between
    act.update_many(CodeRow, {row.id: {"position": float(number)} for number, row in enumerate(siblings)})
    return position - 0.5
