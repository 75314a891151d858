"""The layout rules together, on any text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.cleaning import PROFILES
from qualcode.text.edits import Edit, apply_edits
from qualcode.text.rules.layout import layout_findings
from qualcode.text.rules.proposals import Findings

TAKES_OUT = ("page number", "running head", "footnote", "footnote mark")
PIECES = st.sampled_from(
    [
        "Vi gikk ned til fjorden og", "den samme mannen satt på brygga med garn fra i går og bøtte.", "Kari: Ja, det",
        "\n", "\n\n", "\n\n\n\n", " ", "  ", "-", "NAV-", "1.", "1.1 Om fjorden", "¹", "¹ Se Lie 1990.", "2", "12",
        "iv", "fjorden.3 ", "«", "»", "\f", "\t", "(småby)", "<tiltaksarrangør>", "• ", "…", ".\n", "Elver og folk 12",
        "\n        \t\n", "\n          ti\n        \n", "\n      \n", "\u00ad", "🇳🇴", "e\u0301", "\x1b[2J",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=120)


def findings(text: str) -> Findings:
    """What all layout rules find."""
    return layout_findings(text, PROFILES["thesis"], lambda word: len(word) > 3)


@given(TEXTS, st.lists(st.integers(0, 300), max_size=6))
def test_proposals_are_in_order_disjoint_and_inside_the_text(text: str, pages: list[int]) -> None:
    proposals = layout_findings(text, PROFILES["thesis"], lambda word: len(word) > 3, pages).proposals
    assert all(0 <= change.start <= change.end <= len(text) for change in proposals)
    assert all(a.end <= b.start for a, b in pairwise(proposals))


@given(TEXTS)
def test_no_rule_takes_out_letters_or_digits_but_those_whose_work_it_is(text: str) -> None:
    kept = [Edit(*change[:3]) for change in findings(text).proposals if change.rule not in TAKES_OUT]
    assert re.findall(r"[^\W_]", apply_edits(text, kept)) == re.findall(r"[^\W_]", text)


@given(TEXTS)
def test_a_footnote_that_is_taken_out_is_put_in_again(text: str) -> None:
    proposals = [change for change in findings(text).proposals if change.rule == "footnote"]
    for change in proposals:
        if change.end > change.start:
            put_in = "".join(
                other.replacement for other in proposals if other.place == change.place and other.start == len(text)
            )
            words = re.findall(r"[^\W\d_¹]", text[change.start : change.end])
            assert set(words) <= set(put_in)


@given(TEXTS, st.lists(st.integers(0, 300), max_size=6))
def test_pages_let_nothing_be_taken_out_but_whole_lines_that_they_print(text: str, pages: list[int]) -> None:
    lines = Counter(line.strip() for line in text.split("\n"))
    for change in layout_findings(text, PROFILES["transcript"], lambda word: True, pages).proposals:
        if change.rule in ("page number", "running head"):
            taken = [line.strip() for line in text[change.start : change.end].split("\n")]
            assert all(lines[line] for line in taken if line)


@given(TEXTS)
def test_headings_and_marks_lie_inside_the_text(text: str) -> None:
    found = findings(text)
    assert all(text[heading.start : heading.end] == heading.title and heading.level >= 1 for heading in found.headings)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found.marks)


@given(TEXTS)
def test_nothing_in_angle_brackets_or_parentheses_is_taken_out_by_a_rule_for_pages(text: str) -> None:
    for change in findings(text).proposals:
        if change.rule in ("page number", "running head"):
            assert not re.search(r"[<>()]", text[change.start : change.end])


def test_without_rules_there_are_headings_and_no_changes() -> None:
    text = "1. Fjorden\n\nVi gikk ned til fjorden hver morgen.\n\n2. Fjellet\n\nDit gikk vi aldri.\n"
    found = layout_findings(text, (), lambda word: True)
    assert [heading.title for heading in found.headings] == ["1. Fjorden", "2. Fjellet"]
    assert found.proposals == ()


def test_a_very_long_line_and_very_many_lines_are_read() -> None:
    assert findings("a " * 500_000).proposals == ()
    assert findings("\n" * 200_000).proposals == ()
    assert findings("1\n" * 50_000).proposals == ()
