"""Knowing places of a text again after it was edited: by the words before and after each, not by offsets.

A place's own words are no part of it, so that mending them («skjgnn») leaves it the place it was.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from qualcode.text.units import WORD

WORDS_ASIDE = 4
_REACH = 120
_LENGTH = 6


class Surroundings(NamedTuple):
    """What stands before and after a place, in short; no two places of one list have the same before, or after."""

    before: str
    after: str

    def __str__(self) -> str:
        return self.before + self.after

    @classmethod
    def read(cls, written: str) -> Surroundings:
        """The same from how it was written."""
        return cls(written[:_LENGTH], written[_LENGTH:])


def surroundings(text: str, spans: Iterable[tuple[int, int]]) -> list[Surroundings]:
    """What stands around each of some spans of a text, in their order.

    Where the same words stand before several of them, or after, they are counted.
    """
    befores: Counter[str] = Counter()
    afters: Counter[str] = Counter()
    found = []
    for start, end in spans:
        before = " ".join(WORD.findall(text[max(0, start - _REACH) : start].casefold())[-WORDS_ASIDE:])
        after = " ".join(WORD.findall(text[end : end + _REACH].casefold())[:WORDS_ASIDE])
        befores[before] += 1
        afters[after] += 1
        found.append(Surroundings(_short(before, befores[before]), _short(after, afters[after])))
    return found


def recognised(known: Sequence[Surroundings], here: Sequence[Surroundings]) -> dict[int, int]:
    """Which of the places here each known one is: {number here: number known}.

    First those that are the same on both sides; of the others, those that one side leads to one place only. What is in
    doubt is not recognised, so that a person is rather asked twice than not at all.
    """
    places = {place: number for number, place in enumerate(here)}
    found = {places[place]: number for number, place in enumerate(known) if place in places}
    left = [number for number, place in enumerate(known) if place not in places]
    free = [number for number in range(len(here)) if number not in found] if left else []
    by_before = {here[number].before: number for number in free}
    by_after = {here[number].after: number for number in free}
    for number in left:
        sides = {by_before.get(known[number].before), by_after.get(known[number].after)} - {None}
        if len(sides) == 1 and (place := sides.pop()) is not None and place not in found:
            found[place] = number
    return found


def _short(words: str, number: int) -> str:
    digest = blake2b(f"{number} {words}".encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return urlsafe_b64encode(digest).decode()[:_LENGTH]
