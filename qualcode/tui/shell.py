"""The application around any project: settings, themes, notices, errors in words, and what is said after a crash."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from textual import events, on
from textual.app import App
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from qualcode.errors import QualcodeError
from qualcode.text.symbols import visible
from qualcode.tui.crash import write_crash_log
from qualcode.tui.furnishing import Furnishing
from qualcode.tui.words import LANGUAGE, tr


class Shell(App[None], inherit_bindings=False):
    """What the workbench does whatever it is opened on."""

    def __init__(self, language: str) -> None:
        LANGUAGE.set(language)
        # Without this, NO_COLOR would still send greys, and black on black in the terminal's own colours.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self.language = language
        self.keys: Mapping[str, str] = {}
        self.furnishing = Furnishing(self)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What a theme asks for beyond its colours goes first."""
        return [*self.furnishing.filters, *super().get_line_filters()]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The cursor where one types blinks only if it may."""
        self.furnishing.still(event.widget)

    def tell(self, error: QualcodeError) -> None:
        """What could not be done, and what to do about it."""
        words = visible(f"{error.message}\n{error.hint}".strip())
        self.notify(words, severity="warning", markup=False, timeout=8)

    def notify(self, message: str, **options: Any) -> None:
        """A notice, away from where one is typing."""
        self.make_way()
        super().notify(message, **options)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def make_way(self) -> None:
        """Put notices above where the cursor is in the lower half of the screen, below elsewhere."""
        typing = isinstance(self.focused, Input | TextArea)
        self.set_class(typing and self.cursor_position.y * 2 > self.size.height, "-notices-above")

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Mapping[str, DOMNode] | None = None
    ) -> bool:
        """Every action, by key or palette: what cannot be done is told in words."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except QualcodeError as error:
            self.tell(error)
            return True

    def action_next_theme(self) -> None:
        """The next of our own themes, remembered."""
        self.furnishing.next_theme()

    def action_settings(self, chosen: str = "theme") -> None:
        """The settings, changed while they are looked at."""
        from qualcode.tui.widgets.settings_dialog import SettingsDialog

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(SettingsDialog(self.furnishing.settings, self.furnishing.change, chosen))

    async def speak(self, language: str) -> None:
        """Say everything in another language from now on."""
        LANGUAGE.set(language)
        self.language = language

    def secure(self) -> None:
        """Store what is not stored yet; the program is about to end."""

    def _handle_exception(self, error: Exception) -> None:
        """What cannot be done is told in words; after a fault of ours, that the work is safe and where the log is."""
        if isinstance(error, QualcodeError):
            self.tell(error)
            return
        if self.is_headless:
            super()._handle_exception(error)
            return
        path = write_crash_log(error)
        self.secure()
        self.exit(return_code=1, message=farewell(str(path)))


def farewell(path: str) -> str:
    """What is said when the program fails."""
    stopped = tr("qualcode stopped because of an error in the program.")
    work = tr("Everything you did is stored in the project.")
    return f"{stopped} {work}\n{tr('The details are in {path}', path=path)}"
