"""The catalogues hold every message of the program, with the same fields, and the compiled ones are up to date."""

from __future__ import annotations

import gettext
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import qualcode
from qualcode.text.queries import alternatives, query_of
from qualcode.tui.words import LANGUAGE, tr, trn
from qualcode.wording import LOCALE_FOLDER

PACKAGE = Path(qualcode.__file__).parent
METHOD = "qualcode.locale.extraction:extract"


@pytest.fixture(scope="module")
def messages() -> dict[str, str | tuple[str, ...]]:
    """Every message in the source, by its English singular."""
    found = extract_from_dir(str(PACKAGE), method_map=[("**.py", METHOD)], keywords={"ngettext": (1, 2)})
    return {entry[2] if isinstance(entry[2], str) else entry[2][0]: entry[2] for entry in found}


def catalogue(language: str) -> Catalog:
    """What the translators wrote."""
    with (LOCALE_FOLDER / language / "LC_MESSAGES" / "qualcode.po").open("rb") as file:
        return read_po(file, locale=language)


def fields(text: str) -> set[str | None]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_message_is_translated(language: str, messages: dict[str, str | tuple[str, ...]]) -> None:
    words = catalogue(language)
    missing = []
    for singular in messages:
        entry = words.get(singular)
        strings = [] if entry is None else entry.string if isinstance(entry.string, tuple) else [entry.string]
        if not strings or not all(strings):
            missing.append(singular)
    assert not missing


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_translations_fill_in_the_same_fields(language: str) -> None:
    for entry in catalogue(language):
        if entry.id:
            ids = [entry.id] if isinstance(entry.id, str) else entry.id
            strings = [entry.string] if isinstance(entry.string, str) else entry.string
            assert strings is not None
            for source, text in zip(ids, strings, strict=True):
                assert fields(source) == fields(str(text)), source


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_compiled_catalogue_is_what_the_translators_wrote(language: str) -> None:
    compiled = gettext.translation("qualcode", LOCALE_FOLDER, [language])
    for entry in catalogue(language):
        if entry.id and isinstance(entry.id, str):
            assert compiled.gettext(entry.id) == entry.string


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_message_is_left_that_the_program_no_longer_says(
    language: str, messages: dict[str, str | tuple[str, ...]]
) -> None:
    kept = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue(language) if entry.id}
    assert kept <= set(messages)


def test_a_column_is_feminine_in_nynorsk_throughout() -> None:
    masculine = re.compile(r"kolonn(en|ar|ane)\b|\b(ein|éin|ingen) (id-)?kolonne\b", re.IGNORECASE)
    assert [entry.string for entry in catalogue("nn") if masculine.search(str(entry.string))] == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_word_between_alternatives_is_understood_in_every_language(language: str) -> None:
    token = LANGUAGE.set(language)
    try:
        assert alternatives(query_of(["a", "b"], tr("OR"))) == ["a", "b"]
    finally:
        LANGUAGE.reset(token)


def test_words_follow_the_language() -> None:
    token = LANGUAGE.set("nn")
    try:
        assert tr("Redo") == "Gjer om"
        assert trn("{n} turn", "{n} turns", 2) == "2 replikkar"
    finally:
        LANGUAGE.reset(token)
    LANGUAGE.set("nb")
    assert tr("Redo") == "Gjør om"
    assert trn("{n} turn", "{n} turns", 1) == "1 replikk"
