"""What is said to people is in the catalogue: nothing is raised, warned of or told that was put together in English."""

from __future__ import annotations

import ast
import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import qualcode
from qualcode.errors import InvalidInput, NotFound
from qualcode.locale.extraction import ERRORS, PLURAL, SINGULAR, extract
from qualcode.wording import LANGUAGE, LANGUAGES, tr, trn

PACKAGE = Path(qualcode.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
READ_ONLY = {"gettext", "ngettext"}  # what they give is filled in elsewhere
TOLD_IN_WORDS = {"UsageError": 0, "BadParameter": 0, "ClickException": 0, "Notice": 1}
Scope = dict[str, list[ast.expr]]


def called(call: ast.Call) -> str:
    """The last word of what is called."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


@cache
def parsed(path: Path) -> ast.Module:
    """A module's tree, read once for all tests."""
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def calls(path: Path) -> list[tuple[ast.Call, Scope]]:
    """Every call in a module, with what the names around it stand for."""
    module, found = _names(parsed(path), deep=False), []
    for outer in _functions(parsed(path)):
        scope = {**module, **_names(outer)}
        found += [(node, scope) for node in ast.walk(outer) if isinstance(node, ast.Call)]
    return found


def _functions(node: ast.AST) -> Iterator[ast.AST]:
    """The functions and methods of a module, those within others not by themselves."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield child
        elif isinstance(child, ast.ClassDef | ast.If):
            yield from _functions(child)


def _names(node: ast.AST, *, deep: bool = True) -> Scope:
    """What each name is made to stand for in a function or at the top of a module; loops go through tables."""
    found: Scope = {}
    for each in ast.walk(node) if deep else ast.iter_child_nodes(node):
        if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
            for target in each.targets if isinstance(each, ast.Assign) else [each.target]:
                found.setdefault(ast.unparse(target), []).append(each.value)
        elif isinstance(each, ast.For | ast.comprehension):
            tables = [name for name in ast.walk(each.iter) if isinstance(name, ast.Name) and name.id.isupper()]
            for part in ast.walk(each.target) if tables else ():
                found.setdefault(ast.unparse(part), []).extend(tables)
    return found


def texts(node: ast.AST, scope: Scope) -> list[str]:
    """The texts that an expression may be; an empty list where it is not made of whole texts of the module."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp():
            both = [texts(node.body, scope), texts(node.orelse, scope)]
            return both[0] + both[1] if all(both) else []
        case ast.Dict():
            return [text for value in node.values for text in texts(value, scope)]
        case ast.Tuple():
            return [text for value in node.elts for text in texts(value, scope)]
        case ast.Name():
            before = [value for value in scope.get(node.id, []) if value.lineno <= node.lineno or node.id.isupper()]
            return [text for value in before[-1:] for text in texts(value, scope)]
        case ast.Starred() | ast.Subscript():
            return texts(node.value, scope)
    return []


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def is_worded(text: str) -> bool:
    """Whether a text has words of its own beside its fields."""
    return any(char.isalpha() for literal, *_ in string.Formatter().parse(text) for char in literal)


def not_whole(path: Path) -> Iterator[str]:
    """The errors of a module that are not made of whole texts in the catalogue."""
    with path.open("rb") as file:
        found = {text for _, _, text, _ in extract(file, None, None, None)}
    for call, scope in calls(path):
        for argument in call.args[:2] if called(call) in ERRORS else []:
            options = texts(argument, scope)
            if not options or not {text for text in options if is_worded(text)} <= found:
                yield f"line {call.lineno}: {ast.unparse(argument)}"


def not_translated(path: Path) -> Iterator[str]:
    """The notices and usage errors of a module that are told as they stand in the code."""
    for call, scope in calls(path):
        place = TOLD_IN_WORDS.get(called(call))
        if place is None or len(call.args) <= place:
            continue
        argument = call.args[place]
        values = scope.get(argument.id, []) if isinstance(argument, ast.Name) else [argument]
        if not values or not all(isinstance(value, ast.Call) and called(value) in {"tr", "trn"} for value in values):
            yield f"line {call.lineno}: {ast.unparse(argument)}"


def not_filled_in(path: Path) -> Iterator[str]:
    """The messages of a module with a field that is given nothing."""
    formatted = {id(node.value) for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)}
    for call, scope in calls(path):
        many = called(call) in PLURAL | ERRORS
        if called(call) not in SINGULAR | PLURAL | ERRORS or called(call) in READ_ONLY or id(call) in formatted:
            continue
        given = {keyword.arg for keyword in call.keywords} | ({"n"} if called(call) in PLURAL else set())
        if None not in given:  # ** gives what cannot be seen here
            for text in (text for argument in call.args[: 2 if many else 1] for text in texts(argument, scope)):
                if not fields(text) <= given:
                    yield f"line {call.lineno}: {text}"


def everywhere(faults: Callable[[Path], Iterator[str]]) -> str:
    """The faults of all modules, each on a line with its place."""
    return "\n".join(f"{path.relative_to(PACKAGE)}, {fault}" for path in MODULES for fault in faults(path))


def test_errors_are_made_of_whole_texts_that_are_in_the_catalogue() -> None:
    faults = everywhere(not_whole)
    assert not faults, faults


def test_notices_and_usage_errors_are_translated() -> None:
    faults = everywhere(not_translated)
    assert not faults, faults


def test_every_field_of_a_message_is_filled_in() -> None:
    faults = everywhere(not_filled_in)
    assert not faults, faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_in_what_people_wrote_stay_as_they_are(language: str) -> None:
    before = LANGUAGE.set(language)
    try:
        error = NotFound("there is no {what} «{name}»", "did you mean: {names}", what="{0}", name="{x}", names="{")
        assert "«{x}»" in error.message
        assert error.hint.endswith(": {")
        assert error.at("{} {y}").message == f"{{}} {{y}}: {error.message}"
        assert error.at("a").hint == error.hint
    finally:
        LANGUAGE.reset(before)


def test_an_error_is_read_in_the_language_that_is_spoken_then() -> None:
    error = InvalidInput("the file is empty", "look whether it was saved")
    assert str(error) == "the file is empty"
    said = set()
    for language in LANGUAGES:
        before = LANGUAGE.set(language)
        said.add((error.message, error.hint))
        LANGUAGE.reset(before)
    assert len(said) == len(LANGUAGES)
    assert tr("") == ""


@pytest.mark.parametrize(
    ("language", "written"),
    [("nb", "115\xa0123 dokumenter"), ("nn", "115\xa0123 dokument"), ("en", "115,123 documents")],
)
def test_large_numbers_are_written_in_threes(language: str, written: str) -> None:
    LANGUAGE.set(language)  # the fixture around each test speaks English again
    assert trn("{n} document", "{n} documents", 115_123) == written
    assert trn("{n} document", "{n} documents", 9_999).startswith("9999 ")
