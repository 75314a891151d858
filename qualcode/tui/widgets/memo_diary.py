"""The left side of F8: the memos, the line to find words in, and what narrows and orders them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from qualcode.project.codebook import plain
from qualcode.project.memos import MEMO_KINDS, MEMO_TARGETS, folded, holds
from qualcode.project.records import Memo
from qualcode.tui.actions import DIARY, MEMOS, bindings
from qualcode.tui.dialogs import Choose
from qualcode.tui.widgets.memo_list import MemoList, Row, arranged, is_due
from qualcode.tui.widgets.status_line import EndsLine
from qualcode.tui.words import tr, trn

DUE, PARKED = "due", "parked"
ALL = ""


@dataclass(frozen=True, slots=True)
class MemoFilter:
    """Which memos are wanted; what is empty does not narrow. `parked` is due or parked."""

    kind: str = ""
    target: str = ""
    coder: str = ""
    parked: str = ""
    text: str = ""

    def lets_through(self, memo: Memo, today: date) -> bool:
        """Whether a memo fits, its text aside."""
        return (
            self.kind in ("", memo.kind)
            and self.target in ("", memo.target)
            and self.coder in ("", memo.coder)
            and (not self.parked or (is_due(memo, today) if self.parked == DUE else memo.remind_at is not None))
        )

    def words(self) -> list[str]:
        """What narrows, in words."""
        parts = [
            tr(self.kind),
            target_words(self.target),
            tr("by {coder}", coder=self.coder) if self.coder else "",
            tr("due") if self.parked == DUE else tr("parked ideas") if self.parked else "",
            f"«{self.text}»" if self.text else "",
        ]
        return [part for part in parts if part]


def target_words(target: str) -> str:
    """The kind of thing that memos are on, in words."""
    words = {
        "project": tr("on the project"),
        "document": tr("on documents"),
        "segment": tr("on passages"),
        "coding": tr("on codings"),
        "code": tr("on codes"),
        "case": tr("on cases"),
        "memo": tr("on memos"),
    }
    return words.get(target, "")


class Finder:
    """Finds words in memos at every letter typed: what a memo says is folded once and remembered."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Memo, str]] = {}

    def find(self, memos: Iterable[Memo], typed: str) -> list[Memo]:
        """The memos in which all the words stand."""
        wanted = plain(typed).split()
        return [memo for memo in memos if holds(self._said(memo), wanted)] if wanted else list(memos)

    def _said(self, memo: Memo) -> str:
        known = self._known.get(memo.id)
        if known is None or known[0] is not memo:
            known = self._known[memo.id] = memo, folded(memo)
        return known[1]


class Diary(Vertical):
    """The memos that fit, by day or by what they are about; what the cursor does is told by the list itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(MEMOS),
        *bindings(DIARY),
        Binding("escape", "not_found", show=False),
        Binding("down", "found", show=False),
    ]
    DEFAULT_CSS = """
    Diary { width: 38%; min-width: 30; max-width: 56; }
    Diary EndsLine { padding: 0 1 0 3; margin: 0; }
    Diary Input { border: none; height: 1; padding: 0; margin: 0 1 0 3; background: $panel; display: none; }
    Diary Input:focus { border: none; }
    Diary.-finding Input { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.filter = MemoFilter()
        self.by_day = True
        self._memos: Sequence[Memo] = ()
        self._rows: Sequence[Row] = ()
        self._wanted: str | None = None
        self._finder = Finder()

    def compose(self) -> ComposeResult:
        """How many memos of which, the line to type words in, the list."""
        yield EndsLine(classes="pane-title")
        yield Input(placeholder=tr("words to find"))
        yield MemoList()

    @property
    def lines(self) -> MemoList:
        """The list."""
        return self.query_one(MemoList)

    @property
    def current(self) -> Memo | None:
        """The memo at the cursor."""
        return self.lines.current

    @property
    def shown(self) -> list[Memo]:
        """The memos that fit, in their order."""
        return [row for row in self._rows if isinstance(row, Memo)]

    @property
    def place(self) -> str:
        """Where in the list one is."""
        before = sum(isinstance(row, Memo) for row in self._rows[: self.lines.cursor + 1])
        count = len(self.shown)
        return f"{before} {tr('of')} {count}" if count else ""

    def show(self, memos: Sequence[Memo], go_to: str | None = None) -> None:
        """Show these as far as they fit, with the cursor on the memo it was on, or on another one."""
        self._memos = memos
        self._arrange(go_to)

    def go_to(self, memo_id: str) -> None:
        """Put the cursor on a memo, whether it fits or not."""
        if memo_id not in {memo.id for memo in self.shown}:
            self.filter = MemoFilter()
        self._arrange(memo_id)

    def renew(self, memo: Memo) -> bool:
        """The memo says something else now, but stays where it is; whether it is among those shown."""
        places = [place for place, row in enumerate(self._rows) if isinstance(row, Memo) and row.id == memo.id]
        if places:
            self._memos = [memo if each.id == memo.id else each for each in self._memos]
            self._rows = [memo if place in places else row for place, row in enumerate(self._rows)]
            self.lines.replace(self._rows, places[0])
        return bool(places)

    def _arrange(self, go_to: str | None = None) -> None:
        today, here = date.today(), self.current
        wanted = go_to or (here.id if here else None)
        fitting = [memo for memo in self._memos if self.filter.lets_through(memo, today)]
        found = self._finder.find(fitting, self.filter.text)
        self._rows = arranged(found, today, by_day=self.by_day)
        ids = [row.id if isinstance(row, Memo) else "" for row in self._rows]
        self.lines.today = today
        self.lines.show_rows(self._rows, ids.index(wanted) if wanted in ids else self.lines.cursor)
        title = self.query_one(EndsLine)
        title.left = " · ".join([trn("{n} memo", "{n} memos", len(found)), *self.filter.words()])

    def action_find(self) -> None:
        """Words to find, letter by letter."""
        self.add_class("-finding")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows."""
        self.filter = replace(self.filter, text=event.value.strip())
        self._arrange()

    def on_input_submitted(self) -> None:
        """Enter goes into the list of what was found."""
        self.action_found()

    def action_found(self) -> None:
        """Into the list of what was found."""
        self.remove_class("-finding")
        self.lines.focus()

    def action_not_found(self) -> None:
        """Back to the list as it was."""
        self.query_one(Input).value = ""
        self.action_found()

    def action_clear(self) -> None:
        """No filter."""
        self.query_one(Input).value = ""
        self.filter = MemoFilter()
        self._arrange()

    def action_order(self) -> None:
        """By day, or by what they are about."""
        self.by_day = not self.by_day
        self._arrange()

    def action_filter(self) -> None:
        """Only one kind, one sort of thing, one writer, or what is parked."""

        def chosen(key: str | None) -> None:
            if key == ALL:
                self.action_clear()
            elif key is not None:
                self.filter = replace(self.filter, **dict([key.split("=", 1)]))
                self._arrange()

        self.app.push_screen(Choose(tr("Which memos?"), [(ALL, tr("all memos")), *ways(self._memos)]), chosen)


def ways(memos: Sequence[Memo]) -> Iterator[tuple[str, str]]:
    """What there is to filter by, each with how many memos it lets through."""
    today = date.today()
    counts = Counter(value for memo in memos for value in (memo.kind, f"@{memo.target}", f"/{memo.coder}"))
    if due := sum(is_due(memo, today) for memo in memos):
        yield f"parked={DUE}", f"{tr('due')} · {due}"
    if parked := sum(memo.remind_at is not None for memo in memos):
        yield f"parked={PARKED}", f"{tr('parked ideas')} · {parked}"
    yield from ((f"kind={kind}", f"{tr(kind)} · {counts[kind]}") for kind in MEMO_KINDS if counts[kind])
    for target in MEMO_TARGETS:
        if count := counts[f"@{target}"]:
            yield f"target={target}", f"{target_words(target)} · {count}"
    for name in sorted({memo.coder for memo in memos}, key=str.casefold):
        yield f"coder={name}", f"{tr('by {coder}', coder=name)} · {counts[f'/{name}']}"
