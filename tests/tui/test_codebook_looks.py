"""What the codebook, its board and the page of a code look like, as text; taken anew as in `test_looks`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualcode.project.project import Project
from qualcode.tui import memory
from qualcode.tui.app import QualcodeApp
from tests.tui.conftest import settled
from tests.tui.test_looks import SIZES, check

LOOKS = {
    "codebook": ("f4", "down"),
    "codebook-by-name": ("f4", "s"),
    "codebook-merge": ("f4", "down", "g", *"vent", "enter", "tab", *"det samme"),
    "codebook-rename": ("f4", "down", "r"),
    "codebook-colour": ("f4", "f"),
    "codebook-values": ("f4", "down", "y"),
    "codebook-split": ("f4", "down", "c", *"Vidt", "enter", *"Smalt", "enter", "a"),
    "codebook-page": ("f4", "down", "enter"),
    "board": ("f4", "b", "right", "space"),
    "board-carried": ("f4", "b", "greater_than_sign"),
}


@pytest.fixture(autouse=True)
def _the_same_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """No reader's own keys or theme."""
    monkeypatch.setattr(memory, "config_folder", lambda: Path("/home/ida/.config/qualcode"))


@pytest.fixture
def with_themes(small_project: Project) -> Project:
    """Two themes, and a scale with values."""
    for name in ("Skjønn", "NPM-press"):
        small_project.codebook.update(name, level="theme")
    small_project.codebook.update("Handlingsrom", level="category", scale=["lite", "mye"], reason="to grader")
    small_project.coding.set_value(small_project.coding.codings(code="Handlingsrom")[0].id, "mye")
    return small_project


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", LOOKS)
async def test_the_codebook_looks_as_before(with_themes: Project, name: str, size: tuple[int, int]) -> None:
    app = QualcodeApp(with_themes, language="en")
    async with app.run_test(size=size) as pilot:
        for key in LOOKS[name]:
            await pilot.press(key)
        shown = re.sub(r"\b\d\d\.\d\d\.\d{4}\b", "dd.mm.yyyy", await settled(pilot))  # some was done when the test ran
        check(f"{name}-{size[0]}x{size[1]}", shown)
