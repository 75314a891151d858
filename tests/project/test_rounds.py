"""Rounds through hits: what is found, what has become of it, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.project import Project, create_project, open_project
from qualcode.project.records import CodingRow
from qualcode.project.rounds import CODED, OPEN, SKIPPED, THERE, Hit, Tally, Wanted, suggested
from qualcode.project.sitting import TOGETHER, NewCode, Sitting

BERIT = """I: Hva er skjønn for deg?

BERIT: Skjønn er å vurdere selv. Uten skjønn blir det bare regler. Jeg bruker det hver dag.

I: Og uten?

BERIT: Da er det skjønnsmessig vilkår som gjelder, og ikke faglig skjønn.
"""
ROGER = """I: Skjønn?

ROGER: De sa det var skjønn. Jeg sa det var flaks.
"""
OLD = "2020-01-01T00:00:00Z"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two interviews and a few codes."""
    project = create_project(tmp_path / "studie.qualcode", coder="Ida")
    project.corpus.add("Berit", BERIT)
    project.corpus.add("Roger", ROGER)
    for name in ("Skjønn", "Regler", "Flaks"):
        project.codebook.add(name)
    yield project
    project.close()


def wanted(project: Project, query: str = "skjønn*", code: str = "Skjønn", **more: object) -> Wanted:
    return Wanted(query=query, code=project.codebook.code(code).id if code else "", **more)  # type: ignore[arg-type]


def words(project: Project, hits: tuple[Hit, ...]) -> list[str]:
    return [project.corpus.text(hit.document_id)[hit.start : hit.end] for hit in hits]


def begun(project: Project, **more: object) -> Sitting:
    return Sitting(project, project.rounds.start(wanted(project, **more)))  # type: ignore[arg-type]


def sentence(project: Project, hit: Hit) -> list[tuple[int, int]]:
    """A span around a hit."""
    text = project.corpus.text(hit.document_id)
    return [(text.rfind("\n", 0, hit.start) + 1, text.index("\n", hit.end))]


def test_hits_are_found_in_order_once_each_and_not_in_what_the_interviewer_says(project: Project) -> None:
    found = project.rounds.hits(wanted(project, "skjønn*, faglig skjønn OR vilkårlig"))
    assert words(project, found.hits) == ["Skjønn", "skjønn", "skjønnsmessig", "faglig skjønn", "skjønn"]
    assert [hit.speaker for hit in found.hits] == ["BERIT"] * 4 + ["ROGER"]
    assert [hit.turn for hit in found.hits] == [2, 2, 4, 4, 2]
    assert found.counts == {"skjønn*": 5, "faglig skjønn": 1, "vilkårlig": 0}
    assert found.missing == ["vilkårlig"]


def test_the_scope_narrows(project: Project) -> None:
    roger = project.corpus.document("Roger")
    everything = project.rounds.hits(wanted(project, interviewer=True))
    assert words(project, everything.hits)[0] == "skjønn"
    assert len(everything.hits) == 7
    for narrow in (wanted(project, documents=(roger.id,)), wanted(project, speakers=("roger",))):
        assert [hit.document for hit in project.rounds.hits(narrow).hits] == ["Roger"]
    project.corpus.set_kind("Roger", "observation")
    assert [hit.document for hit in project.rounds.hits(wanted(project, kinds=("observation",))).hits] == ["Roger"]
    assert project.rounds.hits(wanted(project, kinds=("literature",))).hits == ()
    assert project.rounds.hits(wanted(project, kinds=("literature",))).missing == ["skjønn*"]


def test_labels_of_speakers_and_what_is_not_to_be_coded_are_no_hits(project: Project) -> None:
    assert project.rounds.hits(wanted(project, "berit")).hits == ()
    project.structure.add("Berit", "Sammendrag", BERIT.index("Da er"), len(BERIT))
    project.structure.exclude(project.structure.sections("Berit"))
    assert words(project, project.rounds.hits(wanted(project)).hits) == ["Skjønn", "skjønn", "skjønn"]


def test_patterns_are_found_and_wrong_ones_refused(project: Project) -> None:
    assert words(project, project.rounds.hits(wanted(project, "fla.s", look="regex")).hits) == ["flaks"]
    for wrong in (wanted(project, "(", look="regex"), wanted(project, " , "), wanted(project, look="dreams")):
        with pytest.raises(InvalidInput):
            project.rounds.hits(wrong)


def test_what_is_coded_already_is_told_from_what_the_round_coded(project: Project) -> None:
    place = BERIT.index("Uten skjønn")
    project.coding.import_rows([CodingRow("Berit", place, place + 11, "Skjønn", "Jon", created=OLD)])
    sitting = begun(project)
    assert sitting.states == [OPEN, THERE, OPEN, OPEN, OPEN]
    assert sitting.first() == 0
    code = project.codebook.code("Skjønn")
    span = [(sitting.hits[0].start, sitting.hits[0].end)]
    assert sitting.code(0, code, span) == (code, True)
    assert sitting.code(0, code, span) == (code, False)
    assert sitting.states == [CODED, THERE, OPEN, OPEN, OPEN]
    assert sitting.next_open(0) == 2
    assert project.rounds.tally(sitting.round) == Tally(5, 1, 0, 1)


def test_a_coding_over_two_hits_decides_both(project: Project) -> None:
    sitting = begun(project)
    sitting.code(0, project.codebook.code("Skjønn"), sentence(project, sitting.hits[0]))
    assert sitting.states == [CODED, CODED, OPEN, OPEN, OPEN]
    assert sitting.take_back() == 0
    assert sitting.states == [OPEN] * 5
    assert project.coding.codings() == []


def test_only_the_coders_own_codings_count_if_wanted(project: Project) -> None:
    project.coding.import_rows([CodingRow("Roger", ROGER.index("skjønn"), 40, "Skjønn", "Jon", created=OLD)])
    assert begun(project, coder="Ida").states[-1] == OPEN
    assert begun(project).states[-1] == THERE


def test_skips_are_stored_together_as_one_act_a_sitting(project: Project) -> None:
    sitting = begun(project)
    acts = len(project.history.acts())
    sitting.skip(0)
    assert not sitting.waits
    assert len(project.history.acts()) == acts
    assert sitting.store()
    sitting.skip(2)
    sitting.code(3, project.codebook.code("Flaks"), sentence(project, sitting.hits[3]))
    assert sitting.store()
    assert not sitting.store()
    assert len(project.history.acts()) == acts + 2, "one for the coding, one for all that is remembered"
    assert project.check() == []
    assert Sitting(project, sitting.round).states == [SKIPPED, OPEN, SKIPPED, CODED, OPEN]
    project.history.undo()
    assert Sitting(project, sitting.round).states == [OPEN] * 5


def test_ten_decisions_are_enough_to_store(project: Project) -> None:
    project.corpus.add("Lang", "Her er skjønn.\n" * TOGETHER)
    sitting = begun(project, documents=(project.corpus.document("Lang").id,))
    for number in range(TOGETHER):
        assert not sitting.waits
        sitting.skip(number)
    assert sitting.waits


def test_coding_alone_leaves_nothing_to_store(project: Project) -> None:
    sitting = begun(project)
    sitting.code(0, project.codebook.code("Skjønn"), sentence(project, sitting.hits[0]))
    assert not sitting.store(sitting.first())
    again = Sitting(project, project.rounds.round(sitting.round))
    assert again.states == sitting.states


def test_the_place_is_kept_over_a_restart_and_for_others(project: Project, tmp_path: Path) -> None:
    sitting = begun(project)
    sitting.skip(2)
    sitting.store(3)
    with open_project(tmp_path / "studie.qualcode", coder="Jon") as other:
        again = Sitting(other, other.rounds.round("skjønn*"))
        assert again.states == [OPEN, OPEN, SKIPPED, OPEN, OPEN]
        assert again.first() == 3
        again.skip(3)
        again.store()
    sitting.skip(4)
    sitting.store()
    assert Sitting(project, sitting.round).states == [OPEN, OPEN, SKIPPED, SKIPPED, SKIPPED], (
        "neither loses the other's"
    )


def test_decisions_are_taken_back_one_by_one_also_after_they_were_stored(project: Project) -> None:
    sitting = begun(project)
    sitting.skip(0)
    sitting.code(1, project.codebook.code("Regler"), sentence(project, sitting.hits[1]))
    sitting.skip(2)
    sitting.store()
    assert [sitting.take_back(), sitting.take_back()] == [2, 1]
    assert sitting.states == [SKIPPED, OPEN, OPEN, OPEN, OPEN]
    sitting.store()
    assert Sitting(project, sitting.round).states == sitting.states
    assert sitting.take_back() == 0
    assert sitting.take_back() is None


def test_a_code_that_was_undone_elsewhere_leaves_its_hit_open(project: Project) -> None:
    sitting = begun(project, code="")
    sitting.code(0, project.codebook.code("Regler"), [(sitting.hits[0].start, sitting.hits[0].end)])
    sitting.store()
    project.coding.remove(project.coding.codings()[0].id)
    sitting.count_all()
    assert sitting.states[0] == OPEN
    with pytest.raises(Conflict):
        sitting.take_back()


def test_decisions_still_fit_after_the_texts_were_edited(project: Project) -> None:
    sitting = begun(project)
    for number in (0, 2, 3):
        sitting.skip(number)
    sitting.store()
    text = project.corpus.text("Berit")
    project.editing.edit("Berit", 0, 0, "Opptak 1, med skjønn\n")
    place = project.corpus.text("Berit").index("vilkår som")
    project.editing.edit("Berit", place, place + 6, "grunnlag")
    assert len(project.corpus.text("Berit")) > len(text)
    again = Sitting(project, project.rounds.round(sitting.round))
    states = {
        words(project, (hit,))[0] + str(hit.turn): state for hit, state in zip(again.hits, again.states, strict=True)
    }
    assert states["Skjønn2"] == states["skjønnsmessig4"] == SKIPPED
    assert again.states.count(SKIPPED) == 3


def test_two_rounds_do_not_know_of_each_other_and_one_can_be_removed(project: Project) -> None:
    first, second = begun(project), begun(project)
    assert [each.name for each in project.rounds.rounds()] == ["skjønn* (2)", "skjønn*"]
    first.skip(0)
    first.store()
    assert Sitting(project, second.round).states[0] == OPEN
    project.rounds.remove("skjønn*")
    first.skip(1)
    assert not first.store(), "what is remembered of a round that is gone goes nowhere"
    with pytest.raises(NotFound):
        project.rounds.round("skjønn*")
    with pytest.raises(Conflict):
        project.rounds.start(wanted(project), name="SKJØNN* (2)")


def test_starting_is_one_act_that_can_be_undone(project: Project) -> None:
    acts = len(project.history.acts())
    project.rounds.start(wanted(project), name="Andre runde")
    assert len(project.history.acts()) == acts + 1
    project.history.undo()
    assert project.rounds.rounds() == []


def test_inside_the_passages_of_a_code_other_codes_are_put(project: Project) -> None:
    turn = BERIT.index("Skjønn er å"), BERIT.index("\n\nI: Og")
    project.coding.import_rows(
        [CodingRow("Berit", *turn, "Skjønn", coder, created=OLD) for coder in ("Ida", "Jon")]
        + [CodingRow("Roger", 18, 30, "Skjønn", "Jon", created=OLD), CodingRow("Berit", 30, 40, "Flaks", created=OLD)]
    )
    under = project.codebook.code("Skjønn").id
    both = Wanted(look="passages", under=under)
    assert [(hit.document, hit.start, hit.end) for hit in project.rounds.hits(both).hits] == [
        ("Berit", *turn),
        ("Roger", 18, 30),
    ]
    assert len(project.rounds.hits(Wanted(look="passages", under=under, coder="Ida")).hits) == 1
    sitting = Sitting(project, project.rounds.start(both))
    assert sitting.round.name == "under Skjønn"
    assert sitting.states == [OPEN, OPEN], "what was coded before the round is only shown"
    with pytest.raises(Conflict):
        sitting.code(0, project.codebook.code("Skjønn"), [turn])
    assert sitting.code(0, project.codebook.code("Regler"), [(turn[0], turn[0] + 10), (turn[0] + 20, turn[0] + 30)])
    sitting.skip(0)
    sitting.skip(1)
    sitting.store()
    assert Sitting(project, sitting.round).states == [CODED, SKIPPED]
    assert len(project.coding.codings(code="Regler")) == 2
    with pytest.raises(InvalidInput):
        project.rounds.start(Wanted(look="passages", under=under, code=under))


def test_a_code_made_on_the_way_and_a_memo_are_taken_back_as_one(project: Project) -> None:
    sitting = begun(project, code="")
    chosen, is_new = sitting.code(0, NewCode("Magefølelse"), sentence(project, sitting.hits[0]))
    assert (chosen.name, is_new, sitting.states[0]) == ("Magefølelse", True, CODED)
    sitting.note(1, sentence(project, sitting.hits[1])[0], "Sier hun ofte")
    assert sitting.states[1] == OPEN, "where the code is chosen each time, each hit is decided for itself"
    assert sitting.take_back() == 1
    assert project.memos.memos() == []
    assert sitting.take_back() == 0
    assert [code.name for code in project.codebook.codes()] == ["Skjønn", "Regler", "Flaks"]


def test_what_a_code_suggests_to_look_for(project: Project) -> None:
    code = project.codebook.add("Tid", phrases=["tidspress", "Tid"], aliases=["hastverk"])
    assert suggested(code) == ["Tid", "tidspress", "hastverk"]


def test_the_summary_tells_each_document(project: Project) -> None:
    sitting = begun(project)
    sitting.skip(4)
    assert sitting.by_document() == {"Berit": Tally(4, 0, 0, 0), "Roger": Tally(1, 0, 1, 0)}
    assert sitting.tally.left == 4


def test_a_coding_whose_words_are_gone_decides_nothing(project: Project) -> None:
    sitting = begun(project)
    text = project.corpus.text("Berit")
    place = text.index("Uten")
    project.coding.apply("Skjønn", "Berit", place, place + 4)
    project.editing.edit("Berit", place, place + 5, "")
    sitting.show(project.rounds.hits(sitting.round.wanted))
    assert sitting.states == [OPEN] * 5


def test_nothing_found_is_nothing_to_do(project: Project) -> None:
    sitting = begun(project, query="finnesikke")
    assert (sitting.hits, sitting.states, sitting.first(), sitting.next_open(0)) == ((), [], 0, 0)
    assert not sitting.store(0)
