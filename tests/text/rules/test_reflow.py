"""Paragraphs made whole: joined lines, page breaks, what pages print, indents and blank lines."""

from __future__ import annotations

import textwrap

import pytest

from qualcode.text.cleaning import PROFILES
from qualcode.text.edits import Edit, apply_edits
from qualcode.text.rules.layout import layout_findings
from qualcode.text.rules.proposals import Findings

FIRST = (
    "Vi gikk ned til fjorden hver morgen den sommeren, og hver morgen satt den samme mannen på brygga og bøtte garn. "
    "Han så aldri opp. En dag spurte jeg ham om veien, skjønt jeg kjente den godt, og da lo han så båten gynget."
)
SECOND = (
    "Siden har jeg tenkt på den latteren når noen spør meg om noe de vet. Den var ikke ond, men den var heller ikke "
    "snill, og den varte lenger enn det var grunn til. Han het Anton, fikk jeg vite, og hadde vært lærer i femti år."
)
QUOTE = (
    "Jeg har bøtt garn siden jeg var ni år, og det er ingen som har spurt meg om det før du kom. "
    "De spør om været, de, og om prisen på sei."
)
LEFT = FIRST[: FIRST.index(" mannen")]
RIGHT = FIRST[len(LEFT) + 1 :]
WORDS = frozenset(["samarbeid", "sommeren", "fjorden"])


def wrapped(*paragraphs: str, width: int = 64) -> str:
    """Paragraphs hard-wrapped, with a blank line between them."""
    return "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs) + "\n"


def findings(text: str, profile: str = "thesis") -> Findings:
    """What the layout rules find."""
    return layout_findings(text, PROFILES[profile], WORDS.__contains__)


def cleaned(text: str, profile: str = "thesis") -> str:
    """The text with every sure change made."""
    return apply_edits(text, [Edit(*change[:3]) for change in findings(text, profile).proposals if change.is_sure])


def rules(text: str) -> set[str]:
    """The rules that have something to change."""
    return {change.rule for change in findings(text).proposals}


# ── joined lines ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("profile", ["transcript", "thesis"])
def test_hard_wrapped_lines_become_one_line_a_paragraph(profile: str) -> None:
    assert cleaned(wrapped(FIRST, SECOND), profile) == f"{FIRST}\n\n{SECOND}\n"


def test_a_blank_line_after_every_line_is_no_paragraph() -> None:
    text = wrapped(FIRST, SECOND).replace("\n", "\n\n")
    assert cleaned(text).strip() == f"{FIRST}\n\n{SECOND}"


def test_a_stray_blank_line_inside_a_sentence_goes() -> None:
    text = wrapped(FIRST, SECOND)
    assert cleaned(text.replace("\n", "\n\n", 1)) == f"{FIRST}\n\n{SECOND}\n"


def test_one_paragraph_a_line_is_left_alone() -> None:
    text = f"{FIRST}\n\n{SECOND}\n{FIRST}\n"
    assert findings(text).proposals == ()


def test_a_joined_text_has_no_more_lines_to_join() -> None:
    assert rules(cleaned(wrapped(FIRST, SECOND))) == set()


def test_a_narrow_block_quote_is_joined_kept_apart_and_marked() -> None:
    text = wrapped(FIRST) + "\n" + wrapped(QUOTE, width=44) + "\n" + wrapped(SECOND)
    assert cleaned(text) == f"{FIRST}\n\n{QUOTE}\n\n{SECOND}\n"
    (mark,) = [mark for mark in findings(text).marks if mark.kind == "block quote"]
    assert " ".join(text[mark.start : mark.end].split()) == QUOTE


def test_turns_lists_and_headings_are_never_joined_into_what_precedes_them() -> None:
    parts = [
        textwrap.fill(f"Kari: {FIRST}", 64), textwrap.fill(f"Per: {SECOND}", 64), textwrap.fill(f"Kari: {SECOND}", 64),
        "1. Garn", "2. Båter", "- et naust", "1.2 Om fjorden", textwrap.fill(FIRST, 64),
    ]  # fmt: skip
    out = cleaned("\n".join(parts))
    assert out.split("\n") == [" ".join(part.split()) for part in parts]


def test_an_f4_transcript_keeps_its_turns_though_its_lines_are_long_and_its_stamps_no_stops() -> None:
    lines = [
        "I: Hvordan gikk det så med båten den høsten? #00:00:08-1#",
        "B1: Vi fikk den opp på land før isen kom, med nød og neppe. #00:00:25-7#",
        "I: Hvem var det som hjalp dere med det da, husker du det? #00:00:31-0#",
        "B1: Det var naboene, hele gjengen, og det varte til langt på kveld. #00:01:02-3#",
        "Og etterpå satt vi der ute på svaberget til det ble morgen #00:01:03-1#",
        "Begge: (ler) #00:01:04-0#",
        "og så ble det stille. #00:01:09-2#",
    ]
    assert cleaned("\n".join(lines), "transcript") == "\n".join(lines)


def test_nothing_is_joined_to_a_paragraph_that_ends_with_its_time() -> None:
    last = "Og der satt vi til det ble morgen, det var om våren #00:01:03-1#"
    out = cleaned(wrapped(FIRST) + f"{last}\n" + wrapped(SECOND), "transcript")
    assert out.endswith(f"{last}\n{SECOND}\n")


@pytest.mark.parametrize("label", ["Begge: Vi gikk hjem.", "Intervjuer: Gikk dere hjem?", "Sigrid: Ja, det gjorde vi."])
def test_a_speaker_heard_once_is_not_joined_to_an_open_line(label: str) -> None:
    talk = [f"{speaker}: {FIRST}" for speaker in ("Kari", "Per", "Kari", "Per")]
    before = "\n".join(textwrap.fill(turn, 64) for turn in talk)
    text = f"{before}\nKari: Og så sto vi der og lurte på om vi kanskje skulle prøve å\n{label}"
    assert cleaned(text, "transcript").endswith(f"prøve å\n{label}")


def test_a_usual_word_for_speakers_is_one_though_nobody_else_speaks() -> None:
    text = (
        textwrap.fill(FIRST, 64) + "\nog det var fordi brygga den gangen var et sted som var for\nIntervjuer: For hvem?"
    )
    assert cleaned(text, "transcript").endswith("som var for\nIntervjuer: For hvem?")


def test_a_usual_word_for_speakers_is_a_part_of_the_sentence_in_small_letters() -> None:
    text = (
        textwrap.fill(FIRST, 64) + "\nog det var fordi brygga den gangen var et sted som var for\nalle: for oss og ham."
    )
    assert cleaned(text, "transcript").endswith("var for alle: for oss og ham.")


def test_a_name_with_a_time_and_a_notice_of_teams_are_not_joined_to_what_was_said() -> None:
    full = textwrap.fill(FIRST, 64).split("\n")[:3]
    talk = [f"Kari Lie   0:{number:02}\n" + "\n".join(full) for number in range(10, 60, 8)]
    out = cleaned("\n".join([*talk, "Kari Lie stoppet transkripsjon"]), "transcript")
    turn = ["Kari Lie", " ".join(full)]
    assert [line.split("   ")[0] for line in out.split("\n")] == turn * 7 + ["Kari Lie stoppet transkripsjon"]


def test_the_lines_of_a_list_item_hang_together() -> None:
    item = textwrap.fill(f"1. {FIRST}", 64, subsequent_indent="   ")
    other = textwrap.fill(f"2. {SECOND}", 64, subsequent_indent="   ")
    assert cleaned(f"{item}\n{other}\n") == f"1. {FIRST}\n2. {SECOND}\n"


def test_an_indented_section_is_not_joined_to_the_text_around_it() -> None:
    section = textwrap.indent(textwrap.fill(QUOTE, 60), "    ")
    out = cleaned(wrapped(FIRST).rstrip() + f"\n{section}\n" + wrapped(SECOND))
    assert out == f"{FIRST}\n    {QUOTE}\n{SECOND}\n"


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_blank_line_inside_a_sentence_is_a_page_break() -> None:
    text = f"{LEFT}\n\n{RIGHT}\n\n{SECOND}\n"
    assert cleaned(text) == f"{FIRST}\n\n{SECOND}\n"
    assert rules(text) == {"page break"}


def test_a_page_break_in_a_quotation_or_a_compound_is_mended() -> None:
    text = f"{FIRST[:100]} «{QUOTE[:38]}\n\n{QUOTE[39:]}» Det gjaldt også NAV-\n\nkontoret ved fjorden.\n"
    assert cleaned(text) == f"{FIRST[:100]} «{QUOTE}» Det gjaldt også NAV-kontoret ved fjorden.\n"


def test_short_lines_without_stops_are_not_torn_sentences() -> None:
    text = "Motivasjon\n\nhelse\n\nøkonomi\n\nbolig\n"
    assert cleaned(text) == text


def test_an_unclosed_quotation_mark_swallows_nothing() -> None:
    text = f"«{FIRST}\n\n{SECOND}\n\n{FIRST}»\n"
    assert findings(text).proposals == ()


def test_a_single_torn_sentence_in_a_book_waits_for_a_person() -> None:
    text = f"{SECOND}\n\n" * 120 + f"{LEFT}\n\n{RIGHT}\n"
    assert cleaned(text) == text
    assert [change.rule for change in findings(text).proposals] == ["page break"]


def test_the_space_that_opens_a_page_goes_with_the_break() -> None:
    lines = wrapped(FIRST, SECOND).split("\n")
    text = "\n".join([lines[0], " " + lines[1], *lines[2:]])
    assert cleaned(text) == f"{FIRST}\n\n{SECOND}\n"
    assert "page break" in rules(text)


def paged(*between: str) -> str:
    """A text whose sentences are torn by a line on each page."""
    half = SECOND * 4 + LEFT
    return "".join(f"{half}\n\n{line}\n\n{RIGHT}\n\n" for line in between)


def test_page_numbers_and_running_heads_go_and_their_sentences_are_joined_in_one_change() -> None:
    text = paged("7\n\nGarn og garnbøting", "8\n\nGarn og garnbøting", "9\n\nGarn og garnbøting")
    assert cleaned(text) == (SECOND * 4 + FIRST + "\n\n") * 3
    assert [change.rule for change in findings(text).proposals] == ["page number"] * 3


def test_what_a_page_prints_goes_at_the_very_beginning_and_the_very_end_too() -> None:
    text = "6\n\n" + paged("7", "8", "9") + f"{SECOND * 2}\n\n10"
    assert cleaned(text) == "\n\n".join([*[SECOND * 4 + FIRST] * 3, SECOND * 2])


def test_the_transcript_profile_leaves_pages_alone() -> None:
    text = paged("7", "8", "9")
    assert cleaned(text, "transcript") == text


def test_a_footnote_between_halves_of_a_sentence_is_moved_to_the_end() -> None:
    text = f"{LEFT}\n\n¹ Se Lie 1990.\n\n² Samme sted.\n\n{RIGHT}\n\n{SECOND}\n"
    out = cleaned(text)
    assert out == f"{FIRST}\n\n{SECOND}\n\n[1] Se Lie 1990.\n\n[2] Samme sted.\n"
    assert len({change.place for change in findings(text).proposals}) == 1


def test_a_footnote_between_paragraphs_leaves_them_apart() -> None:
    text = f"{FIRST}\n\n¹ Se Lie 1990.\n\n{SECOND}"
    assert cleaned(text) == f"{FIRST}\n\n{SECOND}\n\n[1] Se Lie 1990."


def test_a_raised_mark_is_set_in_brackets() -> None:
    text = f"{FIRST}¹ {SECOND}\n\n¹ Se Lie 1990.\n\n{SECOND}\n"
    assert f"{FIRST}[1] {SECOND}\n" in cleaned(text)


# ── hyphens, indents, blank lines ────────────────────────────────────────────────────────────────────────────────────


def test_hyphens_at_line_ends_are_mended_by_kind() -> None:
    lines = [
        "Da vi kom dit for å se, var det ikke noe å se der for NAV-",
        "kontoret hadde stengt, og vi måtte gå hjem og lete etter samar-",
        "beid på andre måter, hos dem som drev med fiske-, jord- eller hus-",
        "og hagearbeid i bygda, slik folk hadde gjort det i årene 1950-",
        "1960, da alt var nytt.",
    ]
    assert "NAV-kontoret" in cleaned("\n".join(lines))
    assert "etter samarbeid på" in cleaned("\n".join(lines))
    assert "hus- og hagearbeid" in cleaned("\n".join(lines))
    assert "1950-1960, da" in cleaned("\n".join(lines))


@pytest.mark.parametrize("profile", ["transcript", "thesis"])
def test_a_word_broken_at_a_line_end_is_mended_in_a_text_too_short_to_have_a_width(profile: str) -> None:
    text = "Vi fikk et bedre samar-\nbeid med alle NAV-\nkontorene og på den\nmåten ble det slutt."
    assert cleaned(text, profile) == "Vi fikk et bedre samarbeid med alle NAV-kontorene og på den måten ble det slutt."
    assert cleaned("Det er alt om samar-\nbeid.", profile) == "Det er alt om samarbeid."


@pytest.mark.parametrize(
    "text",
    [
        "samar-\nbeid\nsommer-\nen",
        "I kveld var det bare fjord-\nog himmel, sa hun,\nog stille.",
        "Vi skulle til å zraf-\nfel og så gikk hun.",
        "Det var et samar-\nKari: beid?\nPer: Jeg sa et samar-\nKari: Ja.",
        "Hva er et samar-\n- beid\n- noe annet",
        "Jeg sto og ventet -\nbeid og bodde der.",
        "Og natten kom og\nalle lys ble tent og\ningen så det.",
    ],
    ids=["list of words", "elliptic", "no word", "interrupted", "list", "dash", "poem"],
)
def test_what_is_set_line_by_line_keeps_its_lines_though_some_end_with_hyphens(text: str) -> None:
    assert cleaned(text, "transcript") == text


def test_a_constant_indent_goes_and_a_section_keeps_an_empty_line() -> None:
    text = "".join(f"  {SECOND}\n\n\n" for _ in range(20)) + f"  {FIRST}\n   Del to\n\n\n  {FIRST}\n"
    out = cleaned(text)
    assert out.startswith(f"{SECOND}\n\n{SECOND}\n\n")
    assert f"{FIRST}\n\nDel to\n" in out
    assert "  " not in out


def test_nested_bullets_keep_their_indent() -> None:
    text = "- Hus\n  - Tak\n  - Vegg\n- Hage\n"
    assert cleaned(text) == text


def test_more_than_one_empty_line_becomes_one_but_not_around_headings() -> None:
    text = f"{FIRST}\n\n \n\n{SECOND}\n\n\n\n1. Fjorden\n\n\n\n{FIRST}\n"
    assert cleaned(text) == f"{FIRST}\n\n{SECOND}\n\n\n\n1. Fjorden\n\n\n\n{FIRST}\n"


def test_names_in_angle_brackets_and_parentheses_stay() -> None:
    text = wrapped(FIRST.replace("fjorden", "(småby)").replace("brygga", "<tiltaksarrangør>"), SECOND)
    assert "(småby)" in cleaned(text)
    assert "<tiltaksarrangør>" in cleaned(text)
