"""Where in the texts an act was done."""

from __future__ import annotations

from qualcode.project.act_places import ActPlace
from qualcode.project.project import Project
from tests.conftest import on_both_databases

WORDS = "I: Hva skjer med de andre da?\n\nBERIT: De venter. Noen venter lenge.\n"


@on_both_databases
def test_the_place_of_an_act_is_where_its_first_coding_is_or_was(project: Project) -> None:
    project.codebook.add("Venting")
    project.corpus.add("Intervju Berit", WORDS)
    document = project.corpus.document("Intervju Berit")
    start = WORDS.index("De venter")
    coding = project.coding.apply("Venting", document, start, start + 9)
    coded = project.last_act()
    project.coding.remove(coding.id)
    removed = project.last_act()
    project.memos.add("Tenk", document=document.id, start=4, end=8)
    noted = project.last_act()
    project.corpus.rename(document, "Berit")
    renamed = project.last_act()
    project.codebook.add("Uten sted")
    history = project.history
    assert history.place(removed) == ActPlace(document.id, start, start + 9)
    assert history.place(noted) == ActPlace(document.id, 4, 8)
    assert history.place(renamed) == ActPlace(document.id)
    assert history.place(project.last_act()) is None
    assert history.place(coded) == ActPlace(document.id, start, start + 9)
