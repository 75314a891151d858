"""A small part of what `python -m tests.monkey` does at length: nothing crashes, all is sound, all can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project.project import Project
from tests.monkey.pressing import Walk, visit


@pytest.mark.parametrize(("seed", "size"), [(1, (80, 24)), (2, (120, 40)), (3, (60, 12)), (4, (200, 50))])
async def test_random_keys_break_nothing(
    small_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    small_project.coder = "Kari"  # Undo by key takes back one's own acts only, and so nothing the fixture did.
    await visit(small_project, seed, size, 80, Walk())
