"""Which codes occur together: on the same text, within the same unit, or near each other.

In all three ways of counting, codes are compared with other codes only; `documents` counts the documents in which a
pair occurs, and `cases` the cases in whose own speech it occurs, that is, with the codings cut to the case's turns.
Memory grows with the square of the number of codes in use, not with the number of matches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from qualcode.analysis.codings import CodingArrays, Units, split_by_units, united, united_by
from qualcode.analysis.sweep import IntArray, Match, distinct, expand, meetings, overlapping, sweep, word_range
from qualcode.errors import InvalidInput

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

MEASURES = ("pairs", "characters", "units", "jaccard", "documents", "cases", "c")


@dataclass(frozen=True, slots=True, eq=False)
class PairTable:
    """One row a pair of codes a < b that occurs, sorted; what the way of counting has no use for is None."""

    a: IntArray
    b: IntArray
    pairs: IntArray | None
    characters: IntArray | None
    units: IntArray | None
    units_a: IntArray | None
    units_b: IntArray | None
    jaccard: FloatArray | None
    documents: IntArray
    cases: IntArray

    def __len__(self) -> int:
        return len(self.a)


@dataclass(frozen=True, slots=True, eq=False)
class PairCounts:
    """What was counted for every two codes in use, as symmetric squares whose diagonal holds the code's own count.

    The diagonal of pairs is the number of the code's codings; of characters what it covers; of units, documents and
    cases those where it occurs at all. `codes` names the rows; `alike` is the count that Jaccard's index is taken of.
    """

    n_codes: int
    codes: IntArray
    counts: Mapping[str, IntArray]
    alike: str | None

    def table(self) -> PairTable:
        """The pairs that occur, one row each."""
        a, b = np.nonzero(np.triu(self.counts["pairs" if "pairs" in self.counts else "units"], 1))
        units = self.counts.get("units")
        return PairTable(
            a=self.codes[a],
            b=self.codes[b],
            pairs=self._cells("pairs", a, b),
            characters=self._cells("characters", a, b),
            units=self._cells("units", a, b),
            units_a=None if units is None else units[a, a],
            units_b=None if units is None else units[b, b],
            jaccard=None if self.alike is None else _share(self.counts[self.alike])[a, b],
            documents=self.counts["documents"][a, b],
            cases=self.counts["cases"][a, b],
        )

    def measures(self) -> tuple[str, ...]:
        """What `square` can show for this way of counting."""
        ratios = {"jaccard": self.alike is not None, "c": "pairs" in self.counts}
        return tuple(name for name in MEASURES if name in self.counts or ratios.get(name))

    def square(self, measure: str) -> FloatArray:
        """One measure as a symmetric matrix over all codes; 0 where a pair does not occur.

        `jaccard` is 0–1, with 1 on the diagonal of a code in use. `c` is ATLAS.ti's coefficient on pair counts,
        n12 / (n1 + n2 − n12), likewise, but it leaves 0–1 where the same text is coded repeatedly: see `outside`.
        """
        if measure not in self.measures():
            raise InvalidInput(
                "«{measure}» is no measure for this way of counting",
                "choose one of: {choices}",
                measure=measure,
                choices=", ".join(self.measures()),
            )
        whole = np.zeros((self.n_codes, self.n_codes))
        whole[np.ix_(self.codes, self.codes)] = self._measured(measure)
        return whole

    def _measured(self, measure: str) -> FloatArray | IntArray:
        if measure == "c":
            return _share(self.counts["pairs"])
        if measure == "jaccard" and self.alike is not None:
            return _share(self.counts[self.alike])
        return self.counts[measure]

    def _cells(self, name: str, a: IntArray, b: IntArray) -> IntArray | None:
        square = self.counts.get(name)
        return None if square is None else square[a, b]


def outside(values: FloatArray) -> BoolArray:
    """Where a coefficient meant to lie between 0 and 1 does not, so that a reader can be warned."""
    return (values < 0) | (values > 1)


def overlap(arrays: CodingArrays, n_codes: int, cases: Units | None = None) -> PairCounts:
    """Pairs of codings, one of each code, that share at least one code point.

    `pairs` counts codings as they are. `characters` and `jaccard` count the text each code covers, united over coders:
    what both cover, and its share of what either covers. `cases` gives the turns of each case.
    """
    codes, arrays = _in_use(arrays)
    n, spans = len(codes), united(arrays)
    counts: dict[str, IntArray] = {
        "pairs": _pair_counts(arrays, n),
        "characters": _shared_characters(spans, n),
        "documents": _places(spans.code, spans.document, overlapping(spans), n),
        "cases": _overlapping_within(*_said(arrays, cases), n),
    }
    return PairCounts(n_codes, codes, counts, alike="characters")


def near(arrays: CodingArrays, words: Units, distance: int, n_codes: int, cases: Units | None = None) -> PairCounts:
    """Pairs of codings, one of each code, in one document with at most `distance` whole words between them.

    The words between two codings are those that begin where the first ends or later, and end where the second starts or
    earlier; so codings that overlap or touch, or have only spaces and punctuation between them, are 0 words apart.
    """
    codes, arrays = _in_use(arrays)
    n, stretched = len(codes), _stretched(arrays, words, distance)
    spans, (spoken, case) = united(stretched), _said(arrays, cases)
    counts: dict[str, IntArray] = {
        "pairs": _pair_counts(stretched, n),
        "documents": _places(spans.code, spans.document, overlapping(spans), n),
        "cases": _overlapping_within(_stretched(spoken, words, distance), case, n),
    }
    return PairCounts(n_codes, codes, counts, alike=None)


def within_units(arrays: CodingArrays, units: Units, n_codes: int, cases: Units | None = None) -> PairCounts:
    """Units that hold both codes; a unit holds a code when a coding of it shares at least one code point with the unit.

    `jaccard` = units / (units_a + units_b − units). A pair occurs in a document, or in a case, when a unit holds both
    codes within that document, or within what that case says.
    """
    codes, arrays = _in_use(arrays)
    n, spans, (spoken, case) = len(codes), united(arrays), _said(arrays, cases)
    counts: dict[str, IntArray] = {
        "units": _unit_counts(spans, units, n),
        "documents": _places_of_units(spans, spans.document, units, n),
        "cases": _places_of_units(spoken, case, units, n),
    }
    return PairCounts(n_codes, codes, counts, alike="units")


def behind_overlap(arrays: CodingArrays, a: int, b: int) -> Match:
    """The rows of the codings of two codes that `overlap` counts as pairs, in order of document and place."""
    ours, theirs = np.flatnonzero(arrays.code == a), np.flatnonzero(arrays.code == b)
    found = list(meetings(arrays.take(ours), arrays.take(theirs)))
    return _in_reading_order(arrays, ours[_joined(one for one, _ in found)], theirs[_joined(two for _, two in found)])


def behind_near(arrays: CodingArrays, a: int, b: int, words: Units, distance: int) -> Match:
    """The rows of the codings of two codes that `near` counts as pairs, in order of document and place."""
    return _in_reading_order(arrays, *behind_overlap(_stretched(arrays, words, distance), a, b))


def behind_units(arrays: CodingArrays, a: int, b: int, units: Units) -> Match:
    """The rows of the codings of two codes that lie in one and the same unit, each pair once, in reading order."""
    size = len(arrays)
    ours, theirs = _rows_in_units(arrays, a, units), _rows_in_units(arrays, b, units)
    first = np.searchsorted(theirs, ours // size * size)
    last = np.searchsorted(theirs, (ours // size + 1) * size)
    pairs = distinct(_joined(ours[i] % size * size + theirs[j] % size for i, j in expand(first, last)))
    return _in_reading_order(arrays, pairs // size, pairs % size)


def _rows_in_units(arrays: CodingArrays, code: int, units: Units) -> IntArray:
    rows = np.flatnonzero(arrays.code == code)
    found = meetings(arrays.take(rows), units)
    return distinct(_joined(units.unit[unit] * len(arrays) + rows[row] for row, unit in found))


def _in_reading_order(arrays: CodingArrays, ours: IntArray, theirs: IntArray) -> Match:
    order = np.lexsort((theirs, ours, arrays.start[theirs], arrays.start[ours], arrays.document[ours]))
    return ours[order], theirs[order]


def _in_use(arrays: CodingArrays) -> tuple[IntArray, CodingArrays]:
    """The codes that have codings, and the codings with codes numbered among those."""
    codes, numbers = np.unique(arrays.code, return_inverse=True)
    return codes, replace(arrays, code=numbers)


def _said(arrays: CodingArrays, cases: Units | None) -> tuple[CodingArrays, IntArray]:
    """The text each code covers in the turns of each case, and the case of each row."""
    if cases is None:
        return arrays.take(np.empty(0, dtype=np.int64)), np.empty(0, dtype=np.int64)
    pieces = split_by_units(united(arrays), cases)
    return united_by(pieces.codings, pieces.unit)


def _stretched(arrays: CodingArrays, words: Units, distance: int) -> CodingArrays:
    """Codings measured in words and `distance` longer, so that those near each other are those that now overlap.

    A coding starts at the number of words that end before it and ends at the number that begin before its end; between
    two codings lie the words from the end of the first to the start of the second.
    """
    first, after = word_range(arrays, words)
    reach = after + min(distance, len(words)) + 1
    return replace(arrays, start=first, end=np.where(arrays.end > arrays.start, reach, first))


def _pair_counts(arrays: CodingArrays, n: int) -> IntArray:
    return _summed(arrays.code, overlapping(arrays), n, np.bincount(arrays.code, minlength=n))


def _shared_characters(spans: CodingArrays, n: int) -> IntArray:
    def shared(one: IntArray, two: IntArray) -> IntArray:
        return np.minimum(spans.end[one], spans.end[two]) - np.maximum(spans.start[one], spans.start[two])

    covered = np.bincount(spans.code, weights=spans.end - spans.start, minlength=n).astype(np.int64)
    return _summed(spans.code, overlapping(spans), n, covered, shared)


def _overlapping_within(spans: CodingArrays, place: IntArray, n: int) -> IntArray:
    """In how many places, which may be spread over documents, spans of two codes overlap."""
    documents = int(spans.document.max(initial=0)) + 1
    return _places(spans.code, place, overlapping(spans, place * documents + spans.document), n)


def _unit_counts(spans: CodingArrays, units: Units, n: int) -> IntArray:
    unit, code = np.divmod(_held(spans, np.zeros(len(spans), dtype=np.int64), units, n), n)
    return _summed(code, sweep(unit, unit), n, np.bincount(code, minlength=n))


def _places_of_units(spans: CodingArrays, place: IntArray, units: Units, n: int) -> IntArray:
    """In how many places a unit holds two codes with what lies in that place alone."""
    group, code = np.divmod(_held(spans, place, units, n), n)
    place_of_group = distinct(group) // _unit_room(units)
    if len(distinct(place_of_group)) == len(place_of_group):
        # One unit a place, as when documents are counted within documents: what is found twice is found in two places.
        return _summed(code, sweep(group, group), n, np.bincount(code, minlength=n))
    return _places(code, group // _unit_room(units), sweep(group, group), n)


def _held(spans: CodingArrays, place: IntArray, units: Units, n: int) -> IntArray:
    """Which codes each unit holds in each place, as sorted numbers (place × units + unit) × n + code."""
    found = meetings(spans, units)
    room = _unit_room(units)
    keys = (((place[row] * room + units.unit[unit]) * n + spans.code[row]) for row, unit in found)
    return distinct(_joined(map(distinct, keys)))


def _unit_room(units: Units) -> int:
    return int(units.unit.max(initial=0)) + 1


def _summed(
    code: IntArray,
    matches: Iterable[Match],
    n: int,
    alone: IntArray,
    amount: Callable[[IntArray, IntArray], IntArray] | None = None,
) -> IntArray:
    """Matches, or what each amounts to, added up for every two codes."""
    square = np.zeros(n * n, dtype=np.int64)
    for one, two in matches:
        # bincount adds in floats, which hold whole numbers exactly up to 2**53.
        weights = None if amount is None else amount(one, two)
        square += np.bincount(code[one] * n + code[two], weights, minlength=n * n).astype(np.int64)
    return _mirrored(square, alone)


def _places(code: IntArray, place: IntArray, matches: Iterable[Match], n: int) -> IntArray:
    """In how many different places two codes match, given matches in order of their place."""
    square = np.zeros(n * n, dtype=np.int64)
    known = np.empty(0, dtype=np.int64)
    for one, two in matches:
        low, high = np.minimum(code[one], code[two]), np.maximum(code[one], code[two])
        found = distinct((place[one] * n + low) * n + high)
        square += np.bincount(found[~np.isin(found, known)] % (n * n), minlength=n * n)
        # A chunk may end in the middle of a place: what that place has shown so far must not count again.
        found = np.concatenate((known, found))
        known = found[found // (n * n) == place[one].max(initial=-1)]
    return _mirrored(square, np.bincount(distinct(place * n + code) % n, minlength=n))


def _mirrored(square: IntArray, alone: IntArray) -> IntArray:
    n = len(alone)
    whole = square.reshape(n, n) + square.reshape(n, n).T
    np.fill_diagonal(whole, alone)
    return whole


def _share(counts: IntArray) -> FloatArray:
    """Both / (one + other − both) for every two codes: 0 where nothing is shared, infinite where nothing is left."""
    alone = counts.diagonal()
    either = alone[:, None] + alone[None, :] - counts
    share = np.zeros(counts.shape)
    with np.errstate(divide="ignore"):
        np.divide(counts, either, out=share, where=counts > 0)
    return share


def _joined(parts: Iterable[IntArray]) -> IntArray:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])
