"""Which question an interviewer asks, put in other words."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.likeness import Asks, Likeness

GUIDE = (
    "Hvordan opplever du rommet for skjønn?",
    "Hvordan opplever du rapporteringen?",
    "Hvem lager aktivitetsplanen?",
    "Hva skjer når noen blir trukket i stønad?",
    "Kan du fortelle litt om deg selv?",
    "Hvor lenge har du vært veileder?",
)


@cache
def likeness() -> Likeness:
    """How like the guide's questions something is, worked out when a test first asks."""
    return Likeness([Asks(line, "Vilkår" if "trukket" in line else "") for line in GUIDE])


def best(sentence: str) -> int | None:
    scores = likeness().compare(sentence)
    return max(scores, key=lambda place: scores[place]) if scores else None


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("Og skjønnet, da, hvor stort er det?", 0),
        ("Korleis opplever du rapporteringa?", 1),
        ("Hvordan blir planen til, hvem lager den?", 2),
        ("Korleis vert aktivitetsplanane laga?", 2),
        ("Hvordan går det når dere trekker folk?", 3),
        ("Kor lenge har du vore rettleiar?", 5),
    ],
)
def test_a_question_is_known_again_in_other_words_forms_and_norms(sentence: str, line: int) -> None:
    assert best(sentence) == line


def test_what_all_questions_share_decides_nothing() -> None:
    assert all(score < 0.3 for score in likeness().compare("Hvordan opplever du det?").values())
    scores = likeness().compare("Hvordan opplever du skjønn?")
    assert scores[0] > 0.5
    assert 1 not in scores


def test_a_question_read_out_is_certain_and_a_stranger_is_not() -> None:
    for place, line in enumerate(GUIDE):
        scores = likeness().compare(line)
        assert scores[place] == pytest.approx(1.0)
        assert all(score < 0.6 for other, score in scores.items() if other != place)
    assert likeness().compare("Kaffe?") == {}


def test_the_words_of_the_heading_above_help_but_do_not_suffice() -> None:
    with_heading = likeness().compare("Over til vilkår: Hva skjer ved trekk?")[3]
    without = Likeness([Asks(line) for line in GUIDE]).compare("Over til vilkår: Hva skjer ved trekk?")[3]
    assert with_heading > without
    assert likeness().compare("Vilkår?") == {}


def test_two_questions_in_one_turn_are_found_each_at_its_sentence() -> None:
    text = "I: Hvem lager planen? Ja. Og hvordan opplever du rapporteringen? Takk."
    found = likeness().asked(text, [(3, len(text))], 0.4)
    assert [(text[match.start : match.end], match.line) for match in found] == [
        ("Hvem lager planen?", 2), ("Og hvordan opplever du rapporteringen?", 1),
    ]  # fmt: skip


def test_a_question_led_up_to_takes_both_sentences_only_when_that_is_clearer() -> None:
    text = "La oss snakke om stønad. Hva skjer når noen trekkes?"
    [match] = likeness().asked(text, [(0, len(text))], 0.3)
    assert (match.start, match.end, match.line) == (0, len(text), 3)


def test_the_same_question_again_is_less_certain_where_it_is_less_alike() -> None:
    text = "Hvem lager aktivitetsplanen?\nLager du planen?"
    once = likeness().asked(text, [(29, len(text))], 0.0)[0].confidence
    first, again = likeness().asked(text, [(0, 28), (29, len(text))], 0.0)
    assert first.confidence == pytest.approx(1.0)
    assert again.confidence == pytest.approx(0.8 * once)


@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=200))
def test_any_guide_and_any_text_give_places_in_the_turn_with_confidences_of_a_share(
    lines: list[str], text: str
) -> None:
    found = Likeness([Asks(line) for line in lines]).asked(text, [(0, len(text))], 0.1)
    end = 0
    for match in found:
        assert end <= match.start < match.end <= len(text)
        assert 0 <= match.confidence <= 1 + 1e-9
        assert match.line < len(lines)
        end = match.end


def test_a_turn_of_a_hundred_thousand_words_is_gone_through_in_time() -> None:
    text = "planen " * 100_000 + "\n" + " ".join(f"ord{n}en" for n in range(20_000)) + "?"
    assert all(match.end <= len(text) for match in likeness().asked(text, [(0, len(text))], 0.4))
