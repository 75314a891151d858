"""`history`, `undo` and `redo`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import done, run


def code(coder: str, start: int) -> None:
    done("--coder", coder, "apply", "Tid", "--document", "berit", "--span", f"{start}:{start + 2}")


def coders_left() -> list[str]:
    return [row["coder"] for row in done("codings").rows]


def test_history_lists_the_newest_act_first(study: Path) -> None:
    ran = done("history")
    assert ran.header.startswith("id,at,coder,label,undone")
    assert [(row["id"], row["coder"], row["undone"]) for row in ran.rows] == [
        ("2", "Ida", "false"),
        ("1", "Ida", "false"),
    ]
    assert [row["id"] for row in done("history", "--limit", "1").rows] == ["2"]


def test_undo_takes_back_the_newest_act_of_anybody(study: Path) -> None:
    code("Ida", 3)
    code("Jon", 6)
    assert "Undone: " in done("--coder", "Jon", "undo").err
    assert coders_left() == ["Ida"]
    done("undo")
    assert coders_left() == []


def test_undo_with_a_coder_takes_back_that_coder_s_act(study: Path) -> None:
    code("Ida", 3)
    code("Jon", 6)
    done("--coder", "Ida", "undo")
    assert coders_left() == ["Jon"]


def test_a_coder_of_the_environment_is_as_one_on_the_command_line(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code("Ida", 3)
    code("Jon", 6)
    monkeypatch.setenv("QUALCODE_CODER", " Ida ")
    done("undo")
    assert coders_left() == ["Jon"]
    done("redo")
    done("--coder", "Jon", "undo")
    assert coders_left() == ["Ida"]


def test_redo_n_takes_back_as_many_undos_as_there_are(study: Path) -> None:
    for start in (3, 6, 9):
        code("Ida", start)
    done("undo", "3")
    done("redo", "2")
    assert len(coders_left()) == 2
    assert "There was no more to redo" in done("redo", "5").err
    assert len(coders_left()) == 3
    assert run("redo", "5").code == 1


def test_undoing_very_many_acts_outside_a_terminal_needs_a_flag(study: Path) -> None:
    code("Ida", 3)
    code("Jon", 6)
    ran = run("undo", "99999")
    assert (ran.code, coders_left()) == (1, ["Ida", "Jon"])
    assert "Ida: 3, Jon: 1" in ran.err
    assert "--yes" in ran.err
    assert run("--coder", "Jon", "undo", "21").err.startswith(
        "error: so many acts are not undone without a question: Jon: 1\n"
    )
    assert "There was no more to undo" in done("undo", "99999", "--yes").err
    assert done("documents").rows == []


def test_undo_n_and_redo_across_runs(study: Path) -> None:
    code("Ida", 3)
    code("Ida", 6)
    done("undo", "2")
    assert coders_left() == []
    done("redo")
    done("redo")
    assert coders_left() == ["Ida", "Ida"]
    assert run("redo").code == 1


def test_one_named_act_can_be_undone(study: Path) -> None:
    code("Ida", 3)
    code("Jon", 6)
    done("undo", "--act", "3")
    assert coders_left() == ["Jon"]
    assert run("undo", "--act", "3").code == 1
    assert run("undo", "--act", "99").code == 1
    assert run("undo", "2", "--act", "4").code == 2


def test_an_act_that_others_built_on_is_refused_by_name(study: Path) -> None:
    code("Jon", 3)
    ran = run("undo", "--act", "2")
    assert ran.code == 1
    assert "Jon" in ran.err
    assert coders_left() == ["Jon"]


def test_nothing_to_undo_is_an_error(folder: Path) -> None:
    done("new", "tom")
    assert run("undo").err.startswith("error: there is nothing to undo")
