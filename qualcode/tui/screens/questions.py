"""Asking from a screen: what comes back is heard only where there is an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import ModalScreen

from qualcode.tui.screens.work_screen import WorkScreen


def ask(screen: WorkScreen, dialog: ModalScreen[Any], then: Callable[[Any], None]) -> None:
    """Put a question; `then` hears only an answer."""
    screen.app.push_screen(dialog, lambda answer: then(answer) if answer is not None else None)
