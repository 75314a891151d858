"""The application around any project: settings, themes, notices, errors in words, and what is said after a crash."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from textual import events, on
from textual.app import App
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from qualcode.errors import QualcodeError
from qualcode.text.symbols import visible
from qualcode.tui.actions import first_keys
from qualcode.tui.crash import write_crash_log
from qualcode.tui.furnishing import Furnishing
from qualcode.tui.style_sheets import StyleSheets
from qualcode.tui.typing_ahead import TypingAhead
from qualcode.tui.widgets.key_panel import KeyPanel, following
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.words import LANGUAGE, tr

Line = TypeVar("Line", bound=Widget)


class Shell(App[None], inherit_bindings=False):
    """What the workbench does whatever it is opened on."""

    def __init__(self, language: str) -> None:
        LANGUAGE.set(language)
        # Without this, NO_COLOR would still send greys, and black on black in the terminal's own colours.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.stylesheet = StyleSheets(variables=self.get_css_variables())
        self.animation_level = "none"
        self.language = language
        self.keys: Mapping[str, str] = {}
        self._first_keys = first_keys({})
        self.furnishing = Furnishing(self)
        self._ahead = TypingAhead(self, super().on_event)

    async def on_event(self, event: events.Event) -> None:
        """Keys that come together are heard one after the other."""
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen_stack:
            await self._ahead.take(event)
        else:
            await super().on_event(event)

    def have_keys(self, keys: Mapping[str, str]) -> None:
        """Let actions have the person's own keys."""
        self.keys = keys
        self._first_keys = first_keys(keys)
        self.set_keymap(keys)

    async def on_key(self, event: events.Key) -> None:
        """A key after which another may follow shows which; the panel that does hears the next one.

        Keys are taken here, where all arrive that nobody typed, so that two pressed at once meet in their order.
        """
        panel = self._key_panel
        if (line := self._in_front(StatusLine)) is not None:
            line.go_on()
        if self._ahead.take_back(event):
            event.prevent_default()
        elif panel is not None and panel.is_open:
            event.prevent_default()
            await panel.hear(event.key)
        elif panel is not None and event.key in self._first_keys:
            found = following(self.screen.active_bindings, event.key)
            if found:
                event.prevent_default()
                panel.open(event.key, found)

    @on(events.MouseDown)
    @on(events.Resize)
    def leave_keys(self) -> None:
        """Whoever goes elsewhere no longer waits for a second key."""
        if self._key_panel is not None:
            self._key_panel.leave()

    @property
    def _key_panel(self) -> KeyPanel | None:
        return self._in_front(KeyPanel)

    def _in_front(self, kind: type[Line]) -> Line | None:
        """What there is of a kind of line on the screen in front."""
        front = self.screen_stack[-1].children if self.screen_stack else ()
        return next((child for child in front if isinstance(child, kind)), None)

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
        """A notice, away from where one is typing; one that still stands is not put up again."""
        self.make_way()
        if all(notice.message != message for notice in self._notifications):
            super().notify(message, **options)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def make_way(self) -> None:
        """Put notices above where the cursor is in the lower half of the screen, below elsewhere."""
        typing = bool(self.screen_stack) and isinstance(self.focused, Input | TextArea)
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
        """The next of our own themes, remembered; the status line has its name."""
        name = self.furnishing.next_theme()
        if (line := self._in_front(StatusLine)) is not None:
            line.say(tr("Theme: {name}", name=name))

    def action_settings(self, chosen: str = "theme") -> None:
        """The settings, changed while they are looked at."""
        from qualcode.tui.widgets.settings_dialog import SettingsDialog

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(SettingsDialog(self.furnishing.settings, self.furnishing.change, chosen))

    async def speak(self, language: str) -> None:
        """Say everything in another language from now on."""
        LANGUAGE.set(language)
        self.language = language

    def call_from_thread(self, callback: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """What a thread has found out is told, unless it took so long that whom it is for was closed meanwhile."""
        hearer = getattr(callback, "__self__", None)

        def tell() -> Any:
            gone = isinstance(hearer, Widget) and hearer._pruning
            return None if gone else callback(*args, **options)

        return super().call_from_thread(tell)

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
