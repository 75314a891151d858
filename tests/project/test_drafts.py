"""Words that are not stored yet: kept beside the log, and given back when the program ended in the middle."""

from __future__ import annotations

from pathlib import Path

from qualcode.project.project import Project, create_project, open_project
from qualcode.project.schema import Base
from tests.conftest import on_both_databases

PRESENCE = Base.metadata.tables["presence"]


def left_by(project: Project, coder: str, heading: str, text: str, pid: int = 2**22 + 1) -> None:
    """A window that died while something was written in it."""
    import socket

    with project.database.write() as connection:
        values = {"id": f"{coder}-{heading}"[:36], "coder": coder, "host": socket.gethostname(), "pid": pid}
        row = {**values, "since": "2026-02-14T09:00:00Z", "heading": heading, "draft": text}
        connection.execute(PRESENCE.insert(), [row])


@on_both_databases
def test_what_was_being_written_when_the_program_was_killed_becomes_a_memo(project: Project) -> None:
    project.enter()
    project.drafts.keep("Memo on «på papiret»", "Hun sa det")
    project.drafts.keep("Memo on «på papiret»", "Hun sa det to ganger")
    assert project.last_act() == 0, "no act until it is stored"
    with open_project(project.database.location, coder="Ida") as after:  # our own process counts as one that ended
        after.enter()
        [memo] = after.drafts.take_over()
        assert (memo.title, memo.text) == ("Memo on «på papiret»", "Hun sa det to ganger")
        assert after.drafts.take_over() == []
        assert after.last_act() == 1
        after.history.undo()
        assert after.memos.memos() == []
        assert after.check() == []


def test_what_was_stored_or_thrown_away_does_not_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.qualcode"
    with create_project(path, coder="Ida") as project:
        project.enter()
        project.drafts.keep("Memo", "ferdig")
        project.drafts.drop()
    with open_project(path, coder="Ida") as after:
        after.enter()
        assert after.drafts.take_over() == []


def test_only_ones_own_words_from_windows_that_are_gone_are_taken(project: Project) -> None:
    left_by(project, "Jon", "Memo", "Jons ord")
    left_by(project, "Ida", "Borte", "Idas ord")
    left_by(project, "Ida", "Åpent", "skrives ennå", pid=1)
    project.enter()
    assert [memo.text for memo in project.drafts.take_over()] == ["Idas ord"]
    with project.read() as connection:
        left = {row.draft for row in connection.execute(PRESENCE.select()) if row.draft}
    assert left == {"Jons ord", "skrives ennå"}


def test_a_heading_of_any_kind_becomes_a_title(project: Project) -> None:
    left_by(project, "Ida", "x" * 90, "ord")
    project.enter()
    project.drafts.keep("\x1b[31m" + "lang " * 50, "mer")
    with open_project(project.database.location, coder="Ida") as after:
        after.enter()
        assert {memo.text for memo in after.drafts.take_over()} == {"ord", "mer"}
