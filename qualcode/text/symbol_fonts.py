"""What characters of symbol fonts mean: Word's bullet is the letter · in Symbol, its smiley the letter J in Wingdings.

Word processors write such characters at U+F020–U+F0FF, in the private use area, where no other font has anything.
"""

from __future__ import annotations

import re

_PRIVATE = re.compile("[\uf020-\uf0ff]")
# Adobe's Symbol from 0x20, with \x00 where it has nothing that Unicode has.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\x00αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\x00"
    + "\x00" * 32
    + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\x00\x00↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑"
)
_WINGDINGS = {
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xB7: "•", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def is_symbol_font(font: str) -> bool:
    """Whether a font shows symbols for letters."""
    return font.casefold().startswith(("symbol", "wingdings", "webdings"))


def symbol(font: str, code: int) -> str:
    """The character that a symbol font shows for a code; one that is not known here stays in the private area."""
    low = code & 0xFF if code < 0x100 or 0xF000 <= code <= 0xF0FF else 0
    if not low or not is_symbol_font(font):
        return chr(code)
    if font.casefold().startswith("symbol") and low >= 0x20:
        found = _SYMBOL[low - 0x20 : low - 0x1F]
    else:
        found = _WINGDINGS.get(low, "")
    return found.strip("\x00") or chr(0xF000 + low)


def in_unicode(text: str, font: str) -> str:
    """A text in which what a symbol font shows is written with the characters that it shows."""
    if not _PRIVATE.search(text):
        return text
    return _PRIVATE.sub(lambda match: symbol(font, ord(match[0])), text)


def bullet(text: str, font: str) -> str:
    """A list's bullet as one would type it; what no font tells is a dot."""
    shown = in_unicode(text, font if is_symbol_font(font) else "Symbol")
    if shown == "o" and "courier" in font.casefold():
        return "◦"
    return _PRIVATE.sub("•", shown).strip()
