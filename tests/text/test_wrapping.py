"""Wrapping: every offset has one place on the rows and every place leads back, whatever the text holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.text import wrapping
from qualcode.text.units import next_grapheme
from qualcode.text.wrapping import BLANK, Block, Layout, Margin, Place, blocks, layers

FAMILY = "👨‍👩‍👧"
HARD = st.text(
    st.one_of(
        st.sampled_from("  \n\t-–aæø漢字、。é\u0301\u200b\u200d\ufe0f\x1b\x00\u202e👩❤🇳🇴\u00ad\ufeff"),
        st.characters(),
    ),
    max_size=120,
)
WIDTHS = st.integers(2, 30)


@dataclass
class Said:
    """A turn as the layout sees it."""

    number: int
    speaker: str | None
    start: int
    end: int
    timestamp: str | None = None


def lay_out(text: str, width: int = 20, turns: Sequence[Said] = ()) -> Layout:
    return Layout(text, width, blocks(text, turns))


def shown(layout: Layout) -> list[str]:
    return [layout.shown[row.start : row.end].rstrip() for row in layout.rows]


def turn(text: str, number: int, speaker: str, words: str, timestamp: str | None = None) -> Said:
    start = text.index(words)
    return Said(number, speaker, start, start + len(words), timestamp)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(HARD, WIDTHS)
def test_rows_cover_each_block_in_order(text: str, width: int) -> None:
    layout = lay_out(text, width)
    for index, block in enumerate(layout.blocks):
        rows = [row for row in layout.rows if row.block == index]
        assert rows[0].start == block.start
        assert rows[-1].end == block.end
        assert all(above.end == below.start for above, below in pairwise(rows))


@given(HARD)
def test_only_blank_space_lies_outside_the_blocks_of_a_text_without_turns(text: str) -> None:
    covered: set[int] = set()
    for block in lay_out(text).blocks:
        covered.update(range(block.start, block.end))
    assert not "".join(character for index, character in enumerate(text) if index not in covered).strip()


@given(HARD, WIDTHS)
def test_no_row_is_wider_than_the_width_but_for_one_hanging_space(text: str, width: int) -> None:
    layout = lay_out(text, width)
    for row in layout.rows:
        cells = layout.shown[row.start : row.end]
        assert cell_len(cells.removesuffix(" ")) <= width


@given(HARD, WIDTHS)
def test_rows_begin_where_a_character_begins(text: str, width: int) -> None:
    layout = lay_out(text, max(width, 8))
    for block in layout.blocks:
        starts, offset = {block.start}, block.start
        while offset < block.end:
            offset = next_grapheme(text, offset)
            starts.add(offset)
        assert {row.start for row in layout.rows if block.start <= row.start < block.end} <= starts


@given(HARD, WIDTHS)
def test_every_offset_comes_back_from_its_row_and_column(text: str, width: int) -> None:
    layout = lay_out(text, width)
    for block in layout.blocks:
        offset = block.start
        while offset < block.end:
            row = layout.row_at(offset)
            assert layout.rows[row].start <= offset <= layout.rows[row].end
            column = layout.column_of(offset, row)
            back = layout.place_at(row, column).offset
            # Zero-width characters share their cell, so the way back may lead to a neighbour in the same cell.
            assert layout.column_of(back, layout.row_at(back, back == layout.rows[row].end)) == column
            offset = next_grapheme(text, offset)


@given(st.text(st.sampled_from("abcæøå -.\n"), max_size=200), WIDTHS)
def test_every_offset_of_plain_text_comes_back_exactly(text: str, width: int) -> None:
    layout = lay_out(text, width)
    for row_number, row in enumerate(layout.rows):
        last = layout.row_end(row_number)
        for offset in range(row.start, last.offset if row.block != BLANK else row.start):
            assert layout.place_at(row_number, layout.column_of(offset, row_number)) == Place(offset)


@given(HARD, WIDTHS, st.integers(-5, 500))
def test_a_caret_always_finds_a_visible_offset(text: str, width: int, offset: int) -> None:
    layout = lay_out(text, width)
    snapped = layout.snap(offset)
    assert any(block.start <= snapped <= block.end for block in layout.blocks)
    assert layout.snap(snapped) == snapped


def test_words_break_at_spaces_and_after_hyphens() -> None:
    assert shown(lay_out("NAV-kontoret ligger der", 10)) == ["NAV-", "kontoret", "ligger der"]


def test_a_hyphen_that_begins_a_word_stays_with_it() -> None:
    assert shown(lay_out("minus -5 grader", 7)) == ["minus", "-5", "grader"]


def test_a_word_longer_than_the_row_is_cut() -> None:
    assert shown(lay_out("å " + "x" * 25, 10)) == ["å", "x" * 10, "x" * 10, "x" * 5]


def test_a_line_that_just_fits_is_not_broken() -> None:
    assert shown(lay_out("fire ord", 8)) == ["fire ord"]


def test_an_empty_text_has_one_row_to_stand_on() -> None:
    layout = lay_out("")
    assert len(layout.rows) == 1
    assert layout.place_at(0, 5).offset == 0


def test_wide_characters_take_two_cells_and_break_anywhere() -> None:
    assert shown(lay_out("漢字漢字漢", 6)) == ["漢字漢", "字漢"]


def test_closing_punctuation_does_not_begin_a_row() -> None:
    assert shown(lay_out("漢字漢。字", 6)) == ["漢字", "漢。字"]


def test_an_emoji_sequence_is_never_divided() -> None:
    assert shown(lay_out(FAMILY * 5, 4)) == [FAMILY * 2, FAMILY * 2, FAMILY]


def test_control_characters_are_shown_as_symbols_one_for_one() -> None:
    layout = lay_out("rød\x1b[31m tekst\there")
    assert layout.shown == "rød␛[31m tekst here"


def test_a_column_inside_a_wide_character_leads_to_it() -> None:
    layout = lay_out("a漢b")
    assert [layout.place_at(0, column).offset for column in range(5)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize(("piece", "count", "in_row"), [("a", 1_000_000, 80), ("漢", 200_000, 40)])
def test_a_line_of_a_million_letters_is_laid_out_whole(piece: str, count: int, in_row: int) -> None:
    layout = lay_out(piece * count, 80)
    assert len(layout.rows) == count // in_row
    assert layout.rows[-1].end == len(piece) * count


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_end_of_a_wrapped_row_is_after_its_last_word() -> None:
    layout = lay_out("to ord til", 6)
    assert layout.row_end(0) == Place(6)


def test_the_end_of_a_cut_word_is_told_from_the_start_of_the_next_row() -> None:
    layout = lay_out("abcdefgh", 4)
    assert layout.row_end(0) == Place(4, before=True)
    assert layout.row_at(4, before=True) == 0
    assert layout.row_at(4) == 1


def test_past_the_end_of_a_row_is_its_end() -> None:
    assert lay_out("kort", 20).place_at(0, 15) == Place(4)


def test_a_blank_row_leads_to_the_row_below() -> None:
    layout = lay_out("en\n\nto")
    assert layout.rows[1].block == BLANK
    assert layout.place_at(1, 0) == Place(4)


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_labels_are_hidden_and_said_beside_the_turn() -> None:
    text = "I: Hva skjer?\n\nBerit: Ingenting."
    said = [turn(text, 1, "I", "Hva skjer?"), turn(text, 2, "Berit", "Ingenting.")]
    layout = lay_out(text, 40, said)
    assert shown(layout) == ["Hva skjer?", "", "Ingenting."]
    assert [block.label for block in layout.blocks] == ["I", "Berit"]
    assert layout.snap(text.index("Berit") + 2) == text.index("Ingenting")


@pytest.mark.parametrize("head", ["[00:12:31] Berit: ", "Berit (00:12:31)\n", "00:12:31\nBerit\n", "BERIT\t"])
def test_time_stamps_and_labels_on_lines_of_their_own_are_hidden_too(head: str) -> None:
    text = f"{head}Ingenting."
    layout = lay_out(text, 40, [turn(text, 1, "Berit", "Ingenting.", "00:12:31")])
    assert shown(layout) == ["Ingenting."]


def test_what_a_label_line_says_beside_the_label_stays_readable() -> None:
    text = "Berit (nøler lenge): Ingenting."
    layout = lay_out(text, 40, [turn(text, 1, "Berit", "Ingenting.")])
    assert shown(layout) == ["Berit (nøler lenge):", "", "Ingenting."]


def test_text_before_between_and_after_turns_is_shown_without_a_number() -> None:
    text = "Intervju 3\n\nI: Ja?\n\n[Opptaket stopper]\n\nI: Takk.\nSlutt."
    said = [turn(text, 1, "I", "Ja?"), turn(text, 2, "I", "Takk.")]
    layout = lay_out(text, 40, said)
    assert shown(layout) == ["Intervju 3", "", "Ja?", "", "[Opptaket stopper]", "", "Takk.", "", "Slutt."]
    assert [block.number for block in layout.blocks] == [None, 1, None, 2, None]


def test_paragraphs_of_one_turn_are_spaced_as_in_the_text_and_numbered_once() -> None:
    text = "I: En.\nTo.\n\nTre."
    layout = lay_out(text, 40, [Said(1, "I", 3, len(text))])
    assert shown(layout) == ["En.", "To.", "", "Tre."]
    assert [block.number for block in layout.blocks] == [1, None, None]
    assert {layout.head(index) for index in range(3)} == {0}


def test_paragraphs_without_blank_lines_between_them_get_them() -> None:
    assert shown(lay_out("En.\nTo.", 40)) == ["En.", "", "To."]


def test_an_empty_utterance_keeps_its_row() -> None:
    text = "I: \n\nB: Hei"
    layout = lay_out(text, 40, [Said(1, "I", 3, 3), turn(text, 2, "B", "Hei")])
    assert [block.label for block in layout.blocks] == ["I", "B"]
    assert shown(layout) == ["", "", "Hei"]


def test_turns_that_overlap_do_not_repeat_text() -> None:
    text = "abcdefgh"
    layout = lay_out(text, 40, [Said(1, "I", 0, 6), Said(2, "B", 3, 8)])
    assert shown(layout) == ["abcdef", "", "gh"]


# ── margin ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)).map(lambda pair: (pair[0], sum(pair))), max_size=40)
PROSE = lay_out("Et lite stykke prosa som er langt nok til å brytes. " * 10, 20)


@given(SPANS)
def test_codings_that_share_a_row_stand_in_lanes_of_their_own(spans: list[tuple[int, int]]) -> None:
    margin = Margin(PROSE, spans)
    for row in range(len(PROSE.rows)):
        lanes = [margin.lanes[index] for index in margin.at(row)]
        assert len(lanes) == len(set(lanes))


@given(SPANS)
def test_a_row_knows_exactly_the_codings_that_touch_it(spans: list[tuple[int, int]]) -> None:
    margin = Margin(PROSE, spans)
    for number, row in enumerate(PROSE.rows):
        touching = {index for index, (start, end) in enumerate(spans) if start < row.end and row.start < end}
        assert touching <= set(margin.at(number))
        assert set(margin.at(number)) == {i for i, (first, last) in enumerate(margin.rows) if first <= number <= last}


@given(SPANS)
def test_no_more_lanes_are_taken_than_the_fullest_row_needs(spans: list[tuple[int, int]]) -> None:
    margin = Margin(PROSE, spans)
    fullest = max((len(margin.at(row)) for row in range(len(PROSE.rows))), default=0)
    assert margin.lane_count == fullest


@given(SPANS)
def test_every_coding_is_named_once_and_on_a_row_of_its_own(spans: list[tuple[int, int]]) -> None:
    margin = Margin(PROSE, spans)
    named = [(row, index) for row, indices in margin.named.items() for index in indices]
    assert sorted(index for _, index in named) == list(range(len(spans)))
    assert all(margin.rows[index][0] <= row <= margin.rows[index][1] for row, index in named)


def test_a_coding_of_a_hidden_label_stands_at_the_turn() -> None:
    text = "I: Hva skjer?\n\nBerit: Ingenting."
    said = [turn(text, 1, "I", "Hva skjer?"), turn(text, 2, "Berit", "Ingenting.")]
    layout = lay_out(text, 40, said)
    start = text.index("Berit")
    assert layout.rows_of(start, start + 5) == (2, 2)
    assert layout.rows_of(start, len(text)) == (2, 2)
    assert layout.rows_of(0, start) == (0, 0)


def test_touching_codings_on_neighbouring_rows_share_a_lane() -> None:
    layout = lay_out("aaaa bbbb cccc", 5)
    assert Margin(layout, [(0, 4), (5, 9), (10, 14)]).lane_count == 1


def test_layers_say_what_lies_over_each_stretch() -> None:
    assert layers(0, 10, [(2, 6), (4, 20)]) == [(0, ()), (2, (0,)), (4, (0, 1)), (6, (1,)), (10, ())]


def test_narrow_characters_are_one_cell_wide() -> None:
    for code in range(0x3000):
        if wrapping._narrow(chr(code)):
            assert cell_len(chr(code)) == 1, hex(code)


def test_a_block_list_can_be_given_for_another_width() -> None:
    layout = lay_out("fire små ord her", 40)
    assert shown(Layout(layout.text, 8, layout.blocks)) == ["fire små", "ord her"]
    assert layout.blocks == [Block(0, 16, 1)]
