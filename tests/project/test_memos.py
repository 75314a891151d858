"""Memos: on anything, dated, changed and removed with what they are on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.memos import MEMO_KINDS
from qualcode.project.project import Project
from qualcode.project.records import Memo
from tests.conftest import on_both_databases

TEXT = "Altså, på 😀 papiret bestemmer jeg selv."


@pytest.fixture
def study(project: Project) -> Project:
    """One of each thing that a memo can be on."""
    project.corpus.add("Intervju 1", TEXT)
    project.codebook.add("Skjønn")
    project.cases.add("Berit")
    project.coding.apply("Skjønn", "Intervju 1", 7, 11)
    return project


def on_coding(project: Project) -> dict[str, Any]:
    return {"coding": project.coding.codings()[0].id}


TARGETS: dict[str, tuple[Callable[[Project], dict[str, Any]], tuple[int, int] | None]] = {
    "project": (lambda _: {}, None),
    "document": (lambda _: {"document": "Intervju 1"}, None),
    "segment": (lambda _: {"document": "Intervju 1", "start": 10, "end": 11}, (10, 11)),
    "code": (lambda _: {"code": "Skjønn"}, None),
    "coding": (on_coding, (7, 11)),
    "case": (lambda _: {"case": "berit"}, None),
}


@on_both_databases
@pytest.mark.parametrize("target", TARGETS)
def test_a_memo_is_on_one_thing_and_goes_and_comes_by_undo(study: Project, target: str) -> None:
    link, span = TARGETS[target]
    made = study.memos.add("Tanke 😀\n\nto", title="Om  skjønn", kind="theory", coder="Jon", **link(study))
    assert made == study.memos.memo(made.id)
    assert (made.target, made.coder, made.title, made.kind) == (target, "Jon", "Om skjønn", "theory")
    assert (made.text, made.created_at) == ("Tanke 😀\n\nto", made.changed_at)
    assert (made.target_id is None) == (target == "project")
    assert ((made.start, made.end) if made.start is not None else None) == span
    assert (made.document_id is not None) == (target in ("document", "segment", "coding"))
    assert study.memos.memos(target=target) == [made]
    assert study.memos.memos(target="case" if target != "case" else "code") == []
    study.memos.remove(made.id)
    assert study.memos.memos() == []
    study.history.undo()
    assert study.memos.memos() == [made]
    study.history.undo()
    assert study.memos.memos() == []
    assert study.check() == []


def test_memos_are_found_by_document_and_by_code_newest_first(study: Project) -> None:
    for number, target in enumerate(TARGETS):
        study.memos.add(target, created_at=f"2026-02-1{number}T09:00:00Z", **TARGETS[target][0](study))
    assert [memo.text for memo in study.memos.memos()] == list(reversed(TARGETS))
    assert [memo.text for memo in study.memos.memos(document="Intervju 1")] == ["coding", "segment", "document"]
    assert [memo.text for memo in study.memos.memos(code="Skjønn")] == ["code"]
    assert study.memos.memos()[0].created_at == "2026-02-15T09:00:00Z"


@on_both_databases
def test_changing_a_memo_changes_what_was_given_and_dates_it(study: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made = study.memos.add("først", title="Tittel")
    monkeypatch.setattr(study, "now", lambda: "2099-01-01T00:00:00Z")
    acts = study.last_act()
    assert study.memos.update(made.id, text="først", title="Tittel", kind="reflection") == made
    assert study.last_act() == acts, "nothing changed, but an act was logged"
    changed = study.memos.update(made.id, text="så")
    assert (changed.text, changed.title, changed.kind) == ("så", "Tittel", "reflection")
    assert (changed.created_at, changed.changed_at) == (made.created_at, "2099-01-01T00:00:00Z")
    assert study.memos.update(made.id, title="", kind="idea").title == ""
    study.history.undo(2)
    assert study.memos.memos() == [made]


@pytest.mark.parametrize(
    "fields",
    [
        {"document": "Intervju 1", "code": "Skjønn"},
        {"code": "Skjønn", "case": "Berit"},
        {"document": "Intervju 1", "start": 5, "end": 3},
        {"document": "Intervju 1", "start": -1, "end": 3},
        {"document": "Intervju 1", "start": 0, "end": len(TEXT) + 1},
        {"document": "Intervju 1", "start": 5},
        {"document": "Intervju 1", "end": 5},
        {"start": 0, "end": 3},
        {"kind": "tanke"},
        {"title": "x" * 500},
    ],
    ids=str,
)
def test_what_no_memo_can_be_on_or_be_called_is_refused(study: Project, fields: dict[str, Any]) -> None:
    acts = study.last_act()
    with pytest.raises(InvalidInput) as refusal:
        study.memos.add("tanke", **fields)
    assert refusal.value.hint
    assert (study.memos.memos(), study.last_act()) == ([], acts)


@pytest.mark.parametrize("kind", MEMO_KINDS)
def test_every_kind_is_kept(study: Project, kind: str) -> None:
    assert study.memos.add("tanke", kind=kind).kind == kind


def test_unknown_things_are_named(study: Project) -> None:
    for attempt in (
        lambda: study.memos.memo("x"), lambda: study.memos.update("x", text="y"), lambda: study.memos.remove("x"),
        lambda: study.memos.add("t", document="Intervju 2"), lambda: study.memos.add("t", code="X"),
        lambda: study.memos.add("t", case="X"), lambda: study.memos.add("t", coding="x"),
        lambda: study.memos.memos(document="X"), lambda: study.memos.memos(code="X"),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            attempt()


def test_a_memo_on_a_coding_is_the_memo_of_the_coding(study: Project) -> None:
    def coding_memo() -> str:
        return study.coding.codings()[0].memo

    made: Memo = study.memos.add("først", created_at="2026-02-10T09:00:00Z", **on_coding(study))
    assert coding_memo() == "først"
    study.memos.add("siden", **on_coding(study))
    assert coding_memo() == "først\n\nsiden"
    study.coding.set_memo(made.target_id or "", "bare denne")
    assert coding_memo() == "bare denne"
    assert [memo.id for memo in study.memos.memos()] == [made.id]
    study.coding.remove(made.target_id or "")
    assert study.memos.memos() == []
