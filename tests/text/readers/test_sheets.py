"""Tables as programs write them come out as the text a person typed, and what is no table is refused in words."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound
from qualcode.text.readers.sheets import read_rows, sheet_names

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=8).map(str.strip)
ROWS = st.lists(st.lists(CELLS.filter(bool), min_size=2, max_size=2), min_size=3, max_size=8)


def workbook(*rows: list[object], title: str = "Svar") -> bytes:
    """A workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def rewritten(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip archive in which one part is another."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return kept.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_though_the_answers_hold_others(delimiter: str) -> None:
    kept = io.StringIO()
    rows = [
        ["id", "alder", "svar"],
        ["1", "3,5", "ja, nei; jo"],
        ["2", "4,0", "han sa «nei»,\nog gikk"],
        ["3", "", "æ"],
    ]
    csv.writer(kept, delimiter=delimiter).writerows(rows)
    assert read_rows(kept.getvalue().encode(), ".csv") == rows


def test_excel_tells_its_delimiter_in_a_first_line() -> None:
    assert read_rows(b"sep=;\r\na,b;c\r\n1,2;3\r\n", "csv") == [["a,b", "c"], ["1,2", "3"]]


def test_encodings_and_byte_order_marks_are_those_of_texts() -> None:
    assert read_rows("\ufeffnavn;svar\nÅse;på\n".encode(), ".csv") == [["navn", "svar"], ["Åse", "på"]]
    assert read_rows("navn;svar\nÅse;på øya\n".encode("cp1252"), ".csv")[1] == ["Åse", "på øya"]
    assert read_rows("navn\tsvar\nÅse\tpå\n".encode("utf-16"), ".tsv")[1] == ["Åse", "på"]


def test_row_numbers_hold_and_empty_edges_are_left_out() -> None:
    assert read_rows(b"a;b;\n\n1;;\n;;\n", ".csv") == [["a", "b"], [], ["1"]]


@pytest.mark.parametrize("data", [b"", b"\n\n", b";;;\n;;;"])
def test_a_table_without_words_has_no_rows(data: bytes) -> None:
    assert read_rows(data, ".csv") == []


def test_a_quotation_mark_never_closed_swallows_nothing() -> None:
    with pytest.raises(InvalidInput, match="row 2 is never closed"):
        read_rows(b'id;svar\n1;"ja\n2;nei\n3;jo\n', ".csv")


@pytest.mark.parametrize(
    "data", [b";" * 5_000_000, b"a;b\n" + b"1;" * 3_000, b'a;b\n1;"' + b"x" * 3_000_000 + b'"'], ids=range(3)
)
def test_what_no_person_filled_in_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_rows(data, ".csv")


def test_cells_of_a_workbook_are_what_a_person_typed() -> None:
    data = workbook(
        ["id", "dato", "tid", "tall", "ja", "svar"],
        [1, date(2025, 5, 3), time(0, 1, 2), 3.5, True, "på\r\nøya"],
        [2.0, datetime(2025, 5, 3, 10, 30), timedelta(hours=25, seconds=62), 1e20, None, "=1"],
    )
    assert read_rows(data, ".xlsx") == [
        ["id", "dato", "tid", "tall", "ja", "svar"],
        ["1", "2025-05-03", "00:01:02", "3.5", "TRUE", "på\nøya"],
        ["2", "2025-05-03 10:30:00", "25:01:02", "1e+20"],
    ]


def test_a_sheet_is_taken_by_its_name() -> None:
    data = workbook(["a"], title="Svar")
    assert sheet_names(data) == ["Svar"]
    assert read_rows(data, ".xlsx", sheet="Svar") == [["a"]]
    with pytest.raises(NotFound) as refusal:
        read_rows(data, ".xlsx", sheet="Ark2")
    assert "Svar" in refusal.value.hint


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'r="1"', b'r="99999999999"'), (b"<v>1</v>", b"<v>" + b"9" * 9000 + b"</v>"),
     (b"<sheetData>", b"<sheetData><row"), (b'r="A1"', "r=\"Å∞\"".encode())],
)  # fmt: skip
def test_a_hostile_sheet_is_refused_and_fills_no_memory(old: bytes, new: bytes) -> None:
    data = rewritten(workbook([1, 2]), SHEET, lambda xml: xml.replace(old, new))
    with pytest.raises(InvalidInput):
        read_rows(data, ".xlsx")


def test_a_workbook_without_sheets_is_refused() -> None:
    data = rewritten(workbook(["a"]), "xl/workbook.xml", lambda xml: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", xml))
    with pytest.raises(InvalidInput):
        read_rows(data, ".xlsx")


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'

    def armed(xml: bytes) -> bytes:
        return xml.replace(b"<worksheet", bomb + b"<worksheet").replace(b">x<", b">&b;<")

    with pytest.raises(InvalidInput, match="entities"):
        read_rows(rewritten(workbook(["x"]), SHEET, armed), ".xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = rewritten(workbook(["a"]), SHEET, lambda xml: xml + b" " * 50_000_000)
    with pytest.raises(InvalidInput, match="times its size"):
        read_rows(data, ".xlsx")


def test_a_cut_workbook_is_refused() -> None:
    data = workbook(["a", "b"])
    for end in range(0, len(data), 97):
        with pytest.raises(InvalidInput):
            read_rows(data[:end], ".xlsx")


@given(ROWS, st.sampled_from([";", "\t"]))
def test_what_a_program_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    kept = io.StringIO()
    csv.writer(kept, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_rows(kept.getvalue().encode("utf-8-sig"), ".csv") == rows


@given(ROWS)
def test_a_workbook_is_read_back(rows: list[list[str]]) -> None:
    typed: list[list[object]] = [[f"x{cell}" for cell in row] for row in rows]
    assert read_rows(workbook(*typed), ".xlsx") == typed


@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    for ending in (".csv", ".tsv", ".xlsx"):
        with contextlib.suppress(InvalidInput):
            assert all(isinstance(cell, str) for row in read_rows(data, ending) for cell in row)
