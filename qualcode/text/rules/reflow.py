"""Reflow: what becomes of the gap between two lines, so that every paragraph is one line again.

Between two lines of text stand line breaks, spaces, and perhaps what the page put there: its number, a running head,
footnotes. Each gap is judged by itself, from the ends of the two lines alone, so nothing that is unbalanced in one
paragraph (a quotation mark, a bracket) can reach the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from qualcode.text.rules.continuation import PAGE_THINGS, Continuation
from qualcode.text.rules.footnotes import Note
from qualcode.text.rules.hyphens import HYPHENS
from qualcode.text.rules.lines import Kind, Sheet
from qualcode.text.rules.proposals import Proposal
from qualcode.text.source import Mark

_SURE = 0.9
_NARROW = 0.88
_SHORTEST_IN_QUOTE = 0.5


class Reflow:
    """The lines of a text with their kinds, and what the rules asked for make of the gaps between them."""

    def __init__(
        self,
        sheet: Sheet,
        kinds: Mapping[int, Kind],
        sureness: Mapping[int, float],
        notes: Sequence[Note],
        rules: Collection[str],
        is_word: Callable[[str], bool],
    ) -> None:
        self.sheet, self.kinds, self.sureness, self.rules = sheet, kinds, sureness, rules
        self.notes = {note.first: note for note in notes}
        self.flow = [index for index in range(len(sheet.lines)) if kinds.get(index) not in PAGE_THINGS]
        self.continuation = Continuation(sheet, kinds, self.flow, is_word)

    def proposals(self) -> Iterator[Proposal]:
        """What the rules would change, gap by gap; footnotes that are taken out are put in at the end of the text."""
        if self.flow:
            yield from self._beginning(self.flow[0])
        for before, after in pairwise(self.flow):
            yield from self._gap(before, after)
        if self.flow:
            yield from self._end(self.flow[-1])

    def _gap(self, before: int, after: int) -> Iterator[Proposal]:
        """What becomes of the gap between two lines that follow each other once the page's own things are left out."""
        if self.kinds.get(before) is Kind.TABLE and self.kinds.get(after) is Kind.TABLE:
            return
        things = list(range(before + 1, after))
        joined = self.continuation.confidence(before, after)
        taken = min((self.sureness[index] for index in things), default=1.0)
        if self._are_mixed(things):
            yield from self._one_by_one(before, things)
        elif things:
            yield from self._around_things(before, after, things, joined, taken)
        elif joined:
            yield from self._join(before, after, self._join_rule(after), joined)
        else:
            yield from self._margin(before, after)

    # ── joining ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _join_rule(self, after: int) -> str:
        """The rule by which a line is joined to the one before it."""
        gap, width = self.sheet.lines[after].gap, self.sheet.width
        if self.sheet.opens_page(after) or gap > self.sheet.spacing + 1 or (gap and not width):
            return "page break"
        return "joined line"

    def _join(self, before: int, after: int, rule: str, confidence: float, place: int = 0) -> Iterator[Proposal]:
        """The line break between two lines made a space, or mended where the first ends with a hyphen."""
        start, end = self.sheet.lines[before].end, self.sheet.lines[after].start
        tail, replacement = self.sheet.tail(before), " "
        if tail[-1] in HYPHENS and len(tail) > 1:
            mended = self.continuation.mended(before, after)
            confidence = min(confidence, mended.confidence)
            keeps = mended.text.startswith(tail[-1])
            start, replacement = (start, mended.text[1:]) if keeps else (start - 1, mended.text)
            if rule == "joined line" or (rule == "page break" and not keeps):
                rule = "line-end hyphen"
        elif tail.endswith("/") and self.sheet.head(after)[0].isalpha():
            replacement = ""
        if rule in self.rules:
            yield Proposal(start, end, replacement, rule, confidence, place)

    # ── what the page put between ────────────────────────────────────────────────────────────────────────────────────

    def _around_things(
        self, before: int, after: int, things: Sequence[int], joined: float, taken: float
    ) -> Iterator[Proposal]:
        """The page's own things taken out, and the lines around them joined in the same change where that is sure."""
        rule = self._rule_of(things)
        place = self._place(things)
        if joined >= _SURE or (joined and taken < _SURE):
            yield from self._join(before, after, rule, min(joined, taken), place)
        else:
            end = self.sheet.lines[after].start
            yield Proposal(self.sheet.lines[before].end, end, "\n\n", rule, taken, place)
        yield from self._put_in(things, place)

    def _rule_of(self, things: Sequence[int]) -> str:
        """The rule that takes things out: the one of most consequence if there are several kinds."""
        kinds = {self.kinds[index] for index in things}
        return next(str(kind) for kind in PAGE_THINGS if kind in kinds)

    def _place(self, things: Sequence[int]) -> int:
        """A number for changes that belong together, if footnotes are among the things."""
        return things[0] if any(self.kinds[index] is Kind.FOOTNOTE for index in things) else 0

    def _put_in(self, things: Sequence[int], place: int) -> Iterator[Proposal]:
        """The footnotes among the things, at the end of the text."""
        text, lines = self.sheet.text, self.sheet.lines
        for note in (self.notes[index] for index in things if index in self.notes):
            words = " ".join(text[note.start : lines[note.last].end].split())
            body = f"[{note.number}] {words}"
            whole = f"\n{body}\n" if text.endswith("\n") else f"\n\n{body}"
            yield Proposal(len(text), len(text), whole, "footnote", note.confidence, place)

    def _are_mixed(self, things: Sequence[int]) -> bool:
        """Whether some of a page's own things are sure and some not, and none is a footnote that must be put in."""
        sure = {self.sureness[index] >= _SURE for index in things}
        return len(sure) > 1 and all(self.kinds[index] is not Kind.FOOTNOTE for index in things)

    def _one_by_one(self, before: int | None, things: Sequence[int]) -> Iterator[Proposal]:
        """Each of a page's own things taken out alone, with the gap before it, or after it where the text begins."""
        lines = self.sheet.lines
        for index in things:
            if before is None:
                after = lines[index + 1]
                start, end = lines[index].start, after.start - after.indent
            else:
                start, end = lines[index - 1].end, lines[index].end
            yield Proposal(start, end, "", self._rule_of([index]), self.sureness[index])

    def _beginning(self, first: int) -> Iterator[Proposal]:
        """The page's own things before the first line of text, unless they are footnotes, and its margin."""
        things = list(range(first))
        if things and all(self.kinds.get(index) is not Kind.FOOTNOTE for index in things):
            yield from self._one_by_one(None, things)
        yield from self._margin(None, first)

    def _end(self, last: int) -> Iterator[Proposal]:
        """The page's own things after the last line of text: footnotes are where they shall be, the others go."""
        things = list(range(last + 1, len(self.sheet.lines)))
        if things and all(self.kinds.get(index) is not Kind.FOOTNOTE for index in things):
            yield from self._one_by_one(last, things)

    # ── gaps that stay ───────────────────────────────────────────────────────────────────────────────────────────────

    def _margin(self, before: int | None, after: int) -> Iterator[Proposal]:
        """The blank lines before a line brought to one, and its indent taken away, as far as the rules ask for it."""
        line = self.sheet.lines[after]
        start = 0 if before is None else self.sheet.lines[before].end
        margin = line.start - line.indent
        if "blank lines" in self.rules and before is not None and self._has_loose_lines(before, after):
            yield Proposal(start, margin, "\n\n", "blank lines", 0.99)
        unwanted = self._unwanted_indent(after)
        if unwanted and "indent" in self.rules:
            # A section that follows without a blank line would lose its mark with its indent.
            empty = "\n" if before is not None and line.gap == 0 else ""
            yield Proposal(margin, margin + unwanted, empty, "indent", 0.98)

    def _has_loose_lines(self, before: int, after: int) -> bool:
        """Whether more than one empty line, or one that is not empty, stands between two lines of text."""
        if Kind.HEADING in (self.kinds.get(before), self.kinds.get(after)):
            return False
        line = self.sheet.lines[after]
        between = self.sheet.text[self.sheet.lines[before].end : line.start - line.indent]
        return line.gap >= 1 and between != "\n\n"

    def _unwanted_indent(self, after: int) -> int:
        """How much of a line's indent says nothing: what all lines share, a section's, or a stray space."""
        line, usual = self.sheet.lines[after], self.sheet.indent
        if usual == 0:
            return line.indent if line.indent == 1 and self.sheet.width else 0
        return min(line.indent, usual) if self.kinds.get(after) is Kind.ITEM else line.indent

    # ── block quotes ─────────────────────────────────────────────────────────────────────────────────────────────────

    def block_quotes(self) -> Iterator[Mark]:
        """The paragraphs of a hard-wrapped text that are narrower than the others, though their words had room."""
        if not self.sheet.width:
            return
        paragraph: list[int] = []
        for before, after in zip([None, *self.flow], [*self.flow, None], strict=True):
            if before is not None:
                paragraph.append(before)
            if before is None or after is None or self.continuation.confidence(before, after) < _SURE:
                if self._is_narrow(paragraph):
                    yield Mark("block quote", self.sheet.lines[paragraph[0]].start, self.sheet.lines[paragraph[-1]].end)
                paragraph = []

    def _is_narrow(self, paragraph: Sequence[int]) -> bool:
        """Whether all lines of a paragraph are narrow and most of them had room for another word."""
        lines, width = self.sheet.lines, self.sheet.width
        if len(paragraph) < 2 or any(index in self.kinds for index in paragraph):
            return False
        if max(lines[index].length for index in paragraph) > _NARROW * width:
            return False
        adjoining = [index for index in paragraph[:-1] if self.sheet.adjoins(index + 1)]
        if any(lines[index].length < _SHORTEST_IN_QUOTE * width for index in adjoining):
            return False
        roomy = sum(self._had_room(index) for index in adjoining)
        return 3 * roomy >= len(adjoining) and roomy > 0

    def _had_room(self, index: int) -> bool:
        """Whether the first word of the next line would have fitted on this one in the width of the text."""
        first = self.sheet.head(index + 1).split(maxsplit=1)[0]
        return self.sheet.lines[index].length + 1 + len(first) <= 0.9 * self.sheet.width
