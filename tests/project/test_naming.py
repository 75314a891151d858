"""Names: what counts as the same, what can be a name at all, and what a reference fits."""

from __future__ import annotations

import unicodedata
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import Ambiguous, InvalidInput, NotFound
from qualcode.project.naming import MAX_NAME, by_age, checked_name, choose, is_guid, name_key, ordered_guid

names = st.text(min_size=1, max_size=12)


@given(names)
def test_case_and_composition_do_not_make_another_name(name: str) -> None:
    key = name_key(name)
    assert name_key(unicodedata.normalize("NFD", name)) == key
    assert name_key(unicodedata.normalize("NFC", name)) == key
    assert name_key(key) == key
    assert unicodedata.is_normalized("NFC", key)


@pytest.mark.parametrize(("one", "other"), [("får", "far"), ("bør", "bor"), ("læ", "lae"), ("é", "e"), ("a b", "ab")])
def test_other_letters_make_another_name(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(("one", "other"), [("ÆØÅ", "æøå"), ("A\u030a", "å"), ("STRASSE", "Straße")])
def test_the_same_name_written_otherwise(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_ids_tell_which_was_made_first_and_others_stay_before_them() -> None:
    made = [ordered_guid() for _ in range(200)]
    assert all(map(is_guid, made))
    assert {UUID(each).version for each in made} == {7}
    assert len(set(made)) == 200
    old = sorted(str(uuid4()) for _ in range(20))
    assert sorted([*reversed(made), *old], key=by_age) == [*old, *made]


@given(st.text(max_size=MAX_NAME + 5))
def test_a_checked_name_is_one_composed_line_and_stays_as_it_is(text: str) -> None:
    try:
        name = checked_name(text, "code")
    except InvalidInput:
        return
    assert name == checked_name(name, "code")
    assert name == name.strip()
    assert name.replace("\u200d", "").isprintable()
    assert unicodedata.is_normalized("NFC", name)
    assert max(len(name), len(name_key(name))) <= MAX_NAME
    assert name.split() == unicodedata.normalize("NFC", text).split()


HOPELESS = ["", " \n\t", "\u200d", "\x1b[31mrød", "a\x00b", "\ud800", "a" * (MAX_NAME + 1), "ß" * MAX_NAME]


@pytest.mark.parametrize("name", HOPELESS, ids=range(len(HOPELESS)))
def test_what_cannot_be_a_name_is_refused_in_printable_words(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_name(name, "document")
    assert refusal.value.message.isprintable()


@pytest.mark.parametrize(
    "name", ["Måltall – «press»", "<tiltaksarrangør>", "😀 𝕏", "👩\u200d👧", "a" * MAX_NAME, "Intervju\u00a01"]
)
def test_what_people_call_things_is_a_name(name: str) -> None:
    assert checked_name(name, "code") == " ".join(name.split())


def by_name(thing: tuple[str, str]) -> tuple[str]:
    return (thing[0],)


def by_alias(thing: tuple[str, str]) -> tuple[str]:
    return (thing[1],)


def test_the_first_kind_of_name_that_fits_decides() -> None:
    things = [("skjønn", "rom"), ("rom", "plass"), ("tall", "mål"), ("press", "MÅL")]
    assert choose("Rom", things, "code", by_name, by_alias) == ("rom", "plass")
    assert choose("PLASS", things, "code", by_name, by_alias) == ("rom", "plass")
    with pytest.raises(Ambiguous) as doubt:
        choose("mål", things, "code", by_name, by_alias)
    assert (doubt.value.message, doubt.value.hint) == ("«mål» is the name of 2 codes", "say which: press, tall")
    with pytest.raises(NotFound) as lost:
        choose("skjøn", things, "code", by_name, by_alias)
    assert lost.value.hint == "did you mean: skjønn"
    with pytest.raises(NotFound) as strange:
        choose("xyz", things, "code", by_name, by_alias)
    assert strange.value.hint == "there are: skjønn, rom, tall, press"
    with pytest.raises(NotFound) as nothing:
        choose("", [], "code", by_name)
    assert nothing.value.hint == "there are no codes yet"


@given(st.lists(names, unique_by=name_key, min_size=1, max_size=6), st.data())
def test_every_thing_is_found_by_its_own_name_in_any_writing(known: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(known))
    for written in (name, unicodedata.normalize("NFD", name), name_key(name)):
        assert choose(written, known, "code", lambda n: (n,)) == name
