"""Editing a coded text: codings keep to their words, everything can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import Project, create_project
from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.intake import Draft
from qualcode.project.schema import DocumentRow
from qualcode.text.cleaning import Cleaned
from qualcode.text.edits import Edit, apply_edits
from qualcode.text.reading import base_text, from_string
from qualcode.text.rules.proposals import Findings, Proposal
from qualcode.text.source import Mark
from tests.conftest import on_both_databases

SAID = "I: Hva skjer?\n\nBERIT: Vi venter. Det er lenge.\n"

TEXT = (
    "I: Hvor mye bestemmer du?\n\nBerit: Vi bestemmer litt.\nMest er måltall.\n\nI: Hvordan da?\n\nBerit: De teller.\n"
)


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Project]:
    """A project with one interview, coded and marked."""
    with create_project(tmp_path / "a.qualcode", coder="Ida") as project:
        project.corpus.add("A", TEXT)
        for name in ("Skjønn", "Måltall"):
            project.codebook.add(name)
        code(project, "Skjønn", "bestemmer litt")
        code(project, "Måltall", "måltall")
        code(project, "Måltall", "De teller")
        at = TEXT.index("Mest")
        project.memos.add("Se her", document="A", start=at, end=at + 4)
        yield project


def code(project: Project, name: str, words: str) -> None:
    at = project.corpus.text("A").index(words)
    project.coding.apply(name, "A", at, at + len(words))


def words_of(project: Project) -> list[str]:
    text = project.corpus.text("A")
    return [text[coding.start : coding.end] for coding in project.coding.codings()]


def spoken(project: Project) -> list[tuple[str | None, str]]:
    text = project.corpus.text("A")
    return [(turn.speaker, text[turn.start : turn.end]) for turn in project.corpus.turns("A")]


def edit(project: Project, words: str, instead: str) -> list[tuple[str, str, str]]:
    at = project.corpus.text("A").index(words)
    touched = project.editing.edit("A", at, at + len(words), instead)
    return [(each.before, each.after, each.status) for each in touched]


def test_an_edit_elsewhere_moves_codings_with_their_words(edited: Project) -> None:
    assert edit(edited, "Hvor mye", "I hvor stor grad") == []
    assert words_of(edited) == ["bestemmer litt", "måltall", "De teller"]
    assert edited.editing.to_review() == []
    memo = edited.memos.memos()[0]
    assert edited.corpus.text("A")[memo.start : memo.end] == "Mest"


def test_what_changes_inside_a_coding_is_listed_until_looked_at(edited: Project) -> None:
    assert edit(edited, "bestemmer litt", "bestemmer svært lite") == [
        ("bestemmer litt", "bestemmer svært lite", "changed")
    ]
    review = edited.editing.to_review()
    assert [(each.code, each.before, each.after) for each in review] == [
        ("Skjønn", "bestemmer litt", "bestemmer svært lite")
    ]
    edited.editing.looked_at(review[0].coding_id)
    assert edited.editing.to_review() == []
    assert words_of(edited)[0] == "bestemmer svært lite"


def test_a_coding_whose_words_are_gone_is_kept_with_them(edited: Project) -> None:
    assert edit(edited, "Mest er måltall.", "") == [("måltall", "", "orphaned")]
    orphan = edited.editing.to_review("A")[0]
    assert (orphan.start, orphan.before) == (orphan.end, "måltall")
    with pytest.raises(Conflict, match="are gone"):
        edited.editing.looked_at(orphan.coding_id)
    assert [quote.text for quote in edited.quotes.quotes()] == ["bestemmer litt", "De teller"]
    moved = edited.coding.resize(orphan.coding_id, 3, 7)
    assert moved.end == 7
    assert edited.editing.to_review() == []


def test_words_put_back_are_as_if_nothing_had_been(edited: Project) -> None:
    edit(edited, "måltall", "telling")
    edit(edited, "telling", "måltall")
    assert edited.editing.to_review() == []
    assert edited.editing.edits("A") == []


def test_the_first_words_are_remembered_through_several_edits(edited: Project) -> None:
    edit(edited, "måltall", "telling")
    assert edit(edited, "telling", "tellinga") == [("måltall", "tellinga", "changed")]


def test_turns_follow_and_new_labels_of_known_speakers_are_found(edited: Project) -> None:
    edit(edited, "\nMest er", "\n\nI: Jaså?\n\nBerit: Mest er")
    assert spoken(edited) == [
        ("I", "Hvor mye bestemmer du?"),
        ("Berit", "Vi bestemmer litt."),
        ("I", "Jaså?"),
        ("Berit", "Mest er måltall."),
        ("I", "Hvordan da?"),
        ("Berit", "De teller."),
    ]
    edited.history.undo()
    assert len(spoken(edited)) == 4


def test_what_is_written_at_the_edges_of_a_turn_is_part_of_it(edited: Project) -> None:
    edit(edited, "De teller.", "Altså, de teller. Alltid.")
    edited.editing.edit("A", TEXT.index("Vi bestemmer"), TEXT.index("Vi bestemmer"), "Nja, ")
    edited.editing.edit("A", TEXT.index("\n\nBerit"), TEXT.index("\n\nBerit"), " Og hvor lite?")
    assert spoken(edited) == [
        ("I", "Hvor mye bestemmer du? Og hvor lite?"),
        ("Berit", "Nja, Vi bestemmer litt.\nMest er måltall."),
        ("I", "Hvordan da?"),
        ("Berit", "Altså, de teller. Alltid."),
    ]


def test_a_renamed_speaker_keeps_role_and_case(edited: Project) -> None:
    edited.cases.add("Person 1")
    berit = next(speaker for speaker in edited.corpus.speakers("A") if speaker.label == "Berit")
    edited.corpus.link_speaker(berit.id, "Person 1")
    at = [place for place in range(len(TEXT)) if TEXT.startswith("Berit:", place)]
    edited.editing.edit_many([("A", place, place + 5, "Kari") for place in at])
    assert [speaker for speaker, _ in spoken(edited)] == ["I", "Kari", "I", "Kari"]
    assert words_of(edited) == ["bestemmer litt", "måltall", "De teller"]


def test_a_turn_that_is_deleted_is_gone_and_the_rest_stands(edited: Project) -> None:
    edit(edited, "I: Hvordan da?\n\n", "")
    assert [speaker for speaker, _ in spoken(edited)] == ["I", "Berit", "Berit"]


def test_a_corrected_version_moves_codings_and_lists_what_changed(edited: Project) -> None:
    corrected = TEXT.replace("Hvor mye", "Hva").replace("måltall", "måltal").replace("De teller.", "")
    touched = edited.editing.replace("A", corrected)
    assert [(each.code, each.before, each.after, each.status) for each in touched] == [
        ("Måltall", "måltall", "måltal", "changed"),
        ("Måltall", "De teller", "", "orphaned"),
    ]
    assert edited.corpus.text("A") == corrected
    assert edited.corpus.raw("A") == corrected
    assert edited.corpus.document("A").characters == len(corrected)


def test_undo_of_an_edit_brings_everything_back(edited: Project) -> None:
    before = snapshot(edited)
    edited.editing.replace("A", "Noe helt annet: ingenting står igjen.")
    assert len(edited.editing.to_review()) == 3
    edited.history.undo()
    assert snapshot(edited) == before
    edited.history.redo()
    assert edited.corpus.text("A").startswith("Noe helt annet")
    assert edited.check() == []


def snapshot(project: Project) -> tuple[object, ...]:
    return (
        project.corpus.text("A"), project.corpus.raw("A"), project.corpus.documents(), project.corpus.turns("A"),
        project.corpus.speakers("A"), project.coding.codings(), project.memos.memos(), project.editing.edits("A"),
        project.editing.to_review(), project.structure.sections(), project.structure.marks("A"),
    )  # fmt: skip


@pytest.mark.parametrize(("start", "end"), [(5, 4), (0, 10_000), (-1, 2)])
def test_a_span_outside_the_text_is_refused(edited: Project, start: int, end: int) -> None:
    with pytest.raises(InvalidInput, match="not a span"):
        edited.editing.edit("A", start, end, "x")


def test_an_empty_corrected_version_is_refused(edited: Project) -> None:
    with pytest.raises(InvalidInput, match="holds no text"):
        edited.editing.replace("A", " \n")


def test_find_and_replace_goes_over_several_documents_as_one_act(edited: Project) -> None:
    edited.corpus.add("B", "Også her er måltall.")
    hits = edited.search.find("måltall")
    edited.editing.edit_many([(hit.document_id, hit.start, hit.end, "mål") for hit in hits])
    assert edited.search.find("måltall") == []
    assert len(edited.search.find("mål")) == 2
    edited.history.undo()
    assert len(edited.search.find("måltall")) == 2


# ── cleaning ──

DAMAGED = "Vi har skj0nn\nog rom. 3\n7 Se note.\nMer pa slutten."


def damaged(project: Project) -> None:
    """A document with one sure repair, one doubtful one and one of two parts."""
    note = DAMAGED.index("\n7 Se note.")
    proposals = (
        Proposal(7, 13, "skjønn", "damaged word", 0.99),
        Proposal(13, 14, " ", "joined line", 0.95),
        Proposal(note, note + 11, "", "footnote", 0.95, 1),
        Proposal(DAMAGED.index("pa"), DAMAGED.index("pa") + 2, "på", "damaged word", 0.5),
        Proposal(len(DAMAGED), len(DAMAGED), "\n\n[7] Se note.", "footnote", 0.95, 1),
    )
    cleaned = Cleaned(DAMAGED, Findings(proposals))
    draft: Draft = project.corpus.draft("A", from_string(DAMAGED), turns="none", cleaned=cleaned)
    project.corpus.store([draft])


@pytest.fixture
def cleaned(tmp_path: Path) -> Iterator[Project]:
    """A project with one damaged document."""
    with create_project(tmp_path / "a.qualcode", coder="Ida") as project:
        damaged(project)
        project.codebook.add("Skjønn")
        code(project, "Skjønn", "skjønn og")
        yield project


CLEAN = "Vi har skjønn og rom. 3\nMer pa slutten.\n\n[7] Se note."


def test_sure_edits_are_made_and_doubtful_ones_wait(cleaned: Project) -> None:
    assert cleaned.corpus.text("A") == CLEAN
    assert cleaned.corpus.raw("A") == DAMAGED
    waiting = cleaned.editing.edits("A", status="proposed")
    assert [(each.original, each.replacement, CLEAN[each.at :][:2]) for each in waiting] == [("pa", "på", "pa")]
    notes = cleaned.structure.marks("A", ["footnote"])
    assert [(CLEAN[note.start : note.end], note.detail) for note in notes] == [("[7] Se note.", "7")]


def test_a_doubtful_edit_is_made_on_a_persons_word(cleaned: Project) -> None:
    [waiting] = cleaned.editing.edits("A", status="proposed")
    cleaned.editing.make(waiting.id)
    assert "Mer på slutten" in cleaned.corpus.text("A")
    cleaned.history.undo()
    assert cleaned.corpus.text("A") == CLEAN


def test_edits_are_taken_back_one_by_one_and_by_rule(cleaned: Project) -> None:
    by_rule = {each.rule: each.id for each in cleaned.editing.edits("A", status="made")}
    touched = cleaned.editing.take_back(by_rule["damaged word"])
    assert [(each.before, each.after) for each in touched] == [("skjønn og", "skj0nn og")]
    assert cleaned.corpus.text("A") == CLEAN.replace("skjønn", "skj0nn")
    cleaned.editing.make(by_rule["damaged word"])
    assert cleaned.editing.to_review() == []
    cleaned.editing.take_back(by_rule["footnote"])
    assert cleaned.corpus.text("A") == "Vi har skjønn og rom. 3\n7 Se note.\nMer pa slutten."


def test_taking_everything_back_gives_the_text_as_extracted(cleaned: Project) -> None:
    cleaned.editing.take_back(*(each.id for each in cleaned.editing.edits("A")))
    assert cleaned.corpus.text("A") == DAMAGED


def test_an_edit_by_hand_meets_a_repair(cleaned: Project) -> None:
    edit(cleaned, "kjønn og r", "KJØNN OG R")
    assert cleaned.corpus.text("A").startswith("Vi har sKJØNN OG Rom")
    assert cleaned.corpus.raw("A") == DAMAGED
    back = [each for each in cleaned.editing.edits("A", status="made") if each.rule == "by hand"]
    cleaned.editing.take_back(*(each.id for each in back))
    assert cleaned.corpus.text("A").startswith("Vi har skj0nn\nog rom")


def test_an_edit_in_a_place_that_waits_settles_it(cleaned: Project) -> None:
    edit(cleaned, "pa slutten", "ved enden")
    assert cleaned.editing.edits("A", status="proposed") == []


def test_unknown_edits_are_refused(cleaned: Project) -> None:
    with pytest.raises(NotFound):
        cleaned.editing.make("00000000-0000-0000-0000-000000000000")


# ── everything at once ──


@st.composite
def spans(draw: st.DrawFn, length: int, longest: int) -> tuple[int, int]:
    """A span that is not empty."""
    start = draw(st.integers(0, length - 1))
    return start, draw(st.integers(start + 1, min(length, start + longest)))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_edits_leave_other_codings_alone_and_undo_to_where_they_began(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder, create_project(Path(folder) / "a.qualcode", coder="Ida") as project:
        project.corpus.add("A", TEXT)
        project.codebook.add("K")
        for start, end in data.draw(st.lists(spans(len(TEXT), 30), max_size=6, unique=True)):
            project.coding.apply("K", "A", start, end)
        before, last = snapshot(project), project.last_act()
        for _ in range(data.draw(st.integers(1, 4))):
            length = len(project.corpus.text("A"))
            start, end = data.draw(spans(length, 12)) if length else (0, 0)
            edit_and_look(project, start, end, data.draw(st.text("aå :\nI", max_size=6)))
        assert project.check() == []
        while project.last_act() > last and (act := project.history.can_undo()) and act.id > last:
            project.history.undo()
        assert snapshot(project) == before


def edit_and_look(project: Project, start: int, end: int, words: str) -> None:
    """Edit a span, and see that codings beside it keep their words, and that base and edits make the text."""
    text, was = project.corpus.text("A"), {coding.id: coding for coding in project.coding.codings()}
    project.editing.edit("A", start, end, words)
    now = project.corpus.text("A")
    assert now == text[:start] + words + text[end:]
    for coding in project.coding.codings():
        old = was[coding.id]
        if old.start < old.end and (end <= old.start or old.end <= start):
            assert now[coding.start : coding.end] == text[old.start : old.end]
    made = project.editing.edits("A", status="made")
    edits = [Edit(each.start, each.end, each.replacement) for each in made]
    assert apply_edits(base_text(project.corpus.raw("A")), edits) == now


def test_check_sees_a_text_that_its_edits_do_not_make(cleaned: Project) -> None:
    with cleaned.action("a slip") as act:
        act.update(DocumentRow, cleaned.corpus.document("A").id, raw=DAMAGED + "x")
    assert [problem.kind for problem in cleaned.check()] == ["edits"]


def test_lifted_notes_stand_in_order_also_after_one_of_them_was_edited(tmp_path: Path) -> None:
    base = "En¹ to² tre³."
    notes = [
        Proposal(len(base), len(base), f"\n[{number}] Note {number}.", "footnote", 1.0, number)
        for number in range(1, 12)
    ]
    with create_project(tmp_path / "a.qualcode") as project:
        draft = project.corpus.draft(
            "A", from_string(base), turns="none", cleaned=Cleaned(base, Findings(tuple(notes)))
        )
        project.corpus.store([draft])
        expected = base + "".join(f"\n[{number}] Note {number}." for number in range(1, 12))
        assert project.corpus.text("A") == expected
        for old, new in (("Note 2", "Fotnote 2"), ("Note 11.", "Note 11. Slutt."), ("\n[1]", "\n\n[1]")):
            edit(project, old, new)
            expected = expected.replace(old, new, 1)
            assert project.corpus.text("A") == expected
            assert project.check() == []
        project.editing.take_back(
            *(each.id for each in project.editing.edits("A") if each.replacement == "\n[5] Note 5.")
        )
        assert project.corpus.text("A") == expected.replace("\n[5] Note 5.", "")
        assert project.check() == []


@on_both_databases
def test_what_was_read_before_others_edited_is_corrected_beside_what_they_did(project: Project) -> None:
    document = project.corpus.add("Møte", SAID)
    start = SAID.index("Vi venter.")
    coding = project.coding.apply(project.codebook.add("Venting"), document, start, start + len("Vi venter."))
    project.editing.edit(document, 0, 0, "Åpning.\n\n")
    project.editing.correct(document, SAID, SAID.replace("Det er lenge.", "Det er altfor lenge."))
    assert project.corpus.text(document) == "Åpning.\n\n" + SAID.replace("Det er lenge.", "Det er altfor lenge.")
    now = project.coding.coding(coding.id)
    assert project.corpus.text(document)[now.start : now.end] == "Vi venter."
    assert project.editing.where_now(document, SAID, start, start + 10) == (now.start, now.end)


@on_both_databases
def test_the_same_words_edited_by_two_are_refused_and_words_that_are_gone_are_not_found(project: Project) -> None:
    document = project.corpus.add("Møte", SAID)
    start = SAID.index("Vi venter. ")
    project.editing.edit(document, start, start + len("Vi venter. "), "")
    before = project.last_act()
    with pytest.raises(Conflict, match="edited by somebody else"):
        project.editing.correct(document, SAID, SAID.replace("Vi venter.", "Vi venter ikke."))
    with pytest.raises(Conflict, match=r"«Vi venter\.» are gone"):
        project.editing.where_now(document, SAID, start, start + len("Vi venter."))
    with pytest.raises(InvalidInput, match="no text"):
        project.editing.correct(document, SAID, " \n")
    assert project.last_act() == before


@pytest.fixture
def printed(tmp_path: Path) -> Iterator[Project]:
    """A project with a document whose pages are known, each with a head, as it was extracted."""
    turns = [f"I: Hvorfor {why}?\n\nB: Fordi {why} var slik." for why in ("fjorden", "fjellet", "dalen", "veien")]
    text = "".join(f"Intervju 7\n\n{turn}\n\n" for turn in turns)
    starts = [place.start() for place in re.finditer("Intervju 7", text)]
    source = replace(from_string(text), marks=tuple(Mark("page", start, start) for start in starts))
    with create_project(tmp_path / "p.qualcode", coder="Ida") as project:
        project.corpus.store([project.corpus.draft("A", source)])
        yield project


def test_what_pages_print_is_told_by_where_pages_begin_in_the_text_as_extracted(printed: Project) -> None:
    edit(printed, "I: Hvorfor fjorden?\n\n", "I: Hva var det da som gjorde at det ble som det ble med fjorden?\n\n")
    assert printed.editing.clean("A", "transcript") == {"running head": (4, 0)}
    assert "Intervju 7" not in printed.corpus.text("A")


def test_an_import_is_cleaned_by_where_its_pages_begin(printed: Project) -> None:
    marks = printed.structure.marks("A")
    source = replace(
        from_string(printed.corpus.text("A")), marks=tuple(Mark(mark.kind, mark.start, mark.end) for mark in marks)
    )
    draft = printed.corpus.draft("B", source, profile="transcript")
    assert "Intervju 7" not in draft.fields["text"]
    assert [mark.kind for mark in draft.marks] == ["page"] * 4
