"""The value of a coding in one key: a line at the foot of the screen, the text above it in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.project.naming import name_key
from qualcode.text.symbols import visible
from qualcode.tui.widgets.value_scale import value_keys
from qualcode.tui.words import tr


class ValueStrip(ModalScreen[str]):
    """Gives the value whose key was pressed, nothing when the person leaves it, "" when it is to be taken away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "leave", show=False),
        Binding("delete,backspace", "take_away", show=False),
    ]
    DEFAULT_CSS = """
    ValueStrip #values { dock: bottom; height: 1; padding: 0 1; background: $panel; width: 1fr; }
    """

    def __init__(self, code: str, scale: Sequence[str], now: str | None) -> None:
        super().__init__()
        self._code, self._scale, self._now = code, scale, now

    def compose(self) -> ComposeResult:
        """The one line."""
        yield Static(strip_line(self._code, self._scale, self._now), id="values", markup=False)

    def on_key(self, event: events.Key) -> None:
        """A key that stands for a value gives it; others do nothing."""
        value = value_for(event.character or "", self._scale)
        if value is not None:
            event.stop()
            self.dismiss(value)

    def action_leave(self) -> None:
        """As it was before."""
        self.dismiss(None)

    def action_take_away(self) -> None:
        """No value."""
        self.dismiss("")


def strip_line(code: str, scale: Sequence[str], now: str | None) -> Content:
    """The code and its values with their keys, the present one set off."""
    parts: list[tuple[str, str]] = [(f"{visible(code, one_line=True)}: ", "")]
    for value, key in keyed(scale):
        shown = visible(value, one_line=True)
        parts.append((f"{key} " if key not in ("", shown) else "", "dim"))
        parts.append((shown, "bold reverse" if value == now else "bold"))
        parts.append(("  ", ""))
    leave = tr("Esc: leave it") if now is None else tr("Esc: leave it · Delete: no value")
    return Content.assemble(*parts, (leave, "dim"))


def keyed(scale: Sequence[str]) -> list[tuple[str, str]]:
    """The values with their keys: those of one sign are their own key, else the sign or number that stands for them."""
    if all(len(value) == 1 and value.isascii() for value in scale):
        return [(value, value) for value in scale]
    return list(value_keys(scale))


def value_for(typed: str, scale: Sequence[str]) -> str | None:
    """The value that a key gives: by its own key, else by its first letter where only one begins with that."""
    if not typed:
        return None
    by_key = {key: value for value, key in keyed(scale) if key}
    if typed in by_key:
        return by_key[typed]
    begins = [value for value in scale if name_key(value).startswith(name_key(typed))] if typed.strip() else []
    return begins[0] if len(begins) == 1 else None
