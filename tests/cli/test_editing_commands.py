"""`documents replace`, `documents clean`, `import --clean`, `repairs`, `review`, `sections` and `speakers`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import INTERVIEW
from tests.cli.running import done, run

SOFT = "Vi har bruker\u00admed\u00advirkning.\n\nDet \u0668 ganger.\n"
BOOK = "# Sammendrag\nOm måltall.\n\n# Funn\nBerit sa måltall.\n\n# Litteratur\nMåltall (2019).\n"


@pytest.fixture
def coded(study: Path) -> Path:
    """The interview with two passages coded."""
    done("codebook", "import", "codes.csv")
    done("apply", "Skjønn", "--document", "berit", "--find", "På papiret")
    done("apply", "Tid", "--document", "berit", "--find", "lite 😀")
    return study


@pytest.fixture
def book(study: Path) -> Path:
    """A text with three sections, and a code on each mention."""
    Path("bok.md").write_text(BOOK, "utf-8")
    done("import", "bok.md", "--turns", "none")
    return study


def test_a_corrected_version_lists_what_changed_inside_codings(coded: Path) -> None:
    corrected = INTERVIEW.replace("Hva bestemmer", "Hva er det du bestemmer").replace("På papiret", "I prinsippet")
    Path("ny.txt").write_text(corrected.replace(" lite 😀", ""), "utf-8")
    ran = done("documents", "replace", "berit", "ny.txt")
    assert ran.header.startswith("code,start,end,before,after,status")
    found = [(row["code"], row["before"], row["after"], row["status"]) for row in ran.rows]
    assert found == [("Skjønn", "På papiret", "I prinsippet", "changed"), ("Tid", "lite 😀", "", "orphaned")]
    text = done("documents", "text", "berit").text
    assert text == corrected.replace(" lite 😀", "")
    assert all(text[int(row["start"]) : int(row["end"])] == row["after"] for row in ran.rows)
    assert "Codings changed: 1 · lost their text: 1" in ran.err
    assert done("documents", "text", "berit", "--raw").text == text
    assert len(done("review").rows) == 2
    done("review", "accept")
    assert [row["status"] for row in done("review").rows] == ["orphaned"]
    done("undo", "2")
    assert done("documents", "text", "berit").text == INTERVIEW
    assert done("review").rows == []
    done("check")


def test_a_corrected_version_of_a_cleaned_file_keeps_what_was_done(study: Path) -> None:
    Path("a.txt").write_text(SOFT, "utf-8")
    done("import", "a.txt", "--clean", "transcript", "--turns", "none")
    done("repairs", "make", "--rule", "digits")
    Path("b.txt").write_text(SOFT.replace("Vi har", "De hadde").replace("ganger", "gan\u00adger"), "utf-8")
    ran = done("documents", "replace", "a", "b.txt")
    assert "Words changed: 2" in ran.err
    assert "Repairs kept: 3 · gone with their words: 0 · new: 1, waiting: 0" in ran.err
    assert "Your decisions on repairs kept: 1 · gone with their words: 0" in ran.err
    assert done("documents", "text", "a").text == "De hadde brukermedvirkning.\n\nDet 8 ganger.\n"
    assert done("documents", "text", "a", "--raw").text == Path("b.txt").read_text("utf-8")
    done("undo")
    assert done("documents", "text", "a").text == "Vi har brukermedvirkning.\n\nDet 8 ganger.\n"
    done("check")


def test_a_corrected_version_that_cannot_be_read_changes_nothing(coded: Path) -> None:
    Path("tom.txt").write_text("", "utf-8")
    assert run("documents", "replace", "berit", "tom.txt").code == 1
    assert run("documents", "replace", "berit", "mangler.txt").code == 1
    assert run("documents", "replace", "nobody", "codes.csv").code == 1
    assert done("documents", "text", "berit").text == INTERVIEW


def test_another_text_is_not_taken_for_a_corrected_version_unless_one_insists(coded: Path) -> None:
    Path("annet.txt").write_text("Maria: Hvor lenge har du bodd i byen?\n\nKari: Siden nittenåttifire omtrent.\n" * 9)
    ran = run("documents", "replace", "berit", "annet.txt")
    assert ran.code == 1
    assert "percent of the words are others than in berit" in ran.err
    assert done("documents", "text", "berit").text == INTERVIEW
    done("documents", "replace", "berit", "annet.txt", "--force")
    assert "nittenåttifire" in done("documents", "text", "berit").text


def test_cleaning_is_told_by_rule_and_what_is_doubtful_waits(study: Path) -> None:
    Path("a.txt").write_text(SOFT, "utf-8")
    ran = done("import", "a.txt", "--clean", "transcript", "--turns", "none")
    assert "a: soft hyphen: 2 mended, 0 waiting" in ran.err
    assert "a: digits: 0 mended, 1 waiting" in ran.err
    assert done("documents", "text", "a").text == SOFT.replace("\u00ad", "")
    assert done("documents", "text", "a", "--raw").text == SOFT
    ran = done("repairs", "--document", "a")
    assert ran.header == "document,rule,status,confidence,at,original,replacement,id"
    assert [(row["rule"], row["status"]) for row in ran.rows] == [
        ("soft hyphen", "made"),
        ("soft hyphen", "made"),
        ("digits", "proposed"),
    ]
    done("repairs", "make", "--document", "a", "--rule", "digits")
    assert "Det 8 ganger" in done("documents", "text", "a").text
    done("repairs", "take-back", "--document", "a")
    assert done("documents", "text", "a").text == SOFT
    assert {row["status"] for row in done("repairs").rows} == {"declined"}
    done("undo", "2")
    assert "Det \u0668 ganger" in done("documents", "text", "a").text
    done("check")


def test_clean_none_stores_the_text_as_extracted(study: Path) -> None:
    Path("a.txt").write_text(SOFT, "utf-8")
    done("import", "a.txt", "--clean", "none")
    assert done("documents", "text", "a").text == SOFT
    assert done("repairs").rows == []


def test_a_document_is_cleaned_later_and_codings_keep_to_their_words(study: Path) -> None:
    Path("a.txt").write_text(SOFT, "utf-8")
    done("import", "a.txt", "--turns", "none")
    done("codebook", "import", "codes.csv")
    done("apply", "Skjønn", "--document", "a", "--find", "ganger")
    done("documents", "clean", "a", "--profile", "transcript")
    [coding] = done("codings").rows
    assert coding["text"] == "ganger"


def test_repairs_that_are_not_there_are_named(study: Path) -> None:
    assert "there is no repair x" in run("repairs", "make", "x").err
    assert run("repairs", "take-back").code == 2
    assert run("repairs", "make").code == 1


def test_sections_are_listed_and_left_out_of_all_counts(book: Path) -> None:
    ran = done("sections", "--document", "bok")
    assert ran.header == "document,section,level,start,end,words,excluded,id"
    assert [row["section"] for row in ran.rows] == ["Sammendrag", "Funn", "Litteratur"]
    done("apply", "Skjønn", "--document", "bok", "--find", "Måltall", "--all")
    assert len(done("quotes").rows) == 3
    words = int(_words("bok"))
    done("sections", "exclude", "--usual")
    assert [row["text"] for row in done("quotes").rows] == ["måltall"]
    assert int(_words("bok")) == words - 6
    refused = run("apply", "Tid", "--document", "bok", "--find", "2019")
    assert refused.code == 1
    assert "not to be coded" in refused.err
    done("sections", "include", "Litteratur")
    assert len(done("quotes").rows) == 2
    done("undo", "2")
    assert len(done("quotes").rows) == 3
    assert run("sections", "exclude", "Nothing").code == 1
    assert run("sections", "exclude").code == 2


def _words(name: str) -> str:
    return next(row["words"] for row in done("documents").rows if row["name"] == name)


def test_a_section_can_be_made_by_hand(study: Path) -> None:
    done("sections", "add", "berit", "Innledning", "--span", "0:25")
    done("sections", "exclude", "--document", "berit", "Innledning")
    assert [(row["end"], row["excluded"]) for row in done("sections").rows] == [("25", "true")]
    assert run("sections", "add", "berit", "X", "--span", "5").code == 2
    assert run("sections", "add", "berit", "X", "--span", "5:9999").code == 1


def test_a_label_is_one_person_wherever_it_stands(study: Path) -> None:
    Path("b.txt").write_text(INTERVIEW, "utf-8")
    done("import", "b.txt")
    done("speakers", "link", "Berit", "Person 1")
    done("speakers", "role", "I", "participant", "--document", "b")
    found = [(row["document"], row["speaker"], row["role"], row["case"]) for row in done("speakers").rows]
    assert sorted(found) == [
        ("b", "Berit", "participant", "Person 1"),
        ("b", "I", "participant", ""),
        ("berit", "Berit", "participant", "Person 1"),
        ("berit", "I", "interviewer", ""),
    ]
    done("undo", "2")
    assert {row["case"] for row in done("speakers").rows} == {""}
    assert "nobody is called" in run("speakers", "link", "Kari", "Person 1").err


def test_cleaning_says_so_when_there_is_nothing_to_mend(study: Path) -> None:
    assert done("documents", "clean", "berit", "--profile", "scanned").err == ("berit: mended in all: 0, waiting: 0\n")
