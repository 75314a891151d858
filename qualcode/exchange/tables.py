"""The shapes that results take as tables: pairs of codes, and codes against documents, cases or coders."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from qualcode.exchange.tabular import Cell, Table
from qualcode.project.records import Cooccurrence, Matrix

COOCCURRENCE_COLUMNS = (
    "code_a",
    "code_b",
    "pairs",
    "characters",
    "units",
    "units_a",
    "units_b",
    "jaccard",
    "documents",
    "cases",
)


def cooccurrence_table(pairs: Iterable[Cooccurrence], title: str = "") -> Table:
    """One row a pair of codes; what does not apply to the way of counting stays empty."""
    return Table(COOCCURRENCE_COLUMNS, map(attrgetter(*COOCCURRENCE_COLUMNS), pairs), title)


def matrix_table(matrix: Matrix, title: str = "", corner: str = "code") -> Table:
    """A wide table, first column `code`; also for the square of one co-occurrence measure."""
    rows: Iterable[tuple[Cell, ...]] = ((name, *cells) for name, cells in zip(matrix.rows, matrix.cells, strict=True))
    return Table((corner, *matrix.columns), rows, title)
