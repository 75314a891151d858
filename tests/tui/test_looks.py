"""What the screens look like, as text; `QUALCODE_SNAPSHOTS=write pytest tests/tui/test_looks.py` takes them anew."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode.project.project import Project
from qualcode.tui import memory
from qualcode.tui.app import QualcodeApp

from .conftest import MEETING, screen_text, settled

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = ((80, 24), (120, 40))
LOOKS = {
    "coding": (),
    "coding-selection": ("s",),
    "coding-coded": ("s", "c", *"vent", "enter"),
    "codebook-beside": ("tab", "down"),
    "code-picker": ("s", "c", *"mål"),
    "code-picker-new": ("s", "c", *"ventetid"),
    "memo": ("s", "m", *"Sjekk"),
    "help": ("f1",),
    "keys-after-g": ("g",),
    "documents": ("f2",),
    "documents-remove": ("f2", "x"),
    "documents-kind": ("f2", "k"),
}


@pytest.fixture(autouse=True)
def _the_same_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The help page names the person's own file of keys."""
    monkeypatch.setattr(memory, "config_folder", lambda: Path("/home/ida/.config/qualcode"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", LOOKS)
async def test_the_screen_looks_as_before(small_project: Project, name: str, size: tuple[int, int]) -> None:
    shown = await look(small_project, LOOKS[name], size)
    check(f"{name}-{size[0]}x{size[1]}", shown)


MEMO_LOOKS = {"writing": ("f8",), "writing-page": ("f8", "down", "e"), "writing-kind": ("f8", "n")}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", MEMO_LOOKS)
async def test_writing_looks_as_before(
    small_project: Project, monkeypatch: pytest.MonkeyPatch, name: str, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("TZ", "UTC")  # the clock on the wall is shown
    time.tzset()
    write_memos(small_project)
    check(f"{name}-{size[0]}x{size[1]}", await look(small_project, MEMO_LOOKS[name], size))


def write_memos(project: Project) -> None:
    """An idea that is due, and three days of writing."""
    place = MEETING.index("De venter")
    text = "Hvem er **de andre**?\n\n> noen slutter å ringe\n\n- tell dem\n- *spør* Roger"
    add = project.memos.add
    add("Les vedtaket en gang til.", kind="idea", remind_at="2020-02-01", created_at="2025-11-14T09:10:00Z")
    add(text, title="De som venter", kind="question", document="Intervju Berit", start=place, end=place + 40,
        created_at="2025-11-16T14:02:00Z")  # fmt: skip
    add("Rommet er per sak, tida er per veileder.", code="Skjønn", kind="theory", created_at="2025-11-16T09:30:00Z")
    add("Ferdig med første runde.", title="Kodemøte 1", kind="method", coder="Jon", created_at="2025-11-12T12:00:00Z")


@pytest.mark.parametrize("language", ["nn", "en"])
async def test_the_other_languages(small_project: Project, language: str) -> None:
    check(f"coding-{language}", await look(small_project, ("s",), (80, 24), language))
    check(f"documents-{language}", await look(small_project, ("f2", "x"), (80, 24), language))


async def look(project: Project, keys: Sequence[str], size: tuple[int, int], language: str = "nb") -> str:
    """The screen after some keys, with the caret on a sentence that is not coded."""
    app = QualcodeApp(project, document="Intervju Berit", at=MEETING.index("De venter"), language=language)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
        await settled(pilot)
        return screen_text(app)


def check(name: str, shown: str) -> None:
    """Compare with the file of that name."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("QUALCODE_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown + "\n", "utf-8")
    assert shown + "\n" == path.read_text("utf-8")
