"""XML without surprises: text that XML can hold, and a parser that hostile files cannot misuse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from lxml.etree import _Element

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without the control characters that XML 1.0 cannot hold in any form."""
    return _ILLEGAL.sub("", text)


def parse(content: bytes, what: str) -> _Element:
    """The root of a document; entities, document types, network access and huge trees are refused."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvalidInput(
            "{file} is not well-formed XML: {problem}", "export the file again", file=what, problem=error
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InvalidInput(
            "{file} declares a document type, which no such file needs", "it may be made to do harm", file=what
        )
    return root
