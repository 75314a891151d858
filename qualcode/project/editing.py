"""`project.editing`: cleaning and correcting texts that are in the project, without moving a coding.

A text is its base (as extracted) with the edits that are `made`. All changes go through `_rewrite`, which stores the
edits and has everything that points into the text moved, in one act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.corrected_file import Correction, correction, counted
from qualcode.project.database import tuples
from qualcode.project.history import Action
from qualcode.project.intake import DECLINED, MADE, REPAIR, edit_row, one_of, sha256
from qualcode.project.reanchoring import Rewriting, anchored
from qualcode.project.records import CorrectedFile, Document, TextEdit, TouchedCoding, first_words
from qualcode.project.schema import CodeRow, CoderRow, CodingRow, DocumentRow, EditRow
from qualcode.project.stored_edits import BY_HAND, State, Stored, Taken, edited, numbered
from qualcode.text.cleaning import PROFILES, clean, counts
from qualcode.text.difference import beside, differences, found_again
from qualcode.text.edits import Edit, OffsetMap, apply_edits, inverted
from qualcode.text.reading import Extracted, base_text, from_string

if TYPE_CHECKING:
    from qualcode.project.project import Project


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

    def where_now(self, document: str | Document, seen: str, start: int, end: int) -> tuple[int, int]:
        """Where a span of a text as somebody read it stands now: others may have edited it meanwhile."""
        now = self._project.corpus.text(document)
        found = found_again(seen, now, start, end)
        if now != seen and not now[slice(*found)].strip():
            raise Conflict(
                "the words «{words}» are gone: somebody else edited the text meanwhile",
                "look at the text as it is now",
                words=first_words(seen[start:end]),
            )
        return found

    def correct(self, document: str | Document, seen: str, corrected: str) -> list[TouchedCoding]:
        """Store what a person made of a text as it was read; what others did to it elsewhere meanwhile stays."""
        if not corrected.strip():
            raise InvalidInput("the corrected version holds no text", "remove the document instead")
        place = self._project.corpus.document(document)
        theirs = differences(seen, self._project.corpus.text(place), BY_HAND)
        found = beside(differences(seen, corrected, BY_HAND), theirs)
        if found is None:
            raise Conflict(
                "the same words of {name} were edited by somebody else meanwhile",
                "look at them, then store yours in their place or leave them",
                name=place.name,
            )
        return self.edit_many([(place, edit.start, edit.end, edit.replacement) for edit in found])

    def edit_many(
        self, places: Iterable[tuple[str | Document, int, int, str]], seen: Mapping[str, str] | None = None
    ) -> list[TouchedCoding]:
        """Put other words in many places, over several documents if need be, as one act.

        Where the texts that the places were `seen` in are given by id, nobody may have edited them since.
        """
        grouped: dict[str, tuple[Document, list[Edit]]] = {}
        for reference, start, end, words in places:
            document = self._project.corpus.document(reference)
            clean_words = from_string(words).text if words else ""
            _, edits = grouped.setdefault(document.id, (document, []))
            edits.append(Edit(start, end, clean_words, BY_HAND))
        for key, (document, _) in grouped.items():
            if seen is not None and self._project.corpus.text(key) != seen[key]:
                raise _edited_meanwhile(document)
        if not grouped:
            return []
        names = ", ".join(document.name for document, _ in grouped.values())
        message = "Edited {name}" if len(grouped) == 1 else "Edited {count} documents"
        touched: list[str] = []
        with self._project.action(self._project.say(message, name=names, count=len(grouped))) as act:
            for document, edits in grouped.values():
                touched += self._edit(act, document, sorted(edits))
            return self._touched([CodingRow.id.in_(touched)]) if touched else []

    def replace(self, document: str | Document, source: Extracted | str) -> list[TouchedCoding]:
        """Take in a corrected version of a document's file, or of its text, without asking what that will do."""
        return self.take_in(self.compared(document, from_string(source) if isinstance(source, str) else source))

    def compared(self, document: str | Document, source: Extracted) -> Correction:
        """What a corrected version of a document's file would do to it; `take_in` does it."""
        if not source.text.strip():
            raise InvalidInput("the corrected version holds no text", "look whether it is the right file")
        return correction(self._state(self._project.corpus.document(document)), source)

    def consequences(self, correction: Correction) -> CorrectedFile:
        """What a corrected version does, in numbers: words, repairs, decisions, corrections by hand, codings."""
        state = correction.state
        query = select(CodingRow.id, CodingRow.start_offset, CodingRow.end_offset, CodingRow.was)
        with self._project.read() as connection:
            rows = list(tuples(connection, query.where(CodingRow.document_id == state.document.id)))
        moved, touched = anchored(rows, correction.steps, state.text, correction.text)
        lost = sum(moved[key]["start_offset"] == moved[key]["end_offset"] for key in touched)
        return counted(correction, changed=len(touched) - lost, orphaned=lost)

    def take_in(self, correction: Correction) -> list[TouchedCoding]:
        """Put a corrected version of a file, as compared, in the place of the old one; codings keep to their words."""
        state = correction.state
        name, touched = state.document.name, list[str]()
        with self._project.action(self._project.say("Corrected version of {name}", name=name)) as act:
            now = self._state(state.document)
            if (now.raw, now.text, now.edits) != (state.raw, state.text, state.edits):
                raise _edited_meanwhile(state.document)
            self._store_edits(act, state, correction.edits)
            if not correction.changes_nothing:
                act.update(DocumentRow, state.document.id, raw=correction.raw)
            if correction.steps:
                touched = Rewriting(act, state.document.id, state.text, correction.text, correction.steps).run()
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
        places = OffsetMap(inverted(state.base, [stored.edit for stored in state.made]))
        pages = [places.closing(mark.start) for mark in self._project.structure.marks(place, ["page"])]
        cleaned = clean(state.base, profile, place.language, pages)
        taken = Taken(stored.edit for stored in state.edits)
        clashing = {key for key, proposal in cleaned.pairs() if taken.meets(proposal.start, proposal.end)}
        new = list(numbered(cleaned, clashing, state.edits))
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

    def _stored_steps(self, act: Action, state: State, steps: Sequence[Edit]) -> list[str]:
        """Store edits of the text as edits of its base, and rewrite."""
        self._keep_raw(act, state)
        self._store_edits(act, state, edited(state, steps))
        return Rewriting(act, state.document.id, state.text, apply_edits(state.text, steps), steps).run()

    def _store_edits(self, act: Action, state: State, edits: Sequence[Stored]) -> None:
        """Put these edits in the place of those there are; those that stay are only moved."""
        there = {stored.id: stored for stored in state.edits}
        kept = {stored.id for stored in edits}
        act.delete(EditRow, [key for key in there if key not in kept])
        moved = {
            stored.id: {"start_offset": stored.edit.start, "end_offset": stored.edit.end, "rank": stored.rank}
            for stored in edits
            if stored.id and stored != there[stored.id]
        }
        act.update_many(EditRow, moved)
        new = (stored for stored in edits if not stored.id)
        act.insert(EditRow, [edit_row(state.document.id, s.edit, s.status, s.confidence, s.place, s.rank) for s in new])

    def _change(self, act: Action, state: State, making: Sequence[Stored], taking: Sequence[Stored]) -> list[str]:
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

    def _keep_raw(self, act: Action, state: State) -> None:
        """From the first edit on, what was extracted is no longer the text; nobody may have edited it meanwhile."""
        query = select(DocumentRow.sha256).where(DocumentRow.id == state.document.id)
        if act.connection.execute(query).scalar() != sha256(state.text):
            raise _edited_meanwhile(state.document)
        act.update(DocumentRow, state.document.id, raw=state.raw)

    def _state(self, document: Document) -> State:
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
                Stored(key, Edit(start, end, words, rule), status, confidence, place, rank)
                for key, start, end, words, rule, status, confidence, place, rank in tuples(connection, ordered)
            ]
        raw = text if raw is None else raw
        base = base_text(raw)
        state = State(document, raw, text, base, edits)
        if apply_edits(base, [stored.edit for stored in state.made]) == text:
            return state
        return self._as_from_an_older_version(state)

    def _as_from_an_older_version(self, state: State) -> State:
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


def _edited_meanwhile(document: Document) -> Conflict:
    return Conflict("{name} was edited by somebody else meanwhile", "look at it and try again", name=document.name)


def _refuse_clash(chosen: Sequence[Stored], made: Sequence[Stored]) -> None:
    ours = {stored.id for stored in chosen}
    others = Taken(stored.edit for stored in made if stored.id not in ours)
    if any(others.meets(stored.edit.start, stored.edit.end) for stored in chosen):
        raise Conflict("the text has been edited in this place since", "decline the repair, or edit by hand")
