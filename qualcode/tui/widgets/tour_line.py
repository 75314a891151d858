"""Two quiet lines above the status line: what the tour asks for, and the keys for it."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from qualcode.tui.widgets.status_line import fitted, line_of
from qualcode.tui.words import tr


class TourLine(Widget):
    """Shown while the tour is on; it takes no key and no focus."""

    DEFAULT_CSS = """
    TourLine { dock: bottom; height: 2; margin-bottom: 1; padding: 0 1; background: $panel; display: none; }
    """

    lines: reactive[tuple[str, str]] = reactive(("", ""))

    def render(self) -> Content:
        """The step with the way out at its right, and below it what to press."""
        width = self.size.width
        step, how = self.lines
        return Content.assemble((line_of(step, tr("Esc: leave the tour"), width), "bold"), "\n", fitted(how, width))
