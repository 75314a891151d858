"""The text of epub books: their pages in reading order, with the page numbers of the printed edition where told.

A book is a zip archive of web pages; a package file lists them and the order to read them in. Protected books are
refused, since what they hold is not text; scrambled fonts alone are no protection.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from qualcode.errors import InvalidInput
from qualcode.text.readers.archives import Archive, inside
from qualcode.text.readers.markup import SHORT, attribute, every, parse_xml, words_in
from qualcode.text.readers.web_pages import PageReader, decoded_page, parse_page
from qualcode.text.source import Notice, Source
from qualcode.wording import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

_KIND = "the book"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_SCRAMBLING = frozenset(["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"])
_PAGES = frozenset(["application/xhtml+xml", "text/html", "application/xml", "text/xml"])
_MOST_TEXT = 64_000_000
_DAMAGED_HINT = "get it from its source again"


class _Item(NamedTuple):
    """A file that the book lists: where it lies, what it is, and what it is for."""

    path: str
    media_type: str
    properties: str


def read_epub(data: bytes) -> Source:
    """The text of a book, refused in words when it is protected, damaged or no book at all."""
    archive = Archive(data, _KIND)
    if _CONTAINER not in archive:
        raise InvalidInput("the file is not an epub book", "give the file the ending it was saved with")
    _refuse_protected(archive)
    root = next(iter(every(parse_xml(archive.read(_CONTAINER)), "rootfile")), None)
    if root is None:
        raise InvalidInput("the book is damaged: it has no package", _DAMAGED_HINT)
    package_path = inside("", attribute(root, "full-path"))
    package = parse_xml(archive.read(package_path))
    items = dict(_items(package, posixpath.dirname(package_path)))
    pages = PageReader()
    pages.labels = _page_labels(archive, items)
    notices = _read_pages(archive, _reading_order(package, items), pages)
    return pages.text.source("epub", (*notices, *pages.notices()))


def _refuse_protected(archive: Archive) -> None:
    """Refuse a book in which more than fonts is encrypted."""
    if _ENCRYPTION not in archive:
        return
    for encrypted in every(parse_xml(archive.read(_ENCRYPTION)), "EncryptedData"):
        method = next(iter(every(encrypted, "EncryptionMethod")), None)
        if attribute(method, "Algorithm") not in _FONT_SCRAMBLING:
            raise InvalidInput("the book is protected against copying", "ask the publisher for an unprotected copy")


def _items(package: _Element, folder: str) -> Iterator[tuple[str, _Item]]:
    """The files of the book by their identity; what lies on the web is no file of it."""
    for item in every(package, "item"):
        link = attribute(item, "href").partition("#")[0]
        if "://" not in link:
            path = inside(folder, unquote(link))
            yield attribute(item, "id"), _Item(path, attribute(item, "media-type"), attribute(item, "properties"))


def _reading_order(package: _Element, items: dict[str, _Item]) -> dict[str, None]:
    """The paths of the pages in order, each once."""
    listed = (items.get(attribute(entry, "idref")) for entry in every(package, "itemref"))
    return dict.fromkeys(item.path for item in listed if item and item.media_type in _PAGES)


def _read_pages(archive: Archive, paths: dict[str, None], pages: PageReader) -> list[Notice]:
    """Read the pages, and tell what was wrong with some of them. A book without any is refused."""
    missing = length = 0
    told: dict[str, Notice] = {}
    for path in paths:
        if path not in archive:
            missing += 1
            continue
        page, _, notices, *_ = decoded_page(archive.read(path))
        told |= {notice.kind: notice for notice in notices}
        length += len(page)
        if length > _MOST_TEXT:
            raise InvalidInput("the book has more than 64 MB of text", "take it in by chapters")
        pages.read(parse_page(page), path)
    if missing == len(paths):
        raise InvalidInput("the book is damaged: it has no pages", _DAMAGED_HINT)
    if missing:
        told["missing parts"] = Notice(
            "missing parts", tr("parts of the book that are missing from the file: {count}", count=missing), missing
        )
    return list(told.values())


def _page_labels(archive: Archive, items: dict[str, _Item]) -> dict[str, dict[str, str]]:
    """The printed page numbers by file and place within it, from the list of pages in either version of the format."""
    labels: dict[str, dict[str, str]] = {}
    for item in items.values():
        is_navigation = "nav" in item.properties.split()
        if item.path not in archive or not (is_navigation or item.media_type == "application/x-dtbncx+xml"):
            continue
        folder = posixpath.dirname(item.path)
        for link, label in _linked_pages(archive, item.path, is_navigation):
            path, _, place = unquote(link).partition("#")
            labels.setdefault(inside(folder, path) if path else item.path, {})[place] = label
    return labels


def _linked_pages(archive: Archive, path: str, is_navigation: bool) -> Iterator[tuple[str, str]]:
    """The links of a list of pages with what they are called."""
    if is_navigation:
        root = parse_page(decoded_page(archive.read(path)).raw)
        lists = () if root is None else (each for each in every(root, "nav") if "page-list" in _type(each))
        for found in lists:
            for link in every(found, "a"):
                yield attribute(link, "href"), words_in(link, SHORT).strip()
        return
    for target in every(parse_xml(archive.read(path)), "pageTarget"):
        content = next(iter(every(target, "content")), None)
        label = "".join(text.text or "" for text in every(target, "text")).strip()
        yield attribute(content, "src"), label or attribute(target, "value")


def _type(element: _Element) -> str:
    """What a book says that an element is, whether its page was read as XML or as HTML."""
    return attribute(element, "type") or element.get("epub:type") or element.get("role") or ""
