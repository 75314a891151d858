"""What speech recognition saves as json: Whisper, whisperX, whisper.cpp, and services that tell utterances.

They agree on a list of pieces with times and text, and on little else: what the list is called, whether times are
seconds, milliseconds or written out, and whether a speaker is a name, a number or not told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qualcode.errors import InvalidInput
from qualcode.text.readers.decoding import decode
from qualcode.text.readers.utterances import Utterance, as_source, clock_seconds
from qualcode.text.source import Notice, Source
from qualcode.wording import tr

_MOST_BYTES = 80_000_000
_MOST_ENTRIES = 2_000_000
_KINDS_HINT = (
    "json from Whisper, whisperX, whisper.cpp, AssemblyAI and Deepgram can be read; else save it as vtt, srt or txt"
)
# Where the pieces lie, from the most telling to the least, and how many units of time make a second.
_PLACES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("utterances",), 1000),
    (("results", "utterances"), 1),
    (("results", "channels", "0", "alternatives", "0", "paragraphs", "paragraphs"), 1),
    (("transcription",), 1000),
    (("segments",), 1),
    (("speakers",), 1),
    (("chunks",), 1),
    ((), 1),
)
_UNKNOWN = ("", "?", "unknown", "none")


def read_json(data: bytes) -> Source:
    """The turns of a json file from speech recognition."""
    if len(data) > _MOST_BYTES:
        raise InvalidInput("the json file is larger than 80 MB", "save it without the times of each word, or as vtt")
    decoded = decode(data)
    if decoded.raw.count("{") + decoded.raw.count("[") > _MOST_ENTRIES:
        raise InvalidInput("the json file has more entries than a recording can have", "split it into recordings")
    try:
        content = json.loads(decoded.raw.removeprefix("\ufeff"))
    # RecursionError: lists within lists within lists; ValueError: a number of thousands of digits.
    except (ValueError, RecursionError) as error:
        raise InvalidInput("the file is no well-formed json", "save it again in the program that made it") from error
    pieces, strange = _pieces(content)
    message = tr("parts of the list without text, left out: {count}", count=strange)
    notices = (*decoded.notices, Notice("json", message, strange)) if strange else decoded.notices
    return as_source(pieces, decoded.encoding, notices)


def _pieces(content: Any) -> tuple[list[Utterance], int]:
    """The pieces of speech in the first place that has any, and how many entries there were none."""
    for place, units in _PLACES:
        found = _at(content, place)
        if isinstance(found, list) and found:
            pieces = [_piece(entry, units) for entry in found]
            known = [piece for piece in pieces if piece]
            if known:
                return known, len(pieces) - len(known)
    whole = content.get("text") if isinstance(content, dict) else None
    if isinstance(whole, str):
        return [Utterance(None, None, whole)], 0
    raise InvalidInput("the json file is no transcript of a kind that is known", _KINDS_HINT)


def _at(content: Any, place: tuple[str, ...]) -> Any:
    """What lies at a path of keys and positions, if anything."""
    for key in place:
        if isinstance(content, list) and key.isdecimal():
            content = content[int(key)] if int(key) < len(content) else None
        else:
            content = content.get(key) if isinstance(content, dict) else None
    return content


def _piece(entry: Any, units: int) -> Utterance | None:
    """One entry of a list, if it holds text."""
    if not isinstance(entry, dict):
        return None
    text = entry.get("text", entry.get("transcript"))
    if text is None:
        text = " ".join(_texts(entry.get("sentences")))
    if not isinstance(text, str) or not text.strip():
        return None
    start, end = _times(entry, units)
    return Utterance(_speaker(entry), start, text, end)


def _texts(sentences: Any) -> Iterator[str]:
    """The sentences of a paragraph."""
    for sentence in sentences if isinstance(sentences, list) else ():
        if isinstance(sentence, dict) and isinstance(sentence.get("text"), str):
            yield sentence["text"]


def _times(entry: dict[str, Any], units: int) -> tuple[float | None, float | None]:
    """When a piece begins and ends, however that is written."""
    stamp = entry.get("timestamp")
    if isinstance(stamp, list):
        start, end = (*stamp, None, None)[:2]
        return _seconds(start, 1), _seconds(end, 1)
    offsets = entry.get("offsets")
    if isinstance(offsets, dict):
        return _seconds(offsets.get("from"), units), _seconds(offsets.get("to"), units)
    written = entry.get("timestamps")
    if isinstance(written, dict):
        return _seconds(written.get("from"), 1), _seconds(written.get("to"), 1)
    return _seconds(entry.get("start"), units), _seconds(entry.get("end"), units)


def _seconds(value: Any, units: int) -> float | None:
    """A time in seconds, from a number in some unit or a text such as `00:01:02,500`."""
    if isinstance(value, str):
        return clock_seconds(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) / units
    except OverflowError:
        return None


def _speaker(entry: dict[str, Any]) -> str | None:
    """Who speaks in a piece, or who says its first word; a bare number or letter is made a label."""
    words = entry.get("words")
    told = (
        [entry.get("speaker"), *(word.get("speaker") for word in words if isinstance(word, dict))]
        if isinstance(words, list)
        else [entry.get("speaker")]
    )
    for speaker in told:
        if isinstance(speaker, dict):
            speaker = speaker.get("name") or speaker.get("id")
        label = str(speaker).strip() if isinstance(speaker, str | int) and not isinstance(speaker, bool) else ""
        if label.lower() not in _UNKNOWN:
            return f"Speaker {label}" if label.isdecimal() or len(label) == 1 else label
    return None
