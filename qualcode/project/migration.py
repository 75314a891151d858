"""Bringing an older project up to date: a backup first, then Alembic's steps, then a check of every link.

Alembic takes a fifth of a second to import, so this module is loaded only when a revision is not the current one.
"""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from qualcode.errors import ProjectUnusable
from qualcode.project.database import Database, copy_database, dated
from qualcode.wording import tr

MIGRATIONS = Path(__file__).parent / "migrations"
log = logging.getLogger(__name__)


def migrate(database: Database, revision: str, *, scripts: Path = MIGRATIONS, target: str = "head") -> Path | None:
    """Take a SQLite project from `revision` to the newest; the path of the backup that was made first.

    PostgreSQL is never migrated on opening, since others may be at work.
    """
    if not _known(revision, scripts):
        raise ProjectUnusable(
            "this project was made by a newer version of qualcode", "update qualcode; the project has not been touched"
        )
    if not database.is_file:
        raise ProjectUnusable(
            "this database is from an older version of qualcode", "open it with the version that made it"
        )
    path = Path(database.location)
    backup = copy_database(path, dated(path, "before update "))
    log.warning(tr("the project is being brought up to date; a copy of it as it was: {path}", path=backup))
    _upgrade(database, scripts, target)
    if faults := database.foreign_key_faults():
        raise ProjectUnusable(
            "broken links after the update: {count}", "go back to the copy {path}", count=len(faults), path=backup
        )
    return backup


def configuration(scripts: Path = MIGRATIONS) -> Config:
    """Alembic's settings, without a file of them."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config


def _known(revision: str, scripts: Path) -> bool:
    try:
        return ScriptDirectory.from_config(configuration(scripts)).get_revision(revision) is not None
    except CommandError:
        return False


def _upgrade(database: Database, scripts: Path, target: str) -> None:
    config = configuration(scripts)
    with database.engine.connect().execution_options(writes=True, unlogged=True) as connection:
        # Batch mode rebuilds a table by dropping the old one; with enforced keys that would take the children along.
        _enforce_links(database, connection, "OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, target)
        _enforce_links(database, connection, "ON")


def _enforce_links(database: Database, connection: Connection, state: str) -> None:
    """Straight at the driver, since SQLite ignores this pragma within a transaction."""
    driver = connection.connection.dbapi_connection
    if database.is_file and driver is not None:
        driver.cursor().execute(f"PRAGMA foreign_keys={state}")
