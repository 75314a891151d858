"""The history on its screen, what undo says, and words found in other documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project.project import Project, create_project
from qualcode.project.records import Act
from qualcode.tui.acts import clock, redone_words, undone_words
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.history import HistoryScreen, act_lines, by_day, with_words
from qualcode.wording import LANGUAGE

from .conftest import MEETING, SECOND, screen_text, settled
from .test_looks import check

NOW = "2026-02-14T12:00:00Z"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    LANGUAGE.set("en")


def act(at: str = NOW, label: str = "Coded Venting", *, coder: str = "Ida", undone: bool = False) -> Act:
    """An act of the log."""
    return Act(1, at, coder, label, undone, None)


# ── what undo says ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_done_in_this_sitting_is_undone_without_more_words() -> None:
    assert undone_words(act(), "Ida", "2026-02-14T11:00:00Z") == "Undone: Coded Venting"


@pytest.mark.parametrize(
    ("at", "since"),
    [
        ("2026-02-13T12:00:00Z", "2026-02-14T11:00:00Z"),
        ("2026-02-14T10:00:00Z", "2026-02-14T11:00:00Z"),
        ("2026-02-14T12:00:00Z", "2026-02-12T11:00:00Z"),
    ],
)
def test_what_was_done_in_another_sitting_or_on_another_day_is_undone_with_when(at: str, since: str) -> None:
    assert undone_words(act(at), "Ida", since) == f"Undone ({clock(at)}): Coded Venting"
    assert redone_words(act(at), "Ida", since) == f"Done again ({clock(at)}): Coded Venting"


def test_what_somebody_else_did_is_undone_with_the_name() -> None:
    assert undone_words(act(), "Jon", NOW) == "Undone (Ida): Coded Venting"


async def test_ctrl_z_first_thing_says_that_it_took_back_something_older(small_project: Project) -> None:
    newest = small_project.history.can_undo("Ida")
    assert newest is not None
    app = QualcodeApp(small_project)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        # The project was made by an earlier session.
        app.visit = app.visit.__class__(app.visit.location, app.visit.name, "9999-01-01T00:00:00Z")
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert f"Angret ({clock(newest.at)}): " in screen_text(app)


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_acts_stand_below_their_days() -> None:
    acts = [act(NOW), act("2026-02-14T11:00:00Z"), act("2026-02-12T11:00:00Z")]
    assert by_day(acts) == ["Saturday 14 February 2026", *acts[:2], "Thursday 12 February 2026", acts[2]]


def test_all_the_typed_words_stand_in_what_was_done_why_or_by_whom() -> None:
    acts = [act(label="Kodet Skjønn – for vidt"), act(label="Kodet Venting", coder="Sue")]
    assert with_words(acts, "skjonn vidt") == acts[:1]
    assert with_words(acts, "SUE") == acts[1:]
    assert with_words(acts, " ") == acts


def test_a_long_label_is_wrapped_below_itself_and_what_was_undone_says_so() -> None:
    lines = act_lines(act(label="Merged Måltall into NPM-press – they say the same\x1b[2J", undone=True), 40, 3)
    assert len(lines) > 1
    assert all(len(line.text) <= 40 and line.quiet and "\x1b" not in line.text for line in lines)
    assert lines[0].text[7:10] == "Ida"
    assert lines[-1].text.endswith("undone since")


async def test_an_act_is_found_gone_to_and_taken_back_alone(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+l", *"handlingsrom", "space", *"roger")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, HistoryScreen)
        found = screen.current
        assert found is not None
        top, title, *_ = screen_text(app).splitlines()
        assert (top.split()[0], title.strip()) == ("Studien", "Historikk · 1 handling")
        await pilot.press("ctrl+r", "y")
        await pilot.pause()
        assert next(each for each in small_project.history.acts() if each.id == found.id).undone
        assert "angret siden" in screen_text(app)
        await pilot.press("escape", "ctrl+z", *"roger", "up", "up", "down")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.document_name == "Intervju Roger"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_looks_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    days = iter(f"2026-02-{day:02}T09:{minute:02}:00Z" for day in (12, 13) for minute in range(60))
    monkeypatch.setattr(Project, "now", lambda _: next(days))
    monkeypatch.setenv("TZ", "UTC")
    with create_project(tmp_path / "a.qualcode", coder="Ida") as project:
        project.corpus.add("Intervju Berit", MEETING)
        code = project.codebook.add("Venting", definition="Å ikke vite når.")
        coding = project.coding.apply(code, "Intervju Berit", 4, 20, coder="Jon")
        for _ in range(60):
            project.now()
        project.coding.remove(coding.id)
        project.history.undo()
        app = QualcodeApp(project, language="nb")
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await pilot.press("ctrl+l")
            await settled(pilot)
            check(f"history-{size[0]}x{size[1]}", screen_text(app))


async def test_esc_leads_back_to_where_one_came_from(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4", "ctrl+l", *"x", "escape")
        assert app.current_mode == "history"
        await pilot.press("escape")
        await pilot.pause()
        assert app.current_mode == "codebook"


# ── words in other documents ─────────────────────────────────────────────────────────────────────────────────────────


async def test_words_that_stand_in_other_documents_only_are_gone_to_there(small_project: Project) -> None:
    small_project.corpus.add("Notat", "kurs og Kurs")
    app = QualcodeApp(small_project, document="Intervju Berit")
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"kurs", "enter")
        await pilot.pause()
        assert "Ikke funnet her · 3 steder i 2 andre dokumenter · f: gå dit" in screen_text(app)
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.document_name == "Intervju Roger"
        assert app.screen.transcript.caret == SECOND.index("kurs")
        await pilot.press("slash", *"ingensteds", "enter")
        await pilot.pause()
        assert "Ikke funnet" in screen_text(app)
        assert "andre dokumenter" not in screen_text(app)
