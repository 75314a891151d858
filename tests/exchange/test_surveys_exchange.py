"""Mapping files say what is wrong with them by line and column, and what is written is read back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound, QualcodeError
from qualcode.exchange.surveys import dumps, loads, read_mapping, read_table
from qualcode.text.survey_guess import guess_mapping
from qualcode.text.surveys import SurveyMapping, check_mapping, survey_table

HEADER = ("Respondent", "Kjønn", "Alder", "Hva er viktig?", "Tid")
MAPPING = """\
id: Respondent
attributes:
  Kjønn: text
  Alder: {type: integer, export: coarsen, name: År}
questions:
  Hva er viktig?: {name: viktig}
skip: [Tid]
name: "{id} – {question}"
"""


def test_a_mapping_says_what_each_column_is() -> None:
    mapping = loads(MAPPING, HEADER)
    assert [column.role for column in mapping.columns] == ["id", "attribute", "attribute", "question", "skipped"]
    age = mapping.columns[2]
    assert (age.name, age.type, age.export) == ("År", "integer", "coarsen")
    assert (mapping.columns[3].name, mapping.name, mapping.respondent) == ("viktig", "{id} – {question}", "{id}")


def test_headers_are_found_whatever_their_case_and_lists_will_do() -> None:
    mapping = loads("questions: ['hva  ER viktig?']\nskip:\n- respondent\n- kjønn\n- alder\n- tid\n", HEADER)
    assert mapping.with_role("question")[0].header == "Hva er viktig?"
    assert mapping.respondent == "Svar {id}"


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [
        (("Alder:", "Aldr:"), 4, "no column «Aldr»"), (("skip: [Tid]", "skip: [Tid, Kjønn]"), 7, "named twice"),
        (("integer", "heltall"), 4, "«heltall» is no type"), (("coarsen", "grovt"), 4, "«grovt» is no export rule"),
        (("type:", "slag:"), 4, "no key «slag»"), (("skip:", "skipp:"), 7, "no key «skipp»"),
        (("{name: viktig}", "viktig"), 6, "«Hva er viktig?» must hold keys"), (("[Tid]", "[[Tid]]"), 7, "must be text"),
        (("id: Respondent", "id: [a]"), 1, "id must be text"),
        (("Kjønn: text", "? [a]\n  : b"), 3, "a key must be a word"),
        (("skip", "attributes"), 7, "the key «attributes» is there twice"),
        (("name: År}", "values: ja}"), 4, "values must be a list"),
        (("name: År}", "values: [ja, JA]}"), 4, "stands twice"),
        (("{type: integer", "{type: [integer"), 4, "not YAML"),
        (("Hva er viktig?: {name: viktig}", "{Hva er viktig?: {}}"), 6, "not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(change: tuple[str, str], line: int, told: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        loads(MAPPING.replace(*change, 1), HEADER)
    assert refusal.value.message.startswith(f"line {line}: ")
    assert told in refusal.value.message


def test_an_unknown_column_is_answered_with_the_nearest() -> None:
    with pytest.raises(InvalidInput) as refusal:
        loads(MAPPING.replace("Alder", "Aldre"), HEADER)
    assert refusal.value.hint == "did you mean: Alder"


def test_a_column_that_is_not_mentioned_is_named() -> None:
    with pytest.raises(InvalidInput, match="«Tid»"):
        loads(MAPPING.replace("skip: [Tid]", ""), HEADER)


@pytest.mark.parametrize(
    "text",
    ["", "# bare ord", "- liste", "ord", "\x00", "a: &x [*x]", "[" * 5000, "name: '{alder}'", "id: !!python/x y"],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        loads(text, HEADER)


@given(st.lists(st.lists(st.text(max_size=10), min_size=4, max_size=4), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    table = survey_table([["nei", "a: b", "#c", *rows[0]], ["x", "Det er langt nok til å være et svar"], *rows])
    guess = guess_mapping(table.header, table.rows)
    check_mapping(guess)
    plain = SurveyMapping(tuple(replace(c, personal=False) for c in guess.columns), guess.name, guess.respondent)
    again = loads(dumps(guess, ["en\nkommentar"]), table.header)
    names = {column.header: column.name for column in plain.with_role("skipped") + plain.with_role("id")}
    assert again == replace(
        plain, columns=tuple(replace(c, name=again.columns[n].name) if c.header in names else c
                             for n, c in enumerate(plain.columns))
    )  # fmt: skip


def test_tables_come_from_csv_and_workbooks(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Undersøkelse", None, None], ["id", "Alder", "Svar"], ["R1", 34, "=1+1"]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    kept = BytesIO()
    book.save(kept)
    (tmp_path / "a.xlsx").write_bytes(kept.getvalue())
    (tmp_path / "a.csv").write_text("id;Svar\n1;på\n", "utf-8")
    assert read_table(tmp_path / "a.csv").header == ("id", "Svar")
    assert read_table(tmp_path / "a.xlsx").header == ("Undersøkelse",)


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b""), ("a.xlsx", b"PK"), ("a.doc", b"x"), ("a.csv", b"bare;hode\n")]
)
def test_what_is_no_survey_is_refused_by_its_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidInput, match=name):
        read_table(tmp_path / name)


def test_files_that_are_missing_or_no_text_are_told_of(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_mapping(tmp_path / "m.yaml", HEADER)
    (tmp_path / "m.yaml").write_bytes(b"\x00\x01")
    with pytest.raises(QualcodeError, match=r"m\.yaml"):
        read_mapping(tmp_path / "m.yaml", HEADER)
