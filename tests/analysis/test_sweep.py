"""The sweep finds every match, each once, in bounded chunks."""

from __future__ import annotations

from itertools import combinations
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis import sweep
from tests.analysis.brute_force import Row, Span, share_text, text
from tests.analysis.studies import arrays_of, codings, unit_spans, units_from

CHUNKS = st.sampled_from([1, 3, 1_000_000])


@given(ranges=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))), chunk=st.integers(1, 20))
def test_expand_spells_out_every_range_in_order(ranges: list[tuple[int, int]], chunk: int) -> None:
    first, last = (np.array([extent[side] for extent in ranges], dtype=np.int64) for side in (0, 1))
    with patch.object(sweep, "CHUNK", chunk):
        chunks = list(sweep.expand(first, last))
    found = [match for rows, partners in chunks for match in zip(rows.tolist(), partners.tolist(), strict=True)]
    assert found == [(row, partner) for row, extent in enumerate(ranges) for partner in range(*extent)]
    assert all(len(rows) <= chunk + 9 for rows, _ in chunks)


@given(rows=codings(), chunk=CHUNKS)
def test_overlapping_gives_each_pair_once_document_by_document(rows: list[Row], chunk: int) -> None:
    with patch.object(sweep, "CHUNK", chunk):
        found = list(sweep.overlapping(arrays_of(rows)))
    pairs = [(i, j) for one, two in found for i, j in zip(one.tolist(), two.tolist(), strict=True)]
    numbered = combinations(enumerate(rows), 2)
    assert sorted(map(sorted, pairs)) == [[i, j] for (i, one), (j, two) in numbered if share_text(one, two)]
    documents = [rows[i].document for i, _ in pairs]
    assert documents == sorted(documents)


@given(rows=codings(), spans=unit_spans(), chunk=CHUNKS)
def test_meetings_gives_each_meeting_once(rows: list[Row], spans: list[Span], chunk: int) -> None:
    with patch.object(sweep, "CHUNK", chunk):
        found = list(sweep.meetings(arrays_of(rows), units_from(spans)))
    pairs = [(i, j) for one, two in found for i, j in zip(one.tolist(), two.tolist(), strict=True)]
    expected = [(i, j) for i, row in enumerate(rows) for j, span in enumerate(spans) if text(row) & text(span)]
    assert sorted(pairs) == expected
