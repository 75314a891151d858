"""What Markdown says of a line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.emphasis import Line, emphases, line_kind, without_marks


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("bare ord", [("bare ord", "")]),
        ("", []),
        ("et **viktig** ord", [("et ", ""), ("viktig", "strong"), (" ord", "")]),
        ("*så* og _så_", [("så", "emphasis"), (" og ", ""), ("så", "emphasis")]),
        ("**a** og *b*", [("a", "strong"), (" og ", ""), ("b", "emphasis")]),
        ("2 * 3 * 4", [("2 * 3 * 4", "")]),
        ("snake_case_navn", [("snake_case_navn", "")]),
        ("* et *punkt*", [("* et ", ""), ("punkt", "emphasis")]),
        ("**uten slutt", [("**uten slutt", "")]),
    ],
)
def test_words_stand_out(line: str, pieces: list[tuple[str, str]]) -> None:
    assert without_marks(line) == pieces


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("## Tittel", Line("heading", 2)),
        ("#emne", Line("", 0)),
        ("> sagt", Line("quote", 1)),
        ("- punkt", Line("item", 1)),
        ("  12. punkt", Line("item", 5)),
        ("-5 grader", Line("", 0)),
        ("ord", Line("", 0)),
        ("", Line("", 0)),
    ],
)
def test_a_line_is_what_its_beginning_says(line: str, kind: Line) -> None:
    assert line_kind(line) == kind


@given(st.text("*_ aå\n#>-", max_size=40))
def test_spans_lie_apart_in_order_and_nothing_but_marks_is_left_out(line: str) -> None:
    spans = emphases(line)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    left = "".join(text for text, _ in without_marks(line))
    assert [c for c in left if c not in "*_"] == [c for c in line if c not in "*_"]


def test_a_line_of_nothing_but_marks_takes_no_time() -> None:
    assert emphases("*" * 100_000) == []
    assert isinstance(emphases("*_" * 900), list)
