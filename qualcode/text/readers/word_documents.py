"""The text of a docx, with its structure, as Word shows it with all changes accepted.

The XML is read directly and in order: transcripts are full of tracked insertions, content controls, text boxes and
automatic numbers, which the usual libraries leave out. Notes are lifted to the end of the text and anchored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InvalidInput
from qualcode.text.readers.manuscript import Manuscript
from qualcode.text.readers.markup import attribute, child, every, name_of
from qualcode.text.readers.numerals import numeral
from qualcode.text.readers.word_numbering import Numbering, numeral_form
from qualcode.text.readers.word_package import Package, Styles, list_place, outline_level, switched, value
from qualcode.text.source import Notice, Source
from qualcode.text.symbol_fonts import in_unicode, symbol
from qualcode.wording import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DEEP_HINT = "open it in Word and save it again as docx"

_BLOCKS = frozenset(["sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"])
_INSERTED = frozenset(["ins", "moveTo"])
_DELETED = frozenset(["del", "moveFrom"])
_NO_TEXT = frozenset(["pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "Fallback", "ctrlPr"])
_PICTURES = frozenset(["drawing", "pict", "object"])
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_MESSAGES = {
    "insertions": "tracked insertions kept as text: {count}",
    "deletions": "tracked deletions left out: {count}",
    "comments": "Word's comments left out: {count}",
    "hidden text": "pieces of hidden text left out: {count}",
    "diagrams": "charts, diagrams or embedded files left out: {count}",
    "headers or footers": "lines of headers and footers left out: {count}",
    "macros": "the document's macros were left out",
    "linked pictures": "linked pictures left out, nothing fetched: {count}",
}


class _Look(NamedTuple):
    """How a run looks as far as it matters here; `font` tells what its private characters mean."""

    italic: bool = False
    bold: bool = False
    hidden: bool = False
    font: str = ""


def read_docx(data: bytes) -> Source:
    """The text of a docx, refused in words when it is damaged, locked with a password or not a docx at all."""
    if data.startswith(_OLD_FORMAT):
        if _ENCRYPTED in data:
            raise InvalidInput("the Word document is locked with a password", "save a copy without the password")
        raise InvalidInput("the file is in the old Word format", "open it in Word and save it as docx")
    if not data.startswith(b"PK"):
        raise InvalidInput("the file is not a Word document", "open it in Word and save it as docx")
    try:
        return _WordReader(Package(data)).read()
    except RecursionError as error:
        raise InvalidInput("the Word document is nested too deep", _DEEP_HINT) from error


class _WordReader:
    """A walk through a document body; `joins` when the end of the last paragraph was deleted."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.text = Manuscript()
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"), self.styles)
        self.seen: Counter[str] = Counter()
        self.joins = False
        self.boxes: list[_Element] = []
        self.notes = {kind: self._note_bodies(kind) for kind in _NOTES.values()}
        self.forms = self._note_forms()
        self.numbers: Counter[str] = Counter()
        self.labels: dict[tuple[str, str], str] = {}

    def read(self) -> Source:
        """Walk through the body, and look at what stands outside it."""
        body = self.package.body
        if body is not None:
            self._blocks(body)
            self.seen["comments"] = sum(1 for _ in every(body, "commentReference"))
        self.seen["headers or footers"] = sum(1 for _ in self._marginal_lines())
        kinds = Counter((relation.kind, relation.external) for relation in self.package.relations)
        self.seen["macros"] = kinds["vbaProject", False]
        self.seen["linked pictures"] = kinds["image", True]
        told = (kind for kind in _MESSAGES if self.seen[kind])
        notices = [Notice(kind, tr(_MESSAGES[kind], count=self.seen[kind]), self.seen[kind]) for kind in told]
        return self.text.source("docx", notices)

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, parent: _Element) -> None:
        """The paragraphs and tables under an element."""
        for element in parent:
            name = name_of(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "AlternateContent":
                self._blocks(_choice(element))
            elif name in _BLOCKS:
                self._blocks(element)
            elif name in _DELETED:
                self.seen["deletions"] += 1
            elif name == "altChunk":
                self.seen["diagrams"] += 1

    def _paragraph(self, paragraph: _Element) -> None:
        """A paragraph as one line, or more where it holds line breaks; its text boxes follow on their own."""
        properties, joined = child(paragraph, "pPr"), self.joins
        style = value(child(properties, "pStyle"))
        level = self._level(properties, style)
        if not joined:
            self.text.line()
        start = self.text.here
        marker = "" if joined else self._marker(paragraph, properties, style)
        self.text.write(f"{marker} " if marker else "")
        boxes, self.boxes = self.boxes, []
        self._inline(paragraph, self._paragraph_look(style, level))
        if level and not joined:
            self.text.heading(level, start)
        elif marker:
            self.text.mark("list item", start, marker)
        if self.styles.is_quote(style):
            self.text.mark("block quote", start)
        self.joins = any(child(properties, "rPr", name) is not None for name in _DELETED)
        own, self.boxes = self.boxes, boxes
        for box in own:
            self._blocks(box)

    def _level(self, properties: _Element | None, style: str) -> int:
        """The heading level of a paragraph, 0 for one that is no heading."""
        own = outline_level(value(child(properties, "outlineLvl")))
        return self.styles.level(style) if own is None else own

    def _marker(self, paragraph: _Element, properties: _Element | None, style: str) -> str:
        """The automatic number or bullet of a paragraph; an empty paragraph counts but shows none."""
        own, inherited = list_place(properties), self.styles.number(style)
        place = own or inherited
        if place is None:
            return ""
        if own and inherited and child(properties, "numPr", "ilvl") is None:
            place = own[0], inherited[1]
        marker = self.numbering.marker(*place)
        return marker if any((text.text or "").strip() for text in every(paragraph, "t")) else ""

    def _paragraph_look(self, style: str, level: int) -> _Look:
        """How the runs of a paragraph look by its style; that a heading is bold says nothing."""
        styles = self.styles
        if level:
            return _Look(hidden=styles.is_hidden(style))
        return _Look(styles.is_italic(style), styles.is_bold(style), styles.is_hidden(style))

    def _table(self, table: _Element) -> None:
        """A table, a row a line; one of a single column is a frame around text. Deleted rows are left out."""
        rows = [list(_own(row, "tc", "tr")) for row in _own(table, "tr", "tbl") if not self._is_deleted(row)]
        self.joins = False
        if all(len(cells) < 2 for cells in rows):
            for cell in (cell for cells in rows for cell in cells):
                self._blocks(cell)
            return
        for number, cells in enumerate(rows, 1):
            column = 1
            self.text.open_row()
            for cell in cells:
                self.text.open_cell()
                self._blocks(cell)
                self.joins = False
                self.text.close_cell(number, column)
                span = value(child(cell, "tcPr", "gridSpan"))
                column += int(span[:4]) if span[:4].isdecimal() else 1
        self.text.close_table()

    def _is_deleted(self, row: _Element) -> bool:
        """Whether a row was deleted while changes were tracked."""
        deleted = child(row, "trPr", "del") is not None
        self.seen["deletions"] += deleted
        return deleted

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _inline(self, parent: _Element, look: _Look) -> None:
        """The words under an element, counting on the way what is worth telling."""
        for element in parent:
            name = name_of(element)
            if name in _INSERTED:
                self.seen["insertions"] += 1
            if name == "t":
                self._words((element.text or "").replace("\n", " "), look)
            elif name == "r":
                self._run(element, look)
            elif name in _FIXED:
                self._words(_FIXED[name], look)
            elif name in _DELETED:
                self.seen["deletions"] += 1
            elif name not in _NO_TEXT and not self._special(element, name, look):
                self._inline(element, look)

    def _special(self, element: _Element, name: str, look: _Look) -> bool:
        """What stands among words and is more than words; whether it was such a thing."""
        if name == "br":
            self._words("" if attribute(element, "type") in ("page", "column") else "\n", look)
        elif name == "sym":
            code = attribute(element, "char")
            self._words(symbol(attribute(element, "font"), _code(code)), look)
        elif name in _NOTES:
            self._note(element, _NOTES[name], "")
        elif name in _PICTURES:
            self._picture(element)
        elif name == "AlternateContent":
            self._inline(_choice(element), look)
        elif name == "ruby":
            self._ruby(element, look)
        elif name in ("f", "d", "nary"):
            self._formula(element, name, look)
        else:
            return False
        return True

    def _run(self, run: _Element, look: _Look) -> None:
        """The words of a run, which all look alike."""
        for properties in (each for each in run if name_of(each) == "rPr"):
            look = self._run_look(properties, look)
        if look.hidden:
            self.seen["hidden text"] += any(True for _ in every(run, "t"))
            return
        custom = next((each for each in run if name_of(each) in _NOTES and _is_on(each, "customMarkFollows")), None)
        if custom is not None:
            sign = "".join(text.text or "" for text in every(run, "t"))
            self._note(custom, _NOTES[name_of(custom)], sign)
        else:
            self._inline(run, look)

    def _run_look(self, properties: _Element, look: _Look) -> _Look:
        """How a run looks: what it says itself, what its character style says, what the paragraph gives it."""
        style = value(child(properties, "rStyle"))
        italic, bold, hidden = (switched(properties, name) for name in ("i", "b", "vanish"))
        fonts = child(properties, "rFonts")
        return _Look(
            look.italic or self.styles.is_italic(style) if italic is None else italic,
            look.bold or self.styles.is_bold(style) if bold is None else bold,
            look.hidden or self.styles.is_hidden(style) if hidden is None else hidden,
            look.font if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi"),
        )

    def _words(self, words: str, look: _Look) -> None:
        """Words with the characters of symbol fonts in Unicode."""
        self.text.write(in_unicode(words, look.font), italic=look.italic, bold=look.bold)

    def _picture(self, element: _Element) -> None:
        """A drawing: the text boxes in it wait until the paragraph is over; charts are told of."""
        self.boxes += (
            box
            for box in every(element, "txbxContent")
            if not any(name_of(above) in ("Fallback", "txbxContent") for above in _between(box, element))
        )
        self.seen["diagrams"] += sum(1 for _ in every(element, "relIds", "chart", "OLEObject"))

    def _ruby(self, element: _Element, look: _Look) -> None:
        """A word with its reading above it: the reading follows in parentheses."""
        for name, form in (("rubyBase", "{}"), ("rt", "({})")):
            part = child(element, name)
            if part is not None:
                before, after = form.split("{}")
                self._words(before, look)
                self._inline(part, look)
                self._words(after, look)

    def _formula(self, element: _Element, name: str, look: _Look) -> None:
        """A fraction, a bracketed or a summed term of a formula, with the signs that stand in its properties."""
        properties = child(element, f"{name}Pr")
        signs = {"f": ("", "/", ""), "d": ("(", "|", ")"), "nary": ("∫", "", "")}[name]
        names = {"f": ("", "", ""), "d": ("begChr", "sepChr", "endChr"), "nary": ("chr", "", "")}[name]
        before, between, after = (
            value(given)[:1] if (given := child(properties, key)) is not None else sign
            for key, sign in zip(names, signs, strict=True)
        )
        self._words(before, look)
        for number, part in enumerate(part for part in element if name_of(part) != f"{name}Pr"):
            self._words(between if number else "", look)
            self._inline(part, look)
        self._words(after, look)

    # ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _note(self, reference: _Element, kind: str, sign: str) -> None:
        """A note's anchor here and its words at the end; one that is called for again has them there already."""
        identity = attribute(reference, "id")
        label = self.labels.get((kind, identity))
        if label:
            self.text.repeat_anchor(label)
            return
        if not sign:
            form = self.forms[kind]
            self.numbers[form] += 1
            sign = numeral(self.numbers[form], form)
        label = self.labels[kind, identity] = self.text.anchor(sign)
        body = self.notes[kind].get(identity)
        joins, self.joins = self.joins, False
        boxes, self.boxes = self.boxes, []
        self.text.open_note(label)
        if body is not None:
            self._blocks(body)
        self.text.close_note()
        self.joins, self.boxes = joins, boxes

    def _note_bodies(self, kind: str) -> dict[str, _Element]:
        """The notes of a kind by their identity."""
        part = self.package.part(kind)
        return {} if part is None else {attribute(note, "id"): note for note in part}

    def _note_forms(self) -> dict[str, str]:
        """How notes are numbered: footnotes 1, 2, 3 and endnotes i, ii, iii unless the document says otherwise."""
        settings = self.package.part("settings")
        forms = {}
        for kind, usual in (("footnotes", "1"), ("endnotes", "i")):
            chosen = value(child(settings, f"{kind[:-1]}Pr", "numFmt"))
            forms[kind] = (chosen and numeral_form(chosen)) or usual
        return forms

    def _marginal_lines(self) -> Iterator[str]:
        """The lines of headers and footers that hold text."""
        for kind in ("header", "footer"):
            for part in self.package.parts(kind):
                for paragraph in every(part, "p"):
                    words = "".join(text.text or "" for text in every(paragraph, "t"))
                    if words.strip():
                        yield words


def _own(parent: _Element, name: str, container: str) -> Iterator[_Element]:
    """The elements of a name under a container, also within content controls, but not those of a nested container."""
    for element in parent:
        if name_of(element) == name:
            yield element
        elif name_of(element) in _BLOCKS:
            yield from _own(element, name, container)


def _choice(alternatives: _Element) -> _Element:
    """Of alternatives for old and new programs, the first for new ones."""
    first = child(alternatives, "Choice")
    return alternatives if first is None else first


def _between(element: _Element, ancestor: _Element) -> Iterator[_Element]:
    """What lies between an element and one far above it."""
    for above in element.iterancestors():
        if above is ancestor:
            return
        yield above


def _code(digits: str) -> int:
    """A code point written in hexadecimal digits; what is none is the sign for a lost character."""
    try:
        return int(digits[:4], 16) or 0xFFFD
    except ValueError:
        return 0xFFFD


def _is_on(element: _Element, name: str) -> bool:
    """Whether an attribute of an element is on."""
    return attribute(element, name).casefold() in ("1", "true", "on")
