"""Interviews as a guide sees them: which turns ask, which line is asked where, and which turns answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.project.records import Answer, Asked, Question, Turn
from qualcode.text.language import guess_language
from qualcode.text.likeness import Asks, Likeness, Match
from qualcode.text.spans import overlaps
from qualcode.text.units import count_words

if TYPE_CHECKING:
    from qualcode.project.project import Project

FEW = 200  # documents whose turns are read one by one; for more, all turns are


def interviews(project: Project, documents: Collection[str] | None = None) -> dict[str, list[Turn]]:
    """The turns that count of each document in which an interviewer speaks; of some documents or of all."""
    excluded = project.structure.excluded()
    few = documents is not None and len(documents) < FEW
    if few and not documents:
        return {}
    every = project.corpus.all_turns(*(documents or ()) if few else ())
    found = {}
    for document, turns in every.items():
        apart = excluded.get(document, ())
        counted = [turn for turn in turns if not any(overlaps((turn.start, turn.end), span) for span in apart)]
        if (documents is None or document in documents) and any(turn.interviewer for turn in counted):
            found[document] = counted
    return found


def likely(
    project: Project, lines: Sequence[Question], documents: Collection[str] | None, least: float
) -> Iterator[tuple[str, Question, Match]]:
    """Which line of a guide each interviewer seems to ask where: document, line and place."""
    asked = [line for line in lines if line.kind != "section"]
    language = guess_language(" ".join(line.text for line in asked)) or project.info().language
    likeness = Likeness([Asks(line.text, " ".join(_above(line, lines))) for line in asked], language)
    texts = project.corpus.texts()
    for document, turns in interviews(project, documents).items():
        spans = [(turn.start, turn.end) for turn in turns if turn.interviewer]
        for match in likeness.asked(texts[document], spans, least):
            yield document, asked[match.line], match


def _above(line: Question, lines: Sequence[Question]) -> Iterator[str]:
    """The titles of the headings and questions that a line stands below."""
    by_id = {each.id: each for each in lines}
    parent = by_id.get(line.parent_id or "")
    while parent is not None:
        yield parent.title
        parent = by_id.get(parent.parent_id or "")


def answers(project: Project, own: Iterable[Asked], others: Sequence[Asked]) -> list[Answer]:
    """What is said after each of a question's own places, up to the next of the others."""
    own = list(own)
    turns = project.corpus.all_turns(*{asked.document_id for asked in own}) if own else {}
    counted = interviews(project, turns.keys())
    speech = {document: counted.get(document, found) for document, found in turns.items()}
    texts = project.corpus.texts() if own else {}
    found: list[Answer] = []
    for asked in own:
        stops = [each.start for each in (*own, *others) if each.document_id == asked.document_id]
        found += _answers(asked, texts[asked.document_id], speech[asked.document_id], stops)
    return found


def _answers(asked: Asked, text: str, turns: Sequence[Turn], stops: Iterable[int]) -> Iterator[Answer]:
    """The turns that answer; of a text without turns all words up to the next question."""
    place = (asked.document_id, asked.document)
    for turn in answering(turns, asked.end, stops):
        words = text[turn.start : turn.end]
        yield Answer(*place, turn.number, turn.speaker or "", turn.start, turn.end, count_words(words), words)
    if not turns:
        end = min((stop for stop in stops if stop >= asked.end), default=len(text))
        words = text[asked.end : end].strip()
        start = text.index(words, asked.end)
        if words:
            yield Answer(*place, None, "", start, start + len(words), count_words(words), words)


def answering(turns: Iterable[Turn], after: int, stops: Iterable[int]) -> list[Turn]:
    """The informants' turns from a place on, up to the first stop after one of them.

    A stop before any answer ends nothing: two questions asked in one breath share their answer.
    """
    found: list[Turn] = []
    for turn in turns:
        if found and any(found[0].start < stop <= turn.start for stop in stops):
            break
        if turn.start >= after and not turn.interviewer:
            found.append(turn)
    return found


def columns(project: Project, by: str, documents: Collection[str]) -> Mapping[str, list[str]]:
    """The documents behind each column of a coverage table, by the name of the document or of the case."""
    named = {document.id: document.name for document in project.corpus.documents() if document.id in documents}
    if by == "document":
        return {name: [document] for document, name in named.items()}
    found: dict[str, list[str]] = {}
    for speaker in project.corpus.speakers():
        if speaker.case is not None and speaker.role != "interviewer" and speaker.document_id in named:
            found.setdefault(speaker.case, []).append(speaker.document_id)
    return {case: list(dict.fromkeys(found[case])) for case in sorted(found)}
