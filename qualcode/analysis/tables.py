"""Codes against documents, cases, speakers, coders or attribute values: what each cell counts, counted once."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.codings import CodingArrays, Units, united_by
from qualcode.analysis.sweep import IntArray, distinct, word_range
from qualcode.errors import InvalidInput

COUNTS = ("codings", "documents", "cases", "characters", "words")


def matrix(
    arrays: CodingArrays,
    columns: IntArray,
    n_codes: int,
    n_columns: int,
    count: str,
    *,
    rows: IntArray | None = None,
    cases: IntArray | None = None,
    words: Units | None = None,
) -> IntArray:
    """A table of `n_codes` × `n_columns`; `columns` gives the column of each coding, -1 to leave it out.

    - codings: each coding once a column; for pieces made by `split_by_units`, `rows` says what each was cut from.
    - documents, cases: those that have the code in the column; `cases` gives the case of each coding, -1 for none.
    - characters, words: the text that the codings of a cell cover, each character and word once whoever coded it.
      `words` holds the words that count; a word counts when at least one character of it is covered.
    """
    if count == "codings":
        among = np.arange(len(arrays)) if rows is None else rows
    elif count == "documents":
        among = arrays.document
    elif count == "cases" and cases is not None:
        among = cases
    elif count == "characters" or (count == "words" and words is not None):
        return _covered(arrays, columns, n_codes, n_columns, words if count == "words" else None)
    elif count in COUNTS:
        raise ValueError(f"to count {count}, matrix needs the argument {count}")
    else:
        raise InvalidInput(
            "«{count}» cannot be counted in a table", "choose one of: {choices}", count=count, choices=", ".join(COUNTS)
        )
    return _different(arrays.code, among, columns, n_codes, n_columns)


def _different(code: IntArray, among: IntArray, columns: IntArray, n_codes: int, n_columns: int) -> IntArray:
    """How many different numbers each cell has among `among`."""
    kept = (columns >= 0) & (among >= 0)
    size = n_codes * n_columns
    found = distinct(among[kept] * size + code[kept] * n_columns + columns[kept])
    return np.bincount(found % max(size, 1), minlength=size).reshape(n_codes, n_columns)


def _covered(arrays: CodingArrays, columns: IntArray, n_codes: int, n_columns: int, words: Units | None) -> IntArray:
    kept = np.flatnonzero(columns >= 0)
    spans, column = united_by(arrays.take(kept), columns[kept])
    sizes = spans.end - spans.start if words is None else _words_in(spans, column, words)
    cells = np.bincount(spans.code * n_columns + column, weights=sizes, minlength=n_codes * n_columns)
    return cells.astype(np.int64).reshape(n_codes, n_columns)


def _words_in(spans: CodingArrays, column: IntArray, words: Units) -> IntArray:
    """How many words each span covers, leaving out one that the span before it in the same cell has covered already."""
    first, last = word_range(spans, words)
    same = (np.diff(column) == 0) & (np.diff(spans.document) == 0) & (np.diff(spans.code) == 0)
    first[1:] = np.where(same, np.maximum(first[1:], last[:-1]), first[1:])
    return last - first
