"""Several words to look for at once: `skjønn* OR "faglig vurdering", vilkårlig` is three terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

_QUOTES = re.compile('["«»“”]')
_QUOTED = re.compile('"[^"«»“”]+"|«[^"«»“”]+»|“[^"«»“”]+”')
# In capitals only: «ja eller nei» is a phrase.
_EITHER = r"(?<=\s)(?:OR|ELLER)(?=\s)"
_IN_QUOTES = r"(?P<quoted>\"[^\"]*\"|«[^»]*»|“[^”]*”)"
_ALTERNATIVE = re.compile(rf"{_IN_QUOTES}|(?P<apart>{_EITHER})|.", re.DOTALL)
_TERM = re.compile(rf"{_IN_QUOTES}|(?P<apart>[;|\n]|,(?!\d)|(?<!\d),|{_EITHER})|.", re.DOTALL)


def terms(query: str) -> list[str]:
    """The words and phrases of a query, between `OR`, `ELLER`, commas, semicolons, bars and line ends."""
    return _divided(query, _TERM)


def alternatives(query: str) -> list[str]:
    """The words and phrases between `OR` and `ELLER` alone, where a comma may be part of what is looked for."""
    return _divided(query, _ALTERNATIVE)


def unquoted(term: str) -> str:
    """What a term looks for to the letter: the words in its quotes, or all of it."""
    return term[1:-1] if _QUOTED.fullmatch(term) else term


def _divided(query: str, token: re.Pattern[str]) -> list[str]:
    parts: list[list[str]] = [[]]
    for match in token.finditer(query):
        if match.lastgroup == "apart":
            parts.append([])
        else:
            parts[-1].append(match[0])
    found = (" ".join("".join(part).split()) for part in parts)
    return list({term.casefold(): term for term in reversed(list(found)) if term}.values())[::-1]


def query_of(wanted: Iterable[str], either: str = "OR") -> str:
    """Terms as a query that gives just these back; one that would be divided goes in quotes."""
    cleaned = (" ".join((term if _QUOTED.fullmatch(term) else _QUOTES.sub("", term)).split()) for term in wanted)
    return f" {either} ".join(dict.fromkeys(term if terms(term) == [term] else f'"{term}"' for term in cleaned if term))
