"""What the pages of editing look like, as text, on a small and a larger screen; taken anew as `test_looks` tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode.project.project import Project
from qualcode.text.reading import from_string
from qualcode.tui.app import QualcodeApp

from .conftest import MEETING, settled
from .test_looks import SIZES, check

SCAN = (
    "Det var uklart hvem som skulle be\xad\nslutte. Vei\xadlederen ﬁkk ansvaret,\xa0og hun\xa0fant ut av det. "
    "Så ﬂyttet de henne til et annet kontor, der hun ble sittende.\n\n• Hun ventet\n• De andre gikk\n"
)
REPORT = """# Innledning

Vi spurte folk i fire kommuner.

## Hvem vi spurte

Åtte veiledere.

# Litteratur

Hansen, K. (2020). Om å vente.
"""
LOOKS = {
    "edit": ("Intervju Berit", ("e",)),
    "edit-changed": ("Intervju Berit", ("e", "X", "escape")),
    "edit-all": ("Intervju Berit", ("E",)),
    "replace": ("Intervju Berit", ("r", *"jeg", "tab", *"eg")),
    "touched": ("Intervju Roger", ("l",)),
    "sections": ("Rapport", ("o", "u")),
    "structure": ("Rapport", ("o", "u", "escape")),
    "repairs": ("Notat", ("R",)),
    "repairs-decided": ("Notat", ("R", "tab", "down", "tab", "space", "n")),
}


@pytest.fixture
def edited(small_project: Project, tmp_path: Path) -> Project:
    """Two interviews of which one was edited, a report with headings, and a note that was scanned."""
    text = small_project.corpus.text("Intervju Roger")
    small_project.editing.edit("Intervju Roger", text.index("velge"), text.index(" mellom"), "bestemme")
    small_project.editing.edit("Intervju Berit", MEETING.index("når"), MEETING.index(", da tar"), "det")
    path = tmp_path / "Rapport.md"
    path.write_text(REPORT, "utf-8")
    small_project.corpus.import_files([path], kind="official document")
    note = small_project.corpus.draft("Notat", from_string(SCAN), kind="field note", profile="transcript")
    small_project.corpus.store([note])
    return small_project


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", LOOKS)
async def test_the_page_looks_as_before(edited: Project, name: str, size: tuple[int, int]) -> None:
    document, keys = LOOKS[name]
    check(f"editing-{name}-{size[0]}x{size[1]}", await look(edited, document, keys, size))


async def look(project: Project, document: str, keys: Sequence[str], size: tuple[int, int]) -> str:
    """The screen after some keys, once what threads do is done."""
    app = QualcodeApp(project, document=document, at=60, language="en")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
        return await settled(pilot)
