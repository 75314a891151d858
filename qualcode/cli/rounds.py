"""Rounds: which hits were to be gone through one by one, and how far each has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.exchange.tabular import Table

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.project.rounds import Round

COLUMNS = ("name", "query", "code", "hits", "coded", "skipped", "left")


@click.group(invoke_without_command=True)
@output_options()
@pass_session
@click.pass_context
def rounds(ctx: click.Context, session: Session, output: Output) -> None:
    """List the second rounds, and how far each has come.

    Hits that had the code before the round began count as coded. The code is empty where it is chosen each time.
    """
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            names = {code.id: code.full_name for code in project.codebook.codes()}
            rows = [_row(project, names, each) for each in project.rounds.rounds()]
        output.table(Table(COLUMNS, rows))


@rounds.command("remove")
@click.argument("name")
@pass_session
def remove(session: Session, name: str) -> None:
    """Forget a round; what was coded in it stays."""
    with session.open() as project:
        found = project.rounds.round(name)
        project.rounds.remove(found)
    session.tell("Removed {name}", name=found.name)


def _row(project: Project, names: dict[str, str], round_: Round) -> tuple[str | int, ...]:
    wanted = round_.wanted
    query = f"under {names.get(wanted.under, '')}".strip() if wanted.look == "passages" else wanted.query
    tally = project.rounds.tally(round_)
    coded = tally.coded + tally.there
    return (round_.name, query, names.get(wanted.code, ""), tally.hits, coded, tally.skipped, tally.left)
