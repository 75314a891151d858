"""`codings`, `codings import` and `apply`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from qualcode.cli.codings import unmistakable_names
from qualcode.cli.program import cli
from qualcode.project.project import create_project
from tests.cli.running import done, run

COLUMNS = "document,start,end,code,coder,created,value,memo,text"


def test_codings_have_the_columns_of_the_contract_and_come_back_as_they_were(demo: Path) -> None:
    ran = done("codings")
    assert ran.header.startswith(COLUMNS)
    assert {row["coder"] for row in ran.rows} == {"Ida", "Jon"}
    Path("codings.csv").write_bytes(ran.out)
    done("undo", "2")
    assert done("codings").rows == []
    done("codings", "import", "codings.csv")
    assert sorted(done("codings").text.splitlines()) == sorted(ran.text.splitlines())


def test_taking_in_the_same_codings_twice_adds_none(demo: Path) -> None:
    done("codings", "-o", "c.csv")
    assert "Took in 0 codings" in done("codings", "import", "c.csv").err


def test_what_an_import_changes_and_does_not_use_is_told(study: Path) -> None:
    done("--coder", "Ida", "apply", "Tid", "--document", "berit", "--span", "0:2")
    Path("c.csv").write_text(
        "document,start,end,code,coder,key,value,by\nberit,0,2,Tid,Ida,SANN,,x\nberit,3,6,Tid,Ida,,høy,\n", "utf-8"
    )
    told = done("codings", "import", "c.csv").err
    assert "Took in 1 codings; 1 were there already; changed: 1" in told
    assert "note: columns not used: by" in told
    assert "no scale, taken as they are: 1" in told
    assert [row["key"] for row in done("codings").rows] == ["true", ""]


def test_an_excel_file_of_codings_comes_back_too(demo: Path) -> None:
    done("codings", "--excel", "-o", "c.csv")
    assert "Took in 0 codings" in done("codings", "import", "c.csv").err


def test_codings_can_be_narrowed_down(demo: Path) -> None:
    every = done("codings").rows
    ida = done("codings", "--coder", "ida", "--document", "01 Berit veileder.txt").rows
    assert ida == [row for row in every if (row["coder"], row["document"]) == ("Ida", "01 Berit veileder")]
    below = done("codings", "--code", "Måling").rows
    assert {"Måltall", "Rapportering"} <= {row["code"] for row in below}


def test_a_name_that_two_codes_share_is_written_as_a_path(study: Path) -> None:
    done("apply", "Skjønn > Rom", "--document", "berit", "--span", "3:7")
    done("apply", "Tid", "--document", "berit", "--span", "3:7")
    assert {row["code"] for row in done("codings").rows} == {"Skjønn > Rom", "Tid"}
    ran = run("apply", "Rom", "--document", "berit", "--span", "3:7")
    assert ran.code == 1
    assert "Skjønn > Rom, Tid > Rom" in ran.err


def test_every_code_has_a_name_that_means_it_alone(folder: Path) -> None:
    with create_project(folder / "x.qualcode") as project:
        for book in ("A", "B"):
            project.codebook.add_codebook(book)
            top = project.codebook.add("Same", codebook=book)
            project.codebook.add("Below", codebook=book, parent=top)
        project.codebook.add("same", codebook="A", parent=project.codebook.codes("A")[0])
        codes = project.codebook.codes()
        for code_id, name in unmistakable_names(codes).items():
            assert project.codebook.resolve(name, codes).id == code_id


def test_codings_import_takes_what_is_there_and_makes_unknown_coders(study: Path) -> None:
    Path("c.csv").write_text(
        "code,document,end,start,text,coder,memo,value,created,key\n"
        "Tid > Rom,berit.txt,7,4,Hva,Jon,sjekk,høy,2025-11-14T12:08:13+01:00,1\n"
        'Tid,berit,7,4,,,"to\nlinjer",,,\n',
        encoding="utf-8",
    )
    ran = run("codings", "import", "c.csv")
    assert ran.code == 1
    assert "line 2" in ran.err
    Path("c.csv").write_text(Path("c.csv").read_text(encoding="utf-8").replace("7,4,Hva", "6,3,Hva"), encoding="utf-8")
    done("--coder", "Ida", "codings", "import", "c.csv")
    first, second = sorted(done("codings").rows, key=lambda row: row["coder"], reverse=True)
    assert first["created"] == "2025-11-14T11:08:13Z"
    assert (first["coder"], first["value"], first["memo"], first["key"]) == ("Jon", "høy", "sjekk", "true")
    assert (second["coder"], second["memo"], second["key"]) == ("Ida", "to\nlinjer", "")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("berit,0,99999,Tid", "line 3: 0–99999 is not a span of berit"),
        ("bert,0,3,Tid", "line 3: there is no document «bert»"),
        ("berit,0,3,Tidd", "line 3: there is no code «Tidd»"),
        ("berit,0,3,Rom", "line 3: «Rom» is the name of 2 codes"),
        ("berit,3,3,Tid", "line 3: the end 3 does not lie after the start 3"),
        ("berit,x,3,Tid", "line 3: start is «x»"),
    ],
)
def test_one_bad_row_keeps_all_rows_out(study: Path, row: str, message: str) -> None:
    Path("c.csv").write_text(f"document,start,end,code\nberit,0,2,Tid\n{row}\n", encoding="utf-8")
    ran = run("codings", "import", "c.csv")
    assert ran.code == 1
    assert ran.err.startswith(f"error: {message}")
    assert done("codings").rows == []


def test_a_date_that_is_none_is_named(study: Path) -> None:
    Path("c.csv").write_text("document,start,end,code,created\nberit,0,2,Tid,i går\n", encoding="utf-8")
    assert run("codings", "import", "c.csv").err.startswith("error: line 2: created is «i går», not a date")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"document,start\nx,1\n", b'document,start,end,code\n"x'])
def test_a_file_that_holds_no_codings_is_an_error(study: Path, content: bytes) -> None:
    Path("c.csv").write_bytes(content)
    assert run("codings", "import", "c.csv").code == 1
    assert run("codings", "import", "borte.csv").code == 1


def test_apply_by_span(study: Path) -> None:
    ran = done(
        "--coder", "Jon", "apply", "Tid", "--document", "berit", "--span", "37:43", "--memo", "hm", "--value", "3"
    )
    assert ran.out == b""
    [row] = done("codings").rows
    assert (row["text"], row["coder"], row["memo"], row["value"]) == ("papire", "Jon", "hm", "3")
    assert "note: Tid has no scale" in ran.err


def test_apply_by_words_takes_the_first_place_or_all(study: Path) -> None:
    ran = done("apply", "Tid", "--document", "berit", "--find", "lite")
    assert "The words stand in 3 places" in ran.err
    assert [row["text"] for row in done("codings").rows] == ["lite"]
    done("apply", "Tid", "--document", "berit", "--find", "lite", "--all")
    assert [row["text"] for row in done("codings").rows] == ["lite", "Lite", "lite"]
    assert len(done("history").rows) == 4


def test_apply_finds_parts_of_words_to_the_letter(study: Path) -> None:
    done("apply", "Tid", "--document", "berit", "--find", "apiret alt. P")
    assert [row["text"] for row in done("codings").rows] == ["apiret alt. P"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--span", "5:999"], 1, "5–999 is not a span"),
        (["--span", "9:5"], 1, "9–5 is not a span"),
        (["--span", "a:b"], 2, "a span is START:END"),
        (["--find", "finnes ikke"], 1, "«finnes ikke» does not stand in berit"),
        (["--find", ""], 1, "there is nothing to search for"),
        ([], 2, "say where"),
        (["--span", "1:2", "--find", "x"], 2, "say where"),
        (["--span", "1:2", "--all"], 2, "--all goes with --find"),
    ],
)
def test_apply_refuses_what_is_no_place(study: Path, arguments: list[str], code: int, message: str) -> None:
    ran = run("apply", "Tid", "--document", "berit", *arguments)
    assert ran.code == code
    assert message in ran.err
    assert done("codings").rows == []


def test_apply_refuses_a_value_off_the_scale_and_codes_nothing(demo: Path) -> None:
    before = done("codings").out
    ran = run("apply", "Tillit", "--document", "Svar 01", "--span", "0:5", "--value", "litt")
    assert ran.code == 1
    assert "not on the scale" in ran.err
    assert done("codings").out == before


def test_codings_come_from_stdin(demo: Path) -> None:
    listed = done("codings").out
    done("undo", "2")
    result = CliRunner().invoke(cli, ["codings", "import", "-"], input=listed)
    assert (result.exit_code, done("codings").out) == (0, listed)
    empty = CliRunner().invoke(cli, ["codings", "import", "-"], input="")
    assert (empty.exit_code, empty.stderr.splitlines()[0]) == (
        1,
        "error: the column document, start, end, code is missing",
    )
