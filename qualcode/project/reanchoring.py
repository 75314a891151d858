"""Moving everything that points into a text when the text is edited: codings, turns, sections, marks and the rest.

Nothing is lost: a coding whose words are gone is kept as an empty span with the words it had, and one whose words
changed remembers them too, until a person has looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from qualcode.project.database import tuples
from qualcode.project.history import Action, Row
from qualcode.project.intake import informant_words, sha256, speech_rows
from qualcode.project.schema import (
    AskedRow,
    Base,
    CodingRow,
    DocumentRow,
    MarkRow,
    SectionRow,
    SegmentRow,
    SpeakerRow,
    TurnRow,
)
from qualcode.text.edits import Edit, OffsetMap
from qualcode.text.speaker_words import looks_like_speaker
from qualcode.text.turns import NONE, FoundTurn, Turns, find_turns

_STAMP = re.compile(r"[\[(<#]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?:-\d)?[\])>#]?")
Span = tuple[int, int]


class Rewriting:
    """One text becoming another within an act; `steps` lead from the old text to the new."""

    def __init__(self, act: Action, document_id: str, old: str, new: str, steps: Sequence[Edit]) -> None:
        self._act = act
        self._document = document_id
        self._old, self._new, self._steps = old, new, steps
        self._places = OffsetMap(steps)
        self._first = steps[0].start

    def run(self) -> list[str]:
        """Store the new text and move what points into it; the ids of the codings whose words changed."""
        touched = self._move_codings()
        for kept in (SegmentRow, AskedRow):
            self._move(kept)
        for empty in (SectionRow, MarkRow):
            self._act.delete(empty, self._move(empty))
        self._move_turns()
        self._store()
        return touched

    def _move_codings(self) -> list[str]:
        moved, touched = anchored(self._rows(CodingRow, CodingRow.was), self._steps, self._old, self._new)
        self._act.update_many(CodingRow, moved)
        return touched

    def _move(self, model: type[Base]) -> list[str]:
        """Move spans of one kind; the ids of those whose words are gone."""
        moved, gone = {}, []
        for key, start, end in self._rows(model):
            at, until = self._places.span(start, end)
            if model is SectionRow and end == len(self._old):
                until = len(self._new)
            moved[key] = {"start_offset": at, "end_offset": until}
            gone += [key] if start < end and at >= until else []
        self._act.update_many(model, moved)
        return gone

    def _rows(self, model: Any, *columns: Any) -> list[tuple[Any, ...]]:
        """The rows of this document that end behind the first step: those before it stay where they are."""
        query = select(model.id, model.start_offset, model.end_offset, *columns).where(
            model.document_id == self._document, model.end_offset >= self._first
        )
        return list(tuples(self._act.connection, query))

    # ── turns ──

    def _move_turns(self) -> None:
        turns = self._turns()
        labels = {key: (label, role, case) for key, label, role, case in self._speakers()}
        moved = [(row, self._places.span(row[4], row[5])) for row in turns]
        kept = [
            FoundTurn(labels[row[2]][0] if row[2] else None, row[3], start, start, end)
            for row, (start, end) in moved
            if start < end
        ]
        if self._only_within(turns) and len(kept) == len(turns):
            self._act.update_many(TurnRow, self._widened(turns))
            return
        roles = {label: role for label, role, _ in labels.values()}
        found = self._found_again(kept, roles) or kept
        self._store_turns(found, roles, {label: case for label, _, case in labels.values()})

    def _widened(self, turns: Sequence[tuple[Any, ...]]) -> dict[str, Row]:
        """Where utterances lie now: what is written at the very beginning or end of one is part of it."""
        ends = {row[5] for row in turns}
        return {
            row[0]: {
                "start_offset": (self._places.opening if row[4] in ends else self._places.closing)(row[4]),
                "end_offset": self._places.opening(row[5]),
            }
            for row in turns
        }

    def _turns(self) -> list[tuple[Any, ...]]:
        query = select(
            TurnRow.id, TurnRow.number, TurnRow.speaker_id, TurnRow.timestamp, TurnRow.start_offset, TurnRow.end_offset
        )
        query = query.where(TurnRow.document_id == self._document).order_by(TurnRow.number)
        return list(tuples(self._act.connection, query))

    def _speakers(self) -> list[tuple[Any, ...]]:
        query = select(SpeakerRow.id, SpeakerRow.label, SpeakerRow.role, SpeakerRow.case_id)
        return list(tuples(self._act.connection, query.where(SpeakerRow.document_id == self._document)))

    def _only_within(self, turns: Sequence[tuple[Any, ...]]) -> bool:
        """Whether all steps stay within utterances, or there are none, and none can have made or undone a label."""
        if any(set("\n\t:[]#") & set(edit.replacement + self._old[edit.start : edit.end]) for edit in self._steps):
            return False
        spans = [(row[4], row[5]) for row in turns]
        return not spans or all(
            any(start <= edit.start and edit.end <= end for start, end in spans) for edit in self._steps
        )

    def _found_again(self, kept: Sequence[FoundTurn], roles: dict[str, str]) -> Sequence[FoundTurn]:
        """The turns looked for anew with the speakers there are and those that steps renamed.

        Only where that finds every turn again that no step came near; else the text is one in which turns are not to be
        found, and those there are are kept.
        """
        query = select(DocumentRow.turn_pattern).where(DocumentRow.id == self._document)
        pattern = self._act.connection.execute(query).scalar_one()
        if pattern == NONE or not roles:
            return ()
        near = self._lines_touched()
        for turn in kept:
            head = self._new[self._new.rfind("\n", 0, turn.start) + 1 : turn.start]
            label = " ".join(_STAMP.sub("", head).strip(" \t:[]*-–").split())
            if label and turn.speaker and label != turn.speaker and looks_like_speaker(label):
                roles.setdefault(label, roles.get(turn.speaker, "participant"))
        found = find_turns(self._new, pattern=pattern, speakers=roles).turns
        starts = {turn.start for turn in found}
        apart = (turn.start for turn in kept if not any(start <= turn.start <= end for start, end in near))
        return found if all(start in starts for start in apart) else ()

    def _lines_touched(self) -> list[Span]:
        """The lines of the new text that steps came near, the one before and after each included."""
        touched = []
        for edit in self._steps:
            start, end = self._places.closing(edit.start), self._places.opening(edit.end)
            start = self._new.rfind("\n", 0, max(0, self._new.rfind("\n", 0, start))) + 1
            end = self._new.find("\n", self._new.find("\n", end) + 1)
            touched.append((start, end if end >= 0 else len(self._new)))
        return touched

    def _store_turns(self, found: Sequence[FoundTurn], roles: Mapping[str, str], cases: Mapping[str, Any]) -> None:
        for model in (TurnRow, SpeakerRow):
            query = select(model.id).where(model.document_id == self._document)
            self._act.delete(model, self._act.connection.execute(query).scalars().all())
        speakers, turns = speech_rows(self._document, Turns(tuple(found), (), ""), roles, cases)
        self._act.insert(SpeakerRow, speakers)
        self._act.insert(TurnRow, turns)

    # ── the document itself ──

    def _store(self) -> None:
        self._act.update(
            DocumentRow,
            self._document,
            text=self._new,
            sha256=sha256(self._new),
            characters=len(self._new),
            words=counted_words(self._act, self._document, self._new),
        )


def anchored(
    codings: Iterable[tuple[Any, ...]], steps: Sequence[Edit], old: str, new: str
) -> tuple[dict[str, Row], list[str]]:
    """Where codings (id, start, end, the words they had) lie after steps, and the ids of those whose words changed."""
    places = OffsetMap(steps)
    moved: dict[str, Row] = {}
    touched = []
    for key, start, end, was in codings:
        at, until = places.span(start, end)
        before, after = old[start:end], new[at:until]
        if before.strip() and not after.strip():
            until = at
        if before != new[at:until]:
            was = before if was is None else was
            was = None if was == after else was
            touched += [key] if was is not None else []
        moved[key] = {"start_offset": at, "end_offset": until, "was": was}
    return moved, touched


def counted_words(act: Action, document_id: str, text: str) -> int:
    """The words of a document that count: not the interviewer's, and none of sections that are not to be coded."""
    turns = select(TurnRow.start_offset, TurnRow.end_offset, SpeakerRow.role).outerjoin(
        SpeakerRow, SpeakerRow.id == TurnRow.speaker_id
    )
    spoken = tuples(act.connection, turns.where(TurnRow.document_id == document_id).order_by(TurnRow.number))
    excluded = select(SectionRow.start_offset, SectionRow.end_offset).where(
        SectionRow.document_id == document_id, SectionRow.excluded.is_(True)
    )
    left_out: Iterable[Span] = [(start, end) for start, end in tuples(act.connection, excluded)]
    return informant_words(text, [(start, end, role == "interviewer") for start, end, role in spoken], list(left_out))
