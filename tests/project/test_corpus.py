"""The corpus: files in every encoding and with every name go in as they are, and come out again on undo."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import Ambiguous, Conflict, InvalidInput, NotFound
from qualcode.project.project import Project
from qualcode.project.records import CodingRow, Document
from qualcode.text.reading import from_string
from tests.conftest import on_both_databases

TALK = "I: Hva tenker du?\n\nBerit: Altså, på tavla står måltall. 😀\n\nI: Ja?\n\nBerit: Ikke noe mer, nei.\n"
NORWEGIAN = TALK.replace("😀", "–")
ENCODINGS = {
    "utf8": ("utf-8", TALK, b""),
    "utf8 with mark": ("utf-8", TALK, b"\xef\xbb\xbf"),
    "utf16": ("utf-16-le", TALK, b"\xff\xfe"),
    "utf16 big": ("utf-16-be", TALK, b"\xfe\xff"),
    "utf32": ("utf-32-le", TALK, b"\xff\xfe\x00\x00"),
    "windows": ("cp1252", NORWEGIAN, b""),
    "mac": ("mac_roman", NORWEGIAN, b""),
    "crlf": ("utf-8", TALK.replace("\n", "\r\n"), b""),
    "old mac": ("utf-8", TALK.replace("\n", "\r"), b""),
    "decomposed": ("utf-8", unicodedata.normalize("NFD", TALK), b""),
}


def written(folder: Path, **files: str | bytes) -> list[Path]:
    """Files of some contents, `__` in a name standing for a folder."""
    paths = []
    for name, content in files.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return paths


@on_both_databases
def test_files_of_every_encoding_give_the_same_text(project: Project, tmp_path: Path) -> None:
    contents = {name: mark + text.encode(encoding) for name, (encoding, text, mark) in ENCODINGS.items()}
    paths = written(tmp_path, **{f"mappe {n}__{name}": content for n, (name, content) in enumerate(contents.items())})
    report = project.corpus.import_files(paths)
    assert (report.failed, [d.name for d in report.imported]) == ((), list(ENCODINGS))
    assert list(report.imported) == project.corpus.documents()
    for name, (_, text, _) in ENCODINGS.items():
        expected = NORWEGIAN if name in ("windows", "mac") else TALK
        document = project.corpus.document(name)
        assert project.corpus.text(name) == expected
        assert project.corpus.raw(name).removeprefix("\ufeff") == text
        assert document.sha256 == hashlib.sha256(expected.encode()).hexdigest()
        assert (document.characters, document.turns, document.speakers) == (len(expected), 4, 2)
        assert document.words == 9
    assert {name for name, _ in report.notices} == set(ENCODINGS) - {"utf8"}
    assert len(project.history.acts()) == 1
    project.history.undo()
    assert project.corpus.documents() == []


@on_both_databases
@settings(max_examples=12)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=60))
def test_a_text_is_stored_as_it_is(project: Project, text: str) -> None:
    document = project.corpus.add(f"Tekst {project.last_act()}", text)
    assert project.corpus.raw(document) == text
    kept = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    assert project.corpus.text(document) == project.corpus.texts()[document.id] == kept
    assert document.characters == len(kept)
    assert document.sha256 == hashlib.sha256(kept.encode()).hexdigest()
    assert project.check() == []


def test_bad_files_are_named_while_the_good_ones_go_in_as_one_act(project: Project, tmp_path: Path) -> None:
    project.corpus.add("Der fra før", TALK)
    paths = written(
        tmp_path, En=TALK, to=b"%PDF-1.7 ...", **{"Der fra før": TALK}, tom=b"", Fire=TALK, mappe__en=TALK, blank=" \n"
    )
    paths += [tmp_path / "borte.txt", tmp_path, tmp_path / "bilde.png"]
    (tmp_path / "bilde.png").write_bytes(b"\x89PNG")
    acts = project.last_act()
    report = project.corpus.import_files(paths)
    assert [d.name for d in report.imported] == ["En", "Fire"]
    failed = {Path(path).name: error.message for path, error in report.failed}
    assert set(failed) == {
        "to.txt", "Der fra før.txt", "tom.txt", "en.txt", "blank.txt", "borte.txt", tmp_path.name, "bilde.png",
    }  # fmt: skip
    assert failed["en.txt"] == "there is a document «en» already"
    assert "PDF" in failed["to.txt"]
    assert project.last_act() == acts + 1
    project.history.undo()
    assert [d.name for d in project.corpus.documents()] == ["Der fra før"]


def test_when_every_file_is_bad_nothing_is_logged(project: Project, tmp_path: Path) -> None:
    report = project.corpus.import_files([tmp_path / "borte.txt"])
    assert (len(report.failed), report.imported, project.last_act()) == (1, (), 0)
    assert project.corpus.import_files([]).imported == ()


def test_a_dry_run_says_what_an_import_would_give_and_stores_nothing(project: Project, tmp_path: Path) -> None:
    paths = written(tmp_path, En=TALK, en=TALK, Notat="Rolle: veileder\n\nBare en tekst om måltall.")
    forecast = project.corpus.import_files(paths[:1] + paths[2:], dry_run=True)
    assert (project.corpus.documents(), project.last_act()) == ([], 0)
    real = project.corpus.import_files(paths[:1] + paths[2:])

    def shown(document: Document) -> tuple[object, ...]:
        return (document.name, document.kind, document.language, document.words, document.characters, document.turns,
                document.speakers, document.sha256, document.source)  # fmt: skip

    assert [shown(d) for d in forecast.imported] == [shown(d) for d in real.imported]
    assert forecast.notices == real.notices
    again = project.corpus.import_files(paths, dry_run=True)
    assert [error.message for _, error in again.failed] == [
        "there is a document «En» already", "there is a document «en» already", "there is a document «Notat» already",
    ]  # fmt: skip


def test_a_document_is_found_by_its_name_with_or_without_ending_however_it_is_written(
    project: Project, tmp_path: Path
) -> None:
    [path] = written(tmp_path, **{unicodedata.normalize("NFD", "Ærlig på Øya"): TALK})
    project.corpus.import_files([path])
    project.corpus.add("Kontor B. Leder", TALK)
    project.corpus.add("notat.md", TALK)
    wanted = project.corpus.document("Ærlig på Øya")
    for written_so in ("ærlig PÅ øya", path.name, path.stem, "Ærlig på Øya.txt", "Ærlig på Øya.docx", wanted.id):
        assert project.corpus.document(written_so) == wanted
    assert project.corpus.document("notat").name == "notat.md"
    project.corpus.rename(wanted, "Intervju 1")
    assert project.corpus.document(path.name).name == "Intervju 1"  # the file it came from
    for nobody in ("Kontor B", "Ærlig pa Øya", "Intervju", "", ".txt"):
        with pytest.raises(NotFound):
            project.corpus.document(nobody)
    project.corpus.import_files([path])
    assert project.corpus.document(path.stem).name == "Ærlig på Øya", "a name goes before a file's name"
    project.corpus.rename("Ærlig på Øya", "Intervju 2")
    with pytest.raises(Ambiguous) as doubt:
        project.corpus.document(path.name)
    assert doubt.value.hint == "say which: Intervju 1, Intervju 2"


def test_no_two_documents_have_the_same_name(project: Project) -> None:
    project.corpus.add("På tavla", TALK)
    other = project.corpus.add("Annen", TALK)
    for name in ("På tavla", "PÅ TAVLA", unicodedata.normalize("NFD", "på tavla"), " på  tavla "):
        with pytest.raises(Conflict, match="there is a document"):
            project.corpus.add(name, TALK)
        with pytest.raises(Conflict, match="there is a document"):
            project.corpus.rename(other, name)
    drafts = [project.corpus.draft(name, from_string(TALK)) for name in ("Ny", "Dobbel", "dobbel")]
    with pytest.raises(Conflict, match="«dobbel»"):
        project.corpus.store(drafts)
    assert [d.name for d in project.corpus.documents()] == ["På tavla", "Annen"]
    project.corpus.add("Pa tavla", TALK)
    assert project.corpus.rename("På tavla", "PÅ TAVLA").name == "PÅ TAVLA"


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[2Jb", "\u202egnp.txt", "x" * 301])
def test_a_name_that_cannot_be_shown_is_refused(project: Project, name: str) -> None:
    with pytest.raises(InvalidInput):
        project.corpus.add(name, TALK)
    assert project.corpus.documents() == []


def test_file_names_of_any_bytes_are_taken_in_or_named(project: Project, tmp_path: Path) -> None:
    for name in (b"linje\nskift.txt", b"\xff\xfe.txt", b"  mellom  .txt", b".txt", "\u202egnp.txt".encode()):
        written(tmp_path, **{"texts__" + name.decode("utf-8", "surrogateescape").removesuffix(".txt"): TALK})
    report = project.corpus.import_files(sorted((tmp_path / "texts").iterdir()))
    assert len(report.imported) + len(report.failed) == 5
    assert {"linje skift", "mellom", "\ufffd\ufffd"} <= {d.name for d in project.corpus.documents()}


def test_more_documents_than_one_question_asks_for_come_back_in_order(project: Project) -> None:
    drafts = [project.corpus.draft(f"Svar {number:03}", from_string("Ja.")) for number in range(510)]
    stored = project.corpus.store(drafts)
    assert [d.name for d in stored] == [f"Svar {number:03}" for number in range(510)]
    assert stored == project.corpus.documents()
    assert [d.name for d in project.corpus.store(drafts[:0])] == []


def test_turns_lie_on_what_is_said_and_name_who_says_it(project: Project) -> None:
    document = project.corpus.add("Intervju 1", "[00:01] I: Hei? 😀\n\n[00:02] Berit: Hei,\nhei.\n\nBegge: (ler)")
    turns, text = project.corpus.turns(document), project.corpus.text(document)
    assert [(t.number, t.speaker, t.interviewer, text[t.start : t.end]) for t in turns] == [
        (1, "I", True, "Hei? 😀"), (2, "Berit", False, "Hei,\nhei."), (3, "Begge", False, "(ler)"),
    ]  # fmt: skip
    assert [t.timestamp for t in turns] == ["00:01", "00:02", None]
    assert {(s.label, s.role) for s in project.corpus.speakers(document)} == {
        ("I", "interviewer"), ("Berit", "participant"), ("Begge", "joint"),
    }  # fmt: skip
    prose = project.corpus.add("Notat", "Bare prosa.")
    assert (project.corpus.turns(prose), project.corpus.speakers(prose)) == ([], [])
    assert project.corpus.all_turns() == {document.id: turns}
    assert project.corpus.all_turns(prose.id, document.id) == {document.id: turns, prose.id: []}


def test_words_are_counted_without_the_interviewer(project: Project) -> None:
    def words() -> int:
        return project.corpus.document("Intervju 1").words

    project.corpus.add("Intervju 1", "Innledning her.\n\nI: Hva nå?\n\nBerit: En to tre.\n\nKåre: Fire.")
    assert words() == 4
    speakers = {s.label: s.id for s in project.corpus.speakers("Intervju 1")}
    project.corpus.set_speaker_role(speakers["Kåre"], "interviewer")
    assert words() == 3
    project.corpus.set_speaker_role(speakers["Berit"], "interviewer")
    assert words() == 0, "nobody but interviewers speaks"
    project.corpus.set_speaker_role(speakers["I"], "participant")
    assert words() == 2
    project.history.undo(3)
    assert words() == 4
    assert project.corpus.add("Notat", "Fem ord er det her.").words == 5
    assert project.corpus.add("Spørsmål", "I: Hva?\n\nI: Og?\n\nI: Så?").words == 0


def test_confirming_the_speakers_finds_the_turns_again_and_keeps_the_links(project: Project) -> None:
    text = TALK + "\nMerk: dette sa hun lavt.\n"
    project.corpus.add("Intervju 1", text, speakers={"I": "interviewer", "Merk": "joint"})
    assert [t.speaker for t in project.corpus.turns("Intervju 1")] == ["I", "I", "Merk"]
    project.cases.add("Ida Moe")
    [asking] = [s for s in project.corpus.speakers() if s.label == "I"]
    project.corpus.link_speaker(asking.id, "Ida Moe")
    before = (project.corpus.speakers(), project.corpus.turns("Intervju 1"), project.corpus.documents())
    turns = project.corpus.set_speakers("Intervju 1", {"I": "interviewer", "Berit": "participant"})
    assert [t.speaker for t in turns] == ["I", "Berit", "I", "Berit"]
    assert turns == project.corpus.turns("Intervju 1")
    assert {(s.label, s.case) for s in project.corpus.speakers()} == {("I", "Ida Moe"), ("Berit", None)}
    assert project.corpus.document("Intervju 1").words == 14
    assert project.check() == []
    project.history.undo()
    assert (project.corpus.speakers(), project.corpus.turns("Intervju 1"), project.corpus.documents()) == before


def test_a_pattern_of_ones_own_finds_the_turns(project: Project) -> None:
    document = project.corpus.add("Intervju 1", "<Q> Hva?\n<A> Ikke noe.", turns=r"^<(?P<speaker>\w)> ")
    assert [t.speaker for t in project.corpus.turns(document)] == ["Q", "A"]
    assert project.corpus.add("Intervju 2", TALK, turns="none").turns == 0
    with pytest.raises(InvalidInput):
        project.corpus.add("Intervju 3", TALK, turns="(")
    assert len(project.corpus.documents()) == 2


def test_linking_a_speaker_to_a_case_and_letting_go(project: Project) -> None:
    project.corpus.add("Intervju 1", TALK)
    project.cases.add("Berit Dal")
    [berit] = [s for s in project.corpus.speakers("Intervju 1") if s.label == "Berit"]
    project.corpus.link_speaker(berit.id, "berit dal")
    assert [s.case for s in project.corpus.speakers() if s.label == "Berit"] == ["Berit Dal"]
    project.corpus.link_speaker(berit.id, None)
    assert {s.case for s in project.corpus.speakers()} == {None}
    with pytest.raises(NotFound, match="no case"):
        project.corpus.link_speaker(berit.id, "Ingen")
    with pytest.raises(NotFound, match="no such speaker"):
        project.corpus.link_speaker("x", None)


def test_kinds_fidelities_roles_and_endings_are_those_of_the_field(project: Project) -> None:
    document = project.corpus.add("Notat", "Tekst.", kind="field note", fidelity="retold", language="nn")
    assert (document.kind, document.fidelity, document.language) == ("field note", "retold", "nn")
    project.corpus.set_kind("Notat", "observation")
    project.corpus.set_fidelity("Notat", "verbatim")
    assert project.corpus.document("Notat").kind == "observation"
    assert project.corpus.document("Notat").fidelity == "verbatim"
    for attempt in (
        lambda: project.corpus.set_kind("Notat", "samtale"), lambda: project.corpus.set_fidelity("Notat", "sånn ca"),
        lambda: project.corpus.add("Nytt", "Tekst", kind="samtale"),
        lambda: project.corpus.add("Nytt", "Tekst", speakers={"Berit": "sjef"}),
        lambda: project.corpus.set_speakers("Notat", {"Berit": "sjef"}),
        lambda: project.corpus.set_speaker_role("x", "sjef"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as refusal:
            attempt()
        assert refusal.value.hint.startswith("choose one of: ")
    assert len(project.corpus.documents()) == 1


@on_both_databases
def test_removing_a_document_takes_all_that_hangs_on_it_and_undo_brings_it_back(project: Project) -> None:
    for name in ("Intervju 1", "Intervju 2"):
        project.corpus.add(name, TALK)
    project.codebook.add("Måltall")
    project.cases.add("Berit Dal")
    project.cases.define_attribute("Kommune", applies_to="document")
    project.cases.set_document_attribute("Intervju 1", "Kommune", "Elvestad")
    for speaker in project.corpus.speakers():
        project.corpus.link_speaker(speaker.id, "Berit Dal")
    project.coding.apply("Måltall", "Intervju 1", 3, 9, memo="på koding")
    project.coding.import_rows(
        CodingRow(f"Intervju {n % 2 + 1}", n, n + 3, "Måltall", "Jon", memo="m") for n in range(9)
    )
    project.memos.add("om dokumentet", document="Intervju 1")
    project.memos.add("om stedet", document="Intervju 1", start=3, end=9)
    project.memos.add("om koden", code="Måltall")

    def everything() -> tuple[object, ...]:
        return (
            project.corpus.documents(), project.corpus.texts(), project.corpus.speakers(), project.corpus.all_turns(),
            project.coding.codings(), sorted(project.memos.memos(), key=lambda memo: memo.id),
            [project.cases.document_attributes(d) for d in project.corpus.documents()],
        )  # fmt: skip

    before = everything()
    project.corpus.remove("Intervju 1")
    assert [d.name for d in project.corpus.documents()] == ["Intervju 2"]
    assert {c.document for c in project.coding.codings()} == {"Intervju 2"}
    assert sorted(m.text for m in project.memos.memos()) == ["m"] * 4 + ["om koden"]
    assert len(project.corpus.speakers()) == 2
    assert project.check() == []
    project.history.undo()
    assert everything() == before
    assert project.check() == []
    project.history.redo()
    assert [d.name for d in project.corpus.documents()] == ["Intervju 2"]
