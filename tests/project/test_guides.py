"""Guides in a project: kept, edited, linked to what interviewers say, and counted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.guides import LEAST, Guides
from qualcode.project.project import Project
from qualcode.project.records import Asked, Question
from tests.conftest import on_both_databases

STUDY = Path(__file__).parents[2] / "corpora" / "nav-studien"
KEY = Path(__file__).with_name("guide_key.csv")
TUNED_ON = {"01 Berit veileder", "05 Roger deltaker"}

GUIDE = """# Bakgrunn

Husk opptaket.

1. Hvor lenge har du vært veileder?

# Planen

2. Hvordan blir aktivitetsplanen laget?
   - Hvem skriver den?
   - Hvem bestemmer?
3. Hva skjer når noen blir trukket?
"""
FIRST = """I: Hvor lenge har du vært veileder? Og 😀 hvordan lager dere aktivitetsplanen?

BERIT: Ti år. Vi lager den sammen.

I: Hvem skriver den, da?

BERIT: Jeg skriver.

I: Hva skjer når noen trekkes?

BERIT: Da ringer de.

I: Kaffe?

BERIT: Takk.
"""
SECOND = "I: Korleis vert aktivitetsplanen laga?\n\nMARIT: Eg spør.\n\nI: Takk.\n\nMARIT: Ver så god.\n"


@pytest.fixture
def study(project: Project) -> Project:
    """Two interviews, one of them in nynorsk, a note, and a guide."""
    for name, text in (("Berit", FIRST), ("Marit", SECOND), ("Notat", "Et notat uten replikker.\n")):
        project.corpus.add(name, text)
    project.guides.add("Guide", GUIDE)
    return project


def shown(links: list[Asked]) -> list[tuple[str, str, str]]:
    """Where, what and in which words."""
    return [(link.document, link.question.split(" ")[0], link.text) for link in links]


def labels(lines: list[Question]) -> list[str]:
    """The lines by label, sections by title."""
    return [line.label or line.title for line in lines]


FOUND = [
    ("Berit", "1", "Hvor lenge har du vært veileder?"),
    ("Berit", "2", "Og 😀 hvordan lager dere aktivitetsplanen?"),
    ("Berit", "2.1", "Hvem skriver den, da?"),
    ("Berit", "3", "Hva skjer når noen trekkes?"),
    ("Marit", "2", "Korleis vert aktivitetsplanen laga?"),
]


@on_both_databases
def test_a_guide_is_kept_listed_renamed_removed_and_comes_back(study: Project) -> None:
    guide = study.guides.guide("guide")
    assert (guide.sections, guide.questions, guide.prompts, guide.documents) == (2, 3, 2, 0)
    lines = study.guides.questions(guide)
    assert labels(lines) == ["Bakgrunn", "1", "Planen", "2", "2.1", "2.2", "3"]
    assert lines[0].text == "Bakgrunn\nHusk opptaket."
    assert [line.depth for line in lines] == [0, 1, 0, 1, 2, 2, 1]
    assert study.guides.rename(guide, "Annen guide").name == "Annen guide"
    with pytest.raises(Conflict):
        study.guides.add("annen GUIDE", "Hva?")
    study.guides.propose(guide)
    study.guides.remove(guide)
    assert study.guides.guides() == []
    assert study.guides.links() == []
    study.history.undo()
    assert len(study.guides.links("Annen guide")) == len(FOUND)
    assert study.check() == []


def test_a_question_is_named_by_label_words_or_id(study: Project) -> None:
    line = study.guides.question("2.1")
    for reference in (line.id, line.title.upper(), line.shown, line):
        assert study.guides.question(reference) == line
    assert study.guides.question("2", "Guide").title == "Hvordan blir aktivitetsplanen laget?"
    with pytest.raises(NotFound) as missing:
        study.guides.question("Hvem skrev den?")
    assert "Hvem skriver den?" in missing.value.hint


def test_lines_are_added_changed_moved_and_removed_with_what_is_below(study: Project) -> None:
    guides = study.guides
    guides.add_question("Guide", "Hvem\nleser den?", kind="prompt", after="2.1")
    assert guides.question("2.2").text == "Hvem leser den?"
    guides.add_question("Guide", "Til slutt", kind="section")
    guides.add_question("Guide", "Noe mer?", number="4")
    assert labels(guides.questions("Guide"))[-3:] == ["3", "Til slutt", "4"]
    guides.move_question("2", after=None)
    moved = guides.questions("Guide")
    assert [line.title for line in moved][:4] == [
        "Hvordan blir aktivitetsplanen laget?", "Hvem skriver den?", "Hvem leser den?", "Hvem bestemmer?",
    ]  # fmt: skip
    assert moved[0].parent_id is None
    guides.move_question("Bakgrunn", after="Hvem bestemmer?")
    guides.move_question("2", after="Til slutt")
    assert labels(guides.questions("Guide")) == [
        "Bakgrunn",
        "1",
        "Planen",
        "3",
        "Til slutt",
        "4",
        "2",
        "2.1",
        "2.2",
        "2.3",
    ]
    assert guides.question("2").parent_id == guides.question("Til slutt").id
    assert guides.update_question("2.3", text="Hvem avgjør?").label == "2.3"
    guides.remove_question("2")
    assert labels(guides.questions("Guide")) == ["Bakgrunn", "1", "Planen", "3", "Til slutt", "4"]
    study.history.undo(8)
    assert labels(guides.questions("Guide")) == ["Bakgrunn", "1", "Planen", "2", "2.1", "2.2", "3"]
    assert study.check() == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda guides: guides.move_question("2.1", after=None),
        lambda guides: guides.move_question("2", after="2.1"),
        lambda guides: guides.add_question("Guide", " "),
        lambda guides: guides.add_question("Guide", "Hva?", kind="chapter"),
    ],
    ids=["prompt at the top", "below itself", "no words", "no kind"],
)
def test_a_line_cannot_stand_where_it_makes_no_sense(study: Project, wrong: Callable[[Guides], Question]) -> None:
    before = study.last_act()
    with pytest.raises(InvalidInput):
        wrong(study.guides)
    assert study.last_act() == before


@on_both_databases
def test_questions_are_found_in_what_interviewers_say_as_one_act(study: Project) -> None:
    before = study.last_act()
    found = study.guides.propose("Guide")
    assert shown(found) == FOUND
    assert study.last_act() == before + 1
    assert {link.status for link in found} == {"proposed"}
    assert [link.turn for link in found] == [1, 1, 3, 5, 1]
    assert all(LEAST <= link.confidence <= 1 for link in found)
    assert study.check() == []
    study.history.undo()
    assert study.guides.links() == []


def test_looking_again_keeps_what_a_person_decided(study: Project) -> None:
    first, second, third, *_ = study.guides.propose("Guide")
    assert study.guides.confirm(first.id) == 1
    assert study.guides.decline(second.id) == 1
    study.guides.update_question("2.1", text="Hvem eier den?")
    again = study.guides.propose("Guide")
    assert shown(again) == FOUND[3:], "the prompt reads otherwise now, and the decided ones do not wait"
    assert [link.id for link in study.guides.links("Guide", status="confirmed")] == [first.id]
    assert [link.id for link in study.guides.links("Guide", status="declined")] == [second.id]
    assert third.id not in {link.id for link in study.guides.links()}
    acts = study.last_act()
    study.guides.propose("Guide")
    assert study.last_act() == acts, "nothing new was found, but an act was logged"


def test_a_document_can_be_looked_through_alone(study: Project) -> None:
    assert shown(study.guides.propose("Guide", ["Marit"])) == FOUND[4:]
    study.guides.propose("Guide", ["Notat"])
    assert shown(study.guides.links("Guide")) == FOUND[4:]


def test_a_link_by_hand_is_confirmed_and_bad_ones_are_refused(study: Project) -> None:
    start = FIRST.index("Kaffe?")
    made = study.guides.link("2.2", "Berit", start, start + 6)
    assert (made.text, made.status, made.confidence, made.turn) == ("Kaffe?", "confirmed", 1.0, 7)
    study.guides.decline(made.id)
    assert study.guides.link("2.2", "Berit", start, start + 6).id == made.id
    assert [link.status for link in study.guides.links(document="Berit")] == ["confirmed"]
    for question, span in (("Planen", (0, 3)), ("2.2", (5, 5)), ("2.2", (0, len(FIRST) + 1))):
        with pytest.raises(InvalidInput):
            study.guides.link(question, "Berit", *span)
    with pytest.raises(NotFound):
        study.guides.confirm(made.id, "6f9619ff-8b86-d011-b42d-00c04fc964ff")
    assert study.guides.guide("Guide").documents == 1


def test_coverage_counts_confirmed_places_by_interview_and_case(study: Project) -> None:
    found = study.guides.propose("Guide")
    assert not any(map(sum, study.guides.coverage("Guide").cells))
    study.guides.confirm(*(link.id for link in found if link.document == "Berit"))
    table = study.guides.coverage("Guide")
    assert table.columns == ("Berit", "Marit"), "a note without an interviewer is no interview"
    assert dict(zip(labels(list(table.questions)), table.cells, strict=True)) == {
        "1": (1, 0), "2": (1, 0), "2.1": (1, 0), "2.2": (0, 0), "3": (1, 0),
    }  # fmt: skip
    assert study.guides.coverage("Guide", proposed=True).asked_in == (1, 2, 1, 0, 1)
    study.cases.add("Marit Vik")
    marit = next(speaker for speaker in study.corpus.speakers() if speaker.label == "MARIT")
    study.corpus.link_speaker(marit.id, "Marit Vik")
    by_case = study.guides.coverage("Guide", by="case", proposed=True)
    assert (by_case.columns, by_case.asked_in) == (("Marit Vik",), (0, 1, 0, 0, 0))
    with pytest.raises(InvalidInput):
        study.guides.coverage("Guide", by="speaker")


def test_an_answer_goes_on_to_the_next_question_over_its_own_prompts(study: Project) -> None:
    study.guides.confirm(*(link.id for link in study.guides.propose("Guide")))
    both = ["Ti år. Vi lager den sammen."]
    answers = {label: study.guides.answers(label, "Guide") for label in ("1", "2", "2.1", "2.2", "3")}
    assert [answer.text for answer in answers["1"]] == both, "asked in one breath with the next, it shares the answer"
    assert [answer.text for answer in answers["2"]] == [*both, "Jeg skriver.", "Eg spør.", "Ver så god."]
    assert [answer.text for answer in answers["2.1"]] == ["Jeg skriver."]
    assert answers["2.2"] == []
    assert [(answer.text, answer.speaker, answer.turn, answer.words) for answer in answers["3"]] == [
        ("Da ringer de.", "BERIT", 6, 3), ("Takk.", "BERIT", 8, 1),
    ]  # fmt: skip
    for answer in answers["2"]:
        assert study.corpus.text(answer.document_id)[answer.start : answer.end] == answer.text


def test_only_confirmed_places_begin_and_end_answers_unless_proposals_count(study: Project) -> None:
    found = study.guides.propose("Guide")
    assert study.guides.answers("1") == []
    study.guides.confirm(found[0].id)
    assert len(study.guides.answers("1")) == 4, "to the end of the interview"
    assert len(study.guides.answers("1", proposed=True)) == 1


def test_what_is_not_to_be_coded_neither_asks_nor_answers(study: Project) -> None:
    study.guides.confirm(*(link.id for link in study.guides.propose("Guide")))
    start = FIRST.index("I: Hva skjer")
    section = study.structure.add("Berit", "Vedlegg", start, len(FIRST))
    study.structure.exclude([section])
    assert study.guides.answers("3") == []
    study.guides.remove("Guide")
    study.guides.add("Guide", GUIDE)
    assert shown(study.guides.propose("Guide", ["Berit"])) == FOUND[:3]


def test_a_text_without_turns_answers_with_all_its_words(project: Project) -> None:
    project.corpus.add("Brev", "Hvem er du? Jeg er Kari.\n", turns="none")
    project.guides.add("Guide", "Hvem er du?\nHvor gammel er du?")
    project.guides.link("1", "Brev", 0, 11)
    [answer] = project.guides.answers("1")
    assert (answer.text, answer.start, answer.turn) == ("Jeg er Kari.", 12, None)


def test_removing_a_document_takes_its_links_and_undo_brings_them_back(study: Project) -> None:
    study.guides.propose("Guide")
    study.corpus.remove("Berit")
    assert shown(study.guides.links()) == FOUND[4:]
    study.history.undo()
    assert shown(study.guides.links()) == FOUND


def test_links_follow_their_words_when_the_text_is_edited(study: Project) -> None:
    study.guides.propose("Guide", ["Marit"])
    study.editing.replace("Marit", "Ny første linje.\n\n" + SECOND)
    assert shown(study.guides.links()) == FOUND[4:]


def figures(project: Project, documents: set[str], least: float) -> tuple[float, float]:
    """Precision and recall of what is proposed against the key, a turn and a question each."""
    found = {
        (link.document, str(link.turn), link.question.split(" ")[0])
        for link in project.guides.links("intervjuguide")
        if link.document in documents and link.confidence >= least
    }
    with KEY.open(encoding="utf-8", newline="") as file:
        key = {(row["document"], row["turn"], row["question"]) for row in csv.DictReader(file)}
    wanted = {row for row in key if row[0] in documents}
    return len(found & wanted) / len(found), len(found & wanted) / len(wanted)


def test_precision_and_recall_on_the_sample_study_are_those_of_the_docs(project: Project) -> None:
    with KEY.open(encoding="utf-8", newline="") as file:
        names = {row["document"] for row in csv.DictReader(file)}
    project.corpus.import_files([STUDY / f"{name}.txt" for name in sorted(names)])
    project.guides.import_file(STUDY / "intervjuguide.md")
    project.guides.propose("intervjuguide")
    held_out = names - TUNED_ON
    assert len(held_out) == 4
    precision, recall = figures(project, held_out, LEAST)
    assert (round(precision, 2), round(recall, 2)) == (0.79, 0.73)
    precision, recall = figures(project, held_out, 0.7)
    assert (round(precision, 2), round(recall, 2)) == (1.0, 0.43)
