"""The workbench with somebody who notes what is run in it, and a door that does not open."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

import qualcode.tui.app
from qualcode.project.project import Project
from qualcode.tui.actions import ACTIONS
from qualcode.tui.app import QualcodeApp

# Leaving is no part of it, by key or by palette; nor is the start screen, which has no project.
SPARED = frozenset({"quit", "project.open", "start.open", "start.new", "start.demo"})
_LEAVING = frozenset(action.run for action in ACTIONS if action.id in SPARED and action.scope == "app")


@dataclass
class Walk:
    """What was pressed, how many keys each screen and each dialog got, and which actions were run how often."""

    pressed: list[str] = field(default_factory=list)
    screens: Counter[str] = field(default_factory=Counter)
    dialogs: Counter[str] = field(default_factory=Counter)
    ran: Counter[str] = field(default_factory=Counter)
    acts: int = 0
    ended: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def note(self, key: str, screen: str, shown: Screen[Any], took: float) -> None:
        """A key that was pressed, where, and how long it took."""
        self.pressed.append(key)
        self.screens[screen] += 1
        if isinstance(shown, ModalScreen):
            self.dialogs[type(shown).__name__] += 1
        self.slowest = max(self.slowest, (took, f"{key} on {screen}"))

    def add(self, other: Walk) -> None:
        """Count another walk in."""
        self.screens += other.screens
        self.dialogs += other.dialogs
        self.ran += other.ran


class Watched(QualcodeApp):
    """The workbench as it is, but for the way out."""

    CSS_PATH = str(Path(qualcode.tui.app.__file__).with_name("styles.tcss"))

    def __init__(self, project: Project, walk: Walk, *, language: str = "nb") -> None:
        super().__init__(project, language=language)
        self._walk = walk

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Mapping[str, DOMNode] | None = None
    ) -> bool:
        """Every action, by key or palette, is counted under its name where it was really run."""
        if action in _LEAVING:
            return True
        handled = await super().run_action(action, default_namespace, namespaces)
        if handled:
            self._walk.ran[name_of(action, default_namespace or self)] += 1
        return handled

    def _handle_exception(self, error: Exception) -> None:
        """What cannot be done is told and all goes on, unless it comes out of the loop of a widget and ends that."""
        trace = error.__traceback__
        if trace is not None and trace.tb_frame.f_code.co_name == "_process_messages_loop":
            self._walk.ended += traceback.format_exception(error)[-1:] + traceback.format_tb(trace)[-2:]
        super()._handle_exception(error)


def name_of(action: object, node: DOMNode) -> str:
    """The id of an action in the registry, or for one that is not registered where and what it is."""
    of_node = (binding for _, binding in node._bindings if binding.action == action)
    return next(map(named, of_node), "") or f"{type(node).__name__} {action}"


def named(binding: Binding) -> str:
    """The id of a binding, if it has one."""
    return binding.id or ""
