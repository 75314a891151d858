"""The one writer for all tables: csv, json, Markdown, Excel, Word, and aligned columns for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from qualcode.errors import InvalidInput
from qualcode.exchange.cells import Cell, cell_text, is_number, precise, spreadsheet_safe
from qualcode.exchange.csv_reading import Row, read_csv
from qualcode.exchange.files import replacing
from qualcode.text.symbols import visible

__all__ = ["FORMATS", "Cell", "Row", "Table", "read_csv", "render", "save", "write"]

FOR_PROGRAMS = ("csv", "json")
FORMATS = ("table", "csv", "json", "md", "txt", "xlsx", "docx")
_BATCH = 1000
_NARROWEST = 4


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns over rows of cells; `rows` may be a generator and is then read once.

    `headings` stand for the columns' names where people read them. `trimmed` leaves the columns in which nothing is
    out of what is printed.
    """

    columns: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    headings: tuple[str, ...] = ()
    trimmed: bool = False


def render(
    table: Table, format: str, *, excel: bool = False, width: int | None = None, language: str = "nb"
) -> str | bytes:
    """The table in a format: text, or bytes for xlsx and docx.

    `excel` gives the csv that a Norwegian Excel opens; `width` limits `table` to a terminal's columns; `language` is
    that of a Word document.
    """
    table = _as_read(table, format)
    if format == "xlsx":
        from qualcode.exchange.spreadsheet import workbook

        return workbook(table.columns, table.rows, table.title)
    if format == "docx":
        return _docx(table, language)
    return "".join(_chunks(table, format, excel, width))


def _as_read(table: Table, format: str) -> Table:
    """The table as those meet it who read the format: programs by the names of columns, people by headings."""
    if format in FOR_PROGRAMS:
        return table
    headed = replace(table, columns=table.headings or table.columns)
    return _trimmed(headed) if table.trimmed and format != "xlsx" else headed


def _trimmed(table: Table) -> Table:
    rows = list(table.rows)
    kept = [place for place in range(len(table.columns)) if not rows or any(row[place] is not None for row in rows)]
    columns = tuple(table.columns[place] for place in kept)
    return Table(columns, [[row[place] for place in kept] for row in rows], table.title)


def write(
    table: Table,
    out: BinaryIO,
    format: str,
    *,
    excel: bool = False,
    width: int | None = None,
    language: str = "nb",
) -> None:
    """The same into an open binary stream; csv and json never stand in memory as a whole."""
    if format in ("xlsx", "docx"):
        content = render(table, format, language=language)
        out.write(content if isinstance(content, bytes) else content.encode())
        return
    for chunk in _chunks(_as_read(table, format), format, excel, width):
        out.write(chunk.encode("utf-8", "replace"))


def save(table: Table, path: str | Path, *, excel: bool = False, language: str = "nb") -> None:
    """The same into a file, whose ending says the format."""
    format = Path(path).suffix.lower().removeprefix(".")
    if format not in FORMATS:
        raise _unknown(format)
    with replacing(Path(path)) as out:
        write(table, out, format, excel=excel, language=language)


def _unknown(format: str) -> InvalidInput:
    return InvalidInput(
        "tables cannot be written as «{format}»", "choose one of: {choices}", format=format, choices=", ".join(FORMATS)
    )


def _chunks(table: Table, format: str, excel: bool, width: int | None) -> Iterator[str]:
    match format:
        case "csv":
            return _csv(table, excel)
        case "json":
            return _json(table)
        case "md":
            return _markdown(table)
        case "table":
            return _aligned(table, width)
        case "txt":
            return _aligned(table, None)
    raise _unknown(format)


def _csv(table: Table, excel: bool) -> Iterator[str]:
    line = _excel_line if excel else _csv_line
    yield ("\ufeff" if excel else "") + line(table.columns)
    rows = iter(table.rows)
    while batch := list(islice(rows, _BATCH)):
        yield "".join(map(line, batch))


def _csv_line(row: Sequence[Cell]) -> str:
    cells = [
        # Text and whole numbers are nearly all there is, and there may be two million of them.
        value if isinstance(value, str) else str(value) if type(value) is int else cell_text(value, number=precise)
        for value in row
    ]
    return _joined(cells, ",")


def _excel_line(row: Sequence[Cell]) -> str:
    cells = [spreadsheet_safe(value) if isinstance(value, str) else cell_text(value, decimal=",") for value in row]
    return _joined(cells, ";")


def _joined(cells: list[str], delimiter: str) -> str:
    """One line as RFC 4180 has it; twice as fast as `csv.writer`, which also forgets to quote a lone CR."""
    quoted = [
        _quoted(cell) if delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell else cell for cell in cells
    ]
    return (delimiter.join(quoted) or '""') + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _json(table: Table) -> Iterator[str]:
    separator = "[\n"
    for row in table.rows:
        values = (precise(value) if isinstance(value, float) else value for value in row)
        yield separator + json.dumps(dict(zip(table.columns, values, strict=True)), ensure_ascii=False)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _markdown(table: Table) -> Iterator[str]:
    from qualcode.exchange.markdown import escape_line

    rows = list(table.rows)
    rules = ["---:" if right else "---" for right in numeric_columns(table.columns, rows)]
    if table.title:
        yield f"{escape_line(table.title)}\n\n"
    yield _markdown_line(escape_line(name) for name in table.columns)
    yield _markdown_line(rules)
    for row in rows:
        yield _markdown_line(escape_line(cell_text(value), "<br>") for value in row)


def _markdown_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def numeric_columns(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[bool]:
    """Which columns hold nothing but numbers and gaps, and so are set to the right."""
    return [
        any(is_number(row[i]) for row in rows) and all(row[i] is None or is_number(row[i]) for row in rows)
        for i in range(len(columns))
    ]


def _aligned(table: Table, width: int | None) -> Iterator[str]:
    from rich.cells import cell_len

    rows = list(table.rows)
    right = numeric_columns(table.columns, rows)
    lines = [[visible(cell_text(value), one_line=True) for value in row] for row in (table.columns, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    if width is not None:
        widths = _narrowed(widths, width)
    if table.title:
        yield f"{visible(table.title, one_line=True)}\n\n"
    for number, line in enumerate(lines):
        yield "  ".join(map(_fitted, line, widths, right)).rstrip() + "\n"
        if number == 0:
            yield "─" * (sum(widths) + 2 * max(len(widths) - 1, 0)) + "\n"


def _narrowed(widths: list[int], limit: int) -> list[int]:
    """The widest columns cut to a common width so that the line fits, as far as four cells a column allow."""
    room = max(limit - 2 * (len(widths) - 1), 0)
    caps = range(max([room, _NARROWEST]), _NARROWEST - 1, -1)
    cap = next((cap for cap in caps if sum(min(width, cap) for width in widths) <= room), _NARROWEST)
    return [min(width, cap) for width in widths]


def _fitted(text: str, width: int, right: bool) -> str:
    from rich.cells import cell_len, set_cell_size

    # A cluster of combining marks may take many code points a cell, but hardly more than eight.
    text = text[: 8 * width + 8]
    cells = cell_len(text)
    if cells > width:
        return set_cell_size(text, width - 1) + "…"
    gap = " " * (width - cells)
    return gap + text if right else text + gap


def _docx(table: Table, language: str) -> bytes:
    from qualcode.exchange.docx import WordDocument

    document = WordDocument(table.title, language)
    rows = list(table.rows)
    document.table(table.columns, rows, numeric_columns(table.columns, rows), caption=table.title)
    return document.to_bytes()
