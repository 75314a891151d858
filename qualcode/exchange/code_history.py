"""The history of a code as a table: a line for each field that an act changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qualcode.exchange.tabular import Cell, Table
from qualcode.project.records import CodeChange, CodeEvent

COLUMNS = ("act", "at", "coder", "what", "field", "before", "after", "added", "removed", "undone", "label")
NOTHING = CodeChange("", "", "")


def history_table(events: Sequence[CodeEvent]) -> Table:
    """The events as rows, in the order given; the numbers of codings stand in the first row of an event."""
    return Table(COLUMNS, _rows(events))


def _rows(events: Iterable[CodeEvent]) -> Iterator[tuple[Cell, ...]]:
    for event in events:
        for place, change in enumerate(event.changes or (NOTHING,)):
            added, removed = (event.added, event.removed) if place == 0 else (0, 0)
            head = (event.act, event.at, event.coder, event.what)
            yield (*head, *change, added, removed, event.undone, event.label)
