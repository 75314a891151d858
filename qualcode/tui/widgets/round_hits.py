"""The hits of a round below each other, a row each: what has become of it, where it is, the words around."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from qualcode.project.rounds import CODED, OPEN, SKIPPED, THERE
from qualcode.text.symbols import visible
from qualcode.tui.widgets.passage_list import PassageLine, PassageList
from qualcode.tui.widgets.status_line import fitted

GLYPHS = {OPEN: " ", CODED: "✓", SKIPPED: "–", THERE: "•"}
PLACE = 16
REACH = 160


class HitRow(NamedTuple):
    """What is shown of a hit; without `left` and `right` it is a passage, shown from its beginning."""

    state: str
    document: str
    turn: str
    left: str
    words: str
    right: str
    is_passage: bool = False


class HitList(PassageList):
    """The list; the cursor is always in sight, with a row above and below it where there are some."""

    widest = 400

    def lines_of(self, item: object, width: int) -> list[PassageLine]:
        """One row a hit."""
        return [hit_line(self._describe(item), width)]

    def forget_all(self) -> None:
        """Describe all hits anew: something was decided."""
        self._blocks.clear()
        self.refresh()

    def _reveal(self) -> None:
        height = max(self.size.height, 1)
        beside = 1 if height > 2 else 0
        lowest = max(len(self._items) - height, 0)
        first, last = self.cursor - height + 1 + beside, self.cursor - beside
        self._top = max(0, min(max(self._top, first), last, lowest))


def hit_line(row: HitRow, width: int) -> PassageLine:
    """A hit as one row of at most `width` cells, its words in the middle or, in a passage, at the beginning."""
    place = f"{GLYPHS[row.state]} "
    if width > 3 * PLACE:
        place += f"{fitted(row.document, PLACE - len(row.turn))}{row.turn} "
    room = width - cell_len(place)
    words, right = _flat(row.words), _flat(row.right)
    if row.is_passage:
        return PassageLine("", place + fitted(words, room), row.state != OPEN)
    words = fitted(words, min(cell_len(words), max(room * 2 // 3, 1)))
    lead = max((room - cell_len(words)) * 2 // 5, 0)
    left = _end_of(_flat(row.left), lead)
    start = len(place) + len(left)
    text = place + left + words + _start_of(right, room - lead - cell_len(words))
    return PassageLine("", text, row.state != OPEN, ((start, start + len(words)),))


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Some words with as much of the text on both sides as a row can hold."""
    return text[max(0, start - REACH) : start], text[start:end], text[end : end + REACH]


def _flat(text: str) -> str:
    """On one line, blanks at the ends kept as one."""
    flat = " ".join(text.split())
    return visible(f"{' ' * text[:1].isspace()}{flat}{' ' * text[-1:].isspace()}" if flat else " " * bool(text))


def _start_of(text: str, width: int) -> str:
    """The beginning of a text in exactly so many cells, cut with an ellipsis."""
    if width > 0 and cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, width) if width > 0 else ""


def _end_of(text: str, width: int) -> str:
    """The end of a text in exactly so many cells, cut with an ellipsis."""
    if cell_len(text) <= width or width <= 0:
        return text.rjust(len(text) + width - cell_len(text)) if width > 0 else ""
    kept: list[str] = []
    used = 1
    for letter in reversed(text):
        if used + cell_len(letter) > width:
            break
        kept.append(letter)
        used += cell_len(letter)
    return f"{' ' * (width - used)}…{''.join(reversed(kept))}"
