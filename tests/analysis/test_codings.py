"""Uniting, cutting and lifting codings, against sets of code points."""

from __future__ import annotations

from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis import sweep
from qualcode.analysis.codings import CodingArrays, Units, ancestors_at, at_level, split_by_units, united, united_by
from tests.analysis.brute_force import Row, Span, cut, text, text_of
from tests.analysis.studies import arrays_of, codings, unit_spans, units_from


def rows_of(arrays: CodingArrays) -> list[Row]:
    columns = (arrays.document, arrays.code, arrays.coder, arrays.start, arrays.end)
    return [Row(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


@given(codings())
def test_united_codings_cover_the_same_text_once(rows: list[Row]) -> None:
    spans = rows_of(united(arrays_of(rows)))
    assert spans == sorted(spans)
    for code in {row.code for row in rows}:
        assert text_of(spans, code) == text_of(rows, code)
        assert sum(row.end - row.start for row in spans if row.code == code) == len(text_of(rows, code))
    for one, two in pairwise(spans):
        assert (one.document, one.code) != (two.document, two.code) or one.end < two.start, "touching spans become one"


@given(codings())
def test_united_by_keeps_numbers_apart(rows: list[Row]) -> None:
    arrays = arrays_of(rows)
    spans, coders = united_by(arrays, arrays.coder)
    assert coders.tolist() == sorted(coders.tolist())
    for coder in (0, 1):
        alone = united(arrays.take(arrays.coder == coder))
        assert rows_of(spans.take(coders == coder)) == rows_of(alone)


@given(rows=codings(), spans=unit_spans(), chunk=st.sampled_from([1, 3, 1_000_000]))
def test_pieces_are_what_lies_in_both_coding_and_span(rows: list[Row], spans: list[Span], chunk: int) -> None:
    with patch.object(sweep, "CHUNK", chunk):
        pieces = split_by_units(arrays_of(rows), units_from(spans))
    found = zip(pieces.row.tolist(), pieces.unit.tolist(), rows_of(pieces.codings), strict=True)
    expected = [
        (number, span.unit, piece)
        for number, row in enumerate(rows)
        for span in spans
        for piece in cut([row], text(span))
    ]
    assert sorted(found) == sorted(expected)
    assert pieces.row.tolist() == sorted(pieces.row.tolist())


def test_a_coding_over_three_turns_is_cut_at_their_borders() -> None:
    turns = Units.of([0, 0, 0], [3, 10, 20], [10, 18, 30], [5, 6, 5])
    pieces = split_by_units(CodingArrays.of([0], [2], [1], [0], [25]), turns)
    assert rows_of(pieces.codings) == [Row(0, 2, 1, 3, 10), Row(0, 2, 1, 10, 18), Row(0, 2, 1, 20, 25)]
    assert pieces.unit.tolist() == [5, 6, 5]
    assert pieces.row.tolist() == [0, 0, 0]


#                 0 Skjønn  1 Handlingsrom  2 Rom for feil  3 Tillit  4 Kontroll  5 Løs kode
PARENTS = [-1, 0, 1, 1, 0, -1]
LEVELS = ["theme", "category", "category", "code", "code", "code"]


@pytest.mark.parametrize(
    ("level", "stand_ins"),
    [("code", [0, 1, 2, 3, 4, 5]), ("category", [0, 1, 2, 1, 0, 5]), ("theme", [0, 0, 0, 0, 0, 5])],
)
def test_a_code_is_lifted_to_the_nearest_of_the_level_or_else_to_the_top(level: str, stand_ins: list[int]) -> None:
    assert ancestors_at(level, PARENTS, LEVELS).tolist() == stand_ins


@given(codings())
def test_lifting_changes_the_code_and_nothing_else(rows: list[Row]) -> None:
    lifted = at_level(
        arrays_of(rows), ancestors_at("theme", [-1, 0, 0, -1, 3], ["theme", "code", "code", "code", "code"])
    )
    assert rows_of(lifted) == [row._replace(code=[0, 0, 0, 3, 3][row.code]) for row in rows]


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="unequal length"):
        CodingArrays.of([0], [0], [0], [0, 1], [1])
    with pytest.raises(ValueError, match="unequal length"):
        Units.of([0, 1], [0], [1])
