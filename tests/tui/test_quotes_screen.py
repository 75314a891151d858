"""F5: the quotes shown, narrowed, copied, exported, and the way back to the place; the list itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.quotes import QuotesScreen
from qualcode.tui.widgets.passage_list import Passage, PassageList, passage_lines
from qualcode.tui.widgets.transcript import Transcript
from tests.tui.conftest import pasted, screen_text, settled


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_quotes_say_where_they_came_from(small_project: Project, size: tuple[int, int]) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=size) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        shown = screen_text(app)
        assert "3 quotes · all codes · 2 interviews" in shown
        assert "›┃ «på papiret bestemmer jeg selv.»" in shown
        assert "– BERIT, Intervju Berit, replikk 2 · Ida" in shown
        assert "1 of 3" in shown.splitlines()[-1].replace("av", "of")


async def test_filters_narrow_and_are_cleared(small_project: Project) -> None:
    small_project.coding.mark_key(small_project.coding.codings(coder="Jon")[0].id)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:

        async def heading(*keys: str) -> str:
            await pilot.press(*keys)
            await settled(pilot)
            return screen_text(app).splitlines()[1].strip()

        await heading("f5")
        assert await heading("c", *"skj", "enter") == "2 quotes, 2 from the codes below · Skjønn · 2 interviews"
        assert await heading("b") == "0 quotes · Skjønn without the codes below · 0 documents"
        assert "0: all quotes again" in screen_text(app)
        assert await heading("0") == "3 quotes · all codes · 2 interviews"
        assert await heading("d", "end", "enter") == "1 quote · Intervju Roger · 1 interview"
        assert await heading("0", "s", "down", "enter") == "2 quotes · BERIT · 1 interview"
        assert await heading("0", "k", "end", "enter") == "1 quote · coded by Jon · 1 interview"
        assert await heading("backspace", "asterisk") == "1 quote · key quotes · 1 interview"


async def test_what_two_people_coded_alike_is_shown_once_and_exported_twice(
    small_project: Project, tmp_path: Path
) -> None:
    first = small_project.coding.codings(code="Handlingsrom")[0]
    small_project.coding.apply("Handlingsrom", first.document, first.start, first.end, coder="Jon")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        shown = screen_text(app)
        assert "3 quotes (4 codings)" in shown
        assert "1 of 3" in shown
        assert shown.count("«på papiret bestemmer jeg selv.»") == 1
        assert "Ida, Jon" in shown
        await pilot.press("x", "ctrl+u")
        asked = " ".join(screen_text(app).split())
        assert "Export 3 quotes to which file? (csv, xlsx and json: 4 rows, one for each coding)" in asked
        await pasted(pilot, tmp_path / "q.csv")
        await pilot.press("enter")
        await pilot.pause()
        assert len((tmp_path / "q.csv").read_text("utf-8").splitlines()) == 5
        await settled(pilot)
        await pilot.press("x", "ctrl+u")
        await pasted(pilot, tmp_path / "q.txt")
        await pilot.press("enter")
        await settled(pilot)
        assert (tmp_path / "q.txt").read_text("utf-8").count("«på papiret bestemmer jeg selv.»") == 1


async def test_enter_leads_to_the_words_in_the_transcript(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        reader = app.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "Jeg fikk velge"


async def test_copy_takes_the_source_along(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("y")
        assert app.clipboard == "«på papiret bestemmer jeg selv.» (BERIT, Intervju Berit, replikk 2)"
        assert "Copied" in screen_text(app)


async def test_export_writes_what_is_shown(small_project: Project, tmp_path: Path) -> None:
    file = tmp_path / "ut.md"
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("k", "end", "enter")
        await settled(pilot)
        await pilot.press("x", "ctrl+u")
        await pasted(pilot, file)
        await pilot.press("enter")
        await settled(pilot)
        assert "måltallet henger der" in file.read_text("utf-8")
        assert "på papiret" not in file.read_text("utf-8")
        assert "Wrote" in screen_text(app)


async def test_an_unknown_ending_is_told(small_project: Project, tmp_path: Path) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("x", "ctrl+u")
        await pasted(pilot, tmp_path / "ut.exe")
        await pilot.press("enter")
        await settled(pilot)
        assert "cannot be written" in screen_text(app)
        assert not (tmp_path / "ut.exe").exists()


async def test_a_code_that_is_gone_no_longer_narrows(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5", "c", *"hand", "enter")
        await settled(pilot)
        small_project.codebook.remove("Handlingsrom")
        assert isinstance(app.screen, QuotesScreen)
        app.screen.catch_up()
        await settled(pilot)
        assert "1 quote · all codes" in screen_text(app)


class ListApp(App[None]):
    """A list alone."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.texts = texts
        self.made = 0

    def compose(self) -> ComposeResult:
        """The list."""
        yield PassageList()

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(PassageList).show(self.texts, self.describe)
        self.query_one(PassageList).focus()

    def describe(self, text: str) -> Passage:
        """A passage, counted."""
        self.made += 1
        return Passage((("#0072B2", text),), f"kilde {text[:9]}", "kode")


async def test_only_what_is_on_the_screen_is_made() -> None:
    app = ListApp([f"sitat {number}" for number in range(200_000)])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("end")
        shown = screen_text(app)
        assert "sitat 199999" in shown
        assert "sitat 199993" in shown
        assert app.made < 100


async def test_paging_shows_every_passage() -> None:
    app = ListApp([f"sitat {number} " + "ord " * (number * 7 % 40) for number in range(40)])
    async with app.run_test(size=(40, 12)) as pilot:
        seen = ""
        for _ in range(40):
            seen += screen_text(app)
            await pilot.press("pagedown")
        assert all(f"kilde sitat {number}" in seen for number in range(40))


async def test_a_passage_taller_than_the_screen_is_read_to_its_end() -> None:
    app = ListApp(["først", " ".join(f"ord{number}" for number in range(200)), "sist"])
    async with app.run_test(size=(40, 10)) as pilot:
        seen = ""
        for _ in range(25):
            await pilot.press("down")
            seen += screen_text(app)
        assert all(f"ord{number}" in seen for number in range(200))
        assert app.query_one(PassageList).cursor == 2


def test_turns_of_a_dialogue_stay_apart() -> None:
    passage = Passage((("red", "«I: Hva?\nBerit: Altså, ja.»"),), "Berit, Intervju 1, replikk 1–2")
    rows = [line.text for line in passage_lines(passage, 60)]
    assert rows == ["«I: Hva?", "Berit: Altså, ja.»", "– Berit, Intervju 1, replikk 1–2", ""]


def test_rows_fit_whatever_the_text() -> None:
    from rich.cells import cell_len

    passage = Passage((("", "漢字 " * 30 + "\x1b[31m" + "e\u0301" * 50),), "k" * 90, "kode" * 20, "notat " * 9)
    lines = passage_lines(passage, 30)
    assert all(cell_len(line.text) <= 30 for line in lines)
    assert not any("\x1b" in line.text for line in lines)
