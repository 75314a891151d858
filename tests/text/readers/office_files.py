"""Office files and books made by hand, so that a test can hold what no library writes, and a look at what was read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

from qualcode.errors import InvalidInput
from qualcode.text.source import MARK_KINDS, Source

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
OPEN_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "fo": "xsl-fo-compatible", "manifest": "manifest",
    }.items()
)  # fmt: skip


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, *, relations: Iterable[str] = (), **parts: str) -> bytes:
    """A Word document with a body, and further parts (styles, numbering, footnotes …) given by the inside of each."""
    roots = {"numbering": "numbering", "styles": "styles", "settings": "settings", "header": "hdr", "footer": "ftr"}
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    related = list(relations)
    for kind, inside in parts.items():
        root = roots.get(kind, kind)
        files[f"word/{kind}.xml"] = f"<w:{root} {SPACES}>{inside}</w:{root}>"
        related.append(f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>')
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{"".join(related)}</Relationships>'
    return zipped(files)


def odt(body: str, automatic: str = "", styles: str = "", **parts: str) -> bytes:
    """An OpenDocument text with a body, styles of its own and common ones; parts are named by their last word."""
    content = (
        f"<office:document-content {OPEN_SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    common = f"<office:document-styles {OPEN_SPACES}>{styles}</office:document-styles>"
    files = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": common}
    if "manifest" in parts:
        files["META-INF/manifest.xml"] = f"<manifest:manifest {OPEN_SPACES}>{parts['manifest']}</manifest:manifest>"
    return zipped(files)


def page(body: str) -> str:
    """A page of a book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def epub(pages: Mapping[str, str], *, listed: str = "", **parts: str | bytes) -> bytes:
    """A book of the pages in order; `listed` are further items of its package, `parts` files by their paths."""
    items = "".join(
        f'<item id="p{number}" href="{name}" media-type="application/xhtml+xml"/>' for number, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{number}"/>' for number in range(len(pages)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container><rootfile full-path='OEBPS/book.opf'/></container>",
            "OEBPS/book.opf": "<package xmlns='http://www.idpf.org/2007/opf'>"
            f"<manifest>{items}{listed}</manifest><spine>{spine}</spine></package>",
            **{f"OEBPS/{name}": content for name, content in pages.items() if content},
            **parts,
        }
    )


def marked(source: Source, kind: str) -> list[str]:
    """The words that have marks of a kind, each with the mark's detail if it has one."""
    return [
        f"{mark.detail}={source.raw[mark.start : mark.end]}" if mark.detail else source.raw[mark.start : mark.end]
        for mark in source.marks
        if mark.kind == kind
    ]


def notices(source: Source) -> dict[str, int]:
    """The notices by kind."""
    return {notice.kind: notice.count for notice in source.notices}


def is_sound(source: Source) -> bool:
    """Whether all that was read fits together: marks in the text and in order, headings on their lines."""
    lines = source.raw.split("\n")
    return (
        not {"\r", "\x00"} & set(source.raw)
        and source.raw.encode("utf-8") is not None
        and all(0 <= mark.start <= mark.end <= len(source.raw) and mark.kind in MARK_KINDS for mark in source.marks)
        and all(mark.start < mark.end or mark.kind in ("cell", "page") for mark in source.marks)
        and list(source.marks) == sorted(source.marks, key=lambda mark: (mark.start, -mark.end))
        and all(heading.title.split()[0] in lines[heading.line] for heading in source.headings)
        and all(heading.title and 1 <= heading.level <= 9 for heading in source.headings)
    )


def survives(read: Callable[[bytes], Source], data: bytes) -> bool:
    """Whether a reader gives a sound text or a refusal with a hint, and nothing else."""
    try:
        return is_sound(read(data))
    except InvalidInput as refusal:
        return bool(refusal.hint) and bool(refusal.message)
