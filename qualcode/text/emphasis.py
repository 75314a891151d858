"""What Markdown says of a line, as spans of it: enough to write in and to print, everything else stays as typed."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"(?P<heading>#{1,6}(?=\s))|(?P<quote>>)|\s*(?P<item>[-*+]|\d{1,3}[.)])(?=\s)")
_STRONG = re.compile(r"\*\*(?=\S).+?(?<=\S)\*\*|(?<!\w)__(?=\S).+?(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*]).+?(?<=[^\s*])\*(?!\*)|(?<![\w_])_(?=[^\s_]).+?(?<=[^\s_])_(?![\w_])")
_LONGEST = 2000  # Nobody sets half a book in italics, and a pattern must not be led astray by a line that long.


class Emphasis(NamedTuple):
    """A span with its marks, how long these are at each end, and what it is: strong or emphasis."""

    start: int
    end: int
    marks: int
    kind: str


class Line(NamedTuple):
    """What a line is (heading, quote, item or empty for running text), and how many characters say so."""

    kind: str
    marks: int


def line_kind(line: str) -> Line:
    """What the beginning of a line makes it."""
    match = _LINE.match(line)
    return Line(match.lastgroup or "", match.end()) if match else Line("", 0)


def emphases(line: str) -> list[Emphasis]:
    """The words that stand out, in order; none within others."""
    if len(line) > _LONGEST or ("*" not in line and "_" not in line):
        return []
    first = line_kind(line).marks
    strong = [Emphasis(*match.span(), 2, "strong") for match in _STRONG.finditer(line, first)]
    found = list(strong)
    for match in _EMPHASIS.finditer(line, first):
        start, end = match.span()
        if all(end <= other.start or start >= other.end for other in strong):
            found.append(Emphasis(start, end, 1, "emphasis"))
    return sorted(found)


def without_marks(line: str) -> list[tuple[str, str]]:
    """The line in pieces, each with what it is, the marks left out."""
    pieces, position = [], 0
    for start, end, marks, kind in emphases(line):
        pieces += [(line[position:start], ""), (line[start + marks : end - marks], kind)]
        position = end
    return [piece for piece in (*pieces, (line[position:], "")) if piece[0]]
