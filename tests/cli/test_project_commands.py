"""`demo`, `new`, `check` and `backup`."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import done, program, run


def test_demo_prints_the_path_of_a_project_that_opens(folder: Path) -> None:
    ran = program("demo", "--no-open")
    assert (ran.code, ran.err) == (0, "")
    assert ran.text == f"{folder / 'qualcode-demo' / 'demo.qualcode'}\n"
    assert len(done("-p", ran.text.strip(), "documents").rows) == 23
    assert sorted(path.name for path in (folder / "qualcode-demo").iterdir()) == ["demo.qualcode"]


def test_demo_takes_a_numbered_folder_when_the_first_is_taken(folder: Path) -> None:
    done("demo", "--no-open")
    assert done("demo", "--no-open").text.endswith("qualcode-demo-2/demo.qualcode\n")


def test_demo_never_overwrites(folder: Path) -> None:
    done("demo", "--no-open", "øvelse")
    ran = run("demo", "--no-open", "øvelse")
    assert ran.code == 1
    assert "is already there" in ran.err


def test_new_makes_an_empty_project_with_the_ending(folder: Path) -> None:
    ran = done("new", "NAV 2.0")
    assert ran.out == b""
    assert Path("NAV 2.0.qualcode").is_file()
    assert done("documents").rows == []
    assert run("new", "NAV 2.0.qualcode").code == 1


@pytest.mark.parametrize("codebook", ["skjonn", "SKJONN", "skjonn.yaml"])
def test_new_can_begin_with_a_shipped_codebook(folder: Path, codebook: str) -> None:
    done("new", "x", "--codebook", codebook)
    assert done("codebook").rows[0]["path"] == "Skjønn"


def test_new_can_begin_with_a_file_which_goes_before_a_shipped_one(folder: Path) -> None:
    Path("skjonn.yaml").write_text("codebook: Mi\ncodes:\n  - name: Eiga\n", encoding="utf-8")
    done("new", "x", "--codebook", "skjonn.yaml")
    assert [row["path"] for row in done("codebook").rows] == ["Eiga"]


@pytest.mark.parametrize(
    ("codebook", "content"),
    [("skjon", None), ("b.yaml", "codes: ["), ("b.csv", "name\nx\n"), ("b.pdf", "%PDF"), ("b.csv", "")],
)
def test_a_codebook_that_cannot_be_read_leaves_no_project(folder: Path, codebook: str, content: str | None) -> None:
    if content is not None:
        Path(codebook).write_text(content, encoding="utf-8")
    ran = run("new", "x", "--codebook", codebook)
    assert ran.code == 1
    assert not Path("x.qualcode").exists()


def test_check_is_0_for_a_sound_project(demo: Path) -> None:
    ran = done("check")
    assert ran.text == "kind,subject,message\n"


def test_check_is_3_when_the_text_was_changed_behind_its_back(demo: Path) -> None:
    with sqlite3.connect(demo) as database:
        database.execute("UPDATE document SET text = text || 'x' WHERE name = 'Svar 01'")
    database.close()
    ran = run("check")
    assert ran.code == 3
    assert {row["subject"] for row in ran.rows} == {"Svar 01"}


def test_backup_prints_where_the_copy_lies_and_never_overwrites(demo: Path) -> None:
    assert done("backup", "copy.qualcode").text == "copy.qualcode\n"
    assert len(done("-p", "copy.qualcode", "codings").rows) == len(done("-p", demo, "codings").rows)
    assert run("-p", demo, "backup", "copy.qualcode").code == 1


def test_a_dated_backup_beside_the_project_does_not_make_two_of_it(demo: Path) -> None:
    done("backup")
    Path("kopier").mkdir()
    done("backup", "kopier")
    assert len(list(Path.cwd().glob("*.qualcode"))) == 2
    assert len(list(Path("kopier").iterdir())) == 1


@pytest.mark.parametrize("new_location", ["postgres"], indirect=True)
def test_a_team_works_in_postgresql_with_the_same_commands(folder: Path, new_location: Callable[[], str]) -> None:
    address = new_location()
    assert address not in done("new", address, "--codebook", "skjonn").err
    Path("berit.txt").write_text("I: Hva?\n\nBerit: På papiret alt.\n", encoding="utf-8")
    done("-p", address, "import", "berit.txt")
    done("-p", address, "--coder", "Ida", "apply", "Handlingsrom", "--document", "berit", "--find", "papiret")
    done("-p", address, "codings", "-o", "c.csv")
    done("-p", address, "undo")
    assert done("-p", address, "codings").rows == []
    done("-p", address, "codings", "import", "c.csv")
    assert [row["text"] for row in done("-p", address, "quotes").rows] == ["papiret"]
    assert done("-p", address, "check").rows == []
    assert run("-p", address, "backup").code == 1


def test_a_backup_that_cannot_be_written_names_the_copy_and_why(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    for act in ("rename", "unlink"):
        monkeypatch.setattr(Path, act, refuse)
    ran = run("backup", "copy.qualcode")
    assert ran.code == 1
    assert ran.err == (
        "error: cannot write the copy copy.qualcode: nothing can be written to that disk\nhint: name another folder\n"
    )


def test_a_backup_into_a_folder_that_is_none_says_so(demo: Path) -> None:
    assert "cannot write the copy nowhere/x.qualcode: it is not there" in run("backup", "nowhere/x.qualcode").err
