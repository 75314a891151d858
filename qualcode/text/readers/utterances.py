"""Speech that a file gives in fields (who, when, what), written as a text of labelled turns.

Subtitles and speech recognition cut what one person says into pieces of a few seconds; here the pieces become turns, a
paragraph each: `[00:01:02] Berit: words`. `turns.find_turns` finds the same turns in that text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from qualcode.errors import InvalidInput
from qualcode.text.source import Mark, Notice, Source
from qualcode.text.turns import FoundTurn
from qualcode.wording import tr

_MOST_PIECES = 500_000
_PAUSE = 5.0
_PAUSE_UNTOLD = 2.0
_LONG_ENOUGH = 400
_LONGEST_LABEL = 80
_MOST_SECONDS = 100 * 3600
_BREAK = re.compile(r"[ \t]*[\r\n]\s*")
_UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")
_NO_LABEL = str.maketrans({":": " ", "*": " ", "[": "(", "]": ")"})
_ENDS = (".", "?", "!", "…", "»", "”", '"')
_CLOCK = re.compile(r"(?:(\d{1,9}):)?(\d{1,9}):(\d{1,2}(?:[.,]\d{1,9})?)(?!\d)")


class Utterance(NamedTuple):
    """A piece of speech: who spoke if that is told, its words, and from when to when in seconds."""

    speaker: str | None
    seconds: float | None
    words: str
    until: float | None = None


def clock_seconds(written: str) -> float | None:
    """The seconds of the first time of the form `1:02:03,5` or `2:03` in a text."""
    match = _CLOCK.search(written)
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return 3600.0 * int(hours or 0) + 60 * int(minutes) + float(seconds.replace(",", "."))


def as_source(
    pieces: Iterable[Utterance], encoding: str, notices: Sequence[Notice] = (), *, joined: bool = True
) -> Source:
    """The pieces as a text with its turns; those of one speaker with no pause between are `joined` into one turn.

    A piece that does not tell its speaker, where others do, continues the one before it, as in every transcript. The
    times at which the later pieces of a turn began stay as marks.
    """
    kept = [_kept(piece) for piece in islice(pieces, _MOST_PIECES + 1)]
    refuse_endless(len(kept))
    kept = [piece for piece in kept if piece.words]
    is_told = any(piece.speaker for piece in kept)
    untold = sum(piece.speaker is None for piece in kept) if is_told else 0
    message = tr("pieces that do not tell who speaks, and continue the speaker before them: {count}", count=untold)
    written = _Written()
    for group in _groups(kept, is_told, joined):
        written.add(group, is_turn=not is_told or group[0].speaker is not None)
    more = (Notice("speakers", message, untold),) if untold else ()
    return Source("".join(written.parts), encoding, (*notices, *more), (), tuple(written.marks), tuple(written.turns))


def refuse_endless(pieces: int) -> None:
    """Refuse more pieces than a recording can have."""
    if pieces > _MOST_PIECES:
        raise InvalidInput(
            "the file has more than {most} pieces of speech", "split it into recordings", most=_MOST_PIECES
        )


def _kept(piece: Utterance) -> Utterance:
    """A piece on one line, with composed letters, a label that can be one, and only such times as there can be."""
    label = " ".join(_clean(piece.speaker or "").translate(_NO_LABEL).split())[:_LONGEST_LABEL].strip()
    words = _BREAK.sub(" ", _clean(piece.words).strip())
    return Utterance(label or None, _possible(piece.seconds), words, _possible(piece.until))


def _clean(text: str) -> str:
    """A text that can be stored, in its composed form."""
    return unicodedata.normalize("NFC", _UNKEEPABLE.sub("\ufffd", text))


def _possible(seconds: float | None) -> float | None:
    """A time within a hundred hours, or nothing: neither negative nor endless."""
    return seconds if seconds is not None and math.isfinite(seconds) and 0 <= seconds < _MOST_SECONDS else None


def _groups(pieces: Sequence[Utterance], is_told: bool, joined: bool) -> list[list[Utterance]]:
    """The pieces of each turn."""
    groups: list[list[Utterance]] = []
    length = 0
    for piece in pieces:
        last = groups[-1] if groups else []
        inherits = is_told and piece.speaker is None
        same = joined and bool(last) and piece.speaker == last[0].speaker and _goes_on(last[-1], piece, is_told, length)
        if last and (inherits or same):
            last.append(piece)
            length += len(piece.words)
        else:
            groups.append([piece])
            length = len(piece.words)
    return groups


def _goes_on(before: Utterance, piece: Utterance, is_told: bool, length: int) -> bool:
    """Whether a piece follows the one before it without a pause; where nobody is told, a sentence's end is enough."""
    heard = before.until if before.until is not None else before.seconds
    pause = piece.seconds - heard if piece.seconds is not None and heard is not None else 0.0
    if is_told:
        return pause <= _PAUSE
    return pause <= _PAUSE_UNTOLD and not (length >= _LONG_ENOUGH and before.words.endswith(_ENDS))


class _Written:
    """The text while it is written, with its turns and marks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.turns: list[FoundTurn] = []
        self.marks: list[Mark] = []
        self._length = 0

    def add(self, group: Sequence[Utterance], is_turn: bool) -> None:
        """Write the pieces of one turn as a paragraph."""
        if self.parts:
            self._write("\n\n")
        label_start = self._length
        first = group[0]
        stamp = None if first.seconds is None else _stamp(first.seconds)
        self._write((f"[{stamp}] " if stamp else "") + (f"{first.speaker}: " if first.speaker else ""))
        start = self._length
        for number, piece in enumerate(group):
            self._write(" " if number else "")
            if number and piece.seconds is not None:
                self.marks.append(Mark("time", self._length, self._length, _stamp(piece.seconds)))
            self._write(piece.words)
        if is_turn:
            self.turns.append(FoundTurn(first.speaker, stamp, label_start, start, self._length))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _stamp(seconds: float) -> str:
    """Seconds as `00:01:02`."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
