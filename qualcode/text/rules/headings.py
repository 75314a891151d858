"""Headings of a plain text: lines that are numbered, named, set apart or short, where the text around them agrees.

A heading is worth little if half of them are wrong, so shape alone is never enough: a numbered line must not be one of
a list, a short line must stand alone before prose, and no line is a heading that ends or continues a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import median_low
from typing import NamedTuple

from qualcode.text.rules.lines import Kind, Sheet, ends_finished

_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?P<dot>\.)?\s+(?=[^\d\s])(?P<words>.+)")
_NAMED = re.compile(
    r"(?:(?:kapittel|kapitel|chapter|del|part|vedlegg|appendiks|appendix)\s+(?:\d{1,2}|[ivx]{1,4}|[a-h])\b.{0,100}"
    r"|(?:forord|føreord|preface|sammendrag|samandrag|abstract|summary|innledning|innleiing|introduction|innhold"
    r"|innhaldsfortegnelse|innholdsfortegnelse|contents|noter|notes|litteratur|litteraturliste|referanser|referansar"
    r"|kilder|references|bibliography|vedlegg|appendix|figurer|tabeller|avslutning|konklusjon|conclusion):?)",
    re.IGNORECASE,
)
# Norwegian headings have no capitals inside: a line of capitalised words is the name of whoever wrote what follows.
_BYLINE = re.compile(r"(?:[A-ZÆØÅ][\w.-]*\s+){1,3}[A-ZÆØÅ][\w.-]*(?:,\s.*|\s+(?:og|and|&)\s+[A-ZÆØÅ].*)?")
_EMAIL = re.compile(r"\w@\w+\.\w")
_PART = re.compile(r"(?:kapittel|kapitel|chapter|del|part)\s", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:\.{3,}|…|\t|\s{3,})\s*(?:\d{1,4}|[ivxlc]{1,6})$", re.IGNORECASE)
_LONGEST = 120
_LONGEST_ALONE = 80
_MOST_WORDS_ALONE = 12
_WIDER_GAP = 2
_PROSE = 100
_QUESTION = 30
_SHOUTED = 4


class Seen(NamedTuple):
    """A heading: the number of its line in the sheet, and its level from 1."""

    line: int
    level: int


def contents_lines(sheet: Sheet) -> set[int]:
    """The lines of a table of contents: they look like headings and end with a page number after dots or a tab."""
    found = [
        index
        for index, line in enumerate(sheet.lines)
        if line.length <= 2 * _LONGEST and _CONTENTS.search(sheet.tail(index))
    ]
    return set(found) if len(found) >= 3 else set()


def headings(sheet: Sheet, kinds: Mapping[int, Kind]) -> list[Seen]:
    """The headings among the lines that are nothing else yet, in order."""
    numbered = dict(_numbered(sheet, kinds))
    gap = median_low([line.gap for line in sheet.lines]) if sheet.lines else 0
    in_parts = any(sheet.opens_section(index) for index in range(len(sheet.lines)))
    found: list[Seen] = []
    depth = 0
    for index, line in enumerate(sheet.lines):
        if index in kinds or line.length > _LONGEST:
            continue
        if index in numbered:
            depth = numbered[index]
            found.append(Seen(index, depth))
        elif _is_unnumbered(sheet, kinds, index, gap, depth):
            found.append(Seen(index, _guessed_level(sheet, index, depth, in_parts)))
    return found


# ── numbered ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _numbered(sheet: Sheet, kinds: Mapping[int, Kind]) -> Iterator[tuple[int, int]]:
    """The lines with a heading's number, and their level."""
    chapter = 0
    for index, line in enumerate(sheet.lines):
        if line.length > _LONGEST or index in kinds:
            continue
        match = _NUMBERED.fullmatch(sheet.words(index))
        if not match or match["words"][0].islower():
            continue
        parts = [int(part) for part in match["number"].split(".")]
        if not _may_be_heading(sheet, index, may_exclaim=len(parts) > 1):
            continue
        if parts[0] == 0 or not _leads_on(chapter, parts):
            continue
        if len(parts) > 1:
            chapter = max(chapter, parts[0])
            yield index, len(parts)
        elif not _is_one_of_list(sheet, index, parts[0]) and not match["words"].endswith("?"):
            chapter = parts[0]
            yield index, 1


def _leads_on(chapter: int, parts: list[int]) -> bool:
    """Whether a number can follow the last chapter: the same, the next, or one after a heading that was lost."""
    return parts[0] >= chapter + (len(parts) == 1) and parts[0] <= chapter + 3


def _is_one_of_list(sheet: Sheet, index: int, number: int) -> bool:
    """Whether the line before or after has the neighbouring number, or words adjoin it, as in a numbered list."""
    if sheet.adjoins(index) and sheet.width:
        return True
    for beside, wanted in ((index - 1, number - 1), (index + 1, number + 1)):
        match = _NUMBERED.match(sheet.head(beside)) if 0 <= beside < len(sheet.lines) else None
        if match and match["number"] == str(wanted):
            return True
    return False


# ── without a number ─────────────────────────────────────────────────────────────────────────────────────────────────


def _is_unnumbered(sheet: Sheet, kinds: Mapping[int, Kind], index: int, usual_gap: int, depth: int) -> bool:
    """Whether a line is a heading by its place or its name, and no by-line."""
    if not _may_be_heading(sheet, index):
        return False
    words = sheet.words(index)
    if _BYLINE.fullmatch(words) and not _NAMED.fullmatch(words) and not words.isupper():
        return False
    return _is_set_apart(sheet, kinds, index, usual_gap) or _is_alone(sheet, kinds, index, depth)


def _is_set_apart(sheet: Sheet, kinds: Mapping[int, Kind], index: int, usual_gap: int) -> bool:
    """Whether a line stands further from the one before than lines do in this text, or opens a section."""
    line = sheet.lines[index]
    if sheet.width or index + 1 >= len(sheet.lines):
        return False
    # After a table any line stands far down.
    further = usual_gap > 0 and line.gap > usual_gap + _WIDER_GAP and kinds.get(index - 1) is not Kind.TABLE
    return (index > 0 and further) or sheet.opens_section(index)


def _is_alone(sheet: Sheet, kinds: Mapping[int, Kind], index: int, depth: int) -> bool:
    """Whether a short line stands alone before prose, or has the name or the capitals of a heading."""
    line, words = sheet.lines[index], sheet.words(index)
    if line.length > _LONGEST_ALONE or (index and sheet.adjoins(index)):
        return False
    if _NAMED.fullmatch(words) or (words.isupper() and sum(map(str.isalpha, words)) >= _SHOUTED):
        return True
    if words.endswith(("?", ")", "”", '"')) or len(words.split()) > _MOST_WORDS_ALONE or not words[0].isalpha():
        return False
    return _stands_before_prose(sheet, kinds, index, depth)


def _stands_before_prose(sheet: Sheet, kinds: Mapping[int, Kind], index: int, depth: int) -> bool:
    """Whether what follows a line is a paragraph, and what precedes it has ended.

    In a text with numbered headings, so no transcript, a question will do: interview guides are full of them.
    """
    following = index + 1
    if following >= len(sheet.lines) or following in kinds or not (index == 0 or _has_ended(sheet, kinds, index - 1)):
        return False
    if sheet.width:
        return not sheet.adjoins(following) and sheet.full[following] and sheet.lines[index].gap > sheet.spacing
    length = sheet.lines[following].length
    is_question = depth > 0 and length >= _QUESTION and sheet.tail(following).endswith("?")
    return is_question or (length >= _PROSE and ends_finished(sheet.tail(following)))


def _has_ended(sheet: Sheet, kinds: Mapping[int, Kind], index: int) -> bool:
    """Whether a line ends its sentence, or is something that has none."""
    return index in kinds or ends_finished(sheet.tail(index)) or sheet.lines[index].length <= _LONGEST_ALONE


def _may_be_heading(sheet: Sheet, index: int, may_exclaim: bool = False) -> bool:
    """Whether a line neither ends nor continues a sentence: no stop, no comma, no small letter first, no contents."""
    words = sheet.words(index)
    if words.endswith((".", ",", ";", "-", "…")) or (words[-1] == "!" and not may_exclaim):
        return False
    if words[0].islower() or words[0] in "(<[•*|/–-#&" or "://" in words or _EMAIL.search(words):
        return False
    if _is_continued(sheet, index):
        return False
    return not words.endswith(":") or _NAMED.fullmatch(words) is not None


def _is_continued(sheet: Sheet, index: int) -> bool:
    """Whether the line is the beginning or the middle of a hard-wrapped sentence."""
    if not sheet.width:
        return False
    adjoined = index + 1 < len(sheet.lines) and sheet.adjoins(index + 1)
    if adjoined and sheet.full[index] and sheet.head(index + 1)[0].islower():
        return True
    if index == 0 or not sheet.full[index - 1] or ends_finished(sheet.tail(index - 1)):
        return False
    return sheet.adjoins(index) or not _NUMBERED.match(sheet.head(index))


def _guessed_level(sheet: Sheet, index: int, depth: int, in_parts: bool) -> int:
    """The level of a heading without a number: 1 where a part of the text begins, else below the last numbered one."""
    words = sheet.words(index)
    if sheet.opens_section(index) or _PART.match(words):
        return 1
    if not in_parts and (_NAMED.fullmatch(words) or words.isupper()):
        return 1
    return depth + 1 if depth else 2
