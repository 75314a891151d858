"""The facade: one open project, one transaction owner, one module per concern."""

from __future__ import annotations

import getpass
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import Connection, select

from qualcode.errors import InvalidInput, ProjectUnusable
from qualcode.project.cases import Cases
from qualcode.project.codebook import Codebooks
from qualcode.project.coding import Codings
from qualcode.project.corpus import Corpus
from qualcode.project.database import SCHEMA_REVISION, Database, create_file, dated, is_file, recognise_file
from qualcode.project.drafts import Drafts
from qualcode.project.editing import Editing
from qualcode.project.guides import Guides
from qualcode.project.history import Action, History
from qualcode.project.integrity import check_project
from qualcode.project.memos import Memos
from qualcode.project.naming import checked_name
from qualcode.project.quotes import Quotes
from qualcode.project.records import Problem, ProjectInfo
from qualcode.project.rounds import Rounds
from qualcode.project.schema import ProjectRow
from qualcode.project.search import Search
from qualcode.project.structure import Structure
from qualcode.project.surveys import Surveys
from qualcode.project.tables import Tables
from qualcode.wording import LANGUAGES, wording


class Project:
    """An open project. Every write happens inside `action`; everything it returns is a frozen record."""

    def __init__(self, database: Database, coder: str | None = None) -> None:
        self.database = database
        self.coder = coder or default_coder()
        self._action: ContextVar[Action | None] = ContextVar("action", default=None)
        self._view = threading.local()
        self.presence: str | None = None
        self._language = self.info().language
        self.corpus = Corpus(self)
        self.codebook = Codebooks(self)
        self.coding = Codings(self)
        self.memos = Memos(self)
        self.cases = Cases(self)
        self.surveys = Surveys(self)
        self.quotes = Quotes(self)
        self.tables = Tables(self)
        self.search = Search(self)
        self.editing = Editing(self)
        self.structure = Structure(self)
        self.guides = Guides(self)
        self.rounds = Rounds(self)
        self.history = History(self)
        self.drafts = Drafts(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def action(self, label: str) -> Iterator[Action]:
        """One act: all that is written inside is stored together, logged under the label, or not at all.

        An act inside an act is part of the outer one.
        """
        current = self._action.get()
        if current is not None:
            yield current
            return
        with self.database.write() as connection:
            act = Action(connection, self.coder, label, self.now())
            act.coder(self.coder)
            token = self._action.set(act)
            try:
                yield act
            finally:
                self._action.reset(token)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The writer's connection for undo and redo, which make acts of their own."""
        if self._action.get() is not None:
            raise RuntimeError("undo and redo cannot be part of another act")
        with self.database.write() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with; inside an act it is the act's own, so that it sees what the act has done.

        A read inside a read of the same thread is of the same moment, whatever others write in between.
        """
        current = self._action.get()
        here: Connection | None = current.connection if current is not None else getattr(self._view, "here", None)
        if here is not None:
            yield here
            return
        with self.database.read() as connection:
            self._view.here = connection
            try:
                yield connection
            finally:
                self._view.here = None

    def info(self) -> ProjectInfo:
        """Name, language and place of the project."""
        with self.read() as connection:
            row = connection.execute(select(ProjectRow.id, ProjectRow.name, ProjectRow.language, ProjectRow.created_at))
            found = row.one_or_none()
        if found is None:
            raise ProjectUnusable("this database holds no project", "make one with: qualcode new")
        return ProjectInfo(found.id, found.name, found.language, found.created_at, self.database.location)

    def rename(self, name: str) -> None:
        """Give the project another name."""
        clean = checked_name(name, "project")
        with self.action(self.say("Renamed the project: {name}", name=clean)) as act:
            act.update(ProjectRow, self.info().id, name=clean)

    def settings(self) -> dict[str, Any]:
        """What was set for this project, by key."""
        with self.read() as connection:
            return dict(connection.execute(select(ProjectRow.settings)).scalar_one())

    def set_setting(self, key: str, value: Any) -> None:
        """Remember something with the project."""
        with self.action(self.say("Changed the setting {key}", key=key)) as act:
            act.update(ProjectRow, self.info().id, settings={**self.settings(), key: value})

    def last_act(self) -> int:
        """The number of the newest act; poll it to see that something has changed."""
        return self.history.last()

    def check(self, *, repair: bool = False) -> list[Problem]:
        """Everything that is wrong with the project; with `repair`, what is left after mending what can be mended."""
        return check_project(self, repair=repair)

    def backup(self, target: Path | str | None = None) -> Path:
        """A consistent copy, beside the project when no place is named."""
        return self.database.backup(Path(target) if target else dated(Path(self.database.location)))

    def enter(self) -> list[tuple[str, str, str]]:
        """Say that a workbench is open here; (coder, host, since) of the others that are."""
        others, presence = self.database.others_present(), str(uuid4())
        row = {"id": presence, "coder": self.coder, "host": socket.gethostname(), "pid": os.getpid()}
        self.database.enter({**row, "since": self.now()})
        self.presence = presence
        return others

    def close(self) -> None:
        """Let go of the project; a SQLite project is one plain file again."""
        if self.presence and not self.drafts.is_kept:
            self.database.leave(self.presence)
            self.presence = None
        self.database.close()

    def now(self) -> str:
        """The time to put on what is written now: ISO 8601, UTC, whole seconds."""
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def say(self, message: str, **fields: object) -> str:
        """A label for the log in the project's language."""
        return wording(self._language).gettext(message).format(**fields)


def default_coder() -> str:
    """The person's name as far as the environment tells."""
    if name := os.environ.get("QUALCODE_CODER"):
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"


def create_project(
    location: str | Path, *, name: str | None = None, language: str = "nb", coder: str | None = None
) -> Project:
    """Make an empty project and open it: a `.qualcode` file, or the tables in an empty PostgreSQL database."""
    if language not in LANGUAGES:
        raise InvalidInput("«{language}» is not a language qualcode knows", "choose nb, nn or en", language=language)
    if is_file(location):
        path = Path(location).expanduser().absolute()
        if not path.name.removesuffix(".qualcode").strip(". "):
            raise InvalidInput("the project has no name", "write one before the ending: «My study.qualcode»")
        create_file(path, lambda database: _write_project_row(database, name or path.stem, language))
        return Project(Database(path), coder)
    database = Database(location)
    if database.revision() is not None:
        raise ProjectUnusable("this database holds a project already", "open it, or name an empty database")
    database.create_tables()
    _write_project_row(database, name or str(location).rsplit("/", 1)[-1].split("?")[0], language)
    return Project(database, coder)


def open_project(location: str | Path, *, coder: str | None = None) -> Project:
    """Open a project, migrating an older file after a backup; one from a newer version is refused kindly."""
    if is_file(location):
        location = Path(location).expanduser().absolute()
        recognise_file(location)
    database = Database(location)
    revision = database.revision()
    if revision is None:
        database.close()
        raise ProjectUnusable(
            "there is no qualcode project in {place}",
            "the file may be damaged: open a backup" if database.is_file else "make one with: qualcode new",
            place=database.name,
        )
    if revision != SCHEMA_REVISION:
        from qualcode.project.migration import migrate

        migrate(database, revision)
    return Project(database, coder)


def _write_project_row(database: Database, title: str, language: str) -> None:
    name = checked_name(title, "project")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = {"id": str(uuid4()), "name": name, "language": language, "created_at": now, "settings": {}}
    with database.write() as connection:
        connection.info["action"] = "create"
        connection.execute(ProjectRow.__table__.insert(), [row])  # type: ignore[attr-defined]
        connection.info.pop("action")


__all__ = ["Project", "create_project", "default_coder", "open_project"]
