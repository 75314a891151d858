"""Words and phrases, with stars, in quotes, and as a scanner read them."""

from __future__ import annotations

import time

import pytest

from qualcode.errors import InvalidInput
from qualcode.text.phrases import Phrase

SCANNED = "Vi brukte skjgnn, skjignn, skjsnn, skjpnn, skjonn og skignn. Skjgnnet far vi for a ta en mate pa jobb."


def words(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in Phrase(query).find(text)]


def damaged(query: str, text: str = SCANNED) -> list[str]:
    return [text[start:end] for start, end in Phrase(query).find_damaged(text)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bruk", ["Bruk"]),
        ("bruk*", ["Bruker", "Bruk", "brukermedvirkning"]),
        ("*medvirkning", ["brukermedvirkning", "MEDVIRKNING"]),
        ("*virk*", ["brukermedvirkning", "MEDVIRKNING"]),
        ("*er og bruk*", ["Bruker og Bruk"]),
        ('"bruk"', ["Bruk"]),
        ('"bruk*"', []),
        ("5*", ["5"]),
        ("«5* hotell»", ["5* hotell"]),
        ("a*b", ["a*b"]),
    ],
)
def test_stars_stand_for_the_rest_of_a_word_and_in_quotes_for_themselves(query: str, expected: list[str]) -> None:
    assert words("Bruker og Bruk: brukermedvirkning, MEDVIRKNING. 5* hotell, a*b", query) == expected


@pytest.mark.parametrize("query", ["*", "**", "ord *", "* *"])
def test_a_star_alone_is_refused(query: str) -> None:
    with pytest.raises(InvalidInput, match="a star stands for letters"):
        Phrase(query)


def test_without_stars_a_star_is_a_star() -> None:
    assert [*Phrase("*", stars=False).find("a * b")] == [(2, 3)]
    assert [*Phrase('"a"', stars=False).find('si "a" nå')] == [(3, 6)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("skjønn", ["skjgnn", "skjignn", "skjsnn", "skjpnn", "skjonn", "skignn"]),
        ("skjønn*", ["skjgnn", "skjignn", "skjsnn", "skjpnn", "skjonn", "skignn", "Skjgnnet"]),
        ("får", ["far"]),
        ("før", []),
        ("å", ["a"]),
        ("måte på", ["mate pa"]),
        ("møte", []),
        ("vi", ["Vi", "vi"]),
        ("sjokolade", []),
    ],
)
def test_a_word_is_found_as_it_was_read_but_not_where_another_is_likelier(query: str, expected: list[str]) -> None:
    assert damaged(query) == expected


def test_letters_in_sound_words_are_never_taken_for_others() -> None:
    assert words("Far og får, før og for", "far") == ["Far"]
    assert words("Far og får, før og for", "før") == ["før"]


@pytest.mark.parametrize(
    ("text", "query"), [("Ÿ ÿ µ", "ÿ"), ("straße", "straße"), ("Ωmega ωmega", "ωmega"), ("K k", "k")]
)
def test_letters_outside_latin_1_are_found_in_either_case(text: str, query: str) -> None:
    assert words(text, query)


@pytest.mark.parametrize("query", ["a", "å*", "*a", "*aå", "a a a b", "æ æ"])
def test_no_text_makes_finding_slow(query: str) -> None:
    for text in ("a" * 300_000, "a " * 100_000, "a@" * 150_000, "a" + " " * 300_000):
        started = time.process_time()
        phrase = Phrase(query)
        assert sum(1 for _ in phrase.find(text)) + sum(1 for _ in phrase.find_damaged(text)) >= 0
        assert time.process_time() - started < 4, text[:4]
