"""Where words stand that are to be replaced, and which codings that would change."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from qualcode.project.records import Coding, Document


class Wanted(NamedTuple):
    """What to look for and what to put there."""

    find: str = ""
    words: str = ""
    whole_words: bool = False
    same_case: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The words as they are searched for, letter by letter."""
        escaped = re.escape(self.find)
        if self.whole_words:
            escaped = rf"(?<!\w){escaped}(?!\w)"
        return re.compile(escaped, 0 if self.same_case else re.IGNORECASE)


class WordPlace(NamedTuple):
    """One place: its document, its span, and the codings whose words it is part of."""

    document: Document
    start: int
    end: int
    codings: tuple[str, ...] = ()


class Coded:
    """The codings of one text, to be asked which of them words belong to."""

    def __init__(self, codings: Iterable[Coding]) -> None:
        self._codings = sorted(codings, key=lambda coding: coding.start)
        self._starts = [coding.start for coding in self._codings]
        self._furthest = list(accumulate((coding.end for coding in self._codings), max))

    def at(self, start: int, end: int) -> Iterator[str]:
        """The ids of the codings that share letters with a span."""
        number = bisect_left(self._starts, end) - 1
        while number >= 0 and self._furthest[number] > start:
            if self._codings[number].end > start:
                yield self._codings[number].id
            number -= 1


def word_places(document: Document, text: str, wanted: Wanted, codings: Sequence[Coding]) -> list[WordPlace]:
    """The places of one text, where there would be other words than now."""
    if not wanted.find:
        return []
    coded = Coded(codings)
    found = (match.span() for match in wanted.pattern.finditer(text))
    changing = ((start, end) for start, end in found if text[start:end] != wanted.words)
    return [WordPlace(document, start, end, tuple(coded.at(start, end))) for start, end in changing]


def consequence(places: Sequence[WordPlace], left_out: Collection[int]) -> tuple[int, int, int]:
    """How many places, documents and codings would change, without those left out."""
    chosen = [place for number, place in enumerate(places) if number not in left_out]
    documents = {place.document.id for place in chosen}
    return len(chosen), len(documents), len({coding for place in chosen for coding in place.codings})
