"""What one value looks like in a table: numbers rounded for people or precise for programs, text made harmless."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal

Cell = str | int | float | bool | None

# Full-width forms count too: Excel in some locales reads them as the ASCII ones.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "ja", "1", "x", "sann", "sant", "✓"), True),
    **dict.fromkeys(("false", "no", "nei", "0", "usann", "usant", ""), False),
}
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def rounded(value: float) -> float | None:
    """Four decimals, or three significant digits below a thousandth; nothing for what is no number."""
    if not math.isfinite(value):
        return None
    near = round(value, 4) if abs(value) >= 0.001 else float(f"{value:.3g}")
    return near + 0.0


def precise(value: float) -> float | None:
    """Twelve significant digits, for what a program reads on and computes with; nothing for what is no number."""
    return float(f"{value:.12g}") + 0.0 if math.isfinite(value) else None


def cell_text(value: Cell, *, decimal: str = ".", number: Callable[[float], float | None] = rounded) -> str:
    """A value as plain text: empty for None, `true` and `false`, and never an exponent."""
    if type(value) is int:
        return str(value)
    if isinstance(value, float):
        near = number(value)
        text = "" if near is None else repr(near)
        return (f"{Decimal(text):f}" if "e" in text else text).replace(".", decimal)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def spreadsheet_safe(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would run as a formula; plain numbers stay."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def spreadsheet_plain(text: str) -> str:
    """The text as it was before `spreadsheet_safe`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def truth(text: str) -> bool | None:
    """What a cell says of yes or no, in the words of people, programs and spreadsheets; None where it says neither."""
    return _TRUTHS.get(text.strip().casefold())


def is_number(value: Cell) -> bool:
    """Whether a value is to be set as a number: to the right, and as a number in JSON and Excel."""
    return isinstance(value, int | float) and not isinstance(value, bool)
