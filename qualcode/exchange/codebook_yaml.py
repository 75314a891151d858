"""Codebooks as YAML: the form that people write, read and compare in version control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from qualcode.errors import InvalidInput
from qualcode.exchange.cells import truth
from qualcode.exchange.codebook_tree import (
    LISTS,
    TEXTS,
    Branch,
    Placed,
    Reading,
    branches,
    checked_entry,
    codebook_file,
    unknown_key,
)
from qualcode.project.records import PATH_SEPARATOR, CodebookFile, CodeEntry
from qualcode.wording import tr

_TOP_KEYS = ("codebook", "language", "description", "codes")
_WORDS = ("guid", "level", "status", "color")
_KEYS = ("name", *_WORDS, "labels", *TEXTS, *LISTS, "in_vivo", "codes")
_LONG = 80
# YAML takes these for line feeds and would give them back as such, except between double quotes.
_ODD_BREAK = re.compile("[\r\x85\u2028\u2029]")


class _TextLoader(yaml.SafeLoader):
    """Reads every scalar as the text that stands there, since `no` is a language and `12:30` a time in a quote."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}  # noqa: RUF012

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse aliases, with which a small file can stand for billions of nodes."""
        if self.check_event(yaml.AliasEvent):
            line = self.line + 1
            raise InvalidInput("line {line}: aliases are not used in codebooks", "write the values out", line=line)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that stands twice, of which YAML would silently keep the last."""
        seen = set()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise InvalidInput("line {line}: a key must be a word", line=line)
            if key.value in seen:
                raise InvalidInput("line {line}: the key «{key}» is there twice", line=line, key=key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


class _BlockDumper(yaml.SafeDumper):
    """Writes indented lists and literal blocks for text of several lines, so that a change shows as a changed line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent list items below their key."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Write equal values out each time."""
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD_BREAK.search(text) else "|" if "\n" in text else ">" if len(text) > _LONG else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_BlockDumper.add_representer(str, _represent_text)


def loads(text: str) -> Reading:
    """A codebook from YAML; InvalidInput names the code at which a rule is broken."""
    try:
        content = yaml.load(text, _TextLoader)  # a SafeLoader that knows text, lists and mappings only
    except yaml.YAMLError as error:
        raise InvalidInput(
            "the file is not YAML: {error}", "compare it with a shipped codebook", error=_problem(error)
        ) from error
    except RecursionError as error:
        raise InvalidInput("the file is nested too deeply for a codebook") from error
    place = tr("the file")
    top = _mapping(content, place, _TOP_KEYS)
    language, description = _text(top, "language", place) or "nb", _text(top, "description", place)
    name, codes = _text(top, "codebook", place), _placed(_codes(top, place), ())
    return Reading(codebook_file(name, language, description, codes, named=bool(name)))


def dumps(codebook: CodebookFile) -> str:
    """A codebook as YAML; empty fields are left out and the order of keys is fixed."""
    top = {
        "codebook": codebook.name if codebook.named else "",
        "language": codebook.language,
        "description": codebook.description,
    }
    content = {**_filled(top), "codes": [_node(branch) for branch in branches(codebook)]}
    text: str = yaml.dump(content, Dumper=_BlockDumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def _node(branch: Branch) -> dict[str, Any]:
    entry = branch.entry
    values: dict[str, Any] = {key: getattr(entry, key) for key in (*_WORDS, "labels", *TEXTS, *LISTS)}
    values |= {key: list(values[key]) for key in LISTS}
    values |= {"labels": {key: entry.labels[key] for key in sorted(entry.labels, key=("nb", "nn", "en").index)}}
    values["level"] = "" if entry.level == "code" else entry.level
    values["status"] = "" if entry.status == "active" else entry.status
    values |= {"in_vivo": entry.in_vivo, "codes": [_node(child) for child in branch.children]}
    return {"name": entry.path[-1], **_filled(values)}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _problem(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or tr("it cannot be read")
    return tr("line {line}: {problem}", line=mark.line + 1, problem=problem) if mark else str(problem)


def _placed(nodes: list[Any], above: tuple[str, ...]) -> Iterator[Placed]:
    for number, node in enumerate(nodes, start=1):
        place = PATH_SEPARATOR.join((*above, tr("code {number}", number=number)))
        name = _text(_mapping(node, place), "name", place)
        if not name.strip():
            raise InvalidInput("{place}: the name is missing", "every code needs a «name:»", place=place)
        path = (*above, name)
        place = PATH_SEPARATOR.join(path)
        yield Placed(_entry(_mapping(node, place, _KEYS), path, place), place)
        yield from _placed(_codes(node, place), path)


def _entry(node: Mapping[str, Any], path: tuple[str, ...], place: str) -> CodeEntry:
    others: dict[str, Any] = {key: _text(node, key, place) for key in (*TEXTS, "color")}
    others |= {key: _list(node, key, place) for key in LISTS}
    labels = _mapping(node.get("labels") or {}, f"{place}: labels")
    entry = CodeEntry(
        path=path,
        guid=_text(node, "guid", place) or None,
        level=_text(node, "level", place) or "code",
        status=_text(node, "status", place) or "active",
        labels={key: _text(labels, key, place) for key in labels},
        in_vivo=_truth(_text(node, "in_vivo", place), place),
        **others,
    )
    return checked_entry(entry, place)


def _mapping(value: Any, place: str, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput("{place}: keys with values are expected, not {kind}", place=place, kind=_kind(value))
    for key in value:
        if keys and key not in keys:
            raise unknown_key(str(key), keys).at(place)
    return value


def _codes(node: Mapping[str, Any], place: str) -> list[Any]:
    codes = node.get("codes") or []
    if not isinstance(codes, list):
        raise InvalidInput(
            "{place}: codes must be a list, not {kind}",
            "begin each code with «- name:»",
            place=place,
            kind=_kind(codes),
        )
    return codes


def _text(node: Mapping[str, Any], key: str, place: str) -> str:
    value = node.get(key, "")
    if not isinstance(value, str):
        raise InvalidInput("{place}: {key} must be text, not {kind}", place=place, key=key, kind=_kind(value))
    return value


def _list(node: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = node.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidInput("{place}: {key} must be a list of texts", "write it as [one, two]", place=place, key=key)
    return tuple(filter(None, map(str.strip, value)))


def _truth(text: str, place: str) -> bool:
    said = truth(text)
    if said is None:
        raise InvalidInput("{place}: in_vivo is «{text}»", "write true or false", place=place, text=text)
    return said


def _kind(value: Any) -> str:
    return tr("keys with values" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text")
