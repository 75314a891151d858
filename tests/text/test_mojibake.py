"""Letters decoded wrongly are put right, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.mojibake import mend

NORWEGIAN = "Skjønn på gården: «Ærlig talt», sa Åse – Øystein gråt … på kafé, 20 °C"


def misread(text: str, codec: str) -> str:
    """UTF-8 read in the wrong codec, as browsers and word processors do it."""
    return "".join(
        bytes([byte]).decode(codec) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) or codec != "cp1252" else chr(byte)
        for byte in text.encode()
    )


@pytest.mark.parametrize("codec", ["cp1252", "latin_1", "mac_roman"])
def test_what_was_read_wrongly_comes_back(codec: str) -> None:
    assert mend(misread(NORWEGIAN, codec)).text == NORWEGIAN


def test_what_was_read_wrongly_twice_comes_back() -> None:
    assert mend(misread(misread(NORWEGIAN, "cp1252"), "cp1252")).text == NORWEGIAN


def test_damaged_words_are_counted_and_shown() -> None:
    mended = mend("god skjÃ¸nn pÃ¥ en gÃ¥rd i BÃ¸ nå")
    assert mended.text == "god skjønn på en gård i Bø nå"
    assert mended.count == 4
    assert mended.examples == ("skjÃ¸nn", "pÃ¥", "gÃ¥rd")


@pytest.mark.parametrize(
    "text",
    [
        NORWEGIAN,
        "Å\u00a0nei, «Å» … Å’s bok og „Å“",
        "Äu «så»",
        "São Ângela",
        "skj?nn p\ufffd g rden",
        "√2 ¬p ‚så‘ ÃT",
        "",
    ],
)
def test_sound_and_lost_letters_are_left_alone(text: str) -> None:
    assert mend(text).text == text
    assert mend(text).count == 0


@given(st.text(st.sampled_from("ÃÂâ€¥¸ƒ\x85åa «»–\u00a0√•Å"), max_size=40))
def test_mending_never_lengthens_a_text(text: str) -> None:
    mended = mend(text)
    assert len(mended.text) <= len(text)
    assert (mended.count == 0) == (mended.text == text)
