"""The application: start, screens, undo and redo, presence, themes, errors in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

from textual.app import App, ScreenStackError
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from qualcode.errors import NotFound, QualcodeError
from qualcode.project.project import Project
from qualcode.project.records import Code
from qualcode.text.symbols import visible
from qualcode.tui import memory
from qualcode.tui.actions import APP, SCREENS, Action, bindings, by_id, read_keymap
from qualcode.tui.crash import write_crash_log
from qualcode.tui.palette import ActionProvider
from qualcode.tui.screens.work_screen import BREAKPOINTS, WorkScreen
from qualcode.tui.themes import THEMES, first_theme
from qualcode.tui.widgets.code_picker import CodePicker, Picked
from qualcode.tui.words import LANGUAGE, tr

POLL_SECONDS = 1.0


class Place(NamedTuple):
    """A place to read at."""

    document: str
    start: int
    end: int | None


class QualcodeApp(App[None], inherit_bindings=False):
    """The workbench on one project, or on none yet."""

    TITLE = "qualcode"
    CSS_PATH = "styles.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {ActionProvider}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = BREAKPOINTS
    MODES: ClassVar[dict[str, Any]] = {name: (lambda name=name: screen_called(name)) for name in ("start", *SCREENS)}

    def __init__(
        self, project: Project | None, *, document: str | None = None, at: int | None = None, language: str = "nb"
    ) -> None:
        LANGUAGE.set(language)
        # Without this, NO_COLOR would still send greys, and black on black in the terminal's own colours.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self.language = language
        self.project = project
        self.keys: Mapping[str, str] = {}
        self.requested: Place | None = Place(document, at or 0, None) if document else None
        self.visit = memory.Visit("", "")

    @property
    def open_project(self) -> Project:
        """The project, on screens that have one."""
        if self.project is None:
            raise NotFound(tr("No project is open"))
        return self.project

    def on_mount(self) -> None:
        """Themes and keys first, then the project or the start screen."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = first_theme(memory.theme(), self.available_themes, plain=self.no_color)
        try:
            self.keys = read_keymap(memory.config_folder() / "keys.toml")
            self.set_keymap(self.keys)
        except QualcodeError as error:
            self.tell(error)
        self.set_interval(POLL_SECONDS, self._poll)
        if self.project is None:
            self.switch_mode("start")
        else:
            self.enter(self.project)

    def enter(self, project: Project) -> None:
        """Open the workbench on a project, where it was left last time."""
        self.project = project
        info = project.info()
        left = memory.last_visit(info.location) or memory.Visit(info.location, info.name)
        self.visit = memory.Visit(info.location, info.name, project.now(), left.document, left.offset, left.codes)
        if self.requested is None and left.document:
            self.requested = Place(left.document, left.offset, None)
        self.switch_mode("coding")
        self.call_after_refresh(self._greet)

    def _greet(self) -> None:
        """After the first paint: say that we are here and hear who else is; an empty project begins with documents."""
        memory.remember(self.visit)
        if self.current_mode == "coding" and not self.open_project.corpus.documents():
            self.action_show("documents")
        try:
            others = self.open_project.enter()
        except QualcodeError as error:
            self.tell(error)
            return
        for coder, host, since in others:
            who = {"coder": coder, "host": host, "since": clock(since)}
            self.notify(tr("{coder} has the project open too ({host}, since {since})", **who), markup=False)

    def open_document(self, document: str, start: int = 0, end: int | None = None) -> None:
        """Go to a place in a document: read there, with the span selected if it has an end."""
        self.requested = Place(document, start, end)
        if self.current_mode == "coding" and isinstance(self.screen, WorkScreen):
            self.screen.on_screen_resume()
        else:
            self.switch_mode("coding")

    def pick_code(self, title: str, done: Callable[[Picked], None], *, create: bool = True) -> None:
        """Ask for a code; `done` hears only what was picked."""
        picker = CodePicker(title, self.open_project.codebook.codes(), self.visit.codes, create=create)

        self.push_screen(picker, lambda picked: done(picked) if picked is not None else None)

    def used(self, code: Code) -> None:
        """Note which code was used last."""
        self.visit = self.visit.using(code.id)

    def last_code(self, codes: Iterable[Code]) -> Code | None:
        """The code used last of those that are still there."""
        by_id = {code.id: code for code in codes}
        return next((by_id[code_id] for code_id in self.visit.codes if code_id in by_id), None)

    def action(self, action_id: str) -> Action:
        """An action of the registry."""
        return by_id()[action_id]

    def name_line(self) -> tuple[str, str]:
        """The two ends of the top line."""
        key = self.keys.get("help", "F1").split(",")[0].upper()
        name = self.open_project.info().name
        return name, " · ".join((self.open_project.coder, tr("saved"), tr("{key} help", key=key)))

    def tell(self, error: QualcodeError) -> None:
        """What could not be done, and what to do about it."""
        words = visible(f"{error.message}\n{error.hint}".strip())
        self.notify(words, severity="warning", markup=False, timeout=8)

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Mapping[str, DOMNode] | None = None
    ) -> bool:
        """Every action, by key or palette: what cannot be done is told in words."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except QualcodeError as error:
            self.tell(error)
            return True

    def action_show(self, name: str) -> None:
        """Go to a screen."""
        if self.project is not None and self.current_mode != name:
            self.switch_mode(name)

    def action_command_palette(self) -> None:
        """Every action by its name."""
        if not isinstance(self.screen, ModalScreen):
            self.push_screen(CommandPalette(placeholder=tr("find an action"), id="--command-palette"))

    def action_undo(self) -> None:
        """Take back what this person did last."""
        acts = self.open_project.history.undo(coder=self.open_project.coder)
        self._caught_up(tr("Undone: {label}", label=acts[0].label))

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        act = self.open_project.history.redo(coder=self.open_project.coder)
        self._caught_up(tr("Done again: {label}", label=act.label))

    def _caught_up(self, message: str) -> None:
        if isinstance(self.screen, WorkScreen):
            self.screen.catch_up()
            self.screen.say(message)

    def action_help(self) -> None:
        """The keys that work here and now."""
        from qualcode.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_open_other(self) -> None:
        """Leave the project for another one."""
        self._leave()
        self.project = None
        self.switch_mode("start")

    def action_next_theme(self) -> None:
        """The next of our own themes, remembered."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]
        memory.remember_theme(self.theme)

    async def action_quit(self) -> None:
        """Leave; everything is stored already."""
        self._leave()
        self.exit()

    def _leave(self) -> None:
        if self.project is not None:
            memory.remember(self.visit)
            self.project.close()

    def _poll(self) -> None:
        """Notice what another program or person wrote."""
        try:
            if isinstance(self.screen, WorkScreen):
                self.screen.catch_up()
        except ScreenStackError:
            pass
        except QualcodeError as error:
            self.tell(error)

    def _handle_exception(self, error: Exception) -> None:
        """What cannot be done is told in words; after a fault of ours, that the work is safe and where the log is."""
        if isinstance(error, QualcodeError):
            self.tell(error)
            return
        if self.is_headless:
            super()._handle_exception(error)
            return
        path = write_crash_log(error)
        work = tr("Everything you did is stored in the project.")
        message = tr("qualcode stopped because of an error in the program.")
        self.exit(return_code=1, message=f"{message} {work}\n{tr('The details are in {path}', path=path)}")


def screen_called(name: str) -> Screen[Any]:
    """A screen by its name, its module loaded now and not at start."""
    module, _, cls = SCREENS.get(name, "qualcode.tui.screens.start:StartScreen").partition(":")
    screen: Screen[Any] = getattr(import_module(module), cls)()
    return screen


def clock(at: str) -> str:
    """A time stamp of the log as local time of day, with the date unless it is today's."""
    from datetime import datetime

    moment = datetime.fromisoformat(at).astimezone()
    today = moment.date() == datetime.now().astimezone().date()
    return moment.strftime("%H:%M" if today else "%d.%m. %H:%M")


def run(project: Project | None, *, document: str | None = None, at: int | None = None, language: str = "nb") -> int:
    """Open the workbench and stay until the person leaves; the exit code of the process."""
    app = QualcodeApp(project, document=document, at=at, language=language)
    app.run()
    if app.project is not None:
        app.project.close()
    return app.return_code or 0


__all__ = ["QualcodeApp", "run"]
