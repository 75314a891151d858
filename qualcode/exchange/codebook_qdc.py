"""REFI-QDA codebooks (.qdc): the exchange format that NVivo, ATLAS.ti, MAXQDA and QualCoder share.

The format knows a name, a colour, a guid and one description. The other fields go into the description as paragraphs
that begin with `▸ ` and a label: people read them in the other program, and they become fields again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from qualcode.errors import InvalidInput
from qualcode.exchange.codebook_tree import (
    LISTS,
    TEXTS,
    Branch,
    Placed,
    Reading,
    branches,
    canonical_guid,
    checked_entry,
    codebook_file,
    hex_color,
    joined,
    labels_of,
    split,
)
from qualcode.exchange.xml import legal, parse
from qualcode.project.naming import name_key
from qualcode.project.records import CODE_LEVELS, CODE_STATUSES, PATH_SEPARATOR, CodebookFile, CodeEntry
from qualcode.wording import LANGUAGES, tr

if TYPE_CHECKING:
    from lxml.etree import _Element

SCHEMA = Path(__file__).parent / "schemas" / "Codebook.xsd"
NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "qualcode"
MARK = "▸"

# Part of the file format, so not in the catalogues: an old file must be understood after a translation changes.
_FIELDS = (*TEXTS[1:], "level", "status", *LISTS, *(f"labels_{language}" for language in LANGUAGES), "in_vivo")
_NAMES = ("Bokmål", "Nynorsk", "English")
LABELS = {
    "nb": (
        *("Ta med", "Ta ikke med", "Eksempel", "Nivå", "Status", "Andre navn", "Vendinger", "Litteratur", "Skala"),
        *(*_NAMES, "In vivo"),
    ),
    "nn": (
        *("Ta med", "Ta ikkje med", "Døme", "Nivå", "Status", "Andre namn", "Vendingar", "Litteratur", "Skala"),
        *(*_NAMES, "In vivo"),
    ),
    "en": (
        *("Include", "Exclude", "Example", "Level", "Status", "Other names", "Phrases", "Literature", "Scale"),
        *(*_NAMES, "In vivo"),
    ),
}
_FIELD_OF = {label: field for labels in LABELS.values() for label, field in zip(labels, _FIELDS, strict=True)}
_ANY_LABEL = f"{MARK} ({'|'.join(sorted(_FIELD_OF))}):"
_SECTION = re.compile(rf"(?:\A|\n\n|\n){_ANY_LABEL} ?")
_LOOKS_LIKE_SECTION = re.compile(rf"^(\\*{_ANY_LABEL})", re.MULTILINE)
_ESCAPED = re.compile(rf"^\\(\\*{_ANY_LABEL})", re.MULTILINE)


def dumps(codebook: CodebookFile) -> bytes:
    """A codebook as a qdc file that is valid against the standard's schema; codes without a guid get a new one."""
    from lxml import etree

    roots = branches(codebook)
    if not roots:
        raise InvalidInput("an empty codebook cannot be written as REFI-QDA", "add a code first")
    book = etree.Element(_q("CodeBook"), {"origin": ORIGIN}, nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _write_codes(etree.SubElement(book, _q("Codes")), roots, codebook.language)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(book)
    content: bytes = etree.tostring(book, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _write_codes(parent: _Element, codes: list[Branch], language: str) -> None:
    from lxml import etree

    for branch in codes:
        entry = branch.entry
        guid = (entry.guid or str(uuid4())).upper()
        code = etree.SubElement(parent, _q("Code"), guid=guid, name=legal(entry.path[-1]), isCodable="true")
        if entry.color:
            code.set("color", entry.color)
        if text := legal(describe(entry, language)):
            etree.SubElement(code, _q("Description")).text = text
        _write_codes(code, branch.children, language)


def describe(entry: CodeEntry, language: str) -> str:
    """All fields that REFI-QDA has no place for, as one text."""
    labels = LABELS.get(language, LABELS["en"])
    parts = [_escaped(entry.definition)] if entry.definition else []
    for field, label in zip(_FIELDS, labels, strict=True):
        if value := _as_text(entry, field):
            parts.append(f"{MARK} {label}: {_escaped(value)}")
    return "\n\n".join(parts)


def _as_text(entry: CodeEntry, field: str) -> str:
    if field.startswith("labels_"):
        return entry.labels.get(field.removeprefix("labels_"), "")
    if field == "in_vivo":
        return "✓" if entry.in_vivo else ""
    if field in LISTS:
        return joined(getattr(entry, field))
    value: str = getattr(entry, field)
    return "" if value == {"level": "code", "status": "active"}.get(field) else value


def _escaped(text: str) -> str:
    return _LOOKS_LIKE_SECTION.sub(r"\\\1", text)


def fields_of(description: str) -> dict[str, str]:
    """The definition and the labelled paragraphs of a description; what has no label is definition."""
    definition, *sections = _SECTION.split(description)
    fields = {"definition": _ESCAPED.sub(r"\1", definition)}
    for label, value in zip(sections[::2], sections[1::2], strict=True):
        earlier = fields.get(_FIELD_OF[label])
        text = _ESCAPED.sub(r"\1", value)
        fields[_FIELD_OF[label]] = f"{earlier}\n\n{text}" if earlier else text
    return fields


def loads(content: bytes, name: str, language: str = "nb") -> Reading:
    """A codebook from a qdc file of any program; what cannot be kept is named in the notices.

    Raises InvalidInput for a file that is no codebook, holds no codes or tries to do harm.
    """
    root = parse(content, tr("the codebook"))
    space, _, tag = str(root.tag).rpartition("}")
    if tag != "CodeBook" or not space.lower().startswith("{urn:qda-xml:codebook:"):
        raise InvalidInput(
            "the file is no REFI-QDA codebook: it begins with {tag}",
            "export the codebook by itself" if tag == "Project" else "",
            tag=tag,
        )
    reader = _Reader()
    entries = [placed for codes in root.iterchildren("{*}Codes") for placed in reader.codes(codes, ())]
    if not entries:
        raise InvalidInput("the codebook holds no codes")
    reader.note_sets(root)
    return Reading(codebook_file(name, language, "", entries), tuple(reader.notices))


class _Reader:
    """Takes the codes of a file one by one and remembers what had to give way."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self._guids: set[str] = set()

    def codes(self, parent: _Element, above: tuple[str, ...]) -> Iterator[Placed]:
        """The codes below an element, depth first."""
        taken: set[str] = set()
        for number, element in enumerate(parent.iterchildren("{*}Code"), start=1):
            path = (*above, self._name(element, number, above, taken))
            place = PATH_SEPARATOR.join(path)
            yield Placed(checked_entry(self._entry(element, path, place), place), place)
            yield from self.codes(element, path)

    def note_sets(self, root: _Element) -> None:
        """Sets of codes have no counterpart here."""
        names = [element.get("name", "") for element in root.iter("{*}Set")]
        if names:
            self.notices.append(tr("sets of codes are left out: {names}", names=", ".join(names)))

    def _name(self, element: _Element, number: int, above: tuple[str, ...], taken: set[str]) -> str:
        given = " ".join(element.get("name", "").split())
        printable = "".join(char for char in given if char.isprintable()).replace(PATH_SEPARATOR, " › ")
        name = re.sub(r" >$", " ›", printable).strip()[:290] or f"Code {number}"
        unique, copy = name, 1
        while name_key(unique) in taken:
            copy += 1
            unique = f"{name} ({copy})"
        taken.add(name_key(unique))
        if unique != given:
            path = PATH_SEPARATOR.join((*above, unique))
            self.notices.append(tr("{path}: the name was «{given}»", path=path, given=given))
        return unique

    def _entry(self, element: _Element, path: tuple[str, ...], place: str) -> CodeEntry:
        description = next(element.iterchildren("{*}Description"), None)
        fields = fields_of("".join(map(str, description.itertext())) if description is not None else "")
        codable = element.get("isCodable", "true").strip() in ("true", "1")
        level, status = fields.get("level", ""), fields.get("status", "")
        others: dict[str, Any] = {key: fields.get(key, "") for key in TEXTS}
        others |= {key: split(fields.get(key, "")) for key in LISTS}
        return CodeEntry(
            path=path,
            guid=self._guid(element.get("guid", ""), place),
            level=level if level in CODE_LEVELS else "code" if codable else "category",
            status=status if status in CODE_STATUSES else "active",
            color=self._color(element.get("color", "").strip(), place),
            labels=labels_of(fields, "labels_"),
            in_vivo="in_vivo" in fields,
            **others,
        )

    def _guid(self, given: str, place: str) -> str | None:
        guid = canonical_guid(given)
        if guid is None or guid in self._guids:
            message = (
                "{path}: the guid «{given}» is there twice; the code gets a new one"
                if guid
                else "{path}: «{given}» is no guid; the code gets a new one"
            )
            self.notices.append(tr(message, path=place, given=given))
            return None
        self._guids.add(guid)
        return guid

    def _color(self, given: str, place: str) -> str:
        color = hex_color(given)
        if given and color is None:
            self.notices.append(tr("{path}: the colour «{given}» is left out", path=place, given=given))
        return color or ""
