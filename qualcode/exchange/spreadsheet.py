"""Excel workbooks: one sheet, strings always as strings, and the same bytes for the same table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from qualcode.errors import InvalidInput
from qualcode.exchange.cells import Cell, is_number, rounded

MAX_ROWS = 1_048_576
MAX_CELL = 32_767
_WIDEST = 60
_FIXED_DATE = datetime(2000, 1, 1)


def workbook(columns: Sequence[str], rows: Iterable[Sequence[Cell]], title: str = "") -> bytes:
    """The table as an xlsx file with a bold, frozen header."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": title, "created": _FIXED_DATE})
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, bold)
    widths = _fill(sheet, rows, [len(name) for name in columns], wrapped)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, _WIDEST))
    book.close()
    return out.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[Cell]], widths: list[int], style: Any) -> list[int]:
    for number, row in enumerate(rows, start=1):
        if number >= MAX_ROWS:
            raise InvalidInput("an Excel sheet holds {most} rows at most", "write csv instead", most=MAX_ROWS)
        for column, value in enumerate(row):
            _put(sheet, number, column, value, style)
            widths[column] = max(widths[column], len(str(value)))
    return widths


def _put(sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise InvalidInput(
                "row {row} has a text of {characters} characters; a cell in Excel holds {most}",
                "write csv instead",
                row=row,
                characters=len(value),
                most=MAX_CELL,
            )
        sheet.write_string(row, column, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif is_number(value) and (near := rounded(value) if isinstance(value, float) else value) is not None:
        sheet.write_number(row, column, near, style)


def _sheet_name(title: str) -> str:
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31].strip(" '")
    return "Sheet1" if not name or name.lower() == "history" else name
