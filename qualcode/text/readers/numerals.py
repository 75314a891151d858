"""Numbers as lists and notes print them: 3, c, C, iii, III."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 4999
_LARGEST_LETTERS = 26 * 10
_SIGNS = "*†‡§"


def numeral(number: int, form: str) -> str:
    """A number in one of the forms `1`, `01`, `a`, `A`, `i`, `I`, `*` or none; what a form cannot say is in digits."""
    if form == "01":
        return f"{number:02}"
    if form in ("a", "A"):
        return _cased(_letters(number), form)
    if form in ("i", "I"):
        return _cased(_roman(number), form)
    if form == "*" and 1 <= number <= 4 * len(_SIGNS):
        return _SIGNS[(number - 1) % len(_SIGNS)] * ((number + len(_SIGNS) - 1) // len(_SIGNS))
    return str(number) if form else ""


def _cased(text: str, form: str) -> str:
    """The text in capitals if the form is one."""
    return text.upper() if form.isupper() else text


def _letters(number: int) -> str:
    """a–z, then aa, bb, as word processors count."""
    if not 1 <= number <= _LARGEST_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number + 25) // 26)


def _roman(number: int) -> str:
    """i, ii, iii, iv …"""
    if not 1 <= number <= _LARGEST_ROMAN:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written
