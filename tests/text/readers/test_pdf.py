"""A pdf's text layer comes out line by line and paragraph by paragraph, and hostile files are refused in words."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.cleaning import clean
from qualcode.text.readers import pdf
from qualcode.text.readers.pdf import read_pdf
from qualcode.text.readers.pdf_lines import printed_lines
from qualcode.text.source import page_starts


class Set(NamedTuple):
    """A line as a typesetter places it: from the left, from the bottom, the size of its letters."""

    left: float
    bottom: float
    text: str
    size: float = 11


def body(*texts: str, top: float = 700, left: float = 70) -> list[Set]:
    """Lines of running text, one under the other."""
    return [Set(left, top - 14 * number, text) for number, text in enumerate(texts)]


def page_content(lines: list[Set]) -> bytes:
    """The drawing instructions of a page."""
    drawn = []
    for line in lines:
        text = line.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn.append(b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (line.size, line.left, line.bottom, text))
    return b"\n".join(drawn)


def made(*contents: bytes, extra: bytes = b"", catalog: bytes = b"", stream: bytes = b"") -> bytes:
    """A pdf with a page for each content, and what else the trailer, the catalog and the streams should hold."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (first + 2 * number + 1)
        )
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), stream, content))
    data, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (size, extra, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


FULL = "Da vi kom til øya, var det få som visste hva ordet betydde, og enda"
MORE = "færre som brukte det, og det ble stille i rommet en god stund, helt"
LAST = "til en lo."


def test_paragraphs_stand_apart_and_lines_stay_as_printed() -> None:
    first = body(FULL, MORE, LAST)
    second = body("«Åh», sa hun da, og så så hun lenge på ham uten å si noe mer, og", LAST, top=640)
    source = read_pdf(made(page_content(first + second)))
    assert source.raw == f"{FULL}\n{MORE}\n{LAST}\n\n{second[0].text}\n{LAST}"


def test_a_paragraph_is_told_by_its_indent_or_by_a_short_last_line() -> None:
    indented = [*body(FULL, f"{MORE} slutt."), Set(88, 672, FULL), *body(LAST, top=658)]
    assert read_pdf(made(page_content(indented))).raw.count("\n\n") == 1
    short = body(FULL, LAST, FULL, LAST)
    assert read_pdf(made(page_content(short))).raw == f"{FULL}\n{LAST}\n\n{FULL}\n{LAST}"


def test_pages_are_marked_with_their_printed_labels() -> None:
    labels = b"/PageLabels << /Nums [0 << /S /r >> 1 << /S /D >>] >>"
    source = read_pdf(made(*(page_content(body(f"Side med ord {word}")) for word in ("a", "b")), catalog=labels))
    assert [(mark.detail, source.raw[mark.start :][:14]) for mark in source.marks] == [
        ("i", "Side med ord a"), ("1", "Side med ord b"),
    ]  # fmt: skip


def test_cleaning_takes_out_what_the_pages_of_a_pdf_print_and_joins_their_sentences() -> None:
    lasts = [
        FULL,
        "så en dag da det var sommer, kom en mann dit fra byen, og enda",
        "så en dag da det var høst, kom ingen.",
    ]
    firsts = [
        f"{word} som brukte det, og det ble stille i rommet en god stund," for word in ("ingen", "færre", "flere")
    ]
    sides = list(zip(firsts, lasts, strict=True))
    pages = [
        page_content([Set(70, 800, "Elver og folk"), *body(*side), Set(290, 40, f"{n}")])
        for n, side in enumerate(sides, 7)
    ]
    source = read_pdf(made(*pages))
    assert source.raw.count("Elver og folk") == 3
    text = clean(source.raw, "transcript", pages=page_starts(source.marks)).text
    assert text == " ".join(line for side in sides for line in side)


def test_headings_are_larger_and_running_heads_are_none() -> None:
    pages = [
        page_content([Set(70, 800, "Oppgave", 14), Set(70, 740, f"Kapittel {n}", 20), *body(FULL, MORE, LAST)])
        for n in range(1, 5)
    ]
    source = read_pdf(made(*pages))
    assert [(heading.level, heading.title) for heading in source.headings] == [
        (1, f"Kapittel {n}") for n in range(1, 5)
    ]
    lines = source.raw.split("\n")
    assert all(lines[heading.line] == heading.title for heading in source.headings)
    assert lines.count("Oppgave") == 4


def test_rows_of_a_table_are_lines_with_tabs() -> None:
    rows = [Set(left, top, f"celle {left}") for top in (700, 670, 640) for left in (70, 250, 430)]
    assert read_pdf(made(page_content(rows))).raw == "\n".join(["celle 70\tcelle 250\tcelle 430"] * 3)


def test_two_columns_are_read_one_after_the_other() -> None:
    left = body(*(f"venstre spalte linje {n} og litt" for n in range(9)))
    right = body(*(f"høyre spalte linje {n} og litt mer" for n in range(9)), left=320)
    words = read_pdf(made(page_content([line for pair in zip(left, right, strict=True) for line in pair]))).raw
    assert words.index("venstre spalte linje 8") < words.index("høyre spalte linje 0")


def test_packed_pages_and_pages_without_text() -> None:
    data = made(zlib.compress(page_content(body(FULL))), zlib.compress(b""), stream=b"/Filter /FlateDecode")
    source = read_pdf(data)
    assert source.raw.strip() == FULL
    assert [notice.count for notice in source.notices] == [1]


def test_scanned_pages_are_sent_to_ocr() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_pdf(made(b"0 0 m 10 10 l S", b""))
    assert "OCR" in refusal.value.hint


def test_a_locked_pdf_is_told_from_a_damaged_one() -> None:
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >> /ID [(a) (a)]" % (b"o" * 32, b"u" * 32)
    with pytest.raises(InvalidInput, match="password"):
        read_pdf(made(page_content(body(FULL)), extra=locked))


@pytest.mark.parametrize("data", [b"", b"hei", b"PK\x03\x04", b"%PDF-", b"%PDF-1.4\n" + b"\x00" * 999], ids=range(5))
def test_what_is_no_pdf_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_pdf(data)
    assert refusal.value.hint


def test_a_page_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    data = made(bomb, stream=b"/Filter [/FlateDecode /FlateDecode]")
    with pytest.raises(InvalidInput):
        read_pdf(data)


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PATIENT_SECONDS", 0.01)
    with pytest.raises(InvalidInput, match="larger than can be read"):
        read_pdf(made(page_content(body(FULL))))


def test_letters_that_are_not_told_stand_as_one_sign() -> None:
    assert pdf._kept("a(cid:3)b\x00e\u0301") == "a\ufffdb\ufffd\u00e9"


def test_a_pdf_in_circles_ends() -> None:
    data = made(page_content(body(FULL))).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert len(printed_lines(data)["pages"]) <= 1


WHOLE = made(page_content(body(FULL, MORE)), zlib.compress(b"x"))


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=40), st.integers(0, 60))
def test_damaged_files_are_read_or_refused(at: int, patch: bytes, gone: int) -> None:
    answer = printed_lines(WHOLE[:at] + patch + WHOLE[at + gone :])
    assert ("hindrance" in answer) != ("pages" in answer)
