"""Codes on spans: one by one and from files, checked against the text, never doubled, all or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.coding_rows import Imported
from qualcode.project.project import Project, open_project
from qualcode.project.records import Coding, CodingRow
from tests.conftest import on_both_databases

TEXT = "I: Hva tenker du? 😀\n\nBerit: Altså, 𝕏 på papiret bestemmer jeg selv.\n"
END = len(TEXT)


@pytest.fixture
def study(project: Project) -> Project:
    """One interview and four codes, one with a scale."""
    project.corpus.add("Intervju 1", TEXT)
    project.codebook.add("Skjønn")
    project.codebook.add("Handlingsrom", parent="Skjønn", aliases=["rom"])
    project.codebook.add("Grad", scale=["lite", "mye"])
    project.codebook.add("Tid")
    return project


def spans(project: Project, **chosen: str) -> list[tuple[int, int, str, str]]:
    return [(c.start, c.end, c.code, c.coder) for c in project.coding.codings(**chosen)]  # type: ignore[arg-type]


@on_both_databases
def test_a_coding_is_given_back_as_it_was_made(study: Project) -> None:
    made = study.coding.apply("rom", "Intervju 1", 3, 19, memo="sjekk 😀\nto linjer", coder="Jon")
    assert made == study.coding.coding(made.id) == study.coding.codings()[0]
    assert (made.document, made.start, made.end, made.code, made.coder) == ("Intervju 1", 3, 19, "Handlingsrom", "Jon")
    assert (made.value, made.memo, made.key_quote) == (None, "sjekk 😀\nto linjer", False)
    assert study.corpus.document("Intervju 1").codings == study.codebook.code("rom").codings == 1


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (9, 3), (-1, 4), (0, END + 1), (END, END + 1), (-9, -3)])
def test_what_is_no_span_of_the_text_is_refused_by_every_way_in(study: Project, start: int, end: int) -> None:
    made = study.coding.apply("Tid", "Intervju 1", 0, END)
    with pytest.raises(InvalidInput, match="is not a span of Intervju 1"):
        study.coding.apply("Skjønn", "Intervju 1", start, end)
    with pytest.raises(InvalidInput, match="is not a span of Intervju 1"):
        study.coding.resize(made.id, start, end)
    with pytest.raises(InvalidInput, match=r"line 7: .* is not a span of Intervju 1"):
        study.coding.import_rows([CodingRow("Intervju 1", start, end, "Skjønn", line=7)])
    assert study.coding.codings() == [made]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, END - 1), st.integers(1, END)).filter(lambda s: s[0] < s[1]), max_size=6))
def test_a_coding_holds_exactly_its_code_points(study: Project, extents: list[tuple[int, int]]) -> None:
    with study.action("noen"):
        made = [study.coding.apply("Tid", "Intervju 1", *extent) for extent in extents]
    text = study.corpus.text("Intervju 1")
    assert [text[c.start : c.end] for c in made] == [TEXT[start:end] for start, end in extents]
    assert set(extents) <= {(c.start, c.end) for c in study.coding.codings()}


def test_the_same_coding_twice_is_one_coding(study: Project) -> None:
    first = study.coding.apply("Tid", "Intervju 1", 3, 9)
    acts = study.last_act()
    assert study.coding.apply("Tid", "Intervju 1", 3, 9) == first
    assert study.last_act() == acts
    others = [("Tid", 3, 10, None), ("Tid", 2, 9, None), ("Skjønn", 3, 9, None), ("Tid", 3, 9, "Jon")]
    for code, start, end, coder in others:
        study.coding.apply(code, "Intervju 1", start, end, coder=coder)
    assert len({c.id for c in study.coding.codings()}) == 5


@pytest.mark.parametrize("coder", ["ida", "IDA", " Ida "])
def test_a_coder_is_the_same_in_any_case(study: Project, coder: str) -> None:
    study.coding.apply("Tid", "Intervju 1", 3, 9)
    study.coding.apply("Tid", "Intervju 1", 3, 9, coder=coder)
    assert [c.name for c in study.coding.coders()] == ["Ida"]
    assert len(study.coding.codings()) == 1


def test_codings_come_in_the_order_of_documents_and_text_and_can_be_chosen(study: Project) -> None:
    study.corpus.add("A først", TEXT)
    for document, start, end, code, coder in (
        ("A først", 0, 4, "Tid", "Ida"), ("Intervju 1", 9, 12, "Tid", "Jon"), ("Intervju 1", 9, 11, "Skjønn", "Ida"),
        ("Intervju 1", 2, 30, "Handlingsrom", "Ida"), ("Intervju 1", 9, 11, "Grad", "Ida"),
    ):  # fmt: skip
        study.coding.apply(code, document, start, end, coder=coder)
    here = [(2, 30, "Handlingsrom", "Ida"), (9, 11, "Grad", "Ida"), (9, 11, "Skjønn", "Ida"), (9, 12, "Tid", "Jon")]
    assert spans(study) == [*here, (0, 4, "Tid", "Ida")]
    assert spans(study, document="Intervju 1") == here
    assert spans(study, coder="jon") == here[3:]
    assert spans(study, code="Skjønn") == [here[2]]
    assert [c.code for c in study.coding.codings(code="Skjønn", subtree=True)] == ["Handlingsrom", "Skjønn"]
    assert study.coding.codings(ids=[]) == []


def test_unknown_codes_documents_coders_and_codings_are_named(study: Project) -> None:
    with pytest.raises(NotFound, match="no code «Skjon»"):
        study.coding.apply("Skjon", "Intervju 1", 0, 3)
    with pytest.raises(NotFound, match="no document «Intervju 2»"):
        study.coding.apply("Tid", "Intervju 2", 0, 3)
    with pytest.raises(NotFound, match="no coder «Kari»"):
        study.coding.codings(coder="Kari")
    for change in (
        lambda: study.coding.resize("x", 0, 3), lambda: study.coding.recode("x", "Tid"),
        lambda: study.coding.set_memo("x", ""), lambda: study.coding.mark_key("x"), lambda: study.coding.remove("x"),
        lambda: study.coding.set_value("x", None), lambda: study.coding.remove(),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            change()


Change = Callable[[Project, str], Coding]
CHANGES: dict[str, tuple[Change, str, object]] = {
    "bounds": (lambda p, c: p.coding.resize(c, 4, 12), "end", 12),
    "code": (lambda p, c: p.coding.recode(c, "Skjønn"), "code", "Skjønn"),
    "value": (lambda p, c: p.coding.set_value(c, "mye"), "value", "mye"),
    "memo": (lambda p, c: p.coding.set_memo(c, "ny"), "memo", "ny"),
    "no memo": (lambda p, c: p.coding.set_memo(c, ""), "memo", ""),
    "key": (lambda p, c: p.coding.mark_key(c), "key_quote", True),
}


@on_both_databases
@pytest.mark.parametrize("what", CHANGES)
def test_one_thing_of_a_coding_changes_and_comes_back_on_undo(study: Project, what: str) -> None:
    change, field, value = CHANGES[what]
    before = study.coding.apply("Grad", "Intervju 1", 3, 9, memo="første")
    after = change(study, before.id)
    assert getattr(after, field) == value
    kept = {"id", "document", "coder", "created_at", "code", "start", "value", "memo", "key_quote"}
    kept -= {"start", "code_id", field} if what == "bounds" else {field}
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}
    acts = study.last_act()
    assert change(study, before.id) == after
    assert study.last_act() == acts, "nothing changed, but an act was logged"
    study.history.undo()
    assert study.coding.codings() == [before]


def test_a_coding_cannot_become_another_one(study: Project) -> None:
    one = study.coding.apply("Tid", "Intervju 1", 3, 9)
    two = study.coding.apply("Skjønn", "Intervju 1", 3, 9)
    wide = study.coding.apply("Tid", "Intervju 1", 3, 12)
    with pytest.raises(Conflict, match="there already"):
        study.coding.recode(two.id, "Tid")
    with pytest.raises(Conflict, match="there already"):
        study.coding.resize(wide.id, 3, 9)
    assert study.coding.codings() == [two, one, wide]
    study.coder = "Jon"
    other = study.coding.apply("Tid", "Intervju 1", 3, 10)
    assert study.coding.resize(other.id, 3, 9).end == 9, "another coder's coding is not in the way"


def test_values_lie_on_the_scale_of_the_code_if_it_has_one(study: Project) -> None:
    assert study.coding.apply("Grad", "Intervju 1", 3, 9, value="lite").value == "lite"
    assert study.coding.apply("Tid", "Intervju 1", 3, 9, value="hva som helst").value == "hva som helst"
    made = study.coding.apply("Grad", "Intervju 1", 3, 12)
    for attempt in (
        lambda: study.coding.apply("Grad", "Intervju 1", 5, 9, value="noe"),
        lambda: study.coding.set_value(made.id, "noe"),
        lambda: study.coding.import_rows([CodingRow("Intervju 1", 5, 9, "Grad", value="noe", line=2)]),
    ):
        with pytest.raises(InvalidInput, match="«noe» is not on the scale of Grad") as refusal:
            attempt()
        assert refusal.value.hint == "the values are: lite, mye"
    assert study.coding.import_rows([CodingRow("Intervju 1", 5, 9, "Grad", value="mye")]).new == 1
    assert study.coding.set_value(made.id, None).value is None


def test_removing_takes_the_memos_along_and_undo_brings_both_back(study: Project) -> None:
    made = [study.coding.apply("Tid", "Intervju 1", n, n + 4, memo=f"m{n}") for n in range(3)]
    assert study.coding.remove(made[0].id, made[2].id, made[2].id) == 2
    assert (study.coding.codings(), len(study.memos.memos())) == ([made[1]], 1)
    study.history.undo()
    assert study.coding.codings() == made


@on_both_databases
def test_a_file_of_codings_goes_in_once(study: Project) -> None:
    rows = [
        CodingRow("Intervju 1.txt", 3, 9, "Skjønn > Handlingsrom", "Kari", None, "notat", TEXT[3:9], line=2),
        CodingRow("intervju 1", 18, 19, "tid", "Kari", text="😀", created="2025-11-12T08:44:13Z", key_quote=True),
        CodingRow("Intervju 1", 3, 9, "rom", "Kari", memo="en gang til"),
        CodingRow("Intervju 1", 3, 9, "Tid"),
    ]
    assert study.coding.import_rows(rows).new == 3
    assert spans(study) == [(3, 9, "Handlingsrom", "Kari"), (3, 9, "Tid", "Ida"), (18, 19, "Tid", "Kari")]
    face = study.coding.codings()[2]
    assert (face.created_at, face.key_quote) == ("2025-11-12T08:44:13Z", True)
    assert study.coding.codings()[0].memo == "notat\n\nen gang til"
    assert [c.name for c in study.coding.coders()] == ["Ida", "Kari"]
    before, acts = study.coding.codings(), study.last_act()
    assert study.coding.import_rows(rows).new == 0
    assert (study.coding.codings(), study.last_act()) == (before, acts)
    study.history.undo()
    assert study.coding.codings() == []
    assert [c.name for c in study.coding.coders()] == ["Ida", "Kari"], "who has been at work stays known"


GOOD = CodingRow("Intervju 1", 3, 9, "Tid", "Kari", memo="m", line=2)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (CodingRow("Intervju 9", 3, 9, "Tid", line=3), "line 3: there is no document «Intervju 9»"),
        (CodingRow("Intervju 1", 3, 9, "Tull", line=4), "line 4: there is no code «Tull»"),
        (CodingRow("Intervju 1", 3, 9, "Tid", text="Hva te", line=5), None),
        (CodingRow("Intervju 1", 3, 9, "Tid", text="hva te", line=5), "line 5: the text column does not match"),
        (CodingRow("Intervju 1", 18, 20, "Tid", text="😀", line=6), "line 6: the text column does not match"),
        (CodingRow("Intervju 1", 3, 9, "Tid", "a\x1bb", line=8), "line 8: a coder needs a name"),
        (CodingRow("", 3, 9, "Tid", line=9), "line 9: there is no document «»"),
    ],
)
def test_one_bad_line_keeps_the_whole_file_out(study: Project, bad: CodingRow, message: str | None) -> None:
    acts = study.last_act()
    if message is None:
        assert study.coding.import_rows([GOOD, bad]).new == 2
        return
    with pytest.raises((InvalidInput, NotFound)) as refusal:
        study.coding.import_rows([GOOD, bad])
    assert refusal.value.message.startswith(message)
    assert (study.coding.codings(), study.memos.memos(), study.last_act()) == ([], [], acts)
    assert [c.name for c in study.coding.coders()] == ["Ida"]


def test_an_ambiguous_code_in_a_file_is_refused_with_its_paths(study: Project) -> None:
    study.codebook.add("Handlingsrom", parent="Tid")
    with pytest.raises(InvalidInput, match=r"line 2: .* is the name of 2 codes") as refusal:
        study.coding.import_rows([CodingRow("Intervju 1", 3, 9, "Handlingsrom", line=2)])
    assert refusal.value.hint == "say which: Skjønn > Handlingsrom, Tid > Handlingsrom"


def test_no_lines_are_no_act(study: Project) -> None:
    acts = study.last_act()
    assert study.coding.import_rows([]).new == 0
    assert study.last_act() == acts


@on_both_databases
@pytest.mark.parametrize("text", ["a\ud800b", "\udcff"])
def test_what_the_database_cannot_hold_is_refused_in_words(study: Project, text: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be stored"):
        study.coding.apply("Tid", "Intervju 1", 3, 9, memo=text)
    with pytest.raises(InvalidInput, match="cannot be stored"):
        study.coding.apply("Tid", "Intervju 1", 3, 9, value=text)
    assert study.coding.codings() == []


def test_codings_are_there_when_the_project_is_opened_again(study: Project) -> None:
    made = study.coding.apply("Tid", "Intervju 1", 18, 19, memo="😀")
    with open_project(study.info().location) as again:
        assert again.coding.codings() == [made]


def test_a_new_memo_on_a_known_coding_is_taken_in_and_a_known_one_is_not_doubled(project: Project) -> None:
    project.corpus.add("Intervju 1", "En tekst om måltall.")
    project.codebook.add("Måltall")
    row = CodingRow("Intervju 1", 12, 19, "Måltall", "Ida", memo="først")
    assert project.coding.import_rows([row]).new == 1
    assert project.coding.import_rows([row]).new == 0
    assert project.coding.import_rows([replace(row, memo="så dette", created="2099-01-01T00:00:00Z")]).new == 0
    [coding] = project.coding.codings()
    assert coding.memo == "først\n\nså dette"
    assert project.coding.import_rows([replace(row, memo=coding.memo)]).new == 0
    assert project.coding.codings() == [coding]


def test_what_a_row_says_more_of_a_known_coding_is_added_and_counted(study: Project) -> None:
    known = study.coding.apply("Grad", "Intervju 1", 3, 9)
    row = CodingRow("Intervju 1", 3, 9, "Grad", "Ida")
    assert study.coding.import_rows([replace(row, key_quote=True)]) == Imported(0, 1, 0)
    assert study.coding.import_rows([replace(row, value="lite"), row]) == Imported(0, 1, 0)
    assert study.coding.import_rows([replace(row, value="mye", memo="ny")]) == Imported(0, 1, 0)
    now = study.coding.coding(known.id)
    assert (now.value, now.key_quote, now.memo) == ("mye", True, "ny")
    assert study.coding.import_rows([row]) == Imported(0, 0, 0), "empty cells take nothing away"
    assert study.coding.coding(known.id) == now
    study.history.undo()
    assert study.coding.coding(known.id).value == "lite"


def test_rows_of_one_coding_add_up_but_must_not_contradict_each_other(study: Project) -> None:
    row = CodingRow("Intervju 1", 3, 9, "Grad", "Jon")
    rows = [row, replace(row, key_quote=True), replace(row, value="lite", line=4)]
    assert study.coding.import_rows(rows) == Imported(1, 0, 0)
    [coding] = study.coding.codings()
    assert (coding.value, coding.key_quote) == ("lite", True)
    with pytest.raises(InvalidInput, match="line 5: a row above gives the same coding the value «lite»"):
        study.coding.import_rows([*rows, replace(row, value="mye", line=5)])


def test_values_of_codes_without_a_scale_are_counted(study: Project) -> None:
    rows = [CodingRow("Intervju 1", at, 9, "Tid", value="høy") for at in (3, 4)]
    assert study.coding.import_rows([*rows, CodingRow("Intervju 1", 3, 9, "Grad", value="mye")]).unscaled == 2


@on_both_databases
def test_reading_what_an_act_touched_gives_what_reading_everything_gives(study: Project) -> None:
    document = study.corpus.document("Intervju 1")
    first = study.coding.apply("Tid", document, 3, 19)
    second = study.coding.apply("Grad", document, 3, 30, value="lite")
    acts: list[Callable[[], object]] = [
        lambda: study.coding.apply("Skjønn", document, 3, 19),
        lambda: study.coding.resize(first.id, 0, 25),
        lambda: study.coding.set_value(second.id, "mye"),
        lambda: study.coding.split(second.id, 10),
        lambda: study.coding.remove(first.id),
    ]
    for act in acts:
        before = study.coding.codings(document=document)
        act()
        touched = study.coding.touched(study.last_act())
        assert touched, "each of these is about codings alone"
        assert study.coding.renewed(before, touched, document) == study.coding.codings(document=document) != before


def test_an_act_about_more_than_codings_is_not_told_as_one(study: Project) -> None:
    made = study.coding.apply("Tid", "Intervju 1", 3, 19, memo="et notat")
    assert study.coding.touched(study.last_act()) is None
    study.coding.set_value(made.id, None)
    study.codebook.update("Tid", name="Ventetid")
    assert study.coding.touched(study.last_act()) is None
