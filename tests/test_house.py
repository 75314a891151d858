"""The rules that keep the house in order: what is loaded when, and how large things may grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "qualcode"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("textual", "sqlalchemy", "spacy", "nltk", "numpy", "docx", "lxml", "alembic")


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


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_classes_stay_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= 600
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) for item in node.body)
            assert methods <= 25, f"{node.name} has {methods} methods"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_what_is_public_say_what_they_are_for(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "the module"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
