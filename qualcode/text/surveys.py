"""Surveys: a table with one row a respondent, what each of its columns is, and the answers that follow from it.

A mapping says which column names the respondent, which ones hold attributes and which ones open questions. Everything
here is pure; what a value looks like in a project is settled here too, so that `3,5`, `Ja` and `03.05.2025` fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from qualcode.errors import InvalidInput
from qualcode.wording import tr

COLUMN_ROLES = ("id", "attribute", "question", "skipped")
ORDERED = "ordered list"
DOCUMENT_NAME = "{id} · {question}"
RESPONDENT_NAME = "{id}"
NUMBERED_NAME = "Svar {id}"

MOST_NAMED = 5
_LONGEST_SHOWN = 40
_LONGEST_NAME = 200
_LONGEST_QUESTION_NAME = 60
_LONGEST_EXAMPLE = 500
_LOOKED_AT = 5_000
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_JOINER = "\u200d"
_FIELD = re.compile(r"\{(\w*)\}")
_FIELDS = {"id", "question"}
_INTEGER = re.compile(r"[+-]?(?:[0-9]{1,18}|[0-9]{1,3}(?: [0-9]{3}){1,5})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,18}|[0-9]{1,3}(?: [0-9]{3}){1,5})(?:[.,][0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?")
_SPACES = re.compile(r"\s")
_NO_WORD = " -–—−._/"
_DATE = re.compile(
    r"(?:(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"|(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4}))"
    r"(?:[T ,]+(?:kl\.? )?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9.]+)?(?:Z| ?[+-][0-9:]{2,6})?)?"
)  # fmt: skip
_TRUTHS = {
    **dict.fromkeys(("yes", "ja", "true", "sant"), "yes"), **dict.fromkeys(("no", "nei", "false", "usant"), "no"),
}  # fmt: skip
SPREADSHEET_ERRORS = frozenset(
    {"#REF!", "#N/A", "#I/T", "#DIV/0!", "#VALUE!", "#VERDI!", "#NAME?", "#NAVN?", "#NUM!", "#NULL!", "#SPILL!"}
)


class SurveyTable(NamedTuple):
    """The header, every name in it unique, and the rows below it; the first of these is row `first` of the file."""

    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    first: int


@dataclass(frozen=True, slots=True)
class Column:
    """What one column is: its role, its name in the project, and for attributes type, values and export rule.

    `personal` columns tell who somebody is (names, addresses of any kind) and are never taken unless asked for.
    """

    header: str
    role: str
    name: str
    type: str = "text"
    choices: tuple[str, ...] = ()
    export: str = "show"
    personal: bool = False


@dataclass(frozen=True, slots=True)
class SurveyMapping:
    """What all columns are, in their order, and how documents and respondents are named."""

    columns: tuple[Column, ...]
    name: str = DOCUMENT_NAME
    respondent: str = RESPONDENT_NAME

    def with_role(self, role: str) -> tuple[Column, ...]:
        """The columns of one role."""
        return tuple(column for column in self.columns if column.role == role)


class Misfit(NamedTuple):
    """A cell, or a whole row, that cannot be taken as it is."""

    row: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        row = tr("row {row}", row=self.row)
        place = f"{row}, «{self.column}»" if self.column else row
        return f"{place}: «{shortened(self.value, _LONGEST_SHOWN)}» {self.why}" if self.value else f"{place} {self.why}"


class Respondent(NamedTuple):
    """A row: who answered, what is known about them, and what they wrote, by the headers of the columns."""

    row: int
    id: str
    attributes: Mapping[str, str]
    answers: Mapping[str, str]


class Survey(NamedTuple):
    """A whole survey, ready to be stored where nothing misfits or where misfits may stay empty."""

    mapping: SurveyMapping
    respondents: tuple[Respondent, ...]
    misfits: tuple[Misfit, ...]
    source: str = ""

    @property
    def answers(self) -> int:
        """How many answers there are to the open questions."""
        return sum(len(respondent.answers) for respondent in self.respondents)

    @property
    def empty(self) -> int:
        """How many of the open questions were left unanswered, over all respondents."""
        return len(self.respondents) * len(self.mapping.with_role("question")) - self.answers

    def refuse_misfits(self) -> None:
        """Raise InvalidInput naming what does not fit, if anything does not."""
        if not self.misfits:
            return
        raise InvalidInput(
            "{misfits}; and {more} more" if len(self.misfits) > MOST_NAMED else "{misfits}",
            "mend the file, or say that the column is something else; --lenient leaves such values empty",
            misfits="; ".join(map(str, self.misfits[:MOST_NAMED])),
            more=len(self.misfits) - MOST_NAMED,
        )


def survey_table(rows: Sequence[Sequence[str]]) -> SurveyTable:
    """The rows of a file as header and body; InvalidInput where there is no header or nothing below it."""
    filled = (number for number, row in enumerate(rows) if any(cell.strip() for cell in row))
    top = next(filled, None)
    if top is None:
        raise InvalidInput("the survey is empty", "look whether it is the right file, or the right sheet")
    if next(filled, None) is None:
        raise InvalidInput("there is nothing below the header", "each row below the first must be a respondent")
    return SurveyTable(_unique_headers(rows[top]), rows[top + 1 :], top + 2)


def name_for(header: str, role: str) -> str:
    """What a column is called in the project unless somebody says otherwise."""
    return shortened(header, _LONGEST_QUESTION_NAME if role == "question" else _LONGEST_NAME)


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut at a word where it is too long."""
    line = " ".join(text[: 4 * longest + 100].split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut) + "…"


def clean_line(text: str) -> str:
    """A cell as a name: composed, on one line, without characters that a terminal would obey."""
    composed = unicodedata.normalize("NFC", _UNSTORABLE.sub("\ufffd", text))
    if not composed.isprintable():
        composed = "".join(map(_printable, composed))
    return " ".join(composed.split())


def _printable(character: str) -> str:
    """A character of a name: soft hyphens and marks of direction go, controls divide words, emoji stay joined."""
    if character.isprintable() or character == _JOINER:
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def folded(text: str) -> str:
    """What two texts have in common when they differ only in case, composition and spaces."""
    return unicodedata.normalize("NFC", clean_line(text).casefold())


def is_within(values: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether all the values are in a longer list, in the order they have."""
    rest = iter(map(folded, longer))
    return all(folded(value) in rest for value in values)


def _unique_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns; one without a name gets its number, one that comes again gets the count."""
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, 1):
        stem = clean_line(cell) or f"({number})"
        name, count = stem, 1
        while folded(name) in taken:
            count += 1
            name = f"{stem} ({count})"
        taken.add(folded(name))
        names.append(name)
    return tuple(names)


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_value(cell: str, type: str, choices: Iterable[str] = ()) -> str | None:
    """A cell as a project writes a value of that type; None where it is not one."""
    text = " ".join(_UNSTORABLE.sub("\ufffd", cell).split())
    if type == ORDERED:
        return {folded(choice): choice for choice in choices}.get(folded(text))
    return _READERS[type](text)


def _read_integer(text: str) -> str | None:
    return str(int(_SPACES.sub("", text))) if _INTEGER.fullmatch(text) else None


def _read_number(text: str) -> str | None:
    if not _NUMBER.fullmatch(text):
        return None
    return f"{float(_SPACES.sub('', text).replace(',', '.')):.15g}"


def _read_date(text: str) -> str | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(found[iso] or found[iso[0]]) for iso in ("year", "month", "day"))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "text": lambda text: text,
    "integer": _read_integer,
    "number": _read_number,
    "date": _read_date,
    "yes/no": lambda text: _TRUTHS.get(text.casefold()),
}
COLUMN_TYPES = (*_READERS, ORDERED)


def column_misfits(table: SurveyTable, place: int, column: Column) -> Iterator[Misfit]:
    """The cells of one attribute column that do not fit its type."""
    choices = {folded(choice): choice for choice in column.choices}
    for number, row in enumerate(table.rows, table.first):
        cell = row[place].strip() if place < len(row) else ""
        if cell and (_value(cell, column, choices) is None or cell in SPREADSHEET_ERRORS):
            yield _misfit(number, column, cell)


def _value(cell: str, column: Column, choices: Mapping[str, str]) -> str | None:
    return choices.get(folded(cell)) if column.type == ORDERED else read_value(cell, column.type)


def _misfit(row: int, column: Column, cell: str) -> Misfit:
    if cell in SPREADSHEET_ERRORS:
        return Misfit(row, column.header, cell, tr("is an error of the spreadsheet"))
    if column.type == ORDERED:
        return Misfit(row, column.header, cell, tr("is none of {choices}", choices=", ".join(column.choices)))
    return Misfit(row, column.header, cell, tr("does not fit the type {type}", type=column.type))


# ── the whole survey ─────────────────────────────────────────────────────────────────────────────────────────────────


def read_survey(table: SurveyTable, mapping: SurveyMapping, source: str = "") -> Survey:
    """The respondents of a table; cells that do not fit are left out and named, rows without an id of their own too."""
    check_mapping(mapping)
    reading = _Reading(table.header, mapping)
    respondents = []
    for number, row in enumerate(table.rows, table.first):
        if any(cell.strip() for cell in row):
            respondents.append(reading.respondent(number, number - table.first + 1, row))
    kept = tuple(respondent for respondent in respondents if respondent is not None)
    return Survey(mapping, kept, tuple(reading.misfits), clean_line(source))


def check_mapping(mapping: SurveyMapping) -> None:
    """Raise InvalidInput where a mapping contradicts itself."""
    if len(mapping.with_role("id")) > 1:
        headers = ", ".join(f"«{column.header}»" for column in mapping.with_role("id"))
        raise InvalidInput("only one column can be the id, not {headers}", "skip the others", headers=headers)
    if not mapping.with_role("question") and not mapping.with_role("attribute"):
        raise InvalidInput("no column is a question or an attribute", "say of at least one what it is")
    for role in ("question", "attribute"):
        _refuse_doubled_names(mapping.with_role(role))
    for template, wanted in ((mapping.name, _FIELDS), (mapping.respondent, {"id"})):
        fields = set(_FIELD.findall(template))
        if "id" not in fields or fields - wanted or set("{}") & set(_FIELD.sub("", template)):
            raise InvalidInput(
                "«{pattern}» cannot name anything",
                "a pattern may hold {known}, and must hold {needed}",
                pattern=template,
                known=", ".join(f"{{{field}}}" for field in sorted(wanted)),
                needed="{id}",
            )


def _refuse_doubled_names(columns: Sequence[Column]) -> None:
    seen: dict[str, str] = {}
    for column in columns:
        if not clean_line(column.name):
            raise InvalidInput("the column «{header}» has no name", "give it one", header=column.header)
        earlier = seen.setdefault(folded(column.name), column.header)
        if earlier != column.header:
            raise InvalidInput(
                "the columns «{first}» and «{second}» have one name, «{name}»", "give one of them another name",
                first=earlier, second=column.header, name=column.name,
            )  # fmt: skip
        if column.type == ORDERED and not column.choices and column.role == "attribute":
            raise InvalidInput(
                "the values of «{header}» have no order", "list them, or choose another type", header=column.header
            )


def fill_in(template: str, **fields: str) -> str:
    """A pattern such as `{id} · {question}` with its fields filled in."""
    return _FIELD.sub(lambda field: fields[field[1]], template)


class _Reading:
    """Rows read one by one, what did not fit, and whose ids were seen."""

    def __init__(self, header: Sequence[str], mapping: SurveyMapping) -> None:
        places = {name: place for place, name in enumerate(header)}
        taken = [(places[column.header], column) for column in mapping.columns if column.header in places]
        self._width = len(header)
        self._template = mapping.respondent
        self._id = next(((place, column) for place, column in taken if column.role == "id"), None)
        self._attributes = [
            (place, column, {folded(choice): choice for choice in column.choices})
            for place, column in taken if column.role == "attribute"
        ]  # fmt: skip
        self._questions = [(place, column) for place, column in taken if column.role == "question"]
        self._seen: dict[str, tuple[int, str]] = {}
        self.misfits: list[Misfit] = []

    def respondent(self, row: int, number: int, cells: Sequence[str]) -> Respondent | None:
        """One row; None where it does not say whose it is."""
        if any(cell.strip() for cell in cells[self._width :]):
            why = tr("has {cells} cells, but the header has {columns}", cells=len(cells), columns=self._width)
            self.misfits.append(Misfit(row, "", "", why))
        cells = [*cells[: self._width], *[""] * (self._width - len(cells))]
        identity = self._identity(row, number, cells)
        if identity is None:
            return None
        attributes = {column.header: value for column, value in self._values(row, cells)}
        answers = {column.header: answer for column, answer in self._answers(row, cells)}
        return Respondent(row, identity, attributes, answers)

    def _identity(self, row: int, number: int, cells: Sequence[str]) -> str | None:
        column = self._id[1].header if self._id else ""
        given = clean_line(cells[self._id[0]]) if self._id else f"{number:03}"
        if not given:
            self.misfits.append(Misfit(row, column, "", tr("is empty, so nobody can tell whose row it is")))
            return None
        identity = fill_in(self._template, id=given)
        earlier, as_given = self._seen.setdefault(folded(identity), (row, given))
        if earlier != row:
            message = (
                "is also that of row {row}"
                if as_given == given
                else "differs only in case from «{earlier}» of row {row}"
            )
            self.misfits.append(Misfit(row, column, given, tr(message, row=earlier, earlier=as_given)))
            return None
        return identity

    def _values(self, row: int, cells: Sequence[str]) -> Iterator[tuple[Column, str]]:
        for place, column, choices in self._attributes:
            cell = cells[place].strip()
            value = None if cell in SPREADSHEET_ERRORS else _value(cell, column, choices) if cell else ""
            if value is None:
                self.misfits.append(_misfit(row, column, cell))
            elif value:
                yield column, value

    def _answers(self, row: int, cells: Sequence[str]) -> Iterator[tuple[Column, str]]:
        for place, column in self._questions:
            answer = cells[place].strip()
            if answer in SPREADSHEET_ERRORS:
                self.misfits.append(_misfit(row, column, answer))
            elif is_answer(answer):
                yield column, answer


def is_answer(cell: str) -> bool:
    """Whether somebody wrote something, be it a sign, rather than dashes or dots to pass on."""
    return bool(cell.strip().strip(_NO_WORD))


def filled_cells(table: SurveyTable) -> tuple[int, list[int]]:
    """How many respondents there are, and how many of them answered in each column."""
    respondents, filled = 0, [0] * len(table.header)
    for row in table.rows:
        places = [place for place, cell in enumerate(row) if cell and not cell.isspace()]
        respondents += bool(places)
        for place in places:
            if place < len(filled) and is_answer(row[place]):
                filled[place] += 1
    return respondents, filled


def examples(table: SurveyTable, place: int, most: int) -> list[str]:
    """The first values of a column that differ, each on one line."""
    seen: dict[str, str] = {}
    for row in table.rows[:_LOOKED_AT]:
        cell = " ".join(row[place][:_LONGEST_EXAMPLE].split()) if place < len(row) else ""
        if cell:
            seen.setdefault(cell, cell)
        if len(seen) == most:
            break
    return list(seen)
