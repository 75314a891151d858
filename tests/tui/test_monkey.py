"""A small part of what `python -m tests.monkey` does at length: nothing crashes, all is sound, all can be undone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.events import Callback

from qualcode.errors import InvalidInput
from qualcode.project.project import Project
from qualcode.tui.widgets.transcript import Transcript
from tests.monkey.pressing import HASTE, content, take_back, visit
from tests.monkey.study import CODER, furnish, lay_out
from tests.monkey.watching import Walk, Watched


@pytest.mark.parametrize(("seed", "size"), [(1, (80, 24)), (2, (120, 40)), (3, (60, 12)), (4, (200, 50))])
async def test_random_keys_break_nothing(
    small_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, seconds in zip(("SLEEP_GRANULARITY", "SLEEP_IDLE"), HASTE, strict=True):
        monkeypatch.setattr(f"textual._wait.{name}", seconds)
    furnish(small_project)
    small_project.coder = CODER
    await visit(small_project, seed, size, 50, Walk(), lay_out(tmp_path))


def test_taking_back_is_held_against_every_table(small_project: Project) -> None:
    furnish(small_project)
    before, start = content(small_project), small_project.last_act()
    assert {"document", "turn", "edit", "coding", "memo", "asked", "section", "project"} <= before.keys()
    small_project.codebook.add("Ny")
    small_project.history.undo(act=start)
    assert content(small_project) != before
    take_back(small_project, start)
    assert content(small_project) == before


async def test_a_widget_that_an_error_takes_from_the_screen_is_noticed(small_project: Project) -> None:
    def fail() -> None:
        raise InvalidInput("not so")

    walk = Walk()
    app = Watched(small_project, walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.query_one(Transcript).post_message(Callback(fail))
        while not walk.ended:  # The pilot would wait for the widget to answer.
            await asyncio.sleep(0.01)
    assert walk.ended[0] == "qualcode.errors.InvalidInput: not so\n"
