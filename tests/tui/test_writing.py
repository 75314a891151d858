"""Pages to write on: nothing written is lost, and what Textual's own area does wrong where it scrolls."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import TextArea

from qualcode.errors import ProjectUnusable
from qualcode.project.memos import Memos
from qualcode.project.project import Project, open_project
from qualcode.project.records import Memo
from qualcode.tui import writing
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.edit_text import EditText
from qualcode.tui.widgets.code_dialogs import EditCode
from qualcode.tui.writing import WriteMemo

from .conftest import MEETING, screen_text, settled

SIX_ROWS = "\n".join("abcdef")


@pytest.mark.parametrize("dialog", [EditText, WriteMemo])
async def test_a_line_that_made_the_area_scroll_can_be_undone(
    small_project: Project, dialog: type[EditText] | type[WriteMemo]
) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(dialog("Skriv", SIX_ROWS))
        await pilot.pause()
        area = app.screen.query_one(TextArea)
        area.styles.height = area.styles.max_height = 6
        area.move_cursor(area.document.end)
        await pilot.pause()
        for _ in range(3):
            await pilot.press("enter")
            await pilot.press("enter")
            assert area.show_vertical_scrollbar
            await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
            assert area.text == SIX_ROWS
            assert area.cursor_location == (5, 1)


async def test_the_whole_text_is_gone_through_with_ctrl(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(WriteMemo("Skriv", SIX_ROWS))
        await pilot.pause()
        area = app.screen.query_one(TextArea)
        assert area.cursor_location == (5, 1)
        await pilot.press("ctrl+home")
        assert area.cursor_location == (0, 0)
        await pilot.press("ctrl+end")
        assert area.cursor_location == (5, 1)
        await pilot.press("ctrl+shift+home")
        assert area.selected_text == SIX_ROWS


async def test_what_esc_does_is_said_in_the_same_words_everywhere(small_project: Project) -> None:
    stores, asks = "Ctrl+S or Esc: store and close", "Ctrl+S: store and close · Esc: throw away (asks first)"
    code = small_project.codebook.code("Venting")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        again = WriteMemo("Skriv")
        again.given_back = {None: "Ti minutters arbeid"}
        for dialog, words in ((WriteMemo("Skriv"), stores), (EditCode(code), stores), (EditText("Rett", "a"), asks),
                              (again, asks)):  # fmt: skip
            app.push_screen(dialog)
            await pilot.pause()
            assert words in " ".join(screen_text(app).split())
            app.pop_screen()


async def test_what_is_written_in_a_dialog_is_a_memo_after_the_program_was_killed(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "DRAFT_SECONDS", 0.01)
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"), language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s", "m", *"Hun sa det")
        await settled(pilot)
        with open_project(small_project.database.location, coder="Ida") as after:  # as if this window were gone
            again = QualcodeApp(after, language="en")
            async with again.run_test(size=(80, 24), notifications=True) as later:
                await settled(later)
                assert "a memo now" in screen_text(again)
            assert [memo.text for memo in after.memos.memos()] == ["Hun sa det"]
        await pilot.press("ctrl+s")


async def test_what_could_not_be_stored_stands_in_the_dialog_again(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored, full = Memos.add, [True, True]

    def add(*arguments: Any, **options: Any) -> Memo:
        if full and full.pop():
            raise ProjectUnusable("the disk is full", "make room and try again")
        return stored(*arguments, **options)

    monkeypatch.setattr(Memos, "add", add)
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"), language="en")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("s", "m", *"Hun sa", "escape")
        await settled(pilot)
        assert "the disk is full" in screen_text(app)
        assert "Hun sa" in screen_text(app)
        await pilot.press(*" det", "escape")
        assert "Throw away what you wrote?" in screen_text(app), "nobody is locked in"
        await pilot.press("n", "ctrl+s")
        await settled(pilot)
        assert "Hun sa det" in screen_text(app), "the disk is still full"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert isinstance(app.screen, CodingScreen)
        assert [memo.text for memo in small_project.memos.memos()] == ["Hun sa det"]
