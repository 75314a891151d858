"""Word documents made of real styles, so that what is pasted into a thesis takes on the thesis's own look.

The same content always gives the same bytes: no clock, no random numbers, no machine's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from qualcode.errors import InvalidInput
from qualcode.exchange.cells import Cell, cell_text
from qualcode.exchange.xml import legal
from qualcode.wording import wording

if TYPE_CHECKING:
    from lxml.etree import _Element

LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
MAX_COLUMNS = 63  # Word opens no table with more
DEEPEST_HEADING = 9
_MANY_COLUMNS = 7
_PADDING, _BROADEST = 3, 30
_TEXT_WIDTH = 9026  # twentieths of a point, as below
_A4 = (11906, 16838)
_FIXED_DATE = datetime(2000, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_UNUSED_PARTS = ("/thumbnail", "/stylesWithEffects")
_STYLES = f"""<w:styles xmlns:w="{_W}">
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:link w:val="QuoteChar"/><w:uiPriority w:val="29"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:spacing w:after="60"/><w:ind w:left="567" w:right="567"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="QuoteAttribution"><w:name w:val="Quote Attribution"/>
  <w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="30"/><w:qFormat/>
  <w:pPr><w:spacing w:after="240"/><w:ind w:left="567" w:right="567"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:uiPriority w:val="35"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:i/><w:iCs/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText"><w:name w:val="Table Text"/>
  <w:basedOn w:val="Normal"/><w:uiPriority w:val="36"/><w:qFormat/>
  <w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableNumber"><w:name w:val="Table Number"/>
  <w:basedOn w:val="TableText"/><w:uiPriority w:val="36"/><w:qFormat/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="StudyTable"><w:name w:val="Study Table"/>
  <w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>
  <w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>
  <w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>
</w:styles>"""


def _w(name: str) -> str:
    return f"{{{_W}}}{name}"


def _calm(heading: Any) -> None:
    """Take the template's blue and its rule off a heading, and let it stand a little above its text."""
    for part in (*heading.iter(_w("color")), *heading.iter(_w("pBdr"))):
        part.getparent().remove(part)
    for spacing in heading.findall(f"{_w('pPr')}/{_w('spacing')}"):
        spacing.set(_w("after"), "120")


class WordDocument:
    """A document that grows from the top: headings, paragraphs, tables with captions."""

    def __init__(self, title: str = "", language: str = "nb") -> None:
        import docx

        self._language = language
        self._document = docx.Document()
        self._end: Any = self._document.element.body.sectPr
        self._captions = 0
        self._strip_template()
        self._set_properties(legal(title))
        self._set_styles(LOCALES.get(language, language))

    def _strip_template(self) -> None:
        """Leave out the template's thumbnail and second set of styles, which nobody sees."""
        for relations in (self._document.part.package.rels, self._document.part.rels):
            for key in [key for key, each in relations.items() if each.reltype.endswith(_UNUSED_PARTS)]:
                del relations[key]

    def _set_properties(self, title: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title[:255], "", ""
        properties.created = properties.modified = _FIXED_DATE

    def _set_styles(self, locale: str) -> None:
        from lxml import etree

        styles: Any = self._document.styles.element
        own = {style.get(_w("styleId")): style for style in etree.fromstring(_STYLES)}
        for style in styles.findall(_w("style")):
            name = style.get(_w("styleId"))
            if name in own or (style.get(_w("type")) == "table" and name not in ("TableNormal", "TableGrid")):
                styles.remove(style)
            elif name.startswith(("Heading", "Title")):
                _calm(style)
        styles.extend(own.values())
        for lang in styles.iter(_w("lang")):
            lang.set(_w("val"), locale)
        self._set_page(_A4[0], _A4[1], "portrait")

    def _set_page(self, width: int, height: int, orientation: str) -> None:
        page = self._end.find(_w("pgSz"))
        for name, value in (("w", width), ("h", height), ("orient", orientation)):
            page.set(_w(name), str(value))
        for side in ("left", "right"):
            self._end.find(_w("pgMar")).set(_w(side), "1440")

    def title(self, text: str) -> None:
        """The name of the whole document."""
        self._add(_paragraph("Title", text))

    def heading(self, text: str, level: int = 1) -> None:
        """A heading that Word's navigation and table of contents know; levels below nine stay at nine."""
        self._add(_paragraph(f"Heading{min(level, DEEPEST_HEADING)}", " ".join(text.split())))

    def paragraph(self, text: str, label: str = "") -> None:
        """Running text, with a label in front of it in the style Strong."""
        paragraph = _paragraph("", "")
        if label:
            _run(paragraph, f"{label}: ", "Strong")
        _run(paragraph, text)
        self._add(paragraph)

    def emphasised(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Running text in pieces, each with the name of a character style or none."""
        paragraph = _paragraph("", "")
        for text, style in pieces:
            _run(paragraph, text, style)
        self._add(paragraph)

    def quote(self, text: str, attribution: str) -> None:
        """A block quote, one paragraph for each of the text's, and where it comes from below it."""
        for part in re.split(r"\n\s*\n", text.strip("\n")):
            self._add(_paragraph("Quote", part))
        if attribution:
            self._add(_paragraph("QuoteAttribution", attribution))

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[Cell]], right: Sequence[bool], caption: str = ""
    ) -> None:
        """A table whose header row repeats on each page, below its numbered caption; `right` marks number columns."""
        if len(columns) > MAX_COLUMNS:
            raise InvalidInput(
                "a table in Word has {most} columns at most, not {columns}",
                "write csv or xlsx, or choose fewer columns",
                most=MAX_COLUMNS,
                columns=len(columns),
            )
        if caption:
            self._caption(caption)
        if len(columns) >= _MANY_COLUMNS:
            self._set_page(_A4[1], _A4[0], "landscape")
        styles = ["TableNumber" if each else "TableText" for each in right]
        decimal = "." if self._language == "en" else ","
        texts = [columns, *([cell_text(value, decimal=decimal) for value in row] for row in rows)]
        table = _table([_breadth(column) for column in zip(*texts, strict=True)])
        table.extend(_table_row(row, styles, header=number == 0) for number, row in enumerate(texts))
        self._add(table)
        self._add(_paragraph("", ""))

    def _caption(self, text: str) -> None:
        label = wording(self._language).gettext("Table")
        self._captions += 1
        paragraph = _paragraph("Caption", f"{label} ")
        field = _child(paragraph, "fldSimple", instr=f" SEQ {label} \\* ARABIC ")
        _run(field, str(self._captions))
        _run(paragraph, f". {text}")
        self._add(paragraph)

    def _add(self, element: _Element) -> None:
        self._end.addprevious(element)

    def to_bytes(self) -> bytes:
        """The document as a docx file."""
        package = BytesIO()
        self._document.save(package)
        return _sealed(package)


def _sealed(package: BytesIO) -> bytes:
    """The same zip file with the clock taken out of it."""
    out = BytesIO()
    with ZipFile(package) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _child(parent: _Element, name: str, **attributes: str) -> _Element:
    from lxml import etree

    return etree.SubElement(parent, _w(name), {_w(key): value for key, value in attributes.items()})


def _paragraph(style: str, text: str) -> _Element:
    from lxml import etree

    paragraph = etree.Element(_w("p"), nsmap={"w": _W})
    if style:
        _child(_child(paragraph, "pPr"), "pStyle", val=style)
    if text:
        _run(paragraph, text)
    return paragraph


def _run(parent: _Element, text: str, style: str = "") -> None:
    """Text into a paragraph; line feeds and tabs become Word's own."""
    run = _child(parent, "r")
    if style:
        _child(_child(run, "rPr"), "rStyle", val=style)
    for part in re.split("([\n\t])", legal(text).replace("\r\n", "\n").replace("\r", "\n")):
        if part in ("\n", "\t"):
            _child(run, "br" if part == "\n" else "tab")
        elif part:
            element = _child(run, "t")
            element.text = part
            if part != part.strip():
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _breadth(texts: Sequence[str]) -> int:
    """How much of a table's width a column gets, by the longest of its texts within limits."""
    return min(max(map(len, texts)) + _PADDING, _BROADEST)


def _table(breadths: Sequence[int]) -> _Element:
    from lxml import etree

    table = etree.Element(_w("tbl"), nsmap={"w": _W})
    properties = _child(table, "tblPr")
    _child(properties, "tblStyle", val="StudyTable")
    _child(properties, "tblW", w="5000", type="pct")
    _child(properties, "tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", noHBand="1", noVBand="1")
    grid = _child(table, "tblGrid")
    for breadth in breadths:
        _child(grid, "gridCol", w=str(_TEXT_WIDTH * breadth // sum(breadths)))
    return table


def _table_row(texts: Iterable[str], styles: Sequence[str], header: bool = False) -> _Element:
    from lxml import etree

    row = etree.Element(_w("tr"), nsmap={"w": _W})
    properties = _child(row, "trPr")
    _child(properties, "cantSplit")
    if header:
        _child(properties, "tblHeader")
    for text, style in zip(texts, styles, strict=True):
        _child(row, "tc").append(_paragraph(style, text))
    return row
