"""The workbench's voice: every string a person sees goes through `tr` or `trn`."""

from __future__ import annotations

from qualcode.wording import wording


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


LANGUAGE = Spoken("nb")


def tr(message: str, **fields: object) -> str:
    """An English message in the person's language, its `{fields}` filled in."""
    text = wording(LANGUAGE.get()).gettext(message) if message else ""
    return text.format(**fields) if fields else text


def trn(one: str, many: str, n: int, **fields: object) -> str:
    """The same for a number of things; `{n}` is the number."""
    return wording(LANGUAGE.get()).ngettext(one, many, n).format(n=n, **fields)
