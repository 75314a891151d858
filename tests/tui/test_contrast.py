"""Themes measured: text stands out as WCAG asks, and colours of codes stay apart where colours are few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.app import App

from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.themes import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, in_terminal_colors
from qualcode.tui.widgets.colors import OKABE_ITO, PALETTES, contrast, nearest_terminal_color

from .conftest import MEETING

AAA = 7.0
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
async def test_with_high_contrast_every_word_is_seven_to_one(small_project: Project, theme: str) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.1)
        app.furnishing.change("theme", theme.removeprefix("qualcode-"))
        for key in WAY:
            await pilot.press(key)
            await pilot.pause(0.1)
            faint = {text: round(ratio, 1) for text, ratio in texts(app) if ratio < AAA}
            assert faint == {}, key


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_the_text_of_the_ordinary_themes_is_easy_to_read(theme: object) -> None:
    for ground in ("background", "surface", "panel"):
        found = contrast(getattr(theme, "foreground"), getattr(theme, ground))  # noqa: B009
        assert found is not None
        assert found >= AAA


@pytest.mark.parametrize("name", PALETTES)
def test_no_two_colors_of_a_scheme_become_one_in_sixteen(name: str) -> None:
    numbers = [nearest_terminal_color(color) for color in PALETTES[name]]
    assert len(set(numbers)) == len(numbers)


def test_a_shade_gets_the_color_of_its_kind() -> None:
    assert nearest_terminal_color("#0079BD") == nearest_terminal_color(OKABE_ITO[0])


def test_only_colors_of_many_are_changed_for_sixteen() -> None:
    changed = in_terminal_colors(Style.parse(OKABE_ITO[1])).color
    assert changed is not None
    assert changed.type is ColorType.STANDARD
    assert in_terminal_colors(Style.parse("red")) == Style.parse("red")
    assert in_terminal_colors(Style(bold=True)) == Style(bold=True)
