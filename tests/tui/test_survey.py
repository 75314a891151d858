"""Surveys in the workbench: the columns are gone through, the answers come in, and are coded with one key a code."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from qualcode.project.project import Project
from qualcode.text.survey_guess import guess_mapping
from qualcode.text.surveys import read_survey, survey_table
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import Confirm, ShowText
from qualcode.tui.screens.answers import AnswersScreen
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.documents import DocumentsScreen
from qualcode.tui.widgets.code_picker import CodePicker
from qualcode.tui.widgets.survey_wizard import ColumnSheet, SurveyWizard

from .conftest import arrives, screen_text, settled

SIZE = (110, 30)
KURS = """\
Respondent;Alder;Grad;E-post;Hva er viktig?;Noe mer?
R1;34;Enig;a@b.no;At noen hører på det jeg sier;
R2;28;Uenig;c@d.no;Å få være med å bestemme selv;Takk for at dere spør meg om dette
R3;ung;Enig;e@f.no;;Nei, det var alt jeg hadde å si
"""


@pytest.fixture
def kurs(tmp_path: Path) -> Path:
    """A survey with one value that does not fit."""
    path = tmp_path / "kurs.csv"
    path.write_text(KURS.replace("ung", "51"), "utf-8")
    return path


async def wizard_of(pilot: Pilot[None], path: Path) -> SurveyWizard:
    """Go to the documents and ask for a survey."""
    await pilot.pause()
    await pilot.press("f2")
    await pilot.pause()
    await pilot.press("v")
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")
    await arrives(pilot, SurveyWizard)
    await pilot.pause()
    assert isinstance(pilot.app.screen, SurveyWizard)
    return pilot.app.screen


def take_in(project: Project, *rows: list[str]) -> None:
    """A survey of one question and these answers, without the workbench."""
    table = survey_table([["Respondent", "Hva er viktig?"], *rows])
    project.surveys.import_survey(read_survey(table, guess_mapping(table.header, table.rows)))


ANSWERS = [[f"R{n}", f"Svar nummer {n} er at noen hører på meg når jeg sier noe"] for n in range(1, 7)]


async def listed(pilot: Pilot[None]) -> AnswersScreen:
    """Go to the list of answers."""
    await pilot.pause()
    await pilot.press("f2")
    await pilot.pause()
    await pilot.press("c")
    await pilot.pause()
    assert isinstance(pilot.app.screen, AnswersScreen)
    return pilot.app.screen


async def test_a_survey_comes_in_as_guessed_and_is_undone(small_project: Project, kurs: Path) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await wizard_of(pilot, kurs)
        shown = screen_text(app)
        assert "3 respondents · 2 attributes · 2 questions · 4 answers · 2 empty" in shown
        assert "personal data" in shown
        assert "At noen hører på det jeg sier" in shown
        await pilot.press("enter")
        await arrives(pilot, DocumentsScreen)
        await pilot.pause()
        assert "Imported the survey: 4 new answers, 3 respondents" in screen_text(app)
        assert small_project.cases.case("R1").attributes == {"Alder": "34", "Grad": "Enig"}
        await pilot.press("ctrl+z")
        assert len(small_project.corpus.documents()) == 2


async def test_columns_are_changed_by_keys(small_project: Project, kurs: Path) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        wizard = await wizard_of(pilot, kurs)
        await pilot.press("down", "n")
        app.screen.query_one(Input).value = "År"
        await pilot.press("enter", "e")
        assert (wizard.sheet.columns[1].name, wizard.sheet.columns[1].export) == ("År", "hide")
        await pilot.press("down", "v")
        app.screen.query_one(Input).value = "Uenig | Tja | Enig"
        await pilot.press("enter")
        assert wizard.sheet.columns[2].choices == ("Uenig", "Tja", "Enig")
        await pilot.press("down", "down", "down", "space")
        await pilot.pause()
        assert "1 question · 2 answers · 1 empty" in screen_text(app)
        await pilot.press("enter")
        await arrives(pilot, DocumentsScreen)
        assert small_project.cases.case("R1").attributes == {"År": "34", "Grad": "Enig"}
        assert [d.name for d in small_project.corpus.documents()[2:]] == ["R1 · Hva er viktig?", "R2 · Hva er viktig?"]


async def test_a_survey_without_a_question_is_asked_about(small_project: Project, kurs: Path) -> None:
    kurs.write_text("Respondent;Alder;Grad\nR1;34;Enig\nR2;28;Uenig\n", "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await wizard_of(pilot, kurs)
        assert "no answers to code" in await settled(pilot, "enter")
        await settled(pilot, "n")
        assert isinstance(app.screen, SurveyWizard)
        assert not small_project.cases.cases(), "nothing came in yet"
        await settled(pilot, "enter", "y")
        await arrives(pilot, DocumentsScreen)
        assert small_project.cases.case("R1").attributes == {"Alder": "34", "Grad": "Enig"}


async def test_values_that_do_not_fit_are_asked_about(small_project: Project, kurs: Path) -> None:
    kurs.write_text(KURS, "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        wizard = await wizard_of(pilot, kurs)
        await pilot.press("down", "t")
        assert wizard.sheet.columns[1].type == "integer"
        await pilot.pause()
        assert "1 value does not fit, such as «ung» in row 4" in screen_text(app)
        await pilot.press("enter")
        await arrives(pilot, Confirm)
        assert "row 4, «Alder»: «ung»" in screen_text(app)
        await pilot.press("n")
        assert app.screen is wizard
        await pilot.press("enter")
        await arrives(pilot, Confirm)
        await pilot.press("y")
        await arrives(pilot, DocumentsScreen)
        assert small_project.cases.case("R3").attributes == {"Grad": "Enig"}


async def test_leaving_the_wizard_or_stopping_the_import_leaves_nothing(small_project: Project, tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    path.write_text("Respondent;Hva?\n" + "".join(f"R{n};Dette er svar nummer {n}\n" for n in range(2000)), "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        wizard = await wizard_of(pilot, path)
        told: list[str] = []

        def tell(words: str) -> None:
            told.append(words)
            if words.startswith("Importing 400"):
                wizard.action_cancel()

        wizard._tell = tell  # type: ignore[method-assign]
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is wizard
        assert told == [
            "Reading …",
            "Importing 200 of 2000 …",
            "Importing 400 of 2000 …",
            "Stopped; nothing was imported",
        ]
        await pilot.press("escape")
        assert isinstance(app.screen, DocumentsScreen)
    assert len(small_project.corpus.documents()) == 2
    assert small_project.cases.cases() == []


@pytest.mark.parametrize("content", ["", "id;svar\n", "id;svar\n1;2;3;4;5\n"])
async def test_a_file_that_is_no_survey_is_told_of(small_project: Project, tmp_path: Path, content: str) -> None:
    path = tmp_path / "tom.csv"
    path.write_text(content, "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("v")
        app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await settled(pilot)
        if isinstance(app.screen, SurveyWizard):
            await pilot.press("enter")
            await arrives(pilot, Confirm)
        else:
            assert "tom.csv" in next(iter(app._notifications)).message
    assert small_project.cases.cases() == []


async def test_changed_answers_are_named_after_a_second_import(small_project: Project, kurs: Path) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await wizard_of(pilot, kurs)
        await pilot.press("enter")
        await arrives(pilot, DocumentsScreen)
        kurs.write_text(kurs.read_text("utf-8").replace("At noen", "At alle"), "utf-8")
        await wizard_of(pilot, kurs)
        await pilot.press("enter")
        await arrives(pilot, ShowText)
        assert "R1: Hva er viktig?" in screen_text(app)


def test_the_sheet_keeps_one_id_and_names_numbered_rows() -> None:
    table = survey_table([["Respondent", "Kode"], ["R1", "a"], ["R2", "b"]])
    sheet = ColumnSheet(table, guess_mapping(table.header, table.rows))
    assert [column.role for column in sheet.columns] == ["id", "attribute"]
    sheet.turn_role(1, -1)
    assert [column.role for column in sheet.columns] == ["skipped", "id"]
    sheet.turn_role(1, 1)
    assert sheet.respondent == "Svar {id}"
    for _ in range(5):
        sheet.turn_type(1)
    assert (sheet.columns[1].type, sheet.columns[1].choices) == ("ordered list", ("a", "b"))


async def test_a_wide_and_hostile_survey_is_shown(small_project: Project, tmp_path: Path) -> None:
    path = tmp_path / "bred.csv"
    header = ";".join(["Respondent", "\x1b[31mRødt", *(f"Spørsmål {n}" for n in range(998))])
    path.write_text(f"{header}\nR1;{'x' * 1_000_000}\nR2;=cmd\n", "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(60, 15)) as pilot:
        wizard = await wizard_of(pilot, path)
        assert "\x1b" not in screen_text(app)
        began = time.process_time()
        await pilot.press("end", "space")
        assert wizard.query_one(OptionList).highlighted == 999
        assert time.process_time() - began < 3
        await pilot.press("escape")


async def test_answers_are_coded_with_one_key_a_code(small_project: Project) -> None:
    take_in(small_project, *ANSWERS)
    small_project.codebook.pin("Venting", 1)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        screen = await listed(pilot)
        shown = screen_text(app)
        assert "Hva er viktig?" in shown
        assert "0 of 6 coded" in shown
        assert "1 Venting" in shown
        await pilot.press("1", "down", "1", "down", "full_stop")
        await pilot.pause()
        assert "3 of 6 coded" in screen_text(app)
        [coding] = small_project.coding.codings(document="R1 · Hva er viktig?")
        assert (coding.code, coding.start, coding.end) == ("Venting", 0, len(ANSWERS[0][1]))
        await pilot.press("1")
        assert len(small_project.coding.codings(code="Venting")) == 3
        await pilot.press("x")
        await pilot.pause()
        assert "2 of 6 coded" in screen_text(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert "3 of 6 coded" in screen_text(app)
        assert screen.passages.cursor == 2, "undo leaves the cursor on its answer"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert "Svar nummer 3" in screen_text(app)


async def test_a_key_without_a_code_gets_one_and_the_picker_makes_new_ones(small_project: Project) -> None:
    take_in(small_project, *ANSWERS)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await listed(pilot)
        await pilot.press("4")
        assert isinstance(app.screen, CodePicker)
        await pilot.press(*"måltall", "enter", "down", "c", *"helt ny kode", "enter")
        await pilot.pause()
        assert "4 Måltall" in screen_text(app)
        assert [c.code for c in small_project.coding.codings(document="R2 · Hva er viktig?")] == ["helt ny kode"]
        await pilot.press("ctrl+z")
        assert all(code.name != "helt ny kode" for code in small_project.codebook.codes())
        await pilot.press("ctrl+z")
        assert small_project.codebook.code("Måltall").pin is None
        assert small_project.coding.codings(document="R1 · Hva er viktig?") == []


async def test_the_filter_keeps_what_is_coded_meanwhile_until_asked_anew(small_project: Project) -> None:
    take_in(small_project, *ANSWERS)
    small_project.codebook.pin("Venting", 1)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await listed(pilot)
        await pilot.press("1", "f")
        await pilot.pause()
        assert "Svar nummer 1" not in screen_text(app)
        await pilot.press("1")
        await pilot.pause()
        assert "Svar nummer 2" in screen_text(app)
        assert "2 of 6 coded" in screen_text(app)
        await pilot.press("f", "f")
        await pilot.pause()
        assert "Svar nummer 2" not in screen_text(app)
        await pilot.press("f", "home", "n")
        await pilot.pause()
        assert app.screen.passages.cursor == 2  # type: ignore[attr-defined]


async def test_somebody_elses_coding_is_asked_about_and_several_are_chosen_from(small_project: Project) -> None:
    take_in(small_project, *ANSWERS)
    name = "R1 · Hva er viktig?"
    small_project.coding.apply("Venting", name, 0, 4, coder="Jon")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await listed(pilot)
        await pilot.press("x")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n", "c", *"måltall", "enter", "x", "enter")
        await pilot.pause()
        assert [coding.coder for coding in small_project.coding.codings(document=name)] == ["Jon"]


async def test_questions_are_chosen_and_a_project_without_answers_says_so(small_project: Project, kurs: Path) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await listed(pilot)
        assert "There are no survey answers yet" in screen_text(app)
        await pilot.press("1", "c", "x", "n", "f", "enter", "full_stop")
        await pilot.press("escape")
        assert isinstance(app.screen, DocumentsScreen)
        await wizard_of(pilot, kurs)
        await pilot.press("enter")
        await arrives(pilot, DocumentsScreen)
        await listed(pilot)
        await pilot.press("q", "down", "enter")
        await pilot.pause()
        assert "Noe mer?" in screen_text(app)
        assert "Nei, det var alt" in screen_text(app)


async def test_five_thousand_answers_stay_quick(small_project: Project) -> None:
    take_in(small_project, *([f"R{n}", f"Svar {n} er at noen må høre på det jeg sier " * 5] for n in range(5000)))
    small_project.codebook.pin("Venting", 1)
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=SIZE) as pilot:
        await listed(pilot)
        began = time.process_time()
        for _ in range(5):
            await pilot.press("1", "down")
        assert time.process_time() - began < 5
        await pilot.press("ctrl+z")
        assert "4 of 5000 coded" in screen_text(app)
