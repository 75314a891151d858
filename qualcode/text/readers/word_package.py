"""What lies around the text of a Word document: its parts, what they refer to, and its styles.

A document may be in the transitional or the strict form of the format, which differ in their namespaces alone; names
are therefore compared without them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from qualcode.errors import InvalidInput
from qualcode.text.readers.archives import Archive, inside
from qualcode.text.readers.markup import attribute, child, every, name_of, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_KIND = "the Word document"
_OFF = frozenset(["0", "false", "off", "none"])
_QUOTES = ("quote", "quotation", "sitat")
_LONGEST_CHAIN = 30
_Value = TypeVar("_Value")


class Relation(NamedTuple):
    """What a part refers to: the last word of the relation's type, the target, and whether that lies elsewhere."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a Word document that its main part refers to."""

    def __init__(self, data: bytes) -> None:
        """Open the package and read its main part."""
        self._archive = Archive(data, _KIND)
        main = next((each.target for each in self._relations("") if each.kind == "officeDocument"), "word/document.xml")
        self.document = self._parsed(main)
        self.body = child(self.document, "body")
        if name_of(self.document) != "document" or self.body is None:
            raise InvalidInput(
                "the Word document is damaged: it has no text", "open it in Word and save it again as docx"
            )
        self.relations = tuple(self._relations(main))

    def parts(self, kind: str) -> Iterator[_Element]:
        """The parts of a kind, parsed; one that is referred to but missing is passed over, as Word does."""
        for relation in self.relations:
            if relation.kind == kind and not relation.external and relation.target in self._archive:
                yield self._parsed(relation.target)

    def part(self, kind: str) -> _Element | None:
        """The first part of a kind, if there is one."""
        return next(self.parts(kind), None)

    def _parsed(self, name: str) -> _Element:
        """A part's root element."""
        return parse_xml(self._archive.read(name))

    def _relations(self, name: str) -> Iterator[Relation]:
        """What a part refers to, the package itself being the part without a name."""
        folder, file = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{file}.rels")
        if listed not in self._archive:
            return
        for element in every(self._parsed(listed), "Relationship"):
            kind = attribute(element, "Type").rpartition("/")[2]
            external = attribute(element, "TargetMode") == "External"
            target = attribute(element, "Target")
            yield Relation(kind, target if external else inside(folder, target), external)


# ── styles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; None where it leaves it to the style that it is based on. Level 0 is no heading."""

    based_on: str
    level: int | None
    quote: bool | None
    italic: bool | None
    bold: bool | None
    hidden: bool | None
    number: tuple[str, int] | None


class Styles:
    """The styles of a document by their identity, each with what it inherits."""

    def __init__(self, root: _Element | None) -> None:
        """Read the styles, if the document has any."""
        found = () if root is None else every(root, "style")
        self._styles = {attribute(style, "styleId"): _style(style) for style in found}

    def level(self, style: str) -> int:
        """The level of the headings a style makes, 0 for one that makes none."""
        return self._inherited(style, lambda each: each.level) or 0

    def is_quote(self, style: str) -> bool:
        """Whether a style is one for block quotes."""
        return bool(self._inherited(style, lambda each: each.quote))

    def is_italic(self, style: str) -> bool:
        """Whether a style is italic."""
        return bool(self._inherited(style, lambda each: each.italic))

    def is_bold(self, style: str) -> bool:
        """Whether a style is bold."""
        return bool(self._inherited(style, lambda each: each.bold))

    def is_hidden(self, style: str) -> bool:
        """Whether Word does not show what has a style."""
        return bool(self._inherited(style, lambda each: each.hidden))

    def number(self, style: str) -> tuple[str, int] | None:
        """The list and the level in it that a style puts its paragraphs in."""
        return self._inherited(style, lambda each: each.number)

    def _inherited(self, style: str, said: Callable[[Style], _Value | None]) -> _Value | None:
        """What a style or the nearest it is based on says; a circle of styles ends somewhere."""
        for _ in range(_LONGEST_CHAIN):
            found = self._styles.get(style)
            if found is None:
                return None
            value = said(found)
            if value is not None:
                return value
            style = found.based_on
        return None


def _style(style: _Element) -> Style:
    """A style as it is written; Word names its own styles in English in every language."""
    name = value(child(style, "name")).casefold()
    run, paragraph = child(style, "rPr"), child(style, "pPr")
    return Style(
        value(child(style, "basedOn")),
        _style_level(name, value(child(paragraph, "outlineLvl"))),
        True if attribute(style, "type") == "paragraph" and any(word in name for word in _QUOTES) else None,
        switched(run, "i"),
        switched(run, "b"),
        switched(run, "vanish"),
        list_place(paragraph),
    )


def _style_level(name: str, outline: str) -> int | None:
    """The heading level a style has by its outline level or its name."""
    if name == "title":
        return 1
    if name.startswith("heading ") and name[8:].isdecimal():
        return min(int(name[8:10]), 9)
    return outline_level(outline)


def outline_level(outline: str) -> int | None:
    """A heading level from Word's outline level, which counts from 0 and has 9 for body text."""
    if not outline.isdecimal():
        return None
    return int(outline) + 1 if outline in "012345678" else 0


def list_place(properties: _Element | None) -> tuple[str, int] | None:
    """The list and level that paragraph properties name; without a level it is the first."""
    place = child(properties, "numPr")
    identity, level = child(place, "numId"), value(child(place, "ilvl"))
    if identity is None:
        return None
    return value(identity), int(level) if level in tuple("012345678") else 0


def switched(properties: _Element | None, name: str) -> bool | None:
    """Whether run properties switch something on or off, None where they do not say."""
    element = child(properties, name)
    return None if element is None else value(element).casefold() not in _OFF


def value(element: _Element | None) -> str:
    """The `w:val` of an element that may be missing."""
    return attribute(element, "val")
