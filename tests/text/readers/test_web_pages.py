"""Web pages as they are saved from browsers and word processors; and pages that would rather not be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.web_pages import read_web_page
from qualcode.text.reading import READERS
from qualcode.text.source import Source
from tests.text.readers.office_files import is_sound, marked, notices, page, survives


def read(body: str) -> Source:
    """A page with a body."""
    return read_web_page(f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def test_blocks_are_lines_and_white_space_is_as_shown() -> None:
    source = read(
        "<div>\n  <h2>Om  <b>saken</b></h2>\n<p>Første\n  avsnitt&nbsp;her &amp; n&aring;</p><p></p>"
        "løst<br>etter<br/></div><pre>\na  b\n  c</pre><p>sist"
    )
    assert source.raw == "Om saken\nFørste avsnitt\xa0her & nå\nløst\netter\na  b\n  c\nsist"
    assert [(heading.line, heading.level, heading.title) for heading in source.headings] == [(0, 2, "Om saken")]
    assert marked(source, "bold") == ["saken"]


def test_looks_come_from_elements_and_styles() -> None:
    source = read(
        "<p>a <em>b <strong>c</strong></em> og <span style='font-style: italic'>d</span>"
        "<span style='font-weight:700'>e</span> <q>f</q></p>"
    )
    assert source.raw == "a b c og de “f”"
    assert marked(source, "italic") == ["b c", "d"]
    assert marked(source, "bold") == ["c", "e"]


def test_lists_show_their_markers() -> None:
    source = read(
        "<ul><li>en</li><li><p>to</p><p>mer</p><ol type=a start=3><li>x<li value=7>y</ol></ul>"
        "<ol reversed><li>b</li><li>a</li></ol><ul style='list-style: none'><li>uten</li></ul><ul><li></li></ul>"
    )
    assert source.raw == "• en\n• to\nmer\nc. x\ng. y\n2. b\n1. a\nuten"
    assert marked(source, "list item") == [
        "•=• en", "•=• to\nmer\nc. x\ng. y", "c.=c. x", "g.=g. y", "2.=2. b", "1.=1. a",
    ]  # fmt: skip


def test_a_quote_is_marked_over_its_paragraphs() -> None:
    source = read("<p>a</p><blockquote><p>b</p><p>c</p></blockquote><p>d</p>")
    assert marked(source, "block quote") == ["b\nc"]


def test_tables_of_data_are_structure_and_tables_for_looks_are_not() -> None:
    source = read(
        "<table><caption>Tabell</caption><thead><tr><th>Tid<th>Tekst</thead>"
        "<tr><td>0:01</td><td>Hei <i>du</i><br>der</td></tr><tr></tr><tr><td colspan=2>x</td><td></td></tr></table>"
        "<table><tr><td>ramme<p>her</p></td></tr></table>"
        "<table><tr><td>ved siden</td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>"
    )
    assert source.raw == "Tabell\nTid\tTekst\n0:01\tHei du der\nx\t\nramme\nher\nved siden\n1\t2"
    assert marked(source, "table") == ["Tid\tTekst\n0:01\tHei du der\nx\t", "1\t2"]
    assert marked(source, "cell")[2:6] == ["2,1=0:01", "2,2=Hei du der", "3,1=x", "3,3="]


def test_what_no_reader_of_the_page_sees_is_left_out_and_told() -> None:
    source = read(
        "<nav><ul><li>Hjem</ul></nav><script>alert('hei')</script><style>p{}</style><p hidden>a</p>"
        "<p style='display : none'>b</p><!-- c --><template>d</template><p>synlig <iframe src='http://192.0.2.1'></iframe>"
        "<span style='visibility:hidden'>e</span><ins>te</ins><del>f</del>kst</p>"
    )
    assert source.raw == "synlig tekst"
    assert notices(source) == {"deletions": 1, "menus": 1, "hidden text": 3}


@pytest.mark.parametrize(
    ("call", "note"),
    [
        (
            '<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>',
            '<section role="doc-endnotes"><hr/><ol><li id="fn1"><p>Se <i>loven</i>.<a href="#fnref1" '
            'class="footnote-back" role="doc-backlink">↩</a></p></li></ol></section>',
        ),
        (
            '<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>',
            '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>'
            "Se <i>loven</i>.</p></div>",
        ),
        (
            '<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>',
            '<div><hr><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Se <i>loven</i>.</p></div></div>',
        ),
    ],
    ids=["pandoc", "LibreOffice", "Word"],
)
def test_notes_are_lifted_as_the_programs_write_them(call: str, note: str) -> None:
    source = read(f"<p>Slik{call} er det.</p>{note}")
    assert source.raw == "Slik[1] er det.\n\n[1] Se loven."
    assert marked(source, "anchor") == ["1=[1]"]
    assert marked(source, "footnote") == ["1=[1] Se loven."]
    assert marked(source, "italic") == ["loven"]


def test_a_plain_link_within_the_page_is_words() -> None:
    assert read('<p>se <a href="#del2">del 2</a></p><p id="del2">Del 2</p>').raw == "se del 2\nDel 2"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset=macintosh>", "mac_roman"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("<meta charset=utf-8>", "cp1252"),
        ("<meta charset=zlib>", "utf-8"),
        ("<meta charset=punycode>", "utf-8"),
        ("<meta charset=iso-8859-99>", "utf-8"),
        ("\ufeff", "utf-16"),
    ],
)
def test_letters_are_right_whatever_the_page_says_of_its_encoding(head: str, encoding: str) -> None:
    text = f"<html><head>{head}</head><body><p>Blåbærsyltetøy på «Åsgård»</p></body></html>"
    assert read_web_page(text.replace("\ufeff", "").encode(encoding)).raw == "Blåbærsyltetøy på «Åsgård»"


@pytest.mark.parametrize("ending", [".html", ".htm", ".xhtml"])
def test_all_endings_of_pages_are_known(ending: str) -> None:
    assert READERS[ending](b"<p>hei").raw == "hei"


def test_xhtml_is_read_as_xml_and_as_html_where_it_is_broken() -> None:
    assert read_web_page(page("<p>a<script/>b&nbsp;&lt;c&gt;</p><div/>d").encode()).raw == "ab\xa0<c>\nd"
    assert read_web_page(page("<p>a<br>b & c").encode()).raw == "a\nb & c"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>', "entities"),
        (b"<p>" + b"<div>" * 100_000 + b"hei", "deep"),
        (b"<b>" * 100_000, "deep"),
        (b"%PDF-1.4 <html>", "PDF"),
        (b"x" * 64_000_001, "64 MB"),
    ],
    ids=["entities", "depth", "unclosed", "a pdf", "size"],
)
def test_hostile_pages_are_refused(content: bytes, word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refusal:
        read_web_page(content)
    assert refusal.value.hint


def test_deep_and_long_pages_are_read_whole() -> None:
    assert read("<div>" * 1500 + "dypt" + "</div>" * 1500 + "<p>etter").raw == "dypt\netter"
    assert len(read(f"<p>{'a' * 11_000_000}</p>").raw) == 11_000_000


@pytest.mark.parametrize("content", [b"", b"  ", b"<!-- -->", b"<html>", b"<p>"])
def test_a_page_without_words_is_an_empty_text(content: bytes) -> None:
    assert read_web_page(content).raw == ""


def test_escape_sequences_and_wrong_numbers_of_characters_do_no_harm() -> None:
    source = read("<p>a\x1b[2Jb&#xD83D;c&#0;d\x00e&#x110000;</p>")
    assert is_sound(source)
    assert [letter for letter in source.raw if letter in "abcde"] == list("abcde")


TAGS = [
    "p",
    "div",
    "b",
    "i",
    "h1",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "blockquote",
    "pre",
    "q",
    "br",
    "nav",
    "span",
]
PARTS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<a href='#n' role='doc-noteref'>1</a>", "<div id='n'>", "<p hidden>", "&nbsp;", "&#13;", "<", "&"]
    ),
    st.text(st.sampled_from("aåo\u030a \n\t😀<&"), max_size=5),
)


@given(st.lists(PARTS, max_size=40))
def test_marks_are_in_the_text_whatever_the_page(parts: list[str]) -> None:
    assert survives(read_web_page, "".join(["<body>", *parts]).encode())


@given(st.binary(max_size=100))
def test_any_bytes_give_a_text_or_a_refusal(data: bytes) -> None:
    assert survives(read_web_page, data)
    assert survives(read_web_page, b"<p>" + data)
