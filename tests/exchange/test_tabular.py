"""One table in every format."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.errors import InvalidInput
from qualcode.exchange.tabular import FORMATS, Table, render, save, write

TABLE = Table(
    ("code", "n", "jaccard", "note"),
    (
        ("Skjønn | rom", 12, 1 / 3, 'han sa "nei", og\ngikk'),
        ("=SUM(A1)", None, None, "<b> *x* \\"),
        ("日本", -5, 0.5, "-5"),
    ),
    "Koder",
)


def text(table: Table, format: str, **options: object) -> str:
    """The table in a format that is text."""
    content = render(table, format, **options)  # type: ignore[arg-type]
    assert isinstance(content, str)
    return content


@pytest.mark.parametrize("format", ["csv", "json", "md", "table"])
def test_golden_tables(format: str, golden: Callable[[str, str | bytes], None]) -> None:
    golden(f"table.{'txt' if format == 'table' else format}", render(TABLE, format))


def test_csv_for_excel_has_semicolons_decimal_commas_and_a_mark(golden: Callable[[str, str | bytes], None]) -> None:
    content = text(TABLE, "csv", excel=True)
    assert content.startswith("\ufeffcode;n;jaccard;note\n")
    assert "Skjønn | rom;12;0,3333;" in content
    assert "'=SUM(A1);;;" in content
    assert "日本;-5;0,5;-5\n" in content
    golden("table-excel.csv", content)


def test_json_keeps_numbers_as_numbers_and_letters_as_letters() -> None:
    rows = json.loads(text(TABLE, "json"))
    assert rows[0]["n"] == 12
    assert rows[0]["jaccard"] == 0.333333333333
    assert rows[1]["n"] is None
    assert "Skjønn" in text(TABLE, "json")


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_without_rows_is_a_table(format: str) -> None:
    assert render(Table(("a", "b"), ()), format)


def test_json_of_no_rows_is_an_empty_list() -> None:
    assert json.loads(text(Table(("a",), ()), "json")) == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_table_gives_the_same_bytes(format: str) -> None:
    assert render(TABLE, format) == render(TABLE, format)


@pytest.mark.parametrize("format", FORMATS)
def test_writing_and_rendering_agree(format: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    write(TABLE, out, format)
    content = render(TABLE, format)
    assert out.getvalue() == (content if isinstance(content, bytes) else content.encode())


def test_saving_takes_the_format_from_the_ending(tmp_path: Path) -> None:
    save(TABLE, tmp_path / "t.JSON")
    assert json.loads((tmp_path / "t.JSON").read_text(encoding="utf-8"))[0]["code"] == "Skjønn | rom"
    with pytest.raises(InvalidInput, match="«pdf»"):
        save(TABLE, tmp_path / "t.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["t.JSON"]


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("old")
    rows = (("x" * (1 // divisor),) for divisor in (1, 0))
    with pytest.raises(ZeroDivisionError):
        save(Table(("a",), rows), file)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


@given(st.lists(st.tuples(st.text(), st.integers())), st.integers(min_value=14, max_value=60))
def test_no_line_on_a_terminal_is_wider_than_it(rows: list[tuple[str, int]], width: int) -> None:
    lines = text(Table(("code", "n"), [(name, number % 1000) for name, number in rows]), "table", width=width)
    assert len(lines.split("\n")) == len(rows) + 3
    assert all(cell_len(line) <= width for line in lines.split("\n"))


def test_a_terminal_gets_no_control_characters() -> None:
    assert "\x1b" not in text(Table(("a",), [("\x1b[31mred\x07\n\u202e",)]), "table")


def test_wide_characters_keep_columns_aligned() -> None:
    lines = text(Table(("a", "b"), [("日本", "x"), ("ab", "y")]), "table").splitlines()
    assert cell_len(lines[2].split("x")[0]) == cell_len(lines[3].split("y")[0])


def test_excel_gets_strings_as_strings() -> None:
    from zipfile import ZipFile

    content = render(TABLE, "xlsx")
    assert isinstance(content, bytes)
    with ZipFile(io.BytesIO(content)) as book:
        sheet, strings = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
        core = book.read("docProps/core.xml").decode()
    assert "<f>" not in sheet
    assert "<t>=SUM(A1)</t>" in strings
    assert "<v>0.3333</v>" in sheet
    assert 'state="frozen"' in sheet
    assert "2000-01-01T00:00:00Z" in core


def test_excel_refuses_what_it_would_cut() -> None:
    with pytest.raises(InvalidInput, match="row 1"):
        render(Table(("a",), [("x" * 40_000,)]), "xlsx")


@pytest.mark.parametrize("title", ["A/B [x]: 'y'", "History", "x" * 99, "", "\x07"])
def test_any_title_can_name_a_sheet(title: str) -> None:
    assert render(Table(("a",), [("b",)], title), "xlsx")


def test_a_word_table_has_a_style_a_caption_and_a_repeating_header() -> None:
    content = render(TABLE, "docx", language="en")
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    (table,) = document.tables
    assert table.style is not None
    assert table.style.name == "Study Table"
    assert [bool(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows] == [True, False, False, False]
    assert [cell.text for cell in table.rows[1].cells] == ["Skjønn | rom", "12", "0.3333", 'han sa "nei", og\ngikk']
    styles = [cell.paragraphs[0].style.name for cell in table.rows[1].cells if cell.paragraphs[0].style]
    assert styles == ["Table Text", "Table Number", "Table Number", "Table Text"]
    caption = document.paragraphs[0]
    assert caption.style is not None
    assert caption.style.name == "Caption"
    assert " SEQ Table " in caption._p.xml
    assert caption.text.endswith(". Koder")


def test_a_word_table_in_norwegian_has_decimal_commas() -> None:
    content = render(TABLE, "docx", language="nb")
    assert isinstance(content, bytes)
    assert docx.Document(io.BytesIO(content)).tables[0].rows[1].cells[2].text == "0,3333"


def test_word_refuses_tables_that_it_could_not_open() -> None:
    columns = tuple(f"c{number}" for number in range(64))
    with pytest.raises(InvalidInput, match="63 columns"):
        render(Table(columns, ()), "docx")


def test_a_wide_table_lies_on_its_side() -> None:
    content = render(Table(tuple("abcdefgh"), ()), "docx")
    assert isinstance(content, bytes)
    section = docx.Document(io.BytesIO(content)).sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
