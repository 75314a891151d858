"""F2: documents come in, get their speakers confirmed, are renamed and removed, all of it undoable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from qualcode.project.project import Project, create_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import Choose, ShowText
from qualcode.tui.screens.documents import DocumentsScreen
from qualcode.tui.widgets.speakers import ConfirmSpeakers, speaker_candidates

from .conftest import SECOND, arrives, screen_text, settled, until

SIZE = (100, 30)
NAMES = "Maria: Hvordan var det?\n\nKari: Greit.\n\n" * 4


async def import_from(pilot: Pilot[None], path: Path) -> None:
    """Ask for an import of a path, as is usual, and read what came in."""
    await pilot.press("a")
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter", "enter")
    await arrives(pilot, ShowText)


async def test_a_folder_comes_in_and_its_speakers_are_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "tekster"
    folder.mkdir()
    (folder / "Intervju 9.txt").write_text(SECOND, "utf-8")
    (folder / "bilde.png").write_bytes(b"\x89PNG")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, DocumentsScreen), "an empty project begins where documents come in"
            await import_from(pilot, folder)
            await pilot.press("enter")
            await arrives(pilot, ConfirmSpeakers)
            assert "ROGER" in screen_text(app)
            await pilot.press("down", "r", "enter")
            await pilot.pause()
            roles = {speaker.label: speaker.role for speaker in project.corpus.speakers()}
            assert roles["ROGER" if roles["I"] == "interviewer" else "I"] != "participant"
            await pilot.press("ctrl+z", "ctrl+z")
            assert project.corpus.documents() == []


async def test_what_could_not_be_read_is_named(tmp_path: Path, small_project: Project) -> None:
    bad = tmp_path / "bilde.png"
    bad.write_bytes(b"\x89PNG")
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        await import_from(pilot, bad)
        assert "bilde.png" in "".join(screen_text(app).split()), "wherever a long path is broken"
        await pilot.press("enter")
        assert isinstance(app.screen, DocumentsScreen)


async def test_removal_says_in_numbers_what_goes(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("x")
        assert "2 kodinger" in screen_text(app)
        await pilot.press("j")
        assert [document.name for document in small_project.corpus.documents()] == ["Intervju Roger"]
        await pilot.press("u")
        assert len(small_project.coding.codings(document="Intervju Berit")) == 2


async def test_name_and_kind_change(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("r")
        app.screen.query_one(Input).value = "Berit, veileder"
        await pilot.press("enter", "k", "down", "enter")
        document = small_project.corpus.document("Berit, veileder")
        assert document.kind == "group interview"


async def test_enter_reads_the_document(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Fikk du være med" in screen_text(app)


async def test_a_name_that_is_taken_is_told_and_nothing_breaks(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("r")
        app.screen.query_one(Input).value = "Intervju Roger"
        await pilot.press("enter")
        await pilot.pause()
        assert "Intervju Roger" in next(iter(app._notifications)).message
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Fikk du være med" in screen_text(app)


def test_doubtful_labels_are_offered_after_the_speakers() -> None:
    text = "I: Hei.\n\nKARI: Hei.\n\nI: Og?\n\nKARI: Ja.\n\n" + "Prosa. " * 40 + "\n\nEksempel: noe.\n"
    labels = speaker_candidates(text, {"I": "interviewer", "KARI": "participant"})
    assert [(label.label, label.is_speaker) for label in labels[:2]] == [("I", True), ("KARI", True)]
    assert all(not label.is_speaker for label in labels[2:])


def test_who_asks_is_proposed_as_interviewer_where_no_role_tells(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        for name, text in (("Samtale", NAMES), ("Intervju", SECOND * 3)):
            document = project.corpus.add(name, text)
            known = {speaker.label: speaker.role for speaker in project.corpus.speakers(document)}
            labels = speaker_candidates(text, known, turns=project.corpus.turns(document))
            asking = {label.label: label.proposed for label in labels if label.role == "interviewer"}
            assert asking == ({"Maria": True} if name == "Samtale" else {"I": False})
        assert {speaker.role for speaker in project.corpus.speakers("Samtale")} == {"participant"}, "not stored unseen"


async def test_what_came_in_names_the_speakers_and_esc_tells_how_many_wait(tmp_path: Path) -> None:
    folder = tmp_path / "tekster"
    folder.mkdir()
    for number in range(3):
        (folder / f"Samtale {number}.txt").write_text(NAMES, "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            await import_from(pilot, folder)
            assert "Samtale 2: Kari, Maria" in screen_text(app)
            await pilot.press("enter")
            await arrives(pilot, ConfirmSpeakers)
            assert "1 of 3" in screen_text(app)
            assert "interviewer?" in screen_text(app)
            await pilot.press("enter")
            await pilot.pause()
            assert "2 of 3" in screen_text(app)
            await pilot.press("escape")
            await pilot.pause()
            assert "2 documents wait for you · s: confirm who speaks" in screen_text(app)
            asking = [speaker.label for speaker in project.corpus.speakers() if speaker.role == "interviewer"]
            assert asking == ["Maria"], "in the one that was confirmed"
            await settled(pilot, "down", "up")
            await until(pilot, lambda: "s: 2 waiting" in screen_text(app))
            await settled(pilot, "s")
            assert "«Samtale 0»? · 1 of 3" in screen_text(app), "where the cursor is first, then those that wait"
            shown = await settled(pilot, "enter", "enter", "enter")
            assert isinstance(app.screen, DocumentsScreen), "none waits any more"
            assert "wait" not in shown


async def test_the_first_press_takes_the_role_that_is_proposed(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        project.corpus.add("Samtale", NAMES)
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot, "f2", "s")
            maria = await to_maria(pilot)
            assert "interviewer? " in maria()
            await settled(pilot, "r")
            assert "interviewer " in maria()
            await settled(pilot, "left")
            assert "interviewer" not in maria()


async def test_that_nobody_is_the_interviewer_is_remembered(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        project.corpus.add("Samtale", NAMES)
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot, "f2", "s")
            await to_maria(pilot)
            await settled(pilot, "r", "left", "enter")
            assert "interviewer" not in await settled(pilot, "s")
            assert "interviewer?" in await settled(pilot, "escape", "u", "s"), "unless it was undone"


async def to_maria(pilot: Pilot[None]) -> Callable[[], str]:
    """The cursor on the label that asks; gives what its line says now."""
    labels = pilot.app.screen.query_one(OptionList)
    lines = [str(labels.get_option_at_index(n).prompt) for n in range(labels.option_count)]
    asking = next(n for n, line in enumerate(lines) if "Maria" in line)
    await settled(pilot, *["down"] * asking)
    return lambda: str(labels.get_option_at_index(asking).prompt)


async def test_a_long_choice_is_thinned_out_by_typing(small_project: Project) -> None:
    chosen: list[str | None] = []
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        lines = [(str(number), f"Intervju {number}") for number in range(60)]
        app.push_screen(Choose("Which?", lines, chosen="7"), chosen.append)
        await pilot.pause()
        shown = screen_text(app)
        assert "Enter: done · Esc: cancel" in shown
        assert "Intervju 7" in shown
        await pilot.press(*"inter 42", "enter")
        await pilot.pause()
    assert chosen == ["42"]
