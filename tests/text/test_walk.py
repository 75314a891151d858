"""Walking through a document: every word is passed once, and every place can be gone to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.spans import Span
from qualcode.text.walk import Walk

INTERVIEW = "Kontor A, mars.\n\nI: Hva nå?\n\nBerit: Jeg venter. Alltid.\n\nSå går jeg. 😀\n\n(pause)\n\nI: Ja."


class Said(NamedTuple):
    """A turn as far as a walk needs it."""

    number: int
    speaker: str | None
    timestamp: str | None
    start: int
    end: int


def turns_of(text: str, *words: tuple[str, str, str]) -> list[Said]:
    """Turns by speaker, first and last words."""
    found = []
    for number, (speaker, first, last) in enumerate(words, 1):
        start = text.index(first)
        found.append(Said(number, speaker, None, start, text.index(last, start) + len(last)))
    return found


TURNS = turns_of(INTERVIEW, ("I", "Hva", "nå?"), ("Berit", "Jeg venter", "😀"), ("I", "Ja", "."))


def walk(text: str = INTERVIEW, turns: Sequence[Said] = TURNS) -> Walk:
    return Walk(text, turns)


def words(walk: Walk) -> str:
    """What one has before one."""
    assert walk.span is not None
    return walk.text[slice(*walk.span)]


def test_a_turn_of_two_paragraphs_is_one_stop_and_what_lies_between_turns_is_not_left_out() -> None:
    here = walk()
    seen = []
    while here.step(1):
        assert here.stop is not None
        seen.append((here.stop.number, here.stop.speaker, words(here)))
    assert seen == [
        (None, None, "Kontor A, mars."), (1, "I", "Hva nå?"),
        (2, "Berit", "Jeg venter. Alltid.\n\nSå går jeg. 😀"), (None, None, "(pause)"), (3, "I", "Ja."),
    ]  # fmt: skip
    assert here.last_number == 3


def test_sentences_go_on_into_the_next_turn_and_cross_no_paragraph() -> None:
    here = walk()
    assert here.go(2)
    seen = []
    while here.step_sentence():
        seen.append((here.sentence, words(here)))
    assert seen == [(1, "Jeg venter."), (2, "Alltid."), (3, "Så går jeg."), (4, "😀"), (1, "(pause)"), (1, "Ja.")]


def test_at_the_ends_one_stays() -> None:
    here = walk()
    assert not here.step(-1)
    assert here.span is None
    here.step(1)
    assert not here.step(-1)
    assert words(here) == "Kontor A, mars."
    assert not here.go(99)
    assert words(here) == "Kontor A, mars."


def test_words_are_found_in_the_turn_alone_whatever_their_case_and_line_breaks() -> None:
    here = walk()
    here.go(2)
    assert [INTERVIEW[slice(*span)] for span in here.find("alltid. så")] == ["Alltid.\n\nSå"]
    assert here.find("Ja.") == []
    assert here.find(" ") == []
    assert here.find("(") == []


@pytest.mark.parametrize("text", ["", " \n\n ", "\n"])
def test_a_text_without_words_has_nowhere_to_go(text: str) -> None:
    here = Walk(text, [])
    here.go_to(5, by_sentence=True)
    assert [here.step(1), here.step_sentence(), here.go(1)] == [False] * 3
    assert (here.stop, here.span, here.last_number, here.find("x")) == (None, None, 0, [])


@given(st.text(alphabet="Aab. \n?!…«»😀\u0301\t", max_size=200))
def test_both_gaits_pass_every_word_once_and_in_order(text: str) -> None:
    for gait in (lambda here: here.step(1), Walk.step_sentence):
        here, seen = Walk(text, []), []
        while gait(here):
            assert here.span is not None
            seen.append(here.span)
        assert seen == sorted(seen)
        assert "".join("".join(text[slice(*span)] for span in seen).split()) == "".join(text.split())


def test_in_a_changed_text_one_is_as_far_from_the_beginning_as_before() -> None:
    here = walk()
    here.go(2)
    assert here.step_sentence()
    assert here.step_sentence()
    longer = INTERVIEW.replace("Hva nå?", "Hva gjør du nå da?")
    there = walk(longer, turns_of(longer, ("I", "Hva", "da?"), ("Berit", "Jeg venter", "😀"), ("I", "Ja", ".")))
    there.resume(here)
    assert (words(there), there.sentence) == ("Alltid.", 2)
    empty = Walk("", [])
    empty.resume(here)
    assert empty.span is None


@given(st.integers(0, len(INTERVIEW)), st.booleans())
def test_where_one_goes_is_the_nearest_place_not_after(offset: int, by_sentence: bool) -> None:
    here = walk()
    here.go_to(offset, by_sentence=by_sentence)
    assert here.span is not None
    assert here.span.start <= offset
    assert (here.sentence is not None) == by_sentence
    later = [span.start for span in here.sentences() if here.span.start < span.start <= offset]
    assert not (by_sentence and later)
    assert isinstance(here.span, Span)
    assert re.search(r"\S", words(here))
