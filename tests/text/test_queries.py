"""Queries of several terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.queries import query_of, terms


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("skjønn*", ["skjønn*"]),
        ("skjønn* OR vurder*", ["skjønn*", "vurder*"]),
        ("skjønn ELLER faglig  vurdering", ["skjønn", "faglig vurdering"]),
        ("ja eller nei", ["ja eller nei"]),
        ("a, b; c|d\ne", ["a", "b", "c", "d", "e"]),
        ("3,5 prosent,tid,4", ["3,5 prosent", "tid", "4"]),
        ("ORkan, ELLERS", ["ORkan", "ELLERS"]),
        ('"en, to" OR «tre OR fire»', ['"en, to"', "«tre OR fire»"]),
        ("Skjønn, skjønn", ["Skjønn"]),
        (" , ;; OR ", []),
    ],
)
def test_terms_are_told_apart(query: str, expected: list[str]) -> None:
    assert terms(query) == expected


def test_a_term_that_would_be_divided_is_put_in_quotes() -> None:
    assert query_of(["Skjønn", "tid, penger", "skjønn"]) == 'Skjønn OR "tid, penger" OR skjønn'
    assert terms(query_of(["tid, penger", "a|b", "c"])) == ['"tid, penger"', '"a|b"', "c"]


@given(st.lists(st.text(alphabet='ab ,;|\n"«»OR', max_size=12), max_size=5))
def test_a_query_made_of_terms_has_no_more_terms_than_these(wanted: list[str]) -> None:
    assert len(terms(query_of(wanted))) <= len(wanted)
