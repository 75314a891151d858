"""Tokens and stems through spaCy and NLTK, and the guess at a language."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.language import MODEL_VARIABLE, guess_language, pipeline_name, stem, token_spans, tokenizer


def test_importing_the_module_loads_neither_library() -> None:
    code = "import sys, qualcode.text.language; sys.exit('spacy' in sys.modules or 'nltk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_tokens_lie_where_their_words_stand(language: str) -> None:
    text = "Ja, NAV-kontoret 😀 åpner\n f.eks. kl. 12."
    found = [text[start:end] for start, end in token_spans(text, language)]
    assert found[:3] == ["Ja", ",", "NAV-kontoret"] or language == "en"
    assert "".join(found) == "".join(text.split())


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_tokens_of_any_text_are_in_order_and_lose_nothing(text: str) -> None:
    spans = token_spans(text, "nb")
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_a_tokenizer_is_loaded_once_also_by_many_threads() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({id(found) for found in pool.map(tokenizer, ["nn"] * 16)}) == 1


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [("sanksjonene", "nb", "sanksjon"), ("Kontora", "nn", "kontor"), ("running", "en", "run"), ("", "nb", "")],
)
def test_stems(word: str, language: str, expected: str) -> None:
    assert stem(word, language) == expected


def test_an_unknown_language_is_refused_in_words() -> None:
    for ask in (tokenizer, pipeline_name, lambda language: stem("ord", language)):
        with pytest.raises(InvalidInput, match="xx"):
            ask("xx")


def test_the_pipeline_is_named_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    assert pipeline_name("nn").startswith("nn blank, spaCy 3.")


def test_a_chosen_pipeline_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, "no_such_pipeline")
    with pytest.raises(InvalidInput, match="no_such_pipeline") as refusal:
        tokenizer("nb")
    assert MODEL_VARIABLE in refusal.value.hint


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jeg vet ikke hva de mener med det.", "nb"),
        ("Vi jobber på kontoret i dag, og det er bra.", "nb"),
        ("Eg veit ikkje kva dei meiner med det.", "nn"),
        ("Me arbeider saman om noko anna no.", "nn"),
        ("I do not know what they mean by that.", "en"),
        ("The user said «ikke nå» and left the office.", "en"),
        ("JEG VET IKKE HVA DU MENER", "nb"),
        ("Ja, nei, jo.", ""),
        ("", ""),
        ("12 34 56 78 90", ""),
        ("xkcd qwerty zzz bzz frrt", ""),
    ],
)
def test_the_language_is_guessed_by_common_words(text: str, language: str) -> None:
    assert guess_language(text) == language


@given(st.text(max_size=80))
def test_a_guess_is_always_given(text: str) -> None:
    assert guess_language(text) in ("nb", "nn", "en", "")
