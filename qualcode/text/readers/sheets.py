"""The rows of a table file: csv in whatever dialect a program wrote it, tab-separated text, or a workbook.

Every cell comes as text, as a person would have typed it, so that a survey and a table of who said what are read by
the same door. Row *n* of the file is always item *n − 1* of the list, so that a message can name it.
"""

from __future__ import annotations

import contextlib
import csv
import io
import math
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput, NotFound
from qualcode.text.readers.archives import Archive
from qualcode.text.readers.decoding import decode

if TYPE_CHECKING:
    from openpyxl import Workbook

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx")

_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 2_000
_MOST_CELLS = 10_000_000
_LONGEST_CELL = 2_000_000
# A cell has about four.
_MOST_TAGS = 6_000_000
_MOST_DELIMITERS = 100_000
_DELIMITERS = ";\t,|"
_SAMPLE = 60_000
_REGULAR_SHARE = 0.5
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTITIES = tuple("<!ENTITY".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_KIND = "the workbook"
_QUOTES_HINT = "look for a quotation mark without its partner, or save the file again from its spreadsheet"
_SENTINEL = "\ue000end of the table\ue000"


def read_rows(data: bytes, ending: str, *, sheet: str = "") -> list[list[str]]:
    """The rows of a csv, tsv or xlsx file as text; of a workbook the first sheet, or the one named."""
    if ending.lower().lstrip(".") == "xlsx":
        rows = _workbook_rows(data, sheet)
    else:
        rows = _text_rows(data, "\t" if ending.lower().lstrip(".") == "tsv" else "")
    return _bounded(rows)


def sheet_names(data: bytes) -> list[str]:
    """The names of a workbook's sheets, in order."""
    workbook = _opened(data)
    try:
        return [sheet.title for sheet in workbook.worksheets]
    finally:
        workbook.close()


def _bounded(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows without empty cells and rows at their ends; more than a person can have filled in is refused."""
    kept: list[list[str]] = []
    cells = filled = 0
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
        kept.append(row)
        cells += len(row)
        filled = len(kept) if row else filled
        if len(kept) > _MOST_ROWS or cells > _MOST_CELLS or len(row) > _MOST_COLUMNS:
            raise InvalidInput("the table is larger than can be read", "take out the columns that are not needed")
    return kept[:filled]


# ── csv and tab-separated text ───────────────────────────────────────────────────────────────────────────────────────


def _text_rows(data: bytes, delimiter: str) -> Iterator[list[str]]:
    """The rows of a text file; a quotation mark that is never closed would swallow the rest of it, and is refused."""
    text = decode(data).raw.removeprefix("\ufeff")
    told, text = _told_delimiter(text)
    delimiter = told or delimiter or _guessed_delimiter(text)
    lines = io.StringIO(text if text.endswith(("\n", "\r")) else text + "\n", newline="")
    earlier = csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(_sane(lines, delimiter), delimiter=delimiter)
    number, row = 0, [_SENTINEL]
    try:
        for row in rows:
            if row != [_SENTINEL]:
                number += 1
                yield [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]
    except csv.Error as error:
        message = "row {row} of the table cannot be read: {problem}"
        raise InvalidInput(message, _QUOTES_HINT, row=number + 1, problem=error) from error
    finally:
        csv.field_size_limit(earlier)
    if row != [_SENTINEL]:
        raise InvalidInput("a quotation mark in row {row} is never closed", _QUOTES_HINT, row=number)


def _sane(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    """The lines, none with so many cells that they would fill the memory, and one more by which the end is known."""
    for line in lines:
        if line.count(delimiter) > _MOST_DELIMITERS:
            raise InvalidInput("a row of the table has more cells than can be read", "look whether it is a table")
        yield line
    yield _SENTINEL


def _told_delimiter(text: str) -> tuple[str, str]:
    """The delimiter a first line `sep=;` tells, as Excel writes it, and the text after that line."""
    first, _, rest = text.partition("\n")
    sign = first.strip().removeprefix("sep=")
    return (sign, rest) if first.startswith("sep=") and sign in tuple(_DELIMITERS) else ("", text)


def _guessed_delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into equally many cells."""
    sample = text[:_SAMPLE]
    scores = {sign: _regularity(sample, sign) for sign in _DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] > (0, 1) else max(_DELIMITERS, key=sample.partition("\n")[0].count)


def _regularity(sample: str, delimiter: str) -> tuple[int, int]:
    """How many rows have the commonest width, and that width; nothing if they are fewer than half of the rows."""
    widths: Counter[int] = Counter()
    # A wrong delimiter soon runs into a quotation mark in the middle of a cell, or one that is closed rows later.
    with contextlib.suppress(csv.Error):
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=True):
            widths[len(row)] += bool(row)
    count, width = max(((count, width) for width, count in widths.items() if width > 1), default=(0, 1))
    return (count, width) if count >= _REGULAR_SHARE * widths.total() else (0, 1)


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _workbook_rows(data: bytes, sheet: str) -> Iterator[list[str]]:
    """The rows of one sheet of a workbook, formulas as the values they had when it was saved."""
    workbook = _opened(data)
    try:
        yield from _sheet_rows(workbook, sheet)
    except (InvalidInput, NotFound):
        raise
    # openpyxl raises whatever it meets in a damaged file: KeyError, ValueError, ParseError, zlib.error and more.
    except Exception as error:
        raise InvalidInput("the workbook is damaged", "open it in Excel and save it again as xlsx") from error
    finally:
        workbook.close()


def _opened(data: bytes) -> Workbook:
    """The workbook, refused in words when it is locked, old, damaged or too large."""
    _refuse_unusable(data)
    from openpyxl import load_workbook

    try:
        # It prints what it finds odd in a damaged file, in the midst of our own output.
        with contextlib.redirect_stdout(io.StringIO()):
            return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # as above
        raise InvalidInput("the workbook is damaged", "open it in Excel and save it again as xlsx") from error


def _refuse_unusable(data: bytes) -> None:
    """Refuse what is locked, old, huge or hostile before the workbook is looked into."""
    if data.startswith(_OLD_FORMAT):
        if _ENCRYPTED in data:
            raise InvalidInput("the workbook is locked with a password", "save a copy without the password")
        raise InvalidInput("the file is in the old Excel format", "open it in Excel and save it as xlsx")
    archive = Archive(data, _KIND)
    for part in map(archive.read, zipfile.ZipFile(io.BytesIO(data)).namelist()):
        if any(mark in part for mark in _ENTITIES):
            raise InvalidInput(
                "the workbook declares XML entities, as attacks do", "save it anew in the program you know"
            )
        if part.count(b"<") > _MOST_TAGS:
            raise InvalidInput("the table is larger than can be read", "save it as csv")


def _sheet_rows(workbook: Workbook, name: str) -> Iterator[list[str]]:
    """The rows of the sheet of that name, or of the first; charts are no sheets with rows."""
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    sheet = sheets.get(name) if name else next(iter(sheets.values()), None)
    if not sheets:
        raise InvalidInput("the workbook has no sheets with rows", "save the table as a sheet, or as csv")
    if sheet is None:
        raise NotFound(
            "the workbook has no sheet «{name}»", "its sheets are {sheets}", name=name, sheets=", ".join(sheets)
        )
    # Several programs write a dimension of one cell, which would hide all others.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        yield [_cell_text(value) for value in row]


def _cell_text(value: object) -> str:
    """A cell's value as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        return _duration_text(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _number_text(value: float) -> str:
    """A number without the point that only a computer writes."""
    if math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if math.isfinite(value) else ""


def _duration_text(value: timedelta) -> str:
    """A time of more than a day's hours, as `25:01:02`."""
    seconds = max(0, int(value.total_seconds()))
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
