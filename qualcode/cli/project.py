"""The project itself: the demo, a new one, the workbench, its health and a copy."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import Output, output_options
from qualcode.cli.session import ENDING, Session, pass_session
from qualcode.errors import EXIT_DIFFERENCES, QualcodeError
from qualcode.exchange.tabular import Table
from qualcode.wording import LANGUAGES, tr

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.project.records import CodebookFile

# Garbage is looked for in pauses (`tui.app`), and within work only once there is much of it: a whole round takes
# longer than a key may.
UNHURRIED = (100_000, 50, 50)


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--no-open", is_flag=True, help="Only write the project and print its path.")
@pass_session
def demo(session: Session, folder: Path | None, no_open: bool) -> None:
    """Write the sample project and open it.

    DIR is made when it does not exist; without it a new folder `qualcode-demo` is. The study is invented: eleven
    interviews and notes from a welfare office, twelve survey answers, and codings by two coders.
    """
    if not no_open:
        require_terminal()
    from qualcode.shipped import new_demo_folder, write_demo

    path = write_demo(folder or new_demo_folder())
    if no_open:
        click.echo(path)
    else:
        start_workbench(session, str(path))


@click.command()
@click.argument("project", metavar="PROJECT")
@click.option("--codebook", metavar="NAME|FILE", help="Begin with a codebook: a shipped one by name, or a file.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the study.  [default: nb]")
@pass_session
def new(session: Session, project: str, codebook: str | None, language: str | None) -> None:
    """Make an empty project.

    PROJECT is a file, which gets the ending .qualcode, or the URL of an empty PostgreSQL database.
    """
    from qualcode.project.project import create_project
    from qualcode.shipped import read_codebook

    reading = read_codebook(codebook) if codebook else None
    location = project if "://" in project or project.endswith(ENDING) else project + ENDING
    with create_project(location, language=language or session.language or "nb", coder=session.named_coder) as made:
        if reading is not None:
            _begin_with(made, reading.codebook)
        # The address of a database may hold a password.
        place = location if made.database.is_file else made.info().name
    session.tell("Made the project {place}", place=place)
    for notice in reading.notices if reading else ():
        session.tell("note: {notice}", notice=notice)


@click.command("open")
@click.argument("project", required=False)
@click.option("--document", metavar="D", help="Go straight to a document.")
@click.option("--at", type=click.IntRange(min=0), metavar="OFFSET", help="Put the caret there, counted in code points.")
@pass_session
def open_workbench(session: Session, project: str | None, document: str | None, at: int | None) -> None:
    """Open the workbench, if wanted at a place in a document."""
    if at is not None and document is None:
        raise click.UsageError(tr("--at needs --document"))
    require_terminal()
    start_workbench(session, project or session.locate(), document=document, at=at)


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended, as one act that can be undone.")
@output_options()
@pass_session
@click.pass_context
def check(ctx: click.Context, session: Session, repair: bool, output: Output) -> None:
    """Look for anything wrong with the project.

    The exit code is 3 if there is.
    """
    with session.open() as project:
        problems = project.check(repair=repair)
    output.table(Table(("kind", "subject", "message"), [(p.kind, p.subject, p.message) for p in problems]))
    if problems:
        session.tell("Problems: {count}", count=len(problems))
        ctx.exit(EXIT_DIFFERENCES)
    session.tell("Nothing is wrong")


@click.command()
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@pass_session
def backup(session: Session, target: Path | None) -> None:
    """Write a consistent copy and print its path.

    Without FILE the copy lies beside the project, with the date and time in its name.
    """
    from qualcode.project.database import dated

    with session.open() as project:
        if target is not None and target.is_dir():
            target /= dated(Path(project.database.location)).name
        click.echo(project.backup(target))


def start_workbench(
    session: Session, location: str | None = None, *, document: str | None = None, at: int | None = None
) -> None:
    """Run the workbench on a project, or on its start page where no project is meant."""
    require_terminal()
    place = location or session.locate_if_any()
    project = None
    try:
        with _said_meanwhile(session.say("Opening …")):
            project = session.open(place) if place else None
            if project is not None and document is not None:
                document = project.corpus.document(document).name
            from qualcode.tui.app import QualcodeApp
            from qualcode.tui.settings import read_settings, settings_file, spoken_language

            language = spoken_language(session.language, read_settings(settings_file())[0])
            workbench = QualcodeApp(project, document=document, at=at, language=language)
        # What start-up made stays to the end: no collection need look at it again while somebody types.
        gc.freeze()
        gc.set_threshold(*UNHURRIED)
        gc.enable()
        workbench.run()
    finally:
        if project is not None:
            project.close()
    click.get_current_context().exit(workbench.return_code or 0)


@contextmanager
def _said_meanwhile(words: str) -> Iterator[None]:
    """Tell whoever waits at a terminal what for, and wipe it away when it is over."""
    if not sys.stderr.isatty():
        yield
        return
    click.echo(words, nl=False, err=True)
    try:
        yield
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def require_terminal() -> None:
    """Refuse to start the workbench where nobody could see it or type into it; it is drawn on stderr."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QualcodeError("the workbench needs a terminal", "for scripts there are commands: qualcode --help")
    if not sys.stderr.isatty():
        raise QualcodeError(
            "the workbench needs a terminal, and stderr leads elsewhere",
            "leave out 2>, or the text you code would be written there",
        )


def _begin_with(project: Project, codebook: CodebookFile) -> None:
    """Load the first codebook; a project that cannot have it is not left behind half made."""
    try:
        project.codebook.load(codebook)
    except QualcodeError:
        project.close()
        if project.database.is_file:
            Path(project.database.location).unlink()
        raise
