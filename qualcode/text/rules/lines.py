"""The lines of a text and what they tell of its layout: where they were wrapped, how they are spaced and indented."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from qualcode.text.units import sentences

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_NARROWEST_WRAP = 40
_WIDEST_WRAP = 140
_FEWEST_LINES = 3
_FULL_SHARE = 0.6
_OPEN_SHARE = 0.3
_FULL_LINE = 0.9
_NARROWEST_BLOCK = 0.5
_SHOWN = 80
_LONGEST_END = 16


class Kind(StrEnum):
    """What a line is; all but the first few stand apart from the lines around them."""

    BODY = "body"
    ITEM = "list item"
    LABEL = "label line"
    HEADING = "heading"
    CONTENTS = "line of contents"
    TABLE = "table row"
    PAGE_NUMBER = "page number"
    RUNNING_HEAD = "running head"
    FOOTNOTE = "footnote"


class Line(NamedTuple):
    """A line that is not blank: the span of its words, how far it is indented, and how many blank lines precede it."""

    start: int
    end: int
    indent: int
    gap: int

    @property
    def length(self) -> int:
        """How many code points its words take."""
        return self.end - self.start


def read_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, in order."""
    found: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        breaks = text.count("\n", last, match.start())
        margin = text.rfind("\n", last, match.start()) + 1 or last
        found.append(Line(match.start(), match.end(), match.start() - margin, breaks - 1 if found else breaks))
        last = match.end()
    return found


@dataclass(frozen=True)
class Sheet:
    """A text as lines: `width` is where they were hard-wrapped (0 if each is a paragraph), and `spacing` how many
    blank lines stand between the wrapped lines of one paragraph; `full` tells which lines had no room for more."""

    text: str
    lines: Sequence[Line]
    width: int
    spacing: int
    indent: int
    full: Sequence[bool]

    def words(self, index: int) -> str:
        """The words of a line."""
        return self.text[self.lines[index].start : self.lines[index].end]

    def head(self, index: int) -> str:
        """The first words of a line."""
        line = self.lines[index]
        return self.text[line.start : min(line.end, line.start + _SHOWN)]

    def tail(self, index: int) -> str:
        """The last words of a line."""
        line = self.lines[index]
        return self.text[max(line.start, line.end - _SHOWN) : line.end]

    def adjoins(self, index: int) -> bool:
        """Whether a line follows the one before it as lines of one paragraph do."""
        return index > 0 and self.lines[index].gap <= self.spacing and not self.opens_page(index)

    def opens_page(self, index: int) -> bool:
        """Whether a page seems to begin with this line: a form feed before it, or a stray space that others lack."""
        line = self.lines[index]
        before = self.lines[index - 1].end if index else 0
        return "\f" in self.text[before : line.start] or (line.indent == 1 and self.indent == 0 and self.width > 0)

    def opens_section(self, index: int) -> bool:
        """Whether a line is indented by a little more than all the others are, which marks a new section."""
        return self.indent > 0 and self.lines[index].indent == self.indent + 1


def read_sheet(text: str) -> Sheet:
    """The lines of a text, measured."""
    lines = read_lines(text)
    width, spacing = _wrapping(text, lines)
    return Sheet(text, lines, width, spacing, _usual_indent(lines), _full_lines(text, lines, width, spacing))


def _wrapping(text: str, lines: Sequence[Line]) -> tuple[int, int]:
    """The width at which lines were wrapped and the blank lines between them, or zeros if each is a paragraph."""
    if not lines:
        return 0, 0
    width = sorted(line.length for line in lines)[int(0.95 * (len(lines) - 1))]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0, 0
    for spacing in (0, 1):
        followed = [index for index in range(1, len(lines)) if lines[index].gap == spacing]
        full = [index for index in followed if _had_no_room(text, lines, index - 1, width)]
        ends = [lines[index - 1].end for index in full]
        opened = [end for end in ends if not ends_finished(text[max(0, end - _LONGEST_END) : end])]
        if len(followed) >= _FEWEST_LINES and len(full) >= _FULL_SHARE * len(followed):
            return (width, spacing) if len(opened) >= _OPEN_SHARE * len(full) else (0, 0)
    return 0, 0


def _had_no_room(text: str, lines: Sequence[Line], index: int, width: float) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    following = lines[index + 1]
    first = text[following.start : min(following.end, following.start + 40)].split(maxsplit=1)[0]
    return lines[index].length + 1 + len(first) > _FULL_LINE * width


def _full_lines(text: str, lines: Sequence[Line], width: int, spacing: int) -> list[bool]:
    """Which lines were full by the width of their own block, so that a narrow block quote has full lines too."""
    full = [False] * len(lines)
    if not width:
        return full
    for _, block in groupby(range(len(lines)), key=_block_numbers(lines, spacing).__getitem__):
        members = list(block)
        own = max(_NARROWEST_BLOCK * width, min(width, max(lines[index].length for index in members)))
        for index in members[:-1]:
            full[index] = _had_no_room(text, lines, index, own)
        # The last line of a block is held against the text's width, as it may be followed by a stray blank line.
        last = members[-1]
        full[last] = last + 1 < len(lines) and _had_no_room(text, lines, last, width)
    return full


def _block_numbers(lines: Sequence[Line], spacing: int) -> list[int]:
    """For each line the number of the run of lines that it belongs to."""
    numbers: list[int] = []
    for line in lines:
        numbers.append((numbers[-1] if numbers else 0) + (line.gap > spacing))
    return numbers


def _usual_indent(lines: Sequence[Line]) -> int:
    """How far all lines are indented, or 0 if less than nine of ten are indented alike."""
    if not lines:
        return 0
    indent, count = Counter(line.indent for line in lines).most_common(1)[0]
    deeper = sum(line.indent > indent for line in lines)
    return indent if 10 * (count + deeper) >= 9 * len(lines) and 2 * count >= len(lines) else 0


# ── where sentences end ──────────────────────────────────────────────────────────────────────────────────────────────

_STOP = re.compile(r"[.!?…:][\"”“»’')\]*_]*(?:\[\d+\]|[0-9¹²³⁰-⁹]{1,2})?[\"”»)]*$")
# f4 ends a paragraph with its time.
_STAMP = re.compile(r"#\d{1,2}:\d{2}(?::\d{2})?(?:[-.,]\d{1,3})?#$")
_OPENING = "«\"“”‘’'([*_"


def ends_finished(words: str) -> bool:
    """Whether the words end with a stop or a colon, quote marks and note numbers after it aside, or with a stamp."""
    return _STOP.search(words) is not None or ends_stamped(words)


def ends_stamped(words: str) -> bool:
    """Whether the words end with a time stamp such as f4 writes after a paragraph: nothing goes on after it."""
    return words.endswith("#") and _STAMP.search(words) is not None


def sentence_goes_on(before: str, after: str) -> bool:
    """Whether a line that ends with a stop does not end its sentence there: the stop belongs to an abbreviation."""
    if not before.endswith("."):
        return False
    return all(span.end != len(before) for span in sentences(f"{before} {after}", [(0, len(before) + 1 + len(after))]))


def first_letter(words: str) -> str:
    """The first character after opening quote marks and brackets."""
    return words.lstrip(_OPENING)[:1]
