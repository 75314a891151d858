"""The hit in turn: the text around it, the units it stands in, and what of it the person has chosen to code."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter, itemgetter

from qualcode.project.project import Project
from qualcode.project.records import Turn
from qualcode.project.rounds import Hit
from qualcode.text.spans import Span, intersect
from qualcode.text.units import paragraphs, sentences
from qualcode.text.widening import units_around
from qualcode.text.wrapping import blocks
from qualcode.tui.widgets.round_page import Page, shifted
from qualcode.tui.words import tr

# In characters: how much is shown where nothing says what belongs together, and at most where a turn does.
NEAR = 700
FAR = 6000
OWN = "own"
EXCERPT = 40


class Texts:
    """The texts of a round's documents with their turns and paragraphs, each looked at when a hit in it is shown."""

    def __init__(self, project: Project, hits: Iterable[Hit]) -> None:
        self._project = project
        wanted = {hit.document_id for hit in hits}
        self._texts = {key: text for key, text in project.corpus.texts().items() if key in wanted}
        self._turns: dict[str, Sequence[Turn]] = {}
        self._parts: dict[str, Sequence[Span]] = {}
        self._said: dict[str, Sequence[Span]] = {}

    def text(self, document: str) -> str:
        """A document's text as it was when its hits were found."""
        return self._texts[document]

    def turns(self, document: str) -> Sequence[Turn]:
        """Its turns."""
        if document not in self._turns:
            self._turns[document] = self._project.corpus.turns(document)
        return self._turns[document]

    def parts(self, document: str) -> Sequence[Span]:
        """Its paragraphs."""
        if document not in self._parts:
            self._parts[document] = paragraphs(self._texts[document])
        return self._parts[document]

    def said(self, document: str) -> Sequence[Span]:
        """The same without the labels of speakers."""
        if document not in self._said:
            shown = blocks(self._texts[document], self.turns(document))
            self._said[document] = [Span(block.start, block.end) for block in shown]
        return self._said[document]


class Place:
    """A hit, and the span or the sentences of it that would be coded."""

    def __init__(self, texts: Texts, hit: Hit, *, within: bool) -> None:
        self.hit, self.within = hit, within
        self.text = texts.text(hit.document_id)
        turns = texts.turns(hit.document_id)
        self._all_turns, self._parts = turns, texts.parts(hit.document_id)
        said = texts.said(hit.document_id)
        self.stretches = intersect([Span(hit.start, hit.end)], said) if within else said
        at = bisect_right(turns, hit.start, key=attrgetter("start")) - 1
        turn = self._turn_at(hit.start)
        self._turns = turns[max(at - 1, 0) : at + 1] if turn else ()
        self._sentences = self._of_passage() if within else [Span(hit.start, hit.end)]
        self._marked: set[int] = set()
        self.cursor = 0
        self._turn = turn
        self.unit, self._own = "sentence", Span(hit.start, hit.end)
        self.shown = self._stretch()
        self._stand()

    def _turn_at(self, offset: int) -> Span | None:
        at = bisect_right(self._all_turns, offset, key=attrgetter("start")) - 1
        turn = self._all_turns[at] if at >= 0 else None
        return Span(turn.start, turn.end) if turn is not None and offset < turn.end else None

    def _of_passage(self) -> list[Span]:
        """The sentences of a passage, the labels of speakers left out."""
        whole = [Span(self.hit.start, self.hit.end)]
        said = intersect(whole, [(turn.start, turn.end) for turn in self._all_turns]) or whole
        first, last = said[0].start, said[-1].end
        near = [part for part in self._parts if part[0] < last and first < part[1]]
        # One paragraph at a time, as a union would make one of those that touch.
        spans = [span for part in near for span in intersect([part], said)]
        return sentences(self.text, within=spans) or whole

    def _stand(self) -> None:
        """The units around the hit, or around the sentence the cursor is on."""
        words = self._sentences[self.cursor] if self.within else Span(self.hit.start, self.hit.end)
        units = units_around(self.text, words, self._turn_at(words.start), self._parts)
        low, high = (self.hit.start, self.hit.end) if self.within else (0, len(self.text))
        self.units = {name: Span(max(unit.start, low), min(unit.end, high)) for name, unit in units.items()}

    @property
    def spans(self) -> list[Span]:
        """What would be coded: sentences next to each other as one."""
        if self.unit == OWN:
            return [self._own]
        if not self._marked:
            return [self.units[self.unit]]
        joined = list[Span]()
        for number in sorted(self._marked):
            sentence = self._sentences[number]
            if joined and number - 1 in self._marked and not self.text[joined[-1].end : sentence.start].strip():
                joined[-1] = Span(joined[-1].start, sentence.end)
            else:
                joined.append(sentence)
        return joined

    @property
    def extent(self) -> Span:
        """From the first to the last letter that would be coded."""
        spans = self.spans
        return Span(spans[0].start, spans[-1].end)

    @property
    def excerpt(self) -> str:
        """The beginning of what would be coded."""
        start, end = self.extent
        words = " ".join(self.text[start : min(end, start + EXCERPT)].split())
        return f"{words} …" if end > start + EXCERPT else words

    @property
    def unit_name(self) -> str:
        """What would be coded, in a word."""
        if self._marked and self.unit != OWN:
            return tr("the marked sentences")
        names = {"words": tr("the words"), "sentence": tr("the sentence"), "paragraph": tr("the paragraph")}
        return {**names, "turn": tr("the turn"), OWN: tr("your own span")}[self.unit]

    @property
    def cursor_span(self) -> Span | None:
        """The sentence the cursor is on, in the stretch that is shown."""
        return Span(*self.moved([self._sentences[self.cursor]])[0]) if self.within else None

    def choose(self, unit: str) -> None:
        """Code this unit."""
        self.unit = unit
        self._marked.clear()

    def set_own(self, span: tuple[int, int]) -> None:
        """Code just these words."""
        self.unit, self._own = OWN, Span(*span)
        self._marked.clear()

    def step(self, step: int) -> None:
        """The next or previous sentence of the passage."""
        self.cursor = max(0, min(self.cursor + step, len(self._sentences) - 1))
        self.unit = "sentence"
        self._stand()

    def mark(self) -> None:
        """Mark the sentence, or take the mark away, and go on to the next."""
        self.unit = "sentence"
        self._marked ^= {self.cursor}
        self.step(1)

    def forget_marks(self) -> None:
        """After coding, nothing is marked."""
        self._marked.clear()
        self.unit = "sentence"

    def take(self, other: Place) -> None:
        """Choose what was chosen when the same hit was shown before."""
        if self._sentences == other._sentences:
            self.cursor, self._marked = other.cursor, set(other._marked)
            self._stand()
        if other.unit == OWN or other.unit in self.units:
            self.unit, self._own = other.unit, other._own

    # ── how it is shown ──────────────────────────────────────────────────────────────────────────────────────────────

    def _stretch(self) -> Span:
        """What is shown: the turn and the one before it; of what is very long, or has no turns, what is around."""
        hit = self.hit
        if not self._turns:
            return Span(self._row_start(hit.start - NEAR), self._row_end(hit.end + NEAR))
        before, turn = self._turns[0], self._turns[-1]
        start = max(before.start, self._row_start(turn.start - NEAR))
        if turn.start < hit.start - FAR:
            start = self._row_start(hit.start - FAR)
        end = turn.end if turn.end < hit.end + FAR else self._row_end(hit.end + FAR)
        return Span(min(start, hit.start), max(end, hit.end))

    def _row_start(self, offset: int) -> int:
        """Where the paragraph begins that an offset is in."""
        at = bisect_right(self._parts, max(offset, 0), key=itemgetter(0)) - 1
        return self._parts[at][0] if at >= 0 else 0

    def _row_end(self, offset: int) -> int:
        """Where the paragraph ends that an offset is in."""
        at = bisect_left(self._parts, min(offset, len(self.text)), key=itemgetter(1))
        return self._parts[at][1] if at < len(self._parts) else len(self.text)

    def moved(self, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Spans of the text as spans of the stretch."""
        start, end = self.shown
        return shifted(spans, start, end - start)

    def page(self, coded: Sequence[tuple[int, int, str]]) -> Page:
        """The stretch with what lies in it."""
        start, end = self.shown
        turns = [turn for turn in self._all_turns if turn.start < end and turn.end > start]
        moved = [replace(turn, start=max(turn.start - start, 0), end=min(turn.end, end) - start) for turn in turns]
        text = self.text[start:end]
        main = (self.hit.start, self.hit.end) if self.within else self._turn or self.units["paragraph"]
        quiet = [(start, main[0]), (main[1], end)]
        marks = tuple((*self.moved([(a, b)])[0], color) for a, b, color in coded if a < b and a < end and b > start)
        words = () if self.within else self.moved([(self.hit.start, self.hit.end)])
        return Page(text, tuple(blocks(text, moved)), words, self.moved(quiet), marks)
