"""Reading XML from strangers: no entities, no document type from elsewhere, no network, bounded depth and text.

Elements are told apart by their names without the namespace, since the same format is written with several: Word's
strict documents, old and new OpenDocument, XHTML with and without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = 100_000
_HOSTILE_MESSAGE = "the file declares XML entities, as attacks do"
_HOSTILE_HINT = "save it anew in a program you know"
# A tree takes some two hundred bytes for each.
# Pieces of text that a number or a sign is made of, with the elements around it.
SHORT = 8
_MOST_TAGS = 3_000_000
# What else there is (UTF-7, EBCDIC) hides tags from those who look for them.
_ENCODINGS = re.compile(r"utf-?(?:8|16|32)(?:le|be)?|us-ascii|iso-8859-\d{1,2}|windows-125\d|ucs-[24]", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([^\"'>]{0,40})")


def parse_xml(data: bytes, encoding: str | None = None) -> _Element:
    """The root element; what is no XML, is nested too deep or declares entities of its own is refused."""
    from lxml import etree

    head = data[:_HEAD].replace(b"\x00", b"")
    if b"<!ENTITY" in head:
        raise InvalidInput(_HOSTILE_MESSAGE, _HOSTILE_HINT)
    declared = _DECLARED.search(head)
    if b"<" not in head or (declared and not _ENCODINGS.fullmatch(declared[1].decode("latin-1"))):
        raise InvalidInput("the file is damaged: its XML is in no usual encoding", "save it anew as UTF-8")
    refuse_endless(data)
    parser = etree.XMLParser(
        encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    # lxml's own errors, and ValueError and LookupError for a declared encoding that does not exist.
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise InvalidInput("the file is damaged: its XML is not well-formed", "save it anew") from error
    own: Any = root.getroottree().docinfo.internalDTD
    if own is not None and any(True for _ in own.iterentities()):
        raise InvalidInput(_HOSTILE_MESSAGE, _HOSTILE_HINT)
    return root


def refuse_endless(data: bytes) -> None:
    """Refuse what holds so many tags and attributes that their tree would fill the memory."""
    if data.count(b"<") + data.count(b"=") > _MOST_TAGS:
        raise InvalidInput("the file holds more than 3 million tags", "split it, or save it as txt")


def name_of(element: _Element) -> str:
    """The name of an element without its namespace; entities, comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: _Element | None, name: str) -> str:
    """An attribute by its name without the namespace, empty where it or the element is missing."""
    if element is None:
        return ""
    if name in element.attrib:
        return str(element.attrib[name])
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first element at a path of names below an element."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if name_of(below) == name), None)
    return element


def every(element: _Element, *names: str) -> Iterator[_Element]:
    """All elements below an element with one of the names, in order."""
    return element.iter(*(f"{{*}}{name}" for name in names))


def words_in(element: _Element, most: int | None = None) -> str:
    """The text below an element, as it is written: all of it, or `most` pieces, where it can only be a short one.

    In damaged files thousands of elements lie in each other, each with all the text of those within.
    """
    return "".join(str(words) for words in islice(element.itertext(), most))
