"""The rules that keep the house in order: what is loaded when, and how large things may grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "qualcode"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("textual", "sqlalchemy", "spacy", "nltk", "numpy", "docx", "lxml", "alembic")


@cache
def parsed(path: Path) -> ast.Module:
    """A module's tree, read once for all tests."""
    return ast.parse(path.read_text("utf-8"), str(path))


def loaded_by(code: str) -> set[str]:
    """Which heavy packages a fresh interpreter has loaded after running some code."""
    check = f"{code}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("module", ["qualcode", "qualcode.cli", "qualcode.errors", "qualcode.wording"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") == set()


def test_help_loads_nothing_heavy() -> None:
    run = """
import sys
from qualcode.cli import main
sys.argv = ["qualcode", "--help"]
try:
    main()
except SystemExit:
    pass
"""
    assert loaded_by(run) == set()


def test_opening_a_project_loads_neither_the_workbench_nor_the_language_tools(tmp_path: Path) -> None:
    code = f"import qualcode\nqualcode.create_project({str(tmp_path / 'a.qualcode')!r}).close()"
    assert loaded_by(code) == {"sqlalchemy"}


def too_large(path: Path) -> Iterator[str]:
    """What of a module has outgrown its bounds."""
    lines = path.read_text("utf-8").count("\n")
    if lines > 600:
        yield f"{path.relative_to(PACKAGE)} has {lines} lines"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) for item in node.body)
            if methods > 25:
                yield f"{path.relative_to(PACKAGE)}: {node.name} has {methods} methods"


def unexplained(path: Path) -> Iterator[str]:
    """What of a module is public and does not say what it is for."""
    if not ast.get_docstring(parsed(path)):
        yield f"{path.relative_to(PACKAGE)}"
    public = [node for node in parsed(path).body if not getattr(node, "name", "_").startswith("_")]
    for node in public:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not ast.get_docstring(node):
            yield f"{path.relative_to(PACKAGE)}: {node.name}"


def test_modules_and_classes_stay_small() -> None:
    faults = [fault for path in MODULES for fault in too_large(path)]
    assert not faults, "\n".join(faults)


def test_modules_and_what_is_public_say_what_they_are_for() -> None:
    faults = [fault for path in MODULES for fault in unexplained(path)]
    assert not faults, "\n".join(faults)
