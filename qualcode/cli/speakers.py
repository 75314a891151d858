"""Speakers: who speaks in the documents, in what role, and which person each label stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.filters import by_document
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import NotFound
from qualcode.exchange.tabular import Table
from qualcode.project.naming import name_key
from qualcode.project.records import SPEAKER_ROLES, Speaker
from qualcode.text.units import count_words

if TYPE_CHECKING:
    from qualcode.project.project import Project

COLUMNS = ("document", "speaker", "role", "case", "turns", "words")


@click.group(invoke_without_command=True)
@by_document
@output_options()
@pass_session
@click.pass_context
def speakers(ctx: click.Context, session: Session, documents: tuple[str, ...], output: Output) -> None:
    """List who speaks where, in what role, as which person, and how much."""
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            rows = list(_rows(project, documents))
        output.table(Table(COLUMNS, rows))


def _rows(project: Project, documents: tuple[str, ...]) -> list[tuple[str | int | None, ...]]:
    wanted = [project.corpus.document(name) for name in documents] or project.corpus.documents()
    texts, turns = project.corpus.texts(), project.corpus.all_turns(*(document.id for document in wanted))
    there: dict[str, list[Speaker]] = {}
    for speaker in project.corpus.speakers():
        there.setdefault(speaker.document_id, []).append(speaker)
    rows: list[tuple[str | int | None, ...]] = []
    for document in wanted:
        for speaker in there.get(document.id, ()):
            said = [turn for turn in turns[document.id] if turn.speaker_id == speaker.id]
            words = sum(count_words(texts[document.id][turn.start : turn.end]) for turn in said)
            rows.append((document.name, speaker.label, speaker.role, speaker.case, len(said), words))
    return rows


@speakers.command("link")
@click.argument("label")
@click.argument("case")
@by_document
@pass_session
def link(session: Session, label: str, case: str, documents: tuple[str, ...]) -> None:
    """Say which person a label stands for, in one document or wherever it is used; a new person is noted."""
    with session.open() as project:
        places = {project.corpus.document(name).id for name in documents}
        found = project.cases.link(label, case, documents=places)
    session.tell("{label} is {case} · documents: {count}", label=label, case=case, count=len(found))


@speakers.command("role")
@click.argument("label")
@click.argument("role", type=click.Choice(SPEAKER_ROLES))
@by_document
@pass_session
def set_role(session: Session, label: str, role: str, documents: tuple[str, ...]) -> None:
    """Say whether a label is the interviewer, a participant, or several at once; the word counts follow."""
    with session.open() as project:
        found = _labelled(project, label, documents)
        with project.action(project.say("{label} is now {role}", label=label, role=project.say(role))):
            for speaker in found:
                project.corpus.set_speaker_role(speaker.id, role)
    session.tell("{label} is {role} · documents: {count}", label=label, role=role, count=len(found))


def _labelled(project: Project, label: str, documents: tuple[str, ...]) -> list[Speaker]:
    places = {project.corpus.document(name).id for name in documents}
    wanted = name_key(label)
    found = [
        speaker
        for speaker in project.corpus.speakers()
        if name_key(speaker.label) == wanted and (not places or speaker.document_id in places)
    ]
    if not found:
        raise NotFound("nobody is called «{label}» here", "see: qualcode speakers", label=label)
    return found
