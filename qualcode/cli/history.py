"""History: what was done by whom, undo and redo."""

from __future__ import annotations

from operator import attrgetter

import click

from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.exchange.tabular import Table
from qualcode.wording import tr

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
@pass_session
def undo(session: Session, count: int | None, act: int | None) -> None:
    """Take back the newest acts, or one named act.

    With `qualcode --coder NAME` it is the newest of that coder, else of anybody. Undoing is an act itself: `redo` takes
    it back.
    """
    if count is not None and act is not None:
        raise click.UsageError(tr("give a number of acts or --act, not both"))
    with session.open() as project:
        taken = project.history.undo(count or 1, coder=session.coder, act=act)
    for each in taken:
        session.tell("Undone: {label} ({coder}, {at})", label=each.label, coder=each.coder, at=each.at)


@click.command()
@pass_session
def redo(session: Session) -> None:
    """Take back the newest undo.

    Only as long as nothing new was done since.
    """
    with session.open() as project:
        act = project.history.redo(coder=session.coder)
    session.tell("Done again: {label} ({coder}, {at})", label=act.label, coder=act.coder, at=act.at)
