"""Where results go and in what format."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.running import done, run


def test_the_ending_of_the_file_says_the_format(demo: Path) -> None:
    done("documents", "-o", "d.csv")
    done("documents", "-o", "D.JSON")
    assert Path("d.csv").read_bytes() == done("documents").out
    assert json.loads(Path("D.JSON").read_text(encoding="utf-8"))[0]["name"] == "01 Berit veileder"


def test_a_dash_means_stdout(demo: Path) -> None:
    assert done("documents", "-o", "-").out == done("documents").out
    assert not Path("-").exists()


@pytest.mark.parametrize("command", [["cooccur"], ["matrix"], ["quotes"], ["documents"], ["history"]])
@pytest.mark.parametrize("format", ["xlsx", "docx", "md", "txt", "json", "csv"])
def test_every_table_can_be_written_in_every_format(demo: Path, command: list[str], format: str) -> None:
    ran = done(*command, "-o", f"out.{format}")
    content = Path(f"out.{format}").read_bytes()
    assert ran.out == b""
    assert len(content) > 100
    assert format not in ("xlsx", "docx") or ZipFile(f"out.{format}").testzip() is None


def test_a_format_can_be_asked_for_in_a_pipe(demo: Path) -> None:
    assert done("documents", "-f", "md").text.startswith("| name | kind |")
    assert "──" in done("documents", "-f", "table").text
    assert done("matrix", "-f", "xlsx").out.startswith(b"PK")


def test_an_unknown_ending_is_wrong_usage_and_writes_nothing(demo: Path) -> None:
    ran = run("documents", "-o", "d.pdf")
    assert ran.code == 2
    assert "says no format" in ran.err
    assert not Path("d.pdf").exists()


def test_a_folder_that_does_not_exist_is_an_error(demo: Path) -> None:
    ran = run("documents", "-o", "nowhere/d.csv")
    assert ran.code == 1
    assert ran.err.startswith("error: nowhere/d.csv cannot be written")


def test_excel_gets_a_mark_semicolons_and_a_decimal_comma(demo: Path) -> None:
    out = done("cooccur", "--excel").text
    assert out.startswith("\ufeffcode_a;code_b;")
    assert any(line.split(";")[7].startswith("0,") for line in out.splitlines())
    assert run("cooccur", "--excel", "-f", "json").code == 2


def test_csv_holds_control_characters_and_a_table_shows_them(study: Path) -> None:
    Path("farlig.txt").write_text("I: \x1b[31mHei\x07\n\nKari: =1+1\n", encoding="utf-8")
    done("import", "farlig.txt")
    found = done("turns", "--document", "farlig")
    assert found.rows[0]["text"] == "\x1b[31mHei\x07"
    shown = done("turns", "--document", "farlig", "-f", "table").text
    assert "␛[31mHei␇" in shown
    assert "\x1b" not in shown
    assert "'=1+1" in done("turns", "--document", "farlig", "--excel").text
    assert "'=1+1" not in found.text
