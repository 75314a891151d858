"""A survey on its way into a project: what is there already, and what is new about each respondent.

A respondent is a case, found again by its name, and an answer is found again by its respondent and its question. So
the same file with more rows adds what is new and touches nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, Select, func, select

from qualcode.errors import Conflict, InvalidInput
from qualcode.project.database import tuples
from qualcode.project.history import Action, Row
from qualcode.project.intake import sha256
from qualcode.project.naming import checked_name, name_key
from qualcode.project.records import Attribute
from qualcode.project.schema import (
    AttributeRow,
    AttributeValueRow,
    Base,
    CaseRow,
    DocumentRow,
    SpeakerRow,
    TurnRow,
)
from qualcode.text.language import guess_language
from qualcode.text.reading import Extracted, base_text, from_string
from qualcode.text.surveys import (
    MOST_NAMED,
    ORDERED,
    Column,
    Respondent,
    Survey,
    clean_line,
    fill_in,
    folded,
    is_within,
    shortened,
)
from qualcode.text.turns import NONE
from qualcode.text.units import count_words
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

KIND = "survey answer"
_SAMPLE = 200
_LONGEST_NAME = 280


class ChangedAnswer(NamedTuple):
    """An answer that is another one now than when it was taken in; the earlier one was left as it is."""

    row: int
    respondent: str
    question: str


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """What taking in a survey did: respondents in all and new ones, new answers, those that were there, new values."""

    respondents: int
    new_respondents: int
    answers: int
    unchanged: int
    values: int
    conflicts: tuple[ChangedAnswer, ...]


def answered(project: Project, *columns: Any) -> Select[Any]:
    """A query over all answers to open questions, each with its question as the attribute's value."""
    return (
        select(*columns)
        .select_from(DocumentRow)
        .join(AttributeValueRow, AttributeValueRow.document_id == DocumentRow.id)
        .join(AttributeRow, AttributeRow.id == AttributeValueRow.attribute_id)
        .where(DocumentRow.kind == KIND, AttributeRow.name_key == name_key(question_attribute(project)))
    )


def question_attribute(project: Project) -> str:
    """The name of the documents' attribute that holds the question, in the project's language."""
    return project.say("Question")


class _Attributes:
    """The attributes that a survey fills: those that are there, and rows for those that are not."""

    def __init__(self, project: Project, act: Action) -> None:
        known = project.cases.attributes()
        self._act = act
        self._known = {(each.applies_to, name_key(each.name)): each for each in known}
        self._position = act.connection.execute(select(func.max(AttributeRow.position))).scalar() or 0
        self._new: list[Row] = []

    def settle(self, columns: Iterable[Column], applies_to: str) -> dict[str, str]:
        """The id of the attribute for each column, by header; one that is there with another type is refused."""
        ids = {column.header: self._settled(column, applies_to) for column in columns}
        self._act.insert(AttributeRow, self._new)
        self._new = []
        return ids

    def _settled(self, column: Column, applies_to: str) -> str:
        name = checked_name(column.name, "attribute")
        there = self._known.get((applies_to, name_key(name)))
        if there is None:
            return self._add(column, name, applies_to)
        if there.type != column.type:
            raise Conflict(
                "there is an attribute «{name}» of the type {type} already, not {other}",
                "give the column that type, or another name",
                name=there.name, type=there.type, other=column.type,
            )  # fmt: skip
        if column.type == ORDERED:
            self._grow(there, column)
        return there.id

    def _add(self, column: Column, name: str, applies_to: str) -> str:
        self._position += 1
        key = str(uuid4())
        row = {
            "id": key, "name": name, "name_key": name_key(name), "applies_to": applies_to,
            "type": column.type, "choices": list(column.choices), "export_rule": column.export,
            "position": self._position,
        }  # fmt: skip
        self._new.append(row)
        return key

    def _grow(self, there: Attribute, column: Column) -> None:
        """Take in values that a scale did not have yet, if they leave the order of the others as it is."""
        if set(column.choices) <= set(there.choices):
            return
        if not is_within(there.choices, column.choices):
            raise Conflict(
                "«{name}» has other values already: {values}",
                "list these in their order with the new ones between, or name the column otherwise",
                name=there.name, values=", ".join(there.choices),
            )  # fmt: skip
        self._act.update(AttributeRow, there.id, choices=list(column.choices))


class SurveyIntake:
    """A survey on its way into a project: what is there already, and the rows for what is new.

    Rows without ids are only the same people as before while they say the same; else Conflict, unless `forced`.
    """

    def __init__(self, project: Project, act: Action, survey: Survey, *, forced: bool = False) -> None:
        self._act, self._survey = act, survey
        mapping, attributes = survey.mapping, _Attributes(project, act)
        self._attributes = attributes.settle(mapping.with_role("attribute"), "case")
        asked = Column("", "attribute", question_attribute(project))
        self._question = attributes.settle([asked], "document")[""]
        self._names = {column.header: column.name for column in mapping.with_role("question")}
        self._languages = _languages(survey, project.info().language)
        self._there = _There.read(project, act.connection, self._attributes.values())
        self._rows: dict[type[Base], list[Row]] = {}
        self._changed: dict[str, Row] = {}
        self._counts: Counter[str] = Counter()
        self._conflicts: list[ChangedAnswer] = []
        self._refuse_strangers()
        if not (forced or mapping.with_role("id")):
            self._refuse_others()

    def take(self, respondents: Iterable[Respondent]) -> None:
        """Store what is new about some respondents."""
        self._rows = {model: [] for model in (CaseRow, DocumentRow, SpeakerRow, TurnRow, AttributeValueRow)}
        self._changed = {}
        for respondent in respondents:
            case_id = self._case(respondent)
            for header, value in respondent.attributes.items():
                self._value(self._attributes[header], case_id, value)
            for header, answer in respondent.answers.items():
                self._answer(respondent, case_id, header, answer)
        for model, rows in self._rows.items():
            self._act.insert(model, rows)
        self._act.update_many(AttributeValueRow, self._changed)

    def report(self) -> SurveyReport:
        """What was done."""
        count, respondents = self._counts, len(self._survey.respondents)
        return SurveyReport(
            respondents, count["cases"], count["answers"], count["unchanged"], count["values"], tuple(self._conflicts)
        )

    def _refuse_strangers(self) -> None:
        """Rows that are only numbered must not become those of another survey whose rows were numbered too."""
        asked = {question for _, question in self._there.answers}
        numbered, cases = not self._survey.mapping.with_role("id"), self._there.cases
        if numbered and not asked & set(map(folded, self._names)):
            for respondent in self._survey.respondents[:1]:
                if name_key(respondent.id) in cases:
                    raise Conflict(
                        "the rows have no ids, and there is a «{name}» from elsewhere already",
                        "name an id column, or give respondents other names, such as: {example}",
                        name=respondent.id, example='respondent: "Elev {id}"',
                    )  # fmt: skip

    def _refuse_others(self) -> None:
        """Numbered rows that came in another order would give people the attributes of others."""
        differing = [
            place for each in self._survey.respondents if (place := next(self._differences(each), None)) is not None
        ]
        if differing:
            more = "; …" if len(differing) > MOST_NAMED else ""
            raise Conflict(
                "the rows have no ids, and {count} of them differ from what was taken in before: {places}",
                "name an id column, or put the rows in their old order with new ones below; "
                "--force takes them by their numbers all the same",
                count=len(differing), places="; ".join(differing[:MOST_NAMED]) + more,
            )  # fmt: skip

    def _differences(self, respondent: Respondent) -> Iterator[str]:
        """Where a row says something else than what its respondent said before, in words."""
        case_id = self._there.cases.get(name_key(respondent.id), "")
        for header, attribute in self._attributes.items():
            known = self._there.values.get((attribute, case_id))
            if known is not None and known[1] != respondent.attributes.get(header):
                yield tr("row {row}, «{column}»", row=respondent.row, column=header)
        for header in self._names:
            if self._has_changed(case_id, header, respondent.answers.get(header, "")):
                yield tr("row {row}, «{column}»", row=respondent.row, column=header)

    def _has_changed(self, case_id: str, header: str, answer: str) -> bool:
        """Whether a case answered a question before, and not so."""
        known = self._there.answers.get((case_id, folded(header)), ())
        return bool(known) and not _is_among(from_string(answer).text, known)

    def _case(self, respondent: Respondent) -> str:
        name = _named(respondent.id, "case", respondent.row)
        case_id = self._there.cases.get(name_key(name))
        if case_id is None:
            case_id = self._there.cases[name_key(name)] = str(uuid4())
            row = {"id": case_id, "name": name, "name_key": name_key(name), "kind": "person"}
            self._rows[CaseRow].append({**row, "parent_id": None, "description": ""})
            self._counts["cases"] += 1
        return case_id

    def _value(self, attribute: str, case_id: str, value: str) -> None:
        """What holds for a respondent; a cell that is empty takes nothing away."""
        known = self._there.values.get((attribute, case_id))
        if known is None:
            self._rows[AttributeValueRow].append(_value_row(attribute, value, case_id=case_id))
        elif known[1] != value:
            self._changed[known[0]] = {"value": value}
        self._counts["values"] += known is None or known[1] != value

    def _answer(self, respondent: Respondent, case_id: str, header: str, answer: str) -> None:
        source = from_string(answer)
        known = self._there.answers.get((case_id, folded(header)), ())
        if _is_among(source.text, known):
            self._counts["unchanged"] += 1
        elif known:
            self._conflicts.append(ChangedAnswer(respondent.row, respondent.id, header))
        else:
            name = self._document_name(respondent, self._names[header])
            self._add_document(name, source, respondent.id, case_id, header)
            self._counts["answers"] += 1

    def _document_name(self, respondent: Respondent, question: str) -> str:
        """The name by the pattern, with a count where it is taken."""
        filled = fill_in(self._survey.mapping.name, id=respondent.id, question=question)
        stem = _named(shortened(clean_line(filled), _LONGEST_NAME), "document", respondent.row)
        name, count = stem, 1
        while name_key(name) in self._there.names:
            count += 1
            name = f"{stem} ({count})"
        self._there.names.add(name_key(name))
        return name

    def _add_document(self, name: str, source: Extracted, label: str, case_id: str, header: str) -> None:
        key, text, speaker = str(uuid4()), source.text, str(uuid4())
        self._there.position += 1
        self._rows[DocumentRow].append({
            "id": key, "name": name, "name_key": name_key(name), "position": self._there.position, "kind": KIND,
            "fidelity": "verbatim", "language": guess_language(text) or self._languages[header],
            "source": self._survey.source, "imported_at": self._act.at, "encoding": source.encoding,
            "notices": [notice.message for notice in source.notices], "sha256": sha256(text),
            "characters": len(text), "words": count_words(text), "turn_pattern": NONE, "text": text,
            "raw": None if source.raw == text else source.raw,
        })  # fmt: skip
        self._rows[SpeakerRow].append(
            {"id": speaker, "document_id": key, "label": label, "role": "participant", "case_id": case_id}
        )
        self._rows[TurnRow].append({
            "id": str(uuid4()), "document_id": key, "speaker_id": speaker, "number": 1, "timestamp": None,
            "start_offset": 0, "end_offset": len(text),
        })  # fmt: skip
        self._rows[AttributeValueRow].append(_value_row(self._question, header, document_id=key))


@dataclass(slots=True)
class _There:
    """What a project holds already of what a survey may bring, kept up as it comes in.

    `answers` gives hash and original text of what a case answered to a folded question; `values` the row and value of
    an attribute for a case.
    """

    cases: dict[str, str]
    values: dict[tuple[str, str], tuple[str, str]]
    answers: dict[tuple[str, str], list[tuple[str, str | None]]]
    names: set[str]
    position: int

    @classmethod
    def read(cls, project: Project, connection: Connection, attributes: Iterable[str]) -> _There:
        """Everything in five queries."""
        wanted = set(attributes)
        values = select(AttributeValueRow.attribute_id, AttributeValueRow.case_id, AttributeValueRow.id,
                        AttributeValueRow.value).where(AttributeValueRow.case_id.is_not(None))  # fmt: skip
        return cls(
            dict(tuples(connection, select(CaseRow.name_key, CaseRow.id))),
            {row[:2]: row[2:] for row in tuples(connection, values) if row[0] in wanted},
            _known_answers(project, connection),
            {row[0] for row in tuples(connection, select(DocumentRow.name_key))},
            connection.execute(select(func.max(DocumentRow.position))).scalar() or 0,
        )


def _known_answers(project: Project, connection: Connection) -> dict[tuple[str, str], list[tuple[str, str | None]]]:
    query = answered(
        project, SpeakerRow.case_id, AttributeValueRow.value, DocumentRow.sha256, DocumentRow.raw
    ).join(SpeakerRow, SpeakerRow.document_id == DocumentRow.id)  # fmt: skip
    found: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for case_id, question, sha, raw in tuples(connection, query):
        found.setdefault((case_id, folded(question)), []).append((sha, None if raw is None else base_text(raw)))
    return found


def _is_among(text: str, known: Iterable[tuple[str, str | None]]) -> bool:
    """Whether an answer is one of those that are there, as they stand or as they once came in."""
    return any(text == raw or sha256(text) == sha for sha, raw in known)


def _languages(survey: Survey, usual: str) -> dict[str, str]:
    """The language of each question's answers taken together, for those that are too short to tell."""
    samples: dict[str, list[str]] = {column.header: [] for column in survey.mapping.with_role("question")}
    for respondent in survey.respondents[:_SAMPLE]:
        for header, answer in respondent.answers.items():
            samples[header].append(answer)
    return {header: guess_language("\n".join(answers)) or usual for header, answers in samples.items()}


def _named(name: str, what: str, row: int) -> str:
    try:
        return checked_name(name, what)
    except InvalidInput as error:
        raise error.at(tr("row {row}", row=row)) from error


def _value_row(attribute: str, value: str, *, case_id: str | None = None, document_id: str | None = None) -> Row:
    row = {"id": str(uuid4()), "attribute_id": attribute, "value": value}
    return {**row, "case_id": case_id, "document_id": document_id}
