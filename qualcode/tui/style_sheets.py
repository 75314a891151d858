"""Style sheets that are parsed once under the same colours."""

from __future__ import annotations

from typing import Any

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

PARSED: dict[tuple[tuple[str, str], ...], LRUCache[tuple[Any, ...], list[RuleSet]]] = {}
"""What is parsed, by the colours: those of a theme that was shown before come back at once."""


class StyleSheets(Stylesheet):
    """What Textual parses twice for each screen that is first shown, half of the time that it takes to come up.

    Of a sheet with a fault nothing is taken, as in Textual: what stood before stays.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._take_parsed()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take what is parsed under these colours, if they are others."""
        if variables != self._variables:
            self._parse_cache = LRUCache(1)  # This is emptied, not what other colours share.
            super().set_variables(variables)
            self._take_parsed()

    def _take_parsed(self) -> None:
        self._parse_cache = PARSED.setdefault(tuple(sorted(self._variables.items())), LRUCache(256))

    def reparse(self) -> None:
        """Take what is parsed already, and parse the rest."""
        self.parse()
