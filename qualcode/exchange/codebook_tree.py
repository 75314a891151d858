"""What every codebook format shares: the tree behind the paths, and the rules an entry has to keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import NamedTuple
from uuid import UUID

from qualcode.errors import InvalidInput
from qualcode.project.naming import checked_name, name_key
from qualcode.project.records import CODE_LEVELS, CODE_STATUSES, PATH_SEPARATOR, CodebookFile, CodeEntry
from qualcode.wording import LANGUAGES, tr

TEXTS = ("definition", "include", "exclude", "example")
LISTS = ("aliases", "phrases", "literature", "scale")
MAX_DEPTH = 40
ITEM_SEPARATOR = " | "
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_SHORT_HEX = re.compile(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])")


class Reading(NamedTuple):
    """A codebook as read, with a notice for each thing that was left out or changed."""

    codebook: CodebookFile
    notices: tuple[str, ...] = ()


class Placed(NamedTuple):
    """An entry and where in its file it stands, in words for an error message."""

    entry: CodeEntry
    place: str


@dataclass
class Branch:
    """A code with the codes below it."""

    entry: CodeEntry
    children: list[Branch] = field(default_factory=list)


def checked_entry(entry: CodeEntry, place: str) -> CodeEntry:
    """The entry in its canonical form; InvalidInput names the place of what breaks a rule."""
    try:
        return replace(
            entry,
            path=tuple(checked_name(name, "code") for name in entry.path),
            guid=_checked_guid(entry.guid),
            level=one_of(entry.level, CODE_LEVELS, "level"),
            status=one_of(entry.status, CODE_STATUSES, "status"),
            color=_checked_color(entry.color),
            labels={one_of(key, LANGUAGES, "label language"): label for key, label in entry.labels.items()},
        )
    except InvalidInput as error:
        raise error.at(place) from error


def codebook_file(
    name: str, language: str, description: str, entries: Iterable[Placed], *, named: bool = False
) -> CodebookFile:
    """A codebook in tree order, with parents that the file only names in paths; `named` if it says its own name."""
    placed = list(entries)
    _refuse_doubled_guids(placed)
    return CodebookFile(name, language, description, tuple(flat(tree(placed))), named)


def branches(codebook: CodebookFile) -> list[Branch]:
    """The roots of a codebook that is to be written; InvalidInput if a file could not give it back."""
    return tree(Placed(checked_entry(entry, " > ".join(entry.path)), "") for entry in codebook.codes)


def tree(entries: Iterable[Placed]) -> list[Branch]:
    """The roots; a parent that comes late or never gets its place where its first child needed it."""
    top = Branch(CodeEntry(path=()))
    known: dict[tuple[str, ...], Branch] = {(): top}
    given: set[tuple[str, ...]] = set()
    for entry, place in entries:
        key = tuple(map(name_key, entry.path))
        if len(key) > MAX_DEPTH:
            raise InvalidInput(
                "{place}: a code {depth} levels deep; {deepest} is the limit",
                place=place,
                depth=len(key),
                deepest=MAX_DEPTH,
            )
        if key in given:
            doubled = InvalidInput("the code «{path}» is there twice", path=PATH_SEPARATOR.join(entry.path))
            raise doubled.at(place) if place else doubled
        given.add(key)
        _branch(known, entry.path, key).entry = entry
    return _respelt(top).children


def _branch(known: dict[tuple[str, ...], Branch], path: tuple[str, ...], key: tuple[str, ...]) -> Branch:
    for depth in range(1, len(key) + 1):
        if key[:depth] not in known:
            known[key[:depth]] = Branch(CodeEntry(path=path[:depth]))
            known[key[: depth - 1]].children.append(known[key[:depth]])
    return known[key]


def _respelt(branch: Branch) -> Branch:
    """Paths below a branch begin with its own spelling, whatever case the file wrote there."""
    for child in branch.children:
        child.entry = replace(child.entry, path=(*branch.entry.path, child.entry.path[-1]))
        _respelt(child)
    return branch


def flat(roots: Iterable[Branch]) -> Iterator[CodeEntry]:
    """The entries depth first, parents before children."""
    for branch in roots:
        yield branch.entry
        yield from flat(branch.children)


def one_of(value: str, allowed: Sequence[str], what: str) -> str:
    """The value if it is allowed, else InvalidInput with what is."""
    if value not in allowed:
        raise InvalidInput(
            "«{value}» is no {what}",
            "choose one of: {choices}",
            value=value,
            what=tr(what),
            choices=", ".join(allowed),
        )
    return value


def unknown_key(key: str, allowed: Iterable[str]) -> InvalidInput:
    """The error for a key that no codebook has, with the one that may have been meant."""
    known = list(allowed)
    near = get_close_matches(key, known, n=1)
    return InvalidInput(
        "unknown key «{key}»",
        "did you mean: {names}" if near else "known are: {names}",
        key=key,
        names=", ".join(near or known),
    )


def hex_color(text: str) -> str | None:
    """`#rrggbb` for that or `#rgb`, None for anything else."""
    if _HEX.fullmatch(text):
        return text
    return _SHORT_HEX.sub(r"#\1\1\2\2\3\3", text) if _SHORT_HEX.fullmatch(text) else None


def canonical_guid(text: str) -> str | None:
    """A guid in lower case without braces, None for what is no guid."""
    try:
        return str(UUID(text.strip().strip("{}")))
    except ValueError:
        return None


def joined(items: Iterable[str]) -> str:
    """A list in one cell: `a | b`, with bars and backslashes inside the items escaped."""
    return ITEM_SEPARATOR.join(re.sub(r"[\\|]", r"\\\g<0>", item) for item in items)


def split(cell: str) -> tuple[str, ...]:
    """The list behind `joined`; empty items are dropped."""
    parts = re.findall(r"(?:[^\\|]|\\[\\|]|\\)+", cell)
    return tuple(filter(None, (re.sub(r"\\([\\|])", r"\1", part).strip() for part in parts)))


def labels_of(fields: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The labels among flat fields such as `labels_nn`."""
    return {language: fields[prefix + language] for language in LANGUAGES if fields.get(prefix + language)}


def _checked_guid(guid: str | None) -> str | None:
    if guid is None or canonical_guid(guid):
        return guid and canonical_guid(guid)
    raise InvalidInput("«{guid}» is no guid", "leave it out for a new one", guid=guid)


def _checked_color(color: str) -> str:
    if color and not hex_color(color):
        raise InvalidInput("«{color}» is no colour", 'write it as "#1f77b4"', color=color)
    return (hex_color(color) or "") if color else ""


def _refuse_doubled_guids(placed: Iterable[Placed]) -> None:
    owners: dict[str, str] = {}
    for entry, place in placed:
        path = PATH_SEPARATOR.join(entry.path)
        if entry.guid and owners.setdefault(entry.guid, path) != path:
            raise InvalidInput(
                "{place}: «{path}» has the guid of «{owner}»",
                "leave one of them out",
                place=place,
                path=path,
                owner=owners[entry.guid],
            )
