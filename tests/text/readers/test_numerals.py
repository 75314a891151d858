"""Numbers as lists print them."""

from __future__ import annotations

import pytest

from qualcode.text.readers.numerals import numeral


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (7, "1", "7"), (7, "01", "07"), (7, "", ""), (27, "a", "aa"), (28, "A", "BB"), (0, "a", "0"),
        (9999, "a", "9999"),
        (4, "i", "iv"), (1999, "I", "MCMXCIX"), (0, "i", "0"), (999_999, "i", "999999"), (1, "*", "*"), (6, "*", "††"),
        (99, "*", "99"),
    ],
)  # fmt: skip
def test_a_number_in_each_form(number: int, form: str, shown: str) -> None:
    assert numeral(number, form) == shown
