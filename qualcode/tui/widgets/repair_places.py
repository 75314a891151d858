"""The repairs of texts as a person goes through them: which are made, which wait, and what is decided meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.project.intake import DECLINED, MADE, PROPOSED, Draft
from qualcode.project.records import TextEdit
from qualcode.text.rules.proposals import RULES

Piece = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class RepairPlace:
    """What one decision makes or leaves: pieces of one text that belong together, and what they are known by.

    For a text that is not stored yet, `keys` are numbers of places in what cleaning found; later ids of edits.
    """

    document: int
    name: str
    base: str
    pieces: tuple[Piece, ...]
    rule: str
    confidence: float
    status: str
    keys: tuple[str | int, ...]


def places_of_drafts(drafts: Sequence[Draft]) -> list[RepairPlace]:
    """The repairs of texts that are about to be taken in."""
    return [
        place
        for number, draft in enumerate(drafts)
        for place in _grouped(
            number,
            draft.name,
            draft.cleaned.base,
            (
                (key, key, (p.start, p.end, p.replacement), p.rule, p.confidence,
                 MADE if key in draft.cleaned.made else PROPOSED)
                for key, p in draft.cleaned.pairs()
            ),
        )
    ]  # fmt: skip


def places_of_edits(name: str, base: str, edits: Sequence[TextEdit]) -> list[RepairPlace]:
    """The repairs of a text that is stored, and what was changed in it by hand."""
    rows = (
        (edit.place or edit.id, edit.id, (edit.start, edit.end, edit.replacement), edit.rule, edit.confidence,
         edit.status)
        for edit in edits
    )  # fmt: skip
    return list(_grouped(0, name, base, rows))


Row = tuple[str | int, str | int, Piece, str, float, str]


def _grouped(document: int, name: str, base: str, rows: Iterable[Row]) -> Iterator[RepairPlace]:
    """Rows (group, key, piece, rule, confidence, status) as places, in the order their first pieces stand in."""
    groups: dict[str | int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    for members in groups.values():
        pieces = tuple(piece for _, _, piece, _, _, _ in members)
        keys = tuple(dict.fromkeys(key for _, key, _, _, _, _ in members))
        _, _, _, rule, confidence, status = members[0]
        yield RepairPlace(document, name, base, pieces, rule, confidence, status, keys)


class Review:
    """The places by rule, with what the person has decided so far."""

    def __init__(self, places: Sequence[RepairPlace]) -> None:
        self.places = places
        self._decided: dict[int, str] = {}
        by_rule: dict[str, list[int]] = {}
        for index, place in enumerate(places):
            by_rule.setdefault(place.rule, []).append(index)
        known = [rule for rule in RULES if rule in by_rule]
        self.by_rule = {rule: by_rule[rule] for rule in [*known, *(rule for rule in by_rule if rule not in RULES)]}

    @property
    def is_touched(self) -> bool:
        """Whether anything was decided."""
        return bool(self._decided)

    def status(self, index: int) -> str:
        """Made, proposed or declined, as things stand now."""
        return self._decided.get(index, self.places[index].status)

    def counts(self, rule: str) -> tuple[int, int]:
        """How many places of a rule are made, and how many still wait."""
        states = [self.status(index) for index in self.by_rule[rule]]
        return states.count(MADE), states.count(PROPOSED)

    def turn(self, index: int) -> None:
        """Make a place that is not made, and leave one that is."""
        self._decide(index, DECLINED if self.status(index) == MADE else MADE)

    def decide_all(self, rule: str, made: bool) -> None:
        """Make all places of a rule, or leave them all as extracted."""
        for index in self.by_rule[rule]:
            self._decide(index, MADE if made else DECLINED)

    def _decide(self, index: int, status: str) -> None:
        if status == self.places[index].status:
            self._decided.pop(index, None)
        else:
            self._decided[index] = status

    def next_waiting(self, rule: str, at: int, step: int) -> tuple[str, int] | None:
        """The next place that waits, from the one at hand on, then in the rules that follow: its rule and place in it.

        `at` counts within the rule; -1 stands before its first place.
        """
        rules = list(self.by_rule)
        first = rules.index(rule)
        order = rules[first:] if step > 0 else rules[first::-1]
        for number, name in enumerate(order):
            indexes = self.by_rule[name]
            if number:
                wanted = range(len(indexes)) if step > 0 else range(len(indexes) - 1, -1, -1)
            else:
                wanted = range(at + step, len(indexes) if step > 0 else -1, step)
            found = next((place for place in wanted if self.status(indexes[place]) == PROPOSED), None)
            if found is not None:
                return name, found
        return None

    def decided(self, status: str) -> list[RepairPlace]:
        """The places that were given this status and had another."""
        return [self.places[index] for index, now in sorted(self._decided.items()) if now == status]

    def made_in(self, document: int) -> frozenset[int]:
        """The places of a text about to be taken in that are to be made."""
        return frozenset(
            int(key)
            for index, place in enumerate(self.places)
            if place.document == document and self.status(index) == MADE
            for key in place.keys
        )

    @property
    def documents_changed(self) -> set[int]:
        """The texts in which anything was decided."""
        return {self.places[index].document for index in self._decided}
