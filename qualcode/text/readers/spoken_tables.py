"""Transcripts kept as tables of `Time | Speaker | Text`, as NVivo and many a spreadsheet have them.

A table is one by its headings, in Norwegian or English, and by what stands under them: a survey that has a column
called «tekst» is none, and is left to those who read surveys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qualcode.errors import InvalidInput
from qualcode.text.readers.sheets import read_rows
from qualcode.text.readers.utterances import Utterance, as_source, clock_seconds
from qualcode.text.source import Notice, Source
from qualcode.text.spans import Span
from qualcode.text.turns import FoundTurn
from qualcode.wording import tr

_TIMES = frozenset(
    """
    time tid tidspunkt tidsrom tidskode tidsstempel tidsangivelse timespan timestamp timecode start starttid starttime
    begin begynner fra from klokkeslett klokkeslag
    """.split()  # noqa: SIM905 – a list of quoted words is harder to read
)
_SPEAKERS = frozenset(
    """
    speaker speakers taler talar talere hvem kven who person deltaker deltakar deltager participant talende navn namn
    name rolle stemme voice
    """.split()  # noqa: SIM905
)
_TEXTS = frozenset(
    """
    text tekst innhold innhald content replikk replikker ytring ytringer transcript transcription transkripsjon
    transkript transkribering utsagn utterance tale dialog dialogue
    """.split()  # noqa: SIM905
)
_ENDS = frozenset(["end", "endtime", "slutt", "sluttid", "til", "to", "stop", "stopp"])
_NUMBERS = frozenset(["", "#", "nr", "no", "number", "nummer", "id", "linje", "line"])
_HEADING_ROWS = 10
_FEW_ROWS = 4
_TIMED_SHARE = 0.5
_MOST_COLUMNS = 100
_WORD = re.compile(r"[\W\d_]+")
_CLOCK = re.compile(r"\d{1,9}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,9})?")


class _Columns(NamedTuple):
    """In which row the headings of a table of speech stand, and in which columns what was said, by whom and when."""

    row: int
    text: int
    speaker: int | None
    time: int | None
    end: int | None


def read_csv(data: bytes) -> Source:
    """The turns of a csv file that is a table of speech."""
    return _read(data, ".csv")


def read_tsv(data: bytes) -> Source:
    """The turns of a tab-separated file that is a table of speech."""
    return _read(data, ".tsv")


def read_xlsx(data: bytes) -> Source:
    """The turns of a workbook whose first sheet is a table of speech."""
    return _read(data, ".xlsx")


def _read(data: bytes, ending: str) -> Source:
    """The turns of a table file; one that is no table of speech is refused with the way to take it in."""
    rows = read_rows(data, ending)
    columns = _columns(rows)
    if columns is None:
        raise InvalidInput(
            "the table is no transcript: it has no columns Time, Speaker and Text",
            "take in the answers of a survey with qualcode survey; the columns of a transcript are called so in their "
            "first row (in Norwegian Tid, Taler, Tekst)",
        )
    return as_source(_utterances(rows, columns), ending[1:], _left_out(rows, columns), joined=False)


def turns_of_rows(rows: Sequence[Sequence[str]]) -> list[Utterance]:
    """What is said in a table of speech, an utterance a row; nothing if the table is not one."""
    columns = _columns(rows)
    return _utterances(rows, columns) if columns else []


def turns_in_tables(source: Source) -> tuple[FoundTurn, ...]:
    """The turns of a text whose tables, as its marks tell, are tables of speech; a row without a speaker continues."""
    return tuple(turn for table in _tables(source) for turn in _turns_in(source.raw, table))


# ── which tables are speech ──────────────────────────────────────────────────────────────────────────────────────────


def _columns(rows: Sequence[Sequence[str]]) -> _Columns | None:
    """The columns of a table of speech, by one of its first rows."""
    for number, row in enumerate(rows[:_HEADING_ROWS]):
        names = [_WORD.sub("", cell).casefold() for cell in row]
        text, speaker, time = (_first(names, kind) for kind in (_TEXTS, _SPEAKERS, _TIMES))
        if text is None or (speaker is None and time is None):
            continue
        found = _Columns(number, text, speaker, time, _first(names, _ENDS))
        return found if _is_speech(rows[number + 1 :], found) else None
    return None


def _first(names: Sequence[str], kind: frozenset[str]) -> int | None:
    """The first column whose heading is of a kind."""
    return next((index for index, name in enumerate(names) if name in kind), None)


def _is_speech(rows: Sequence[Sequence[str]], columns: _Columns) -> bool:
    """Whether times stand in the column of times, or speakers come back in that of speakers."""
    spoken = [row for row in rows if _cell(row, columns.text).strip()]
    if not spoken:
        return False
    timed = sum(_CLOCK.search(_cell(row, columns.time)) is not None for row in spoken)
    if timed >= _TIMED_SHARE * len(spoken):
        return True
    speakers = Counter(name for row in spoken if (name := _cell(row, columns.speaker).strip()))
    return bool(speakers) and (2 * len(speakers) <= len(spoken) or len(spoken) <= _FEW_ROWS)


def _cell(row: Sequence[str], column: int | None) -> str:
    """A cell of a row, which may be too short to have it."""
    return row[column] if column is not None and column < len(row) else ""


def _utterances(rows: Sequence[Sequence[str]], columns: _Columns) -> list[Utterance]:
    """What is said, row by row."""
    return [
        Utterance(
            _cell(row, columns.speaker).strip() or None,
            clock_seconds(_cell(row, columns.time)),
            _cell(row, columns.text),
            clock_seconds(_cell(row, columns.end)),
        )
        for row in rows[columns.row + 1 :]
    ]


def _left_out(rows: Sequence[Sequence[str]], columns: _Columns) -> list[Notice]:
    """A notice of the columns and rows that are no speech but hold something."""
    used = {columns.text, columns.speaker, columns.time, columns.end}
    body = rows[columns.row + 1 :]
    others = [
        heading
        for index, heading in enumerate(rows[columns.row])
        if index not in used
        and _WORD.sub("", heading).casefold() not in _NUMBERS
        and any(_cell(row, index).strip() for row in body)
    ]
    shown = ", ".join(f"«{' '.join(heading.split())}»" for heading in others)
    notices = [Notice("columns", tr("columns left out: {columns}", columns=shown), len(others))] if others else []
    above = sum(any(cell.strip() for cell in row) for row in rows[: columns.row])
    return (
        [*notices, Notice("rows", tr("rows above the table left out: {count}", count=above), above)]
        if above
        else notices
    )


# ── tables within a document ─────────────────────────────────────────────────────────────────────────────────────────

_Table = list[list[Span]]
_NO_CELL = Span(0, 0)


def _tables(source: Source) -> Iterator[_Table]:
    """The spans of the cells of each table, row by row; the cells of a table within a cell belong to the outer one."""
    cells = sorted((mark for mark in source.marks if mark.kind == "cell"), key=lambda mark: (mark.start, mark.end))
    inside = iter(cells)
    cell = next(inside, None)
    for table in sorted((mark for mark in source.marks if mark.kind == "table"), key=lambda mark: mark.start):
        found: dict[tuple[int, int], Span] = {}
        while cell and cell.end <= table.end:
            row, _, column = cell.detail.partition(",")
            if cell.start >= table.start and row.isdecimal() and column.isdecimal():
                found.setdefault((int(row), int(column)), Span(cell.start, cell.end))
            cell = next(inside, None)
        yield _grid(found)


def _grid(cells: dict[tuple[int, int], Span]) -> _Table:
    """The cells as rows; a cell that is missing is an empty span."""
    rows: dict[int, dict[int, Span]] = {}
    for (row, column), span in sorted(cells.items()):
        rows.setdefault(row, {})[min(column, _MOST_COLUMNS)] = span
    return [[row.get(column, _NO_CELL) for column in range(1, max(row) + 1)] for row in rows.values()]


def _turns_in(raw: str, table: _Table) -> Iterator[FoundTurn]:
    """The turns of one table, if it is a table of speech."""
    rows = [[raw[start:end] for start, end in row] for row in table]
    columns = _columns(rows)
    if columns is None:
        return
    speaker: str | None = None
    for row, spans in zip(rows[columns.row + 1 :], table[columns.row + 1 :], strict=True):
        speaker = " ".join(_cell(row, columns.speaker).split()) or speaker
        words = _cell(row, columns.text)
        if words.strip():
            start = spans[columns.text].start + len(words) - len(words.lstrip())
            time = _CLOCK.search(_cell(row, columns.time))
            opening = min(span.start for span in spans if span is not _NO_CELL)
            yield FoundTurn(speaker, time[0] if time else None, opening, start, start + len(words.strip()))
