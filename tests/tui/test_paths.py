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
from qualcode.tui.dialogs import AskPath, Confirm, complete_path, reachable, what_is_taken
from qualcode.tui.saving import destination
from qualcode.tui.screens.importing import files_at, what_comes_in

from .conftest import screen_text, settled

TOO_LONG = "å" * 3000


async def answered(app: App[None], pilot: Pilot[None], *keys: str, path: str) -> None:
    """Go somewhere where a path is asked for, and give one."""
    await pilot.pause()
    await pilot.press(*keys)
    assert isinstance(app.screen, AskPath)
    app.screen.query_one(Input).value = path
    await pilot.press("enter")
    await settled(pilot)


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


def test_a_file_goes_where_its_path_means(tmp_path: Path) -> None:
    assert destination(str(tmp_path), "table.docx") == tmp_path / "table.docx"
    assert destination(f"{tmp_path}/a", "table.docx") == tmp_path / "a.docx"
    assert destination(f"{tmp_path}/a.md", "table.docx") == tmp_path / "a.md"


def test_what_enter_takes_is_told_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    texts = tmp_path / "texts"
    texts.mkdir()
    assert what_comes_in("texts") == f"There is nothing to import in {texts}/"
    for name in ("a.txt", "b.txt"):
        (texts / name).write_text("a", "utf-8")
    assert what_comes_in("texts/") == f"Enter takes 2 files of {texts}/"
    assert what_comes_in("texts/b*") == f"Enter takes 1 file of {texts}/b*"
    assert what_comes_in("texts/b.txt") == f"Enter takes {texts}/b.txt"
    assert what_comes_in("texts/b") == f"There is no {texts}/b"
    assert what_comes_in("") == what_is_taken("") == ""


async def test_beside_a_completion_stands_what_enter_takes(small_project: Project, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("a", "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f2", "a")
        for path in (f"{tmp_path}/texts/", TOO_LONG, "a\0b", f"{tmp_path}/texts/"):
            app.screen.query_one(Input).value = path
            await pilot.pause()
        assert "Enter takes 1 file of" in screen_text(app)


async def test_a_folder_that_is_not_there_is_told_and_the_path_typed_comes_back(
    small_project: Project, tmp_path: Path
) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(200, 30)) as pilot:
        await answered(app, pilot, "f6", "x", path=f"{tmp_path}/nowhere/a.md")
        told = [notice.message for notice in app._notifications][-1]
        assert "its folder is not there\nmake the folder first" in told
        assert app.screen.query_one(Input).value == f"{tmp_path}/nowhere/a.md"
        (tmp_path / "nowhere").mkdir()
        await pilot.press("enter")
        await settled(pilot)
        assert f"Wrote a.md in {tmp_path}/nowhere/" in screen_text(app)


async def test_where_a_file_was_written_is_told_in_full_in_a_narrow_terminal(
    small_project: Project, tmp_path: Path
) -> None:
    (tmp_path / ("d" * 90)).mkdir()
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await answered(app, pilot, "f6", "x", path=f"{tmp_path}/{'d' * 90}/a.md")
        assert [notice.message for notice in app._notifications][-1].endswith(f"/{'d' * 90}/")


async def test_who_will_not_replace_a_file_may_name_another(small_project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("keep", "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await answered(app, pilot, "f6", "x", path=f"{tmp_path}/a.md")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert app.screen.query_one(Input).value == f"{tmp_path}/a.md"
        assert (tmp_path / "a.md").read_text("utf-8") == "keep"


async def test_a_codebook_goes_to_word_unless_another_ending_is_typed(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f4", "x")
        assert app.screen.query_one(Input).value.endswith("codebook.docx")
