"""Reading csv as people have it: comma, semicolon or tab, from Excel or a script, UTF-8 or Windows-1252."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from qualcode.errors import InvalidInput
from qualcode.exchange.cells import spreadsheet_plain, truth
from qualcode.exchange.files import content_of
from qualcode.wording import tr

_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CSV_HINT = "save it as «CSV UTF-8» in the program that made it"


class Row(dict[str, str]):
    """One record by column name; `line` is where it begins in the file, for messages to people."""

    __slots__ = ("line",)
    line: int

    def truth(self, column: str) -> bool:
        """What a cell that may be missing says of yes or no; raises InvalidInput for any other word."""
        said = truth(self.get(column, ""))
        if said is None:
            raise InvalidInput(
                "line {line}: {column} is «{text}», not yes or no",
                "write true or false, or leave the cell empty",
                line=self.line, column=column, text=self[column].strip()[:30],
            )  # fmt: skip
        return said


def read_csv(source: Path | bytes | str, required: Iterable[str] = ()) -> list[Row]:
    """The records of a file (a Path) or of its content (bytes or str), every cell as text.

    Raises InvalidInput with the line for broken quoting, rows that are too long and missing columns.
    """
    content = content_of(source) if isinstance(source, Path) else source
    text = content if isinstance(content, str) else decoded(content)
    text = text.removeprefix("\ufeff")
    first_line = 1
    if hint := _EXCEL_HINT.match(text):
        text, first_line = text[hint.end() :], 2
    delimiter = hint.group(1) if hint else _delimiter(text)
    records = _records(text, delimiter, first_line)
    header = _header(next(records, (first_line, []))[1], required)
    undo = spreadsheet_plain if delimiter == ";" else str
    return [_row(header, cells, line, undo) for line, cells in records]


def decoded(content: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16 with a mark, or else Windows-1252."""
    if content.startswith(_UTF16):
        return _strictly(content, "utf-16")
    if content.startswith(b"PK\x03\x04") or b"\x00" in content[:4096]:
        raise InvalidInput("the file is not text", _CSV_HINT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(
            "line {line}: the bytes are neither UTF-8 nor {encoding}", _CSV_HINT, line=line, encoding=encoding
        ) from error


def _delimiter(text: str) -> str:
    """Whichever separator is most frequent in the header, outside quotes."""
    header = _QUOTED.sub("", text[:100_000]).lstrip("\r\n").split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _records(text: str, delimiter: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """The non-empty records, each with the line it begins on."""
    csv.field_size_limit(max(len(text), 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + first_line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InvalidInput(
                "line {line}: {problem}",
                'a cell with "quotes" inside needs quotes around it and every inner quote doubled',
                line=line,
                problem=error,
            ) from error
        if any(cells):
            yield line, cells


def _header(cells: list[str], required: Iterable[str]) -> list[str]:
    names = [spreadsheet_plain(name.strip()) for name in cells]
    while names and not names[-1]:
        names.pop()
    doubled = {name for name in names if name and names.count(name) > 1}
    if doubled:
        raise InvalidInput("the header names a column twice: {columns}", columns=", ".join(sorted(doubled)))
    missing = [name for name in required if name not in names]
    if missing:
        found = ", ".join(filter(None, names)) or tr("nothing")
        raise InvalidInput(
            "the column {columns} is missing", "the first line has: {found}", columns=", ".join(missing), found=found
        )
    return names


def _row(header: list[str], cells: list[str], line: int, undo: Callable[[str], str]) -> Row:
    if any(cells[len(header) :]):
        raise InvalidInput(
            "line {line}: {cells} cells, but the header has {columns}",
            line=line,
            cells=len(cells),
            columns=len(header),
        )
    cells += [""] * (len(header) - len(cells))
    row = Row(zip(header, map(undo, cells), strict=False))
    row.pop("", None)
    row.line = line
    return row
