"""The words people see, in bokmål, nynorsk and English: the one door to the message catalogues.

Source strings are English; the catalogues under `qualcode/locale` hold the Norwegian, compiled by `make messages`.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
LOCALE_FOLDER = Path(__file__).parent / "locale"


@cache
def wording(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English is the source and needs none."""
    return gettext.translation("qualcode", LOCALE_FOLDER, [language], fallback=True)


class Spoken:
    """The language of the process: threads that count and import speak it too, which no ContextVar would give them."""

    def __init__(self, language: str) -> None:
        self._language = language

    def get(self) -> str:
        """The language now."""
        return self._language

    def set(self, language: str) -> str:
        """Speak another one; the one before, for `reset`."""
        before, self._language = self._language, language
        return before

    def reset(self, before: str) -> None:
        """Speak as before."""
        self._language = before


LANGUAGE = Spoken("en")


def tr(message: str, **fields: object) -> str:
    """An English message in the language that is spoken, its `{fields}` filled in."""
    text = wording(LANGUAGE.get()).gettext(message) if message else ""
    return text.format(**fields) if fields else text


def trn(one: str, many: str, n: int, **fields: object) -> str:
    """The same for a number of things; `{n}` is the number."""
    return wording(LANGUAGE.get()).ngettext(one, many, n).format(n=number(n), **fields)


def number(n: int) -> str:
    """A number as it is written in a text: from five digits on, in threes."""
    return str(n) if abs(n) < 10_000 else f"{n:,}".replace(",", "," if LANGUAGE.get() == "en" else "\N{NO-BREAK SPACE}")


def preferred_language() -> str:
    """The language of the person's environment, or bokmål, since most who use this are Norwegian."""
    for variable in ("QUALCODE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(variable, "").split("_")[0].split(".")[0].lower()
        if code in LANGUAGES:
            return code
        if code == "no":
            return "nb"
    return "nb"
