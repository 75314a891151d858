"""All that was done, newest first and by day; what is typed narrows it, and a single act can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from qualcode.project.codebook import plain
from qualcode.project.records import Act
from qualcode.text.dates import day_of, long_date
from qualcode.text.symbols import visible
from qualcode.tui.actions import HISTORY
from qualcode.tui.acts import clock, undone_words
from qualcode.tui.dialogs import Confirm
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.headed_list import HeadedList, heading_lines
from qualcode.tui.widgets.passage_list import PassageLine, wrapped
from qualcode.tui.widgets.status_line import EndsLine, fitted
from qualcode.tui.words import LANGUAGE, tr, trn

CODER_WIDTH = 12
Row = str | Act


class ActList(HeadedList):
    """Days and acts; the cursor goes from act to act."""

    DEFAULT_CSS = "ActList { padding: 0 1; }"
    coder_width = CODER_WIDTH

    def lines_of(self, item: Any, width: int) -> list[PassageLine]:
        """The rows of a day or an act."""
        return heading_lines(item, width) if isinstance(item, str) else act_lines(item, width, self.coder_width)


class HistoryScreen(WorkScreen):
    """The log of the project."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(each.keys, each.run, each.title, id=each.id, show=False, priority=True) for each in HISTORY),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    HistoryScreen #how-much { padding: 0 1; margin: 0; }
    HistoryScreen Input { border: none; height: 1; padding: 0 1; background: $panel; }
    HistoryScreen Input:focus { border: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._acts: Sequence[Act] = ()
        self._rows: Sequence[Row] = ()

    def body(self) -> ComposeResult:
        """How much was done, the line to type in, the list."""
        yield EndsLine(id="how-much", classes="pane-title")
        yield Input(placeholder=tr("type to find a line"))
        yield ActList()

    @property
    def lines(self) -> ActList:
        """The list."""
        return self.query_one(ActList)

    @property
    def current(self) -> Act | None:
        """The act at the cursor."""
        row = self._rows[self.lines.cursor] if self._rows else None
        return row if isinstance(row, Act) else None

    def show_project(self) -> None:
        """The log as it is now; the cursor stays on its act."""
        self._acts = self.project.history.acts()
        self.lines.coder_width = min(max((len(act.coder) for act in self._acts), default=0), CODER_WIDTH)
        here = self.current
        self._arrange(here.id if here else None)
        if not self._acts:
            self.say(tr("Nothing was done yet"))

    def on_input_changed(self) -> None:
        """Other words, other acts."""
        self._arrange(None)

    def _arrange(self, wanted: int | None) -> None:
        found = with_words(self._acts, self.query_one(Input).value)
        self._rows = by_day(found)
        places = [place for place, row in enumerate(self._rows) if isinstance(row, Act) and row.id == wanted]
        self.lines.show_rows(self._rows, next(iter(places), 0))
        self.query_one("#how-much", EndsLine).left = f"{tr('History')} · {trn('{n} act', '{n} acts', len(found))}"

    def action_move(self, step: int) -> None:
        """The next or previous act."""
        self.lines.action_move(step)

    def action_page(self, step: int) -> None:
        """A screenful on or back."""
        self.lines.action_page(step)

    def on_passage_list_chosen(self) -> None:
        """A click on the act at the cursor leads to its place."""
        self.action_go()

    def action_go(self) -> None:
        """To the place of the act at the cursor, if it was done in a text."""
        act = self.current
        place = self.project.history.place(act.id) if act else None
        if place is not None:
            self.workbench.open_document(*place)
        elif act is not None:
            self.say(tr("This was done in no text, or its text is gone"))

    def action_undo_this(self) -> None:
        """Take back the act at the cursor alone, after a question."""
        act = self.current
        if act is None:
            return
        if act.undone:
            self.say(tr("This is undone already"))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.project.history.undo(act=act.id)
                self.did(undone_words(act, self.project.coder, self.workbench.visit.at))

        self.app.push_screen(Confirm(tr("Undo just this?"), f"{clock(act.at)} {act.coder}: {act.label}"), answered)

    def action_back(self) -> None:
        """No words to find any more; with none, back to where one came from."""
        if self.query_one(Input).value:
            self.query_one(Input).value = ""
        else:
            self.workbench.action_show(self.workbench.came_from)


def with_words(acts: Sequence[Act], typed: str) -> list[Act]:
    """The acts that all the typed words stand in: in what was done, why, and by whom."""
    wanted = plain(typed).split()
    return [act for act in acts if all(word in plain(f"{act.coder} {act.label}") for word in wanted)]


def by_day(acts: Sequence[Act]) -> list[Row]:
    """Acts below the days on which they were done."""
    rows: list[Row] = []
    for day, group in groupby(acts, lambda act: day_of(act.at)):
        words = long_date(day, LANGUAGE.get())
        rows += [words[0].upper() + words[1:], *group]
    return rows


def act_lines(act: Act, width: int, coder_width: int = CODER_WIDTH) -> list[PassageLine]:
    """An act in the list: when, who, what and why; what does not stand any more is quiet and says so."""
    head = f"{clock(act.at)[-5:]}  {fitted(act.coder, coder_width)}  "
    undone = f" · {tr('undone since')}" if act.undone else ""
    words = wrapped(f"{visible(act.label, one_line=True)}{undone}", max(width - len(head), 10)) or [""]
    return [
        PassageLine("", (head if row == 0 else " " * len(head)) + text, act.undone or act.undoes is not None)
        for row, text in enumerate(words)
    ]
