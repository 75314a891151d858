"""Flattened tables put together again."""

from __future__ import annotations

from qualcode.text.edits import Edit, apply_edits
from qualcode.text.rules.flattened_tables import flattened_tables, rebuilt, table_marks

CELL = " " * 8 + "\t"


def cell(*lines: str) -> str:
    """A cell as such converters leave it; an empty one has no closing line."""
    if not lines:
        return f"{CELL}\n\n"
    return f"{CELL}\n" + "\n\n\n".join(f"{' ' * 10}{line}" for line in lines) + f"\n\n{' ' * 8}\n\n"


def row(*cells: str) -> str:
    """A row of cells."""
    return f"{' ' * 6}\n{''.join(cells).removesuffix(chr(10))}{' ' * 6}\n\n\n"


TABLE = (
    row(cell(), cell("Før", "(n = 9)"), cell("Etter"))
    + row(cell("Bor alene"), cell("3"), cell("4"))
    + row(cell("Eier båt"), cell(), cell("2"))
)
TEXT = f"  Se tabellen.\n\n\n  \n    \n{TABLE}    \n  \n\n\n  Den viser lite.\n"


def mended(text: str) -> str:
    """The text with all its tables rebuilt."""
    edits = [Edit(*change) for table in flattened_tables(text) for change in rebuilt(table, text)]
    return apply_edits(text, edits)


def test_a_row_becomes_a_line_and_cells_stand_apart_by_tabs() -> None:
    assert "\tFør (n = 9)\tEtter\nBor alene\t3\t4\nEier båt\t\t2\n" in mended(TEXT)


def test_rebuilding_changes_whitespace_alone() -> None:
    assert mended(TEXT).split() == TEXT.split()


def test_cells_are_marked_with_row_and_column() -> None:
    (table,) = flattened_tables(TEXT)
    details = {TEXT[mark.start : mark.end]: mark.detail for mark in table_marks(table) if mark.kind == "cell"}
    assert details["Etter"] == "1,3"
    assert details["2"] == "3,3"
    assert [mark.kind for mark in table_marks(table)].count("table") == 1


def test_a_whole_table_is_sure_and_one_with_lines_out_of_place_waits() -> None:
    assert flattened_tables(TEXT)[0].confidence >= 0.9
    assert flattened_tables(TEXT.replace(" " * 10 + "Bor", "Bor"))[0].confidence < 0.9


def test_words_outside_cells_end_a_table() -> None:
    text = TEXT + TEXT
    assert len(flattened_tables(text)) == 2
    assert mended(text).count("Bor alene\t3\t4") == 2


def test_text_without_cells_has_no_tables() -> None:
    assert flattened_tables("      en\n\n\tto\n") == []
    assert flattened_tables("") == []
