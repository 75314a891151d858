"""The application on a project: start, screens, undo and redo, presence, polling."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from time import process_time
from typing import Any, ClassVar, NamedTuple, cast

from textual.app import ScreenStackError
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.screen import ModalScreen, Screen

from qualcode.errors import NotFound, QualcodeError
from qualcode.project.project import Project
from qualcode.project.records import Code, first_words
from qualcode.text.symbols import visible
from qualcode.tui import memory
from qualcode.tui.actions import APP, SCREENS, bindings, by_id, shown_keys
from qualcode.tui.acts import clock, redone_words, undone_words
from qualcode.tui.palette import ActionProvider
from qualcode.tui.screens.work_screen import BREAKPOINTS, WorkScreen
from qualcode.tui.shell import Shell
from qualcode.tui.tour import Guide
from qualcode.tui.widgets.code_picker import CodePicker, Picked
from qualcode.tui.words import tr, trn

POLL_SECONDS = 0.5
IN_A_PROJECT = frozenset(("show", "undo", "redo", "open_other", "second_round"))
# Nobody types where so few seconds of processor went since the last poll; so many new objects are worth a look then.
RESTING, MUCH = 0.02, 2_000


class Place(NamedTuple):
    """A place to read at."""

    document: str
    start: int
    end: int | None


class QualcodeApp(Shell, inherit_bindings=False):
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
        super().__init__(language)
        self.project = project
        self.requested: Place | None = Place(document, at or 0, None) if document else None
        self.visit = memory.Visit("", "")
        self.guide = Guide(self)
        self.came_from = "coding"
        self._used = 0.0

    @property
    def open_project(self) -> Project:
        """The project, on screens that have one."""
        if self.project is None:
            raise NotFound("No project is open")
        return self.project

    def on_mount(self) -> None:
        """The person's own settings first, then the project or the start screen."""
        self.furnishing.begin()
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
        self.guide.arrive(project)
        asked = self.requested is not None
        if not asked and left.document:
            self.requested = Place(left.document, left.offset, None)
        self.switch_mode("coding")
        self.call_after_refresh(self._greet, asked)

    def _greet(self, asked_for_place: bool) -> None:
        """After the first paint: say that we are here and hear who else is; an empty project begins with documents."""
        memory.remember(self.visit)
        if self.current_mode == "coding" and not self.open_project.corpus.documents():
            self.action_show("documents")
        if self.open_project.database.is_read_only:
            words = tr("The project file is write-protected: read and export as you like, but nothing can be stored.")
            self.notify(words, severity="warning", markup=False, timeout=20)
            return
        try:
            others = self.open_project.enter()
        except QualcodeError as error:
            self.tell(error)
            return
        key = shown_keys(by_id()["screen.memos"], self.keys)[0]
        for memo in self.open_project.drafts.take_over():
            about = {"title": memo.title or first_words(memo.text), "key": key}
            words = tr("What was being written when the program ended is a memo now: «{title}» · {key}", **about)
            self.notify(visible(words), markup=False, timeout=20)
        for coder, host, since in others:
            who = {"coder": coder, "host": host, "since": clock(since)}
            self.notify(tr("{coder} has the project open too ({host}, since {since})", **who), markup=False)
        if not asked_for_place:
            self.guide.begin_if_first()
        due = len(self.open_project.memos.due())
        if due and isinstance(self.screen, WorkScreen) and self.screen.has_shown:
            self.screen.say(trn("{n} parked idea is due · F8", "{n} parked ideas are due · F8", due))

    def open_document(self, document: str, start: int = 0, end: int | None = None) -> None:
        """Go to a place in a document: read there, with the span selected if it has an end."""
        self.requested = Place(document, start, end)
        if self.current_mode == "coding" and isinstance(self.screen, WorkScreen):
            self.screen.on_screen_resume()
        else:
            self.switch_mode("coding")

    def pick_code(
        self,
        title: str,
        done: Callable[[Picked], None],
        *,
        create: bool = True,
        several: bool = False,
        passage: str = "",
    ) -> None:
        """Ask for a code, or several for one passage; `done` hears only what was picked."""
        codes, recent = self.open_project.codebook.codes(), self.visit.codes
        picker = CodePicker(title, codes, recent, create=create, several=several, passage=passage)
        self.push_screen(picker, lambda picked: done(picked) if picked is not None else None)

    def used(self, code: Code) -> None:
        """Note which code was used last."""
        self.visit = self.visit.using(code.id)

    def last_code(self, codes: Iterable[Code]) -> Code | None:
        """The code used last of those that are still there."""
        by_id = {code.id: code for code in codes}
        return next((by_id[code_id] for code_id in self.visit.codes if code_id in by_id), None)

    def action_show(self, name: str) -> None:
        """Go to a screen."""
        if self.project is not None and self.current_mode != name:
            self.came_from = self.current_mode
            self.switch_mode(name)

    def action_second_round(self) -> None:
        """Go through hits one by one: of the words, the code or the quotes at hand."""
        from qualcode.tui.screens.rounds import RoundsScreen, wanted_at

        wanted = wanted_at(self.screen)
        self.switch_mode("rounds")
        cast(RoundsScreen, self.screen).ask(wanted)

    def action_command_palette(self) -> None:
        """Every action by its name."""
        if not isinstance(self.screen, ModalScreen):
            self.push_screen(CommandPalette(placeholder=tr("find an action"), id="--command-palette"))

    def action_undo(self) -> None:
        """Take back what this person did last."""
        acts = self.open_project.history.undo(coder=self.open_project.coder)
        self._caught_up(undone_words(acts[0], self.open_project.coder, self.visit.at))

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        act = self.open_project.history.redo(coder=self.open_project.coder)
        self._caught_up(redone_words(act, self.open_project.coder, self.visit.at))

    def _caught_up(self, message: str) -> None:
        if isinstance(self.screen, WorkScreen):
            self.screen.catch_up()
            self.screen.say(message)

    def action_help(self) -> None:
        """The keys that work here and now."""
        from qualcode.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The tour is there in the sample project only, the way out of it while it is on; some things in a project."""
        if action in IN_A_PROJECT and self.project is None:
            return False
        return action != "tour" or (self.guide.can_begin if parameters[0] else self.guide.is_on)

    def action_tour(self, go: bool) -> None:
        """Lead through the sample project from where the tour was left; or leave, and say how to come back."""
        if go:
            self.guide.begin()
            return
        self.guide.leave()
        if isinstance(self.screen, WorkScreen):
            key = shown_keys(by_id()["tour"], self.keys)[0]
            self.screen.say(tr("The tour waits for you: {key}", key=key))

    def action_open_other(self) -> None:
        """Leave the project for another one."""
        self._leave()
        if words := last_words(self.project):
            self.notify(words, severity="warning", markup=False, timeout=30)
        self.project = None
        self.switch_mode("start")

    async def action_quit(self) -> None:
        """Leave; everything is stored already."""
        self._leave()
        self.exit(message=last_words(self.project))

    def _leave(self) -> None:
        if self.project is not None:
            self._store_all()
            memory.remember(self.visit)
            self.project.close()

    def _store_all(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, WorkScreen):
                screen.leaving()

    def _poll(self) -> None:
        """Notice what another program or person wrote; where nobody types, look after the memory meanwhile."""
        used = process_time()
        if used - self._used < RESTING and gc.get_count()[0] > MUCH:
            gc.collect(1)
        self._used = used
        try:
            if isinstance(self.screen, WorkScreen):
                self.screen.catch_up()
        except ScreenStackError:
            pass
        except QualcodeError as error:
            self.tell(error)

    def secure(self) -> None:
        """Store what is being written and remember the place, as far as that can still be done."""
        with suppress(Exception):
            self._leave()

    async def speak(self, language: str) -> None:
        """Build the screens anew in another language, at the same place, with the settings in front."""
        here = self.current_mode
        self._store_all()
        await super().speak(language)
        if self.visit.document:
            self.requested = Place(self.visit.document, self.visit.offset, None)
        self.add_mode("between", Screen)
        await self.switch_mode("between")
        for name, screen in self.MODES.items():
            await self.remove_mode(name)
            self.add_mode(name, screen)
        await self.switch_mode(here)
        await self.remove_mode("between")
        self.action_settings("language")


def last_words(project: Project | None) -> str | None:
    """What is worth telling once a project is closed: that it lies elsewhere now."""
    if project is None or project.database.rescued is None:
        return None
    words = tr("The project file was gone. All that is stored was copied to {copy}", copy=project.database.rescued)
    return visible(words)


def screen_called(name: str) -> Screen[Any]:
    """A screen by its name, its module loaded now and not at start."""
    module, _, cls = SCREENS.get(name, "qualcode.tui.screens.start:StartScreen").partition(":")
    screen: Screen[Any] = getattr(import_module(module), cls)()
    return screen


def run(project: Project | None, *, document: str | None = None, at: int | None = None, language: str = "nb") -> int:
    """Open the workbench and stay until the person leaves; the exit code of the process."""
    app = QualcodeApp(project, document=document, at=at, language=language)
    app.run()
    if app.project is not None:
        app.project.close()
    return app.return_code or 0


__all__ = ["QualcodeApp", "run"]
