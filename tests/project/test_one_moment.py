"""What takes several reads is of one moment, whatever somebody else stores between them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event

from qualcode.project.code_use import code_uses
from qualcode.project.project import Project, open_project
from qualcode.project.rounds import Wanted
from tests.conftest import on_both_databases

LAST = 1
TEXT = "I: Hva skjer med de andre?\n\nBERIT: De venter. Noen venter lenge.\n"
COUNTS: dict[str, Callable[[Project], Any]] = {
    "uses": code_uses,
    "matrix": lambda project: project.tables.matrix(columns="case"),
    "square": lambda project: project.tables.square("units", within="turn"),
    "pairs": lambda project: project.tables.cooccurrence(within="sentence"),
    "passages": lambda project: project.tables.passages("Venting", "Tid"),
    "quotes": lambda project: project.quotes.quotes(),
    "coverage": lambda project: project.guides.coverage("Guiden", proposed=True),
    "answers": lambda project: project.guides.answers("1", "Guiden", proposed=True),
    "hits": lambda project: project.rounds.hits(Wanted(query="venter")),
    "search": lambda project: project.search.find("venter"),
}


def study(project: Project) -> None:
    """An interview with a guide, a case and two codes on the same words."""
    project.corpus.add("Berit", TEXT)
    project.cases.add("Kontoret")
    for name in ("Venting", "Tid"):
        project.codebook.add(name)
        project.coding.apply(name, "Berit", TEXT.index("De"), TEXT.index(" Noen"))
    project.guides.propose(project.guides.add("Guiden", "1. Hva skjer med de andre?"))


def change(project: Project, number: int) -> None:
    """What somebody else does: another interview and another code, and the interview that was there goes."""
    name = f"Ny {number}"
    project.corpus.add(name, TEXT)
    project.codebook.add(name)
    project.coding.apply(name, name, 2, 9)
    if number == LAST:
        project.corpus.remove("Berit")


@on_both_databases
@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS)
def test_it_is_counted_as_it_was_when_counting_began(project: Project, count: Callable[[Project], Any]) -> None:
    study(project)
    expected, numbers = count(project), iter(range(LAST + 1))
    with closing(open_project(project.database.location, coder="Jon")) as other:

        def store(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            number = None if statement.startswith("BEGIN") else next(numbers, None)
            if number is not None:
                change(other, number)

        event.listen(project.database.engine, "after_cursor_execute", store)
        assert count(project) == expected
        event.remove(project.database.engine, "after_cursor_execute", store)
    assert next(numbers, None) != 0, "nobody came in between"
