"""How people name things: folded keys for comparing names, and answers when a name fits nothing or too much."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from time import time_ns
from typing import TypeVar
from uuid import UUID, uuid4

from qualcode.errors import Ambiguous, InvalidInput, NotFound
from qualcode.project.records import PATH_SEPARATOR
from qualcode.wording import tr

Thing = TypeVar("Thing")
MAX_NAME = 300
MOST_NAMED = 5
GUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
JOINER = "\u200d"  # joins emoji; not printable by itself


def name_key(name: str) -> str:
    """Two names are the same name when their keys are equal: case and composition do not count, å and a differ."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_guid(reference: str) -> bool:
    """Whether a reference is an id as we write them."""
    return GUID.fullmatch(reference) is not None


def ordered_guid() -> str:
    """A new id that comes after those made before it: version 7 of RFC 9562, the moment first."""
    milliseconds, rest = divmod(time_ns(), 1_000_000)
    moment = milliseconds << 16 | 7 << 12 | rest * 4096 // 1_000_000
    # A random id of version 4 has the same variant in its second half.
    return str(UUID(int=moment << 64 | uuid4().int % 2**64))


def by_age(guid: str) -> tuple[bool, str]:
    """What to sort ids by, the oldest first; those that tell no moment stay in one order, before the others."""
    return guid[14:15] == "7", guid


def checked_name(name: str, what: str) -> str:
    """A name as it will be stored: NFC, one line, trimmed."""
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    seen = clean.replace(JOINER, "")
    if not seen or not seen.isprintable():
        raise InvalidInput("a {what} needs a name of printable characters, not {name}", what=tr(what), name=repr(name))
    if what == "code" and PATH_SEPARATOR in f" {clean} ":
        raise InvalidInput(
            "«{name}» cannot be the name of a code", "«>» between spaces divides a path: write › instead", name=clean
        )
    if max(len(clean), len(name_key(clean))) > MAX_NAME:  # a few letters grow when they are folded
        raise InvalidInput(
            "the name of the {what} is longer than {most} characters",
            "give it a shorter one",
            what=tr(what),
            most=MAX_NAME,
        )
    return clean


def choose(reference: str, things: Sequence[Thing], what: str, *keys: Callable[[Thing], Iterable[str]]) -> Thing:
    """The one thing that a reference names; each key is tried over all things before the next one is.

    Raises NotFound with the nearest names, Ambiguous with the full names it fits; where those are the same, with what
    the last key gives.
    """
    wanted = name_key(reference)
    for key in keys:
        fitting = [thing for thing in things if any(name_key(name) == wanted for name in key(thing))]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = ", ".join(_apart(fitting, keys))
            raise Ambiguous(
                "«{name}» is the name of {count} {things}",
                "say which: {names}",
                name=reference,
                count=len(fitting),
                things=tr(f"{what}s"),
                names=names,
            )
    if not things:
        hint = "there are no {things} yet"
        raise NotFound("there is no {what} «{name}»", hint, what=tr(what), name=reference, things=tr(f"{what}s"))
    shown: dict[str, str] = {}
    for key in keys:
        for thing in things:
            for name in key(thing):
                shown.setdefault(name_key(name), next(iter(keys[0](thing))))
    raise not_found(reference, what, shown)


def _apart(things: Sequence[Thing], keys: Sequence[Callable[[Thing], Iterable[str]]]) -> list[str]:
    """Names to call these things by: their full ones, or by the last key where those are the same."""
    full = sorted(next(iter(keys[0](thing))) for thing in things)
    if len(set(map(name_key, full))) == len(full):
        return full
    return sorted(next(iter(keys[-1](thing)), full[0]) for thing in things)


def not_found(reference: str, what: str, shown: Mapping[str, str]) -> NotFound:
    """The error for a name that fits nothing, with the nearest ones, else the first, as a hint; `shown` is by key."""
    near = get_close_matches(name_key(reference), shown, n=3, cutoff=0.5)
    names = list(dict.fromkeys(map(shown.__getitem__, near or shown)))
    more = ", …" if len(names) > MOST_NAMED else ""
    hint = "did you mean: {names}" if near else "there are: {names}" if names else ""
    told = ", ".join(names[:MOST_NAMED]) + more
    return NotFound("there is no {what} «{name}»", hint, what=tr(what), name=reference, names=told)
