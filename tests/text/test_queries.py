"""Queries of several terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.queries import alternatives, query_of, terms, unquoted


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


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("skjønn* OR vurder* ELLER måltall", ["skjønn*", "vurder*", "måltall"]),
        ("ja, men; nei|jo", ["ja, men; nei|jo"]),
        ("på\npapiret", ["på papiret"]),
        ('"tre OR fire" OR fem', ['"tre OR fire"', "fem"]),
        ("OR", ["OR"]),
        (" OR  ELLER ", []),
        ("", []),
    ],
)
def test_alternatives_are_divided_by_their_words_alone(query: str, expected: list[str]) -> None:
    assert alternatives(query) == expected


def test_the_quotes_around_a_term_are_no_part_of_it() -> None:
    assert [unquoted(each) for each in ('"a OR b"', "«c»", 'd "e"', "f")] == ["a OR b", "c", 'd "e"', "f"]


@pytest.mark.parametrize("either", ["OR", "ELLER"])
def test_terms_are_joined_by_the_word_of_the_language(either: str) -> None:
    assert query_of(["skjønn", "a ELLER b"], either) == f'skjønn {either} "a ELLER b"'
    assert terms(query_of(["skjønn", "a OR b"], either)) == ["skjønn", '"a OR b"']


@given(st.lists(st.text(alphabet='ab ,;|\n"«»OR', max_size=12), max_size=5))
def test_a_query_made_of_terms_has_no_more_terms_than_these(wanted: list[str]) -> None:
    assert len(terms(query_of(wanted))) <= len(wanted)
