"""What the palette finds for typed words, and what it leaves out."""

from __future__ import annotations

import pytest

from qualcode.project.project import Project
from qualcode.tui.actions import by_id
from qualcode.tui.app import QualcodeApp
from qualcode.tui.palette import also_called, fit
from qualcode.wording import wording

from .conftest import screen_text, settled, until


@pytest.mark.parametrize(
    ("typed", "title", "is_listed"),
    [
        ("histor", "Neste utseende: lyst, mørkt, høy kontrast, 16 farger", False),
        ("søk", "Bare nøkkelsitater", False),
        ("NOKKEL", "Bare nøkkelsitater", True),
        ("sitat", "Bare nøkkelsitater", True),
        ("bare sit", "Bare nøkkelsitater", True),
        ("bare kode", "Bare nøkkelsitater", False),
        ("overst", "Ny kode øverst i treet", True),
        ("", "Ny kode øverst i treet", False),
    ],
)
def test_an_action_is_listed_if_every_typed_word_stands_in_a_word_of_its_title(
    typed: str, title: str, is_listed: bool
) -> None:
    assert (fit(typed, title) > 0) is is_listed


@pytest.mark.parametrize("typed", ["søk", "sok", "search", "leit"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_finding_is_found_by_what_people_call_it(typed: str, language: str) -> None:
    find = by_id()["text.find"]
    assert fit(typed, wording(language).gettext(find.title), also_called(find)) > 0


@pytest.mark.parametrize(
    ("action", "typed"),
    [("text.sections", "seksjon"), ("documents.speakers", "person"), ("documents.speakers", "case")],
)
def test_what_goes_by_another_name_is_found_by_it(action: str, typed: str) -> None:
    found = by_id()[action]
    assert fit(typed, wording("nb").gettext(found.title), also_called(found)) > 0


async def test_that_nothing_is_found_is_said_in_the_language_spoken(small_project: Project) -> None:
    app = QualcodeApp(small_project, language="nb")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, "ctrl+p", *"qqq")
        await until(pilot, lambda: "Ingenting her heter det" in screen_text(app))
        assert "No matches" not in screen_text(app)


def test_what_begins_so_goes_before_what_has_it_within() -> None:
    titles = ["Omkodet", "Ny kode", "Kode for utvalget"]
    assert sorted(titles, key=lambda title: -fit("kode", title)) == titles[::-1]


async def test_the_palette_has_the_history_and_nothing_wild(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p", *"histor")
        await settled(pilot)
        shown = screen_text(app)
        assert "Historikk: alt som er gjort" in shown
        assert "utseende" not in shown
