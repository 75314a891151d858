"""What a page prints beside its text: page numbers and running heads, believed on evidence only.

A number on a line of its own may be anything; numbers that ascend at the pace of pages are page numbers. A line that
comes back may be an answer or an attribution; one that comes back beside page numbers, or inside sentences, is a head.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from qualcode.text.rules.lines import Kind, Sheet, ends_finished

_PRINTED = re.compile(
    r"(?:(?:side|page|s\.)\s)?[-–—|\[ ]*(?P<number>\d{1,4}|[ivxlc]{1,7})[-–—|\] ]*(?:(?:av|of|/)\s?\d{1,4})?", re.I
)
_NUMBER_AT_EDGE = re.compile(r"^(?P<first>\d{1,4})\b(?=[ \t|–—-])|(?<=[ \t|–—-])\b(?P<last>\d{1,4})$")
_WORD = re.compile(r"[^\W\d_]{3}")
_LONGEST_NUMBER = 24
_SHORTEST_PAGE = 300
_LONGEST_PAGE = 9000
_SURE_CHAIN = 3
_CHAINS_LOOK_BACK = 12
_LONGEST_HEAD = 100
_FEWEST_HEADS = 3
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class _Numbered(NamedTuple):
    """A line that holds a number which may be its page's."""

    line: int
    offset: int
    number: int


def page_numbers(sheet: Sheet, kinds: Mapping[int, Kind]) -> dict[int, float]:
    """The lines that are page numbers, and how sure that is: numbers must ascend at the pace of pages."""
    candidates: dict[bool, list[_Numbered]] = {True: [], False: []}
    for index, line in enumerate(sheet.lines):
        if index in kinds or line.length > _LONGEST_NUMBER:
            continue
        match = _PRINTED.fullmatch(sheet.words(index))
        if match and not match[0].strip("-–—|[] ").endswith("."):
            roman = not match["number"].isdecimal()
            candidates[roman].append(_Numbered(index, line.start, _value(match["number"])))
    candidates = {roman: _without_columns(found) for roman, found in candidates.items()}
    chains = [*_best_chains(candidates[False]), *_best_chains(candidates[True])]
    return {found.line: 0.98 if len(chain) >= _SURE_CHAIN else 0.6 for chain in chains for found in chain}


def _without_columns(found: Sequence[_Numbered]) -> list[_Numbered]:
    """The numbers that do not stand in a column, with others on the lines before and after."""
    lines = {number.line for number in found}
    return [number for number in found if not {number.line - 1, number.line + 1} <= lines]


def _value(number: str) -> int:
    """The value of a number in Arabic or Roman digits; 0 if it is neither."""
    if number.isdecimal():
        return int(number)
    digits = [_ROMAN[letter] for letter in number.lower()]
    following = [*digits[1:], 0]
    return sum(-digit if digit < after else digit for digit, after in zip(digits, following, strict=True))


def _best_chains(candidates: Sequence[_Numbered]) -> list[list[_Numbered]]:
    """The longest chain of numbers that ascend at the pace of pages, if it has at least two."""
    lengths: list[int] = []
    before: list[int] = []
    for at, found in enumerate(candidates):
        earlier = [other for other in range(max(0, at - _CHAINS_LOOK_BACK), at) if _is_paced(candidates[other], found)]
        best = max(earlier, key=lengths.__getitem__, default=-1)
        lengths.append(lengths[best] + 1 if best >= 0 else 1)
        before.append(best)
    if not lengths or max(lengths) < 2:
        return []
    at = lengths.index(max(lengths))
    chain = []
    while at >= 0:
        chain.append(candidates[at])
        at = before[at]
    return [chain[::-1]]


def _is_paced(earlier: _Numbered, later: _Numbered) -> bool:
    """Whether between two numbers there is as much text as that many pages hold."""
    pages = later.number - earlier.number
    return pages > 0 and _SHORTEST_PAGE * pages <= later.offset - earlier.offset <= _LONGEST_PAGE * pages


def running_heads(sheet: Sheet, numbers: Collection[int], kinds: Mapping[int, Kind]) -> dict[int, float]:
    """The lines that come back on page after page, and how sure that is.

    The same words must stand on at least three lines, and either carry page numbers that ascend, or stand beside page
    numbers or inside sentences in more than half of the places.
    """
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(sheet.lines):
        if line.length <= _LONGEST_HEAD and index not in kinds and index not in numbers:
            words = sheet.words(index)
            if words[0] not in "(<[" and _WORD.search(words):
                alike[_NUMBER_AT_EDGE.sub("", words).strip(" \t|–—-").casefold()].append(index)
    heads: dict[int, float] = {}
    for same in alike.values():
        if len(same) >= _FEWEST_HEADS:
            heads |= _numbered_heads(sheet, same) or _interrupting_heads(sheet, same, numbers)
    return heads


def _numbered_heads(sheet: Sheet, same: Sequence[int]) -> dict[int, float]:
    """Those of some like lines that carry ascending page numbers."""
    found = []
    for index in same:
        match = _NUMBER_AT_EDGE.search(sheet.words(index))
        if match:
            found.append(_Numbered(index, sheet.lines[index].start, int(match["first"] or match["last"])))
    chain = next(iter(_best_chains(found)), [])
    return {head.line: 0.98 for head in chain} if len(chain) >= _SURE_CHAIN else {}


def _interrupting_heads(sheet: Sheet, same: Sequence[int], numbers: Collection[int]) -> dict[int, float]:
    """Some like lines, if most stand beside a page number or between the halves of a sentence, and a page apart."""
    near = sorted(numbers)
    breaking = sum(_is_beside(near, index) or _interrupts(sheet, index) for index in same)
    first, last = sheet.lines[same[0]].start, sheet.lines[same[-1]].start
    if 2 * breaking <= len(same) or last - first < _SHORTEST_PAGE * (len(same) - 1):
        return {}
    return dict.fromkeys(same, 0.95 if 10 * breaking >= 7 * len(same) else 0.7)


def _is_beside(numbers: Sequence[int], index: int) -> bool:
    """Whether the line before or after is a page number."""
    at = bisect_left(numbers, index - 1)
    return at < len(numbers) and numbers[at] <= index + 1


def _interrupts(sheet: Sheet, index: int) -> bool:
    """Whether the line before has not ended its sentence and the line after goes on in small letters."""
    if not 0 < index < len(sheet.lines) - 1:
        return False
    return (
        not ends_finished(sheet.tail(index - 1))
        and sheet.lines[index - 1].length > _LONGEST_HEAD // 2
        and sheet.head(index + 1)[0].islower()
    )
