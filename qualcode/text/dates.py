"""Days as people write and read them: «om 2 uker», «1.12.», «fredag 14. november 2025»."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "desember")  # fmt: skip
MONTHS: Mapping[str, tuple[str, ...]] = {
    "nb": _MONTHS,
    "nn": _MONTHS,
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_NUMBERS = {
    **dict.fromkeys(("en", "ei", "ein", "én", "éin", "et", "eit", "ett", "a", "an", "one", "neste", "next"), 1),
    **dict.fromkeys(("to", "two"), 2),
    **dict.fromkeys(("tre", "three"), 3),
    **dict.fromkeys(("fire", "four"), 4),
    **dict.fromkeys(("seks", "six"), 6),
}
_NEAR = {
    **dict.fromkeys(("i dag", "idag", "today"), 0),
    **dict.fromkeys(("i morgen", "imorgen", "i morgon", "tomorrow"), 1),
    **dict.fromkeys(("i overmorgen", "overmorgen", "i overmorgon"), 2),
}
_UNITS = {
    **dict.fromkeys(("dag", "dager", "dagar", "day", "days"), "days"),
    **dict.fromkeys(("uke", "uker", "veke", "veker", "week", "weeks"), "weeks"),
    **dict.fromkeys(("måned", "måneder", "månad", "månader", "month", "months"), "months"),
    **dict.fromkeys(("år", "year", "years"), "years"),
}
_MOST = 10_000  # days, weeks … from now: further on no calendar goes
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d\d)?)?")
_WRITTEN = re.compile(r"(\d{1,2})\.? ([^\W\d]+)(?: (\d{4}))?")


def read_date(words: str, today: date) -> date | None:
    """The day that somebody means, in bokmål, nynorsk or English; without a year the next such day, None for no day."""
    words = " ".join(words.casefold().split()).strip(",;!")
    readers: tuple[Callable[[str, date], date | None], ...] = (_iso, _near, _from_now, _weekday, _day_and_month)
    try:
        return next((day for reader in readers if (day := reader(words, today)) is not None), None)
    except (ValueError, OverflowError):
        return None


def _iso(words: str, _today: date) -> date | None:
    return date.fromisoformat(words) if _ISO.fullmatch(words) else None


def _near(words: str, today: date) -> date | None:
    return today + timedelta(days=_NEAR[words]) if words in _NEAR else None


def _from_now(words: str, today: date) -> date | None:
    number, _, unit = re.sub(r"^(om|in) ", "", words).partition(" ")
    count = int(number) if number.isdecimal() else _NUMBERS.get(number, 0)
    unit = _UNITS.get(unit, "")
    if not 0 < count <= _MOST or not unit:
        return None
    if unit in ("days", "weeks"):
        return today + timedelta(**{unit: count})
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _weekday(words: str, today: date) -> date | None:
    name = re.sub(r"^(på|neste|on|next) ", "", words)
    found = [day for names in WEEKDAYS.values() for day, each in enumerate(names) if each.casefold() == name]
    return today + timedelta(days=(found[0] - today.weekday() - 1) % 7 + 1) if found else None


def _day_and_month(words: str, today: date) -> date | None:
    if match := _NUMERIC.fullmatch(words):
        month = int(match[2])
    elif match := _WRITTEN.fullmatch(words):
        found = [place for names in MONTHS.values() for place, name in enumerate(names, 1) if _begins(name, match[2])]
        month = found[0] if found else 0
    else:
        return None
    if match[3]:
        return date(int(match[3]) + (2000 if len(match[3]) == 2 else 0), month, int(match[1]))
    day = date(today.year, month, int(match[1]))
    return day if day >= today else date(today.year + 1, month, int(match[1]))


def _begins(name: str, start: str) -> bool:
    return len(start) >= 3 and name.casefold().startswith(start)


def day_of(stamp: str) -> date:
    """The day of a time stamp where the person is."""
    return datetime.fromisoformat(stamp).astimezone().date()


def stamp_of(day: date) -> str:
    """When a day begins where the person is, as a time stamp in UTC."""
    midnight = datetime.combine(day, time()).astimezone(UTC)
    return midnight.strftime("%Y-%m-%dT%H:%M:%SZ")


def long_date(day: date, language: str) -> str:
    """A day as a diary has it: `fredag 14. november 2025`."""
    dot = "" if language == "en" else "."
    return f"{WEEKDAYS[language][day.weekday()]} {day.day}{dot} {MONTHS[language][day.month - 1]} {day.year}"


def short_date(day: date, today: date) -> str:
    """A day as Norwegians write it in a list, the year only when it is another."""
    return day.strftime("%d.%m." if day.year == today.year else "%d.%m.%Y")
