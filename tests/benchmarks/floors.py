"""The floors: each computation as plainly as Python, sqlite3 and numpy allow, with none of what makes it safe or kind.

`python -m tests.benchmarks.floors NAME ARGUMENT…` runs one as a program of its own.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

SPANS = (
    "SELECT code.name, document.name, start_offset, end_offset, coder.name, document_id FROM coding "
    "JOIN code ON code.id = code_id JOIN coder ON coder.id = coder_id JOIN document ON document.id = document_id"
)


@contextmanager
def database(path: str | Path) -> Iterator[sqlite3.Connection]:
    """A connection that stores at the end."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def store_texts(target: str, folder: str) -> None:
    """Files into one table."""
    with database(target) as connection:
        connection.execute("CREATE TABLE document (name TEXT, text TEXT)")
        rows = ((path.stem, path.read_text("utf-8")) for path in Path(folder).iterdir())
        connection.executemany("INSERT INTO document VALUES (?, ?)", rows)


def store_codings(target: str, source: str) -> None:
    """A csv file into one table."""
    with database(target) as connection, Path(source).open(encoding="utf-8", newline="") as file:
        connection.execute("CREATE TABLE coding (document TEXT, start INTEGER, stop INTEGER, code TEXT, coder TEXT)")
        rows = csv.reader(file)
        next(rows)
        connection.executemany("INSERT INTO coding VALUES (?, ?, ?, ?, ?)", rows)


def count_overlaps(project: str) -> None:
    """How many codings of each two codes overlap, in one sweep, and nothing else of the table."""
    import numpy as np

    with database(project) as connection:
        rows = connection.execute("SELECT document_id, code_id, start_offset, end_offset FROM coding").fetchall()
    documents, codes, start, end = zip(*rows, strict=True)
    (_, document), (names, code) = (np.unique(np.array(column), return_inverse=True) for column in (documents, codes))
    base = document * (max(end) + 1)
    low, high = base + np.array(start), base + np.array(end)
    order = np.argsort(low)
    low, high, code = low[order], high[order], code[order]
    count = np.searchsorted(low, high) - np.arange(1, len(low) + 1)
    row = np.repeat(np.arange(len(low)), count)
    partner = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + row + 1
    square = np.bincount(code[row] * len(names) + code[partner], minlength=len(names) ** 2)
    writer = csv.writer(sys.stdout)
    writer.writerows(
        [names[cell // len(names)], names[cell % len(names)], square[cell]] for cell in square.nonzero()[0]
    )


def _quotes(project: str, documents: Sequence[str]) -> Iterator[tuple[str, str, int, int, str, str]]:
    with database(project) as connection:
        texts = dict(connection.execute("SELECT id, text FROM document"))
        where = f" WHERE document.name IN ({','.join('?' * len(documents))})" if documents else ""
        for code, name, start, end, coder, document in connection.execute(SPANS + where, documents):
            yield code, name, start, end, coder, texts[document][start:end]


def write_quotes(project: str, target: str) -> None:
    """Every coded passage into csv."""
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_quotes(project, ()))


def write_word(project: str, target: str, *documents: str) -> None:
    """Coded passages of some documents, or of all, as the one part of a Word file that holds text."""
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{escape(quote[-1])}</w:t></w:r></w:p>" for quote in _quotes(project, documents)
    )
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document><w:body>{paragraphs}</w:body></w:document>")


def find_word(project: str, word: str) -> int:
    """How often some letters stand in the texts, case ignored."""
    with database(project) as connection:
        return sum(text.lower().count(word) for (text,) in connection.execute("SELECT text FROM document"))


def pass_by() -> None:
    """Only start Python."""


FLOORS = {act.__name__: act for act in (store_texts, store_codings, count_overlaps, write_quotes, write_word, pass_by)}

if __name__ == "__main__":
    FLOORS[sys.argv[1]](*sys.argv[2:])
