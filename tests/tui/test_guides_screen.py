"""Guides in the workbench: taken in, looked for, confirmed place by place, and read by their answers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from textual.widgets import TextArea

from qualcode.project.project import Project
from qualcode.project.records import Coverage, Question
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.documents import DocumentsScreen
from qualcode.tui.screens.guides import GuidesScreen, told_apart
from qualcode.tui.widgets.transcript import Transcript
from tests.tui.conftest import pasted, screen_text, settled, until

GUIDE = """# Plass

1. Hvordan avgjøres det hvem som får plass?
   - Hva skjer med de andre?

# Medvirkning

2. Fikk du være med på å bestemme?
3. Hva betyr penger?
"""


@pytest.fixture
def guided(small_project: Project) -> Project:
    """The small project with a guide of which three lines are asked."""
    small_project.guides.add("Guiden", GUIDE)
    return small_project


def confirmed(project: Project) -> list[str]:
    """The words of the places that are confirmed."""
    return [link.text for link in project.guides.links(status="confirmed")]


async def test_without_a_guide_it_says_how_to_get_one(small_project: Project, tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text(GUIDE, encoding="utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        assert "a: import one" in await settled(pilot, "f2", "g")
        await settled(pilot, "l", "c", "r", "delete", "x", "enter")
        assert isinstance(app.screen, GuidesScreen)
        await pilot.press("a")
        await pasted(pilot, tmp_path / "guide.md")
        shown = await settled(pilot, "enter")
        assert "guide: 3 questions, 1 prompt" in shown
        assert "guide · not looked for yet · l: look" in shown
        assert "0/2" not in shown, "none asked is no finding before anybody has looked"
        assert "not asked" not in shown


async def test_having_looked_and_found_nothing_is_told_as_such(small_project: Project) -> None:
    small_project.guides.add("Guiden", "Hva betyr kongen for fisket?")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        assert "not looked for yet" in await settled(pilot, "f2", "g")
        await settled(pilot, "l")
        shown = await settled(pilot)
        assert "0 places found" in shown
        assert "0/2 1 Hva betyr" in shown or "0/2 Hva betyr" in shown
        assert "not looked for yet" not in shown


async def test_a_guide_can_be_written_there(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "f2", "g", "w")
        app.screen.query_one(TextArea).text = GUIDE
        await settled(pilot, "ctrl+s", *"Min", "enter")
        assert [(guide.name, guide.questions) for guide in small_project.guides.guides()] == [("Min", 3)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_found_is_confirmed_declined_and_undone(guided: Project, size: tuple[int, int]) -> None:
    app = QualcodeApp(guided, language="en")
    async with app.run_test(size=size) as pilot:
        shown = await settled(pilot, "f2", "g", "l")
        assert "3 places found · c: confirm" in shown
        assert "0/2 1 Hvordan avgjøres" in shown, "what nobody has confirmed does not count"
        assert "+1?: to be confirmed" in shown
        assert shown.count("+1?") == 4
        shown = await settled(pilot, "c")
        hints = "y asked here · n not here · Y all as certain · o to the place"
        await until(pilot, lambda: hints in screen_text(app))
        assert "Guiden · 3 of 3 places left to confirm or decline" in shown
        assert "› 1 Hvordan avgjøres det hvem som får plass?" in " ".join(shown.split())
        assert "«Hvordan avgjør du hvem som får plass?»" in shown
        assert "– Intervju Berit, turn 1" in shown
        shown = await settled(pilot, "y", "n")
        assert "1 of 3 places left" in shown
        assert "Declined: 1.1 Hva skjer med de andre?" in shown
        assert confirmed(guided) == ["Hvordan avgjør du hvem som får plass?"]
        shown = await settled(pilot, "escape")
        assert "1/2 1 Hvordan avgjøres" in shown
        assert shown.count("+1?") == 2, "the heading and the one that still waits"
        await settled(pilot, "c")
        assert "2 of 3 places left" in await settled(pilot, "ctrl+z")
        shown = await settled(pilot, "enter", "enter")
        assert "times asked in each interview" in shown, "with nothing left to confirm the table is back"
        assert len(confirmed(guided)) == 3
        assert "l: look for the questions" in await settled(pilot, "c")


async def test_a_place_is_read_in_the_transcript_and_the_list_waits(guided: Project) -> None:
    app = QualcodeApp(guided, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "f2", "g", "l")
        await settled(pilot, "c", "down", "o")
        reader = app.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "Hva skjer med de andre da?"
        shown = await settled(pilot, "f2", "g")
        assert "3 of 3 places left" in shown
        assert "› 1.1 Hva skjer med de andre?" in " ".join(shown.split())


async def test_another_question_and_all_as_certain(guided: Project) -> None:
    app = QualcodeApp(guided, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "f2", "g", "l")
        await settled(pilot, "c", "q", "end", "enter")
        places = {
            (link.question[:1], link.status)
            for link in guided.guides.links(document="Intervju Berit")
            if link.start == 3
        }
        assert places == {("1", "declined"), ("3", "confirmed")}
        before = len(confirmed(guided))
        assert "Confirm all from" in await settled(pilot, "Y")
        await settled(pilot, "y")
        assert len(confirmed(guided)) > before


async def test_answers_are_read_and_lead_to_their_place(guided: Project) -> None:
    guided.guides.confirm(*(link.id for link in guided.guides.propose("Guiden")))
    app = QualcodeApp(guided, language="en")
    async with app.run_test(size=(120, 30)) as pilot:
        shown = await settled(pilot, "f2", "g")
        assert "1 Hvordan avgjøres det hvem som får plass? × Intervju Berit: asked 1 time" in shown
        assert "asked in 1 of 2 interviews" in shown
        assert "Intervju Roger: not asked" in await settled(pilot, "right")
        shown = await settled(pilot, "enter")
        assert "Guiden · 2 answers" in shown
        assert "– BERIT, Intervju Berit, turn 2" in shown
        await settled(pilot, "enter")
        reader = app.screen.query_one(Transcript)
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)].startswith("Altså, på papiret")
        await settled(pilot, "f2", "g", "escape", "end")
        assert "no answers" in await settled(pilot, "ctrl+end", "enter")
        await settled(pilot, "escape")
        assert isinstance(app.screen, DocumentsScreen)


async def test_cases_proposals_names_and_a_file(guided: Project, tmp_path: Path) -> None:
    guided.guides.propose("Guiden")
    app = QualcodeApp(guided, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        assert "No speaker is linked to a case" in await settled(pilot, "f2", "g", "k")
    guided.cases.add("Berit")
    berit = next(speaker for speaker in guided.corpus.speakers() if speaker.label == "BERIT")
    guided.corpus.link_speaker(berit.id, "Berit")
    guided.guides.add("Den andre", "Hva?\nHvem?")
    app = QualcodeApp(guided, language="en")
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot, "f2", "g", "g", "up", "enter")
        shown = screen_text(app)
        assert "Guiden · times asked in each interview · +1?: to be confirmed" in shown
        assert "Intervju Berit: 1 place to confirm" in shown
        assert "asked in 0 of 2" in shown
        assert "+1?" not in await settled(pilot, "p")
        shown = await settled(pilot, "p", "k")
        assert "Guiden · times each case was asked" in shown
        assert "asked of 0 of 1" in shown
        await pilot.press("x", "ctrl+u")
        await pasted(pilot, tmp_path / "tabell.csv")
        await settled(pilot, "enter")
        with (tmp_path / "tabell.csv").open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == ["question", "Berit", "asked_in", "of"]
        await settled(pilot, "r", "ctrl+u", *"Ny", "enter")
        assert "takes away 3 questions, 3 places" in await settled(pilot, "delete")
        await settled(pilot, "y")
        assert [guide.name for guide in guided.guides.guides()] == ["Den andre"]


async def test_what_a_file_smuggled_in_shows_as_symbols(small_project: Project) -> None:
    small_project.guides.add(
        "Guide", "Hvordan avgjøres \x1b[31m det hvem som får plass?\n- [bold]Hva skjer med de andre?\n"
    )
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(120, 30)) as pilot:
        shown = await settled(pilot, "f2", "g", "l")
        shown += await settled(pilot, "c")
        shown += await settled(pilot, "Y", "y")
        shown += await settled(pilot, "escape", "enter")
        assert "\x1b" not in shown
        assert shown.count("avgjøres ␛[31m det hvem") >= 3
        assert "[bold]Hva skjer" in shown


async def test_interviews_in_which_nobody_asks_are_named_as_left_out(guided: Project) -> None:
    guided.corpus.add("Samtale", "Kari: Vi snakket.\n\nOla: Ja.\n\nKari: Om alt.\n\nOla: Om alt.\n")
    guided.corpus.add("Notat", "Ingen snakker her.", kind="field note")
    app = QualcodeApp(guided, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await settled(pilot, "f2", "g", "l")
        assert "Left out, since nobody asks there (F2, s: say who speaks): Samtale" in shown
        assert "Notat" not in shown
        assert "Left out" not in await settled(pilot, "c")
        assert "Left out" in await settled(pilot, "escape")
        assert "Left out" not in await settled(pilot, "k"), "cases have interviews of their own"


def test_confirmed_and_waiting_are_told_apart_by_the_names_of_the_columns() -> None:
    line = Question("q", "g", None, "question", "1", "1", "Hva?", 0)
    sure, both = Coverage((line,), ("B",), ((2,),)), Coverage((line,), ("A", "B"), ((1, 3),))
    assert told_apart(sure, both) == (
        Coverage((line,), ("A", "B"), ((0, 2),)),
        Coverage((line,), ("A", "B"), ((1, 1),)),
    )
    changed = Coverage((), ("A", "B"), ())
    assert told_apart(sure, changed) == (sure, Coverage((line,), ("B",), ((0,),)))
