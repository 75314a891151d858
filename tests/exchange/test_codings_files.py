"""Codings from csv."""

from __future__ import annotations

import pytest

from qualcode.errors import InvalidInput
from qualcode.exchange.codings_files import read_codings
from qualcode.project.records import CodingRow


def test_columns_may_come_in_any_order_and_more_than_needed() -> None:
    rows = read_codings("code,extra,end,start,document,memo\nSkjønn > Rom,x,9,4,Intervju 1,sjekk\n")
    assert rows == [CodingRow("Intervju 1", 4, 9, "Skjønn > Rom", memo="sjekk", line=2)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("d,1,x,c", "line 2: end is «x»"),
        ("d,-1,3,c", "line 2: start is «-1»"),
        ("d,٣,9,c", "line 2: start"),
        ("d,3,3,c", "line 2: the end 3"),
        (",1,2,c", "line 2: the cell under document"),
        ("d,1,2, ", "line 2: the cell under code"),
        ("d,1,9999999999999999,c", "line 2: end"),
    ],
)
def test_a_bad_row_is_named(row: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_codings(f"document,start,end,code\n{row}\n")


def test_dates_become_utc_and_key_quotes_are_kept() -> None:
    head = "document,start,end,code,created,key\n"
    rows = read_codings(f"{head}d,0,1,c,2026-02-14T10:30:00+01:00,true\nd,0,1,c,2026-02-14,\n")
    assert [(row.created, row.key_quote) for row in rows] == [
        ("2026-02-14T09:30:00Z", True),
        ("2026-02-14T00:00:00Z", False),
    ]


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(InvalidInput, match="line 2: created is «i går»"):
        read_codings("document,start,end,code,created\nd,0,1,c,i går\n")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InvalidInput, match="column end"):
        read_codings("document,start,code\nd,1,c\n")


def test_line_ends_of_windows_inside_a_cell_are_those_of_the_stored_text() -> None:
    (row,) = read_codings('document,start,end,code,text\r\nd,0,5,c,"Hei\r\nb"\r\n')
    assert row.text == "Hei\nb"
