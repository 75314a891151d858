"""Pieces of speech become turns that are found again in the text they are written as."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.readers.utterances import Utterance, as_source, clock_seconds
from qualcode.text.source import Source
from qualcode.text.turns import find_turns

NAMES = st.sampled_from(
    ["Berit", "Kari Nordmann", "SPEAKER_00", "SPEAKER_01", "Speaker 1", "Ukjent 2", "Intervjuer", "S1", "I",
     "Nordmann, Kari", "Kari Lie (Ekstern)"]
)  # fmt: skip
WORDS = st.text(st.characters(categories=["L", "Zs", "M", "So"], include_characters=".,?!\n\r\t"), max_size=30)
TIMES = st.integers(0, 359_999).map(float)
TOLD = st.lists(st.builds(Utterance, NAMES, TIMES, WORDS, TIMES | st.none()), max_size=12)
UNTOLD = st.lists(st.builds(Utterance, st.none(), TIMES, WORDS, TIMES | st.none()), max_size=12)
WILD = st.lists(
    st.builds(
        Utterance,
        st.none() | st.text(max_size=12),
        st.none() | st.floats() | st.just(1e300),
        st.text(max_size=40),
        st.none() | st.floats(),
    ),
    max_size=12,
)


def spoken(source: Source) -> list[tuple[str | None, str | None, str]]:
    """Each turn's speaker, time stamp and words."""
    return [(turn.speaker, turn.timestamp, source.raw[turn.start : turn.end]) for turn in source.turns]


def test_pieces_of_one_speaker_are_one_turn_until_a_pause() -> None:
    source = as_source(
        [Utterance("Berit", 62.4, "Jeg vet ikke", 64), Utterance("Berit", 65, "helt.", 66), Utterance("I", 66, "Nei?"),
         Utterance("Berit", 70, "Jo."), Utterance("Berit", 90, "Kanskje.")], "utf-8",
    )  # fmt: skip
    assert source.raw == (
        "[00:01:02] Berit: Jeg vet ikke helt.\n\n[00:01:06] I: Nei?\n\n[00:01:10] Berit: Jo.\n\n"
        "[00:01:30] Berit: Kanskje."
    )
    assert spoken(source)[0] == ("Berit", "00:01:02", "Jeg vet ikke helt.")
    assert [(source.raw[mark.start :][:5], mark.start == mark.end, mark.detail) for mark in source.marks] == [
        ("helt.", True, "00:01:05")
    ]


def test_without_speakers_a_turn_ends_at_a_pause_or_after_a_long_while_with_a_sentence() -> None:
    pieces = [Utterance(None, 5.0 * n, "Noe som tar tid å si til ende, og mer til.", 5.0 * n + 5) for n in range(30)]
    turns = as_source([*pieces, Utterance(None, 200, "Etter pausen.")], "utf-8").turns
    assert len(turns) == 4
    assert {turn.speaker for turn in turns} == {None}
    assert turns[-1].timestamp == "00:03:20"


def test_a_piece_without_a_speaker_continues_the_one_before() -> None:
    source = as_source([Utterance("Ola", 1, "Ja"), Utterance(None, 60, "og nei."), Utterance("I", 61, "Nei?")], "utf-8")
    assert spoken(source) == [("Ola", "00:00:01", "Ja og nei."), ("I", "00:01:01", "Nei?")]
    assert source.notices[0].count == 1


def test_rows_that_are_turns_already_are_not_joined() -> None:
    rows = [Utterance("Ola", 1, "Ja."), Utterance("Ola", 2, "Jo."), Utterance(None, 3, "Eller nei.")]
    assert [words for _, _, words in spoken(as_source(rows, "utf-8", joined=False))] == ["Ja.", "Jo. Eller nei."]


@pytest.mark.parametrize("seconds", [-1.0, math.nan, math.inf, -math.inf, 1e300, 360_000.0])
def test_a_time_that_cannot_be_is_no_time(seconds: float) -> None:
    source = as_source([Utterance("Ola", seconds, "Ja.", seconds)], "utf-8")
    assert spoken(source) == [("Ola", None, "Ja.")]


def test_a_label_cannot_break_out_of_its_line() -> None:
    source = as_source([Utterance("Ola: [x]\n**Kari", 1, "Ja.\r\n\r\nNei.")], "utf-8")
    assert source.raw == "[00:00:01] Ola (x) Kari: Ja. Nei."


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("00:01:02", 62), ("1:02,5", 62.5), ("[0:00,0 - 0:12,4]", 0), ("100:00:00", 360_000), ("snart", None), ("", None)],
)
def test_clocks(written: str, seconds: float | None) -> None:
    assert clock_seconds(written) == seconds


@given(TOLD | UNTOLD)
def test_the_turns_are_found_again_in_the_text(pieces: list[Utterance]) -> None:
    source = as_source(pieces, "utf-8")
    assert find_turns(source.raw).turns == source.turns


@given(TOLD)
def test_no_words_are_lost(pieces: list[Utterance]) -> None:
    source = as_source(pieces, "utf-8")
    told = "".join("".join(piece.words.split()) for piece in as_normal(pieces))
    assert "".join("".join(source.raw[turn.start : turn.end].split()) for turn in source.turns) == told


def as_normal(pieces: list[Utterance]) -> list[Utterance]:
    """The pieces with composed letters."""
    return [piece._replace(words=unicodedata.normalize("NFC", piece.words)) for piece in pieces]


@given(WILD)
def test_spans_hold_whatever_the_fields_are(pieces: list[Utterance]) -> None:
    source = as_source(pieces, "utf-8")
    for turn in source.turns:
        words = source.raw[turn.start : turn.end]
        assert words == words.strip() != ""
        assert "\n" not in source.raw[turn.label_start : turn.end]
        assert (
            turn.speaker is None or f"{turn.speaker}: " == source.raw[turn.start - len(turn.speaker) - 2 : turn.start]
        )
    assert all(source.raw[mark.start - 1] == " " for mark in source.marks)
    assert "\x00" not in source.raw
    source.raw.encode()
