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


def preferred_language() -> str:
    """The language of the person's environment, or bokmål, since most who use this are Norwegian."""
    for variable in ("QUALCODE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(variable, "").split("_")[0].split(".")[0].lower()
        if code in LANGUAGES:
            return code
        if code == "no":
            return "nb"
    return "nb"
