"""A corrected version of a cleaned file: what was done to the old one stays, and what is new is cleaned like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import Project, create_project
from qualcode.errors import Conflict, InvalidInput
from qualcode.project.records import CorrectedFile
from qualcode.text.cleaning import Cleaned
from qualcode.text.edits import Edit, apply_edits
from qualcode.text.reading import base_text, from_string
from qualcode.text.rules.proposals import Findings, Proposal

FILE = (
    "Vi har bruker\u00admed\u00advirkning her.\n\nKonto\u00adret har \u0668 vakter om natten.\n\n"
    "Barnvernet er ofte med, og kom\u00admunen betaler.\n"
)
CLEAN = FILE.replace("\u00ad", "")
NOTHING = CorrectedFile(0, 0, 0, 0, 0, 0, 0, 0, (), 0, 0)


@pytest.fixture
def cleaned(tmp_path: Path) -> Iterator[Project]:
    """A text with soft hyphens, mended as a transcript; a figure waits."""
    with create_project(tmp_path / "a.qualcode", coder="Ida") as project:
        taken_in(project, FILE)
        project.codebook.add("Skjønn")
        yield project


def taken_in(project: Project, text: str) -> None:
    project.corpus.store([project.corpus.draft("A", from_string(text), turns="none", profile="transcript")])


def code(project: Project, words: str) -> None:
    at = project.corpus.text("A").index(words)
    project.coding.apply("Skjønn", "A", at, at + len(words))


def edit(project: Project, words: str, instead: str) -> None:
    at = project.corpus.text("A").index(words)
    project.editing.edit("A", at, at + len(words), instead)


def corrected(project: Project, text: str) -> CorrectedFile:
    """Take a file in, and see that it does what was said beforehand."""
    correction = project.editing.compared("A", from_string(text))
    numbers = project.editing.consequences(correction)
    touched = project.editing.take_in(correction)
    assert project.corpus.text("A") == correction.text
    assert numbers.orphaned == sum(each.status == "orphaned" for each in touched)
    assert numbers.changed + numbers.orphaned == len(touched)
    assert project.check() == []
    return numbers


def statuses(project: Project, rule: str) -> list[str]:
    return [each.status for each in project.editing.edits("A") if each.rule == rule]


def test_repairs_stay_where_the_file_was_left_alone(cleaned: Project) -> None:
    file = FILE.replace("natten", "kvelden")
    assert corrected(cleaned, file) == replace(NOTHING, words=1, repairs=4)
    assert cleaned.corpus.text("A") == CLEAN.replace("natten", "kvelden")
    assert cleaned.corpus.raw("A") == file
    assert statuses(cleaned, "digits") == ["proposed"]


def test_what_is_new_is_cleaned_in_the_same_way(cleaned: Project) -> None:
    file = FILE.replace("natten", "nat\u00adten og \u0667 om da\u00adgen").replace("Konto\u00adret", "Huset")
    numbers = corrected(cleaned, file)
    assert cleaned.corpus.text("A") == file.replace("\u00ad", "")
    assert (numbers.repairs, numbers.mended, numbers.waiting, numbers.gone) == (3, 2, 1, 1)


def test_lines_that_are_new_are_not_looked_at_in_a_text_that_was_not_cleaned(cleaned: Project) -> None:
    cleaned.corpus.add("B", FILE, turns="none")
    correction = cleaned.editing.compared("B", from_string(FILE.replace("natten", "nat\u00adten")))
    cleaned.editing.take_in(correction)
    assert cleaned.editing.edits("B") == []


def test_letters_put_right_on_reading_are_put_right_again_and_no_more(cleaned: Project, tmp_path: Path) -> None:
    path = tmp_path / "B.txt"
    path.write_text("Det er skjÃ¸nn.\n\nEn tekst\nmed korte\nlinjer her.\n", "utf-8")
    cleaned.corpus.import_files([path], turns="none", repair=True)
    correction = cleaned.editing.compared(
        "B", from_string(path.read_text("utf-8").replace("her", "pÃ¥ bruker\u00adne"))
    )
    numbers = cleaned.editing.consequences(correction)
    assert correction.text == "Det er skjønn.\n\nEn tekst\nmed korte\nlinjer på bruker\u00adne.\n"
    assert (numbers.repairs, numbers.mended, numbers.waiting) == (1, 1, 0)


def test_what_a_person_decided_stays_with_its_words(cleaned: Project) -> None:
    first, _, last, _ = (each for each in cleaned.editing.edits("A") if each.rule == "soft hyphen")
    cleaned.editing.take_back(first.id, last.id)
    cleaned.editing.make(*(each.id for each in cleaned.editing.edits("A", status="proposed")))
    numbers = corrected(cleaned, FILE.replace("har \u0668", "hadde \u0668").replace("Konto\u00adret", "Huset"))
    assert (numbers.decisions, numbers.decisions_lost) == (2, 1)
    assert cleaned.corpus.text("A").startswith("Vi har bruker\u00admedvirkning her.\n\nHuset hadde 8 vakter")


def test_corrections_by_hand_stay_or_are_named(cleaned: Project) -> None:
    edit(cleaned, "Barnvernet", "Barnevernet")
    edit(cleaned, "betaler", "tar regningen")
    edit(cleaned, "vakter", "vakthavende")
    numbers = corrected(cleaned, FILE.replace("vakter", "stillinger").replace("Barnvernet", "Barnevernet"))
    assert (numbers.by_hand, numbers.by_hand_lost) == (1, (("vakter", "vakthavende"),))
    text = cleaned.corpus.text("A")
    assert "Barnevernet er ofte med, og kommunen tar regningen" in text
    assert "stillinger" in text


def test_a_file_made_from_the_cleaned_text_is_compared_with_that(cleaned: Project) -> None:
    edit(cleaned, "Barnvernet", "Barnevernet")
    file = cleaned.corpus.text("A").replace("natten", "kvelden")
    numbers = corrected(cleaned, file)
    assert (numbers.words, numbers.repairs, numbers.by_hand) == (1, 4, 1)
    assert cleaned.corpus.text("A") == file
    assert cleaned.corpus.raw("A") == FILE
    assert statuses(cleaned, "soft hyphen") == ["made"] * 4


def test_codings_keep_to_their_words_and_all_of_it_is_one_act(cleaned: Project) -> None:
    code(cleaned, "brukermedvirkning")
    code(cleaned, "natten")
    code(cleaned, "kommunen betaler")
    before = snapshot(cleaned)
    numbers = corrected(cleaned, "Nytt.\n\n" + FILE.replace("natten", "kvelden").replace("kom\u00admunen betaler", ""))
    assert (numbers.changed, numbers.orphaned) == (1, 1)
    text = cleaned.corpus.text("A")
    words = [text[each.start : each.end] for each in cleaned.coding.codings()]
    assert words == ["brukermedvirkning", "kvelden", ""]
    cleaned.history.undo()
    assert snapshot(cleaned) == before
    assert cleaned.check() == []


def snapshot(project: Project) -> tuple[object, ...]:
    return (
        project.corpus.text("A"), project.corpus.raw("A"), project.corpus.documents(), project.editing.edits("A"),
        project.coding.codings(), project.editing.to_review(),
    )  # fmt: skip


def test_the_same_file_once_more_changes_nothing(cleaned: Project) -> None:
    before = snapshot(cleaned)
    assert corrected(cleaned, FILE).words == 0
    assert corrected(cleaned, CLEAN).words == 0
    assert snapshot(cleaned) == before


def test_a_mended_word_that_got_longer_is_another_word(cleaned: Project) -> None:
    damaged = [Proposal(8, 10, "på", "damaged word", 0.95)]
    base = "Vi setter pa og det holder."
    cleaned.corpus.store([cleaned.corpus.draft("B", from_string(base.replace("setter pa", "ville pa")), turns="none")])
    draft = cleaned.corpus.draft(
        "C", from_string("Vi gar  pa."), turns="none", cleaned=Cleaned("Vi gar  pa.", Findings(tuple(damaged)))
    )
    cleaned.corpus.store([draft])
    assert cleaned.corpus.text("C") == "Vi gar  på."
    kept = cleaned.editing.compared("C", from_string("Vi gar  pa. Ja."))
    other = cleaned.editing.compared("C", from_string("Vi gar  par."))
    assert (kept.text, other.text) == ("Vi gar  på. Ja.", "Vi gar  par.")


def test_repairs_that_belong_together_stay_or_go_together(tmp_path: Path) -> None:
    base = "En1 to fire fem.\n1 Note.\n"
    lifted = [Proposal(2, 3, "[1]", "footnote mark", 1.0, 7), Proposal(16, 24, "", "footnote", 1.0, 7)]
    with create_project(tmp_path / "a.qualcode") as project:
        cleaned = Cleaned(base, Findings(tuple(lifted)))
        project.corpus.store([project.corpus.draft("A", from_string(base), turns="none", cleaned=cleaned)])
        assert project.corpus.text("A") == "En[1] to fire fem.\n"
        numbers = corrected(project, base.replace("Note.", "En helt annen tekst."))
        assert (numbers.repairs, numbers.gone) == (0, 2)


def test_a_text_that_was_edited_since_it_was_compared_is_left_alone(cleaned: Project) -> None:
    correction = cleaned.editing.compared("A", from_string(FILE.replace("natten", "kvelden")))
    edit(cleaned, "vakter", "stillinger")
    with pytest.raises(Conflict, match="edited by somebody else"):
        cleaned.editing.take_in(correction)
    assert "stillinger" in cleaned.corpus.text("A")


def test_an_empty_file_is_refused(cleaned: Project) -> None:
    with pytest.raises(InvalidInput, match="holds no text"):
        cleaned.editing.compared("A", from_string(" \n"))


WORDS = st.lists(
    st.sampled_from(["bruker\u00admedvirkning", "kon\u00adtoret", "natt", "\u0668", "ja", "vi", "pa\u00adpir", "."]),
    min_size=3, max_size=12,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(WORDS, WORDS, st.data())
def test_codings_beside_what_the_file_changed_keep_their_words(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    """The middle of a file is another one; what is coded before and after it has the words it had."""
    middle = [" ".join(words) for words in data.draw(st.tuples(WORDS, WORDS))]
    old, new = (f"{' '.join(before)}\n\nXX {part} YY\n\n{' '.join(after)}\n" for part in middle)
    with TemporaryDirectory() as folder, create_project(Path(folder) / "a.qualcode", coder="Ida") as project:
        taken_in(project, old)
        project.codebook.add("Skjønn")
        decide_at_random(project, data)
        text = project.corpus.text("A")
        for start, end in ((0, text.index("\n\nXX")), (text.index("YY\n\n") + 4, len(text) - 1)):
            project.coding.apply("Skjønn", "A", start, end)
        was, snap = words_of(project), snapshot(project)
        project.editing.take_in(project.editing.compared("A", from_string(new)))
        assert words_of(project) == was
        assert project.check() == []
        made = [Edit(each.start, each.end, each.replacement) for each in project.editing.edits("A", status="made")]
        assert apply_edits(base_text(project.corpus.raw("A")), made) == project.corpus.text("A")
        if snapshot(project) != snap:
            project.history.undo()
        assert snapshot(project) == snap


def decide_at_random(project: Project, data: st.DataObject) -> None:
    """Take some repairs back, make some that wait, and write a word or two by hand."""
    for each in project.editing.edits("A"):
        if data.draw(st.booleans()):
            (project.editing.take_back if each.status == "made" else project.editing.make)(each.id)
    for place in data.draw(st.lists(st.integers(0, len(project.corpus.text("A")) - 1), max_size=2)):
        if project.corpus.text("A")[place].islower():
            project.editing.edit("A", place, place + 1, "æ")


def words_of(project: Project) -> list[str]:
    text = project.corpus.text("A")
    return [text[each.start : each.end] for each in project.coding.codings()]
