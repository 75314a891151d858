"""What a reader hands over about one file, before its text is made like all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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


class Source(NamedTuple):
    """The text as it was extracted, the encoding it was in, what is worth telling, and its headings."""

    raw: str
    encoding: str
    notices: tuple[Notice, ...] = ()
    headings: tuple[Heading, ...] = ()
