"""Markdown must show a transcript as it stands."""

from __future__ import annotations

import pytest

from qualcode.exchange.markdown import escape, escape_line


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<tiltaksarrangør>", r"\<tiltaksarrangør\>"),
        ("*lang* pause_her", r"\*lang\* pause\_her"),
        ("1. for det første", r"1\. for det første"),
        ("a) først", r"a\) først"),
        ("(2) så", r"(2\) så"),
        ("- Ja", r"\- Ja"),
        ("# 4", r"\# 4"),
        ("A\n===", "A\n\\==="),
        ("A\n---", "A\n\\---"),
        ("NPM-press 3.5", "NPM-press 3.5"),
        ("50 kr, ikke 5$", r"50 kr, ikke 5\$"),
        ("se @lipsky", r"se \@lipsky"),
        ("R&D &amp;", r"R\&D \&amp;"),
        ("    kode", "kode"),
        ("`x`", r"\`x\`"),
        ("[1](http://x)", r"\[1\](http://x)"),
    ],
)
def test_marks_are_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_a_line_stays_one_line() -> None:
    assert escape_line("a\nb|c\r\nd", "<br>") == r"a<br>b\|c<br>d"
