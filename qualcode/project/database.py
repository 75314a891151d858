"""Where the rows lie: one SQLite file or one PostgreSQL database, opened, guarded, backed up and migrated here.

Only this module and `search` may ask which of the two it is.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from errno import ENOSPC
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar
from urllib.parse import urlencode

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from qualcode.errors import ProjectUnusable, QualcodeError, reason_of
from qualcode.project.schema import LOGGED_TABLES, Base, PresenceRow

if TYPE_CHECKING:
    from qualcode.project.project import Project

APPLICATION_ID = 0x51434F44  # "QCOD", so that `file` and we know our own
SCHEMA_REVISION = "0002"
WAIT_SECONDS = 15
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "MERGE")
POSTGRES_LOCK = 0x51434F44
_AS_IT_LIES = {"mode": "ro", "immutable": "1"}


class Database:
    """An open database: short reads, one writer at a time, and no write that bypasses the log."""

    def __init__(self, location: str | Path) -> None:
        self.location = str(location)
        self.is_file = is_file(location)
        self.engine = _sqlite_engine(Path(location)) if self.is_file else _postgres_engine(self.location)
        self._identity = _identity(Path(location)) if self.is_file else None
        self._has_written = False
        # Where all that is stored was copied to, once the file was no longer where it had been.
        self.rescued: Path | None = None
        # What SQLite does anyway; PostgreSQL must be told that what is read later is of the same moment.
        self._one_moment: dict[str, Any] = {} if self.is_file else {"isolation_level": "REPEATABLE READ"}
        event.listen(self.engine, "before_cursor_execute", _refuse_unlogged_writes)

    @property
    def name(self) -> str:
        """The place in words that may be shown: an address without its password."""
        return self.location if self.is_file else make_url(self.location).render_as_string(hide_password=True)

    @property
    def is_read_only(self) -> bool:
        """Whether it was opened as it lies, write-protected: nothing can be stored."""
        return self.engine.url.query.get("mode") == _AS_IT_LIES["mode"]

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for some reads."""
        with _in_words(), self.engine.connect().execution_options(**self._one_moment) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one writer's transaction: stored whole at the end, or not at all."""
        self._refuse_if_gone()
        with _in_words(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.is_file:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
            self._has_written = True
            yield connection

    def create_tables(self) -> None:
        """Lay out an empty database at the newest revision."""
        with self.engine.connect().execution_options(writes=True, unlogged=True) as connection, connection.begin():
            Base.metadata.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": SCHEMA_REVISION})

    def revision(self) -> str | None:
        """The schema's revision, or None where there is no schema of ours."""
        try:
            with self.engine.connect() as connection:
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        except DBAPIError as error:
            if not self.is_file and isinstance(error, OperationalError):
                raise ProjectUnusable(
                    "cannot reach the database: {problem}",
                    "look at the address, and whether the server is running",
                    problem=_first_line(error),
                ) from error
            return None

    def foreign_key_faults(self) -> list[tuple[str, str]]:
        """(table, table it should point into) for each broken link; PostgreSQL never has any."""
        if not self.is_file:
            return []
        with self.read() as connection:
            return [(row[0], row[2]) for row in connection.execute(text("PRAGMA foreign_key_check"))]

    def damage(self) -> list[str]:
        """What SQLite's own check of the file says, empty when it is sound."""
        if not self.is_file:
            return []
        with self.read() as connection:
            lines = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
        return [] if lines == ["ok"] else lines

    def backup(self, target: Path) -> Path:
        """A consistent copy while others may be writing; an existing file is never overwritten."""
        if not self.is_file:
            raise QualcodeError(
                "a PostgreSQL project is backed up with PostgreSQL's own tools", "use pg_dump on the database"
            )
        return copy_database(Path(self.location), target)

    def others_present(self) -> list[tuple[str, str, str]]:
        """(coder, host, since) of every other workbench that has the project open."""
        with self.read() as connection:
            rows = connection.execute(select(PresenceRow.coder, PresenceRow.host, PresenceRow.pid, PresenceRow.since))
            return [(row.coder, row.host, row.since) for row in rows if is_alive(row.host, row.pid)]

    def enter(self, row: dict[str, Any]) -> None:
        """Note that a workbench has the project open; those that died are forgotten unless words were left there."""
        without = select(PresenceRow.id, PresenceRow.host, PresenceRow.pid).where(PresenceRow.draft.is_(None))
        with self.write() as connection:
            for other in connection.execute(without).all():
                if not is_alive(other.host, other.pid):
                    connection.execute(PresenceRow.__table__.delete().where(PresenceRow.id == other.id))  # type: ignore[attr-defined]
            connection.execute(PresenceRow.__table__.insert(), [row])  # type: ignore[attr-defined]

    def leave(self, presence_id: str) -> None:
        """Take the note back."""
        if self._is_gone():
            return
        with self.write() as connection:
            connection.execute(PresenceRow.__table__.delete().where(PresenceRow.id == presence_id))  # type: ignore[attr-defined]

    def close(self) -> None:
        """Let go; SQLite folds its write-ahead log back into the one file, or a copy keeps what is in both."""
        if self._has_written and self._is_gone():
            with suppress(QualcodeError):
                self._rescue()
        self.engine.dispose()

    def _refuse_if_gone(self) -> None:
        """Nothing is stored in a file that nobody will find: it was moved, deleted or replaced while it was open."""
        if self._is_gone():
            raise ProjectUnusable(
                "the project file {path} was moved, deleted or replaced while it was open",
                "all that is stored was copied to {copy}: open that from now on, or put the file back",
                path=self.location, copy=self._rescue(),
            )  # fmt: skip

    def _is_gone(self) -> bool:
        """Whether another file, or none, lies where the one is that was opened first."""
        if not self.is_file:
            return False
        now = _identity(Path(self.location))
        self._identity = self._identity or now
        return now != self._identity

    def _rescue(self) -> Path:
        """Copy what the open connection still has, beside the place where the file was."""
        if self.rescued is None:
            gone = Path(self.location)
            folder = gone.parent if os.access(gone.parent, os.W_OK) else Path.home()
            connection = self.engine.raw_connection()
            try:
                self.rescued = copied(connection.driver_connection, folder / dated(gone).name)  # type: ignore[arg-type]
            finally:
                connection.close()
        return self.rescued


class _OfProject(Protocol):
    """A part of a project, as all of them are."""

    _project: Project


_Part = TypeVar("_Part", bound=_OfProject)
_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


def at_one_moment(method: Callable[Concatenate[_Part, _Given], _Found]) -> Callable[Concatenate[_Part, _Given], _Found]:
    """Have all that a method reads be of one moment: codes that come or go meanwhile would not fit what it has read."""

    @wraps(method)
    def reading(self: _Part, /, *args: _Given.args, **options: _Given.kwargs) -> _Found:
        with self._project.read():
            return method(self, *args, **options)

    return reading


def tuples(connection: Connection, query: Executable) -> list[tuple[Any, ...]]:
    """All rows of a query over plain columns, as the driver gives them: three times as fast as SQLAlchemy's rows.

    For columns of text and numbers only, since SQLite's driver knows neither JSON nor booleans.
    """
    result = connection.execute(query)
    if connection.dialect.name == "sqlite" and result.cursor is not None:
        return list(result.cursor.fetchall())
    return [tuple(row) for row in result]


def is_file(location: str | Path) -> bool:
    """Whether a location names a file, not a database server."""
    return not str(location).startswith(("postgresql:", "postgresql+", "postgres:"))


def create_file(path: Path, fill: Callable[[Database], None]) -> Path:
    """Lay out a project file and `fill` it; it appears under its name only when it is whole."""
    if path.exists():
        raise ProjectUnusable("{path} is already there", "choose another name, or open it", path=path)
    if not path.parent.is_dir():
        raise ProjectUnusable("the folder {folder} does not exist", "make the folder first", folder=path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database = Database(draft)
        database.create_tables()
        fill(database)
        database.close()
        draft.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise ProjectUnusable("cannot write {path}: {reason}", path=path, reason=_unwritten(error, draft)) from error
    finally:
        for leftover in draft.parent.glob(f"{draft.name}*"):
            leftover.unlink(missing_ok=True)
    return path


def dated(path: Path, words: str = "") -> Path:
    """A name beside a file for a copy of it, with the date and time."""
    return path.with_name(f"{path.stem} {words}{datetime.now():%Y-%m-%d %H%M%S}{path.suffix}")


def copy_database(source: Path, target: Path) -> Path:
    """Copy through SQLite's backup interface, which sees committed work that still lies in the write-ahead log."""
    if target.exists():
        raise ProjectUnusable("{path} is already there", "choose another name for the copy", path=target)
    with closing(_connected(source)) as origin:
        return copied(origin, target)


def copied(origin: sqlite3.Connection, target: Path) -> Path:
    """A copy of an open database, which appears under its name only when it is whole."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with closing(sqlite3.connect(draft)) as copy:
            origin.backup(copy)
        draft.rename(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        reason = _unwritten(error, draft)
        raise ProjectUnusable(
            "cannot write the copy {path}: {reason}", "name another folder", path=target, reason=reason
        ) from error
    return target


def _unwritten(error: OSError | sqlite3.Error, file: Path) -> str:
    """Why a file could not be written, in words; where SQLite does not say, the system is asked."""
    if isinstance(error, OSError):
        return reason_of(error)
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return reason_of(OSError(ENOSPC, ""))
    try:
        file.open("ab").close()
        file.unlink()
    except OSError as cause:
        return reason_of(cause)
    return str(error)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _connected(path: Path) -> sqlite3.Connection:
    if not _lies_still(path):
        return sqlite3.connect(path)
    return sqlite3.connect(f"{path.absolute().as_uri()}?{urlencode(_AS_IT_LIES)}", uri=True)


def recognise_file(path: Path) -> None:
    """Refuse what is not a project file of ours before anything touches it."""
    if not path.exists():
        raise ProjectUnusable(
            "there is no project at {path}", "make one with: qualcode new {name}", path=path, name=path.name
        )
    if path.is_dir():
        raise ProjectUnusable("{path} is a folder", "name the .qualcode file in it", path=path)
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        raise ProjectUnusable("cannot read {path}: {reason}", path=path, reason=reason_of(error)) from error
    if len(head) < 72 or not head.startswith(b"SQLite format 3\0"):
        raise ProjectUnusable(
            "{path} is not a qualcode project", "a transcript is taken in with: qualcode import", path=path
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise ProjectUnusable("{path} is a database of another program", "open a .qualcode file", path=path)


def _sqlite_engine(path: Path) -> Engine:
    engine = create_engine(_sqlite_address(path), connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _sqlite_address(path: Path) -> URL:
    if not _lies_still(path):
        return URL.create("sqlite", database=str(path))
    return URL.create("sqlite", database=path.absolute().as_uri(), query={**_AS_IT_LIES, "uri": "true"})


def _lies_still(path: Path) -> bool:
    """Whether a file is write-protected, or its folder is, and nobody has it open.

    Then it is read as it lies: SQLite would want files beside it, and where it could make them, they would be
    write-protected for good.
    """
    if not path.exists() or path.with_name(f"{path.name}-wal").exists():
        return False
    return not all(os.access(place, os.W_OK) for place in (path, path.parent))


def _prepare_sqlite(dbapi: Any, _record: object) -> None:
    dbapi.isolation_level = None  # the driver must not open transactions of its own; _begin_sqlite does
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout={WAIT_SECONDS * 1000}",
        "foreign_keys=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        "trusted_schema=OFF",
        "temp_store=MEMORY",
        "cache_size=-32000",
        "mmap_size=268435456",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres_engine(location: str) -> Engine:
    url = make_url(location).set(drivername="postgresql+psycopg")
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise ProjectUnusable(
            "PostgreSQL support is not installed", "install it with: pip install 'qualcode[postgresql]'"
        ) from error


def _refuse_unlogged_writes(
    connection: Connection, _cursor: object, statement: str, _parameters: object, _context: object, _many: bool
) -> None:
    """The guard: a write to a logged table must come from an `Action`."""
    words = statement.split(None, 3)
    if words[0].upper() not in WRITES or connection.get_execution_options().get("unlogged"):
        return
    target = next(word for word in words[1:] if word.upper() not in ("INTO", "FROM", "OR")).strip('"').split("(")[0]
    if target in LOGGED_TABLES and not connection.info.get("action"):
        raise RuntimeError(f"a write to {target} outside the action log")


@contextmanager
def _in_words() -> Iterator[None]:
    """Say in words what a database may refuse for reasons that people can do something about."""
    try:
        yield
    except OperationalError as error:
        problem = _first_line(error)
        if "locked" in problem or "busy" in problem:
            raise ProjectUnusable(
                "the project is busy: somebody else has been writing to it for {seconds} seconds",
                "try again in a moment",
                seconds=WAIT_SECONDS,
            ) from error
        if "readonly" in problem:
            raise ProjectUnusable("the project file is write-protected", "copy it to a folder of your own") from error
        if "full" in problem:
            raise ProjectUnusable("the disk is full", "make room and try again; nothing was half stored") from error
        raise ProjectUnusable("the database refused: {problem}", problem=problem) from error
    except DBAPIError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise ProjectUnusable("the project file is damaged", "open a backup; run: qualcode check") from error
        raise


def _first_line(error: DBAPIError) -> str:
    return str(error.orig or error).strip().splitlines()[0]


def is_alive(host: str, pid: int) -> bool:
    """Whether a workbench may still run; on other machines nobody can tell."""
    if host != socket.gethostname():
        return True
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
