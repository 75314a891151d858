"""Style sheets that are parsed once under the same colours."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class StyleSheets(Stylesheet):
    """What Textual parses twice for each screen that is first shown, half of the time that it takes to come up.

    Of a sheet with a fault nothing is taken, as in Textual: what stood before stays.
    """

    def set_variables(self, variables: dict[str, str]) -> None:
        """Forget what is parsed only if a colour is another one."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Take what is parsed already, and parse the rest."""
        self.parse()
