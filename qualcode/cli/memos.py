"""Memos: listing, writing, linking and removing them, and the research diary."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from qualcode.cli.codings import unmistakable_names
from qualcode.cli.filters import Span, by_code, by_coder, by_document, span_option
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import InvalidInput
from qualcode.exchange.diary import FORMATS, dumps, memo_table
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.project.records import Memo

KINDS = ("reflection", "method", "theory", "ethics", "summary", "question", "idea")
Command = Callable[..., Any]


class Wanted(NamedTuple):
    """Which memos a command is about."""

    documents: tuple[str, ...]
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    cases: tuple[str, ...]
    kinds: tuple[str, ...]
    since: date | None
    until: date | None
    search: str
    due: bool

    def memos(self, project: Project) -> list[Memo]:
        """Those of a project, newest first; the due ones longest waiting first."""
        places = {project.corpus.document(name).id for name in self.documents}
        codes = {code.id for name in self.codes for code in project.codebook.subtree(name)}
        people = {project.coding.coder(name).name for name in self.coders}
        cases = {project.cases.case(name).id for name in self.cases}
        found = project.memos.memos(text=self.search, since=self.since, until=self.until)
        if self.due:
            there = {memo.id for memo in found}
            found = [memo for memo in project.memos.due() if memo.id in there]
        return [
            memo
            for memo in found
            if (not places or memo.document_id in places)
            and (not codes or memo.code_id in codes)
            and (not people or memo.coder in people)
            and (not cases or (memo.target == "case" and memo.target_id in cases))
            and (not self.kinds or memo.kind in self.kinds)
        ]


def _day(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(tr("a day is written like 2026-12-01")) from error


def _coming_day(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from qualcode.text.dates import read_date

    day = read_date(value, date.today()) if value is not None else None
    if value is not None and day is None:
        raise click.BadParameter(tr("«{day}» is not a day; write 2026-12-01, or «om 2 uker»", day=value))
    return day.isoformat() if day else None


def _filters(command: Command) -> Command:
    """Give a command the options that narrow memos down; it gets them together as `wanted`."""

    @by_document
    @by_code
    @click.option("--case", "cases", metavar="C", multiple=True, help="Only on this case. Repeatable.")
    @click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only of this kind. Repeatable.")
    @by_coder
    @click.option("--since", metavar="DATE", callback=_day, help="Only from this day on, like 2026-02-01.")
    @click.option("--until", metavar="DATE", callback=_day, help="Only up to this day, it included.")
    @click.option("--search", default="", metavar="WORDS", help="Only with these words; skjonn finds Skjønn.")
    @click.option("--due", is_flag=True, help="Only parked ideas whose day has come.")
    @wraps(command)
    def with_filters(*args: Any, **options: Any) -> Any:
        wanted = Wanted(**{name: options.pop(name) for name in Wanted._fields})
        return command(*args, wanted=wanted, **options)

    return with_filters


def _links(command: Command) -> Command:
    """Give a command the options that say what a memo is about; it gets them as `links`."""

    @click.option("--document", metavar="D", help="About this document.")
    @span_option(help="Within the document, about the words from START up to END.")
    @click.option("--code", metavar="C", help="About this code.")
    @click.option("--case", metavar="X", help="About this case.")
    @click.option("--about", metavar="ID", help="About this memo.")
    @click.option(
        "--remind", metavar="DATE", callback=_coming_day, help="Let it come back then: 2026-12-01, om 2 uker."
    )
    @wraps(command)
    def with_links(*args: Any, span: Span | None, **options: Any) -> Any:
        named = {name: options.pop(name) for name in ("document", "code", "case", "about")}
        links = {name: value for name, value in named.items() if value is not None}
        if span is not None and "document" not in links:
            raise click.UsageError(tr("a span goes with --document"))
        if len(links) > 1:
            raise click.UsageError(tr("a memo is about one thing: give one of --document, --code, --case and --about"))
        if span is not None:
            links |= {"start": span[0], "end": span[1]}
        return command(*args, links=links, **options)

    return with_links


@click.group(invoke_without_command=True)
@_filters
@output_options()
@pass_session
@click.pass_context
def memos(ctx: click.Context, session: Session, wanted: Wanted, output: Output) -> None:
    """List the memos, newest first.

    The last column is the memo that a memo is about.
    """
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            output.table(memo_table(wanted.memos(project), unmistakable_names(project.codebook.codes())))


@memos.command("add")
@click.argument("text")
@click.option("--title", default="", metavar="TEXT", help="A title.")
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="What kind of memo it is.")
@_links
@pass_session
def add_memo(session: Session, text: str, title: str, kind: str, remind: str | None, links: dict[str, Any]) -> None:
    """Write a memo and print its id; `-` reads it from stdin.

    Without a thing that it is about it is on the project.
    """
    with session.open() as project:
        memo = project.memos.add(_filled(_written(text), title), title=title, kind=kind, remind_at=remind, **links)
    click.echo(memo.id)


@memos.command("edit")
@click.argument("memo_id", metavar="ID")
@click.argument("text", required=False)
@click.option("--title", metavar="TEXT", help="Another title; empty for none.")
@click.option("--kind", type=click.Choice(KINDS), help="Another kind.")
@_links
@click.option("--no-remind", is_flag=True, help="It need not come back.")
@click.option("--on-project", is_flag=True, help="It is about the project.")
@pass_session
def edit_memo(
    session: Session,
    memo_id: str,
    text: str | None,
    title: str | None,
    kind: str | None,
    remind: str | None,
    links: dict[str, Any],
    no_remind: bool,
    on_project: bool,
) -> None:
    """Change what a memo says or what it is about.

    `-` as its text reads from stdin. The ids are those that `memos` lists.
    """
    if (links and on_project) or (remind and no_remind):
        raise click.UsageError(tr("these options contradict each other"))
    if not (links or on_project or no_remind) and (text, title, kind, remind) == (None,) * 4:
        raise click.UsageError(tr("say what to change"))
    with session.open() as project:
        memo = project.memos.memo(memo_id)
        new = None if text is None else _filled(_written(text), memo.title if title is None else title)
        with project.action(project.say("Memo: {title}", title=memo.name)):
            project.memos.update(memo_id, text=new, title=title, kind=kind, remind_at="" if no_remind else remind)
            if links or on_project:
                project.memos.link(memo_id, **links)
        memo = project.memos.memo(memo_id)
    session.tell("Changed the memo «{name}»", name=memo.name)


@memos.command("remove")
@click.argument("memo_id", metavar="ID")
@pass_session
def remove_memo(session: Session, memo_id: str) -> None:
    """Take a memo away.

    Memos about it are kept and come to be about what it was about.
    """
    with session.open() as project:
        memo = project.memos.memo(memo_id)
        project.memos.remove(memo_id)
    session.tell("Removed the memo «{name}»", name=memo.name)


@memos.command("export")
@_filters
@output_options(*FORMATS, default="md")
@pass_session
def export_memos(session: Session, wanted: Wanted, output: Output) -> None:
    """Write the research diary: the memos by day, with the words they are on."""
    with session.open() as project:
        found = wanted.memos(project)
        info = project.info()
        passages = project.memos.passages(found)
    language = session.language or info.language
    output.content(dumps(found, passages, output.format, language=language, project=info.name))


def _filled(text: str, title: str) -> str:
    """The text, if it or the title says anything: a memo that holds nothing is a slip."""
    if not (text.strip() or title.strip()):
        raise InvalidInput("the memo is empty", "write what it says, or let - read it from stdin")
    return text


def _written(text: str) -> str:
    return sys.stdin.read().rstrip("\n") if text == "-" else text
