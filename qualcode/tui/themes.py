"""Our own themes, one light and one dark, and which one to begin with."""

from __future__ import annotations

import os
from collections.abc import Container
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

LIGHT = Theme(
    name="qualcode-light",
    primary="#2F6F8F",
    secondary="#6B6257",
    accent="#A2441C",
    warning="#C98A00",
    error="#A4262C",
    success="#3B7A3B",
    foreground="#2B2825",
    background="#FBF8F2",
    surface="#F3EEE4",
    panel="#EAE3D5",
    dark=False,
)
DARK = Theme(
    name="qualcode-dark",
    primary="#6FA8C4",
    secondary="#A79F92",
    accent="#E09A6A",
    warning="#D9A940",
    error="#E07A73",
    success="#8DBB80",
    foreground="#DAD5CC",
    background="#1B1C1E",
    surface="#232528",
    panel="#2C2F33",
    dark=True,
)
# Where colours are few or none, what is highlighted is turned around; lists, where Textual drops that, underline it.
MARK = {"foreground": "ansi_default", "background": "ansi_default", "text-style": "reverse bold underline"}
MARKED = {f"block-cursor{state}-{part}": value for state in ("", "-blurred") for part, value in MARK.items()}
PLAIN_DARK, PLAIN_LIGHT = (
    replace(theme, name=f"qualcode-{theme.name}", variables={**theme.variables, **MARKED})
    for theme in (BUILTIN_THEMES["ansi-dark"], BUILTIN_THEMES["ansi-light"])
)
THEMES = (DARK, LIGHT, PLAIN_DARK, PLAIN_LIGHT)


def first_theme(chosen: str, available: Container[str], *, plain: bool = False) -> str:
    """The theme chosen before; else by the terminal: its own sixteen colours where it has no more, dark or light.

    `plain` is for people who want no colours at all: the terminal's own foreground and background.
    """
    if chosen in available and not plain:
        return chosen
    light = terminal_is_light(os.environ.get("COLORFGBG", ""))
    if plain or not has_many_colors(os.environ):
        return (PLAIN_LIGHT if light else PLAIN_DARK).name
    return (LIGHT if light else DARK).name


def has_many_colors(environment: os._Environ[str] | dict[str, str]) -> bool:
    """Whether the terminal says that it can show more than sixteen colours."""
    term = environment.get("TERM", "")
    return bool(environment.get("COLORTERM")) or "256" in term or "direct" in term or "kitty" in term or not term


def terminal_is_light(colors: str) -> bool:
    """What `COLORFGBG` (`foreground;background`) says of the background, dark where it says nothing."""
    background = colors.rpartition(";")[2]
    return background in ("7", "15")
