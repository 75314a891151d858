"""The shapes that results take as tables: pairs of codes, and codes against documents, cases or coders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from qualcode.exchange.tabular import Cell, Table
from qualcode.project.records import Cooccurrence, Matrix
from qualcode.wording import wording

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


def cooccurrence_table(pairs: Iterable[Cooccurrence], title: str = "", language: str = "en") -> Table:
    """One row a pair of codes; what does not apply to the way of counting stays empty, or out of print."""
    say: Callable[[str], str] = wording(language).gettext
    headings = (
        say("code A"),
        say("code B"),
        say("pairs of codings"),
        say("characters with both"),
        say("units with both"),
        say("units with A"),
        say("units with B"),
        say("Jaccard"),
        say("documents"),
        say("cases"),
    )
    rows = map(attrgetter(*COOCCURRENCE_COLUMNS), pairs)
    return Table(COOCCURRENCE_COLUMNS, rows, title, tuple(map(capital, headings)), trimmed=True)


def matrix_table(matrix: Matrix, title: str = "", language: str = "en", level: str = "code") -> Table:
    """A wide table, first column `code`; also for the square of one co-occurrence measure.

    For people the first column is headed by the level of its codes.
    """
    rows: Iterable[tuple[Cell, ...]] = ((name, *cells) for name, cells in zip(matrix.rows, matrix.cells, strict=True))
    corner = capital(wording(language).gettext(level))
    return Table(("code", *matrix.columns), rows, title, (corner, *matrix.columns))


def in_use(matrix: Matrix) -> Matrix:
    """The table without its empty rows and columns."""
    rows = [row for row, cells in enumerate(matrix.cells) if any(cells)]
    columns = [column for column in range(len(matrix.columns)) if any(matrix.cells[row][column] for row in rows)]
    return Matrix(
        tuple(matrix.rows[row] for row in rows),
        tuple(matrix.columns[column] for column in columns),
        tuple(tuple(matrix.cells[row][column] for column in columns) for row in rows),
    )


def capital(words: str) -> str:
    """Words as a heading or a caption begins."""
    return words[:1].upper() + words[1:]
