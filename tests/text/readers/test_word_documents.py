"""Word documents as people have them: tables, tracked changes, headings, notes; and damaged ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from itertools import pairwise

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.readers.word_documents import read_docx
from tests.text.readers.office_files import OFFICE, PACKAGE, SPACES, docx, is_sound, marked, notices, survives, zipped


def saved(document: DocumentObject) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_body(xml: str) -> bytes:
    """A document whose body begins with the given elements."""
    document = Document()
    holder = parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")
    for place, element in enumerate(list(holder)):
        document.element.body.insert(place, element)
    return saved(document)


def kinds(data: bytes) -> dict[str, int]:
    """The notices of a document by kind."""
    return {notice.kind: notice.count for notice in read_docx(data).notices}


def test_paragraphs_and_tables_come_in_order() -> None:
    document = Document()
    document.add_paragraph("Før\ttabellen")
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = ["I:", "Hva skjer?", "Kari:", "Ingenting.\nÆrlig."][number]
    document.add_paragraph("")
    document.add_paragraph("Etter 😀")
    text = read_docx(saved(document)).raw
    assert text == "Før\ttabellen\nI:\tHva skjer?\nKari:\tIngenting. Ærlig.\n\nEtter 😀"


def test_insertions_are_kept_and_deletions_dropped() -> None:
    data = with_body(
        "<w:p><w:r><w:t>Hun </w:t></w:r><w:ins><w:r><w:t>sa ja</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>sa nei</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>flyttet</w:t></w:r></w:moveFrom></w:p>"
    )
    assert read_docx(data).raw == "Hun sa ja"
    assert kinds(data) == {"insertions": 1, "deletions": 2}


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    deleted = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    data = with_body(f"<w:p>{deleted}<w:r><w:t>Først </w:t></w:r></w:p><w:p><w:r><w:t>sist</w:t></w:r></w:p><w:p/>")
    assert read_docx(data).raw == "Først sist\n"


def test_breaks_links_and_special_hyphens() -> None:
    data = with_body(
        '<w:p><w:r><w:t>a</w:t><w:br/><w:t>b\nc</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r>'
        "<w:hyperlink><w:r><w:t>lenke</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>felt</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert read_docx(data).raw == "a\nb c\u2011lenkefelt"


def test_headings_know_their_lines() -> None:
    document = Document()
    document.add_paragraph("Tekst\nmed linjeskift")
    document.add_heading("Bakgrunn", 1)
    document.add_paragraph("Mer")
    document.add_heading("Metode", 2)
    source = read_docx(saved(document))
    assert [(heading.title, heading.level) for heading in source.headings] == [("Bakgrunn", 1), ("Metode", 2)]
    assert [source.raw.split("\n")[heading.line] for heading in source.headings] == ["Bakgrunn", "Metode"]


def test_what_is_left_out_is_told() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Fortrolig"
    paragraph = document.add_paragraph("Tekst", style="List Bullet")
    document.add_comment(paragraph.runs, "Sjekk", author="Ida")
    paragraph.add_run("hemmelig").font.hidden = True
    data = saved(document)
    assert read_docx(data).raw == "• Tekst"
    assert kinds(data) == {"headers or footers": 1, "comments": 1, "hidden text": 1}


def test_tables_are_structure_and_a_table_of_one_column_is_a_frame() -> None:
    row = "<w:tr>{}</w:tr>"
    cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    wide = cell.format('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "bred")
    inner = f"<w:tbl>{row.format(cell.format('', 'c') + cell.format('', 'd'))}</w:tbl>"
    source = read_docx(
        docx(
            f"<w:p><w:r><w:t>før</w:t></w:r></w:p><w:tbl>{row.format(wide + cell.format('', 'a'))}"
            f"{row.format(cell.format('', '') + cell.format(inner, 'b'))}</w:tbl>"
            f"<w:tbl>{row.format(cell.format('<w:p><w:r><w:t>I: Hei</w:t></w:r></w:p>', 'K: Ja'))}</w:tbl>"
        )
    )
    assert source.raw == "før\nbred\ta\n\tc d b\nI: Hei\nK: Ja"
    assert marked(source, "table") == ["bred\ta\n\tc d b"]
    assert marked(source, "cell") == ["1,1=bred", "1,3=a", "2,1=", "2,2=c d b"]


NOTED = (
    '<w:p><w:r><w:t xml:space="preserve">Først </w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    '<w:r><w:t>, så</w:t></w:r><w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    '<w:r><w:footnoteReference w:id="3" w:customMarkFollows="1"/><w:t>*</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>Slutt</w:t></w:r></w:p>"
)
FOOTNOTES = (
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Se </w:t></w:r>'
    "<w:r><w:rPr><w:i/></w:rPr><w:t>loven</w:t></w:r></w:p><w:p><w:r><w:t>§ 4</w:t></w:r></w:p></w:footnote>"
    '<w:footnote w:id="3"><w:p><w:r><w:t>Anonymisert</w:t></w:r></w:p></w:footnote>'
)
ENDNOTES = '<w:endnote w:id="2"><w:p><w:r><w:t>Til sist</w:t></w:r></w:p></w:endnote>'


def test_notes_are_anchored_and_lifted_to_the_end() -> None:
    source = read_docx(docx(NOTED, footnotes=FOOTNOTES, endnotes=ENDNOTES))
    assert source.raw == (
        "Først [1], så[i][1][*]\nSlutt\n\n[1] Se loven § 4\n[i] Til sist\n[*] Anonymisert"
    )  # fmt: skip
    assert marked(source, "anchor") == ["1=[1]", "i=[i]", "1=[1]", "*=[*]"]
    assert marked(source, "footnote") == ["1=[1] Se loven § 4", "i=[i] Til sist", "*=[*] Anonymisert"]
    assert marked(source, "italic") == ["loven"]


def test_a_note_that_calls_for_itself_comes_to_an_end() -> None:
    inside = '<w:footnote w:id="1"><w:p><w:r><w:t>om</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>'
    body = '<w:p><w:r><w:footnoteReference w:id="1"/><w:footnoteReference w:id="9"/></w:r></w:p>'
    assert read_docx(docx(body, footnotes=inside)).raw == "[1][2]\n\n[1] om[1]\n[2]"


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Sitat"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Eget"><w:name w:val="Langt utdrag"/><w:basedOn w:val="Sitat"/></w:style>'
    '<w:style w:type="character" w:styleId="Sterk"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="O1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kap"><w:name w:val="Kapittel"/><w:basedOn w:val="O1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>'
)


def paragraph(words: str, style: str = "", runs: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:rPr>{runs}</w:rPr><w:t>{words}</w:t></w:r></w:p>'


def test_styles_give_headings_quotes_and_looks_also_by_inheritance() -> None:
    body = (
        paragraph("Om kapitlet", "Kap"),
        paragraph("Sagt", "Sitat"),
        paragraph("Langt sagt", "Eget", '<w:i w:val="0"/>'),
        paragraph("sterkt", "", '<w:rStyle w:val="Sterk"/>'),
        paragraph("i ring", "A"),
    )
    source = read_docx(docx("".join(body), styles=STYLES))
    assert [(heading.title, heading.level) for heading in source.headings] == [("Om kapitlet", 1)]
    assert marked(source, "block quote") == ["Sagt", "Langt sagt"]
    assert marked(source, "italic") == ["Sagt"]
    assert marked(source, "bold") == ["sterkt"]


def test_runs_that_look_alike_are_one_mark() -> None:
    run = "<w:r><w:rPr><w:i/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    source = read_docx(docx(f"<w:p>{run.format('ikke ')}{run.format('alltid')}<w:r><w:t> slik</w:t></w:r></w:p>"))
    assert marked(source, "italic") == ["ikke alltid"]


def test_text_boxes_stand_after_the_paragraph_they_are_anchored_in_and_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box.format('boks')}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box.format('boks')}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>b</w:t></w:r></w:p>"
        f"<w:p><w:r><w:pict><v:textbox>{box.format('gammel')}</v:textbox></w:pict></w:r></w:p>"
    )
    assert read_docx(docx(body)).raw == "ab\nboks\n\ngammel"


def test_no_sign_is_lost_that_word_writes_in_its_own_way() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="Symbol" w:char="F061"/>'
        '<w:sym w:font="Ukjent" w:char="F123"/><w:sym w:font="Symbol" w:char="tull"/></w:r>'
        "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf0b3</w:t></w:r></w:p>"
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:rPr><m:sty/></m:rPr><w:rPr><w:i/></w:rPr>"
        "<m:t>2</m:t></m:r></m:den></m:f><m:d><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d></m:oMath></w:p>"
    )
    source = read_docx(docx(body))
    assert source.raw == "☺α\uf123\ufffd漢(kan)≥\n1/2(x)"
    assert marked(source, "italic") == ["2"]


def test_composed_letters_keep_marks_in_place() -> None:
    run = "<w:r><w:rPr>{}</w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    runs = [("", "ja A"), ("<w:b/>", "\u030apen"), ("", " o\u0308")]
    source = read_docx(docx(f"<w:p>{''.join(run.format(*each) for each in runs)}</w:p>"))
    assert source.raw == "ja Åpen ö"
    assert notices(source) == {"nfc": 2}
    assert marked(source, "bold") == ["pen"]


def test_what_lies_outside_is_not_fetched() -> None:
    relations = [
        f'<Relationship Id="x" Type="{OFFICE}/image" Target="http://192.0.2.1/a.png" TargetMode="External"/>',
        f'<Relationship Id="y" Type="{OFFICE}/vbaProject" Target="vbaProject.bin"/>',
        f'<Relationship Id="z" Type="{OFFICE}/footnotes" Target="http://192.0.2.1/n.xml" TargetMode="External"/>',
    ]
    source = read_docx(docx(paragraph("tekst"), relations=relations))
    assert (source.raw, notices(source)) == ("tekst", {"macros": 1, "linked pictures": 1})


def test_a_strict_document_is_read_alike() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    relation = f'<Relationship Id="r" Type="{strict}/officeDocument" Target="/deler/d.xml"/>'
    document = f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>hei</w:t></w:r></w:p></w:body></w:document>'
    data = zipped(
        {"_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>', "deler/d.xml": document}
    )
    assert read_docx(data).raw == "hei"


ENTITIES = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">{}]>'
BOMB = ENTITIES.format("".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in pairwise("bcdefghijk")))


@pytest.mark.parametrize(
    ("document", "word"),
    [
        (f"{BOMB}<w:document {SPACES}><w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>", "entities"),
        (f'{BOMB}<w:document {SPACES} a="&k;"><w:body/></w:document>', "entities|well-formed"),
        ('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document>&a;</w:document>', "entities"),
        (f"<w:document {SPACES}><w:body>{'<w:sdt>' * 5000}", "well-formed"),
        ("<html/>", "damaged"),
    ],
    ids=["bomb", "bomb in an attribute", "a file of the machine", "depth", "another root"],
)
def test_hostile_xml_is_refused(document: str, word: str) -> None:
    with pytest.raises(InvalidInput, match=word):
        read_docx(zipped({"word/document.xml": document}))


def test_tables_in_tables_as_deep_as_can_be_come_to_an_end() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 80 + paragraph("dypt") + "</w:tc><w:tc/></w:tr></w:tbl>" * 80
    assert "dypt" in read_docx(docx(body)).raw


def swollen() -> bytes:
    """A zip whose directory says that it unpacks to far too much."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            with archive.open(f"part{number}", "w") as part:
                for _ in range(80):
                    part.write(bytes(1_000_000))
    return buffer.getvalue()


def without_body() -> bytes:
    """A zip that is no Word document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hei.txt", "hei")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: b"bare tekst", "not a Word document"),
        (lambda: b"", "not a Word document"),
        (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (lambda: b"\xd0\xcf\x11\xe0 gammel", "old Word"),
        (swollen, "300 MB"),
        (without_body, "damaged"),
        (lambda: saved(Document())[:-400], "not a Word document|damaged"),
    ],
)
def test_unusable_documents_are_refused_by_name(make: Callable[[], bytes], word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refusal:
        read_docx(make())
    assert refusal.value.hint


WHOLE = saved(Document())


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_document_gives_a_text_or_a_refusal(place: int, junk: bytes) -> None:
    damaged = WHOLE[:place] + junk + WHOLE[place + len(junk) :]
    try:
        text = read_docx(damaged).raw
    except InvalidInput:
        return
    assert text.isprintable()


def test_a_document_cut_short_anywhere_gives_a_text_or_a_refusal() -> None:
    whole = docx(NOTED, footnotes=FOOTNOTES, styles=STYLES)
    assert all(survives(read_docx, whole[:end]) for end in range(0, len(whole), 10))


PIECES = st.recursive(
    st.sampled_from(
        [
            "<w:t>ord å </w:t>", "<w:tab/>", "<w:br/>", "<w:t>a\u030a</w:t>", '<w:footnoteReference w:id="2"/>',
            "<w:rPr><w:i/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>", '<w:sym w:font="Symbol" w:char="F0B7"/>', "<w:p/>",
            '<w:pPr><w:pStyle w:val="O1"/></w:pPr>', '<w:pPr><w:pStyle w:val="Sitat"/></w:pPr>',
            "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
        ]
    ),
    lambda inner: st.builds(
        lambda name, parts: f"<w:{name}>{''.join(parts)}</w:{name}>",
        st.sampled_from(
            ["p", "r", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "hyperlink", "txbxContent", "pict", "ruby"]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.lists(PIECES, max_size=6))
def test_marks_are_in_the_text_whatever_stands_where(pieces: list[str]) -> None:
    numbering = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    data = docx("".join(pieces), footnotes=FOOTNOTES, styles=STYLES, numbering=numbering)
    assert is_sound(read_docx(data))
