"""Footnotes that a converter left where the page had them: bodies inside the text, and marks glued to words.

A note is believed when its number follows that of the last one; a digit at the end of a word is believed to be a mark
when the word is one without it and the digit has its place in the sequence. Years, codes, units and decimals have not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qualcode.text.rules.lines import Kind, Sheet

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(SUPERSCRIPTS, "0123456789")
_BODY = re.compile(rf"(?P<number>[{SUPERSCRIPTS}]{{1,3}}|\d{{1,3}})(?P<space>[ \t]*)(?=\S)")
_MARK = re.compile(rf"(?<=\S)(?:[{SUPERSCRIPTS}]{{1,3}}|(?<=[^\W\d_]|[.,;:!?»”\"')])\d{{1,2}})(?!\w)(?![.,:/–-]\d)")
_BEFORE_MARK = re.compile(r"(?P<word>[^\W\d_]+)[.,;:!?»”\"')\]*]{0,3}$")
_UNITS = frozenset("m km dm cm mm r x χ n p t f χ".split())  # noqa: SIM905
_SHORTEST_WORD = 3
_LOOK_BACK = 48
_FARTHEST_MARK = 12_000
_SURE_MARKS = 3


class Note(NamedTuple):
    """The body of a footnote: its number, the lines it stands on, where its words begin, and how sure it is."""

    number: int
    first: int
    last: int
    start: int
    confidence: float


class NoteMark(NamedTuple):
    """The mark of a footnote in the text: the span of its digits."""

    start: int
    end: int
    number: int
    confidence: float


class _Digits(NamedTuple):
    """Digits after a word that may be a mark."""

    start: int
    end: int
    number: int
    raised: bool
    after_word: bool


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def notes(sheet: Sheet, kinds: Mapping[int, Kind]) -> list[Note]:
    """The bodies of footnotes inside the text, in order; those after the last line of prose stay where they are."""
    found: list[Note] = []
    marked = _marked_places(sheet.text)
    index = 0
    while index < len(sheet.lines):
        note = _note_at(sheet, index, found[-1].number if found else 0, marked) if index not in kinds else None
        if note:
            found.append(note)
        index = note.last + 1 if note else index + 1
    while found and found[-1].last == len(sheet.lines) - 1:
        found.pop()
    return found


def _note_at(sheet: Sheet, index: int, last_number: int, marked: Mapping[int, Sequence[int]]) -> Note | None:
    """The footnote whose body begins with a line, if one does."""
    line = sheet.lines[index]
    alone = _number_alone(sheet, index, last_number)
    if alone:
        return alone
    match = _BODY.match(sheet.head(index))
    if not match or match.end() >= line.length:
        return None
    number, raised = int(match["number"].translate(_PLAIN)), match["number"][0] in SUPERSCRIPTS
    is_marked = _is_marked(marked, number, line.start)
    confidence = _body_confidence(number, last_number, raised, bool(match["space"]), is_marked)
    if not confidence or (not raised and not sheet.head(index)[match.end()].isupper()):
        return None
    return Note(number, index, _last_line(sheet, index), line.start + match.end(), confidence)


def _body_confidence(number: int, last_number: int, raised: bool, spaced: bool, is_marked: bool) -> float:
    """How sure a line that begins with a number is the body of a footnote; 0 if it cannot be one."""
    follows = last_number < number <= last_number + 3
    if raised:
        return (0.98 if is_marked or number == last_number + 1 else 0.92) if follows else 0.6
    return 0.92 if follows and spaced and is_marked and number == last_number + 1 else 0.0


def _number_alone(sheet: Sheet, index: int, last_number: int) -> Note | None:
    """A body whose number stands on a line of its own, between those of the notes before and after it."""
    words = sheet.words(index) if sheet.lines[index].length <= 3 else ""
    plain = words.translate(_PLAIN)
    if not plain.isdecimal() or not last_number or int(plain) != last_number + 1 or index + 2 >= len(sheet.lines):
        return None
    following = _BODY.match(sheet.head(index + 2))
    raised = following["number"] if following and following["number"][0] in SUPERSCRIPTS else "0"
    if int(raised.translate(_PLAIN)) == last_number + 2:
        return Note(last_number + 1, index, index + 1, sheet.lines[index + 1].start, 0.92)
    return None


def _last_line(sheet: Sheet, index: int) -> int:
    """The last line of a body: in a hard-wrapped text it goes on over the lines that adjoin it."""
    last = index
    while sheet.width and last + 1 < len(sheet.lines) and sheet.adjoins(last + 1):
        if _BODY.match(sheet.head(last + 1)) or not sheet.full[last]:
            break
        last += 1
    return last


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def note_marks(
    text: str, bodies: Sequence[Note], is_word: Callable[[str], bool], within: Callable[[int], bool]
) -> Iterator[NoteMark]:
    """The marks of footnotes glued to words; `within` tells whether an offset lies where marks can be."""
    numbers = {note.number for note in bodies}
    last, believed = 0, 0
    for digits in _digits(text):
        if not within(digits.start):
            continue
        follows = last < digits.number <= last + 3 or digits.number == 1
        known = digits.number in numbers
        confidence = _mark_confidence(text, digits, follows, known, believed, is_word)
        if confidence >= 0.6 and follows:
            last, believed = digits.number, believed + 1
        if confidence:
            yield NoteMark(digits.start, digits.end, digits.number, confidence)


def _mark_confidence(
    text: str, digits: _Digits, follows: bool, known: bool, believed: int, is_word: Callable[[str], bool]
) -> float:
    """How sure digits after a word are the mark of a footnote; 0 if they cannot be one."""
    if digits.raised:
        return 0.98 if follows and (known or believed >= _SURE_MARKS) else 0.9 if follows else 0.6
    if not digits.after_word or not _is_plain_word(text, digits.start, is_word):
        return 0.0
    if not follows:
        return 0.6
    return 0.97 if known else 0.92 if believed >= _SURE_MARKS else 0.8


def _is_plain_word(text: str, end: int, is_word: Callable[[str], bool]) -> bool:
    """Whether a word of the language in small letters ends before the digits: no code, no name, no abbreviation."""
    match = _BEFORE_MARK.search(text[max(0, end - _LOOK_BACK) : end])
    if not match or len(match["word"]) < _SHORTEST_WORD or not match["word"][1:].islower():
        return False
    stop = text[end - 1]
    return is_word(match["word"]) and (stop not in ".:" or len(match["word"]) > 4)


def _digits(text: str) -> Iterator[_Digits]:
    """The digits glued to a word or to the stop after one, where no unit, year or decimal is."""
    for match in _MARK.finditer(text):
        raised = match[0][0] in SUPERSCRIPTS
        before = _BEFORE_MARK.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
        if raised and before and before["word"].casefold() in _UNITS:
            continue
        number = int(match[0].translate(_PLAIN))
        if number and (raised or match[0][0] != "0"):
            yield _Digits(match.start(), match.end(), number, raised, before is not None)


def _marked_places(text: str) -> dict[int, list[int]]:
    """For each number the offsets where it may be a mark."""
    places: dict[int, list[int]] = {}
    for digits in _digits(text):
        if digits.after_word or digits.raised:
            places.setdefault(digits.number, []).append(digits.start)
    return places


def _is_marked(marked: Mapping[int, Sequence[int]], number: int, offset: int) -> bool:
    """Whether the number is glued to a word not far before an offset."""
    places = marked.get(number, ())
    at = bisect_left(places, offset) - 1
    return at >= 0 and offset - places[at] <= _FARTHEST_MARK
