"""Words, paragraphs, sentences and caret steps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.spans import Span
from qualcode.text.units import (
    count_words,
    next_grapheme,
    paragraphs,
    previous_grapheme,
    sentences,
    unit_at,
    whole_words,
    words,
)

PROSE = st.text(st.sampled_from("aBæ1. …!?\n»«(§\t-–'\u0301\r🇳👩\u200d\U0001f3fd\x1b"), max_size=80)
ANY_TEXT = st.text(max_size=60) | PROSE


def cut(text: str, spans: list[Span]) -> list[str]:
    """The words of the spans."""
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NAV-kontoret, sa hun", ["NAV-kontoret", "sa", "hun"]),
        ("vet'kke ja-ja d’accord", ["vet'kke", "ja-ja", "d’accord"]),
        ("hun/han 3,5 – … ___", ["hun", "han", "3", "5"]),
        ("_aldri_ *mer*", ["aldri", "mer"]),
        ("a\u030angre so\u00adsial", ["a\u030angre", "so\u00adsial"]),
        ("-bindestrek- og 'sitat'", ["bindestrek", "og", "sitat"]),
        ("čáhppes ŋŋ", ["čáhppes", "ŋŋ"]),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert cut(text, list(words(text))) == found
    assert count_words(text) == len(found)


def test_each_line_is_a_paragraph_where_lines_are_not_wrapped() -> None:
    text = "Kari: ja.\nOla: nei, det tror jeg ikke at jeg kan være med på i dag.\n\n  \nKari: nei vel.  "
    assert cut(text, paragraphs(text)) == [
        "Kari: ja.",
        "Ola: nei, det tror jeg ikke at jeg kan være med på i dag.",
        "Kari: nei vel.",
    ]


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    line = "Dette er en linje som er brutt ved en fast bredde av programmet\n"
    text = line * 3 + "og slutter.\n" + line * 2 + "\n" + line * 2
    assert [part.length for part in paragraphs(text)] == [len(line) * 3 + 11, len(line) * 2 - 1, len(line) * 2 - 1]


def test_long_lines_are_not_taken_for_wrapped_ones() -> None:
    text = ("ord " * 60 + "\n") * 5
    assert len(paragraphs(text)) == 5


@pytest.mark.parametrize(
    "expected",
    [
        ["Vi har bl.a. kurs.", "De er f.eks. kl. 12.30."],
        ["Den 3. mai kom han.", "Den 17. Mai dro han."],
        ["Jf. § 3. ledd er det slik.", "Ja."],
        ["§ 3. Formålet er klart.", "Så da så."],
        ["1. Innledningen er kort.", "2. Metoden er lang."],
        ["«Hva er det?» spurte hun.", "«Ingenting!»", "Så gikk hun."],
        ["Han sa «Nei! ", "Jeg vil ikke.»", "Og gikk."],
        ["Det koster 3,5 kroner … eller så.", "Ja …", "Nei."],
        ["Vi er på … NAV-kontoret, da.", "Ok."],
        ["Aina A. Kane skrev det.", "Hun bor ved kontor A.", "Der er det fint."],
        ["Det var i 2017.", "15 av dem dro."],
        ["Vi gjorde det på den måten.1", "Deretter sluttet vi."],
        ["Han skrev det (Lipsky m.fl. (2010)).", "Hun også osv.", "Alle gjorde det."],
        ["She works e.g. with Dr. Dahl.", "That is it."],
        ["Det kostet 500 kr.", "Hun betalte ca. 400 kr. 30 øre."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    text = " ".join(expected)
    assert cut(text, sentences(text)) == [sentence.strip() for sentence in expected]


def test_a_sentence_does_not_cross_a_paragraph() -> None:
    assert cut("uten punktum\nneste linje", sentences("uten punktum\nneste linje")) == ["uten punktum", "neste linje"]


def test_sentences_within_given_spans_only() -> None:
    text = "I: Hva? Jo. Kari: Nei. Ja."
    assert cut(text, sentences(text, [(3, 11), (18, 26)])) == ["Hva?", "Jo.", "Nei.", "Ja."]


@given(ANY_TEXT)
def test_sentences_tile_their_paragraphs(text: str) -> None:
    inside = sentences(text)
    for paragraph in paragraphs(text):
        own = [span for span in inside if paragraph.start <= span.start < paragraph.end]
        assert own[0].start == paragraph.start
        assert own[-1].end == paragraph.end
        assert all(text[a.end : b.start].isspace() for a, b in pairwise(own))


@given(ANY_TEXT)
def test_paragraphs_hold_all_that_is_not_whitespace(text: str) -> None:
    found = paragraphs(text)
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    assert "".join("".join(part.split()) for part in cut(text, found)) == "".join(text.split())


@given(ANY_TEXT, st.integers(-2, 70))
def test_the_unit_at_an_offset_covers_it(text: str, offset: int) -> None:
    units = list(words(text))
    index = unit_at(units, offset)
    covering = [i for i, (start, end) in enumerate(units) if start <= offset < end]
    assert ([] if index is None else [index]) == covering


@pytest.mark.parametrize(
    "characters",
    [
        ["a\u0301", "b", "å"],
        ["👩\u200d👩\u200d👧", "x"],
        ["👍🏽", "❤\ufe0f", "!"],
        ["🇳🇴", "🇸🇪", "🇫"],
        ["a", "\r\n", "b", "\n", "\n"],
        ["\U0001d54f", "y"],
        ["1\ufe0f\u20e3", "2"],
        ["🏴\U000e0067\U000e0062\U000e007f", "."],
    ],
)
def test_caret_steps_over_what_people_see_as_one(characters: list[str]) -> None:
    text = "".join(characters)
    assert cut(text, [Span(a, b) for a, b in pairwise(steps_forward(text))]) == characters
    assert steps_back(text) == steps_forward(text)


@given(ANY_TEXT)
def test_steps_back_stop_where_steps_forward_do(text: str) -> None:
    assert steps_back(text) == steps_forward(text)


def steps_forward(text: str) -> list[int]:
    """Every stop of a caret that walks to the end."""
    stops = [0]
    while stops[-1] < len(text):
        stops.append(next_grapheme(text, stops[-1]))
    return stops


def steps_back(text: str) -> list[int]:
    """Every stop of a caret that walks to the beginning, in reading order."""
    stops = [len(text)]
    while stops[-1] > 0:
        stops.append(previous_grapheme(text, stops[-1]))
    return stops[::-1]


@pytest.mark.parametrize("offset", [-5, 0, 3, 99])
def test_steps_stay_inside_the_text(offset: int) -> None:
    assert 0 <= next_grapheme("abc", offset) <= 3
    assert 0 <= previous_grapheme("abc", offset) <= 3


def test_a_span_within_words_becomes_one_of_whole_words() -> None:
    text = "Da ringer jeg NAV-kontoret."
    assert text[slice(*whole_words(text, 5, 11))] == "ringer jeg"
    assert text[slice(*whole_words(text, 3, 9))] == "ringer"
    assert text[slice(*whole_words(text, 9, 20))] == " jeg NAV-kontoret"
    assert text[slice(*whole_words(text, 3, 27))] == "ringer jeg NAV-kontoret."
