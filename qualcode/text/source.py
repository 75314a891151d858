"""What a reader hands over about one file, before its text is made like all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.text.turns import FoundTurn

# What a mark can say of its span. A cell's detail is "row,column" from 1 within its table; a list item's is its marker
# as printed; a footnote's and an anchor's is the number or sign that links them; a page's is its printed label.
MARK_KINDS = (
    "italic", "bold", "list item", "block quote", "table", "cell", "footnote", "anchor", "page", "time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know about a file that was read: its kind in a word, the matter in words, and how often."""

    kind: str
    message: str
    count: int = 1


class Heading(NamedTuple):
    """A heading: the number of the line it stands on, from 0, its level from 1, and its words."""

    line: int
    level: int
    title: str


class Mark(NamedTuple):
    """A piece of structure that the source had: one of `MARK_KINDS`, its half-open span, and what the kind needs."""

    kind: str
    start: int
    end: int
    detail: str = ""


def page_starts(marks: Iterable[Mark]) -> list[int]:
    """The offsets where pages begin."""
    return [mark.start for mark in marks if mark.kind == "page"]


class Source(NamedTuple):
    """The text as it was extracted, the encoding it was in, what is worth telling, and the structure it had.

    `marks` and `turns` are spans of `raw`. `turns` are those that the format itself tells (subtitles, speech
    recognition, tables of who said what); where it tells none, they are looked for in the text.
    """

    raw: str
    encoding: str
    notices: tuple[Notice, ...] = ()
    headings: tuple[Heading, ...] = ()
    marks: tuple[Mark, ...] = ()
    turns: tuple[FoundTurn, ...] = ()
