"""`codebook`, `codebook import` and `codebook export`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import done, run


def test_the_list_has_the_columns_of_the_contract(demo: Path) -> None:
    ran = done("codebook")
    assert ran.header.startswith("path,level,status,definition,include,exclude,example,color,guid,codings")
    rows = {row["path"]: row for row in ran.rows}
    assert rows["Skjønn > Handlingsrom > Vidt handlingsrom"]["level"] == "code"
    assert sum(int(row["codings"]) for row in ran.rows) == len(done("codings").rows)


@pytest.mark.parametrize("format", ["yaml", "csv", "qdc"])
def test_a_codebook_goes_out_and_comes_back(demo: Path, format: str) -> None:
    done("codebook", "export", "-o", f"bok.{format}")
    done("new", "ny")
    done("-p", "ny", "codebook", "import", f"bok.{format}")
    columns = ("path", "definition", "color", "guid")
    here, there = (done("-p", project, "codebook").rows for project in (demo, "ny"))
    assert [[row[c] for c in columns] for row in here] == [[row[c] for c in columns] for row in there]


@pytest.mark.parametrize("format", ["yaml", "csv", "qdc"])
def test_a_codebook_taken_back_into_its_own_project_doubles_nothing(demo: Path, format: str) -> None:
    before = done("codebook").out
    done("codebook", "export", "-o", f"kb2.{format}")
    told = done("codebook", "import", f"kb2.{format}").err
    assert "into the codebook NAV-studien" in told
    assert done("codebook").out == before


@pytest.mark.parametrize("format", ["md", "docx"])
def test_a_codebook_can_be_printed(demo: Path, format: str) -> None:
    done("codebook", "export", "-o", f"bok.{format}")
    assert Path(f"bok.{format}").stat().st_size > 10_000


def test_a_codebook_can_go_to_stdout(study: Path) -> None:
    assert done("codebook", "export", "-f", "csv").header.startswith("path,")
    assert "Skjønn" in done("codebook", "export").text


def test_importing_a_shipped_codebook_twice_changes_nothing(study: Path) -> None:
    done("codebook", "import", "sanksjoner")
    before = done("codebook").out
    done("codebook", "import", "sanksjoner.yaml")
    assert done("codebook").out == before


@pytest.mark.parametrize("name", ["finnes.yaml", "finnes", "tom.csv", "bin.qdc", "bok.pdf"])
def test_a_codebook_that_cannot_be_read_is_an_error(study: Path, name: str) -> None:
    Path("tom.csv").write_bytes(b"")
    Path("bin.qdc").write_bytes(bytes(range(256)))
    Path("bok.pdf").write_bytes(b"%PDF")
    before = done("codebook").out
    ran = run("codebook", "import", name)
    assert ran.code == 1
    assert ran.err.startswith("error: ")
    assert done("codebook").out == before


def test_an_unknown_codebook_name_is_answered_with_those_there_are(study: Path) -> None:
    assert "skjonn" in run("codebook", "import", "skjon").err.splitlines()[1]


def test_the_history_of_a_code_is_a_table(study: Path) -> None:
    ran = done("codebook", "history", "Skjønn")
    assert ran.header == "act,at,coder,what,field,before,after,added,removed,undone,label"
    assert ran.rows[-1]["what"] == "created"
    assert run("codebook", "history", "Skjonn").code == 1
