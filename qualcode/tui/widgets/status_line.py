"""The two quiet lines around every screen: whose project this is above, the keys of the moment below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice
from time import monotonic

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from qualcode.text.symbols import visible

MESSAGE_SECONDS = 8.0
# So long a message stands whatever is pressed; after that it goes with the next key.
READING_SECONDS = 1.5
# More keys than these are not read; F1 has them all.
MOST_HINTS = 5
DENSITY = "░▒▓█"


class EndsLine(Widget):
    """A text at each end of one line; it changes without the screen being laid out anew."""

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render(self) -> Content:
        """Both ends on one line; the left gives way."""
        return Content(line_of(self.left, self.right, self.size.width))


class TopLine(EndsLine):
    """The project on the left, who is at work and that all is saved on the right."""


class StatusLine(Widget):
    """On the left the keys of the moment, or for a while what was just done, or what to do where nothing is yet.

    On the right is where one is.
    """

    right: reactive[str] = reactive("")
    message: reactive[str] = reactive("")
    standing: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__()
        self._hints: Sequence[tuple[str, str]] = ()
        self._tail = ""
        self._said = 0
        self._said_at = 0.0

    def show_hints(self, hints: Iterable[tuple[str, str]]) -> None:
        """Show keys with a short word for each."""
        hints = tuple(hints)
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def say(self, message: str, tail: str = "") -> None:
        """Tell what was done; the tail is never cut off, and the keys come back after a while."""
        self._tail = tail
        self.message = message
        self.refresh()
        self._said += 1
        self._said_at = monotonic()
        self.set_timer(MESSAGE_SECONDS, partial(self._fade, self._said))

    def go_on(self) -> None:
        """The person does something else: what was said goes, once there was time to read it."""
        if self.message:
            rest = self._said_at + READING_SECONDS - monotonic()
            fade = partial(self._fade, self._said)
            self.set_timer(rest, fade) if rest > 0 else fade()

    def place_in_right(self, x: int) -> int | None:
        """Which character of the right end stands at a cell of the line; None where none does."""
        width = self.size.width
        right = said(self.message, self._tail, self.right, width)[1] if self.message else self.right
        place = x - (width - cell_len(right))
        return place if 0 <= place < len(right) else None

    def _fade(self, said: int) -> None:
        if said == self._said:
            self.message = ""

    def render(self) -> Content:
        """What was said, or the first keys that there is room for."""
        width = self.size.width
        if self.message:
            message, right = said(self.message, self._tail, self.right, width)
            filler = " " * max(width - cell_len(message + self._tail + right), 0)
            return Content.assemble((message, "bold"), self._tail, filler, right)
        if self.standing:
            return Content(line_of(self.standing, self.right, width))
        hints = shown_hints(self._hints, width - cell_len(self.right) - (3 if self.right else 0))
        parts: list[tuple[str, str]] = []
        for key, word in hints:
            parts += [(" · " if parts else "", "dim"), (key, "bold"), (f" {word}", "")]
        filler = " " * max(width - sum(cell_len(text) for text, _ in parts) - cell_len(self.right), 0)
        return Content.assemble(*parts, (filler, ""), (self.right, ""))


def shown_hints(hints: Iterable[tuple[str, str]], room: int) -> list[tuple[str, str]]:
    """The first few keys with their words, as far as so many cells hold them."""
    shown: list[tuple[str, str]] = []
    for key, word in islice(hints, MOST_HINTS):
        room -= cell_len(f" · {key} {word}") if shown else cell_len(f"{key} {word}")
        if room < 0:
            break
        shown.append((key, word))
    return shown


def said(message: str, tail: str, right: str, width: int) -> tuple[str, str]:
    """A message beside the right end of its line, or alone where both do not fit: what was just done goes first."""
    if right and cell_len(message) + cell_len(tail) + cell_len(right) + 3 > width:
        right = ""
    room = width - cell_len(tail) - (cell_len(right) + 3 if right else 0)
    return fitted(message, min(room, cell_len(message))), right


def fitted(text: str, width: int) -> str:
    """The text in exactly so many cells, cut with an ellipsis where it is too long."""
    text = visible(" ".join(text.split()))
    if cell_len(text) <= width:
        return set_cell_size(text, max(width, 0))
    return set_cell_size(text, max(width - 1, 0)) + ("…" if width > 0 else "")


def line_of(left: str, right: str, width: int) -> str:
    """Two texts at the ends of one line; the left one gives way, and of the right one what stands first."""
    right = last_parts(right, width * 2 // 3)
    right = fitted(right, min(cell_len(right), width)) if right else ""
    room = max(width - cell_len(right) - 1, 0)
    return fitted(left, room) + " " * (width - room - cell_len(right)) + right


def last_parts(text: str, width: int) -> str:
    """The text without as many of its first parts, with dots between, as are too many for so many cells."""
    while cell_len(text) > width and " · " in text:
        text = text.partition(" · ")[2]
    return text


def density_bar(length: int, spans: Iterable[tuple[int, int]], cells: int = 14) -> str:
    """A document as a strip of cells, denser where more is coded."""
    weights = [0.0] * cells
    step = max(length, 1) / cells
    for start, end in spans:
        for cell in range(min(int(start / step), cells - 1), min(int((end - 1) / step), cells - 1) + 1):
            weights[cell] += (min(end, (cell + 1) * step) - max(start, cell * step)) / step
    most = max(weights) or 1.0
    return "".join(DENSITY[round(weight / most * (len(DENSITY) - 1))] for weight in weights)


def with_caret(bar: str, length: int, caret: int) -> str:
    """The same with `│` where the caret is."""
    place = min(caret * len(bar) // max(length, 1), len(bar) - 1)
    return f"{bar[:place]}│{bar[place + 1 :]}"
