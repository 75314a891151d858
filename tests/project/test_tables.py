"""Co-occurrence and matrices of a real project against sets of (document, code point), and against counts by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.project import Project, create_project
from qualcode.project.records import CodingRow, Cooccurrence, Matrix
from qualcode.project.tables import shown_names
from tests.analysis import brute_force
from tests.analysis.brute_force import Pair, Place, Row, Span
from tests.project.random_studies import (
    CASES,
    CODERS,
    CODES,
    MUNICIPALITIES,
    OFFICES,
    SHOWN,
    STAND_INS,
    Speech,
    Study,
    informant_words,
    prepare,
    stored,
    studies,
    units,
)

WITHIN = ("overlap", "sentence", "turn", "paragraph", "document", "case", "near:0", "near:2", "near:999999999999")
COLUMNS = ("document", "case", "speaker", "coder", "attribute:Kontor", "attribute:Kommune")
COUNTS = ("codings", "documents", "cases", "characters", "words")
ways = st.lists(st.sampled_from(WITHIN), min_size=2, max_size=2, unique=True)
levels = st.sampled_from(["code", "category", "theme"])
coder_choices = st.sampled_from([(), ("Ida",), ("Jon", "Åse"), CODERS])
# The same span twice, a span inside it, one that touches it and one across both, over letters beyond 16 bits; and
# from the very end of a turn to the very start of the next.
HARD = Study(
    ("Berit: 😀 𝕏yz på. Ja.\n\nI: Hva?\n\nBerit: Å!",),
    ({"I": -1, "Berit": 0, "Kåre 𝕏": 1, "Begge": -1},),
    tuple(
        Row(0, *row)
        for row in (
            (2, 0, 7, 9),
            (5, 1, 7, 9),
            (3, 0, 9, 12),
            (3, 1, 7, 16),
            (4, 2, 0, 34),
            (0, 0, 8, 9),
            (2, 1, 8, 9),
            (1, 0, 20, 25),
        )
    ),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with create_project(tmp_path_factory.mktemp("tables") / "p.qualcode", coder="Ida") as project:
        prepare(project)
        for coder in CODERS:
            project.coder = coder
            project.codebook.pin("Rot", CODERS.index(coder) + 1)  # whoever did anything is a coder
        project.coder = "Ida"
        yield project


def chosen(study: Study, coders: Sequence[str], level: str) -> list[Row]:
    """The codings of some coders, each under the code that stands for its own."""
    return [
        row._replace(code=STAND_INS[level][row.code]) for row in study.rows if not coders or CODERS[row.coder] in coders
    ]


def are_together(within: str, study: Study, speech: list[Speech]) -> Callable[[Row, Row], bool]:
    if within == "overlap":
        return brute_force.share_text
    if within.startswith("near:"):
        return brute_force.are_near(units("word", study, speech), int(within[5:]))
    return brute_force.share_unit(units(within, study, speech))


def expected_pairs(rows: list[Row], within: str, study: Study, speech: list[Speech]) -> dict[tuple[int, int], Pair]:
    said = units("case", study, speech)
    if within == "overlap" or within.startswith("near:"):
        together = are_together(within, study, speech)
        return brute_force.pair_table(rows, said, together, characters=within == "overlap")
    return brute_force.unit_table(rows, said, units(within, study, speech))


@settings(max_examples=40)
@given(study=studies(), ways=ways, coders=coder_choices, level=levels)
@example(study=HARD, ways=WITHIN, coders=(), level="code")
def test_cooccurrence_and_its_squares_count_what_sets_count(
    base: Project, study: Study, ways: Sequence[str], coders: Sequence[str], level: str
) -> None:
    rows = chosen(study, coders, level)
    with stored(base, study) as speech:
        for within in ways:
            expected = expected_pairs(rows, within, study, speech)
            named = {(SHOWN[a], SHOWN[b]): (SHOWN[a], SHOWN[b], *pair) for (a, b), pair in expected.items()}
            found = base.tables.cooccurrence(within=within, coders=coders, level=level)
            assert {(row.code_a, row.code_b): row for row in found} == {
                pair: Cooccurrence(*values) for pair, values in named.items()
            }, within
            in_book = [(SHOWN.index(row.code_a), SHOWN.index(row.code_b)) for row in found]
            assert in_book == sorted(in_book)
            assert_squares_agree(base, found, rows, within, coders, level)


def assert_squares_agree(
    base: Project, found: list[Cooccurrence], rows: list[Row], within: str, coders: Sequence[str], level: str
) -> None:
    """Each measure that a row holds stands in the square, both ways, and nothing else does but the diagonal."""
    used = tuple(SHOWN[code] for code in sorted({row.code for row in rows}))
    by_pair = {frozenset((row.code_a, row.code_b)): row for row in found}
    for measure in Cooccurrence._fields[2:]:
        if measure.startswith("units_") or (found and getattr(found[0], measure) is None):
            continue
        if not found and measure not in ("documents", "cases"):
            continue
        square = base.tables.square(measure, within=within, coders=coders, level=level)
        assert square.rows == square.columns == used
        for name, cells in zip(used, square.cells, strict=True):
            for other, cell in zip(used, cells, strict=True):
                pair = by_pair.get(frozenset((name, other)))
                if name != other:
                    assert cell == (getattr(pair, measure) if pair else 0), (measure, name, other)


@settings(max_examples=15)
@given(study=studies(), coders=coder_choices)
@example(study=HARD, coders=())
def test_the_diagonals_hold_what_each_code_has_alone(base: Project, study: Study, coders: Sequence[str]) -> None:
    rows = chosen(study, coders, "code")
    alone: dict[str, Callable[[int, Sequence[Span]], int]] = {
        "pairs": lambda code, _: sum(row.code == code for row in rows),
        "characters": lambda code, _: len(brute_force.text_of(rows, code)),
        "documents": lambda code, _: len({row.document for row in rows if row.code == code}),
        "cases": lambda code, said: brute_force.units_with(rows, [code], said),
        "jaccard": lambda _, __: 1,
        "c": lambda _, __: 1,
    }
    with stored(base, study) as speech:
        for measure, count in alone.items():
            square = base.tables.square(measure, coders=coders)
            expected = [count(SHOWN.index(name), units("case", study, speech)) for name in square.rows]
            assert [square.cells[place][place] for place in range(len(square.rows))] == expected, measure


@settings(max_examples=30)
@given(study=studies(), ways=ways, coders=coder_choices, level=levels, codes=st.permutations(range(len(CODES))))
@example(study=HARD, ways=WITHIN, coders=(), level="code", codes=[3, 2])
def test_the_passages_behind_a_cell_are_its_pairs_in_reading_order(
    base: Project, study: Study, ways: Sequence[str], coders: Sequence[str], level: str, codes: Sequence[int]
) -> None:
    rows = chosen(study, coders, level)
    a, b, *_ = sorted(codes, key=lambda code: code not in {row.code for row in rows})  # those in use, if there are two
    with stored(base, study) as speech:
        for within in ways:
            together = are_together(within, study, speech)
            expected = [(rows[i], rows[j]) for i, j in brute_force.behind(rows, a, b, together)]
            found = [
                tuple(as_row(coding.document, coding.start, coding.end, coding.coder, code) for coding, code in zip(
                    pair, (a, b), strict=True))
                for pair in base.tables.passages(CODES[a][0], CODES[b][0], within=within, coders=coders, level=level)
            ]  # fmt: skip
            assert sorted(found) == sorted(expected), within
            places = [(one.document, one.start, two.start) for one, two in found]
            assert places == sorted(places)


def as_row(document: str, start: int, end: int, coder: str, code: int) -> Row:
    return Row(int(document.removeprefix("Intervju ")), code, CODERS.index(coder), start, end)


def columns_of(
    kind: str, study: Study, speech: list[Speech], rows: list[Row]
) -> dict[str, Callable[[Row], set[Place]]]:
    """For each column what of a coding belongs into it."""

    def spoken(*turns: Speech) -> Callable[[Row], set[Place]]:
        places = {(s.document, place) for s in turns for place in range(s.turn.start, s.turn.end)}
        return lambda row: brute_force.text(row) & places

    def whole(fits: Callable[[Row], bool]) -> Callable[[Row], set[Place]]:
        return lambda row: brute_force.text(row) if fits(row) else set()

    numbers = range(len(study.texts))
    if kind == "document":
        return {f"Intervju {n}": whole(lambda row, n=n: row.document == n) for n in numbers}  # type: ignore[misc]
    if kind == "coder":
        at_work = sorted({row.coder for row in rows})
        return {CODERS[n]: whole(lambda row, n=n: row.coder == n) for n in at_work}  # type: ignore[misc]
    if kind == "case":
        return {name: spoken(*(s for s in speech if s.case == n)) for n, name in enumerate(CASES)}
    if kind == "speaker":
        labels = dict.fromkeys(s.turn.speaker for s in speech if s.turn.speaker)
        return {label: spoken(*(s for s in speech if s.turn.speaker == label)) for label in labels}
    if kind == "attribute:Kontor":
        return {
            office: spoken(*(s for s in speech if s.case >= 0 and OFFICES[s.case] == office)) for office in ("B", "A")
        }
    held = sorted({MUNICIPALITIES[n] for n in numbers} - {""})
    return {name: whole(lambda row, name=name: MUNICIPALITIES[row.document] == name) for name in held}  # type: ignore[misc]


def expected_cell(
    rows: list[Row], part: Callable[[Row], set[Place]], count: str, study: Study, speech: list[Speech]
) -> int:
    kept = [(row, places) for row in rows if (places := part(row))]
    covered = {place for _, places in kept for place in places}
    if count == "codings":
        return len(kept)
    if count == "documents":
        return len({row.document for row, _ in kept})
    if count == "cases":
        return sum(bool(places & covered) for places in brute_force.units_of(units("case", study, speech)).values())
    return len(covered) if count == "characters" else sum(bool(w & covered) for w in informant_words(study, speech))


@settings(max_examples=40)
@given(study=studies(), kinds=st.sampled_from(COLUMNS).map(lambda kind: [kind]), coders=coder_choices, level=levels)
@example(study=HARD, kinds=COLUMNS, coders=(), level="code")
def test_every_cell_of_every_matrix_counts_what_sets_count(
    base: Project, study: Study, kinds: Sequence[str], coders: Sequence[str], level: str
) -> None:
    rows = chosen(study, coders, level)
    with stored(base, study) as speech:
        for columns in kinds:
            parts = columns_of(columns, study, speech, rows)
            for count in COUNTS:
                expected = {
                    SHOWN[code]: tuple(
                        expected_cell([row for row in rows if row.code == code], part, count, study, speech)
                        for part in parts.values()
                    )
                    for code in range(len(CODES))
                }
                kept = {name: cells for name, cells in expected.items() if level == "code" or any(cells)}
                found = base.tables.matrix(rows=level, columns=columns, count=count, coders=coders)
                assert found == Matrix(tuple(kept), tuple(parts), tuple(kept.values())), (columns, count)


def two_codes(project: Project) -> None:
    """«Altså, jeg bestemmer. Men tallene henger der.», from 16 on: A on «Altså, jeg» twice and on «bestemmer»."""
    project.corpus.add("Intervju 1", "I: Hva?\n\nBerit: Altså, jeg bestemmer. Men tallene henger der.\n\nI: Ja?")
    for name in ("A", "B"):
        project.codebook.add(name)
    rows = [(16, 26, "A"), (27, 36, "A"), (20, 30, "B"), (42, 49, "B"), (16, 26, "A")]
    project.coding.import_rows(CodingRow("Intervju 1", s, e, c, f"K{n // 4}") for n, (s, e, c) in enumerate(rows))


def test_a_pair_counted_by_hand(project: Project) -> None:
    two_codes(project)
    [row] = project.tables.cooccurrence()
    # A covers 19 characters, B 17, both of them 9; the same words twice are two codings and one stretch of text.
    assert row == Cooccurrence("A", "B", 3, 9, None, None, None, 9 / 27, 1, 0)
    assert [project.tables.cooccurrence(within=f"near:{n}")[0].pairs for n in range(4)] == [3, 4, 6, 6]
    [row] = project.tables.cooccurrence(within="turn")
    assert row == Cooccurrence("A", "B", None, None, 1, 1, 1, 1.0, 1, 0)
    assert project.tables.cooccurrence(coders=["K1"]) == []


def test_the_words_of_the_interviewer_are_not_counted(project: Project) -> None:
    two_codes(project)
    project.coding.apply("A", "Intervju 1", 0, len(project.corpus.text("Intervju 1")), coder="Alt")
    cells = project.tables.matrix(count="words", coders=["Alt"])
    assert cells.cells == ((7.0,), (0.0,))
    assert project.corpus.document("Intervju 1").words == 7


def test_a_project_without_anything_gives_empty_tables(project: Project) -> None:
    for within in WITHIN:
        assert project.tables.cooccurrence(within=within) == []
        assert project.tables.square("documents", within=within) == Matrix((), (), ())
    for columns in COLUMNS[:4]:
        for count in COUNTS:
            assert project.tables.matrix(columns=columns, count=count).rows == ()


def test_an_attribute_orders_its_columns_by_its_own_list_then_by_size(project: Project) -> None:
    two_codes(project)
    project.cases.define_attribute("År", type="integer", applies_to="document")
    for number, year in enumerate(("10", "9", "-3")):
        document = project.corpus.add(f"Notat {number}", "En tekst.")
        project.cases.set_document_attribute(document, "År", year)
    assert project.tables.matrix(columns="attribute:År").columns == ("-3", "9", "10")


@pytest.mark.parametrize("within", ["near:", "near:x", "near:-1", "near:²", "word", "", "Turn"])
def test_an_unknown_unit_is_refused_in_words(base: Project, within: str) -> None:
    with pytest.raises(InvalidInput, match=r"no unit|how near"):
        base.tables.cooccurrence(within=within)
    with pytest.raises(InvalidInput, match=r"no unit|how near"):
        base.tables.passages("Rot", "Tema", within=within)


def test_unknown_columns_rows_counts_measures_and_names_are_refused_in_words(project: Project) -> None:
    two_codes(project)
    for arguments in ({"rows": "codes"}, {"columns": "speakers"}, {"count": "turns"}):
        with pytest.raises(InvalidInput) as refusal:
            project.tables.matrix(**arguments)
        assert "choose one of" in refusal.value.hint
    with pytest.raises(NotFound, match="attribute"):
        project.tables.matrix(columns="attribute:Finnes ikke")
    with pytest.raises(NotFound, match="coder"):
        project.tables.cooccurrence(coders=["Ingen"])
    with pytest.raises(InvalidInput, match="no measure"):
        project.tables.square("units")
    with pytest.raises(InvalidInput, match="level"):
        project.tables.cooccurrence(level="root")


def test_codes_of_one_name_are_shown_by_their_paths(base: Project) -> None:
    assert tuple(shown_names(base.codebook.codes())) == SHOWN
