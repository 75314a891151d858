"""`cooccur` and `matrix`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualcode.analysis import cooccurrence
from qualcode.cli import quotes, tables
from qualcode.project.quotes import STYLES
from qualcode.project.tables import COLUMNS, WITHIN
from tests.cli.running import done, run

PAIRS = "code_a,code_b,pairs,characters,units,units_a,units_b,jaccard,documents,cases"


@pytest.fixture
def crossed(study: Path) -> Path:
    """Two codes that share six code points, and one that stands apart in the next turn."""
    done("apply", "Skjønn", "--document", "berit", "--span", "34:49")
    done("apply", "Tid", "--document", "berit", "--span", "43:60")
    return study


def test_overlapping_codes_are_one_row(crossed: Path) -> None:
    ran = done("cooccur")
    assert ran.text == f"{PAIRS}\nSkjønn,Tid,1,6,,,,0.230769230769,1,0\n"


def test_a_program_gets_precise_numbers_and_a_person_rounded_ones(crossed: Path) -> None:
    assert abs(float(done("cooccur").rows[0]["jaccard"]) - 6 / 26) < 1e-12
    assert "0.2308" in done("cooccur", "-f", "md").text


def test_within_a_unit_the_other_columns_are_filled(crossed: Path) -> None:
    assert done("cooccur", "--within", "turn").text == f"{PAIRS}\nSkjønn,Tid,,,1,1,1,1.0,1,0\n"


def test_a_square_is_symmetric_and_in_the_order_of_the_codebook(crossed: Path) -> None:
    assert done("cooccur", "--square", "characters").text == "code,Skjønn,Tid\nSkjønn,15,6\nTid,6,17\n"


@pytest.mark.parametrize("within", ["overlap", "sentence", "turn", "paragraph", "document", "case", "near:5"])
@pytest.mark.parametrize("level", ["code", "category", "theme"])
def test_every_way_of_counting_works_on_the_demo(demo: Path, within: str, level: str) -> None:
    ran = done("cooccur", "--within", within, "--level", level, "--coder", "Ida")
    assert ran.header == PAIRS
    assert ran.rows


@pytest.mark.parametrize("columns", ["document", "case", "speaker", "coder", "attribute:rolle", "attribute:svarkontor"])
@pytest.mark.parametrize("count", ["codings", "documents", "cases", "characters", "words"])
def test_every_matrix_works_on_the_demo(demo: Path, columns: str, count: str) -> None:
    ran = done("matrix", "--rows", "theme", "--columns", columns, "--count", count)
    assert ran.header.startswith("code,")
    themes = ["Skjønn", "Brukermedvirkning", "Sanksjoner", "NPM-press"]
    nobody_is_known = (columns, count) == ("attribute:svarkontor", "cases")
    assert [row["code"] for row in ran.rows] == ([] if nobody_is_known else themes)


def test_a_matrix_counts_each_coding_once(demo: Path) -> None:
    rows = done("matrix", "--columns", "coder").rows
    assert sum(int(row["Ida"]) + int(row["Jon"]) for row in rows) == len(done("codings").rows)


def test_what_people_read_leaves_out_the_rows_and_columns_in_which_nothing_is(demo: Path) -> None:
    arguments = ("--lang", "nb", "matrix", "--rows", "theme", "--columns", "attribute:rolle")
    ran = done(*arguments)
    assert ran.header == "code,veileder,leder,deltaker,mentor,kontor"
    assert "kontor" not in ran.err
    printed = done(*arguments, "-f", "md")
    assert printed.text.startswith("| Tema | veileder | leder | deltaker | mentor |\n")
    assert "kolonner: 1" in printed.err
    assert "--all" in printed.err
    everything = done(*arguments, "-f", "md", "--all")
    assert everything.text.startswith("| Tema | veileder | leder | deltaker | mentor | kontor |\n")
    assert "--all" not in everything.err


def test_a_pair_of_codes_is_headed_in_the_language_spoken(crossed: Path) -> None:
    assert done("--lang", "nn", "cooccur", "-f", "md").text.startswith("| Kode A | Kode B | Par av kodingar |")
    assert '"code_a": "Skjønn"' in done("--lang", "nn", "cooccur", "-f", "json").text


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (2, ["cooccur", "--within", "chapter"]),
        (2, ["cooccur", "--within", "near:x"]),
        (2, ["cooccur", "--square", "size"]),
        (1, ["cooccur", "--square", "units"]),
        (1, ["cooccur", "--coder", "Kari"]),
        (2, ["matrix", "--columns", "month"]),
        (1, ["matrix", "--columns", "attribute:alder"]),
    ],
)
def test_what_cannot_be_counted_is_an_error_with_a_hint(demo: Path, code: int, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert ran.out == b""
    assert re.fullmatch("error: .+\nhint: .+\n", ran.err)


def test_the_words_for_counting_are_those_of_the_project_layer() -> None:
    assert tables.MEASURES == cooccurrence.MEASURES
    assert all(tables.WITHIN.fullmatch(word.replace("N", "3")) for word in WITHIN)
    assert all(tables.COLUMNS.fullmatch(word) for word in COLUMNS)
    assert tuple(STYLES) == quotes.STYLES


@pytest.mark.parametrize("command", ["cooccur", "matrix", "codings", "quotes", "turns", "codebook", "history"])
def test_an_empty_project_gives_empty_tables(folder: Path, command: str) -> None:
    done("new", "tom")
    assert done(command).rows == []
