"""REFI-QDA codebooks from other programs, and from people who mean harm."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qualcode.errors import InvalidInput
from qualcode.exchange.codebook_qdc import LABELS, describe, dumps, fields_of, loads
from qualcode.project.records import CodebookFile, CodeEntry

GUID = "{0F1E2D3C-4B5A-4968-8776-655443322110}"


def qdc(codes: str, namespace: str = "urn:QDA-XML:codebook:1.0", rest: str = "") -> bytes:
    """A file around some Code elements."""
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<CodeBook xmlns="{namespace}"><Codes>{codes}</Codes>{rest}</CodeBook>'.encode()


def code(name: str, number: int = 1, more: str = "", inner: str = "") -> str:
    """A Code element."""
    return f'<Code guid="{UUID(int=number)}" name="{name}" isCodable="true" {more}>{inner}</Code>'


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:2.0"]
)
def test_any_version_of_the_namespace_is_read(namespace: str) -> None:
    assert loads(qdc(code("Skjønn"), namespace), "Bok").codebook.codes[0].path == ("Skjønn",)


def test_guids_are_read_in_any_form_and_written_in_capitals() -> None:
    reading = loads(qdc(f'<Code guid="{GUID}" name="A" isCodable="true"/>'), "Bok")
    assert reading.codebook.codes[0].guid == GUID.strip("{}").lower()
    assert f'guid="{GUID.strip("{}")}"'.encode() in dumps(reading.codebook)


def test_a_code_without_a_guid_gets_one_that_is_new_each_time() -> None:
    book = CodebookFile("Bok", "nb", "", (CodeEntry(("A",)),))
    first, second = (re.search(rb'guid="([0-9A-F-]{36})"', dumps(book)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.group(1) != second.group(1)


def test_text_of_other_programs_is_definition_as_it_stands() -> None:
    text = "Include: all of it\n\nExample: «ja»\n▸ Merk: x"
    (entry,) = loads(qdc(code("A", inner=f"<Description>{text}</Description>")), "Bok").codebook.codes
    assert entry == CodeEntry(("A",), guid=str(UUID(int=1)), definition=text)


@given(
    st.text("a \n\\▸Tmedik:I nclu", max_size=60),
    st.text("a \n\\▸Tmedik:I nclu", max_size=60),
    st.sampled_from(["nb", "nn", "en"]),
)
def test_fields_that_look_like_labels_come_back(definition: str, include: str, language: str) -> None:
    fields = fields_of(describe(CodeEntry(("A",), definition=definition, include=include), language))
    assert (fields["definition"], fields.get("include", "")) == (definition, include)


@pytest.mark.parametrize("language", LABELS)
def test_a_definition_that_quotes_our_own_label_stays_whole(language: str) -> None:
    definition = f"som her:\n▸ {LABELS[language][0]}: nei\n\\▸ {LABELS[language][0]}: jo"
    assert fields_of(describe(CodeEntry(("A",), definition=definition), language)) == {"definition": definition}


def test_labels_are_understood_after_another_program_has_saved_them() -> None:
    text = "Om rom.\r\n\r\n▸ Ta med:  alt\r\n▸ Exclude: noe".replace("\r\n", "\n")
    assert fields_of(text) == {"definition": "Om rom.", "include": " alt", "exclude": "noe"}


def test_what_had_to_give_way_is_said() -> None:
    codes = (
        code("A", 1, 'color="rgb(1,2,3)"')
        + code("a", 2, 'color="#abc"')
        + code("B > C", 2)
        + code("\t", 5)
        + '<Code guid="x" name="D" isCodable="false"/>'
    )
    sets = '<Sets><Set guid="x" name="Mine"/></Sets>'
    codebook, notices = loads(qdc(codes, rest=sets), "Bok")
    assert [entry.path[0] for entry in codebook.codes] == ["A", "a (2)", "B › C", "Code 4", "D"]
    assert [entry.color for entry in codebook.codes] == ["", "#aabbcc", "", "", ""]
    assert [entry.guid is None for entry in codebook.codes] == [False, False, True, False, True]
    assert codebook.codes[4].level == "category"
    said = "\n".join(notices)
    for part in (
        "rgb(1,2,3)",
        "the name was «a»",
        "B › C: the name was «B > C»",
        "is there twice",
        "«x» is no guid",
        "Mine",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not well-formed"),
        (b"not xml", "not well-formed"),
        (b"<CodeBook/>", "no REFI-QDA codebook"),
        (qdc(""), "holds no codes"),
        (b'<Project xmlns="urn:QDA-XML:project:1.0"/>', "begins with Project"),
        (b'<!DOCTYPE CodeBook [<!ENTITY a "b">]>' + qdc(code("&a;"))[38:], "document type"),
        (b'<!DOCTYPE CodeBook SYSTEM "file:///etc/passwd">' + qdc(code("A"))[38:], "document type"),
        (qdc("<Code>" * 300 + "</Code>" * 300), "not well-formed"),
    ],
)
def test_hostile_and_broken_files_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        loads(content, "Bok")


def test_billion_laughs_are_refused_quickly() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    content = f'<!DOCTYPE CodeBook [<!ENTITY l0 "ha">{entities}]>'.encode() + qdc(code("&l11;"))[38:]
    with pytest.raises(InvalidInput):
        loads(content, "Bok")


def test_an_external_entity_brings_nothing_in() -> None:
    doctype = b'<!DOCTYPE CodeBook [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(InvalidInput, match="document type"):
        loads(doctype + qdc(code("A", inner="<Description>&x;</Description>"))[38:], "Bok")


def test_an_empty_codebook_is_not_written() -> None:
    with pytest.raises(InvalidInput, match="empty"):
        dumps(CodebookFile("Bok", "nb", "", ()))


def test_control_characters_are_left_out_and_no_empty_elements_written() -> None:
    book = CodebookFile(
        "Bok", "nb", "", (CodeEntry(("A",), definition="a\x00\x1b\ufffeb"), CodeEntry(("B",), definition="\x07"))
    )
    root = etree.fromstring(dumps(book))
    assert [element.text for element in root.iter("{*}Description")] == ["ab"]
    assert root.find("{*}Sets") is None
