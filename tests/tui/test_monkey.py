"""Keys pressed at random on all screens: nothing crashes, the project stays sound, and all of it can be undone."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Input

from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.tui.actions import ACTIONS
from qualcode.tui.app import QualcodeApp

# Leaving is no part of it, nor is what writes files or reads whatever lies in the folder.
SPARED = {
    *("quit", "project.open", "documents.import", "codebook.load", "codebook.export"),
    *("quotes.export", "tables.export", "tables.export_pairs"),
}
KEYS = sorted({key for action in ACTIONS if action.id not in SPARED for key in action.keys.split(",")})
# The same key may be spared on one screen and welcome on another.
SPARED_AT = {(action.scope, key) for action in ACTIONS if action.id in SPARED for key in action.keys.split(",")}
ANSWERS = ["enter", "enter", "enter", "escape", "tab", "down", "up", "space", "y", "n", "å", "X", "1", "backspace"]
SCREENS = ["f2", "f3", "f3", "f3", "f4", "f5", "f6"]


def content(project: Project) -> list[Any]:
    """All that a person can have changed; where an undone row comes back among its equals does not matter."""
    documents = [
        (d.name, d.kind, d.words, d.turns, d.codings, project.corpus.text(d)) for d in project.corpus.documents()
    ]
    speakers = sorted((s.document_id, s.label, s.role) for s in project.corpus.speakers())
    codings = sorted(
        (c.document, c.start, c.end, c.code, c.coder, c.memo, c.key_quote) for c in project.coding.codings()
    )
    memos = sorted((m.text, m.target, m.target_id) for m in project.memos.memos())
    return [documents, speakers, project.codebook.codes(), codings, memos]


async def press_at_random(app: App[None], pilot: Any, chance: random.Random, count: int) -> list[str]:
    """Press so many keys, more of those that answer questions where one is asked; the keys pressed."""
    pressed: list[str] = []
    for _ in range(count):
        asked = len(app.screen_stack) > 1
        key = chance.choice(ANSWERS if asked and chance.random() < 0.8 else SCREENS if chance.random() < 0.08 else KEYS)
        typing = isinstance(app.focused, Input)
        if ("app", key) in SPARED_AT or ((app.current_mode, key) in SPARED_AT and not typing):
            continue
        pressed.append(key)
        await pilot.press(key)
    return pressed


@pytest.mark.parametrize(("seed", "size"), [(1, (80, 24)), (2, (120, 40)), (3, (60, 12)), (4, (150, 40))])
async def test_random_keys_break_nothing(
    small_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    small_project.coder = "Kari"  # Undo by key takes back one's own acts only, and so nothing the fixture did.
    before = content(small_project)
    start = small_project.last_act()
    app = QualcodeApp(small_project, language="nb")
    async with app.run_test(size=size) as pilot:
        pressed = await press_at_random(app, pilot, random.Random(seed), 150)
        await app.workers.wait_for_complete()
    assert small_project.check() == [], pressed
    take_back(small_project, start)
    assert content(small_project) == before, pressed


def take_back(project: Project, start: int) -> None:
    """Undo all that stands of what was done since an act."""
    while True:
        standing = [act for act in project.history.acts() if act.id > start and not act.undone and act.undoes is None]
        if not standing:
            return
        try:
            project.history.undo(act=standing[0].id)
        except QualcodeError as error:
            raise AssertionError(f"«{standing[0].label}» cannot be undone: {error.message}") from error
