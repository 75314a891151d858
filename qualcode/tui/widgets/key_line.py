"""What the keys of a dialog do, below it: lines that break only between one key and the next."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

BETWEEN = " · "


class KeyLine(Widget):
    """The keys, on as many lines as they need at the width there is."""

    DEFAULT_CSS = "KeyLine { height: auto; }"

    def __init__(self, words: str, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._words = words

    def update(self, words: str) -> None:
        """Other words."""
        self._words = words
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the keys need."""
        return len(key_lines(self._words, width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n".join(key_lines(self._words, self.size.width)))


def key_lines(words: str, width: int) -> list[str]:
    """Keys with their words as lines; what is longer than a line by itself goes on in the next."""
    return [line for given in words.split("\n") for line in _broken(given.split(BETWEEN), width)]


def _broken(parts: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(lines[-1] + BETWEEN + part) <= width:
            lines[-1] += BETWEEN + part
        else:
            lines += wrap(part, max(width, 1)) or [""]
    return lines


def told_keys(words: str) -> list[tuple[str, str]]:
    """Each key with what it does, as far as the words tell of one."""
    parts = (part.partition(": ") for line in words.split("\n") for part in line.split(BETWEEN))
    return [(key.strip(), does.strip()) for key, colon, does in parts if colon]
