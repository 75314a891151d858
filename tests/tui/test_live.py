"""Two at work on one project: what one does is seen by the other within a second, who keeps place and selection."""

from __future__ import annotations

import time

import pytest

from qualcode.project.project import Project, open_project
from qualcode.tui.app import POLL_SECONDS, QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from tests.conftest import on_both_databases

from .conftest import MEETING, screen_text, settled, until


@pytest.fixture
def long_project(small_project: Project) -> Project:
    """The same with a document that is longer than the screen."""
    small_project.corpus.add("Langt intervju", MEETING * 40)
    return small_project


async def test_a_colleagues_coding_comes_soon_and_moves_nothing(long_project: Project) -> None:
    text = long_project.corpus.text("Langt intervju")
    middle = text.index("De venter.", len(text) // 2)
    app = QualcodeApp(long_project, document="Langt intervju", at=middle)
    async with app.run_test(size=(150, 30)) as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        reader = screen.transcript
        await pilot.press("s")
        place = (reader.selection, reader.caret, reader.scroll_offset)
        assert reader.selection is not None
        with open_project(long_project.info().location, coder="Jon") as other:
            other.coding.apply("Venting", "Langt intervju", *reader.selection)
        await until(pilot, lambda: "Venting" in screen_text(app) and "Jon" in screen_text(app))
        assert (reader.selection, reader.caret, reader.scroll_offset) == place
        assert app.focused is reader


@on_both_databases
async def test_two_windows_see_each_other(project: Project) -> None:
    project.corpus.add("Intervju Berit", MEETING)
    project.codebook.add("Venting")
    start = MEETING.index("De venter.")
    with open_project(project.database.location, coder="Jon") as second:
        one = QualcodeApp(project, document="Intervju Berit", at=start)
        two = QualcodeApp(second, document="Intervju Berit", at=start)
        async with one.run_test(size=(150, 30)) as here, two.run_test(size=(150, 30)) as there:
            await settled(here)
            await settled(there)
            await here.press("s", "c", *"venting", "enter")
            await until(there, lambda: "Ida" in screen_text(two) and "Venting" in screen_text(two))
            await here.press("ctrl+z")
            await until(there, lambda: "Ida" not in screen_text(two))


def test_looking_is_often_enough_and_costs_little(small_project: Project) -> None:
    assert POLL_SECONDS <= 0.5
    begun = time.process_time()
    for _ in range(100):
        small_project.last_act()
    assert (time.process_time() - begun) / 100 < POLL_SECONDS / 50
