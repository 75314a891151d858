"""Taking files in: which and how is asked, a thread reads them, repairs are gone through, and all is stored at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatch
from os.path import expanduser
from pathlib import Path

from qualcode.errors import Conflict, QualcodeError
from qualcode.project.intake import DECLINED, Draft
from qualcode.project.naming import name_key
from qualcode.project.project import Project
from qualcode.project.records import Document, Speaker
from qualcode.text.cleaning import NO_PROFILE, PROFILES
from qualcode.text.reading import READERS, document_name, read_file
from qualcode.text.rules.letters import looks_damaged
from qualcode.text.speaker_words import PARTICIPANT
from qualcode.text.turns import AUTO
from qualcode.tui.dialogs import AskPath, ShowText, full_path, what_is_taken
from qualcode.tui.screens.repairs import ReviewRepairs, rule_names
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.import_dialogs import AS_SHOWN, SCANNED, AskHow, InProgress
from qualcode.tui.widgets.repair_places import Review, places_of_drafts
from qualcode.tui.words import tr, trn

WILD = "*?["
HIDDEN = (".", "~")  # Word has a file of its own beside one that is open, such as `~$tervju.docx`.
LARGEST_LOOK = 5_000_000
# What a reader says should be mended, and the rule that does it.
MENDED_BY = {"lost letters": "damaged word", "mojibake": "wrong decoding"}

# Tells how far work is: how many of how many, and which file; raises Stopped where the person wants no more of it.
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """Which files, and how they are to be taken."""

    paths: Sequence[Path]
    kind: str = "interview"
    language: str | None = None
    turns: str = AUTO
    profile: str = NO_PROFILE


@dataclass(slots=True)
class Taken:
    """What was read and is not stored yet, and what could not be read."""

    drafts: list[Draft] = field(default_factory=list)
    failed: list[tuple[str, QualcodeError]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)


class Importing:
    """One import, question after question; `done` hears which documents came in, and how turns were looked for."""

    def __init__(self, screen: WorkScreen, done: Callable[[Sequence[Document], str], None]) -> None:
        self._screen, self._project, self._done = screen, screen.project, done
        self._paths: Sequence[Path] = ()
        self._choice = ImportChoice(())
        self._taken = Taken()

    def ask(self) -> None:
        """Which file or folder?"""
        self._screen.app.push_screen(AskPath(tr("Import which file or folder?"), says=what_comes_in), self._named)

    def _named(self, path: str | None) -> None:
        paths = files_at(path) if path else []
        if paths:
            self._paths = paths
            self._ask_how()
        elif path:
            self._screen.say(tr("There is nothing to import in {path}", path=path))

    def _ask_how(self, before: Mapping[str, object] | None = None) -> None:
        self._screen.app.push_screen(AskHow(self._paths, profile_of_file, before), self._chosen)

    def _chosen(self, answer: Mapping[str, object] | None) -> None:
        if answer:
            self._choice = ImportChoice(**answer)  # type: ignore[arg-type]
            work = InProgress(tr("Reading"), lambda tell: read_drafts(self._project, self._choice, tell))
            self._screen.app.push_screen(work, self._read)
        elif self._choice.paths:
            self._screen.say(tr("Nothing was imported"))

    def _read(self, taken: Taken | None) -> None:
        if taken is None:
            self._screen.say(tr("Stopped; nothing was imported"))
            return
        self._taken = taken
        review = Review(places_of_drafts(taken.drafts))
        if not review.places:
            self._store(review)
            return
        title = trn(
            "Repairs in {n} document", "Repairs in {n} documents", len({place.document for place in review.places})
        )
        self._screen.app.push_screen(ReviewRepairs(title, review), self._reviewed)

    def _reviewed(self, review: Review | None) -> None:
        if review is None:
            self._ask_how(asdict(self._choice))
        else:
            self._store(review)

    def _store(self, review: Review) -> None:
        def stored(documents: list[Document] | None) -> None:
            if documents is None:
                self._screen.say(tr("Stopped; nothing was imported"))
            else:
                self._tell(documents, review)

        work = InProgress(
            tr("Storing"), lambda tell: store(self._project, self._choice, self._taken.drafts, review, tell)
        )
        self._screen.app.push_screen(work, stored)

    def _tell(self, documents: Sequence[Document], review: Review) -> None:
        if documents:
            self._screen.did(trn("Imported {n} document", "Imported {n} documents", len(documents)))
        else:
            self._screen.say(tr("Nothing was imported"))
        text = summary(documents, self._taken, review, self._project.corpus.speakers())
        title = tr("What came in") if documents else tr("Nothing was imported")
        self._screen.app.push_screen(ShowText(title, text), lambda _: self._done(documents, self._choice.turns))


def files_at(path: str) -> list[Path]:
    """The file, those of a folder that can be read, or those that a pattern (`*.docx`) means; none that is hidden."""
    place = Path(path)
    if place.is_dir():
        folder, pattern = place, "*"
    elif any(sign in place.name for sign in WILD) and not place.exists():
        folder, pattern = place.parent, place.name
    else:
        return [place]
    try:
        found = [file for file in folder.iterdir() if fnmatch(file.name, pattern)]
    except OSError:
        return []
    return sorted(file for file in found if file.suffix.lower() in READERS and not file.name.startswith(HIDDEN))


def what_comes_in(typed: str) -> str:
    """What Enter takes in: a file, or how many of a folder or pattern."""
    place = expanduser(typed)
    paths = files_at(place) if typed else [Path(place)]
    if paths == [Path(place)]:
        return what_is_taken(typed)
    if not paths:
        return tr("There is nothing to import in {path}", path=full_path(typed))
    return trn("Enter takes {n} file of {path}", "Enter takes {n} files of {path}", len(paths), path=full_path(typed))


def profile_of_file(path: Path) -> str:
    """The cleaning that a file shows it needs; nothing where it cannot be read or is too large to look at first."""
    try:
        return profile_shown(read_file(path).text) if path.stat().st_size <= LARGEST_LOOK else ""
    except (QualcodeError, OSError):
        return ""  # What is wrong with the file is told when it is taken in.


def profile_shown(text: str) -> str:
    """The cleaning that a text shows it needs: much where a scanner lost letters, else none."""
    return SCANNED if looks_damaged(text) else NO_PROFILE


def read_drafts(project: Project, choice: ImportChoice, tell: Tell) -> Taken:
    """Read and clean files; those that cannot be taken in are named, and nothing is stored."""
    taken = Taken()
    names = {name_key(document.name) for document in project.corpus.documents()}
    for number, path in enumerate(choice.paths):
        tell(number, len(choice.paths), path.name)
        try:
            source = read_file(path)
            profile = profile_shown(source.text) if choice.profile == AS_SHOWN else choice.profile
            draft = project.corpus.draft(
                document_name(path), source, kind=choice.kind, language=choice.language, turns=choice.turns,
                profile=profile,
            )  # fmt: skip
            if name_key(draft.name) in names:
                message = "there is a document «{name}» already"
                raise Conflict(message, "rename the file or the document", name=draft.name)
        except QualcodeError as error:
            taken.failed.append((path.name, error))
            continue
        names.add(name_key(draft.name))
        taken.drafts.append(draft)
        notices = (n for n in draft.extracted.notices if MENDED_BY.get(n.kind) not in PROFILES[profile])
        taken.notices += [(draft.name, notice.message) for notice in notices]
    return taken


def store(
    project: Project, choice: ImportChoice, drafts: Sequence[Draft], review: Review, tell: Tell
) -> list[Document]:
    """Store drafts with what a person decided of their repairs, as one act; what was declined stays declined."""
    decided = list(drafts)
    for number in sorted(review.documents_changed):
        tell(number, len(drafts), drafts[number].name)
        draft = drafts[number]
        cleaned = draft.cleaned.with_made(review.made_in(number))
        decided[number] = project.corpus.draft(
            draft.name, draft.extracted, kind=choice.kind, language=draft.fields["language"], turns=choice.turns,
            cleaned=cleaned,
        )  # fmt: skip
    if not decided:
        return []
    names = decided[0].name if len(decided) == 1 else str(len(decided))
    message = "Imported {names}" if len(decided) == 1 else "Imported {names} documents"
    with project.action(project.say(message, names=names)):
        documents = project.corpus.store(decided)
        _decline(project, documents, review)
        tell(len(drafts), len(drafts), "")
    return documents


def _decline(project: Project, documents: Sequence[Document], review: Review) -> None:
    """What was declined before it was stored waits no more."""
    declined: dict[int, set[tuple[int, int, str]]] = {}
    for place in review.decided(DECLINED):
        declined.setdefault(place.document, set()).update(place.pieces)
    for number, pieces in declined.items():
        edits = project.editing.edits(documents[number], status="proposed")
        ids = [edit.id for edit in edits if (edit.start, edit.end, edit.replacement) in pieces]
        if ids:
            project.editing.take_back(*ids)


def summary(documents: Sequence[Document], taken: Taken, review: Review, speakers: Iterable[Speaker] = ()) -> str:
    """What came in and who speaks there, what was mended, what could not be read, and what is worth knowing."""
    parts = []
    if documents:
        counts = [
            trn("{n} document", "{n} documents", len(documents)),
            trn("{n} word", "{n} words", sum(document.words for document in documents)),
            trn("{n} turn", "{n} turns", sum(document.turns for document in documents)),
        ]
        parts.append([" · ".join(counts)])
        parts.append(list(_speaker_lines(documents, speakers)))
    parts.append(list(_repair_lines(review)))
    parts.append(
        [error.message if name in error.message else f"{name}: {error.message}" for name, error in taken.failed]
    )
    parts.append([f"{name}: {notice}" for name, notice in taken.notices])
    return "\n\n".join("\n".join(part) for part in parts if part)


def _speaker_lines(documents: Sequence[Document], speakers: Iterable[Speaker]) -> Iterable[str]:
    """A line for each document in which somebody speaks: who, and in which role if it is not the usual one."""
    named: dict[str, list[str]] = {document.id: [] for document in documents}
    for speaker in speakers:
        if speaker.document_id in named:
            role = "" if speaker.role == PARTICIPANT else f" ({tr(speaker.role)})"
            named[speaker.document_id].append(f"{speaker.label}{role}")
    for document in documents:
        if named[document.id]:
            yield f"{document.name}: {', '.join(named[document.id])}"


def _repair_lines(review: Review) -> Iterable[str]:
    """A line for each rule: how often it was made and how often it waits."""
    names = rule_names()
    for rule in review.by_rule:
        made, waiting = review.counts(rule)
        words = [trn("{n} made", "{n} made", made), *([trn("{n} waits", "{n} wait", waiting)] if waiting else [])]
        yield f"{names.get(rule, rule)}: {', '.join(words)}"
