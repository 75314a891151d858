"""Codings from a csv file, as rows that the project checks against its documents and codes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qualcode.errors import InvalidInput
from qualcode.exchange.csv_reading import Row, read_csv
from qualcode.project.records import CodingRow

REQUIRED = ("document", "start", "end", "code")
OPTIONAL = ("coder", "value", "memo", "text")
COLUMNS = (*REQUIRED, *OPTIONAL, "created", "key")
LIKE = 0.8


def read_codings(
    source: Path | bytes | str, *, unused: Callable[[list[str]], None] = lambda columns: None
) -> list[CodingRow]:
    """The rows of a csv file with `document,start,end,code` and, if there, `coder,created,value,memo,text,key`.

    `unused` hears of the columns that mean nothing here. Raises InvalidInput where one is misspelt, and with the line
    where a cell is missing, an offset is no whole number or `key` neither yes nor no.
    """
    rows = read_csv(source, REQUIRED)
    if others := [column for column in rows[0] if column not in COLUMNS] if rows else []:
        _refuse_misspelt(others, rows[0])
        unused(others)
    return [_coding(row) for row in rows]


def _refuse_misspelt(others: Iterable[str], header: Collection[str]) -> None:
    """A column that is nearly one of ours, which is not there, is a slip: what stands in it would be lost."""
    missing = [column for column in COLUMNS if column not in header]
    for column in others:
        if near := get_close_matches(column.casefold(), missing, n=1, cutoff=LIKE):
            raise InvalidInput("there is no column «{column}»", "did you mean: {names}", column=column, names=near[0])


def _coding(row: Row) -> CodingRow:
    for column in ("document", "code"):
        if not row[column].strip():
            raise InvalidInput("line {line}: the cell under {column} is empty", line=row.line, column=column)
    start, end = _offset(row, "start"), _offset(row, "end")
    if end <= start:
        raise InvalidInput(
            "line {line}: the end {end} does not lie after the start {start}",
            line=row.line,
            end=end,
            start=start,
        )
    # Programs on Windows write every line end as two characters, also those inside a cell; stored texts have one.
    optional: dict[str, Any] = {name: row[name].replace("\r\n", "\n") or None for name in OPTIONAL if name in row}
    return CodingRow(
        row["document"].strip(),
        start,
        end,
        row["code"].strip(),
        created=_created(row),
        key_quote=row.truth("key"),
        **optional,
        line=row.line,
    )


def _created(row: Row) -> str | None:
    """The date as the project writes them; one that says nothing of a time zone is UTC."""
    text = row.get("created", "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            "line {line}: created is «{text}», not a date",
            "write it as 2026-02-14T09:30:00Z",
            line=row.line,
            text=text[:30],
        ) from None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _offset(row: Row, column: str) -> int:
    text = row[column].strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise InvalidInput(
            "line {line}: {column} is «{text}», not a whole number",
            "offsets count characters from 0",
            line=row.line,
            column=column,
            text=text[:20],
        )
    return int(text)
