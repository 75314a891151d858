"""Two keys in a row: what may follow the first is shown, the second does it, and anything else leaves."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.errors import InvalidInput
from qualcode.project.project import Project
from qualcode.project.records import Turn
from qualcode.tui.actions import by_id, check_first_keys, checked_keys, first_keys, joined, key_name, shown_keys
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs import Choose
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.help import Row, fitting
from qualcode.tui.settings import settings_file
from qualcode.tui.tour import key_of
from qualcode.tui.widgets.key_panel import Entry, KeyPanel, columns_of, entries, following
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.widgets.transcript import Transcript
from qualcode.tui.widgets.wayfinder import next_place, speaker_starts
from qualcode.tui.words import LANGUAGE

from .conftest import MEETING, SECOND, screen_text, settled

READER, SCREEN, APP = DOMNode(), DOMNode(), DOMNode()


def here(*bound: tuple[str, str, DOMNode]) -> dict[str, ActiveBinding]:
    """(keys, id of an action, where) as a screen has them, what has the focus first."""
    actions = by_id()
    return {keys: ActiveBinding(node, Binding(keys, actions[id_].run, id=id_), True) for keys, id_, node in bound}


def keys_after(first: str, bindings: Mapping[str, ActiveBinding]) -> set[str]:
    """What may follow."""
    return set(following(bindings, first))


def test_what_may_follow_is_what_begins_with_the_key() -> None:
    bound = here(("g t", "text.next_turn", READER), ("g", "guides.choose", APP), ("gt x", "text.memo", READER))
    assert keys_after("g", bound) == {"t"}
    assert keys_after("h", bound) == set()


def test_a_key_that_does_something_itself_is_no_first_key_there_or_farther_out() -> None:
    bound = here(
        ("g t", "text.next_turn", READER), ("g", "guides.choose", SCREEN), ("g x", "quit", SCREEN), ("g y", "undo", APP)
    )
    assert keys_after("g", bound) == {"t"}, "what is nearest to the focus counts"
    assert keys_after("g", dict(list(bound.items())[1:])) == set()


def test_what_cannot_be_done_now_is_not_offered() -> None:
    bound = {keys: each._replace(enabled=False) for keys, each in here(("g t", "text.next_turn", READER)).items()}
    assert keys_after("g", bound) == set()


def test_a_capital_letter_that_leads_back_shares_a_line() -> None:
    token = LANGUAGE.set("en")
    bound = here(
        *[("t", "text.next_turn", READER), ("T", "text.previous_turn", READER), ("enter", "text.go_to", READER)],
        *[("b", "text.code", READER), ("B", "text.memo", READER), ("g", "text.go_to", READER)],
        *[(str(n), f"text.go_to{n}", READER) for n in range(1, 10)],
    )
    shown, reversible = entries(bound)
    LANGUAGE.reset(token)
    assert reversible
    assert [entry.keys for entry in shown] == ["B", "b", "g 1–9 Enter", "t T"]
    assert shown[-1].title == "Next turn"
    assert entries(here(("b", "text.code", READER)))[1] is False


@given(
    st.lists(st.builds(Entry, st.sampled_from(["t", "t T", "g 1–9 Enter"]), st.text("a文 ", max_size=30)), max_size=14),
    st.integers(10, 200),
)
def test_every_entry_is_shown_and_within_the_width(shown: list[Entry], width: int) -> None:
    lines = columns_of(shown, width)
    text = "\n".join(line.plain for line in lines)
    assert len(lines) <= len(shown)
    assert all(text.count(entry.title) >= 1 for entry in shown)
    if shown and width >= max(cell_len(f"{entry.keys:<3} {entry.title}") for entry in shown):
        assert all(cell_len(line.plain.rstrip()) <= width for line in lines)


def test_keys_in_a_row_are_written_as_people_write_them() -> None:
    assert key_name("g full_stop") == "g ."
    assert key_name("ctrl+k enter") == "Ctrl+K Enter"
    assert shown_keys(by_id()["text.next_turn"], {}) == ["d", "g t"]
    assert joined(["g g", "g Enter", *(f"g {n}" for n in range(1, 10))]) == "g g  g Enter  g 1–9"
    assert joined(["F1", "F2", "F3", "F4"]) == "F1  F2  F3  F4"


def test_help_finds_them_by_the_first_key_and_by_both() -> None:
    rows = [Row("I teksten", ("d", "g t"), "Neste replikk"), Row("I teksten", ("x",), "Gå")]
    assert fitting(rows, "g t")[0] == fitting(rows, "g")[0] == rows[0]
    assert rows[0] not in fitting(rows, "x")


def test_the_tour_tells_of_them() -> None:
    assert key_of({})("text.next_turn") == "d/g t"
    assert key_of({"text.code": "ctrl+k c"})("text.code") == "Ctrl+K c"


def test_the_registry_knows_after_which_keys_another_may_follow() -> None:
    assert first_keys({}) == {"g"}
    assert first_keys({"text.memo": "z m"}) == {"g", "z"}


def test_own_keys_may_be_two_in_a_row() -> None:
    assert checked_keys("text.repeat", "r, g  .,ctrl+k r") == "r,g full_stop,ctrl+k r"
    for wrong in ("g t x", "escape g", "g escape"):
        with pytest.raises(InvalidInput) as refused:
            checked_keys("text.repeat", wrong)
        assert wrong in refused.value.message


def test_a_first_key_that_does_something_itself_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        check_first_keys("text.repeat", {"text.repeat": "c r"})
    assert "«c»" in refused.value.message
    assert "text.code" in refused.value.hint
    with pytest.raises(InvalidInput):
        check_first_keys("text.repeat", {"text.repeat": "left_square_bracket r"})
    check_first_keys("text.repeat", {"text.repeat": "c r", "text.code": "z"})
    check_first_keys("text.repeat", {"text.repeat": "z r"})


def test_the_turns_of_one_speaker() -> None:
    turns = [Turn(str(n), n, name, name, False, None, n * 10, n * 10 + 9) for n, name in enumerate("ABAB", 1)]
    assert speaker_starts(turns, 22) == [20, 40]
    assert speaker_starts(turns, 19) == [10, 30], "between two turns, of the one who spoke"
    assert speaker_starts(turns, 0) == [10, 30], "before all of them, of the first"
    assert speaker_starts([], 5) == []
    assert next_place(speaker_starts(turns, 22), 22, 1) == 40
    assert next_place(speaker_starts(turns, 22), 20, -1) is None


def reader(app: QualcodeApp) -> Transcript:
    """The transcript on the screen."""
    assert isinstance(app.screen, CodingScreen)
    return app.screen.transcript


def said(app: QualcodeApp) -> str:
    """What the status line says."""
    return app.screen_stack[0].query_one(StatusLine).message


async def stand(pilot: Pilot[None], words: str) -> None:
    """Put the caret on words of the meeting."""
    assert isinstance(pilot.app, QualcodeApp)
    await settled(pilot)
    reader(pilot.app).move_to(MEETING.index(words))
    await pilot.pause()


@pytest.mark.parametrize(
    ("at", "keys", "to"),
    [
        ("Hvordan", "gt", "Altså"),
        ("Hva skjer", "gT", "Altså"),
        ("Hvordan", "gs", "Hva skjer"),
        ("De venter", "gS", "Altså"),
        ("Hvordan", "gc", "på papiret"),
        ("De venter", "gC", "når måltallet"),
        ("De venter", "gb", "Hvordan"),
        ("Hva skjer", "ge", ""),
    ],
)
async def test_the_second_key_leads_there(small_project: Project, at: str, keys: str, to: str) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, at)
        await pilot.press(*keys)
        assert reader(app).caret == (MEETING.index(to) if to else len(MEETING.rstrip()))


async def test_the_next_section_and_what_is_said_where_there_is_none(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "Altså")
        await pilot.press("g", "h")
        assert said(app) == "Dokumentet har ingen deler"
        start = MEETING.index("De venter")
        small_project.structure.add("Intervju Berit", "Venting", start, len(MEETING))
        await pilot.press("g", "h")
        assert reader(app).caret == start
        await pilot.press("g", "h")
        assert said(app) == "Ingen flere deler"
        await pilot.press("g", "s")
        assert said(app) == "Ingen flere replikker fra denne taleren"
        await pilot.press("g", "t")
        assert said(app) == "Dette er den siste replikken"


@pytest.mark.parametrize("key", ["g", "enter"])
async def test_the_question_for_a_number_is_two_keys_away(small_project: Project, key: str) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "Hvordan")
        await pilot.press("g", key, "3", "enter")
        assert reader(app).caret == MEETING.index("Hva skjer")


async def test_a_digit_goes_into_the_question(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "Hvordan")
        await pilot.press("g", "3", "1")
        assert app.screen.query_one(Input).value == "31"
        await pilot.press("backspace", "enter")
        assert reader(app).caret == MEETING.index("Hva skjer")


async def test_a_document_is_chosen_by_name(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "Hvordan")
        await pilot.press("g", "d")
        assert isinstance(app.screen, Choose)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert reader(app).text == SECOND


@pytest.mark.parametrize(
    ("key", "words"), [("q", "Tastene g q gjør ingenting"), ("escape", ""), ("f1", "Tastene g F1")]
)
async def test_any_other_key_leaves_the_panel_and_does_nothing(small_project: Project, key: str, words: str) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "De venter")
        before = small_project.last_act()
        await pilot.press("g")
        assert app.screen.query_one(KeyPanel).is_open
        await pilot.press(key)
        await pilot.pause()
        assert reader(app).caret == MEETING.index("De venter")
        assert said(app).startswith(words)
        assert bool(said(app)) == bool(words)
        assert small_project.last_act() == before
        await pilot.press("s")
        assert reader(app).selection is not None, "keys work as before"


async def test_a_click_leaves_the_panel(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "De venter")
        await pilot.press("g")
        await pilot.click(offset=(10, 3))
        await pilot.pause()
        assert not app.screen.query_one(KeyPanel).display


async def test_two_keys_at_once_are_not_lost(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "Hvordan")
        for key in "gtgtgT":
            app.post_message(events.Key(key, key))
        await settled(pilot)
        assert reader(app).caret == MEETING.index("Altså")


@pytest.mark.parametrize("height", [24, 12])
async def test_the_line_of_the_caret_stays_in_sight(small_project: Project, height: int) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, height)) as pilot:
        for words in ("Hvordan", "De venter"):
            await stand(pilot, words)
            row = app.cursor_position.y
            await pilot.press("g")
            await settled(pilot)
            lines = screen_text(app).splitlines()
            assert any("Neste replikk" in line for line in lines)
            assert words in lines[row]
            await pilot.press("escape")


async def test_while_one_types_it_is_a_letter(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "De venter")
        await pilot.press("slash", "g", "t")
        assert app.screen.query_one(Input).value == "gt"


async def test_the_persons_own_keys_in_a_row_work_and_are_shown(small_project: Project) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('[keys]\n"text.next_turn" = "z n"\n"text.repeat" = "c r"\n', "utf-8")
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "Hvordan")
        assert "«c»" in next(iter(app._notifications)).message, "told that c codes"
        await pilot.press("z", "n")
        assert reader(app).caret == MEETING.index("Altså")
        await pilot.press("z")
        await pilot.pause()
        assert "n   Neste replikk" in screen_text(app)
        await pilot.press("escape", "full_stop")
        assert said(app) == "Ingen kode er brukt ennå", "what is wrong in the file changes nothing"


async def test_a_key_of_ones_own_goes_before_what_begins_with_it(small_project: Project) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('[keys]\n"reader.select_word" = "g"\n', "utf-8")
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, "De venter")
        await pilot.press("g")
        assert reader(app).selection is not None


async def test_the_palette_has_them_once_with_their_keys(small_project: Project) -> None:
    app = QualcodeApp(small_project)
    async with app.run_test(size=(120, 40)) as pilot:
        await stand(pilot, "De venter")
        await pilot.press("ctrl+p", *"til", "space", *"replikk")
        await settled(pilot)
        shown = screen_text(app)
        assert shown.count("Gå til replikk, avsnitt eller linje") == 1
        assert "g g  g Enter" in shown
