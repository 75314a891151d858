"""Word documents as people have them: tables, tracked changes, headings, notes; and damaged ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.word_documents import read_docx


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
    assert text == "Før\ttabellen\nI:\tHva skjer?\nKari:\tIngenting.\nÆrlig.\n\nEtter 😀"


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
        '<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r>'
        "<w:hyperlink><w:r><w:t>lenke</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>felt</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert read_docx(data).raw == "a\nb\u2011lenkefelt"


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
    paragraph.paragraph_format.element.get_or_add_pPr()._add_numPr()
    document.add_comment(paragraph.runs, "Sjekk", author="Ida")
    paragraph.runs[0]._r.append(parse_xml(f"<w:footnoteReference {nsdecls('w')}/>"))
    data = saved(document)
    assert read_docx(data).raw == "Tekst"
    assert kinds(data) == {"headers or footers": 1, "list numbers": 1, "comments": 1, "notes": 1}


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
