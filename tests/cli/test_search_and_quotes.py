"""`search` and `quotes`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import done, run


def test_search_finds_whole_words_whatever_their_case(study: Path) -> None:
    ran = done("search", "lite")
    assert ran.header == "document,turn,speaker,start,end,left,match,right"
    assert [(row["turn"], row["speaker"], row["match"]) for row in ran.rows] == [
        ("2", "Berit", "lite"), ("3", "I", "Lite"), ("4", "Berit", "lite"),
    ]  # fmt: skip
    assert done("search", "--exact", "lit").rows == []


def test_search_finds_the_words_that_begin_or_end_in_some_letters(study: Path) -> None:
    assert {row["match"] for row in done("search", "lit*").rows} == {"lite", "Lite"}
    assert {row["match"] for row in done("search", "*ite").rows} == {"lite", "Lite"}
    assert done("search", "--exact", "lit*").rows == []
    assert run("search", "*").code == 1


def test_search_finds_any_of_several_words(study: Path) -> None:
    assert done("search", "lite OR xyzzy").rows == done("search", "lite").rows
    assert done("search", "xyzzy ELLER lite").rows == done("search", "lite").rows
    assert done("search", '"lite OR lite"').rows == done("search", "--exact", "lite OR lite").rows == []


def test_one_way_of_searching_at_a_time(study: Path) -> None:
    assert run("search", "--exact", "--regex", "lite").code == 2


def test_search_by_pattern_and_in_one_document(demo: Path) -> None:
    rows = done("search", "--regex", r"tavl\w+", "--document", "01 Berit veileder").rows
    assert {row["document"] for row in rows} == {"01 Berit veileder"}
    assert run("search", "--regex", "(").code == 1
    assert run("search", " ").code == 1


def test_what_comes_with_a_later_version_is_not_promised(demo: Path) -> None:
    assert run("search", "--lemma", "x").code == 2


def test_quotes_have_the_columns_of_the_contract(demo: Path) -> None:
    narrowed = ["--code", "Måltall", "--coder", "Jon", "--speaker", "Berit", "--document", "01 Berit veileder"]
    ran = done("quotes", *narrowed)
    assert ran.header.startswith("code,document,speaker,start,end,text,rendered,attribution,coder,memo")
    assert ran.rows
    for row in ran.rows:
        assert (row["code"], row["coder"], row["speaker"]) == ("NPM-press > Måling > Måltall", "Jon", "Berit")
        assert (row["rendered"][0], row["rendered"][-1]) == ("«", "»")
        assert row["attribution"].startswith("veileder, 01 Berit veileder")


def test_quotes_follow_the_language_and_the_style(demo: Path) -> None:
    english = done("--lang", "en", "quotes", "--code", "Måltall").rows[0]
    assert english["rendered"].startswith("“")
    assert not done("quotes", "--code", "Måltall", "--style", "block").rows[0]["rendered"].startswith("«")
    assert run("quotes", "--style", "apa").code == 2


def test_a_code_means_those_below_it_too_unless_told_otherwise(demo: Path) -> None:
    assert len(done("quotes", "--code", "NPM-press").rows) > len(
        done("quotes", "--code", "NPM-press", "--no-subtree").rows
    )


def test_key_quotes_alone(demo: Path) -> None:
    key = [row["text"] for row in done("codings").rows if row["key"]]
    assert sorted(row["text"] for row in done("quotes", "--key").rows) == sorted(key)
    assert key


@pytest.mark.parametrize(
    ("option", "name"), [("--code", "Maltall"), ("--document", "01"), ("--speaker", "Berti"), ("--coder", "Idar")]
)
def test_an_unknown_name_is_an_error_with_a_hint(demo: Path, option: str, name: str) -> None:
    ran = run("quotes", option, name)
    assert ran.code == 1
    assert f"«{name}»" in ran.err


def test_a_passage_that_two_people_coded_alike_is_told_once_in_running_text_and_counted_so(demo: Path) -> None:
    rows = done("--lang", "en", "quotes")
    passages = {tuple(row[column] for column in ("code", "document", "start", "end")) for row in rows.rows}
    assert len(passages) < len(rows.rows)
    assert f"Quotes: {len(rows.rows)}" in rows.err
    told = done("--lang", "en", "quotes", "-f", "md")
    assert f"Quotes: {len(passages)}" in told.err
    assert told.text.count("\n\n> “") == len(passages)


@pytest.mark.parametrize("format", ["html", "md", "txt"])
def test_quotes_for_a_chapter_show_the_words_and_where_they_came_from(demo: Path, format: str) -> None:
    ran = done("quotes", "--key", "-f", format, "--title", "Funn")
    assert "Funn" in ran.text
    assert "01 Berit veileder" in ran.text
