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


@pytest.mark.parametrize("word", ["SANN", "sant", "true", "Ja", "yes", "1", "x"])
def test_a_key_quote_is_marked_in_the_words_of_people_and_spreadsheets(word: str) -> None:
    assert read_codings(f"document,start,end,code,key\nd,0,1,c,{word}\n")[0].key_quote


@pytest.mark.parametrize("word", ["USANN", "usant", "false", "Nei", "no", "0", ""])
def test_what_is_no_key_quote_is_not_marked(word: str) -> None:
    assert not read_codings(f"document,start,end,code,key\nd,0,1,c,{word}\n")[0].key_quote


@pytest.mark.parametrize("word", ["maybe", "kanskje", "tull", "2"])
def test_a_key_that_is_neither_yes_nor_no_is_named(word: str) -> None:
    with pytest.raises(InvalidInput, match=f"line 3: key is «{word}», not yes or no"):
        read_codings(f"document,start,end,code,key\nd,0,1,c,\nd,0,1,c,{word}\n")


@pytest.mark.parametrize(
    ("column", "meant"), [("memmo", "memo"), ("Value", "value"), ("coders", "coder"), ("txt", "text")]
)
def test_a_misspelt_column_is_refused_with_what_was_meant(column: str, meant: str) -> None:
    with pytest.raises(InvalidInput, match=f"no column «{column}»") as refused:
        read_codings(f"document,start,end,code,{column}\nd,0,1,c,x\n")
    assert refused.value.hint == f"did you mean: {meant}"


def test_columns_of_other_programs_are_told_of_and_left_out() -> None:
    told: list[list[str]] = []
    head = "code,document,speaker,start,end,text,rendered,attribution,coder,memo,memos"
    read_codings(f"{head}\nc,d,s,0,1,t,r,a,Ida,m,n\n", unused=told.append)
    assert told == [["speaker", "rendered", "attribution", "memos"]]


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(InvalidInput, match="line 2: created is «i går»"):
        read_codings("document,start,end,code,created\nd,0,1,c,i går\n")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InvalidInput, match="column end"):
        read_codings("document,start,code\nd,1,c\n")


def test_line_ends_of_windows_inside_a_cell_are_those_of_the_stored_text() -> None:
    (row,) = read_codings('document,start,end,code,text\r\nd,0,5,c,"Hei\r\nb"\r\n')
    assert row.text == "Hei\nb"
