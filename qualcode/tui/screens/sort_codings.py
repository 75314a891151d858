"""Splitting a code: its codings one by one, each given to a new code with one key, or left where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label

from qualcode.project.records import Code, Quote
from qualcode.tui.dialogs import AskText
from qualcode.tui.screens.full_page import FullPage
from qualcode.tui.screens.questions import ask
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.passage_list import Passage, PassageList
from qualcode.tui.widgets.reasons import NameWithReason, Reasoned
from qualcode.tui.words import tr, trn

LEFT = -1


class Begun(NamedTuple):
    """A split that was left: the names of the new codes, and the codings that were looked at and stay."""

    names: tuple[str, str]
    passed: frozenset[str]


@dataclass
class Sorting:
    """Which of two codes each coding is given to, by its place in the list."""

    names: tuple[str, str]
    quotes: Sequence[Quote]
    passed: frozenset[str] = frozenset()
    given: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What was passed over before is so still."""
        self.given = {quote.coding_id: LEFT for quote in self.quotes if quote.coding_id in self.passed}

    def give(self, place: int, part: int) -> int:
        """Give one to a part; the place to go on from, the same at the end."""
        self.given[self.quotes[place].coding_id] = part
        return min(place + 1, len(self.quotes) - 1)

    def first_open(self) -> int:
        """The first that has not been decided, or the first of all."""
        places = (place for place, quote in enumerate(self.quotes) if quote.coding_id not in self.given)
        return next(places, 0)

    def parts(self) -> dict[str, list[str]]:
        """The codings that go to each code; codes that get none are left out."""
        found = {
            name: [quote.coding_id for quote in self.quotes if self.given.get(quote.coding_id) == part]
            for part, name in enumerate(self.names)
        }
        return {name: ids for name, ids in found.items() if ids}

    def left(self) -> list[str]:
        """Those that were looked at and stay."""
        return [key for key, part in self.given.items() if part == LEFT]

    def mark(self, quote: Quote) -> str:
        """Where one goes, in words."""
        part = self.given.get(quote.coding_id)
        return "" if part is None else tr("stays") if part == LEFT else f"→ {self.names[part]}"


class SortCodings(FullPage[Sorting]):
    """The passages of a code; leaving the page gives what was decided, all of it one act."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,1", "give(0)", show=False, priority=True),
        Binding("b,2", "give(1)", show=False, priority=True),
        Binding("space,s,0", "give(-1)", show=False, priority=True),
        Binding("ctrl+s", "cancel", show=False),
    ]

    def __init__(self, code: Code, sorting: Sorting) -> None:
        super().__init__(tr("Split «{code}»", code=code.name))
        self._code, self._sorting = code, sorting

    def body(self) -> ComposeResult:
        """The list."""
        yield PassageList()

    def on_mount(self) -> None:
        """Begin where nothing has been decided."""
        passages = self.query_one(PassageList)
        passages.show(self._sorting.quotes, self._passage, self._sorting.first_open())
        passages.focus()
        self._say_how_far()

    def keys(self) -> str:
        """What the keys do."""
        first, second = self._sorting.names
        return tr("a: {first} · b: {second} · Space: stays · Esc: done, go on later", first=first, second=second)

    def action_give(self, part: int) -> None:
        """Give the passage at the cursor, and go on to the next."""
        passages = self.query_one(PassageList)
        place = passages.cursor
        following = self._sorting.give(place, part)
        passages.forget(place)
        passages.move_to(following)
        self._say_how_far()

    def action_cancel(self) -> None:
        """Done for now."""
        self.dismiss(self._sorting)

    def _passage(self, quote: Quote) -> Passage:
        source = f"{quote.attribution} · {quote.coder}"
        return Passage(((self._code.color, quote.rendered),), source, self._sorting.mark(quote), quote.memo)

    def _say_how_far(self) -> None:
        count, total = len(self._sorting.given), len(self._sorting.quotes)
        progress = tr("{n} of {total} gone through", n=count, total=total)
        self.query_one(".page-title", Label).update(f"{self.heading} · {progress}")


class Splitting:
    """The split of one code, from the first question to the act; what was passed over is remembered."""

    def __init__(self, screen: WorkScreen, code: Code, splits: dict[str, Begun]) -> None:
        self._screen, self._code, self._splits = screen, code, splits

    def begin(self) -> None:
        """Ask for the names of the two codes, or go on with those given before."""
        begun = self._splits.get(self._code.id)
        if not self._code.codings:
            self._screen.say(tr("«{code}» has no codings to split", code=self._code.name))
        elif begun is not None:
            self._go_through(begun, "")
        else:
            ask(self._screen, AskText(tr("Split «{code}»: name of the first code", code=self._code.name)), self._second)

    def _second(self, first: str) -> None:
        def named(given: Reasoned) -> None:
            self._go_through(Begun((first, given.answer), frozenset()), given.reason)

        ask(self._screen, NameWithReason(tr("Name of the second code")), named)

    def _go_through(self, begun: Begun, reason: str) -> None:
        project = self._screen.project
        quotes = project.quotes.quotes(codes=(self._code,), subtree=False)

        def gone_through(sorting: Sorting) -> None:
            self._splits[self._code.id] = Begun(begun.names, frozenset(sorting.left()))
            if parts := sorting.parts():
                project.codebook.split(self._code, parts, reason=reason)
                given = trn("{n} coding", "{n} codings", sum(map(len, parts.values())))
                self._screen.did(tr("Gave {things} of «{code}» away", things=given, code=self._code.name))

        ask(self._screen, SortCodings(self._code, Sorting(begun.names, quotes, begun.passed)), gone_through)
