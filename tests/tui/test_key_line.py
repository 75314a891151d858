"""The keys below a question: broken between keys, never cut, and told by F1."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.question import Question
from qualcode.tui.screens.help import HelpScreen
from qualcode.tui.widgets.import_dialogs import AskHow
from qualcode.tui.widgets.key_line import key_lines, told_keys
from qualcode.tui.widgets.speakers import ASKS, ConfirmSpeakers, Label

from .conftest import settled

KEYS = "Space: role · t: type · Enter: import · Esc: cancel"


@pytest.mark.parametrize("width", [16, 20, 30, 60])
def test_a_key_is_not_parted_from_what_it_does(width: int) -> None:
    lines = key_lines(KEYS, width)
    assert " · ".join(lines) == KEYS
    assert all(cell_len(line) <= width for line in lines)


def test_what_is_longer_than_a_line_goes_on_in_the_next() -> None:
    assert key_lines("Enter: a long word · Esc: no", 10) == ["Enter: a", "long word", "Esc: no"]
    assert key_lines("", 10) == [""]
    assert key_lines("a: b · c: d\nAnd more", 30) == ["a: b · c: d", "And more"]


def test_keys_are_told_with_what_they_do() -> None:
    assert told_keys(KEYS)[1] == ("t", "type")
    assert told_keys("no key · Enter: «a: b»\nAnd more") == [("Enter", "«a: b»")]


@pytest.mark.parametrize("keys", [("f2", "s"), ("f2", "v"), ("f2", "x"), ("f2", "r"), ("f2", "k"), ("f3", "c")])
async def test_help_tells_the_keys_of_a_question(small_project: Project, keys: tuple[str, ...]) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, *keys)
        asked = app.screen
        assert isinstance(asked, Question)
        shown = await settled(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        for key, does in told_keys(asked.keys()):
            assert f"{key} " in shown
            assert does in shown
        await settled(pilot, "escape")
        assert app.screen_stack[-1] is asked


async def test_the_keys_below_many_speakers_are_seen_whole(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="nb")
    async with app.run_test(size=(80, 24)) as pilot:
        asked = ConfirmSpeakers("Møte", [Label(f"Taler {n}", 3, "participant", True, ASKS) for n in range(30)])
        app.push_screen(asked)
        shown = await settled(pilot)
        assert all(f"{key}: {does}" in shown for key, does in told_keys(asked.keys()))


async def test_the_keys_of_an_import_of_many_files_are_seen_whole(small_project: Project, tmp_path: Path) -> None:
    paths = [tmp_path / f"Intervju {number}.txt" for number in range(12)]
    app = QualcodeApp(small_project, language="nb")
    async with app.run_test(size=(80, 24)) as pilot:
        how = AskHow(paths, lambda _: "none")
        app.push_screen(how)
        shown = await settled(pilot)
        assert all(f"{key}: {does}" in shown for key, does in told_keys(how.keys()))
