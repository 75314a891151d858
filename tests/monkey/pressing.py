"""Keys pressed at random on all screens, with some typing and some mouse, and what must hold afterwards."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from sqlite3 import connect

from textual.events import MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp, Paste
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from qualcode.errors import QualcodeError
from qualcode.project.project import Project, open_project
from qualcode.tui.actions import ACTIONS, SCREENS
from qualcode.tui.dialogs import AskPath
from tests.monkey.colleague import COLLEAGUE, Colleague
from tests.monkey.watching import SPARED, Walk, Watched, name_of

KEYS = sorted(
    {key for action in ACTIONS if action.id not in SPARED for key in action.keys.replace(" ", ",").split(",")}
)
ANSWERS = ["enter", "enter", "enter", "escape", "tab", "down", "up", "space", "y", "n", "å", "X", "1", "backspace"]
TYPED = ["vente", "skjønn", "Årsak ø", "plass, jobb", "måltall*", "12", "(", "2031-02-30", "  ", "Œuvre 𝒳"]
PASTED = [
    *("Blåbærsyltetøy på ÆØÅ", "en linje\nog en til\r\n\tmed innrykk", "\x1b[31mrødt\x1b[0m\x07", "å" * 3000),
    *("[b]ikke tykt[/b] {navn} %s «»", "e\u0301\u200b\u202eabc 👩‍👩‍👧 \U0001d4b3", "1. Hva skjedde?\n   - Og så?\n"),
]
# How long and after how little work Textual's pilot takes the program to be idle: 20 ms a key are too many here.
HASTE = (0.004, 0.002)
TYPED_IN = "-monkey-was-here"
PATIENCE = 6  # keys in dialogs before the monkey begins to leave them
OTHER_SIZES = [(80, 24), (200, 50), (60, 12), (30, 8), (132, 43)]
# What acts change is undone. Who has been at work is a fact and no act: coders are not taken back.
NOT_UNDONE = frozenset({"action", "change", "presence", "coder"})


class Monkey:
    """Presses, types and clicks; goes where it has been least and takes the key it took least."""

    def __init__(
        self,
        pilot: Pilot[None],
        chance: Random,
        walk: Walk,
        size: tuple[int, int],
        files: Sequence[str],
        colleague: Colleague,
    ) -> None:
        assert isinstance(pilot.app, Watched)
        self._pilot, self._app, self._chance, self._walk = pilot, pilot.app, chance, walk
        self._size, self._files, self._colleague = size, files, colleague
        self._asked_for = 0

    async def go(self, count: int) -> None:
        """So many keys; a click or a paste is one too, and so is a word typed letter by letter as many as it has."""
        while self._walk.screens.total() < count and self._app._exception is None:
            if self._chance.random() < 0.01:
                self._walk.pressed.append(self._colleague.act())
            await self._next()()

    def _next(self) -> Callable[[], Awaitable[None]]:
        asked = isinstance(self._app.screen, ModalScreen)
        self._asked_for = self._asked_for + 1 if asked else 0
        roll = self._chance.random()
        if self._asked_for > PATIENCE and roll < 0.35:
            return self._leave_dialog
        here = self._walk.screens[self._app.current_mode]
        if not asked and roll < (0.05 if here < self._fair_share() else 0.2):
            return self._go_elsewhere
        roll = self._chance.random()
        if roll < 0.05:
            return self._use_mouse
        if roll < 0.055:
            return self._resize
        typing = self._app.focused
        if isinstance(typing, Input | TextArea) and roll < (0.2 if typing.has_class(TYPED_IN) else 0.5):
            typing.add_class(TYPED_IN)
            return self._write
        return self._press_answer if asked and roll < 0.7 else self._press_neglected if roll < 0.93 else self._press_any

    def _fair_share(self) -> float:
        return 20 + self._walk.screens.total() / len(SCREENS)

    async def _do(self, name: str, act: Awaitable[object]) -> None:
        screen, shown, began = self._app.current_mode, self._app.screen, time.monotonic()
        await act
        self._walk.note(name, screen, shown, time.monotonic() - began)

    # ── keys ──

    async def _press(self, key: str) -> None:
        if isinstance(self._app.screen, AskPath) and key in ("slash", "/"):
            return  # Nothing is to be written elsewhere.
        await self._do(key, self._pilot.press(key))

    async def _press_answer(self) -> None:
        await self._press(self._chance.choice(ANSWERS))

    async def _leave_dialog(self) -> None:
        await self._press(self._chance.choice(["escape", "enter"]))

    async def _press_any(self) -> None:
        await self._press(self._chance.choice(KEYS))

    async def _press_neglected(self) -> None:
        """One of the keys that do something here, rather one that did it seldom."""
        active = self._app.screen.active_bindings
        keys = [key for key, bound in active.items() if bound.enabled and bound.binding.id not in SPARED]
        if not keys:
            return await self._press_any()
        often = [self._walk.ran[name_of(active[key].binding.action, active[key].node)] for key in keys]
        [key] = self._chance.choices(keys, [1 / (1 + times) ** 2 for times in often])
        await self._press(key)

    async def _go_elsewhere(self) -> None:
        """To a screen that got few keys so far."""
        names = sorted(SCREENS)
        [name] = self._chance.choices(names, [1 / (10 + self._walk.screens[name]) ** 2 for name in names])
        self._app.action_show(name)
        await self._pilot.pause()
        self._walk.pressed.append(f"to {name}")

    async def _write(self) -> None:
        """Type a word, or paste something at once, and more often than not be done."""
        if isinstance(self._app.screen, AskPath):
            await self._press("ctrl+u")
            await self._paste(self._chance.choice(self._files))
        elif self._chance.random() < 0.3:
            await self._paste(self._chance.choice(PASTED))
        else:
            for letter in self._chance.choice(TYPED):
                await self._press(letter)
        if self._chance.random() < 0.6:
            await self._press("enter" if isinstance(self._app.focused, Input) else "ctrl+s")

    async def _paste(self, text: str) -> None:
        async def paste() -> None:
            self._app.post_message(Paste(text))
            await self._pilot.pause()

        await self._do(f"paste {text[:20]!r}", paste())

    # ── mouse and terminal ──

    async def _use_mouse(self) -> None:
        at, to = self._somewhere(), self._somewhere()
        way = self._chance.choice(["click", "click", "double", "triple", "shift", "drag", "wheel"])
        await self._do(f"{way} {at}", self._point(way, at, to))

    async def _point(self, way: str, at: tuple[int, int], to: tuple[int, int]) -> None:
        if way == "wheel":
            return await self._send(self._chance.choice([MouseScrollDown, MouseScrollUp]), at)
        for _ in range({"double": 2, "triple": 3}.get(way, 1)):
            await self._send(MouseMove, at)
            await self._send(MouseDown, at, shift=way == "shift")
            if way == "drag":
                await self._send(MouseMove, to)
            await self._send(MouseUp, to if way == "drag" else at, shift=way == "shift")

    async def _send(self, kind: type[MouseEvent], at: tuple[int, int], *, shift: bool = False) -> None:
        """As the terminal does: the application finds out whom it is for, and makes clicks of it."""
        button = 0 if issubclass(kind, MouseScrollDown | MouseScrollUp) else 1
        self._app.post_message(kind(None, *at, 0, 0, button, shift, False, False))
        await self._pilot.pause()

    def _somewhere(self) -> tuple[int, int]:
        width, height = self._app.screen.size
        return self._chance.randrange(max(1, width)), self._chance.randrange(max(1, height))

    async def _resize(self) -> None:
        """Another size for a key or two, and back."""
        size = self._chance.choice(OTHER_SIZES)
        await self._do(f"size {size}", self._pilot.resize_terminal(*size))
        await self._press_neglected()
        await self._do(f"size {self._size}", self._pilot.resize_terminal(*self._size))


async def visit(
    project: Project, seed: int, size: tuple[int, int], count: int, walk: Walk, files: Sequence[str] = (".",)
) -> None:
    """Let the monkey in; raises AssertionError where it left something wrong, and whatever crashed."""
    before, start = content(project), project.last_act()
    app, chance = Watched(project, walk), Random(f"{seed} {size}")
    try:
        with closing(open_project(project.info().location, coder=COLLEAGUE)) as other:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await Monkey(pilot, chance, walk, size, files, Colleague(other, chance)).go(count)
                await app.workers.wait_for_complete()
                await pilot.pause()
    finally:
        walk.acts = project.last_act() - start
    assert walk.ended == [], "what cannot be done ended the loop of a widget, which is gone from the screen"
    assert walk.screens.total() >= count, "the program was left"
    assert project.check() == []
    take_back(project, start)
    assert project.check() == [], "after undoing everything"
    after = content(project)
    changed = [table for table in before.keys() | after.keys() if before.get(table) != after.get(table)]
    assert changed == [], f"not as before: {changed}"


def content(project: Project) -> dict[str, list[str]]:
    """Every row of every table of the file, but those that undoing adds to."""
    with closing(connect(Path(project.info().location))) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        wanted = [name for name in names if name not in NOT_UNDONE]
        return {table: sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"'))) for table in wanted}


def take_back(project: Project, start: int) -> None:
    """Undo all that stands of what was done since an act, the newest first, and what was undone of earlier acts."""
    while True:
        since = [act for act in project.history.acts() if act.id > start and not act.undone]
        standing = [act for act in since if act.undoes is None or act.undoes <= start]
        if not standing:
            return
        try:
            project.history.undo(act=standing[0].id)
        except QualcodeError as error:
            raise AssertionError(f"«{standing[0].label}» cannot be undone: {error.message}") from error
