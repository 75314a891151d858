"""The table of F2: what gives way where there is little room, and the keys that go to its ends."""

from __future__ import annotations

import pytest

from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.widgets.document_table import DocumentTable, columns_within, cut

from .conftest import screen_text

LONG = "Intervju 7 med en veileder ved et kontor i Nord-Gudbrandsdal, andre runde"


@pytest.mark.parametrize(
    ("room", "shown", "name"),
    [
        (120, [0, 1, 2, 3, 4, 5], 60),
        (80, [0, 1, 2, 3, 4, 5], 24),
        (79, [0, 1, 2, 3, 5], 31),
        (69, [0, 1, 2, 5], 32),
        (20, [0, 1, 2, 5], 1),
    ],
)
def test_names_give_way_then_speakers_then_turns(room: int, shown: list[int], name: int) -> None:
    assert columns_within((60, 15, 6, 9, 6, 8), room, 24) == (shown, name)


def test_a_short_name_needs_no_more_room_than_it_has() -> None:
    assert columns_within((5, 15, 6, 9, 6, 8), 61, 24) == ([0, 1, 2, 3, 4, 5], 5)


def test_a_name_is_cut_with_dots_but_not_to_nothing() -> None:
    assert [cut("Intervju", width) for width in (8, 5, -3)] == ["Intervju", "Inte…", "I…"]


async def test_codings_stay_in_sight_beside_a_long_name(small_project: Project) -> None:
    small_project.corpus.rename("Intervju Berit", LONG)
    small_project.corpus.set_kind("Intervju Roger", "group interview")
    app = QualcodeApp(small_project, language="nb")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        shown = screen_text(app)
        assert "Kodinger" in shown
        assert "Ord*" in shown
        assert "* 49 ord uten intervjueren" in shown
        assert "Intervju 7 med en veiled…" in shown
        assert app.screen.query_one(DocumentTable).max_scroll_x == 0
        await pilot.resize_terminal(70, 24)
        await pilot.pause()
        assert "Talere" not in screen_text(app)
        assert "Kodinger" in screen_text(app)
        await pilot.resize_terminal(140, 24)
        await pilot.pause()
        assert LONG in screen_text(app)
        assert "Talere" in screen_text(app)


async def test_home_and_end_are_the_first_and_last_document(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "end")
        await pilot.pause()
        table = app.screen.query_one(DocumentTable)
        assert table.current is not None
        assert table.current.name == "Intervju Roger"
        await pilot.press("home")
        assert table.current.name == "Intervju Berit"
