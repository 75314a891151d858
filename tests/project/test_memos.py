"""Memos: on anything, dated, changed and removed with what they are on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.memos import MEMO_KINDS, MEMO_TARGETS
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
    "memo": (lambda project: {"about": project.memos.add("det første", created_at="2020-01-01T00:00:00Z").id}, None),
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
    assert made in study.memos.memos(target=target)
    assert study.memos.memos(target="case" if target != "case" else "code") == []
    study.memos.remove(made.id)
    assert made not in study.memos.memos()
    study.history.undo()
    assert study.memos.memo(made.id) == made
    study.history.undo()
    assert made.id not in [memo.id for memo in study.memos.memos()]
    assert study.check() == []


def test_memos_are_found_by_document_and_by_code_newest_first(study: Project) -> None:
    for number, target in enumerate(TARGETS):
        study.memos.add(target, created_at=f"2026-02-1{number}T09:00:00Z", **TARGETS[target][0](study))
    assert [memo.text for memo in study.memos.memos()] == [*reversed(TARGETS), "det første"]
    assert [memo.text for memo in study.memos.memos(document="Intervju 1")] == ["coding", "segment", "document"]
    assert [memo.text for memo in study.memos.memos(code="Skjønn")] == ["code"]
    assert study.memos.memos()[0].created_at == "2026-02-16T09:00:00Z"


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
        {"remind_at": "snart"},
        {"remind_at": "2026-02-30"},
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
        lambda: study.memos.memos(case="X"), lambda: study.memos.memos(coder="X"),
        lambda: study.memos.add("t", about="x"), lambda: study.memos.link("x"),
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


def test_the_kinds_of_targets_are_all_tried_here() -> None:
    assert set(TARGETS) == set(MEMO_TARGETS)


@on_both_databases
def test_memos_say_what_they_are_on(study: Project) -> None:
    about = study.memos.add("Vet de det?\nJa", code="Skjønn")
    on_memo = study.memos.add("svar", about=about.id)
    on_case = study.memos.add("om", case="Berit")
    coded = study.memos.add("kodet", **on_coding(study))
    assert (about.code, about.code_id, about.document) == ("Skjønn", about.target_id, None)
    assert (on_memo.about, on_memo.target_id) == ("Vet de det? Ja", about.id)
    assert on_case.case == "Berit"
    assert (coded.code, coded.code_id, coded.document) == ("Skjønn", about.target_id, "Intervju 1")
    assert study.memos.passages([coded, about])[coded.id].text == TEXT[7:11]
    assert study.memos.passages([about]) == {}


@pytest.mark.parametrize("count", [1, 30])
def test_passages_come_with_their_turn(project: Project, count: int) -> None:
    made = []
    for number in range(count):
        project.corpus.add(f"Intervju {number}", "I: Hva?\n\nBERIT: Det 😀 der.\n")
        made.append(project.memos.add("t", document=f"Intervju {number}", start=16, end=20))
    assert {tuple(passage) for passage in project.memos.passages(made).values()} == {("Det ", 2, "BERIT")}
    assert len(project.memos.passages(made)) == count


@on_both_databases
def test_memos_are_filtered_and_searched(study: Project) -> None:
    early = study.memos.add("Om skjønnet i køen", kind="theory", created_at="2026-02-10T12:00:00Z", coder="Jon")
    late = study.memos.add("ÅPENT spørsmål", title="Ærlig talt", case="Berit", created_at="2026-03-01T12:00:00Z")
    parked = study.memos.add("idé", kind="idea", remind_at="2026-05-01", created_at="2026-03-02T12:00:00Z")
    found = study.memos.memos
    assert found(kind="theory") == [early] == found(coder="jon")
    assert found(text="skjonn ko") == [early] == found(text="SKJØNN")
    assert found(text="apent aerlig") == [late] == found(case="Berit")
    assert found(text="skjønn ærlig") == []
    assert found(since=date(2026, 3, 1)) == [parked, late]
    assert found(until=date(2026, 3, 1)) == [late, early]
    assert found(since=date(2026, 3, 1), until=date(2026, 3, 1)) == [late]
    assert found(parked=True) == [parked]
    assert found(parked=False) == [late, early]
    assert found(target="project", kind="idea", parked=True, text="ide") == [parked]
    with pytest.raises(InvalidInput, match="never on a «verk»"):
        found(target="verk")


def test_an_idea_is_due_from_its_day_on_until_the_day_is_taken_away(study: Project) -> None:
    later = study.memos.add("siden", remind_at="2026-05-02")
    first = study.memos.add("først", remind_at="2026-05-01")
    assert study.memos.due(date(2026, 4, 30)) == []
    assert study.memos.due(date(2026, 5, 1)) == [first]
    assert study.memos.due(date(2026, 6, 1)) == [first, later]
    assert study.memos.update(first.id, remind_at="").remind_at is None
    assert study.memos.due(date(2026, 6, 1)) == [later]
    study.history.undo()
    assert study.memos.memo(first.id) == first


@pytest.mark.parametrize("origin", TARGETS)
def test_a_memo_is_moved_from_anything_to_anything(study: Project, origin: str) -> None:
    made = study.memos.add("tanke", **TARGETS[origin][0](study))
    for target, (place, span) in TARGETS.items():
        link = place(study)
        moved = study.memos.link(made.id, **link)
        assert (moved.target, moved.text, moved.created_at) == (target, "tanke", made.created_at)
        assert ((moved.start, moved.end) if moved.start is not None else None) == span
        acts = study.last_act()
        assert study.memos.link(made.id, **link) == moved
        assert study.last_act() == acts, "nothing moved, but an act was logged"
        assert study.check() == []
        if moved != made:
            study.history.undo()
        assert study.memos.memo(made.id) == made
        assert study.check() == []


def test_no_memo_is_about_itself_by_any_way(study: Project) -> None:
    first = study.memos.add("1")
    second = study.memos.add("2", about=first.id)
    third = study.memos.add("3", about=second.id)
    for about in (first, second, third):
        with pytest.raises(InvalidInput):
            study.memos.link(first.id, about=about.id)
    assert study.memos.link(third.id, about=first.id).target_id == first.id
    assert {memo.id for memo in study.memos.memos(about=first.id)} == {second.id, third.id}


@on_both_databases
@pytest.mark.parametrize("target", TARGETS)
def test_memos_about_a_removed_memo_move_up_to_what_it_was_on(study: Project, target: str) -> None:
    above = study.memos.add("over", **TARGETS[target][0](study))
    comments = [study.memos.add("under", about=above.id) for _ in range(2)]
    below = study.memos.add("underst", about=comments[0].id)
    study.memos.remove(above.id)
    for comment in comments:
        now = study.memos.memo(comment.id)
        assert (now.target, now.document_id, now.start, now.end) == (target, above.document_id, above.start, above.end)
        assert target == "segment" or now.target_id == above.target_id
    assert study.memos.memo(below.id) == below
    study.memos.remove(comments[0].id)
    assert study.memos.memo(comments[1].id).target == target
    assert study.check() == []
    study.history.undo(2)
    assert [study.memos.memo(comment.id) for comment in comments] == comments
    assert study.memos.memo(above.id) == above
    assert study.check() == []


REMOVALS: dict[str, Callable[[Project], object]] = {
    "document": lambda project: project.corpus.remove("Intervju 1"),
    "segment": lambda project: project.corpus.remove("Intervju 1"),
    "code": lambda project: project.codebook.remove("Skjønn"),
    "coding": lambda project: project.coding.remove(project.coding.codings()[0].id),
    "case": lambda project: project.cases.remove("Berit"),
}


@on_both_databases
@pytest.mark.parametrize("target", REMOVALS)
def test_memos_about_a_memo_that_goes_with_its_thing_stay_with_the_project(study: Project, target: str) -> None:
    above = study.memos.add("over", **TARGETS[target][0](study))
    comment = study.memos.add("under", about=above.id)
    REMOVALS[target](study)
    assert [(memo.id, memo.target) for memo in study.memos.memos()] == [(comment.id, "project")]
    assert study.check() == []
    study.history.undo()
    assert study.memos.memo(comment.id) == comment
    assert study.memos.memo(above.id) == above
    assert study.check() == []
