"""Books: reading order, notes across pages, printed page numbers; protected and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.electronic_books import read_epub
from qualcode.text.reading import READERS
from tests.text.readers.office_files import epub, marked, notices, page, survives, zipped

CHAPTER = page(
    '<h1>Første</h1><p>Det er <em>slik</em><a epub:type="noteref" href="noter.xhtml#n1">1</a> '
    '<span epub:type="pagebreak" id="s2" title="2"/>nå<span id="s3"/> og <span role="doc-pagebreak">4</span>da.</p>'
)
SECOND = page('<h1>Andre</h1><p>Igjen<a epub:type="noteref" href="noter.xhtml#n2">1</a>.</p>')
NOTES = page(
    '<h2>Noter</h2><aside epub:type="footnote" id="n1"><p><a href="k1.xhtml#r1">1</a> En note</p></aside>'
    '<aside epub:type="footnote" id="n2">To</aside>'
)
NAVIGATION = page('<nav epub:type="page-list"><ol><li><a href="k1.xhtml#s3">3</a></li></ol></nav>')
NAV_ITEM = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
BOOK = {"k1.xhtml": CHAPTER, "k 2.xhtml": SECOND, "noter.xhtml": NOTES}


def test_pages_come_in_order_with_notes_lifted_and_numbered_on() -> None:
    source = READERS[".epub"](epub(BOOK))
    assert source.raw == "Første\nDet er slik[1] nå og da.\nAndre\nIgjen[2].\nNoter\n\n[1] En note\n[2] To"
    assert [(heading.title, heading.line) for heading in source.headings] == [("Første", 0), ("Andre", 2), ("Noter", 4)]
    assert marked(source, "anchor") == ["1=[1]", "2=[2]"]
    assert marked(source, "footnote") == ["1=[1] En note", "2=[2] To"]
    assert marked(source, "italic") == ["slik"]
    assert source.notices == ()


def test_printed_pages_are_marked_where_they_begin() -> None:
    source = read_epub(epub(BOOK, listed=NAV_ITEM, **{"OEBPS/nav.xhtml": NAVIGATION}))
    found = [(mark.detail, source.raw[mark.start :].split()[0]) for mark in source.marks if mark.kind == "page"]
    assert found == [("2", "nå"), ("3", "og"), ("4", "da.")]


def test_the_list_of_pages_of_older_books() -> None:
    ncx = (
        "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><pageList><pageTarget value='3'><navLabel><text>iii</text>"
        "</navLabel><content src='k1.xhtml#s3'/></pageTarget></pageList></ncx>"
    )
    item = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    source = read_epub(epub(BOOK, listed=item, **{"OEBPS/toc.ncx": ncx}))
    assert [mark.detail for mark in source.marks if mark.kind == "page"] == ["2", "iii", "4"]


def test_missing_pages_are_told_and_names_may_be_written_in_percent() -> None:
    source = read_epub(epub({"k%C3%A5.xhtml": "", "borte.xhtml": ""}, **{"OEBPS/kå.xhtml": page("<p>hei</p>")}))
    assert (source.raw, notices(source)) == ("hei", {"missing parts": 1})


SCRAMBLED = "<encryption><EncryptedData><EncryptionMethod Algorithm='{}'/></EncryptedData></encryption>"


def test_scrambled_fonts_are_no_protection() -> None:
    encryption = SCRAMBLED.format("http://www.idpf.org/2008/embedding")
    assert read_epub(epub(BOOK, **{"META-INF/encryption.xml": encryption})).raw.startswith("Første")


DRM = SCRAMBLED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
LAUGHS = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html xmlns="http://www.w3.org/1999/xhtml">&b;</html>'


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "the book cannot be opened"),
        (zipped({"a": "hei"}), "not an epub"),
        (zipped({"META-INF/container.xml": "<container/>"}), "no package"),
        (zipped({"META-INF/container.xml": "<container><rootfile full-path='../../b.opf'/></container>"}), "outside"),
        (zipped({"META-INF/container.xml": "<container><rootfile full-path='b.opf'/></container>"}), "missing"),
        (epub({"a.xhtml": ""}), "no pages"),
        (epub({}), "no pages"),
        (epub({"../../../etc/passwd": ""}), "outside"),
        (epub({"%2e%2e/%2e%2e/x": ""}), "outside"),
        (epub({"a.xhtml": LAUGHS}), "entities"),
        (epub({"a.xhtml": page("<p>" + "a" * 20_000_000)}), "times its size"),
        (epub(BOOK, **{"META-INF/encryption.xml": DRM}), "protected"),
    ],
    ids=["empty", "no book", "no package", "package outside", "package missing", "pages missing", "no pages",
         "page outside", "page outside in percent", "entities", "bomb", "protected"],
)  # fmt: skip
def test_unusable_books_are_refused_by_name(data: bytes, word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refusal:
        read_epub(data)
    assert refusal.value.hint


def test_a_page_listed_many_times_is_read_once() -> None:
    item = '<item id="igjen" href="k1.xhtml" media-type="application/xhtml+xml"/>'
    assert read_epub(epub({**BOOK, "./k1.xhtml": ""}, listed=item)).raw.count("Første") == 1


def test_a_book_cut_short_anywhere_gives_a_text_or_a_refusal() -> None:
    whole = epub(BOOK)
    assert all(survives(read_epub, whole[:end]) for end in range(0, len(whole), 10))


@given(st.integers(0, len(epub(BOOK))), st.binary(min_size=1, max_size=30))
def test_a_damaged_book_gives_a_text_or_a_refusal(place: int, junk: bytes) -> None:
    whole = epub(BOOK)
    assert survives(read_epub, whole[:place] + junk + whole[place + len(junk) :])
