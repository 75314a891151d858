"""Tables become respondents and answers; what does not fit is named by row and column and nothing is lost silently."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.project.cases import checked_value
from qualcode.project.records import ATTRIBUTE_TYPES, Attribute
from qualcode.text.surveys import (
    COLUMN_TYPES,
    Column,
    Survey,
    SurveyMapping,
    clean_line,
    column_misfits,
    examples,
    filled_cells,
    folded,
    is_answer,
    is_within,
    read_survey,
    read_value,
    shortened,
    survey_table,
)

ROWS = [["id", "Alder", "Hva?"], ["R1", "34", "Det ene"], ["R2", "", "Det andre"], ["R3", "51", ""]]
MAPPING = SurveyMapping(
    (Column("id", "id", "id"), Column("Alder", "attribute", "Alder", "integer"), Column("Hva?", "question", "Hva?"))
)
CELLS = st.text(max_size=12)


def survey_of(*rows: list[str], mapping: SurveyMapping = MAPPING) -> Survey:
    """A survey below the usual header."""
    return read_survey(survey_table([ROWS[0], *rows]), mapping)


def test_each_row_is_a_respondent_with_values_and_answers() -> None:
    survey = read_survey(survey_table(ROWS), MAPPING, "fil.csv")
    first, second, third = survey.respondents
    assert (first.row, first.id, first.attributes, first.answers) == (2, "R1", {"Alder": "34"}, {"Hva?": "Det ene"})
    assert (second.attributes, third.answers) == ({}, {})
    assert (survey.answers, survey.empty, survey.misfits, survey.source) == (2, 1, (), "fil.csv")


@pytest.mark.parametrize("rows", [[], [[]], [["", " "]], [["id", "svar"]], [["id"], [], [" "]]])
def test_nothing_or_a_header_alone_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        survey_table(rows)
    assert refusal.value.hint


def test_headers_become_unique_and_harmless() -> None:
    table = survey_table([[], ["Svar", "svar", "", "To\nlinjer;", "\x1b[31mRødt", "Svar (2)"], ["1"]])
    assert table.header == ("Svar", "svar (2)", "(3)", "To linjer;", "[31mRødt", "Svar (2) (2)")
    assert table.first == 3


@pytest.mark.parametrize("cell", ["-", " – ", "...", "—", "/"])
def test_a_sign_that_passes_on_is_no_answer(cell: str) -> None:
    rows = [["R1", "34", cell], ["R2", "", "Nei"], ["R3", "", "👍"]]
    assert (survey_of(*rows).answers, survey_of(*rows).empty) == (2, 1)
    assert filled_cells(survey_table([ROWS[0], *rows])) == (3, [3, 1, 2])


def test_rows_may_be_short_but_not_too_long() -> None:
    survey = survey_of(["R1"], ["R2", "40", "ja", "", " "], ["R3", "40", "ja", "", "mer"])
    assert [respondent.id for respondent in survey.respondents] == ["R1", "R2", "R3"]
    assert [str(misfit) for misfit in survey.misfits] == ["row 4 has 5 cells, but the header has 3"]


def test_empty_rows_are_no_respondents_and_keep_the_numbers_of_the_others() -> None:
    columns = tuple(replace(column, role="skipped") if column.role == "id" else column for column in MAPPING.columns)
    survey = survey_of(["x", "1", "a"], [], ["", "", ""], ["y", "2", "b"],
                       mapping=SurveyMapping(columns, respondent="Svar {id}"))  # fmt: skip
    assert [(respondent.row, respondent.id) for respondent in survey.respondents] == [(2, "Svar 001"), (5, "Svar 004")]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [("A1", "a1", "differs only in case from «A1» of row 2"), ("A1", "A1", "is also that of row 2"),
     ("A1", " ", "is empty")],
)  # fmt: skip
def test_an_id_must_be_there_and_be_its_rows_alone(first: str, second: str, why: str) -> None:
    survey = survey_of([first, "1", "a"], [second, "2", "b"])
    assert len(survey.respondents) == 1
    assert why in str(survey.misfits[0])


def test_what_does_not_fit_is_named_by_row_and_column_and_the_rest_is_kept() -> None:
    survey = survey_of(["R1", "førti", "svar"], ["R2", "#REF!", "#N/A"])
    assert [str(misfit) for misfit in survey.misfits] == [
        "row 2, «Alder»: «førti» does not fit the type integer",
        "row 3, «Alder»: «#REF!» is an error of the spreadsheet",
        "row 3, «Hva?»: «#N/A» is an error of the spreadsheet",
    ]
    assert survey.respondents[0].answers == {"Hva?": "svar"}
    with pytest.raises(InvalidInput, match="row 2, «Alder»"):
        survey.refuse_misfits()


def test_many_misfits_are_counted_and_long_ones_cut() -> None:
    survey = survey_of(*([f"R{n}", "x" * 1_000_000, "a"] for n in range(9)))
    with pytest.raises(InvalidInput) as refusal:
        survey.refuse_misfits()
    assert "and 4 more" in refusal.value.message
    assert len(refusal.value.message) < 1000


def test_misfits_of_one_column_are_those_of_the_whole_survey() -> None:
    table = survey_table([ROWS[0], ["R1", "x", "a"], ["R2", "3", "b"], ["R3", "#I/T", "c"], ["R4"]])
    found = tuple(column_misfits(table, 1, MAPPING.columns[1]))
    assert found == read_survey(table, MAPPING).misfits
    assert len(found) == 2


def test_formulas_long_cells_and_line_breaks_stay_as_they_are_in_answers() -> None:
    answers = ["=cmd|' /C calc'!A0", "x" * 1_000_000, "første\nandre; «tredje»", "\x1b[31mrødt"]
    survey = survey_of(*([f"R{n}", "", answer] for n, answer in enumerate(answers)))
    assert [respondent.answers["Hva?"] for respondent in survey.respondents] == answers


@pytest.mark.parametrize(
    "mapping",
    [
        SurveyMapping((Column("id", "id", "id"), Column("Alder", "id", "Alder"), Column("Hva?", "question", "Hva?"))),
        SurveyMapping((Column("id", "id", "id"), Column("Alder", "skipped", "Alder"))),
        SurveyMapping((Column("Alder", "attribute", "x"), Column("Hva?", "attribute", "X"))),
        SurveyMapping((Column("Alder", "attribute", " "),)),
        SurveyMapping((Column("Alder", "attribute", "Alder", "ordered list"),)),
        SurveyMapping(MAPPING.columns, name="{question}"),
        SurveyMapping(MAPPING.columns, name="{id.__class__}"),
        SurveyMapping(MAPPING.columns, name="{id} {alder}"),
        SurveyMapping(MAPPING.columns, respondent="{id} {question}"),
        SurveyMapping(MAPPING.columns, respondent="alle"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(mapping: SurveyMapping) -> None:
    with pytest.raises(InvalidInput) as refusal:
        survey_of(["R1", "1", "a"], mapping=mapping)
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("cell", "type", "value"),
    [
        ("34", "integer", "34"), ("-007", "integer", "-7"), ("12 500", "integer", "12500"), ("3,5", "integer", None),
        ("٣", "integer", None), ("9" * 5000, "integer", None),
        ("3,5", "number", "3.5"), ("1 234,5", "number", "1234.5"), ("1e+20", "number", "1e+20"),
        ("3,5,1", "number", None),
        ("2025-05-03", "date", "2025-05-03"), ("3.5.2025", "date", "2025-05-03"),
        ("03.05.2025 kl. 10.30", "date", "2025-05-03"), ("2025-05-03T10:30:00Z", "date", "2025-05-03"),
        ("31.02.2025", "date", None), ("0000-01-01", "date", None), ("3/5/2025", "date", None),
        ("Ja", "yes/no", "yes"), ("NEI", "yes/no", "no"), ("TRUE", "yes/no", "yes"), ("kanskje", "yes/no", None),
        (" to\n ord ", "text", "to ord"), ("\x00\ud800", "text", "\ufffd\ufffd"),
    ],
)  # fmt: skip
def test_values_are_read_as_people_write_them(cell: str, type: str, value: str | None) -> None:
    assert read_value(cell, type) == value


def test_a_value_of_a_list_is_found_whatever_its_case_and_spaces() -> None:
    assert read_value(" helt  ENIG", "ordered list", ("Helt uenig", "Helt enig")) == "Helt enig"
    assert read_value("vet ikke", "ordered list", ("Helt uenig", "Helt enig")) is None


def test_all_types_of_a_project_can_be_read() -> None:
    assert set(COLUMN_TYPES) == set(ATTRIBUTE_TYPES)


@given(CELLS, st.sampled_from(COLUMN_TYPES))
def test_what_is_read_is_what_a_project_would_store(cell: str, type: str) -> None:
    choices = ("a", "B") if type == "ordered list" else ()
    value = read_value(cell, type, choices)
    if value:
        assert checked_value(Attribute("", "x", "case", type, choices, "show"), value) == value


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_any_table_is_read_or_refused_in_words(rows: list[list[str]]) -> None:
    try:
        table = survey_table(rows)
    except InvalidInput:
        return
    assert len({folded(name) for name in table.header}) == len(table.header)
    assert all(name.isprintable() or "\u200d" in name for name in table.header)
    columns = tuple(Column(name, "question", name) for name in table.header)
    survey = read_survey(table, SurveyMapping(columns, respondent="Svar {id}"))
    told = sum(bool(misfit.value) for misfit in survey.misfits)
    cells = sum(is_answer(cell) for row in table.rows for cell in row[: len(table.header)])
    assert survey.answers + told == cells


@given(st.text(max_size=300), st.integers(5, 80))
def test_shortened_text_is_one_line_of_at_most_the_length(text: str, longest: int) -> None:
    assert len(shortened(text, longest)) <= longest
    assert "\n" not in shortened(text, longest)


def test_names_lose_what_cannot_be_seen() -> None:
    assert clean_line(" skjøn\u00adn\u202e\tog\x07 👩\u200d💻 ") == "skjønn og 👩\u200d💻"
    assert folded("A\u030a") == folded("å")


def test_an_order_is_within_a_longer_one() -> None:
    assert is_within(["a", "C"], ["A", "b", "c"])
    assert not is_within(["c", "a"], ["a", "b", "c"])


def test_examples_are_the_first_that_differ() -> None:
    table = survey_table([["a"], ["x"], [""], ["x"], ["y " * 1000], ["z"], ["w"]])
    assert [example[:1] for example in examples(table, 0, 3)] == ["x", "y", "z"]
