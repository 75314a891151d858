"""Zip archives from strangers: what they may hold, and what is refused before it is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.archives import Archive, inside
from tests.text.readers.office_files import zipped


def packed(size: int, *, parts: int = 1, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of parts that hold nothing but zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for number in range(parts):
            archive.writestr(f"del{number}", bytes(size))
    return buffer.getvalue()


def locked() -> bytes:
    """An archive with a part that is marked as encrypted."""
    data = bytearray(zipped({"a": "hei"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def boastful() -> bytes:
    """An archive whose directory says that a part is smaller than it is."""
    data = bytearray(packed(5_000_000))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    return bytes(data)


def test_parts_are_read_by_name() -> None:
    archive = Archive(zipped({"a/b.xml": "hei", "tom": ""}), "the book")
    assert ("a/b.xml" in archive, "b.xml" in archive) == (True, False)
    assert (archive.read("a/b.xml"), archive.read("tom")) == (b"hei", b"")


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: b"", "the book cannot be opened"),
        (lambda: b"PK\x03\x04 tull", "the book cannot be opened"),
        (lambda: packed(12_000_000), "times its size"),
        (lambda: packed(10, parts=20_001), "20000 parts"),
        (lambda: packed(100, packing=zipfile.ZIP_BZIP2), "unusual"),
        (lambda: packed(100, packing=zipfile.ZIP_LZMA), "unusual"),
        (lambda: zipped({"../ute": "hei"}), "outside"),
        (lambda: zipped({"a\\..\\..\\ute": "hei"}), "outside"),
    ],
)
def test_a_hostile_archive_is_refused(make: Callable[[], bytes], word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refusal:
        Archive(make(), "the book")
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("make", "name", "word"),
    [
        (lambda: zipped({"a": "hei"}), "b", "missing"),
        (locked, "a", "password"),
        (boastful, "del0", "damaged"),
        (lambda: zipped({"a": "hei" * 99}).replace(b"hei", b"hoi"), "a", "damaged"),
    ],
)
def test_a_part_that_cannot_be_read_is_refused(make: Callable[[], bytes], name: str, word: str) -> None:
    data = make()
    if word == "damaged" and name == "a":
        data = data[:32] + b"\xff" + data[33:]
    with pytest.raises(InvalidInput, match=word):
        Archive(data, "the book").read(name)


def test_a_part_of_more_than_64_mb_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("stor", bytes(64_000_001))
    with pytest.raises(InvalidInput, match="64 MB"):
        Archive(buffer.getvalue(), "the book").read("stor")


@pytest.mark.parametrize(
    ("folder", "reference", "part"),
    [
        ("OEBPS", "a.xhtml", "OEBPS/a.xhtml"),
        ("OEBPS/tekst", "../bilder/a.png", "OEBPS/bilder/a.png"),
        ("word", "/word/styles.xml", "word/styles.xml"),
        ("", "./a..b", "a..b"),
    ],
)
def test_references_are_followed_within_the_archive(folder: str, reference: str, part: str) -> None:
    assert inside(folder, reference) == part


@pytest.mark.parametrize("reference", ["../../x", "a/../../..", "..\\..\\x", "/../../etc/passwd", "a\x00b"])
def test_references_that_lead_outside_are_refused(reference: str) -> None:
    with pytest.raises(InvalidInput, match="outside"):
        inside("OEBPS", reference)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_damage_anywhere_is_a_refusal_or_does_not_matter(junk: bytes, place: int) -> None:
    whole = zipped({"a": "hei" * 20, "b": "du" * 20})
    damaged = whole[:place] + junk + whole[place + len(junk) :]
    try:
        content = Archive(damaged, "the book").read("a")
    except InvalidInput:
        return
    assert content == b"hei" * 20
