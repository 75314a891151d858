"""`memos` and its commands."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from qualcode.cli import memos as commands
from qualcode.cli.program import cli
from qualcode.project import memos
from tests.cli.running import done, run

COLUMNS = "id,created,changed,coder,kind,title,target,document,start,end,code,case,remind,text,about"


def add(*arguments: object) -> str:
    """Write a memo; its id."""
    return done("--coder", "Ida", "memos", "add", *arguments).text.strip()


def ids(*arguments: object) -> list[str]:
    """The ids of the memos that are listed."""
    return [row["id"] for row in done("memos", *arguments).rows]


def test_a_memo_is_written_on_anything_and_listed_with_it(study: Path) -> None:
    plain = add("På prosjektet")
    on_document = add("Om intervjuet", "--document", "berit", "--kind", "method", "--title", "Gangen")
    on_words = add("Om ordene", "--document", "berit", "--span", "34:42")
    on_code = add("Om koden", "--code", "Skjønn > Rom")
    about = add("Svar", "--about", on_code, "--remind", "2030-02-01")
    rows = {row["id"]: row for row in done("memos").rows}
    assert done("memos").header == COLUMNS
    assert [rows[key]["target"] for key in (plain, on_document, on_words, on_code, about)] == [
        "project", "document", "segment", "code", "memo",
    ]  # fmt: skip
    assert (rows[on_document]["kind"], rows[on_document]["title"]) == ("method", "Gangen")
    assert [rows[on_words][name] for name in ("document", "start", "end", "text")] == ["berit", "34", "42", "Om ordene"]
    assert rows[on_code]["code"] == "Skjønn > Rom"
    assert (rows[about]["about"], rows[about]["remind"]) == (on_code, "2030-02-01")
    assert {row["coder"] for row in rows.values()} == {"Ida"}


def test_a_memo_comes_from_stdin(study: Path) -> None:
    ran = CliRunner().invoke(cli, ["memos", "add", "-"], input="# En\n\nto\n")
    assert ran.exit_code == 0
    assert done("memos").rows[0]["text"] == "# En\n\nto"


def test_memos_are_filtered(demo: Path) -> None:
    everything = done("memos").rows
    assert len(everything) > 20
    for option, column, value in (
        ("--kind", "kind", "ethics"), ("--coder", "coder", "Jon"), ("--document", "document", "04 Torunn leder"),
    ):  # fmt: skip
        found = ids(option, value)
        assert found == [row["id"] for row in everything if row[column] == value]
        assert found
    assert ids("--kind", "ethics", "--kind", "method") == [
        row["id"] for row in everything if row["kind"] in ("ethics", "method")
    ]
    days = done("memos", "--since", "2025-12-01", "--until", "2025-12-31").rows
    assert {row["created"][:7] for row in days} == {"2025-12"}
    assert ids("--search", "skjonn nevner") == [row["id"] for row in everything if "nevner" in row["title"]]
    below = {row["code"] for row in done("memos", "--code", "Skjønn").rows}
    assert len(below) > 1, "memos on codes below and on codings count too"


def test_due_ideas_are_listed_the_longest_waiting_first(study: Path) -> None:
    late = add("to", "--remind", "2020-02-02")
    add("tre", "--remind", "om 2 uker")
    early = add("en", "--remind", "2020-02-01", "--kind", "idea")
    assert ids("--due") == [early, late]
    assert ids("--due", "--kind", "idea") == [early]


def test_a_memo_is_changed_linked_and_removed(study: Path) -> None:
    memo = add("først")
    done("memos", "edit", memo, "så", "--title", "Tittel", "--kind", "idea", "--code", "Tid", "--remind", "om 2 uker")
    [row] = done("memos").rows
    assert [row[name] for name in ("text", "title", "kind", "target", "code")] == [
        "så",
        "Tittel",
        "idea",
        "code",
        "Tid",
    ]
    assert row["remind"] == (date.today() + timedelta(weeks=2)).isoformat()
    done("undo")
    [row] = done("memos").rows
    assert [row[name] for name in ("text", "title", "target", "remind")] == ["først", "", "project", ""], "one act"
    done("redo")
    done("memos", "edit", memo, "--no-remind", "--on-project", "--title", "")
    [row] = done("memos").rows
    assert [row[name] for name in ("text", "title", "target", "remind")] == ["så", "", "project", ""]
    reply = add("svar", "--about", memo)
    assert done("memos", "remove", memo).err == "Removed the memo «så»\n"
    assert [(row["id"], row["target"]) for row in done("memos").rows] == [(reply, "project")]


def test_the_diary_is_written(study: Path, folder: Path) -> None:
    add("**Viktig**", "--document", "berit", "--span", "34:42", "--title", "Papiret")
    diary = done("--lang", "nb", "memos", "export").text
    assert diary.startswith("# Forskningsdagbok: study\n") or diary.startswith("# Research diary: study\n")
    assert "### Papiret\n" in diary
    assert "\n> papiret" in diary or "\n> På papir" in diary
    done("memos", "export", "-o", "diary.docx")
    with ZipFile(folder / "diary.docx") as package:
        assert "Viktig" in package.read("word/document.xml").decode()
    assert "Papiret" not in done("memos", "export", "--kind", "theory").text


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (1, ["memos", "add", "t", "--document", "Kari"]),
        (1, ["memos", "add", "t", "--document", "berit", "--span", "5:99999"]),
        (1, ["memos", "add", "t", "--about", "x"]),
        (2, ["memos", "add", "t", "--span", "1:2"]),
        (2, ["memos", "add", "t", "--code", "Tid", "--document", "berit"]),
        (2, ["memos", "add", "t", "--remind", "snart"]),
        (2, ["memos", "add", "t", "--kind", "tanke"]),
        (2, ["memos", "--since", "i går"]),
        (1, ["memos", "--coder", "Kari"]),
        (1, ["memos", "--case", "Kari"]),
        (1, ["memos", "edit", "x", "y"]),
        (2, ["memos", "edit", "x"]),
        (2, ["memos", "edit", "x", "--on-project", "--code", "Tid"]),
        (1, ["memos", "remove", "x"]),
        (2, ["memos", "export", "-o", "diary.pdf"]),
    ],
)
def test_what_cannot_be_done_is_an_error_with_a_way_out(study: Path, code: int, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert ran.out == b""
    assert re.match("error: .+\n", ran.err)


def test_the_kinds_for_choosing_are_those_of_the_project_layer() -> None:
    assert commands.KINDS == memos.MEMO_KINDS


@pytest.mark.parametrize(("text", "typed"), [("-", ""), ("-", " \n\n"), ("", ""), ("  ", "")])
def test_a_memo_that_says_nothing_is_refused(study: Path, text: str, typed: str) -> None:
    result = CliRunner().invoke(cli, ["memos", "add", text], input=typed)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, "error: the memo is empty")
    memo = add("Et memo")
    assert CliRunner().invoke(cli, ["memos", "edit", memo, text], input=typed).exit_code == 1
    assert [row["text"] for row in done("memos").rows] == ["Et memo"]
    assert done("memos", "add", "", "--title", "Bare en tittel").text


def test_a_memo_that_is_not_there_says_where_the_ids_are(study: Path) -> None:
    assert "hint: the ids are those that are listed by: qualcode memos" in run("memos", "remove", "9999").err
