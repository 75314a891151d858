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
_NUMBER_AT_EDGE = re.compile(
    r"^(?:(?:side|page|s\.)\s)?(?P<first>\d{1,4})\b(?:\s?(?:av|of|/)\s?\d{1,4})?(?=[ \t|–—-])"
    r"|(?<=[ \t|–—-])(?:(?:side|page|s\.)\s)?\b(?P<last>\d{1,4})(?:\s?(?:av|of|/)\s?\d{1,4})?$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{3}")
_LONGEST_NUMBER = 24
_SHORTEST_PAGE = 300
_LONGEST_PAGE = 9000
_SURE_CHAIN = 3
_CHAINS_LOOK_BACK = 12
LONGEST_HEAD = 100
_FEWEST_HEADS = 3
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Numbered(NamedTuple):
    """A line that holds a number which may be its page's; one is `apart` from words by more than a space."""

    line: int
    offset: int
    number: int
    roman: bool = False
    apart: bool = True


def number_alone(sheet: Sheet, index: int) -> Numbered | None:
    """The number of a line that holds nothing else, as a page number is printed."""
    line = sheet.lines[index]
    match = _PRINTED.fullmatch(sheet.words(index)) if line.length <= _LONGEST_NUMBER else None
    if not match or match[0].strip("-–—|[] ").endswith("."):
        return None
    return Numbered(index, line.start, _value(match["number"]), not match["number"].isdecimal())


def number_beside(sheet: Sheet, index: int) -> tuple[str, Numbered] | None:
    """The words of a line without the number at its edge, in small letters, and that number."""
    words = sheet.words(index)
    match = _NUMBER_AT_EDGE.search(words)
    if not match:
        return None
    beside = words[: match.start()].rstrip(" ")[-1:] or words[match.end() :].lstrip(" ")[:1]
    number, start = int(match["first"] or match["last"]), sheet.lines[index].start
    return _without_number(words), Numbered(index, start, number, apart=match[0][0].isalpha() or beside in "\t|–—-")


def _without_number(words: str) -> str:
    """The words of a line by which it is told whether it comes back."""
    return _NUMBER_AT_EDGE.sub("", words).strip(" \t|–—-").casefold()


def may_be_head(sheet: Sheet, index: int) -> bool:
    """Whether a line has the shape of a running head: short, with a word in it, and not in brackets."""
    if sheet.lines[index].length > LONGEST_HEAD:
        return False
    words = sheet.words(index)
    return words[0] not in "(<[" and _WORD.search(words) is not None


def page_numbers(sheet: Sheet, kinds: Mapping[int, Kind]) -> dict[int, float]:
    """The lines that are page numbers, and how sure that is: numbers must ascend at the pace of pages."""
    candidates: dict[bool, list[Numbered]] = {True: [], False: []}
    for index in range(len(sheet.lines)):
        found = number_alone(sheet, index) if index not in kinds else None
        if found:
            candidates[found.roman].append(found)
    candidates = {roman: _without_columns(found) for roman, found in candidates.items()}
    chains = [*_best_chains(candidates[False]), *_best_chains(candidates[True])]
    return {found.line: 0.98 if len(chain) >= _SURE_CHAIN else 0.6 for chain in chains for found in chain}


def _without_columns(found: Sequence[Numbered]) -> list[Numbered]:
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


def _best_chains(candidates: Sequence[Numbered]) -> list[list[Numbered]]:
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


def _is_paced(earlier: Numbered, later: Numbered) -> bool:
    """Whether between two numbers there is as much text as that many pages hold."""
    pages = later.number - earlier.number
    return pages > 0 and _SHORTEST_PAGE * pages <= later.offset - earlier.offset <= _LONGEST_PAGE * pages


def running_heads(sheet: Sheet, numbers: Collection[int], kinds: Mapping[int, Kind]) -> dict[int, float]:
    """The lines that come back on page after page, and how sure that is.

    The same words must stand on at least three lines, and either carry page numbers that ascend, or stand beside page
    numbers or inside sentences in more than half of the places.
    """
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index in range(len(sheet.lines)):
        if index not in kinds and index not in numbers and may_be_head(sheet, index):
            alike[_without_number(sheet.words(index))].append(index)
    heads: dict[int, float] = {}
    for same in alike.values():
        if len(same) >= _FEWEST_HEADS:
            heads |= _numbered_heads(sheet, same) or _interrupting_heads(sheet, same, numbers)
    return heads


def _numbered_heads(sheet: Sheet, same: Sequence[int]) -> dict[int, float]:
    """Those of some like lines that carry ascending page numbers."""
    found = [beside[1] for index in same if (beside := number_beside(sheet, index))]
    chain = next(iter(_best_chains(found)), [])
    return {head.line: 0.98 for head in chain} if len(chain) >= _SURE_CHAIN else {}


def _interrupting_heads(sheet: Sheet, same: Sequence[int], numbers: Collection[int]) -> dict[int, float]:
    """Some like lines, if most stand beside a page number or between the halves of a sentence, and a page apart."""
    places = breaking(sheet, same, numbers)
    first, last = sheet.lines[same[0]].start, sheet.lines[same[-1]].start
    if 2 * places <= len(same) or last - first < _SHORTEST_PAGE * (len(same) - 1):
        return {}
    return dict.fromkeys(same, 0.95 if 10 * places >= 7 * len(same) else 0.7)


def breaking(sheet: Sheet, same: Sequence[int], numbers: Collection[int]) -> int:
    """How many of some like lines stand beside a page number or between the halves of a sentence."""
    near = sorted(numbers)
    return sum(_is_beside(near, index) or _interrupts(sheet, index) for index in same)


def _is_beside(numbers: Sequence[int], index: int) -> bool:
    """Whether the line before or after is a page number."""
    at = bisect_left(numbers, index - 1)
    return at < len(numbers) and numbers[at] <= index + 1


def _interrupts(sheet: Sheet, index: int) -> bool:
    """Whether the line before has not ended its sentence and the line after goes on in small letters.

    A line in small letters is a part of the sentence sooner than a head inside it.
    """
    if not 0 < index < len(sheet.lines) - 1 or sheet.head(index)[0].islower():
        return False
    return (
        not ends_finished(sheet.tail(index - 1))
        and sheet.lines[index - 1].length > LONGEST_HEAD // 2
        and sheet.head(index + 1)[0].islower()
    )
