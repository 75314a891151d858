"""Quotes: coded passages as they will be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.filters import by_code, by_coder, by_document, by_speaker
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.exchange.quotes import FORMATS, ROW_FORMATS, dumps, passages, quote_table

if TYPE_CHECKING:
    from qualcode.project.project import Project

STYLES = ("nb", "nn", "en", "block")


@click.command()
@by_code
@by_document
@by_speaker
@by_coder
@click.option("--key", "key_only", is_flag=True, help="Only key quotes.")
@click.option("--no-subtree", is_flag=True, help="Leave out what is coded with the codes below.")
@click.option(
    "--style",
    metavar="NAME",
    type=click.Choice(STYLES),
    help="nb, nn: «…»; en: “…”; block: no marks.  [default: the language's]",
)
@click.option("--title", default="", metavar="TEXT", help="A heading above the quotes.")
@output_options(*FORMATS)
@pass_session
def quotes(
    session: Session,
    codes: tuple[str, ...],
    documents: tuple[str, ...],
    speakers: tuple[str, ...],
    coders: tuple[str, ...],
    key_only: bool,
    no_subtree: bool,
    style: str | None,
    title: str,
    output: Output,
) -> None:
    """Print coded passages and where each came from."""
    with session.open() as project:
        _check_speakers(project, speakers)
        language = session.language or project.info().language
        found = project.quotes.quotes(
            codes=codes,
            documents=documents,
            speakers=speakers,
            coders=coders,
            subtree=not no_subtree,
            style=style or language,
            language=language,
            key_only=key_only,
        )
    if output.format in ROW_FORMATS:
        output.table(quote_table(found, title), language=language)
    else:
        found = passages(found)
        output.content(dumps(found, output.format, language=language, title=title))
    session.tell("Quotes: {count}", count=len(found))


def _check_speakers(project: Project, wanted: tuple[str, ...]) -> None:
    """A speaker who is nowhere in the project is more likely misspelt than silent."""
    from qualcode.project.naming import name_key, not_found

    known = {name_key(speaker.label): speaker.label for speaker in project.corpus.speakers()} if wanted else {}
    for name in wanted:
        if name_key(name) not in known:
            raise not_found(name, "speaker", known)
