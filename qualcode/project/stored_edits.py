"""The edits of a text as they are stored, and the text that they make of what was extracted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.project.intake import MADE, PROPOSED
from qualcode.project.records import Document
from qualcode.text.cleaning import Cleaned, edit_of
from qualcode.text.edits import Edit, compose

BY_HAND = "by hand"
CORRECTED = "corrected version"


@dataclass(frozen=True, slots=True)
class Stored:
    """An edit as it is stored."""

    id: str
    edit: Edit
    status: str
    confidence: float
    place: int
    rank: int

    @property
    def order(self) -> tuple[int, int, int]:
        """How edits of one text sort."""
        return self.edit.start, self.edit.end, self.rank


@dataclass(frozen=True, slots=True)
class State:
    """A text as it is, what it was made from, and its edits in order."""

    document: Document
    raw: str
    text: str
    base: str
    edits: Sequence[Stored]

    @property
    def made(self) -> list[Stored]:
        """The edits that the text has in it."""
        return [stored for stored in self.edits if stored.status == MADE]


class Taken:
    """Places of a text that edits hold, for asking whether another one could stand beside them."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._spans = sorted((edit.start, edit.end) for edit in edits)

    def meets(self, start: int, end: int) -> bool:
        """Whether a span shares letters with an edit or lies within one; two may insert at one offset."""
        at = bisect_left(self._spans, (start, end))
        return (at > 0 and self._spans[at - 1][1] > start) or (at < len(self._spans) and self._spans[at][0] < end)


def ranks_of(edits: Iterable[Edit]) -> Iterator[int]:
    """For each edit how many insert before it at the same offset."""
    last, rank = -1, 0
    for edit in edits:
        rank = rank if edit.start == last else 0
        yield rank
        last, rank = edit.start, rank + (edit.start == edit.end)


def numbered(cleaned: Cleaned, left_out: Collection[int], there: Sequence[Stored]) -> Iterator[Stored]:
    """Proposals as edits to be stored, their places and ranks counted on from those of the edits there are."""
    first = max((stored.place for stored in there), default=0)
    ranks = Counter(stored.edit.start for stored in there if stored.edit.start == stored.edit.end)
    for key, proposal in cleaned.pairs():
        if key not in left_out:
            edit, status = edit_of(proposal), MADE if key in cleaned.made else PROPOSED
            place = proposal.place + first if proposal.place else 0
            yield Stored("", edit, status, proposal.confidence, place, ranks[edit.start])
            ranks[edit.start] += edit.start == edit.end


def ranked(edits: Iterable[Stored]) -> list[Stored]:
    """Edits in the order of the text, each with how many insert before it at the same offset."""
    ordered = sorted(edits, key=lambda stored: stored.order)
    ranks = ranks_of(stored.edit for stored in ordered)
    return [replace(stored, rank=rank) for stored, rank in zip(ordered, ranks, strict=True)]


def edited(state: State, steps: Sequence[Edit]) -> list[Stored]:
    """The edits there are after steps that were taken in the text as it is; new ones have no id."""
    known = {id(stored.edit): stored for stored in state.made}
    composed = compose([stored.edit for stored in state.made], steps)
    taken = Taken(edit for edit in composed if id(edit) not in known)
    found = [s for s in state.edits if s.status != MADE and not taken.meets(s.edit.start, s.edit.end)]
    for edit, rank in zip(composed, ranks_of(composed), strict=True):
        if id(edit) in known:
            found.append(replace(known[id(edit)], rank=rank))
        elif edit.replacement != state.base[edit.start : edit.end]:
            found.append(Stored("", edit, MADE, 1.0, 0, rank))
    return found
