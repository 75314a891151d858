"""The history of a code: everything that touched it, codings in numbers, also out of packs; and how codes are used."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from qualcode.errors import NotFound
from qualcode.project.code_use import CodeUse, branch_uses, code_uses, value_counts
from qualcode.project.codebook import PALETTE, least_used
from qualcode.project.history import CHANGE
from qualcode.project.project import Project
from qualcode.project.records import CodebookFile, CodeChange, CodeEntry, CodeEvent, CodingRow
from tests.conftest import on_both_databases


@pytest.fixture
def study(project: Project) -> Project:
    """Two interviews and two codes."""
    for name in ("Intervju 1", "Intervju 2"):
        project.corpus.add(name, "På papiret bestemmer jeg selv, men ikke ellers.")
    project.codebook.add("Skjønn")
    project.codebook.add("Press")
    return project


def told(events: Sequence[CodeEvent]) -> list[tuple[str, int, int]]:
    """What each event was, oldest first, and the codings it added and took away."""
    return [(event.what, event.added, event.removed) for event in reversed(events)]


@on_both_databases
def test_every_act_on_a_code_is_told_with_before_and_after(study: Project) -> None:
    book = study.codebook
    book.update("Skjønn", name="Handlingsrom", reason="for vid")
    book.update("Handlingsrom", definition="Det noen kan velge", aliases=["rom"])
    book.move("Handlingsrom", "Press")
    book.move("Handlingsrom", None)
    book.update("Press", definition="noe annet")
    events = book.history("Handlingsrom")
    assert told(events) == [("created", 0, 0), ("renamed", 0, 0), ("changed", 0, 0), ("moved", 0, 0), ("moved", 0, 0)]
    assert events[3].changes == (CodeChange("name", "Skjønn", "Handlingsrom"),)
    assert events[3].label.endswith("– for vid")
    assert events[2].changes == (
        CodeChange("definition", "", "Det noen kan velge"), CodeChange("aliases", "", "rom"),
    )  # fmt: skip
    assert events[1].changes == (CodeChange("parent_id", "", "Press"),)
    assert [event.act for event in events] == sorted((event.act for event in events), reverse=True)
    book.remove("Press")
    assert book.history("Handlingsrom")[1].changes == (CodeChange("parent_id", "", "Press"),), "its name is remembered"


@on_both_databases
def test_codings_are_counted_one_by_one_and_out_of_packs(study: Project) -> None:
    rows = [CodingRow("Intervju 1", at, at + 2, code) for at in range(8) for code in ("Skjønn", "Press")]
    study.coding.import_rows(rows)
    single = study.coding.apply("Skjønn", "Intervju 2", 0, 3)
    study.coding.apply("Press", "Intervju 2", 0, 3)
    study.codebook.update("Skjønn", definition="x")
    study.coding.remove(single.id)
    study.coding.remove(*(coding.id for coding in study.coding.codings(code="Skjønn")[:3]))
    study.history.undo()
    assert told(study.codebook.history("Skjønn")) == [
        ("created", 0, 0), ("coded", 9, 0), ("changed", 0, 0), ("coded", 3, 4),
    ]  # fmt: skip
    newest = study.codebook.history("Skjønn")[0]
    assert (newest.acts, newest.undone) == (3, False)
    assert study.codebook.history("Skjønn")[1].undone is False


def test_recoding_and_merging_tell_both_sides(study: Project) -> None:
    codings = [study.coding.apply("Skjønn", "Intervju 1", at, at + 2) for at in range(4)]
    study.coding.recode(codings[0].id, "Press")
    assert told(study.codebook.history("Skjønn"))[-1] == ("coded", 4, 1)
    assert told(study.codebook.history("Press"))[-1] == ("coded", 1, 0)
    study.codebook.merge("Skjønn", "Press", reason="det samme")
    event = study.codebook.history("Press")[0]
    assert (event.what, event.added, event.removed) == ("merged", 3, 0)
    assert event.changes == (CodeChange("aliases", "", "Skjønn"),)
    study.history.undo()
    assert told(study.codebook.history("Skjønn"))[-1] == ("created", 3, 0)
    assert study.codebook.history("Press")[1].undone


def test_an_undone_coding_is_told_as_undone(study: Project) -> None:
    study.codebook.update("Skjønn", definition="x")
    study.history.undo()
    first, second, _ = study.codebook.history("Skjønn")
    assert (second.undone, second.changes) == (True, (CodeChange("definition", "", "x"),))
    assert first.changes == (CodeChange("definition", "x", ""),)


def test_loading_a_codebook_is_told_of_each_of_its_codes(study: Project) -> None:
    entries = tuple(CodeEntry((name,), definition="ny") for name in ("Skjønn", "Ny", "Nyere"))
    study.codebook.load(CodebookFile("Bok", "nb", "", entries), codebook=study.codebook.codebooks()[0].name)
    assert told(study.codebook.history("Ny")) == [("created", 0, 0)]
    assert study.codebook.history("Skjønn")[0].changes == (CodeChange("definition", "", "ny"),)


def test_what_was_logged_before_codes_were_noted_is_counted_by_what_is_left(study: Project) -> None:
    study.coding.import_rows([CodingRow("Intervju 1", at, at + 2, "Skjønn") for at in range(8)])
    single = study.coding.apply("Skjønn", "Intervju 2", 0, 3)
    older = CHANGE.update().where(CHANGE.c.table_name == "coding")
    with study.transaction() as connection:
        connection.execute(older.where(CHANGE.c.row_id.is_(None)).values(after=None))
        [logged] = connection.execute(select(CHANGE.c.after).where(CHANGE.c.row_id == single.id)).scalars()
        plain = {"fingerprint": logged["fingerprint"]}
        connection.execute(older.where(CHANGE.c.row_id == single.id).values(after=plain))
    assert told(study.codebook.history("Skjønn"))[-1] == ("coded", 9, 0)
    assert told(study.codebook.history("Press")) == [("created", 0, 0)]
    study.history.undo(2)
    assert study.coding.codings() == []


def test_a_reason_can_be_given_afterwards_by_who_did_it(study: Project) -> None:
    study.codebook.move("Skjønn", "Press")
    label = study.history.acts(1)[0].label
    acts = study.last_act()
    assert study.history.give_reason("  hører \n hjemme der ").label == f"{label} – hører hjemme der"
    assert study.history.acts(1)[0].label == f"{label} – hører hjemme der"
    assert study.last_act() == acts
    assert study.history.give_reason(" ").label == f"{label} – hører hjemme der"
    with pytest.raises(NotFound, match="nothing was done"):
        study.history.give_reason("x", coder="Jon")


@on_both_databases
def test_uses_are_those_of_the_branch(study: Project) -> None:
    study.codebook.move("Skjønn", "Press")
    for code, document in (("Skjønn", "Intervju 1"), ("Press", "Intervju 1"), ("Press", "Intervju 2")):
        study.coding.apply(code, document, 0, 5)
    ids = {code.name: code.id for code in study.codebook.codes()}
    assert code_uses(study) == {ids["Press"]: CodeUse(3, 2, 0), ids["Skjønn"]: CodeUse(1, 1, 0)}


def test_cases_are_counted_where_speakers_are_linked(project: Project) -> None:
    project.corpus.add("Møte", "I: Hva nå?\n\nBERIT: Vi venter.\n\nROGER: Jeg også.\n")
    project.codebook.add("Venting")
    for speaker in project.corpus.speakers("Møte"):
        if speaker.role != "interviewer":
            project.corpus.link_speaker(speaker.id, project.cases.add(speaker.label).id)
    text = project.corpus.text("Møte")
    project.coding.apply("Venting", "Møte", text.index("Vi"), len(text) - 1)
    assert list(code_uses(project).values()) == [CodeUse(1, 1, 2)]


@given(st.lists(st.sampled_from(["lite", "mye", "x", None])))
def test_values_are_counted_in_the_order_of_the_scale(values: list[str | None]) -> None:
    counts = value_counts(values, ("lite", "mye"))
    assert list(counts)[:2] == ["lite", "mye"]
    assert sum(counts.values()) == len([value for value in values if value is not None])


def test_no_codes_have_no_use() -> None:
    assert branch_uses([], [], []) == {}


def test_a_new_code_gets_the_colour_used_least(study: Project) -> None:
    assert [code.color for code in study.codebook.codes()] == list(PALETTE[:2])
    assert study.codebook.add("Under", parent="Skjønn").color == PALETTE[2]
    assert least_used([*PALETTE, *PALETTE[:3]]) == PALETTE[3]
    assert least_used(["#123456", PALETTE[0].lower()]) == PALETTE[1]
