"""The settings on the screen: what is changed here holds at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.tui.dialogs import Dialog
from qualcode.tui.screens.start import shortened
from qualcode.tui.settings import CHOICES, Settings, neighbour, settings_file, shown_value, title
from qualcode.tui.words import tr

TITLE_WIDTH = 30


class SettingsDialog(Dialog[None]):
    """One line a setting; ← and → go through what it can be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", show=False, priority=True),
        Binding("left", "turn(-1)", show=False, priority=True),
    ]

    def __init__(self, settings: Settings, change: Callable[[str, Any], Settings], chosen: str = "theme") -> None:
        super().__init__(tr("Settings"))
        self._settings, self._change, self._chosen = settings, change, chosen

    def question(self) -> ComposeResult:
        """The settings with what they are now."""
        yield OptionList(markup=False)

    def keys(self) -> str:
        """What the keys do, and where the file is."""
        place = tr("They lie in {path}, keys of your own too.", path=shortened(str(settings_file())))
        return f"{tr('← → or Enter: change · Esc: close')}\n{place}"

    def on_mount(self) -> None:
        """Stand on the line that was changed last."""
        self._fill()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter turns too."""
        self.action_turn(1)

    def action_turn(self, step: int) -> None:
        """The next or previous thing that the setting can be."""
        highlighted = self.query_one(OptionList).highlighted
        self._chosen = list(CHOICES)[highlighted or 0]
        wanted = neighbour(self._chosen, getattr(self._settings, self._chosen), step)
        self._settings = self._change(self._chosen, wanted)
        self._fill()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        options.set_options(setting_line(name, self._settings) for name in CHOICES)
        options.highlighted = list(CHOICES).index(self._chosen)


def setting_line(name: str, settings: Settings) -> Option:
    """A setting and what it is now."""
    value = shown_value(name, getattr(settings, name))
    return Option(Content.assemble(f"{title(name):<{TITLE_WIDTH}}", (value, "bold")), id=name)
