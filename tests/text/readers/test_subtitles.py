"""Subtitles become turns: with the speakers of Teams and Zoom, and without a word lost."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.subtitles import read_srt, read_vtt
from qualcode.text.source import Source
from qualcode.text.turns import find_turns

TEAMS = """\ufeffWEBVTT

NOTE laget i et møte
to linjer

0e1/12-0
00:00:03.100 --> 00:00:05.000
<v Kari Nordmann>Skal vi begynne?</v>

0e1/13-0
00:00:05.500 --> 00:00:07.000
<v Ola Lie (Ekstern)>Ja, gjerne, det
er jo derfor</v>

0e1/13-1
00:00:07.200 --> 00:00:09.000 align:start position:0%
<v Ola Lie (Ekstern)>vi er her.</v>
"""
ZOOM = """WEBVTT

1
00:00:03.100 --> 00:00:05.000
Kari Nordmann: Skal vi begynne?

2
00:00:05.500 --> 00:00:07.000
ola: Ja.

3
00:00:07.500 --> 00:00:08.000
Det kan vi.

4
00:00:08.500 --> 00:00:09.000
ola: Poenget er: nå.
"""
CUES = st.lists(
    st.sampled_from(
        ["1", "00:00:01,000 --> 00:00:02,000", "00:00:05,000 --> 00:00:02,000", "hei", "", "-00:00:01,0 --> 0:1,0",
         "<v Kari>ja", "Kari: nei", "- Ola: jo", "99999999:00:00,000 --> 1:00:00,000", "NOTE x", "-->", "\x1b[2J",
         "</v>"]
    ),
    max_size=30,
)  # fmt: skip


def spoken(source: Source) -> list[tuple[str | None, str | None, str]]:
    """Each turn's speaker, time stamp and words."""
    return [(turn.speaker, turn.timestamp, source.raw[turn.start : turn.end]) for turn in source.turns]


def test_teams_tells_speakers_by_voices() -> None:
    source = read_vtt(TEAMS.encode())
    assert spoken(source) == [
        ("Kari Nordmann", "00:00:03", "Skal vi begynne?"),
        ("Ola Lie (Ekstern)", "00:00:05", "Ja, gjerne, det er jo derfor vi er her."),
    ]
    assert [mark.detail for mark in source.marks] == ["00:00:07"]
    assert source.notices[0].count == 2
    assert find_turns(source.raw).turns == source.turns


def test_zoom_tells_speakers_before_a_colon() -> None:
    assert spoken(read_vtt(ZOOM.replace("\n", "\r\n").encode())) == [
        ("Kari Nordmann", "00:00:03", "Skal vi begynne?"),
        ("ola", "00:00:05", "Ja. Det kan vi. Poenget er: nå."),
    ]


def test_srt_without_speakers_and_without_blank_lines() -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\n<i>Hei</i> der\n2\n00:00:02,500 --> 00:00:03,000\nkl 10:30\n\n0\n"
    assert spoken(read_srt(data)) == [(None, "00:00:01", "Hei der kl 10:30 0")]


def test_several_voices_in_one_subtitle() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ida>Hei.</v>\n<v Jon>Hallo &amp; <kommune>.\n"
    assert spoken(read_vtt(data)) == [("Ida", "00:00:01", "Hei."), ("Jon", "00:00:01", "Hallo & <kommune>.")]


def test_angle_brackets_that_are_no_tags_are_words() -> None:
    data = "1\n00:00:01,000 --> 00:00:02,000\n<tiltaksarrangør> sa <b>nei</b> til <B> &amp; meg\n".encode()
    assert read_srt(data).raw == "[00:00:01] <tiltaksarrangør> sa nei til <B> &amp; meg"


def test_a_paragraph_after_a_blank_line_in_a_subtitle_is_kept() -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\nJa.\n\nOg nei.\n\n2\n00:00:02,000 --> 00:00:03,000\nJo.\n"
    assert read_srt(data).raw.endswith("Ja. Og nei. Jo.")


def test_words_with_a_colon_are_no_speakers_where_few_have_one() -> None:
    cues = "".join(f"{n}\n00:00:{n:02d},000 --> 00:00:{n + 1:02d},000\nNoe sies her.\n\n" for n in range(10, 50))
    source = read_srt((cues + "50\n00:00:50,000 --> 00:00:51,000\nPoenget: det går bra.\n").encode())
    assert {turn.speaker for turn in source.turns} == {None}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"hei", b"WEBVTT\n\nhei", b"-->\n-->", b"WEBVTT" * 9])
def test_what_has_no_subtitles_is_refused_in_words(data: bytes) -> None:
    for read in (read_srt, read_vtt):
        with pytest.raises(InvalidInput) as refusal:
            read(data)
        assert refusal.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"0:1 --> 0:2\n" * 100_000,
        b"0:1 --> 0:2\n" + b"<v " * 500_000,
        b"0:1 --> 0:2\n" + b"<c." * 500_000,
        b"0:1 --> 0:2\n" + b"a" * 5_000_000,
        b"0:1 --> 0:2\n" + b" \t" * 500_000 + b"x",
        (b"1" * 50 + b":") * 20_000 + b" --> 0:2\nx\n0:1 --> 0:2\nx",
    ],
    ids=["cues", "voices", "classes", "letters", "blanks", "digits"],
)
def test_no_file_makes_it_slow(data: bytes) -> None:
    assert len(read_vtt(data).turns) <= 1


@given(CUES, st.booleans())
def test_spans_are_right_whatever_the_subtitles(lines: list[str], is_web: bool) -> None:
    text = "\n".join((["WEBVTT", ""] if is_web else []) + lines)
    with contextlib.suppress(InvalidInput):
        source = (read_vtt if is_web else read_srt)(text.encode())
        ends = [turn.end for turn in source.turns]
        assert ends == sorted(ends)
        assert all(words == words.strip() != "" for _, _, words in spoken(source))


@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_srt, read_vtt):
        with contextlib.suppress(InvalidInput):
            assert read(data + b"\n00:01.000 --> 00:02.000\nhei").raw.endswith("hei")
