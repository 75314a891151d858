"""The definitions of DESIGN §8 in the plainest way there is: sets of (document, code point), and nothing fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

Place = tuple[int, int]


class Row(NamedTuple):
    """One coding."""

    document: int
    code: int
    coder: int
    start: int
    end: int


class Span(NamedTuple):
    """One span of a unit; for words each has its own unit."""

    document: int
    start: int
    end: int
    unit: int


class Pair(NamedTuple):
    """What is counted for two codes; None where it does not apply."""

    pairs: int | None
    characters: int | None
    units: int | None
    units_a: int | None
    units_b: int | None
    jaccard: float | None
    documents: int
    cases: int


def text(span: Row | Span) -> set[Place]:
    """The code points of a coding or a unit's span."""
    return {(span.document, position) for position in range(span.start, span.end)}


def text_of(rows: Iterable[Row], code: int) -> set[Place]:
    """All code points coded with a code."""
    return {place for row in rows if row.code == code for place in text(row)}


def units_of(spans: Iterable[Span]) -> dict[int, set[Place]]:
    """The code points of each unit."""
    units: dict[int, set[Place]] = {}
    for span in spans:
        units.setdefault(span.unit, set()).update(text(span))
    return units


def behind(rows: Sequence[Row], a: int, b: int, together: Callable[[Row, Row], bool]) -> list[tuple[int, int]]:
    """The numbers of all pairs of rows of the two codes that are together."""
    return [
        (i, j)
        for i, one in enumerate(rows)
        for j, two in enumerate(rows)
        if one.code == a and two.code == b and together(one, two)
    ]


def share_text(one: Row, two: Row) -> bool:
    """Whether two codings have a code point in common."""
    return bool(text(one) & text(two))


def words_between(one: Row, two: Row, words: Iterable[Span]) -> int:
    """How many whole words lie between two codings of one document."""
    first, second = sorted((one, two), key=lambda row: row.start)
    return sum(word.document == one.document and first.end <= word.start and word.end <= second.start for word in words)


def are_near(words: Sequence[Span], distance: int) -> Callable[[Row, Row], bool]:
    """A test of whether two codings have at most so many words between them."""

    def near(one: Row, two: Row) -> bool:
        if one.document != two.document or not text(one) or not text(two):
            return False
        return words_between(one, two, words) <= distance

    return near


def share_unit(spans: Sequence[Span]) -> Callable[[Row, Row], bool]:
    """A test of whether two codings lie in one unit, each with at least one code point."""
    units = units_of(spans).values()
    return lambda one, two: any(text(one) & unit and text(two) & unit for unit in units)


def cut(rows: Sequence[Row], places: set[Place]) -> list[Row]:
    """The codings with only the code points among `places`, each unbroken piece a coding."""
    pieces: list[Row] = []
    for row in rows:
        kept = sorted(position for document, position in text(row) & places)
        for position in kept:
            if pieces and pieces[-1][:3] == row[:3] and pieces[-1].end == position and position - 1 in kept:
                pieces[-1] = pieces[-1]._replace(end=position + 1)
            else:
                pieces.append(row._replace(start=position, end=position + 1))
    return pieces


def parts(rows: Sequence[Row], cases: Sequence[Span]) -> tuple[list[list[Row]], list[list[Row]]]:
    """The codings of each document, and the codings as cut to what each case says."""
    documents = [[row for row in rows if row.document == document] for document in {row.document for row in rows}]
    return documents, [cut(rows, places) for places in units_of(cases).values()]


def pair_table(
    rows: Sequence[Row], cases: Sequence[Span], together: Callable[[Row, Row], bool], characters: bool
) -> dict[tuple[int, int], Pair]:
    """Every two codes that have codings which are together."""
    documents, said = parts(rows, cases)
    table = {}
    for a, b in combinations(sorted({row.code for row in rows}), 2):
        pairs = len(behind(rows, a, b, together))
        if not pairs:
            continue
        both, either = text_of(rows, a) & text_of(rows, b), text_of(rows, a) | text_of(rows, b)
        table[a, b] = Pair(
            pairs,
            len(both) if characters else None,
            None,
            None,
            None,
            len(both) / len(either) if characters else None,
            documents=sum(bool(behind(part, a, b, together)) for part in documents),
            cases=sum(bool(behind(part, a, b, together)) for part in said),
        )
    return table


def units_with(rows: Sequence[Row], codes: Iterable[int], spans: Sequence[Span]) -> int:
    """How many units hold all the codes."""
    coded = [text_of(rows, code) for code in codes]
    return sum(all(unit & places for places in coded) for unit in units_of(spans).values())


def unit_table(rows: Sequence[Row], cases: Sequence[Span], spans: Sequence[Span]) -> dict[tuple[int, int], Pair]:
    """Every two codes that some unit holds both of."""
    documents, said = parts(rows, cases)
    table = {}
    for a, b in combinations(sorted({row.code for row in rows}), 2):
        both, one, other = (units_with(rows, codes, spans) for codes in ((a, b), (a,), (b,)))
        if both:
            table[a, b] = Pair(
                None,
                None,
                both,
                one,
                other,
                both / (one + other - both),
                documents=sum(units_with(part, (a, b), spans) > 0 for part in documents),
                cases=sum(units_with(part, (a, b), spans) > 0 for part in said),
            )
    return table
