"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.dates import MONTHS, day_of, long_date, read_date, short_date, stamp_of

TODAY = date(2026, 1, 31)  # a Saturday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("i dag", TODAY),
        ("I morgon", date(2026, 2, 1)),
        ("om 2 uker", date(2026, 2, 14)),
        ("om to veker", date(2026, 2, 14)),
        ("in 10 days", date(2026, 2, 10)),
        ("3 dagar", date(2026, 2, 3)),
        ("om en måned", date(2026, 2, 28)),
        ("om 13 månader", date(2027, 2, 28)),
        ("neste uke", date(2026, 2, 7)),
        ("next year", date(2027, 1, 31)),
        ("mandag", date(2026, 2, 2)),
        ("på laurdag", date(2026, 2, 7)),
        ("next Friday", date(2026, 2, 6)),
        ("1.12.", date(2026, 12, 1)),
        ("1.1.", date(2027, 1, 1)),
        ("31/1", TODAY),
        ("01.12.27", date(2027, 12, 1)),
        ("1. desember", date(2026, 12, 1)),
        ("1 dec 2028", date(2028, 12, 1)),
    ],
)
def test_a_day_is_read(words: str, day: date) -> None:
    assert read_date(words, TODAY) == day


@pytest.mark.parametrize(
    "words",
    ["", "snart", "2026-02-30", "31.2.", "1. vinter", "om 0 uker", "om -2 uker", "om 99999 år", "om 9999 år", "99.99.",
     "2026-1", "om uker", "٣ dager x"],
)  # fmt: skip
def test_what_is_no_day_is_none(words: str) -> None:
    assert read_date(words, TODAY) is None


@given(st.dates(), st.dates())
def test_a_day_written_in_full_is_read_again(day: date, today: date) -> None:
    assert read_date(day.isoformat(), today) == day
    for language in MONTHS:
        assert read_date(long_date(day, language).partition(" ")[2], today) == (day if day.year > 999 else None)


@given(st.text(max_size=20), st.dates())
def test_no_words_are_too_odd(words: str, today: date) -> None:
    read_date(words, today)


def test_days_are_written_as_each_language_does() -> None:
    assert long_date(TODAY, "nb") == "lørdag 31. januar 2026"
    assert long_date(TODAY, "nn") == "laurdag 31. januar 2026"
    assert long_date(TODAY, "en") == "Saturday 31 January 2026"
    assert short_date(TODAY, date(2026, 5, 1)) == "31.01."
    assert short_date(TODAY, date(2027, 1, 1)) == "31.01.2026"


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2037, 1, 1)))
def test_a_day_begins_where_its_stamp_says(day: date) -> None:
    assert day_of(stamp_of(day)) == day
