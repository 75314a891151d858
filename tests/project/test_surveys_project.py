"""Surveys in a project: answers as documents of their respondents, taken in again, refused whole, undone whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qualcode.errors import Conflict, InvalidInput
from qualcode.project.project import Project
from qualcode.project.surveys import BATCH
from qualcode.text.survey_guess import guess_mapping
from qualcode.text.surveys import Column, Survey, SurveyMapping, folded, read_survey, survey_table
from tests.conftest import on_both_databases

HEADER = ["Respondent", "Alder", "Grad", "Hva er viktig?", "Noe mer?"]
ROWS = [
    ["R1", "34", "Enig", "At noen hører på meg", ""],
    ["R2", "", "Uenig", "Tid til å tenke meg om", "Takk for at dere spør"],
    ["R3", "51", "Enig", "", "Nei, det var alt jeg hadde"],
]
MAPPING = SurveyMapping(
    (
        Column("Respondent", "id", "Respondent"),
        Column("Alder", "attribute", "Alder", "integer", export="coarsen"),
        Column("Grad", "attribute", "Grad", "ordered list", ("Uenig", "Enig")),
        Column("Hva er viktig?", "question", "viktig"),
        Column("Noe mer?", "question", "mer"),
    )
)


def survey_of(rows: list[list[str]], mapping: SurveyMapping = MAPPING, header: list[str] = HEADER) -> Survey:
    """A survey with these rows."""
    return read_survey(survey_table([header, *rows]), mapping, "kurs.csv")


@on_both_databases
def test_answers_are_documents_of_respondents_with_attributes(project: Project) -> None:
    report = project.surveys.import_survey(survey_of(ROWS))
    assert (report.respondents, report.new_respondents, report.answers, report.values) == (3, 3, 4, 5)
    names = [document.name for document in project.corpus.documents()]
    assert names == ["R1 · viktig", "R2 · viktig", "R2 · mer", "R3 · mer"]
    document = project.corpus.document("R2 · viktig")
    assert (document.kind, document.turns, document.speakers, document.words, document.language, document.source) == (
        "survey answer", 1, 1, 6, "nb", "kurs.csv",
    )  # fmt: skip
    [turn] = project.corpus.turns(document)
    assert project.corpus.text(document)[turn.start : turn.end] == "Tid til å tenke meg om"
    [speaker] = project.corpus.speakers(document)
    assert (speaker.label, speaker.role, speaker.case) == ("R2", "participant", "R2")
    assert project.cases.case("R1").attributes == {"Alder": "34", "Grad": "Enig"}
    assert project.cases.document_attributes(document) == {project.say("Question"): "Hva er viktig?"}
    age = project.cases.attribute("Alder")
    assert (age.type, age.export_rule) == ("integer", "coarsen")
    assert project.check() == []


@on_both_databases
def test_one_undo_takes_all_of_it_back(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    project.history.undo()
    assert (project.corpus.documents(), project.cases.cases(), project.cases.attributes()) == ([], [], [])
    project.history.redo()
    assert len(project.corpus.documents()) == 4
    assert project.check() == []


@on_both_databases
def test_the_same_survey_with_more_rows_adds_what_is_new(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    project.coding.apply(project.codebook.add("Tid"), "R2 · viktig", 0, 3)
    more = [["r1", "35", "Enig", "At noen hører på meg", "Et svar til"], ROWS[1], ["R4", "19", "Uenig", "Nye ord", ""]]
    report = project.surveys.import_survey(survey_of(more))
    assert (report.new_respondents, report.answers, report.unchanged, report.values) == (1, 2, 3, 3)
    assert project.cases.case("R1").attributes["Alder"] == "35"
    assert [document.name for document in project.corpus.documents()][4:] == ["r1 · mer", "R4 · viktig"]
    assert len(project.coding.codings()) == 1


def test_the_same_survey_again_leaves_no_trace(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    before = project.last_act()
    report = project.surveys.import_survey(survey_of(ROWS))
    assert (report.answers, report.unchanged, report.values, report.conflicts) == (0, 4, 0, ())
    assert project.last_act() == before


def test_a_changed_answer_is_named_and_left_alone(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    report = project.surveys.import_survey(survey_of([["R1", "34", "Enig", "Noe helt annet", ""]]))
    assert report.conflicts == ((2, "R1", "Hva er viktig?"),)
    assert project.corpus.text("R1 · viktig") == "At noen hører på meg"


def test_an_empty_cell_takes_no_value_away(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    report = project.surveys.import_survey(survey_of([["R1", "", "", "", ""]]))
    assert report.values == 0
    assert project.cases.case("R1").attributes["Alder"] == "34"


def test_an_answer_in_other_code_points_is_the_same_answer(project: Project) -> None:
    project.surveys.import_survey(survey_of([["R1", "", "", "A\u030a være\r\nher", ""]]))
    assert project.corpus.text("R1 · viktig") == "Å være\nher"
    assert project.corpus.raw("R1 · viktig") == "A\u030a være\r\nher"
    report = project.surveys.import_survey(survey_of([["R1", "", "", "Å være\nher ", ""]]))
    assert (report.unchanged, report.conflicts) == (1, ())


def test_what_does_not_fit_refuses_all_or_stays_empty(project: Project) -> None:
    survey = survey_of([*ROWS, ["R5", "gammel", "Kanskje", "Ord", ""]])
    with pytest.raises(InvalidInput, match="row 5, «Alder»: «gammel»"):
        project.surveys.import_survey(survey)
    assert (project.corpus.documents(), project.cases.attributes()) == ([], [])
    report = project.surveys.import_survey(survey, lenient=True)
    assert (report.respondents, report.answers) == (4, 5)
    assert project.cases.case("R5").attributes == {}


def test_what_stops_the_import_leaves_nothing(project: Project) -> None:
    rows = [[f"R{n}", "1", "Enig", "Et svar", ""] for n in range(2 * BATCH + 1)]
    heard: list[int] = []

    def told(done: int) -> None:
        heard.append(done)
        if done > BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project.surveys.import_survey(survey_of(rows), told=told)
    assert heard == [BATCH, 2 * BATCH]
    assert (project.corpus.documents(), project.cases.cases(), project.last_act()) == ([], [], 0)


def test_names_are_made_unique_and_bearable(project: Project) -> None:
    project.corpus.add("R1 · viktig", "Noe annet.")
    project.surveys.import_survey(
        survey_of([["R1", "", "", "Svar;\nen", "x"], ["R\x1b[31m\n2", "", "", "Svar to", ""]])
    )
    names = [document.name for document in project.corpus.documents()]
    assert names == ["R1 · viktig", "R1 · viktig (2)", "R1 · mer", "R [31m 2 · viktig"]


def test_a_long_id_is_refused_by_its_row(project: Project) -> None:
    with pytest.raises(InvalidInput, match="row 3: the name of the case is longer"):
        project.surveys.import_survey(survey_of([["R1", "", "", "a", ""], ["R" * 400, "", "", "b", ""]]))
    assert project.corpus.documents() == []


def test_an_attribute_of_another_type_is_not_taken_over(project: Project) -> None:
    project.cases.define_attribute("alder", type="text")
    with pytest.raises(Conflict, match="of the type text already, not integer"):
        project.surveys.import_survey(survey_of(ROWS))


def test_a_scale_grows_but_keeps_its_order(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))

    def with_scale(*choices: str) -> Survey:
        columns = list(MAPPING.columns)
        columns[2] = Column("Grad", "attribute", "Grad", "ordered list", choices)
        return survey_of([["R9", "", choices[-1], "ord", ""]], SurveyMapping(tuple(columns)))

    project.surveys.import_survey(with_scale("Helt uenig", "Uenig", "Enig", "Helt enig"))
    assert project.cases.attribute("Grad").choices == ("Helt uenig", "Uenig", "Enig", "Helt enig")
    with pytest.raises(Conflict, match="other values already"):
        project.surveys.import_survey(with_scale("Enig", "Uenig", "Tja"))


def test_numbered_rows_of_two_surveys_are_not_taken_for_the_same_people(project: Project) -> None:
    first, second = (
        survey_of([["Et helt vanlig svar på det"]],
                  SurveyMapping((Column(question, "question", question),), respondent="Svar {id}"), [question])
        for question in ("Hva?", "Hvorfor?")
    )  # fmt: skip
    project.surveys.import_survey(first)
    assert project.surveys.import_survey(first).unchanged == 1
    with pytest.raises(Conflict, match="«Svar 001» from elsewhere"):
        project.surveys.import_survey(second)


NUMBERED = SurveyMapping(MAPPING.columns[1:], respondent="Svar {id}")
NUMBERED_ROWS = [row[1:] for row in ROWS]


def numbered(rows: list[list[str]]) -> Survey:
    return survey_of(rows, NUMBERED, HEADER[1:])


@pytest.mark.parametrize(
    "rows",
    [
        [NUMBERED_ROWS[2], *NUMBERED_ROWS[:2]],
        [["35", *NUMBERED_ROWS[0][1:]], *NUMBERED_ROWS[1:]],
        [NUMBERED_ROWS[0], ["", "Uenig", "", "Takk for at dere spør"], NUMBERED_ROWS[2]],
        [["", *NUMBERED_ROWS[0][1:]], *NUMBERED_ROWS[1:]],
    ],
    ids=["another order", "another value", "an answer gone", "a value gone"],
)
def test_numbered_rows_that_differ_now_are_refused_whole_unless_forced(project: Project, rows: list[list[str]]) -> None:
    project.surveys.import_survey(numbered(NUMBERED_ROWS))
    values, act = project.cases.cases(), project.last_act()
    with pytest.raises(Conflict, match=r"the rows have no ids, and \d of them differ") as refused:
        project.surveys.import_survey(numbered(rows))
    assert "id column" in refused.value.hint
    assert (project.cases.cases(), project.last_act()) == (values, act)
    project.surveys.import_survey(numbered(rows), forced=True)


def test_numbered_rows_may_grow_in_number_and_in_columns(project: Project) -> None:
    without_age = SurveyMapping(NUMBERED.columns[1:], respondent="Svar {id}")
    project.surveys.import_survey(survey_of([row[1:] for row in NUMBERED_ROWS], without_age, HEADER[2:]))
    report = project.surveys.import_survey(numbered([*NUMBERED_ROWS, ["19", "Enig", "Noe nytt fra meg", ""]]))
    assert (report.new_respondents, report.answers, report.conflicts) == (1, 1, ())


@on_both_databases
def test_questions_and_answers_can_be_listed_with_their_codings(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    code = project.codebook.add("Tid")
    project.coding.apply(code, "R2 · viktig", 0, 22)
    project.coding.apply(code, "R2 · viktig", 0, 3, coder="Jon")
    assert project.surveys.questions() == [("Hva er viktig?", 2, 1), ("Noe mer?", 2, 0)]
    answers = project.surveys.answers("Hva er viktig?")
    assert [(answer.respondent, answer.text) for answer in answers] == [
        ("R1", "At noen hører på meg"), ("R2", "Tid til å tenke meg om"),
    ]  # fmt: skip
    codings = project.surveys.codings("Hva er viktig?")
    assert [(coding.code_id, coding.coder) for coding in codings[answers[1].document_id]] == [
        (code.id, "Jon"),
        (code.id, "Ida"),
    ]  # fmt: skip
    assert project.surveys.codings("Hva er viktig?", answers[0].document_id) == {}
    assert project.surveys.answers("Hva?") == []


def test_the_columns_of_a_survey_are_known_for_the_next_one(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    known = project.surveys.known_columns()
    assert known[folded("Noe mer?")].role == "question"
    table = survey_table([HEADER, ["R7", "20", "Helt enig", "kort", ""]])
    mapping = guess_mapping(table.header, table.rows, known)
    assert [column.role for column in mapping.columns] == ["id", "attribute", "attribute", "question", "question"]
    project.surveys.import_survey(read_survey(table, mapping))
    assert project.cases.attribute("Grad").choices == ("Uenig", "Enig", "Helt enig")


def test_answers_count_in_tables_by_attribute_and_case(project: Project) -> None:
    project.surveys.import_survey(survey_of(ROWS))
    code = project.codebook.add("Tid")
    project.coding.apply(code, "R2 · viktig", 0, 3)
    by_scale = project.tables.matrix(columns="attribute:Grad")
    assert (by_scale.columns, by_scale.cells) == (("Uenig", "Enig"), ((1, 0),))
    question: Callable[[str], str] = project.say
    assert project.tables.matrix(columns=f"attribute:{question('Question')}").cells[0][0] == 1
