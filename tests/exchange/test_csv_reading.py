"""Reading csv in the shapes in which people have it."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound
from qualcode.exchange.csv_reading import read_csv
from qualcode.exchange.tabular import Table, render

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(TEXT, TEXT, TEXT).filter(any)), st.booleans())
def test_what_is_written_is_read_again(rows: list[tuple[str, str, str]], excel: bool) -> None:
    written = render(Table(("a", "b", "c"), rows), "csv", excel=excel)
    assert isinstance(written, str)
    assert [tuple(row.values()) for row in read_csv(written.encode())] == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found_in_the_header(delimiter: str) -> None:
    text = f'"navn, etternavn; tittel"{delimiter}b{delimiter}c\n1{delimiter}"2,5"{delimiter}3;4,5\n'
    expected = {"navn, etternavn; tittel": "1", "b": "2,5"}
    if delimiter != ";":
        expected["c"] = "3;4,5" if delimiter == "\t" else "3;4"
    if delimiter == "\t":
        assert read_csv(text) == [expected]
    else:
        with pytest.raises(InvalidInput, match="line 2: 4 cells, but the header has 3"):
            read_csv(text)


def test_the_separator_line_of_excel_is_obeyed() -> None:
    rows = read_csv("sep=;\r\na;b\r\n1;2\r\n")
    assert rows == [{"a": "1", "b": "2"}]
    assert rows[0].line == 3


@pytest.mark.parametrize(
    "content",
    [
        "navn\nBjørn\n".encode(),
        codecs.BOM_UTF8 + "navn\nBjørn\n".encode(),
        "navn\r\nBjørn\r\n".encode("cp1252"),
        codecs.BOM_UTF16_LE + "navn\nBjørn\n".encode("utf-16-le"),
    ],
    ids=["utf-8", "bom", "windows-1252", "utf-16"],
)
def test_the_encoding_is_found(content: bytes) -> None:
    assert read_csv(content) == [{"navn": "Bjørn"}]


def test_lines_count_as_an_editor_counts_them() -> None:
    rows = read_csv('a,b\n"first\nsecond",x\n\n3,y\n')
    assert [row.line for row in rows] == [2, 5]


def test_short_rows_are_filled_and_empty_ones_left_out() -> None:
    assert read_csv("a,b,,\n1\n,,,\n") == [{"a": "1", "b": ""}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n', "line 3: "),
        ('a,b\n1,"2"3\n', "line 2: "),
        ("a,b\n1,2,3\n", "line 2: 3 cells"),
        ("a,a\n", "column twice: a"),
        ("b\n1\n", "column a is missing"),
        ("", "column a is missing"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_csv(text, ["a"])


def test_a_workbook_is_no_csv() -> None:
    with pytest.raises(InvalidInput, match="not text") as caught:
        read_csv(b"PK\x03\x04rest")
    assert "CSV" in caught.value.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_csv(tmp_path / "none.csv")


def test_a_cell_may_hold_a_whole_interview() -> None:
    long = "ord " * 100_000
    assert read_csv(f'a\n"{long}"\n')[0]["a"] == long
