"""Whose codings and memos are shown: everybody's, or one coder's alone, so that no one need see what others think."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.project.naming import name_key
from qualcode.project.records import Memo
from qualcode.tui.words import tr

EVERYBODY = ""


def following(shown: str, coders: Sequence[str], own: str) -> str:
    """After everybody the person alone, then each of the others alone, then everybody again."""
    mine = own_name(coders, own)
    ways = [EVERYBODY, mine, *(coder for coder in coders if coder != mine)]
    return ways[(ways.index(shown) + 1) % len(ways)] if shown in ways else EVERYBODY


def own_name(coders: Iterable[str], own: str) -> str:
    """The person's name as the project has it."""
    return next((coder for coder in coders if name_key(coder) == name_key(own)), own)


def hidden(shown: str, coders: Iterable[str]) -> frozenset[str]:
    """The coders whose codings are not to be seen."""
    return frozenset(coder for coder in coders if coder != shown) if shown else frozenset()


def memos_of(shown: str, memos: Iterable[Memo]) -> list[Memo]:
    """The memos that are to be seen: what somebody thought of a passage is hidden with what they coded."""
    return [memo for memo in memos if shown in (EVERYBODY, memo.coder)]


def told(shown: str, own: str) -> str:
    """Whose codings are shown, in words."""
    if not shown:
        return tr("The codings of all coders")
    return tr("Only your own codings") if shown == own else tr("Only the codings of {coder}", coder=shown)
