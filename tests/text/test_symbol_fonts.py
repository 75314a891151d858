"""Characters of symbol fonts in Unicode."""

from __future__ import annotations

import pytest

from qualcode.text.symbol_fonts import bullet, in_unicode, is_symbol_font, symbol


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", 0x62, "β"), ("Symbol", 0xF0B7, "•"), ("Symbol", 0xF0AE, "→"), ("Symbol", 0xF0E5, "∑"),
        ("Wingdings", 0xF04A, "☺"), ("Wingdings", 0xFC, "✓"), ("Wingdings", 0xF080, "\uf080"),
        ("Symbol", 0xF0FF, "\uf0ff"),
        ("Arial", 0x0041, "A"), ("Arial", 0xF041, "\uf041"), ("Arial", 0x2022, "•"), ("Symbol", 0xE5B7, "\ue5b7"),
    ],
)  # fmt: skip
def test_a_code_shows_what_the_font_shows(font: str, code: int, shown: str) -> None:
    assert symbol(font, code) == shown


def test_only_private_characters_of_a_text_are_changed() -> None:
    assert in_unicode("A \uf0b7 å", "Symbol") == "A • å"
    assert in_unicode("Abc", "Symbol") == "Abc"


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [("\uf0b7", "", "•"), ("\uf0e9", "Ukjent", "•"), ("o", "Courier New", "◦"), ("o", "Arial", "o"), (" – ", "", "–")],
)
def test_bullets_are_as_one_would_type_them(text: str, font: str, shown: str) -> None:
    assert bullet(text, font) == shown


def test_symbol_fonts_are_known_by_name() -> None:
    assert [is_symbol_font(font) for font in ("Symbol", "wingdings 2", "Times", "")] == [True, True, False, False]
