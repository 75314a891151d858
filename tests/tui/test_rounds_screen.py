"""A second round in the workbench: begun, gone through hit by hit, left, gone on with, told in numbers."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.project.project import Project
from qualcode.project.rounds import CODED, SKIPPED, Wanted
from qualcode.project.sitting import Sitting
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.rounds import RoundsScreen
from qualcode.tui.widgets.code_picker import CodePicker
from qualcode.tui.widgets.round_dialogs import BeginRound
from qualcode.tui.widgets.round_hits import HitRow, hit_line
from qualcode.tui.widgets.transcript import Transcript

from .conftest import MEETING, SECOND, screen_text, settled
from .test_looks import check

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def begun(small_project: Project) -> Project:
    """The small project with a round: three hits by Berit and one by Roger."""
    code = small_project.codebook.code("Venting")
    small_project.rounds.start(Wanted(query="venter*, slutter*, jobb, vilkårlig", code=code.id))
    return small_project


def coded(project: Project) -> list[str]:
    """The words that have the round's code."""
    texts = {"Intervju Berit": MEETING, "Intervju Roger": SECOND}
    return [texts[each.document][each.start : each.end] for each in project.coding.codings(code="Venting")]


async def opened(app: App[None], pilot: Pilot[None]) -> RoundsScreen:
    """The screen of the newest round."""
    await pilot.pause()
    app.switch_mode("rounds")
    await settled(pilot, "home")
    assert isinstance(app.screen, RoundsScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_looks_as_before(begun: Project, size: tuple[int, int]) -> None:
    app = QualcodeApp(begun, language="en")
    name = f"{size[0]}x{size[1]}"
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        await settled(pilot, "n", "y", "w")
        check(f"round-{name}", screen_text(app))
        check(f"round-summary-{name}", await settled(pilot, "s"))
        await settled(pilot, "enter", "a", *"venting")
        await settled(pilot)
        check(f"round-new-{name}", await settled(pilot))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_inside_a_passage_looks_as_before(small_project: Project, size: tuple[int, int]) -> None:
    two_pass(small_project)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        check(f"round-passage-{size[0]}x{size[1]}", await settled(pilot, "down", "space"))


async def test_hits_are_coded_and_skipped_one_by_one(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        shown = screen_text(app)
        assert "1 of 4 · 0 coded · 0 skipped" in shown
        assert "No hits for «vilkårlig»" in shown
        assert "y codes the sentence (2 words) with «Venting»" in shown
        assert "2 of 4 · 1 coded" in await settled(pilot, "y")
        assert coded(begun) == ["De venter."]
        assert "Coded «Venting» · Ctrl+Z undoes it" in screen_text(app)
        await settled(pilot, "n", "greater_than_sign", "less_than_sign", "less_than_sign", "y")
        assert coded(begun)[1:] == ["Noen venter lenge, og noen slutter å"]
        assert screen.sitting is not None
        assert screen.sitting.states[1:3] == [CODED, CODED], "it lies over the hit that was skipped too"
        shown = await settled(pilot, "t")
        assert "y codes the turn (12 words) with «Venting»" in shown


async def test_the_last_decision_shows_the_summary_which_becomes_a_memo(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        shown = await settled(pilot, "y", "n", "n", "n")
        assert "4 hits · 1 coded · 3 skipped · all decided" in shown
        assert "No hits for «vilkårlig»" in shown
        assert "Intervju Roger: 0 coded · 1 skipped" in shown
        await settled(pilot, "m")
        [memo] = begun.memos.memos()
        assert memo.title.startswith("Second round: venter*")
        assert "Intervju Berit: 1 coded · 2 skipped" in memo.text


async def test_decisions_are_taken_back_in_turn_and_then_the_act_before(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await settled(pilot, "n", "y")
        assert "4 of 4 · 2 coded · 1 skipped" in screen_text(app)
        assert "2 of 4 · 0 coded · 1 skipped" in await settled(pilot, "u")
        assert "1 of 4 · 0 coded · 0 skipped" in await settled(pilot, "ctrl+z")
        assert coded(begun) == []
        assert "There is no round yet · a: begin one" in await settled(pilot, "ctrl+z")
        await settled(pilot, "y", "n", "w", "t", "s", "f", "b", "m", "o", "delete", "tab", "c")
        assert isinstance(app.screen, RoundsScreen)


async def test_leaving_keeps_the_place_and_what_was_skipped(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        acts = begun.last_act()
        await settled(pilot, "n", "down", "n")
        assert begun.last_act() == acts
        await settled(pilot, "escape")
        assert isinstance(app.screen, CodingScreen)
        assert begun.last_act() == acts + 1
    again = Sitting(begun, begun.rounds.rounds()[0])
    assert again.states[0] == again.states[2] == SKIPPED
    assert again.first() == 3


async def test_quitting_in_the_middle_loses_nothing(begun: Project, tmp_path: object) -> None:
    from qualcode.project.project import open_project

    place = begun.info().location
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await settled(pilot, "n")
        await pilot.press("ctrl+q")
    with open_project(place) as project:
        assert project.rounds.tally(project.rounds.rounds()[0]).skipped == 1


async def test_the_hit_is_read_in_its_place_and_the_round_waits(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await settled(pilot, "end", "o")
        reader = app.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "jobb"
        app.action_show("rounds")
        assert "4 of 4" in await settled(pilot)


async def test_only_undecided_hits_and_another_code(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        shown = await settled(pilot, "n", "f")
        assert "undecided · 3 hits left" in shown
        assert "– Interv" not in shown
        await settled(pilot, "c")
        assert isinstance(app.screen, CodePicker)
        shown = await settled(pilot, *"uvisshet", "ctrl+n")
        assert "3 of 4 · 1 coded · 1 skipped" in shown
        assert begun.codebook.code("Uvisshet").codings == 1
        await settled(pilot, "ctrl+z")
        assert "Uvisshet" not in [code.name for code in begun.codebook.codes()]


async def test_a_memo_is_written_on_what_would_be_coded(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await settled(pilot, "m", *"Ofte", "ctrl+s")
        [memo] = begun.memos.memos()
        assert (memo.text, MEETING[memo.start : memo.end]) == ("Ofte", "De venter.")
        await settled(pilot, "u")
        assert begun.memos.memos() == []


async def test_what_others_do_is_shown_and_the_place_kept(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await settled(pilot, "down", "n")
        place = MEETING.index("De venter")
        begun.coding.apply("Venting", "Intervju Berit", place, place + 9, coder="Jon")
        begun.editing.edit("Intervju Berit", 0, 0, "Hun venter på oss.\n")
        screen.catch_up()
        shown = await settled(pilot)
        assert "· 1 coded · 1 skipped" in shown
        assert "4 of 5" in shown
        assert screen.view.hit is not None
        assert screen.view.hit.start == MEETING.index("slutter") + len("Hun venter på oss.\n")
        assert "3 of 5" in await settled(pilot, "u"), "what was decided before can be taken back all the same"


async def test_a_round_is_begun_from_the_selected_words(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("lenge"), language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "w", "W")
        assert app.screen.query_one(Input).value == "lenge"
        await settled(pilot, "enter")
        assert isinstance(app.screen, RoundsScreen)
        assert "1 of 1 · 0 coded" in screen_text(app)
        await settled(pilot, "y")
        assert isinstance(app.screen, CodePicker), "no code was named, so one is chosen each time"


@pytest.mark.parametrize(("language", "either"), [("nb", "ELLER"), ("nn", "ELLER"), ("en", "OR")])
async def test_the_words_of_a_code_are_joined_in_the_language_spoken(
    small_project: Project, language: str, either: str
) -> None:
    app = QualcodeApp(small_project, language=language)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "f4", "down", "down", "down", "W")
        assert app.screen.query_one(Input).value == f"Måltall {either} resultatkrav"


async def test_a_round_is_begun_from_a_code_with_all_that_narrows(small_project: Project) -> None:
    small_project.codebook.update("Måltall", phrases=["måltallet"])
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "f4", "down", "down", "down", "W")
        assert app.screen.query_one(Input).value == "Måltall OR måltallet OR resultatkrav"
        shown = await settled(pilot)
        assert "1 hit in 1 document" in shown
        assert "No hits for «Måltall», «resultatkrav»" in shown
        shown = await settled(pilot, "down", "down", "down", "enter", "end", "enter", "down", "enter", "end", "enter")
        assert "Intervju Roger" in shown
        assert "Said by       ROGER" in shown
        assert "No hits" in shown
        await settled(pilot, "ctrl+s")
        assert isinstance(app.screen, BeginRound), "a round without hits is none"
        assert small_project.rounds.rounds() == []


async def test_words_that_are_there_with_other_endings_are_offered(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "W", *"vent", "ctrl+s")
        assert "No hits · vent* has 2 hits" in screen_text(app)
        await settled(pilot, *", jobb")
        shown = await settled(pilot)
        assert "1 hit in 1 document" in shown
        assert "No hits for «vent» · vent* has 2 hits" in shown
        await settled(pilot, "ctrl+u", *"vent*", "ctrl+s")
        assert [each.name for each in small_project.rounds.rounds()] == ["vent*"]


async def test_what_was_coded_is_not_told_of_the_hit_that_is_skipped(
    begun: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.tui.widgets.status_line.READING_SECONDS", 0.0)
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert "Coded «Venting»" in await settled(pilot, "y")
        assert "Coded «Venting»" not in await settled(pilot, "n")


async def test_nothing_and_no_pattern_are_refused_in_the_dialog(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "W", "enter")
        assert "there is nothing to search for" in screen_text(app)
        await settled(pilot, *"(", "down", "enter", "down", "enter", "ctrl+s")
        assert "is not a pattern" in " ".join(screen_text(app).split())
        assert isinstance(app.screen, BeginRound)
        await settled(pilot, "escape")
        assert small_project.rounds.rounds() == []


def two_pass(project: Project) -> None:
    """A round through what Berit says under one code."""
    turn = MEETING.index("De venter"), len(MEETING) - 1
    project.coding.apply("Skjønn", "Intervju Berit", *turn)
    project.rounds.start(Wanted(look="passages", under=project.codebook.code("Skjønn").id))


async def test_sentences_of_a_passage_are_coded_with_other_codes(small_project: Project) -> None:
    two_pass(small_project)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert "y codes the sentence (2 words) with a code you choose" in screen_text(app)
        await settled(pilot, "space", "down", "space")
        assert "codes the marked sentences (8 words)" in screen_text(app)
        shown = await settled(pilot, "y", *"venting", "enter")
        texts = [MEETING[each.start : each.end] for each in small_project.coding.codings(code="Venting")]
        assert texts == ["De venter.", "Det er ikke noe vi teller."]
        assert "Venting «De venter." in " ".join(shown.split())
        assert "1 of 1 · 1 coded" in shown, "one stays in the passage until one goes on"
        await settled(pilot, "c", *"skjønn", "enter")
        assert small_project.codebook.code("Skjønn").codings == 1, "its own code is refused"
        assert "1 hit · 1 coded · 0 skipped · all decided" in await settled(pilot, "n")


@pytest.mark.parametrize(
    "keys", ["w", "ww", "www", "t", "]" * 3, "[" * 3], ids=["wide", "wider", "widest", "turn", "right", "left"]
)
async def test_nothing_outside_a_passage_is_coded_in_it(small_project: Project, keys: str) -> None:
    words = "De venter. Noen venter lenge, og noen slutter å ringe."
    start = MEETING.index(words)
    small_project.coding.apply("Skjønn", "Intervju Berit", start, start + len(words))
    small_project.rounds.start(Wanted(look="passages", under=small_project.codebook.code("Skjønn").id))
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await settled(pilot, "down", *keys, "y", *"venting", "enter")
        [text] = [MEETING[each.start : each.end] for each in small_project.coding.codings(code="Venting")]
        assert text in words
        assert len(text) > 20


async def test_a_passage_of_several_turns_is_coded_without_their_labels(small_project: Project) -> None:
    small_project.coding.apply("Skjønn", "Intervju Roger", 0, len(SECOND) - 1)
    small_project.rounds.start(Wanted(look="passages", under=small_project.codebook.code("Skjønn").id))
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await settled(pilot, "space", "space", "y", *"venting", "enter")
        assert coded(small_project) == ["Fikk du være med og bestemme?", "Litt."]
        await settled(pilot, "down", "t", "y", *"npm", "enter")
        [turn] = small_project.coding.codings(code="NPM-press")
        assert SECOND[turn.start : turn.end] == "Litt. Jeg fikk velge mellom to kurs. Jeg ville egentlig ha jobb."


async def test_a_text_that_was_changed_meanwhile_is_not_coded_at_the_old_place(begun: Project) -> None:
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        begun.editing.edit("Intervju Berit", 0, 0, "Opptak\n")
        assert "look again" in await settled(pilot, "y")
        await settled(pilot, "y")
        [coding] = begun.coding.codings(code="Venting")
        assert begun.corpus.text("Intervju Berit")[coding.start : coding.end] == "De venter."


async def test_rounds_are_chosen_and_removed(begun: Project) -> None:
    begun.rounds.start(Wanted(query="jobb"))
    app = QualcodeApp(begun, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert "jobb" in screen_text(app).splitlines()[1]
        await settled(pilot, "g", "down", "enter")
        assert "venter*" in screen_text(app).splitlines()[1]
        assert "which hits were skipped is forgotten: 1" in await settled(pilot, "n", "delete")
        await settled(pilot, "y")
        assert [each.name for each in begun.rounds.rounds()] == ["jobb"]
        assert "jobb" in screen_text(app).splitlines()[1]


async def test_what_a_text_smuggled_in_shows_as_symbols(small_project: Project) -> None:
    small_project.corpus.add("[bold]Ondt", "OLA: Her er \x1b[2J [bold]ondt\u202e og 👩‍👩‍👧 mer.\n")
    small_project.rounds.start(Wanted(query="ondt"))
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        shown = screen_text(app)
        assert "\x1b" not in shown
        assert "␛[2J [bold]ondt⇤ og" in shown
        assert "[bold]Ondt" in shown


@pytest.mark.parametrize("width", [20, 48, 70, 110])
def test_a_row_shows_the_words_in_the_middle_and_fits(width: int) -> None:
    row = HitRow("coded", "Et langt navn på et dokument", " 12", "foran og\nforan " * 9, "ordet", " etter det 表 " * 9)
    line = hit_line(row, width)
    assert line.text.rstrip().endswith("…"), "the text goes on"
    [(start, end)] = line.marks
    assert line.text[start:end] == "ordet"
    assert line.text.startswith("✓ ")
    assert (" 12 " in line.text) == (width > 48)
    from rich.cells import cell_len

    assert cell_len(line.text) == width


async def test_a_count_that_comes_when_the_question_is_closed_goes_nowhere(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await settled(pilot, "a")
        question = app.screen
        assert isinstance(question, BeginRound)
        await asyncio.to_thread(app.call_from_thread, question._tell, question.wanted, "4 hits")
        assert "4 hits" in await settled(pilot)
        await settled(pilot, "escape")
        await asyncio.to_thread(app.call_from_thread, question._tell, question.wanted, "5 hits")
        assert "5 hits" not in await settled(pilot)
