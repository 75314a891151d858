"""F2, Speakers: a label is said to be a person, a known one or a new one, here or wherever it is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from qualcode.project.project import Project, create_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import AskText, Choose, Confirm
from qualcode.tui.widgets.speakers import ConfirmSpeakers

from .conftest import arrives, screen_text, settled

SIZE = (100, 30)
NAMES = "Maria: Hvordan var det?\n\nKari: Greit.\n\n" * 4


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[Project]:
    """Two conversations between the same two, and a person that is known."""
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        for name in ("En", "To"):
            project.corpus.add(name, NAMES, speakers={"Maria": "interviewer", "Kari": "participant"})
        project.cases.add("Person 1")
        yield project


def persons(project: Project) -> list[tuple[str, str | None]]:
    names = {document.id: document.name for document in project.corpus.documents()}
    return [(names[s.document_id], s.case) for s in project.corpus.speakers() if s.label == "Kari" and s.case]


async def ask_for_kari(pilot: Pilot[None]) -> None:
    """Which person is Kari?"""
    await settled(pilot, "f2", "s")
    await arrives(pilot, ConfirmSpeakers)
    labels = pilot.app.screen.query_one(OptionList)
    lines = [str(labels.get_option_at_index(n).prompt) for n in range(labels.option_count)]
    await settled(pilot, *["down"] * next(n for n, line in enumerate(lines) if "Kari" in line), "p")
    await arrives(pilot, Choose)


async def test_a_label_is_a_known_person_in_all_documents_by_one_act(twice: Project) -> None:
    app = QualcodeApp(twice, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await ask_for_kari(pilot)
        await settled(pilot, "down", "enter")
        await arrives(pilot, Confirm)
        assert "1 other document has the label" in screen_text(app)
        await settled(pilot, "y")
        assert "= Person 1" in screen_text(app)
        assert persons(twice) == [], "nothing is stored before Enter"
        await settled(pilot, "enter")
        assert sorted(persons(twice)) == [("En", "Person 1"), ("To", "Person 1")]
        await settled(pilot, "u")
        assert persons(twice) == []


async def test_a_new_person_is_noted_and_linked_here_only(twice: Project) -> None:
    app = QualcodeApp(twice, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await ask_for_kari(pilot)
        await settled(pilot, "enter")
        await arrives(pilot, AskText)
        app.screen.query_one(Input).value = "Person 2"
        await settled(pilot, "enter")
        await arrives(pilot, Confirm)
        await settled(pilot, "n", "enter")
        assert persons(twice) == [("En", "Person 2")]
        assert [case.name for case in twice.cases.cases()] == ["Person 1", "Person 2"]
        await settled(pilot, "u")
        assert [case.name for case in twice.cases.cases()] == ["Person 1"]


async def test_a_link_is_shown_and_can_be_taken_away(twice: Project) -> None:
    twice.cases.link("Kari", "Person 1")
    app = QualcodeApp(twice, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await ask_for_kari(pilot)
        await settled(pilot, "down", "enter")
        await arrives(pilot, Confirm)
        assert "There it stands for: Person 1" in screen_text(app)
        await settled(pilot, "n", "enter")
        assert persons(twice) == [("To", "Person 1")]
