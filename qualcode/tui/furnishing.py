"""How a person has the workbench: settings read, told of where they are wrong, applied, and changed live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from qualcode.errors import QualcodeError
from qualcode.tui.settings import (
    AUTO,
    Settings,
    changed,
    neighbour,
    read_settings,
    settings_file,
    shown_value,
    spoken_language,
    write_setting,
)
from qualcode.tui.themes import HIGH_CONTRAST, STAND_INS, THEME_NAMES, THEMES, filters_of, first_theme, short_name
from qualcode.tui.widgets.reader_sheet import Sheet

if TYPE_CHECKING:
    from qualcode.tui.shell import Shell


class Furnishing:
    """Keeps the workbench as the settings say."""

    def __init__(self, app: Shell) -> None:
        self._app = app
        self.settings = Settings()
        # What every painted line passes through in the present theme.
        self.filters: list[LineFilter] = []

    def begin(self) -> None:
        """Read the settings, tell what is wrong with them, and set keys and theme."""
        for theme in (*THEMES, *STAND_INS.values()):
            self._app.register_theme(theme)
        self.settings, problems = read_settings(settings_file())
        self._app.have_keys(self.settings.keys)
        self._show_theme()
        for problem in problems:
            self._app.tell(problem)

    def fit(self, screen: Screen[Any]) -> None:
        """Have a screen as the settings say."""
        for sheet in screen.query(Sheet):
            sheet.measure = self.settings.measure
            sheet.show_interviewer_dim = self.settings.dim_interviewer

    def still(self, widget: Widget) -> None:
        """Where nothing is to move by itself, the cursor does not blink either."""
        if isinstance(widget, Input | TextArea):
            widget.cursor_blink = not self.settings.reduced_motion

    def change(self, name: str, value: Any) -> Settings:
        """Set one thing, here and in the file; where the file cannot be written, that is told."""
        self.settings = changed(self.settings, name, value)
        try:
            write_setting(settings_file(), name, value)
        except QualcodeError as error:
            self._app.tell(error)
        if name == "theme":
            self._show_theme()
        elif name == "language":
            self._app.run_worker(self._app.speak(spoken_language(None, self.settings)))
        else:
            self.fit(self._app.screen_stack[0])
        return self.settings

    def next_theme(self) -> str:
        """Go to the theme after the one that is shown; what it is called."""
        following = neighbour("theme", short_name(self._app.theme) or AUTO, 1)
        following = neighbour("theme", AUTO, 1) if following == AUTO else following
        self.change("theme", following)
        return shown_value("theme", following)

    def _show_theme(self) -> None:
        chosen = THEME_NAMES.get(self.settings.theme, "")
        self._app.theme = first_theme(chosen, self._app.available_themes, plain=self._app.no_color)
        self._app.set_class(self._app.theme in HIGH_CONTRAST, "-high-contrast")
        self.filters = [] if self._app.no_color else filters_of(self._app.theme)
