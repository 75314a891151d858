"""Start, places remembered, colleagues, changes from outside, and what happens when something breaks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input

from qualcode.project.project import Project, create_project, open_project
from qualcode.tui import memory
from qualcode.tui.acts import clock
from qualcode.tui.app import QualcodeApp
from qualcode.tui.crash import write_crash_log
from qualcode.tui.dialogs import complete_path
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.start import StartScreen
from qualcode.tui.themes import THEMES, first_theme, has_many_colors, terminal_is_light

from .conftest import MEETING, screen_text, settled

SIZE = (120, 40)


async def test_without_a_project_the_start_screen_makes_one(tmp_path: Path) -> None:
    app = QualcodeApp(None)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)
        await pilot.press("n")
        app.screen.query_one(Input).value = str(tmp_path / "ny")
        await pilot.press("enter")
        await settled(pilot)
        assert "Ingen dokumenter ennå" in screen_text(app)
        await pilot.press("ctrl+q")
    assert (tmp_path / "ny.qualcode").exists()
    assert not (tmp_path / "ny.qualcode-wal").exists(), "closed projects are one plain file"


async def test_the_demo_is_one_key_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = QualcodeApp(None)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("d")
        await settled(pilot)
        assert "NAV-studien" in screen_text(app)
        await pilot.press("ctrl+q")
    assert list(tmp_path.glob("qualcode-demo/*.qualcode")), "it lies where it can be found again"


async def test_a_project_opens_where_it_was_left(small_project: Project) -> None:
    place = small_project.corpus.text("Intervju Roger").index("to kurs")
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.open_document(small_project.corpus.document("Intervju Roger").id, place)
        await pilot.pause()
        await pilot.press("ctrl+q")
    with open_project(small_project.info().location, coder="Ida") as again:
        app = QualcodeApp(again)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, CodingScreen)
            assert app.screen.document_name == "Intervju Roger"
            assert app.screen.transcript.caret == place


async def test_a_document_and_an_offset_can_be_asked_for(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Roger", at=5)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.document_name == "Intervju Roger"
        assert app.screen.transcript.caret == 5


async def test_a_span_is_selected_where_one_is_sent(small_project: Project) -> None:
    start = MEETING.index("De venter.")
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        app.open_document("Intervju Berit", start, start + 10)
        await pilot.pause()
        assert app.screen.transcript.selection == (start, start + 10)  # type: ignore[attr-defined]


async def test_what_a_colleague_does_appears_without_moving_the_caret(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    with open_project(small_project.info().location, coder="Jon") as other:
        async with app.run_test(size=(150, 40)) as pilot:
            await pilot.pause()
            reader = app.screen.transcript  # type: ignore[attr-defined]
            reader.select(MEETING.index("De venter."), MEETING.index(" Noen"))
            other.coding.apply("Venting", "Intervju Berit", *reader.selection)
            app._poll()
            await pilot.pause()
            assert "Jon" in screen_text(app)
            assert reader.selection == (MEETING.index("De venter."), MEETING.index(" Noen"))


async def test_who_else_is_here_is_said(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_project(small_project.info().location, coder="Jon") as other:
        monkeypatch.setattr(os, "getpid", lambda: os.getppid())
        other.enter()
        monkeypatch.undo()
        app = QualcodeApp(small_project)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            assert "Jon har også prosjektet åpent" in next(iter(app._notifications)).message


async def test_another_project_shows_nothing_of_the_first(tmp_path: Path, small_project: Project) -> None:
    with create_project(tmp_path / "annen.qualcode", coder="Ida") as other:
        other.corpus.add("Annet", "I: Hva?\n\nKARI: Alt.\n\nI: Ja.\n\nKARI: Nei.\n")
        other.codebook.add("Annen kode")
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        app.enter(open_project(tmp_path / "annen.qualcode", coder="Ida"))
        await settled(pilot)
        shown = screen_text(app)
        assert "Annen kode" in shown
        assert "Handlingsrom" not in shown
        await pilot.press("ctrl+q")


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (250, 80)])
async def test_odd_sizes_are_survived(small_project: Project, size: tuple[int, int]) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("s", "c", "v", "escape", "tab", "escape", "f1", "escape", "f2")
        await pilot.resize_terminal(90, 30)
        await pilot.pause()


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_theme_paints(small_project: Project, theme: str) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        app.theme = theme
        await pilot.press("s", "c", "v")
        await pilot.pause()
        assert "Venting" in screen_text(app)


def test_the_theme_follows_choice_then_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [theme.name for theme in THEMES]
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert first_theme("qualcode-light", names) == "qualcode-light"
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.delenv("COLORTERM")
    monkeypatch.delenv("COLORFGBG", raising=False)
    assert first_theme("", names) == "qualcode-ansi-dark"
    assert first_theme("qualcode-light", names) == "qualcode-light-16"
    assert first_theme("qualcode-ansi-light", names) == "qualcode-ansi-light"
    monkeypatch.setenv("COLORFGBG", "0;15")
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert first_theme("gone", names) == "qualcode-light"
    assert first_theme("qualcode-dark", names, plain=True) == "qualcode-ansi-light"


def test_what_terminals_say_of_themselves() -> None:
    assert has_many_colors({"TERM": "xterm-256color"})
    assert not has_many_colors({"TERM": "vt220"})
    assert not has_many_colors({"TERM": "rxvt", "COLORTERM": "rxvt"})  # to which Rich sends sixteen
    assert terminal_is_light("0;default;15")
    assert not terminal_is_light("")


def test_the_memory_survives_rubbish(tmp_path: Path) -> None:
    memory.state_file().parent.mkdir(parents=True)
    memory.state_file().write_text('{"visits": [3, {"no": 1}, {"location": "/gone", "name": "x"}]}', "utf-8")
    assert memory.visits() == []
    place = tmp_path / "p.qualcode"
    place.touch()
    memory.remember(memory.Visit(str(place), "P", codes=("a",)).using("b").using("a"))
    assert memory.visits()[0].codes == ("a", "b")


def test_a_path_is_completed_to_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "Tekster").mkdir()
    (tmp_path / "tall.csv").touch()
    assert complete_path(f"{tmp_path}/tek") == f"{tmp_path}/Tekster/"
    assert complete_path(f"{tmp_path}/ta", (".txt",)) is None
    assert complete_path(f"{tmp_path}/ta") == f"{tmp_path}/tall.csv"
    assert complete_path("") is None
    assert complete_path("/no/such/folder/x") is None
    assert complete_path("a\0b/x") is None


def test_the_crash_log_holds_the_trace() -> None:
    try:
        raise ValueError("noe gikk galt")
    except ValueError as error:
        path = write_crash_log(error)
    assert "noe gikk galt" in path.read_text("utf-8")


def test_times_are_told_shortly() -> None:
    assert len(clock("2026-02-14T09:30:00Z")) == len("14.02. 10:30")
