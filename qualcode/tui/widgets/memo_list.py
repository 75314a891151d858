"""The memos on the left of F8: a research diary by day, or gathered under what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from qualcode.exchange.diary import subject
from qualcode.project.records import Memo
from qualcode.text.dates import day_of, long_date, short_date
from qualcode.text.symbols import visible
from qualcode.tui.widgets.headed_list import HeadedList, heading_lines
from qualcode.tui.widgets.passage_list import PassageLine
from qualcode.tui.widgets.status_line import fitted, line_of
from qualcode.tui.words import LANGUAGE, tr

DUE, PARKED = "due", "parked"
DAY_WIDTH = len("til 01.12.2026")
# What is on a document's words stands with the document.
_PLACES = {"project": 0, "document": 1, "segment": 1, "coding": 1, "code": 2, "case": 3, "memo": 4}
HEADINGS = {"project": "On the project", "code": "On codes", "case": "On cases", "memo": "On memos"}
Row = str | Memo


def is_due(memo: Memo, today: date) -> bool:
    """Whether a parked idea is to be looked at."""
    return memo.remind_at is not None and memo.remind_at <= today.isoformat()


def arranged(memos: Sequence[Memo], today: date, *, by_day: bool = True) -> list[Row]:
    """Memos under headings: what is due first, then by day with the newest first, or by what they are about."""
    due = sorted((memo for memo in memos if is_due(memo, today)), key=lambda memo: memo.remind_at or "")
    rows: list[Row] = [tr("To come back to"), *due] if due else []
    waiting = {memo.id for memo in due}
    others = [memo for memo in memos if memo.id not in waiting]
    for heading, group in _by_day(others) if by_day else _by_target(others):
        rows += [heading, *group]
    return rows


def _by_day(memos: Sequence[Memo]) -> Iterator[tuple[str, Iterable[Memo]]]:
    for day, group in groupby(memos, lambda memo: day_of(memo.created_at)):
        words = long_date(day, LANGUAGE.get())
        yield words[0].upper() + words[1:], group


def _by_target(memos: Sequence[Memo]) -> Iterator[tuple[str, Iterable[Memo]]]:
    def place(memo: Memo) -> tuple[int, str]:
        rank = _PLACES[memo.target]
        return rank, (memo.document or "") if rank == 1 else ""

    def order(memo: Memo) -> tuple[int, str, str, int]:
        name = memo.code or memo.case or memo.about or ""
        return *place(memo), "" if memo.document else name.casefold(), memo.start or 0

    for (_, document), group in groupby(sorted(memos, key=order), place):
        members = list(group)
        yield document or tr(HEADINGS[members[0].target]), members


def memo_lines(memo: Memo, width: int, today: date) -> list[PassageLine]:
    """A memo in the list: what it is called, and quietly of what kind it is, what it is about and who wrote it."""
    name = memo.title or memo.text[: 4 * width].lstrip("#> \n") or tr("nothing written yet")
    right = visible(memo.coder, one_line=True)
    if memo.remind_at:
        right = tr("until {day}", day=short_date(date.fromisoformat(memo.remind_at), today))
    left = " · ".join([tr(memo.kind), visible(subject(memo, None, LANGUAGE.get()), one_line=True)])
    return [
        PassageLine("", fitted(name, width).rstrip(), False),
        PassageLine(
            "", line_of(left, fitted(right, min(len(right), max(width // 2, DAY_WIDTH))).rstrip(), width), True
        ),
    ]


class MemoList(HeadedList):
    """Headings and memos; the cursor goes from memo to memo."""

    today: date = date.min

    def lines_of(self, item: Any, width: int) -> list[PassageLine]:
        """The rows of a heading or a memo."""
        return heading_lines(item, width) if isinstance(item, str) else memo_lines(item, width, self.today)

    def replace(self, rows: Sequence[Row], index: int) -> None:
        """The same rows but for one, which says something else now."""
        self._items = rows
        self.forget(index)

    @property
    def current(self) -> Memo | None:
        """The memo at the cursor."""
        row = self._items[self.cursor] if self._items else None
        return row if isinstance(row, Memo) else None
