"""Who speaks, in every way transcripts write it, and nobody where nobody does."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.turns import Turns, counted_spans, find_turns

LINES = st.lists(
    st.sampled_from(
        ["I: ja", "Kari: nei\t", "  Ola:", "", "  ", "bare tekst", "[Kari] hei", "Ola 0:03", "00:01 Kari", "Kari\tja",
         "**Ola:** jo", "0:0:1 --> 0:0:2", "Kari", "\u202eOla: x", "Begge: vi", "Ola:\x1b", "# Del", "[00:01:02] Å: å"]
    ),
    max_size=25,
)  # fmt: skip
ANY_TEXT = st.text(max_size=120) | LINES.map("\n".join)


def spoken(text: str, found: Turns) -> list[tuple[str | None, str]]:
    """Each turn's speaker and words."""
    return [(turn.speaker, text[turn.start : turn.end]) for turn in found.turns]


@pytest.mark.parametrize(
    "text",
    [
        "Intervjuer: Hei du.\nKari: Hei.\nIntervjuer: Ja?\nKari: Jo.",
        "  Intervjuer:\tHei du.\r\n\n\n  Kari:\tHei.\n\n Intervjuer: Ja?\n Kari: Jo.\n",
        "[Intervjuer] Hei du.\n[Kari] Hei.\n[Intervjuer] Ja?\n[Kari] Jo.",
        "[Intervjuer]: Hei du.\n[Kari]: Hei.\n[Intervjuer]: Ja?\n[Kari]: Jo.",
        "**Intervjuer:** Hei du.\n\n**Kari:** Hei.\n\n**Intervjuer**: Ja?\n\n**Kari**: Jo.",
        "Intervjuer\tHei du.\nKari\tHei.\nIntervjuer\tJa?\nKari\tJo.",
        "Intervjuer\nHei du.\n\nKari\nHei.\n\nIntervjuer\nJa?\n\nKari\nJo.",
        "Intervjuer:\nHei du.\n\nKari:\nHei.\n\nIntervjuer:\nJa?\n\nKari:\nJo.",
    ],
)
def test_every_way_of_labelling_gives_the_same_turns(text: str) -> None:
    expected = [("Intervjuer", "Hei du."), ("Kari", "Hei."), ("Intervjuer", "Ja?"), ("Kari", "Jo.")]
    assert spoken(text, find_turns(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kari Lie  0:03\nHei.\n\nOla Dahl  0:07\nJa?\n\nKari Lie  0:09\nJo.\n",
        "[0:03] Kari Lie: Hei.\n[0:07] Ola Dahl: Ja?\n[0:09] Kari Lie: Jo.",
        "0:03 Kari Lie\nHei.\n\n0:07 Ola Dahl\nJa?\n\n0:09 Kari Lie\nJo.",
        "0:03 --> 0:06\nKari Lie\nHei.\n0:07 --> 0:08\nOla Dahl\nJa?\n0:09 --> 0:12\nKari Lie\nJo.",
        "Kari Lie (0:03): Hei.\nOla Dahl (0:07): Ja?\nKari Lie (0:09): Jo.",
        "[Kari Lie] 0:03\nHei.\n\n[Ola Dahl] 0:07\nJa?\n\n[Kari Lie] 0:09\nJo.",
        "**Kari Lie**   0:03\nHei.\n\n**Ola Dahl**   0:07\nJa?\n\n**Kari Lie**   0:09\nJo.",
    ],
)
def test_time_stamps_are_kept_out_of_the_words(text: str) -> None:
    found = find_turns(text)
    assert spoken(text, found) == [("Kari Lie", "Hei."), ("Ola Dahl", "Ja?"), ("Kari Lie", "Jo.")]
    assert [turn.timestamp for turn in found.turns] == ["0:03", "0:07", "0:09"]
    assert found.turns[0].label_start == 0


def test_time_stamps_alone_give_turns_without_speakers() -> None:
    text = "[00:00.000 --> 00:04.000]  hei\n[00:04.000 --> 00:06.000]  på\n[00:06.000 --> 00:08.000]  deg"
    assert spoken(text, find_turns(text)) == [(None, "hei"), (None, "på"), (None, "deg")]


def test_a_paragraph_without_a_label_continues_the_speaker_before() -> None:
    text = "I: Hva skjedde?\n\nKari: Først dette.\n\nSå dette: ingenting.\n\nI: Og så?\n\nKari: Slutt.\n\nHelt slutt."
    words = dict(spoken(text, find_turns(text))[1::2])
    assert words == {"Kari": "Slutt.\n\nHelt slutt."}
    assert spoken(text, find_turns(text))[1] == ("Kari", "Først dette.\n\nSå dette: ingenting.")


def test_facts_about_the_interview_at_its_top_are_no_turns() -> None:
    facts = "Intervju 3\nIntervjuer: Ida\nInformant: Berit, veileder\nKontor: A\n\n"
    text = facts + "Ida: Hei.\nBerit: Hei.\nIda: Ja?\nBerit: Jo."
    assert [turn.speaker for turn in find_turns(text).turns] == ["Ida", "Berit", "Ida", "Berit"]
    opening = "Moderator: Velkommen, alle sammen.\nAnne: Takk.\nJon: Takk.\nAnne: Ja.\nJon: Ja."
    assert len(find_turns(opening).turns) == 5


def test_prose_after_a_conversation_is_nobodys_speech() -> None:
    talk = "Ida: Da var det oss.\n\nJon: Ja.\n\nIda: Vi skriver, da.\n\nBegge: Takk til alle.\n\nJon: Hei.\n\n"
    prose = "\n\n".join(f"Et langt avsnitt om noe helt annet, nummer {number}." for number in range(60))
    found = find_turns(talk + prose)
    assert len(found.turns) == 5
    assert found.turns[-1].end == talk.rindex("Hei.") + 4
    assert {candidate.label: candidate.role for candidate in found.candidates}["Begge"] == "joint"


def test_a_short_reply_is_not_taken_for_a_label_on_its_own_line() -> None:
    text = "Intervjuer\nHva gjør du?\n\nKari\nMm\n\nIntervjuer\nAltså?\n\nKari\nMm\n\nIntervjuer\nTakk.\n\nKari\nMm"
    assert [turn.speaker for turn in find_turns(text).turns] == ["Intervjuer", "Kari"] * 3


def test_a_speaker_heard_once_counts_between_others() -> None:
    text = "I: Hei.\nKari: Hallo.\nI: Flere?\nD4: Meg.\nI: Takk.\nKari: Ja."
    found = find_turns(text)
    assert [turn.speaker for turn in found.turns] == ["I", "Kari", "I", "D4", "I", "Kari"]
    assert all(candidate.confident for candidate in found.candidates)


@pytest.mark.parametrize(
    "text",
    [
        "Det jeg mener er: dette.\nJa, men hva er grunnen?: Nei.\nDet jeg mener er: noe annet.",
        "Formål: å se.\nMetode: å spørre.\nFunn: lite.\nTiltak: ingen.",
        "Dato: 3. mai\nSted: kontoret\n\nObservasjon: De satt stille.\nRefleksjon: Hvorfor?\n\n"
        "Observasjon: De gikk.\nRefleksjon: Ja, hvorfor?",
        "Sak 1: Budsjett\nAnsvarlig: Kari\nFrist: fredag\n\nSak 2: Rom\nAnsvarlig: Ola\nFrist: mandag",
        "Innledning\nTekst her.\nOppsummering\nMer tekst.\nInnledning\nTekst.\nOppsummering\nSlutt.",
        "09:00 Ankomst til kontoret, stille.\nSe figur 2: den viser det.\nFigur 2: Antall\nKilde: SSB\nFigur 3: Mer",
        "Se https://example.org\nHttp://example.org\nKl 10:30 kom de.\nKl 11:00 gikk de.",
        "",
        "\n \n",
    ],
)
def test_prose_and_notes_have_no_speakers(text: str) -> None:
    assert find_turns(text).turns == ()


def test_a_lone_interviewer_in_prose_is_left_for_a_person_to_judge() -> None:
    text = "Avsnitt.\n\nIntervjuer: Hvordan var det?\n\nNei, det var greit.\n\n" + "Prosa.\n\n" * 20
    found = find_turns(text)
    assert found.turns == ()
    assert [(candidate.label, candidate.confident) for candidate in found.candidates] == [("Intervjuer", False)]


def test_a_confirmed_list_is_taken_exactly() -> None:
    text = "mor: kom hit\nKari: nei\nDet jeg mener er: ja\nmor: jo"
    found = find_turns(text, speakers=["mor", "Det jeg mener er"])
    assert spoken(text, found) == [("mor", "kom hit\nKari: nei"), ("Det jeg mener er", "ja"), ("mor", "jo")]
    assert find_turns(text, speakers=[]).turns == ()


def test_no_turns_are_looked_for_when_none_are_wanted() -> None:
    assert find_turns("I: a\nB: b\nI: c\nB: d", pattern="none") == Turns((), (), "none")


def test_a_pattern_of_ones_own() -> None:
    text = "<<kari|00:12>> hei\npå deg\n<<ola|00:15>> nei"
    pattern = r"^<<(?P<speaker>\w+)\|(?P<time>[\d:]+)>> (?P<text>.*)$"
    found = find_turns(text, pattern=pattern)
    assert spoken(text, found) == [("kari", "hei\npå deg"), ("ola", "nei")]
    assert [turn.timestamp for turn in found.turns] == ["00:12", "00:15"]
    assert spoken(text, find_turns(text, pattern=pattern, speakers=["ola"])) == [("ola", "nei")]


@pytest.mark.parametrize("pattern", ["(", r"^(\w+):", "(?P<speaker>", "*"])
def test_an_unusable_pattern_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        find_turns("I: a", pattern=pattern)
    assert "speaker" in refusal.value.hint


def test_a_label_without_words_is_no_turn() -> None:
    text = "I: Hei.\nKari:\nI: Er du der?\nKari: Ja."
    assert spoken(text, find_turns(text)) == [("I", "Hei."), ("I", "Er du der?"), ("Kari", "Ja.")]


@given(ANY_TEXT, st.sampled_from(["auto", "none", r"(?m)^(?P<speaker>\w*):?"]), st.none() | st.just(["Kari", "I"]))
def test_turns_lie_inside_in_order_and_apart(text: str, pattern: str, speakers: list[str] | None) -> None:
    turns = find_turns(text, pattern=pattern, speakers=speakers).turns
    for turn in turns:
        assert 0 <= turn.label_start <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        assert turn.speaker is None or turn.speaker in re.sub(r"\s+", " ", text[turn.label_start : turn.start])
    assert all(a.end <= b.label_start for a, b in pairwise(turns))


@pytest.mark.parametrize(
    "text",
    ["A" * 1_000_000, "A: " * 300_000, "[" * 1_000_000, "*" * 1_000_000, "0:" * 500_000, "\t" * 1_000_000,
     " " * 1_000_000,
     ("Kari " * 31 + "\n") * 5_000, ("00:00 " * 20 + "\n") * 5_000, "I: " + "a " * 500_000],
)  # fmt: skip
def test_no_text_makes_it_slow(text: str) -> None:
    assert len(find_turns(text).turns) in (0, 5_000)


def test_a_book_with_one_dialogue_counts_whole_but_for_the_interviewer() -> None:
    transcript = [(10, 40, True), (50, 90, False)]
    assert counted_spans("x" * 100, transcript) == [(50, 90)]
    assert counted_spans("\n" * 1000, transcript) == [(0, 10), (40, 1000)]
    assert counted_spans("x" * 100, []) == [(0, 100)]


def test_labels_and_time_stamps_do_not_make_a_transcript_a_book() -> None:
    text = "[00:00:01] Intervjueren Kari Nordmann: Ja?\n[00:00:02] Informanten Ola Hansen: Ja."
    assert counted_spans(text, [(39, 42, True), (78, 81, False)]) == [(78, 81)]
