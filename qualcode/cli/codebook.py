"""The codebook: its codes, and codebook files in and out."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session


@click.group(invoke_without_command=True)
@click.option("--codebook", "name", metavar="NAME", help="Only this one, where the project holds several.")
@output_options()
@pass_session
@click.pass_context
def codebook(ctx: click.Context, session: Session, name: str | None, output: Output) -> None:
    """List the codes in the order of the tree.

    The last of the usual columns is how many codings each code has itself.
    """
    if ctx.invoked_subcommand is None:
        from qualcode.exchange.codebook_csv import code_table

        with session.open() as project:
            output.table(code_table(project.codebook.codes(name)))


@codebook.command("import")
@click.argument("file", metavar="FILE|NAME", type=click.Path(path_type=Path, readable=False))
@click.option("--into", metavar="NAME", help="The codebook to take it into; else the one of its own name.")
@pass_session
def import_codebook(session: Session, file: Path, into: str | None) -> None:
    """Take in a codebook: yaml, csv, qdc, or a shipped one.

    A shipped one is named without a path: brukermedvirkning, nav-studien, npm-press, sanksjoner or skjonn. Codes that
    are there already, by guid or else by path, are updated; the others are added. A file that names no codebook, as
    csv and qdc never do, goes into the one that has its codes, or into the only one there is.
    """
    from qualcode.shipped import read_codebook

    with session.open() as project:
        reading = read_codebook(file)
        for notice in reading.notices:
            session.tell("note: {notice}", notice=notice)
        book = project.codebook.load(reading.codebook, codebook=into)
    count = len(reading.codebook.codes)
    session.tell("Took in {count} codes into the codebook {name}", count=count, name=book.name)


@codebook.command("export")
@click.option("--codebook", "name", metavar="NAME", help="Only this one, where the project holds several.")
@output_options("yaml", "csv", "qdc", "docx", "md", default="yaml")
@pass_session
def export_codebook(session: Session, name: str | None, output: Output) -> None:
    """Write the codebook to a file.

    yaml, csv and qdc can be taken in again, docx and md are for print.
    """
    from qualcode.exchange.codebook_files import dumps

    with session.open() as project:
        file = project.codebook.dump(name)
        counts = {code.path: code.codings for code in project.codebook.codes(name)}
    output.content(dumps(file, output.format, language=session.language, codings=counts, excel=output.excel))


@codebook.command("history")
@click.argument("code")
@output_options()
@pass_session
def code_history(session: Session, code: str, output: Output) -> None:
    """List what was done with a code, newest first.

    One line for each field that an act changed, with what it said before and after; acts that only added or took away
    codings are counted together for each coder and day.
    """
    from qualcode.exchange.code_history import history_table

    with session.open() as project:
        events = project.codebook.history(code)
    output.table(history_table(events))
