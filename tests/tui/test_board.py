"""The board: columns of themes, cards that are carried, and what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.project.project import Project, create_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.board import BoardScreen
from qualcode.tui.widgets.board import Board
from qualcode.tui.widgets.board_columns import (
    Place,
    board_columns,
    code_at,
    first_card,
    first_shown,
    outermost,
    place_of,
    stepped,
)
from qualcode.tui.widgets.status_line import StatusLine
from tests.tui.conftest import screen_text, settled


@pytest.fixture
def themes(tmp_path: Path) -> Iterator[Project]:
    """Two themes, one with a category, and three codes without a theme."""
    with create_project(tmp_path / "tavle.qualcode", coder="Ida") as project:
        project.corpus.add("Intervju", "På papiret bestemmer jeg selv.")
        for name, parent, level in (
            ("Skjønn", None, "theme"), ("Rom", "Skjønn", "category"), ("Vidt", "Rom", "code"), ("Press", None, "theme"),
            ("Løst", None, "code"), ("Under", "Løst", "code"), ("Alene", None, "code"),
        ):  # fmt: skip
            project.codebook.add(name, parent=parent, level=level)
        yield project


def shape(project: Project) -> list[tuple[str | None, list[str]]]:
    codes = project.codebook.codes()
    book = project.codebook.codebooks()[0].id
    return [
        (column.theme.name if column.theme else None, ["·" * card.depth + card.code.name for card in column.cards])
        for column in board_columns(codes, book)
    ]


def tree(project: Project) -> set[str]:
    return {code.full_name for code in project.codebook.codes()}


def test_themes_are_columns_and_the_rest_comes_first(themes: Project) -> None:
    assert shape(themes) == [
        (None, ["Løst", "·Under", "Alene"]), ("Skjønn", ["Rom", "·Vidt"]), ("Press", []),
    ]  # fmt: skip
    themes.codebook.update("Rom", level="theme")
    themes.codebook.update("Løst", status="retired")
    assert shape(themes)[:2] == [(None, ["Alene"]), ("Skjønn", ["Rom", "·Vidt"])], "a theme in a theme is a card"
    assert board_columns([], None) == [(None, ())]


@given(st.integers(-20, 20), st.integers(-20, 20), st.integers(0, 2), st.integers(0, 3))
def test_the_cursor_never_leaves_the_board(right: int, down: int, column: int, row: int) -> None:
    columns = board_columns([], None) * 3
    place = stepped(columns, Place(column, row), right, down)
    assert 0 <= place.column < 3
    assert place.row == 0


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 9))
def test_the_cursor_is_always_among_what_is_shown(cursor: int, first: int, room: int) -> None:
    begin = first_shown(cursor, first, room)
    assert begin <= cursor < begin + room


def test_cards_below_a_carried_card_come_along(themes: Project) -> None:
    codes = themes.codebook.codes()
    columns = board_columns(codes, codes[0].codebook_id)
    ids = {code.name: code.id for code in codes}
    assert [code.name for code in outermost(columns, [ids["Vidt"], ids["Rom"], ids["Alene"]])] == ["Alene", "Rom"]
    for name in ids:
        place = place_of(columns, ids[name])
        assert place is not None
        found = code_at(columns, place)
        assert found is not None
        assert found.name == name


async def test_cards_are_marked_and_carried_together_in_one_act(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4", "b", "space", "space", "space")
        acts = themes.last_act()
        await pilot.press("greater_than_sign")
        assert {"Skjønn > Løst", "Skjønn > Løst > Under", "Skjønn > Alene"} <= tree(themes)
        assert themes.last_act() == acts + 1
        await pilot.pause()
        board = app.screen.query_one(Board)
        assert board.current is not None
        assert board.current.name == "Alene", "the cursor goes along"
        await pilot.press("shift+right")
        assert "Press > Løst" in tree(themes)
        await pilot.press("ctrl+z", "ctrl+z")
        assert "Løst > Under" in tree(themes)
        await pilot.press("escape", "escape")
        assert app.current_mode == "codebook"


async def test_a_new_theme_takes_the_marked_cards(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "space", "n", *"Nytt", "enter")
        assert themes.codebook.code("Nytt").level == "theme"
        assert "Nytt > Løst > Under" in tree(themes)
        themes.history.undo()
        assert shape(themes)[0] == (None, ["Løst", "·Under", "Alene"])


async def test_a_card_becomes_a_theme_and_a_code_again(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "down", "t")
        assert (themes.codebook.code("Under").full_name, themes.codebook.code("Under").level) == ("Under", "theme")
        await pilot.pause()
        await pilot.press("t")
        assert themes.codebook.code("Under").level == "code"


async def test_themes_change_places_and_cards_among_their_siblings(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "right", "up", "greater_than_sign")
        assert [name for name, _ in shape(themes)] == [None, "Press", "Skjønn"]
        await pilot.press("left", "left", "J")
        assert shape(themes)[0][1] == ["Alene", "Løst", "·Under"]
        await pilot.press("K")
        assert shape(themes)[0][1] == ["Løst", "·Under", "Alene"]


async def test_a_taken_name_moves_nothing(themes: Project) -> None:
    themes.codebook.add("Alene", parent="Skjønn")
    before = tree(themes)
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("f4", "b", "space", "down", "space", "greater_than_sign")
        await pilot.pause()
        assert "already" in screen_text(app)
        assert tree(themes) == before


async def test_columns_are_turned_over_sideways(themes: Project) -> None:
    for number in range(6):
        themes.codebook.add(f"Tema {number}", level="theme")
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4", "b")
        await pilot.pause()
        assert "Without a theme" in screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        shown = screen_text(app)
        assert "Tema 5" in shown
        assert "Without a theme" not in shown
        assert "column 9 of 9" in shown


async def test_enter_opens_the_page_of_the_card(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "enter")
        await settled(pilot)
        assert "No quotes yet" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, BoardScreen)


async def test_marks_are_let_go_once_the_cursor_leaves_what_was_carried(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "space", "greater_than_sign")
        await pilot.pause()
        board = app.screen.query_one(Board)
        assert len(board.marked) == 1, "carried further with the same key"
        await pilot.press("left")
        assert not board.marked
        before = tree(themes)
        await pilot.press("n", *"Tid", "enter")
        await pilot.pause()
        assert tree(themes) == before | {"Tid"}, "a new theme takes nothing that was put elsewhere already"


async def test_the_cursor_begins_on_the_first_code_and_home_leads_back_there(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b")
        board = app.screen.query_one(Board)
        assert board.cursor == Place(0, 1)
        await pilot.press("end", "home")
        assert board.cursor == Place(0, 1), "what has no theme has no heading to stand on"
        for code in ("Løst", "Alene"):
            themes.codebook.update(code, status="retired")
        assert first_card(board_columns(themes.codebook.codes(), board.columns[1].cards[0].code.codebook_id)) == (1, 1)


async def test_without_a_theme_carrying_says_how_to_make_one(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("greater_than_sign", "v"):
            await pilot.press("f4", "b", key)
            await pilot.pause()
            assert "There is no theme yet · n: new theme" in screen_text(app), key
            await pilot.press("escape")


async def test_what_works_on_codes_alone_says_so_on_a_heading(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "right", "up")
        for key in ("space", "v", "J"):
            app.screen.query_one(StatusLine).message = ""
            await pilot.press(key)
            await pilot.pause()
            assert "This is the heading of a column" in screen_text(app), key


async def test_carrying_by_name_takes_letters_and_begins_on_another_theme(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "v", "enter")
        assert "Skjønn > Løst" in tree(themes)
        await pilot.pause()
        await pilot.press("v", "enter")
        assert "Press > Løst" in tree(themes), "not where it is"
        await pilot.pause()
        await pilot.press("v", *"skj", "enter")
        assert "Skjønn > Løst" in tree(themes)
        await pilot.pause()
        await pilot.press("v", *"skj", "enter")
        await pilot.pause()
        assert "Already there: Skjønn" in screen_text(app)


async def test_a_new_theme_says_what_it_took_and_from_where(themes: Project) -> None:
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4", "b", "space", "right", "space", "n", *"Nytt", "enter")
        await pilot.pause()
        assert "New theme: Nytt, with 2 codes from «Without a theme, Skjønn»" in screen_text(app)


async def test_a_card_has_its_own_count_and_that_of_its_branch(themes: Project) -> None:
    themes.coding.apply("Løst", "Intervju", 0, 2)
    themes.coding.apply("Under", "Intervju", 3, 5)
    themes.coding.apply("Vidt", "Intervju", 3, 5)
    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        for keys in (("f4",), ("b",)):
            await pilot.press(*keys)
            await pilot.pause()
            shown = screen_text(app)
            assert re.search(r"Løst +1 \(2\)", shown), keys
            assert re.search(r"Under +1\b", shown), keys
            assert re.search(r"Rom ◇ +\(1\)", shown), keys


async def test_a_code_keeps_its_stripe_in_tree_and_board_wherever_it_is_moved(themes: Project) -> None:
    for code in themes.codebook.codes():
        themes.codebook.update(code, color="#0072B2")

    def stripes() -> dict[str, str]:
        found = re.findall(r"([┃║╏┊▐│▒]) (Rom|Vidt|Løst|Under|Alene|Press)\b", screen_text(app))
        return {name: sign for sign, name in found}

    app = QualcodeApp(themes, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        before = stripes()
        assert len(set(before.values())) == 6
        await pilot.press("s")
        await pilot.pause()
        assert stripes() == before, "in another order"
        await pilot.press("b", "greater_than_sign", "greater_than_sign")
        await pilot.pause()
        assert "Press > Løst" in tree(themes)
        assert stripes() == before
        themes.codebook.add("Helt ny", parent="Skjønn", color="#0072B2")
        await pilot.press("left", "escape")
        await pilot.pause()
        assert stripes().items() <= before.items(), "nor does a new one that stands before it change it"
