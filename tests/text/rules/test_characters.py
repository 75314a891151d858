"""Characters that look right and are not, each found where it harms and let be where it belongs."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.edits import Edit, apply_edits
from qualcode.text.rules.characters import character_findings, disguises


def changes(text: str, rule: str, *, sure: bool = True) -> list[tuple[str, str]]:
    """What a rule would replace, and by what."""
    return [
        (text[p.start : p.end], p.replacement) for p in character_findings(text) if p.rule == rule and p.is_sure == sure
    ]


def test_a_hard_space_becomes_a_space_but_not_inside_a_number() -> None:
    assert changes("kl.\u00a012 på\u00a0\u202fjobb", "no-break space") == [("\u00a0", " "), ("\u00a0\u202f", "  ")]
    assert changes("10\u00a0000 og 1\u202f500\u202f000 kroner", "no-break space") == []
    assert changes("§\u00a05\u00a0a", "no-break space") == [("\u00a0", " "), ("\u00a0", " ")]


def test_what_cannot_be_seen_is_left_out_but_not_what_joins_an_emoji() -> None:
    assert changes("bru\u00adker\u200bmed\ufeff", "soft hyphen") == [("\u00ad", ""), ("\u200b", ""), ("\ufeff", "")]
    assert list(character_findings("👩\u200d🏫")) == []


def test_ligatures_become_letters() -> None:
    assert changes("ﬁnne oﬃsielt ﬂere", "ligature") == [("ﬁ", "fi"), ("ﬃ", "ffi"), ("ﬂ", "fl")]


def test_digits_of_other_scripts_wait_for_a_person_except_in_their_own_language() -> None:
    assert changes("i 201٧ og 40–٥0 år, 100 ٪", "digits", sure=False) == [("٧", "7"), ("٥", "5"), ("٪", "%")]
    assert changes("i 201٧", "digits") == []
    assert list(character_findings("hun sa سنة ٢٠١٧ der")) == []
    assert changes(f"{'سنة ' * 200}\ni 201٧", "digits", sure=False) == [("٧", "7")]


def test_a_bullet_of_a_symbol_font_becomes_one_and_other_symbols_wait() -> None:
    assert changes("\uf0b7 en\n  \uf0d8\tto\n\uf0a7 tre\n\uf0f9 fire", "bullet") == [
        ("\uf0b7", "•"), ("\uf0d8", "➢"), ("\uf0a7", "▪"), ("\uf0f9", "•"),
    ]  # fmt: skip
    assert changes("fra a \uf0ae b", "bullet", sure=False) == [("\uf0ae", "→")]


def test_letters_decoded_wrongly_come_back_with_nothing_around_them() -> None:
    assert changes("«skjÃ¸nn» pÃ¥ gård", "wrong decoding") == [("Ã¸", "ø"), ("Ã¥", "å")]
    assert changes("á «Ã…»Ã\u00a0 la", "wrong decoding") == [("Ã…»Ã\u00a0", "Å»à")]
    assert changes("São Ângela Å’s bok", "wrong decoding") == []


def test_letters_of_two_scripts_in_a_word_are_sure_only_if_they_look_alike_and_give_a_word() -> None:
    assert changes("et kоntоr", "mixed scripts") == [("kоntоr", "kontor")]
    assert changes("pressмidдelet og xоrqzt", "mixed scripts", sure=False) == [
        ("pressмidдelet", "pressmiddelet"), ("xоrqzt", "xorqzt"),
    ]  # fmt: skip
    assert list(character_findings("слово λόγος μg β-verdi Δx")) == []


def test_what_hides_a_word_is_shown_letter_by_letter() -> None:
    text = "bru\u00adker ﬁnne 201٧ kоntоr"
    assert apply_edits(text, [Edit(*disguise) for disguise in sorted(disguises(text))]) == "bruker finne 2017 kontor"


@given(st.text(st.sampled_from("aå \u00a0\u00ad\u200bﬁ٥٪1\uf0b7\n-kоβмntÃ¸Â«😀س")))
def test_proposals_of_a_rule_never_overlap_and_always_change_something(text: str) -> None:
    by_rule: dict[str, list[tuple[int, int]]] = {}
    for proposal in character_findings(text):
        assert text[proposal.start : proposal.end] != proposal.replacement
        by_rule.setdefault(proposal.rule, []).append((proposal.start, proposal.end))
    for spans in by_rule.values():
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("text", ["٥" * 500_000, "٥ " * 100_000, "\uf0b7 " * 100_000, "aоaa" * 200_000, "Ã¸" * 100_000])
def test_no_text_makes_it_slow(text: str) -> None:
    started = time.process_time()
    assert sum(1 for _ in character_findings(text)) > 0
    assert time.process_time() - started < 4


def test_a_soft_hyphen_at_the_end_of_a_line_takes_the_line_end_with_it() -> None:
    text = "be\u00ad\nslutte\u00ad\nNytt"
    made = [Edit(p.start, p.end, p.replacement) for p in character_findings(text)]
    assert apply_edits(text, made) == "beslutte\nNytt"
