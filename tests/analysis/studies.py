"""Small random studies for the tests of counting: few codes on short texts, so that everything collides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import strategies as st

from qualcode.analysis.codings import CodingArrays, Units
from tests.analysis.brute_force import Row, Span

DOCUMENTS, CODES, CODERS, LENGTH = 2, 4, 2, 12


@st.composite
def extents(draw: st.DrawFn, shortest: int = 0) -> tuple[int, int]:
    """A start and an end within a short text."""
    start = draw(st.integers(0, LENGTH - shortest))
    return start, draw(st.integers(start + shortest, LENGTH))


@st.composite
def codings(draw: st.DrawFn) -> list[Row]:
    """Codings in no order: touching, nested, the same twice, by several coders, a few without text, or none at all."""
    row = st.tuples(*(st.integers(0, most - 1) for most in (DOCUMENTS, CODES, CODERS)), extents())
    return [Row(*columns, *extent) for *columns, extent in draw(st.lists(row, max_size=14))]


@st.composite
def unit_spans(draw: st.DrawFn) -> list[Span]:
    """Units that may overlap, be empty, or have spans in several documents, as cases do."""
    span = st.tuples(st.integers(0, DOCUMENTS - 1), extents(), st.integers(0, 3))
    return [Span(document, *extent, unit) for document, extent, unit in draw(st.lists(span, max_size=8))]


@st.composite
def word_spans(draw: st.DrawFn) -> list[Span]:
    """Words that do not overlap, in every document, in no order."""
    words: list[Span] = []
    for document in range(DOCUMENTS):
        edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=LENGTH)))
        pairs = pairwise(edges)
        words += [Span(document, start, end, 0) for start, end in pairs if draw(st.booleans())]
    return [word._replace(unit=number) for number, word in enumerate(draw(st.permutations(words)))]


def arrays_of(rows: Sequence[Row]) -> CodingArrays:
    """The rows as arrays."""
    return CodingArrays.of(*([row[column] for row in rows] for column in range(5)))


def units_from(spans: Sequence[Span]) -> Units:
    """The spans as arrays."""
    return Units.of(*([span[column] for span in spans] for column in range(4)))
