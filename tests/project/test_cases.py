"""Cases and attributes: a tree of cases, typed values, and what happens to both when something goes."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import Ambiguous, Conflict, InvalidInput, NotFound
from qualcode.project.cases import checked_value
from qualcode.project.project import Project
from qualcode.project.records import ATTRIBUTE_TYPES, Attribute
from tests.conftest import on_both_databases


def attribute(type: str, *choices: str) -> Attribute:
    return Attribute("", "Verdi", "case", type, choices, "show")


@on_both_databases
def test_cases_form_a_tree_and_carry_values(project: Project) -> None:
    project.cases.define_attribute("Alder", type="integer")
    project.cases.define_attribute("Kontor")
    office = project.cases.add("Kontor A", kind="office", description="Et stort kontor")
    made = project.cases.add("Åse Dal", parent="kontor a", attributes={"alder": "47", "Kontor": "A"})
    assert made == project.cases.case("åse dal") == project.cases.case(unicodedata.normalize("NFD", "Åse Dal"))
    assert (made.parent_id, made.kind, dict(made.attributes)) == (office.id, "person", {"Alder": "47", "Kontor": "A"})
    assert project.cases.case(office.id).description == "Et stort kontor"
    project.cases.add("Berit")
    assert [case.name for case in project.cases.cases()] == ["Berit", "Kontor A", "Åse Dal"]
    project.history.undo(2)
    assert [case.name for case in project.cases.cases()] == ["Kontor A"]


def test_a_case_has_a_name_of_its_own(project: Project) -> None:
    project.cases.add("Berit")
    other = project.cases.add("Kåre")
    for name in ("Berit", "BERIT", " berit "):
        with pytest.raises(Conflict, match="there is a case"):
            project.cases.add(name)
        with pytest.raises(Conflict, match="there is a case"):
            project.cases.update(other, name=name)
    assert project.cases.update("Kåre", name="KÅRE", description="ny").name == "KÅRE"
    assert project.cases.update("KÅRE", name="Kari").description == "ny"
    for nobody in ("Kåre", ""):
        with pytest.raises(NotFound):
            project.cases.case(nobody)
    with pytest.raises(NotFound):
        project.cases.add("Ny", parent="Ingen")
    with pytest.raises(InvalidInput):
        project.cases.add("\n")


def test_a_bad_value_keeps_the_whole_case_out(project: Project) -> None:
    project.cases.define_attribute("Alder", type="integer")
    acts = project.last_act()
    for attributes in ({"Alder": "ung"}, {"Alder": "4", "Ukjent": "x"}):
        with pytest.raises((InvalidInput, NotFound)):
            project.cases.add("Berit", attributes=attributes)
    assert (project.cases.cases(), project.last_act()) == ([], acts)


@on_both_databases
def test_removing_a_case_lets_its_speakers_go_moves_up_what_is_below_and_undo_brings_it_back(project: Project) -> None:
    project.corpus.add("Intervju 1", "I: Hva?\n\nBerit: Ja.\n\nI: Og?\n\nBerit: Nei.")
    project.cases.define_attribute("Kontor")
    for name, parent in (("Kommune", None), ("Kontor A", "Kommune"), ("Berit", "Kontor A")):
        project.cases.add(name, parent=parent, attributes={"Kontor": "A"})
    [berit] = [s for s in project.corpus.speakers() if s.label == "Berit"]
    project.corpus.link_speaker(berit.id, "Kontor A")
    project.memos.add("om kontoret", case="Kontor A")
    before = (project.cases.cases(), project.corpus.speakers(), project.memos.memos())
    project.cases.remove("Kontor A")
    assert [c.name for c in project.cases.cases()] == ["Berit", "Kommune"]
    assert project.cases.case("Berit").parent_id == project.cases.case("Kommune").id
    assert {s.case for s in project.corpus.speakers()} == {None}
    assert project.memos.memos() == []
    assert project.check() == []
    project.history.undo()
    assert (project.cases.cases(), project.corpus.speakers(), project.memos.memos()) == before


@pytest.mark.parametrize(
    ("kind", "given_value", "stored"),
    [
        (attribute("text"), " Kontor \n A ", "Kontor A"),
        (attribute("text"), "😀", "😀"),
        (attribute("integer"), "047", "47"),
        (attribute("integer"), "-3", "-3"),
        (attribute("number"), "3,5", "3.5"),
        (attribute("number"), "1234567.5", "1234567.5"),
        (attribute("number"), "4", "4"),
        (attribute("date"), "2026-02-14", "2026-02-14"),
        (attribute("yes/no"), "yes", "yes"),
        (attribute("ordered list", "lav", "høy"), "høy", "høy"),
    ],
)
def test_a_value_is_stored_as_its_type_writes_it(kind: Attribute, given_value: str, stored: str) -> None:
    assert checked_value(kind, given_value) == stored
    assert checked_value(kind, stored) == stored


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (attribute("integer"), "3,5"), (attribute("integer"), "tre"), (attribute("integer"), "9" * 5000),
        (attribute("number"), "ca. 4"), (attribute("number"), "nan"), (attribute("number"), "-inf"),
        (attribute("number"), "1e999"), (attribute("date"), "14.02.2026"), (attribute("date"), "2026-02-30"),
        (attribute("yes/no"), "kanskje"), (attribute("ordered list", "lav", "høy"), "middels"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_value_of_the_type_is_refused_with_what_is(kind: Attribute, value: str) -> None:
    with pytest.raises(InvalidInput, match="is not a value for Verdi") as refusal:
        checked_value(kind, value)
    assert kind.type in refusal.value.hint or "choose one of" in refusal.value.hint


@given(st.sampled_from(ATTRIBUTE_TYPES), st.text(max_size=12))
def test_a_stored_value_is_a_value(type: str, value: str) -> None:
    kind = attribute(type, "lav", "høy")
    try:
        stored = checked_value(kind, value)
    except InvalidInput:
        return
    assert checked_value(kind, stored) == stored


@given(st.integers(-(10**13), 10**13), st.integers(0, 9))
def test_a_number_keeps_its_fifteen_digits(whole: int, tenth: int) -> None:
    assert float(checked_value(attribute("number"), f"{whole},{tenth}")) == float(f"{whole}.{tenth}")


def test_values_are_set_changed_and_taken_away(project: Project) -> None:
    project.cases.define_attribute("Kontor", type="ordered list", choices=("A", "B"))
    project.cases.add("Berit")

    def held() -> dict[str, str]:
        return dict(project.cases.case("Berit").attributes)

    project.cases.set_attribute("berit", "kontor", "A")
    assert held() == {"Kontor": "A"}
    with pytest.raises(InvalidInput):
        project.cases.set_attribute("Berit", "Kontor", "C")
    project.cases.set_attribute("Berit", "Kontor", "B")
    assert held() == {"Kontor": "B"}
    project.cases.set_attribute("Berit", "Kontor", "  ")
    assert held() == {}
    acts = project.last_act()
    project.cases.set_attribute("Berit", "Kontor", "")
    assert project.last_act() == acts
    project.history.undo()
    assert held() == {"Kontor": "B"}


def test_attributes_of_documents_and_of_cases_are_kept_apart(project: Project) -> None:
    project.corpus.add("Intervju 1", "Tekst.")
    project.cases.add("Berit")
    project.cases.define_attribute("Kommune", applies_to="document")
    with pytest.raises(InvalidInput, match="is an attribute of documents"):
        project.cases.set_attribute("Berit", "Kommune", "Elvestad")
    project.cases.define_attribute("Kommune")
    project.cases.set_attribute("Berit", "Kommune", "Fjordvik")
    project.cases.set_document_attribute("Intervju 1", "Kommune", "Elvestad")
    assert dict(project.cases.case("Berit").attributes) == {"Kommune": "Fjordvik"}
    assert project.cases.document_attributes("Intervju 1") == {"Kommune": "Elvestad"}
    assert [a.applies_to for a in project.cases.attributes()] == ["document", "case"]
    assert [a.applies_to for a in project.cases.attributes("case")] == ["case"]
    with pytest.raises(Ambiguous):
        project.cases.attribute("Kommune")
    project.cases.define_attribute("Rolle")
    with pytest.raises(InvalidInput, match="is an attribute of cases"):
        project.cases.set_document_attribute("Intervju 1", "Rolle", "x")


@pytest.mark.parametrize("fields", [{"applies_to": "speaker"}, {"type": "colour"}, {"export_rule": "blur"}], ids=str)
def test_an_attribute_is_of_a_known_kind_and_has_a_name_of_its_own(project: Project, fields: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="is not possible for an attribute") as refusal:
        project.cases.define_attribute("Kontor", **fields)  # type: ignore[arg-type]
    assert refusal.value.hint.startswith("choose one of: ")
    project.cases.define_attribute("Kontor", export_rule="hide")
    with pytest.raises(Conflict):
        project.cases.define_attribute("KONTOR")
    assert [(a.name, a.export_rule) for a in project.cases.attributes()] == [("Kontor", "hide")]


@on_both_databases
def test_a_label_is_linked_in_some_documents_or_wherever_it_is_used_by_one_act(project: Project) -> None:
    for name in ("A", "B", "C"):
        project.corpus.add(name, "I: Hva?\n\nBerit: Nei.\n\nI: Ja?\n\nBerit: Ja.\n")
    first = project.corpus.document("A").id
    project.cases.link("berit", "Person 1", documents=[first])
    assert linked(project) == {"Person 1": 1}
    project.cases.link("Berit", "person 1")
    assert linked(project) == {"Person 1": 3}
    project.cases.link("Berit", None, documents=[first])
    assert linked(project) == {"Person 1": 2}
    for _ in range(3):
        project.history.undo()
    assert (linked(project), project.cases.cases()) == ({}, [])
    with pytest.raises(NotFound, match="nobody is called"):
        project.cases.link("Kari", "Person 1")


def linked(project: Project) -> dict[str, int]:
    """How many labels stand for each person."""
    return Counter(speaker.case for speaker in project.corpus.speakers() if speaker.case)
