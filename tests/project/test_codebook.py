"""Codebooks: trees, references, moving and merging, files that go in and out, and finding a code while typing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import Ambiguous, Conflict, InvalidInput, NotFound
from qualcode.exchange.codebook_files import read
from qualcode.project.codebook import is_meant, rank_codes
from qualcode.project.project import Project, create_project
from qualcode.project.records import Code, CodebookFile, CodeEntry
from tests.conftest import on_both_databases

SHIPPED = sorted((Path(__file__).parents[2] / "codebooks").glob("*.yaml"))
GUIDS = tuple(str(UUID(int=number)) for number in range(1, 6))


@pytest.fixture
def book(project: Project) -> Project:
    """Skjønn > (Rom > (Vidt, Trangt), Tid), Press > (Måltall, Tid)."""
    for name, parent in (("Skjønn", None), ("Rom", "Skjønn"), ("Vidt", "Rom"), ("Trangt", "Rom"), ("Tid", "Skjønn"),
                         ("Press", None), ("Måltall", "Press"), ("Tid", "Press")):  # fmt: skip
        project.codebook.add(name, parent=parent)
    project.corpus.add("Intervju 1", "Altså, på papiret bestemmer jeg selv.")
    return project


TREE = ["Skjønn", "Skjønn > Rom", "Skjønn > Rom > Vidt", "Skjønn > Rom > Trangt", "Skjønn > Tid", "Press",
        "Press > Måltall", "Press > Tid"]  # fmt: skip


def tree(project: Project, codebook: str | None = None) -> list[str]:
    return [code.full_name for code in project.codebook.codes(codebook)]


@on_both_databases
def test_codes_come_as_a_tree_parents_first_in_the_order_they_were_made(book: Project) -> None:
    assert tree(book) == TREE
    rom = book.codebook.code("Rom")
    assert (rom.path, rom.depth, rom.parent_id) == (("Skjønn", "Rom"), 1, book.codebook.code("Skjønn").id)
    assert [c.name for c in book.codebook.subtree("Skjønn")] == ["Skjønn", "Rom", "Vidt", "Trangt", "Tid"]
    assert [c.name for c in book.codebook.codebooks()] == ["NAV-studien"], "the first codebook is made when needed"


def test_a_code_is_named_by_path_name_id_or_alias(book: Project) -> None:
    code = book.codebook.code
    book.codebook.update("Rom", aliases=["handlingsrom", "Måltall", "tid"])
    rom = code("Rom")
    for reference in ("rom", "SKJØNN > ROM", "skjønn>rom", " Skjønn  >  Rom ", rom.id, "Handlingsrom", rom):
        assert code(reference) == rom
    assert code(unicodedata.normalize("NFD", "Skjønn > Rom")) == rom
    assert code("måltall").full_name == "Press > Måltall", "a name goes before an alias"
    for nobody in ("Skjonn", "Press > Rom", "Rom > Vidt", "", ">", "Skjønn >"):
        with pytest.raises(NotFound):
            code(nobody)
    with pytest.raises(Ambiguous) as doubt:
        code("tid")
    assert doubt.value.hint == "say which: Press > Tid, Skjønn > Tid"
    assert code("Press > Tid").full_name == "Press > Tid"
    with pytest.raises(NotFound) as lost:
        code("Måltal")
    assert "Måltall" in lost.value.hint


@pytest.mark.parametrize("name", ["<tiltaksarrangør> ringte", "a>b", "-> det", "«Ja» – 😀", "a > b?"])
def test_words_of_the_text_can_be_a_code_and_be_found_again(book: Project, name: str) -> None:
    if " > " in name:
        with pytest.raises(InvalidInput, match="cannot be the name of a code"):
            book.codebook.add(name)
        with pytest.raises(InvalidInput, match="cannot be the name of a code"):
            book.codebook.update("Rom", name=name)
        return
    made = book.codebook.add(name, parent="Press", in_vivo=True)
    assert book.codebook.code(name) == book.codebook.code(f"Press > {name}") == made


def test_siblings_have_different_names_and_branches_may_share_them(book: Project) -> None:
    for name in ("Rom", "ROM", " rom "):
        with pytest.raises(Conflict, match="in the same place already"):
            book.codebook.add(name, parent="Skjønn")
    with pytest.raises(Conflict, match="in the same place already"):
        book.codebook.add("skjønn")
    with pytest.raises(Conflict, match="in the same place already"):
        book.codebook.update("Vidt", name="Trangt")
    assert book.codebook.add("Rom", parent="Press").full_name == "Press > Rom"
    assert book.codebook.update("Skjønn > Rom", name="ROM").full_name == "Skjønn > ROM"


FIELDS: dict[str, Any] = {
    "definition": "Hva *det* er\n\n😀", "include": "ja", "exclude": "nei", "example": "«sitat»", "color": "#AbCdEf",
    "aliases": ("a", "b | c"), "phrases": ("det kommer an på",), "literature": ("Lipsky 1980",), "level": "category",
    "status": "candidate", "labels": {"nn": "Rommet"}, "scale": ("lite", "mye"), "in_vivo": True, "name": "Nytt navn",
}  # fmt: skip


@on_both_databases
def test_every_field_is_kept_and_changes_alone(book: Project) -> None:
    before = book.codebook.code("Rom")
    for field, value in FIELDS.items():
        after = book.codebook.update(before, **{field: value})
        assert getattr(after, field) == value
        assert replace(after, **{field: getattr(before, field), "path": before.path}) == before
        book.history.undo()
        assert book.codebook.code(before.id) == before
    made = book.codebook.add("Alt", **{name: value for name, value in FIELDS.items() if name != "name"})
    assert {name: getattr(made, name) for name in FIELDS} == {**FIELDS, "name": "Alt"}
    assert made.label("nn") == "Rommet"
    assert made.label("nb") == "Alt"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"level": "root"}, "is not a level"),
        ({"status": "old"}, "is not a status"),
        ({"color": "blue"}, "is not a colour"),
        ({"color": "#12345"}, "is not a colour"),
        ({"colour": "#123456"}, "no field «colour»"),
        ({"name": " "}, "needs a name"),
        ({"name": "a\x1bb"}, "needs a name"),
        ({"pin": 10}, "no field «pin»"),
        ({"id": "x"}, "no field «id»"),
    ],
)
def test_what_a_code_cannot_have_is_refused(book: Project, fields: dict[str, Any], message: str) -> None:
    before = book.codebook.codes()
    with pytest.raises(InvalidInput, match=message):
        book.codebook.update("Rom", **fields)
    if "name" not in fields:
        with pytest.raises(InvalidInput, match=message):
            book.codebook.add("Ny", **fields)
    assert book.codebook.codes() == before


@on_both_databases
def test_moving_takes_the_branch_along_and_places_it(book: Project) -> None:
    moved = book.codebook.move("Rom", "Press", 1)
    assert moved.full_name == "Press > Rom"
    assert tree(book) == ["Skjønn", "Skjønn > Tid", "Press", "Press > Måltall", "Press > Rom", "Press > Rom > Vidt",
                          "Press > Rom > Trangt", "Press > Tid"]  # fmt: skip
    book.codebook.move("Rom", None, 0)
    assert tree(book)[:4] == ["Rom", "Rom > Vidt", "Rom > Trangt", "Skjønn"]
    book.codebook.move("Trangt", "Rom", 0)
    assert tree(book)[1:3] == ["Rom > Trangt", "Rom > Vidt"]
    book.codebook.move("Rom", None)
    assert tree(book)[-3:] == ["Rom", "Rom > Trangt", "Rom > Vidt"]
    book.history.undo(4)
    assert tree(book) == TREE


def test_a_code_cannot_come_below_itself_or_beside_its_namesake_or_into_another_book(book: Project) -> None:
    for target in ("Skjønn", "Rom", "Vidt"):
        with pytest.raises(InvalidInput, match="moved into itself"):
            book.codebook.move("Skjønn", target)
    with pytest.raises(Conflict, match="in the same place already"):
        book.codebook.move("Press > Tid", "Skjønn")
    other = book.codebook.add("Annen", codebook=book.codebook.add_codebook("Andre").id)
    with pytest.raises(InvalidInput, match="stays in its codebook"):
        book.codebook.move("Rom", other)
    assert tree(book) == [*TREE, "Annen"]


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=12))
def test_moving_among_siblings_is_moving_in_a_list(book: Project, moves: list[tuple[int, int]]) -> None:
    with book.action("flytt"):
        top = book.codebook.add(f"Topp {book.last_act()}")
        expected = ["a", "b", "c", "d"]
        ids = {name: book.codebook.add(name, parent=top).id for name in expected}
        for which, place in moves:
            name = expected.pop(which)
            expected.insert(place, name)
            book.codebook.move(ids[name], top, place)
        assert [c.name for c in book.codebook.subtree(top)[1:]] == expected


def test_a_place_between_two_codes_never_runs_out(project: Project) -> None:
    with project.action("flytt"):
        for name in ("Først", "A", "B", "C"):
            project.codebook.add(name)
        for turn in range(150):
            project.codebook.move("ABC"[turn % 3], None, 1)
        assert tree(project) == ["Først", "C", "B", "A"]


@on_both_databases
def test_removing_takes_the_branch_with_codings_and_memos_and_undo_brings_it_back(book: Project) -> None:
    for code in ("Rom", "Vidt", "Press"):
        book.coding.apply(code, "Intervju 1", 0, 5, memo=f"på koding {code}")
        book.memos.add(f"om {code}", code=code)
    codes, codings, memos = book.codebook.codes(), book.coding.codings(), book.memos.memos()
    assert book.codebook.remove("Rom") == 2
    assert tree(book) == ["Skjønn", *TREE[4:]]
    assert [c.code for c in book.coding.codings()] == ["Press"]
    assert {m.text for m in book.memos.memos()} == {"på koding Press", "om Press"}
    assert book.check() == []
    book.history.undo()
    assert (book.codebook.codes(), book.coding.codings(), book.memos.memos()) == (codes, codings, memos)


@on_both_databases
def test_merging_hands_everything_over_and_doubles_nothing(book: Project) -> None:
    book.codebook.update("Rom", aliases=["spillerom", "Press"], phrases=["hvor langt"])
    book.codebook.add("Måltall", parent="Rom")
    book.codebook.add("Under", parent="Skjønn > Rom > Måltall")
    for code, start, coder in (("Rom", 0, "Ida"), ("Rom", 3, "Ida"), ("Press", 0, "Ida"), ("Press", 3, "Jon")):
        book.coding.apply(code, "Intervju 1", start, start + 4, coder=coder, memo=f"{code} {start}")
    book.coding.apply("Skjønn > Rom > Måltall", "Intervju 1", 8, 12)
    book.memos.add("om rommet", code="Rom")
    codes, codings = book.codebook.codes(), book.coding.codings()
    assert book.codebook.merge("Rom", "Press") == 1
    assert tree(book) == ["Skjønn", "Skjønn > Tid", "Press", "Press > Måltall", "Press > Måltall > Under",
                          "Press > Tid", "Press > Vidt", "Press > Trangt"]  # fmt: skip
    assert [(c.code, c.start, c.coder) for c in book.coding.codings()] == [
        ("Press", 0, "Ida"), ("Press", 3, "Ida"), ("Press", 3, "Jon"), ("Måltall", 8, "Ida"),
    ]  # fmt: skip
    assert sorted(book.coding.codings()[0].memo.split("\n\n")) == ["Press 0", "Rom 0"]
    assert [m.text for m in book.memos.memos(code="Press")] == ["om rommet"]
    press = book.codebook.code("Press")
    assert (press.aliases, press.phrases) == (("Rom", "spillerom"), ("hvor langt",))
    assert book.codebook.code("spillerom") == press
    assert book.check() == []
    book.history.undo()
    assert (book.codebook.codes(), book.coding.codings()) == (codes, codings)


@on_both_databases
def test_merging_into_the_parent_where_a_child_has_the_same_name(book: Project) -> None:
    book.codebook.add("Rom", parent="Skjønn > Rom")
    book.coding.apply("Skjønn > Rom > Rom", "Intervju 1", 0, 5)
    book.coding.apply("Skjønn > Rom", "Intervju 1", 8, 12)
    assert book.codebook.merge("Skjønn > Rom", "Skjønn") == 1
    assert set(tree(book)) == {"Skjønn", "Skjønn > Rom", "Skjønn > Vidt", "Skjønn > Trangt", *TREE[4:]}
    assert [(c.code, c.start) for c in book.coding.codings()] == [("Rom", 0), ("Skjønn", 8)]
    assert book.check() == []


def test_merging_into_another_codebook_takes_the_branch_along(book: Project) -> None:
    book.codebook.add_codebook("Andre")
    book.codebook.add("Mål", codebook="Andre")
    book.codebook.merge("Skjønn", "Mål")
    assert tree(book, "Andre") == ["Mål", "Mål > Rom", "Mål > Rom > Vidt", "Mål > Rom > Trangt", "Mål > Tid"]
    assert tree(book, "NAV-studien") == ["Press", "Press > Måltall", "Press > Tid"]
    assert book.check() == []


@pytest.mark.parametrize("target", ["Skjønn", "Rom", "Vidt"])
def test_a_code_is_not_merged_into_itself_or_below(book: Project, target: str) -> None:
    with pytest.raises(InvalidInput, match="merged into itself"):
        book.codebook.merge("Skjønn", target)
    assert tree(book) == TREE


@on_both_databases
def test_a_number_key_has_one_code(book: Project) -> None:
    assert book.codebook.pin("Rom", 3).pin == 3
    assert book.codebook.pin("Vidt", 3).pin == 3
    assert book.codebook.code("Rom").pin is None
    assert book.codebook.pin("Vidt", 4).pin == 4
    assert [c.name for c in book.codebook.codes() if c.pin] == ["Vidt"]
    assert book.codebook.pin("Vidt", None).pin is None
    for number in (0, 10, -1):
        with pytest.raises(InvalidInput, match="keys 1 to 9"):
            book.codebook.pin("Rom", number)


def test_codebooks_have_different_names(book: Project) -> None:
    book.codebook.add_codebook("Andre", language="nn", description="Om noe")
    with pytest.raises(Conflict):
        book.codebook.add_codebook("ANDRE")
    assert book.codebook.codebook("andre").language == "nn"
    with pytest.raises(NotFound):
        book.codebook.codebook("Tredje")
    assert [c.name for c in book.codebook.codebooks()] == ["NAV-studien", "Andre"]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def a_file(*entries: CodeEntry, name: str = "Bok") -> CodebookFile:
    return CodebookFile(name, "nb", "", entries)


@on_both_databases
def test_a_file_is_matched_by_guid_then_by_path_and_the_rest_is_added(project: Project) -> None:
    first = a_file(CodeEntry(("A",), GUIDS[0], definition="en"), CodeEntry(("A", "B")), CodeEntry(("C",)))
    project.codebook.load(first)
    old = {code.full_name: code.id for code in project.codebook.codes()}
    assert old["A"] == GUIDS[0]
    project.corpus.add("Intervju 1", "En tekst.")
    project.coding.apply("B", "Intervju 1", 0, 2)
    second = a_file(
        CodeEntry(("Ny A",), GUIDS[0].upper(), definition="to"), CodeEntry(("Ny A", "D"), GUIDS[1]),
        CodeEntry(("C",), definition="tre"),
    )  # fmt: skip
    project.codebook.load(second)
    now = {code.full_name: code for code in project.codebook.codes()}
    assert {name: code.id for name, code in now.items() if name != "Ny A > D"} == {
        "Ny A": GUIDS[0], "Ny A > B": old["A > B"], "C": old["C"],
    }  # fmt: skip
    assert (now["Ny A"].definition, now["Ny A > D"].id, now["C"].definition) == ("to", GUIDS[1], "tre")
    assert now["Ny A > B"].codings == 1, "what a file does not name stays"
    acts = project.last_act()
    project.codebook.load(second)
    assert project.last_act() == acts, "the second time changes nothing"


@on_both_databases
@pytest.mark.parametrize(
    "entries",
    [
        [(("B",), 0), (("A",), 1)],
        [(("A",), 1), (("B",), 0)],
        [(("A",), 2), (("B",), 0), (("C",), 1)],
        [(("B",), 0), (("A",), 2), (("C",), 1)],
        [(("B",), 1), (("B", "A"), 0)],
        [(("A",), 2), (("A", "A"), 0), (("A", "A", "A"), 1)],
    ],
    ids=["swapped", "swapped, other order", "a new one took a name", "a new one in between", "nested", "all called A"],
)
def test_guids_rule_when_a_colleague_has_renamed_codes(
    project: Project, entries: list[tuple[tuple[str, ...], int]]
) -> None:
    project.codebook.load(a_file(CodeEntry(("A",), GUIDS[0]), CodeEntry(("B",), GUIDS[1])))
    project.codebook.load(a_file(*(CodeEntry(path, GUIDS[number]) for path, number in entries)))
    assert {code.path: code.id for code in project.codebook.codes()} == {path: GUIDS[n] for path, n in entries}
    project.history.undo()
    assert {code.path: code.id for code in project.codebook.codes()} == {("A",): GUIDS[0], ("B",): GUIDS[1]}


def test_a_file_that_takes_the_name_of_a_code_it_does_not_know_is_refused_whole(project: Project) -> None:
    project.codebook.load(a_file(CodeEntry(("A",), GUIDS[0])))
    project.codebook.add("B")
    with pytest.raises(Conflict, match="there is a code «B» in the same place already"):
        project.codebook.load(a_file(CodeEntry(("Ny",)), CodeEntry(("B",), GUIDS[0])))
    assert tree(project) == ["A", "B"]


def test_a_file_without_colours_leaves_colours_and_pins(project: Project) -> None:
    project.codebook.load(a_file(CodeEntry(("A",), color="#123456")))
    project.codebook.pin("A", 2)
    project.codebook.load(a_file(CodeEntry(("A",), definition="ny")))
    code = project.codebook.code("A")
    assert (code.color, code.pin, code.definition) == ("#123456", 2, "ny")


def test_a_file_can_go_into_a_book_of_another_name(project: Project) -> None:
    project.codebook.add_codebook("Min")
    project.codebook.load(a_file(CodeEntry(("A",))), codebook="Min")
    assert [b.name for b in project.codebook.codebooks()] == ["Min"]
    project.codebook.load(a_file(CodeEntry(("A",)), name="BOK"))
    project.codebook.load(a_file(CodeEntry(("B",)), name="bok"))
    assert (tree(project, "Min"), tree(project, "Bok")) == (["A"], ["A", "B"])


def unnamed(*entries: CodeEntry, name: str = "fil") -> CodebookFile:
    return replace(a_file(*entries, name=name), named=False)


def test_a_file_without_a_name_goes_where_its_codes_are_known(project: Project) -> None:
    project.codebook.load(a_file(CodeEntry(("A",), GUIDS[0]), CodeEntry(("A", "B"), GUIDS[1]), name="Min"))
    project.codebook.load(a_file(CodeEntry(("C",), GUIDS[2]), name="Din"))
    project.codebook.load(unnamed(
        CodeEntry(("A",), GUIDS[0], definition="ny"), CodeEntry(("A", "D")), CodeEntry(("A", "B"), GUIDS[1]),
        CodeEntry(("C2",), GUIDS[2]), CodeEntry(("E",)),
    ))  # fmt: skip
    assert tree(project, "Min") == ["A", "A > B", "A > D", "E"]
    assert tree(project, "Din") == ["C2"]
    assert project.codebook.code("A").definition == "ny"
    assert len(project.codebook.codebooks()) == 2


def test_a_file_without_a_name_or_guids_goes_into_the_only_codebook(project: Project) -> None:
    assert project.codebook.load(unnamed(CodeEntry(("A",)))).name == "fil"
    assert project.codebook.load(unnamed(CodeEntry(("A",), definition="x"), name="en annen")).name == "fil"
    project.codebook.add_codebook("Min")
    assert project.codebook.load(unnamed(CodeEntry(("B",)), name="MIN")).name == "Min"
    assert project.codebook.load(unnamed(CodeEntry(("B",)), name="tredje")).name == "tredje"
    assert (tree(project, "fil"), tree(project, "Min"), tree(project, "tredje")) == (["A"], ["B"], ["B"])


def test_codebooks_written_together_come_back_each_into_its_own(project: Project) -> None:
    name = project.info().name
    project.codebook.load(a_file(CodeEntry(("A",)), name=name))
    project.codebook.load(a_file(CodeEntry(("B",)), name="Min"))
    before = project.codebook.codes()
    project.codebook.load(project.codebook.dump())
    assert project.codebook.codes() == before


def test_codebooks_that_share_a_path_cannot_be_written_together(project: Project) -> None:
    for name in ("Min", "Din"):
        project.codebook.load(a_file(CodeEntry(("A",)), name=name))
    with pytest.raises(Conflict, match="the code «A» is in two codebooks: Min and Din") as refused:
        project.codebook.dump()
    assert "--codebook" in refused.value.hint
    assert project.codebook.dump("Min").codes[0].path == ("A",)


def test_codes_of_one_path_in_two_codebooks_are_told_apart_by_the_codebook(project: Project) -> None:
    for name in ("Min", "Din"):
        project.codebook.load(a_file(CodeEntry(("A",)), CodeEntry(("A", "B")), name=name))
    with pytest.raises(Ambiguous) as doubt:
        project.codebook.code("B")
    assert doubt.value.hint == "say which: Din > A > B, Min > A > B"
    mine = project.codebook.code("min > a > b")
    assert mine.codebook_id == project.codebook.codebook("Min").id


@pytest.mark.parametrize(
    "entry", [CodeEntry(("A",), "ikke en guid"), CodeEntry((" ",)), CodeEntry(("A",), level="x"), CodeEntry(("A > B",))]
)
def test_a_bad_entry_keeps_the_whole_file_out(project: Project, entry: CodeEntry) -> None:
    with pytest.raises(InvalidInput):
        project.codebook.load(a_file(CodeEntry(("God",)), entry))
    assert (project.codebook.codebooks(), project.last_act()) == ([], 0)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_codebook_goes_in_and_comes_out_the_same(project: Project, path: Path, tmp_path: Path) -> None:
    file = read(path)
    book = project.codebook.load(file)
    assert project.codebook.dump(book) == file
    assert tree(project) == [" > ".join(entry.path) for entry in file.codes]
    with create_project(tmp_path / "annet.qualcode") as other:
        other.codebook.load(project.codebook.dump())
        assert other.codebook.dump() == file
        assert [code.id for code in other.codebook.codes()] == [code.id for code in project.codebook.codes()]


@on_both_databases
def test_all_shipped_codebooks_live_side_by_side(project: Project) -> None:
    files = [read(path) for path in SHIPPED]
    assert len(files) == 5
    for file in files:
        project.codebook.load(file)
    counts = {book.name: len(project.codebook.codes(book)) for book in project.codebook.codebooks()}
    assert counts == {file.name: len(file.codes) for file in files}
    assert len({code.id for code in project.codebook.codes()}) == sum(counts.values())
    acts, codes = project.last_act(), project.codebook.codes()
    for file in files:
        project.codebook.load(file)
    assert (project.last_act(), project.codebook.codes()) == (acts, codes)
    assert project.check() == []


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Codes that look alike in different ways; the tests only read."""
    project = create_project(tmp_path_factory.mktemp("wide") / "p.qualcode")
    project.codebook.add("Skjønn", aliases=["vurdering"], phrases=["det kommer an på"], labels={"en": "Discretion"})
    project.codebook.add("Skjønnsrom", parent="Skjønn")
    project.codebook.add("Profesjonelt skjønn")
    project.codebook.add("Åpenhet", aliases=["ærlighet"])
    project.codebook.add("Måltall")
    project.codebook.add("Gammel", status="retired", aliases=["skjønn"])
    yield project
    project.close()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("skjonn", "Skjønn"), ("SKJØNN", "Skjønn"), ("skj", "Skjønn"), ("skjønnsr", "Skjønnsrom"),
        ("rom", "Skjønnsrom"), ("prof skj", "Profesjonelt skjønn"), ("apen", "Åpenhet"), ("åpen", "Åpenhet"),
        ("aerlig", "Åpenhet"),
        ("ærlig", "Åpenhet"), ("vurd", "Skjønn"), ("discr", "Skjønn"), ("kommer an", "Skjønn"), ("maltal", "Måltall"),
        ("måltlal", "Måltall"), ("A\u030apen", "Åpenhet"),
    ],
)  # fmt: skip
def test_a_few_typed_letters_find_the_code(wide: Project, typed: str, first: str) -> None:
    assert wide.codebook.find(typed)[0].name == first


def test_whole_names_go_before_beginnings_before_words_before_parts_and_retired_codes_are_not_offered(
    wide: Project,
) -> None:
    assert [c.name for c in wide.codebook.find("skjønn")][:3] == ["Skjønn", "Skjønnsrom", "Profesjonelt skjønn"]
    assert [c.name for c in wide.codebook.find("skjønn", limit=1)] == ["Skjønn"]
    assert "Gammel" not in [c.name for c in wide.codebook.find("gammel")]
    assert wide.codebook.find("xqz") == []


def test_with_nothing_typed_the_most_used_come_first(book: Project) -> None:
    for start, code in ((0, "Måltall"), (3, "Måltall"), (5, "Press")):
        book.coding.apply(code, "Intervju 1", start, start + 2)
    assert [c.name for c in book.codebook.find(" ")][:3] == ["Måltall", "Press", "Skjønn"]


@given(st.text(max_size=20))
def test_whatever_is_typed_ranks_each_code_at_most_once(typed: str) -> None:
    fields = dict.fromkeys(Code.__dataclass_fields__, "")
    tuples: Any = {**fields, "aliases": (), "phrases": (), "labels": {}}
    codes = [
        Code(**{**tuples, "name": name, "path": ("Tema", name), "codings": number})
        for number, name in enumerate(("Skjønn", "Måltall", "😀", "!?"))
    ]
    ranked = rank_codes(typed, codes)
    assert len(ranked) == len({code.name for code in ranked})
    assert all(code in codes for code in ranked)
    assert rank_codes("", codes)[0].name == "!?"


def test_a_file_that_leaves_fields_out_leaves_them_as_they_are(project: Project) -> None:
    project.codebook.add("Tid", definition="Hvor lang tid ting tar", level="theme", status="parked", color="#0072B2")
    before = project.codebook.code("Tid")
    project.codebook.load(CodebookFile(project.codebook.codebooks()[0].name, "nb", "", (CodeEntry(("Tid",)),)))
    assert project.codebook.code("Tid") == before
    given = CodeEntry(("Tid",), include="Frister")
    project.codebook.load(CodebookFile(project.codebook.codebooks()[0].name, "nb", "", (given,)))
    after = project.codebook.code("Tid")
    assert (after.include, after.definition, after.level) == ("Frister", before.definition, "theme")


def test_the_name_on_the_screen_goes_before_names_in_other_languages(project: Project) -> None:
    project.corpus.add("Intervju 1", "En tekst.")
    project.codebook.add("Tillit", labels={"en": "Trust"})
    project.codebook.add("Trussel")
    project.coding.apply("Tillit", "Intervju 1", 0, 2)
    assert [code.name for code in project.codebook.find("trus")] == ["Trussel", "Tillit"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("får", True),
        ("far ikke", True),
        ("lese sak", True),
        ("skojnn", False),
        ("ikke lsee", True),
        ("Blir ikke hørt", False),
        ("Far uviktig", False),
        ("medbestemmelse", True),
    ],
)
def test_words_that_a_code_does_not_have_do_not_mean_it(project: Project, typed: str, meant: bool) -> None:
    code = project.codebook.add("Får ikke lese egen sak", aliases=["medbestemmelse"])
    assert is_meant(typed, code) is meant
