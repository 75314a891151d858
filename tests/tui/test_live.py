"""Two at work on one project: what one does is seen by the other within a second, who keeps place and selection."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from qualcode.project.project import Project, open_project
from qualcode.tui.app import POLL_SECONDS, QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from tests.conftest import on_both_databases

from .conftest import MEETING, screen_text

SOON = 1.2


async def seen_within(seconds: float, there: Callable[[], bool]) -> float:
    """How long it took until something was there; fails when it took longer."""
    begun = time.monotonic()
    while not there():
        assert time.monotonic() - begun < seconds, "not seen in time"
        await asyncio.sleep(0.02)
    return time.monotonic() - begun


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
        await pilot.pause(0.2)
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        reader = screen.transcript
        await pilot.press("s")
        place = (reader.selection, reader.caret, reader.scroll_offset)
        assert reader.selection is not None
        with open_project(long_project.info().location, coder="Jon") as other:
            other.coding.apply("Venting", "Langt intervju", *reader.selection)
        await seen_within(SOON, lambda: "Venting" in screen_text(app) and "Jon" in screen_text(app))
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
            await here.pause(0.2)
            await there.pause(0.2)
            await here.press("s", "c", *"venting", "enter")
            await seen_within(SOON, lambda: "Ida" in screen_text(two) and "Venting" in screen_text(two))
            await here.press("ctrl+z")
            await seen_within(SOON, lambda: "Ida" not in screen_text(two))


def test_looking_is_often_enough_and_costs_little(small_project: Project) -> None:
    assert POLL_SECONDS <= 0.5
    begun = time.perf_counter()
    for _ in range(100):
        small_project.last_act()
    assert (time.perf_counter() - begun) / 100 < POLL_SECONDS / 50
