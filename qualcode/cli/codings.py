"""Codings: listing them, taking them in from csv, and coding from the command line."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.filters import Span, by_code, by_coder, by_document, span_option
from qualcode.cli.output import STDOUT, Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import NotFound
from qualcode.exchange.tabular import Table
from qualcode.project.naming import name_key
from qualcode.project.records import Code, Coding
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

COLUMNS = ("document", "start", "end", "code", "coder", "created", "value", "memo", "text", "key")


@click.group(invoke_without_command=True)
@by_document
@by_code
@by_coder
@output_options()
@pass_session
@click.pass_context
def codings(
    ctx: click.Context,
    session: Session,
    documents: tuple[str, ...],
    codes: tuple[str, ...],
    coders: tuple[str, ...],
    output: Output,
) -> None:
    """List the codings in the order of the texts.

    What is written as csv can be taken in again with `codings import`.
    """
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            kept = list(_filtered(project, documents, codes, coders))
            table = coding_table(kept, project.corpus.texts(), unmistakable_names(project.codebook.codes()))
        output.table(table)


def _filtered(
    project: Project, documents: Sequence[str], codes: Sequence[str], coders: Sequence[str]
) -> Iterator[Coding]:
    places = {project.corpus.document(name).id for name in documents}
    wanted = {code.id for name in codes for code in project.codebook.subtree(name)}
    people = {project.coding.coder(name).name for name in coders}
    for coding in project.coding.codings():
        if (
            (not documents or coding.document_id in places)
            and (not codes or coding.code_id in wanted)
            and (not coders or coding.coder in people)
        ):
            yield coding


def coding_table(codings: Iterable[Coding], texts: Mapping[str, str], names: Mapping[str, str]) -> Table:
    """One row a coding; `names` gives what each code is called, by its id."""
    rows = (
        (c.document, c.start, c.end, names[c.code_id], c.coder, c.created_at, c.value, c.memo or None,
         texts[c.document_id][c.start : c.end], True if c.key_quote else None)
        for c in codings
    )  # fmt: skip
    return Table(COLUMNS, rows)


def unmistakable_names(codes: Sequence[Code]) -> dict[str, str]:
    """For each code id the shortest name that means this code alone: its own, else its path, else its id."""
    bare = Counter(name_key(code.name) for code in codes)
    paths = Counter(name_key(code.full_name) for code in codes)

    def name(code: Code) -> str:
        if bare[name_key(code.name)] == 1 and ">" not in code.name:
            return code.name
        alone = paths[name_key(code.full_name)] == 1 and not any(">" in part for part in code.path)
        return code.full_name if alone else code.id

    return {code.id: name(code) for code in codes}


@codings.command("import")
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path, readable=False))
@pass_session
def import_codings(session: Session, file: Path) -> None:
    """Take in codings from csv, all rows or none; `-` reads them from stdin.

    The columns document, start, end and code must be there; coder, created, value, memo and key may be. Where there is
    a column text, it must match the document. A coding that is there already gets the value, memo or key mark of its
    row; an empty cell takes nothing away.
    """
    from qualcode.exchange.codings_files import read_codings

    with session.open() as project:
        rows = read_codings(
            sys.stdin.buffer.read() if file == STDOUT else file,
            unused=lambda names: session.tell("note: columns not used: {names}", names=", ".join(names)),
        )
        new, changed, unscaled = project.coding.import_rows(rows)
    if unscaled:
        session.tell("note: values of codes that have no scale, taken as they are: {count}", count=unscaled)
    session.tell(
        "Took in {new} codings; {known} were there already; changed: {changed}",
        new=new, known=len(rows) - new, changed=changed,
    )  # fmt: skip


@click.command()
@click.argument("code")
@click.option("--document", metavar="D", required=True, help="Where.")
@span_option(help="From START up to END, in code points from 0.")
@click.option("--find", "wanted", metavar="TEXT", help="Where TEXT stands: the first place.")
@click.option("--all", "everywhere", is_flag=True, help="With --find: every place.")
@click.option("--value", metavar="V", help="A value on the code's scale.")
@click.option("--memo", default="", metavar="TEXT", help="A memo on the coding.")
@pass_session
def apply(
    session: Session,
    code: str,
    document: str,
    span: Span | None,
    wanted: str | None,
    everywhere: bool,
    value: str | None,
    memo: str,
) -> None:
    """Code a passage, named by its span or by its words."""
    if (span is None) == (wanted is None):
        raise click.UsageError(tr("say where: with --span START:END, or with --find TEXT"))
    if everywhere and wanted is None:
        raise click.UsageError(tr("--all goes with --find"))
    with session.open() as project:
        chosen, place = project.codebook.code(code), project.corpus.document(document)
        spans = [span] if span is not None else _places(project, place.id, place.name, wanted or "")
        label = project.say("Coded {code} in {document}", code=chosen.name, document=place.name)
        before = place.codings
        with project.action(label):
            for start, end in spans if everywhere else spans[:1]:
                coding = project.coding.apply(chosen, place, start, end, value=None, memo=memo)
                if value is not None:
                    project.coding.set_value(coding.id, value)
        new = project.corpus.document(place.id).codings - before
    session.tell("Coded {code} in {document}; new codings: {new}", code=chosen.name, document=place.name, new=new)
    if value and not chosen.scale:
        session.tell("note: {code} has no scale; the value was taken as it is", code=chosen.name)
    if len(spans) > 1 and not everywhere:
        session.tell("The words stand in {count} places; --all codes them all", count=len(spans))


def _places(project: Project, document_id: str, name: str, wanted: str) -> list[Span]:
    """Where words stand in a document: as `search` finds them, else to the letter."""
    hits = [(hit.start, hit.end) for hit in project.search.find(wanted, documents=[document_id])]
    if not hits:
        hits = [match.span() for match in re.finditer(re.escape(wanted), project.corpus.text(document_id))]
    if not hits:
        raise NotFound(
            "«{words}» does not stand in {document}", "look for it with: qualcode search", words=wanted, document=name
        )
    return hits
