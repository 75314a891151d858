"""Opening, refusing, backing up, checking and migrating projects."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from qualcode.errors import InvalidInput, ProjectUnusable
from qualcode.project import migration
from qualcode.project.database import SCHEMA_REVISION, Database, create_file
from qualcode.project.project import Project, create_project, open_project
from qualcode.project.schema import Base

both = pytest.mark.parametrize("new_location", ["sqlite", "postgres"], indirect=True)

THIRD = '''
"""A step that rebuilds the table that codings point into."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None

def upgrade():
    with op.batch_alter_table("code", recreate="always") as batch:
        batch.add_column(sa.Column("weight", sa.Integer(), nullable=True))
'''


@both
def test_a_new_project_opens_again(new_location: Callable[[], str]) -> None:
    place = new_location()
    with create_project(place, name="Min studie", language="nn") as made:
        first = made.info()
    with open_project(place) as project:
        assert project.info() == first
        assert (first.name, first.language) == ("Min studie", "nn")


def test_a_closed_project_is_one_file(tmp_path: Path) -> None:
    with create_project(tmp_path / "a.qualcode") as project:
        project.codebook.add("En")
    assert os.listdir(tmp_path) == ["a.qualcode"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    create_project(tmp_path / "a.qualcode").close()
    with pytest.raises(ProjectUnusable, match="already there"):
        create_project(tmp_path / "a.qualcode")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a qualcode project"),
        (b"I: Hei\n", "not a qualcode"),
        (b"SQLite format 3\0" + b"\0" * 99, "another program"),
    ],
)
def test_foreign_files_are_refused_in_words(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.qualcode"
    path.write_bytes(content)
    with pytest.raises(ProjectUnusable, match=message):
        open_project(path)
    assert path.read_bytes() == content


def test_a_damaged_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.qualcode"
    create_project(path).close()
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 20_000)
    with pytest.raises(ProjectUnusable):
        open_project(path)


def test_missing_file_folder_and_language(tmp_path: Path) -> None:
    with pytest.raises(ProjectUnusable, match="no project at"):
        open_project(tmp_path / "none.qualcode")
    with pytest.raises(ProjectUnusable, match="is a folder"):
        open_project(tmp_path)
    with pytest.raises(InvalidInput, match="not a language"):
        create_project(tmp_path / "a.qualcode", language="sv")


@pytest.mark.parametrize("name", ["a?x=1", "a #1 %20", "a[1]", "Ida's «æøå»"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.qualcode"
    create_project(path, name="NAV-studien").close()
    with open_project(path) as project:
        assert project.info().name == "NAV-studien"
        copy = project.backup()
    assert sorted(tmp_path.iterdir()) == sorted([path, copy])


@pytest.mark.parametrize("protected", ["the file", "the folder"])
def test_a_write_protected_project_is_read_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protected: str
) -> None:
    path = tmp_path / "folder" / "x.qualcode"
    path.parent.mkdir()
    with create_project(path) as project:
        project.corpus.add("Berit", "I: Hei?\nBerit: Hei.\n")
    barred = path if protected == "the file" else path.parent
    with monkeypatch.context() as patch:
        # Whoever runs the tests as root may write anywhere, so the answer is given here.
        patch.setattr(os, "access", lambda place, _mode: Path(place) != barred)
        with open_project(path) as project:
            assert project.corpus.text("Berit").startswith("I: Hei?")
            assert list(path.parent.iterdir()) == [path]
            with pytest.raises(ProjectUnusable, match="write-protected"):
                project.codebook.add("Skjønn")
            project.backup(tmp_path / "copy.qualcode")
        assert list(path.parent.iterdir()) == [path]
    with open_project(path) as project:
        project.codebook.add("Skjønn")


@pytest.mark.parametrize("name", [".qualcode", "..qualcode", " .qualcode"])
def test_a_project_without_a_name_is_not_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="has no name"):
        create_project(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def _moved(path: Path) -> None:
    path.rename(path.with_name("moved.qualcode"))


def _replaced(path: Path) -> None:
    path.unlink()
    shutil.copy(create_project(path.with_name("other.qualcode")).database.location, path)


@pytest.mark.parametrize("meanwhile", [_moved, Path.unlink, _replaced])
def test_nothing_is_stored_in_a_file_that_is_gone_and_all_that_was_is_rescued(
    tmp_path: Path, meanwhile: Callable[[Path], object]
) -> None:
    path = tmp_path / "studie.qualcode"
    project = create_project(path, coder="Ida")
    project.codebook.add("Før")
    meanwhile(path)
    with pytest.raises(ProjectUnusable, match="was moved, deleted or replaced"):
        project.codebook.add("Etter")
    rescued = project.database.rescued
    assert rescued is not None
    assert rescued.parent == tmp_path
    with open_project(rescued) as found:
        assert [code.name for code in found.codebook.codes()] == ["Før"]
        assert found.check() == []
    with pytest.raises(ProjectUnusable):
        project.codebook.add("Etter")
    assert project.database.rescued == rescued, "one copy is enough"
    project.close()


def test_what_was_stored_before_the_file_was_moved_is_rescued_at_the_latest_when_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "studie.qualcode"
    with create_project(path, coder="Ida") as project:
        project.codebook.add("Før")
        path.unlink()
    assert project.database.rescued is not None
    with open_project(project.database.rescued) as found:
        assert [code.name for code in found.codebook.codes()] == ["Før"]


def test_a_file_that_is_put_back_is_written_to_again(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "studie.qualcode", tmp_path / "annet.qualcode"
    with create_project(path, coder="Ida") as project:
        path.rename(elsewhere)
        with pytest.raises(ProjectUnusable):
            project.codebook.add("Etter")
        elsewhere.rename(path)
        project.codebook.add("Etter")
    with open_project(path) as found:
        assert [code.name for code in found.codebook.codes()] == ["Etter"]


def test_a_newer_file_is_refused_kindly_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.qualcode"
    create_project(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(ProjectUnusable, match="newer version"):
        open_project(path)
    assert path.read_bytes() == before


@both
def test_the_migrations_lead_to_the_models(new_location: Callable[[], str]) -> None:
    place = new_location()
    database = Database(place)
    migration._upgrade(database, migration.MIGRATIONS, "head")
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert database.revision() == SCHEMA_REVISION
    database.close()
    migrated, made = Database(place), Database(new_location())
    made.create_tables()
    assert constraints(made) == constraints(migrated)
    made.close()
    migrated.close()


def constraints(database: Database) -> dict[str, set[str]]:
    """The names of the check constraints of each table, which alembic does not compare."""
    with database.engine.connect() as connection:
        looker = inspect(connection)
        return {
            table: {str(check["name"]) for check in looker.get_check_constraints(table)}
            for table in Base.metadata.tables
        }


def test_an_update_keeps_codings_and_makes_a_backup_first(tmp_path: Path) -> None:
    path = tmp_path / "a.qualcode"
    with create_project(path) as project:
        project.corpus.add("Intervju 1", "En tekst om måltall.")
        project.codebook.add("Måltall")
        project.coding.apply("Måltall", "Intervju 1", 12, 19)
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    for source in migration.MIGRATIONS.rglob("*.[pm][ya]*"):
        (scripts / source.relative_to(migration.MIGRATIONS)).write_bytes(source.read_bytes())
    (scripts / "versions" / "0003_third.py").write_text(THIRD, "utf-8")
    database = Database(path)
    backup = migration.migrate(database, SCHEMA_REVISION, scripts=scripts)
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM coding")).scalar() == 1
        assert connection.execute(text("SELECT weight FROM code")).scalar() is None
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert database.revision() == "0003"
    database.close()
    assert backup is not None
    with open_project(backup) as old:
        assert len(old.coding.codings()) == 1


def test_backup_sees_what_is_not_yet_folded_in(project: Project, tmp_path: Path) -> None:
    project.codebook.add("En")
    with open_project(project.backup(tmp_path / "kopi.qualcode")) as copy:
        assert [code.name for code in copy.codebook.codes()] == ["En"]
    with pytest.raises(ProjectUnusable, match="already there"):
        project.backup(tmp_path / "kopi.qualcode")


def test_a_project_that_fails_to_fill_leaves_no_file(tmp_path: Path) -> None:
    def fail(_: Database) -> None:
        raise OSError("disk")

    with pytest.raises(ProjectUnusable, match="disk"):
        create_file(tmp_path / "a.qualcode", fail)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("UPDATE document SET text = text || '!'", "hash"),
        ("UPDATE coding SET end_offset = 999", "span"),
        ("UPDATE coding SET code_id = 'nobody'", "link"),
        ("DELETE FROM coding", "log"),
        ("INSERT INTO codebook (id, name, name_key, language, position) VALUES ('x', 'x', 'x', 'nb', 9)", "log"),
    ],
)
def test_check_finds_what_was_damaged_from_outside(tmp_path: Path, damage: str, kind: str) -> None:
    path = tmp_path / "a.qualcode"
    with create_project(path) as project:
        project.corpus.add("Intervju 1", "En tekst om måltall.")
        project.codebook.add("Måltall")
        project.coding.apply("Måltall", "Intervju 1", 12, 19)
        assert project.check() == []
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(damage)
        connection.commit()
    with open_project(path) as project:
        assert kind in {problem.kind for problem in project.check()}


def test_repair_removes_spans_outside_the_text_and_says_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.qualcode"
    with create_project(path) as project:
        project.corpus.add("Intervju 1", "En tekst om måltall.")
        project.codebook.add("Måltall")
        project.coding.apply("Måltall", "Intervju 1", 12, 19, memo="tanke")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE coding SET end_offset = 999")
        connection.commit()
    with open_project(path) as project:
        assert project.check(repair=True) == []
        assert project.coding.codings() == []


def test_who_else_has_it_open_is_said_and_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "a.qualcode"
    with create_project(path, coder="Ida") as project:
        assert project.enter() == []
        with project.database.write() as connection:
            row = {"id": "1", "coder": "Jon", "host": "elsewhere", "pid": 1, "since": "2026-02-14T09:00:00Z"}
            connection.execute(Base.metadata.tables["presence"].insert(), [row])
        with open_project(path, coder="Kari") as other:
            assert other.enter() == [("Jon", "elsewhere", "2026-02-14T09:00:00Z")]


def test_a_busy_project_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.project.database.WAIT_SECONDS", 0.1)
    path = tmp_path / "a.qualcode"
    create_project(path).close()
    with closing(sqlite3.connect(path)) as writer, open_project(path) as project:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectUnusable, match="busy"):
            project.codebook.add("En")
        writer.rollback()
        project.codebook.add("En")


def test_a_project_has_a_name_that_can_be_shown(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="printable"):
        create_project(tmp_path / "a.qualcode", name="\x1b[2J")
    assert os.listdir(tmp_path) == []
    with create_project(tmp_path / "a.qualcode") as project, pytest.raises(InvalidInput):
        project.rename("")


def test_a_project_of_the_first_revision_opens_and_its_acts_can_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "old.qualcode"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "revision_0001.sql").read_text("utf-8"))
    with open_project(path, coder="Ida") as project:
        assert [coding.code for coding in project.coding.codings()] == ["Skjønn", "Måltall"]
        assert project.check() == []
        assert [each.status for each in project.editing.edit("Intervju 1", 29, 33, "Ingenting")] == ["changed"]
        while project.history.can_undo():
            project.history.undo()
        assert project.corpus.documents() == []
        assert project.check() == []
