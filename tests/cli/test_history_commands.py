"""`history`, `undo` and `redo`."""

from __future__ import annotations

from pathlib import Path

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
