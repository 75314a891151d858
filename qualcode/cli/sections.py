"""Sections: the parts of documents, and which of them are not to be coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.filters import by_document
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import NotFound
from qualcode.exchange.tabular import Table
from qualcode.project.records import Section
from qualcode.text.units import count_words
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

COLUMNS = ("document", "section", "level", "start", "end", "words", "excluded", "id")


@click.group(invoke_without_command=True)
@by_document
@output_options()
@pass_session
@click.pass_context
def sections(ctx: click.Context, session: Session, documents: tuple[str, ...], output: Output) -> None:
    """List the sections of the documents.

    Excluded sections are not to be coded, and what lies in them counts nowhere.
    """
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            wanted = [project.corpus.document(name) for name in documents] or project.corpus.documents()
            names = {document.id: document.name for document in wanted}
            texts = project.corpus.texts()
            found = [section for section in project.structure.sections() if section.document_id in names]
        output.table(Table(COLUMNS, (
            (names[each.document_id], each.title, each.level, each.start, each.end,
             count_words(texts[each.document_id][each.start : each.end]), each.excluded, each.id) for each in found
        )))  # fmt: skip


@sections.command("exclude")
@by_document
@click.option("--usual", is_flag=True, help="Those that by their titles are: summaries, lists of literature, guides.")
@click.argument("titles", metavar="[TITLE]…", nargs=-1)
@pass_session
def exclude(session: Session, documents: tuple[str, ...], usual: bool, titles: tuple[str, ...]) -> None:
    """Mark sections as not to be coded, by their titles or ids."""
    if bool(titles) == usual:
        raise click.UsageError(tr("say which: by their titles, or with --usual"))
    with session.open() as project:
        _mark(session, project, _usual(project, documents) if usual else _titled(project, documents, titles), True)


@sections.command("include")
@by_document
@click.argument("titles", metavar="TITLE…", nargs=-1, required=True)
@pass_session
def include(session: Session, documents: tuple[str, ...], titles: tuple[str, ...]) -> None:
    """Mark sections as to be coded after all."""
    with session.open() as project:
        _mark(session, project, _titled(project, documents, titles), False)


@sections.command("add")
@click.argument("document")
@click.argument("title")
@click.option("--span", metavar="START:END", required=True, help="From START up to END, in code points from 0.")
@click.option("--level", type=click.IntRange(1, 9), default=1, show_default=True, help="Its rank; 1 is the highest.")
@pass_session
def add(session: Session, document: str, title: str, span: str, level: int) -> None:
    """Make a span of a document a section."""
    start, _, end = span.partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        raise click.BadParameter(tr("a span is START:END, counted in code points from 0, END not included"))
    with session.open() as project:
        section = project.structure.add(document, title, int(start), int(end), level=level)
    session.tell("New section: {title}", title=section.title)


def _mark(session: Session, project: Project, chosen: list[Section], excluded: bool) -> None:
    if not chosen:
        raise NotFound("there is no such section", "see: qualcode sections")
    changed = project.structure.exclude(chosen, excluded)
    message = "Sections not to be coded: {count}" if excluded else "Sections to be coded: {count}"
    session.tell(message, count=changed)


def _usual(project: Project, documents: tuple[str, ...]) -> list[Section]:
    wanted = [project.corpus.document(name) for name in documents] or project.corpus.documents()
    return [section for document in wanted for section in project.structure.usual(document)]


def _titled(project: Project, documents: tuple[str, ...], titles: tuple[str, ...]) -> list[Section]:
    """The sections of these titles: one of a document that is named, or all that are called so."""
    if documents:
        return [project.structure.section(name, title) for name in documents for title in titles]
    wanted = {" ".join(title.split()).casefold() for title in titles}
    everywhere = project.structure.sections()
    found = [each for each in everywhere if " ".join(each.title.split()).casefold() in wanted or each.id in titles]
    if missing := wanted - {key for each in found for key in (" ".join(each.title.split()).casefold(), each.id)}:
        raise NotFound("there is no section «{title}»", "see: qualcode sections", title=min(missing))
    return found
