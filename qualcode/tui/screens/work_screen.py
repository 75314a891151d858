"""What all screens of an open project share: the two quiet lines, catching up with the project, errors in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.tui.actions import ACTIONS, by_id, shown_keys
from qualcode.tui.widgets.key_panel import KeyPanel
from qualcode.tui.widgets.status_line import StatusLine, TopLine, fitted
from qualcode.tui.widgets.tour_line import TourLine
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

LONGEST_CODER = 24
BREAKPOINTS: list[tuple[int, str]] = [(0, "-narrow"), (100, "-wide"), (140, "-very-wide")]


class WorkScreen(Screen[None]):
    """A screen on the open project; it composes `body` and shows the project's state in `show_project`."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Project, int] | None = None
        self._hints_wanted = False
        self._showing = False
        self._in_front = True
        # Whether all that is written on the screen is stored.
        self.is_saved = True

    @property
    def workbench(self) -> QualcodeApp:
        """The application, by its own type."""
        from qualcode.tui.app import QualcodeApp

        return cast(QualcodeApp, self.app)

    @property
    def project(self) -> Project:
        """The open project."""
        return self.workbench.open_project

    def compose(self) -> ComposeResult:
        """The screen's own matter between the two lines."""
        yield TopLine()
        yield from self.body()
        yield TourLine()
        yield StatusLine()
        yield KeyPanel()

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    def show_project(self) -> None:
        """Show what the project holds now, keeping the person's place; called when anything in it has changed."""
        raise NotImplementedError

    def leaving(self) -> None:
        """Store what is being written before the project is closed; an error keeps it open."""

    def on_screen_resume(self) -> None:
        """Coming back, show what was done meanwhile, and have the screen as the settings say now."""
        self.workbench.furnishing.fit(self)
        self.workbench.guide.show()
        self._in_front = True
        if not self.catch_up():
            self.show_top()

    def on_screen_suspend(self) -> None:
        """Under a question the top line names no key that is not heard there, nor says what is stored."""
        self._in_front = False
        self.show_top()

    def catch_up(self, show: Callable[[], None] | None = None) -> bool:
        """Show the project anew if anything was done since it was last shown; whether it was.

        `show` is what suffices after one act of this screen's own; where others were at work too, all is shown.
        """
        if not self.is_mounted:
            return False
        newest = (self.project, self.project.last_act())
        if newest == self._shown:
            return False
        alone = self._shown == (newest[0], newest[1] - 1)
        self._shown = newest
        self.nothing_yet("")
        self._showing = True
        try:
            (show if show and alone else self.show_project)()
        finally:
            self._showing = False
        self.refresh_lines_around()
        return True

    @property
    def has_shown(self) -> bool:
        """Whether the project has been shown here at all."""
        return self._shown is not None

    def did(self, message: str, show: Callable[[], None] | None = None) -> None:
        """After an act: show what it changed, and say what was done and how to take it back."""
        self.catch_up(show)
        undo = shown_keys(by_id()["undo"], self.workbench.keys)[0]
        self.query_one(StatusLine).say(message, f" · {tr('{key} undoes it', key=undo)}")

    def say(self, message: str) -> None:
        """A word in the status line; what is said while the project is shown is about what is not there, and stays."""
        if self._showing:
            self.nothing_yet(message)
        else:
            self.query_one(StatusLine).say(message)

    def nothing_yet(self, message: str) -> None:
        """What to do where there is nothing to see; it stands in place of the keys until there is something."""
        self.query_one(StatusLine).standing = message

    def refresh_lines_around(self) -> None:
        """Set the top line and the keys of the moment."""
        self.query_one(TopLine).left = self.project.info().name
        self.show_top()
        self.refresh_hints()

    def show_top(self) -> None:
        """Tell who is at work, whether all is stored, and where help is."""
        if not self.is_mounted or self.workbench.project is None:
            return
        coder = fitted(self.project.coder, min(cell_len(self.project.coder), LONGEST_CODER))
        if not self._in_front:
            self.query_one(TopLine).right = coder
            return
        stored = tr("saved") if self.is_saved else tr("not saved yet")
        if self.project.database.is_read_only:
            stored = tr("write-protected")
        key = shown_keys(by_id()["help"], self.workbench.keys)[0]
        self.query_one(TopLine).right = " · ".join((coder, stored, tr("{key} help", key=key)))

    def refresh_hints(self) -> None:
        """Set the keys of the moment by what has the focus, once for all that one key changes."""
        if not self._hints_wanted:
            self._hints_wanted = self.call_later(self._show_hints)

    def _show_hints(self) -> None:
        self._hints_wanted = False
        self.query_one(StatusLine).show_hints(self.hints())

    def hints(self) -> Iterator[tuple[str, str]]:
        """The keys that work where the focus is, with their short words, in the order of the registry."""
        here = {active.binding.id for active in self.active_bindings.values() if active.enabled}
        for action in ACTIONS:
            if action.hint and action.id in here:
                yield shown_keys(action, self.workbench.keys)[0], tr(action.hint)

    def on_key_panel_unknown(self, message: KeyPanel.Unknown) -> None:
        """Tell that the keys do nothing."""
        self.say(tr("No action has the keys {keys}", keys=message.keys))

    def on_descendant_focus(self) -> None:
        """Other keys work now."""
        self.refresh_hints()

    async def _on_message(self, message: Message) -> None:
        """What cannot be done is told in words, and the screen lives on."""
        try:
            await super()._on_message(message)
        except QualcodeError as error:
            self.workbench.tell(error)
