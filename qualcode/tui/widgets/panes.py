"""The panes beside the text of F3: shown, hidden, gone to and left again."""

from __future__ import annotations

from textual.screen import Screen

from qualcode.tui.widgets.code_tree import CodeTree
from qualcode.tui.widgets.transcript import Transcript


class Panes:
    """Codebook to the left, what is here to the right; on a narrow screen they lie above the text."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen

    def other(self) -> None:
        """From the text to the codebook, which comes out if it was folded away, and back."""
        tree = self._screen.query_one(CodeTree)
        if tree.has_focus:
            self.text()
            return
        if not tree.region or not self._screen.query_one("#left").display:
            self.tree()
        tree.focus()

    def tree(self) -> None:
        """Show or hide the codebook."""
        self._screen.toggle_class("-tree" if self._screen.has_class("-narrow") else "-no-tree")
        if not self._screen.query_one("#left").display:
            self._screen.query_one(Transcript).focus()

    def here(self) -> None:
        """Show or hide what is here."""
        self._screen.toggle_class("-no-here" if self._screen.has_class("-very-wide") else "-here")

    def text(self) -> None:
        """Back to reading; on a narrow screen the codebook folds away again."""
        self._screen.remove_class("-tree")
        self._screen.query_one(Transcript).focus()
