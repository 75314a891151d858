"""Quotes in the formats in which they go into a chapter."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from qualcode.errors import InvalidInput
from qualcode.exchange.csv_reading import read_csv
from qualcode.exchange.quotes import COLUMNS, FORMATS, ROW_FORMATS, Heading, dumps, outline, passages, save
from qualcode.project.records import Quote


@pytest.mark.parametrize("format", ["csv", "json", "md", "txt", "html"])
def test_golden_quotes(format: str, quotes: list[Quote], golden: Callable[[str, str | bytes], None]) -> None:
    golden(f"quotes.{format}", dumps(quotes, format, title="Sitater"))


def test_golden_word_document(quotes: list[Quote], golden: Callable[[str, str | bytes], None]) -> None:
    content = dumps(quotes, "docx", title="Sitater")
    assert isinstance(content, bytes)
    with ZipFile(io.BytesIO(content)) as package:
        golden("quotes.document.xml", package.read("word/document.xml"))


def test_csv_has_the_columns_of_the_contract(quotes: list[Quote]) -> None:
    content = dumps(quotes, "csv")
    assert isinstance(content, str)
    assert content.splitlines()[0] == "code,document,speaker,start,end,text,rendered,attribution,coder,memo"
    assert [row["text"] for row in read_csv(content)] == [quote.text for quote in quotes]


def test_json_has_offsets_as_numbers(quotes: list[Quote]) -> None:
    content = dumps(quotes, "json")
    rows = json.loads(content)
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["start"] == 100


def test_headings_follow_the_tree_and_codes_their_first_appearance(quotes: list[Quote]) -> None:
    headings = [(each.text, each.level) for each in outline(quotes) if isinstance(each, Heading)]
    assert headings == [("Skjønn", 1), ("Handlingsrom", 2), ("NPM-press", 1)]


def test_every_quote_stands_under_its_own_code(quotes: list[Quote]) -> None:
    path: list[str] = []
    for each in outline(quotes):
        if isinstance(each, Heading):
            path = [*path[: each.level - 1], each.text]
        else:
            assert each.code.split(" > ") == path


@pytest.mark.parametrize("format", FORMATS)
def test_what_two_people_coded_alike_is_a_row_each_and_one_passage_in_running_text(
    format: str, quotes: list[Quote]
) -> None:
    again = quotes[1]._replace(coding_id="coding-9", coder="Jon")
    assert [each.coder for each in passages([*quotes, again])] == ["Ida", "Ida, Jon", "Ida", "Ida"]
    once, twice = dumps(quotes, format), dumps([*quotes, again], format)
    assert (once == twice) is (format not in ROW_FORMATS)


def test_the_same_words_stand_under_each_of_their_codes_and_in_each_of_their_places(quotes: list[Quote]) -> None:
    other_code = quotes[1]._replace(coding_id="coding-8", code="Skjønn", code_id="Skjønn", coder="Jon")
    other_place = quotes[1]._replace(coding_id="coding-9", start=9000, end=9004, coder="Jon")
    assert str(dumps([quotes[1], other_code, other_place], "txt")).count("«=1+1»") == 3


def test_word_uses_real_styles_and_no_direct_formatting(quotes: list[Quote]) -> None:
    content = dumps(quotes, "docx", language="nn", title="Sitat")
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    shape = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert shape[:4] == ["Title", "Heading 1", "Quote", "Quote"]
    assert "Heading 2" in shape
    assert shape.count("Quote Attribution") == len(quotes)
    xml = document.element.body.xml
    for direct in ("<w:jc", "<w:ind", "<w:b/>", "<w:i/>", "<w:sz", "<w:rFonts", "<w:color"):
        assert direct not in xml
    assert 'w:val="nn-NO"' in document.styles.element.xml


def test_word_text_is_the_quote_with_its_breaks(quotes: list[Quote]) -> None:
    content = dumps(quotes[3:], "docx")
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    assert "«Han sa ‹nei›.\nOg så gikk jeg.»" in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_quotes_give_the_same_bytes(format: str, quotes: list[Quote]) -> None:
    assert dumps(quotes, format) == dumps(iter(quotes), format)


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_and_no_quotes_at_all(format: str, quotes: list[Quote]) -> None:
    hostile = "\x00\x1b[2J\u202e</w:t><script>alert(1)</script>\ufffe 😀 " + "x" * 500
    assert dumps([quotes[0]._replace(text=hostile, rendered=hostile, attribution=hostile, memo=hostile)], format)
    assert dumps([], format)


@pytest.mark.parametrize("format", ["md", "txt", "html"])
def test_what_people_read_holds_no_escape_sequences(format: str, quotes: list[Quote]) -> None:
    content = dumps([quotes[0]._replace(rendered="\x1b[2Jrom", attribution="\x07", code="\x1bA")], format, title="\x1b")
    assert "rom" in str(content)
    assert not {"\x1b", "\x07"} & set(str(content))


def test_html_runs_nothing(quotes: list[Quote]) -> None:
    content = dumps([quotes[0]._replace(rendered="<script>x</script>", code="<b>")], "html")
    assert "<script>" not in str(content)
    assert "<b>" not in str(content)


def test_saving(quotes: list[Quote], tmp_path: Path) -> None:
    save(quotes, tmp_path / "sitater.md")
    assert (tmp_path / "sitater.md").read_text(encoding="utf-8") == dumps(quotes, "md")
    with pytest.raises(InvalidInput, match="«pdf»"):
        save(quotes, tmp_path / "sitater.pdf")
    with pytest.raises(InvalidInput, match="cannot be written"):
        save(quotes, tmp_path / "none" / "sitater.md")
