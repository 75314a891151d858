"""Taking files in: how is asked, repairs are gone through first, and what is stopped or left stores nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.project.project import Project, create_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import ShowText
from qualcode.tui.screens import importing
from qualcode.tui.screens.documents import DocumentsScreen
from qualcode.tui.screens.importing import ImportChoice, files_at, profile_of_file, read_drafts, store
from qualcode.tui.screens.repairs import ReviewRepairs
from qualcode.tui.widgets.import_dialogs import AS_SHOWN, AskHow, InProgress, Stopped, questions
from qualcode.tui.widgets.repair_places import Review, places_of_drafts

from .conftest import SECOND, arrives, screen_text, settled, until

SIZE = (100, 30)
SOFT = "Vei\xadlederen ﬁnner det ut.\n"
DAMAGED = "Jeg er sa glad for det at vi far vare med og at ikke alt ma avgjares av andre som ikke kjenner oss. " * 20


def no_word(number: int, total: int, name: str) -> None:
    """Nobody listens."""


async def ask_import(pilot: Pilot[None], path: Path) -> None:
    """Ask for an import of a path, up to the question how."""
    await pilot.press("f2", "a")
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")
    assert isinstance(pilot.app.screen, AskHow)


# ── without a screen ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_a_pattern_and_a_file_give_what_can_be_read(tmp_path: Path) -> None:
    for name in ("b.txt", "a.docx", ".skjult.txt", "~$docx.docx", "c.png", "d [1].txt"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in files_at(str(tmp_path))] == ["a.docx", "b.txt", "d [1].txt"]
    assert [path.name for path in files_at(f"{tmp_path}/*.txt")] == ["b.txt", "d [1].txt"]
    assert files_at(str(tmp_path / "c.png")) == [tmp_path / "c.png"]
    assert files_at(str(tmp_path / "d [1].txt")) == [tmp_path / "d [1].txt"], "a name may look like a pattern"
    assert files_at(f"{tmp_path}/*.odt") == []


def test_what_cannot_be_read_is_named_and_the_rest_is_drafted(small_project: Project, tmp_path: Path) -> None:
    (tmp_path / "Ny.txt").write_text(SECOND, "utf-8")
    (tmp_path / "Intervju Roger.txt").write_text(SECOND, "utf-8")
    (tmp_path / "tom.txt").write_bytes(b"")
    names = ("Ny.txt", "Intervju Roger.txt", "tom.txt", "borte.txt")
    taken = read_drafts(small_project, ImportChoice([tmp_path / name for name in names], kind="field note"), no_word)
    assert [(draft.name, draft.fields["kind"]) for draft in taken.drafts] == [("Ny", "field note")]
    assert [name for name, _ in taken.failed] == list(names[1:])
    assert len(small_project.corpus.documents()) == 2, "nothing is stored yet"


def test_what_cleaning_sees_to_needs_no_notice(small_project: Project, tmp_path: Path) -> None:
    (tmp_path / "skadet.txt").write_text(DAMAGED, "utf-8")
    told = {
        profile: read_drafts(small_project, ImportChoice([tmp_path / "skadet.txt"], profile=profile), no_word).notices
        for profile in ("none", "scanned")
    }
    assert "æ, ø and å" in told["none"][0][1]
    assert told["scanned"] == []


def test_what_was_decided_is_stored_as_one_act_and_what_was_declined_does_not_wait(tmp_path: Path) -> None:
    (tmp_path / "Notat.txt").write_text(SOFT, "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        choice = ImportChoice([tmp_path / "Notat.txt"], profile="transcript")
        drafts = read_drafts(project, choice, no_word).drafts
        review = Review(places_of_drafts(drafts))
        review.decide_all("ligature", False)
        before = project.last_act()
        store(project, choice, drafts, review, no_word)
        assert project.last_act() == before + 1
        assert project.corpus.text("Notat") == "Veilederen ﬁnner det ut.\n"
        statuses = {edit.rule: edit.status for edit in project.editing.edits("Notat")}
        assert statuses == {"soft hyphen": "made", "ligature": "declined"}
        project.history.undo()
        assert project.corpus.documents() == []


def test_stopping_while_it_is_stored_stores_nothing(tmp_path: Path) -> None:
    def enough(number: int, total: int, name: str) -> None:
        raise Stopped

    (tmp_path / "Notat.txt").write_text(SOFT, "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        choice = ImportChoice([tmp_path / "Notat.txt"])
        drafts = read_drafts(project, choice, no_word).drafts
        with pytest.raises(Stopped):
            store(project, choice, drafts, Review([]), enough)
        assert project.corpus.documents() == []


def test_lost_letters_are_noticed(tmp_path: Path) -> None:
    for name, text in (("hel.txt", SECOND * 20), ("skadet.txt", DAMAGED)):
        (tmp_path / name).write_text(text, "utf-8")
    shown = [profile_of_file(tmp_path / name) for name in ("borte.txt", "hel.txt", "skadet.txt")]
    assert shown == ["", "none", "scanned"]


def test_every_profile_and_kind_can_be_chosen() -> None:
    from qualcode.project.records import DOCUMENT_KINDS
    from qualcode.text.cleaning import PROFILES

    asked = {key: [offer.key for offer in offers] for key, (_, offers) in questions().items()}
    assert asked["profile"] == list(PROFILES)
    assert [offer.key for offer in questions(several=True)["profile"][1]] == [AS_SHOWN, *PROFILES]
    assert asked["kind"] == list(DOCUMENT_KINDS)


# ── on the screen ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_repairs_are_reviewed_before_anything_is_stored(tmp_path: Path) -> None:
    (tmp_path / "Notat.txt").write_text(SOFT, "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await ask_import(pilot, tmp_path / "Notat.txt")
            await pilot.press("right", "down", "down", "down", "right")
            assert "‹ transcript ›" in screen_text(app)
            await pilot.press("enter")
            await arrives(pilot, ReviewRepairs)
            assert project.corpus.documents() == []
            await pilot.press("ctrl+s")
            await arrives(pilot, ShowText)
            shown = screen_text(app)
            assert "1 document · 4 words" in shown
            assert "soft hyphen: 1 made" in shown
            document = project.corpus.document("Notat")
            assert document.kind == "group interview"
            await pilot.press("enter", "ctrl+z")
            assert project.corpus.documents() == []


async def test_leaving_the_review_imports_nothing(tmp_path: Path) -> None:
    (tmp_path / "Notat.txt").write_text(SOFT, "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await ask_import(pilot, tmp_path / "Notat.txt")
            await pilot.press("up", "left", "enter")
            await arrives(pilot, ReviewRepairs)
            shown = await settled(pilot, "escape")
            assert isinstance(app.screen, AskHow), "back is to the question before"
            assert "‹ scanned ›" in shown, "with what was answered"
            assert "Nothing was imported" in await settled(pilot, "escape")
            assert isinstance(app.screen, DocumentsScreen)
            assert project.corpus.documents() == []


async def test_of_several_files_each_is_cleaned_as_it_shows(tmp_path: Path) -> None:
    folder = tmp_path / "tekster"
    folder.mkdir()
    for name, text in (("hel.txt", SOFT), ("skadet.txt", DAMAGED)):
        (folder / name).write_text(text, "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=(80, 24)) as pilot:
            await ask_import(pilot, folder)
            shown = await settled(pilot)
            assert "‹ as each file shows ›" in shown
            lines = [" ".join(line.split()) for line in shown.splitlines()]
            assert {"[x] hel.txt none", "[x] skadet.txt scanned"} <= set(lines)
            shown = await settled(pilot, "down", "down", "down", "right")
            assert "scanned" not in shown, "one choice for all stands behind none of them"
            await settled(pilot, "left", "enter")
            await arrives(pilot, ReviewRepairs)
            assert "Repairs in 1 document" in screen_text(app)
            await settled(pilot, "ctrl+s")
            await arrives(pilot, ShowText)
            assert project.corpus.text("hel") == SOFT, "whose soft hyphens nobody asked to take out"
            assert {edit.rule for edit in project.editing.edits("skadet")} == {"damaged word"}


async def test_esc_while_files_are_read_stores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tekster"
    folder.mkdir()
    for number in range(5):
        (folder / f"Intervju {number}.txt").write_text(SECOND, "utf-8")
    read: list[int] = []
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()

        def stopped_at_the_third(project: Project, choice: ImportChoice, tell: importing.Tell) -> importing.Taken:
            def told(number: int, total: int, name: str) -> None:
                read.append(number)
                if number == 2:
                    app.call_from_thread(app.screen.action_stop)  # type: ignore[attr-defined]
                tell(number, total, name)

            try:
                return read_drafts(project, choice, told)
            finally:
                loop.call_soon_threadsafe(ended.set)

        monkeypatch.setattr(importing, "read_drafts", stopped_at_the_third)
        async with app.run_test(size=SIZE) as pilot:
            await ask_import(pilot, folder)
            await pilot.press("enter")
            await asyncio.wait_for(ended.wait(), 20)
            await arrives(pilot, DocumentsScreen)
            assert "Stopped; nothing was imported" in screen_text(app)
        assert read == [0, 1, 2]
        assert project.corpus.documents() == []


async def test_files_of_a_folder_are_left_out_one_by_one(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Bare noe tekst.\n", "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await ask_import(pilot, tmp_path)
            await pilot.press("up", "space")
            assert "[ ] b.txt" in screen_text(app)
            await pilot.press("enter")
            await arrives(pilot, ShowText)
            assert [document.name for document in project.corpus.documents()] == ["a"]


async def test_an_own_pattern_is_checked_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("[A] Hei.\n\n[B] Hei.\n\n[A] Og?\n", "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await ask_import(pilot, tmp_path / "a.txt")
            await pilot.press("down", "down", "left")
            app.screen.query_one("#pattern", Input).value = "((("
            await pilot.press("enter")
            assert isinstance(app.screen, AskHow)
            assert "not a regular expression" in next(iter(app._notifications)).message
            app.screen.query_one("#pattern", Input).value = r"^\[(?P<speaker>\w)\]"
            await pilot.press("enter")
            await arrives(pilot, ShowText)
            await pilot.press("enter", "r", "enter")
            assert project.corpus.document("a").turns == 3
            assert {speaker.role for speaker in project.corpus.speakers("a")} == {"joint", "participant"}


async def test_lost_letters_suggest_the_profile_that_mends_them(tmp_path: Path) -> None:
    (tmp_path / "skadet.txt").write_text(DAMAGED, "utf-8")
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        app = QualcodeApp(project, language="en")
        async with app.run_test(size=SIZE) as pilot:
            await ask_import(pilot, tmp_path / "skadet.txt")
            await until(pilot, lambda: "‹ scanned ›" in screen_text(app))
            shown = screen_text(app)
            assert "‹ scanned ›" in shown
            assert "letters like ø and å are missing" in shown


async def test_work_that_may_not_stop_goes_on() -> None:
    from textual.app import App

    app: App[None] = App()
    given: list[object] = []
    go = asyncio.Event()
    loop = asyncio.get_running_loop()

    def run(tell: object) -> str:
        asyncio.run_coroutine_threadsafe(go.wait(), loop).result(20)
        return "done"

    async with app.run_test() as pilot:
        app.push_screen(InProgress("Work", run, may_stop=False), given.append)
        await pilot.press("escape")
        assert given == []
        go.set()
        await until(pilot, lambda: bool(given))
    assert given == ["done"]
