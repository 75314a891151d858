"""Letters that were decoded wrongly once («skjÃ¸nn», «√•») and can be put right without a guess.

UTF-8 read as Windows-1252, Latin-1 or Mac Roman turns each letter into two or three characters that no one writes. Only
such sequences are touched, and only where they give a letter one expects; what was lost on the way is never invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Left out are letters whose damaged form people do write: Š would be «Å» before a hard space, Œ «Å’», œ «Å“», ƒ «Æ’».
_LETTERS = "æøåÆØÅéÉèÈêëòóôöäüÖÄÜàáíçñáÁčČđĐŋŊšŧŦžŽÃÂâ«»“”‘’‚„–—…•†‡‰‹›™€ˆ˜\u00a0¡¢£¤¥¦§¨©ª¬®¯°±²³´µ¶·¸¹º¼½¾¿"
_CODECS = ("cp1252", "mac_roman", "latin_1")
_ROUNDS = 3
_MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Mended:
    """A text put right, how many letters were damaged, and a few damaged words to show."""

    text: str
    count: int
    examples: tuple[str, ...]


def mend(text: str) -> Mended:
    """Put damaged letters right, also those that were damaged twice or three times over."""
    mended, count, examples = text, 0, tuple[str, ...]()
    for _ in range(_ROUNDS):
        places = [match.start() for match in _DAMAGE.finditer(mended)]
        if not places:
            break
        count, examples = count or len(places), examples or _words_at(mended, places)
        mended = _DAMAGE.sub(lambda match: _REPAIRS[match[0]], mended)
    return Mended(mended, count, examples)


def _words_at(text: str, places: list[int]) -> tuple[str, ...]:
    """The first few different words in which damage was found."""
    examples: dict[str, None] = {}
    for place in places[:50]:
        before, after = text[max(0, place - 20) : place], text[place : place + 24]
        word = (before.split()[-1] if before and not before[-1].isspace() else "") + (after.split() or [""])[0]
        examples[word] = None
    return tuple(examples)[:_MOST_EXAMPLES]


def _damaged_forms() -> Iterator[tuple[str, str]]:
    """Every letter one expects, in each form that reading its UTF-8 wrongly gives."""
    for letter in _LETTERS:
        for codec in _CODECS:
            yield "".join(_misread(byte, codec) for byte in letter.encode()), letter


def _misread(byte: int, codec: str) -> str:
    """A byte read in a codec; the five that Windows-1252 leaves out become control characters, as browsers have it."""
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _pattern(forms: Iterable[str]) -> str:
    """A pattern for all damaged forms, those alike but for the last character put together so that it is fast."""
    lasts: dict[str, str] = {}
    for form in forms:
        lasts[form[:-1]] = lasts.get(form[:-1], "") + form[-1]
    return "|".join(f"{re.escape(first)}[{re.escape(last)}]" for first, last in lasts.items())


_REPAIRS = dict(_damaged_forms())
_DAMAGE = re.compile(_pattern(_REPAIRS))
