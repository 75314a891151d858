"""Values in tables: rounding, and text that a spreadsheet cannot run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.exchange.cells import cell_text, precise, rounded, spreadsheet_plain, spreadsheet_safe
from qualcode.exchange.tabular import Table, render


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.3333"),
        (0.5, "0.5"),
        (1.0, "1.0"),
        (-0.0, "0.0"),
        (12.345678, "12.3457"),
        (0.000123456, "0.000123"),
        (1e-12, "0.000000000001"),
        (1e22, "10000000000000000000000"),
        (float("nan"), ""),
        (float("inf"), ""),
        (None, ""),
        (True, "true"),
        (7, "7"),
    ],
)
def test_a_value_is_written_one_way_for_people(value: float | None, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1 / 3, "0.333333333333"), (0.5, "0.5"), (0.1 + 0.2, "0.3"), (1 / 30_000, "0.0000333333333333"), (-0.0, "0.0")],
)
def test_a_value_is_written_precisely_for_programs(value: float, text: str) -> None:
    assert cell_text(value, number=precise) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_rounding_twice_is_rounding_once(value: float) -> None:
    once = rounded(value)
    assert once is not None
    assert rounded(once) == once
    assert abs(once - value) <= 0.00005 + 1e-6


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert spreadsheet_safe(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["-5", "+3,5", "2.25", "Skjønn", "a=b", ""])
def test_numbers_and_ordinary_text_are_left_alone(text: str) -> None:
    assert spreadsheet_safe(text) == text


@given(st.text(alphabet="'=+-@\t1a, "))
@example("'-5")
@example("''=a")
def test_making_text_safe_can_be_undone(text: str) -> None:
    assert spreadsheet_plain(spreadsheet_safe(text)) == text


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
def test_no_text_cell_in_excel_csv_begins_a_formula(rows: list[tuple[str, str]]) -> None:
    text = render(Table(("=a", "b"), rows), "csv", excel=True)
    assert isinstance(text, str)
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"):
        for cell in row:
            assert not cell.startswith(("=", "@", "\t", "\r"))
            assert not cell.startswith(("+", "-")) or cell[1:].replace(",", ".").replace(".", "", 1).isdigit()
