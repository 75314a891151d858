"""F4: the tree and the page of a code, and what can be done with the codes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from qualcode.exchange import codebook_files
from qualcode.project.project import Project
from qualcode.project.records import Cooccurrence, MergePreview
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.code_changes import amounts, merge_words
from qualcode.tui.screens.one_code import neighbours
from qualcode.tui.widgets.code_dialogs import EditCode, changed_fields
from qualcode.tui.widgets.code_page import code_page
from qualcode.tui.widgets.codebook_tree import CodebookTree, alphabetical, in_order
from qualcode.tui.widgets.colors import color_names, contrast
from qualcode.tui.widgets.value_scale import VALENCE, shown_scale, value_keys, written_scale
from qualcode.tui.words import LANGUAGE
from tests.tui.conftest import pasted, screen_text, settled


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
        assert "▾┃ Skjønn" in shown
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
    small_project.codebook.update("Handlingsrom", color=small_project.codebook.code("Skjønn").color)
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
        await open_codebook(pilot, "x", "ctrl+u")
        await pasted(pilot, file)
        await pilot.press("enter")
        await pilot.pause()
        assert "Replace «kb.csv»?" in screen_text(app)
        assert file.read_text() == "gammel"
        await pilot.press("y")
        await settled(pilot)
        assert len(codebook_files.read(file).codes) == 5


async def test_loading_a_shipped_codebook_into_an_empty_project(tmp_path: Path) -> None:
    from qualcode.project.project import create_project

    with create_project(tmp_path / "tom.qualcode") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)  # without documents, the workbench first goes where they come in
            await open_codebook(pilot)
            assert "o: load a codebook" in screen_text(app)
            await pilot.press("o", "end", "enter")
            await pilot.pause()
            assert "Skjønn" in screen_text(app)
            assert len(project.codebook.codes()) > 5


async def test_the_quotes_of_the_code_are_one_key_away(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "q")
        await settled(pilot)
        assert "2 quotes, 2 from the codes below · Skjønn · 2 interviews" in screen_text(app)


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
    assert "\x1b" not in code_page(code, [], [], date(2026, 1, 1)).plain


async def test_after_a_removal_the_page_is_that_of_the_next_code(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "d", "y")
        await pilot.pause()
        shown = screen_text(app)
        assert "╏ NPM-press" in shown
        assert "regelen ikke gjør det" not in shown


async def test_a_reason_given_with_a_change_stands_in_the_log(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "r", *"Rom", "tab", *"for vid", "enter")
        assert small_project.history.acts(1)[0].label.endswith("– for vid")
        await pilot.press("t", "end", "tab", *"dobbel", "enter", "w", *"sagt", "enter")
        assert small_project.codebook.code("Rom").status == "retired"
        assert small_project.history.acts(1)[0].label.endswith("– dobbel – sagt")
        await pilot.press("h")
        await pilot.pause()
        assert "Status: «active» → «retired»" in screen_text(app)


async def test_a_split_is_one_act_and_goes_on_where_it_was_left(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_codebook(pilot, "down", "c", *"Vidt", "enter", *"Smalt", "enter")
        await settled(pilot)
        await pilot.press("b", "escape")
        assert {code.name: code.codings for code in small_project.codebook.codes() if code.parent_id} == {
            "Handlingsrom": 1, "Smalt": 1, "Måltall": 1,
        }  # fmt: skip
        await pilot.press("c")
        await pilot.pause()
        assert "0 of 1 gone through" in screen_text(app)
        await pilot.press("space", "escape", "c")
        await pilot.pause()
        assert "1 of 1 gone through" in screen_text(app)
        assert "stays" in screen_text(app)
        await pilot.press("escape", "ctrl+z")
        assert small_project.codebook.code("Handlingsrom").codings == 2


async def test_the_page_of_a_code_has_values_neighbours_history_and_leads_to_its_quotes(small_project: Project) -> None:
    place = small_project.coding.codings(code="Handlingsrom")[0]
    small_project.coding.apply("Venting", place.document, place.start, place.end)
    small_project.codebook.update("Handlingsrom", scale=["lite", "mye"])
    small_project.coding.set_value(place.id, "mye")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(200, 50)) as pilot:
        await open_codebook(pilot, "down", "enter")
        await settled(pilot)
        shown = screen_text(app)
        for part in ("lite:1 · mye:2", "mye  1", "Venting · 1 place · 1 document", "2 codings added", "2 quotes"):
            assert part in shown
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.current_mode == "coding"
        assert "Intervju Roger" in screen_text(app)


async def test_values_are_chosen_and_what_is_not_on_the_scale_is_counted(small_project: Project) -> None:
    coding = small_project.coding.codings(code="Handlingsrom")[0]
    small_project.coding.set_value(coding.id, "vidt")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 24)) as pilot:
        await open_codebook(pilot, "down", "y", "home", "down", "enter")
        assert small_project.codebook.code("Handlingsrom").scale == VALENCE
        await pilot.pause()
        assert "1 coding has another value" in screen_text(app)
        await pilot.press("y", "end", "enter", "ctrl+u", *"lite, mye", "enter")
        assert small_project.codebook.code("Handlingsrom").scale == ("lite", "mye")


async def test_the_tree_can_be_read_in_other_orders_and_moved_only_in_its_own(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(100, 24)) as pilot:
        await open_codebook(pilot, "s", "J")
        first = app.screen.query_one(CodebookTree).root.children[0].data
        assert first is not None
        assert first.name == "NPM-press"
        await pilot.pause()
        assert "own order only" in screen_text(app)
        assert names(small_project)[0] == "Skjønn"


def test_the_alphabet_ends_with_æ_ø_å() -> None:
    words = ["Ås", "Øl", "abc", "Ære", "Zink", "ABD"]
    assert sorted(words, key=alphabetical) == ["abc", "ABD", "Zink", "Ære", "Øl", "Ås"]


def test_orders_keep_branches_together(small_project: Project) -> None:
    codes = small_project.codebook.codes()
    used = {code.id: code.codings for code in codes}
    by_name = [code.full_name for code in in_order(codes, "name", used)]
    assert by_name == ["NPM-press", "NPM-press > Måltall", "Skjønn", "Skjønn > Handlingsrom", "Venting"]
    assert in_order(codes, "own", used) == codes
    assert in_order([], "codings", {}) == []


@pytest.mark.parametrize(
    ("scale", "keys", "shown"),
    [
        (("−", "0", "+"), ("-", "0", "+"), "− · 0 · +"),
        (("lite", "mye"), ("1", "2"), "lite:1 · mye:2"),
        (("−", "-"), ("1", "2"), "−:1 · -:2"),
        (tuple("abcdefghij"), (*"123456789", ""), "a:1 · b:2 · c:3 · d:4 · e:5 · f:6 · g:7 · h:8 · i:9 · j"),
        ((), (), ""),
    ],
)
def test_each_value_has_a_key(scale: tuple[str, ...], keys: tuple[str, ...], shown: str) -> None:
    assert tuple(key for _, key in value_keys(scale)) == keys
    assert shown_scale(scale) == shown


def test_values_are_written_with_commas() -> None:
    assert written_scale(" lite,, svært  mye ,lite") == ("lite", "svært mye")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == 21
    assert contrast("#777777", "#777777") == 1
    assert contrast("#0072B2", "ansi_default") is None
    assert len(color_names()) == 16


def test_a_merge_is_told_in_all_its_numbers() -> None:
    LANGUAGE.set("en")
    words = merge_words(MergePreview(3, 2, 1, 0, 1, 1, (("mye", 2),)), "A", "B").splitlines()
    assert words[0] == "«B» takes over 3 codings, 1 memo."
    assert words[1].startswith("2 codings lie on words that «B» has already")
    assert words[2:5] == [
        "1 of them has another value, which goes.",
        "1 code below it goes into the one of the same name.",
        "Values that are not on the scale of «B» stay as they are: mye (2).",
    ]
    assert len(merge_words(MergePreview(0, 0, 0, 0, 0, 0, ()), "A", "B").splitlines()) == 2


def test_neighbours_are_the_other_code_of_each_pair() -> None:
    def pair(a: str, b: str, places: int) -> Cooccurrence:
        return Cooccurrence(a, b, places, None, None, None, None, None, 1, 0)

    found = neighbours("B", [pair("A", "B", 1), pair("B", "C", 4), pair("A", "C", 9), pair("B", "B", 7)])
    assert [(each.name, each.places) for each in found] == [("C", 4), ("A", 1)]
