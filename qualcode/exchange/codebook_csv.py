"""Codebooks as a table, one row a code: for spreadsheets, and for codebooks that began in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from qualcode.errors import InvalidInput
from qualcode.exchange.codebook_tree import (
    LISTS,
    TEXTS,
    Placed,
    Reading,
    branches,
    checked_entry,
    codebook_file,
    flat,
    joined,
    labels_of,
    split,
)
from qualcode.exchange.csv_reading import Row, read_csv
from qualcode.exchange.tabular import Cell, Table
from qualcode.project.records import PATH_SEPARATOR, Code, CodebookFile, CodeEntry
from qualcode.wording import LANGUAGES, tr

COLUMNS = (
    *("path", "level", "status", *TEXTS, "color", "guid", "codings"),
    *("aliases", "phrases", "literature", *(f"labels_{language}" for language in LANGUAGES), "scale", "in_vivo"),
)


def code_table(codes: Iterable[Code], title: str = "") -> Table:
    """The codes of a project with how many codings each has, in the columns of the contract."""
    return Table(COLUMNS, (_cells(code, code.id, code.codings) for code in codes), title)


def codebook_table(codebook: CodebookFile, codings: Mapping[tuple[str, ...], int] | None = None) -> Table:
    """The same for a codebook file; `codings` counts by path where they are known."""
    counts = codings or {}
    entries = flat(branches(codebook))
    return Table(COLUMNS, [_cells(entry, entry.guid, counts.get(entry.path)) for entry in entries], codebook.name)


def loads(source: Path | bytes | str, name: str, language: str = "nb") -> Reading:
    """A codebook from csv that has at least `path`; parents that have no row are created in their order.

    Raises InvalidInput with the line of what cannot be taken in.
    """
    return Reading(codebook_file(name, language, "", map(_placed, read_csv(source, ["path"]))))


def _cells(code: Code | CodeEntry, guid: str | None, codings: int | None) -> tuple[Cell, ...]:
    return tuple(_by_column(code, guid, codings))


def _by_column(code: Code | CodeEntry, guid: str | None, codings: int | None) -> Iterator[Cell]:
    yield from (PATH_SEPARATOR.join(code.path), code.level, code.status)
    yield from (getattr(code, key) for key in TEXTS)
    yield from (code.color, guid, codings)
    yield from (joined(getattr(code, key)) for key in LISTS[:3])
    yield from (code.labels.get(language, "") for language in LANGUAGES)
    yield from (joined(code.scale), True if code.in_vivo else None)


def _placed(row: Row) -> Placed:
    place = tr("line {line}", line=row.line)
    path = tuple(name.strip() for name in row["path"].split(PATH_SEPARATOR))
    if not all(path):
        raise InvalidInput("{place}: a name is missing in the path «{path}»", place=place, path=row["path"])
    others: dict[str, Any] = {key: row.get(key, "") for key in TEXTS}
    others |= {key: split(row.get(key, "")) for key in LISTS}
    entry = CodeEntry(
        path=path,
        guid=row.get("guid", "").strip() or None,
        level=row.get("level", "").strip().lower() or "code",
        status=row.get("status", "").strip().lower() or "active",
        color=row.get("color", "").strip(),
        labels=labels_of(row, "labels_"),
        in_vivo=row.truth("in_vivo"),
        **others,
    )
    return Placed(checked_entry(entry, place), place)
