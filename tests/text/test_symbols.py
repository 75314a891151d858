"""What a terminal must never be sent is shown as symbols, code point for code point."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.symbols import visible

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT, st.booleans())
def test_offsets_hold_and_nothing_dangerous_is_left(text: str, one_line: bool) -> None:
    shown = visible(text, one_line=one_line)
    assert len(shown) == len(text)
    left = {character for character in shown if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")}
    assert left <= (set() if one_line else {"\n", "\t"})
    assert not {"\u202e", "\u2066", "\u200f"} & set(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mrød\x1b[0m", "␛[31mrød␛[0m"),
        ("a\x9b2Jb", "a␦2Jb"),
        ("x\u202ey", "x⇤y"),
        ("bjelle\x07", "bjelle␇"),
        ("Å, ja – «så» 👩‍👩‍👧", "Å, ja – «så» 👩‍👩‍👧"),
        ("\ud800", "\ufffd"),
    ],
)
def test_symbols_stand_for_controls(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_feeds_and_tabs_are_symbols_on_one_line_only() -> None:
    assert visible("a\n\tb") == "a\n\tb"
    assert visible("a\n\tb", one_line=True) == "a␊␉b"
