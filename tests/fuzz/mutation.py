"""Damage of the kinds that files come by: in transit, in careless programs, and by people who mean harm."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

Mutate = Callable[[Random, bytes], bytes]

_MOST_BYTES = 400_000
_HOSTILE = (
    "\x00", "\x1b[2J", "\x1b]52;c;aGVp\x07", "\u202e", "\u200d", "\ufeff", "\ufffd", "\u0301" * 40, "😀", "\U0010ffff",
    "\x85", "\u2028", "²", "٣", "Ⅷ", "\r", "\n\n", "\t", " " * 99, "a:\n" * 50, "-\n", "[", "«", "\u00ad", "%PDF-",
    "&lt;", "&#0;", "&#xD800;", "<!ENTITY x 'y'>", "]]>", "..", "../../x", "%2e%2e/", "file:///etc/passwd",
    "0", "-1", "1", "255", "65536", "2147483648", "-2147483649", "99999999999999999999", "1e999", "NaN", "00:99:99.999",
)  # fmt: skip
_NUMBER = re.compile(rb"-?\d+")
_TAG = re.compile(rb"<[^<>]{1,300}>")
_ATTRIBUTE = re.compile(rb"=(\"[^\"<>]*\"|'[^'<>]*')")
_CONTROL = re.compile(rb"\\[a-z*']+-?\d* ?|[{}]")
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def mutated(random: Random, ending: str, seeds: list[bytes]) -> bytes:
    """A seed with one to four damages of the kinds that its format can have."""
    data = random.choice(seeds)
    if data.startswith(b"PK") and random.random() < 0.85:
        return _repacked(random, data)
    kinds = _KINDS.get(ending, _TEXT_KINDS)
    for _ in range(random.randint(1, 4)):
        data = random.choice(kinds)(random, data)
    return data[:_MOST_BYTES]


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _span(random: Random, data: bytes, longest: int = 400) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 2, 4, 8, 30, 100, longest)))


def _flipped(random: Random, data: bytes) -> bytes:
    kept = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 40)) if kept else 0):
        kept[random.randrange(len(kept))] ^= 1 << random.randrange(8)
    return bytes(kept)


def _cut(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    return data[:start] + data[end:]


def _truncated(random: Random, data: bytes) -> bytes:
    return data[: random.randint(0, len(data))]


def _repeated(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    return data[:start] + data[start:end] * random.choice((2, 2, 3, 20, 300)) + data[end:]


def _swapped(random: Random, data: bytes) -> bytes:
    (a, b), (c, d) = sorted((_span(random, data), _span(random, data)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _hostile(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    words = random.choice(_HOSTILE).encode(random.choice(("utf-8", "utf-8", "utf-16-le")), "surrogatepass")
    return data[:start] + words + data[random.choice((start, end)) :]


def _numbered(random: Random, data: bytes) -> bytes:
    return _replaced_one(random, data, _NUMBER, random.choice(_HOSTILE[-11:]).encode())


def _replaced_one(random: Random, data: bytes, pattern: re.Pattern[bytes], by: bytes) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + by + data[match.end() :]


# ── structure ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tags(random: Random, data: bytes) -> bytes:
    """Tags doubled, dropped, swapped with others, or nested deep."""
    found = list(_TAG.finditer(data))
    if not found:
        return data
    match, other = random.choice(found), random.choice(found)
    times = random.choice((0, 0, 1, 2, 3, 200, 2000))
    by = random.choice((match[0] * times, other[0], match[0] + other[0]))
    return data[: match.start()] + by + data[match.end() :]


def _attributes(random: Random, data: bytes) -> bytes:
    """The value of an attribute is another's, or a hostile one."""
    values = [match[1] for match in _ATTRIBUTE.finditer(data)] or [b'""']
    hostile = b'"' + random.choice(_HOSTILE).replace("<", "").replace('"', "").encode() + b'"'
    return _replaced_one(random, data, _ATTRIBUTE, b"=" + random.choice((random.choice(values), hostile)))


def _elements(random: Random, data: bytes) -> bytes:
    """Elements doubled, dropped, moved, emptied, renamed or nested deep, the XML staying well-formed."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (etree.LxmlError, ValueError):
        return data
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    for _ in range(random.randint(1, 4)):
        _elements_damaged(random, elements)
    encoding: str = random.choice(("utf-8", "utf-8", "utf-16", "us-ascii"))
    written: Any = etree.tostring(root, encoding=encoding)
    return bytes(written)


def _elements_damaged(random: Random, elements: list[Any]) -> None:
    """One damage to a tree."""
    element, other = random.choice(elements), random.choice(elements)
    parent, kind = element.getparent(), random.randrange(8)
    if kind == 0 and parent is not None:
        parent.remove(element)
    elif kind == 1:
        times = random.choice((1, 1, 2, 30)) if sum(1 for _ in element.iter()) < 60 else 0
        other.extend([deepcopy(element) for _ in range(times)])
    elif kind == 2:
        element.tag = other.tag
    elif kind == 3:
        element.text = _ILLEGAL.sub("", random.choice(_HOSTILE)) or None
    elif kind == 4:
        element.tail = random.choice((None, "hale", " ", "\n"))
    elif kind == 5:
        for _ in range(random.choice((1, 3, 60, 150))):
            inner = element.makeelement(element.tag, dict(element.attrib))
            inner.extend(list(element))
            element.append(inner)
    else:
        for holder in random.sample(elements, min(6, len(elements))):
            if holder.attrib:
                value = random.choice((*holder.attrib.values(), *other.attrib.values(), random.choice(_HOSTILE)))
                holder.set(random.choice(holder.attrib.keys()), _ILLEGAL.sub("", value))


def _controls(random: Random, data: bytes) -> bytes:
    """Control words and braces of rich text doubled, dropped, or put elsewhere."""
    found = _CONTROL.findall(data)
    word = random.choice(found) if found else b"{"
    if random.random() < 0.5:
        return _replaced_one(random, data, _CONTROL, word * random.choice((0, 1, 2, 3000)))
    at = random.randint(0, len(data))
    return data[:at] + word + data[at:]


def _lines(random: Random, data: bytes) -> bytes:
    """Lines doubled, dropped, swapped, emptied or run together."""
    lines = data.splitlines(keepends=True) or [b""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(5)
    if kind == 0:
        lines[at] *= random.choice((0, 2, 200))
    elif kind == 1:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 2:
        lines[at] = lines[at].strip()
    elif kind == 3:
        lines[at] = random.choice((b"\n", b"\r", b" ", b"\t\n", b"\x0c"))
    else:
        lines[at] = lines[at][: len(lines[at]) // 2] + lines[other]
    return b"".join(lines)


def _tree(random: Random, data: bytes) -> bytes:
    """A value of a json file replaced by another, dropped, or nested deep."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return data
    if random.random() < 0.02:
        return b"[" * random.choice((50, 5000, 200_000))
    places: list[tuple[Any, Any]] = []
    if isinstance(content, dict | list):
        _collect(content, places)
    if not places:
        return data
    holder, key = random.choice(places)
    other, key_of_other = random.choice(places)
    choices: tuple[Any, ...] = (
        None, True, {}, [], [[]], "", random.choice(_HOSTILE), -1, 1e308, 10**400, float("nan"), "00:00:99,9",
        "\ud800", other[key_of_other], [holder[key]] * 3, {"text": "x"}, {"segments": holder[key]},
    )  # fmt: skip
    holder[key] = random.choice(choices)
    try:
        return json.dumps(content).encode()
    except (ValueError, RecursionError):
        return data


def _collect(content: Any, places: list[tuple[Any, Any]]) -> None:
    """All places in a tree where a value stands."""
    keys: Any = content.keys() if isinstance(content, dict) else range(len(content))
    for key in list(keys):
        places.append((content, key))
        if isinstance(content[key], dict | list):
            _collect(content[key], places)


def _words(random: Random, data: bytes) -> bytes:
    """Words dropped, doubled or put elsewhere, by whole code points."""
    words = _WORDS.findall(data.decode("utf-8", "replace")) or [""]
    for _ in range(random.randint(1, 6)):
        at, other = random.randrange(len(words)), random.randrange(len(words))
        words[at] = random.choice(("", words[at] * 2, words[other], words[at] + random.choice(_HOSTILE)))
    return "".join(words).encode("utf-8", "replace")


# ── archives ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _repacked(random: Random, data: bytes) -> bytes:
    """An archive with one or two parts damaged, and now and then its directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(random.choice((1, 1, 2))):
        name = random.choice(sorted(parts))
        for _ in range(random.randint(1, 3)):
            parts[name] = random.choice(_XML_KINDS)(random, parts[name])[:_MOST_BYTES]
    if random.random() < 0.1:
        name = random.choice(sorted(parts))
        parts[random.choice(("x", "../x", "word/x.xml", name.upper()))] = parts.pop(name)
    packing = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed = buffer.getvalue()
    return random.choice(_BYTE_KINDS)(random, packed) if random.random() < 0.1 else packed


_BYTE_KINDS: tuple[Mutate, ...] = (_flipped, _cut, _truncated, _repeated, _swapped, _hostile)
_TEXT_KINDS: tuple[Mutate, ...] = (*_BYTE_KINDS, _numbered, _lines, _words, _words)
_XML_KINDS: tuple[Mutate, ...] = (
    _flipped,
    _repeated,
    _hostile,
    _numbered,
    _tags,
    *[_attributes] * 4,
    *[_elements] * 12,
)
_HTML_KINDS: tuple[Mutate, ...] = (*_BYTE_KINDS, _numbered, *[_tags] * 9, *[_attributes] * 3)
_KINDS: dict[str, tuple[Mutate, ...]] = {
    ".fodt": _XML_KINDS,
    ".html": _HTML_KINDS,
    ".rtf": (*_BYTE_KINDS, _numbered, _numbered, *[_controls] * 4),
    ".json": (_flipped, _hostile, _truncated, _numbered, *[_tree] * 8),
    ".pdf": (*_BYTE_KINDS, *[_numbered] * 4, _lines, _lines),
    ".docx": _BYTE_KINDS,
    ".odt": _BYTE_KINDS,
    ".epub": _BYTE_KINDS,
    ".xlsx": _BYTE_KINDS,
}
