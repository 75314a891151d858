"""The workbench's voice: every string a person sees goes through `tr` or `trn`."""

from __future__ import annotations

from contextvars import ContextVar

from qualcode.wording import wording

LANGUAGE: ContextVar[str] = ContextVar("language", default="nb")


def tr(message: str, **fields: object) -> str:
    """An English message in the person's language, its `{fields}` filled in."""
    text = wording(LANGUAGE.get()).gettext(message) if message else ""
    return text.format(**fields) if fields else text


def trn(one: str, many: str, n: int, **fields: object) -> str:
    """The same for a number of things; `{n}` is the number."""
    return wording(LANGUAGE.get()).ngettext(one, many, n).format(n=n, **fields)
