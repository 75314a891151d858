"""Word's automatic numbers, counted as Word counts them."""

from __future__ import annotations

import pytest

from qualcode.text.readers.word_documents import read_docx
from qualcode.text.source import Source
from tests.text.readers.office_files import docx, marked


def level(number: int, form: str, text: str, more: str = "") -> str:
    """One level of a list."""
    number_format = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
    return f'<w:lvl w:ilvl="{number}">{number_format}<w:lvlText w:val="{text}"/></w:lvl>'


def read(items: str, levels: str, more: str = "", styles: str = "") -> Source:
    """A document whose paragraphs stand in lists: `1.0 1.1` is list 1 at the levels 0 and 1."""
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>' + more
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{place[1]}"/><w:numId w:val="{place[0]}"/></w:numPr></w:pPr>'
        "<w:r><w:t>x</w:t></w:r></w:p>"
        for place in (item.split(".") for item in items.split())
    )
    return read_docx(docx(body, numbering=numbering, styles=styles))


OUTLINE = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)") + level(2, "decimal", "%1.%2.%3")


def test_nested_numbers_count_on_and_start_anew_under_the_next() -> None:
    source = read("1.0 1.1 1.1 1.2 1.0 1.1", OUTLINE)
    assert source.raw.split("\n") == ["1. x", "a) x", "b) x", "1.b.1 x", "2. x", "a) x"]
    assert marked(source, "list item")[3] == "1.b.1=1.b.1 x"


def test_a_level_may_go_on_counting() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>')
    assert read("1.0 1.1 1.0 1.1", levels).raw.split("\n") == ["1. x", "(1) x", "2. x", "(2) x"]


def test_a_list_of_its_own_starts_anew_where_it_says_so_and_goes_on_where_not() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    more = f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{override}</w:num>'
    more += '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    assert read("1.0 2.0 2.0 3.0", OUTLINE, more).raw.split("\n") == ["1. x", "5. x", "6. x", "7. x"]


def test_a_level_without_one_above_it_counts_that_as_begun() -> None:
    levels = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert read("1.1 1.1 1.0 1.1", levels).raw.split("\n") == ["1.1 x", "1.2 x", "I x", "1.1 x"]


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [("\uf0b7", "Symbol", "•"), ("\uf0a7", "Wingdings", "▪"), ("o", "Courier New", "◦"), ("–", "Arial", "–"),
     ("\uf0d8", "Wingdings", "➢"), ("\uf099", "Ukjent", "•")],
)  # fmt: skip
def test_bullets_are_written_as_they_look(text: str, font: str, shown: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'
    assert read("1.0", level(0, "bullet", text, fonts)).raw == f"{shown} x"


@pytest.mark.parametrize(
    ("form", "third"),
    [
        ("lowerRoman", "iii"),
        ("upperLetter", "C"),
        ("decimalZero", "03"),
        ("none", ""),
        ("hebrew1", "3"),
        ("chicago", "‡"),
    ],
)
def test_numerals_of_all_kinds(form: str, third: str) -> None:
    assert read("1.0 1.0 1.0", level(0, form, "%1:")).raw.split("\n")[2] == f"{third}: x"


def test_styles_may_number_and_headings_carry_their_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = f'<w:abstractNum w:abstractNumId="7">{level(1, "decimal", "%1.%2")}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    words = '<w:p><w:pPr><w:pStyle w:val="O"/>{}</w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = words.format("", "Metode") + words.format(none, "Uten") + words.format("", "") + words.format("", "Funn")
    source = read_docx(docx(body, styles=styles, numbering=numbering))
    assert [heading.title for heading in source.headings] == ["1.1 Metode", "Uten", "1.3 Funn"]
    assert source.raw.split("\n") == ["1.1 Metode", "Uten", "", "1.3 Funn"]
    assert marked(source, "list item") == []


def test_a_list_may_borrow_its_levels_from_a_style() -> None:
    styles = (
        '<w:style w:styleId="L"><w:name w:val="l"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    more = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
    more += '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    assert read("2.0 2.0 9.0", OUTLINE, more, styles).raw.split("\n") == ["1. x", "2. x", "x"]


def test_absurd_numbers_and_markers_stay_small() -> None:
    levels = level(0, "lowerRoman", "%1" * 10_000, '<w:start w:val="99999999"/>') + level(1, "bullet", "x" * 10_000)
    assert len(read("1.0 1.1 1.0", levels).raw) < 200
