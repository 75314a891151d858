"""Results as tables, in the columns of the contract."""

from __future__ import annotations

import pytest

from qualcode.exchange.tables import cooccurrence_table, matrix_table
from qualcode.exchange.tabular import render
from qualcode.project.records import Cooccurrence, Matrix


def test_what_does_not_apply_stays_empty() -> None:
    pair = Cooccurrence("Skjønn", "NPM-press", 3, 120, None, None, None, 0.04761904, 2, 1)
    assert render(cooccurrence_table([pair]), "csv") == (
        "code_a,code_b,pairs,characters,units,units_a,units_b,jaccard,documents,cases\n"
        "Skjønn,NPM-press,3,120,,,,0.04761904,2,1\n"
    )


def test_a_matrix_has_the_codes_first() -> None:
    matrix = Matrix(("Skjønn", "NPM-press"), ("Intervju 1", "Intervju 2"), ((1, 0), (0, 4)))
    assert render(matrix_table(matrix), "csv") == "code,Intervju 1,Intervju 2\nSkjønn,1,0\nNPM-press,0,4\n"


@pytest.mark.parametrize("format", ["csv", "md", "docx"])
def test_a_square_of_a_measure(format: str) -> None:
    square = Matrix(("A", "B"), ("A", "B"), ((1.0, 0.25), (0.25, 1.0)))
    content = render(matrix_table(square, "Jaccard"), format)
    assert content
    if isinstance(content, str):
        assert "0.25" in content
