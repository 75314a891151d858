"""Codings that are split and joined, and codes whose codings go to others."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.project import Project
from qualcode.project.records import MergePreview
from tests.conftest import on_both_databases

TEXT = "I: Hva tenker du? 😀\n\nBerit: Altså, 𝕏 på papiret bestemmer jeg selv.\n"
END = len(TEXT)


@pytest.fixture
def study(project: Project) -> Project:
    """One interview and three codes, one with a scale."""
    project.corpus.add("Intervju 1", TEXT)
    project.codebook.add("Skjønn")
    project.codebook.add("Grad", scale=["lite", "mye"])
    project.codebook.add("Tid")
    return project


def state(project: Project) -> tuple[object, ...]:
    """All that undo must bring back."""
    memos = sorted((memo.text, memo.target_id) for memo in project.memos.memos())
    return project.codebook.codes(), project.coding.codings(), memos


CUTS = st.lists(st.integers(0, END), min_size=3, max_size=6, unique=True).map(sorted)


@settings(max_examples=25)
@given(cuts=CUTS, value=st.sampled_from([None, "lite", "mye"]), memo=st.sampled_from(["", "sjekk 😀\nto linjer"]))
def test_what_is_split_covers_the_same_words_and_joins_again(
    study: Project, cuts: list[int], value: str | None, memo: str
) -> None:
    start, *inner, end = cuts
    whole = study.coding.apply("Grad", "Intervju 1", start, end, value=value, memo=memo)
    whole = study.coding.mark_key(whole.id)
    before, acts = state(study), study.last_act()
    rest = whole
    parts = []
    for cut in inner:
        first, rest = study.coding.split(rest.id, cut)
        parts.append(first)
    parts.append(rest)
    assert [(part.start, part.end) for part in parts] == list(pairwise(cuts))
    kept = ("code", "coder", "document", "created_at", "value", "key_quote")
    assert all(getattr(part, name) == getattr(whole, name) for part in parts for name in kept)
    assert [part.memo for part in parts] == [memo, *[""] * len(inner)]
    assert study.coding.join(*(part.id for part in reversed(parts))) == whole
    assert study.last_act() == acts + len(inner) + 1
    study.history.undo(len(inner) + 1)
    assert state(study) == before
    assert study.check() == []
    study.coding.remove(whole.id)


@given(st.integers(-5, END + 5).filter(lambda offset: not 3 < offset < 19))
@settings(max_examples=20)
def test_a_coding_is_split_only_inside(study: Project, offset: int) -> None:
    coding = study.coding.apply("Tid", "Intervju 1", 3, 19)
    acts = study.last_act()
    with pytest.raises(InvalidInput, match="does not lie inside"):
        study.coding.split(coding.id, offset)
    assert study.last_act() == acts


def test_a_part_that_is_there_already_is_not_made_twice(study: Project) -> None:
    coding = study.coding.apply("Tid", "Intervju 1", 3, 19)
    study.coding.apply("Tid", "Intervju 1", 9, 19)
    before = state(study)
    with pytest.raises(Conflict, match="there already"):
        study.coding.split(coding.id, 9)
    assert state(study) == before


@on_both_databases
def test_joining_keeps_memos_and_key_mark_and_reaches_over_gaps(study: Project) -> None:
    first = study.coding.apply("Tid", "Intervju 1", 3, 9, memo="først")
    later = study.coding.apply("Tid", "Intervju 1", 22, 30, memo="så dette")
    inside = study.coding.apply("Tid", "Intervju 1", 5, 8)
    study.coding.mark_key(later.id)
    before = state(study)
    joined = study.coding.join(later.id, first.id, inside.id)
    assert (joined.id, joined.start, joined.end, joined.key_quote) == (first.id, 3, 30, True)
    assert sorted(joined.memo.split("\n\n")) == ["først", "så dette"]
    assert study.coding.codings() == [joined]
    study.history.undo()
    assert state(study) == before


@pytest.mark.parametrize(
    ("code", "coder", "value", "word"),
    [("Tid", "Ida", None, "codes"), ("Grad", "Jon", None, "coders"), ("Grad", "Ida", "mye", "values")],
)
def test_only_codings_that_say_the_same_are_joined(
    study: Project, code: str, coder: str, value: str | None, word: str
) -> None:
    first = study.coding.apply("Grad", "Intervju 1", 3, 9)
    other = study.coding.apply(code, "Intervju 1", 9, 12, coder=coder, value=value)
    before = state(study)
    with pytest.raises(Conflict, match=f"different {word}"):
        study.coding.join(first.id, other.id)
    for too_few in ((), (first.id,), (first.id, first.id), (first.id, "gone")):
        with pytest.raises(NotFound):
            study.coding.join(*too_few)
    assert state(study) == before


def test_nothing_is_joined_across_documents_or_over_what_is_not_to_be_coded(study: Project) -> None:
    study.corpus.add("Intervju 2", TEXT)
    first = study.coding.apply("Tid", "Intervju 1", 0, 3)
    far = study.coding.apply("Tid", "Intervju 2", 3, 9)
    with pytest.raises(Conflict, match="different documents"):
        study.coding.join(first.id, far.id)
    last = study.coding.apply("Tid", "Intervju 1", 40, 44)
    study.structure.exclude([study.structure.add("Intervju 1", "Vedlegg", 10, 20)], True)
    with pytest.raises(Conflict, match="not to be coded"):
        study.coding.join(first.id, last.id)


@on_both_databases
def test_a_code_is_split_into_codes_beside_it(study: Project) -> None:
    codings = [study.coding.apply("Grad", "Intervju 1", at, at + 3, value="mye") for at in (0, 5, 9)]
    study.codebook.add("Lite", scale=["x"])
    twin = study.coding.apply("Lite", "Intervju 1", 5, 8)
    before, acts = state(study), study.last_act()
    parts = study.codebook.split("Grad", {"Ny": [codings[0].id], "Lite": [codings[1].id, "gone"]}, reason="for vid")
    assert (parts["Ny"].scale, parts["Ny"].codings, parts["Lite"].codings) == (("lite", "mye"), 1, 1)
    assert [(c.code, c.start) for c in study.coding.codings()] == [("Ny", 0), ("Lite", 5), ("Grad", 9)]
    assert study.coding.coding(twin.id).value == "mye", "the value of a double is taken over where there was none"
    assert study.last_act() == acts + 1
    assert study.history.acts(1)[0].label.endswith("– for vid")
    with pytest.raises(InvalidInput, match="into itself"):
        study.codebook.split("Grad", {"grad": [codings[2].id]})
    study.history.undo()
    assert state(study) == before


def test_a_merge_is_foretold_as_it_will_happen(study: Project) -> None:
    study.codebook.add("Under", parent="Tid")
    study.codebook.add("Under", parent="Grad")
    study.codebook.add("Alene", parent="Tid")
    study.codebook.add("Dypt", parent="Alene")
    for code, at, value in (("Tid", 0, "vidt"), ("Tid", 5, "mye"), ("Tid", 9, "vidt"), ("Grad", 9, "lite"),
                            ("Tid > Under", 20, None)):  # fmt: skip
        study.coding.apply(code, "Intervju 1", at, at + 3, value=value)
    study.memos.add("om tid", code="Tid")
    foretold = study.codebook.merge_preview("Tid", "Grad")
    assert foretold == MergePreview(3, 1, 1, 2, 1, 1, (("vidt", 1),))
    before = study.codebook.codes()
    study.codebook.merge("Tid", "Grad")
    assert sum(code.codings for code in study.codebook.codes()) == 4
    assert len(study.codebook.codes()) == len(before) - 2
    assert study.check() == []
    with pytest.raises(InvalidInput, match="merged into itself"):
        study.codebook.merge_preview("Grad", "Grad > Under")
