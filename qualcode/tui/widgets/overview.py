"""The document strip in the status line: where codes lie, where the caret is, and which place a click means."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.project.records import Coding
from qualcode.text.units import count_words
from qualcode.tui.widgets.reader import Reader
from qualcode.tui.widgets.status_line import density_bar, with_caret
from qualcode.tui.words import trn


class Overview:
    """One document from its beginning to its end in a few cells."""

    def __init__(self) -> None:
        self._bar = ""
        self._start = 0

    def measure(self, length: int, codings: Iterable[Coding]) -> None:
        """Find out where much is coded and where little."""
        self._bar = density_bar(length, [(coding.start, coding.end) for coding in codings])

    def line(self, reader: Reader, text: str) -> str:
        """How many words are selected, the strip with the caret in it, how far that is."""
        length = max(len(text), 1)
        selected = ""
        if reader.selection:
            count = count_words(text[slice(*reader.selection)])
            selected = trn("{n} word selected", "{n} words selected", count) + " · "
        self._start = len(selected)
        return f"{selected}{with_caret(self._bar, length, reader.caret)} {round(100 * reader.caret / length)} %"

    def offset_at(self, place: int, length: int) -> int | None:
        """The offset that a character of the line stands for, None outside the strip."""
        cell = place - self._start
        return cell * length // len(self._bar) if 0 <= cell < len(self._bar) else None
