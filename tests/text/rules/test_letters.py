"""Words that lost letters: what they are taken for, where nothing is touched, and a sample that was read by hand."""

from __future__ import annotations

import csv
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text.edits import Edit, apply_edits
from qualcode.text.lexicon import Lexicon
from qualcode.text.rules.letters import Channel, letter_findings, looks_damaged, printed_forms
from qualcode.text.rules.proposals import THRESHOLDS, Proposal

NB = Lexicon.load("nb")
SURE = THRESHOLDS["damaged word"]
SAMPLE = list(
    csv.DictReader((Path(__file__).parents[1] / "data" / "damaged_words.csv").read_text("utf-8").splitlines())
)
# Enough Norwegian without æ, ø and å to tell that they were lost.
AROUND = "Det er slik at vi som er her ikke kan ta det med til alle som har en annen plan. " * 8


def found(words: str) -> list[Proposal]:
    """What is found in a sentence that stands in a damaged text, with offsets into the sentence."""
    text = f"{AROUND}\n\n{words}\n\n{AROUND}"
    start = len(AROUND) + 2
    spans = (proposal for proposal in letter_findings(text, NB))
    return [p._replace(start=p.start - start, end=p.end - start) for p in spans if 0 <= p.start - start <= len(words)]


def repaired(words: str) -> str:
    """A sentence with all sure repairs made."""
    return apply_edits(words, [Edit(p.start, p.end, p.replacement) for p in sorted(found(words)) if p.is_sure])


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("De skal utgve skjgnn.", "De skal utøve skjønn."),
        ("Skjgnn, skjignn og skjpnn er det samme.", "Skjønn, skjønn og skjønn er det samme."),
        ("Det kan vzere eller vaere eller veere en fglelse.", "Det kan være eller være eller være en følelse."),
        ("Da kom han pa jobb og matte ga.", "Da kom han på jobb og måtte ga."),
        ("De vil a bli med, og G fa hjelp, til 8 arbeide.", "De vil å bli med, og å få hjelp, til å arbeide."),
        ("Det er viktig 3 ikke gi opp.", "Det er viktig å ikke gi opp."),
        ("Det kom. | dette la Igsningen, gjiennom Igpet.", "Det kom. I dette la løsningen, gjennom løpet."),
        ("Na er det bra. Arsakene er mange.", "Nå er det bra. Årsakene er mange."),
        ("Det er MALET vi har.", "Det er MALET vi har."),
        ("@nsker du mer? Ja.", "Ønsker du mer? Ja."),
        ("En NAV-veileder pa bakkebyrakratiet.", "En NAV-veileder på bakkebyråkratiet."),
    ],
)
def test_damaged_words_become_what_they_were(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


def test_words_that_are_likely_both_ways_wait_for_a_person() -> None:
    assert [(p.replacement, p.is_sure) for p in found("Det sa hun.")] == [("så", False)]
    assert [(p.start, p.replacement, p.is_sure) for p in found("Det er til  ta med.")] == [(11, "å", False)]


@pytest.mark.parametrize(
    "words",
    [
        "Kvale & Brinkmann (2009) sier det.",
        "This is a part of the work that we have been doing and it may also be a street.",
        "Se www.pa-jobb.no/maten eller http://ma.no/far eller far@ma.no for mer.",
        "| Navn | kontor | tid |",
        "Det var 3 bedrifter, 8 mentorer og 4 kontor i kapittel 3 om arbeid.",
        "Han har vist 2 av de 20193 det gjelder.",
        "Det var <smaby-kontoret> og <pa> der.",
    ],
)
def test_names_english_addresses_tables_and_numbers_are_left_alone(words: str) -> None:
    assert [p for p in found(words) if p.is_sure] == []


def test_names_in_a_sentence_are_never_changed_without_asking() -> None:
    proposals = found("Vi leste Frgyland og Stgren der.")
    assert [(p.replacement, p.is_sure) for p in proposals] == [("Frøyland", False), ("Støren", False)]


def test_a_list_of_references_is_left_alone_but_not_what_comes_after_it() -> None:
    references = "Litteratur\n\nBerg, A. (2001). Fra mal til pa.\n\nMo, B. (2003). Ga pa ma."
    text = f"{AROUND}\n\n{references}\n\nVedlegg 1\n\nGa pa jobb."
    assert [text[p.start : p.end] for p in letter_findings(text, NB) if p.is_sure] == ["pa"]


def test_nynorsk_waits_for_a_person() -> None:
    text = (
        "Eg veit ikkje kva det er som vi ikkje har, og dei kjem til meg med noko som eg ikkje kan ta. " * 8 + "Pa jobb."
    )
    proposals = list(letter_findings(text, NB))
    assert [p.replacement for p in proposals if text[p.start : p.end] == "Pa"] == ["På"]
    assert not any(p.is_sure for p in proposals)


def test_only_norwegian_texts_without_their_letters_look_damaged() -> None:
    assert looks_damaged(AROUND)
    assert not looks_damaged(AROUND[:200])
    assert not looks_damaged("")
    assert not looks_damaged(AROUND + "Så må også være får på året, sånn går nå mål. " * 2)
    assert not looks_damaged("This is what we have been told, and it is not what they wanted to do at all. " * 20)
    assert not looks_damaged("Das ist der Mann, der in die Stadt ging, und er war im Haus mit dem Hund. " * 20)
    assert not looks_damaged("٣ слово " * 1000)


def test_a_sound_text_is_left_alone() -> None:
    assert list(letter_findings(AROUND + "Så må også være får på året, sånn går nå mål. " * 2 + " skjgnn", NB)) == []


def test_the_sample_that_was_read_by_hand_is_right_and_found_again() -> None:
    channel = Channel(NB)
    words = [row for row in SAMPLE if len(row["word"]) > 1]
    assert len(SAMPLE) == 300
    assert sum(row["right"] == "yes" for row in SAMPLE) >= 0.98 * len(SAMPLE)
    lost = [row["word"] for row in words if channel.best(row["word"])[0] != row["repair"]]
    assert lost == []
    assert all(channel.best(row["word"])[1] >= SURE for row in words)


def test_what_stands_there_is_a_reading_of_its_own_and_costs_nothing() -> None:
    forms = printed_forms("skjgnn")
    assert forms["skjgnn"] == 0
    assert 0 < forms["skjønn"] < printed_forms("skjpnn")["skjønn"]


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("apg@3&|I \n.-()øé😀Gd"), max_size=60))
def test_proposals_lie_in_order_within_the_text_and_apart(words: str) -> None:
    proposals = sorted(found(words))
    assert all(0 <= p.start <= p.end <= len(words) + 1 for p in proposals)
    assert all(a.end <= b.start for a, b in pairwise(proposals))


@pytest.mark.parametrize(
    "words",
    ["a" * 200_000, "a@" * 100_000, "| " * 20_000, "pa " * 20_000, "www.a" * 20_000, "x  til  ta" * 5_000],
    ids=["one word", "signs", "bars", "words", "addresses", "gaps"],
)
def test_no_text_makes_it_slow(words: str) -> None:
    started = time.process_time()
    found(words)
    assert time.process_time() - started < 4
