"""A sitting with a memo: stored at every pause, one act to undo, and nothing of it or of others' lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from qualcode.project.history import CHANGE
from qualcode.project.project import Project
from qualcode.project.writing import Writing
from tests.conftest import on_both_databases

LONG = "Et langt avsnitt om køen. " * 200


def standing(project: Project) -> list[str]:
    """The labels of the acts that stand, oldest first."""
    return [act.label for act in reversed(project.history.acts()) if not act.undone and act.undoes is None]


def changes(project: Project) -> int:
    """How many changes the log holds."""
    with project.read() as connection:
        return connection.execute(select(func.count()).select_from(CHANGE)).scalar() or 0


@on_both_databases
@pytest.mark.parametrize("text", ["", LONG], ids=["short", "long"])
def test_all_pauses_of_a_sitting_are_one_act(project: Project, text: str) -> None:
    memo = project.memos.add(f"før {text}", title="Køen")
    logged = changes(project)
    sitting, seen = Writing(project, memo), project.last_act()
    for number in range(5):
        sitting.save(f"nå {number} {text}")
        assert project.memos.memo(memo.id).text == f"nå {number} {text}"
        assert project.last_act() > seen, "other windows would not see it"
        seen = project.last_act()
    assert standing(project) == ["Memo: Køen", "Memo: Køen"]
    assert changes(project) == logged + 1, "the log grows with every pause"
    assert project.check() == []
    project.history.undo()
    assert project.memos.memos() == [memo]
    project.history.redo()
    assert project.memos.memo(memo.id).text == f"nå 4 {text}"
    assert project.check() == []


@on_both_databases
def test_a_new_memo_and_its_text_are_one_act(project: Project) -> None:
    sitting = project.memos.begin("idea")
    sitting.save("En")
    sitting.save("En tanke")
    assert sitting.close() is False
    assert standing(project) == ["Memo: En tanke"]
    assert [(memo.text, memo.kind) for memo in project.memos.memos()] == [("En tanke", "idea")]
    project.history.undo()
    assert project.memos.memos() == []
    assert project.check() == []
    project.history.redo()
    assert project.memos.memos()[0].text == "En tanke"


def test_a_new_memo_on_which_nothing_is_left_is_taken_away(project: Project) -> None:
    assert project.memos.begin().close() is True
    sitting = project.memos.begin()
    sitting.save("feil")
    sitting.save("")
    assert sitting.close() is True
    assert project.memos.memos() == []
    assert standing(project) == []


def test_a_memo_that_was_given_a_title_or_was_there_before_stays_when_it_is_emptied(project: Project) -> None:
    sitting = project.memos.begin()
    project.memos.update(sitting.memo.id, title="Tittel")
    assert sitting.close() is False
    old = Writing(project, project.memos.add("gammelt"))
    old.save("")
    assert old.close() is False
    assert len(project.memos.memos()) == 2


def test_saving_what_is_stored_already_is_no_act(project: Project) -> None:
    memo = project.memos.add("likt")
    acts = project.last_act()
    assert Writing(project, memo).save("likt") == memo
    assert project.last_act() == acts


def test_an_act_on_the_memo_in_between_is_not_swallowed(project: Project) -> None:
    sitting = project.memos.begin()
    sitting.save("1")
    project.memos.update(sitting.memo.id, kind="theory")
    sitting.save("1 2")
    sitting.save("1 2 3")
    assert len(standing(project)) == 3
    project.history.undo()
    assert (project.memos.memo(sitting.memo.id).text, project.memos.memo(sitting.memo.id).kind) == ("1", "theory")
    project.history.undo()
    assert project.memos.memo(sitting.memo.id).kind == "reflection"
    project.history.undo()
    assert project.memos.memos() == []


def test_the_act_of_another_coder_in_between_stays_theirs(project: Project) -> None:
    sitting = project.memos.begin()
    sitting.save("1")
    project.memos.add("Jons", coder="Jon")
    sitting.save("1 2")
    assert standing(project) == ["Memo: Jons", "Memo: 1 2"]
    project.history.undo()
    assert [memo.text for memo in project.memos.memos()] == ["Jons"]


def test_going_on_after_undo_begins_a_new_act(project: Project) -> None:
    memo = project.memos.add("før")
    sitting = Writing(project, memo)
    sitting.save("nå")
    project.history.undo()
    saved = sitting.save("nå igjen")
    assert (saved.target, saved.about) == ("memo", "før"), "what was undone is not written over"
    assert project.memos.memo(memo.id) == memo


@on_both_databases
def test_what_somebody_else_wrote_meanwhile_is_not_written_over(project: Project) -> None:
    memo = project.memos.add("først", title="Køen", kind="theory")
    sitting = Writing(project, memo)
    sitting.save("mitt")
    project.memos.update(memo.id, text="deres")
    mine = sitting.save("mitt og mer")
    assert (mine.text, mine.kind, mine.title, mine.target_id) == ("mitt og mer", "theory", "Køen", memo.id)
    assert project.memos.memo(memo.id).text == "deres"
    assert sitting.save("mitt og enda mer").id == mine.id
    assert len(project.memos.memos()) == 2
    assert project.check() == []


def test_what_is_written_on_a_memo_that_somebody_removed_is_kept(project: Project) -> None:
    memo = project.memos.add("først")
    sitting = Writing(project, memo)
    project.memos.remove(memo.id)
    assert sitting.save("mer").target == "project"
    assert [memo.text for memo in project.memos.memos()] == ["mer"]
