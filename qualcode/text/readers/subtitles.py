"""Transcripts saved as subtitles: srt and WebVTT, with the speakers that Teams and Zoom put into them.

Teams writes `<v Kari Nordmann>words</v>`, Zoom and others `Kari Nordmann: words`. Tags that subtitles can have are
taken out; any other pair of angle brackets, such as a name that was anonymised to `<kommune>`, is words and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualcode.errors import InvalidInput
from qualcode.text.readers.decoding import decode
from qualcode.text.readers.utterances import Utterance, as_source, clock_seconds, refuse_endless
from qualcode.text.source import Notice, Source
from qualcode.text.speaker_words import fits_loosely, has_evident_shape, is_known, looks_like_speaker
from qualcode.wording import tr

_CLOCK = r"-?(?:\d{1,9}:)?\d{1,9}:\d{1,2}(?:[.,]\d{1,9})?"
_TIMING = re.compile(rf"[ \t]*(?P<start>{_CLOCK})[ \t]*-->[ \t]*(?P<end>{_CLOCK})(?:[ \t].*)?")
_BREAK = re.compile(r"\r\n?|\n")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+(?P<name>[^<>]{1,200})>")
_TAG = re.compile(
    r"</?(?:i|b|u|s|v|c|lang|ruby|rt|font|em|strong)(?:[.\s][^<>]{0,200})?>|<\d{1,3}:\d{2}(?::\d{2})?[.,]\d{3}>|\{\\an?\d\}",
)
_ENTITY = re.compile(r"&(amp|lt|gt|nbsp|lrm|rlm);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "nbsp": "\xa0", "lrm": "\u200e", "rlm": "\u200f"}
_NAMED = re.compile(r"(?:[-–—][ \t]*)?(?P<name>[^\n:<>]{1,80}?)[ \t]*:(?![/\d])[ \t]*(?=\S)")
_ASIDE = ("NOTE", "STYLE", "REGION")
_MOSTLY_NAMED = 0.5
_SELDOM_NAMED = 0.1
_ENDING_HINT = "look whether the file ends as it should: .srt for SubRip, .vtt for WebVTT"


@dataclass
class _Cue:
    """A subtitle: when it is shown, and its lines."""

    start: float | None
    end: float | None
    lines: list[str] = field(default_factory=list)


def read_srt(data: bytes) -> Source:
    """The turns of a SubRip file."""
    return _read(data, is_web=False)


def read_vtt(data: bytes) -> Source:
    """The turns of a WebVTT file, as Teams and Zoom save transcripts."""
    return _read(data, is_web=True)


def _read(data: bytes, is_web: bool) -> Source:
    """The cues of a file as turns."""
    decoded = decode(data)
    refuse_endless(decoded.raw.count("-->"))
    lines = _BREAK.split(decoded.raw.removeprefix("\ufeff"))
    asides: list[str] = []
    cues = _cues(lines, asides)
    if not cues:
        raise InvalidInput(
            "the file has no subtitles: there is no line such as 00:00:01,000 --> 00:00:04,000", _ENDING_HINT
        )
    pieces = [piece for cue in cues for piece in _pieces(cue, is_web)]
    refuse_endless(len(pieces))
    message = tr("lines of the subtitles' own notes and styles left out: {count}", count=len(asides))
    notices = (*decoded.notices, Notice("notes", message, len(asides))) if asides else decoded.notices
    return as_source(_named(pieces), decoded.encoding, notices)


def _cues(lines: Sequence[str], asides: list[str]) -> list[_Cue]:
    """The subtitles in order; `asides` takes up the lines that are notes or styles.

    A line just before a time is a number or a name of the subtitle if a blank line sets it off or it is a number.
    """
    cues: list[_Cue] = []
    is_aside = lines[0].startswith("WEBVTT")
    for index, line in enumerate(lines):
        timing = _TIMING.fullmatch(line) if "-->" in line else None
        follows_blank = index == 0 or not lines[index - 1].strip()
        is_before_time = index + 1 < len(lines) and _TIMING.fullmatch(lines[index + 1]) is not None
        if timing:
            is_aside = False
            cues.append(_Cue(_seconds(timing["start"]), _seconds(timing["end"])))
        elif not line.strip():
            is_aside = False
        elif is_aside or (follows_blank and line.split()[0] in _ASIDE):
            asides += [line] * (index > 0)
            is_aside = True
        elif cues and not (is_before_time and (follows_blank or line.strip().isdecimal())):
            cues[-1].lines.append(line)
    return cues


def _seconds(written: str) -> float | None:
    """A time of a cue; a negative one is none."""
    return None if written.startswith("-") else clock_seconds(written)


def _pieces(cue: _Cue, is_web: bool) -> Iterator[Utterance]:
    """What is said in one subtitle, by each voice that is named in it."""
    text = "\n".join(cue.lines)
    parts = _VOICE.split(text)
    for name, words in zip(["", *parts[1::2]], parts[::2], strict=True):
        plain = _TAG.sub("", words)
        if is_web:
            plain, name = (_ENTITY.sub(lambda match: _ENTITIES[match[1]], part) for part in (plain, name))
        yield Utterance(name or None, cue.start, plain.strip(), cue.end)


def _named(pieces: Sequence[Utterance]) -> list[Utterance]:
    """The pieces with the speakers that stand before a colon, where enough of them begin so."""
    if any(piece.speaker for piece in pieces):
        return list(pieces)
    matches = [_NAMED.match(piece.words) for piece in pieces]
    names = Counter(match["name"] for match in matches if match and fits_loosely(match["name"]))
    believed = _believed(names, len(pieces))
    return [
        piece._replace(speaker=match["name"], words=piece.words[match.end() :])
        if match and match["name"] in believed
        else piece
        for piece, match in zip(pieces, matches, strict=True)
    ]


def _believed(names: Counter[str], pieces: int) -> set[str]:
    """The names that are speakers: any likely one where half of the pieces begin with one, else what comes back."""
    sure = {name for name, count in names.items() if count > 1 or is_known(name)}
    likely = sure | {name for name in names if looks_like_speaker(name)}
    if sum(names[name] for name in likely) >= _MOSTLY_NAMED * pieces:
        return likely
    if sum(names[name] for name in sure) >= _SELDOM_NAMED * pieces:
        return sure | {name for name in names if has_evident_shape(name)}
    return set()
