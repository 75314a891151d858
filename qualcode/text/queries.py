"""Several words to look for at once: `skjønn* OR "faglig vurdering", vilkårlig` is three terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

_QUOTES = re.compile('["«»“”]')
_QUOTED = re.compile('"[^"«»“”]+"|«[^"«»“”]+»|“[^"«»“”]+”')
# In capitals only: «ja eller nei» is a phrase.
_TOKEN = re.compile(
    r"(?P<quoted>\"[^\"]*\"|«[^»]*»|“[^”]*”)|(?P<apart>[;|\n]|,(?!\d)|(?<!\d),|(?<=\s)(?:OR|ELLER)(?=\s))|.", re.DOTALL
)


def terms(query: str) -> list[str]:
    """The words and phrases of a query, between `OR`, `ELLER`, commas, semicolons, bars and line ends."""
    parts: list[list[str]] = [[]]
    for match in _TOKEN.finditer(query):
        if match.lastgroup == "apart":
            parts.append([])
        else:
            parts[-1].append(match[0])
    found = (" ".join("".join(part).split()) for part in parts)
    return list({term.casefold(): term for term in reversed(list(found)) if term}.values())[::-1]


def query_of(wanted: Iterable[str]) -> str:
    """Terms as a query that gives just these back; one that would be divided goes in quotes."""
    cleaned = (" ".join((term if _QUOTED.fullmatch(term) else _QUOTES.sub("", term)).split()) for term in wanted)
    return " OR ".join(dict.fromkeys(term if terms(term) == [term] else f'"{term}"' for term in cleaned if term))
