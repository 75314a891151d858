"""The letters of rich text: bytes in the encoding of their font, and characters given by number with stand-ins to skip.

Programs of thirty years write this format: in Windows-1252, in Mac Roman, with a code page for each font, with Unicode
numbers followed by as many bytes for older programs as was said, and with characters in two halves.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from qualcode.text.symbol_fonts import in_unicode, is_symbol_font, symbol

_USUAL = "cp1252"
_SYMBOL_CHARSET = 2
_LOST = "\ufffd"
_CODEPAGES = {10000: "mac_roman", 65001: "utf-8"}
_CHARSETS = {
    77: "mac_roman", 80: "euc_kr", 81: "mac_arabic", 83: "mac_greek", 85: "gb2312", 88: "cp874", 89: "mac_latin2",
    128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip


class Font(NamedTuple):
    """A font: its name and the number of its character set."""

    name: str = ""
    charset: int = 0


class Letters:
    """Bytes gathered until they are asked for as text; `to_skip` is how many only stand in for a character."""

    def __init__(self) -> None:
        self.fonts: dict[int, Font] = {}
        self.to_skip = 0
        self._codec = _USUAL
        self._bytes = bytearray()
        self._half = 0

    def font(self, number: int) -> Font:
        """A font of the document; one that it does not describe is like most."""
        return self.fonts.get(number, Font())

    def set_codepage(self, word: str, number: int) -> None:
        """The encoding of what no font tells otherwise, if a control word tells it."""
        name = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, "")
        if word == "ansicpg":
            name = _CODEPAGES.get(number, f"cp{number}")
        try:
            self._codec = codecs.lookup(name).name if name else self._codec
        except LookupError:
            self._codec = _USUAL

    def add(self, data: bytes) -> None:
        """Gather bytes of text, but not those that stand in for a character given by its number."""
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        self._bytes += data[skipped:].replace(b"\x00", b"")

    def skips(self) -> bool:
        """Whether a character that is one control word only stands in for another."""
        skipped = self.to_skip > 0
        self.to_skip -= skipped
        return skipped

    def numbered(self, number: int, font: int, to_skip: int) -> str:
        """A character by its number, which is signed and of 16 bits; of one in two halves nothing until the second."""
        code, half = number % 0x10000, self._half
        self.to_skip = to_skip
        if 0xD800 <= code < 0xDC00:
            self._half = code
            return _LOST if half else ""
        if 0xDC00 <= code < 0xE000 and half:
            self._half = 0
            return chr(0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00))
        return _LOST if 0xDC00 <= code < 0xE000 else in_unicode(chr(code), self.font(font).name)

    def lost_half(self) -> str:
        """The sign for a lost character, if one half came and the other did not."""
        lost, self._half = bool(self._half), 0
        return _LOST if lost else ""

    def flush(self, number: int, *, as_letters: bool) -> str:
        """The bytes gathered so far as text, in the encoding of a font; `as_letters` even if it shows symbols."""
        if not self._bytes:
            return ""
        data, font = bytes(self._bytes), self.font(number)
        self._bytes.clear()
        if font.charset == _SYMBOL_CHARSET and is_symbol_font(font.name) and not as_letters:
            return "".join(symbol(font.name, byte) if byte > 0x20 else chr(byte) for byte in data)
        try:
            return data.decode(_CHARSETS.get(font.charset, self._codec), "replace")
        # Some of the rarer codecs know no way to go on after an error.
        except (LookupError, UnicodeError):
            return data.decode(_USUAL, "replace")
