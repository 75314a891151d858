"""Somebody else at work on the same project, who changes what the monkey is looking at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import TypeVar

from qualcode.errors import QualcodeError
from qualcode.project.project import Project

COLLEAGUE = "Jon"
Thing = TypeVar("Thing")


class Colleague:
    """Does one thing at a time; what cannot be done is left."""

    def __init__(self, project: Project, chance: Random) -> None:
        self._project, self._chance = project, chance
        self._deeds: Sequence[Callable[[], object]] = (
            *(self._add_code, self._add_code, self._rename_code, self._move_code, self._merge, self._remove_code),
            *(self._code, self._code, self._remove_codings, self._edit, self._edit, self._add_document),
            *(self._remove_document, self._add_memo, self._remove_memo, self._remove_guide, self._remove_round),
            *(self._look_for_questions, self._take_back),
        )

    def act(self) -> str:
        """One deed; its name."""
        deed = self._chance.choice(self._deeds)
        with suppress(QualcodeError, IndexError):  # there may be none left to do it with
            deed()
        return f"({COLLEAGUE} {deed.__name__.strip('_')})"

    def _one(self, things: Sequence[Thing]) -> Thing:
        return self._chance.choice(things)

    def _add_code(self) -> None:
        book = self._project.codebook
        book.add(f"Jons {self._chance.randrange(10**6)}", parent=self._one([None, *book.codes()]))

    def _rename_code(self) -> None:
        self._project.codebook.update(
            self._one(self._project.codebook.codes()), name=f"Endret {self._chance.randrange(10**6)}"
        )

    def _move_code(self) -> None:
        codes = self._project.codebook.codes()
        self._project.codebook.move(self._one(codes), parent=self._one([None, *codes]))

    def _merge(self) -> None:
        codes = self._project.codebook.codes()
        self._project.codebook.merge(self._one(codes), self._one(codes))

    def _remove_code(self) -> None:
        self._project.codebook.remove(self._one(self._project.codebook.codes()))

    def _code(self) -> None:
        document = self._one(self._project.corpus.documents())
        start = self._chance.randrange(document.characters)
        code = self._one(self._project.codebook.codes())
        self._project.coding.apply(code, document, start, min(start + 40, document.characters))

    def _remove_codings(self) -> None:
        codings = self._project.coding.codings()
        self._project.coding.remove(*{self._one(codings).id for _ in range(3)})

    def _edit(self) -> None:
        document = self._one(self._project.corpus.documents())
        start = self._chance.randrange(document.characters)
        self._project.editing.edit(
            document, start, min(start + 30, document.characters), self._one(["", "æ", "ny\n\n"])
        )

    def _add_document(self) -> None:
        self._project.corpus.add(f"Jons {self._chance.randrange(10**6)}", "I: Hva skjer?\n\nMARIT: Ingenting.\n")

    def _remove_document(self) -> None:
        self._project.corpus.remove(self._one(self._project.corpus.documents()))

    def _add_memo(self) -> None:
        self._project.memos.add("Jons tanke", code=self._one(self._project.codebook.codes()))

    def _remove_memo(self) -> None:
        self._project.memos.remove(self._one(self._project.memos.memos()).id)

    def _remove_guide(self) -> None:
        self._project.guides.remove(self._one(self._project.guides.guides()))

    def _remove_round(self) -> None:
        self._project.rounds.remove(self._one(self._project.rounds.rounds()))

    def _look_for_questions(self) -> None:
        self._project.guides.propose(self._one(self._project.guides.guides()))

    def _take_back(self) -> None:
        self._project.history.undo(coder=COLLEAGUE)
