"""Projects to work on, and the screen as text."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen

from qualcode.project.project import Project, create_project, open_project
from qualcode.tui.screens import codebook, replace_words
from qualcode.tui.widgets import here_pane, round_dialogs

MEETING = """I: Hvordan avgjør du hvem som får plass?

BERIT: Altså, på papiret bestemmer jeg selv. Men når måltallet henger der, da tar jeg den som er lettest å få ut.

I: Hva skjer med de andre da?

BERIT: De venter. Noen venter lenge, og noen slutter å ringe. Det er ikke noe vi teller.
"""
SECOND = """I: Fikk du være med og bestemme?

ROGER: Litt. Jeg fikk velge mellom to kurs. Jeg ville egentlig ha jobb.
"""


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same looks whatever the terminal that the tests are run in: one of sixteen colours."""
    monkeypatch.setenv("TERM", "xterm")
    for name in ("COLORTERM", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two interviews, a codebook of five codes, three codings by two coders, made once: tests work on copies."""
    place = tmp_path_factory.mktemp("small") / "studie.qualcode"
    with create_project(place, name="Studien", coder="Ida") as project:
        project.corpus.add("Intervju Berit", MEETING)
        project.corpus.add("Intervju Roger", SECOND)
        room = project.codebook.add("Skjønn", definition="Å avgjøre der regelen ikke gjør det.")
        project.codebook.add("Handlingsrom", parent=room, include="Veilederen kan velge.", exclude="Bare å klage.")
        press = project.codebook.add("NPM-press")
        project.codebook.add("Måltall", parent=press, aliases=["resultatkrav"])
        project.codebook.add("Venting")
        start = MEETING.index("på papiret")
        project.coding.apply("Handlingsrom", "Intervju Berit", start, start + len("på papiret bestemmer jeg selv."))
        project.coding.apply("Måltall", "Intervju Berit", MEETING.index("når"), MEETING.index(", da tar"), coder="Jon")
        start = SECOND.index("Jeg fikk")
        project.coding.apply("Handlingsrom", "Intervju Roger", start, start + len("Jeg fikk velge"))
    return place


@pytest.fixture
def small_project(tmp_path: Path, small_file: Path) -> Iterator[Project]:
    """A small project of one's own."""
    with open_project(shutil.copy(small_file, tmp_path), coder="Ida") as project:
        yield project


SHORT = 0.01
LONG_ENOUGH = 100.0
RESTS = [
    (codebook, "COUNT_SECONDS"),
    (replace_words, "TYPED_SECONDS"),
    (here_pane, "REST_SECONDS"),
    (round_dialogs, "REST_SECONDS"),
]


@pytest.fixture(autouse=True)
def _rests_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits until nobody types or moves any more comes at once, so that `settled` can wait for it."""
    for module, name in RESTS:
        monkeypatch.setattr(module, name, SHORT)


async def settled(pilot: Pilot[None], *keys: str) -> str:
    """The screen after each of some keys, and all that it set off, is done: messages, threads and short rests.

    So a test waits for a slow machine, and for nothing on a fast one.
    """
    for key in keys:
        await pilot.press(key)
        await _at_rest(pilot)
    await _at_rest(pilot)
    return screen_text(pilot.app)


async def _at_rest(pilot: Pilot[None]) -> None:
    await pilot.pause()
    async with asyncio.timeout(LONG_ENOUGH):
        while _is_under_way(pilot.app):
            await asyncio.sleep(SHORT)
            await pilot.pause()


def _is_under_way(app: App[None]) -> bool:
    if any(not worker.is_finished for worker in app.workers):
        return True
    pumps = [app, *(each for stack in app._screen_stacks.values() for top in stack for each in top.walk_children())]
    rests = (each for pump in pumps for each in pump._timers if each._repeat == 0 and each._interval <= SHORT)
    return any(rest._task is not None and not rest._task.done() for rest in rests)


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    """Wait for what comes in its own time."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not is_so():
            await pilot.pause(SHORT)


async def arrives(pilot: Pilot[None], screen: type[Screen[Any]]) -> None:
    """Wait for a screen, with all that stands on it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    await settled(pilot)


async def pasted(pilot: Pilot[None], words: object) -> None:
    """Words that come from the clipboard: a path need not be typed letter by letter."""
    pilot.app.post_message(Paste(str(words)))
    await pilot.pause()


def screen_text(app: App[None]) -> str:
    """What stands on the screen, line by line; the one place that asks Textual's compositor."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
