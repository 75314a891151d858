"""Keys in the workbench on a pseudo-terminal, from the key written to the last byte of what it brought.

They are pressed in a long interview with many codings, added to a copy of the study; a bare Textual app that repaints
as much answers the same keys in the same run.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.project.project import Project, open_project
from qualcode.project.records import CodingRow, Document
from tests.benchmarks.measuring import Line, Sample
from tests.benchmarks.sizes import LONGEST_CODING, OPENING, transcripts
from tests.benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from tests.benchmarks.study import Study

PAGE_DOWN, RIGHT, SENTENCE, CODE = b"\x1b[6~", b"\x1b[C", b"s", b"1"
PICK, NEXT, PREVIOUS, CODEBOOK, LEAVE = b"c", b">", b"<", b"\x1bOS", b"\x1b"
LETTERS = ("kode 12", "tema 4", "3 de ok")
KEY_BUDGETS = {"caret": 0.016, "page": 0.033, "code": 0.06, "picker": 0.033, "switch": 0.15, "tree": 0.15}
WHAT = {
    "caret": "a step with the caret",
    "page": "a page on",
    "code": "code a sentence, stored",
    "picker": "a letter in the picker",
    "switch": "another document",
}
# Long enough for what comes in several steps, shorter than the cursor of an input line takes to blink.
SETTLING = 0.3


def press_keys(study: Study) -> Iterator[Line]:
    """Read, code, choose and go elsewhere."""
    long, before = lengthened(study)
    bare = ("-m", "tests.benchmarks.bare", long, before.name)
    with Terminal(study.folder, *bare, long.stem) as terminal:
        terminal.wait_for(OPENING)
        floor = pressed(terminal, study, coding=False)
    with Terminal(study.folder, *study.workbench(long.stem, long)) as terminal:
        terminal.wait_for(OPENING)
        samples = pressed(terminal, study, coding=True)
    floor["code"] = floor["page"]
    for name, what in WHAT.items():
        yield study.line("key", what, samples[name], floor[name], name)
    opened = study.times(lambda: opening(study, *study.workbench(long.stem, long)))
    yield study.line("key", "open the codebook", opened, study.times(lambda: opening(study, *bare)), "tree")


def pressed(terminal: Terminal, study: Study, *, coding: bool) -> dict[str, list[Sample]]:
    """Every key as often as it takes for a p95, in an app that has just come up; `coding` where it can code."""
    count = study.size.long_words // 500
    terminal.settle(SETTLING)
    samples = {
        "caret": [terminal.brings(RIGHT) for _ in range(count)],
        "page": [terminal.brings(PAGE_DOWN) for _ in range(count)],
    }
    if coding:
        samples["code"] = [terminal.brings(CODE) for _ in range(count) if terminal.brings(SENTENCE)]
    samples["picker"] = [sample for letters in LETTERS for sample in letters_typed(terminal, letters)]
    samples["switch"] = [terminal.brings((PREVIOUS, NEXT)[turn % 2], SETTLING) for turn in range(count)]
    return samples


def letters_typed(terminal: Terminal, letters: str) -> list[Sample]:
    """Open the picker, type, and leave it."""
    terminal.press(PICK)
    terminal.settle(SETTLING)
    samples = [terminal.brings(letter.encode()) for letter in letters]
    terminal.press(LEAVE)
    terminal.settle(SETTLING)
    return samples


def opening(study: Study, *command: object) -> Sample:
    """The first time in a sitting that the tree of codes is wanted."""
    with Terminal(study.folder, *command) as terminal:
        terminal.wait_for(OPENING)
        terminal.settle(SETTLING)
        return terminal.brings(CODEBOOK)


def lengthened(study: Study) -> tuple[Path, Document]:
    """A copy of the study with a long interview last, much of it coded, and more codes; and the document before it."""
    path = study.folder / "Langt intervju.qualcode"
    shutil.copy(study.path, path)
    size = replace(study.size, documents=1, words=study.size.long_words)
    [file] = transcripts(size, study.folder / "long interview")
    with closing(open_project(path, coder="Ida")) as project:
        before = project.corpus.documents()[-1]
        [long] = project.corpus.import_files([file.rename(file.with_stem(path.stem))]).imported
        more_codes(project, study.size.all_codes)
        project.codebook.pin("Kode 001", 1)
        project.coding.import_rows(overlapping(project, long, study.size.long_codings))
    return path, before


def more_codes(project: Project, count: int) -> None:
    """Codes below the themes until there are so many."""
    codes = project.codebook.codes()
    themes = [code for code in codes if code.level == "theme"]
    with project.action("more codes"):
        for number in range(len(codes), count):
            project.codebook.add(f"Kode {number:03}", parent=themes[number % len(themes)])


def overlapping(project: Project, document: Document, count: int) -> Iterator[CodingRow]:
    """So many codings anywhere in a document, of any code."""
    chance, names = random.Random(count), [code.name for code in project.codebook.codes()]
    for _ in range(count):
        start = chance.randrange(document.characters - LONGEST_CODING)
        yield CodingRow(document.name, start, start + chance.randint(10, LONGEST_CODING), chance.choice(names))
