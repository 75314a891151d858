"""Repairs: what cleaning made of a text, what waits for a person, and which codings an edit touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from qualcode.cli.documents import tell_touched, touched_table
from qualcode.cli.filters import by_document
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import NotFound
from qualcode.exchange.tabular import Table
from qualcode.project.records import TextEdit, TouchedCoding
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

COLUMNS = ("document", "rule", "status", "confidence", "at", "original", "replacement", "id")
STATUSES = ("made", "proposed", "declined")
by_rule = click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Only these rules: page number, running head, page break, footnote, footnote mark, table, line-end hyphen, "
    "joined line, indent, blank lines, no-break space, soft hyphen, ligature, digits, bullet, wrong decoding, "
    "mixed scripts, damaged word.",
)
by_status = click.option("--status", type=click.Choice(STATUSES), help="Only those that are made, waiting or declined.")


@click.group(invoke_without_command=True)
@by_document
@by_rule
@by_status
@output_options()
@pass_session
@click.pass_context
def repairs(
    ctx: click.Context,
    session: Session,
    documents: tuple[str, ...],
    rules: tuple[str, ...],
    status: str | None,
    output: Output,
) -> None:
    """List the edits between the texts as extracted and the texts as coded.

    `at` is where the place begins in the text as it is now.
    """
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            names = {document.id: document.name for document in project.corpus.documents()}
            found = _chosen(project, documents, rules, status)
        output.table(Table(COLUMNS, (
            (names[edit.document_id], edit.rule, edit.status, edit.confidence, edit.at, edit.original, edit.replacement,
             edit.id) for edit in found
        )))  # fmt: skip


@repairs.command("make")
@by_document
@by_rule
@click.option("--above", type=click.FloatRange(0, 1), default=0.0, help="Only those at least so sure.")
@click.argument("ids", metavar="[ID]…", nargs=-1)
@output_options()
@pass_session
def make_repairs(
    session: Session,
    documents: tuple[str, ...],
    rules: tuple[str, ...],
    above: float,
    ids: tuple[str, ...],
    output: Output,
) -> None:
    """Make repairs that wait: those named, or all of a document or rule."""
    with session.open() as project:
        waiting = _named(_chosen(project, documents, rules, None if ids else "proposed"), ids)
        chosen = [edit for edit in waiting if edit.confidence >= above]
        _decide(session, project, chosen, make=True, output=output)


@repairs.command("take-back")
@by_document
@by_rule
@by_status
@click.argument("ids", metavar="[ID]…", nargs=-1)
@output_options()
@pass_session
def take_back_repairs(
    session: Session,
    documents: tuple[str, ...],
    rules: tuple[str, ...],
    status: str | None,
    ids: tuple[str, ...],
    output: Output,
) -> None:
    """Take repairs back, or decline those that wait: there the text stands as extracted."""
    if not (documents or rules or ids):
        raise click.UsageError(tr("say which: with --document, --rule or ids"))
    with session.open() as project:
        _decide(session, project, _named(_chosen(project, documents, rules, status), ids), make=False, output=output)


def _chosen(project: Project, documents: Sequence[str], rules: Sequence[str], status: str | None) -> list[TextEdit]:
    wanted = [project.corpus.document(name) for name in documents] or project.corpus.documents()
    edits = (edit for document in wanted for edit in project.editing.edits(document, status=status))
    return [edit for edit in edits if not rules or edit.rule in rules]


def _named(edits: list[TextEdit], ids: Sequence[str]) -> list[TextEdit]:
    if missing := set(ids) - {edit.id for edit in edits}:
        raise NotFound("there is no repair {id}", "see: qualcode repairs", id=min(missing))
    return [edit for edit in edits if not ids or edit.id in ids]


def _decide(session: Session, project: Project, edits: Sequence[TextEdit], *, make: bool, output: Output) -> None:
    """Make or take back edits, those of several documents as one act."""
    if not edits:
        raise NotFound("there are no such repairs", "see: qualcode repairs")
    touched: list[TouchedCoding] = []
    message = "Repairs made: {count}" if make else "Repairs declined: {count}"
    with project.action(project.say(message, count=len(edits))):
        for _, group in groupby(edits, key=lambda edit: edit.document_id):
            ids = [edit.id for edit in group]
            touched += project.editing.make(*ids) if make else project.editing.take_back(*ids)
    output.table(touched_table(touched))
    session.tell(message, count=len(edits))
    tell_touched(session, touched)


@click.group(invoke_without_command=True)
@by_document
@output_options()
@pass_session
@click.pass_context
def review(ctx: click.Context, session: Session, documents: tuple[str, ...], output: Output) -> None:
    """List the codings whose words an edit changed or took, and at which nobody has looked since."""
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            output.table(touched_table(_waiting(project, documents)))


@review.command("accept")
@by_document
@pass_session
def accept(session: Session, documents: tuple[str, ...]) -> None:
    """Say that changed codings are right as they are.

    Orphaned ones stay on the list: remove them, or put them on other words in the workbench.
    """
    with session.open() as project:
        changed = [each.coding_id for each in _waiting(project, documents) if each.status == "changed"]
        if changed:
            project.editing.looked_at(*changed)
    session.tell("Changed codings looked at: {count}", count=len(changed))


def _waiting(project: Project, documents: Iterable[str]) -> list[TouchedCoding]:
    chosen = list(documents)
    if not chosen:
        return project.editing.to_review()
    return [each for name in chosen for each in project.editing.to_review(name)]
