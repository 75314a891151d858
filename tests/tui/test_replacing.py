"""F2: a document is replaced by a corrected file, after the numbers were seen; it is one act."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.project.project import Project, create_project
from qualcode.text.reading import from_string
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import AskPath, Confirm
from qualcode.tui.screens.documents import DocumentsScreen
from qualcode.tui.screens.touched_codings import TouchedCodings

from .conftest import arrives, screen_text, settled, until

SIZE = (100, 30)
FILE = "Vi har bruker\u00admed\u00advirkning her.\n\nDe venter lenge om natten.\n"


@pytest.fixture
def cleaned(tmp_path: Path) -> Iterator[Project]:
    """A cleaned text with a coding."""
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        draft = project.corpus.draft("Svar", from_string(FILE), turns="none", profile="transcript")
        project.corpus.store([draft])
        at = project.corpus.text("Svar").index("De venter")
        project.coding.apply(project.codebook.add("Tid"), "Svar", at, at + 9)
        yield project


async def replace_by(pilot: Pilot[None], path: Path) -> None:
    """Name the file."""
    await settled(pilot, "f2", "f")
    await arrives(pilot, AskPath)
    pilot.app.screen.query_one(Input).value = str(path)
    await settled(pilot, "enter")


async def test_numbers_are_shown_before_and_touched_codings_after(cleaned: Project, tmp_path: Path) -> None:
    path = tmp_path / "rettet.txt"
    path.write_text(FILE.replace("De venter", "De ventet"), "utf-8")
    before = cleaned.corpus.text("Svar")
    app = QualcodeApp(cleaned, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await replace_by(pilot, path)
        await arrives(pilot, Confirm)
        shown = screen_text(app)
        assert "Words changed: 1" in shown
        assert "Repairs kept: 2" in shown
        assert "Codings changed: 1 · lost their text: 0" in shown
        await settled(pilot, "n")
        assert cleaned.corpus.text("Svar") == before
        await replace_by(pilot, path)
        await arrives(pilot, Confirm)
        await settled(pilot, "y")
        await arrives(pilot, TouchedCodings)
        assert cleaned.corpus.text("Svar") == before.replace("De venter", "De ventet")
        await settled(pilot, "escape", "u")
        assert cleaned.corpus.text("Svar") == before
        assert cleaned.corpus.raw("Svar") == FILE


async def test_a_file_that_says_nothing_new_is_told_of_and_one_that_is_not_there_too(
    cleaned: Project, tmp_path: Path
) -> None:
    path = tmp_path / "samme.txt"
    path.write_text(FILE, "utf-8")
    app = QualcodeApp(cleaned, language="en")
    async with app.run_test(size=SIZE) as pilot:
        last = cleaned.last_act()
        await replace_by(pilot, path)
        await until(pilot, lambda: "says what is there already" in screen_text(app))
        await replace_by(pilot, tmp_path / "borte.txt")
        await until(pilot, lambda: "Nothing was changed" in screen_text(app))
        assert isinstance(app.screen, DocumentsScreen)
        assert cleaned.last_act() == last
