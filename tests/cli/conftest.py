"""Projects for the tests of the command line, each in a current folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qualcode.shipped import write_demo
from tests.cli.running import done

INTERVIEW = "I: Hva bestemmer du selv?\n\nBerit: På papiret alt. På gulvet lite 😀.\n\nI: Lite?\n\nBerit: Svært lite.\n"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are those of the source, whatever catalogues there are."""
    monkeypatch.setenv("QUALCODE_LANG", "en")


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project, built once."""
    return write_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def demo(folder: Path, demo_file: Path) -> Path:
    """A copy of the demo project as the only project of the current folder."""
    return Path(shutil.copy(demo_file, folder / "demo.qualcode"))


@pytest.fixture
def study(folder: Path) -> Path:
    """A project with one interview and two codes of one name, by Ida."""
    done("--coder", "Ida", "new", "study")
    (folder / "berit.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "codes.csv").write_text("path\nSkjønn\nSkjønn > Rom\nTid\nTid > Rom\n", encoding="utf-8")
    done("--coder", "Ida", "import", "berit.txt")
    done("--coder", "Ida", "codebook", "import", "codes.csv")
    return folder / "study.qualcode"
