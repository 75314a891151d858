"""The word list: what is a word, how compounds divide, what is common; and how the list is packed."""

from __future__ import annotations

import time
from pathlib import Path

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.lexicon import Lexicon
from tests import build_lexicon

NB = Lexicon.load("nb")


@pytest.mark.parametrize("form", ["skjønn", "Skjønn", "SKJØNN", "å", "brukerens", "Oslo", "Oslos", "gikk", "bøker"])
def test_listed_forms_are_words_in_any_case_and_with_a_genitive(form: str) -> None:
    assert NB.is_listed(form)
    assert NB.split(form) == (form,)


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("medvirkningsmøter", ("medvirknings", "møter")),
        ("bakkebyråkratiet", ("bakke", "byråkratiet")),
        ("NAV-veilederen", ("NAV", "veilederen")),
        ("hovedtilnærmingen", ("hoved", "tilnærmingen")),
        ("barnehagegruppeleder", ("barnehagegruppe", "leder")),
    ],
)
def test_compounds_divide_into_as_few_parts_as_they_can(form: str, parts: tuple[str, ...]) -> None:
    assert NB.split(form) == parts
    assert NB.is_word(form)


@pytest.mark.parametrize(
    "form",
    [
        "skjgnn",
        "pavirke",
        "omrade",
        "underspke",
        "innlasingseffekt",
        "xyz",
        "",
        "-",
        "--",
        "a" * 61,
        "a" * 10**6,
        "\ud800",
        "a\x00b",
    ],
)
def test_what_is_no_word_has_no_parts(form: str) -> None:
    assert NB.split(form) == ()
    assert not NB.is_word(form)


def test_common_words_are_counted_and_rare_ones_are_not() -> None:
    assert NB.count("og") > NB.count("skjønn") > NB.count("vindsel") == 0
    assert NB.count("OG") == NB.count("og")


def test_infinitives_stand_after_å() -> None:
    assert all(map(NB.is_infinitive, ["legge", "være", "Lykkes", "belyses"]))
    assert not any(map(NB.is_infinitive, ["ledere", "bedrifter", "gikk", "xyz"]))


def test_nynorsk_uses_the_same_list_and_other_languages_have_none() -> None:
    assert Lexicon.load("nn").is_word("skjønn")
    english = Lexicon.load("en")
    assert not english.is_word("over")
    assert (english.split("over"), english.count("over"), english.is_infinitive("over")) == ((), 0, False)


def test_a_language_is_loaded_once() -> None:
    assert Lexicon.load("nb") is NB


@given(st.text(max_size=70))
def test_the_parts_of_a_word_give_the_word_back(form: str) -> None:
    parts = NB.split(form)
    assert not parts or "".join(parts).lower() in (form.lower(), form.lower().replace("-", ""))


def test_no_form_makes_dividing_slow() -> None:
    started = time.process_time()
    for form in ("a" * 60, "bruk" * 15, "arbeidsarbeids" * 4 + "xyz", "er" * 30):
        NB.is_word(form)
    assert time.process_time() - started < 1


def test_packing_keeps_single_words_affixes_and_infinitives(tmp_path: Path) -> None:
    target = tmp_path / "x.marisa"
    forms = ["hund", "hund", "NAV-kontor", "hoved-", "-messig", "å gå", "f.eks.", "in vivo", "A4", "-vær", "a-"]
    assert build_lexicon.pack(forms, target) == 6
    trie = marisa_trie.Trie().mmap(str(target))
    assert sorted(trie) == ["-hoved-", "-messig", "-vær", "NAV-kontor", "hund", "å gå"]


def test_counting_takes_known_words_that_stand_twice() -> None:
    known = marisa_trie.Trie(["hund", "katt", "møte", "å gå"])
    assert build_lexicon.count(["Hund hund mø\u00adte møte", "katt og og hund"], known) == {3: ["hund"], 2: ["møte"]}
