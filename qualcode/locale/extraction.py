"""For `pybabel extract`: the messages of our Python files, also where Babel's own extractor does not look.

Those are calls inside f-strings, messages chosen before they are said, and words in tables of constants: the
vocabularies of the records, the titles and hints of actions, what tables and groups are headed by, and the help of
commands and their options.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from typing import IO, Any

SINGULAR = {"tr", "say", "tell", "gettext"}
PLURAL = {"trn", "ngettext"}
ERRORS = {"QualcodeError", "NotFound", "Ambiguous", "InvalidInput", "Conflict", "ProjectUnusable"}
CHOSEN_BEFORE = {"message", "hint"}
TABLES = {
    "ATTRIBUTE_TYPES",
    "CODE_LEVELS",
    "CODE_STATUSES",
    "DOCUMENT_KINDS",
    "EXPORT_RULES",
    "FIDELITIES",
    "HEADINGS",
    "LINE_KINDS",
    "MEMO_KINDS",
    "SCOPES",
    "SPEAKER_ROLES",
}
NAMED = {"THRESHOLDS", "PROFILES"}  # tables whose keys are said
REFUSALS = {"_FOREIGN", "_REFUSALS"}  # tables of what a file may be instead, with what to do about it
# Calls that name a kind of thing for a message, or say a whole one, and as which argument.
THINGS = {"checked_name": 1, "not_found": 1, "_named": 1, "choose": 2, "one_of": 2, "_one_of": 2}
REASONS = {
    "ALONE", "ASKS", "CONFIRMED", "EMBEDDED", "KNOWN_WORD", "MATCHED", "RECURS", "REPAIR", "SEEN_ONCE", "STAMPED",
    "TOLD", "LABEL_COLON", "LABEL_BRACKETS", "LABEL_TIME", "LABEL_TAB", "LABEL_LINE", "LABEL_DASH", "TIME_ONLY",
    "OWN_PATTERN",
}  # fmt: skip
TITLE, HINT = 1, 5
_SAID_LATER = ("_HINT", "_MESSAGE", "_KIND")  # how constants are called that errors are made of
_FIELD = re.compile(r"\{\w+\}")


def extract(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """The messages of one file, as Babel wants them: line, function, message, comments."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.FunctionDef) and any(map(_makes_a_command, node.decorator_list)):
            yield node.lineno, None, inspect.cleandoc(ast.get_docstring(node, clean=False) or ""), []
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            words = _of_constant(target.id, node.value) if isinstance(target, ast.Name) else []
            yield from (message for word in words for message in _of_table(word))


def _makes_a_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") in {"command", "group"}


def _of_table(word: ast.expr) -> Iterator[Any]:
    """A text of a table, or two: the singular and the plural."""
    texts = [text for element in getattr(word, "elts", [word]) for text in _texts(element)]
    if isinstance(word, ast.Tuple):
        yield word.lineno, "ngettext", (texts[0], texts[1]), []
    else:
        yield from ((word.lineno, None, text, []) for text in texts)


def _of_call(call: ast.Call) -> Iterator[Any]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    texts = [_texts(argument) for argument in call.args]
    helps = (keyword.value for keyword in call.keywords if keyword.arg == "help")
    yield from ((call.lineno, None, text, []) for value in helps for text in _texts(value))
    if THINGS.get(name, len(texts)) < len(texts):
        things = texts[THINGS[name]]
        more = [f"{thing}s" for thing in things] if name == "choose" else []
        yield from ((call.lineno, None, text, []) for text in things + more)
    if name in PLURAL and len(texts) > 1 and texts[0] and texts[1]:
        yield call.lineno, "ngettext", (texts[0][0], texts[1][0]), []
    elif name in SINGULAR and texts:
        yield from ((call.lineno, None, text, []) for text in texts[0])
    elif name in ERRORS:
        yield from ((call.lineno, None, text, []) for words in texts[:2] for text in words)
    elif name == "Action":
        words = [text for place in (TITLE, HINT) if place < len(texts) for text in texts[place]]
        yield from ((call.lineno, None, text, []) for text in words)


def _of_constant(name: str, value: ast.expr) -> list[ast.expr]:
    if name in REASONS or name in CHOSEN_BEFORE or name.endswith(_SAID_LATER):
        return [value]
    if name == "READER_ACTIONS" and isinstance(value, ast.Tuple):
        return [row.elts[TITLE] for row in value.elts if isinstance(row, ast.Tuple)]
    if name in REFUSALS:
        return [node for node in ast.walk(value) if isinstance(node, ast.Constant)]
    if name in TABLES or name.endswith("_MESSAGES"):
        return value.values if isinstance(value, ast.Dict) else getattr(value, "elts", [])
    if name in NAMED and isinstance(value, ast.Dict):
        return [key for key in value.keys if key]
    return []


def _texts(node: ast.expr) -> list[str]:
    """The text of an expression, or both of a choice between two; fields alone are the same in every language."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return []
    return [node.value] if any(map(str.isalpha, _FIELD.sub("", node.value))) else []
