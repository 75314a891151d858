"""Our own themes, light, dark, with high contrast and in sixteen colours, and which one to begin with."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from dataclasses import replace
from functools import lru_cache

from rich.color import Color, ColorType
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import color as textual_color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from qualcode.tui.widgets.colors import contrast, nearest_terminal_color

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
CONTRAST_DARK = Theme(
    name="qualcode-contrast-dark",
    primary="#7FB8F0",
    secondary="#FFFFFF",
    accent="#FFD166",
    warning="#FFD166",
    error="#FFB3AD",
    success="#B6F2A5",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#101010",
    dark=True,
)
CONTRAST_LIGHT = Theme(
    name="qualcode-contrast-light",
    primary="#003E6B",
    secondary="#000000",
    accent="#6B2200",
    warning="#5C3D00",
    error="#7A0010",
    success="#0F4A12",
    foreground="#000000",
    background="#FFFFFF",
    surface="#FFFFFF",
    panel="#F2F2F2",
    dark=False,
)
# What WCAG asks for at its highest level.
PLAIN_TO_SEE = 7.0
# Where colours are few or none, what is highlighted is turned around; lists, where Textual drops that, underline it.
MARK = {"foreground": "ansi_default", "background": "ansi_default", "text-style": "reverse bold underline"}
MARKED = {f"block-cursor{state}-{part}": value for state in ("", "-blurred") for part, value in MARK.items()}
PLAIN_DARK, PLAIN_LIGHT = (
    replace(theme, name=f"qualcode-{theme.name}", variables={**theme.variables, **MARKED})
    for theme in (BUILTIN_THEMES["ansi-dark"], BUILTIN_THEMES["ansi-light"])
)
# The dark blue and red of a terminal are hardly seen on black.
PLAIN_DARK.primary, PLAIN_DARK.error = "ansi_bright_blue", "ansi_bright_red"
THEMES = (DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT, PLAIN_DARK, PLAIN_LIGHT)
# The themes as the settings file calls them.
THEME_NAMES = {theme.name.removeprefix("qualcode-"): theme.name for theme in THEMES}
# What stands in for our themes where a terminal has sixteen colours: to round each of theirs would make some the same.
STAND_INS = {
    theme.name: replace(PLAIN_DARK if theme.dark else PLAIN_LIGHT, name=f"{theme.name}-16")
    for theme in (DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT)
}
HIGH_CONTRAST = {name for theme in (CONTRAST_DARK, CONTRAST_LIGHT) for name in (theme.name, STAND_INS[theme.name].name)}
LIGHT_NAMES = {theme.name for theme in (PLAIN_LIGHT, *STAND_INS.values()) if not theme.dark}
BLACK, BLUE, GREY, WHITE = 0, 4, 7, 15
# The numbers of text and ground in each of them; the two plain ones have the terminal's own.
GROUNDS = {
    STAND_INS[DARK.name].name: (GREY, BLACK),
    STAND_INS[LIGHT.name].name: (BLACK, WHITE),
    STAND_INS[CONTRAST_DARK.name].name: (WHITE, BLACK),
    STAND_INS[CONTRAST_LIGHT.name].name: (BLACK, WHITE),
}


def first_theme(chosen: str, available: Container[str], *, plain: bool = False) -> str:
    """The theme chosen before; else by the terminal: its own sixteen colours where it has no more, dark or light.

    `plain` is for people who want no colours at all: the terminal's own foreground and background.
    """
    many = has_many_colors(os.environ)
    if chosen in available and not plain:
        return chosen if many or chosen not in STAND_INS else STAND_INS[chosen].name
    light = terminal_is_light(os.environ.get("COLORFGBG", ""))
    if plain or not many:
        return (PLAIN_LIGHT if light else PLAIN_DARK).name
    return (LIGHT if light else DARK).name


def short_name(theme: str) -> str:
    """What the settings call a theme, itself or what stands in for it; nothing if it is none of ours."""
    short = theme.removeprefix("qualcode-").removesuffix("-16")
    return short if short in THEME_NAMES else ""


def has_many_colors(environment: Mapping[str, str]) -> bool:
    """Whether more than sixteen colours would be sent to the terminal: only Rich knows, who sends them."""
    console = Console(force_terminal=True, legacy_windows=False, _environ=environment)
    return console.color_system in ("256", "truecolor")


def terminal_is_light(colors: str) -> bool:
    """What `COLORFGBG` (`foreground;background`) says of the background, dark where it says nothing."""
    background = colors.rpartition(";")[2]
    return background in ("7", "15")


class StandOut(LineFilter):
    """Moves every text that does not stand out seven to one, however it was painted, away from what is behind it."""

    def apply(self, segments: list[Segment], background: textual_color.Color) -> list[Segment]:
        """The segments, those with letters or digits made readable."""
        behind = background.rgb
        return [
            Segment(text, standing_out(style, behind), control) if style and _is_words(text) else segment
            for segment in segments
            for text, style, control in (segment,)
        ]


def _is_words(text: str) -> bool:
    return any(map(str.isalnum, text))


@lru_cache(4096)
def standing_out(style: Style, behind: tuple[int, int, int]) -> Style:
    """The style without dimness, and in a colour that stands out from its background, or from what is behind."""
    ground = style.bgcolor.get_truecolor() if style.bgcolor else behind
    front = style.color.get_truecolor() if style.color else None
    style += Style(dim=False)
    if front is None:
        return style
    clear = stood_out(textual_color.Color(*front), textual_color.Color(*ground))
    return style + Style(color=clear.rich_color)


def stood_out(color: textual_color.Color, ground: textual_color.Color) -> textual_color.Color:
    """The colour, moved towards white or black until it is seven to one, or as far as that goes."""
    ends = (textual_color.Color(255, 255, 255), textual_color.Color(0, 0, 0))
    target = max(ends, key=lambda end: contrast(end.hex, ground.hex) or 0)
    steps = (color.blend(target, tenth / 10) for tenth in range(11))
    return next((step for step in steps if (contrast(step.hex, ground.hex) or 0) >= PLAIN_TO_SEE), target)


class TerminalColors(LineFilter):
    """Paints in the terminal's sixteen colours, so that no two codes of a palette become the same."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        self._light = theme in LIGHT_NAMES
        self._ground = GROUNDS.get(theme)
        self._stark = theme in HIGH_CONTRAST

    def apply(self, segments: list[Segment], background: textual_color.Color) -> list[Segment]:
        """The segments, each colour of its own for one that the terminal has, on the ground of the theme."""
        return [Segment(text, self._painted(text, style), control) for text, style, control in segments]

    def _painted(self, text: str, style: Style | None) -> Style | None:
        style = style and in_terminal_colors(style, light=self._light)
        if self._ground is None:
            return style
        return on_ground(style or Style(), *self._ground, plain=self._stark and _is_words(text))


@lru_cache(1024)
def in_terminal_colors(style: Style, *, light: bool = False) -> Style:
    """A style with colours that the terminal has for those of its own."""
    front, back = (_in_sixteen(color, light=light) for color in (style.color, style.bgcolor))
    return style + Style(color=front, bgcolor=back)


def _in_sixteen(color: Color | None, *, light: bool) -> Color | None:
    if color is None or color.type is not ColorType.TRUECOLOR or color.triplet is None:
        return None
    return Color.from_ansi(nearest_terminal_color(color.triplet.hex, light=light))


@lru_cache(1024)
def on_ground(style: Style, text: int, ground: int, *, plain: bool) -> Style:
    """A style with two of the terminal's colours for its own foreground and background; `plain` has no others."""
    front, back = style.color, style.bgcolor
    own = plain or front is None or front.is_default
    # Many terminals make bold letters bright, and bright black is grey: blue stands out instead.
    greyed = own and text == BLACK and bool(style.bold)
    return style + Style(
        color=Color.from_ansi(BLUE if greyed and not style.reverse else text) if own else None,
        bgcolor=Color.from_ansi(ground) if plain or back is None or back.is_default else None,
        bold=False if greyed else None,
        dim=False if plain else None,
    )


def filters_of(theme: str) -> list[LineFilter]:
    """What every painted line passes through in a theme, so that all on it is seen."""
    if theme in GROUNDS or theme in (PLAIN_DARK.name, PLAIN_LIGHT.name):
        return [TerminalColors(theme)]
    return [StandOut()] if theme in HIGH_CONTRAST else []
