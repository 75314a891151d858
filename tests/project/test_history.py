"""Undo, redo and the log: whatever is done, undoing all of it gives the same rows back, and redoing all of it too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from qualcode.errors import Conflict, NotFound, QualcodeError
from qualcode.project.history import TABLES
from qualcode.project.project import Project, create_project, open_project
from qualcode.project.records import CodebookFile, CodeEntry, CodingRow
from qualcode.project.schema import LOGGED_TABLES, CodeRow, ProjectRow
from tests.conftest import NewLocation

both = pytest.mark.parametrize("new_location", ["sqlite", "postgres"], indirect=True)
TEXT = "I: Hva tenker du?\n\nBerit: Altså, på papiret bestemmer jeg selv. 😀 Men måltallet henger der.\n\nI: Ja?\n"

Content = dict[str, list[dict[str, Any]]]
Act = Callable[[Project, int, int], object]


def content(project: Project) -> Content:
    """Every row of every table that an act can change."""
    with project.read() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
            for name in sorted(LOGGED_TABLES - {"coder"})
            for table in [TABLES[name]]
        }


def pick(things: list[Any], number: int) -> Any:
    """One of some things; an act without anything to act on is refused like any other."""
    if not things:
        raise NotFound("nothing there")
    return things[number % len(things)]


def document(project: Project, number: int) -> str:
    return str(pick(project.corpus.documents(), number).id)


def code(project: Project, number: int) -> Any:
    return pick(project.codebook.codes(), number)


def coding(project: Project, number: int) -> str:
    return str(pick(project.coding.codings(), number).id)


def memo(project: Project, number: int) -> str:
    return str(pick(project.memos.memos(), number).id)


def parent(project: Project, number: int) -> Any:
    return None if number % 3 == 0 else code(project, number)


def bulk(project: Project, a: int, b: int) -> int:
    rows = [CodingRow(document(project, a), i, i + 2, code(project, b).id, f"Jon{b % 2}", memo="x") for i in range(5)]
    return project.coding.import_rows(rows).new


def book(project: Project, a: int, b: int) -> object:
    entries = (CodeEntry(("A",)), CodeEntry(("A", f"B{b}"), definition=str(a)))
    return project.codebook.load(CodebookFile(f"bok {a % 2}", "nb", "", entries))


ACTS: dict[str, Act] = {
    "import": lambda p, a, b: p.corpus.add(f"Intervju {a}", TEXT * (1 + b % 3)),
    "remove document": lambda p, a, b: p.corpus.remove(document(p, a)),
    "rename document": lambda p, a, b: p.corpus.rename(document(p, a), f"Navn {b}"),
    "confirm speakers": lambda p, a, b: p.corpus.set_speakers(document(p, a), {"Berit": "participant"}),
    "new code": lambda p, a, b: p.codebook.add(f"Kode {a}", parent=parent(p, b)),
    "rename code": lambda p, a, b: p.codebook.update(code(p, a), name=f"Kode {b}", aliases=["x"]),
    "move code": lambda p, a, b: p.codebook.move(code(p, a), parent(p, b), a % 2),
    "merge codes": lambda p, a, b: p.codebook.merge(code(p, a), code(p, b)),
    "remove code": lambda p, a, b: p.codebook.remove(code(p, a)),
    "pin": lambda p, a, b: p.codebook.pin(code(p, a), b % 9 + 1),
    "load codebook": book,
    "code": lambda p, a, b: p.coding.apply(code(p, a), document(p, b), a, a + b + 1, memo="m" * (a % 2)),
    "code again": lambda p, a, b: p.coding.apply(code(p, b), document(p, a), 3, 9, coder="Jon"),
    "codings from a file": bulk,
    "remove coding": lambda p, a, b: p.coding.remove(coding(p, a)),
    "resize": lambda p, a, b: p.coding.resize(coding(p, a), b, b + 4),
    "recode": lambda p, a, b: p.coding.recode(coding(p, a), code(p, b)),
    "memo on coding": lambda p, a, b: p.coding.set_memo(coding(p, a), "tanke" * (b % 2)),
    "key quote": lambda p, a, b: p.coding.mark_key(coding(p, a), bool(b % 2)),
    "memo on passage": lambda p, a, b: p.memos.add("tanke", document=document(p, a), start=1, end=b + 2),
    "change memo": lambda p, a, b: p.memos.update(memo(p, a), text=f"tanke {b}"),
    "remove memo": lambda p, a, b: p.memos.remove(memo(p, a)),
    "new case": lambda p, a, b: p.cases.add(f"Sak {a}"),
    "link speaker": lambda p, a, b: p.corpus.link_speaker(pick(p.corpus.speakers(), a).id, pick(p.cases.cases(), b).id),
    "remove case": lambda p, a, b: p.cases.remove(pick(p.cases.cases(), a)),
    "set role": lambda p, a, b: p.corpus.set_speaker_role(pick(p.corpus.speakers(), a).id, "interviewer"),
    "undo": lambda p, a, b: p.history.undo(),
    "redo": lambda p, a, b: p.history.redo(),
    "undo one act": lambda p, a, b: p.history.undo(act=pick(p.history.acts(), a).id),
}
PLAIN = [name for name in sorted(ACTS) if name != "undo one act"]
sequences = st.lists(st.tuples(st.sampled_from(PLAIN), st.integers(0, 9), st.integers(0, 9)), max_size=25)
PRELUDE = [("import", 1, 0), ("new code", 1, 0), ("new code", 2, 0), ("code", 1, 5), ("codings from a file", 0, 1)]


def do(project: Project, steps: list[tuple[str, int, int]]) -> None:
    for name, a, b in steps:
        try:
            ACTS[name](project, a, b)
        except QualcodeError:
            continue  # refused in words, and nothing of it may remain: the comparison below sees to that


def redo_all(project: Project) -> None:
    while project.history.can_redo():
        project.history.redo()


@both
@settings(max_examples=10)
@given(steps=sequences)
def test_undoing_everything_gives_the_beginning_again(
    new_location: NewLocation, steps: list[tuple[str, int, int]]
) -> None:
    with open_project(new_location(laid_out=True), coder="Ida") as project:
        empty = content(project)
        do(project, PRELUDE + steps)
        assert project.check() == []
        while project.history.can_undo():
            project.history.undo()
        assert content(project) == empty
        redo_all(project)
        assert project.check() == []


@settings(max_examples=10)
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 9), st.integers(0, 9)), max_size=25))
def test_going_back_through_the_whole_log_gives_the_beginning_again(
    new_location: NewLocation, steps: list[tuple[str, int, int]]
) -> None:
    """Also when single acts in the middle were undone: what they built upon is put back before it is taken away."""
    with open_project(new_location(laid_out=True), coder="Ida") as project:
        empty = content(project)
        do(project, PRELUDE + steps)
        for act in project.history.acts():
            if not next(a for a in project.history.acts() if a.id == act.id).undone:
                project.history.undo(act=act.id)
        assert content(project) == empty
        assert project.check() == []


@settings(max_examples=10)
@given(steps=sequences.map(lambda s: [step for step in s if "undo" not in step[0] and step[0] != "redo"]))
def test_redoing_everything_gives_the_end_again(new_location: NewLocation, steps: list[tuple[str, int, int]]) -> None:
    with open_project(new_location(laid_out=True), coder="Ida") as project:
        do(project, PRELUDE + steps)
        full = content(project)
        project.history.undo(1000)
        redo_all(project)
        assert content(project) == full


@both
def test_undo_works_after_closing_and_opening(new_location: Callable[[], str]) -> None:
    place = new_location()
    with create_project(place, coder="Ida") as project:
        project.corpus.add("Intervju 1", TEXT)
        project.codebook.add("Måltall")
        project.coding.apply("Måltall", "Intervju 1", 3, 9)
        before = content(project)
    with open_project(place, coder="Ida") as project:
        assert [act.label for act in project.history.undo()] == [project.history.acts()[1].label]
        assert project.coding.codings() == []
    with open_project(place, coder="Ida") as project:
        project.history.redo()
        assert content(project) == before


@both
def test_undo_of_what_a_later_act_built_upon_is_refused_and_names_it(project: Project) -> None:
    project.corpus.add("Intervju 1", TEXT)
    project.codebook.add("Måltall")
    made = project.history.acts()[0].id
    before = content(project)
    project.coding.apply("Måltall", "Intervju 1", 3, 9, coder="Jon")
    with pytest.raises(Conflict, match=r"«.*Måltall.*» cannot be undone: «.*Måltall.*Intervju 1»"):
        project.history.undo(act=made)
    project.history.undo()
    assert content(project) == before


def test_a_changed_row_is_not_overwritten_by_an_undo(project: Project) -> None:
    project.codebook.add("Måltall")
    project.codebook.update("Måltall", definition="Tall på tavla")
    project.codebook.update("Måltall", definition="Tall som noen teller")
    with pytest.raises(Conflict, match="built upon"):
        project.history.undo(act=2)
    assert project.codebook.code("Måltall").definition == "Tall som noen teller"


def test_another_coder_on_the_same_words_is_not_in_the_way(project: Project) -> None:
    project.corpus.add("Intervju 1", TEXT)
    project.codebook.add("Måltall")
    project.coding.apply("Måltall", "Intervju 1", 3, 9)
    mine = project.history.acts()[0].id
    project.coder = "Jon"
    project.coding.apply("Måltall", "Intervju 1", 3, 9)
    project.history.undo(act=mine)
    assert [c.coder for c in project.coding.codings()] == ["Jon"]


def test_undo_of_one_coder_passes_over_the_acts_of_others(project: Project) -> None:
    project.codebook.add_codebook("Kodebok")
    project.codebook.add("Min kode")
    project.coder = "Jon"
    project.codebook.add("Jons kode")
    [undone] = project.history.undo(coder="Ida")
    assert "Min kode" in undone.label
    assert [code.name for code in project.codebook.codes()] == ["Jons kode"]


def test_a_new_act_ends_what_can_be_redone(project: Project) -> None:
    project.codebook.add("En")
    project.history.undo()
    project.codebook.add("To")
    with pytest.raises(NotFound, match="nothing to redo"):
        project.history.redo()


def test_a_failing_act_leaves_nothing(project: Project) -> None:
    before = content(project)
    with pytest.raises(NotFound), project.action("halvveis"):
        project.codebook.remove(project.codebook.add("En").name + "?")
    assert content(project) == before
    assert project.history.acts() == []


def test_an_act_that_changes_nothing_is_not_logged(project: Project) -> None:
    project.codebook.add("En")
    project.codebook.update("En", definition="")
    assert len(project.history.acts()) == 1


@both
def test_the_guard_refuses_writes_that_bypass_the_log(project: Project) -> None:
    project.codebook.add("En")
    statements = [
        CodeRow.__table__.delete(),  # type: ignore[attr-defined]
        CodeRow.__table__.update().values(name="x"),  # type: ignore[attr-defined]
        text("DELETE FROM code"),
        text("  insert into code (id) values ('x')"),
        text('UPDATE "code" SET name = name'),
    ]
    for statement in statements:
        with pytest.raises(RuntimeError, match="outside the action log"), project.database.write() as connection:
            connection.execute(statement)
    assert [code.name for code in project.codebook.codes()] == ["En"]


def test_a_large_import_is_logged_compactly_and_undone_as_a_set(project: Project) -> None:
    project.corpus.add("Intervju 1", "ord " * 20_000)
    project.codebook.add("En")
    rows = [CodingRow("Intervju 1", i, i + 3, "En", "Jon") for i in range(20_000)]
    project.coding.import_rows(rows)
    with project.read() as connection:
        changes = connection.execute(text("SELECT count(*), max(length(image)) FROM change WHERE action_id = 3")).one()
    assert changes[0] == 1
    assert changes[1] < 20_000 * 40
    project.history.undo()
    assert project.coding.codings() == []
    project.history.redo()
    assert len(project.coding.codings()) == 20_000
    assert project.check() == []


def test_an_act_that_came_to_nothing_does_not_stand_in_the_way_of_undo(project: Project) -> None:
    project.codebook.add("En")
    row = project.info().id
    with project.action("to and fro") as act:
        act.update(ProjectRow, row, name="Hit")
        act.update(ProjectRow, row, name="NAV-studien")
        act.condense(ProjectRow, row)
    assert [project.history.undo()[0].label for _ in range(2)] == ["to and fro", "Ny kode: En"]
    assert project.codebook.codes() == []
