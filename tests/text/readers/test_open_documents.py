"""OpenDocument texts as LibreOffice writes them; locked, damaged and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.open_documents import read_fodt, read_odt
from qualcode.text.reading import READERS
from qualcode.text.source import Source
from tests.text.readers.office_files import OPEN_SPACES, docx, is_sound, marked, notices, odt, survives, zipped

LOOKS = (
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties fo:font-weight="700"/></style:style>'
    '<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T4" style:family="text"><style:text-properties fo:font-style="normal"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2"/>'
    '<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="T5" style:family="text"><style:text-properties style:font-name="Wingdings"/>'
    "</style:style>"
)
COMMON = (
    '<style:style style:name="Quotations" style:family="paragraph"><style:text-properties fo:font-style="italic"/>'
    '</style:style><style:style style:name="Title" style:family="paragraph"/>'
)


def test_white_space_counts_as_the_format_says() -> None:
    source = READERS[".odt"](
        odt(
            '<text:p>\n  en <text:s/>to<text:s text:c="2"/>tre\n<text:tab/>fire<text:line-break/>fem '
            "<text:soft-page-break/>seks</text:p><text:p/><text:p><text:s/>sju</text:p>"
        )
    )
    assert source.raw == "en  to  tre \tfire\nfem seks\n\n sju"


def test_headings_looks_and_quotes_come_from_styles_and_their_parents() -> None:
    body = (
        '<text:p text:style-name="P3">Tittel</text:p><text:h text:outline-level="2">Om <text:span text:style-name="T2">'
        'saken</text:span></text:h><text:p>a <text:span text:style-name="T1">b '
        '<text:span text:style-name="T2">c</text:span></text:span><text:span text:style-name="T3">skjult</text:span>'
        '</text:p><text:p text:style-name="P1">sagt '
        '<text:span text:style-name="T4">rett</text:span></text:p><text:p text:style-name="P2">'
        '<text:span text:style-name="T5">\uf04a</text:span></text:p>'
    )
    source = read_odt(odt(body, LOOKS, COMMON))
    assert source.raw == "Tittel\nOm saken\na b c\nsagt rett\n☺"
    assert [(heading.title, heading.level) for heading in source.headings] == [("Tittel", 1), ("Om saken", 2)]
    assert marked(source, "italic") == ["b c", "sagt"]
    assert marked(source, "bold") == ["saken", "c"]
    assert marked(source, "block quote") == ["sagt rett"]
    assert notices(source) == {"hidden text": 1}


def level(kind: str, number: int, more: str) -> str:
    """A level of a list style."""
    return f'<text:{kind} text:level="{number}" {more}/>'


LISTS = (
    '<text:list-style style:name="N">'
    + level("list-level-style-number", 1, 'style:num-format="1" style:num-suffix="."')
    + level("list-level-style-number", 2, 'style:num-format="a" style:num-suffix=")" text:display-levels="2"')
    + level("list-level-style-bullet", 3, 'text:bullet-char="\uf0b7"')
    + '</text:list-style><text:list-style style:name="B">'
    + level("list-level-style-bullet", 1, 'text:bullet-char="–"')
    + "</text:list-style>"
)


def items(*words: str, more: str = "", inner: str = "") -> str:
    """A numbered list; what is inner follows its last item's words."""
    inside = "</text:list-item><text:list-item>".join(f"<text:p>{word}</text:p>" for word in words)
    return f'<text:list text:style-name="N" {more}><text:list-item>{inside}{inner}</text:list-item></text:list>'


def lines(body: str, styles: str = "") -> list[str]:
    """The lines of a document with lists."""
    return read_odt(odt(body, LISTS, styles)).raw.split("\n")


def test_lists_are_counted_by_level_and_start_anew_unless_they_go_on() -> None:
    third = "<text:list><text:list-item><text:p>d</text:p></text:list-item></text:list>"
    inner = f"<text:list><text:list-item><text:p>c</text:p>{third}</text:list-item></text:list>"
    body = items("a", "b", inner=inner) + items("e") + items("f", more='text:continue-numbering="true"')
    assert lines(body) == ["1. a", "2. b", "2.a) c", "• d", "1. e", "2. f"]
    dash = "<text:list-item><text:p>Hei</text:p><text:p>mer</text:p></text:list-item>"
    source = read_odt(odt(f'<text:list text:style-name="B">{dash}</text:list>', LISTS))
    assert marked(source, "list item") == ["–=– Hei"]
    assert source.raw == "– Hei\nmer"


def test_a_list_may_go_on_after_another_and_start_where_it_says() -> None:
    body = (
        items("a", more='xml:id="l1"') + items("b", more='xml:id="l2"') + items("c", more='text:continue-list="l1"')
        + '<text:list text:style-name="N"><text:list-item text:start-value="5"><text:p>d</text:p></text:list-item>'
        "<text:list-header><text:p>e</text:p></text:list-header><text:list-item><text:p/></text:list-item>"
        "<text:list-item><text:list><text:list-item><text:p>f</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>g</text:p></text:list-item></text:list>"
    )  # fmt: skip
    assert lines(body) == ["1. a", "1. b", "2. c", "5. d", "e", "", "6.a) f", "7. g"]


def test_headings_carry_their_number() -> None:
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    headings = "".join(
        f'<text:h text:outline-level="{rank}">{word}</text:h>' for rank, word in [(1, "a"), (2, "b"), (1, "c")]
    )
    source = read_odt(odt(headings, styles=outline))
    assert [heading.title for heading in source.headings] == ["1 a", "1.1 b", "2 c"]


def test_tables_are_structure() -> None:
    cell = "<table:table-cell>{}</table:table-cell>"
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell>'
        "<table:covered-table-cell/>" + cell.format("<text:p>b</text:p><text:p>c</text:p>")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell.format("<text:p>d</text:p>") + cell.format("") + "</table:table-row></table:table>"
        + f"<table:table><table:table-row>{cell.format('<text:p>ramme</text:p><text:p>her</text:p>')}"
        "</table:table-row></table:table>"
    )  # fmt: skip
    source = read_odt(odt(body))
    assert source.raw == "a\tb c\nd\t\nramme\nher"
    assert marked(source, "table") == ["a\tb c\nd\t"]
    assert marked(source, "cell") == ["1,1=a", "1,3=b c", "2,1=d", "2,2="]


def test_notes_boxes_comments_and_tracked_changes() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        '<text:p>Se <text:span text:style-name="T1">loven</text:span></text:p></text:note-body></text:note>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>borte</text:p></text:deletion>"
        "</text:changed-region><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
        f"<text:p>Slik{note} er<office:annotation><text:p>sjekk</text:p></office:annotation> det"
        "<draw:frame><draw:text-box><text:p>boks</text:p></draw:text-box></draw:frame>.</text:p>"
        "<text:p><draw:frame><draw:object/></draw:frame>"
        "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby></text:p>"
    )
    header = "<style:header><text:p>Fortrolig</text:p></style:header>"
    source = read_odt(odt(body, LOOKS, header))
    assert source.raw == "Slik[1] er det.\nboks\n漢(kan)\n\n[1] Se loven"
    assert marked(source, "anchor") == ["1=[1]"]
    assert marked(source, "footnote") == ["1=[1] Se loven"]
    assert marked(source, "italic") == ["loven"]
    told = {"insertions": 1, "deletions": 1, "comments": 1, "diagrams": 1, "headers or footers": 1}
    assert notices(source) == told


def test_deletions_that_stand_in_the_text_are_left_out_and_join_paragraphs() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion/></text:changed-region>'
        '<text:changed-region text:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>'
    )
    start, end = '<text:change-start text:change-id="c{}"/>', '<text:change-end text:change-id="c{}"/>'
    body = (
        f"<text:p>a {start.format(1)}b<text:note><text:note-citation>1</text:note-citation></text:note></text:p>"
        f"<text:h>c</text:h><text:p>d<text:s/>{end.format(1)}e {start.format(2)}f{end.format(2)}</text:p>"
        "<text:p>g</text:p>"
    )
    source = read_odt(odt(changes + body))
    assert source.raw == "a e f\ng"
    assert (source.headings, notices(source)) == ((), {"insertions": 1, "deletions": 1})


def flat(body: str) -> bytes:
    """A document in one file."""
    picture = f"<draw:image><office:binary-data>{'QUJD' * 4_000_000}</office:binary-data></draw:image>"
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document {OPEN_SPACES}><office:automatic-styles>{LOOKS}"
        f"</office:automatic-styles><office:body><office:text><text:p><draw:frame>{picture}</draw:frame></text:p>{body}</office:text></office:body>"
        "</office:document>"
    ).encode()


def test_a_document_in_one_file_is_read_alike_with_large_pictures_in_it() -> None:
    source = READERS[".fodt"](flat('<text:p>hei <text:span text:style-name="T1">du</text:span></text:p>'))
    assert (source.raw, marked(source, "italic")) == ("\nhei du", ["du"])


ENCRYPTED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "the OpenDocument text cannot be opened"),
        (b"bare tekst", "the OpenDocument text cannot be opened"),
        (docx("<w:p/>"), "not an OpenDocument text"),
        (odt("", manifest=ENCRYPTED), "password"),
        (zipped({"content.xml": "<a/>"}), "not an OpenDocument text"),
        (zipped({"content.xml": LAUGHS}), "entities"),
        (zipped({"content.xml": "<a>"}), "well-formed"),
        (zipped({"content.xml": "<a>" + " " * 30_000_000}), "times its size"),
    ],
    ids=["empty", "text", "a docx", "locked", "another xml", "entities", "cut xml", "bomb"],
)
def test_unusable_documents_are_refused_by_name(data: bytes, word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refusal:
        read_odt(data)
    assert refusal.value.hint


@pytest.mark.parametrize("data", [b"", b"hei", LAUGHS.encode(), b"<a/>"])
def test_unusable_flat_documents_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_fodt(data)


def test_absurd_numbers_stay_small() -> None:
    assert len(read_odt(odt('<text:p>a<text:s text:c="999999999"/>b</text:p>')).raw) < 1000
    assert len(read_odt(odt(items("a", more='text:start-value="99999999"'), LISTS)).raw) < 100


def test_a_document_cut_short_anywhere_gives_a_text_or_a_refusal() -> None:
    whole = odt(items("a", "b"), LOOKS + LISTS, COMMON)
    assert all(survives(read_odt, whole[:end]) for end in range(0, len(whole), 10))


PIECES = st.recursive(
    st.sampled_from(["ord å ", " ", "a\u030a", "<text:s/>", "<text:tab/>", "<text:line-break/>", "<text:p/>"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(
            ["text:p", "text:h", 'text:p text:style-name="P1"', 'text:span text:style-name="T1"', "text:note",
             "text:note-body", "text:note-citation", 'text:list text:style-name="N"', "text:list-item", "table:table",
             "table:table-row", "table:table-cell", "draw:frame", "draw:text-box", "text:section", "text:ruby-text"]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


def read(pieces: list[str]) -> Source:
    """A document made of pieces."""
    return read_odt(odt("".join(pieces), LOOKS + LISTS, COMMON))


@given(st.lists(PIECES, max_size=6))
def test_marks_are_in_the_text_whatever_stands_where(pieces: list[str]) -> None:
    assert is_sound(read(pieces))
