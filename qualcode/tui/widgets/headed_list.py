"""A list under headings: the cursor goes from item to item, past what only heads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qualcode.tui.widgets.passage_list import PassageLine, PassageList
from qualcode.tui.widgets.status_line import fitted


class HeadedList(PassageList):
    """Texts are headings, all else are items, whose rows `lines_of` knows."""

    DEFAULT_CSS = "HeadedList { padding: 0; }"

    def show_rows(self, rows: Sequence[Any], cursor: int) -> None:
        """Show these, with the cursor on one of the items."""
        describe: Callable[[Any], Any] = lambda row: row  # noqa: E731 – what PassageList asks for
        self.show(rows, describe, beside_headings(rows, cursor, 1))
        self._let_heading_be_seen()

    def move_to(self, index: int) -> None:
        """Put the cursor on an item, past a heading in the direction it goes."""
        super().move_to(beside_headings(self._items, index, index - self.cursor))
        self._let_heading_be_seen()

    def _let_heading_be_seen(self) -> None:
        if self._top == self.cursor and self.cursor > 0 and isinstance(self._items[self.cursor - 1], str):
            self._top -= 1


def heading_lines(words: str, width: int) -> list[PassageLine]:
    """A heading in the list, with air above it."""
    text = fitted(words, width).rstrip()
    return [PassageLine("", "", False), PassageLine("", text, False, ((0, len(text)),))]


def beside_headings(rows: Sequence[Any], index: int, direction: int) -> int:
    """The nearest place of an item from an index on in a direction, or else in the other."""
    index = max(0, min(index, len(rows) - 1))
    after, before = range(index, len(rows)), range(min(index, len(rows) - 1), -1, -1)
    ways = (*after, *before) if direction >= 0 else (*before, *after)
    return next((place for place in ways if not isinstance(rows[place], str)), 0)
