"""Changes to texts below each other, what stands there beside what would: behind repairs, replacing and review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message

from qualcode.text.symbols import visible
from qualcode.text.wrapping import Block, Layout
from qualcode.tui.widgets.passage_list import PassageLine, PassageList
from qualcode.tui.widgets.status_line import line_of

# From this width of the screen on there is room for two texts beside each other.
BESIDE = 100
BETWEEN = " │ "
# What a page looks like is told by these, where a text hides it.
HIDDEN = str.maketrans({"\n": "↵", "\xad": "¬", "\xa0": "⍽"})
LONGEST_PIECE = 240
MOST_LETTERS = 400
GAP = "…"
_BLANK = re.compile(r"[\s␊␉]+")

Spans = tuple[tuple[int, int], ...]


class Shown(NamedTuple):
    """A text on one line, with the spans of it that are others on the other side."""

    text: str
    marks: Spans = ()


class Change(NamedTuple):
    """What is shown of one: a line that says what it is, a word at its right end, and the two texts."""

    head: str
    tail: str
    before: Shown
    after: Shown


class ChangeList(PassageList):
    """A list of changes, each with a decision that space turns."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", show=False),
        Binding("enter", "choose", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    DEFAULT_CSS = "ChangeList { width: 1fr; }"
    widest: ClassVar[int] = 1000

    class Turned(Message):
        """The person wants the other decision on a change."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def lines_of(self, item: Any, width: int) -> list[PassageLine]:
        """Both texts beside each other, or below each other where it is narrow."""
        return change_lines(self._describe(item), width, beside=self.app.size.width >= BESIDE)

    def action_turn(self) -> None:
        """Ask for the other decision."""
        if len(self._items):
            self.post_message(self.Turned(self.cursor))

    def action_choose(self) -> None:
        """Enter."""
        self.choose()


def change_lines(change: Change, width: int, *, beside: bool) -> list[PassageLine]:
    """A change as rows of at most `width` cells, the last one empty."""
    head = PassageLine("", line_of(visible(change.head, one_line=True), change.tail, width).rstrip(), True)
    texts = _beside(change, width) if beside else _below(change, width)
    return [head, *texts, PassageLine("", "", False)]


def _beside(change: Change, width: int) -> Iterable[PassageLine]:
    column = (width - len(BETWEEN)) // 2
    nothing = Shown("")
    for left, right in zip_longest(_rows(change.before, column), _rows(change.after, column), fillvalue=nothing):
        lead = left.text + " " * (column - cell_len(left.text)) + BETWEEN
        marks = (*left.marks, *((start + len(lead), end + len(lead)) for start, end in right.marks))
        yield PassageLine("", lead + right.text, False, marks)


def _below(change: Change, width: int) -> Iterable[PassageLine]:
    for sign, side in (("−", change.before), ("+", change.after)):
        for number, row in enumerate(_rows(side, width - 2)):
            marks = tuple((start + 2, end + 2) for start, end in row.marks)
            yield PassageLine("", f"{' ' if number else sign} {row.text}", False, marks)


def _rows(side: Shown, width: int) -> list[Shown]:
    """A text wrapped, each row with its part of the marks."""
    layout = Layout(side.text, max(width, 2), [Block(0, len(side.text))])
    rows = []
    for start, end, _, _ in layout.rows:
        if cell_len(layout.shown[start:end]) > layout.width:
            end -= 1  # A space may hang past the width.
        cut = ((max(first, start), min(last, end)) for first, last in side.marks)
        rows.append(Shown(layout.shown[start:end], tuple((a - start, b - start) for a, b in cut if a < b)))
    return rows


def joined(parts: Iterable[tuple[str, bool]]) -> Shown:
    """Pieces of text on one line, those marked that are said to be."""
    text, marks, length = [], [], 0
    for part, is_marked in parts:
        if is_marked and part:
            marks.append((length, length + len(part)))
        text.append(part)
        length += len(part)
    return Shown("".join(text), tuple(marks))


def in_context(text: str, edits: Sequence[tuple[int, int, str]], room: int) -> tuple[Shown, Shown]:
    """What stands where edits are, and what would, each with so many letters of the text around it.

    Edits that belong together but lie apart are shown after each other.
    """
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for number, (start, end, words) in enumerate(edits):
        lead, rest = _lead(text, start, room), _rest(text, end, room)
        old, new = letters_changed(text[start:end], words)
        gap = [(f" {GAP} ", False)] if number else []
        before += [*gap, (lead, False), *old, (rest, False)]
        after += [*gap, (lead, False), *new, (rest, False)]
    return joined(before), joined(after)


def _lead(text: str, start: int, room: int) -> str:
    """The end of what stands before an offset, at a whole word."""
    first = max(start - room, 0)
    lead = _quiet(text[first:start])
    return lead.partition(" ")[2] or lead if first and not text[first - 1].isspace() else lead.lstrip()


def _rest(text: str, end: int, room: int) -> str:
    """The beginning of what stands behind an offset, at a whole word."""
    last = end + room
    rest = _quiet(text[end:last])
    return rest.rpartition(" ")[0] or rest if last < len(text) and not text[last].isspace() else rest.rstrip()


def _quiet(text: str) -> str:
    """Text around a change, its line breaks as spaces, and without what has no width."""
    return _BLANK.sub(" ", visible(text.replace("\xad", "")))


def letters_changed(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Two versions in pieces, those marked that differ; what no letter shows is shown by a sign."""
    if max(len(old), len(new)) > MOST_LETTERS:
        return [(_piece(old), True)], [(_piece(new), True)]
    befores, afters = [], []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        befores.append((_piece(old[a:b]), kind != "equal"))
        afters.append((_piece(new[c:d]), kind != "equal"))
    return befores, afters


def _piece(text: str) -> str:
    """A piece of a text with what is hidden shown; the middle of a long one left out."""
    if len(text) > LONGEST_PIECE:
        text = f"{text[: LONGEST_PIECE // 2]} {GAP} {text[-LONGEST_PIECE // 4 :]}"
    return visible(text.translate(HIDDEN), one_line=True)
