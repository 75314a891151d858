"""Working out a document before it is stored: its cleaned text, its turns and speakers, its structure and counts.

This is the slow part of an import, done before the project is locked.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from qualcode.errors import InvalidInput, QualcodeError
from qualcode.project.history import Row
from qualcode.project.naming import checked_name, name_key
from qualcode.project.records import DOCUMENT_KINDS, FIDELITIES, SPEAKER_ROLES, Document
from qualcode.project.schema import Base, DocumentRow, EditRow, MarkRow, SectionRow, SpeakerRow, TurnRow
from qualcode.text.cleaning import Cleaned, counts, edit_of
from qualcode.text.difference import differences
from qualcode.text.edits import Edit, OffsetMap, inverted
from qualcode.text.reading import Extracted, Section, base_text, moved_marks, moved_turns
from qualcode.text.rules.proposals import HeadingFound
from qualcode.text.source import Mark
from qualcode.text.spans import subtract
from qualcode.text.speaker_words import role_of
from qualcode.text.turns import AUTO, Candidate, FoundTurn, Turns, counted_spans, find_turns
from qualcode.text.units import count_words
from qualcode.wording import tr

MADE, PROPOSED, DECLINED = "made", "proposed", "declined"
REPAIR = "wrong decoding"
TOLD = "named by the file itself"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took in, what it had to leave out and what people should know about the rest.

    It is `mendable` if there are wrongly decoded letters that could have been put right.
    """

    imported: tuple[Document, ...]
    failed: tuple[tuple[str, QualcodeError], ...]
    notices: tuple[tuple[str, str], ...]
    cleaned: Mapping[str, Mapping[str, tuple[int, int]]]
    mendable: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A document worked out in memory, ready to be stored."""

    name: str
    extracted: Extracted
    cleaned: Cleaned
    found: Turns
    roles: Mapping[str, str]
    fields: Row
    sections: tuple[Section, ...]
    marks: tuple[Mark, ...]


def drafted(
    name: str,
    source: Extracted,
    *,
    kind: str,
    fidelity: str,
    language: str,
    turns: str,
    speakers: Mapping[str, str] | None,
    cleaned: Cleaned,
) -> Draft:
    """A document as it will be stored."""
    one_of(kind, DOCUMENT_KINDS, "kind of document")
    one_of(fidelity, FIDELITIES, "fidelity")
    for role in (speakers or {}).values():
        one_of(role, SPEAKER_ROLES, "role")
    edits = cleaned.edits
    text, places = cleaned.text if edits else source.text, OffsetMap(edits)
    if source.turns and turns == AUTO and speakers is None:
        found = _told(moved_turns(source.turns, places))
    else:
        found = find_turns(text, pattern=turns, speakers=speakers.keys() if speakers else None)
    roles = speakers or {candidate.label: candidate.role for candidate in found.candidates}
    spoken = [(turn.start, turn.end, roles.get(turn.speaker or "") == "interviewer") for turn in found.turns]
    fields = {
        "kind": kind,
        "fidelity": fidelity,
        "language": language,
        "text": text,
        "raw": None if source.raw == text else source.raw,
        "encoding": source.encoding,
        "notices": [notice.message for notice in source.notices],
        "source": source.source,
        "sha256": sha256(text),
        "characters": len(text),
        "words": informant_words(text, spoken),
        "turn_pattern": turns,
    }
    marks = moved_marks((*source.marks, *cleaned.findings.marks), places)
    notes = tuple(_lifted_notes(cleaned.base, edits))
    sections = tuple(_moved_sections(source.sections, places)) or tuple(_found_sections(cleaned, places, len(text)))
    return Draft(
        checked_name(name, "document"), source, cleaned, found, roles, fields, sections, tuple(sorted({*marks, *notes}))
    )


def _told(turns: Sequence[FoundTurn]) -> Turns:
    """The turns that a format tells itself, with its labels as candidates."""
    count = Counter(turn.speaker for turn in turns if turn.speaker)
    candidates = (Candidate(label, times, role_of(label, count), True, TOLD) for label, times in count.most_common())
    return Turns(tuple(turns), tuple(candidates), AUTO)


def _moved_sections(sections: Iterable[Section], places: OffsetMap) -> Iterator[Section]:
    for section in sections:
        start, end = places.span(section.start, section.end)
        if start < end:
            yield replace(section, start=start, end=end)


def _found_sections(cleaned: Cleaned, places: OffsetMap, length: int) -> Iterator[Section]:
    """The headings that the rules saw as sections: each ends where the next of its rank begins."""
    headings: list[HeadingFound] = list(cleaned.findings.headings)
    for number, heading in enumerate(headings):
        later = (other.start for other in headings[number + 1 :] if other.level <= heading.level)
        end = next(later, None)
        start = places.opening(heading.start)
        yield Section(heading.title, heading.level, start, length if end is None else places.opening(end))


def _lifted_notes(base: str, edits: Sequence[Edit]) -> Iterator[Mark]:
    """Marks for the footnotes that cleaning moved to the end, and for what it made of their marks in the text."""
    for edit, back in zip(edits, inverted(base, edits), strict=True):
        number = edit.replacement.strip().partition("]")[0].removeprefix("[")
        if edit.rule == "footnote mark" and edit.replacement:
            yield Mark("anchor", back.start, back.end, number)
        elif edit.rule == "footnote" and edit.replacement.strip().startswith("["):
            lead = len(edit.replacement) - len(edit.replacement.lstrip())
            yield Mark("footnote", back.start + lead, back.end, number)


def sha256(text: str) -> str:
    """The hash of a text's UTF-8, as `documents` shows it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def informant_words(text: str, turns: Sequence[tuple[int, int, bool]], excluded: Sequence[tuple[int, int]] = ()) -> int:
    """Words in a text but for what an interviewer says and what is not to be coded; `turns` as for `counted_spans`."""
    spans: Iterable[tuple[int, int]] = counted_spans(text, turns)
    return sum(count_words(text[start:end]) for start, end in (subtract(spans, excluded) if excluded else spans))


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """The value, if it is one of those allowed."""
    if value not in allowed:
        raise InvalidInput(
            "«{value}» is not a {what}",
            "choose one of: {choices}",
            value=value,
            what=tr(what),
            choices=", ".join(allowed),
        )
    return value


def rows_of(draft: Draft, position: int, at: str) -> dict[type[Base], list[Row]]:
    """A draft as rows, parents first."""
    key = str(uuid4())
    fields = {"id": key, "name": draft.name, "name_key": name_key(draft.name), "position": position}
    speakers, turns = speech_rows(key, draft.found, draft.roles, {})
    sections = [
        {"id": str(uuid4()), "document_id": key, "title": section.title, "level": section.level,
         "start_offset": section.start, "end_offset": section.end, "excluded": False}
        for section in draft.sections
    ]  # fmt: skip
    marks = [
        {"id": str(uuid4()), "document_id": key, "kind": mark.kind, "start_offset": mark.start, "end_offset": mark.end,
         "detail": mark.detail}
        for mark in draft.marks
    ]  # fmt: skip
    return {
        DocumentRow: [{**fields, **draft.fields, "imported_at": at}],
        SpeakerRow: speakers,
        TurnRow: turns,
        SectionRow: sections,
        MarkRow: marks,
        EditRow: list(_edit_rows(key, draft)),
    }


def _edit_rows(document_id: str, draft: Draft) -> Iterator[Row]:
    """What was repaired on reading and what cleaning proposed, made or not."""
    if draft.extracted.raw != draft.extracted.text and not draft.cleaned.findings.proposals:
        for edit in differences(base_text(draft.extracted.raw), draft.extracted.text, REPAIR):
            yield edit_row(document_id, edit)
    ranks: Counter[int] = Counter()
    for place, proposal in draft.cleaned.pairs():
        status = MADE if place in draft.cleaned.made else PROPOSED
        edit = edit_of(proposal)
        yield edit_row(document_id, edit, status, proposal.confidence, proposal.place, ranks[edit.start])
        ranks[edit.start] += edit.start == edit.end


def edit_row(
    document_id: str, edit: Edit, status: str = MADE, confidence: float = 1.0, place: int = 0, rank: int = 0
) -> Row:
    """An edit as a row."""
    return {
        "id": str(uuid4()), "document_id": document_id, "start_offset": edit.start, "end_offset": edit.end,
        "replacement": edit.replacement, "rule": edit.rule, "confidence": confidence, "status": status, "place": place,
        "rank": rank,
    }  # fmt: skip


def speech_rows(
    document_id: str, found: Turns, roles: Mapping[str, str], cases: Mapping[str, str | None]
) -> tuple[list[Row], list[Row]]:
    """Speakers and turns as rows; `cases` are the links of labels that were there before."""
    labels = dict.fromkeys(turn.speaker for turn in found.turns if turn.speaker is not None)
    ids = {label: str(uuid4()) for label in labels}
    speakers: list[Row] = [
        {"id": ids[label], "document_id": document_id, "label": label, "role": roles.get(label, "participant"),
         "case_id": cases.get(label)}
        for label in labels
    ]  # fmt: skip
    turns: list[Row] = [
        {"id": str(uuid4()), "document_id": document_id, "speaker_id": ids.get(turn.speaker or ""), "number": number,
         "timestamp": turn.timestamp, "start_offset": turn.start, "end_offset": turn.end}
        for number, turn in enumerate(found.turns, 1)
    ]  # fmt: skip
    return speakers, turns


def preview(draft: Draft) -> Document:
    """The record that a draft would have."""
    fields, speakers = draft.fields, {turn.speaker for turn in draft.found.turns} - {None}
    return Document(
        "", draft.name, fields["kind"], fields["fidelity"], fields["language"], fields["words"], fields["characters"],
        len(draft.found.turns), len(speakers), 0, fields["sha256"], fields["source"], "",
    )  # fmt: skip


def cleaning_counts(draft: Draft) -> dict[str, tuple[int, int]]:
    """How many places of each rule were mended, and how many wait for a person."""
    return counts(draft.cleaned.findings.proposals)
