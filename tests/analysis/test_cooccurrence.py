"""Co-occurrence against a brute force of sets, and against examples counted by hand."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis import sweep
from qualcode.analysis.cooccurrence import (
    MEASURES,
    PairCounts,
    behind_near,
    behind_overlap,
    behind_units,
    near,
    outside,
    overlap,
    within_units,
)
from qualcode.errors import InvalidInput
from tests.analysis import brute_force
from tests.analysis.brute_force import Pair, Row, Span
from tests.analysis.studies import CODES, arrays_of, codings, unit_spans, units_from, word_spans

CHUNKS = st.sampled_from([1, 2, 5, 1_000_000])


def as_pairs(counted: PairCounts) -> dict[tuple[int, int], Pair]:
    table = counted.table()
    keys = list(zip(table.a.tolist(), table.b.tolist(), strict=True))
    assert keys == sorted(keys)
    columns = [getattr(table, name) for name in Pair._fields]
    lists = [[None] * len(table) if column is None else column.tolist() for column in columns]
    return dict(zip(keys, (Pair(*row) for row in zip(*lists, strict=True)), strict=True))


def as_set(found: tuple[np.ndarray, np.ndarray]) -> list[tuple[int, int]]:
    return sorted(zip(found[0].tolist(), found[1].tolist(), strict=True))


@given(rows=codings(), cases=unit_spans(), chunk=CHUNKS)
def test_overlap_counts_what_the_sets_count(rows: list[Row], cases: list[Span], chunk: int) -> None:
    with patch.object(sweep, "CHUNK", chunk):
        found = overlap(arrays_of(rows), CODES, units_from(cases))
    assert as_pairs(found) == brute_force.pair_table(rows, cases, brute_force.share_text, characters=True)


@given(rows=codings(), cases=unit_spans(), words=word_spans(), distance=st.integers(0, 5), chunk=CHUNKS)
def test_near_counts_what_the_sets_count(
    rows: list[Row], cases: list[Span], words: list[Span], distance: int, chunk: int
) -> None:
    together = brute_force.are_near(words, distance)
    with patch.object(sweep, "CHUNK", chunk):
        found = near(arrays_of(rows), units_from(words), distance, CODES, units_from(cases))
    assert as_pairs(found) == brute_force.pair_table(rows, cases, together, characters=False)


@given(rows=codings(), cases=unit_spans(), spans=unit_spans(), chunk=CHUNKS)
def test_units_hold_what_the_sets_hold(rows: list[Row], cases: list[Span], spans: list[Span], chunk: int) -> None:
    with patch.object(sweep, "CHUNK", chunk):
        found = within_units(arrays_of(rows), units_from(spans), CODES, units_from(cases))
    assert as_pairs(found) == brute_force.unit_table(rows, cases, spans)


@given(rows=codings(), spans=unit_spans(), words=word_spans(), distance=st.integers(0, 5), chunk=CHUNKS)
def test_what_lies_behind_a_cell_is_every_pair_it_counts(
    rows: list[Row], spans: list[Span], words: list[Span], distance: int, chunk: int
) -> None:
    arrays, units, word_units = arrays_of(rows), units_from(spans), units_from(words)
    with patch.object(sweep, "CHUNK", chunk):
        assert as_set(behind_overlap(arrays, 1, 3)) == brute_force.behind(rows, 1, 3, brute_force.share_text)
        together = brute_force.are_near(words, distance)
        assert as_set(behind_near(arrays, 1, 3, word_units, distance)) == brute_force.behind(rows, 1, 3, together)
        assert as_set(behind_units(arrays, 1, 3, units)) == brute_force.behind(
            rows, 1, 3, brute_force.share_unit(spans)
        )


@given(rows=codings(), cases=unit_spans())
def test_a_square_is_symmetric_and_agrees_with_the_rows(rows: list[Row], cases: list[Span]) -> None:
    counted = overlap(arrays_of(rows), CODES, units_from(cases))
    table = counted.table()
    for measure in ("pairs", "characters", "jaccard", "documents", "cases"):
        square = counted.square(measure)
        assert square.shape == (CODES, CODES)
        assert (square == square.T).all()
        assert (square[table.a, table.b] == getattr(table, measure)).all()
    assert not outside(counted.square("jaccard")).any()


@given(rows=codings(), cases=unit_spans())
def test_the_diagonal_holds_what_a_code_counts_alone(rows: list[Row], cases: list[Span]) -> None:
    counted = overlap(arrays_of(rows), CODES, units_from(cases))
    documents, said = brute_force.parts(rows, cases)
    for code in range(CODES):
        alone = {
            measure: counted.square(measure)[code, code] for measure in ("pairs", "characters", "documents", "cases")
        }
        assert alone == {
            "pairs": sum(row.code == code for row in rows),
            "characters": len(brute_force.text_of(rows, code)),
            "documents": sum(bool(brute_force.text_of(part, code)) for part in documents),
            "cases": sum(bool(brute_force.text_of(part, code)) for part in said),
        }


# One document of 100 characters: A on 0–50 by two coders and again on 40–60, B on 50–70, C on 45–55, D on 70–80.
A, B, C, D = range(4)
GOLD = [
    Row(0, A, 0, 0, 50),
    Row(0, A, 1, 0, 50),
    Row(0, A, 0, 40, 60),
    Row(0, B, 0, 50, 70),
    Row(0, C, 1, 45, 55),
    Row(0, D, 0, 70, 80),
]


def test_pairs_count_rows_and_characters_count_text() -> None:
    found = as_pairs(overlap(arrays_of(GOLD), 4))
    assert found == {
        (A, B): Pair(1, 10, None, None, None, 10 / 70, documents=1, cases=0),
        (A, C): Pair(3, 10, None, None, None, 10 / 60, documents=1, cases=0),
        (B, C): Pair(1, 5, None, None, None, 5 / 25, documents=1, cases=0),
    }


def test_touching_codings_do_not_overlap_but_are_near() -> None:
    arrays, words = arrays_of(GOLD), units_from([Span(0, 70, 75, 0)])
    assert (B, D) not in as_pairs(overlap(arrays, 4))
    assert as_pairs(near(arrays, words, 0, 4))[B, D].pairs == 1


def test_near_counts_whole_words_between() -> None:
    #       «Vi ventet lenge, og så kom brevet.»: «Vi» A, «lenge» B, «brevet» C
    rows = [Row(0, A, 0, 0, 2), Row(0, B, 0, 10, 15), Row(0, C, 0, 27, 33)]
    starts_and_ends = [(0, 2), (3, 9), (10, 15), (17, 19), (20, 22), (23, 26), (27, 33)]
    words = units_from([Span(0, *extent, number) for number, extent in enumerate(starts_and_ends)])
    pairs = [set(as_pairs(near(arrays_of(rows), words, distance, 3))) for distance in (0, 1, 2, 3, 5, 10**30)]
    assert pairs == [set(), {(A, B)}, {(A, B)}, {(A, B), (B, C)}, {(A, B), (A, C), (B, C)}, {(A, B), (A, C), (B, C)}]


def test_codings_next_to_each_other_in_different_documents_are_not_near() -> None:
    rows = [Row(0, A, 0, 5, 9), Row(1, B, 0, 0, 4)]
    assert not as_pairs(near(arrays_of(rows), units_from([]), 100, 2))


def test_a_document_and_a_case_count_once_however_the_codes_lie_in_them() -> None:
    rows = [Row(0, A, 0, 0, 6), Row(0, B, 0, 4, 9), Row(0, B, 0, 20, 26), Row(0, A, 0, 24, 29), Row(1, A, 0, 4, 8)]
    cases = units_from([Span(0, 0, 40, 2), Span(1, 0, 40, 2)])
    pair = as_pairs(overlap(arrays_of(rows), 2, cases))[A, B]
    assert (pair.pairs, pair.documents, pair.cases) == (2, 1, 1)


def test_codes_at_the_same_offsets_of_two_documents_do_not_meet_in_the_case_that_spans_them() -> None:
    rows = [Row(0, A, 0, 0, 5), Row(1, B, 0, 0, 5), Row(0, A, 0, 20, 25), Row(0, B, 0, 20, 25)]
    cases = units_from([Span(0, 0, 10, 0), Span(1, 0, 10, 0), Span(0, 20, 30, 1)])
    assert as_pairs(overlap(arrays_of(rows), 2, cases))[A, B].cases == 1


def test_a_pair_that_one_case_only_completes_with_another_voice_is_not_in_the_case() -> None:
    rows = [Row(0, A, 0, 0, 12), Row(0, B, 0, 8, 20)]
    asked_and_answered = units_from([Span(0, 0, 8, 0), Span(0, 12, 20, 0)])
    assert as_pairs(overlap(arrays_of(rows), 2, asked_and_answered))[A, B].cases == 0


def test_what_lies_behind_a_cell_comes_in_reading_order() -> None:
    rows = [Row(1, A, 0, 0, 9), Row(1, B, 0, 0, 9), Row(0, B, 0, 7, 9), Row(0, A, 0, 5, 9), Row(0, B, 0, 5, 6)]
    rows += [Row(0, A, 0, 1, 9)]
    ours, theirs = behind_overlap(arrays_of(rows), A, B)
    assert list(zip(ours.tolist(), theirs.tolist(), strict=True)) == [(5, 4), (5, 2), (3, 4), (3, 2), (0, 1)]


def test_a_turn_holds_a_code_by_a_single_character() -> None:
    turns = units_from([Span(0, 0, 45, 0), Span(0, 45, 71, 1), Span(0, 71, 100, 2)])
    found = as_pairs(within_units(arrays_of(GOLD), turns, 4))
    assert found[A, B] == Pair(None, None, 1, 2, 1, 1 / 2, documents=1, cases=0)
    assert found[B, D] == Pair(None, None, 1, 1, 2, 1 / 2, documents=1, cases=0)
    assert (C, D) in found


def test_a_case_holds_codes_from_all_its_turns() -> None:
    rows = [Row(0, A, 0, 0, 5), Row(0, B, 0, 20, 25), Row(1, C, 0, 0, 5), Row(0, D, 0, 10, 15)]
    cases = units_from([Span(0, 0, 10, 7), Span(0, 10, 20, 3), Span(0, 20, 30, 7), Span(1, 0, 10, 7)])
    found = as_pairs(within_units(arrays_of(rows), cases, 4, cases))
    assert set(found) == {(A, B), (A, C), (B, C)}
    assert found[A, B] == Pair(None, None, 1, 1, 1, 1.0, documents=1, cases=1)
    assert found[A, C].documents == 0, "no single document holds both"


def test_the_coefficient_of_atlas_ti_is_flagged_where_it_leaves_its_range() -> None:
    rows = [Row(0, code, coder, 0, 10) for code in (A, B) for coder in range(3)]
    rows += [Row(0, C, 0, 5, 10), Row(0, A, 0, 20, 25), Row(0, D, 0, 24, 30), Row(0, D, 0, 40, 50)]
    square = overlap(arrays_of(rows), 4).square("c")
    assert square[A, B] == 9 / (4 + 3 - 9)
    assert square[A, C] == 3 / (4 + 1 - 3)
    assert square[B, C] == 3 / (3 + 1 - 3)
    assert square[A, D] == 1 / (4 + 2 - 1)
    flagged = {(int(a), int(b)) for a, b in np.argwhere(outside(square))}
    assert flagged == {(A, B), (B, A), (A, C), (C, A), (B, C), (C, B)}


def test_the_coefficient_is_infinite_and_flagged_where_its_divisor_is_nothing() -> None:
    rows = [Row(0, code, coder, 0, 10) for code in (A, B) for coder in range(2)]
    square = overlap(arrays_of(rows), 2).square("c")
    assert square[A, B] == np.inf
    assert outside(square)[A, B]


@pytest.mark.parametrize("measure", MEASURES)
def test_a_study_without_codings_has_empty_squares(measure: str) -> None:
    nothing, no_units = arrays_of([]), units_from([])
    counts = [overlap(nothing, 3), near(nothing, no_units, 2, 3), within_units(nothing, no_units, 3)]
    offered = [counted for counted in counts if measure in counted.measures()]
    assert offered
    assert all((counted.square(measure) == np.zeros((3, 3))).all() for counted in offered)
    assert all(len(counted.table()) == 0 for counted in counts)


@pytest.mark.parametrize("measure", ["units", "Jaccard", ""])
def test_a_measure_that_does_not_apply_is_refused_by_naming_those_that_do(measure: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        overlap(arrays_of(GOLD), 4).square(measure)
    assert refusal.value.hint == "choose one of: pairs, characters, jaccard, documents, cases, c"


def test_thousands_of_codings_on_one_span_stay_within_memory() -> None:
    rows = [Row(0, number % 300, number % 7, 0, 500) for number in range(2000)]
    table = overlap(arrays_of(rows), 300).table()
    assert len(table) == 300 * 299 // 2
    assert table.pairs is not None
    assert table.pairs.sum() == 2000 * 1999 // 2 - sum(n * (n - 1) // 2 for n in [7] * 200 + [6] * 100)
    assert table.jaccard is not None
    assert (table.jaccard == 1).all()
