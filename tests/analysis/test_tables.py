"""Tables of codes against columns, cell by cell against sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.codings import split_by_units
from qualcode.analysis.tables import COUNTS, matrix
from qualcode.errors import InvalidInput
from tests.analysis.brute_force import Row, Span, text
from tests.analysis.studies import CODES, arrays_of, codings, unit_spans, units_from, word_spans

COLUMNS = 3


def in_cell(rows: list[Row], columns: list[int], code: int, column: int) -> list[int]:
    return [number for number, row in enumerate(rows) if row.code == code and columns[number] == column]


def count_of(rows: list[Row], cell: list[int], cases: list[int], words: list[Span]) -> dict[str, int]:
    covered = set().union(*(text(rows[number]) for number in cell))
    return {
        "codings": len(cell),
        "documents": len({rows[number].document for number in cell}),
        "cases": len({cases[number] for number in cell} - {-1}),
        "characters": len(covered),
        "words": sum(bool(text(word) & covered) for word in words),
    }


@given(rows=codings(), words=word_spans(), data=st.data())
def test_every_cell_counts_what_the_sets_count(rows: list[Row], words: list[Span], data: st.DataObject) -> None:
    one_each = st.lists(st.integers(-1, COLUMNS - 1), min_size=len(rows), max_size=len(rows))
    columns, cases = data.draw(one_each), data.draw(one_each)
    for count in COUNTS:
        table = matrix(
            arrays_of(rows),
            np.array(columns, dtype=np.int64),
            CODES,
            COLUMNS,
            count,
            cases=np.array(cases, dtype=np.int64),
            words=units_from(words),
        )
        cells = [[in_cell(rows, columns, code, column) for column in range(COLUMNS)] for code in range(CODES)]
        assert table.tolist() == [[count_of(rows, cell, cases, words)[count] for cell in row] for row in cells]


@given(rows=codings(), turns=unit_spans())
def test_a_coding_cut_into_pieces_counts_once_a_column(rows: list[Row], turns: list[Span]) -> None:
    pieces = split_by_units(arrays_of(rows), units_from(turns))
    table = matrix(pieces.codings, pieces.unit, CODES, 4, "codings", rows=pieces.row)
    for code in range(CODES):
        for unit in range(4):
            spoken = set().union(*(text(turn) for turn in turns if turn.unit == unit))
            assert table[code, unit] == sum(row.code == code and bool(text(row) & spoken) for row in rows)


def test_two_coders_on_the_same_words_count_them_once_together_and_once_each() -> None:
    rows = arrays_of([Row(0, 0, 0, 0, 10), Row(0, 0, 1, 5, 15)])
    words = units_from([Span(0, 0, 4, 0), Span(0, 5, 9, 1), Span(0, 10, 15, 2)])
    together, coders = np.zeros(2, dtype=np.int64), rows.coder
    assert matrix(rows, together, 1, 1, "characters").tolist() == [[15]]
    assert matrix(rows, coders, 1, 2, "characters").tolist() == [[10, 10]]
    assert matrix(rows, together, 1, 1, "words", words=words).tolist() == [[3]]
    assert matrix(rows, coders, 1, 2, "words", words=words).tolist() == [[2, 2]]


def test_a_word_coded_at_both_ends_is_one_word() -> None:
    rows = arrays_of([Row(0, 0, 0, 0, 2), Row(0, 0, 0, 7, 9)])
    words = units_from([Span(0, 0, 9, 0)])
    assert matrix(rows, np.zeros(2, dtype=np.int64), 1, 1, "words", words=words).tolist() == [[1]]


@pytest.mark.parametrize("count", COUNTS)
def test_a_table_without_codings_or_without_columns_is_empty(count: str) -> None:
    nothing, none = arrays_of([]), np.empty(0, dtype=np.int64)
    for n_codes, n_columns in ((2, 3), (2, 0), (0, 3)):
        table = matrix(nothing, none, n_codes, n_columns, count, cases=none, words=units_from([]))
        assert table.shape == (n_codes, n_columns)
        assert not table.any()


def test_what_cannot_be_counted_is_refused_by_naming_what_can() -> None:
    rows = arrays_of([Row(0, 0, 0, 0, 2)])
    with pytest.raises(InvalidInput) as refusal:
        matrix(rows, rows.document, 1, 1, "sentences")
    assert refusal.value.hint == "choose one of: codings, documents, cases, characters, words"


@pytest.mark.parametrize("count", ["cases", "words"])
def test_a_count_without_what_it_needs_is_refused(count: str) -> None:
    rows = arrays_of([Row(0, 0, 0, 0, 2)])
    with pytest.raises(ValueError, match=f"needs the argument {count}"):
        matrix(rows, rows.document, 1, 1, count)
