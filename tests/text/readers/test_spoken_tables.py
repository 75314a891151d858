"""Tables of who said what and when become turns, and surveys do not."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.spoken_tables import read_csv, read_tsv, read_xlsx, turns_in_tables, turns_of_rows
from qualcode.text.source import Mark, Source
from qualcode.text.turns import find_turns

ROWS = [["0:00,0 - 0:12,4", "Intervjuer", "Hva skjedde?"], ["0:12,4 - 1:02,0", "Kari", "Ingenting.\nIkke da."],
        ["1:02,0 - 1:03,0", "", "Eller jo."], ["1:03,0 - 1:04,0", "Intervjuer", "Ja?"]]  # fmt: skip
SPOKEN = [
    ("Intervjuer", "00:00:00", "Hva skjedde?"),
    ("Kari", "00:00:12", "Ingenting. Ikke da. Eller jo."),
    ("Intervjuer", "00:01:03", "Ja?"),
]


def written(rows: list[list[str]], delimiter: str = ";") -> bytes:
    """The rows as a csv file."""
    kept = io.StringIO()
    csv.writer(kept, delimiter=delimiter).writerows(rows)
    return kept.getvalue().encode("utf-8-sig")


def spoken(source: Source) -> list[tuple[str | None, str | None, str]]:
    """Each turn's speaker, time stamp and words."""
    return [(turn.speaker, turn.timestamp, source.raw[turn.start : turn.end]) for turn in source.turns]


def laid_out(rows: list[list[str]], before: str = "") -> Source:
    """The rows as the table of a document, with its marks."""
    raw, marks = before, []
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            start = len(raw)
            raw += cell.replace("\n", " ")
            marks.append(Mark("cell", start, len(raw), f"{number},{column}"))
            raw += "\t" if column < len(row) else "\n"
    return Source(raw, "docx", marks=(Mark("table", len(before), len(raw) - 1), *marks))


@pytest.mark.parametrize(
    "headings",
    [["Time", "Speaker", "Text"], ["Tid", "Taler", "Innhold"], ["Tidsrom", "Hvem", "Replikk"],
     ["Timespan", "Name", "Content"], [" TID: ", "Talar", "Tekst"]],
)  # fmt: skip
def test_a_table_is_known_by_its_headings(headings: list[str]) -> None:
    source = read_csv(written([headings, *ROWS]))
    assert spoken(source) == SPOKEN
    assert find_turns(source.raw).turns == source.turns


def test_columns_stand_in_any_order_and_rows_above_are_told() -> None:
    rows = [["Intervju 3"], [], ["Nr", "Tekst", "Merknad", "Tid", "Taler"]]
    rows += [["1", text, "x", time, speaker] for time, speaker, text in ROWS]
    source = read_tsv(written(rows, "\t"))
    assert spoken(source) == SPOKEN
    assert [notice.message for notice in source.notices][:2] == [
        "columns left out: «Merknad»",
        "rows above the table left out: 1",
    ]


def test_a_workbook_with_times_as_times() -> None:
    from datetime import time

    from openpyxl import Workbook

    book = Workbook()
    for row in (["Tid", "Taler", "Tekst"], [time(0, 0, 5), "Kari", "Hei."], [time(0, 1, 2), "Ola", "Ja."]):
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    assert spoken(read_xlsx(kept.getvalue())) == [("Kari", "00:00:05", "Hei."), ("Ola", "00:01:02", "Ja.")]


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "alder", "svar"], ["1", "30", "ja"], ["2", "40", "nei"]],
        [["Navn", "Tekst"], *([f"Person {n}", "et svar"] for n in range(9))],
        [["Tidspunkt", "Tekst"], *([f"2025-05-{n:02d}", "et svar"] for n in range(1, 9))],
        [["Taler", "Tekst"]],
        [["Taler", "Tid"], ["Kari", "0:01"]],
        [["hei"]],
        [],
    ],
)
def test_a_survey_is_refused_with_the_way_to_take_it_in(rows: list[list[str]]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_csv(written(rows))
    assert "qualcode survey" in refusal.value.hint
    assert turns_of_rows(rows) == []


def test_the_tables_of_a_document_give_turns_where_they_stand() -> None:
    source = laid_out([["Tid", "Taler", "Innhold"], *ROWS], "Innledning.\n")
    source = source._replace(turns=turns_in_tables(source))
    assert spoken(source) == [
        ("Intervjuer", "0:00,0", "Hva skjedde?"), ("Kari", "0:12,4", "Ingenting. Ikke da."),
        ("Kari", "1:02,0", "Eller jo."), ("Intervjuer", "1:03,0", "Ja?"),
    ]  # fmt: skip
    assert source.raw[source.turns[1].label_start :].startswith("0:12,4")


def test_other_tables_of_a_document_give_none() -> None:
    assert turns_in_tables(laid_out([["Kode", "Definisjon"], ["skjønn", "å velge"]])) == ()
    assert turns_in_tables(Source("hei", "docx")) == ()
    strange = (
        Mark("table", 0, 3),
        Mark("cell", 0, 3, "x"),
        Mark("cell", 0, 1, "1,99999999999"),
        Mark("cell", 0, 3, ""),
    )
    assert turns_in_tables(Source("hei", "docx", marks=strange)) == ()


def test_a_teams_transcript_in_word_is_found_by_its_paragraphs() -> None:
    text = (
        "Møte\n\nKari Nordmann   0:03\nSkal vi begynne?\n\nOla Lie (Ekstern)   0:05\nJa.\n\nKari Nordmann   0:09\nBra."
    )
    turns = find_turns(text).turns
    assert [(turn.speaker, turn.timestamp) for turn in turns] == [
        ("Kari Nordmann", "0:03"), ("Ola Lie (Ekstern)", "0:05"), ("Kari Nordmann", "0:09"),
    ]  # fmt: skip


@given(
    st.lists(st.lists(st.sampled_from(["Tid", "Taler", "Tekst", "0:01", "Kari", "hei", "", "=1", "\x1b"]), max_size=4))
)
def test_any_table_is_read_or_refused_and_spans_hold(rows: list[list[str]]) -> None:
    with contextlib.suppress(InvalidInput):
        assert all(words.strip() for _, _, words in spoken(read_csv(written(rows))))
    source = laid_out(rows)
    for turn in turns_in_tables(source):
        assert 0 <= turn.label_start <= turn.start < turn.end <= len(source.raw)
        assert source.raw[turn.start : turn.end] == source.raw[turn.start : turn.end].strip()
