"""Interview guides: in, out, where their questions were asked, and what was answered."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qualcode.cli.filters import by_document
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import NotFound
from qualcode.exchange.guides import answer_table, coverage_table, guide_table, line_table, link_table
from qualcode.wording import tr

STATUSES = ("proposed", "confirmed", "declined")
BY = ("document", "case")
SHARE = click.FloatRange(0, 1)
also_proposed = click.option("--proposed", is_flag=True, help="Count what waits for a person too.")


@click.group(invoke_without_command=True)
@output_options()
@pass_session
@click.pass_context
def guides(ctx: click.Context, session: Session, output: Output) -> None:
    """List the interview guides.

    The last column is in how many documents a question of the guide is confirmed as asked.
    """
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            output.table(guide_table(project.guides.guides()))


@guides.command("import")
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--name", metavar="N", help="What to call it; else as the file is called.")
@pass_session
def import_guide(session: Session, file: Path, name: str | None) -> None:
    """Take in a guide: headings, questions, prompts.

    Any text that can be imported will do; `-` reads it from stdin. What is taken for a section, a question or a prompt
    is shown by `guides show`.
    """
    from qualcode.text.guides import parse_guide

    with session.open() as project:
        if file == Path("-"):
            if name is None:
                raise click.UsageError(tr("a guide from stdin needs a --name"))
            guide = project.guides.add(name, parse_guide(sys.stdin.read()))
        else:
            guide = project.guides.import_file(file, name=name)
    session.tell(
        "{name}: {sections} sections, {questions} questions, {prompts} prompts",
        name=guide.name, sections=guide.sections, questions=guide.questions, prompts=guide.prompts,
    )  # fmt: skip


@guides.command("show")
@click.argument("name")
@output_options()
@pass_session
def show_guide(session: Session, name: str, output: Output) -> None:
    """List the lines of a guide.

    A question can be named by its label or by its words.
    """
    with session.open() as project:
        output.table(line_table(project.guides.questions(name)))


@guides.command("rename")
@click.argument("name")
@click.argument("new_name", metavar="NEW")
@pass_session
def rename_guide(session: Session, name: str, new_name: str) -> None:
    """Give a guide another name."""
    with session.open() as project:
        guide = project.guides.rename(name, new_name)
    session.tell("Renamed to {name}", name=guide.name)


@guides.command("remove")
@click.argument("name")
@pass_session
def remove_guide(session: Session, name: str) -> None:
    """Take a guide away, with all that was found of it."""
    with session.open() as project:
        guide = project.guides.guide(name)
        project.guides.remove(guide)
    session.tell("Removed {name}", name=guide.name)


@guides.command("link")
@click.argument("name")
@by_document
@click.option("--confirm", "threshold", type=SHARE, metavar="THRESHOLD", help="Confirm what is at least as certain.")
@pass_session
def link_guide(session: Session, name: str, documents: tuple[str, ...], threshold: float | None) -> None:
    """Look for the questions in what interviewers say.

    What is found is proposed with a confidence from 0 to 1, and a person confirms or declines it. What was confirmed or
    declined before stays so.
    """
    with session.open() as project:
        label = project.say("Looked for the questions of {name}", name=project.guides.guide(name).name)
        with project.action(label):
            found = project.guides.propose(name, documents)
            sure = [link.id for link in found if threshold is not None and link.confidence >= threshold]
            confirmed = project.guides.confirm(*sure)
    places = len({link.document_id for link in found})
    session.tell("Places found: {count} · documents: {documents} · confirmed: {confirmed}",
                 count=len(found), documents=places, confirmed=confirmed)  # fmt: skip


@guides.command("links")
@click.argument("name")
@click.option("--document", metavar="D", help="Only this document.")
@click.option("--status", type=click.Choice(STATUSES), help="Only these.")
@output_options()
@pass_session
def guide_links(session: Session, name: str, document: str | None, status: str | None, output: Output) -> None:
    """List where the questions are asked, or may be.

    The last column is what `guides confirm` and `guides decline` take.
    """
    with session.open() as project:
        output.table(link_table(project.guides.links(name, document=document, status=status)))


@guides.command("confirm")
@click.argument("name")
@click.argument("ids", metavar="[ID]…", nargs=-1)
@click.option("--above", type=SHARE, metavar="X", help="All that are proposed with a confidence of X or more.")
@pass_session
def confirm_links(session: Session, name: str, ids: tuple[str, ...], above: float | None) -> None:
    """Say that questions are asked where they were found."""
    with session.open() as project:
        waiting = project.guides.links(name, status="proposed")
        chosen = [link.id for link in waiting if above is not None and link.confidence >= above]
        changed = project.guides.confirm(*_wanted(ids, chosen, above))
    session.tell("Confirmed: {count}", count=changed)


@guides.command("decline")
@click.argument("name")
@click.argument("ids", metavar="[ID]…", nargs=-1)
@click.option("--below", type=SHARE, metavar="X", help="All that are proposed with a confidence under X.")
@pass_session
def decline_links(session: Session, name: str, ids: tuple[str, ...], below: float | None) -> None:
    """Say that questions are not asked there.

    They are not proposed there again.
    """
    with session.open() as project:
        waiting = project.guides.links(name, status="proposed")
        chosen = [link.id for link in waiting if below is not None and link.confidence < below]
        changed = project.guides.decline(*_wanted(ids, chosen, below))
    session.tell("Declined: {count}", count=changed)


def _wanted(ids: tuple[str, ...], chosen: list[str], bound: float | None) -> list[str]:
    """The places named and those chosen by their confidence, each once."""
    if not ids and bound is None:
        raise click.UsageError(tr("name places by the ids that `guides links` shows, or choose them by confidence"))
    return list(dict.fromkeys([*ids, *chosen]))


@guides.command("mark")
@click.argument("name")
@click.argument("question")
@click.option("--document", metavar="D", required=True, help="Where.")
@click.option("--turn", "number", type=click.IntRange(min=1), metavar="N", required=True, help="In which turn.")
@pass_session
def mark_question(session: Session, name: str, question: str, document: str, number: int) -> None:
    """Say by hand in which turn a question is asked."""
    with session.open() as project:
        line, place = project.guides.question(question, name), project.corpus.document(document)
        turn = next((turn for turn in project.corpus.turns(place) if turn.number == number), None)
        if turn is None:
            raise NotFound(
                "{document} has no turn {number}",
                "see: qualcode turns --document '{document}'",
                document=place.name,
                number=number,
            )
        project.guides.link(line, place, turn.start, turn.end)
    session.tell("{document}, turn {turn}: asked «{question}»", document=place.name, turn=number, question=line.shown)


@guides.command("coverage")
@click.argument("name")
@also_proposed
@click.option("--by", type=click.Choice(BY), default="document", show_default=True, help="What the columns are.")
@click.option("--title", default="", metavar="TEXT", help="A caption.")
@output_options()
@pass_session
def guide_coverage(session: Session, name: str, proposed: bool, by: str, title: str, output: Output) -> None:
    """Count how often each question is asked in each interview.

    The last two columns are in how many it is asked, and of how many.
    """
    with session.open() as project:
        language = session.language or project.info().language
        coverage = project.guides.coverage(name, by=by, proposed=proposed)
    output.table(coverage_table(coverage, title), language=language)


@guides.command("answers")
@click.argument("name")
@click.argument("question")
@also_proposed
@output_options()
@pass_session
def guide_answers(session: Session, name: str, question: str, proposed: bool, output: Output) -> None:
    """List what was answered to a question, a turn each.

    An answer goes on to the next question of the guide, prompts of the same question not counted.
    """
    with session.open() as project:
        output.table(answer_table(project.guides.answers(question, name, proposed=proposed)))
