"""Word's automatic numbers and bullets, which stand nowhere in a document and have to be counted as Word counts them.

A paragraph names a list (`num`), which borrows its nine levels from a definition (`abstractNum`) and may override
them. Lists that share a definition share its counters, unless a list says that it starts anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from qualcode.text.readers.markup import attribute, child, every, name_of
from qualcode.text.readers.numerals import numeral
from qualcode.text.readers.word_package import Styles, switched, value
from qualcode.text.symbol_fonts import bullet

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMS = {
    "decimal": "1", "decimalZero": "01", "ordinal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i",
    "upperRoman": "I", "chicago": "*", "none": "",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"%([1-9])")
_LONGEST_MARKER = 40
_LARGEST_START = 100_000


class _Level(NamedTuple):
    """One level of a list: how it counts, what it prints, after which level it starts anew (0: after none)."""

    start: int
    form: str
    text: str
    restart: int
    legal: bool
    font: str


class _List(NamedTuple):
    """A list: the definition whose counters it uses, its levels, and where it starts anew."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The markers of a document's list items, asked for in the order of its paragraphs."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        """Read the lists of a document, if it has any."""
        self._lists = {} if root is None else dict(_lists(root, styles))
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def marker(self, identity: str, level: int) -> str:
        """The number or bullet of the next paragraph in a list, empty where there is none."""
        found = self._lists.get(identity)
        if found is None or level not in found.levels:
            return ""
        self._count(identity, found, level)
        return _printed(found.levels, self._counts[found.definition], level)

    def _count(self, identity: str, found: _List, level: int) -> None:
        """Count one on, and let the levels below start anew."""
        counts = self._counts.setdefault(found.definition, {})
        if level in found.starts and (identity, level) not in self._begun:
            counts[level] = found.starts[level] - 1
        self._begun.add((identity, level))
        counts[level] = counts.get(level, found.levels[level].start - 1) + 1
        for below in [below for below in counts if below > level]:
            restart = found.levels[below].restart if below in found.levels else below
            if level < restart:
                del counts[below]


def numeral_form(name: str) -> str:
    """The form of numeral that Word calls by a name; the forms of other scripts become digits."""
    return _FORMS.get(name, "1")


def _printed(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    """A marker as Word prints it."""
    own = levels[level]
    if own.form == "bullet":
        return bullet(own.text, own.font)[:_LONGEST_MARKER]

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        shown = levels.get(at, own)
        form = "1" if own.legal and shown.form else shown.form
        return numeral(counts.get(at, shown.start), "" if form == "bullet" else form)

    return _PLACEHOLDER.sub(number, own.text[:_LONGEST_MARKER]).strip()[:_LONGEST_MARKER]


def _lists(root: _Element, styles: Styles) -> Iterator[tuple[str, _List]]:
    """Every list with its levels, overrides laid over those of its definition."""
    definitions = {attribute(each, "abstractNumId"): each for each in every(root, "abstractNum")}
    lists = [each for each in every(root, "num") if attribute(each, "numId")]
    definition_of = {attribute(each, "numId"): value(child(each, "abstractNumId")) for each in lists}
    for element in lists:
        identity = attribute(element, "numId")
        definition = definition_of[identity]
        levels = dict(_levels(definitions.get(definition)))
        # A definition without levels may point to a style, whose own list has them.
        linked = styles.number(value(child(definitions.get(definition), "numStyleLink")))
        if not levels and linked:
            definition = definition_of.get(linked[0], definition)
            levels = dict(_levels(definitions.get(definition)))
        starts: dict[int, int] = {}
        for override in (each for each in element if name_of(each) == "lvlOverride"):
            levels.update(_levels(override))
            if (start := child(override, "startOverride")) is not None:
                starts[_whole(attribute(override, "ilvl"))] = _whole(value(start))
        yield identity, _List(definition, levels, starts)


def _levels(parent: _Element | None) -> Iterator[tuple[int, _Level]]:
    """The levels that stand under a definition or an override."""
    for element in () if parent is None else parent:
        if name_of(element) != "lvl":
            continue
        level = _whole(attribute(element, "ilvl"))
        restart = child(element, "lvlRestart")
        start, form = child(element, "start"), value(child(element, "numFmt"))
        found = _Level(
            1 if start is None else _whole(value(start)),
            "bullet" if form == "bullet" else numeral_form(form),
            value(child(element, "lvlText")),
            level if restart is None else _whole(value(restart)),
            bool(switched(element, "isLgl")),
            attribute(child(element, "rPr", "rFonts"), "ascii"),
        )
        yield level, found


def _whole(text: str) -> int:
    """A number that a list starts with or a level it has; what is none, or absurd, is 0."""
    return min(int(text[:8]), _LARGEST_START) if text[:8].isdecimal() else 0
