"""`project.surveys`: surveys taken in, each open answer a small document, and taken in again as more answers come."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import case, exists, func, select

from qualcode.project.database import tuples
from qualcode.project.schema import AttributeValueRow, CoderRow, CodingRow, DocumentRow, SpeakerRow
from qualcode.project.survey_intake import SurveyIntake, SurveyReport, answered
from qualcode.text.surveys import Column, Survey, folded, name_for

if TYPE_CHECKING:
    from qualcode.project.project import Project

# Respondents that are stored together, and told of.
BATCH = 200


class SurveyQuestion(NamedTuple):
    """An open question with how many answers it has, and how many of these are coded by anybody."""

    question: str
    answers: int
    coded: int


class SurveyAnswer(NamedTuple):
    """One answer to a question: the document it is, who gave it, and its words."""

    document_id: str
    document: str
    respondent: str
    text: str


class AnswerCoding(NamedTuple):
    """A coding on an answer, in short."""

    id: str
    document_id: str
    code_id: str
    coder: str


class Surveys:
    """The surveys of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def import_survey(
        self,
        survey: Survey,
        *,
        lenient: bool = False,
        forced: bool = False,
        told: Callable[[int], None] = lambda done: None,
    ) -> SurveyReport:
        """Take in a survey as one act; where something in it does not fit, nothing, or with `lenient` all the rest.

        Where rows are only numbered and differ from what was taken in before, nothing either, unless `forced`.

        `told` hears how many respondents are done; an error it raises stops the import and leaves nothing.
        """
        if not lenient:
            survey.refuse_misfits()
        with self._project.action(self._project.say("Imported the survey {name}", name=survey.source)) as act:
            intake = SurveyIntake(self._project, act, survey, forced=forced)
            respondents, done = iter(survey.respondents), 0
            while batch := list(islice(respondents, BATCH)):
                intake.take(batch)
                done += len(batch)
                told(done)
            return intake.report()

    def known_columns(self) -> dict[str, Column]:
        """What columns of these names were in earlier surveys, by folded header: attributes of cases, and questions."""
        columns = {
            folded(a.name): Column(a.name, "attribute", a.name, a.type, a.choices, a.export_rule)
            for a in self._project.cases.attributes("case")
        }
        for asked in self.questions():
            columns[folded(asked.question)] = Column(asked.question, "question", name_for(asked.question, "question"))
        return columns

    def questions(self) -> list[SurveyQuestion]:
        """The questions that have answers, in the order in which they first came."""
        coded = exists(select(CodingRow.id).where(CodingRow.document_id == DocumentRow.id))
        query = (
            answered(self._project, AttributeValueRow.value, func.count(), func.sum(case((coded, 1), else_=0)))
            .group_by(AttributeValueRow.value)
            .order_by(func.min(DocumentRow.position))
        )
        with self._project.read() as connection:
            return [SurveyQuestion(*row) for row in tuples(connection, query)]

    def answers(self, question: str) -> list[SurveyAnswer]:
        """All answers to a question in the order of the documents."""
        columns = (DocumentRow.id, DocumentRow.name, SpeakerRow.label, DocumentRow.text)
        query = (
            answered(self._project, *columns)
            .outerjoin(SpeakerRow, SpeakerRow.document_id == DocumentRow.id)
            .where(AttributeValueRow.value == question)
            .order_by(DocumentRow.position)
        )
        with self._project.read() as connection:
            found = {row[0]: SurveyAnswer(row[0], row[1], row[2] or "", row[3]) for row in tuples(connection, query)}
        return list(found.values())

    def codings(self, question: str, document_id: str | None = None) -> dict[str, list[AnswerCoding]]:
        """The codings on the answers to a question, or on one of them, by document id."""
        query = (
            answered(self._project, CodingRow.id, CodingRow.document_id, CodingRow.code_id, CoderRow.name)
            .join(CodingRow, CodingRow.document_id == DocumentRow.id)
            .join(CoderRow, CoderRow.id == CodingRow.coder_id)
            .where(AttributeValueRow.value == question)
            .order_by(CodingRow.document_id, CodingRow.start_offset, CodingRow.end_offset, CoderRow.name_key)
        )
        if document_id is not None:
            query = query.where(DocumentRow.id == document_id)
        found: dict[str, list[AnswerCoding]] = {}
        with self._project.read() as connection:
            for row in tuples(connection, query):
                found.setdefault(row[1], []).append(AnswerCoding(*row))
        return found
