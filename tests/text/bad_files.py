"""Files that nobody would wish to be sent: damaged, locked, hostile, or something else than their ending says."""

from __future__ import annotations

import io
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random

from tests.text.readers.office_files import OPEN_SPACES, SPACES, docx, epub, odt, page, zipped
from tests.text.readers.test_pdf import body, made, page_content

OFFICE = (".docx", ".odt", ".epub", ".xlsx")
BOOK_SPACES = 'xmlns="http://www.idpf.org/2007/opf"'
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECRET = "hemmeligheten"


# ── something else ───────────────────────────────────────────────────────────────────────────────────────────────────


def picture() -> bytes:
    """A png of one grey square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + bytes([128]) * 64 for _ in range(64))
    header = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def program() -> bytes:
    """What looks like a program for Windows: a header, words, machine code."""
    return b"MZ\x90\x00\x03\x00\x00\x00" + b"This program cannot be run in DOS mode.\r\n$" + Random(3).randbytes(20_000)


def database() -> bytes:
    """A database of SQLite."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE tekst (ord TEXT)")
    connection.execute("INSERT INTO tekst VALUES ('hei')")
    data = connection.serialize()
    connection.close()
    return data


def sound() -> bytes:
    """A second of a recording."""
    samples = Random(4).randbytes(16_000)
    return b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt " + bytes(20) + b"data" + samples


FOREIGN: dict[str, Callable[[], bytes]] = {
    "a picture": picture,
    "a program": program,
    "an archive": lambda: zipped({"notat.txt": "hei"}),
    "a database": database,
    "a recording": sound,
    "zeros": lambda: bytes(5000),
    "noise": lambda: Random(5).randbytes(5000),
    "an old Word document": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
}


# ── locked ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def locked_office_file() -> bytes:
    """What Word and Excel save with a password: an old-style container around the encrypted file."""
    names = "EncryptionInfo".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + bytes(40).join(names) + Random(6).randbytes(5000)


def locked_parts(data: bytes) -> bytes:
    """An archive all parts of which are marked as encrypted."""
    locked, at = bytearray(data), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        local = struct.unpack("<I", data[at + 42 : at + 46])[0]
        locked[local + 6] |= 1
        at += 4
    return bytes(locked)


def locked_open_document() -> bytes:
    """What LibreOffice saves with a password."""
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    return odt("<text:p>hei</text:p>", manifest=entry)


def locked_book() -> bytes:
    """A book that its seller protects."""
    method = (
        '<EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData>'
    )
    return epub({"a.xhtml": page("<p>hei</p>")}, **{"META-INF/encryption.xml": f"<encryption>{method}</encryption>"})


def locked_pdf() -> bytes:
    """A pdf that asks for a password."""
    rights = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    return made(page_content(body("hei")), extra=rights)


LOCKED: dict[str, Callable[[], bytes]] = {
    ".docx": locked_office_file,
    ".xlsx": locked_office_file,
    ".odt": locked_open_document,
    ".epub": locked_book,
    ".pdf": locked_pdf,
}


# ── XML ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def workbook(sheet: str, before: str = "") -> bytes:
    """A workbook of one sheet made by hand; `before` stands before its root element."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE_RELATIONS}/'
            'officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE_RELATIONS}"><sheets>'
            '<sheet name="Ark" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
            f'Type="{OFFICE_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{SHEET}"><sheetData>{sheet}</sheetData>'
            "</worksheet>",
        }
    )


def cells(*words: str) -> str:
    """Rows of speech, the last of which has the words."""
    rows = (("Time", "Speaker", "Text"), ("0:01", "I", "Hva?"), ("0:02", "Kari", *words))
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )


def with_xml(before: str, words: str) -> dict[str, bytes]:
    """A file for each format that holds XML: `before` stands before the root element, `words` are its text."""
    word = f"{before}<w:document {SPACES}><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    open_ = f"<office:body><office:text><text:p>{words}</text:p></office:text></office:body>"
    content = f"{before}<office:document-content {OPEN_SPACES}>{open_}</office:document-content>"
    html = f'{before}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{words}</p></body></html>'
    return {
        ".docx": replaced(docx(""), {"word/document.xml": word}),
        ".odt": replaced(odt(""), {"content.xml": content}),
        ".fodt": f"{before}<office:document {OPEN_SPACES}>{open_}</office:document>".encode(),
        ".html": html.encode(),
        ".xhtml": html.encode(),
        ".epub": epub({"a.xhtml": html}),
        ".xlsx": workbook(cells(words), before),
    }


def replaced(archive: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """An archive with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(archive)) as before:
        return zipped({**{name: before.read(name) for name in before.namelist()}, **parts})


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES: dict[str, tuple[str, str]] = {
    "a billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>', "&l9;"),
    "a long entity many times": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 20_000),
    "a file of the machine": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    "an address on the web": ('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>', "&a;"),
    "a parameter entity": ('<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>', "hei"),
    "entities after much else": (f'<!DOCTYPE x [<!-- {"a" * 120_000} --><!ENTITY l0 "ha">{_LAUGHS}]>', "&l9;"),
}


# ── bombs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def bomb(archive: bytes, megabytes: int) -> bytes:
    """An archive with a part that unpacks to a thousand times its size."""
    return replaced(archive, {"word/media/bilde.bin": bytes(megabytes * 1_000_000)})


def lying(archive: bytes, part: str) -> bytes:
    """An archive with a part that says in both its places that it is small."""
    packed = bytearray(replaced(archive, {part: b" " * 50_000_000}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = packed.find(mark)
        while at >= 0:
            size = struct.unpack("<I", packed[at + offset : at + offset + 4])[0]
            if size == 50_000_000:
                packed[at + offset : at + offset + 4] = struct.pack("<I", 1000)
            at = packed.find(mark, at + 4)
    return bytes(packed)


def overlapping(archive: bytes, times: int) -> bytes:
    """An archive whose directory names one part many times over, each time as if it were another."""
    large = replaced(archive, {"stor": bytes(2_000_000)})
    end = large.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", large[end + 12 : end + 20])
    entries = large[start : start + size]
    last = entries[entries.rindex(b"PK\x01\x02") :]
    more = b"".join(last[:46] + f"s{n:03}".encode() + last[50:] for n in range(times))
    head = struct.pack("<HHHHIIH", 0, 0, *[entries.count(b"PK\x01\x02") + times] * 2, size + len(more), start, 0)
    return large[:start] + entries + more + b"PK\x05\x06" + head


def nested(archive: bytes) -> bytes:
    """An archive with bombs within bombs, which nobody should unpack."""
    inner = zipped({"a": bytes(9_000_000)})
    for _ in range(3):
        inner = zipped({f"{number}.zip": inner for number in range(9)})
    return replaced(archive, {"word/embeddings/a.zip": inner})
