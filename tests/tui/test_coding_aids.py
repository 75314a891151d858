"""What helps reading and coding on F3: stripes, whose codings, values, splitting and joining, several codes, jumps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from textual.widgets import Input

from qualcode.project.codebook import PALETTE
from qualcode.project.naming import ordered_guid
from qualcode.project.project import Project
from qualcode.project.records import Coding
from qualcode.tui import memory
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.widgets.code_picker import CodePicker, likely_first
from qualcode.tui.widgets.coders_shown import EVERYBODY, following, hidden
from qualcode.tui.widgets.coding_acts import adjoining, alike
from qualcode.tui.widgets.colors import OKABE_ITO, TOL
from qualcode.tui.widgets.stripes import KINDS, initials, kinds_of
from qualcode.tui.widgets.transcript import Transcript
from qualcode.tui.widgets.value_strip import ValueStrip, strip_line, value_for
from qualcode.tui.widgets.wayfinder import next_place

from .conftest import MEETING, screen_text, settled

SIZE = (120, 40)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "state_file", lambda: tmp_path / "state" / "workbench.json")


def at(words: str) -> int:
    return MEETING.index(words)


def coding(id_: str, start: int, end: int, code: str = "a", coder: str = "Ida") -> Coding:
    return Coding(id_, "d", "d", start, end, code, code, coder, "", None, "", False)


# ── stripes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_kinds_of_stripes_differ_in_each_of_their_glyphs() -> None:
    for glyphs in zip(*KINDS, strict=True):
        assert len(set(glyphs)) == len(KINDS)


def test_every_colour_of_the_first_scheme_has_its_own_kind_and_neighbours_of_the_second_differ() -> None:
    assert len(set(kinds_of({color: color for color in OKABE_ITO}).values())) == len(OKABE_ITO)
    kinds = list(kinds_of({ordered_guid(): color for color in TOL}).values())
    assert all(a != b for a, b in pairwise(kinds))


def test_codes_of_one_colour_differ_in_kind_and_a_colour_keeps_its_kind_in_either_case() -> None:
    kinds = kinds_of({"a": "#0072B2", "b": "#0072b2", "c": "#123456", "d": "", "e": "#F0E442"})
    assert len(set(kinds.values())) == 5
    assert kinds["e"] == kinds_of({"e": "#f0e442"})["e"]


@pytest.mark.parametrize(
    "colors", [PALETTE, (*OKABE_ITO[:4], *TOL), ("#0072B2",) * 9, ("#123456", *OKABE_ITO), ("",) * 8]
)
def test_no_kind_is_taken_twice_while_another_is_unused(colors: Sequence[str]) -> None:
    for count in range(1, len(colors) + 1):
        kinds = kinds_of({ordered_guid(): color for color in colors[:count]})
        assert len(set(kinds.values())) == min(count, len(KINDS))


def test_codes_of_one_colour_have_all_kinds_before_any_comes_again_whatever_the_others_have() -> None:
    ids = [ordered_guid() for _ in range(12)]
    kinds = kinds_of({each: "#0072B2" if place > 4 else OKABE_ITO[place] for place, each in enumerate(ids)})
    assert len({kinds[each] for each in (ids[0], *ids[5:11])}) == len(KINDS)


def test_codes_as_they_are_made_have_kinds_of_their_own_as_long_as_there_are_kinds(small_project: Project) -> None:
    for name in ("Tidspress", "Tillit"):
        small_project.codebook.add(name)
    kinds = kinds_of({each.id: each.color for each in small_project.codebook.codes()})
    assert len(kinds) == len(set(kinds.values())) == len(KINDS)


def test_a_code_keeps_its_kind_in_any_order_and_beside_new_ones() -> None:
    ids = [ordered_guid() for _ in range(4)]
    kinds = kinds_of(dict.fromkeys(ids, "#0072B2"))
    assert kinds_of(dict.fromkeys(reversed(ids), "#0072B2")) == kinds
    later = kinds_of(dict.fromkeys((ordered_guid(), *ids), "#0072B2"))
    assert {each: later[each] for each in ids} == kinds
    old = str(uuid4())
    assert kinds_of(dict.fromkeys((*ids, old), "#0072B2"))[old] == KINDS[0], "ids that tell no moment come first"


@pytest.mark.parametrize(("name", "short"), [("Ida Berg", "IB"), ("jon", "J"), ("Anne-Lise Dahl", "ALD"), ("…", "")])
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize("size", [(120, 40), (200, 50)])
async def test_a_code_has_the_same_glyph_in_codebook_margin_and_beside_its_name(
    small_project: Project, size: tuple[int, int]
) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("når måltallet"))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        shown = screen_text(app)
    code = small_project.codebook.code("Måltall")
    glyph = kinds_of({each.id: each.color for each in small_project.codebook.codes()})[code.id][1]
    assert f"{glyph} Måltall" in shown, "in the codebook"
    assert f"{glyph}Måltall J" in shown, "in the margin, with the initials of who it is"
    if size[0] > 140:
        assert shown.count(f"{glyph} Måltall") == 2, "in the pane of what is here too"


# ── whose codings ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_whose_codings_are_shown_goes_round() -> None:
    shown, seen = EVERYBODY, []
    for _ in range(4):
        shown = following(shown, ["Anne", "ida", "Jon"], "Ida")
        seen.append(shown)
    assert seen == ["ida", "Anne", "Jon", EVERYBODY]
    assert following("somebody gone", ["Ida"], "Ida") == EVERYBODY
    assert hidden("ida", ["Anne", "ida"]) == {"Anne"}
    assert hidden(EVERYBODY, ["Anne"]) == frozenset()


async def test_only_ones_own_codings_are_shown_and_that_is_remembered(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("når måltallet"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        reader = app.screen.query_one(Transcript)
        assert [found.coder for found in reader.codings_at_caret()] == ["Jon"]
        await pilot.press("K")
        assert reader.codings_at_caret() == []
        assert memory.coder_shown(app.visit.location) == "Ida"
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("når måltallet"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        reader = app.screen.query_one(Transcript)
        assert {found.coder for found in reader.shown_codings} == {"Ida"}
        await pilot.press("K")
        assert {found.coder for found in reader.shown_codings} == {"Jon"}
        await pilot.press("K")
        assert {found.coder for found in reader.shown_codings} == {"Ida", "Jon"}


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "scale", "value"),
    [
        ("-", ("−", "0", "+"), "−"),
        ("2", ("lite", "noe", "mye"), "noe"),
        ("m", ("lite", "noe", "mye"), "mye"),
        ("M", ("lite", "noe", "mye"), "mye"),
        ("m", ("mye", "mer"), None),
        ("0", ("0", "1", "2"), "0"),
        ("9", ("a", "b"), None),
        ("", ("a",), None),
        ("\x1b", ("a",), None),
    ],
)
def test_the_key_of_a_value(typed: str, scale: tuple[str, ...], value: str | None) -> None:
    assert value_for(typed, scale) == value


def test_the_strip_shows_keys_only_where_they_are_not_the_value_itself() -> None:
    assert "1 lite" in strip_line("Rom", ("lite", "mye"), None).plain
    assert "1 1" not in strip_line("Rom", ("1", "2"), "2").plain


async def test_a_code_with_a_scale_asks_for_its_value_in_one_key(small_project: Project) -> None:
    small_project.codebook.update("Venting", scale=("lite", "noe", "mye"))
    small_project.codebook.pin("Venting", 3)
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s", "3")
        await settled(pilot)
        assert isinstance(app.screen, ValueStrip)
        await pilot.press("x", "2")
        assert [c.value for c in small_project.coding.codings(code="Venting")] == ["noe"]
        await pilot.press("y", "m")
        assert [c.value for c in small_project.coding.codings(code="Venting")] == ["mye"]
        await pilot.press("y", "escape", "y", "delete")
        assert [c.value for c in small_project.coding.codings(code="Venting")] == [None]


# ── split, join, another code ────────────────────────────────────────────────────────────────────────────────────────


def test_codings_adjoin_where_no_word_lies_between() -> None:
    text = "en to. tre fire fem"
    first, second, third = coding("1", 0, 6), coding("2", 7, 10), coding("3", 16, 19)
    other = coding("4", 7, 15, coder="Jon")
    everything = [first, second, third, other]
    assert adjoining(everything, second, text) == [first, second]
    assert adjoining(everything, third, text) == [third]
    assert adjoining(everything, other, text) == [other]
    assert alike(everything, first, (0, 17)) == [first, second, third]


async def test_a_coding_is_split_joined_again_and_given_another_code(small_project: Project) -> None:
    start, words = at("på papiret"), "på papiret bestemmer jeg selv."
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("bestemmer"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("S")
        spans = [(c.start, c.end) for c in small_project.coding.codings(document="Intervju Berit", coder="Ida")]
        assert spans == [(start, at("bestemmer")), (at("bestemmer"), start + len(words))]
        await pilot.press("J")
        [joined] = small_project.coding.codings(document="Intervju Berit", coder="Ida")
        assert (joined.start, joined.end) == (start, start + len(words))
        await pilot.press("J")
        assert len(small_project.coding.codings(document="Intervju Berit", coder="Ida")) == 1
        small_project.coding.set_memo(joined.id, "Husk denne")
        await pilot.press("C", *"vent", "enter")
        [recoded] = small_project.coding.codings(document="Intervju Berit", coder="Ida")
        assert (recoded.code, recoded.memo, recoded.created_at) == ("Venting", "Husk denne", joined.created_at)
        await pilot.press("ctrl+z")
        assert small_project.coding.coding(joined.id).code == "Handlingsrom"


async def test_a_coding_is_given_a_code_that_is_made_for_it_in_one_act(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("bestemmer"), language="en")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        before = small_project.last_act()
        await pilot.press("C", *"Fasade", "tab", *"venting", "enter")
        [recoded] = small_project.coding.codings(document="Intervju Berit", coder="Ida")
        assert recoded.code == "Fasade"
        assert small_project.codebook.code("Fasade").full_name == "Venting > Fasade"
        assert small_project.last_act() == before + 1
        await pilot.pause()
        assert "«Handlingsrom» became «Fasade»" in screen_text(app)
        await pilot.press("ctrl+z")
        assert small_project.coding.coding(recoded.id).code == "Handlingsrom"
        assert "Fasade" not in [code.name for code in small_project.codebook.codes()]


@pytest.mark.parametrize("size", [(60, 15), (40, 12), (80, 23)])
async def test_the_picker_keeps_its_keys_on_a_low_terminal(small_project: Project, size: tuple[int, int]) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"), language="en")
    async with app.run_test(size=size) as pilot:
        await pilot.press("c")
        await settled(pilot)
        assert "Enter: take" in screen_text(app)
        assert "Esc: cancel" in " ".join(screen_text(app).split())


async def test_the_keys_below_the_codes_are_those_of_what_is_asked(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"), language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", *"fasade", "tab")
        await pilot.pause()
        assert "Enter: new code below it · Esc: back" in screen_text(app)
        await pilot.press("escape", "escape", "C", "escape", "f4", "slash", *"xyzxyz")
        await pilot.pause()
        assert "No code fits" in screen_text(app)


async def test_outside_a_coding_there_is_nothing_to_split_or_join(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        before = small_project.last_act()
        await pilot.press("S", "J", "C", "y")
        assert small_project.last_act() == before


# ── the picker ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_codes_used_last_come_first_then_those_that_the_passage_names(small_project: Project) -> None:
    codes = small_project.codebook.codes()
    recent = [small_project.codebook.code("NPM-press").id]
    found = [code.name for code in likely_first(codes, recent, "Her er et resultatkrav til.")]
    assert found[:3] == ["NPM-press", "Måltall", "Handlingsrom"]
    assert likely_first(codes, [])[0].name == "Handlingsrom"


async def test_several_codes_are_marked_and_given_as_one_act(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        before = len(small_project.history.acts())
        await pilot.press("s", "c", *"vent", "tab", *"mål", "ctrl+@")
        assert app.screen.query_one(Input).value == "mål"
        assert "✓" in screen_text(app)
        await pilot.press("enter")
        codings = small_project.coding.codings(document="Intervju Berit", coder="Ida")
        assert [c.code for c in codings if c.start == at("De venter")] == ["Måltall", "Venting"]
        assert len(small_project.history.acts()) == before + 1


async def test_a_mark_is_taken_off_again_and_where_one_code_is_wanted_tab_marks_none(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s", "c", *"vent", "tab", "tab")
        assert "✓" not in screen_text(app)
        await pilot.press("escape", "f4")
        await settled(pilot)
        await pilot.press("slash", "tab")
        assert isinstance(app.screen, CodePicker)
        assert "✓" not in screen_text(app)


async def test_enter_makes_the_new_code_where_no_code_has_the_words(small_project: Project) -> None:
    small_project.codebook.add("Får ikke lese egen sak")
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s", "c", *"Blir ikke h", "ø", *"rt")
        await settled(pilot)
        assert "Får ikke lese egen sak" in screen_text(app), "what is like it is shown, below"
        await pilot.press("enter")
        await settled(pilot)
        codings = small_project.coding.codings(document="Intervju Berit", coder="Ida")
        assert "Blir ikke hørt" in [coding.code for coding in codings]
        await pilot.press("s", "c", *"lese sak", "enter")
        await settled(pilot)
        codings = small_project.coding.codings(document="Intervju Berit", coder="Ida")
        assert "Får ikke lese egen sak" in [coding.code for coding in codings]


async def test_the_criteria_of_the_highlighted_code_are_in_sight_on_a_small_screen(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=at("De venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("s", "c", *"handl")
        await settled(pilot)
        shown = screen_text(app)
    assert "Veilederen kan velge." in shown
    assert "Bare å klage." in shown


async def test_somebody_elses_coding_is_changed_only_after_a_question_asked_once(small_project: Project) -> None:
    def jons() -> Coding:
        return small_project.coding.codings(coder="Jon")[0]

    before = jons()
    app = QualcodeApp(small_project, document="Intervju Berit", at=before.start + 2, language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("left_curly_bracket")
        assert "Change Jon's coding?" in screen_text(app)
        await pilot.press("n")
        assert jons() == before
        await pilot.press("left_curly_bracket", "y")
        await pilot.pause()
        first = jons()
        assert first.start > before.start
        await pilot.press("left_curly_bracket")
        await pilot.pause()
        assert jons().start > first.start, "it was agreed to"


# ── jumps ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_next_place_is_the_nearest_in_that_direction() -> None:
    assert next_place([9, 3, 5], 4, 1) == 5
    assert next_place([9, 3, 1], 4, -1) == 3
    assert next_place([4], 4, 1) is None
    assert next_place([], 0, -1) is None


async def test_jumps_by_turn_and_memo(small_project: Project) -> None:
    small_project.memos.add("Se her", document="Intervju Berit", start=at("Noen venter"), end=at("lenge"))
    app = QualcodeApp(small_project, document="Intervju Berit", at=0)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        reader = app.screen.query_one(Transcript)
        await pilot.press("d")
        assert reader.caret == at("Altså")
        await pilot.press("d", "D", "D")
        assert reader.caret == at("Hvordan")
        await pilot.press("M")
        assert reader.caret == at("Noen venter")
        await pilot.press("M")
        assert reader.caret == at("Noen venter"), "there is no other"


async def test_a_click_in_the_document_strip_goes_there(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        line = screen_text(app).splitlines()[-1]
        bar = next(index for index, sign in enumerate(line) if sign in "│░▒▓█")
        reader = app.screen.query_one(Transcript)
        await pilot.click(offset=(bar + 7, 23))
        assert reader.caret == pytest.approx(len(MEETING) // 2, abs=12)
        await pilot.click(offset=(2, 23))
        assert reader.caret == pytest.approx(len(MEETING) // 2, abs=12), "only the strip leads anywhere"


async def test_a_memo_is_written_on_ones_own_coding_or_the_words_and_on_anothers_after_a_question(
    small_project: Project,
) -> None:
    [jons] = small_project.coding.codings(document="Intervju Berit", coder="Jon")
    app = QualcodeApp(small_project, document="Intervju Berit", at=jons.start, language="en")
    async with app.run_test(size=SIZE) as pilot:
        app.screen.query_one(Transcript).select(jons.start, jons.end)
        await settled(pilot, "m", *"mitt", "ctrl+s")
        [memo] = small_project.memos.memos(target="segment")
        assert (memo.text, memo.start) == ("mitt", jons.start)
        small_project.coding.set_memo(jons.id, "hans")
        assert isinstance(app.screen, CodingScreen)
        app.screen.catch_up()
        app.screen.query_one(Transcript).select(jons.start, jons.end)
        assert "Change Jon's coding?" in await settled(pilot, "m")
        await settled(pilot, "n")
        assert small_project.coding.coding(jons.id).memo == "hans"
