"""`rounds` and `rounds remove`."""

from __future__ import annotations

from pathlib import Path

from qualcode.project.project import open_project
from qualcode.project.rounds import Wanted
from qualcode.project.sitting import Sitting
from tests.cli.running import done, run

HEADER = "name,query,code,hits,coded,skipped,left\n"


def begin(study: Path) -> None:
    """Two rounds, one of them gone into."""
    with open_project(study, coder="Ida") as project:
        code = project.codebook.code("Skjønn")
        project.coding.apply(code, "berit", 36, 44)
        project.rounds.start(Wanted(look="passages", under=code.id), name="Innenfor")
        sitting = Sitting(project, project.rounds.start(Wanted(query="lite OR alt", code=code.id)))
        first, second, _ = sitting.hits
        sitting.code(0, code, [(first.start, first.end)])
        sitting.skip(1)
        assert second.document == "berit"
        sitting.store()


def test_rounds_are_listed_with_how_far_they_have_come(study: Path) -> None:
    assert done("rounds").text == HEADER
    begin(study)
    assert done("rounds").text == (
        HEADER + "lite OR alt,lite OR alt,Skjønn,3,1,1,1\n" + "Innenfor,under Skjønn,,2,0,0,2\n"
    )


def test_a_round_whose_code_is_gone_is_told_so(study: Path) -> None:
    begin(study)
    with open_project(study) as project:
        project.codebook.remove("Skjønn")
    ran = done("rounds")
    assert [row["code"] for row in ran.rows] == ["", ""]
    assert [row["hits"] for row in ran.rows] == ["3", "0"]


def test_removing_one_leaves_its_codings(study: Path) -> None:
    begin(study)
    assert done("rounds", "remove", "lite or alt").err == "Removed lite OR alt\n"
    assert [row["name"] for row in done("rounds").rows] == ["Innenfor"]
    assert len(done("codings").rows) == 2
    assert run("rounds", "remove", "lite or alt").code == 1
    done("undo")
    assert len(done("rounds").rows) == 2


def test_a_round_that_is_not_there_is_answered_with_those_there_are(study: Path) -> None:
    assert run("rounds", "remove", "x").err.splitlines()[1] == "hint: there are no rounds yet"
    begin(study)
    assert "Innenfor" in run("rounds", "remove", "x").err.splitlines()[1]
