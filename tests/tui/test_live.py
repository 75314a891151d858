"""Two at work on one project: what one does is seen by the other within a second, who keeps place and selection."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qualcode.project.project import Project, open_project
from qualcode.tui.app import POLL_SECONDS, QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.widgets.transcript import Transcript
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


@contextmanager
def colleague(project: Project) -> Iterator[Project]:
    """Somebody else at work on the same project."""
    with open_project(project.info().location, coder="Jon") as other:
        yield other


def rewrite(other: Project, words: str, instead: str) -> None:
    """Let a colleague correct the first interview."""
    start = other.corpus.text("Intervju Berit").index(words)
    other.editing.edit("Intervju Berit", start, start + len(words), instead)


@pytest.fixture
def at_waiting(small_project: Project) -> QualcodeApp:
    """The first interview, read where somebody waits."""
    return QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter."), language="en")


async def test_a_colleagues_correction_moves_neither_caret_nor_selection(
    small_project: Project, at_waiting: QualcodeApp
) -> None:
    async with at_waiting.run_test(size=(100, 30)) as pilot:
        await settled(pilot, "s")
        with colleague(small_project) as other:
            rewrite(other, "Altså, ", "")
        await until(pilot, lambda: "Altså" not in screen_text(at_waiting))
        reader = at_waiting.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "De venter."


async def test_words_chosen_before_a_colleagues_correction_are_the_words_that_are_coded(
    small_project: Project, at_waiting: QualcodeApp
) -> None:
    async with at_waiting.run_test(size=(100, 30)) as pilot:
        await settled(pilot, "s", "c")
        with colleague(small_project) as other:
            rewrite(other, "Altså, ", "")
        await pilot.press(*"venting", "enter")
        await settled(pilot, "m")
        with colleague(small_project) as other:
            rewrite(other, "Hvordan", "Og hvordan")
        await settled(pilot, *"hm", "ctrl+s")
        text = small_project.corpus.text("Intervju Berit")
        [coding] = small_project.coding.codings(code="Venting")
        assert text[coding.start : coding.end] == "De venter."
        assert coding.memo == "hm"


async def test_the_example_of_a_code_in_vivo_is_what_was_chosen(
    small_project: Project, at_waiting: QualcodeApp
) -> None:
    async with at_waiting.run_test(size=(100, 30)) as pilot:
        await settled(pilot, "s", "I")
        with colleague(small_project) as other:
            rewrite(other, "Altså, ", "")
        await settled(pilot, *"skjønn", "enter")
        assert small_project.codebook.code("De venter").example == "De venter."
        reader = at_waiting.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "De venter."


async def test_words_that_a_colleague_took_away_are_not_coded(small_project: Project, at_waiting: QualcodeApp) -> None:
    async with at_waiting.run_test(size=(100, 30), notifications=True) as pilot:
        await settled(pilot, "s", "c")
        with colleague(small_project) as other:
            rewrite(other, "De venter. ", "")
        await settled(pilot, *"venting", "enter")
        assert small_project.coding.codings(code="Venting") == []
        assert "are gone" in screen_text(at_waiting)


async def test_corrections_of_two_at_different_places_both_stand(
    small_project: Project, at_waiting: QualcodeApp
) -> None:
    for key in ("e", "E"):
        app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter."), language="en")
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot, key, "ctrl+end", *f" Slutt{key}.")
            with colleague(small_project) as other:
                rewrite(other, "Hvordan", f"{key} Hvordan")
            await settled(pilot, "ctrl+s")
    assert small_project.corpus.text("Intervju Berit") == (
        MEETING.replace("I: Hvordan", "I: e E Hvordan").rstrip("\n") + " Slutte.\n SluttE."
    )


async def test_where_two_correct_the_same_words_the_later_one_is_told_and_may_store_again(
    small_project: Project, at_waiting: QualcodeApp
) -> None:
    async with at_waiting.run_test(size=(100, 30)) as pilot:
        await settled(pilot, "e", "ctrl+home", "delete", "delete", *"Folk")
        with colleague(small_project) as other:
            rewrite(other, "De venter.", "Vi venter.")
        await settled(pilot, "ctrl+s")
        assert "edited by somebody else" in next(iter(at_waiting._notifications)).message
        assert "BERIT: Vi venter." in small_project.corpus.text("Intervju Berit"), "theirs still stands"
        await settled(pilot, "ctrl+s")
        assert "BERIT: Folk venter." in small_project.corpus.text("Intervju Berit")


async def test_what_two_write_of_one_code_or_coding_is_kept_of_both(
    small_project: Project, at_waiting: QualcodeApp
) -> None:
    own = small_project.coding.apply("Venting", "Intervju Berit", MEETING.index("De venter."), len(MEETING) - 1)
    async with at_waiting.run_test(size=(100, 30)) as pilot:
        await settled(pilot, "m", *"min")
        with colleague(small_project) as other:
            other.coding.set_memo(own.id, "hans")
        await settled(pilot, "ctrl+s", "f4", "e", "ctrl+end", *" Mitt.")
        with colleague(small_project) as other:
            other.codebook.update("Skjønn", definition="Hans. Å avgjøre der regelen ikke gjør det.")
        await settled(pilot, "ctrl+s")
    assert small_project.coding.coding(own.id).memo == "hans\n\nmin"
    assert small_project.codebook.code("Skjønn").definition == "Hans. Å avgjøre der regelen ikke gjør det. Mitt."


async def test_a_code_that_was_merged_meanwhile_is_the_one_it_went_into(
    small_project: Project, at_waiting: QualcodeApp
) -> None:
    async with at_waiting.run_test(size=(100, 30)) as pilot:
        await settled(pilot, "s", "c", *"venting")
        with colleague(small_project) as other:
            other.codebook.merge("Venting", "Måltall")
        await settled(pilot, "enter")
        [coding] = small_project.coding.codings(document="Intervju Berit", coder="Ida", code="Måltall")
        assert MEETING[coding.start : coding.end] == "De venter."


def test_looking_is_often_enough_and_costs_little(small_project: Project) -> None:
    assert POLL_SECONDS <= 0.5
    begun = time.process_time()
    for _ in range(100):
        small_project.last_act()
    assert (time.process_time() - begun) / 100 < POLL_SECONDS / 50
