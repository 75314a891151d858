"""Paths as people type them: folders, `~`, patterns, and what no file can be called."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.errors import NotFound
from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import AskPath, complete_path, reachable
from qualcode.tui.screens.importing import files_at

TOO_LONG = "å" * 3000


async def answered(app: App[None], pilot: Pilot[None], *keys: str, path: str) -> None:
    """Go somewhere where a path is asked for, and give one."""
    await pilot.pause()
    await pilot.press(*keys)
    assert isinstance(app.screen, AskPath)
    app.screen.query_one(Input).value = path
    await pilot.press("enter")
    await app.workers.wait_for_complete()
    await pilot.pause()


def test_the_home_folder_of_nobody_is_an_ordinary_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert complete_path("~nobody-of-this-name/a") is None
    assert reachable("~nobody-of-this-name/a") == "~nobody-of-this-name/a"
    assert reachable("~/a") == str(tmp_path / "a")


@pytest.mark.parametrize("typed", [TOO_LONG, "a\0b"])
def test_what_no_file_can_be_called_is_refused_in_short(typed: str) -> None:
    with pytest.raises(NotFound, match="there cannot be such a file") as refused:
        reachable(typed)
    assert len(refused.value.message) < 120


def test_a_pattern_that_is_none_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", "utf-8")
    assert [path.name for path in files_at(f"{tmp_path}/a**")] == ["a.txt"]
    assert files_at(f"{tmp_path}/[") == []
    assert files_at(f"{tmp_path}/no/*.txt") == []


@pytest.mark.parametrize("keys", [("f2", "a"), ("f2", "v"), ("f2", "g", "a"), ("f6", "x")])
async def test_it_is_asked_again_where_no_file_can_be(small_project: Project, keys: tuple[str, ...]) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await answered(app, pilot, *keys, path=TOO_LONG)
        assert isinstance(app.screen, AskPath)
        assert [notice.message for notice in app._notifications][-1].endswith("look at its name")
        await pilot.press("escape")
        assert not isinstance(app.screen, AskPath)


async def test_what_is_saved_in_a_folder_gets_the_proposed_name(small_project: Project, tmp_path: Path) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        for folder in (tmp_path, tmp_path / ".", tmp_path / "x" / ".."):
            (tmp_path / "x").mkdir(exist_ok=True)
            await answered(app, pilot, "f6", "x", path=str(folder))
            (tmp_path / "table.docx").unlink()


async def test_a_dot_is_the_folder_one_is_in(
    small_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await answered(app, pilot, "f6", "x", path=".")
        assert (tmp_path / "table.docx").is_file()
