"""Places known again in edited texts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.recognition import Surroundings, recognised, surroundings

TEXT = "Først sier hun at skjønn er viktig. Så sier hun at skjønn er vondt, og at skjønn er alt vi har."


def places(text: str, word: str = "skjønn") -> list[Surroundings]:
    return surroundings(text, [match.span() for match in re.finditer(word, text)])


def test_places_of_the_same_text_are_all_known_again() -> None:
    assert recognised(places(TEXT), places(TEXT)) == {0: 0, 1: 1, 2: 2}


def test_mending_the_word_itself_and_breaking_lines_change_nothing() -> None:
    damaged = TEXT.replace("skjønn", "skjgnn")
    assert recognised(places(damaged, "skjgnn"), places(TEXT.replace(" ", "\n"))) == {0: 0, 1: 1, 2: 2}


def test_a_change_on_one_side_is_borne_and_on_both_it_is_not() -> None:
    known = places(TEXT)
    assert recognised(known, places(TEXT.replace("er viktig", "var viktig"))) == {0: 0, 1: 1, 2: 2}
    changed = TEXT.replace("hun at skjønn er viktig", "de alle skjønn var viktig")
    assert recognised(known, places(changed)) == {1: 1, 2: 2}


def test_a_new_place_is_not_taken_for_one_that_is_known() -> None:
    changed = f"Hvem sa skjønn her? {TEXT}"
    assert recognised(places(TEXT), places(changed)) == {1: 0, 2: 1, 3: 2}


def test_the_same_words_around_are_counted() -> None:
    text = "ja, skjønn igjen. " * 3
    around = places(text)
    assert len(set(around)) == 3
    assert recognised(around[1:2], around) == {1: 0}


def test_what_is_in_doubt_is_not_recognised() -> None:
    known = [Surroundings("AAAAAA", "BBBBBB")]
    assert recognised(known, [Surroundings("AAAAAA", "xxxxxx"), Surroundings("yyyyyy", "BBBBBB")]) == {}


def test_it_is_read_as_it_was_written() -> None:
    assert [Surroundings.read(str(place)) for place in places(TEXT)] == places(TEXT)


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=12))
def test_no_two_places_share_a_side_and_all_know_themselves(text: str, spans: list[tuple[int, int]]) -> None:
    around = surroundings(text, [(min(span), max(span)) for span in spans])
    assert len({place.before for place in around}) == len({place.after for place in around}) == len(spans)
    assert recognised(around, around) == {number: number for number in range(len(spans))}
