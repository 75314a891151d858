"""Hyphens at line ends, by kind."""

from __future__ import annotations

import pytest

from qualcode.text.rules.hyphens import mend

WORDS = frozenset(
    ["samarbeid", "bruker", "møte", "brukermøte", "ung", "voksen", "arbeid", "arbeids"],
)
SURE = 0.9


def mended(before: str, after: str, written: frozenset[str] = frozenset()) -> tuple[str, bool]:
    """The two ends of lines joined, and whether that is sure enough to be done without asking."""
    text, confidence = mend(before, after, WORDS.__contains__, written)
    return before[:-1] + text + after, confidence >= SURE


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("et godt samar-", "beid med", "et godt samarbeid med"),
        ("et bruker-", "møte var", "et brukermøte var"),
        ("på NAV-", "kontoret", "på NAV-kontoret"),
        ("hos Moe-", "Lien sa", "hos Moe-Lien sa"),
        ("plan for omsorgs-", "og velferdstjenester", "plan for omsorgs- og velferdstjenester"),
        ("i årene 1998-", "2003 var", "i årene 1998-2003 var"),
        ("se s. 14-", "17)", "se s. 14-17)"),
        ("sko\u00ad", "len", "skolen"),
        ('"mål-form"-', "arbeidet", '"mål-form"-arbeidet'),
        ("hun ventet -", "lenge", "hun ventet - lenge"),
        ("A‐", "laget", "A‐laget"),
    ],
)
def test_each_kind_of_hyphen_is_mended_and_sure(before: str, after: str, joined: str) -> None:
    assert mended(before, after) == (joined, True)


def test_what_the_text_writes_elsewhere_decides_between_a_compound_and_a_break() -> None:
    assert mended("en møte-", "plass her", frozenset(["møte-plass"])) == ("en møte-plass her", True)
    assert mended("en møte-", "plass her", frozenset(["møteplass"])) == ("en møteplass her", True)


def test_words_that_nobody_knows_wait_for_a_person() -> None:
    assert mended("en zraf-", "fel her") == ("en zraffel her", False)


def test_two_words_that_make_none_together_keep_the_hyphen_and_wait() -> None:
    assert mended("et ung-", "voksen") == ("et ung-voksen", False)


def test_a_hyphen_before_punctuation_stays() -> None:
    assert mended("arbeids-", ", sa hun")[0] == "arbeids-, sa hun"


def test_a_line_that_is_only_a_hyphen_is_a_dash_or_joined() -> None:
    assert mended(" -", "«ja»")[0] == " - «ja»"
