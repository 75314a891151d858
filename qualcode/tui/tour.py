"""The tour of the sample project: ten things to do, each noticed when it was done.

What is asked for and how it is noticed are pure; `Guide` looks at the workbench a few times a second while it is on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.timer import Timer

from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.shipped import is_demo
from qualcode.tui import memory
from qualcode.tui.actions import by_id, shown_keys
from qualcode.tui.screens.help import HelpScreen
from qualcode.tui.widgets.tour_line import TourLine
from qualcode.tui.widgets.transcript import Transcript
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

LOOK_SECONDS = 0.2
FAREWELL_SECONDS = 20.0
READ_ON = 200  # characters between where the caret was and is


@dataclass(frozen=True, slots=True)
class Moment:
    """What the workbench is like as far as the tour asks for it."""

    screen: str = ""
    caret: int = 0
    selected: bool = False
    newest_act: int = 0
    took_back: bool = False
    codings: int = 0
    memos: int = 0
    pins: frozenset[tuple[str, int]] = frozenset()


class Step(NamedTuple):
    """Something to do: what, with which keys, on which screen, and whether it was done since the step began."""

    title: str
    how: str
    screen: str
    done: Callable[[Moment, Moment], bool]


def steps(key: Callable[[str], str]) -> tuple[Step, ...]:
    """The ten steps in the person's language, with the keys that do them, by the ids of their actions."""
    return (
        Step(
            tr("Read on"),
            tr("{key} turns the page. The mouse wheel and the arrows move too.", key=key("reader.page_down")),
            "coding",
            lambda then, now: abs(now.caret - then.caret) >= READ_ON,
        ),
        Step(
            tr("Select a sentence"),
            tr("{key} takes the sentence at the caret, and once more the next one.", key=key("reader.select_sentence")),
            "coding",
            lambda then, now: now.selected,
        ),
        Step(
            tr("Code it"),
            tr("{key}, then some letters of a code, for instance «vent», and Enter.", key=key("text.code")),
            "coding",
            lambda then, now: now.codings > then.codings,
        ),
        Step(
            tr("Take it back"),
            tr("{key} undoes what you did last. {again} does it again.", key=key("undo"), again=key("redo")),
            "coding",
            lambda then, now: now.took_back and now.newest_act > then.newest_act,
        ),
        Step(
            tr("Put a code on a number key"),
            tr("{key} leads to the codebook. Choose a code with ↓ and press 9.", key=key("coding.other_pane")),
            "coding",
            lambda then, now: now.pins != then.pins,
        ),
        Step(
            tr("Write a memo"),
            tr(
                "{back} leads back to the text. {key} opens a memo, Ctrl+S keeps it.",
                key=key("text.memo"), back=key("tree.back"),
            ),
            "coding",
            lambda then, now: now.memos > then.memos,
        ),
        Step(
            tr("See the codebook"),
            tr("{key}. {find} finds a code, {read} leads back to the text.", **_keys(key, "screen.codebook")),
            "",
            lambda then, now: now.screen == "codebook",
        ),
        Step(
            tr("See the quotes"),
            tr("{key}. There, {choose} chooses one code, {copy} copies a quote.", **_keys(key, "screen.quotes")),
            "",
            lambda then, now: now.screen == "quotes",
        ),
        Step(
            tr("See what occurs together"),
            tr("{key}. There, {open} shows the passages behind a number.", **_keys(key, "screen.tables")),
            "",
            lambda then, now: now.screen == "tables",
        ),
        Step(
            tr("Ask for help"),
            tr("{key} shows the keys that work where you are. Type to search in it.", key=key("help")),
            "",
            lambda then, now: now.screen == "help",
        ),
    )  # fmt: skip


def _keys(key: Callable[[str], str], action: str) -> dict[str, str]:
    others = {
        "find": "codebook.find",
        "read": "screen.coding",
        "choose": "quotes.code",
        "copy": "quotes.copy",
        "open": "tables.passages",
    }
    return {"key": key(action), **{name: key(other) for name, other in others.items()}}


def key_of(keymap: Mapping[str, str]) -> Callable[[str], str]:
    """The keys to tell of for an action: the first two, since a terminal may keep one of them for itself."""

    def key(action_id: str) -> str:
        return "/".join(shown_keys(by_id()[action_id], keymap)[:2])

    return key


class Guide:
    """Leads through the steps on the workbench it is given."""

    def __init__(self, app: QualcodeApp) -> None:
        self._app = app
        self.can_begin = False
        self._step = 0
        self._then = Moment()
        self._timer: Timer | None = None
        self._counted = Moment()

    @property
    def is_on(self) -> bool:
        """Whether the tour is going on."""
        return self._timer is not None

    def arrive(self, project: Project) -> None:
        """See whether this is the sample project; one's own is left alone."""
        self.leave()
        self.can_begin = is_demo(project)

    def begin_if_first(self) -> None:
        """Start by itself where the sample project is opened for the first time."""
        if self.can_begin and memory.tour_step() is None:
            self.begin()

    def begin(self) -> None:
        """Go on with the step that was left, or from the first one if all was seen."""
        left = memory.tour_step() or 0
        self._step = left if left < len(self._steps) else 0
        self._then = self._moment(self._app.open_project)
        if self._timer is None:
            self._timer = self._app.set_interval(LOOK_SECONDS, self.look)
        memory.remember_tour_step(self._step)
        self.show()

    def leave(self) -> None:
        """Stop here; the step is remembered."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self.show()

    def look(self) -> None:
        """Notice what was done, and go on to what comes next."""
        if not self._app.screen_stack:
            return  # The workbench is being left.
        if self._app.project is None:
            self.leave()
            return
        now = self._moment(self._app.project)
        if self._step < len(self._steps) and self._steps[self._step].done(self._then, now):
            self._step, self._then = self._step + 1, now
            memory.remember_tour_step(self._step)
            if self._step == len(self._steps):
                self._app.set_timer(FAREWELL_SECONDS, self.leave)
        self.show()

    def show(self) -> None:
        """Say on the screen in front what to do, or nothing any more."""
        for line in self._app.screen_stack[0].query(TourLine):
            line.display = self.is_on
            if self.is_on:
                line.lines = self.words()

    def words(self) -> tuple[str, str]:
        """The two lines: which step this is, and the keys for it."""
        key = key_of(self._app.keys)
        if self._step == len(self._steps):
            other = tr("{key} opens a project of your own.", key=key("project.open"))
            return f"✓ {tr('That was the tour')}", f"{other} {tr('All that can be done: {key}', key=key('palette'))}"
        step = self._steps[self._step]
        number = tr("Tour {n} of {count}", n=self._step + 1, count=len(self._steps))
        how = step.how
        if step.screen and self._app.current_mode != step.screen:
            how = tr("{key} leads back to the text.", key=key("screen.coding"))
        return f"{'✓ ' if self._step else ''}{number} · {step.title}", how

    @property
    def _steps(self) -> tuple[Step, ...]:
        return steps(key_of(self._app.keys))

    def _moment(self, project: Project) -> Moment:
        """What is so now; what takes a look into the project is counted only after an act."""
        try:
            newest = project.last_act()
            if newest != self._counted.newest_act:
                self._counted = counted(project)
        except QualcodeError:
            pass
        return replace(self._counted, **self._seen())

    def _seen(self) -> dict[str, Any]:
        """What is seen on the screens as they are now."""
        work, front = self._app.screen_stack[0], self._app.screen
        seen: dict[str, Any] = {"screen": "help" if isinstance(front, HelpScreen) else self._app.current_mode}
        for reader in work.query(Transcript):
            seen |= {"caret": reader.caret, "selected": reader.selection is not None}
        return seen


def counted(project: Project) -> Moment:
    """What the project holds of what the tour asks for."""
    newest = project.history.acts(limit=1)
    return Moment(
        newest_act=newest[0].id if newest else 0,
        took_back=bool(newest and newest[0].undoes),
        codings=sum(coding.coder == project.coder for coding in project.coding.codings()),
        memos=len(project.memos.memos()),
        pins=frozenset((code.id, code.pin) for code in project.codebook.codes() if code.pin),
    )
