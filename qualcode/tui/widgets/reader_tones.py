"""How parts of a text look other than the rest: headings, italics, marks of pages, and what is not to be coded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from qualcode.project.records import Section, StructureMark

# The style of each kind of mark; a mark of another kind has the look of the text.
MARK_TONES = {
    "italic": "italic",
    "bold": "bold",
    "anchor": "quiet",
    "footnote": "quiet",
    "block quote": "italic",
    "time": "quiet",
}
HEADING, EXCLUDED = "heading", "excluded"


class Tone(NamedTuple):
    """A style on a span."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Tones:
    """A text cut where its looks change; from each cut on, the styles that lie over it."""

    cuts: tuple[int, ...] = ()
    styles: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, tones: Iterable[Tone]) -> Tones:
        """Tones in any order, each style once where several of it meet."""
        cuts: list[int] = []
        styles: list[tuple[str, ...]] = []
        for cut, over in _sweep(sorted(tones)):
            if not styles or styles[-1] != over:
                cuts.append(cut)
                styles.append(over)
        return cls(tuple(cuts), tuple(styles))

    def within(self, start: int, end: int) -> dict[int, tuple[str, ...]]:
        """The cuts of a stretch with the styles from there on, its beginning among them if it has any look."""
        if not self.cuts:
            return {}
        first = bisect_right(self.cuts, start) - 1
        found = {start: self.styles[first]} if first >= 0 and self.styles[first] else {}
        last = bisect_left(self.cuts, end)
        return found | {self.cuts[at]: self.styles[at] for at in range(first + 1, last)}


NO_TONES = Tones()


def _sweep(tones: list[Tone]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every edge with the styles that lie over what follows it."""
    edges = sorted({edge for tone in tones for edge in tone[:2]})
    over: list[tuple[int, str]] = []
    at = 0
    for edge in edges:
        while at < len(tones) and tones[at].start <= edge:
            heappush(over, (tones[at].end, tones[at].style))
            at += 1
        while over and over[0][0] <= edge:
            heappop(over)
        yield edge, tuple(sorted({style for _, style in over}))


def structure_tones(text: str, sections: Iterable[Section], marks: Iterable[StructureMark]) -> Tones:
    """The looks of a document's structure."""
    tones = []
    for section in sections:
        end = text.find("\n", section.start, section.end)
        line = text[section.start : end if end >= 0 else section.end]
        if _is_heading(line, section.title):
            tones.append(Tone(section.start, section.start + len(line), HEADING))
        if section.excluded:
            tones.append(Tone(section.start, section.end, EXCLUDED))
    for mark in marks:
        if mark.kind in MARK_TONES and mark.start < mark.end:
            tones.append(Tone(mark.start, mark.end, MARK_TONES[mark.kind]))
    return Tones.of(tones)


def _is_heading(line: str, title: str) -> bool:
    """Whether a line is the title of its section, or the beginning of one over several lines."""
    words = " ".join(line.split()).strip("#*_ ")
    return bool(words) and (title.startswith(words) or title in words)
