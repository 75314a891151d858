"""Themes measured: text stands out as WCAG asks, and colours of codes stay apart where colours are few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from rich.color import Color, ColorSystem, ColorType
from rich.style import Style
from textual.app import App
from textual.color import Color as TextualColor
from textual.theme import Theme

from qualcode.project.codebook import PALETTE
from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.themes import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    LIGHT,
    PLAIN_DARK,
    PLAIN_LIGHT,
    STAND_INS,
    THEME_NAMES,
    StandOut,
    TerminalColors,
    filters_of,
    in_terminal_colors,
    on_ground,
)
from qualcode.tui.widgets.colors import ENOUGH, ENOUGH_FOR_WORDS, OKABE_ITO, PALETTES, contrast, nearest_terminal_color
from qualcode.tui.widgets.reader_paint import clear
from qualcode.tui.widgets.stripes import kinds_of

from .conftest import MEETING, settled

AAA = 7.0
# The sixteen colours as two kinds of terminal have them: the console of a PC, and xterm.
CONSOLE = (
    "#000000", "#AA0000", "#00AA00", "#AA5500", "#0000AA", "#AA00AA", "#00AAAA", "#AAAAAA",
    "#555555", "#FF5555", "#55FF55", "#FFFF55", "#5555FF", "#FF55FF", "#55FFFF", "#FFFFFF",
)  # fmt: skip
XTERM = (
    "#000000", "#CD0000", "#00CD00", "#CDCD00", "#0000EE", "#CD00CD", "#00CDCD", "#E5E5E5",
    "#7F7F7F", "#FF0000", "#00FF00", "#FFFF00", "#5C5CFF", "#FF00FF", "#00FFFF", "#FFFFFF",
)  # fmt: skip
FOUR = ("Skjønn", "Handlingsrom", "NPM-press", "Måltall")
WAY = ("s", "c", "escape", "tab", "escape", "f1", "escape", "f9", "escape", "f2", "x", "escape", "f4", "f5", "f8")


def texts(app: App[None]) -> Iterator[tuple[str, float]]:
    """All words on the screen with how well they stand out."""
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            # Stripes and marks are graphics; what they say is said in words beside them too.
            if style and style.color and style.bgcolor and any(map(str.isalnum, text)):
                front, back = (color.get_truecolor() for color in (style.color, style.bgcolor))
                if style.reverse:
                    front, back = back, front
                found = contrast(front.hex, back.hex)
                assert found is not None
                yield text.strip(), found


@pytest.mark.parametrize("theme", [CONTRAST_DARK.name, CONTRAST_LIGHT.name])
async def test_with_high_contrast_every_word_is_seven_to_one(
    small_project: Project, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.furnishing.change("theme", theme.removeprefix("qualcode-"))
        for key in WAY:
            await pilot.press(key)
            await settled(pilot)
            faint = {text: round(ratio, 1) for text, ratio in texts(app) if ratio < AAA}
            assert faint == {}, key


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_the_text_of_the_ordinary_themes_is_easy_to_read(theme: object) -> None:
    for ground in ("background", "surface", "panel"):
        found = contrast(getattr(theme, "foreground"), getattr(theme, ground))  # noqa: B009
        assert found is not None
        assert found >= AAA


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("color", [color for palette in PALETTES.values() for color in palette])
def test_stripes_and_the_names_of_codes_are_seen_on_their_ground(color: str, quiet: bool, theme: Theme) -> None:
    ground = TextualColor.parse(str(theme.background))
    own = TextualColor.parse(color)
    for enough in (ENOUGH, ENOUGH_FOR_WORDS):
        found = contrast(clear(own.blend(ground, 0.45) if quiet else own, ground, enough).hex, ground.hex)
        assert found is not None
        assert found >= enough


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("name", PALETTES)
def test_no_two_colors_of_a_scheme_become_one_in_sixteen(name: str, light: bool) -> None:
    numbers = [nearest_terminal_color(color, light=light) for color in PALETTES[name]]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("light", [False, True])
def test_the_first_codes_of_a_project_have_six_of_the_sixteen(light: bool) -> None:
    assert len({nearest_terminal_color(color, light=light) for color in PALETTE[:6]}) == 6


@pytest.mark.parametrize("terminal", [CONSOLE, XTERM])
def test_in_sixteen_every_stripe_is_seen_on_black(terminal: Sequence[str]) -> None:
    for color in (color for palette in PALETTES.values() for color in palette):
        found = contrast(terminal[nearest_terminal_color(color)], "#000000")
        assert found is not None
        assert found >= ENOUGH, color


@pytest.fixture
def overlapping(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Four codes on the same words, at a terminal that knows sixteen colours."""
    monkeypatch.setenv("TERM", "xterm-16color")
    start = MEETING.index("Men når")
    for code in FOUR:
        small_project.coding.apply(code, "Intervju Berit", start, start + 90)
    return small_project


def numbers(app: App[None], own: tuple[int, int]) -> Iterator[tuple[str, int, int]]:
    """All that is painted, with the numbers of its colours in the terminal; the terminal's own are given."""
    filters, ground = app.get_line_filters(), app.screen.styles.background
    for strip in app.screen._compositor.render_strips():
        for each in filters:
            strip = strip.apply_filter(each, ground)
        for text, style, _ in strip:
            front, back = (
                _number(color, number)
                for color, number in zip((style.color, style.bgcolor) if style else (None, None), own, strict=True)
            )
            yield (text, back, front) if style and style.reverse else (text, front, back)


def _number(color: Color | None, own: int) -> int:
    if color is None or color.is_default:
        return own
    number = color.downgrade(ColorSystem.STANDARD).number
    assert number is not None
    return number


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_in_sixteen_nothing_has_the_color_of_its_ground(overlapping: Project, theme: str) -> None:
    app = QualcodeApp(overlapping, document="Intervju Berit", at=MEETING.index("De venter"))
    async with app.run_test(size=(120, 40)) as pilot:
        app.furnishing.change("theme", theme)
        own = (0, 15) if app.theme == PLAIN_LIGHT.name else (7, 0)
        for key in ("down", *WAY):
            await pilot.press(key)
            await pilot.pause()
            seen = [(text, front, back) for text, front, back in numbers(app, own) if text.strip()]
            assert seen
            assert [each for each in seen if each[1] == each[2]] == [], key
            for terminal in (CONSOLE, XTERM):
                faint = [
                    text
                    for text, front, back in seen
                    if any(map(str.isalnum, text)) and _ratio(terminal, front, back) < ENOUGH
                ]
                assert faint == [], key


def _ratio(terminal: Sequence[str], front: int, back: int) -> float:
    return contrast(terminal[front], terminal[back]) or 0


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_in_sixteen_four_overlapping_codes_have_four_colors_and_four_glyphs(
    overlapping: Project, theme: str
) -> None:
    app = QualcodeApp(overlapping, document="Intervju Berit", at=MEETING.index("De venter"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.furnishing.change("theme", theme)
        await settled(pilot)
        kinds = kinds_of({code.id: code.color for code in overlapping.codebook.codes()})
        ids = {code.id for code in overlapping.codebook.codes() if code.name in FOUR}
        glyphs = {kinds[each][1] for each in ids}
        seen = {(text, front) for text, front, _ in numbers(app, (7, 0)) if text in glyphs}
        assert len(glyphs) == len({front for _, front in seen}) == len(seen) == 4


def test_bold_black_which_terminals_make_grey_is_blue_on_white() -> None:
    bold = on_ground(Style(bold=True), 0, 15, plain=False)
    assert (bold.color, bold.bold) == (Color.from_ansi(4), False)
    assert on_ground(Style(bold=True, reverse=True), 0, 15, plain=False).color == Color.from_ansi(0)
    assert on_ground(Style(bold=True), 7, 0, plain=False).bold


def test_with_many_colors_only_high_contrast_is_painted_over() -> None:
    assert filters_of(DARK.name) == filters_of(LIGHT.name) == []
    assert [type(each) for each in filters_of(CONTRAST_DARK.name)] == [StandOut]
    for theme in (PLAIN_DARK, *STAND_INS.values()):
        assert [type(each) for each in filters_of(theme.name)] == [TerminalColors]


def test_a_shade_gets_the_color_of_its_kind() -> None:
    assert nearest_terminal_color("#0079BD") == nearest_terminal_color(OKABE_ITO[0])


def test_only_colors_of_many_are_changed_for_sixteen() -> None:
    changed = in_terminal_colors(Style.parse(OKABE_ITO[1])).color
    assert changed is not None
    assert changed.type is ColorType.STANDARD
    assert in_terminal_colors(Style.parse("red")) == Style.parse("red")
    assert in_terminal_colors(Style(bold=True)) == Style(bold=True)
