"""F4: the tree and the page of a code, and what can be done with the codes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from qualcode.exchange import codebook_files
from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.code_changes import amounts
from qualcode.tui.widgets.code_dialogs import EditCode, changed_fields
from qualcode.tui.widgets.code_page import code_page
from qualcode.tui.widgets.codebook_tree import CodebookTree
from tests.tui.conftest import screen_text


def names(project: Project) -> list[str]:
    """The codes in the order of the tree."""
    return [code.full_name for code in project.codebook.codes()]


async def open_codebook(pilot: Pilot[None], *keys: str) -> None:
    """F4, and some keys more."""
    await pilot.press("f4", *keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_tree_and_page_stand_beside_each_other(small_project: Project, size: tuple[int, int]) -> None:
    small_project.memos.add("Skill fra klage.", code="Handlingsrom")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=size) as pilot:
        await open_codebook(pilot, "down")
        shown = screen_text(app)
        assert "▾ Skjønn" in shown
        for part in ("Include when", "Veilederen kan velge.", "Exclude when", "Bare å klage.", "Skill fra klage."):
            assert part in shown
        assert "2 codings" in shown
        assert "5 codes · 3 codings" in shown.splitlines()[-1]


async def test_new_codes_below_and_at_the_top(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "a", *"Rom", "enter", "A", *"Ny", "enter")
        assert {"Skjønn > Rom", "Ny"} <= set(names(small_project))
        await pilot.pause()
        current = app.screen.query_one(CodebookTree).current
        assert current is not None
        assert current.name == "Ny"


async def test_codes_move_among_siblings_and_back_with_undo(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "J")
        assert names(small_project)[0] == "NPM-press"
        await pilot.pause()
        await pilot.press("K")
        assert names(small_project)[0] == "Skjønn"
        await pilot.press("ctrl+z")
        assert names(small_project)[0] == "NPM-press"


async def test_moving_below_another_code_and_to_the_top(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "end", "v", *"npm", "enter")
        assert "NPM-press > Venting" in names(small_project)
        await pilot.pause()
        await pilot.press("V")
        assert "Venting" in names(small_project)


async def test_merging_says_in_numbers_what_moves(small_project: Project) -> None:
    small_project.memos.add("Slås sammen?", code="Handlingsrom")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "down", "g", *"vent", "enter")
        await pilot.pause()
        assert "takes over 2 codings, 1 memo" in screen_text(app)
        await pilot.press("enter")
        assert small_project.codebook.code("Venting").codings == 2
        assert "Skjønn > Handlingsrom" not in names(small_project)


async def test_removing_says_in_numbers_what_goes_and_can_be_undone(small_project: Project) -> None:
    first = small_project.coding.codings(code="Handlingsrom")[0]
    small_project.coding.set_memo(first.id, "tvil")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "d")
        await pilot.pause()
        assert "2 codings, 1 memo, 1 code below it" in screen_text(app)
        await pilot.press("y")
        assert "Skjønn" not in names(small_project)
        await pilot.press("ctrl+z")
        assert small_project.codebook.code("Handlingsrom").codings == 2


async def test_fields_are_kept_also_on_escape(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "e")
        assert isinstance(app.screen, EditCode)
        await pilot.press("X", "tab", "tab", "tab", "tab", *"rom", "enter", *"frihet", "escape")
        await pilot.pause()
        code = small_project.codebook.code("Skjønn")
        assert code.definition.startswith("X")
        assert code.aliases == ("rom", "frihet")
        assert "frihet" in screen_text(app)


async def test_level_status_colour_and_key(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "l", "end", "enter", "t", "end", "enter", "f", "end", "enter", "p", "7")
        code = small_project.codebook.code("Skjønn")
        assert (code.level, code.status, code.color, code.pin) == ("theme", "retired", "#AA4499", 7)
        assert small_project.codebook.code("Handlingsrom").color == "#AA4499"
        await pilot.pause()
        assert "theme · retired · key 7" in screen_text(app)


async def test_a_taken_name_is_refused_in_words(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_codebook(pilot, "A", *"Venting", "enter")
        await pilot.pause()
        assert "already" in screen_text(app)
        assert names(small_project).count("Venting") == 1


async def test_export_asks_before_it_replaces(small_project: Project, tmp_path: Path) -> None:
    file = tmp_path / "kb.csv"
    file.write_text("gammel")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "x", "ctrl+u", *str(file), "enter")
        await pilot.pause()
        assert "Replace «kb.csv»?" in screen_text(app)
        assert file.read_text() == "gammel"
        await pilot.press("y")
        await app.workers.wait_for_complete()
        assert len(codebook_files.read(file).codes) == 5


async def test_loading_a_shipped_codebook_into_an_empty_project(tmp_path: Path) -> None:
    from qualcode.project.project import create_project

    with create_project(tmp_path / "tom.qualcode") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.2)  # without documents, the workbench first goes where they come in
            await open_codebook(pilot)
            assert "o: load a codebook" in screen_text(app)
            await pilot.press("o", "end", "enter")
            await pilot.pause()
            assert "Skjønn" in screen_text(app)
            assert len(project.codebook.codes()) > 5


async def test_enter_shows_the_quotes_of_the_code(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "2 quotes · Skjønn · 2 interviews" in screen_text(app)


def test_only_fields_that_differ_are_changed() -> None:
    before = {"definition": "a", "aliases": "x\ny", "phrases": ""}
    assert changed_fields(before, {"definition": "a\n", "aliases": "x\n\ny", "phrases": "\n"}) == {}
    written = {"definition": "b", "aliases": "", "phrases": " p "}
    assert changed_fields(before, written) == {"definition": "b", "aliases": [], "phrases": ["p"]}


def test_amounts_leave_out_what_is_none() -> None:
    assert amounts(codings=0, memos=0, below=0).startswith("0 ")
    assert amounts(codings=3, memos=1, below=2).count(",") == 2


def test_a_hostile_name_cannot_reach_the_terminal(small_project: Project) -> None:
    code = small_project.codebook.update("Venting", definition="rød \x1b[31m tekst")
    assert "\x1b" not in code_page(code, 0, [], date(2026, 1, 1)).plain


async def test_after_a_removal_the_page_is_that_of_the_next_code(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "d", "y")
        await pilot.pause()
        shown = screen_text(app)
        assert "┃ NPM-press" in shown
        assert "regelen ikke gjør det" not in shown
