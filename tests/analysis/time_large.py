"""Times the counting on a large study (500 documents of 8,000 words, 200,000 codings, 300 codes): run it by hand.

`python tests/analysis/time_large.py [LENGTH]` takes the mean length of a coding in characters.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from qualcode.analysis import cooccurrence, tables
from qualcode.analysis.codings import CodingArrays, Units, split_by_units, united

DOCUMENTS, CODINGS, CODES, LENGTH, WORD, TURN = 500, 200_000, 300, 48_000, 6, 200


def study(mean_length: int) -> CodingArrays:
    """Codings spread evenly, as a team of three would leave them."""
    random = np.random.default_rng(1)
    start = random.integers(0, LENGTH - 1, CODINGS)
    end = np.minimum(start + 1 + random.poisson(mean_length - 1, CODINGS), LENGTH)
    document, code, coder = (random.integers(0, most, CODINGS) for most in (DOCUMENTS, CODES, 3))
    return CodingArrays.of(document, code, coder, start, end)


def spans_of(size: int, gap: int = 0) -> Units:
    """Every document cut into spans of one size."""
    start = np.tile(np.arange(0, LENGTH, size), DOCUMENTS)
    document = np.repeat(np.arange(DOCUMENTS), LENGTH // size)
    return Units.of(document, start, start + size - gap)


def timed(name: str, act: Callable[[], object]) -> None:
    """Print the best of three runs and the largest the process has been so far."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<28}{min(seconds):8.3f} s {megabytes:8.0f} MB")


def main(mean_length: int) -> None:
    """Time every way of counting."""
    arrays, words, turns, documents = study(mean_length), spans_of(WORD, 1), spans_of(TURN), spans_of(LENGTH)
    turn_case = Units.of(turns.document, turns.start, turns.end, turns.document)
    sentences = spans_of(100)
    nil = np.zeros(2000, dtype=np.int64)
    piled = CodingArrays.of(nil, np.arange(2000) % 300, nil, nil, nil + 500)
    timed("nothing", lambda: None)
    timed("united", lambda: united(arrays))
    timed("overlap", lambda: cooccurrence.overlap(arrays, CODES).table())
    timed("overlap with cases", lambda: cooccurrence.overlap(arrays, CODES, turn_case).table())
    timed("2,000 codings on one span", lambda: cooccurrence.overlap(piled, CODES).table())
    timed("near 10 words", lambda: cooccurrence.near(arrays, words, 10, CODES, turn_case).table())
    timed("within sentences", lambda: cooccurrence.within_units(arrays, sentences, CODES).table())
    timed("within turns", lambda: cooccurrence.within_units(arrays, turns, CODES, turn_case).table())
    timed("within documents", lambda: cooccurrence.within_units(arrays, documents, CODES, turn_case).table())
    pieces = split_by_units(arrays, turn_case)
    timed("split by turns", lambda: split_by_units(arrays, turn_case))
    for count in ("codings", "characters", "words"):
        table = partial(
            tables.matrix, pieces.codings, pieces.unit, CODES, DOCUMENTS, count, rows=pieces.row, words=words
        )
        timed(f"matrix of {count}", table)
    timed("behind one cell", lambda: cooccurrence.behind_overlap(arrays, 3, 7))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
