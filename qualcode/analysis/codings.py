"""Codings as columns of numbers, the form in which all counting is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from qualcode.analysis.sweep import IntArray as IntArray
from qualcode.analysis.sweep import meetings

Column = Sequence[int] | npt.NDArray[np.integer]

NOBODY = -1


def _same_length(*columns: IntArray) -> None:
    if len({len(column) for column in columns}) > 1:
        raise ValueError(f"columns of unequal length: {[len(column) for column in columns]}")


@dataclass(frozen=True, slots=True, eq=False)
class CodingArrays:
    """One row a coding; document, code and coder are indexes into lists of names that the caller keeps."""

    document: IntArray
    code: IntArray
    coder: IntArray
    start: IntArray
    end: IntArray

    def __post_init__(self) -> None:
        _same_length(self.document, self.code, self.coder, self.start, self.end)

    @classmethod
    def of(cls, document: Column, code: Column, coder: Column, start: Column, end: Column) -> Self:
        """Columns of any integers as arrays."""
        return cls(*(np.asarray(column, dtype=np.int64) for column in (document, code, coder, start, end)))

    def __len__(self) -> int:
        return len(self.document)

    def take(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> CodingArrays:
        """The rows asked for, by index or by mask."""
        columns = (self.document, self.code, self.coder, self.start, self.end)
        return CodingArrays(*(column[rows] for column in columns))


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Spans of text by the unit they belong to: a sentence or word is one span, a case all turns of its speakers."""

    document: IntArray
    start: IntArray
    end: IntArray
    unit: IntArray

    def __post_init__(self) -> None:
        _same_length(self.document, self.start, self.end, self.unit)

    @classmethod
    def of(cls, document: Column, start: Column, end: Column, unit: Column | None = None) -> Self:
        """Columns of any integers as arrays; without `unit` each span is a unit of its own."""
        ids = range(len(document)) if unit is None else unit
        return cls(*(np.asarray(column, dtype=np.int64) for column in (document, start, end, ids)))

    def __len__(self) -> int:
        return len(self.document)


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Codings cut at the borders of units: each piece with the row it was cut from and the unit it lies in."""

    codings: CodingArrays
    row: IntArray
    unit: IntArray


def united(arrays: CodingArrays) -> CodingArrays:
    """The text each code covers in each document, whoever coded it, so that no code point counts twice.

    Spans that overlap or touch become one, and codings without text vanish. Rows come sorted by document, code and
    start, with `NOBODY` as coder.
    """
    return united_by(arrays, np.zeros(len(arrays), dtype=np.int64))[0]


def united_by(arrays: CodingArrays, by: IntArray) -> tuple[CodingArrays, IntArray]:
    """As `united`, but rows that differ in `by` (a case, a column of a table) stay apart; sorted by that number first.

    The second array is the number of each row of the first. Numbers are 0 or more.
    """
    rows = np.flatnonzero(arrays.end > arrays.start)
    if not len(rows):
        return arrays.take(rows), by[rows]
    codes, room = int(arrays.code.max()) + 1, int(arrays.end.max()) + 1
    group = (by * (int(arrays.document.max()) + 1) + arrays.document) * codes + arrays.code
    rows = rows[np.argsort(group[rows] * room + arrays.start[rows])]
    # Groups lie `room` apart on one line, further than any end, so the furthest end so far never reaches the next.
    base = group[rows] * room
    start, reach = base + arrays.start[rows], np.maximum.accumulate(base + arrays.end[rows])
    first = np.flatnonzero(np.concatenate(([True], start[1:] > reach[:-1])))
    last = np.append(first[1:], len(rows)) - 1
    merged = replace(arrays.take(rows[first]), coder=np.full(len(first), NOBODY), end=reach[last] - base[first])
    return merged, by[rows[first]]


def split_by_units(arrays: CodingArrays, units: Units) -> Pieces:
    """Codings cut at unit borders; text in no unit falls away, text in two units gives a piece for each.

    Pieces come sorted by the row they were cut from, then by start.
    """
    found = list(meetings(arrays, units))
    nothing = np.empty(0, dtype=np.int64)
    row = np.concatenate([nothing, *(rows for rows, _ in found)])
    span = np.concatenate([nothing, *(spans for _, spans in found)])
    order = np.lexsort((units.start[span], row))
    row, span = row[order], span[order]
    start, end = np.maximum(arrays.start[row], units.start[span]), np.minimum(arrays.end[row], units.end[span])
    return Pieces(replace(arrays.take(row), start=start, end=end), row, units.unit[span])


def ancestors_at(level: str, parents: Sequence[int], levels: Sequence[str]) -> IntArray:
    """For each code the code that stands for it at a level of the codebook; `parents` holds -1 for a root.

    At "category" and "theme" it is the nearest of the code itself and its ancestors that has the level, and the topmost
    ancestor where none has it, so that no coding is lost. At "code" every code stands for itself.
    """
    if level == "code":
        return np.arange(len(parents), dtype=np.int64)

    def stand_in(code: int) -> int:
        top = code
        while levels[top] != level:
            if parents[top] < 0:
                return top
            top = parents[top]
        return top

    return np.array([stand_in(code) for code in range(len(parents))], dtype=np.int64)


def at_level(arrays: CodingArrays, mapping: IntArray) -> CodingArrays:
    """The same codings under the codes that stand for theirs, as `ancestors_at` gives them."""
    return replace(arrays, code=mapping[arrays.code])
