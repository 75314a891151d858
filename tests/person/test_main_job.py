"""The main job from end to end, as a person does it who has a keyboard, 80 × 24 cells, and the help page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from qualcode.project.project import Project, open_project
from qualcode.shipped import write_demo
from tests.person.person import Person

SAID = (
    ("Kaja", "Hva var det første du la merke til da du begynte der?"),
    ("Tormod", "At ingen spurte hva jeg ville. De hadde en liste, og jeg sto på den. Så gikk det elleve uker."),
    ("Kaja", "Hvordan var det å vente?"),
    ("Tormod", "Å vente var det verste. Du vet ikke om du er glemt. Jeg ringte hver mandag."),
    ("Kaja", "Og så kom møtet."),
    (
        "Tormod",
        "Hun så på skjermen hele tiden. Men hun sa én ting: «dette bestemmer vi to». Da satte jeg meg ordentlig.",
    ),
    ("Kaja", "Ble det sånn, at dere to bestemte?"),
    ("Tormod", "Nei. Kurset var allerede bestilt. Jeg fikk velge mellom formiddag og ettermiddag."),
    ("Kaja", "Hva ville du gjort i hennes sted?"),
    ("Tormod", "Slått av skjermen. Spurt en gang til. Latt meg vente litt mindre."),
)
# What the person made of the interview: the code, and the words it stands on.
CODED = [
    ("Tilbudsstyrte tiltak", "De hadde en liste, og jeg sto på den."),
    ("Parkering", "Så gikk det elleve uker."),
    ("Parkering", "Du vet ikke om du er glemt."),
    ("Jeg ringte hver mandag", "Jeg ringte hver mandag."),
    ("Ventetid", "Hvordan var det å vente?"),
    ("Ventetid", "Å vente var det verste."),
    ("Ventetid", "Latt meg vente litt mindre."),
    ("Grad av medvirkning", "Hun så på skjermen hele tiden."),
    ("Grad av medvirkning", "Slått av skjermen."),
    ("Reell medvirkning", "dette bestemmer vi to"),
    ("Tilbudsstyrte tiltak", "Kurset var allerede bestilt."),
    ("Valg innenfor rammer", "Jeg fikk velge mellom formiddag og ettermiddag."),
]
MEMO = "Ventingen er det han husker, ikke kurset."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the sample study and an interview that somebody wrote out in Word."""
    write_demo(tmp_path)
    interview = Document()
    interview.add_paragraph("Intervju 12. Tidligere deltaker, hjemme hos ham.")
    for speaker, words in SAID:
        turn = interview.add_paragraph()
        turn.add_run(f"{speaker}: ").bold = True
        turn.add_run(words)
    interview.save(str(tmp_path / "12 Tormod.docx"))
    return tmp_path


@pytest.fixture
def person(home: Path) -> Iterator[Person]:
    """Somebody who has just opened the study; `QUALCODE_SCREENS` names a folder to keep the screens in."""
    kept = os.environ.get("QUALCODE_SCREENS")
    arguments = ("--coder", "Siri", "--lang", "en", "open", "demo.qualcode")
    with Person(home, *arguments, screens=Path(kept) if kept else None) as person:
        person.sees("01 Berit veileder", "F1 help", "Esc: leave the tour")
        person.keeps("the study is open")
        person.presses("Esc")
        person.sees_no_more("Esc: leave the tour")
        yield person


def test_the_main_job_without_a_mouse(person: Person, home: Path) -> None:
    takes_an_interview_in(person)
    codes_passages(person)
    codes_a_word_wherever_it_stands(person)
    makes_a_theme(person)
    writes_a_memo(person)
    looks_at_what_occurs_together(person)
    exports_quotes(person)
    person.leaves()
    with open_project(home / "demo.qualcode", coder="Siri") as project:
        assert sorted(coded_by_siri(project)) == sorted(CODED)
        assert {each.value for each in project.coding.codings(coder="Siri")} == {None, "informasjon", "terapi"}
        assert project.codebook.code("Ventetid").full_name == "Tid > Ventetid"
        assert project.codebook.code("Tid").level == "theme"
        assert [memo.text for memo in project.memos.memos(document="12 Tormod")] == [MEMO]
        assert {s.label: s.role for s in project.corpus.speakers("12 Tormod")} == {
            "Kaja": "interviewer",
            "Tormod": "participant",
        }
        assert project.check() == []
    exported = (home / "quotes.md").read_text("utf-8")
    assert [words for code, words in CODED if code == "Ventetid" and words not in exported] == []


def coded_by_siri(project: Project) -> list[tuple[str, str]]:
    """The code and the words of each of her codings."""
    text = project.corpus.text("12 Tormod")
    return [(each.code, text[each.start : each.end]) for each in project.coding.codings(coder="Siri")]


def takes_an_interview_in(person: Person) -> None:
    """Import the file, say who asked, and open it."""
    person.does("Documents")
    person.sees("Turns", "11 Feltnotat Fjordvik")
    person.keeps("documents")
    person.does("Import documents")
    person.sees("Import which file or folder?")
    person.types("12 Tormod.docx")
    person.sees("12 Tormod.docx")
    person.presses("Enter")
    person.sees("Import «12 Tormod.docx»", "Enter: import")
    person.keeps("how to import")
    person.presses("Enter")
    person.sees("What came in", "1 document", "Enter: go on")
    person.keeps("what came in")
    person.presses("Enter")
    person.sees("Who speaks in «12 Tormod»?", "Kaja", "r: role")
    person.keeps("who speaks")
    person.presses_until("interviewer", "r")
    person.presses("Enter")
    person.sees("Confirmed the speakers")
    person.presses_until("  12 Tormod  ", "PgDn", lit=True)
    person.keeps("the interview among the documents")
    person.does("Read the document")
    person.sees("12 Tormod", "Hva var det første du la merke til")


def codes_passages(person: Person) -> None:
    """Ten passages: by the picker, the same again, in vivo, by a number key, at words and paragraphs."""
    puts_a_code_on_a_key(person)
    finds(person, "De hadde en", "Select sentence")
    picks(person, "tilbuds", "Tilbudsstyrte tiltak")
    person.does("Select sentence")
    picks(person, "parker", "Parkering")
    finds(person, "du er glemt", "Select sentence")
    person.does("Same code again")
    person.sees("Coded «Parkering»")
    person.keeps("the same code again")
    person.does("Select sentence")
    person.does("In vivo: the words become the code")
    person.sees("Coded «Jeg ringte")
    person.keeps("in vivo")
    finds(person, "skjermen", "Select sentence")
    person.presses("1")
    person.sees("Hun så på skjermen", "1 manipulasjon", "3 informasjon")
    person.keeps("which value")
    person.presses("3")
    person.sees("= informasjon")
    person.does("Next place found")
    person.does("Select sentence")
    person.presses("1")
    person.sees("1 manipulasjon")
    person.presses("2")
    person.sees("= terapi")
    finds(person, "dette bestemmer", "Selection mode")
    for _ in range(4):
        person.does("Word right")
    person.sees("4 words selected")
    picks(person, "reell", "Reell medvirkning")
    finds(person, "var allerede", "Select sentence")
    picks(person, "tilbuds", "Tilbudsstyrte tiltak")
    person.does("Select sentence")
    picks(person, "rammer", "Valg innenfor rammer")
    person.does("Key quote or not")
    person.sees("Key quote")
    person.keeps("a key quote")


def puts_a_code_on_a_key(person: Person) -> None:
    """Into the codebook beside the text, down to a code, and a digit."""
    person.does("Between text and codebook")
    person.sees("CODEBOOK", "Grad av medvirkning")
    person.keeps("codebook beside the text")
    person.presses_until("Grad av medvirkning", "↓", lit=True)
    person.presses("1")
    person.sees("«Grad av medvirkning» is on key 1")
    person.keeps("a code on a number key")
    person.does("Back to the text")
    person.sees_no_more("CODEBOOK")


def finds(person: Person, words: str, then: str) -> None:
    """Go to words in the text, and select there."""
    person.does("Find in the document")
    person.sees("Find in the document")
    person.types(words)
    person.sees(words)
    person.presses("Enter")
    person.sees_no_more("Find in the document")
    person.does(then)


def picks(person: Person, letters: str, code: str) -> None:
    """Code what is selected with the code that some letters bring to the top of the picker."""
    person.does("Code the selection")
    person.sees("A code for «", "type to find a code")
    person.types(letters)
    person.sees(letters, code)
    person.keeps(f"picking {code}")
    person.presses("Enter")
    person.sees_no_more("A code for «")
    person.sees(f"Coded «{code[:8]}")


def codes_a_word_wherever_it_stands(person: Person) -> None:
    """A new code at the first hit, then the same at the others."""
    finds(person, "det å vente", "Select sentence")
    person.does("Code the selection")
    person.sees("A code for «")
    person.types("Ventetid")
    person.sees("+ new code «Ventetid»")
    person.keeps("a new code")
    person.presses("Ctrl+N")
    person.sees("Coded «Ventetid»")
    person.does("Clear selection")
    person.sees_no_more("selected")
    person.does("Second round: go through hits one by one")
    person.sees("Second round: which hits, one by one?", "Put the code", "Ctrl+S: begin")
    person.types("vente")
    person.sees("hits in", "documents")
    person.presses_until("Put the code", "↓", lit=True)
    person.presses("Enter")
    person.sees("one code for all")
    person.presses("Enter")
    person.sees("type to find a code", "↑↓: choose")
    person.types("ventetid")
    person.sees("ventetid")
    person.presses("Enter")
    person.sees("Put the code  Ventetid")
    person.presses_until("In   ", "↓", lit=True)
    person.presses("Enter")
    person.sees("type to find a line")
    person.types("12 Tormod")
    person.presses("Enter")
    person.sees("In            12 Tormod", "2 hits in 1 document")
    person.keeps("beginning a second round")
    person.presses("Ctrl+S")
    person.sees("1 of 2 · 0 coded", "the sentence (5 words)")
    person.keeps("a hit in the second round")
    person.does("Code the hit")
    person.sees("1 coded", "Latt meg vente")
    person.does("Code the hit")
    person.sees("2 hits · 2 coded", "Enter: go on")
    person.keeps("the second round is done")
    person.presses("Enter")
    person.sees_no_more("Enter: go on")
    person.does("Leave the round, which keeps its place")
    person.sees("Enter code")


def makes_a_theme(person: Person) -> None:
    """A theme at the top of the codebook, and the new code below it."""
    person.does("Codebook")
    person.sees("Skjønn ◆")
    person.keeps("codebook")
    person.does("New code at the top of the tree")
    person.sees("New code at the top of the tree", "Enter: done")
    person.types("Tid")
    person.presses("Enter")
    person.sees("New code: Tid")
    person.does("Code, category or theme")
    person.sees("What is it?")
    person.keeps("what is it")
    person.presses("↓", "↓", "Enter")
    person.sees("Tid: theme")
    person.does("Find a code")
    person.sees("Find a code", "↑↓: choose")
    person.types("ventetid")
    person.sees("ventetid")
    person.presses("Enter")
    person.sees_no_more("↑↓: choose")
    person.sees("Ventetid", "3 codings")
    person.does("Move below another code")
    person.sees("Move «Ventetid» below which code?")
    person.types("tid")
    person.sees("Tid")
    person.keeps("below which code")
    person.presses("Enter")
    person.sees(" Tid ◆")
    person.keeps("the theme")


def writes_a_memo(person: Person) -> None:
    """On words of the interview."""
    person.does("Read and code")
    person.sees("12 Tormod")
    finds(person, "Ble det sånn", "Select sentence")
    person.does("Memo on the selection or coding")
    person.sees("Memo on «Ble det")
    person.types(MEMO)
    person.sees(MEMO)
    person.keeps("memo")
    person.presses("Ctrl+S")
    person.sees_no_more("Memo on «Ble det")


def looks_at_what_occurs_together(person: Person) -> None:
    """The table, its next cell, and the passages behind it."""
    person.does("Tables")
    person.sees("codes × codes")
    person.keeps("co-occurrence")
    person.does("Next cell with something in it")
    person.does("The passages behind the cell")
    person.sees("passage", "Esc: back to the table")
    person.keeps("passages behind a cell")
    person.presses("Esc")
    person.sees_no_more("Esc: back to the table")


def exports_quotes(person: Person) -> None:
    """Those of one code, into a file."""
    person.does("Quotes")
    person.sees("quotes (", "· all codes")
    person.keeps("quotes")
    person.does("Quotes of one code")
    person.sees("Quotes of which code?")
    person.types("ventetid")
    person.sees("ventetid")
    person.presses("Enter")
    person.sees("3 quotes · Ventetid")
    person.keeps("quotes of a code")
    person.does("Export the quotes shown to a file")
    person.sees("Export 3 quotes to which file?")
    person.sees("quotes.docx")
    person.types("quotes.md")
    person.sees("quotes.md")
    person.keeps("export to which file")
    person.presses("Enter")
    person.sees("Wrote ")
    person.keeps("exported")
