"""Documents: taking them in, listing them, their texts and who speaks in them."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.failure import complain
from qualcode.cli.filters import by_document
from qualcode.cli.output import Output, output_options
from qualcode.cli.session import Session, pass_session
from qualcode.errors import EXIT_FAILED, Conflict, InvalidInput, QualcodeError, reason_of
from qualcode.exchange.tabular import Table
from qualcode.project.naming import MAX_NAME, name_key
from qualcode.project.records import DOCUMENT_KINDS, SPEAKER_ROLES, Document, TouchedCoding
from qualcode.text.cleaning import NO_PROFILE, PROFILES
from qualcode.text.symbols import visible
from qualcode.wording import LANGUAGES, tr

if TYPE_CHECKING:
    from qualcode.project.intake import ImportReport
    from qualcode.project.project import Project

COLUMNS = ("name", "kind", "language", "words", "characters", "turns", "speakers", "codings", "sha256", "fidelity")
# Of how many documents it is told one by one who speaks in them.
MOST_TOLD = 40
MOST_LEFT_OUT = 10
TOUCHED_COLUMNS = ("code", "start", "end", "before", "after", "status", "document", "coder")
TURN_COLUMNS = ("document", "turn", "speaker", "timestamp", "start", "end", "text")


@dataclass(frozen=True, slots=True)
class Intake:
    """How files are to be taken in."""

    kind: str
    turns: str
    language: str | None
    repair: bool
    dry_run: bool
    speakers: Mapping[str, str]
    profile: str


class Rehearsed(Exception):
    """Ends a dry run: what it did is rolled back."""


def _speakers(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> dict[str, str]:
    """`I=interviewer,Berit` as roles by label; a label alone is a participant."""
    roles: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in (value or "").split(","))):
        label, _, role = part.partition("=")
        if role.strip() not in ("", *SPEAKER_ROLES):
            raise click.BadParameter(
                tr(
                    "«{role}» is not a role; choose one of: {choices}",
                    role=role.strip(),
                    choices=", ".join(SPEAKER_ROLES),
                )
            )
        roles[" ".join(label.split())] = role.strip() or "participant"
    return roles


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option("--kind", type=click.Choice(DOCUMENT_KINDS), default="interview", show_default=True, help="What it is.")
@click.option(
    "--turns",
    metavar="auto|none|REGEX",
    default="auto",
    show_default=True,
    help="How turns are found; a pattern has the groups (?P<speaker>…) and, if wanted, (?P<time>…).",
)
@click.option(
    "--speakers",
    metavar="LABEL[=ROLE],…",
    callback=_speakers,
    help="Who speaks: then exactly these labels open turns. Roles: interviewer, participant, joint.",
)
@click.option(
    "--clean",
    type=click.Choice(tuple(PROFILES)),
    default=NO_PROFILE,
    show_default=True,
    help="How the text is mended; none stores it as extracted. What was doubtful waits: see `qualcode repairs`.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the texts; else it is guessed.")
@click.option("--repair", is_flag=True, help="Put right letters that were wrongly decoded, such as Ã¸ for ø.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken in, and store nothing.")
@output_options()
@pass_session
@click.pass_context
def import_documents(
    ctx: click.Context,
    session: Session,
    files: tuple[Path, ...],
    kind: str,
    turns: str,
    speakers: dict[str, str],
    clean: str,
    language: str | None,
    repair: bool,
    dry_run: bool,
    output: Output,
) -> None:
    """Take in transcripts and other texts.

    Of a folder, all files in it that can be read are taken, in the order of their names; folders in it are not looked
    into. The good ones go in, the bad ones are named, and then the exit code is 1.
    """
    intake = Intake(kind, turns, language, repair, dry_run, speakers, clean)
    with session.open() as project:
        paths, failed = _expanded(session, files)
        report = _take_in(session, project, paths, intake)
    failed += report.failed
    _tell_notices(session, report, repair)
    for name, counts in report.cleaned.items():
        tell_repairs(session, name, counts)
    for place, error in failed:
        named = visible(Path(place).name, one_line=True) in error.message
        complain(error.message if named else f"{place}: {error.message}", error.hint)
    if dry_run:
        output.table(_document_table(report.imported))
    ctx.exit(EXIT_FAILED if failed else 0)


def _tell_notices(session: Session, report: ImportReport, repair: bool) -> None:
    for name, message in report.notices:
        session.tell("note: {name}: {message}", name=name, message=message)
    if report.mendable and not repair:
        session.tell("hint: undo the import and run it again with --repair")


def tell_repairs(session: Session, name: str, counts: Mapping[str, tuple[int, int]]) -> None:
    """Say what cleaning did to a document, rule by rule."""
    for rule, (made, waiting) in counts.items():
        session.tell(
            "{name}: {rule}: {made} mended, {waiting} waiting",
            name=name,
            rule=session.say(rule),
            made=made,
            waiting=waiting,
        )
    if any(waiting for _, waiting in counts.values()):
        session.tell("hint: see what waits with: qualcode repairs --status proposed")


def _expanded(session: Session, files: Iterable[Path]) -> tuple[list[Path], list[tuple[str, QualcodeError]]]:
    """The files to read, folders replaced by what can be read in them, and what there is no reading in.

    What else lies in a folder is told of, so that nobody believes it taken.
    """
    paths: list[Path] = []
    failed: list[tuple[str, QualcodeError]] = []
    for file in files:
        try:
            inside = _files_in(file) if file.is_dir() else [file]
            if file.is_dir() and (others := _others_in(file, inside)):
                session.tell("note: {folder}: left out: {names}", folder=file, names=", ".join(others))
            paths += inside
        except OSError as error:
            unread = InvalidInput("{reason}", "look at its name, and at who may read it", reason=reason_of(error))
            failed.append((str(file), unread))
        except QualcodeError as error:
            failed.append((str(file), error))
    return paths, failed


def _files_in(folder: Path) -> list[Path]:
    """What can be read in a folder, in the order of the names."""
    from qualcode.text.reading import READERS

    inside = [path for path in _shown_in(folder) if path.suffix.lower() in READERS]
    if not inside:
        raise InvalidInput(
            "there is no file in this folder that can be read",
            "the endings that can be read are {endings}",
            endings=", ".join(READERS),
        )
    return inside


def _shown_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.name[0] not in ".~"]


def _others_in(folder: Path, taken: Collection[Path]) -> list[str]:
    """The names of what is not taken of a folder, those of folders in it with a slash; many are cut short."""
    names = [f"{path.name}/" if path.is_dir() else path.name for path in _shown_in(folder) if path not in taken]
    return names if len(names) <= MOST_LEFT_OUT else [*names[:MOST_LEFT_OUT], "…"]


def _take_in(session: Session, project: Project, paths: list[Path], intake: Intake) -> ImportReport:
    """Import, confirm the speakers and say who speaks, as one act; a dry run does the same and is rolled back."""
    from qualcode.text.reading import document_name

    several = intake.dry_run or intake.speakers
    message = "Imported {names}" if len(paths) == 1 else "Imported {names} documents"
    label = project.say(message, names=document_name(paths[0]) if len(paths) == 1 else len(paths))
    try:
        with project.action(label) if several else nullcontext():
            known = _set_aside(project, paths) if intake.dry_run else {}
            report = project.corpus.import_files(
                _with_progress(paths),
                kind=intake.kind,
                turns=intake.turns,
                language=intake.language,
                repair=intake.repair,
                profile=intake.profile,
            )
            imported = tuple(_confirmed(session, project, document, intake) for document in report.imported)
            there = [known[key] for document in imported if (key := name_key(document.name)) in known]
            report = replace(report, imported=imported, failed=(*report.failed, *there))
            _tell_who_speaks(session, project, report, intake)
            if intake.dry_run:
                raise Rehearsed
    except Rehearsed:
        session.tell("Nothing was stored: this was a dry run")
    return report


def _set_aside(project: Project, paths: Iterable[Path]) -> dict[str, tuple[str, QualcodeError]]:
    """In a dry run, make room for files that are in the project already: what would come in is shown all the same.

    Gives, by the name of the document, the error that storing it would be.
    """
    from qualcode.text.reading import document_name

    names = {name_key(document.name): document for document in project.corpus.documents()}
    errors: dict[str, tuple[str, QualcodeError]] = {}
    for path in paths:
        if there := names.pop(name_key(document_name(path)), None):
            project.corpus.rename(there, f"{there.id} {there.name}"[:MAX_NAME])
            problem = Conflict(
                "there is a document «{name}» already", "rename the file or the document", name=there.name
            )
            errors[name_key(there.name)] = str(path), problem
    return errors


def _confirmed(session: Session, project: Project, document: Document, intake: Intake) -> Document:
    """The document with the speakers that were named, if any of them speaks in it."""
    if not intake.speakers:
        return document
    from qualcode.text.turns import find_turns

    text = project.corpus.text(document)
    found = {turn.speaker for turn in find_turns(text, pattern=intake.turns, speakers=intake.speakers.keys()).turns}
    here = {label: role for label, role in intake.speakers.items() if label in found}
    if not here:
        session.tell("note: {name}: none of the speakers you named speaks here", name=document.name)
        return document
    project.corpus.set_speakers(document, here, intake.turns)
    return project.corpus.document(document.id)


def _tell_who_speaks(session: Session, project: Project, report: ImportReport, intake: Intake) -> None:
    labels: dict[str, list[str]] = {}
    for speaker in project.corpus.speakers() if report.imported else ():
        shown = speaker.label if speaker.role == "participant" else f"{speaker.label} ({tr(speaker.role)})"
        labels.setdefault(speaker.document_id, []).append(shown)
    if len(report.imported) > 1:
        words, found = sum(d.words for d in report.imported), sum(d.turns for d in report.imported)
        session.tell("Imported {count} documents: {words} words, {turns} turns",
                     count=len(report.imported), words=words, turns=found)  # fmt: skip
    for document in report.imported[:MOST_TOLD]:
        who = ", ".join(labels.get(document.id, ())) or "–"
        session.tell("{name}: {words} words, {turns} turns, speakers: {who}",
                     name=document.name, words=document.words, turns=document.turns, who=who)  # fmt: skip


def _with_progress(paths: list[Path]) -> Iterator[Path]:
    """The paths one by one, with a bar on stderr when somebody is there to see it."""
    if not sys.stderr.isatty() or len(paths) < 2:
        yield from paths
        return
    with click.progressbar(paths, file=sys.stderr, item_show_func=_shown_name) as bar:
        yield from bar


def _shown_name(path: Path | None) -> str:
    return visible(path.name, one_line=True) if path else ""


@click.group(invoke_without_command=True)
@output_options()
@pass_session
@click.pass_context
def documents(ctx: click.Context, session: Session, output: Output) -> None:
    """List the documents with their counts.

    The words of the interviewer are left out of the count.
    """
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            output.table(_document_table(project.corpus.documents()))


def _document_table(documents: Iterable[Document]) -> Table:
    return Table(COLUMNS, map(attrgetter(*COLUMNS), documents))


@documents.command("text")
@click.argument("name")
@click.option("--raw", is_flag=True, help="As extracted from the file, before any change.")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), help="A file instead of stdout.")
@pass_session
def document_text(session: Session, name: str, raw: bool, path: Path | None) -> None:
    """Print the text of a document, byte for byte.

    Nothing is added. On a terminal control characters are shown as symbols, since a text may hold any.
    """
    with session.open() as project:
        text = project.corpus.raw(name) if raw else project.corpus.text(name)
    Output("txt", path).content(text)


@documents.command("replace")
@click.argument("name")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@click.option("--force", is_flag=True, help="Also if nearly all words are others.")
@output_options()
@pass_session
def replace_document(session: Session, name: str, file: Path, force: bool, output: Output) -> None:
    """Take in a corrected version of a document.

    What differs is found word by word, and codings keep to their words. Listed is what changed inside codings; one
    whose words are gone is kept with them, as orphaned.

    Of a document that was cleaned, give either the file it came from, corrected, or its text as it is now, corrected.
    With the former, repairs, decisions and corrections by hand stay wherever the file was left alone, and what is new
    is cleaned in the same way.
    """
    from qualcode.project.corrected_file import in_words
    from qualcode.text.reading import read_file

    with session.open() as project:
        correction = project.editing.compared(name, read_file(file))
        if correction.is_another_text and not force:
            raise InvalidInput(
                "{percent} percent of the words are others than in {name}",
                "look whether it is the right file; --force takes it all the same",
                percent=correction.other_share,
                name=correction.state.document.name,
            )
        numbers = project.editing.consequences(correction)
        touched = project.editing.take_in(correction)
    output.table(touched_table(touched))
    for line in in_words(numbers):
        session.tell("{line}", line=line)
    tell_touched(session, touched)


@documents.command("clean")
@click.argument("name")
@click.option("--profile", type=click.Choice(tuple(PROFILES)[1:]), required=True, help="What to look for.")
@pass_session
def clean_document(session: Session, name: str, profile: str) -> None:
    """Mend the text of a document that is in the project.

    Sure repairs are made, doubtful ones wait; codings keep to their words.
    """
    with session.open() as project:
        document, counts = project.corpus.document(name).name, project.editing.clean(name, profile)
    tell_repairs(session, document, counts)
    session.tell(
        "{name}: mended in all: {made}, waiting: {waiting}", name=document,
        made=sum(made for made, _ in counts.values()), waiting=sum(waiting for _, waiting in counts.values()),
    )  # fmt: skip


def touched_table(touched: Iterable[TouchedCoding]) -> Table:
    """The codings whose words an edit changed."""
    return Table(TOUCHED_COLUMNS, map(attrgetter(*TOUCHED_COLUMNS), touched))


def tell_touched(session: Session, touched: Collection[TouchedCoding]) -> None:
    """Say in a line what an edit did to codings."""
    lost = sum(each.status == "orphaned" for each in touched)
    session.tell("Codings changed: {changed} · lost their text: {lost}", changed=len(touched) - lost, lost=lost)


@click.command()
@by_document
@output_options()
@pass_session
def turns(session: Session, documents: tuple[str, ...], output: Output) -> None:
    """List the turns: who says what, and where.

    The span is that of the words; the speaker's label is left out.
    """
    with session.open() as project:
        corpus = project.corpus
        wanted = [corpus.document(name) for name in documents] or corpus.documents()
        texts, found = corpus.texts(), corpus.all_turns(*(document.id for document in wanted))
    rows = (
        (document.name, turn.number, turn.speaker, turn.timestamp, turn.start, turn.end,
         texts[document.id][turn.start : turn.end])
        for document in wanted
        for turn in found[document.id]
    )  # fmt: skip
    output.table(Table(TURN_COLUMNS, rows))
