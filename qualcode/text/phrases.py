"""Words and phrases to look for: whole words whatever their case, `ord*` and `*ord`, also through lost letters.

`"ord*"` in quotes is looked for as it stands, star and all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import AnyStr

from qualcode.errors import InvalidInput
from qualcode.text.lexicon import Lexicon
from qualcode.text.rules.letters import CONFUSIONS, Channel
from qualcode.text.spans import Span

_STAR = "*"
_QUOTED = re.compile(r"\"(.*\S.*)\"|«(.*\S.*)»|“(.*\S.*)”", re.DOTALL)
_LOWER = bytes(ord(chr(byte).lower()) for byte in range(256))
_LEAST = 0.1
_SETTLED = 0.9


class Phrase:
    """One or several words to look for; white space between them stands for any white space.

    Without `stars`, and in quotes, a star is a star.
    """

    def __init__(self, query: str, *, stars: bool = True) -> None:
        quoted = _QUOTED.fullmatch(query.strip()) if stars else None
        parts = (quoted[quoted.lastindex or 0] if quoted else query).split()
        self._parts = [_Part(part, stars=stars and not quoted) for part in parts]
        if not all(part.stem for part in self._parts):
            raise InvalidInput("a star stands for letters, not for a word", "write ord* or *ord, or use --regex")
        self._pattern = self._compiled(re.escape, r"\w")
        self._seen = self._compiled(_seen, r"[\w@&|]")

    def _compiled(self, pattern_of: Callable[[str], str], letter: str) -> re.Pattern[str]:
        """The pattern of the phrase, given that of a word's stem and that of a letter."""
        first, last = self._parts[0], self._parts[-1]
        before = rf"(?<!{letter})" if first.open_left or _is_letter(first.stem[0]) else ""
        after = rf"(?!{letter})" if last.open_right or _is_letter(last.stem[-1]) else ""
        words = (part.pattern(pattern_of, letter) for part in self._parts)
        return re.compile(before + r"\s+".join(words) + after, re.IGNORECASE)

    def find(self, text: str) -> Iterator[Span]:
        """Every place where the phrase stands, also one that overlaps the place before it."""
        first = self._parts[0]
        places = _places(text, first.stem)
        if places is None or first.open_left:
            yield from _matches(self._pattern, text)
            return
        for at in places:
            # The pattern would say so too, but takes four times as long.
            is_inside = at and _is_letter(first.stem[0]) and _is_letter(text[at - 1])
            if not is_inside and (match := self._pattern.match(text, at)):
                yield Span(*match.span())

    def find_damaged(self, text: str) -> Iterator[Span]:
        """Every place where the phrase most likely stood before letters of it were lost, or may have stood."""
        return (span for span in _matches(self._seen, text) if self._is_plausible(text[span.start : span.end]))

    def _is_plausible(self, seen: str) -> bool:
        """Whether each word as read can be the one looked for: «for» is seldom «før», but «far» is mostly «får»."""
        return all(part.may_be(word) for part, word in zip(self._parts, seen.split(), strict=True))


class _Part:
    """One word of a phrase, which may be the beginning or the end of the words to find."""

    def __init__(self, part: str, *, stars: bool) -> None:
        self.open_left = stars and len(part) > 1 and part.startswith(_STAR)
        self.open_right = stars and len(part) > 1 and part.endswith(_STAR)
        self.stem = part.strip(_STAR) if self.open_left or self.open_right else part
        if stars and part == _STAR:
            self.stem = ""
        self._whole = re.compile(self.pattern(re.escape, r"\w"), re.IGNORECASE)

    def pattern(self, pattern_of: Callable[[str], str], letter: str) -> str:
        """The pattern of the words it stands for."""
        any_letters = f"{letter}*"
        return any_letters * self.open_left + pattern_of(self.stem) + any_letters * self.open_right

    def may_be(self, seen: str) -> bool:
        """Whether a word as read can be one of those it stands for."""
        if self._whole.fullmatch(seen):
            return True
        readings = _channel().readings(seen)
        if sum(share for reading, share in readings.items() if self._whole.fullmatch(reading)) >= _LEAST:
            return True
        likeliest = next(iter(readings))
        is_unknown = len(seen) > 1 and not _channel().lexicon.is_listed(seen)
        return is_unknown and (likeliest == seen or readings[likeliest] < _SETTLED)


@cache
def _channel() -> Channel:
    """The channel of all searches, which remembers the words it has read."""
    return Channel(Lexicon.load("nb"))


def _seen(stem: str) -> str:
    """A pattern for what a word's letters may be read as."""
    return "".join(
        f"(?:{'|'.join(map(re.escape, sorted([letter, *CONFUSIONS.get(letter, ())], key=len, reverse=True)))})"
        for letter in stem.lower()
    )


def _is_letter(character: str) -> bool:
    """Whether a character belongs to words."""
    return character.isalnum() or character == "_"


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Where a pattern matches, overlapping or not."""
    found = pattern.search(text)
    while found:
        yield Span(*found.span())
        found = pattern.search(text, found.start() + 1)


def _places(text: str, wanted: str) -> Iterator[int] | None:
    """Where some letters stand whatever their case; None for the few texts that change length in small letters."""
    if _is_narrow(wanted):
        return _at(text.encode("latin-1", "replace").translate(_LOWER), wanted.lower().encode("latin-1"))
    folded = text.lower()
    return _at(folded, wanted.lower()) if len(folded) == len(text) else None


def _is_narrow(wanted: str) -> bool:
    """Whether some letters are one byte each in either case, so that bytes can be looked through, which is faster."""
    both = wanted.lower() + wanted.upper()
    return len(both) == 2 * len(wanted) and all(ord(letter) < 256 for letter in both)


def _at(text: AnyStr, wanted: AnyStr) -> Iterator[int]:
    """Every place of one string in another."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)
