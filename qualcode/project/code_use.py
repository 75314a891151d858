"""How much each code is used: codings, documents and cases, alone and together with the codes below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from qualcode.project.database import tuples
from qualcode.project.records import Code, Matrix
from qualcode.project.schema import CodingRow
from qualcode.project.structure import that_count

if TYPE_CHECKING:
    from qualcode.project.project import Project


class CodeUse(NamedTuple):
    """How many codings, and in how many documents and for how many cases."""

    codings: int
    documents: int
    cases: int


def code_uses(project: Project) -> dict[str, CodeUse]:
    """The use of every code with those below it, by id; takes its time in a large project."""
    with project.read() as connection:
        codes = project.codebook.codes()
        cases = _masks(project.tables.matrix(columns="case")) if project.cases.cases() else [0] * len(codes)
        bits = {document.id: 1 << place for place, document in enumerate(project.corpus.documents())}
        found = dict.fromkeys((code.id for code in codes), 0)
        pairs = select(CodingRow.code_id, CodingRow.document_id).where(*that_count(connection)).distinct()
        for code_id, document_id in tuples(connection, pairs):
            found[code_id] |= bits[document_id]
    return branch_uses(codes, list(found.values()), cases)


def branch_uses(codes: Sequence[Code], documents: Sequence[int], cases: Sequence[int]) -> dict[str, CodeUse]:
    """Uses of branches from those of each code alone; documents and cases come as sets, a bit for each."""
    codings = {code.id: code.codings for code in codes}
    within = dict(zip(codings, zip(documents, cases, strict=True), strict=True))
    for code in reversed(codes):  # children come after their parents
        if code.parent_id in within:
            codings[code.parent_id] += codings[code.id]
            (here, who), (below, whose) = within[code.parent_id], within[code.id]
            within[code.parent_id] = (here | below, who | whose)
    return {key: CodeUse(codings[key], here.bit_count(), who.bit_count()) for key, (here, who) in within.items()}


def value_counts(values: Sequence[str | None], scale: Sequence[str]) -> Mapping[str, int]:
    """How often each value was given: those of the scale in its order, then what is on it no longer."""
    counts = dict.fromkeys(scale, 0)
    for value in values:
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    return counts


def _masks(matrix: Matrix) -> list[int]:
    """Each row as a number with a bit for every cell that is not empty."""
    return [sum(1 << place for place, cell in enumerate(cells) if cell) for cells in matrix.cells]
