"""Views of a text that show hidden words, and spans of them brought back to the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.folding import views


def seen(text: str, word: str) -> set[str]:
    """What stands in a text where some view of it has a word."""
    spans = (
        view.span(view.text.index(word), view.text.index(word) + len(word)) for view in views(text) if word in view.text
    )
    return {text[start:end] for start, end in spans}


def test_a_text_that_hides_nothing_is_its_only_view() -> None:
    text = "Åse – «med» … 😀 på NAV-kontoret - og\nslik"
    [view] = views(text)
    assert view.text is text
    assert view.span(2, 5) == (2, 5)


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("en bru\u00adker til", "bruker", "bru\u00adker"),
        ("en bruker-\nmedvirkning her", "brukermedvirkning", "bruker-\nmedvirkning"),
        ("en bruker- \n\n  medvirkning her", "brukermedvirkning", "bruker- \n\n  medvirkning"),
        ("på NAV-\nkontoret nå", "NAV-kontoret", "NAV-\nkontoret"),
        ("en bru\u00ad\nker til", "bruker", "bru\u00ad\nker"),
        ("å ﬁnne", "finne", "ﬁnne"),
        ("i 201٧.", "2017", "201٧"),
        ("et kоntоr", "kontor", "kоntоr"),
        ("bru\u200bker-\nkоntоr", "brukerkontor", "bru\u200bker-\nkоntоr"),
    ],
)
def test_a_hidden_word_is_seen_and_its_span_is_that_of_the_text(text: str, word: str, original: str) -> None:
    assert word not in text
    assert seen(text, word) == {original}


def test_a_dash_at_the_end_of_a_line_breaks_no_word() -> None:
    assert [view.text for view in views("han kom -\nog gikk\n- slik")] == ["han kom -\nog gikk\n- slik"]


@given(st.text(st.sampled_from("abо\u00ad\u200b-‐ﬁ٥ \n😀å"), max_size=30))
def test_spans_of_views_are_spans_of_the_text_in_the_same_order(text: str) -> None:
    for view in views(text):
        spans = [view.span(at, at + 1) for at in range(len(view.text))]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert spans == sorted(spans)


@pytest.mark.parametrize(
    "text", ["a-\n" * 100_000, "\u00ad" * 300_000, "aо" * 200_000, "-" * 500_000, "a- " + "\n" * 500_000]
)
def test_no_text_makes_looking_slow(text: str) -> None:
    started = time.process_time()
    assert views(text)
    assert time.process_time() - started < 4
