"""Projects to work on, and the screen as text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot

from qualcode.project.project import Project, create_project, open_project

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


async def pasted(pilot: Pilot[None], words: object) -> None:
    """Words that come from the clipboard: a path need not be typed letter by letter."""
    pilot.app.post_message(Paste(str(words)))
    await pilot.pause()


def screen_text(app: App[None]) -> str:
    """What stands on the screen, line by line; the one place that asks Textual's compositor."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
