"""The reader: keys, mouse, selection, search and the painted screen."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.pilot import Pilot

from qualcode.project.records import Coding, Turn
from qualcode.tui.widgets.reader import READER_ACTIONS, Reader, find_visible
from qualcode.tui.widgets.reader_caret import Caret
from qualcode.tui.widgets.reader_paint import Columns
from tests.tui.conftest import screen_text

PARTS = (
    ("I", "Hva gjør du når lista er full?"),
    (
        "Berit",
        "Da ringer jeg. Først til dem som svarer, så til dem som kanskje svarer. Resten får et brev, og brevet er "
        "skrevet av en som ikke kjenner dem.",
    ),
    ("I", "Og så?"),
    ("Berit", "Så venter vi. Det er en egen kunst å vente på riktig måte."),
)
# By the ids of the codes, of which the one made first has the first stripe.
COLORS = {"1": "#7aa2f7", "2": "#e0af68"}
IDS = {"vent": "1", "brev": "2"}


def make_document() -> tuple[str, list[Turn]]:
    text, turns = "Samtale 7\n\n", []
    for number, (speaker, words) in enumerate(PARTS, 1):
        start = len(text) + len(speaker) + 2
        text += f"{speaker}: {words}\n\n"
        turns.append(Turn(f"t{number}", number, speaker, speaker, speaker == "I", None, start, start + len(words)))
    return text, turns


TEXT, TURNS = make_document()


def coding(code: str, first: str, last: str, coder: str = "Ida") -> Coding:
    start = TEXT.index(first)
    end = TEXT.index(last, start) + len(last)
    return Coding(f"{code}{start}", "d", "d", start, end, IDS[code], code.title(), coder, "", None, "", False)


CODINGS = [
    coding("vent", "Da ringer", "svarer,"),
    coding("brev", "Først", "kanskje svarer."),
    coding("vent", "Så venter", "måte.", "Jon"),
]


SMALL = """\
            Samtale 7

  1  I      Hva gjør du når lista er full?

  2  Berit  Da ringer jeg. Først til dem som svarer, så til dem som    ┃╥
            kanskje svarer. Resten får et brev, og brevet er skrevet    ╨
            av en som ikke kjenner dem.

  3  I      Og så?

  4  Berit  Så venter vi. Det er en egen kunst å vente på riktig       ╻
            måte.                                                      ╹"""
WIDE = """\
            Samtale 7

  1  I      Hva gjør du når lista er full?

  2  Berit  Da ringer jeg. Først til dem som svarer, så til dem som kanskje svarer.     ┃║  ┃Vent ║Brev
            Resten får et brev, og brevet er skrevet av en som ikke kjenner dem.

  3  I      Og så?

  4  Berit  Så venter vi. Det er en egen kunst å vente på riktig måte.                  ┃   ┃Vent"""


@pytest.fixture(autouse=True)
def _true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")


class ReaderApp(App[None]):
    """The reader with a document in it."""

    def __init__(self, text: str = TEXT, turns: list[Turn] | None = None, theme: str = "textual-dark") -> None:
        super().__init__()
        self.loaded = text, TURNS if turns is None else turns
        self.wanted = theme
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield Reader()

    def on_mount(self) -> None:
        self.theme = self.wanted
        self.reader.load("d", *self.loaded, CODINGS if self.loaded[0] == TEXT else [], COLORS)

    @property
    def reader(self) -> Reader:
        return self.query_one(Reader)

    def on_reader_caret_moved(self, message: Reader.CaretMoved) -> None:
        self.told.append(message)

    def on_reader_selection_changed(self, message: Reader.SelectionChanged) -> None:
        self.told.append(message)


@asynccontextmanager
async def opened(size: tuple[int, int] = (80, 24), **options: Any) -> AsyncIterator[tuple[ReaderApp, Pilot[None]]]:
    app = ReaderApp(**options)
    async with app.run_test(size=size) as pilot:
        app.reader.focus()
        await pilot.pause()
        yield app, pilot


def selected(reader: Reader) -> str | None:
    return reader.selection and TEXT[slice(*reader.selection)]


def styles_on(reader: Reader, line: int) -> dict[str, Style]:
    return {segment.text: segment.style or Style.null() for segment in reader.render_line(line)}


# ── what is painted ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_small_terminal_shows_numbers_speakers_text_and_stripes() -> None:
    async with opened() as (app, _):
        assert screen_text(app).rstrip() == SMALL


async def test_a_wide_terminal_names_the_codes_and_keeps_a_readable_measure() -> None:
    async with opened((120, 40)) as (app, _):
        assert screen_text(app).rstrip() == WIDE


async def test_an_overfull_margin_says_that_there_is_more() -> None:
    async with opened() as (app, pilot):
        app.reader.set_codings([coding("vent", "Da", "jeg.")] * 11, COLORS)
        await pilot.pause()
        assert screen_text(app).splitlines()[4].endswith("┃┃┃┃┃┃┃┃+")


async def test_escape_sequences_in_a_text_reach_no_terminal() -> None:
    async with opened(text="rød \x1b[2Jtekst\x07", turns=[]) as (app, _):
        assert "rød ␛[2Jtekst␇" in screen_text(app)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-dark"])
async def test_without_colours_to_mix_coded_text_is_underlined_and_overlaps_doubly(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if theme == "textual-dark":
        monkeypatch.setenv("NO_COLOR", "1")
    async with opened(theme=theme) as (app, _):
        styles = styles_on(app.reader, 4)
        assert styles["Da ringer jeg. "].underline
        assert styles["Først til dem som svarer,"].underline2


async def test_without_colours_the_selection_is_reversed() -> None:
    async with opened(theme="ansi-dark") as (app, pilot):
        app.reader.move_to(TEXT.index("lista"))
        await pilot.press("w")
        styles = styles_on(app.reader, 2)
        assert styles["lista"].reverse


async def test_a_terminal_of_sixteen_colours_is_told_by_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm")
    async with opened() as (app, _):
        styles = styles_on(app.reader, 4)
        assert styles["Da ringer jeg. "].underline


async def test_colour_is_not_the_only_sign_of_an_overlap() -> None:
    async with opened() as (app, _):
        styles = styles_on(app.reader, 4)
        assert not styles["Da ringer jeg. "].underline
        assert styles["Først til dem som svarer,"].underline


async def test_hidden_coders_take_their_stripes_along() -> None:
    async with opened() as (app, pilot):
        app.reader.hidden_coders = frozenset({"Ida"})
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert lines[4].endswith("som")
        assert lines[10].endswith("╻")


async def test_another_theme_is_painted_at_once() -> None:
    async with opened() as (app, pilot):
        before = app.reader.render_line(0)
        app.theme = "textual-light"
        await pilot.pause()
        assert app.reader.render_line(0) != before


async def test_a_narrow_terminal_still_shows_the_text() -> None:
    async with opened((20, 10)) as (app, _):
        assert "Samtale 7" in screen_text(app)


def test_columns_never_ask_for_more_than_there_is() -> None:
    for width in range(20, 300):
        for label in (0, 5, 40):
            columns = Columns.fit(width, 3, label)
            used = columns.text_start + columns.text + 2 + columns.stripes + (columns.names and columns.names + 1)
            assert used <= width
            assert columns.text <= 90


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "key", "leads_to"),
    [
        ("Hva gjør", "right", "va gjør"),
        ("va gjør", "left", "Hva gjør"),
        ("Hva gjør", "ctrl+right", " gjør"),
        ("gjør du", "ctrl+left", "Hva gjør"),
        ("Da ringer", "down", "kanskje svarer"),
        ("kanskje svarer", "up", "Da ringer"),
        ("ringer jeg", "home", "Da ringer"),
        ("ringer jeg", "end", " kanskje svarer"),
        ("ringer jeg", "ctrl+home", "Samtale"),
        ("Hva gjør", "left", "\n\nI: Hva"),
    ],
)
async def test_keys_lead_where_they_say(start: str, key: str, leads_to: str) -> None:
    async with opened() as (app, pilot):
        app.reader.move_to(TEXT.index(start))
        await pilot.press(key)
        assert app.reader.caret == TEXT.index(leads_to)


async def test_up_and_down_keep_their_column_over_short_rows() -> None:
    async with opened() as (app, pilot):
        app.reader.move_to(TEXT.index("lista er"))
        await pilot.press("down", "down", "down", "down", "up", "up", "up", "up")
        assert app.reader.caret == TEXT.index("lista er")


async def test_the_caret_steps_over_an_emoji_at_once() -> None:
    async with opened(text="a👨‍👩‍👧b", turns=[]) as (app, pilot):
        await pilot.press("right", "right")
        assert app.reader.caret == 6


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["w"], "ringer"),
        (["w", "w"], "ringer jeg"),
        (["s"], "Da ringer jeg."),
        (["w", "s"], "Da ringer jeg."),
        (["s", "s"], "Da ringer jeg. Først til dem som svarer, så til dem som kanskje svarer."),
        (["t"], PARTS[1][1]),
        (["p"], PARTS[1][1]),
        (["t", "t"], f"{PARTS[1][1]}\n\nI: Og så?"),
        (["shift+right", "shift+right"], "ri"),
        (["ctrl+shift+right"], "ringer"),
        (["v", "ctrl+right", "ctrl+right"], "ringer jeg"),
        (["w", "right"], None),
        (["w", "escape"], None),
        (["v", "right", "v", "right"], None),
    ],
)
async def test_selecting_by_keys(keys: list[str], expected: str | None) -> None:
    async with opened() as (app, pilot):
        app.reader.move_to(TEXT.index("ringer"))
        await pilot.press(*keys)
        assert selected(app.reader) == expected


async def test_n_goes_from_coding_to_coding_and_back() -> None:
    async with opened() as (app, pilot):
        places = []
        for key in ("n", "n", "n", "n", "N"):
            await pilot.press(key)
            places.append(app.reader.caret)
        ringer, first, waits = (TEXT.index(words) for words in ("Da ringer", "Først", "Så venter"))
        assert places == [ringer, first, waits, waits, first]


async def test_escape_is_left_to_the_screen_when_nothing_is_selected() -> None:
    class Listening(ReaderApp):
        BINDINGS: ClassVar[list[BindingType]] = [("escape", "heard", "")]
        heard = False

        def action_heard(self) -> None:
            self.heard = True

    app = Listening()
    async with app.run_test() as pilot:
        app.reader.focus()
        await pilot.press("w", "escape")
        assert not app.heard
        await pilot.press("escape")
        assert app.heard


def test_every_action_has_its_own_id_and_its_own_key() -> None:
    assert len({id_ for id_, *_ in READER_ACTIONS}) == len(READER_ACTIONS)
    assert len({keys for _, _, keys, _ in READER_ACTIONS}) == len(READER_ACTIONS)


# ── mouse ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_click_places_the_caret() -> None:
    async with opened() as (app, pilot):
        await pilot.click(Reader, offset=(16, 2))
        assert app.reader.caret == TEXT.index("gjør")


@pytest.mark.parametrize(("times", "expected"), [(2, "ringer"), (3, "Da ringer jeg.")])
async def test_clicks_on_end_select_a_word_then_a_sentence(times: int, expected: str) -> None:
    async with opened() as (app, pilot):
        await pilot.click(Reader, offset=(16, 4), times=times)
        assert selected(app.reader) == expected


async def test_dragging_selects() -> None:
    async with opened() as (app, pilot):
        await pilot.mouse_down(Reader, offset=(12, 4))
        await pilot.hover(Reader, offset=(21, 4))
        await pilot.mouse_up(Reader, offset=(21, 4))
        assert selected(app.reader) == "Da ringer"
        await pilot.hover(Reader, offset=(30, 5))
        assert selected(app.reader) == "Da ringer"


@pytest.mark.parametrize(("control", "expected"), [(False, "ringer jeg"), (True, "nger j")])
async def test_dragging_selects_whole_words_unless_letters_are_meant(control: bool, expected: str) -> None:
    async with opened() as (app, pilot):
        await pilot.mouse_down(Reader, offset=(17, 4))
        await pilot.hover(Reader, offset=(23, 4))
        await pilot.mouse_up(Reader, offset=(23, 4), control=control)
        assert selected(app.reader) == expected


async def test_a_click_on_the_speaker_selects_the_turn() -> None:
    async with opened() as (app, pilot):
        await pilot.click(Reader, offset=(6, 4))
        assert selected(app.reader) == PARTS[1][1]


async def test_the_wheel_scrolls_and_leaves_the_caret() -> None:
    async with opened((60, 5)) as (app, pilot):
        await pilot._post_mouse_events([_wheel()], Reader, offset=(10, 2))
        assert app.reader.scroll_offset.y > 0
        assert app.reader.caret == 0


def _wheel() -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown


# ── what it tells and is told ────────────────────────────────────────────────────────────────────────────────────────


async def test_it_tells_of_caret_and_selection() -> None:
    async with opened() as (app, pilot):
        app.reader.move_to(TEXT.index("ringer"))
        await pilot.press("w")
        caret = [message for message in app.told if isinstance(message, Reader.CaretMoved)][-1]
        selection = [message for message in app.told if isinstance(message, Reader.SelectionChanged)][-1]
        start = TEXT.index("ringer")
        assert (caret.offset, caret.selection, selection.selection) == (
            start + 6,
            (start, start + 6),
            (start, start + 6),
        )


async def test_the_caret_never_stands_in_a_hidden_label_but_a_selection_may_begin_there() -> None:
    async with opened() as (app, _):
        start = TEXT.index("Berit:")
        app.reader.move_to(start + 3)
        assert app.reader.caret == TEXT.index("Da ringer")
        app.reader.select(start, start + 20)
        assert app.reader.selection == (start, start + 20)


async def test_the_turn_and_the_codings_at_the_caret() -> None:
    async with opened() as (app, _):
        app.reader.move_to(TEXT.index("til dem"))
        assert app.reader.current_turn == TURNS[1]
        assert [found.code for found in app.reader.codings_at_caret()] == ["Vent", "Brev"]
        app.reader.move_to(0)
        assert app.reader.current_turn is None
        assert app.reader.codings_at_caret() == []


async def test_a_new_coding_keeps_caret_selection_and_place() -> None:
    async with opened((60, 6)) as (app, pilot):
        app.reader.select(TEXT.index("Og så"), TEXT.index("Og så") + 5)
        before = app.reader.caret, app.reader.selection, app.reader.scroll_offset
        app.reader.set_codings([*CODINGS, coding("brev", "Og", "så?")], COLORS)
        await pilot.pause()
        assert (app.reader.caret, app.reader.selection, app.reader.scroll_offset) == before


async def test_a_new_coding_is_painted_where_it_is_and_only_there() -> None:
    async with opened() as (app, pilot):
        before = [app.reader.render_line(line) for line in range(12)]
        app.reader.set_codings([*CODINGS, coding("brev", "Og", "så?")], COLORS)
        await pilot.pause()
        after = [app.reader.render_line(line) for line in range(12)]
        assert [line for line in range(12) if before[line] is not after[line]] == [8]
        assert screen_text(app).splitlines()[8].endswith("║")


async def test_new_colours_of_codes_are_painted_everywhere() -> None:
    async with opened() as (app, pilot):
        before = app.reader.render_line(4)
        app.reader.set_codings(CODINGS, {"1": "#ff0000", "2": "#00ff00"})
        await pilot.pause()
        assert app.reader.render_line(4) != before


async def test_the_caret_is_in_sight_after_a_resize() -> None:
    async with opened((80, 8)) as (app, pilot):
        app.reader.move_to(TEXT.index("riktig"))
        for size in ((40, 8), (30, 4), (120, 30), (80, 8)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            row = app.reader._caret.row - app.reader.scroll_offset.y
            assert 0 <= row < size[1], size


async def test_a_caret_placed_before_the_first_paint_is_in_sight() -> None:
    class Early(ReaderApp):
        def on_mount(self) -> None:
            super().on_mount()
            self.reader.move_to(TEXT.index("riktig"))

    app = Early()
    async with app.run_test(size=(60, 6)) as pilot:
        await pilot.pause()
        assert 0 <= app.reader._caret.row - app.reader.scroll_offset.y < 6


async def test_loading_an_empty_document_after_a_full_one() -> None:
    async with opened() as (app, pilot):
        await pilot.press("ctrl+end")
        app.reader.load("e", "", [], [], {})
        await pilot.press("down", "w", "t", "n", "right", "end", "pagedown")
        assert app.reader.caret == 0
        assert app.reader.selection is None


async def test_finding_counts_marks_and_goes_round() -> None:
    async with opened() as (app, pilot):
        assert app.reader.find("DEM") == 3
        places = [app.reader.caret]
        for _ in range(3):
            app.reader.next_hit()
            places.append(app.reader.caret)
        app.reader.previous_hit()
        places.append(app.reader.caret)
        first, second, third = (found.start() for found in re.finditer("dem", TEXT))
        assert places == [first, second, third, first, third]
        await pilot.press("escape")
        assert app.reader.find("") == 0


async def test_a_search_does_not_find_hidden_labels_and_does_not_mind_line_breaks() -> None:
    async with opened() as (app, _):
        assert app.reader.find("Berit") == 0
        assert find_visible(app.reader._page.layout, "vente  på") == [
            (TEXT.index("vente på"), TEXT.index("vente på") + 8)
        ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("dem OR brevet", ["dem", "dem", "brevet", "dem"]),
        ("vent ELLER venter vi", ["venter vi", "vent"]),
        ("svarer, så OR xyz", ["svarer, så"]),
        ('"kunst å" OR «venter»', ["venter", "kunst å"]),
        ("dem or brevet", []),
        ('"dem OR brevet"', []),
        ('" " OR ', []),
    ],
)
async def test_finding_takes_alternatives(query: str, words: list[str]) -> None:
    async with opened() as (app, _):
        assert [TEXT[start:end] for start, end in find_visible(app.reader._page.layout, query)] == words


async def test_a_page_is_a_screenful_and_stops_at_the_ends() -> None:
    async with opened((40, 6)) as (app, pilot):
        await pilot.press("pagedown")
        assert app.reader._caret.row >= 4
        await pilot.press(*["pagedown"] * 10)
        assert app.reader.caret == TURNS[-1].end
        await pilot.press(*["pageup"] * 10)
        assert app.reader.caret == 0


async def test_caret_alone_walks_a_document_without_a_screen() -> None:
    async with opened() as (app, _):
        caret = Caret(app.reader._page.layout)
        steps = 0
        while caret.offset < TURNS[-1].end:
            before = caret.offset
            caret.move("character", 1)
            assert caret.offset > before
            steps += 1
        hidden = sum(len(speaker) + 4 for speaker, _ in PARTS)
        assert steps == len(TEXT.rstrip()) - hidden + len(PARTS)
