"""A fault of the program: the work is safe, the log says where it happened, and no words of an interview are in it."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest
from sqlalchemy.exc import StatementError

from qualcode.project.project import Project, open_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.crash import chain_of, write_crash_log

from .conftest import MEETING

WORDS = "De venter. Noen venter lenge"


def failing(project: Project) -> None:
    """An act that fails when half of it is done, with words of the interview at hand."""
    words = MEETING[MEETING.index(WORDS) :]
    with project.action("en handling som går galt"):
        project.coding.apply("Venting", "Intervju Berit", MEETING.index(words), MEETING.index(words) + 9)
        raise LookupError("dette skulle ikke skje")


async def test_after_a_crash_the_project_is_sound_and_the_log_is_named(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = small_project.coding.codings()
    said: list[str] = []
    app = QualcodeApp(small_project)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s", "c", *"venting", "enter")
        with monkeypatch.context() as real_terminal:
            real_terminal.setattr(QualcodeApp, "is_headless", False)
            real_terminal.setattr(app, "exit", lambda **options: said.append(options["message"]))
            with pytest.raises(LookupError) as caught:
                failing(small_project)
            app._handle_exception(caught.value)
    logs = list(Path(platformdirs.user_log_dir("qualcode")).glob("crash-*.log"))
    assert [str(path) for path in logs if str(path) in said[0]] == [str(logs[0])]
    assert "lagret i prosjektet" in said[0]
    with open_project(small_project.info().location, coder="Ida") as again:
        assert again.check() == []
        assert len(again.coding.codings()) == len(before) + 1


def test_the_log_tells_where_and_keeps_the_words_of_the_interview_out(small_project: Project) -> None:
    with pytest.raises(LookupError) as caught:
        failing(small_project)
    log = write_crash_log(caught.value).read_text("utf-8")
    assert "in failing" in log
    assert "dette skulle ikke skje" in log
    assert WORDS not in log
    assert small_project.check() == []


def test_what_was_sent_to_the_database_is_not_in_the_log() -> None:
    cause = StatementError("no such column", "UPDATE document SET text = ?", (WORDS,), ValueError("no such column"))
    error = RuntimeError("storing failed")
    error.__cause__ = cause
    log = write_crash_log(error).read_text("utf-8")
    assert "UPDATE document" in log
    assert WORDS not in log


def test_a_chain_of_errors_that_goes_in_a_ring_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__context__, second.__context__ = second, first
    assert list(chain_of(first)) == [first, second]
