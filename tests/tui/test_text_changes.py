"""F3 and F2: texts are corrected, words replaced, sections left out, repairs gone through; codings go along."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from qualcode.errors import Conflict
from qualcode.project.project import Project, create_project
from qualcode.text.reading import from_string
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.edit_text import EditText, TextPage
from qualcode.tui.screens.repairs import ReviewRepairs
from qualcode.tui.screens.replace_words import ReplaceWords
from qualcode.tui.screens.sections import Sections
from qualcode.tui.screens.touched_codings import TouchedCodings
from qualcode.tui.widgets.status_line import StatusLine

from .conftest import MEETING, screen_text, settled, until

SIZE = (120, 40)
BERIT = "Intervju Berit"
REPORT = """# Innledning

Vi spurte folk.

# Litteratur

Hansen, K. (2020). Om å vente.
"""


def said(app: QualcodeApp) -> str:
    """What the status line says."""
    return app.screen.query_one(StatusLine).message


async def begin(pilot: Pilot[None], words: str) -> CodingScreen:
    """Stand on words of the first document."""
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CodingScreen)
    screen.transcript.move_to(screen.transcript.text.index(words))
    await pilot.pause()
    return screen


async def write(pilot: Pilot[None], old: str, new: str) -> None:
    """Put other words on the page that is open, and store."""
    page = pilot.app.screen.query_one(TextPage)
    page.text = page.text.replace(old, new)
    await pilot.press("ctrl+s")
    await pilot.pause()


async def test_a_paragraph_is_corrected_and_codings_keep_their_words(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        screen = await begin(pilot, "De venter")
        await pilot.press("e")
        assert app.screen.query_one(TextPage).text == MEETING[MEETING.index("De venter") : -1]
        await write(pilot, "De venter.", "De må vente.")
        assert app.screen is screen
        assert said(app) == "Stored: Intervju Berit"
        assert "De må vente. Noen" in small_project.corpus.text(BERIT)
        assert "De må vente. Noen" in screen.transcript.text
        await pilot.press("ctrl+z")
        assert small_project.corpus.text(BERIT) == MEETING
        assert screen.transcript.text == MEETING


async def test_what_an_edit_did_to_codings_is_told_and_listed(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, "Altså")
        await pilot.press("e")
        await write(
            pilot, "på papiret bestemmer jeg selv. Men når måltallet henger der", "i teorien bestemmer jeg selv. Men"
        )
        assert isinstance(app.screen, TouchedCodings)
        shown = screen_text(app)
        assert "Handlingsrom · Intervju Berit · Ida" in shown
        assert "its words are gone" in shown
        assert "når måltallet henger der" in shown, "an orphaned coding has its old words"
        await pilot.press("Y")
        assert [coding.code for coding in small_project.editing.to_review()] == ["Måltall"]
        await pilot.press("escape")
        assert said(app) == "Intervju Berit: 1 coding changed, 1 coding lost its text"


async def test_an_orphaned_coding_is_put_on_the_words_selected(small_project: Project) -> None:
    start = MEETING.index("når måltallet henger der")
    small_project.editing.edit(BERIT, start, start + len("når måltallet henger der"), "")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        screen = await begin(pilot, "De venter")
        await pilot.press("f2")
        await pilot.pause()
        assert "Intervju Berit · 1 coding to look at" in screen_text(app)
        await pilot.press("f3", "l", "r")
        assert "Select the words" in screen_text(app)
        await pilot.press("escape", "s", "l", "r")
        text = small_project.corpus.text(BERIT)
        coding = small_project.coding.codings(code="Måltall")[0]
        assert text[coding.start : coding.end] == "De venter."
        assert small_project.editing.to_review() == []
        await pilot.press("escape")
        assert any(each.code == "Måltall" for each in screen.transcript.codings_at_caret())


async def test_enter_leads_to_the_place_and_x_takes_the_coding_away(small_project: Project) -> None:
    place = MEETING.index("papiret")
    small_project.editing.edit(BERIT, place, place + len("papiret"), "arket")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        screen = await begin(pilot, "De venter")
        await pilot.press("l", "enter")
        await pilot.pause()
        assert screen.transcript.selection is not None
        assert screen.transcript.text[slice(*screen.transcript.selection)] == "på arket bestemmer jeg selv."
        await settled(pilot, "home", "l", "f3")
        assert screen.transcript.text[slice(*screen.transcript.selection)] == "på arket bestemmer jeg selv."
        await pilot.press("l", "x", "escape")
        assert len(small_project.coding.codings(document=BERIT)) == 1
        await pilot.press("ctrl+z")
        assert len(small_project.coding.codings(document=BERIT)) == 2


async def test_the_whole_text_is_corrected(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, "De venter")
        await pilot.press("E")
        page = app.screen.query_one(TextPage)
        assert page.text == MEETING
        assert MEETING.splitlines()[page.cursor_location[0]].startswith("BERIT: De venter")
        await write(pilot, "plass?", "plassen?")
        assert small_project.corpus.text(BERIT) == MEETING.replace("plass?", "plassen?")


async def test_leaving_asks_only_where_something_was_written(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        screen = await begin(pilot, "De venter")
        await pilot.press("e", "escape")
        assert app.screen is screen
        await pilot.press("e", "X", "escape")
        assert "Throw away" in screen_text(app)
        await pilot.press("n")
        assert isinstance(app.screen, EditText)
        await pilot.press("escape", "y")
        assert app.screen is screen
        assert small_project.corpus.text(BERIT) == MEETING


async def test_control_characters_and_tabs_survive_an_edit(small_project: Project) -> None:
    text = "Første\u2028linje\tmed \x1b[31m og \x0cside.\n\nAndre.\n"
    small_project.corpus.add("Rar", text)
    app = QualcodeApp(small_project, document="Rar", language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("E")
        await pilot.pause()
        assert "␛[31m og ␌side" in screen_text(app)
        await pilot.press("tab")
        await write(pilot, "Andre.", "Tredje.")
        assert small_project.corpus.text("Rar") == "\t" + text.replace("Andre.", "Tredje.")


async def test_words_are_replaced_in_all_documents_but_where_they_are_left_out(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, "De venter")
        await pilot.press("r")
        page = app.screen
        assert isinstance(page, ReplaceWords)
        for key, words in (("find", "jeg"), ("words", "eg")):
            page.query_one(f"#{key}", Input).value = words
        for tick in ("#case", "#here"):
            page.query_one(tick).focus()
            await pilot.press("space")
        await until(pilot, lambda: "4 places · 2 documents · 2 codings" in screen_text(app))
        page.changes.focus()
        await pilot.press("space")
        assert "3 places · 2 documents · 1 coding" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TouchedCodings))
        assert "bestemmer jeg selv" in small_project.corpus.text(BERIT)
        assert "da tar eg den" in small_project.corpus.text(BERIT)
        assert small_project.corpus.text("Intervju Roger").count("eg ") == 2
        await pilot.press("escape", "ctrl+z")
        assert "Jeg ville egentlig" in small_project.corpus.text("Intervju Roger")
        assert "da tar jeg den" in small_project.corpus.text(BERIT)


async def test_places_that_were_shown_before_somebody_edited_the_text_are_looked_for_again(
    small_project: Project,
) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, "De venter")
        await pilot.press("r")
        app.screen.query_one("#find", Input).value = "venter"
        app.screen.query_one("#words", Input).value = "står i kø"
        await until(pilot, lambda: "2 places" in screen_text(app))
        small_project.editing.edit(BERIT, 0, 0, "Opptak.\n\n")
        page = app.screen
        assert isinstance(page, ReplaceWords)
        page.changes.focus()
        await settled(pilot, "enter")
        assert "edited by somebody else" in next(iter(app._notifications)).message
        assert "venter" in small_project.corpus.text(BERIT)
        await settled(pilot, "enter")
        assert "De står i kø. Noen står i kø lenge" in small_project.corpus.text(BERIT)


async def test_sections_are_gone_to_and_left_out(small_project: Project, tmp_path: Path) -> None:
    path = tmp_path / "Rapport.md"
    path.write_text(REPORT, "utf-8")
    small_project.corpus.import_files([path])
    app = QualcodeApp(small_project, document="Rapport", language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, Sections)
        await pilot.press("u")
        assert [section.title for section in small_project.structure.sections("Rapport") if section.excluded] == [
            "Litteratur"
        ]
        assert "do not code" in screen_text(app)
        await pilot.press("down", "space", "space", "enter")
        await pilot.pause()
        reader = app.screen.transcript  # type: ignore[attr-defined]
        assert reader.caret == REPORT.index("# Litteratur")
        tones = reader._page.tones.within(reader.caret, reader.caret + 20)
        assert tones[reader.caret] == ("excluded", "heading")
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await pilot.pause()
        assert reader._page.tones.within(reader.caret, reader.caret + 20)[reader.caret] == ("heading",)


@pytest.mark.parametrize("key", ["c", "full_stop", "1", "i", "I"])
async def test_what_is_not_to_be_coded_says_so_before_a_code_is_chosen(
    small_project: Project, tmp_path: Path, key: str
) -> None:
    path = tmp_path / "Rapport.md"
    path.write_text(REPORT, "utf-8")
    small_project.corpus.import_files([path])
    small_project.structure.exclude(small_project.structure.usual("Rapport"))
    code = small_project.codebook.codes()[0]
    small_project.codebook.pin(code, 1)
    app = QualcodeApp(small_project, document="Rapport", language="en")
    async with app.run_test(size=SIZE) as pilot:
        screen = await begin(pilot, "Hansen")
        app.used(code)
        last = small_project.last_act()
        await settled(pilot, key)
        assert app.screen is screen
        assert said(app) == "«Litteratur» is not to be coded · o, then x on it: to be coded after all"
        assert small_project.last_act() == last
        await settled(pilot, "o")
        assert isinstance(app.screen, Sections)
        await settled(pilot, "x", "escape", key)
        assert app.screen is not screen or small_project.coding.codings(document="Rapport")


async def test_lines_are_numbered_as_in_the_file_and_found_so_again(small_project: Project) -> None:
    for shown in (True, False):
        app = QualcodeApp(small_project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            screen = await begin(pilot, "De venter")
            if shown:
                await pilot.press("L")
            assert screen.transcript.show_line_numbers
            line = next(line for line in screen_text(app).splitlines() if "De venter" in line)
            assert "7  BERIT" in line


async def test_a_passage_becomes_a_section_and_what_cannot_be_done_is_told(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, "De venter")
        await pilot.press("t", "o", "a", "enter")
        assert [section.title for section in small_project.structure.sections(BERIT)] == [
            "De venter. Noen venter lenge, og"
        ]

        def refuse(*args: object, **how: object) -> None:
            raise Conflict("somebody was here", "look again")

        monkeypatch.setattr(small_project.structure, "add", refuse)
        await pilot.press("a", "enter")
        await pilot.pause()
        assert "somebody was here" in next(iter(app._notifications)).message
        await pilot.press("delete")
        assert small_project.structure.sections(BERIT) == []


@pytest.fixture
def repaired(tmp_path: Path) -> Project:
    """A project with one text that was cleaned: soft hyphens and ligatures are gone."""
    project = create_project(tmp_path / "p.qualcode", coder="Ida")
    source = from_string("Vei\xadlederen ﬁnner det ut. Vei\xadlederen ﬂytter.\n")
    project.corpus.store([project.corpus.draft("Notat", source, profile="transcript")])
    return project


async def test_repairs_of_a_stored_text_are_taken_back_as_one_act(repaired: Project) -> None:
    assert repaired.corpus.text("Notat") == "Veilederen finner det ut. Veilederen flytter.\n"
    app = QualcodeApp(repaired, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f2", "R")
        assert isinstance(app.screen, ReviewRepairs)
        assert "soft hyphen" in screen_text(app)
        await pilot.press("space", "ctrl+s")
        await pilot.pause()
        assert repaired.corpus.text("Notat").startswith("Vei\xadlederen finner det ut. Veilederen")
        assert said(app) == "Stored: 1 taken back"
        await pilot.press("R", "A", "ctrl+s", "ctrl+z")
        assert repaired.corpus.text("Notat").startswith("Vei\xadlederen finner det ut. Veilederen")
    repaired.close()


async def test_leaving_the_review_asks_where_something_was_decided(repaired: Project) -> None:
    app = QualcodeApp(repaired, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("R", "tab", "down")
        assert app.screen.query_one("#rules", OptionList).highlighted == 1
        await pilot.press("tab", "space", "escape")
        assert "Leave the review?" in screen_text(app)
        await pilot.press("y")
        assert isinstance(app.screen, CodingScreen)
        assert repaired.corpus.text("Notat") == "Veilederen finner det ut. Veilederen flytter.\n"
    repaired.close()
