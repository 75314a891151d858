"""F1: the keys that work here and now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from qualcode.tui import memory
from qualcode.tui.actions import ACTIONS, SCOPES, Action, by_id, shown_keys
from qualcode.tui.words import tr

KEY_WIDTH = 22


class HelpScreen(ModalScreen[None]):
    """The registry as far as it applies where the person is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,question_mark,q,enter", "dismiss_help", show=False)]

    def __init__(self, under: Screen[object]) -> None:
        super().__init__()
        here = [active.binding.id or "" for active in under.active_bindings.values() if active.enabled]
        scopes = list(dict.fromkeys(by_id()[id_].scope for id_ in here if id_ in by_id()))
        found = [action for action in ACTIONS if action.id in here]
        self._actions = sorted(found, key=lambda action: scopes.index(action.scope))

    def compose(self) -> ComposeResult:
        """Group by group, what belongs to the focus first."""
        keymap = getattr(self.app, "keys", {})
        with Vertical(classes="dialog help"):
            yield Label(tr("Keys that work here"), classes="dialog-title")
            with VerticalScroll():
                yield Static(help_text(self._actions, keymap), markup=False)
            place = memory.config_folder() / "keys.toml"
            yield Label(tr("Esc: close · your own keys: {path}", path=place), classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """Keys scroll the page."""
        self.query_one(VerticalScroll).focus()

    def action_dismiss_help(self) -> None:
        """Back to work."""
        self.dismiss(None)


def help_text(actions: Iterable[Action], keymap: Mapping[str, str]) -> Content:
    """The actions grouped by where they apply; those with the same title share a line."""
    groups: dict[str, dict[str, list[str]]] = {}
    for action in actions:
        keys = groups.setdefault(action.scope, {}).setdefault(action.title, [])
        keys += shown_keys(action, keymap)
    parts = []
    for scope, rows in groups.items():
        lines = [Content.styled(tr(SCOPES[scope]), "bold")]
        for title, keys in rows.items():
            lines.append(Content.assemble((f"  {shortened(keys):<{KEY_WIDTH}}", "bold"), f" {tr(title)}"))
        parts.append(Content("\n").join(lines))
    return Content("\n\n").join(parts)


def shortened(keys: list[str]) -> str:
    """Keys in a row; a run of digits as its ends."""
    if len(keys) > 3 and all(key.isdigit() for key in keys):
        return f"{keys[0]}–{keys[-1]}"
    return "  ".join(keys)
