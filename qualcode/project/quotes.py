"""`project.quotes`: coded passages as they will be printed, each with where it came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from qualcode.errors import InvalidInput
from qualcode.project.corpus import Speech
from qualcode.project.database import at_one_moment, tuples
from qualcode.project.naming import name_key
from qualcode.project.records import Code, Document, Quote, places
from qualcode.project.schema import CodingRow
from qualcode.project.structure import that_count
from qualcode.wording import wording

if TYPE_CHECKING:
    from qualcode.project.project import Project

# Opening and closing marks; inner quotation marks of the same kind become the second pair.
STYLES: Mapping[str, tuple[str, str, str, str]] = {
    "nb": ("«", "»", "‘", "’"),
    "nn": ("«", "»", "‘", "’"),
    "en": ("“", "”", "‘", "’"),
    "block": ("", "", "", ""),
}


class _Words(NamedTuple):
    """The words of an attribution in one language."""

    turn: str
    turns: str
    interviewer: str


class _Heard(NamedTuple):
    """The speakers of a span, the number of its first turn, the attribution, and where in it other turns begin.

    `within` is the place of the turn that a span over several begins in, if it does not begin between two.
    """

    speaker: str
    turn: int | None
    attribution: str
    breaks: Sequence[int] = ()
    within: int | None = None


class _Voices(NamedTuple):
    """Who speaks where in a document, and how a passage from there is attributed; one entry a turn, in order.

    `called` is what print calls each turn's speaker, and `attributions` that of a passage within one turn.
    """

    title: str
    words: _Words
    starts: list[int]
    ends: list[int]
    numbers: list[int]
    speakers: list[str]
    called: list[str]
    attributions: list[str]

    def behind(self, start: int, end: int) -> _Heard:
        """Who speaks in a span, and where it came from."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.ends[first] <= start:
            first += 1
        last = bisect_left(self.starts, end, lo=first)
        if first >= last:
            return _Heard("", None, self.title)
        if last == first + 1:
            return _Heard(self.speakers[first], self.numbers[first], self.attributions[first])
        # What stands between two turns, such as a label, belongs to the second.
        breaks = [before - start for before in self.ends[first : last - 1]]
        within = first if self.starts[first] <= start else None
        return _Heard(self._together(first, last), self.numbers[first], self._of_several(first, last), breaks, within)

    def dialogue(self, whole: str, text: str, marks: tuple[str, str, str, str], heard: _Heard) -> str:
        """A passage over several turns as it is printed: the first turn has its label too, though not coded."""
        label = "" if heard.within is None else self._label(whole, heard.within)
        return rendered(label + text, marks, [len(label) + place for place in heard.breaks])

    def _label(self, whole: str, turn: int) -> str:
        """The label of a turn, with all else that stands on its line."""
        label = self.speakers[turn]
        gap = whole[self.ends[turn - 1] if turn else 0 : self.starts[turn]]
        place = gap.rfind(label) if label else -1
        if place < 0:
            return f"{label}: " if label else ""
        return gap[gap.rfind("\n", 0, place) + 1 :]

    def _of_several(self, first: int, last: int) -> str:
        """The attribution of a passage over several turns, where an interviewer is named only when alone."""
        called = dict.fromkeys(filter(None, self.called[first:last]))
        if len(called) > 1:
            called.pop(self.words.interviewer, None)
        turns = self.words.turns.format(first=self.numbers[first], last=self.numbers[last - 1])
        return ", ".join((*called, self.title, turns))

    def _together(self, first: int, last: int) -> str:
        names = self.speakers[first:last]
        if len(names) == 2 and all(names):
            return names[0] if names[0] == names[1] else f"{names[0]}, {names[1]}"
        return ", ".join(dict.fromkeys(filter(None, names)))


class Quotes:
    """The quotes of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @at_one_moment
    def quotes(
        self,
        *,
        codes: Sequence[str | Code] = (),
        documents: Sequence[str | Document] = (),
        speakers: Sequence[str] = (),
        coders: Sequence[str] = (),
        subtree: bool = True,
        style: str = "nb",
        language: str | None = None,
        key_only: bool = False,
    ) -> list[Quote]:
        """The coded passages that fit every filter given, code by code in the order of the codebook."""
        if style not in STYLES:
            raise InvalidInput(
                "there is no quote style «{style}»", "choose one of: {choices}", style=style, choices=", ".join(STYLES)
            )
        corpus, book = self._project.corpus, self._project.codebook
        codes_there = book.codes()
        wanted = {each.id for code in codes for each in (book.subtree(code) if subtree else [book.code(code)])}
        chosen = {corpus.document(reference).id: None for reference in documents}
        everything = corpus.documents()
        order = places(codes_there), places(everything)
        people = [self._project.coding.coder(name).id for name in coders]
        rows = sorted(self._codings(order, wanted, list(chosen), people, key_only))
        titles = {document.id: document.name for document in everything}
        voices = self._voices(
            {everything[row[1]].id for row in rows}, titles, language or self._project.info().language
        )
        texts = corpus.texts() if len(voices) > 20 else {key: corpus.text(key) for key in voices}
        marks = STYLES[style]
        named = [(code.id, code.full_name) for code in codes_there]
        told = {
            place: (document.id, document.name, texts[document.id], voices[document.id])
            for place, document in enumerate(everything)
            if document.id in voices
        }
        found = []
        for code_place, document_place, start, end, coder, coding_id, memo in rows:
            code, name = named[code_place]
            document, title, whole, voice = told[document_place]
            heard = voice.behind(start, end)
            speaker, turn, attribution, breaks, _ = heard
            text = whole[start:end]
            printed = voice.dialogue(whole, text, marks, heard) if breaks else rendered(text, marks)
            found.append(Quote(
                coding_id, code, name, document, title, speaker, turn, start, end, text,
                printed, attribution, coder, memo,
            ))  # fmt: skip
        return [quote for quote in found if _spoken_by(quote, speakers)] if speakers else found

    def _codings(
        self,
        order: tuple[Mapping[str, int], Mapping[str, int]],
        codes: Collection[str],
        documents: Sequence[str],
        coders: Sequence[str],
        key_only: bool,
    ) -> list[tuple[int, int, int, int, str, str, str]]:
        """(place of the code, place of the document, start, end, coder's name, id, memo), which is how they sort."""
        code_at, document_at = order
        query = select(
            CodingRow.id, CodingRow.document_id, CodingRow.start_offset, CodingRow.end_offset, CodingRow.code_id,
            CodingRow.coder_id,
        )  # fmt: skip
        for column, values in (
            (CodingRow.code_id, codes),
            (CodingRow.document_id, documents),
            (CodingRow.coder_id, coders),
        ):
            if values:
                query = query.where(column.in_(values))
        if key_only:
            query = query.where(CodingRow.key_quote.is_(True))
        with self._project.read() as connection:
            memos = self._project.coding.memo_texts(connection)
            people = {coder.id: coder.name for coder in self._project.coding.coders()}
            query = query.where(*that_count(connection))
            return [
                (code_at[code], document_at[document], start, end, people[coder], coding, memos.get(coding, ""))
                for coding, document, start, end, code, coder in tuples(connection, query)
            ]

    def _voices(self, documents: Collection[str], titles: Mapping[str, str], language: str) -> dict[str, _Voices]:
        gettext: Callable[[str], str] = wording(language).gettext
        words = _Words(gettext("turn {number}"), gettext("turns {first}–{last}"), gettext("the interviewer"))
        roles = self._roles(words.interviewer)

        def attribution(title: str, turn: Speech) -> str:
            spoken = f"{title}, {words.turn.format(number=turn.number)}"
            role = roles.get(turn.speaker_id or "")
            return f"{role}, {spoken}" if role else spoken

        found = {}
        for document, here in self._project.corpus.speech(documents).items():
            starts, ends, numbers, speakers, ids = map(list, zip(*here, strict=True)) if here else ([], [], [], [], [])
            title = titles[document]
            called = [roles.get(speaker or "", "") for speaker in ids]
            attributions = [attribution(title, turn) for turn in here]
            found[document] = _Voices(title, words, starts, ends, numbers, speakers, called, attributions)
        return found

    def _roles(self, interviewer: str) -> dict[str, str]:
        """What to call each speaker in print: the case's role where an attribute says it, else the case's name."""
        shown = [a.name for a in self._project.cases.attributes("case") if a.export_rule == "show"]
        role = next((name for name in shown if name.casefold() in ("rolle", "role")), None)
        cases = {case.id: case for case in self._project.cases.cases()}
        named = {}
        for speaker in self._project.corpus.speakers():
            if speaker.case_id is not None:
                case = cases[speaker.case_id]
                named[speaker.id] = case.attributes.get(role or "", "") or case.name
            elif speaker.role == "participant":
                named[speaker.id] = speaker.label
            elif speaker.role == "interviewer":
                named[speaker.id] = interviewer
        return named


def rendered(text: str, marks: tuple[str, str, str, str], breaks: Sequence[int] = ()) -> str:
    """A passage as running text in quotation marks; marks inside it step down to the inner pair.

    A dialogue has a line for each turn: `breaks` are the places in the text where another one begins.
    """
    opening, closing, inner_open, inner_close = marks
    if breaks:
        parts = (_one_line(text[start:end]) for start, end in pairwise((0, *breaks, len(text))))
        words = "\n".join(filter(None, parts))
    else:
        words = _one_line(text)
    if not opening:
        return words
    for found, instead in ((opening, inner_open), (closing, inner_close)):
        words = words.replace(found, instead)
    return f"{opening}{words}{closing}"


def _one_line(text: str) -> str:
    # Most passages are clean but for breaks between lines, and there may be two hundred thousand of them.
    line = text.replace("\n\n", " ").replace("\n", " ").strip(" ")
    if "  " in line or not line.isprintable():
        line = " ".join(text.split())
    return line


def _spoken_by(quote: Quote, speakers: Sequence[str]) -> bool:
    heard = f", {name_key(quote.speaker)}, "  # a name may hold a comma itself
    return any(f", {name_key(speaker)}, " in heard for speaker in speakers)
