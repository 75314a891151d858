"""`project.rounds`: going through all places of some words, or all passages under a code, one by one, to the end.

A round knows what it looks for, where, and which code it puts. Which hits are coded is asked of the codings themselves,
so that undo, and whatever others code meanwhile, is told as it is. Only what no coding tells is remembered with the
round: the hits passed over, and those coded with a code of their own. It is kept in the project's settings, by the
words around each hit, and stored many at a time: see `Sitting` in `project/sitting.py`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from sqlalchemy import select

from qualcode.errors import Conflict, InvalidInput
from qualcode.project.corpus import Speech
from qualcode.project.database import at_one_moment, tuples
from qualcode.project.history import Action
from qualcode.project.naming import checked_name, choose, name_key
from qualcode.project.records import Code, Document
from qualcode.project.schema import CodingRow, ProjectRow
from qualcode.text.queries import terms
from qualcode.text.recognition import Surroundings, recognised, surroundings

if TYPE_CHECKING:
    from qualcode.project.project import Project

LOOKS = ("words", "regex", "passages")
OPEN, CODED, SKIPPED, THERE = STATES = ("open", "coded", "skipped", "there before")
SETTING = "rounds"
LONGEST_NAME = 40
_LETTERS = {SKIPPED: "s", CODED: "c"}
_STATES = {letter: state for state, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a round goes through; what is empty does not narrow.

    `look` says whether `query` is words or a regular expression, or the passages under the code `under` are wanted.
    `code` is the code to put, empty where it is chosen at each hit. Codes and documents are given by their ids,
    speakers by their labels. Of `coder` are the passages, or besides one's own the only codings that make a hit coded.
    """

    look: str = "words"
    query: str = ""
    under: str = ""
    code: str = ""
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    interviewer: bool = False
    coder: str = ""

    @property
    def terms(self) -> list[str]:
        """What is looked for, each to be counted by itself; a pattern is one."""
        return terms(self.query) if self.look == "words" else [self.query] if self.look == "regex" else []


@dataclass(frozen=True, slots=True)
class Round:
    """A round that was begun: what it goes through, and since when; `place` is the hit that somebody left it at."""

    id: str
    name: str
    wanted: Wanted
    started_at: str
    started_by: str
    place: tuple[str, Surroundings] | None


class Hit(NamedTuple):
    """A place to decide on; `terms` are the numbers of the terms found there, `around` is what it is known again by."""

    document_id: str
    document: str
    turn: int | None
    speaker: str
    start: int
    end: int
    terms: tuple[int, ...]
    around: Surroundings

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a round in the order of the documents, and how often each of its terms was found."""

    hits: tuple[Hit, ...]
    counts: Mapping[str, int]

    @property
    def missing(self) -> list[str]:
        """The terms that stand nowhere."""
        return [term for term, count in self.counts.items() if not count]


class Tally(NamedTuple):
    """How far a round has come; the four parts are all of it."""

    hits: int
    coded: int
    skipped: int
    there: int

    @property
    def left(self) -> int:
        """How many are still to be decided."""
        return self.hits - self.coded - self.skipped - self.there


def tally(states: Iterable[str]) -> Tally:
    """States counted."""
    counts = Counter(states)
    return Tally(counts.total(), counts[CODED], counts[SKIPPED], counts[THERE])


class Rounds:
    """The rounds of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def rounds(self) -> list[Round]:
        """All that were begun, the newest first."""
        stored = self._stored()
        return [_round(key, entry) for key, entry in reversed(stored.items())]

    def round(self, reference: str | Round) -> Round:
        """One round by its name or id, as it is now."""
        key = reference.id if isinstance(reference, Round) else reference
        return choose(key, self.rounds(), "round", lambda r: (r.name,), lambda r: (r.id,))

    def start(self, wanted: Wanted, *, name: str = "") -> Round:
        """Begin a round; without a name it is called by what it looks for."""
        self.check(wanted)
        taken = {name_key(each.name) for each in self.rounds()}
        if name and name_key(name) in taken:
            raise Conflict("there is a round «{name}» already", "give this one another name", name=name)
        clean = checked_name(name, "round") if name else _free(self.title(wanted), taken)
        key = str(uuid4())
        with self._project.action(self._project.say("Began the round {name}", name=clean)) as act:
            entry = {"name": clean, "wanted": asdict(wanted), "at": act.at, "by": self._project.coder, "decided": {}}
            self._store(act, {**self._stored(), key: entry})
        return self.round(key)

    def remove(self, reference: str | Round) -> None:
        """Forget a round; what was coded in it stays."""
        found = self.round(reference)
        with self._project.action(self._project.say("Removed the round {name}", name=found.name)) as act:
            self._store(act, {key: entry for key, entry in self._stored().items() if key != found.id})

    def title(self, wanted: Wanted) -> str:
        """What is looked for, in words."""
        if wanted.look == "passages":
            return f"under {self._project.codebook.code(wanted.under).name}"
        query = " ".join(wanted.query.split())
        return query if len(query) <= LONGEST_NAME else f"{wanted.terms[0][:LONGEST_NAME]} …"

    # ── where one is ──────────────────────────────────────────────────────────────────────────────────────────────────

    @at_one_moment
    def hits(self, wanted: Wanted) -> Found:
        """Every place that a round goes through, those found by several terms once."""
        _refuse_nothing(wanted)
        documents = [document for document in self._project.corpus.documents() if _is_wanted(document, wanted)]
        if not documents:
            return Found((), dict.fromkeys(wanted.terms, 0))
        places = self._passages(wanted) if wanted.look == "passages" else self._words(wanted, documents)
        found, counts = [], Counter[int]()
        scope = _Scope(self._project, wanted, [document for document in documents if document.id in places])
        for document in scope.documents:
            here = list(_united(scope.within(document, places[document.id])))
            around = surroundings(scope.texts[document.id], (place[:2] for place in here))
            for (start, end, numbers), words in zip(here, around, strict=True):
                turn = scope.turn_at(document.id, start)
                number, speaker = (turn.number, turn.speaker) if turn else (None, "")
                counts.update(numbers)
                found.append(Hit(document.id, document.name, number, speaker, start, end, numbers, words))
        return Found(tuple(found), {term: counts[number] for number, term in enumerate(wanted.terms)})

    def states(self, round_: Round, hits: Sequence[Hit], decisions: Mapping[Hit, str]) -> list[str]:
        """What has become of each of some hits of a round, given what is remembered of them."""
        codings = self._codings(round_, {hit.document_id for hit in hits})
        nothing = _Spans(())
        return [_state(round_, decisions.get(hit), codings.get(hit.document_id, nothing).over(hit)) for hit in hits]

    def tally(self, round_: Round) -> Tally:
        """How far a round has come."""
        hits = self.hits(round_.wanted).hits
        return tally(self.states(round_, hits, self.decisions(round_, hits)))

    def decisions(self, round_: Round, hits: Sequence[Hit]) -> dict[Hit, str]:
        """What is remembered of some hits of a round, which must be all those of their documents."""
        stored = self._stored().get(round_.id, {}).get("decided", {})
        found: dict[Hit, str] = {}
        for document, here in _by_document(hits).items():
            known = [(each[1:], _STATES[each[0]]) for each in stored.get(document, "").split()]
            places = recognised([Surroundings.read(key) for key, _ in known], [hit.around for hit in here])
            found |= {here[place]: known[number][1] for place, number in places.items()}
        return found

    def remember(
        self,
        round_: Round,
        hits: Sequence[Hit],
        decided: Mapping[Hit, str],
        place: Hit | None,
        *,
        after: int | None = None,
    ) -> int | None:
        """Store decisions on hits and where the round was left, in one act; the act's number if it changed anything.

        `hits` are all of the round. What is no decision any more is OPEN. What others decided meanwhile stays. The act
        `after` is part of the new one if nothing else happened to the rounds since: one sitting is one act.
        """
        with self._project.action(self._project.say("Went through hits of the round {name}", name=round_.name)) as act:
            stored = self._stored()
            if round_.id not in stored:
                return None  # Somebody removed it.
            entry = {**stored[round_.id], "decided": self._decided(round_, hits, decided)}
            if place is not None:
                entry["place"] = [place.document_id, str(place.around)]
            if entry == stored[round_.id]:
                return None
            row = self._project.info().id
            is_one = after is not None and act.take_over(after, row)
            self._store(act, {**stored, round_.id: entry})
            if is_one:
                act.condense(ProjectRow, row)
            return act.id

    def _decided(self, round_: Round, hits: Sequence[Hit], decided: Mapping[Hit, str]) -> dict[str, str]:
        """The decisions as they are stored; those in documents that have no hits now are kept as they were."""
        before: dict[str, str] = self._stored()[round_.id].get("decided", {})
        touched = {hit.document_id for hit in decided}
        here = [hit for hit in hits if hit.document_id in touched]
        known = {**self.decisions(round_, here), **decided}
        written: dict[str, list[str]] = {document: [] for document in touched}
        for hit in here:
            if known.get(hit) in _LETTERS:
                written[hit.document_id].append(_LETTERS[known[hit]] + str(hit.around))
        changed = {document: " ".join(marks) for document, marks in written.items()}
        return {document: marks for document, marks in {**before, **changed}.items() if marks}

    def _stored(self) -> dict[str, dict[str, Any]]:
        stored: dict[str, dict[str, Any]] = self._project.settings().get(SETTING, {})
        return stored

    def _store(self, act: Action, rounds: Mapping[str, Any]) -> None:
        act.update(ProjectRow, self._project.info().id, settings={**self._project.settings(), SETTING: dict(rounds)})

    # ── what lies behind it ───────────────────────────────────────────────────────────────────────────────────────────

    def check(self, wanted: Wanted) -> None:
        """Raise where a round could not be gone through: nothing to look for, or no pattern."""
        _refuse_nothing(wanted)
        for term in wanted.terms:
            self._project.search.find(term, mode=_mode(wanted), documents=self._project.corpus.documents()[:1])
        if wanted.look == "passages" and self._project.codebook.code(wanted.under).id == wanted.code:
            raise InvalidInput("inside the passages of a code another code is put", "choose another code to put")

    def _words(self, wanted: Wanted, documents: Sequence[Document]) -> dict[str, list[tuple[int, int, int]]]:
        """Where each term stands, with its number, by document."""
        places: dict[str, list[tuple[int, int, int]]] = {}
        for number, term in enumerate(wanted.terms):
            for hit in self._project.search.find(term, mode=_mode(wanted), documents=documents, context=0):
                places.setdefault(hit.document_id, []).append((hit.start, hit.end, number))
        return places

    def _passages(self, wanted: Wanted) -> dict[str, list[tuple[int, int, int]]]:
        """Where the code is, by document; nowhere if it is gone."""
        places: dict[str, list[tuple[int, int, int]]] = {}
        code = next((code for code in self._project.codebook.codes() if code.id == wanted.under), None)
        for coding in self._project.coding.codings(code=code, coder=wanted.coder or None) if code else ():
            if coding.start < coding.end:
                places.setdefault(coding.document_id, []).append((coding.start, coding.end, -1))
        return places

    def _codings(self, round_: Round, documents: set[str]) -> dict[str, _Spans]:
        """The codings that can tell what has become of hits, by document."""
        wanted = round_.wanted
        query = select(
            CodingRow.document_id, CodingRow.start_offset, CodingRow.end_offset, CodingRow.code_id, CodingRow.created_at
        ).where(CodingRow.start_offset < CodingRow.end_offset)
        query = query.order_by(CodingRow.document_id, CodingRow.start_offset)
        if len(documents) == 1:
            query = query.where(CodingRow.document_id == next(iter(documents)))
        if wanted.look == "passages":
            query = query.where(CodingRow.code_id != wanted.under)
        elif wanted.coder:
            counting = {name_key(wanted.coder), name_key(self._project.coder)}
            ids = [coder.id for coder in self._project.coding.coders() if name_key(coder.name) in counting]
            query = query.where(CodingRow.coder_id.in_(ids))
        found: dict[str, list[_Coded]] = {}
        with self._project.read() as connection:
            for document, *coded in tuples(connection, query):
                found.setdefault(document, []).append(_Coded(*coded))
        return {document: _Spans(spans) for document, spans in found.items()}


class _Coded(NamedTuple):
    """A coding in short."""

    start: int
    end: int
    code_id: str
    at: str


class _Spans:
    """The codings of one text, to be asked which of them lie over a place."""

    def __init__(self, codings: Sequence[_Coded]) -> None:
        self._codings = codings
        self._starts = [coding.start for coding in codings]
        self._furthest = list(accumulate((coding.end for coding in codings), max))

    def over(self, hit: Hit) -> Iterator[_Coded]:
        """Those that share letters with a hit."""
        number = bisect_left(self._starts, hit.end) - 1
        while number >= 0 and self._furthest[number] > hit.start:
            if self._codings[number].end > hit.start:
                yield self._codings[number]
            number -= 1


class _Scope:
    """Where hits count: said by somebody who is wanted, and not where nothing is to be coded."""

    def __init__(self, project: Project, wanted: Wanted, documents: Sequence[Document]) -> None:
        corpus = project.corpus
        self.documents = documents
        self.texts = corpus.texts() if len(documents) > 1 else {each.id: corpus.text(each) for each in documents}
        self._wanted = wanted
        self._speech = corpus.speech({document.id for document in documents})
        self._starts = {document: [turn.start for turn in turns] for document, turns in self._speech.items()}
        self._interviewers = {speaker.id for speaker in corpus.speakers() if speaker.role == "interviewer"}
        self._speakers = {name_key(speaker) for speaker in wanted.speakers}
        self._excluded = project.structure.excluded()

    def within(self, document: Document, places: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """The places that count."""
        excluded = self._excluded.get(document.id, ())
        for place in places:
            if not any(start <= place[0] < end for start, end in excluded) and self._is_said(document.id, *place[:2]):
                yield place

    def turn_at(self, document: str, offset: int) -> Speech | None:
        """The turn that a place is in."""
        turns = self._speech[document]
        number = bisect_right(self._starts[document], offset) - 1
        return turns[number] if number >= 0 and offset < turns[number].end else None

    def _is_said(self, document: str, start: int, end: int) -> bool:
        """Whether somebody who is wanted says it; what is a passage already is one whoever speaks, if nobody is named.

        The label before a turn is said by nobody.
        """
        turn = self.turn_at(document, start)
        if self._wanted.look == "passages" and not self._speakers:
            return True
        if turn is None:
            return not self._speakers and not self._is_label(document, end)
        if self._speakers:
            return name_key(turn.speaker) in self._speakers
        return self._wanted.interviewer or turn.speaker_id not in self._interviewers

    def _is_label(self, document: str, end: int) -> bool:
        number = bisect_left(self._starts[document], end)
        turns = self._speech[document]
        return (
            number < len(turns)
            and bool(turns[number].speaker)
            and ("\n" not in self.texts[document][end : turns[number].start])
        )


def _refuse_nothing(wanted: Wanted) -> None:
    if wanted.look not in LOOKS:
        raise InvalidInput(
            "«{look}» is nothing to look for", "choose one of: {looks}", look=wanted.look, looks=", ".join(LOOKS)
        )
    if wanted.look != "passages" and not any(term.strip() for term in wanted.terms):
        raise InvalidInput("there is nothing to search for", "give a word, or several with OR between them")


def _mode(wanted: Wanted) -> str:
    return "regex" if wanted.look == "regex" else "folded"


def _is_wanted(document: Document, wanted: Wanted) -> bool:
    return (not wanted.documents or document.id in wanted.documents) and (
        not wanted.kinds or document.kind in wanted.kinds
    )


def _united(places: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Places that share letters as one, with the numbers of all that found it."""
    start, end, numbers = 0, 0, set[int]()
    for first, last, number in sorted(places):
        if numbers and first < end:
            end = max(end, last)
        else:
            if numbers:
                yield start, end, tuple(sorted(numbers))
            start, end, numbers = first, last, set()
        numbers.add(number)
    if numbers:
        yield start, end, tuple(sorted(numbers))


def _state(round_: Round, decision: str | None, codings: Iterable[_Coded]) -> str:
    """What has become of a hit, given what is remembered of it and the codings that lie over it."""
    over, code = list(codings), round_.wanted.code
    own = [coded for coded in over if code and coded.code_id == code]
    if (decision == CODED and over) or any(coded.at >= round_.started_at for coded in own):
        return CODED
    if decision == SKIPPED:
        return SKIPPED
    return THERE if own and round_.wanted.look != "passages" else OPEN


def _by_document(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.document_id, []).append(hit)
    return found


def again(before: Sequence[Hit], now: Sequence[Hit]) -> dict[Hit, Hit]:
    """Which hits of now those of before are: the same ones, and those known by what is around them."""
    found = {hit: hit for hit in set(before) & set(now)}
    current = _by_document(now)
    for document, there in _by_document(hit for hit in before if hit not in found).items():
        here = [hit for hit in current.get(document, ()) if hit not in found]
        same = recognised([hit.around for hit in there], [hit.around for hit in here])
        found |= {there[number]: here[place] for place, number in same.items()}
    return found


def _round(key: str, entry: Mapping[str, Any]) -> Round:
    known = {field.name for field in fields(Wanted)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry["wanted"].items()
    }
    wanted = Wanted(**{name: value for name, value in values.items() if name in known})
    place = (entry["place"][0], Surroundings.read(entry["place"][1])) if entry.get("place") else None
    return Round(key, entry["name"], wanted, entry["at"], entry["by"], place)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where there is one like it already."""
    clean = checked_name(" ".join(name.split()), "round")
    numbered = (clean if number == 1 else f"{clean} ({number})" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if name_key(each) not in taken)


def suggested(code: Code) -> list[str]:
    """What to look for where a code may be missing: its name, its phrases, and what else it is called."""
    return list(dict.fromkeys((code.name, *code.phrases, *code.aliases)))
