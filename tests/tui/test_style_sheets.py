"""Style sheets: parsed once under the same colours, and anew under others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.parse import parse

from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.style_sheets import StyleSheets
from qualcode.tui.themes import THEMES

CODED = "Screen { color: $ink; }"


@pytest.fixture
def parsings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What is parsed from now on, as if for the first time: the class it holds for, and where it stands."""
    monkeypatch.setattr("qualcode.tui.style_sheets.PARSED", {})
    seen: list[tuple[str, object]] = []

    def noted(scope: str, css: str, read_from: object, *arguments: Any, **options: Any) -> Iterable[RuleSet]:
        seen.append((scope, read_from))
        return parse(scope, css, read_from, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(stylesheet, "parse", noted)
    return seen


async def test_no_sheet_is_parsed_twice_before_the_colours_change(
    small_project: Project, parsings: list[tuple[str, object]]
) -> None:
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        parsings.clear()
        await pilot.press("f6", "f2", "f4", "f5", "f3")
        assert parsings, "each screen brings sheets of its own"
        assert len(set(parsings)) == len(parsings)
        before = app.screen.styles.background
        app.theme = next(theme.name for theme in THEMES if theme.name != app.theme)
        parsings.clear()
        await pilot.pause()
        assert parsings
        assert app.screen.styles.background != before


def test_other_colours_are_taken_and_a_fault_leaves_what_stood(parsings: list[tuple[str, object]]) -> None:
    sheets = StyleSheets(variables={"ink": "red"})
    sheets.add_source(CODED)
    sheets.parse()
    sheets.set_variables({"ink": "red"})
    sheets.reparse()
    assert len(parsings) == 1
    sheets.set_variables({"ink": "blue"})
    sheets.reparse()
    assert [rule.styles.color.hex for rule in sheets.rules] == ["#0000FF"]
    sheets.set_variables({"ink": "red"})
    sheets.reparse()
    assert [rule.styles.color.hex for rule in sheets.rules] == ["#FF0000"]
    assert len(parsings) == 2, "colours that were there before come back as they were parsed"
    sheets.add_source("Screen { colour: }")
    with pytest.raises(stylesheet.StylesheetParseError):
        sheets.reparse()
    assert [rule.styles.color.hex for rule in sheets._rules] == ["#FF0000"]
