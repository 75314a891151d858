"""The registry: every action named in three languages, reachable, and re-bindable by the person."""

from __future__ import annotations

import pytest

from qualcode.errors import InvalidInput
from qualcode.project.project import Project
from qualcode.tui import memory
from qualcode.tui.actions import ACTIONS, SCOPES, SCREENS, by_id, checked_keys, key_name, shown_keys
from qualcode.tui.app import QualcodeApp, screen_called
from qualcode.tui.settings import settings_file
from qualcode.wording import wording

from .conftest import screen_text, settled


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_action_has_a_title_in_each_language(language: str) -> None:
    known: dict[str, str] = getattr(wording(language), "_catalog", {})
    assert all(action.title for action in ACTIONS)
    assert [action.title for action in ACTIONS if not known.get(action.title)] == []


def test_ids_are_unique_and_scopes_known() -> None:
    assert len(by_id()) == len(ACTIONS)
    assert {action.scope for action in ACTIONS} <= set(SCOPES)


def test_no_two_actions_of_one_place_share_a_key() -> None:
    for scope in SCOPES:
        keys = [key for action in ACTIONS if action.scope == scope for key in action.keys.split(",")]
        assert len(keys) == len(set(keys)), scope


def test_no_function_key_leads_to_nothing() -> None:
    used = {key for action in ACTIONS for key in action.keys.split(",") if key[0] == "f" and key[1:].isdigit()}
    assert used == {"f1", "f2", "f3", "f4", "f5", "f6", "f8", "f9"}
    for name in SCREENS:
        assert screen_called(name)


@pytest.mark.parametrize(
    ("key", "name"),
    [("ctrl+z", "Ctrl+Z"), ("f1", "F1"), ("full_stop", "."), ("I", "I"), ("pageup", "PgUp"), ("shift+left", "Shift+←")],
)
def test_keys_are_written_as_people_write_them(key: str, name: str) -> None:
    assert key_name(key) == name


def test_keys_of_ones_own_are_named_as_textual_names_them() -> None:
    keymap = {"text.repeat": checked_keys("text.repeat", "r,[")}
    assert keymap == {"text.repeat": "r,left_square_bracket"}
    assert shown_keys(by_id()["text.repeat"], keymap) == ["r", "["]


@pytest.mark.parametrize(
    ("action", "keys"), [("text.repaet", "r"), ("text.repeat", 3), ("text.repeat", ""), ("help", "a,")]
)
def test_keys_that_cannot_be_are_refused_in_words(action: str, keys: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_keys(action, keys)
    assert action in refused.value.message
    assert "text.repeat" in refused.value.hint or "ctrl+k" in refused.value.hint


async def test_the_persons_own_key_works_and_is_shown(small_project: Project) -> None:
    memory.config_folder().mkdir(parents=True)
    settings_file().write_text('[keys]\n"text.go_to" = "j"\n"help" = "f1,z"\n', "utf-8")
    app = QualcodeApp(small_project)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("j", "3", "enter")
        turn = app.screen.transcript.current_turn  # type: ignore[attr-defined]
        assert turn.number == 3
        await pilot.press("z", "j")
        await pilot.pause()
        assert any(line.strip().startswith("j  g 1–9") and "Gå til" in line for line in screen_text(app).splitlines())


async def test_help_tells_only_of_keys_that_work_here(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(120, 110)) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        in_text = screen_text(app)
        await pilot.press("escape", "f2")
        await pilot.pause()
        await pilot.press("question_mark")
        in_documents = screen_text(app)
    assert "Marker setningen" in in_text
    assert "Importer dokumenter" not in in_text
    assert "Importer dokumenter" in in_documents
    assert "Marker setningen" not in in_documents


async def test_the_palette_runs_what_is_found(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("colon")
        await pilot.press(*"marker", "space", *"setn")
        await settled(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.transcript.selection is not None  # type: ignore[attr-defined]


async def test_the_palette_reaches_other_screens(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.press(*"importer", "space", *"dok")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Hvilken fil eller mappe" in screen_text(app)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_export_stands_in_the_status_line_of_codebook_quotes_and_tables(
    small_project: Project, language: str
) -> None:
    for code in ("Venting", "Skjønn"):
        small_project.coding.apply(code, "Intervju Berit", 0, 5)
    app = QualcodeApp(small_project, language=language)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("f4", "f5", "f6"):
            await pilot.press(key)
            await settled(pilot)
            assert " · x e" in screen_text(app).splitlines()[-1], key
