"""Where one begins when no project is named: recent projects, opening, a new one, the sample project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from qualcode.errors import QualcodeError
from qualcode.text.symbols import visible
from qualcode.tui import memory
from qualcode.tui.actions import START, bindings, shown_keys
from qualcode.tui.dialogs import AskPath, what_is_taken
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

ENDING = ".qualcode"


class StartScreen(Screen[None]):
    """No project is open yet."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(START)
    DEFAULT_CSS = """
    StartScreen { align: center middle; }
    StartScreen > Vertical { width: 72; max-width: 94%; height: auto; max-height: 96%; }
    StartScreen .title { text-style: bold; margin-bottom: 1; }
    StartScreen .quiet { color: $foreground 60%; margin: 1 0; }
    StartScreen OptionList { height: auto; max-height: 24; border: none; background: $background; padding: 0; }
    StartScreen OptionList:focus { border: none; }
    """

    @property
    def workbench(self) -> QualcodeApp:
        """The application, by its own type."""
        return cast("QualcodeApp", self.app)

    def compose(self) -> ComposeResult:
        """What one can begin with."""
        with Vertical():
            yield Label("qualcode", classes="title")
            yield OptionList(markup=False)
            yield Label(tr("Enter: choose · F1: help · Ctrl+Q: quit"), classes="quiet")

    def on_screen_resume(self) -> None:
        """The projects as they are now."""
        options = self.query_one(OptionList)
        options.clear_options()
        visits = memory.visits()
        for visit in visits:
            words = visible(f"{visit.name}\n  {shortened(visit.location)}")
            options.add_option(Option(words, id=f"project:{visit.location}"))
        if visits:
            options.add_option(None)
        for action in START:
            key = shown_keys(action, self.workbench.keys)[0]
            options.add_option(Option(f"{key}  {tr(action.title)}", id=f"action:{action.run}"))
        options.highlighted = 0
        options.focus()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter chooses."""
        kind, _, what = (event.option.id or "").partition(":")
        if kind == "project":
            self._open(what)
        else:
            await self.workbench.run_action(what, self)

    def _open(self, location: str) -> None:
        from qualcode.project.project import open_project

        try:
            self.workbench.enter(open_project(location))
        except QualcodeError as error:
            self.workbench.tell(error)

    def action_open(self) -> None:
        """Ask for a project file."""
        question = AskPath(tr("Open which project?"), "./", endings=(ENDING,), says=what_is_taken)
        self.app.push_screen(question, lambda path: self._open(path) if path else None)

    def action_new(self) -> None:
        """Ask for a name and make an empty project."""

        def named(path: str | None) -> None:
            if path:
                from qualcode.project.project import create_project

                place = Path(path if path.endswith(ENDING) else path + ENDING)
                try:
                    self.workbench.enter(create_project(place, language=self.workbench.language))
                except QualcodeError as error:
                    self.workbench.tell(error)

        self.app.push_screen(AskPath(tr("Where shall the new project lie?"), "./"), named)

    def action_demo(self) -> None:
        """Write the sample project to a new folder where one is, as the command does, and open it."""
        from qualcode.shipped import new_demo_folder, write_demo

        try:
            self._open(str(write_demo(new_demo_folder())))
        except QualcodeError as error:
            self.workbench.tell(error)


def shortened(location: str) -> str:
    """A path with the home folder as `~`."""
    home = str(Path.home())
    return "~" + location[len(home) :] if location.startswith(home + "/") else location
