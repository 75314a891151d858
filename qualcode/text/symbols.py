"""Characters that must not reach a terminal as they are, shown as visible symbols instead.

A transcript may hold escape sequences, direction overrides or stray control characters. They stay in the text; every
surface that prints text shows it through `visible`, which swaps one code point for one, so that offsets still hold.
"""

from __future__ import annotations

import re

ONE_LINE = {ord("\n"): "␊", ord("\t"): "␉"}
DIRECTION = {
    0x061C: "↽",
    0x200E: "⇀",
    0x200F: "↼",
    0x202A: "↱",
    0x202B: "↰",
    0x202C: "↳",
    0x202D: "⇥",
    0x202E: "⇤",
    0x2066: "↦",
    0x2067: "↤",
    0x2068: "↔",
    0x2069: "↧",
}
_C0 = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_C1 = dict.fromkeys(range(0x80, 0xA0), "␦")
_OTHER = {0x7F: "␡", 0x85: "␤", 0x2028: "␤", 0x2029: "␤", 0xFFF9: "␦", 0xFFFA: "␦", 0xFFFB: "␦", 0xFEFF: "␣"}
_SYMBOLS: dict[int, str] = _C0 | _C1 | _OTHER | DIRECTION
# What can break the terminal; a quick look for it spares nearly every line the slower translation.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def visible(text: str, *, one_line: bool = False) -> str:
    """The text with every control character as a symbol, code point for code point.

    Line feeds and tabs stay as they are unless `one_line` asks for symbols for them too, as a table cell needs.
    """
    if _UNSAFE.search(text):
        text = _SURROGATE.sub("\ufffd", text.translate(_SYMBOLS))
    return text.translate(ONE_LINE) if one_line else text
