"""Rich text as Word, LibreOffice, TextEdit and WordPad write it; cut short, nested too deep, full of junk."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.rich_text import read_rtf
from qualcode.text.reading import READERS
from qualcode.text.source import Source
from tests.text.readers.office_files import is_sound, marked, notices, survives

TEXT_EDIT = rb"""{\rtf1\ansi\ansicpg1252\cocoartf2639
\cocoatextscaling0\cocoaplatform0{\fonttbl\f0\fswiss\fcharset0 Helvetica;\f1\fswiss\fcharset0 Helvetica-Bold;}
{\colortbl;\red255\green255\blue255;}
{\*\expandedcolortbl;;}
\pard\tx566\pardirnatural\partightenfactor0

\f0\fs24 \cf0 Intervjuer: Hva synes du om sm\'f8rbr\'f8d p\'e5 \'c5s?\
Kari: Tja \uc0\u8211  \f1\b viktig
\f0\b0  \u55357 \u56832 .\
\
\pard\tx220\li720\fi-720{\listtext	\uc0\u8226 	}Punkt en\
{\listtext	\uc0\u8226 	}Punkt to}"""
WORD = (
    rb"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 0202}Times"
    rb" New Roman{\*\falt Times};}{\f3\froman\fcharset2 Symbol;}{\f14\fnil\fcharset2 Wingdings;}{\f30 Times;}}"
    rb"{\stylesheet{\ql \snext0 Normal;}{\s1\outlinelevel0\b heading 1;}{\*\cs10 \additive Default;}{\s17\i Quote;}}"
    rb"{\*\rsidtbl \rsid1}{\info{\title hemmelig}{\author Ida}}{\header \pard Fortrolig\par}{\footer \pard\par}"
)


def word(body: bytes) -> Source:
    """A document as Word would write it."""
    return read_rtf(WORD + body + b"}")


def test_text_edit_on_a_mac() -> None:
    source = READERS[".rtf"](TEXT_EDIT)
    assert source.raw == (
        "Intervjuer: Hva synes du om smørbrød på Ås?\nKari: Tja – viktig 😀.\n\n• Punkt en\n• Punkt to"
    )  # fmt: skip
    assert marked(source, "bold") == ["viktig"]
    assert marked(source, "list item") == ["•=• Punkt en", "•=• Punkt to"]


def test_headings_quotes_and_looks() -> None:
    source = word(
        rb"\pard\plain \s1\outlinelevel0 \b Bakgrunn\par \pard\plain \ql Tekst {\i med \b fet\b0} ord\par"
        rb"\pard\plain \s17\i Sagt\plain  rett\par\pard\outlinelevel1 Under\par"
    )
    assert source.raw == "Bakgrunn\nTekst med fet ord\nSagt rett\nUnder"
    assert [(heading.title, heading.level) for heading in source.headings] == [("Bakgrunn", 1), ("Under", 2)]
    assert marked(source, "italic") == ["med fet", "Sagt"]
    assert marked(source, "bold") == ["fet"]
    assert marked(source, "block quote") == ["Sagt rett"]
    assert notices(source) == {"headers or footers": 1}


def test_notes_are_lifted() -> None:
    source = word(
        rb"\pard Slik{\super \chftn {\footnote \pard\plain {\super \chftn } Se {\i loven}.\par \'a7 4}} er{\super "
        rb"\chftn {\*\footnote\ftnalt {\super\chftn}\tab Til sist}} det.\par"
    )
    assert source.raw == "Slik[1] er[2] det.\n\n[1] Se loven. § 4\n[2] Til sist"
    assert marked(source, "anchor") == ["1=[1]", "2=[2]"]
    assert marked(source, "footnote") == ["1=[1] Se loven. § 4", "2=[2] Til sist"]
    assert marked(source, "italic") == ["loven"]


def test_tables_are_structure_and_a_table_of_one_column_is_a_frame() -> None:
    source = word(
        rb"\pard F\'f8r\par\trowd\cellx100\cellx200\pard\intbl Tid\cell {\b Ja}\par nei\line da\cell\row"
        rb"\trowd\cellx100\cellx200\pard\intbl\cell\cell\row\trowd\cellx200\pard\intbl bred\cell\row\pard Etter\par"
        rb"\trowd\cellx200\pard\intbl I: Hei\par K: Ja\cell\row\pard Slutt\par"
    )
    assert source.raw == "Før\nTid\tJa nei da\n\t\nbred\nEtter\nI: Hei\nK: Ja\nSlutt"
    assert marked(source, "table") == ["Tid\tJa nei da\n\t\nbred"]
    assert marked(source, "cell") == ["1,1=Tid", "1,2=Ja nei da", "2,1=", "2,2=", "3,1=bred"]


def test_list_markers_are_those_that_were_printed() -> None:
    source = word(
        rb"{\listtext\pard\plain\f3 \'b7\tab}\pard\ls1 En\par{\pntext\f0 2.\tab}\pard To\par"
        rb"{\listtext\pard\plain \u61623\'3f\tab}Tre\par{\listtext 9.\tab}\par Uten\par"
    )
    assert source.raw == "• En\n2. To\n• Tre\n\nUten"
    assert marked(source, "list item") == ["•=• En", "2.=2. To", "•=• Tre"]


def test_what_word_does_not_show_is_left_out_and_told() -> None:
    source = word(
        rb"\pard {\deleted bort}{\revised inn}{\v skjult}{\*\annotation sjekk}{\*\ukjent tull}{\xe stikkord}"
        rb"{\field{\*\fldinst LINK x}{\fldrslt lenke}}{\pict\wmetafile8 \bin5 }}{{}ff}{\upr{ansi}{\*\ud\u248 ?}}\par"
    )
    assert source.raw == "innlenkeø"
    assert notices(source) == {
        "insertions": 1,
        "deletions": 1,
        "hidden text": 1,
        "comments": 1,
        "headers or footers": 1,
    }


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    source = word(
        rb"\pard\i a{\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 1}}{\shptxt \pard\plain {\b boks}\par to\par}}{\shprslt{"
        rb"\*\do\dptxbx{\dptxbxtext\pard dupl\par}}}}b\par c\par"
    )
    assert source.raw == "ab\nboks\nto\nc"
    assert marked(source, "italic") == ["ab", "c"]
    assert marked(source, "bold") == ["boks"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\ansi\ansicpg1252 bl\'e5b\'e6r \'80 \'93x\'94", "blåbær € “x”"),
        (b"\\ansi bl\xe5b\xe6r", "blåbær"),
        (rb"\mac bl\'8cb\'ber", "blåbær"),
        (rb"\ansi\ansicpg10000 bl\'8cb\'ber", "blåbær"),
        (rb"\ansi\ansicpg65001 bl\'c3\'a5", "blå"),
        (rb"\pc bl\'86", "blå"),
        (rb"\ansicpg99999 bl\'e5", "blå"),
        (rb"{\fonttbl{\f1\fcharset238 A;}{\f2\fcharset77 B;}{\f3\fcharset128 C;}}\f1 \'e8\f2 \'8c\f3 \'82\'a0", "čåあ"),
        (rb"{\fonttbl{\f1\fcharset2 Wingdings;}}{\f1 J}\'4a", "☺J"),
        (rb"\uc1\u230\'e6r\u248 ?l\uc2\u229 xyb\uc0\u8211 -{\uc3 \u230 abc}\u230 d", "ærølåb–-ææd"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"\uc0 \u55357\uc1 \u56832\'3f", "😀"),
        (rb"\u55357?x\u56832?", "\ufffdx\ufffd"),
        (rb"\u8217\rquote s {\u8217}\'92", "’s ’’"),
        (rb"a\~b\_c\-d\emdash\endash\bullet\{\}\\\tab e", "a\xa0b\u2011c\xadd—–•{}\\\te"),
        (b"a\\\nb\\\r\nc\nd", "a\nb\ncd"),
        (b"a\\'zzb\\", "azzb}"),
        (b"a\x00b", "ab"),
        (rb"\bin3 {{{a\bin99999999999 b", "a"),
        (rb"a\line b\page c\sect\sect d", "a\nb\nc\nd"),
    ],
)
def test_letters_and_signs(body: bytes, text: str) -> None:
    assert read_rtf(b"{\\rtf1" + body + b"}").raw == text


def test_what_follows_the_document_is_none_of_it() -> None:
    assert read_rtf(b"\r\n{\\rtf1 hei}} {du}\x00\x00").raw == "hei"


@pytest.mark.parametrize("data", [b"", b"hei", b"PK\x03\x04", b"hei {\\rtf1 du}"])
def test_what_is_no_rich_text_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="not a rich text") as refusal:
        read_rtf(data)
    assert refusal.value.hint


def test_a_file_cut_short_anywhere_is_read_as_far_as_it_goes() -> None:
    whole = WORD + rb"\pard Slik{\footnote en {\i note}} er\par\trowd\cellx1\cellx2\pard\intbl a\cell b\cell\row}"
    assert "truncated" not in notices(read_rtf(whole))
    for end in range(6, len(whole) - 1, 5):
        source = read_rtf(whole[:end])
        assert is_sound(source)
        assert "truncated" in notices(source)


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"{\\rtf1 " + b"{" * 500_000 + b"dyp" + b"}" * 500_000 + b"}",
        lambda: b"{\\rtf1 dyp" + b"{\\footnote a" * 50_000,
        lambda: b"{\\rtf1 dyp" + b"{\\shp{\\*\\shpinst{\\shptxt a" * 20_000,
        lambda: b"{\\rtf1 dyp{\\pict " + b"0123456789abcdef" * 1_000_000 + b"}}",
        lambda: b"{\\rtf1 dyp{\\fonttbl " + b"a" * 2_000_000 + b"}}",
        lambda: b"{\\rtf1 dyp" + b"{\\header " * 20_000,
    ],
    ids=["groups", "notes", "boxes", "picture", "font", "headers"],
)
def test_depth_and_length_take_no_more_than_their_time(make: Callable[[], bytes]) -> None:
    data, begun = make(), time.process_time()
    source = read_rtf(data)
    assert time.process_time() - begun < 20
    assert "dyp" in source.raw
    assert is_sound(source)


WORDS = [
    "par", "cell", "row", "trowd", "cellx1", "intbl", "pard", "plain", "i", "i0", "b", "v", "deleted", "f1", "f3", "s1",
    "s17", "outlinelevel0", "line", "tab", "uc0", "uc2", "u230", "u-10179", "u-8704", "u61623", "'e6", "'80", "~", "*",
    "footnote", "shp", "shptxt", "listtext", "pntext", "stylesheet", "fonttbl", "upr", "ud", "bin2 ", "page",
    "nestcell",
]  # fmt: skip
PARTS = st.one_of(
    st.sampled_from([f"\\{word}" for word in WORDS] + ["{", "}", "{", "}"]).map(str.encode),
    st.sampled_from([b" ord", b"a;", b"\n", b"\xe6", b"o\xcc\x88"]),
)


@given(st.lists(PARTS, max_size=60))
def test_marks_are_in_the_text_whatever_the_stream(parts: list[bytes]) -> None:
    assert is_sound(read_rtf(WORD + b"".join(parts)))


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_refusal(data: bytes) -> None:
    assert survives(read_rtf, b"{\\rtf1" + data)
