"""The person's settings: read with a word on every fault, changed live, and written without touching the rest."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input
from textual.widgets._toast import ToastRack

from qualcode.errors import InvalidInput
from qualcode.project.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.settings import (
    AUTO,
    CHOICES,
    Settings,
    as_text,
    as_toml,
    neighbour,
    read_settings,
    settings_file,
    shown_value,
    spoken_language,
    title,
    with_line,
    write_setting,
)
from qualcode.tui.themes import THEME_NAMES
from qualcode.tui.widgets import settings_dialog
from qualcode.tui.words import tr

from .conftest import MEETING, screen_text, settled
from .test_looks import check


def test_without_a_file_the_defaults_stand(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "no.toml") == (Settings(), [])


def test_every_setting_is_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        'theme = "light"\nlanguage = "nn"\nmeasure = 72\ndim_interviewer = false\nreduced_motion = true\n'
        '[keys]\n"text.repeat" = "r"\n',
        "utf-8",
    )
    assert read_settings(path) == (Settings("light", "nn", 72, False, True, {"text.repeat": "r"}), [])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('theme = "pink"', "contrast-dark"),
        ("theme = 3", "contrast-dark"),
        ('language = "de"', "nb"),
        ("measure = 5", "30"),
        ("measure = true", "30"),
        ("measure = 80.0", "30"),
        ('dim_interviewer = "yes"', "true"),
        ("reduced_motion = 1", "true"),
        ("colour = 1", "measure"),
        ("keys = 1", "[keys]"),
        ('[keys]\n"text.repaet" = "r"', "text.repeat"),
        ('[keys]\n"text.repeat" = 3', "ctrl+k"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_holds(tmp_path: Path, line: str, word: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"reduced_motion = true\n{line}\n" if "reduced" not in line else f"{line}\n", "utf-8")
    settings, problems = read_settings(path)
    assert settings == Settings(reduced_motion="reduced" not in line)
    assert len(problems) == 1
    assert str(path) in problems[0].message
    assert word in problems[0].hint


@pytest.mark.parametrize("content", [b"not toml", b"\xff\xfe", b'theme = "dark"\ntheme = "light"\n'])
def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    settings, problems = read_settings(path)
    assert settings == Settings()
    assert [str(path) in problem.message for problem in problems] == [True]


def test_a_new_file_says_what_each_setting_can_be(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    write_setting(path, "measure", 70)
    assert read_settings(path) == (Settings(measure=70), [])
    for name in CHOICES:
        assert f"# {title(name)}: " in path.read_text("utf-8")


def test_a_change_leaves_the_rest_as_the_person_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mitt\nmeasure   = 80 # smalt\n\n[keys]\nhelp = "z"\n', "utf-8")
    write_setting(path, "measure", 100)
    write_setting(path, "theme", "light")
    assert path.read_text("utf-8") == '# mitt\nmeasure = 100\ntheme = "light"\n\n[keys]\nhelp = "z"\n'


@pytest.mark.parametrize("content", ["not toml", 'keys.help = "z"\n"measure" = 80\n', '"""\nmeasure = 1\n"""'])
def test_a_file_that_cannot_be_changed_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidInput):
        write_setting(path, "measure", 100)
    assert path.read_text("utf-8") == content


@given(
    st.dictionaries(st.sampled_from(["theme", "measure", "other"]), st.sampled_from(['"x"', "1", "true"])),
    st.sampled_from([(name, choice) for name, choices in CHOICES.items() for choice in choices]),
    st.booleans(),
)
def test_any_line_can_be_set_in_any_file(lines: dict[str, str], wanted: tuple[str, Any], table: bool) -> None:
    text = "".join(f"{name} = {value}\n" for name, value in lines.items()) + ('[keys]\nhelp = "z"\n' if table else "")
    before, after = tomllib.loads(text), tomllib.loads(with_line(text, wanted[0], as_toml(wanted[1])))
    assert after == before | {wanted[0]: wanted[1]}


def test_the_file_to_begin_with_is_what_the_defaults_are(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(as_text(Settings()), "utf-8")
    assert read_settings(path) == (Settings(), [])


def test_choices_go_round_and_a_number_between_finds_its_neighbours() -> None:
    assert neighbour("dim_interviewer", True, 1) is False
    assert neighbour("theme", CHOICES["theme"][-1], 1) == AUTO
    assert [neighbour("measure", 72, step) for step in (1, -1)] == [80, 70]
    assert [neighbour("measure", 200, 1), neighbour("measure", 30, -1)] == [50, 120]


def test_every_choice_has_words() -> None:
    for name, choices in CHOICES.items():
        assert title(name)
        assert len({shown_value(name, choice) for choice in choices}) == len(choices)


def test_the_language_is_the_one_asked_for_then_the_chosen_then_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert spoken_language(None, Settings()) == "en"
    assert spoken_language(None, Settings(language="nn")) == "nn"
    assert spoken_language("nb", Settings(language="nn")) == "nb"
    monkeypatch.setenv("QUALCODE_LANG", "en")
    assert spoken_language(None, Settings(language="nn")) == "en"


async def test_the_dialog_changes_the_measure_at_once(small_project: Project) -> None:
    app = QualcodeApp(small_project, document="Intervju Berit", at=MEETING.index("De venter"))
    async with app.run_test(size=(150, 40)) as pilot:
        await settled(pilot)
        reader = app.screen.transcript  # type: ignore[attr-defined]
        caret = reader.caret
        await pilot.press("f9", "down", "down", "left", "left", "left", "left")
        assert reader._page.columns.text == 50
        await pilot.press("down", "enter", "escape")
        assert reader.show_interviewer_dim is False
        assert reader.caret == caret
    assert read_settings(settings_file()) == (Settings(measure=50, dim_interviewer=False), [])


async def test_another_language_holds_at_once_and_keeps_the_place(small_project: Project) -> None:
    place = MEETING.index("De venter")
    app = QualcodeApp(small_project, document="Intervju Berit", at=place)
    async with app.run_test(size=(150, 40)) as pilot:
        await settled(pilot)
        assert "KODEBOK" in screen_text(app)
        await pilot.press("f9", "down", *["right"] * CHOICES["language"].index("en"))
        await settled(pilot)
        assert shown_value("dim_interviewer", True) == "yes"
        await pilot.press("escape")
        await settled(pilot)
        assert "CODEBOOK" in screen_text(app)
        assert app.screen.transcript.caret == place  # type: ignore[attr-defined]
        await pilot.press("f2")
        await settled(pilot)
        assert "Intervju Roger" in screen_text(app)


async def test_what_is_wrong_in_the_file_is_told_when_the_workbench_opens(small_project: Project) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('theme = "pink"\nmeasure = 60\n', "utf-8")
    app = QualcodeApp(small_project)
    async with app.run_test(size=(150, 40)) as pilot:
        await settled(pilot)
        assert "pink" in next(iter(app._notifications)).message
        assert app.screen.transcript.measure == 60  # type: ignore[attr-defined]


async def test_with_reduced_motion_nothing_blinks(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.animation_level == "none"
        await pilot.press("slash")
        assert app.screen.query_one(Input).cursor_blink is True
        await pilot.press("escape")
        app.furnishing.change("reduced_motion", True)
        await pilot.press("slash")
        assert app.screen.query_one(Input).cursor_blink is False


async def test_in_sixteen_colors_the_theme_key_goes_through_all_of_them(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('theme = "dark"\n', "utf-8")
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        seen = []
        for _ in THEME_NAMES:
            seen.append(app.theme)
            await pilot.press("ctrl+t")
        assert app.theme == seen[0] == "qualcode-dark-16"
    assert len(set(seen)) == len(THEME_NAMES)


async def test_the_theme_key_is_remembered(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('theme = "dark"\n', "utf-8")
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+t")
        assert app.theme == "qualcode-light"
        await pilot.pause()
        assert "Theme: light" in screen_text(app)
    assert read_settings(settings_file())[0].theme == "light"


async def test_no_colour_is_no_colour_whatever_the_theme(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('theme = "contrast-dark"\n', "utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        strips = app.screen._compositor.render_strips()
        filters = app.get_line_filters()
        for strip in strips:
            for _, style, _ in strip.apply_filter(filters[-1], app.screen.styles.background):
                assert style is None or style.color is None or style.color.is_default
        assert app.theme == "qualcode-ansi-dark"


async def test_a_notice_makes_way_for_what_is_typed(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("s", "m", *["enter"] * 9, "x")
        app.notify(tr("Not found"))
        await settled(pilot)
        rack = app.screen.get_child_by_type(ToastRack)
        assert app.cursor_position.y > 12
        assert not rack.region.contains(*app.cursor_position)
        assert rack.region.y < 12


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_the_dialog_looks(
    small_project: Project, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_dialog, "settings_file", lambda: Path("/home/ida/.config/qualcode/settings.toml"))
    app = QualcodeApp(small_project, language="en")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("f9")
        await settled(pilot)
        dialog = app.screen.query_one(".dialog").region
        shown = [line[dialog.x : dialog.right].rstrip() for line in screen_text(app).splitlines()]
        check(f"settings-{size[0]}x{size[1]}", "\n".join(shown[dialog.y : dialog.bottom]))
