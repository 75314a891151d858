"""Whether a line goes on in another: the lines of a wrapped paragraph, the halves of a torn sentence or a broken word.

It is judged from the ends of the two lines alone, what lines are like in this text, and what the two are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from qualcode.text.rules.hyphens import HYPHENS, Mended, mend
from qualcode.text.rules.lines import Kind, Sheet, ends_finished, ends_stamped, first_letter, sentence_goes_on

PAGE_THINGS = (Kind.FOOTNOTE, Kind.PAGE_NUMBER, Kind.RUNNING_HEAD)
_APART = (Kind.HEADING, Kind.CONTENTS, Kind.TABLE, *PAGE_THINGS)
_SURE = 0.9
_DOUBTFUL = 0.7
# Words that no sentence ends with: a paragraph whose last word is one of these goes on.
_BINDING = frozenset(
    """
    og eller men samt at som av i på til fra med for om ved hos enn den det de en et ein eit å er har kan skal vil må
    blir ble var ikke seg sin sitt sine denne dette disse mellom under over etter mot gjennom når hvor hva hvis fordi
    the of and or to in on at by for with from that which a an is are was were be as
    """.split()  # noqa: SIM905 – a list of quoted words is harder to read
)
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_WORDS_INSIDE = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
_LONGEST_WRITTEN = 60
_LONG_PARAGRAPH = 100
_SHORTEST_PARAGRAPH = 60
_MANY_LINES = 100
_FEWEST_BREAKS = 3


class Continuation:
    """The lines of a text with their kinds; `flow` is those that are no page's own things."""

    def __init__(
        self, sheet: Sheet, kinds: Mapping[int, Kind], flow: Sequence[int], is_word: Callable[[str], bool]
    ) -> None:
        self._sheet, self._kinds, self._flow, self._is_word = sheet, kinds, flow, is_word

    def confidence(self, before: int, after: int) -> float:
        """How sure it is that a line goes on in another; 0 if it does not."""
        if self._stands_apart(before, after):
            return 0.0
        adjoining = after == before + 1 and self._sheet.adjoins(after)
        if self._sheet.width and adjoining:
            return max(self._wrapped(before, after), self._broken_word(before, after))
        if not self._sheet.width and self._sheet.lines[after].gap < 1 and after == before + 1:
            return self._broken_word(before, after) or self._after_broken_word(before, after)
        return self._across_blank(before, after)

    def mended(self, before: int, after: int) -> Mended:
        """What becomes of the hyphen that a line ends with when the other goes on after it."""
        return mend(self._sheet.tail(before), self._sheet.head(after), self._is_word, self._written)

    def _stands_apart(self, before: int, after: int) -> bool:
        """Whether the kinds of two lines, or their indents, keep them apart."""
        if self._kinds.get(before) in _APART or self._kinds.get(after) in (*_APART, Kind.LABEL, Kind.ITEM):
            return True
        if ends_stamped(self._sheet.tail(before)):
            return True
        lines = self._sheet.lines
        deeper = lines[after].indent - lines[before].indent
        if self._sheet.opens_section(after):
            return True
        hangs = self._kinds.get(before) in (Kind.LABEL, Kind.ITEM) and lines[after].gap <= self._sheet.spacing
        return deeper >= 2 and not hangs

    def _wrapped(self, before: int, after: int) -> float:
        """How sure a hard-wrapped line goes on in the next one of its block."""
        finished = ends_finished(self._sheet.tail(before))
        if self._sheet.full[before]:
            return 0.98 if finished else 0.99
        if finished or not self._sheet.head(after)[0].islower():
            return 0.0
        return 0.95 if self._is_long(before) else 0.7

    def _broken_word(self, before: int, after: int) -> float:
        """How sure it is that a word was broken between two lines, whatever lines are like in this text: the words must
        tell. In a list of words with hyphens, or of `barne-` and what follows *og*, they do not."""
        tail, head = self._sheet.tail(before), self._sheet.head(after)
        if tail[-1] not in HYPHENS or not tail[-2:-1].isalnum() or not head[0].islower():
            return 0.0
        mended = self.mended(before, after)
        listed = " " not in tail or mended.text.endswith(" ")
        return min(mended.confidence, _DOUBTFUL) if listed else mended.confidence

    def _after_broken_word(self, before: int, after: int) -> float:
        """How sure the line that a broken word ends on goes on: its paragraph was wrapped, though the text was not."""
        if not self._sheet.adjoins(before) or self._kinds.get(before) is not None:
            return 0.0
        tail, head = self._sheet.tail(before), self._sheet.head(after)
        if ends_finished(tail) or not head[0].islower() or self._broken_word(before - 1, before) < _SURE:
            return 0.0
        last = _LAST_WORD.search(tail)
        return 0.95 if last and last[1] in _BINDING else _DOUBTFUL

    def _across_blank(self, before: int, after: int) -> float:
        """How sure a sentence goes on after a blank line, a page break or what a page puts at its foot."""
        tail, head = self._sheet.tail(before), self._sheet.head(after)
        long = self._is_long(before)
        if ends_finished(tail):
            return 0.92 if long and head[0].isdigit() and sentence_goes_on(tail, head) else 0.0
        if first_letter(head).islower():
            return (0.99 if self._breaks_often else 0.85) if long else 0.7
        return self._before_capital(before, tail, head) if long else 0.0

    def _before_capital(self, before: int, tail: str, head: str) -> float:
        """How sure an open sentence goes on after a blank line with a capital, a digit or a bracket."""
        last = _LAST_WORD.search(tail)
        if tail.endswith((",", *HYPHENS)) or (last and last[1] in _BINDING):
            return 0.97
        if last is None:
            return 0.0
        if head[0] == "(" and (self._sheet.full[before] or self._sheet.lines[before].length >= _LONG_PARAGRAPH):
            return 0.95
        return 0.75 if self._sheet.width else 0.0

    @cached_property
    def _breaks_often(self) -> bool:
        """Whether sentences are broken by blank lines in several places, or the text is too short to tell: one such
        place in a book is a chain of quotes sooner than the end of a page."""
        if self._sheet.width or len(self._flow) <= _MANY_LINES:
            return True
        lines, count = self._sheet.lines, 0
        for before, after in pairwise(self._flow):
            if lines[after].gap and self._is_long(before) and self._sheet.head(after)[0].islower():
                count += not ends_finished(self._sheet.tail(before)) and not self._stands_apart(before, after)
        return count >= _FEWEST_BREAKS

    def _is_long(self, index: int) -> bool:
        """Whether a line is long enough to be text that goes on, and no heading, name or answer of a word."""
        length = self._sheet.lines[index].length
        if self._sheet.width:
            return self._sheet.full[index] or 10 * length >= 6 * self._sheet.width
        return length >= _SHORTEST_PARAGRAPH

    @cached_property
    def _written(self) -> frozenset[str]:
        """The words that stand inside lines, in small letters: how this text writes them where nothing broke them."""
        found = set()
        for match in _WORDS_INSIDE.finditer(self._sheet.text):
            if match.end() - match.start() <= _LONGEST_WRITTEN:
                found.add(match[0].casefold().replace("‐", "-").replace("‑", "-"))
        return frozenset(found)
