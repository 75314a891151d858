"""The text of a docx: paragraphs and tables in order, as Word shows them with all changes accepted.

python-docx opens the package and knows the styles; the text itself is read from the XML, because python-docx leaves
out what stands in tracked insertions, content controls and hyperlinks, and transcripts are full of tracked insertions.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput
from qualcode.text.source import Heading, Notice, Source

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BYTES = 300_000_000
_MOST_PARTS = 20_000
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_BLOCKS = frozenset(["sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"])
_DELETED = frozenset(["del", "moveFrom"])
_NO_TEXT = frozenset(["pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "Fallback"])
_PICTURES = frozenset(["drawing", "pict", "object"])
_FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_NOTED = {"ins": "insertions", "moveTo": "insertions", "footnoteReference": "notes", "endnoteReference": "notes"}
_MESSAGES = {
    "insertions": "{count} tracked insertions were kept as text",
    "deletions": "{count} tracked deletions were left out",
    "notes": "{count} footnotes or endnotes were left out",
    "comments": "{count} of Word's comments were left out",
    "text boxes": "{count} text boxes were left out",
    "list numbers": "{count} paragraphs have automatic numbers or bullets, which are not part of the text",
    "headers or footers": "{count} lines of headers and footers were left out",
}


@dataclass
class _Gathered:
    """What a walk through the document has met so far; `joins` when the end of the last paragraph was deleted."""

    levels: dict[str, int]
    seen: Counter[str] = field(default_factory=Counter)
    paragraphs: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    line: int = 0
    joins: bool = False

    def add(self, text: str) -> None:
        """Take in a paragraph or a row of a table."""
        if self.joins and self.paragraphs:
            self.paragraphs[-1] += text
        else:
            self.paragraphs.append(text)
            self.line += 1
        self.line += text.count("\n")
        self.joins = False


def read_docx(data: bytes) -> Source:
    """The text of a docx, refused in words when it is damaged, locked with a password or not a docx at all."""
    _refuse_unusable(data)
    try:
        return _read(data)
    # python-docx and lxml raise whatever they meet in a damaged file: KeyError, ValueError, XMLSyntaxError and more.
    except Exception as error:
        raise InvalidInput("the Word document is damaged", "open it in Word and save it again as docx") from error


def _refuse_unusable(data: bytes) -> None:
    """Refuse locked, old, huge and broken files before anything is unpacked."""
    if data.startswith(_OLD_FORMAT):
        if _ENCRYPTED in data:
            raise InvalidInput("the Word document is locked with a password", "save a copy without the password")
        raise InvalidInput("the file is in the old Word format", "open it in Word and save it as docx")
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise InvalidInput("the file is not a Word document", "open it in Word and save it as docx") from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise InvalidInput("the Word document unpacks to more than 300 MB", "take its pictures out, or save it as txt")


def _read(data: bytes) -> Source:
    """Walk through the document body, and look at what stands outside it."""
    from docx import Document

    document = Document(io.BytesIO(data))
    gathered = _Gathered(_heading_levels(document.styles.element))
    body = document.element.body
    _walk(body, gathered)
    gathered.seen["comments"] = sum(1 for _ in body.iter(f"{_W}commentReference"))
    gathered.seen["headers or footers"] = sum(1 for line in _marginal_lines(document) if line.strip())
    notices = [
        Notice(kind, message.format(count=gathered.seen[kind]), gathered.seen[kind])
        for kind, message in _MESSAGES.items()
        if gathered.seen[kind]
    ]
    return Source("\n".join(gathered.paragraphs), "docx", tuple(notices), tuple(gathered.headings))


def _marginal_lines(document: DocumentObject) -> Iterator[str]:
    """The lines of the headers and footers that are the sections' own."""
    for section in document.sections:
        for area in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not area.is_linked_to_previous:
                yield from (paragraph.text for paragraph in area.paragraphs)


def _heading_levels(styles: _Element) -> dict[str, int]:
    """The heading level of each style that is one; Word names its own styles in English in every language."""
    levels: dict[str, int] = {}
    for style in styles.iter(f"{_W}style"):
        name = _value(style.find(f"{_W}name")).casefold()
        outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        identity = style.get(f"{_W}styleId") or ""
        if name == "title":
            levels[identity] = 1
        elif name.startswith("heading ") and name[8:].isdecimal():
            levels[identity] = int(name[8:])
        elif outline.isdecimal() and int(outline) < 9:
            levels[identity] = int(outline) + 1
    return levels


def _walk(parent: _Element, gathered: _Gathered) -> None:
    """Gather the paragraphs and tables under an element."""
    for child in parent:
        name = _name(child)
        if name == "p":
            _add_paragraph(child, gathered)
        elif name == "tbl":
            _add_table(child, gathered)
        elif name in _BLOCKS:
            _walk(child, gathered)
        elif name in _DELETED:
            gathered.seen["deletions"] += 1


def _add_paragraph(paragraph: _Element, gathered: _Gathered) -> None:
    """Take in a paragraph as one line, or more where it holds line breaks."""
    text = "".join(_pieces(paragraph, gathered.seen))
    level = _level(paragraph, gathered.levels)
    if level and text.strip() and not gathered.joins:
        gathered.headings.append(Heading(gathered.line, level, " ".join(text.split())))
    gathered.seen["list numbers"] += paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    gathered.add(text)
    gathered.joins = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _level(paragraph: _Element, levels: dict[str, int]) -> int:
    """The heading level of a paragraph, 0 for one that is no heading."""
    outline = _value(paragraph.find(f"{_W}pPr/{_W}outlineLvl"))
    if outline.isdecimal():
        return int(outline) + 1 if int(outline) < 9 else 0
    return levels.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")), 0)


def _add_table(table: _Element, gathered: _Gathered) -> None:
    """Take in a table, a row a line, its cells apart by tabs; a row whose deletion is tracked is left out."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        if row.find(f"{_W}trPr/{_W}del") is not None:
            gathered.seen["deletions"] += 1
            continue
        cells = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
        gathered.add("\t".join(_cell_text(cell, gathered) for cell in cells))


def _cell_text(cell: _Element, gathered: _Gathered) -> str:
    """The text of a table cell, which holds paragraphs and tables of its own."""
    inner = _Gathered({}, gathered.seen)
    _walk(cell, inner)
    return "\n".join(inner.paragraphs)


def _pieces(parent: _Element, seen: Counter[str]) -> Iterator[str]:
    """The text under an element piece by piece, counting on the way what is worth telling."""
    for child in parent:
        name = _name(child)
        if name in _NOTED:
            seen[_NOTED[name]] += 1
        if name == "t":
            yield child.text or ""
        elif name in _FIXED:
            yield _FIXED[name]
        elif name == "br":
            yield "" if child.get(f"{_W}type") in ("page", "column") else "\n"
        elif name in _DELETED:
            seen["deletions"] += 1
        elif name in _PICTURES:
            seen["text boxes"] += any((text.text or "").strip() for text in child.iter(f"{_W}t"))
        elif name not in _NO_TEXT:
            yield from _pieces(child, seen)


def _name(element: _Element) -> str:
    """The name of an element without its namespace; comments and processing instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: _Element | None) -> str:
    """The `w:val` of an element that may be missing."""
    return "" if element is None else element.get(f"{_W}val") or ""
