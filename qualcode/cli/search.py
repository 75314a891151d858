"""Search: where words or patterns stand, with what is around them."""

from __future__ import annotations

from operator import attrgetter

import click

from qualcode.cli.filters import by_document
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.exchange.tabular import Table
from qualcode.wording import tr

COLUMNS = ("document", "turn", "speaker", "start", "end", "left", "match", "right")


@click.command()
@click.argument("query")
@click.option("--exact", is_flag=True, help="Whole words as they stand, upper or lower case; a star is a star.")
@click.option("--regex", is_flag=True, help="QUERY is a regular expression.")
@by_document
@output_options()
@pass_session
def search(session: Session, query: str, exact: bool, regex: bool, documents: tuple[str, ...], output: Output) -> None:
    """Find a word, a phrase or a pattern in the texts.

    A word is found whatever its case, also where a line breaks it, a hidden hyphen or a look-alike letter is in it, or
    a scanner lost its letters: skjønn finds skjgnn. Write skjønn* for all words that begin so and *medvirkning for all
    that end so, and OR in capitals between words for any of them; in quotes both are read as they stand.
    """
    if exact and regex:
        raise click.UsageError(tr("choose one of --exact and --regex"))
    mode = "regex" if regex else "exact" if exact else "folded"
    with session.open() as project:
        hits = project.search.find(query, mode=mode, documents=documents)
    output.table(Table(COLUMNS, map(attrgetter(*COLUMNS), hits)))
    session.tell("Hits: {count}", count=len(hits))
