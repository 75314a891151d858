"""The encodings that files really have, and bytes that are no text at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.decoding import decode

NORWEGIAN = "Å ja, på kontoret så ære vi «skjønn» – Øystein spør og får svar.\n" * 3
LETTERS = st.text(st.sampled_from("abcdefgh ijkl\nmnoprstuvÆØÅæøå,.«»–é"), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32-le"),
        ("cp1252", b"", "cp1252"),
        ("mac_roman", b"", "mac_roman"),
    ],
)
def test_each_encoding_is_recognised(encoding: str, mark: bytes, named: str) -> None:
    source = decode(mark + NORWEGIAN.encode(encoding))
    assert source.raw.removeprefix("\ufeff") == NORWEGIAN
    assert source.raw.startswith("\ufeff") == bool(mark)
    assert source.encoding == named


@given(LETTERS)
def test_text_in_utf8_and_windows_1252_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8")).raw == text
    assert decode(("på gården. " + text).encode("cp1252")).raw == "på gården. " + text


@given(LETTERS)
def test_text_in_utf16_comes_back(text: str) -> None:
    assert decode(("Intervju: " * 4 + text).encode("utf-16-le")).raw == "Intervju: " * 4 + text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")).raw == "\ufeff" + text


def test_a_guess_is_told() -> None:
    assert [notice.kind for notice in decode("på".encode("cp1252")).notices] == ["encoding"]
    assert decode("på".encode()).notices == ()


def test_a_stray_windows_letter_in_utf8_is_read_and_told() -> None:
    source = decode("æøå på gården ".encode() + b"p\xe5 \x96 " + "så".encode())
    assert source.raw == "æøå på gården på – så"
    assert [(notice.kind, notice.count) for notice in source.notices] == [("mixed encoding", 2)]


def test_broken_utf16_is_told_and_not_invented() -> None:
    source = decode(codecs.BOM_UTF16_LE + "hei".encode("utf-16-le") + b"\x00\xd8")
    assert source.raw.startswith("\ufeffhei\ufffd")
    assert [notice.kind for notice in source.notices] == ["unreadable"]


def test_letters_lost_before_are_told() -> None:
    source = decode("skj\ufffdnn".encode())
    assert source.raw == "skj\ufffdnn"
    assert [(notice.kind, notice.count) for notice in source.notices] == [("unreadable", 1)]


def test_a_stray_nul_is_replaced_and_told() -> None:
    source = decode(b"hei" + b"\x00" + b" du" * 2000)
    assert "\x00" not in source.raw
    assert source.raw[3] == "\ufffd"
    assert [(notice.kind, notice.count) for notice in source.notices] == [("nul", 1)]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\xd0\xcf\x11\xe0....", "old Word"),
        (b"{\\rtf1 hei}", "rich text"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00" * 999, "binary"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refusal:
        decode(data)
    assert refusal.value.hint


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_refusal(data: bytes) -> None:
    try:
        source = decode(data)
    except InvalidInput:
        return
    source.raw.encode("utf-8")
    assert "\x00" not in source.raw
