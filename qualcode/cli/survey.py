"""Surveys: a table with one row a respondent, taken in as cases with attributes and open answers to be coded."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.documents import COLUMNS, MOST_TOLD, Rehearsed
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import Conflict, InvalidInput
from qualcode.exchange.tabular import Table, render
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.project.survey_intake import SurveyReport
    from qualcode.text.surveys import Column, Survey, SurveyMapping, SurveyTable

GUESS_COLUMNS = ("column", "role", "type", "name", "personal", "examples")
EXAMPLES = 3
LONGEST_EXAMPLE = 30


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--mapping", metavar="M.yaml", type=click.Path(path_type=Path), help="What the columns are.")
@click.option("--guess", is_flag=True, help="Take the columns for what they look like.")
@click.option("--write-mapping", "target", metavar="M.yaml", type=click.Path(path_type=Path),
              help="Write the guess to a file that can be edited, and import nothing.")  # fmt: skip
@click.option(
    "--force", is_flag=True, help="Write over a mapping, or take numbered rows by their numbers though they differ now."
)
@click.option("--lenient", is_flag=True, help="Leave values that do not fit empty, instead of taking in nothing.")
@click.option("--sheet", metavar="NAME", default="", help="The sheet of a workbook; else the first.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken in, and store nothing.")
@output_options()
@pass_session
def survey(
    session: Session,
    file: Path,
    mapping: Path | None,
    guess: bool,
    target: Path | None,
    force: bool,
    lenient: bool,
    sheet: str,
    dry_run: bool,
    output: Output,
) -> None:
    """Take in a survey: csv, tsv or xlsx with one row a respondent.

    Each respondent becomes a case with attributes, each open answer a document. A mapping says which column is the id,
    an attribute, a question or skipped. The same survey with more rows adds what is new; answers that are there stay.
    Without an id column the rows are numbered, and must then come in the same order again.
    """
    if (mapping is not None) + guess + (target is not None) > 1:
        raise click.UsageError(tr("give one of --mapping, --guess and --write-mapping"))
    from qualcode.exchange.surveys import read_mapping, read_table
    from qualcode.text.surveys import read_survey

    table = read_table(file, sheet)
    if target is not None:
        _write_guess(session, table, target, force)
        return
    with session.open() as project:
        chosen = read_mapping(mapping, table.header) if mapping is not None else _guessed(project, table)
        if mapping is None and not guess:
            _show(session, chosen, table)
            raise InvalidInput(
                "nothing was imported: there is no --mapping, and this is only a guess",
                "add --guess to take it in like that; or write it down and edit it: --write-mapping {name}.yaml",
                name=file.stem,
            )
        found = read_survey(table, chosen, file.name)
        _tell_misfits(session, found, lenient)
        _take_in(session, project, found, output if dry_run else None, lenient=lenient, forced=force)


def _guessed(project: Project, table: SurveyTable) -> SurveyMapping:
    from qualcode.text.survey_guess import guess_mapping

    return guess_mapping(table.header, table.rows, project.surveys.known_columns())


def _write_guess(session: Session, table: SurveyTable, target: Path, force: bool) -> None:
    """The guess as a file; one that somebody may have edited is not lost."""
    from qualcode.exchange.files import save
    from qualcode.exchange.surveys import dumps
    from qualcode.project.records import ATTRIBUTE_TYPES, EXPORT_RULES
    from qualcode.text.survey_guess import guess_mapping

    if target.exists() and not force:
        raise Conflict("{path} is there already", "name another file, or write over it with --force", path=target)
    mapping = guess_mapping(table.header, table.rows)
    comments = [f"type: {', '.join(ATTRIBUTE_TYPES)}", f"export: {', '.join(EXPORT_RULES)}"]
    if personal := [column.header for column in mapping.columns if column.personal]:
        comments.append(session.say("Personal data, left out: {columns}", columns=", ".join(personal)))
    save(target, dumps(mapping, comments))
    session.tell("Wrote what the columns look like to {path}", path=target)


def _show(session: Session, mapping: SurveyMapping, table: SurveyTable) -> None:
    """The guess as a table on stderr."""
    rows = [
        (column.header, column.role, _type(column), column.name if column.name != column.header else "",
         "personal" if column.personal else "", " | ".join(_examples(table, place)))
        for place, column in enumerate(mapping.columns)
    ]  # fmt: skip
    width = shutil.get_terminal_size().columns if sys.stderr.isatty() else None
    click.echo(render(Table(GUESS_COLUMNS, rows), "table", width=width), err=True)
    if not mapping.with_role("id"):
        session.tell("There is no id column: the rows will be numbered")


def _type(column: Column) -> str:
    return column.type if column.role == "attribute" else ""


def _examples(table: SurveyTable, place: int) -> Iterator[str]:
    """The first values of a column that differ."""
    from qualcode.text.surveys import examples, shortened

    for example in examples(table, place, EXAMPLES):
        yield shortened(example, LONGEST_EXAMPLE)


def _tell_misfits(session: Session, found: Survey, lenient: bool) -> None:
    """What does not fit, unless the error that follows can name all of it."""
    from qualcode.text.surveys import MOST_NAMED

    if not lenient and len(found.misfits) <= MOST_NAMED:
        return
    message = "note: left out: {misfit}" if lenient else "does not fit: {misfit}"
    for misfit in found.misfits[:MOST_TOLD]:
        session.tell(message, misfit=misfit)


def _take_in(
    session: Session, project: Project, found: Survey, rehearsal: Output | None, *, lenient: bool, forced: bool
) -> None:
    """Import and say what came in; with an output for a rehearsal, show the documents there and take it all back."""
    with _progress(len(found.respondents)) as told:
        try:
            with project.action(project.say("Imported the survey {name}", name=found.source)):
                report = project.surveys.import_survey(found, lenient=lenient, forced=forced, told=told)
                if rehearsal is not None:
                    documents = project.corpus.documents()[-report.answers :] if report.answers else []
                    raise Rehearsed
        except Rehearsed:
            session.tell("Nothing was stored: this was a dry run")
    _tell_report(session, found, report)
    if rehearsal is not None:
        rehearsal.table(Table(COLUMNS, map(attrgetter(*COLUMNS), documents)))


def _tell_report(session: Session, found: Survey, report: SurveyReport) -> None:
    session.tell(
        "{name}: respondents: {respondents} (new: {new}) · new answers: {answers} · there already: {unchanged} · "
        "empty: {empty} · values of attributes: {values}",
        name=found.source, respondents=report.respondents, new=report.new_respondents, answers=report.answers,
        unchanged=report.unchanged, empty=found.empty, values=report.values,
    )  # fmt: skip
    for conflict in report.conflicts[:MOST_TOLD]:
        session.tell(
            "note: row {row}: the answer of {respondent} to «{question}» is another one now; the earlier one was kept",
            row=conflict.row, respondent=conflict.respondent, question=conflict.question,
        )  # fmt: skip
    if len(report.conflicts) > MOST_TOLD:
        session.tell("note: further answers that are others now: {count}", count=len(report.conflicts) - MOST_TOLD)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Something to call with the number of respondents done: a bar on stderr when somebody is there to see it."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    with click.progressbar(length=total, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)
