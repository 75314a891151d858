"""A person going through a round: what is decided hit by hit, taken back, and stored.

A hit that is coded is an act of its own, at once. What no coding tells – hits passed over, and those coded with another
code than the round's – is stored together: after ten decisions, after a rest, and on leaving. All that one sitting
stores so is one act in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import Conflict
from qualcode.project.records import Code
from qualcode.project.rounds import CODED, OPEN, SKIPPED, Found, Hit, Round, Tally, again, tally
from qualcode.text.recognition import recognised

if TYPE_CHECKING:
    from qualcode.project.project import Project

TOGETHER = 10


class _Decided(NamedTuple):
    """A decision that can be taken back: what was remembered of the hit before, and the act that coded it."""

    hit: Hit
    before: str
    act: int | None


class NewCode(NamedTuple):
    """A code that is made when it is first put."""

    name: str
    parent: Code | None = None


class Sitting:
    """One person in one round."""

    def __init__(self, project: Project, round_: Round, found: Found | None = None) -> None:
        self._project = project
        self.round = round_
        self.found = Found((), {})
        self.states: list[str] = []
        self._known: dict[Hit, str] = {}
        self._pending: dict[Hit, str] = {}
        self._done: list[_Decided] = []
        self._act: int | None = None
        self.show(found or project.rounds.hits(round_.wanted))

    def show(self, found: Found) -> dict[Hit, Hit]:
        """Go on with the hits as they are now, keeping what was decided; which of them each of those before is."""
        same = again(self.hits, found.hits)
        self.found = found
        self._pending = {same[hit]: state for hit, state in self._pending.items() if hit in same}
        self._done = [decided._replace(hit=same.get(decided.hit, decided.hit)) for decided in self._done]
        self.count_all()
        return same

    def count_all(self) -> None:
        """Ask anew what has become of all hits: others have been at work."""
        rounds = self._project.rounds
        self._known = {**rounds.decisions(self.round, self.hits), **self._pending}
        self.states = rounds.states(self.round, self.hits, self._known)

    @property
    def hits(self) -> Sequence[Hit]:
        """All hits of the round."""
        return self.found.hits

    @property
    def tally(self) -> Tally:
        """How far the round has come."""
        return tally(self.states)

    @property
    def waits(self) -> bool:
        """Whether so much is only remembered that it should be stored now."""
        return len(self._pending) >= TOGETHER

    @property
    def within(self) -> bool:
        """Whether the hits are passages, to be coded in parts with other codes."""
        return self.round.wanted.look == "passages"

    def first(self) -> int:
        """Where to go on: the first open hit from where the round was left."""
        left = 0
        if self.round.place is not None:
            document, around = self.round.place
            here = [number for number, hit in enumerate(self.hits) if hit.document_id == document]
            known = recognised([around], [self.hits[number].around for number in here])
            left = here[next(iter(known))] if known else 0
        return self.next_open(left - 1) if self.tally.left else left

    def next_open(self, number: int) -> int:
        """The next hit that is not decided, from the top again after the last; the same if there is none."""
        order = [*range(number + 1, len(self.hits)), *range(max(number, 0))]
        return next((each for each in order if self.states[each] == OPEN), max(number, 0))

    def code(self, number: int, code: Code | NewCode, spans: Sequence[tuple[int, int]]) -> tuple[Code, bool]:
        """Code the hit, one act for all spans and for making the code; the code, and whether anything was new."""
        hit, project = self.hits[number], self._project
        if self.within and isinstance(code, Code) and code.id == self.round.wanted.under:
            raise Conflict("the passage has this code already", "choose another code")
        label = project.say("Coded {code} in {document}", code=code.name, document=hit.document)
        with project.action(label):
            before = project.last_act()
            chosen = code if isinstance(code, Code) else project.codebook.add(code.name, parent=code.parent)
            for start, end in spans:
                project.coding.apply(chosen, hit.document_id, start, end)
            act = project.last_act()
        self._decide(hit, CODED, act if act != before else None)
        if chosen.id == self.round.wanted.code and not self.within:
            self._pending.pop(hit)  # The coding itself tells it, and so do those of others.
        self.count_again(number)
        return chosen, act != before

    def note(self, number: int, span: tuple[int, int], text: str) -> None:
        """Write a memo on words at the hit, which decides nothing and can be taken back as well."""
        hit = self.hits[number]
        with self._project.action(self._project.say("Memo in {document}", document=hit.document)):
            self._project.memos.add(text, document=hit.document_id, start=span[0], end=span[1])
            act = self._project.last_act()
        self._done.append(_Decided(hit, self._known.get(hit, OPEN), act))

    def skip(self, number: int) -> None:
        """Pass over the hit; one that is coded already is only left."""
        if self.states[number] == OPEN:
            self._decide(self.hits[number], SKIPPED)
            self.states[number] = SKIPPED

    def take_back(self) -> int | None:
        """Take back the last decision of this sitting; the number of its hit, None if there is none."""
        if not self._done:
            return None
        last = self._done.pop()
        if last.act is not None:
            self._project.history.undo(act=last.act)
        number = next((place for place, hit in enumerate(self.hits) if hit == last.hit), None)
        if number is not None:
            self._known[last.hit] = self._pending[last.hit] = last.before
            self.count_again(number)
        return number or 0

    def count_again(self, number: int) -> None:
        """Ask anew what has become of the hits in the document of a hit."""
        document = self.hits[number].document_id
        here = [place for place, hit in enumerate(self.hits) if hit.document_id == document]
        states = self._project.rounds.states(self.round, [self.hits[place] for place in here], self._known)
        for place, state in zip(here, states, strict=True):
            self.states[place] = state

    def store(self, number: int | None = None) -> bool:
        """Store what is only remembered, and the hit one is at if one would not go on there anyway; whether it did."""
        place = self.hits[number] if number is not None and self.hits and number != self.first() else None
        if not self._pending and place is None:
            return False
        act = self._project.rounds.remember(self.round, self.hits, self._pending, place, after=self._act)
        self._pending.clear()
        if act is None:
            return False  # Nothing was new, or somebody removed the round.
        self._act, self.round = act, self._project.rounds.round(self.round)
        return True

    def by_document(self) -> dict[str, Tally]:
        """How far each document has come, in their order."""
        states: dict[str, list[str]] = {}
        for hit, state in zip(self.hits, self.states, strict=True):
            states.setdefault(hit.document, []).append(state)
        return {document: tally(here) for document, here in states.items()}

    def _decide(self, hit: Hit, state: str, act: int | None = None) -> None:
        self._done.append(_Decided(hit, self._known.get(hit, OPEN), act))
        self._known[hit] = self._pending[hit] = state
