"""Hyphens at the ends of lines: which were put there to break a word and which belong to it.

Norwegian has four kinds. A *soft* one breaks a word and goes (`bru-/ker`); one of a *compound* stays
(`NAV-/kontoret`); an *elliptic* one stays with a space after it (`barne-/og ungdom`); one in a *range* of numbers stays
(`2008-/2010`). Only words can tell the first from the second: those of the language, and those of the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

HYPHENS = "-‐‑\u00ad"
_SOFT = "\u00ad"
_AFTER_ELLIPSIS = frozenset("og eller samt til men and or und oder och eller/og og/eller".split())  # noqa: SIM905
_LEFT = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*$")
_RIGHT = re.compile(r"[^\W_]+")
_LONGEST_WORD = 60


class Mended(NamedTuple):
    """How a line that ends with a hyphen goes on: what stands instead of it and of the break, and how sure that is."""

    text: str
    confidence: float


def mend(before: str, after: str, is_word: Callable[[str], bool], written: Collection[str]) -> Mended:
    """What becomes of the hyphen that `before` ends with when `after` follows on the same line.

    `written` is the words that stand in the text inside lines, in small letters, hyphens and all.
    """
    hyphen = before[-1]
    left, right = _LEFT.search(before[-_LONGEST_WORD:-1]), _RIGHT.match(after[:_LONGEST_WORD])
    if hyphen == _SOFT:
        return Mended("", 0.99)
    if left is None:
        # `"mål-form"-/arbeid` goes on with its word; a hyphen after a space is a dash.
        return Mended(hyphen, 0.95) if not before[-2:-1].isspace() and right else Mended(f"{hyphen} ", 0.95)
    if right is None:
        return Mended(hyphen + ("" if after[:1] in ",.;:)/" else " "), 0.7)
    return _between_words(left[0], right[0], hyphen, is_word, written)


def _between_words(
    left: str, right: str, hyphen: str, is_word: Callable[[str], bool], written: Collection[str]
) -> Mended:
    """What becomes of a hyphen with words, or numbers, on both sides."""
    last = left.replace("‐", "-").replace("‑", "-").rpartition("-")[2]
    if right.casefold() in _AFTER_ELLIPSIS:
        return Mended(f"{hyphen} ", 0.98)
    if left[-1].isdigit() or right[0].isdigit():
        return Mended(hyphen, 0.98)
    # No one breaks a word after one letter: `e-post`, `A-laget`.
    if right[0].isupper() or last.isupper() or len(last) == 1:
        return Mended(hyphen, 0.98)
    return _by_words(left, last, right, hyphen, is_word, written)


def _by_words(
    left: str, last: str, right: str, hyphen: str, is_word: Callable[[str], bool], written: Collection[str]
) -> Mended:
    """What becomes of a hyphen between small letters: first by what the text writes elsewhere, then by the language."""
    apart, together = f"{left}-{right}".casefold() in written, f"{left}{right}".casefold() in written
    if apart != together:
        return Mended(hyphen if apart else "", 0.97)
    if is_word(last + right) and not apart:
        return Mended("", 0.98 if not (is_word(last) and is_word(right)) else 0.93)
    if is_word(last) and is_word(right):
        return Mended(hyphen, 0.8)
    return Mended("", 0.7)
