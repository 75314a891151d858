"""The rules by which all readers make one text of paragraphs, tables and notes."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.readers.manuscript import Manuscript
from qualcode.text.source import Heading
from tests.text.readers.office_files import is_sound, marked


def test_lines_and_blocks() -> None:
    text = Manuscript()
    for words in ("a", "", "b"):
        text.line()
        text.write(words)
    text.block()
    text.block()
    text.write("c")
    assert text.source("x").raw == "a\n\nb\nc"


def test_said_words_are_apart_by_one_space_and_lines_have_none_at_their_edges() -> None:
    text = Manuscript()
    text.block()
    text.say(" \n ja ")
    text.say(" ")
    text.say("nei", bold=True)
    text.say("\n\t")
    text.block()
    text.say(" kanskje ")
    source = text.source("x")
    assert source.raw == "ja nei\nkanskje"
    assert marked(source, "bold") == ["nei"]


def test_a_cell_is_one_line_and_an_inner_table_is_words() -> None:
    text = Manuscript()
    text.open_row()
    text.open_cell()
    text.write("a\nb\tc")
    text.line()
    text.write("d", italic=True)
    text.open_row()
    text.open_cell()
    text.write("e", italic=True)
    text.close_cell(1, 1)
    text.close_table()
    text.close_cell(1, 1)
    text.open_cell()
    text.close_cell(1, 2)
    text.close_table()
    text.write("f")
    source = text.source("x")
    assert source.raw == "a b c d e\t\nf"
    assert marked(source, "table") == ["a b c d e\t"]
    assert marked(source, "cell") == ["1,1=a b c d e", "1,2="]
    assert marked(source, "italic") == ["d", "e"]


def test_notes_stand_at_the_end_in_the_order_of_their_words() -> None:
    text = Manuscript()
    text.line()
    text.write("a")
    first, second = text.anchor("1"), text.anchor("1")
    text.open_note(second)
    text.write("\n to", italic=True)
    text.close_note()
    text.write("b")
    text.open_note(first)
    text.heading(1, 0)
    text.close_note()
    source = text.source("x")
    assert (first, second) == ("1", "2")
    assert source.raw == "a[1][2]b\n\n[2] to\n[1]"
    assert marked(source, "footnote") == ["2=[2] to", "1=[1]"]
    assert marked(source, "italic") == ["to"]
    assert source.headings == ()


def test_a_heading_knows_its_line_and_a_page_where_it_begins() -> None:
    text = Manuscript()
    text.line()
    text.write("før\nog")
    text.page("7")
    start = text.here
    text.block()
    text.write(" Om  saken ", bold=True)
    text.heading(2, start)
    source = text.source("x")
    assert source.headings == (Heading(2, 2, "Om saken"),)
    assert [(mark.start, mark.end, mark.detail) for mark in source.marks if mark.kind == "page"] == [(7, 7, "7")]


def test_what_no_database_keeps_is_replaced_and_line_ends_are_alike() -> None:
    text = Manuscript()
    text.write("a\x00b\ud800c\r\nd\re")
    assert text.source("x").raw == "a\ufffdb\ufffdc\nd\ne"


STEPS = st.one_of(
    st.sampled_from(["line", "block", "row", "cell", "end cell", "end table", "anchor", "note", "end note", "page"]),
    st.tuples(
        st.text(st.sampled_from("aA åo\u030a\u0308\u0301é한ᄒ\n\t 😀"), max_size=6), st.booleans(), st.booleans()
    ),
)


@given(st.lists(STEPS, max_size=40))
def test_whatever_is_written_in_whatever_order_the_marks_are_in_the_text(
    steps: list[str | tuple[str, bool, bool]],
) -> None:
    text, cells, starts = Manuscript(), [0], [0]
    for step in steps:
        if isinstance(step, tuple):
            words, italic, said = step
            (text.say if said else text.write)(words, italic=italic)
            starts[-1] = min(starts[-1], text.here)
            text.mark("block quote", starts[-1])
            text.heading(1, starts[-1])
            starts[-1] = text.here
        elif step == "line":
            text.line()
        elif step == "block":
            text.block()
        elif step == "page":
            text.page("1")
        elif step == "row" and not cells[-1]:
            text.open_row()
        elif step == "cell":
            text.open_cell()
            cells[-1] += 1
        elif step == "end cell" and cells[-1]:
            text.close_cell(1, 1)
            cells[-1] -= 1
        elif step == "end table" and not cells[-1]:
            text.close_table()
        elif step == "anchor":
            text.anchor("")
        elif step == "note":
            text.open_note("n")
            cells.append(0)
            starts.append(0)
        elif step == "end note" and len(cells) > 1 and not cells[-1]:
            text.close_note()
            cells.pop()
            starts.pop()
    source = text.source("x")
    assert is_sound(source)
    assert unicodedata.is_normalized("NFC", source.raw)
