"""Who speaks, in every way transcripts write it, and nobody where nobody does."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.turns import Turns, askers, counted_spans, find_turns

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


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (
            "I: Hei. #00:00:05-1#\nKari: Hei på deg. #00:01:02-3#\nI: Ja? #00:01:05-0#",
            ["00:00:05-1", "00:01:02-3", "00:01:05-0"],
        ),
        (
            "#00:00:05-1# I: Hei.\n#00:01:02-3# Kari: Hei på deg.\n#00:01:05-0# I: Ja?",
            ["00:00:05-1", "00:01:02-3", "00:01:05-0"],
        ),
        ("I: [00:00:05] Hei.\nKari: [00:01:02] Hei på deg.\nI: (00:01:05) Ja?", ["00:00:05", "00:01:02", "00:01:05"]),
        (
            "[0:00:05 - 0:00:06] I: Hei.\n[0:01:02 - 0:01:04] Kari: Hei på deg.\n[0:01:05 - 0:01:06] I: Ja?",
            ["0:00:05", "0:01:02", "0:01:05"],
        ),
        ("I [0:05] Hei.\nKari [1:02] Hei på deg.\nI [1:05] Ja?", ["0:05", "1:02", "1:05"]),
    ],
    ids=["f4 at the end", "f4 at the start", "after the label", "from and to", "between label and words"],
)
def test_time_stamps_lie_outside_the_words_and_are_not_lost(text: str, times: list[str]) -> None:
    found = find_turns(text)
    assert spoken(text, found) == [("I", "Hei."), ("Kari", "Hei på deg."), ("I", "Ja?")]
    assert [turn.timestamp for turn in found.turns] == times


def test_a_time_stamp_within_an_utterance_is_its_time_and_stays() -> None:
    text = "I: Hei.\nKari: Først dette, [00:01:02] så det. #00:01:09-1#\nI: Klokka 10:30?\nKari: Ja (kl. 10:30)."
    found = find_turns(text)
    assert [turn.timestamp for turn in found.turns] == [None, "00:01:02", None, None]
    assert spoken(text, found)[1] == ("Kari", "Først dette, [00:01:02] så det.")


@pytest.mark.parametrize("deed", ["stopped transcription", "stoppet transkripsjon", "stoppa transkripsjonen"])
def test_who_switched_the_transcription_on_and_off_is_said_by_nobody(deed: str) -> None:
    start = deed.replace("stopp", "start")
    talk = "Kari Lie   0:03\nHei.\nOla Dahl   0:07\nJa?\n"
    text = f"Kari Lie {start}\n{talk}Kari Lie {deed}\nOla Dahl (Ekstern) {start}\n{talk}Kari Lie {deed}\n"
    assert spoken(text, find_turns(text)) == [("Kari Lie", "Hei."), ("Ola Dahl", "Ja?")] * 2


@pytest.mark.parametrize(
    "words", ["Jeg stoppet transkripsjonen", "mannen stoppet transkripsjonen", "Kari stoppet bilen"]
)
def test_what_was_said_of_transcribing_is_no_notice(words: str) -> None:
    text = f"Kari Lie   0:03\nHei.\nOla Dahl   0:07\nJa?\nKari Lie   0:09\nHei.\n{words}"
    assert spoken(text, find_turns(text))[-1] == ("Kari Lie", f"Hei.\n{words}")


def test_f4_stamps_at_the_ends_of_paragraphs_without_speakers() -> None:
    text = "Hva skjedde? #00:00:05-1#\nIngenting. #00:00:09-2#\nIkke? #00:00:11-0#"
    found = find_turns(text)
    assert spoken(text, found) == [(None, "Hva skjedde?"), (None, "Ingenting."), (None, "Ikke?")]
    assert [turn.timestamp for turn in found.turns] == ["00:00:05-1", "00:00:09-2", "00:00:11-0"]


@pytest.mark.parametrize(
    "labels",
    [("int", "informant"), ("intervjuer", "kari"), ("k", "o"), ("1", "2"), ("- Kari", "- Ola"), ("S1", "S2"),
     ("SPEAKER_00", "SPEAKER_01"), ("Speaker 1", "Ukjent 2"), ("Lie, Kari", "Dahl, Ola")],
)  # fmt: skip
def test_labels_of_other_shapes_that_take_turns(labels: tuple[str, str]) -> None:
    text = "\n".join(f"{label}: Nå sa jeg noe.\nOg litt til." for label in labels * 3)
    expected = [(label.removeprefix("- "), "Nå sa jeg noe.\nOg litt til.") for label in labels * 3]
    assert spoken(text, find_turns(text)) == expected


def test_small_letters_are_no_labels_where_they_do_not_take_turns() -> None:
    lists = "1: Først dette.\n2: Så dette.\n3: Til slutt.\n\nfordeler: få\nulemper: mange\n\n- pris: lav\n- vekt: høy"
    assert find_turns(lists).turns == ()
    prose = "Det gjelder for\nalle: unge og gamle.\nNoen spurte\nkari: hun visste det.\n" + "Slik er det bare.\n" * 3
    assert find_turns(prose).turns == ()


def test_joint_speakers_are_told() -> None:
    text = "Ida: Hei.\nBerit Lie: Hei.\nJon: Hei.\nIda: Dere?\nBerit og Jon: Ja!\nIda: Begge?\nBegge: Ja!\n"
    text += "Berit Lie: Jo.\nJon: Jo."
    roles = {candidate.label: candidate.role for candidate in find_turns(text).candidates if candidate.confident}
    assert {label for label, role in roles.items() if role == "joint"} == {"Berit og Jon", "Begge"}
    assert len(find_turns(text).turns) == 9


def test_a_noun_said_once_between_speakers_is_left_for_a_person_to_judge() -> None:
    text = "I: Hva mener du?\nKari: Jo.\nPoenget: at det går.\nI: Ja?\nKari: Spør Gunvald.\nGunvald: Meg?\n"
    text += "Gunn: Meg!\nI: Ja."
    found = find_turns(text)
    assert [turn.speaker for turn in found.turns] == ["I", "Kari", "I", "Kari", "Gunvald", "Gunn", "I"]
    assert [candidate.label for candidate in found.candidates if not candidate.confident] == ["Poenget"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("I: Hei.\nKari: Hei.\nI: Ja?\nKari: Jo.", "a label and a colon"),
        ("[I] Hei.\n[Kari] Hei.\n[I] Ja?\n[Kari] Jo.", "a label in brackets"),
        ("I\tHei.\nKari\tHei.\nI\tJa?\nKari\tJo.", "a label and a tab"),
        ("[00:01] Hei.\n[00:02] Hei.\n[00:03] Ja?", "a time stamp and no label"),
        ("Ingen her.", ""),
    ],
)
def test_the_form_is_told_in_words(text: str, form: str) -> None:
    assert find_turns(text).form == form


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


def test_a_pattern_that_would_never_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.text.turns._PATIENT_SECONDS", 0.2)
    with pytest.raises(InvalidInput, match="not through"):
        find_turns("a" * 3_000 + "! :", pattern=r"^(?P<speaker>(a|aa|a*)+)+:$")
    with pytest.raises(InvalidInput, match="longer"):
        find_turns("I: a", pattern="(?P<speaker>I)" + "a" * 9_999)


def test_who_asks_is_told_by_question_marks() -> None:
    interview = [("Maria", "Hvordan var det?"), ("Kari", "Greit. Hva sa du?"), ("Maria", "Og så …?»"), ("Kari", "Ja.")]
    assert askers([*interview, ("Maria", "Hm."), ("Kari", "Nettopp.")]) == {"Maria"}
    assert askers(interview[:2]) == set(), "one question is no habit"
    assert askers([("A", "Hva?"), ("B", "Hva?")] * 2) == set(), "where everyone asks, nobody is the one who does"
    assert askers([("A", "Hva?"), ("A", "Hvem?"), ("A", "Nei."), ("A", "Jo."), ("B", "Ja.")]) == set()
    assert askers([]) == set()


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
