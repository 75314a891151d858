"""Interview guides as tables: their lines, where they were asked, in how many interviews, and the answers."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from qualcode.exchange.tabular import Cell, Table
from qualcode.project.records import Answer, Asked, Coverage, Guide, Question

GUIDE_COLUMNS = ("name", "sections", "questions", "prompts", "documents")
LINE_COLUMNS = ("label", "kind", "depth", "number", "text")
LINK_COLUMNS = ("question", "document", "turn", "start", "end", "confidence", "status", "text", "id")
ANSWER_COLUMNS = ("document", "turn", "speaker", "start", "end", "words", "text")


def guide_table(guides: Iterable[Guide]) -> Table:
    """One row a guide."""
    return Table(GUIDE_COLUMNS, map(attrgetter(*GUIDE_COLUMNS), guides))


def line_table(lines: Iterable[Question]) -> Table:
    """One row a line of a guide."""
    return Table(LINE_COLUMNS, map(attrgetter(*LINE_COLUMNS), lines))


def link_table(links: Iterable[Asked]) -> Table:
    """One row a place where a question is asked, or may be."""
    return Table(LINK_COLUMNS, map(attrgetter(*LINK_COLUMNS), links))


def answer_table(answers: Iterable[Answer]) -> Table:
    """One row a turn of somebody who answers."""
    return Table(ANSWER_COLUMNS, map(attrgetter(*ANSWER_COLUMNS), answers))


def coverage_table(coverage: Coverage, title: str = "") -> Table:
    """A wide table: a question each row, an interview or case each column, then in how many of them it was asked."""
    rows: Iterable[tuple[Cell, ...]] = (
        (line.shown, *counts, asked, len(coverage.columns))
        for line, counts, asked in zip(coverage.questions, coverage.cells, coverage.asked_in, strict=True)
    )
    return Table(("question", *coverage.columns, "asked_in", "of"), rows, title)
