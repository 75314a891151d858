"""Tables: which codes occur together, and codes against documents, cases, speakers, coders and attributes."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from qualcode.cli.filters import by_coder
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.exchange.tables import cooccurrence_table, in_use, matrix_table
from qualcode.exchange.tabular import Table
from qualcode.project.records import CODE_LEVELS
from qualcode.wording import tr

COUNTS = ("codings", "documents", "cases", "characters", "words")
MEASURES = ("pairs", "characters", "units", "jaccard", "documents", "cases", "c")
WITHIN = re.compile(r"overlap|sentence|turn|paragraph|document|case|near:\d{1,9}")
COLUMNS = re.compile(r"document|case|speaker|coder|attribute:.+", re.DOTALL)
FORMATS = ("table", "csv", "json", "md", "xlsx", "docx", "txt")
COMPLETE = ("csv", "json", "xlsx")


def _fitting(pattern: re.Pattern[str]) -> Callable[[click.Context, click.Parameter, str], str]:
    """A check that an option's value has one of its forms, so that a slip is told as wrong usage."""

    def checked(_ctx: click.Context, parameter: click.Parameter, value: str) -> str:
        if not pattern.fullmatch(value):
            raise click.BadParameter(
                tr("«{value}» is none of: {choices}", value=value, choices=getattr(parameter, "help", ""))
            )
        return value

    return checked


@click.command()
@click.option(
    "--within",
    metavar="UNIT",
    callback=_fitting(WITHIN),
    default="overlap",
    show_default=True,
    help="overlap, sentence, turn, paragraph, document, case, or near:N for at most N words apart.",
)
@by_coder
@click.option("--level", type=click.Choice(CODE_LEVELS), default="code", show_default=True, help="What is counted.")
@click.option(
    "--square",
    metavar="MEASURE",
    type=click.Choice(MEASURES),
    help="The matrix of one measure: pairs, characters, units, jaccard, documents, cases or c.",
)
@click.option("--title", default="", metavar="TEXT", help="A caption.")
@output_options(*FORMATS)
@pass_session
def cooccur(
    session: Session,
    within: str,
    coders: tuple[str, ...],
    level: str,
    square: str | None,
    title: str,
    output: Output,
) -> None:
    """Count which codes occur together.

    One row a pair, or with --square a matrix of one measure. All coders are pooled unless --coder names some.
    """
    with session.open() as project:
        language = session.language or project.info().language
        table: Table
        if square is None:
            pairs = project.tables.cooccurrence(within=within, coders=coders, level=level)
            table = cooccurrence_table(pairs, title, language)
        else:
            found = project.tables.square(square, within=within, coders=coders, level=level)
            table = matrix_table(found, title, language, level)
    output.table(table, language=language)


@click.command()
@click.option("--rows", type=click.Choice(CODE_LEVELS), default="code", show_default=True, help="One row each.")
@click.option(
    "--columns",
    metavar="WHAT",
    callback=_fitting(COLUMNS),
    default="document",
    show_default=True,
    help="document, case, speaker, coder or attribute:NAME.",
)
@click.option("--count", type=click.Choice(COUNTS), default="codings", show_default=True, help="What a cell counts.")
@by_coder
@click.option("--all", "everything", is_flag=True, help="Also the rows and columns in which nothing is.")
@click.option("--title", default="", metavar="TEXT", help="A caption.")
@output_options(*FORMATS)
@pass_session
def matrix(
    session: Session,
    rows: str,
    columns: str,
    count: str,
    coders: tuple[str, ...],
    everything: bool,
    title: str,
    output: Output,
) -> None:
    """Count codes against documents, cases, speakers or coders.

    The columns can also be the values of an attribute: `--columns attribute:NAME`. csv, json and xlsx always have all
    rows and columns; the other formats are for people, and without --all they have those in which something is.
    """
    with session.open() as project:
        language = session.language or project.info().language
        found = project.tables.matrix(rows=rows, columns=columns, count=count, coders=coders)
    shown = found if everything or output.format in COMPLETE else in_use(found)
    output.table(matrix_table(shown, title, language, rows), language=language)
    if shown != found:
        session.tell(
            "Left out, with nothing in them: {rows} rows and {columns} columns; --all shows them",
            rows=len(found.rows) - len(shown.rows),
            columns=len(found.columns) - len(shown.columns),
        )
