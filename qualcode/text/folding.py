"""Views of a text in which nothing hides a word: no soft hyphens, no broken lines, no look-alike letters.

A view is the text with some characters left out or replaced; what is found in it is given as a span of the text itself.
Most texts hide nothing and have themselves as their only view, which is why looking costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from qualcode.text.edits import Edit, OffsetMap, apply_edits, inverted
from qualcode.text.rules.characters import INVISIBLE, disguises
from qualcode.text.spans import Span

# The upper bytes of Greek and Cyrillic, of the digits of other scripts, of ligatures and of full width.
_DISGUISING = bytes([0x03, 0x04, 0x06, 0x09, 0xFB, 0xFF])
_BREAKING = "-‐‑\u00ad"
_BROKEN_WORD = re.compile(rf"(?<=[^\W_])[{_BREAKING}] ?\n\s*(?=[^\W_])")


class View:
    """A text with edits made to it only for looking."""

    def __init__(self, original: str, edits: Iterable[Edit] = ()) -> None:
        self._original = original
        self._edits = sorted(edits)
        self.text = apply_edits(original, self._edits) if self._edits else original

    def span(self, start: int, end: int) -> Span:
        """Where in the original a span of the view stands."""
        return Span(*self._back.span(start, end)) if self._edits else Span(start, end)

    @cached_property
    def _back(self) -> OffsetMap:
        return OffsetMap(inverted(self._original, self._edits))


def views(text: str) -> tuple[View, ...]:
    """The views of a text: as it reads, and if lines break words, with these put together, without and with hyphen.

    A line's `arbeids-` may go on with `livet`, and its `NAV-` with `kontoret`; each is found in one of the two.
    """
    hidden = [Edit(*disguise) for disguise in disguises(text)] if _may_hide(text) else []
    plain = View(text, hidden)
    broken = [match.span() for match in _BROKEN_WORD.finditer(text)] if _may_break(text) else []
    if not broken:
        return (plain,)
    breaks = {offset for start, end in broken for offset in range(start, end)}
    hidden = [edit for edit in hidden if edit.start not in breaks]
    return (plain, *(View(text, [*hidden, *(Edit(*span, hyphen) for span in broken)]) for hyphen in ("", "-")))


def _may_hide(text: str) -> bool:
    """Whether any character can hide a word; far faster than looking for each, and Latin-1 needs hardly a look."""
    if any(character in text for character in INVISIBLE):
        return True
    try:
        text.encode("latin-1")
        return False
    except UnicodeEncodeError:
        upper_bytes = text.encode("utf-16-le", "surrogatepass")[1::2]
        return len(upper_bytes.translate(None, _DISGUISING)) < len(upper_bytes)


def _may_break(text: str) -> bool:
    """Whether any line ends with a hyphen; far faster than the pattern."""
    return any(hyphen in text and (f"{hyphen}\n" in text or f"{hyphen} \n" in text) for hyphen in _BREAKING)
