"""F6: what is counted, how cells are shaded and reached, and the passages behind them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from qualcode.project.project import Project, create_project
from qualcode.project.records import Matrix
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.table_choice import (
    TOGETHER,
    TableChoice,
    behind,
    codes_by_name,
    counted_table,
    measures,
    of_company,
    shown_part,
    tables,
    ways,
)
from qualcode.tui.screens.tables import TablesScreen
from qualcode.tui.widgets.shaded_table import Grid, ShadedTable
from qualcode.tui.widgets.transcript import Transcript
from tests.tui.conftest import pasted, screen_text, settled


@pytest.fixture
def meeting_codes(small_project: Project) -> Project:
    """The small project with two codes on overlapping words, by two coders, and a case that speaks."""
    text = small_project.corpus.text("Intervju Berit")
    start = text.index("bestemmer jeg selv")
    small_project.coding.apply("Venting", "Intervju Berit", start, start + 40, coder="Jon")
    small_project.cases.define_attribute("Kontor", type="text")
    small_project.cases.add("Berit", attributes={"Kontor": "Fjordvik"})
    speaker = next(each for each in small_project.corpus.speakers() if each.label == "BERIT")
    small_project.corpus.link_speaker(speaker.id, "Berit")
    return small_project


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_codes_that_meet_are_shaded_and_named(meeting_codes: Project, size: tuple[int, int]) -> None:
    app = QualcodeApp(meeting_codes, language="en")
    async with app.run_test(size=size) as pilot:
        await pilot.press("f6")
        await settled(pilot)
        shown = screen_text(app)
        assert "codes × codes · pairs of codings · on the same text · all coders" in shown
        assert "all coders pooled · k: one coder" in shown
        heading, first = shown.splitlines()[3:5]
        assert heading.split() == ["Handlingsrom", "Måltall", "Venting"], "names where there is room"
        assert first.strip().startswith("┃ Handlingsrom")
        assert "NPM-press" not in shown, "codes not in use"
        assert "Handlingsrom × Handlingsrom: 2" in shown, "the cursor begins at the top left"
        assert "s: the strongest · 3 × 3" in shown
        await pilot.press("s")
        assert "Handlingsrom × Venting: 1" in screen_text(app)


async def test_how_many_codes_meet_no_other_is_told_and_one_coder_is_not_pooled(meeting_codes: Project) -> None:
    meeting_codes.coding.apply("NPM-press", "Intervju Roger", 0, 5)
    app = QualcodeApp(meeting_codes, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await settled(pilot)
        assert "all coders pooled · k: one coder · without 1 that meets no other · z: all" in screen_text(app)
        await pilot.press("z", "k", "down", "enter")
        await settled(pilot)
        assert screen_text(app).splitlines()[2] == ""


async def test_what_two_coders_coded_alike_is_two_pairs_and_one_passage(meeting_codes: Project) -> None:
    first = meeting_codes.coding.codings(code="Handlingsrom")[0]
    meeting_codes.coding.apply("Handlingsrom", first.document, first.start, first.end, coder="Jon")
    app = QualcodeApp(meeting_codes, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await settled(pilot)
        await pilot.press("s", "enter")
        await settled(pilot)
        shown = screen_text(app)
        assert "Handlingsrom × Venting · 2 pairs of codings · 1 passage" in shown
        assert shown.count("«på papiret bestemmer jeg selv.»") == 1
        assert "Ida, Jon + Jon" in shown


async def test_enter_shows_both_codings_and_leads_to_where_they_meet(meeting_codes: Project) -> None:
    app = QualcodeApp(meeting_codes, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await settled(pilot)
        await pilot.press("s", "enter")
        await settled(pilot)
        shown = screen_text(app)
        assert "Handlingsrom × Venting · 1 pair of codings" in shown
        assert "«på papiret bestemmer jeg selv.»" in shown
        assert "Ida + Jon" in shown
        assert "Handlingsrom + Venting" in shown
        await pilot.press("enter")
        await pilot.pause()
        reader = app.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "bestemmer jeg selv."
        await pilot.press("f6")
        await pilot.pause()
        assert "1 pair of codings" in screen_text(app), "the list is still open"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TablesScreen)


async def test_another_table_measure_and_coder(meeting_codes: Project) -> None:
    app = QualcodeApp(meeting_codes, language="en")
    async with app.run_test(size=(80, 24)) as pilot:

        async def heading(*keys: str) -> str:
            await pilot.press(*keys)
            await settled(pilot)
            return screen_text(app).splitlines()[1].strip()

        await heading("f6")
        assert await heading("m", "down", "enter") == (
            "codes × codes · characters with both · on the same text · all coders"
        )
        assert await heading("w", "end", "enter", "ctrl+u", *"3", "enter") == (
            "codes × codes · pairs of codings · at most 3 words apart · all coders"
        )
        assert await heading("t", "down", "enter") == "codes × documents · codings · all coders"
        assert "Intervju" in screen_text(app)
        assert "NPM-press" not in screen_text(app)
        await heading("z")
        assert "NPM-press" in screen_text(app)
        assert (await heading("k", "end", "enter")).endswith("Jon")
        assert (await heading("l", "end", "enter")).startswith("themes ×")


async def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    with create_project(tmp_path / "tom.qualcode") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)  # without documents, the workbench first goes where they come in
            await pilot.press("f6")
            await settled(pilot)
            assert "F3: read and code" in screen_text(app)
            await pilot.press("n", "enter", "end", "x", "escape")
            assert isinstance(app.screen, TablesScreen)


async def test_a_table_of_nothing_says_so(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6", "t", "down", "down", "enter")
        await settled(pilot)
        assert "another table, level or coder" in screen_text(app)


async def test_what_is_printed_is_headed_in_the_language_of_the_screen(meeting_codes: Project, tmp_path: Path) -> None:
    app = QualcodeApp(meeting_codes, language="nn")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await settled(pilot)
        for key, name in (("x", "tabell.md"), ("X", "par.md")):
            await pilot.press(key, "ctrl+u")
            await pasted(pilot, tmp_path / name)
            await pilot.press("enter")
            await settled(pilot)
        caption, _, headings, *_ = (tmp_path / "tabell.md").read_text("utf-8").splitlines()
        assert caption.startswith("Kodar × kodar · par av kodingar")
        assert headings == "| Kode | Handlingsrom | Måltall | Venting |"
        caption, _, headings, *_ = (tmp_path / "par.md").read_text("utf-8").splitlines()
        assert caption.startswith("Kodar × kodar")
        assert headings.startswith("| Kode A | Kode B | Par av kodingar | Teikn med begge | Jaccard |")


async def test_export_writes_the_table_shown_and_the_pairs(meeting_codes: Project, tmp_path: Path) -> None:
    app = QualcodeApp(meeting_codes, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await settled(pilot)
        for key, name in (("x", "tabell.csv"), ("X", "par.csv")):
            await pilot.press(key, "ctrl+u")
            await pasted(pilot, tmp_path / name)
            await pilot.press("enter")
            await settled(pilot)
        with (tmp_path / "tabell.csv").open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == ["code", "Handlingsrom", "Måltall", "Venting"]
        with (tmp_path / "par.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert [(row["code_a"], row["code_b"], row["pairs"]) for row in rows] == [
            ("Handlingsrom", "Venting", "1"),
            ("Måltall", "Venting", "1"),
        ]


def test_every_measure_offered_can_be_counted(meeting_codes: Project) -> None:
    for way in ways("near:5"):
        within = "near:5" if way.key == "near" else way.key
        for measure in measures(within):
            table = counted_table(meeting_codes, TableChoice(within=within, measure=measure.key))
            assert len(table.rows) == 3


def test_a_cell_and_the_passages_behind_it_agree(meeting_codes: Project) -> None:
    codes = codes_by_name(meeting_codes)
    for offer in tables(meeting_codes):
        if offer.key == TOGETHER:
            continue
        choice = TableChoice(columns=offer.key)
        table = shown_part(choice, counted_table(meeting_codes, choice))
        assert table.columns, offer
        for name, cells in zip(table.rows, table.cells, strict=True):
            for column, cell in zip(table.columns, cells, strict=True):
                assert len(behind(meeting_codes, choice, codes[name], column)) == cell


def test_a_measure_that_another_way_lacks_gives_way() -> None:
    assert TableChoice(measure="characters").joined_by("turn").measure == "units"
    assert TableChoice(measure="documents").joined_by("turn").measure == "documents"


def square(*cells: tuple[float, ...], ratio: bool = False) -> Grid:
    """A square of codes a, b, c …"""
    names = tuple("abcdefgh"[: len(cells)])
    return Grid(Matrix(names, names, cells), square=True, ratio=ratio)


def test_the_diagonal_neither_is_shaded_nor_sets_the_scale() -> None:
    grid = square((90, 4, 1), (4, 50, 0), (1, 0, 8))
    assert [grid.step(0, column) for column in range(3)] == [0, 4, 1]
    assert grid.legend() == "░≤1 ▒≤2 ▓≤3 █≤4"


def test_the_legend_holds_for_every_number() -> None:
    for largest in range(1, 30):
        grid = square((0, largest), (largest, 0))
        edges = dict(part.split("≤") for part in grid.legend().split())
        for value in range(1, largest + 1):
            mark = " ░▒▓█"[square_step(largest, value)]
            below = [int(edge) for other, edge in edges.items() if int(edge) < int(edges[mark])]
            assert max(below, default=0) < value <= int(edges[mark])


def square_step(largest: int, value: int) -> int:
    """The step of a value where another is the largest."""
    return square((0, largest, value), (largest, 0, 0), (value, 0, 0)).step(0, 2)


def test_what_leaves_0_to_1_is_flagged() -> None:
    grid = square((1, 1.25, float("inf")), (1.25, 1, 0.5), (float("inf"), 0.5, 1), ratio=True)
    assert [grid.text(0, column) for column in range(3)] == ["–", "1,25!", "∞!"]
    assert grid.text(1, 2) == "0,50"
    assert grid.flagged(0, 2)
    assert not grid.flagged(1, 2)


class TableApp(App[None]):
    """A table alone."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid

    def compose(self) -> ComposeResult:
        """The table."""
        yield ShadedTable()

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(ShadedTable).show(self.grid)
        self.query_one(ShadedTable).focus()


async def test_three_hundred_codes_scroll_both_ways_under_their_names() -> None:
    names = tuple(f"Kode {number}" for number in range(1, 301))
    cells = tuple(tuple(float(row * column % 977) for column in range(300)) for row in range(300))
    app = TableApp(Grid(Matrix(names, names, cells), square=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+home")
        assert "  1 ┃ Kode 1 " in screen_text(app)
        await pilot.press("ctrl+end")
        lines = screen_text(app).splitlines()
        assert lines[0].split()[-1] == "300"
        assert "300 ┃ Kode 300" in lines[-1]
        await pilot.press("pageup", "home")
        lines = screen_text(app).splitlines()
        assert lines[0].split()[0] == "1"
        assert app.query_one(ShadedTable).names_at_cursor == ("Kode 278", "Kode 1")


async def test_a_smaller_table_leaves_no_column_out_of_sight() -> None:
    wide = tuple(f"Kode {number}" for number in range(60))
    app = TableApp(Grid(Matrix(wide, wide, ((1.0,) * 60,) * 60), square=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+end")
        app.query_one(ShadedTable).show(Grid(Matrix(("a",), ("Ida", "Jon", "Sue"), ((1.0, 2.0, 3.0),))))
        await pilot.pause()
        assert all(name in screen_text(app) for name in ("Ida", "Jon", "Sue"))


async def test_names_of_columns_give_way_to_the_screen() -> None:
    matrix = Matrix(("a",), tuple(f"{number:02} Et langt navn på et dokument" for number in range(20)), ((1.0,) * 20,))
    app = TableApp(Grid(matrix))
    async with app.run_test(size=(80, 24)):
        assert "00 Et la…" in screen_text(app).splitlines()[0]


def test_codes_that_meet_no_other_are_left_out() -> None:
    names = ("a", "b", "c")
    assert of_company(Matrix(names, names, ((3, 0, 1), (0, 5, 0), (1, 0, 2)))) == Matrix(
        ("a", "c"), ("a", "c"), ((3, 1), (1, 2))
    )


def test_the_strongest_is_where_two_codes_meet_most() -> None:
    names = ("a", "b", "c")
    assert Grid(Matrix(names, names, ((9, 1, 4), (1, 9, 2), (4, 2, 9))), square=True).strongest() == (0, 2)
    assert Grid(Matrix(names, names, ((9, 0, 0), (0, 9, 0), (0, 0, 9))), square=True).strongest() == (0, 0)
    assert Grid(Matrix(names, ("x",), ((1,), (3,), (2,)))).strongest() == (1, 0)
