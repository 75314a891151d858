"""Results as tables, in the columns of the contract."""

from __future__ import annotations

import io
from zipfile import ZipFile

import docx
import pytest

from qualcode.exchange.tables import cooccurrence_table, in_use, matrix_table
from qualcode.exchange.tabular import FORMATS, render
from qualcode.project.records import Cooccurrence, Matrix

OVERLAP = Cooccurrence("Skjønn", "NPM-press", 3, 120, None, None, None, 0.04761904, 2, 1)


def test_what_does_not_apply_stays_empty() -> None:
    assert render(cooccurrence_table([OVERLAP], language="nb"), "csv") == (
        "code_a,code_b,pairs,characters,units,units_a,units_b,jaccard,documents,cases\n"
        "Skjønn,NPM-press,3,120,,,,0.04761904,2,1\n"
    )


def test_a_matrix_has_the_codes_first() -> None:
    matrix = Matrix(("Skjønn", "NPM-press"), ("Intervju 1", "Intervju 2"), ((1, 0), (0, 4)))
    assert render(matrix_table(matrix), "csv") == "code,Intervju 1,Intervju 2\nSkjønn,1,0\nNPM-press,0,4\n"


def test_empty_rows_and_columns_are_left_out() -> None:
    matrix = Matrix(("a", "b"), ("x", "y"), ((0, 0), (0, 2)))
    assert in_use(matrix) == Matrix(("b",), ("y",), ((2,),))


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("nb", "| Kode A | Kode B | Par av kodinger | Tegn med begge | Jaccard | Dokumenter | Case |"),
        ("nn", "| Kode A | Kode B | Par av kodingar | Teikn med begge | Jaccard | Dokument | Case |"),
        ("en", "| Code A | Code B | Pairs of codings | Characters with both | Jaccard | Documents | Cases |"),
    ],
)
def test_print_has_the_columns_that_apply_and_names_them_for_people(language: str, first: str) -> None:
    content = render(cooccurrence_table([OVERLAP], language=language), "md")
    assert str(content).splitlines()[0] == first
    assert str(content).splitlines()[2].startswith("| Skjønn | NPM-press | 3 | 120 | 0.0476")
    for format in ("txt", "table"):
        headings = str(render(cooccurrence_table([OVERLAP], language=language), format)).splitlines()[0]
        assert headings.split() == first.replace("|", "").split()


def test_word_has_them_too() -> None:
    content = render(cooccurrence_table([OVERLAP], language="nn"), "docx", language="nn")
    assert isinstance(content, bytes)
    (table,) = docx.Document(io.BytesIO(content)).tables
    assert [cell.text for cell in table.rows[0].cells][2:4] == ["Par av kodingar", "Teikn med begge"]
    assert len(table.columns) == 7


def test_a_spreadsheet_has_headings_over_all_columns() -> None:
    content = render(cooccurrence_table([OVERLAP], language="nb"), "xlsx")
    assert isinstance(content, bytes)
    with ZipFile(io.BytesIO(content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert all(f"<t>{heading}</t>" in words for heading in ("Kode A", "Par av kodinger", "Enheter med A", "Case"))
    assert "code_a" not in words


@pytest.mark.parametrize("format", FORMATS)
def test_no_pairs_at_all_leave_the_columns(format: str) -> None:
    assert render(cooccurrence_table([], language="nb"), format)
    if format == "md":
        assert str(render(cooccurrence_table([], language="nb"), format)).count("|") == 22


@pytest.mark.parametrize(("level", "corner"), [("code", "Kode"), ("category", "Kategori"), ("theme", "Tema")])
def test_the_codes_of_a_matrix_are_headed_by_their_level(level: str, corner: str) -> None:
    table = Matrix(("Skjønn",), ("Intervju 1",), ((0,),))
    assert str(render(matrix_table(table, "", "nb", level), "md")).startswith(f"| {corner} | Intervju 1 |")
    assert str(render(matrix_table(table, "", "nb", level), "csv")).startswith("code,Intervju 1\n")


@pytest.mark.parametrize("format", ["csv", "md", "docx"])
def test_a_square_of_a_measure(format: str) -> None:
    square = Matrix(("A", "B"), ("A", "B"), ((1.0, 0.25), (0.25, 1.0)))
    content = render(matrix_table(square, "Jaccard"), format)
    assert content
    if isinstance(content, str):
        assert "0.25" in content
