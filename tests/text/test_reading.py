"""Files into texts: made alike, told what was changed, refused in words."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound, QualcodeError
from qualcode.text.reading import READERS, Extracted, apply_repair, document_name, from_string, read_file


def written(folder: Path, name: str, content: bytes | str) -> Path:
    """A file with the content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def kinds(extracted: Extracted) -> dict[str, int]:
    """The notices by kind."""
    return {notice.kind: notice.count for notice in extracted.notices}


def test_a_plain_text_is_taken_as_it_is(tmp_path: Path) -> None:
    text = "Intervjuer: Hei <tiltaksarrangør>.\n\n  Kari:\tÅ, ja …  \n"
    extracted = read_file(written(tmp_path, "Intervju 1.txt", text))
    assert extracted == Extracted(text, text, "txt", "utf-8", source="Intervju 1.txt")


def test_line_ends_mark_and_letters_are_made_alike_and_told(tmp_path: Path) -> None:
    raw = "\ufeffA\u030a ja\r\nblåba\u0308r\rog\n"
    extracted = read_file(written(tmp_path, "a.txt", raw))
    assert extracted.text == "Å ja\nblåbär\nog\n"
    assert extracted.raw == raw
    assert kinds(extracted) == {"bom": 1, "line ends": 2, "nfc": 2}


def test_escape_sequences_stay_and_are_told(tmp_path: Path) -> None:
    extracted = read_file(written(tmp_path, "a.txt", "hei \x1b[2J du"))
    assert extracted.text == "hei \x1b[2J du"
    assert kinds(extracted) == {"control characters": 1}


def test_wrongly_decoded_letters_are_shown_but_not_changed(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", "# SkjÃ¸nn\ntekst pÃ¥\n# Ã…\nslutt")
    extracted = read_file(path)
    assert extracted.text.startswith("# SkjÃ¸nn")
    assert extracted.repair == "# Skjønn\ntekst på\n# Å\nslutt"
    assert kinds(extracted) == {"mojibake": 3}
    assert "«SkjÃ¸nn»" in extracted.notices[0].message
    mended = apply_repair(extracted)
    assert mended == read_file(path, repair=True)
    assert (mended.text, mended.raw, mended.repair) == (extracted.repair, extracted.raw, None)
    assert [mended.text[section.start : section.end] for section in mended.sections] == [
        "# Skjønn\ntekst på\n",
        "# Å\nslutt",
    ]
    assert kinds(mended) == {"repaired": 3}
    assert apply_repair(mended) is mended


def test_markdown_headings_give_nested_sections(tmp_path: Path) -> None:
    text = "Før\r\n# En\na\n## To ##\nb\n```\n# ingen\n```\n#ingen\n## Tre\n# Fire\n"
    extracted = read_file(written(tmp_path, "a.md", text))
    found = [(part.title, part.level, extracted.text[part.start : part.end]) for part in extracted.sections]
    assert found == [
        ("En", 1, "# En\na\n## To ##\nb\n```\n# ingen\n```\n#ingen\n## Tre\n"),
        ("To", 2, "## To ##\nb\n```\n# ingen\n```\n#ingen\n"),
        ("Tre", 2, "## Tre\n"),
        ("Fire", 1, "# Fire\n"),
    ]


def test_a_word_document_is_read_with_its_sections(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Bakgrunn", 1)
    document.add_paragraph("Kari: A\u030a ja")
    document.save(str(tmp_path / "Intervju.DOCX"))
    extracted = read_file(tmp_path / "Intervju.DOCX")
    assert (extracted.text, extracted.format) == ("Bakgrunn\nKari: Å ja", "docx")
    assert [(part.title, part.start, part.end) for part in extracted.sections] == [("Bakgrunn", 0, len(extracted.text))]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xef\xbb\xbf \n\t\n", "no text"),
        ("a.pages", b"hei", "cannot be read"),
        ("uten", b"hei", "cannot be read"),
        ("a.docx", b"hei", "not a Word document"),
        ("a.txt", b"%PDF-1.4", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as refusal:
        read_file(written(tmp_path, name, content))
    assert name in refusal.value.message
    assert refusal.value.hint


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        read_file(tmp_path / "borte.txt")
    with pytest.raises(InvalidInput, match="folder"):
        read_file(tmp_path)
    with pytest.raises(QualcodeError):
        read_file("a\x00b.txt")
    with pytest.raises(QualcodeError):
        read_file("a" * 5000 + ".txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InvalidInput, match="ordinary"):
        read_file(tmp_path / "pipe.txt")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/ida/Intervju 3.docx", "Intervju 3"),
        ("Intervju 3.rettet.txt", "Intervju 3.rettet"),
        ("A\u030ase.txt", "Åse"),
        ("rart\n\x1b[2Jnavn.txt", "rart [2Jnavn"),
        ("\udce5.txt", "\ufffd"),
        ("uten ending", "uten ending"),
    ],
)
def test_a_document_is_named_after_its_file(path: str, name: str) -> None:
    assert document_name(path) == name


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_string_becomes_a_text_that_can_be_stored(text: str) -> None:
    extracted = from_string(text)
    extracted.text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", extracted.text)
    assert not {"\r", "\x00"} & set(extracted.text)
    assert from_string(extracted.text).text.removeprefix("\ufeff") == extracted.text.removeprefix("\ufeff")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200), st.sampled_from(sorted(READERS)))
def test_any_bytes_give_a_text_or_a_refusal(tmp_path: Path, data: bytes, ending: str) -> None:
    path = written(tmp_path, f"fil{ending}", data)
    try:
        extracted = read_file(path, repair=True)
    except QualcodeError:
        return
    extracted.text.encode("utf-8")
    assert all(0 <= part.start < part.end <= len(extracted.text) for part in extracted.sections)
