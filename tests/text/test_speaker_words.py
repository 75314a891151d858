"""Which line heads have the shape of a speaker, and which role they suggest."""

from __future__ import annotations

import pytest

from qualcode.text.speaker_words import fits_loosely, has_evident_shape, is_known, looks_like_speaker, role_of


@pytest.mark.parametrize(
    "label",
    ["I", "I2", "V2", "Kari", "Kari N.", "Mai Camilla Munkejord", "NAV-veileder 1", "Å", "Begge", "Leder (kontor A)",
     "Alle sammen", "Per-Inge Øye", "Int.", "Ingrid Bjørnov av Rana", "Mai Lund", "Čáhppe Ŋ", "Lie, Kari", "SPEAKER_00",
     "int", "informant 2", "Ukjent 2"],
)  # fmt: skip
def test_names_and_roles_look_like_speakers(label: str) -> None:
    assert looks_like_speaker(label)


@pytest.mark.parametrize(
    "label",
    ["Det jeg mener er", "Ja, men hva er grunnen?", "Figur 2", "Mai", "Mandag 3", "Og", "En annen utdyper", "kari",
     "NAV-veileder sier", "https", "Flere beskriver at de får", "7", "", "–", "Observasjon", "Mob.nr.",
     "Anne Berit Cecilie Dagny Eva", "K" * 41, "I Norge", "Nei!", "alle", "spørsmål", "Kari, lie", "\ud800"],
)  # fmt: skip
def test_sentences_and_headings_do_not(label: str) -> None:
    assert not looks_like_speaker(label)


@pytest.mark.parametrize(
    ("label", "others", "role"),
    [
        ("I", ["I", "Kari"], "interviewer"),
        ("I", ["I", "Forsker"], "participant"),
        ("I1", ["I1", "I2"], "participant"),
        ("I1", ["I1", "B"], "interviewer"),
        ("I1", ["I", "I1"], "participant"),
        ("Intervjuer 2", [], "interviewer"),
        ("Moderator (Ida)", [], "interviewer"),
        ("Spørsmål", [], "interviewer"),
        ("Begge", [], "joint"),
        ("Alle", [], "joint"),
        ("Kari", [], "participant"),
        ("Informant 3", [], "participant"),
        ("", [], "participant"),
        ("Berit og Jon", ["Berit", "Jon"], "joint"),
        ("Berit/Jon", ["Berit", "Jon", "Berit/Jon"], "joint"),
        ("Berit og Jon", ["Berit Lie", "Jon Dahl"], "joint"),
        ("Berit og Jon", ["Berit", "Ola"], "participant"),
        ("Berit og Jon", ["Berit og Jon"], "participant"),
    ],
)
def test_roles(label: str, others: list[str], role: str) -> None:
    assert role_of(label, others) == role


def test_a_known_word_may_carry_a_number_but_no_name() -> None:
    assert is_known("Informant 3")
    assert is_known("Moderator (Ida)")
    assert not is_known("Informant Kari")
    assert not is_known("Kari")


@pytest.mark.parametrize("label", ["1", "kari", "k", "47 999", "kari@nav", "Ola (gjest)"])
def test_loose_labels(label: str) -> None:
    assert fits_loosely(label)
    assert not looks_like_speaker(label) or label[0].isupper()


@pytest.mark.parametrize("label", ["", "og da", "det er", "fordeler", "a b c d e", "«hei»", "nei!"])
def test_what_not_even_loosely_is_a_label(label: str) -> None:
    assert not fits_loosely(label)


def test_names_and_codes_are_told_from_nouns_by_their_shape() -> None:
    assert all(map(has_evident_shape, ["D4", "KL", "S 12", "Kari Lie", "Gunn", "Per-Inge", "SPEAKER_01", "A"]))
    assert not any(map(has_evident_shape, ["Poenget", "Saken", "Gunvald", "Målet vårt"]))
