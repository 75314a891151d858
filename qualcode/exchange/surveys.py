"""Surveys from files: their table, and the mapping that says what its columns are, as YAML.

A mapping is written by a guess, edited by a person, and used again each time more answers have come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from qualcode.errors import InvalidInput
from qualcode.exchange.csv_reading import decoded
from qualcode.exchange.files import content_of
from qualcode.project.records import ATTRIBUTE_TYPES, EXPORT_RULES
from qualcode.text.readers.sheets import TABLE_ENDINGS, read_rows
from qualcode.text.surveys import (
    DOCUMENT_NAME,
    NUMBERED_NAME,
    RESPONDENT_NAME,
    Column,
    SurveyMapping,
    SurveyTable,
    check_mapping,
    folded,
    name_for,
    survey_table,
)
from qualcode.wording import tr

_LONG = 100_000_000
_MOST_MEGABYTES = 200
_TOP = ("id", "attributes", "questions", "skip", "name", "respondent")
_OF_ATTRIBUTE = ("name", "type", "values", "export")
_OF_QUESTION = ("name",)


class _Key(NamedTuple):
    """A key of a mapping, and the line it stands on."""

    text: str
    line: int


def read_table(file: Path, sheet: str = "") -> SurveyTable:
    """The table in a csv, tsv or xlsx file; of a workbook the first sheet, or the one named."""
    if file.suffix.lower() not in TABLE_ENDINGS:
        raise InvalidInput(
            "{file} is not a table", "a survey is read from {endings}", file=file.name, endings=", ".join(TABLE_ENDINGS)
        )
    content = content_of(file, _MOST_MEGABYTES)
    try:
        return survey_table(read_rows(content, file.suffix.lower(), sheet=sheet))
    except InvalidInput as error:
        raise error.at(file.name) from error


def read_mapping(file: Path, header: Sequence[str]) -> SurveyMapping:
    """The mapping in a file, for a survey with this header."""
    try:
        return loads(decoded(content_of(file, 1)), header)
    except InvalidInput as error:
        raise error.at(file.name) from error


def dumps(mapping: SurveyMapping, comments: Iterable[str] = ()) -> str:
    """A mapping as YAML below some lines of comment; what is as it would be anyway is left out."""
    content: dict[str, Any] = {}
    if identity := mapping.with_role("id"):
        content["id"] = identity[0].header
    content["attributes"] = {column.header: _attribute_keys(column) for column in mapping.with_role("attribute")}
    content["questions"] = {column.header: {"name": column.name} for column in mapping.with_role("question")}
    content["skip"] = [column.header for column in mapping.with_role("skipped")]
    content |= {"name": mapping.name, "respondent": mapping.respondent}
    lines = "".join(f"# {' '.join(comment.split())}\n" for comment in comments)
    filled = {key: value for key, value in content.items() if value}
    return lines + str(yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=_LONG))


def loads(text: str, header: Sequence[str]) -> SurveyMapping:
    """The mapping of a survey with this header; InvalidInput names the line and the column where a rule is broken."""
    top = _keys(_composed(text), tr("the file"), _TOP)
    roles = _Roles(header)
    if "id" in top:
        roles.take(_Key(_text(top["id"], "id"), _line(top["id"])), "id")
    for key, node in _columns(top.get("attributes"), "attributes"):
        roles.take(key, "attribute", _attribute(key, node))
    for key, node in _columns(top.get("questions"), "questions"):
        roles.take(key, "question", _question(key, node))
    for key in _skipped(top.get("skip")):
        roles.take(key, "skipped")
    name = _text(top["name"], "name") if "name" in top else DOCUMENT_NAME
    usual = RESPONDENT_NAME if "id" in top else NUMBERED_NAME
    respondent = _text(top["respondent"], "respondent") if "respondent" in top else usual
    mapping = SurveyMapping(roles.columns(), name, respondent)
    check_mapping(mapping)
    return mapping


class _Roles:
    """The columns of a header, given their roles one by one."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._by_key = {folded(name): name for name in header}
        self._found: dict[str, Column] = {}

    def take(self, key: _Key, role: str, fields: Mapping[str, Any] | None = None) -> None:
        """Give the column that a key names a role."""
        header = self._by_key.get(folded(key.text))
        if header is None:
            raise self._unknown(key)
        if header in self._found:
            raise InvalidInput(
                "line {line}: the column «{header}» is named twice", "each column has one role",
                line=key.line, header=header,
            )  # fmt: skip
        self._found[header] = Column(header, role, **{"name": name_for(header, role), **(fields or {})})

    def columns(self) -> tuple[Column, ...]:
        """All columns in the order of the header, each of which must have been named."""
        if missing := [name for name in self._header if name not in self._found]:
            told = ", ".join(f"«{name}»" for name in missing[:5]) + (", …" if len(missing) > 5 else "")
            raise InvalidInput(
                "the mapping does not say what these columns are: {columns}",
                "put those to leave out below skip",
                columns=told,
            )
        return tuple(self._found[name] for name in self._header)

    def _unknown(self, key: _Key) -> InvalidInput:
        near = [self._by_key[name] for name in get_close_matches(folded(key.text), self._by_key, n=3, cutoff=0.5)]
        return InvalidInput(
            "line {line}: the survey has no column «{name}»",
            "did you mean: {names}" if near else "its columns are: {names} …",
            line=key.line,
            name=key.text,
            names=", ".join(near or self._header[:5]),
        )


def _attribute_keys(column: Column) -> dict[str, Any]:
    keys: dict[str, Any] = {"type": column.type}
    if column.name != name_for(column.header, "attribute"):
        keys = {"name": column.name, **keys}
    if column.choices:
        keys["values"] = list(column.choices)
    if column.export != "show":
        keys["export"] = column.export
    return keys


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _composed(text: str) -> yaml.Node:
    """The tree of a file, with the lines its parts stand on and every word as it was written."""
    try:
        node = yaml.compose(text.removeprefix("\ufeff"), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problem = InvalidInput(
            "the mapping is not YAML: {problem}",
            'put "…" around headers that hold signs such as ? and :',
            problem=error.problem,
        )
        raise (problem.at(tr("line {line}", line=mark.line + 1)) if mark else problem) from error
    except yaml.YAMLError as error:
        raise InvalidInput("the mapping is not YAML: it holds signs that cannot be read") from error
    except RecursionError as error:
        raise InvalidInput("the mapping is nested too deeply") from error
    if node is None:
        raise InvalidInput(
            "the mapping is empty", "write one to begin with: qualcode survey FILE --write-mapping M.yaml"
        )
    return node


def _keys(node: yaml.Node, place: str, known: Sequence[str]) -> dict[str, yaml.Node]:
    """The values of a mapping node by key; a key that nobody knows, or that comes twice, is refused."""
    found: dict[str, yaml.Node] = {}
    for key, value in _pairs(node, place):
        if key.text not in known:
            near = get_close_matches(key.text, known, n=1) or known
            raise InvalidInput(
                "line {line}: there is no key «{key}» in {place}", "known are: {names}",
                line=key.line, key=key.text, place=place, names=", ".join(near),
            )  # fmt: skip
        if key.text in found:
            raise InvalidInput("line {line}: the key «{key}» is there twice", line=key.line, key=key.text)
        found[key.text] = value
    return found


def _pairs(node: yaml.Node, place: str) -> list[tuple[_Key, yaml.Node]]:
    if _is_empty(node):
        return []
    if not isinstance(node, yaml.MappingNode):
        raise InvalidInput(
            "line {line}: {place} must hold keys with values",
            "write «key: value» on a line",
            line=_line(node),
            place=place,
        )
    pairs = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise InvalidInput("line {line}: a key must be a word", line=_line(key))
        pairs.append((_Key(str(key.value), _line(key)), value))
    return pairs


def _columns(node: yaml.Node | None, place: str) -> list[tuple[_Key, yaml.Node]]:
    """The columns below `attributes` or `questions`: with what is said of each, or just a list of them."""
    if isinstance(node, yaml.SequenceNode):
        empty = yaml.ScalarNode("tag:yaml.org,2002:null", "", node.start_mark)
        return [(_Key(_text(item, place), _line(item)), empty) for item in node.value]
    return _pairs(node, place) if node is not None else []


def _skipped(node: yaml.Node | None) -> list[_Key]:
    if node is None or _is_empty(node):
        return []
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [_Key(_text(item, "skip"), _line(item)) for item in items]


def _attribute(key: _Key, node: yaml.Node) -> dict[str, Any]:
    """What is said of an attribute column."""
    if isinstance(node, yaml.ScalarNode) and node.value in ATTRIBUTE_TYPES:
        return {"type": node.value}
    given = _keys(node, f"«{key.text}»", _OF_ATTRIBUTE)
    fields: dict[str, Any] = {}
    if "name" in given:
        fields["name"] = _text(given["name"], "name")
    if "type" in given:
        fields["type"] = _one_of(given["type"], ATTRIBUTE_TYPES, "type")
    if "export" in given:
        fields["export"] = _one_of(given["export"], EXPORT_RULES, "export rule")
    if "values" in given:
        fields["choices"] = _values(given["values"])
    return fields


def _question(key: _Key, node: yaml.Node) -> dict[str, Any]:
    """What is said of a question column."""
    given = _keys(node, f"«{key.text}»", _OF_QUESTION)
    return {"name": _text(given["name"], "name")} if "name" in given else {}


def _values(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise InvalidInput("line {line}: values must be a list", "write it as [first, second, third]", line=_line(node))
    values = tuple(_text(item, "values") for item in node.value)
    if len(set(map(folded, values))) < len(values):
        raise InvalidInput("line {line}: a value stands twice in the list", line=_line(node))
    return values


def _one_of(node: yaml.Node, allowed: Sequence[str], what: str) -> str:
    text = _text(node, what)
    if text not in allowed:
        raise InvalidInput(
            "line {line}: «{value}» is no {what}",
            "choose one of: {choices}",
            line=_line(node),
            value=text,
            what=tr(what),
            choices=", ".join(allowed),
        )
    return text


def _text(node: yaml.Node, place: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise InvalidInput("line {line}: {place} must be text", line=_line(node), place=place)
    return " ".join(str(node.value).split())


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value.strip() in ("", "~", "null")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
