"""What pages print at their edges, where it is known where each page begins, as in a pdf.

The outermost line of a page is its number if it keeps pace with the pages, and a running head if it stands outermost on
page after page. What is found is laid aside, and the lines that are outermost then are looked at in the same way; but
a second head at one edge waits for a person, since forms with a page for each respondent begin and end alike.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from qualcode.text.rules.lines import Kind, Sheet, ends_finished
from qualcode.text.rules.page_furniture import LONGEST_HEAD, breaking, may_be_head, number_alone, number_beside

_SURE_NUMBER = 0.98
_SURE_HEAD = 0.95
_DOUBTFUL = 0.7
_FEWEST_HEADS = 3
_MOST_HEADS = 2
_MOST_ROUNDS = 4


def page_spans(sheet: Sheet, starts: Iterable[int]) -> dict[int, range]:
    """The lines of each page that has any, by its place in the text; none if it is not known where two pages begin.

    `starts` are the offsets where pages begin; without any, form feeds tell.
    """
    ends = [line.end for line in sheet.lines]
    known = sorted(starts) or [0, *(match.end() for match in re.finditer("\f", sheet.text))]
    # A page that begins in the middle of a line, as in an electronic book, has no edge there.
    firsts = {
        page: first
        for page, start in enumerate(known)
        if (first := bisect_right(ends, start)) == len(ends) or sheet.lines[first].start >= start
    }
    after = [*firsts.values(), len(ends)][1:]
    spans = {page: range(*span) for page, *span in zip(firsts, firsts.values(), after, strict=True)}
    filled = {page: span for page, span in spans.items() if span}
    return filled if len(filled) > 1 else {}


class PageEdges:
    """The outermost lines of pages: the `numbers` and `heads` among them and how sure they are; `lines` is all that
    stand outermost once those are laid aside."""

    def __init__(
        self, sheet: Sheet, pages: Mapping[int, range], kinds: Mapping[int, Kind], spoken: Collection[int]
    ) -> None:
        self._sheet, self._pages, self._kinds, self._spoken = sheet, pages, kinds, spoken
        self._often = Counter(
            sheet.words(index).casefold() for index, line in enumerate(sheet.lines) if line.length <= LONGEST_HEAD
        )
        self.numbers: dict[int, float] = {}
        self.heads: dict[int, float] = {}
        self.lines: set[int] = set()
        self._layers = {True: 0, False: 0}
        for _ in range(_MOST_ROUNDS):
            before = len(self.numbers) + len(self.heads)
            for from_top in (True, False):
                self._look(from_top)
            if len(self.numbers) + len(self.heads) == before:
                break

    def corrected(self, found: Mapping[int, float]) -> dict[int, float]:
        """What other evidence found: doubtful away from the edges, and nothing that one page has more than once."""
        starts = [span[0] for span in self._pages.values()]
        words = {line: self._sheet.words(line).casefold() for line in found}
        times = Counter((bisect_right(starts, line), words[line]) for line in found)
        often = {said for (_, said), count in times.items() if count > 1}
        return {
            line: sureness if line in self.lines else min(sureness, _DOUBTFUL)
            for line, sureness in found.items()
            if words[line] not in often
        }

    def _outermost(self, from_top: bool) -> dict[int, int]:
        """For each page, by its place in the text, the outermost line that is not laid aside."""
        found = {}
        for page, span in self._pages.items():
            lines = span if from_top else reversed(span)
            line = next((line for line in lines if line not in self.numbers and line not in self.heads), None)
            if line is not None:
                found[page] = line
        return found

    def _look(self, from_top: bool) -> None:
        """Find the numbers and heads among the outermost lines of one edge."""
        outermost = self._outermost(from_top)
        self.lines.update(outermost.values())
        free = {page: line for page, line in outermost.items() if line not in self._kinds}
        self.numbers.update(self._paced(free))
        left = {page: line for page, line in free.items() if line not in self.numbers and self._may_be_head(line)}
        heads = dict(self._repeated(left)) if self._layers[from_top] < _MOST_HEADS else {}
        most = _DOUBTFUL if self._layers[from_top] else _SURE_HEAD
        self.heads.update((line, min(sureness, most)) for line, sureness in heads.items())
        self._layers[from_top] += bool(heads)

    def _paced(self, lines: Mapping[int, int]) -> Iterator[tuple[int, float]]:
        """The bare numbers that keep pace with the pages; those of no two pages in a row are doubtful."""
        by_pace: defaultdict[tuple[bool, int], list[int]] = defaultdict(list)
        for page, line in lines.items():
            found = number_alone(self._sheet, line)
            if found:
                by_pace[found.roman, found.number - page].append(page)
        for same in by_pace.values():
            if len(same) > 1:
                in_a_row = any(later == page + 1 for page, later in pairwise(same))
                yield from ((lines[page], _SURE_NUMBER if in_a_row else _DOUBTFUL) for page in same)

    def _may_be_head(self, line: int) -> bool:
        """Whether a line has the shape of a running head and opens no turn."""
        return line not in self._spoken and may_be_head(self._sheet, line)

    def _repeated(self, lines: Mapping[int, int]) -> Iterator[tuple[int, float]]:
        """The lines that come back with the same words, a number that keeps pace with the pages aside."""
        words = {page: self._sheet.words(line).casefold() for page, line in lines.items()}
        times = Counter(words.values())
        alike: defaultdict[tuple[str, bool, int], list[int]] = defaultdict(list)
        for page, line in lines.items():
            found = number_beside(self._sheet, line) if times[words[page]] == 1 else None
            key = (found[0], found[1].apart, found[1].number - page) if found else (words[page], True, 0)
            alike[key].append(page)
        for (_, apart, _), pages in alike.items():
            sureness = self._sureness(pages, [lines[page] for page in pages], apart)
            yield from ((lines[page], sureness) for page in pages if sureness)

    def _are_answers(self, lines: Sequence[int]) -> bool:
        """Whether most of some lines follow a question, as the last answer on each page of a survey does."""
        return 2 * sum(line > 0 and self._sheet.tail(line - 1).endswith(("?", ":")) for line in lines) > len(lines)

    def _sureness(self, pages: Sequence[int], lines: Sequence[int], apart: bool) -> float:
        """How sure like lines at the edges of some pages are running heads; 0 if they are none.

        A number that does not stand `apart` may belong to the words: «Kapittel 2» on the second page is a title.
        """
        if 2 * len(lines) <= self._often[self._sheet.words(lines[0]).casefold()]:
            return 0.0
        if len(pages) < _FEWEST_HEADS:
            return _DOUBTFUL if len(pages) == len(self._pages) else 0.0
        on_one_side = all(later - page == 2 for page, later in pairwise(pages))
        is_usual = 2 * (len(pages) + on_one_side) > len(self._pages)
        ends = ends_finished(self._sheet.tail(lines[0]))
        if is_usual and apart and not ends:
            return _DOUBTFUL if self._are_answers(lines) else _SURE_HEAD
        is_stretch = 2 * len(pages) > pages[-1] - pages[0] + 1
        if not is_usual and (not is_stretch or ends):
            return 0.0
        # The number of the page before stands beside whatever a page begins with, and says nothing.
        return _SURE_HEAD if 10 * breaking(self._sheet, lines, ()) >= 7 * len(lines) else _DOUBTFUL
