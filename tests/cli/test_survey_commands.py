"""`survey`: a mapping is written, edited and used; what does not fit is named; a dry run stores nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import done, run

KURS = """\
Respondent;Alder;Fornøyd?;E-post;Hva er viktig?
R1;34;Ja;a@b.no;At noen hører på det jeg sier
R2;28;Nei;c@d.no;"Å få være med å bestemme
selv; når det haster"
R3;51;Ja;e@f.no;
"""


@pytest.fixture
def kurs(folder: Path) -> Path:
    """A survey beside an empty project."""
    done("--coder", "Ida", "new", "study")
    (folder / "kurs.csv").write_text(KURS, "utf-8")
    return folder / "kurs.csv"


def test_a_guess_is_shown_and_must_be_confirmed(kurs: Path) -> None:
    ran = run("survey", kurs)
    assert ran.code == 1
    assert "Alder" in ran.err
    assert "personal" in ran.err
    assert "hint: add --guess" in ran.err
    assert done("documents").rows == []
    ran = done("survey", kurs, "--guess")
    assert "kurs.csv: respondents: 3 (new: 3) · new answers: 2" in ran.err
    assert [row["name"] for row in done("documents").rows] == ["R1 · Hva er viktig?", "R2 · Hva er viktig?"]


def test_a_mapping_is_written_edited_and_used(kurs: Path) -> None:
    done("survey", kurs, "--write-mapping", "kurs.yaml")
    written = Path("kurs.yaml").read_text("utf-8")
    assert "# Personal data, left out: E-post" in written
    assert run("survey", kurs, "--write-mapping", "kurs.yaml").code == 1
    done("survey", kurs, "--write-mapping", "kurs.yaml", "--force")
    Path("kurs.yaml").write_text(written.replace("name: Hva er viktig?", "name: viktig"), "utf-8")
    done("survey", kurs, "--mapping", "kurs.yaml")
    assert [row["name"] for row in done("documents").rows] == ["R1 · viktig", "R2 · viktig"]
    assert [(row["speaker"], row["text"]) for row in done("turns", "--document", "R2 · viktig").rows] == [
        ("R2", "Å få være med å bestemme\nselv; når det haster")
    ]
    done("undo")
    assert done("documents").rows == []


def test_a_dry_run_shows_the_documents_and_stores_nothing(kurs: Path) -> None:
    ran = done("survey", kurs, "--guess", "--dry-run")
    assert ran.header.startswith("name,kind,language,words,characters,turns")
    assert [(row["kind"], row["turns"]) for row in ran.rows] == [("survey answer", "1")] * 2
    assert "Nothing was stored" in ran.err
    assert done("documents").rows == []
    assert done("history").rows == []


def test_what_does_not_fit_refuses_all_unless_lenient(kurs: Path) -> None:
    done("survey", kurs, "--write-mapping", "kurs.yaml")
    kurs.write_text(KURS.replace("28", "ung"), "utf-8")
    ran = run("survey", kurs, "--mapping", "kurs.yaml")
    assert (ran.code, ran.out) == (1, b"")
    assert "error: row 3, «Alder»: «ung» does not fit the type integer" in ran.err
    assert "--lenient" in ran.err
    assert done("documents").rows == []
    assert "note: left out: row 3, «Alder»" in done("survey", kurs, "--mapping", "kurs.yaml", "--lenient").err
    assert len(done("documents").rows) == 2


def test_more_rows_add_what_is_new_and_name_what_changed(kurs: Path) -> None:
    done("survey", kurs, "--guess")
    kurs.write_text(KURS.replace("At noen", "At alle") + "R4;19;Ja;;Noe helt nytt fra meg\n", "utf-8")
    ran = done("survey", kurs, "--guess")
    assert "(new: 1) · new answers: 1 · there already: 1" in ran.err
    assert "note: row 2: the answer of R1 to «Hva er viktig?» is another one now" in ran.err


def test_a_survey_without_ids_in_another_order_is_not_taken_for_other_people(kurs: Path) -> None:
    head, *rows = "Alder;Hva er viktig?\n34;At noen hører på meg\n29;Tid til å tenke\n51;Å bli trodd\n".splitlines(True)
    kurs.write_text("".join([head, *rows]), "utf-8")
    done("survey", kurs, "--write-mapping", "kurs.yaml")
    done("survey", kurs, "--mapping", "kurs.yaml")
    before = done("history").out
    kurs.write_text("".join([head, rows[2], *rows[:2]]), "utf-8")
    ran = run("survey", kurs, "--mapping", "kurs.yaml")
    assert (ran.code, done("history").out) == (1, before)
    assert "error: the rows have no ids, and 3 of them differ" in ran.err
    assert "hint: name an id column" in ran.err
    assert "another one now" in done("survey", kurs, "--mapping", "kurs.yaml", "--force").err


def test_a_sheet_of_a_workbook_is_named(kurs: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(["forside"])
    sheet = book.create_sheet("Svar")
    for row in (["Respondent", "Hva er viktig?"], ["R1", "At noen hører på det jeg sier"]):
        sheet.append(row)
    book.save("kurs.xlsx")
    assert run("survey", "kurs.xlsx", "--guess").code == 1
    done("survey", "kurs.xlsx", "--guess", "--sheet", "Svar")
    assert len(done("documents").rows) == 1


@pytest.mark.parametrize("content", ["", "a;b\n", "\x00\x01", "a;b\n1;2;3\n"])
def test_files_that_are_no_surveys_are_refused(kurs: Path, content: str) -> None:
    kurs.write_text(content, "utf-8")
    ran = run("survey", kurs, "--guess")
    assert ran.code == 1
    assert "hint: " in ran.err


def test_wrong_usage_and_missing_files(kurs: Path) -> None:
    assert run("survey", kurs, "--guess", "--mapping", "x.yaml").code == 2
    assert run("survey", kurs, "--mapping", "x.yaml").err.splitlines()[1].startswith("hint: look in the folder ")
    assert run("survey", "kurz.csv", "--guess").err.splitlines()[1] == "hint: did you mean: kurs.csv"
    assert run("survey", "borte.csv", "--guess").code == 1
    assert run("survey", "study.qualcode", "--guess").code == 1


def test_escape_sequences_never_reach_the_terminal(kurs: Path) -> None:
    kurs.write_text("Respondent;\x1b[31mRødt\nR1;\x1b]0;eid\x07\nR1;x\n", "utf-8")
    ran = run("survey", kurs, "--guess")
    assert ran.code == 1
    assert "\x1b" not in ran.err
