"""The tour: what it asks for, what it notices, when it begins, and that a project of one's own never sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from qualcode.project.project import Project, open_project
from qualcode.shipped import is_demo, write_demo
from qualcode.tui import memory
from qualcode.tui.app import QualcodeApp
from qualcode.tui.tour import Moment, key_of, steps
from qualcode.tui.widgets.tour_line import TourLine
from qualcode.wording import LANGUAGE, LANGUAGES

from .conftest import screen_text, settled, until
from .test_looks import check

START = Moment(screen="coding", newest_act=5)
DONE = (
    {"caret": 400},
    {"selected": True},
    {"codings": 1, "newest_act": 6},
    {"took_back": True, "newest_act": 6},
    {"pins": frozenset({("kode", 9)}), "newest_act": 6},
    {"memos": 1, "newest_act": 6},
    {"screen": "codebook"},
    {"screen": "quotes"},
    {"screen": "tables"},
    {"screen": "help"},
)
PLAIN_KEYS = key_of({})


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Project]:
    """The sample project, newly written."""
    with open_project(write_demo(tmp_path / "demo"), coder="Kari") as project:
        yield project


@pytest.mark.parametrize("number", range(len(DONE)))
def test_each_step_notices_what_it_asks_for_and_nothing_else(number: int) -> None:
    step = steps(PLAIN_KEYS)[number]
    assert not step.done(START, START)
    for other, change in enumerate(DONE):
        assert step.done(START, replace(START, **change)) == (other == number)  # type: ignore[arg-type]


def test_there_are_ten_steps_and_each_fits_a_narrow_screen() -> None:
    before = LANGUAGE.get()
    for language in LANGUAGES:
        LANGUAGE.set(language)
        found = steps(PLAIN_KEYS)
        assert len(found) == len(DONE) == 10
        assert [step.how for step in found if len(step.how) > 78] == []
        assert [step.title for step in found if len(step.title) > 38] == []
    LANGUAGE.reset(before)


def test_undoing_what_was_done_before_the_step_began_is_no_undoing() -> None:
    undone = replace(START, took_back=True)
    assert not steps(PLAIN_KEYS)[3].done(undone, undone)


def test_the_keys_are_the_persons_own() -> None:
    assert steps(key_of({"screen.quotes": "f10"}))[7].how.startswith("F10.")


def test_only_the_sample_project_is_the_sample_project(demo: Project, small_project: Project) -> None:
    assert is_demo(demo)
    assert not is_demo(small_project)


def stands_at(app: QualcodeApp, number: int) -> bool:
    """Whether the tour tells of one of its steps."""
    return f" {number} av 10 " in app.guide.words()[0]


async def test_the_first_time_it_begins_by_itself_and_notices_each_thing(demo: Project) -> None:
    app = QualcodeApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for number, keys in enumerate(
            (
                ("pagedown", "pagedown"),
                ("s",),
                ("c", *"venting", "enter"),
                ("ctrl+z",),
                ("tab", "down", "9"),
                ("escape", "s", "m", *"tanke", "ctrl+s"),
                ("f4",),
                ("f5",),
                ("f6",),
                ("f1",),
            ),
            1,
        ):
            await until(pilot, partial(stands_at, app, number))
            await pilot.press(*keys)
        await until(pilot, lambda: memory.tour_step() == 10)
        await pilot.press("escape")
        assert app.guide.words()[1] in screen_text(app)
        await pilot.press("escape")
        assert not app.guide.is_on
    assert demo.check() == []


async def test_it_can_be_left_and_taken_up_again_but_never_comes_twice_by_itself(demo: Project) -> None:
    app = QualcodeApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await until(pilot, partial(stands_at, app, 1))
        await pilot.press("pagedown", "pagedown")
        await until(pilot, partial(stands_at, app, 2))
        second = app.guide.words()
        await pilot.press("escape")
        assert not app.guide.is_on
        assert not app.screen.query_one(TourLine).display
    again = QualcodeApp(demo)
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not again.guide.is_on
        await pilot.press("ctrl+g")
        assert again.guide.words() == second


async def test_on_another_screen_it_says_how_to_come_back(demo: Project) -> None:
    app = QualcodeApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: app.guide.words()[1].startswith("F3"))
        await until(pilot, lambda: app.guide.words()[1] in screen_text(app))


async def test_a_project_of_ones_own_has_no_tour(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+g")
        assert not app.guide.is_on
        ids = {active.binding.id for active in app.screen.active_bindings.values() if active.enabled}
        assert not ids & {"tour", "tour.leave"}


async def test_a_place_that_was_asked_for_is_shown_without_a_tour(demo: Project) -> None:
    app = QualcodeApp(demo, document="01 Berit veileder")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not app.guide.is_on


async def test_it_looks_at_nothing_while_the_workbench_is_being_left(demo: Project) -> None:
    app = QualcodeApp(demo, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert app.guide.is_on
    assert app.screen_stack == []
    app.guide.look()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_it_looks(demo: Project, size: tuple[int, int]) -> None:
    app = QualcodeApp(demo, language="en")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        check(f"tour-{size[0]}x{size[1]}", "\n".join(screen_text(app).splitlines()[-3:-1]))
