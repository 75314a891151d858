"""A document walked through from one turn or paragraph to the next, sentence by sentence where that is wanted.

The order is that of the text, and what lies between the turns is read too. For those who read one thing at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from qualcode.text.spans import Span
from qualcode.text.units import sentences
from qualcode.text.wrapping import Utterance, blocks


class Stop(NamedTuple):
    """A turn, or a paragraph outside the turns (`speaker` is None there); `parts` are its paragraphs."""

    span: Span
    number: int | None
    speaker: str | None
    timestamp: str
    parts: tuple[Span, ...]


class Walk:
    """Where one is in a document: before its first stop, at a stop, or at a sentence of it."""

    def __init__(self, text: str, turns: Sequence[Utterance]) -> None:
        self.text = text
        self.stops = list(_stops(text, turns))
        self._at = -1
        self._sentence: int | None = None

    @property
    def stop(self) -> Stop | None:
        """The stop where one is; None before the first one."""
        return self.stops[self._at] if self._at >= 0 else None

    @property
    def sentence(self) -> int | None:
        """The number of the sentence, from 1, where one walks by sentences."""
        return None if self._sentence is None else self._sentence + 1

    @property
    def span(self) -> Span | None:
        """What one has before one: the sentence, or the whole stop."""
        if self._sentence is not None:
            return self.sentences()[self._sentence]
        return self.stop.span if self.stop else None

    @property
    def last_number(self) -> int:
        """How many turns there are, or paragraphs where there are no turns."""
        return max((stop.number for stop in self.stops if stop.number is not None), default=0)

    def sentences(self) -> list[Span]:
        """The sentences of the stop where one is."""
        return sentences(self.text, within=self.stop.parts) if self.stop else []

    def step(self, count: int) -> bool:
        """Go to the next stop, or the one before with -1; False where there is none, and one stays."""
        if not 0 <= self._at + count < len(self.stops):
            return False
        self._at, self._sentence = self._at + count, None
        return True

    def step_sentence(self) -> bool:
        """Go to the next sentence: the first one of a stop just read, after the last one that of the next stop."""
        following = 0 if self._sentence is None else self._sentence + 1
        if following < len(self.sentences()):
            self._sentence = following
            return True
        if self.step(1):
            self._sentence = 0
            return True
        return False

    def go(self, number: int) -> bool:
        """Go to the turn or paragraph with a number; False where there is none."""
        for place, stop in enumerate(self.stops):
            if stop.number == number:
                self._at, self._sentence = place, None
                return True
        return False

    def go_to(self, offset: int, *, by_sentence: bool) -> None:
        """Go to where an offset lies, or to the nearest place before it."""
        places = [place for place, stop in enumerate(self.stops) if stop.span.start <= offset]
        self._at = places[-1] if places else min(0, len(self.stops) - 1)
        before = [place for place, span in enumerate(self.sentences()) if span.start <= offset]
        self._sentence = (before[-1] if before else 0) if by_sentence and self.stop else None

    def resume(self, before: Walk) -> None:
        """Go where one was in another version of the text: to as many stops and sentences from the beginning."""
        self._at = min(before._at, len(self.stops) - 1)
        last = len(self.sentences()) - 1
        self._sentence = min(before._sentence, last) if before._sentence is not None and last >= 0 else None

    def find(self, words: str) -> list[Span]:
        """Where some words stand in the stop where one is, whatever their case and the white space between them."""
        parts = words.split()
        if not parts or self.stop is None:
            return []
        pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
        return [Span(*match.span()) for match in pattern.finditer(self.text, *self.stop.span)]


def _stops(text: str, turns: Sequence[Utterance]) -> Iterator[Stop]:
    """The paragraphs of each turn put together, those between the turns by themselves."""
    shown = (block for block in blocks(text, turns) if block.start < block.end)
    # A paragraph outside the turns is a group of its own, told from the next one by where it begins.
    for (index, _), group in groupby(shown, lambda block: (block.turn, block.start if block.turn is None else 0)):
        parts = list(group)
        turn = turns[index] if index is not None else None
        yield Stop(
            Span(parts[0].start, parts[-1].end),
            turn.number if turn else parts[0].number,
            (turn.speaker or "") if turn else None,
            (turn.timestamp or "") if turn else "",
            tuple(Span(part.start, part.end) for part in parts),
        )
