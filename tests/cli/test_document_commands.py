"""`import`, `documents`, `documents text` and `turns`."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import INTERVIEW
from tests.cli.running import done, program, run


def test_documents_lists_what_was_imported(study: Path) -> None:
    ran = done("documents")
    assert ran.header.startswith("name,kind,language,words,characters,turns,speakers,codings,sha256")
    [row] = ran.rows
    assert (row["name"], row["kind"], row["language"], row["turns"], row["speakers"]) == (
        "berit",
        "interview",
        "nb",
        "4",
        "2",
    )
    assert row["words"] == "8"
    assert row["characters"] == str(len(INTERVIEW))
    assert row["sha256"] == hashlib.sha256(INTERVIEW.encode()).hexdigest()


def test_the_text_is_given_back_byte_for_byte(study: Path) -> None:
    content = "Å\r\ne\u0301 \x1b[0m slutt".encode()
    Path("b.txt").write_bytes(content)
    done("import", "b.txt", "--turns", "none")
    assert program("documents", "text", "b").out == "Å\né \x1b[0m slutt".encode()
    assert program("documents", "text", "b", "--raw").out == content
    done("documents", "text", "b.txt", "-o", "c.txt")
    assert Path("c.txt").read_bytes() == "Å\né \x1b[0m slutt".encode()


def test_turns_span_the_words_without_the_label(study: Path) -> None:
    ran = done("turns", "--document", "berit")
    assert ran.header == "document,turn,speaker,timestamp,start,end,text"
    assert [(row["turn"], row["speaker"], row["text"]) for row in ran.rows] == [
        ("1", "I", "Hva bestemmer du selv?"),
        ("2", "Berit", "På papiret alt. På gulvet lite 😀."),
        ("3", "I", "Lite?"),
        ("4", "Berit", "Svært lite."),
    ]
    assert all(INTERVIEW[int(row["start"]) : int(row["end"])] == row["text"] for row in ran.rows)


def test_good_files_go_in_and_bad_ones_are_named(study: Path) -> None:
    Path("tom.txt").write_bytes(b"")
    Path("bilde.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    Path("ny.txt").write_text("I: Hei?\n\nB: Hei.\n", encoding="utf-8")
    ran = run("import", "tom.txt", "ny.txt", "bilde.png", "borte.txt", "berit.txt")
    assert ran.code == 1
    assert [row["name"] for row in done("documents").rows] == ["berit", "ny"]
    for bad in ("tom.txt", "bilde.png", "borte.txt", "berit.txt"):
        assert any(line.startswith("error: ") and bad in line for line in ran.err.splitlines())


def test_a_folder_means_the_readable_files_in_it_in_order(study: Path) -> None:
    Path("alle").mkdir()
    for name in ("b.txt", "a.md", ".skjult.txt", "~$c.docx", "d.png"):
        Path("alle", name).write_text("Et notat om ingenting.\n", encoding="utf-8")
    Path("ingen").mkdir()
    ran = run("import", "alle", "ingen", "--kind", "field note", "--turns", "none")
    assert [row["name"] for row in done("documents").rows] == ["berit", "a", "b"]
    assert ran.code == 1
    assert "ingen: there is no file in this folder that can be read" in ran.err


def test_a_dry_run_shows_the_documents_and_stores_nothing(study: Path) -> None:
    Path("ny.txt").write_text(INTERVIEW, encoding="utf-8")
    before = Path("study.qualcode").read_bytes()
    ran = done("import", "ny.txt", "--dry-run", "--speakers", "I=interviewer,Berit")
    assert [(row["name"], row["turns"]) for row in ran.rows] == [("ny", "4")]
    assert len(done("history").rows) == 2
    assert [row["name"] for row in done("documents").rows] == ["berit"]
    assert len(before) == Path("study.qualcode").stat().st_size


def test_confirmed_speakers_alone_open_turns_as_one_act(study: Path) -> None:
    Path("ny.txt").write_text(
        "Kari: Ja.\n\nMerk: dette er viktig.\n\nOla: Nei.\n\nMerk: også dette.\n", encoding="utf-8"
    )
    ran = done("import", "ny.txt", "--speakers", "Ola = interviewer, Kari")
    assert "speakers: Ola (interviewer), Kari" in ran.err
    assert [row["speaker"] for row in done("turns", "--document", "ny").rows] == ["Kari", "Ola"]
    assert len(done("history").rows) == 3
    done("undo")
    assert len(done("documents").rows) == 1


def test_speakers_who_say_nothing_leave_the_document_as_it_was_found(study: Path) -> None:
    Path("ny.txt").write_text(INTERVIEW, encoding="utf-8")
    ran = done("import", "ny.txt", "--speakers", "Kari")
    assert "none of the speakers you named speaks here" in ran.err
    assert len(done("turns", "--document", "ny").rows) == 4


def test_a_role_that_does_not_exist_is_wrong_usage(study: Path) -> None:
    assert run("import", "berit.txt", "--speakers", "I=sjef").code == 2


def test_wrongly_decoded_letters_are_told_of_and_put_right_on_request(study: Path) -> None:
    Path("feil.txt").write_text("I: Hvordan gÃ¥r det pÃ¥ mÃ¸tet?\n\nK: Det gÃ¥r bra pÃ¥ mÃ¸tet.\n", encoding="utf-8")
    ran = done("import", "feil.txt")
    assert "run it again with --repair" in ran.err
    assert "gÃ¥r" in done("documents", "text", "feil").text
    done("undo")
    ran = done("import", "feil.txt", "--repair")
    assert "--repair" not in ran.err
    assert done("documents", "text", "feil").text == "I: Hvordan går det på møtet?\n\nK: Det går bra på møtet.\n"


def test_a_file_that_may_not_be_read_is_named_and_the_others_go_in(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, asking = Path.open, os.access

    def opened(path: Path, *how: Any, **more: Any) -> Any:
        if path.name == "locked.txt" and "r" in "".join(how):
            raise PermissionError(13, "Permission denied")
        return opening(path, *how, **more)

    for name in ("locked.txt", "open.txt"):
        Path(name).write_text(INTERVIEW, encoding="utf-8")
    # Whoever runs the tests as root may read anything, so the answer is given here.
    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(os, "access", lambda place, mode: "locked" not in str(place) and asking(place, mode))
    ran = run("import", "locked.txt", "open.txt")
    assert ran.code == 1
    assert "error: locked.txt: " in ran.err
    assert [row["name"] for row in done("documents").rows] == ["berit", "open"]


@pytest.mark.parametrize("pattern", ["([", "(?P<who>x)", "x" * 5000])
def test_a_pattern_that_is_no_pattern_is_an_error(study: Path, pattern: str) -> None:
    Path("ny.txt").write_text(INTERVIEW, encoding="utf-8")
    ran = run("import", "ny.txt", "--turns", pattern)
    assert ran.code == 1
    assert ran.err.startswith("error: ny.txt: ")


def test_an_unknown_document_is_answered_with_the_nearest(demo: Path) -> None:
    ran = run("documents", "text", "01 Berit veilder")
    assert (ran.code, ran.out) == (1, b"")
    assert "hint: did you mean: 01 Berit veileder" in ran.err


def test_a_dry_run_of_a_file_that_is_in_already_shows_what_would_come_in(study: Path) -> None:
    before = done("history").out
    ran = run("import", "berit.txt", "--dry-run", "--clean", "scanned")
    assert ran.code == 1
    assert "error: berit.txt: there is a document «berit» already" in ran.err
    assert [(row["name"], row["turns"]) for row in ran.rows] == [("berit", "4")]
    assert (done("history").out, done("documents").rows[0]["name"]) == (before, "berit")


def test_what_is_not_taken_of_a_folder_is_named(study: Path) -> None:
    (study.parent / "mix" / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.zip", ".skjult", "sub/c.txt"):
        (study.parent / "mix" / name).write_text("Hei.", "utf-8")
    ran = done("import", "mix", "--turns", "none")
    assert "note: mix: left out: b.zip, sub/\n" in ran.err
    assert [row["name"] for row in done("documents").rows] == ["berit", "a"]
