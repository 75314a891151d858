"""The main job by keys: read, select, code, take back, find again."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.widgets.code_picker import CodePicker
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.transcript import Transcript
from qualcode.wording import tr

from .conftest import screen_text, settled

SIZE = (120, 40)


def reader(app: QualcodeApp) -> Transcript:
    """The transcript on the screen."""
    assert isinstance(app.screen, CodingScreen)
    return app.screen.transcript


def said(app: QualcodeApp) -> str:
    """What the status line says."""
    return app.screen.query_one(StatusLine).message


def at(project: Project, words: str) -> int:
    """Where words begin in the first document."""
    return project.corpus.text("Intervju Berit").index(words)


async def stand_on(pilot: Pilot[None], project: Project, words: str) -> None:
    """Put the caret on words of the first document."""
    assert isinstance(pilot.app, QualcodeApp)
    await pilot.pause()
    reader(pilot.app).move_to(at(project, words))
    await pilot.pause()


def codings(project: Project) -> list[tuple[str, str]]:
    """(code, words) of every coding in the first document."""
    text = project.corpus.text("Intervju Berit")
    return [(c.code, text[c.start : c.end]) for c in project.coding.codings(document="Intervju Berit")]


async def test_a_sentence_gets_a_code_in_a_few_keys(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "Noen venter")
        await pilot.press("s", "c", *"vent", "enter")
        assert ("Venting", "Noen venter lenge, og noen slutter å ringe.") in codings(small_project)
        assert said(app) == "Kodet «Venting»"
        assert any(coding.code == "Venting" for coding in reader(app).codings_at_caret())


async def test_undo_and_redo_by_key(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("c", *"venting", "enter")
        assert ("Venting", "De venter.") in codings(small_project)
        await pilot.press("ctrl+z")
        assert ("Venting", "De venter.") not in codings(small_project)
        assert said(app).startswith("Angret: ")
        await pilot.press("ctrl+y")
        assert ("Venting", "De venter.") in codings(small_project)


async def test_undo_leaves_what_a_colleague_did(small_project: Project) -> None:
    small_project.coder = "Jon"
    small_project.codebook.add("Jons kode")
    small_project.coder = "Kari"
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+z")
        assert small_project.codebook.code("Jons kode").name == "Jons kode"
        assert next(iter(app._notifications)).message == tr("there is nothing to undo")


async def test_a_typed_name_that_fits_nothing_becomes_a_code(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "Det er ikke noe")
        await pilot.press("c", *"Usynlighet", "enter")
        assert ("Usynlighet", "Det er ikke noe vi teller.") in codings(small_project)
        await pilot.press("ctrl+z")
        names = [code.name for code in small_project.codebook.codes()]
        assert "Usynlighet" not in names, "the code and its coding are one act"


async def test_a_new_code_is_put_below_a_chosen_one(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("c", *"Kø", "tab", *"venting", "enter")
        assert small_project.codebook.code("Venting > Kø").codings == 1


async def test_a_path_typed_in_the_picker_puts_the_code_there(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("c")
        app.screen.query_one(Input).value = "NPM-press > Telling"
        await pilot.press("ctrl+n")
        assert small_project.codebook.code("NPM-press > Telling").codings == 1


async def test_the_words_become_a_code_in_vivo(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "Det er ikke noe")
        await pilot.press("s", "i")
        code = small_project.codebook.code("Det er ikke noe vi teller")
        assert code.in_vivo
        assert code.codings == 1


async def test_the_same_code_again(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("s", "c", *"venting", "enter", "s", "full_stop")
        assert [words for code, words in codings(small_project) if code == "Venting"] == [
            "De venter.",
            "Noen venter lenge, og noen slutter å ringe.",
        ]


async def test_coding_the_same_words_twice_says_so(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("s", "c", *"venting", "enter", "full_stop")
        assert said(app) == "Du har «Venting» på disse ordene fra før"


async def test_a_coding_is_removed_and_comes_back(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "på papiret")
        await pilot.press("x")
        assert [code for code, _ in codings(small_project)] == ["Måltall"]
        await pilot.press("u")
        assert len(codings(small_project)) == 2


async def test_a_colleagues_coding_is_removed_only_after_a_yes(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "måltallet")
        await pilot.press("x", "n")
        assert len(codings(small_project)) == 2
        await pilot.press("x", "enter")
        assert [code for code, _ in codings(small_project)] == ["Handlingsrom"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("left_square_bracket", "Altså, på papiret bestemmer jeg selv."),
        ("left_curly_bracket", "papiret bestemmer jeg selv."),
        ("right_square_bracket", "på papiret bestemmer jeg selv. Men"),
        ("right_curly_bracket", "på papiret bestemmer jeg selv"),
        ("ø", "Altså, på papiret bestemmer jeg selv."),
    ],
)
async def test_boundaries_move_by_words(small_project: Project, key: str, words: str) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "bestemmer")
        await pilot.press(key)
        assert ("Handlingsrom", words) in codings(small_project)


async def test_a_memo_on_a_coding_is_kept_however_it_is_left(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "på papiret")
        await pilot.press("m")
        app.screen.query_one(TextArea).text = "Sjekk mot lederen."
        await pilot.press("escape")
        assert small_project.coding.codings(code="Handlingsrom")[0].memo == "Sjekk mot lederen."


async def test_a_memo_on_words_without_a_code(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(150, 40)) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("s", "m")
        app.screen.query_one(TextArea).text = "Hvor lenge?"
        await pilot.press("ctrl+s")
        assert [memo.text for memo in small_project.memos.memos(target="segment")] == ["Hvor lenge?"]
        assert "Hvor lenge?" in screen_text(app)


async def test_a_key_quote_is_marked_and_unmarked(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "på papiret")
        await pilot.press("asterisk")
        assert small_project.coding.codings(code="Handlingsrom")[0].key_quote
        await pilot.press("asterisk")
        assert not small_project.coding.codings(code="Handlingsrom")[0].key_quote


async def test_a_pinned_code_is_one_key_away(small_project: Project) -> None:
    small_project.codebook.pin("Venting", 3)
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("3")
        assert ("Venting", "De venter.") in codings(small_project)


async def test_find_and_go_to(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"venter", "enter")
        assert reader(app).caret == at(small_project, "venter.")
        await pilot.press("f")
        assert reader(app).caret == at(small_project, "venter lenge")
        await pilot.press("g", "3", "enter")
        assert reader(app).caret == at(small_project, "Hva skjer")


async def test_the_code_under_the_cursor_of_the_tree_is_applied(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        await pilot.press("s", "tab", "end", "enter")
        assert ("Venting", "De venter.") in codings(small_project)


async def test_from_the_tree_to_the_next_place_in_another_document(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "bestemmer")
        await pilot.press("tab", "down", "down", "n")
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.document_name == "Intervju Roger"


async def test_the_picker_is_left_without_a_trace(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "De venter")
        before = small_project.last_act()
        await pilot.press("c", "x", "escape")
        assert not isinstance(app.screen, CodePicker)
        assert small_project.last_act() == before


async def test_after_coding_the_last_sentence_of_a_turn_s_goes_on_to_the_next_turn(small_project: Project) -> None:
    small_project.codebook.pin("Venting", 1)
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await stand_on(pilot, small_project, "Hva skjer")
        await pilot.press("s", "1", "s")
        await pilot.pause()
        selected = reader(app).selection
        assert selected is not None
        assert reader(app).text[slice(*selected)] == "De venter."


async def test_what_is_here_says_how_often_two_codes_meet(small_project: Project) -> None:
    start = at(small_project, "på papiret")
    small_project.coding.apply("Måltall", "Intervju Berit", start, start + 20)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(200, 50)) as pilot:
        await stand_on(pilot, small_project, "papiret")
        await settled(pilot)
        shown = screen_text(app)
        assert "Måltall ∩ Handlingsrom" not in shown, "of two themes, the themes are told of"
        assert "NPM-press ∩ Skjønn" in shown
        assert "1 place in 1 document" in shown


async def test_control_characters_are_shown_and_not_sent(small_project: Project) -> None:
    evil = "\x1b[2J\x1b]0;title\x07"
    code = small_project.codebook.update("Venting", definition=evil)
    small_project.coding.apply(code, "Intervju Berit", 3, 9, memo=evil)
    app = QualcodeApp(small_project)
    async with app.run_test(size=(200, 50)) as pilot:
        await stand_on(pilot, small_project, "vordan")
        for keys in (["c", *"vent"], ["escape", "home", "m"], ["escape", "f4", "slash", *"vent", "enter"], ["e"]):
            await pilot.press(*keys)
            await pilot.pause()
            shown = screen_text(app)
            assert "␛[2J" in shown, keys
            assert "\x1b" not in shown
            assert "\x07" not in shown


async def test_keys_that_find_nothing_or_show_nothing_say_so(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", language="en")
    async with app.run_test(size=SIZE) as pilot:
        for key, words in (
            ("v", "Marking: arrow keys"),
            ("f", "Nothing is searched for yet"),
            ("N", "No coding before this"),
        ):
            assert words in (await settled(pilot, key)).splitlines()[-1]
            await settled(pilot, "escape")
        assert "No more codings in the document" in (await settled(pilot, "ctrl+end", "n")).splitlines()[-1]
