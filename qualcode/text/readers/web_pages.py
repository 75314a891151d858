"""The text of web pages as a browser shows them, with headings, lists, tables, quotes and notes; books use it too.

Nothing is fetched and no script is run. Menus and hidden parts are left out and counted. Tables that only place things
on the page (one column, or tables within tables) are read as what stands in them, one thing after the other.
"""

from __future__ import annotations

import codecs
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.errors import InvalidInput
from qualcode.text.readers.archives import inside
from qualcode.text.readers.decoding import decode
from qualcode.text.readers.manuscript import Manuscript
from qualcode.text.readers.markup import SHORT, every, name_of, parse_xml, refuse_endless, words_in
from qualcode.text.readers.numerals import numeral
from qualcode.text.source import Notice, Source
from qualcode.wording import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_BYTES = 64_000_000
_DECLARED = re.compile(rb"<(?:meta[^>]{0,200}charset|\?xml[^>]{0,100}encoding)\s*=\s*[\"']?([A-Za-z0-9_-]{1,20})")
# Other codecs that Python has (punycode, utf-7, unicode_escape …) are no page's, or can be made to run for ever.
_CHARSETS = re.compile(
    r"utf-?8|us-ascii|ascii|(?:iso|latin)[-_]?8?8?5?9?[-_]?\d{1,2}|windows-?125\d|cp125\d|macintosh|koi8-[ru]|shift_jis"
    r"|euc-(?:jp|kr)|gb\w{3,5}|big5",
    re.IGNORECASE,
)
_LATIN = frozenset(["ascii", "iso8859-1"])
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OWN_ENTITY = re.compile(r"<!DOCTYPE[^>\[]{0,500}\[[^\]]*<!ENTITY", re.IGNORECASE)
_XHTML = re.compile(r"\s*(?:<\?xml|<!DOCTYPE[^>]{0,100}XHTML)|[^>]*<html[^>]{0,300}xmlns\s*=", re.IGNORECASE)
_XML_ENTITIES = frozenset(["amp;", "lt;", "gt;", "quot;", "apos;"])

_SILENT = frozenset([
    "head", "script", "style", "template", "noscript", "title", "iframe", "object", "embed", "audio", "video", "canvas",
    "map", "select", "datalist", "annotation", "annotation-xml",
])  # fmt: skip
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "ol", "option", "p", "pre", "search", "section", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
_ITALIC = frozenset(["i", "em", "cite", "dfn", "var"])
_BOLD = frozenset(["b", "strong"])
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_FAT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_OLD_NOTE = re.compile(r"_?((?:sd)?(?:ftn|edn|footnote|endnote)\d+)(?:sym)?")
_CALLS = frozenset(["noteref", "doc-noteref", "footnote-ref", "sdfootnoteanc", "sdendnoteanc"])
_BACKLINKS = frozenset(["backlink", "doc-backlink", "footnote-back", "footnote-backref", "reversefootnote"])
_PAGE_BREAKS = frozenset(["pagebreak", "doc-pagebreak"])
_TYPE = "{http://www.idpf.org/2007/ops}type"
_LEFT_OUT = {"nav": "menus", "menuitem": "menus", "del": "deletions"}
_MESSAGES = {
    "deletions": "passages marked as deleted, left out: {count}",
    "menus": "menus left out: {count}",
    "hidden text": "hidden parts left out: {count}",
}


def read_web_page(data: bytes) -> Source:
    """The text of a web page, in the encoding that it declares or that it seems to be in."""
    if len(data) > _MOST_BYTES:
        raise InvalidInput("the page is larger than 64 MB", "split it, or save it as txt")
    decoded = decoded_page(data)
    pages = PageReader()
    pages.read(parse_page(decoded.raw))
    return pages.text.source(decoded.encoding, (*decoded.notices, *pages.notices()))


def decoded_page(data: bytes) -> Source:
    """A page's source text: by its mark, by what it declares in its beginning, or as plain text is decoded."""
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode("ascii") if declared else ""
    if not _CHARSETS.fullmatch(name) or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    try:
        encoding = codecs.lookup(name).name
        # What calls itself Latin-1 is Windows-1252 in the eyes of every browser.
        return Source(data.decode("cp1252" if encoding in _LATIN else encoding), encoding)
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def parse_page(page: str) -> _Element | None:
    """The tree of a page, None if it is empty: as XML where it says so and is well-formed, else as browsers forgive."""
    from lxml import etree

    if _OWN_ENTITY.search(page[:100_000]):
        raise InvalidInput("the page declares XML entities, as attacks do", "save it anew in the program you know")
    if _XHTML.match(page[:2000]):
        try:
            return parse_xml(_ENTITY.sub(_character, page).encode(), "utf-8")
        except InvalidInput:
            pass
    data = page.encode()
    refuse_endless(data)
    # HTML has no entities of its own, so that `huge_tree` only allows long paragraphs and deeper nesting.
    parser: Any = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root: _Element | None = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        raise InvalidInput("the page is damaged", "open it in a browser and save it anew") from error
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise InvalidInput("the page is nested too deep", "open it in a browser and save its text as txt")
    return root


def _character(entity: re.Match[str]) -> str:
    """The character that HTML names; those that XML knows itself stay."""
    return entity[0] if entity[1] in _XML_ENTITIES else html.escape(html.unescape(entity[0]), quote=False)


@dataclass
class _List:
    """A list being read: its next number, by how much it counts, and the form of its numerals, empty for bullets."""

    number: int = 1
    step: int = 1
    form: str = ""
    marked: bool = True


@dataclass
class _Table:
    """A table being read; one that only places things on the page has no rows and cells of its own."""

    is_layout: bool
    row: int = 0
    column: int = 1
    row_is_open: bool = False


@dataclass
class _Open:
    """An element being read: how words look in it, and what is to be done at its end."""

    italic: bool = False
    bold: bool = False
    verbatim: bool = False
    endings: list[Callable[[], None]] = field(default_factory=list)


class PageReader:
    """A walk through one page after the other that writes one text."""

    def __init__(self) -> None:
        self.text = Manuscript()
        self.labels: dict[str, dict[str, str]] = {}
        self._path = ""
        self._seen: Counter[str] = Counter()
        self._open = [_Open()]
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._marker = ""
        self._called: dict[tuple[str, str], tuple[str, str]] = {}
        self._signs: list[str] = []

    def read(self, root: _Element | None, path: str = "") -> None:
        """Write the words of a page; `path` is where it lies, for the links between the pages of a book."""
        from lxml import etree

        self._path = path
        self.text.block()
        if root is None:
            return
        left_out = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if left_out is not None:
                if event == "end" and element is left_out:
                    left_out = None
                    self._say(element.tail)
            elif event == "end":
                self._end(element)
            elif self._is_left_out(element):
                left_out = element
            else:
                self._begin(element)
        self.text.block()

    def notices(self) -> Iterator[Notice]:
        """What was left out."""
        for kind, message in _MESSAGES.items():
            if self._seen[kind]:
                yield Notice(kind, tr(message, count=self._seen[kind]), self._seen[kind])

    # ── elements ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _is_left_out(self, element: _Element) -> bool:
        """Whether an element is not read further: it is no text, not shown, or told in another way."""
        name, roles = name_of(element), _roles(element)
        self._page(element, roles)
        why = _LEFT_OUT.get(name) or ("hidden text" if name not in _SILENT and _is_unseen(element) else "")
        if why:
            self._seen[why] += any(str(words).strip() for words in element.itertext())
            return True
        if name in _SILENT or roles & (_BACKLINKS | _PAGE_BREAKS) or not name:
            return True
        return name == "a" and (self._calls_note(element, roles) or self._is_own_sign(element))

    def _begin(self, element: _Element) -> None:
        """Begin an element: its lines, its look, and what it is."""
        name, style, outer = name_of(element), element.get("style", ""), self._open[-1]
        opened = _Open(
            outer.italic or name in _ITALIC or bool(style and _SLANTED.search(style)),
            outer.bold or name in _BOLD or bool(style and _FAT.search(style)),
            outer.verbatim or name in ("pre", "textarea"),
        )
        self._open.append(opened)
        if name in _BLOCKS:
            self.text.block()
        self._open_note(element, opened)
        if name in ("td", "th"):
            self._cell(element, opened)
        elif name == "br":
            self.text.line()
        elif name == "q":
            self._say("“")
            opened.endings.append(lambda: self._say("”"))
        else:
            self._structure(element, name, opened)
        words = element.text or ""
        self._say(words.removeprefix("\n") if name == "pre" else words)

    def _structure(self, element: _Element, name: str, opened: _Open) -> None:
        """Headings, quotes, lists and tables."""
        start = self.text.here
        if name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            opened.bold = False
            opened.endings.append(lambda: self.text.heading(int(name[1]), start))
        elif name == "blockquote":
            opened.endings.append(lambda: self.text.mark("block quote", start))
        elif name in ("ul", "ol", "menu"):
            self._lists.append(_list(element, name))
            opened.endings.append(lambda: _drop(self._lists))
        elif name == "li":
            self._item(element, opened)
        elif name == "table":
            self._tables.append(_Table(_is_layout(element)))
            opened.endings.append(self._close_table)
        elif name == "tr" and self._tables:
            table = self._tables[-1]
            table.column, table.row_is_open = 1, False

    def _end(self, element: _Element) -> None:
        """End an element, and write what follows it."""
        for ending in reversed(self._open.pop().endings):
            ending()
        if name_of(element) in _BLOCKS:
            self.text.block()
        self._say(element.tail)

    def _say(self, words: str | None) -> None:
        """Words as the element around them shows them, after the marker that is due."""
        if not words:
            return
        look = self._open[-1]
        if self._marker and words.strip():
            marker, self._marker = self._marker, ""
            self.text.write(f"{marker} ")
            words = words.lstrip()
        if look.verbatim:
            self.text.write(words, italic=look.italic, bold=look.bold)
        else:
            self.text.say(words, italic=look.italic, bold=look.bold)

    # ── lists and tables ─────────────────────────────────────────────────────────────────────────────────────────────

    def _item(self, element: _Element, opened: _Open) -> None:
        """An item of a list; its marker waits for its first words."""
        listed = self._lists[-1] if self._lists else _List()
        given = element.get("value", "")
        if given[:6].isdecimal():
            listed.number = int(given[:6])
        marker = f"{numeral(listed.number, listed.form)}." if listed.form else "•"
        listed.number += listed.step
        if self.text.in_note or not listed.marked:
            return
        self._marker, start = marker, self.text.here

        def end() -> None:
            if self._marker != marker:
                self.text.mark("list item", start, marker)
            self._marker = ""

        opened.endings.append(end)

    def _cell(self, element: _Element, opened: _Open) -> None:
        """A cell; the first one of a row begins it."""
        if not self._tables or self._tables[-1].is_layout:
            return
        table = self._tables[-1]
        if not table.row_is_open:
            self.text.open_row()
            table.row, table.row_is_open = table.row + 1, True
        row, column = table.row, table.column
        span = element.get("colspan", "")
        table.column += max(1, int(span[:3])) if span[:3].isdecimal() else 1
        self.text.open_cell()
        opened.endings.append(lambda: self.text.close_cell(row, column))

    def _close_table(self) -> None:
        """End a table."""
        if not self._tables.pop().is_layout:
            self.text.close_table()

    # ── notes and pages ──────────────────────────────────────────────────────────────────────────────────────────────

    def _calls_note(self, link: _Element, roles: frozenset[str]) -> bool:
        """Write the anchor if a link calls for a note."""
        target = self._target(link.get("href", ""))
        if target is None or not (roles & _CALLS or _OLD_NOTE.fullmatch(target[1])) or self._signs:
            return False
        sign = words_in(link, SHORT).strip().strip("[]()")
        if target in self._called:
            self.text.repeat_anchor(self._called[target][0])
        else:
            self._called[target] = self.text.anchor(sign), sign
        return True

    def _is_own_sign(self, link: _Element) -> bool:
        """Whether a link in a note is the note's own sign, which leads back to the text."""
        return bool(self._signs) and words_in(link, SHORT).strip().strip("[]()") == self._signs[-1]

    def _open_note(self, element: _Element, opened: _Open) -> None:
        """Begin a note if an element is one that was called for."""
        identity = element.get("id", "")
        called = self._called.get((self._path, _plain_identity(identity))) if identity else None
        if called is None or self._signs:
            return
        label, sign = called
        self._signs.append(sign)
        self.text.open_note(label)

        def end() -> None:
            self.text.close_note()
            self._signs.pop()

        opened.endings.append(end)

    def _target(self, link: str) -> tuple[str, str] | None:
        """The page and the place that a link leads to, if it is one within the page or the book."""
        path, sign, place = link.partition("#")
        if not sign or not place or ":" in path:
            return None
        try:
            page = inside(self._path.rpartition("/")[0], path) if path else self._path
        except InvalidInput:
            return None
        return page, _plain_identity(place)

    def _page(self, element: _Element, roles: frozenset[str]) -> None:
        """Turn the page where the book says that a printed one begins."""
        label = self.labels.get(self._path, {}).get(element.get("id", ""), "")
        if not label and roles & _PAGE_BREAKS:
            label = element.get("title", "") or element.get("aria-label", "") or words_in(element)
        if label.strip():
            self.text.page(" ".join(label.split())[:20])


def _drop(lists: list[_List]) -> None:
    """Forget the innermost list."""
    lists.pop()


def _list(element: _Element, name: str) -> _List:
    """A list before its first item."""
    marked = not _UNMARKED.search(element.get("style", ""))
    if name != "ol":
        return _List(marked=marked)
    form, start = element.get("type", ""), element.get("start", "")
    number = int(start[:6]) if start[:6].isdecimal() else 1
    down = "reversed" in element.attrib
    if down and not start:
        number = sum(name_of(item) == "li" for item in element)
    return _List(number, -1 if down else 1, form if form in ("a", "A", "i", "I") else "1", marked)


def _is_layout(table: _Element) -> bool:
    """Whether a table only places things on the page: it has one column, holds tables, or says so."""
    nested = next((inner for inner in every(table, "table") if inner is not table), None)
    if nested is not None or table.get("role", "") in ("presentation", "none"):
        return True
    return all(sum(name_of(cell) in ("td", "th") for cell in row) < 2 for row in every(table, "tr"))


def _is_unseen(element: _Element) -> bool:
    """Whether a browser hides an element."""
    return "hidden" in element.attrib or bool(_UNSEEN.search(element.get("style", "")))


def _roles(element: _Element) -> frozenset[str]:
    """What an element says it is in the words of accessibility, of books, and of what is used to make pages."""
    if not element.attrib:
        return frozenset()
    given = (element.get(name) for name in ("role", "epub:type", _TYPE, "class"))
    return frozenset(word for words in given if words for word in words.split())


def _plain_identity(identity: str) -> str:
    """The name of a note without what old word processors add to tell its two ends apart."""
    old = _OLD_NOTE.fullmatch(identity)
    return old[1] if old else identity
