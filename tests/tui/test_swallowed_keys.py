"""Keys that terminals keep for themselves: every action can be done without them."""

from __future__ import annotations

import pytest

from qualcode.tui.actions import ACTIONS, Action, by_id

# As they come, without a setting changed; by the first words of the key or the whole of it.
WINDOWS_TERMINAL = {
    "ctrl+shift+": "tabs, panes, scrolling, copy and paste",
    "alt+": "panes, full screen, the menus of windows",
    "ctrl+tab": "next tab",
    "ctrl+v": "paste",
    "ctrl+c": "copy, where something is selected by mouse",
    "ctrl+comma": "the settings of the terminal",
    "ctrl+insert": "copy",
    "shift+insert": "paste",
    "ctrl+alt+": "tabs by number",
    "f11": "full screen",
}
MACOS_TERMINAL = {
    "ctrl+left": "another desktop",
    "ctrl+right": "another desktop",
    "ctrl+up": "all windows",
    "ctrl+down": "the windows of the program",
    "ctrl+shift+": "not sent",
    "ctrl+home": "scrolls the terminal",
    "ctrl+end": "scrolls the terminal",
    "ctrl+pageup": "not sent",
    "ctrl+pagedown": "not sent",
    "ctrl+tab": "next tab",
    "alt+": "writes other letters: Option is no Alt there",
    "super+": "the menu of the terminal (Cmd)",
    "home": "scrolls the terminal",
    "end": "scrolls the terminal",
    "pageup": "scrolls the terminal",
    "pagedown": "scrolls the terminal",
    "shift+up": "comes as ↑",
    "shift+down": "comes as ↓",
    "shift+home": "comes as Home",
    "shift+end": "comes as End",
    "shift+pageup": "comes as PgUp",
    "shift+pagedown": "comes as PgDn",
    "insert": "not on the keyboard",
    "f11": "shows the desktop",
}
EVERYWHERE = {"f12": "the debugger of browsers", "ctrl+i": "comes as Tab", "ctrl+m": "comes as Enter"}
TERMINALS = {"Windows Terminal": WINDOWS_TERMINAL, "macOS Terminal": MACOS_TERMINAL, "anywhere": EVERYWHERE}

# In selection mode, moving selects: each of these is two actions that are.
BY_SELECTION_MODE = {
    f"reader.select_{move}": f"reader.{move}"
    for move in (
        *("up", "down", "word_left", "word_right", "page_up", "page_down"),
        *("line_start", "line_end", "document_start", "document_end"),
    )
}


def swallows(terminal: dict[str, str], key: str) -> bool:
    """Whether a terminal keeps a key; entries that end with a plus stand for all keys that begin so."""
    return key in terminal or any(key.startswith(entry) for entry in terminal if entry.endswith("+"))


def can_be_done(terminal: dict[str, str], action: Action) -> bool:
    """Whether the action has a key, or keys in a row, that the terminal passes on."""
    return any(not any(swallows(terminal, key) for key in keys.split()) for keys in action.keys.split(","))


@pytest.mark.parametrize("name", TERMINALS)
def test_no_action_is_only_on_keys_that_a_terminal_swallows(name: str) -> None:
    terminal = TERMINALS[name]
    lost = [action.id for action in ACTIONS if not can_be_done(terminal, action) and action.id not in BY_SELECTION_MODE]
    assert lost == []


@pytest.mark.parametrize("name", TERMINALS)
def test_what_selection_mode_does_instead_can_be_done(name: str) -> None:
    for moving in ("reader.extend", *BY_SELECTION_MODE.values()):
        assert can_be_done(TERMINALS[name], by_id()[moving]), moving
    assert set(BY_SELECTION_MODE) <= set(by_id())


def test_the_table_is_read_as_it_is_written() -> None:
    assert swallows(WINDOWS_TERMINAL, "ctrl+shift+t")
    assert swallows(MACOS_TERMINAL, "home")
    assert not swallows(MACOS_TERMINAL, "shift+left")
    assert not swallows(WINDOWS_TERMINAL, "ctrl+z")
