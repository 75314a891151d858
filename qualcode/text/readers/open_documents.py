"""The text of OpenDocument texts (odt, and fodt, the same in one file) as LibreOffice shows them, with their structure.

The XML is read directly: it holds nearly all that is shown, in order, but for automatic numbers, which are counted.
Tracked deletions are left out, whether they stand apart from the text or between two signs in it; insertions are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InvalidInput
from qualcode.text.readers.archives import Archive
from qualcode.text.readers.manuscript import Manuscript
from qualcode.text.readers.markup import attribute, child, every, name_of, parse_xml, words_in
from qualcode.text.readers.numerals import numeral
from qualcode.text.source import Notice, Source
from qualcode.text.symbol_fonts import bullet, in_unicode
from qualcode.wording import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

_KIND = "the OpenDocument text"
_NOT_ONE_MESSAGE = "the file is not an OpenDocument text"
_MANIFEST = "META-INF/manifest.xml"
_DEEP_HINT = "open it in LibreOffice and save it again as odt"
_PICTURE_DATA = re.compile(rb"<office:binary-data>[^<]*</office:binary-data>")
_QUOTES = ("quot", "sitat")
_LONGEST_CHAIN = 30
_MOST_SPACES = 200
_LONGEST_MARKER = 40
_LARGEST_START = 100_000
_FULL_FORMAT = re.compile(r"%(\d+)%")

_DRAWINGS = frozenset([
    "frame", "custom-shape", "rect", "ellipse", "circle", "g", "line", "connector", "polygon", "polyline", "path",
    "regular-polygon", "caption", "measure",
])  # fmt: skip
_NO_TEXT = frozenset([
    "sequence-decls", "variable-decls", "user-field-decls", "forms", "title", "desc", "annotation-end", "hidden-text",
    "table-of-content-source", "alphabetical-index-source", "bibliography-source", "note-citation", "binary-data",
])  # fmt: skip
_OBJECTS = frozenset(["object", "object-ole", "plugin", "applet", "floating-frame"])
_ROWS = frozenset(["table-header-rows", "table-rows", "table-row-group"])
_MESSAGES = {
    "insertions": "tracked insertions kept as text: {count}",
    "deletions": "tracked deletions left out: {count}",
    "comments": "comments left out: {count}",
    "hidden text": "pieces of hidden text left out: {count}",
    "diagrams": "charts, formulas or embedded files left out: {count}",
    "headers or footers": "lines of headers and footers left out: {count}",
}


def read_odt(data: bytes) -> Source:
    """The text of an odt, refused in words when it is damaged, locked with a password or not one at all."""
    archive = Archive(data, _KIND)
    if _MANIFEST in archive and next(every(parse_xml(archive.read(_MANIFEST)), "encryption-data"), None) is not None:
        raise InvalidInput("{file} is locked with a password", "save a copy without the password", file=tr(_KIND))
    if "content.xml" not in archive:
        raise InvalidInput(_NOT_ONE_MESSAGE, "give the file the ending it was saved with")
    content = parse_xml(archive.read("content.xml"))
    styles = parse_xml(archive.read("styles.xml")) if "styles.xml" in archive else None
    return _read(content, styles)


def read_fodt(data: bytes) -> Source:
    """The text of an odt that was saved as one XML file."""
    return _read(parse_xml(_PICTURE_DATA.sub(b"", data)), None)


def _read(content: _Element, styles: _Element | None) -> Source:
    """The text of a parsed document."""
    body = child(content, "body", "text")
    if body is None:
        raise InvalidInput(_NOT_ONE_MESSAGE, "give the file the ending it was saved with")
    roots = [root for root in (content, styles) if root is not None]
    try:
        return _OpenReader(roots).read(body)
    except RecursionError as error:
        raise InvalidInput("the OpenDocument text is nested too deep", _DEEP_HINT) from error


class _Style(NamedTuple):
    """What a style says itself; None where it leaves it to its parent."""

    parent: str
    italic: bool | None
    bold: bool | None
    hidden: bool | None
    font: str | None
    list_style: str | None


class _Level(NamedTuple):
    """One level of a list style: the bullet, or the form of its numerals and what stands around them."""

    bullet: str
    form: str
    before: str
    after: str
    shown: int
    start: int
    full: str


class _Look(NamedTuple):
    """How words look as far as it matters here."""

    italic: bool = False
    bold: bool = False
    hidden: bool = False
    font: str = ""


class _Item(NamedTuple):
    """Where in a list a paragraph stands: the list's style and the counters of all its levels."""

    style: str
    level: int
    counts: dict[int, int]


class _OpenReader:
    """A walk through the body of a document."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        self.text = Manuscript()
        self.seen: Counter[str] = Counter()
        self.styles: dict[tuple[str, str], _Style] = {}
        self.list_styles: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, dict[int, int]] = {}
        self.outline: dict[int, int] = {}
        self.item: _Item | None = None
        self.due: str | None = None
        self.boxes: list[_Element] = []
        self.deletions: set[str] = set()
        self.in_deletion = False
        for root in roots:
            self._learn(root)

    def read(self, body: _Element) -> Source:
        """The text under the body, with notices of what was left out."""
        self._blocks(body)
        told = (kind for kind in _MESSAGES if self.seen[kind])
        notices = [Notice(kind, tr(_MESSAGES[kind], count=self.seen[kind]), self.seen[kind]) for kind in told]
        return self.text.source("odt", notices)

    def _learn(self, root: _Element) -> None:
        """Take in the styles of a part, and what stands at the margins."""
        for style in every(root, "style"):
            self.styles.setdefault((attribute(style, "family"), attribute(style, "name")), _style(style))
        for style in every(root, "list-style", "outline-style"):
            name = "" if name_of(style) == "outline-style" else attribute(style, "name")
            self.list_styles.setdefault(name, dict(_levels(style)))
        for margin in every(root, "header", "footer", "header-left", "footer-left"):
            self.seen["headers or footers"] += sum(bool(words_in(line).strip()) for line in every(margin, "p", "h"))

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, parent: Iterable[_Element]) -> None:
        """The paragraphs, lists and tables under an element."""
        for element in parent:
            name = name_of(element)
            if name in ("p", "h"):
                self._paragraph(element, name)
            elif name == "list":
                self._list(element)
            elif name == "table":
                self._table(element)
            elif name == "tracked-changes":
                self._changes(element)
            elif not self._is_left_out(element, name):
                self._blocks(element)

    def _changes(self, changes: _Element) -> None:
        """Learn which changes are deletions, as their words may stand in the text as well."""
        for region in every(changes, "changed-region"):
            kinds = [name_of(change) for change in region]
            self.seen["insertions"] += "insertion" in kinds
            if "deletion" in kinds:
                self.seen["deletions"] += 1
                self.deletions.add(attribute(region, "id"))

    def _is_left_out(self, element: _Element, name: str) -> bool:
        """Whether an element holds nothing of the text; told of where a reader may miss it."""
        if name in ("change-start", "change-end") and attribute(element, "change-id") in self.deletions:
            self.in_deletion = name == "change-start"
        hidden = name == "section" and attribute(element, "display") == "none"
        self.seen["hidden text"] += hidden or name == "hidden-text"
        self.seen["comments"] += name == "annotation"
        self.seen["diagrams"] += name in _OBJECTS
        return hidden or name in _NO_TEXT or name in _OBJECTS or name == "annotation"

    def _paragraph(self, paragraph: _Element, name: str) -> None:
        """A paragraph or heading; its text boxes follow on their own."""
        style = attribute(paragraph, "style-name")
        level = _whole(attribute(paragraph, "outline-level")) or 1 if name == "h" else self._title_level(style)
        joined = self.in_deletion
        if not joined:
            self.text.line()
        start = self.text.here
        marker = "" if joined else self._marker(paragraph, style, level if name == "h" else 0)
        self.text.write(f"{marker} " if marker else "")
        boxes, self.boxes = self.boxes, []
        look = self._look(_Look(), "paragraph", style)
        self._inline(paragraph, look._replace(italic=False, bold=False) if level else look)
        if level and not joined:
            self.text.heading(level, start)
        elif marker:
            self.text.mark("list item", start, marker)
        if self._is_quote(style):
            self.text.mark("block quote", start)
        own, self.boxes = self.boxes, boxes
        item, self.item = self.item, None
        for box in own:
            self._blocks(box)
        self.item = item

    def _table(self, table: _Element) -> None:
        """A table, a row a line; one of a single column is a frame around text."""
        rows = [[cell for cell in row if name_of(cell).endswith("table-cell")] for row in _rows(table)]
        if all(len(cells) < 2 for cells in rows):
            for cells in rows:
                self._blocks(cells)
            return
        item, self.item = self.item, None
        for number, cells in enumerate(rows, 1):
            column = 1
            self.text.open_row()
            for cell in cells:
                if name_of(cell) == "table-cell":
                    self.text.open_cell()
                    self._blocks(cell)
                    self.text.close_cell(number, column)
                column += max(1, _whole(attribute(cell, "number-columns-repeated")))
        self.text.close_table()
        self.item = item

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _inline(self, parent: _Element, look: _Look) -> None:
        """The words under an element, in which white space counts once."""
        self._say(parent.text, look)
        for element in parent:
            self._element(element, name_of(element), look)
            self._say(element.tail, look)

    def _element(self, element: _Element, name: str, look: _Look) -> None:
        """One thing among words."""
        if name == "s":
            count = max(1, _whole(attribute(element, "c")))
            self._write(" " * min(count, _MOST_SPACES), look)
        elif name == "tab":
            self._write("\t", look)
        elif name == "line-break":
            self._write("\n", look)
        elif name == "span":
            inner = self._look(look, "text", attribute(element, "style-name"))
            self.seen["hidden text"] += inner.hidden and not look.hidden
            self._inline(element, inner)
        elif name == "note" or name in _DRAWINGS:
            self._lifted(element, name)
        elif name == "ruby-text":
            self._write("(", look)
            self._inline(element, look)
            self._write(")", look)
        elif not self._is_left_out(element, name):
            self._inline(element, look)

    def _say(self, words: str | None, look: _Look) -> None:
        """Words with white space as one space."""
        if words and not look.hidden and not self.in_deletion:
            self.text.say(in_unicode(words, look.font), italic=look.italic, bold=look.bold)

    def _write(self, words: str, look: _Look) -> None:
        """White space that counts."""
        if not look.hidden and not self.in_deletion:
            self.text.write(words, italic=look.italic, bold=look.bold)

    def _lifted(self, element: _Element, name: str) -> None:
        """What stands elsewhere than where it is anchored: the words of notes, and text boxes."""
        if self.in_deletion:
            return
        if name == "note":
            self._note(element)
        else:
            self.boxes.append(element)

    def _note(self, note: _Element) -> None:
        """A note's anchor here and its words at the end."""
        citation, body = child(note, "note-citation"), child(note, "note-body")
        label = self.text.anchor("" if citation is None else words_in(citation))
        item, self.item = self.item, None
        boxes, self.boxes = self.boxes, []
        self.text.open_note(label)
        if body is not None:
            self._blocks(body)
        self.text.close_note()
        self.item, self.boxes = item, boxes

    # ── styles ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, _Style]]:
        """A style and those it inherits from; a circle ends somewhere."""
        for _ in range(_LONGEST_CHAIN):
            style = self.styles.get((family, name))
            if style is None:
                return
            yield name, style
            name = style.parent

    def _look(self, outer: _Look, family: str, name: str) -> _Look:
        """How words look in a style within what looks otherwise."""
        chain = [style for _, style in self._chain(family, name)]
        return _Look(
            next((style.italic for style in chain if style.italic is not None), outer.italic),
            next((style.bold for style in chain if style.bold is not None), outer.bold),
            next((style.hidden for style in chain if style.hidden is not None), outer.hidden),
            next((style.font for style in chain if style.font is not None), outer.font),
        )

    def _is_quote(self, style: str) -> bool:
        """Whether a paragraph style is one for block quotes."""
        names = (style, *(name for name, _ in self._chain("paragraph", style)))
        return any(word in name.casefold() for name in names for word in _QUOTES)

    def _title_level(self, style: str) -> int:
        """1 for the title of a document, else 0."""
        return int(any(name == "Title" for name, _ in self._chain("paragraph", style)))

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _list(self, element: _Element) -> None:
        """A list, or one within an item of another."""
        outer = self.item
        style = attribute(element, "style-name") or (outer.style if outer else "")
        counts = outer.counts if outer else self._counts(element, style)
        level = outer.level + 1 if outer else 1
        if outer:
            counts.pop(level, None)
        for item in element:
            if name_of(item) in ("list-item", "list-header"):
                self.item = _Item(style, level, counts)
                # An item counts when its first paragraph comes: one that holds but a deeper list has no number.
                self.due = attribute(item, "start-value") if name_of(item) == "list-item" else None
                self._blocks(item)
        self.item, self.due = outer, None

    def _counts(self, element: _Element, style: str) -> dict[int, int]:
        """The counters of a list: those of the one that it says it continues, or new ones."""
        continued = attribute(element, "continue-list")
        if not continued and attribute(element, "continue-numbering") == "true":
            continued = f"style {style}"
        counts = self.lists.get(continued, {}) if continued else {}
        self.lists[attribute(element, "id") or f"style {style}"] = self.lists[f"style {style}"] = counts
        return counts

    def _count(self, item: _Item, given: str) -> None:
        """Count one on in a list."""
        level = self.list_styles.get(item.style, {}).get(item.level)
        start = level.start if level else 1
        item.counts[item.level] = _whole(given) if given else item.counts.get(item.level, start - 1) + 1
        for below in [below for below in item.counts if below > item.level]:
            del item.counts[below]

    def _marker(self, paragraph: _Element, style: str, heading: int) -> str:
        """The number or bullet of a paragraph: by the list it stands in, or that of headings."""
        if self.item:
            given, self.due = self.due, None
            own = (each.list_style for _, each in self._chain("paragraph", style) if each.list_style)
            item = self.item._replace(style=self.item.style or next(own, ""))
        else:
            given = attribute(paragraph, "start-value")
            item = _Item("", heading, self.outline)
        if given is None or not item.level or attribute(paragraph, "is-list-header") == "true":
            return ""
        self._count(item, given)
        return self._printed(item) if words_in(paragraph).strip() else ""

    def _printed(self, item: _Item) -> str:
        """A marker as LibreOffice prints it; a list whose style is not told has dots."""
        levels = self.list_styles.get(item.style, {})
        level = levels.get(item.level)
        if level is None:
            return "" if item.counts is self.outline else "•"
        if level.bullet or not level.form:
            return level.bullet

        def shown(at: int) -> str:
            own = levels.get(at, level)
            return numeral(item.counts.get(at, own.start), own.form)

        if level.full:
            marker = _FULL_FORMAT.sub(lambda match: shown(_whole(match[1])), level.full)
        else:
            numbers = (shown(at) for at in range(max(1, item.level - level.shown + 1), item.level + 1))
            marker = level.before + ".".join(number for number in numbers if number) + level.after
        return marker.strip()[:_LONGEST_MARKER]


def _style(style: _Element) -> _Style:
    """A style as it is written."""
    look = child(style, "text-properties")
    slant, weight = attribute(look, "font-style"), attribute(look, "font-weight")
    display = attribute(look, "display")
    return _Style(
        attribute(style, "parent-style-name"),
        slant in ("italic", "oblique") if slant else None,
        weight in ("bold", "600", "700", "800", "900") if weight else None,
        display == "none" if display else None,
        attribute(look, "font-name") or attribute(look, "font-family").strip("'") or None,
        attribute(style, "list-style-name") or None,
    )


def _levels(style: _Element) -> Iterator[tuple[int, _Level]]:
    """The levels of a list style."""
    for element in style:
        form, sign = attribute(element, "num-format")[:1], attribute(element, "bullet-char")
        if name_of(element) == "list-level-style-image":
            sign = "•"
        font = attribute(child(element, "text-properties"), "font-name")
        start = attribute(element, "start-value")
        yield (
            _whole(attribute(element, "level")),
            _Level(
                bullet(sign, font)[:_LONGEST_MARKER] if sign else "",
                form,
                attribute(element, "num-prefix")[:_LONGEST_MARKER],
                attribute(element, "num-suffix")[:_LONGEST_MARKER],
                max(1, _whole(attribute(element, "display-levels"))),
                _whole(start) if start else 1,
                attribute(element, "num-list-format")[:_LONGEST_MARKER],
            ),
        )


def _rows(parent: _Element) -> Iterator[_Element]:
    """The rows of a table, also those in groups, but not those of tables within."""
    for element in parent:
        if name_of(element) == "table-row":
            yield element
        elif name_of(element) in _ROWS:
            yield from _rows(element)


def _whole(text: str) -> int:
    """A number that was written in digits; what is none, or absurd, is 0."""
    return min(int(text[:8]), _LARGEST_START) if text[:8].isdecimal() else 0
