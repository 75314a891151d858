"""Projects to work on, and the screen as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App

from qualcode.project.project import Project, create_project

MEETING = """I: Hvordan avgjør du hvem som får plass?

BERIT: Altså, på papiret bestemmer jeg selv. Men når måltallet henger der, da tar jeg den som er lettest å få ut.

I: Hva skjer med de andre da?

BERIT: De venter. Noen venter lenge, og noen slutter å ringe. Det er ikke noe vi teller.
"""
SECOND = """I: Fikk du være med og bestemme?

ROGER: Litt. Jeg fikk velge mellom to kurs. Jeg ville egentlig ha jobb.
"""


@pytest.fixture
def small_project(tmp_path: Path) -> Iterator[Project]:
    """Two interviews, a codebook of five codes, three codings by two coders."""
    project = create_project(tmp_path / "studie.qualcode", name="Studien", coder="Ida")
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
    place = SECOND.index("Jeg fikk")
    project.coding.apply("Handlingsrom", "Intervju Roger", place, place + len("Jeg fikk velge"))
    yield project
    project.close()


def screen_text(app: App[None]) -> str:
    """What stands on the screen, line by line; the one place that asks Textual's compositor."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
