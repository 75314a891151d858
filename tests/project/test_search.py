"""Search: whole words and phrases as a slow and plain reading of the text finds them, and patterns."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.project import Project, create_project
from qualcode.project.rounds import Wanted
from qualcode.text.phrases import Phrase

TEXT = "I: Får du nok?\n\nBerit: Far får lite.\nNAV-kontoret på\nTøyen, på papiret. FÅR 😀 får? Åå.\n\nI: Å ja."


@pytest.fixture(scope="module")
def interview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Two texts, which the tests only read."""
    project = create_project(tmp_path_factory.mktemp("search") / "p.qualcode")
    project.corpus.add("Intervju 1", TEXT, speakers={"I": "interviewer", "Berit": "participant"})
    project.corpus.add("Notat", "Ingen får det til. İstanbul får vente.")
    yield project
    project.close()


def places(project: Project, query: str, mode: str = "folded") -> list[str]:
    return [f"{hit.document}:{hit.start}" for hit in project.search.find(query, mode=mode)]


def at(*words: str) -> list[str]:
    """Where some words stand, one after the other, in the first text."""
    found, place = [], 0
    for word in words:
        place = TEXT.index(word, place)
        found.append(f"Intervju 1:{place}")
        place += 1
    return found


def test_whole_words_whatever_their_case_and_norwegian_letters_are_letters_of_their_own(interview: Project) -> None:
    assert places(interview, "får") == [*at("Får", "får", "FÅR", "får?"), "Notat:6", "Notat:28"]
    assert places(interview, "far") == at("Far")
    assert places(interview, "å") == at("Å ja")
    assert places(interview, "kontoret") == at("kontoret")
    assert places(interview, "NAV-kontor") == []
    assert places(interview, "😀") == at("😀")


def test_a_word_as_it_comes_from_a_mac_is_found(interview: Project) -> None:
    assert places(interview, unicodedata.normalize("NFD", "Tøyen, på papiret")) == at("Tøyen")
    assert places(interview, unicodedata.normalize("NFD", "får$|Å ja"), "regex") == at("Å ja")


@pytest.mark.parametrize("either", ["OR", "ELLER"])
def test_any_of_several_is_found_where_each_of_them_stands(interview: Project, either: str) -> None:
    assert places(interview, f"far {either} nav-kontor* {either} ingen") == sorted(
        [*places(interview, "far"), *places(interview, "nav-kontor*"), *places(interview, "ingen")],
        key=lambda place: (place.split(":")[0], int(place.split(":")[1])),
    )
    assert places(interview, f"finnes-ikke {either} far") == at("Far")


def test_what_several_find_with_letters_in_common_is_one_place(interview: Project) -> None:
    found = interview.search.find("får lite OR far får OR far OR papiret", documents=["Intervju 1"])
    assert [hit.match for hit in found] == ["Far får lite", "papiret"]


def test_alternatives_are_words_in_capitals_outside_of_quotes(interview: Project) -> None:
    assert places(interview, "far or lite") == places(interview, "far eller lite") == []
    assert places(interview, '"far OR lite"') == places(interview, "«far ELLER lite»") == []
    assert places(interview, "far OR lite", "exact") == places(interview, "far OR lite", "regex") == []
    with pytest.raises(InvalidInput, match="nothing to search for"):
        interview.search.find(" OR ELLER ")


def test_a_round_finds_what_a_search_for_the_same_words_finds(interview: Project) -> None:
    query = "får* ELLER «på papiret» OR kontoret"
    hits = interview.rounds.hits(Wanted(query=query, interviewer=True)).hits
    found = interview.search.find(query)
    assert [(hit.document_id, hit.start, hit.end) for hit in hits] == [
        (hit.document_id, hit.start, hit.end) for hit in found
    ]
    assert len(found) > 3


def test_a_phrase_goes_over_the_end_of_a_line(interview: Project) -> None:
    assert places(interview, "på  tøyen") == at("på\nTøyen")
    assert places(interview, "lite. nav-kontoret") == at("lite.")
    assert places(interview, "på tøye") == []


def test_a_letter_that_grows_in_lower_case_does_not_shift_what_is_found(interview: Project) -> None:
    [hit] = interview.search.find("vente")
    assert (hit.start, hit.match) == (32, "vente")
    assert places(interview, "İstanbul") == ["Notat:19"]


def test_a_hit_says_who_speaks_where_and_what_stands_around(interview: Project) -> None:
    [first, *_, last] = interview.search.find("får", documents=["Intervju 1"], context=5)
    assert (first.turn, first.speaker, first.left, first.match, first.right) == (1, "I", "I: ", "Får", " du n")
    assert (last.turn, last.speaker, last.left, last.match, last.right) == (2, "Berit", "ÅR 😀 ", "får", "? Åå.")
    [label] = interview.search.find("berit")
    assert (label.turn, label.speaker) == (None, "")
    assert interview.search.find("får", documents=["Notat"])[0].turn is None
    assert all(TEXT[h.start : h.end] == h.match for h in interview.search.find("på", documents=["Intervju 1"]))


def test_patterns_are_patterns_and_empty_matches_are_none(interview: Project) -> None:
    assert places(interview, r"[Ff]år\b", "regex") == [*at("Får", "får", "får?"), "Notat:6", "Notat:28"]
    assert places(interview, r"x*|^", "regex") == []
    assert places(interview, r"får", "exact") != places(interview, r"f.r", "regex")


@pytest.mark.parametrize(
    "pattern", ["(", "[a-", "a{99999999999}", "(" * 5000 + ")" * 5000, "(?P<a>x)(?P<a>y)"], ids=len
)
def test_what_is_no_pattern_is_refused_in_words(interview: Project, pattern: str) -> None:
    with pytest.raises(InvalidInput, match="is not a pattern"):
        interview.search.find(pattern, mode="regex")


SCANNED = "Vi har skjgnn, og bruker-\nmedvirkning som de far. Det er ikke til a ga for, og det kan vaere slik. " * 4


@pytest.fixture
def hidden(project: Project) -> Project:
    """A scanned text, and a sound one that hides words in other ways."""
    project.corpus.add("Skannet", SCANNED, turns="none")
    project.corpus.add("Notat", "Få bru\u00adkere ﬁkk rom på NAV-\nkontoret i 201٧. Et kоntоr for far.", turns="none")
    return project


def matches(project: Project, query: str, mode: str = "folded") -> list[str]:
    return [hit.match for hit in project.search.find(query, mode=mode, documents=["Notat"])]


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("brukere", "bru\u00adkere"),
        ("bruk*", "bru\u00adkere"),
        ("bru\u00adkere fikk", "bru\u00adkere ﬁkk"),
        ("nav-kontoret", "NAV-\nkontoret"),
        ("i 2017", "i 201٧"),
        ("kontor", "kоntоr"),
    ],
)
def test_words_that_something_hides_are_found_as_they_stand(hidden: Project, query: str, match: str) -> None:
    assert matches(hidden, query) == [match]
    assert matches(hidden, query.replace("*", "ere"), "exact") == []


def test_letters_are_taken_for_others_only_where_they_were_lost(hidden: Project) -> None:
    assert matches(hidden, "får") == []
    found = hidden.search.find("får")
    assert [(hit.document, hit.match) for hit in found] == [("Skannet", "far")] * 4
    assert {hit.match for hit in hidden.search.find("skjønn*")} == {"skjgnn"}
    assert {hit.match for hit in hidden.search.find("brukermedvirkning")} == {"bruker-\nmedvirkning"}
    assert all(SCANNED[hit.start : hit.end] == hit.match for hit in found)


def test_a_star_is_a_star_when_words_are_to_be_found_as_they_stand(hidden: Project) -> None:
    assert matches(hidden, "rom*", "exact") == []
    assert matches(hidden, "*om") == ["rom"]
    with pytest.raises(InvalidInput, match="star"):
        hidden.search.find("*")


def test_a_text_that_changes_is_looked_at_anew(project: Project) -> None:
    first = project.corpus.add("Notat", "En bru\u00adker her.", turns="none")
    assert len(project.search.find("bruker")) == 1
    project.corpus.remove(first.id)
    project.corpus.add("Notat", "En ka\u00adtt her.", turns="none")
    assert project.search.find("bruker") == []
    assert [hit.match for hit in project.search.find("katt")] == ["ka\u00adtt"]


def test_nothing_unknown_modes_and_unknown_documents_are_refused(interview: Project) -> None:
    for mode in ("exact", "regex"):
        with pytest.raises(InvalidInput, match="nothing to search for"):
            interview.search.find(" \n", mode=mode)
    with pytest.raises(InvalidInput, match="no way to search"):
        interview.search.find("får", mode="lemma")
    with pytest.raises(NotFound):
        interview.search.find("får", documents=["Intervju 2"])


def is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def plainly(text: str, query: str) -> list[tuple[int, int]]:
    """Every span that reads as the query, white space aside, and neither begins nor ends inside a word."""
    wanted, found = " ".join(query.split()).lower(), []
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            span = text[start:end]
            if span.strip() != span or " ".join(span.split()).lower() != wanted:
                continue
            cut_before = start > 0 and is_letter(text[start - 1]) and is_letter(span[0])
            cut_after = end < len(text) and is_letter(text[end]) and is_letter(span[-1])
            if not cut_before and not cut_after:
                found.append((start, end))
    return found


@settings(max_examples=80)
@given(text=st.text("aåÅİ_-(.\n 😀", max_size=25), query=st.text("aåÅ_-(. 😀", max_size=6).filter(str.strip))
@example(text="ja ja ja", query="ja ja")
@example(text="a-a-a", query="a-a")
@example(text="a(a) b(a", query="(a) b")
@example(text="İİ aa", query="aa")
def test_whole_words_are_what_a_plain_reading_finds(text: str, query: str) -> None:
    assert list(Phrase(query).find(text)) == plainly(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a" * 400_000, "a"),
        ("a " * 200_000, "a a a b"),
        ("a" + " " * 400_000, "a b"),
        ("İ" + "a " * 200_000, "aa"),
        ("a" * 200_000 + "İ", "a" * 200),
        ("(" * 200_000, "( ("),
    ],
    ids=["one word", "a phrase nearly there", "white space", "a letter that grows", "half a word", "no letters"],
)
def test_no_text_makes_a_search_slow(text: str, query: str) -> None:
    started = time.process_time()
    assert list(Phrase(query).find(text)) == []
    assert time.process_time() - started < 2, "a search has become quadratic"


def test_a_pattern_that_looks_at_a_large_text_finds_as_much_as_re_does(project: Project) -> None:
    text = "Et ord på veien. " * 5000
    project.corpus.add("Stor", text, turns="none")
    assert len(project.search.find("på")) == len(re.findall(r"\bpå\b", text)) == 5000
