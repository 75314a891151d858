"""`project.editing`: cleaning and correcting texts that are in the project, without moving a coding.

A text is its base (as extracted) with the edits that are `made`. All changes go through `_rewrite`, which stores the
edits and has everything that points into the text moved, in one act.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.database import tuples
from qualcode.project.history import Action
from qualcode.project.intake import DECLINED, MADE, PROPOSED, REPAIR, edit_row, one_of, sha256
from qualcode.project.reanchoring import Rewriting
from qualcode.project.records import Document, TextEdit, TouchedCoding
from qualcode.project.schema import CodeRow, CoderRow, CodingRow, DocumentRow, EditRow
from qualcode.text.cleaning import PROFILES, Cleaned, clean, counts, edit_of
from qualcode.text.difference import differences
from qualcode.text.edits import Edit, OffsetMap, apply_edits, compose
from qualcode.text.reading import base_text, from_string

if TYPE_CHECKING:
    from qualcode.project.project import Project

BY_HAND = "by hand"
CORRECTED = "corrected version"


@dataclass(frozen=True, slots=True)
class _Stored:
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
class _State:
    """A text as it is, what it was made from, and its edits in order."""

    document: Document
    raw: str
    text: str
    base: str
    edits: Sequence[_Stored]

    @property
    def made(self) -> list[_Stored]:
        """The edits that the text has in it."""
        return [stored for stored in self.edits if stored.status == MADE]


class Editing:
    """Edits to the texts of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    # ── looking ──

    def edits(self, document: str | Document, *, status: str | None = None) -> list[TextEdit]:
        """The edits of a document in the order of the text: made, proposed and declined ones."""
        state = self._state(self._project.corpus.document(document))
        places = OffsetMap([stored.edit for stored in state.made])
        return [
            TextEdit(
                stored.id, state.document.id, stored.edit.start, stored.edit.end,
                state.base[stored.edit.start : stored.edit.end], stored.edit.replacement, stored.edit.rule,
                stored.confidence, stored.status, stored.place, places.closing(stored.edit.start),
            )
            for stored in state.edits
            if status in (None, stored.status)
        ]  # fmt: skip

    def to_review(self, document: str | Document | None = None) -> list[TouchedCoding]:
        """The codings whose words an edit changed or took, and at which nobody has looked since."""
        where: list[Any] = [CodingRow.was.is_not(None)]
        if document is not None:
            where.append(CodingRow.document_id == self._project.corpus.document(document).id)
        return self._touched(where)

    # ── correcting ──

    def edit(self, document: str | Document, start: int, end: int, words: str) -> list[TouchedCoding]:
        """Put other words in the place of a span; the codings whose words that changed."""
        return self.edit_many([(document, start, end, words)])

    def edit_many(self, places: Iterable[tuple[str | Document, int, int, str]]) -> list[TouchedCoding]:
        """Put other words in many places, over several documents if need be, as one act."""
        grouped: dict[str, tuple[Document, list[Edit]]] = {}
        for reference, start, end, words in places:
            document = self._project.corpus.document(reference)
            clean_words = from_string(words).text if words else ""
            _, edits = grouped.setdefault(document.id, (document, []))
            edits.append(Edit(start, end, clean_words, BY_HAND))
        if not grouped:
            return []
        names = ", ".join(document.name for document, _ in grouped.values())
        message = "Edited {name}" if len(grouped) == 1 else "Edited {count} documents"
        touched: list[str] = []
        with self._project.action(self._project.say(message, name=names, count=len(grouped))) as act:
            for document, edits in grouped.values():
                touched += self._edit(act, document, sorted(edits))
            return self._touched([CodingRow.id.in_(touched)]) if touched else []

    def replace(self, document: str | Document, text: str) -> list[TouchedCoding]:
        """Take in a corrected version of a text: what differs is found, and codings keep to their words."""
        place = self._project.corpus.document(document)
        if not text.strip():
            raise InvalidInput("the corrected version holds no text", "look whether it is the right file")
        state = self._state(place)
        steps = differences(state.text, from_string(text).text, CORRECTED)
        with self._project.action(self._project.say("Corrected version of {name}", name=place.name)) as act:
            touched = self._stored_steps(act, state, steps) if steps else []
            return self._touched([CodingRow.id.in_(touched)]) if touched else []

    def looked_at(self, *coding_ids: str) -> None:
        """Say that changed codings are right as they are; orphaned ones are removed or put on other words instead."""
        codings = self._touched([CodingRow.id.in_(coding_ids)])
        if lost := [coding for coding in codings if coding.status == "orphaned"]:
            raise Conflict(
                "the words of «{code}» are gone: there is nothing to accept",
                "remove the coding, or put it on other words",
                code=lost[0].code,
            )
        with self._project.action(self._project.say("Changed codings looked at: {count}", count=len(codings))) as act:
            act.update_many(CodingRow, {coding.coding_id: {"was": None} for coding in codings})

    # ── cleaning ──

    def clean(self, document: str | Document, profile: str) -> dict[str, tuple[int, int]]:
        """Look a text over by a profile: sure edits are made, doubtful ones wait; (made, waiting) by rule.

        What has been edited or declined already stays as it is.
        """
        one_of(profile, tuple(PROFILES), "profile for cleaning")
        place = self._project.corpus.document(document)
        state = self._state(place)
        cleaned = clean(state.base, profile, place.language)
        taken = _Taken(stored.edit for stored in state.edits)
        clashing = {key for key, proposal in cleaned.pairs() if taken.meets(proposal.start, proposal.end)}
        new = list(_numbered(cleaned, clashing, state.edits))
        label = self._project.say("Cleaned {name} ({profile})", name=place.name, profile=self._project.say(profile))
        with self._project.action(label) as act:
            rows = [edit_row(place.id, s.edit, s.status, s.confidence, s.place, s.rank) for s in new]
            act.insert(EditRow, rows)
            self._change(act, state, [s for s in new if s.status == MADE], [])
        kept = [proposal for key, proposal in cleaned.pairs() if key not in clashing]
        return counts(kept)

    def make(self, *edit_ids: str) -> list[TouchedCoding]:
        """Make proposed or declined edits, each with those that belong to it."""
        message = "Repairs made in {name}: {count}"
        return self._decide(edit_ids, MADE, message)

    def take_back(self, *edit_ids: str) -> list[TouchedCoding]:
        """Take made edits back, or decline proposed ones: the text stands there as extracted."""
        message = "Repairs declined in {name}: {count}"
        return self._decide(edit_ids, DECLINED, message)

    # ── how ──

    def _decide(self, edit_ids: Sequence[str], status: str, message: str) -> list[TouchedCoding]:
        document, wanted = self._with_company(edit_ids)
        state = self._state(document)
        chosen = [stored for stored in state.edits if stored.id in wanted and stored.status != status]
        if not chosen:
            return []
        with self._project.action(self._project.say(message, count=len(chosen), name=document.name)) as act:
            act.update_many(EditRow, {stored.id: {"status": status} for stored in chosen})
            if status == MADE:
                _refuse_clash(chosen, state.made)
                touched = self._change(act, state, chosen, [])
            else:
                touched = self._change(act, state, [], [stored for stored in chosen if stored.status == MADE])
            return self._touched([CodingRow.id.in_(touched)]) if touched else []

    def _with_company(self, edit_ids: Sequence[str]) -> tuple[Document, set[str]]:
        """The one document that edits belong to, and their ids with those of the same places."""
        columns = (EditRow.id, EditRow.document_id, EditRow.place)
        with self._project.read() as connection:
            chosen = list(tuples(connection, select(*columns).where(EditRow.id.in_(edit_ids))))
            if not chosen:
                raise NotFound("there is no such repair")
            document_id = chosen[0][1]
            places = {row[2] for row in chosen if row[2]}
            together = select(EditRow.id).where(EditRow.document_id == document_id, EditRow.place.in_(places))
            ids = {row[0] for row in chosen} | {row[0] for row in tuples(connection, together)}
        return self._project.corpus.document(document_id), ids

    def _edit(self, act: Action, document: Document, edits: Sequence[Edit]) -> list[str]:
        """Make edits of the text as it is now."""
        state = self._state(document)
        for before, edit in zip([Edit(0, 0, ""), *edits], edits, strict=False):
            if not before.end <= edit.start <= edit.end <= len(state.text):
                raise InvalidInput(
                    "{start}–{end} is not a span of {document} that can be edited now",
                    start=edit.start,
                    end=edit.end,
                    document=document.name,
                )
        steps = [edit for edit in edits if state.text[edit.start : edit.end] != edit.replacement]
        return self._stored_steps(act, state, steps) if steps else []

    def _stored_steps(self, act: Action, state: _State, steps: Sequence[Edit]) -> list[str]:
        """Store edits of the text as edits of its base, and rewrite."""
        known = {id(stored.edit): stored for stored in state.made}
        composed = compose([stored.edit for stored in state.made], steps)
        kept = {known[id(edit)].id for edit in composed if id(edit) in known}
        act.delete(EditRow, [stored.id for stored in state.made if stored.id not in kept])
        taken = _Taken(edit for edit in composed if id(edit) not in known)
        act.delete(EditRow, [s.id for s in state.edits if s.status != MADE and taken.meets(s.edit.start, s.edit.end)])
        self._keep_raw(act, state)
        new, ranks = [], {}
        for edit, rank in zip(composed, _ranks(composed), strict=True):
            if id(edit) in known:
                ranks[known[id(edit)].id] = {"rank": rank}
            elif edit.replacement != state.base[edit.start : edit.end]:
                new.append(edit_row(state.document.id, edit, rank=rank))
        act.update_many(EditRow, ranks)
        act.insert(EditRow, new)
        return Rewriting(act, state.document.id, state.text, apply_edits(state.text, steps), steps).run()

    def _change(self, act: Action, state: _State, making: Sequence[_Stored], taking: Sequence[_Stored]) -> list[str]:
        """Make and take back edits of the base, and rewrite."""
        gone = {stored.id for stored in taking}
        both = [*((stored, True) for stored in state.made), *((stored, False) for stored in making)]
        order = sorted(both, key=lambda pair: pair[0].order)
        steps, growth = [], 0
        for stored, was_made in order:
            edit = stored.edit
            if not was_made:
                steps.append(Edit(edit.start + growth, edit.end + growth, edit.replacement, edit.rule))
                continue
            if stored.id in gone:
                start, original = edit.start + growth, state.base[edit.start : edit.end]
                steps.append(Edit(start, start + len(edit.replacement), original, edit.rule))
            growth += edit.growth
        if not steps:
            return []
        self._keep_raw(act, state)
        return Rewriting(act, state.document.id, state.text, apply_edits(state.text, steps), steps).run()

    def _keep_raw(self, act: Action, state: _State) -> None:
        """From the first edit on, what was extracted is no longer the text; nobody may have edited it meanwhile."""
        query = select(DocumentRow.sha256).where(DocumentRow.id == state.document.id)
        if act.connection.execute(query).scalar() != sha256(state.text):
            raise Conflict(
                "{name} was edited by somebody else meanwhile", "look at it and try again", name=state.document.name
            )
        act.update(DocumentRow, state.document.id, raw=state.raw)

    def _state(self, document: Document) -> _State:
        query = select(DocumentRow.raw, DocumentRow.text).where(DocumentRow.id == document.id)
        columns = (
            EditRow.id, EditRow.start_offset, EditRow.end_offset, EditRow.replacement, EditRow.rule, EditRow.status,
            EditRow.confidence, EditRow.place, EditRow.rank,
        )  # fmt: skip
        ordered = select(*columns).where(EditRow.document_id == document.id)
        ordered = ordered.order_by(EditRow.start_offset, EditRow.end_offset, EditRow.rank)
        with self._project.read() as connection:
            raw, text = connection.execute(query).one()
            edits = [
                _Stored(key, Edit(start, end, words, rule), status, confidence, place, rank)
                for key, start, end, words, rule, status, confidence, place, rank in tuples(connection, ordered)
            ]
        raw = text if raw is None else raw
        base = base_text(raw)
        state = _State(document, raw, text, base, edits)
        if apply_edits(base, [stored.edit for stored in state.made]) == text:
            return state
        return self._as_from_an_older_version(state)

    def _as_from_an_older_version(self, state: _State) -> _State:
        """A text that was repaired on import before edits were kept: the difference becomes its edits."""
        missing = differences(state.base, state.text, REPAIR)
        label = self._project.say(
            "Cleaned {name} ({profile})", name=state.document.name, profile=self._project.say(REPAIR)
        )
        with self._project.action(label) as act:
            act.insert(EditRow, [edit_row(state.document.id, edit) for edit in missing])
        return self._state(state.document)

    def _touched(self, where: Sequence[Any]) -> list[TouchedCoding]:
        query = (
            select(
                CodingRow.id, CodingRow.document_id, DocumentRow.name, CodeRow.name, CoderRow.name,
                CodingRow.start_offset, CodingRow.end_offset, CodingRow.was,
            )
            .join(DocumentRow, DocumentRow.id == CodingRow.document_id)
            .join(CodeRow, CodeRow.id == CodingRow.code_id)
            .join(CoderRow, CoderRow.id == CodingRow.coder_id)
            .where(*where)
            .order_by(DocumentRow.position, CodingRow.start_offset, CodingRow.end_offset, CodeRow.name, CodingRow.id)
        )  # fmt: skip
        with self._project.read() as connection:
            rows = list(tuples(connection, query))
        texts = {key: self._project.corpus.text(key) for key in {row[1] for row in rows}}
        return [
            TouchedCoding(
                key, document_id, document, code, coder, start, end, was or "", texts[document_id][start:end],
                "orphaned" if start == end else "changed",
            )
            for key, document_id, document, code, coder, start, end, was in rows
        ]  # fmt: skip


class _Taken:
    """Places of a text that edits hold, for asking whether another one could stand beside them."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._spans = sorted((edit.start, edit.end) for edit in edits)

    def meets(self, start: int, end: int) -> bool:
        """Whether a span shares letters with an edit or lies within one; two may insert at one offset."""
        at = bisect_left(self._spans, (start, end))
        return (at > 0 and self._spans[at - 1][1] > start) or (at < len(self._spans) and self._spans[at][0] < end)


def _ranks(edits: Iterable[Edit]) -> Iterator[int]:
    """For each edit how many insert before it at the same offset."""
    last, rank = -1, 0
    for edit in edits:
        rank = rank if edit.start == last else 0
        yield rank
        last, rank = edit.start, rank + (edit.start == edit.end)


def _numbered(cleaned: Cleaned, left_out: Collection[int], there: Sequence[_Stored]) -> Iterator[_Stored]:
    """Proposals as edits to be stored, their places and ranks counted on from those of the edits there are."""
    first = max((stored.place for stored in there), default=0)
    ranks = Counter(stored.edit.start for stored in there if stored.edit.start == stored.edit.end)
    for key, proposal in cleaned.pairs():
        if key not in left_out:
            edit, status = edit_of(proposal), MADE if key in cleaned.made else PROPOSED
            place = proposal.place + first if proposal.place else 0
            yield _Stored("", edit, status, proposal.confidence, place, ranks[edit.start])
            ranks[edit.start] += edit.start == edit.end


def _refuse_clash(chosen: Sequence[_Stored], made: Sequence[_Stored]) -> None:
    ours = {stored.id for stored in chosen}
    others = _Taken(stored.edit for stored in made if stored.id not in ours)
    if any(others.meets(stored.edit.start, stored.edit.end) for stored in chosen):
        raise Conflict("the text has been edited in this place since", "decline the repair, or edit by hand")
