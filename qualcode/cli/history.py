"""History: what was done by whom, undo and redo."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import Conflict, NotFound
from qualcode.exchange.tabular import Table
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

MOST_UNASKED = 20
COLUMNS = ("id", "at", "coder", "label", "undone", "undoes")


@click.command()
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N newest.")
@output_options()
@pass_session
def history(session: Session, limit: int | None, output: Output) -> None:
    """List everything that was done, newest first."""
    with session.open() as project:
        acts = project.history.acts(limit)
    output.table(Table(COLUMNS, map(attrgetter(*COLUMNS), acts)))


@click.command()
@click.argument("count", metavar="[N]", required=False, type=click.IntRange(min=1))
@click.option("--act", type=click.IntRange(min=1), metavar="ID", help="This act, as `history` numbers it.")
@click.option("--yes", is_flag=True, help="Take back more than 20 acts at a time without a question.")
@pass_session
def undo(session: Session, count: int | None, act: int | None, yes: bool) -> None:
    """Take back the newest acts, or one named act.

    With `qualcode --coder NAME` it is the newest of that coder, else of anybody. Undoing is an act itself: `redo` takes
    it back. More than 20 acts at a time are asked about, and outside a terminal refused without --yes.
    """
    if count is not None and act is not None:
        raise click.UsageError(tr("give a number of acts or --act, not both"))
    with session.open() as project:
        if count is not None and count > MOST_UNASKED and not yes:
            _ask(session, project, count)
        taken = project.history.undo(count or 1, coder=session.named_coder, act=act)
    for each in taken:
        session.tell("Undone: {label} ({coder}, {at})", label=each.label, coder=each.coder, at=each.at)
    if len(taken) < (count or 1):
        session.tell("There was no more to undo")


def _ask(session: Session, project: Project, count: int) -> None:
    """Say whose acts so many would be; go on only with the consent of somebody at a terminal."""
    mine = session.named_coder
    standing = (each for each in project.history.acts() if not each.undone and each.undoes is None)
    coders = Counter(each.coder for each in islice((e for e in standing if mine in (None, e.coder)), count))
    people = ", ".join(f"{coder}: {number}" for coder, number in coders.most_common())
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Conflict(
            "so many acts are not undone without a question: {people}",
            "undo fewer at a time, or add --yes",
            people=people,
        )
    click.confirm(session.say("Undo all of these acts? {people}", people=people), abort=True, err=True)


@click.command()
@click.argument("count", metavar="[N]", required=False, type=click.IntRange(min=1))
@pass_session
def redo(session: Session, count: int | None) -> None:
    """Take back the newest undo, or the N newest.

    Only as long as nothing new was done since.
    """
    with session.open() as project:
        for number in range(count or 1):
            try:
                act = project.history.redo(coder=session.named_coder)
            except NotFound:
                if not number:
                    raise
                session.tell("There was no more to redo")
                return
            session.tell("Done again: {label} ({coder}, {at})", label=act.label, coder=act.coder, at=act.at)
