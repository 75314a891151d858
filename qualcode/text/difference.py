"""What differs between two versions of a text, as edits: word by word, then letter by letter within the words.

rapidfuzz aligns the words; its working memory grows with the product of both lengths, so that longer stretches are
first cut at words that stand once in both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from qualcode.text.edits import Edit, OffsetMap, apply_edits

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_CELLS = 40_000_000
_ALIKE = 0.6
_MOST_LETTERS = 2_000

Match = tuple[int, int, int]


def differences(old: str, new: str, rule: str = "") -> list[Edit]:
    """The smallest edits that one would make by hand to turn the old text into the new one."""
    if old == new:
        return []
    before, after = _common_ends(old, new)
    edits: list[Edit] = []
    for start, end, from_, to in _replaced(_Tokens(old, before, after), _Tokens(new, before, after)):
        edits += _within(old, start, end, new[from_:to], rule)
    return edits


def found_again(seen: str, now: str, start: int, end: int) -> tuple[int, int]:
    """Where a span of a text as it was read stands in the text as it is now; empty where nothing of it is left."""
    return (start, end) if seen == now else OffsetMap(differences(seen, now)).span(start, end)


def beside(edits: Iterable[Edit], others: Sequence[Edit]) -> list[Edit] | None:
    """Edits of a text as edits of what others made of it meanwhile; None where both changed the same place."""
    places, found = OffsetMap(others), []
    for edit in edits:
        if edit in others:
            continue
        if any(_clash(edit, other) for other in others):
            return None
        found.append(edit._replace(start=places.opening(edit.start), end=places.closing(edit.end)))
    return found


def merged(before: str, mine: str, theirs: str) -> str | None:
    """What two people made of one text at the same time; None where both changed the same place."""
    edits = beside(differences(before, mine), differences(before, theirs))
    return None if edits is None else apply_edits(theirs, edits)


def both(before: str, mine: str, theirs: str) -> str:
    """What two people wrote at the same time: merged, or theirs and then mine where both changed the same place."""
    together = merged(before, mine, theirs)
    return f"{theirs}\n\n{mine}" if together is None else together


def _clash(one: Edit, other: Edit) -> bool:
    both_insert = one.start == one.end == other.start == other.end
    return both_insert or (one.start < other.end and other.start < one.end)


class _Tokens:
    """The words of the middle of a text, the ends that both texts share left out but for the words they cut."""

    def __init__(self, text: str, before: int, after: int) -> None:
        middle = [match.span() for match in _TOKEN.finditer(text, before, len(text) - after)]
        self.words = [text[start:end] for start, end in middle]
        self.starts = [start for start, _ in middle]
        self.ends = [end for _, end in middle]
        self.begin, self.end = before, len(text) - after

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from `first` up to `last` stand in the text."""
        start = self.starts[first] if first < len(self.starts) else self.end
        return start, self.ends[last - 1] if last > first else start


def _common_ends(old: str, new: str) -> tuple[int, int]:
    """How many code points both texts share at their beginnings and, beyond those, at their ends, in whole words."""
    before = _common_prefix(old, new)
    while before and (_inside_word(old, before) or _inside_word(new, before)):
        before -= 1
    longest = min(len(old), len(new)) - before
    after = _common_prefix(old[len(old) - longest :][::-1], new[len(new) - longest :][::-1])
    while after and (_inside_word(old, len(old) - after) or _inside_word(new, len(new) - after)):
        after -= 1
    return before, after


def _common_prefix(a: str, b: str) -> int:
    """The length of the common beginning, found by halving: comparing slices is much faster than letters."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _inside_word(text: str, offset: int) -> bool:
    """Whether an offset parts a word, or white space."""
    if not 0 < offset < len(text):
        return False
    left, right = text[offset - 1], text[offset]
    return (left.isalnum() and right.isalnum()) or (left.isspace() and right.isspace()) or "_" in (left, right)


def _replaced(old: _Tokens, new: _Tokens) -> Iterator[tuple[int, int, int, int]]:
    """The spans that differ: start and end in the old text, start and end in the new one."""
    i = j = 0
    for a, b, size in [*_matches(old.words, new.words), (len(old.words), len(new.words), 0)]:
        if i < a or j < b:
            yield *old.span(i, a), *new.span(j, b)
        i, j = a + size, b + size


def _matches(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The stretches that both lists share, in order."""
    if not old or not new:
        return []
    if len(old) * len(new) <= _MOST_CELLS:
        from rapidfuzz.distance import Indel

        return [
            (block.a, block.b, block.size)
            for block in Indel.opcodes(old, new).as_matching_blocks()
            if block.size
        ]  # fmt: skip
    matches: list[Match] = []
    i = j = 0
    for a, b in [*_anchors(old, new), (len(old), len(new))]:
        if len(old[i:a]) * len(new[j:b]) < len(old) * len(new):
            matches += [(i + x, j + y, size) for x, y, size in _matches(old[i:a], new[j:b])]
        if a < len(old):
            matches.append((a, b, 1))
        i, j = a + 1, b + 1
    return matches


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of words that stand once in both lists, as many as keep their order (patience sorting)."""
    once = {word for word, count in Counter(old).items() if count == 1}
    once &= {word for word, count in Counter(new).items() if count == 1}
    place = {word: index for index, word in enumerate(new) if word in once}
    pairs = [(index, place[word]) for index, word in enumerate(old) if word in once]
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for number, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        before.append(top_pairs[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [b]
        top_pairs[pile : pile + 1] = [number]
    chain, number = [], top_pairs[-1] if top_pairs else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _within(old: str, start: int, end: int, words: str, rule: str) -> Iterator[Edit]:
    """Edits within a stretch of replaced words: letter by letter where the words are alike, else one for all of it."""
    was = old[start:end]
    if was and words and len(was) < _MOST_LETTERS and len(words) < _MOST_LETTERS:
        from rapidfuzz.distance import Indel

        if Indel.normalized_similarity(was, words) >= _ALIKE:
            i = j = 0
            for block in Indel.opcodes(was, words).as_matching_blocks():
                if i < block.a or j < block.b:
                    yield Edit(start + i, start + block.a, words[j : block.b], rule)
                i, j = block.a + block.size, block.b + block.size
            return
    before = _common_prefix(was, words)
    longest = min(len(was), len(words)) - before
    after = _common_prefix(was[len(was) - longest :][::-1], words[len(words) - longest :][::-1])
    yield Edit(start + before, end - after, words[before : len(words) - after], rule)
