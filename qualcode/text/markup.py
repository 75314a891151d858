"""Reading XML from strangers: no entities, no document type from elsewhere, no network, bounded depth and text.

Elements are told apart by their names without the namespace, since the same format is written with several: Word's
strict documents, old and new OpenDocument, XHTML with and without one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = 100_000
_HOSTILE = "the file declares XML entities, as attacks do"
_HINT = "save it anew in a program you know"


def parse_xml(data: bytes, encoding: str | None = None) -> _Element:
    """The root element; what is no XML, is nested too deep or declares entities of its own is refused."""
    from lxml import etree

    if b"<!ENTITY" in data[:_HEAD].replace(b"\x00", b""):
        raise InvalidInput(_HOSTILE, _HINT)
    parser = etree.XMLParser(
        encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    # lxml's own errors, and ValueError and LookupError for a declared encoding that does not exist.
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise InvalidInput("the file is damaged: its XML is not well-formed", "save it anew") from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InvalidInput(_HOSTILE, _HINT)
    return root


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


def words_in(element: _Element) -> str:
    """All the text below an element, as it is written."""
    return "".join(str(words) for words in element.itertext())
