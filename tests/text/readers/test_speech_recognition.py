"""Json from speech recognition becomes turns, whichever program wrote it; other json is refused in words."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.speech_recognition import read_json
from qualcode.text.source import Source
from qualcode.text.turns import find_turns

WHISPER = {
    "text": " Hei. Hallo.",
    "segments": [
        {"id": 0, "start": 1.0, "end": 2.5, "text": " Hei.", "tokens": [1]},
        {"id": 1, "start": 9.0, "end": 9.5, "text": " Hallo.", "tokens": [1]},
    ],
    "language": "no",
}
WHISPERX = {
    "segments": [
        {"start": 1.0, "end": 2.5, "text": " Hei.", "words": [{"word": "Hei.", "speaker": "SPEAKER_01"}]},
        {"start": 9.0, "end": 9.5, "text": " Hallo.", "speaker": "SPEAKER_00"},
    ]
}
WHISPER_CPP = {
    "systeminfo": "",
    "transcription": [
        {"timestamps": {"from": "00:00:01,000", "to": "00:00:02,500"}, "text": " Hei.", "speaker": "0",
         "offsets": {"from": 1000, "to": 2500}},
        {"timestamps": {"from": "00:00:09,000", "to": "00:00:09,500"}, "text": " Hallo.", "speaker": "1"},
    ],
}  # fmt: skip
ASSEMBLY = {
    "text": "Hei. Hallo.",
    "utterances": [
        {"speaker": "A", "start": 1000, "end": 2500, "text": "Hei.", "words": []},
        {"speaker": "B", "start": 9000, "end": 9500, "text": "Hallo."},
    ],
}
DEEPGRAM = {
    "results": {
        "utterances": [
            {"speaker": 0, "start": 1.0, "end": 2.5, "transcript": "Hei."},
            {"speaker": 1, "start": 9.0, "end": 9.5, "transcript": "Hallo."},
        ]
    }
}
PARAGRAPHS = {
    "results": {
        "channels": [
            {"alternatives": [{"paragraphs": {"paragraphs": [
                {"speaker": 0, "start": 1.0, "end": 2.5, "sentences": [{"text": "Hei."}]},
                {"speaker": 1, "start": 9.0, "end": 9.5, "sentences": [{"text": "Hallo."}]},
            ]}}]}
        ]
    }
}  # fmt: skip
CHUNKS = {
    "text": "",
    "chunks": [{"timestamp": [1.0, 2.5], "text": "Hei."}, {"timestamp": [9.0, None], "text": "Hallo."}],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["segments", "text", "start", "end", "speaker", "words", "utterances", "transcription",
                         "chunks", "timestamp", "offsets", "from", "results", "sentences"]), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


def spoken(source: Source) -> list[tuple[str | None, str | None, str]]:
    """Each turn's speaker, time stamp and words."""
    return [(turn.speaker, turn.timestamp, source.raw[turn.start : turn.end]) for turn in source.turns]


def read(content: Any) -> Source:
    """What a json file with this content gives."""
    return read_json(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("content", "speakers"),
    [(WHISPER, (None, None)), (WHISPERX, ("SPEAKER_01", "SPEAKER_00")), (WHISPER_CPP, ("Speaker 0", "Speaker 1")),
     (ASSEMBLY, ("Speaker A", "Speaker B")), (DEEPGRAM, ("Speaker 0", "Speaker 1")),
     (PARAGRAPHS, ("Speaker 0", "Speaker 1")), (CHUNKS, (None, None)), (WHISPER["segments"], (None, None))],
)  # fmt: skip
def test_every_program_gives_the_same_turns(content: Any, speakers: tuple[str | None, str | None]) -> None:
    source = read(content)
    assert spoken(source) == [(speakers[0], "00:00:01", "Hei."), (speakers[1], "00:00:09", "Hallo.")]
    assert find_turns(source.raw).turns == source.turns


def test_a_text_without_pieces_is_taken_whole() -> None:
    assert read({"text": "Hei på deg."}).raw == "Hei på deg."


def test_parts_that_are_no_pieces_are_told() -> None:
    source = read({"segments": [{"start": 0, "end": 1, "text": "Hei."}, 7, {"start": 1}, {"text": None}]})
    assert [(notice.kind, notice.count) for notice in source.notices] == [("json", 3)]


@pytest.mark.parametrize("start", [-1, "NaN", float("nan"), float("inf"), True, None, [], "-", 10**400, 1e308])
def test_times_that_cannot_be_are_no_times(start: Any) -> None:
    source = read({"segments": [{"start": start, "end": start, "text": "Hei.", "speaker": {"name": "Ola"}}]})
    assert spoken(source) == [("Ola", None, "Hei.")]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"{}", b"null", b"7", b'{"segments": 7}', b'{"segments": []}', b'{"segments": [[]]}', b'"hei"',
     b"[" * 100_000, b'{"segments":' * 100_000, b"[" + b"9" * 10_000 + b"]", b'{"a": 1} x', b"\xff\xfe\x00"],
    ids=range(15),
)  # fmt: skip
def test_other_json_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_json(data)
    assert refusal.value.hint


def test_letters_that_cannot_be_stored_are_replaced() -> None:
    source = read_json(b'{"segments": [{"start": 0, "text": "a\\ud800b\\u0000c\\u001b[2J"}]}')
    assert source.raw == "[00:00:00] a\ufffdb\ufffdc\x1b[2J"


def test_a_cut_file_is_refused() -> None:
    data = json.dumps(WHISPERX).encode()
    for end in range(len(data)):
        with pytest.raises(InvalidInput):
            read_json(data[:end])


@given(JSON)
def test_any_json_is_read_or_refused(content: Any) -> None:
    with contextlib.suppress(InvalidInput):
        source = read(content)
        assert all(words == words.strip() != "" for _, _, words in spoken(source))
        source.raw.encode()
