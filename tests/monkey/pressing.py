"""Keys pressed at random on all screens, and the three things that must hold afterwards."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from sqlite3 import connect

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.project.schema import LOGGED_TABLES
from qualcode.tui.actions import ACTIONS, SCREENS
from qualcode.tui.app import QualcodeApp

# Leaving is no part of it, nor is what writes files or reads whatever lies in the folder.
SPARED = {
    *("quit", "project.open", "documents.import", "codebook.load", "codebook.export"),
    *("quotes.export", "tables.export", "tables.export_pairs"),
    *("guides.import", "guides.export", "memos.export"),
}
KEYS = sorted({key for action in ACTIONS if action.id not in SPARED for key in action.keys.split(",")})
# The same key may be spared on one screen and welcome on another.
SPARED_AT = {(action.scope, key) for action in ACTIONS if action.id in SPARED for key in action.keys.split(",")}
ANSWERS = ["enter", "enter", "enter", "escape", "tab", "down", "up", "space", "y", "n", "å", "X", "1", "backspace"]
GOING_ELSEWHERE = 0.03
# What is at work is a fact and no act: coders are not taken back.
UNDONE = sorted(LOGGED_TABLES - {"coder"})


@dataclass
class Walk:
    """What was pressed, and how many keys each screen or dialog got."""

    pressed: list[str] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)


async def press_at_random(pilot: Pilot[None], chance: Random, count: int, walk: Walk) -> None:
    """Press so many keys, more of those that answer where something is asked; stops where the program is left."""
    app = pilot.app
    assert isinstance(app, QualcodeApp)
    while len(walk.pressed) < count and app.return_code is None:
        asked = len(app.screen_stack) > 1
        walk.met[type(app.screen).__name__] += 1
        if not asked and chance.random() < GOING_ELSEWHERE:
            name = chance.choice(sorted(SCREENS))
            walk.pressed.append(f"to {name}")
            app.action_show(name)
            await pilot.pause()
            continue
        key = chance.choice(ANSWERS if asked and chance.random() < 0.8 else KEYS)
        typing = isinstance(app.focused, Input | TextArea)
        if ("app", key) in SPARED_AT or ((app.current_mode, key) in SPARED_AT and not typing):
            continue
        walk.pressed.append(key)
        await pilot.press(key)


async def visit(project: Project, seed: int, size: tuple[int, int], count: int, walk: Walk) -> None:
    """Let the monkey in; raises AssertionError where it left something wrong, and whatever crashed."""
    before, start = content(project), project.last_act()
    app = QualcodeApp(project, language="nb")
    async with app.run_test(size=size) as pilot:
        await press_at_random(pilot, Random(f"{seed} {size}"), count, walk)
        await app.workers.wait_for_complete()
    assert project.check() == []
    take_back(project, start)
    assert project.check() == [], "after undoing everything"
    changed = [table for table, rows in content(project).items() if rows != before[table]]
    assert changed == [], f"not as before: {changed}"


def content(project: Project) -> dict[str, list[str]]:
    """Every row of every table that acts change."""
    with closing(connect(Path(project.info().location))) as connection:
        return {table: sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"'))) for table in UNDONE}


def take_back(project: Project, start: int) -> None:
    """Undo all that stands of what was done since an act, the newest first."""
    while True:
        standing = [act for act in project.history.acts() if act.id > start and not act.undone and act.undoes is None]
        if not standing:
            return
        try:
            project.history.undo(act=standing[0].id)
        except QualcodeError as error:
            raise AssertionError(f"«{standing[0].label}» cannot be undone: {error.message}") from error
