"""A project of one size, built with the program itself, and everything that is measured on it."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from qualcode.project.project import Project, create_project, open_project
from qualcode.project.records import CodingRow
from tests.benchmarks import floors
from tests.benchmarks.keys import KEY_BUDGETS, press_keys
from tests.benchmarks.measuring import MANY, Line, Sample, inside, program
from tests.benchmarks.sizes import CLOSING, OPENING, SIZES, SYLLABLES, Size, codebook, codings, transcripts, vocabulary
from tests.benchmarks.terminal import Terminal

MOST_IN_WORD = 10_000
TO_THE_END = b"\x1b[1;5F"
HEAVY = ("textual", "sqlalchemy", "spacy", "nltk")
# Seconds; DESIGN's section 10 sets them for the size that strains most.
BUDGETS: Mapping[tuple[str, str], float] = {
    ("import", "L"): 20,
    ("codings", "L"): 10,
    ("open", "L"): 1.5,
    ("open", "M"): 1.0,
    ("cooccur", "L"): 1.5,
    ("quotes", "L"): 4,
    ("docx", "L"): 10,
    ("docx", "M"): 10,
    ("search", "L"): 0.3,
    ("apply", "L"): 0.06,
    **{("edit", size): 0.15 for size in SIZES},
    **{(key, size): seconds for size in SIZES for key, seconds in KEY_BUDGETS.items()},
}


@dataclass(frozen=True, slots=True)
class Study:
    """A project of one size in a folder of its own, which is also the home of the programs that work on it."""

    size: Size
    folder: Path
    runs: int = 3

    def times(self, take: Callable[[], Sample]) -> list[Sample]:
        """The same measurement as often as it takes."""
        return [take() for _ in range(self.runs)]

    @property
    def path(self) -> Path:
        """The project file."""
        return self.folder / "study.qualcode"

    def measured(self, name: str, wanted: Callable[[str], bool]) -> Iterator[Line]:
        """The lines of one benchmark; what builds the project runs in any case."""
        lines = MEASUREMENTS[name]
        if name in BUILDING:
            yield from (line for line in list(lines(self)) if wanted(name))
        elif wanted(name):
            yield from lines(self)

    def qualcode(self, *arguments: object) -> Sample:
        """A command of the program on this project, from the start of Python to its end."""
        return program(self.folder, "-m", "qualcode", "-p", self.path, "--coder", "Ida", "--lang", "en", *arguments)

    def workbench(self, document: str, path: Path | None = None) -> tuple[object, ...]:
        """Python's arguments that open the workbench at a document."""
        return "-m", "qualcode", "--coder", "Ida", "--lang", "en", "open", path or self.path, "--document", document

    def floor(self, act: Callable[..., None], *arguments: object) -> Sample:
        """A bare computation as a program of its own."""
        return program(self.folder, "-m", "tests.benchmarks.floors", act.__name__, *arguments)

    def line(self, name: str, what: str, samples: list[Sample], floor: list[Sample], budget: str = "") -> Line:
        """A row of the table."""
        return Line(f"{name}: {what}", self.size.name, samples, BUDGETS.get((budget or name, self.size.name)), floor)

    def open(self) -> closing[Project]:
        """The project in this process."""
        return closing(open_project(self.path, coder="Ida"))

    def documents(self) -> dict[str, int]:
        """How long each document is."""
        with closing(sqlite3.connect(self.path)) as connection:
            return dict(connection.execute("SELECT name, characters FROM document ORDER BY position"))


def help_page(study: Study) -> Iterator[Line]:
    """The help page, and what it should never load."""
    code = "import sys; from qualcode.cli.program import cli\ntry: cli(['--help'])\nexcept SystemExit: pass\n"
    check = f"{code}sys.exit(' '.join({{*sys.modules}} & {{*{HEAVY!r}}}) or 0)"
    try:
        program(study.folder, "-c", check)
        loads = "loads none of the heavy"
    except RuntimeError as error:
        loads = f"LOADS {str(error).rsplit(': ', 1)[-1].strip()}"
    samples = study.times(lambda: program(study.folder, "-m", "qualcode", "--help"))
    yield study.line("help", loads, samples, study.times(lambda: study.floor(floors.pass_by)))


def import_texts(study: Study) -> Iterator[Line]:
    """A new project, and all transcripts into it at once."""
    files = transcripts(study.size, study.folder / "transcripts")
    program(study.folder, "-m", "qualcode", "new", study.path)
    sample = study.qualcode("import", files[0].parent)
    floor = study.floor(floors.store_texts, study.folder / "texts.db", files[0].parent)
    yield study.line("import", f"{len(files)} transcripts", [sample], [floor])


def import_codings(study: Study) -> Iterator[Line]:
    """The codebook, then all codings from one csv file."""
    study.qualcode("codebook", "import", codebook(study.size, study.folder / "codebook.csv"))
    file = codings(study.size, study.documents(), study.folder / "codings.csv")
    sample = study.qualcode("codings", "import", file)
    floor = study.floor(floors.store_codings, study.folder / "codings.db", file)
    yield study.line("codings", f"import {study.size.codings:,} from csv", [sample], [floor])


def open_workbench(study: Study) -> Iterator[Line]:
    """From nothing to a transcript that is painted and has gone to its end on a key; and the bare app's way there."""
    names = list(study.documents())
    document = names[len(names) // 2]
    samples = study.times(lambda: usable(study, *study.workbench(document)))
    bare = study.times(lambda: usable(study, "-m", "tests.benchmarks.bare", study.path, document))
    yield study.line("open", "start to a transcript that answers", samples, bare)


def usable(study: Study, *command: object) -> Sample:
    """How long until the first words stand on the screen and a key has brought the last ones."""
    with Terminal(study.folder, *command) as terminal:
        terminal.wait_for(OPENING)
        terminal.press(TO_THE_END)
        return Sample(terminal.wait_for(CLOSING) - terminal.began)


def count_cooccurrences(study: Study) -> Iterator[Line]:
    """The table of pairs, as a command."""
    floor = study.times(lambda: study.floor(floors.count_overlaps, study.path))
    yield study.line("cooccur", "the table of pairs", study.times(lambda: study.qualcode("cooccur")), floor)


def quotes_as_csv(study: Study) -> Iterator[Line]:
    """Every quote, as a command."""
    out = study.folder / "quotes.csv"
    floor = study.times(lambda: study.floor(floors.write_quotes, study.path, out))
    samples = study.times(lambda: study.qualcode("quotes", "-o", out))
    yield study.line("quotes", f"{study.size.codings:,} to csv", samples, floor)


def quotes_as_word(study: Study) -> Iterator[Line]:
    """Some ten thousand quotes as a Word document, as a command."""
    count = min(study.size.codings, MOST_IN_WORD)
    names = list(study.documents())[: study.size.documents * count // study.size.codings]
    out = study.folder / "quotes.docx"
    floor = study.times(lambda: study.floor(floors.write_word, study.path, out, *names))
    filters = [part for name in names for part in ("--document", name)]
    samples = study.times(lambda: study.qualcode("quotes", *filters, "-o", out))
    yield study.line("docx", f"{count:,} quotes", samples, floor)


def search_words(study: Study) -> Iterator[Line]:
    """A word as usual as most, and one that stands everywhere."""
    rare = next(word for word, count in Counter(vocabulary(study.size)).items() if count == 1 and len(word) > 8)
    with study.open() as project:
        for budget, word in (("search", rare), ("", SYLLABLES[0])):
            hits = len(project.search.find(word))
            samples = study.times(lambda: inside(partial(project.search.find, word)))  # noqa: B023
            floor = study.times(lambda: inside(partial(floors.find_word, str(study.path), word)))  # noqa: B023
            yield study.line("search", f"{hits:,} hits, in the program", samples, floor, budget or "-")


def apply_codes(study: Study) -> Iterator[Line]:
    """Codings one at a time, each stored, then taken back one at a time; the floor is a bare row, stored as safely."""
    copy = study.folder / "floor.qualcode"
    shutil.copy(study.path, copy)
    with study.open() as project, floors.database(copy) as bare:
        bare.execute("PRAGMA synchronous=FULL")
        bare.commit()
        document = project.corpus.documents()[-1]
        rows = [(str(uuid4()), document.id, start, start + 7) for start in range(0, MANY * 2, 2)]
        applied = [inside(partial(project.coding.apply, "Kode 001", document.name, *row[2:])) for row in rows]
        undone = [inside(project.history.undo) for _ in rows]
        added = [inside(partial(_add_row, bare, row)) for row in rows]
        removed = [inside(partial(_remove_row, bare, row[0])) for row in rows]
    yield study.line("apply", "one code, stored", applied, added)
    yield study.line("apply", "undo it", undone, removed, "-")


def edit_text(study: Study) -> Iterator[Line]:
    """Edits near the beginning of a long interview with many codings: all of them move; the floor moves bare rows."""
    path, count = study.folder / "edited.qualcode", 2_000
    [file] = transcripts(replace(study.size, documents=1, words=20_000), study.folder / "long")
    with closing(create_project(path, coder="Ida")) as project:
        [document] = project.corpus.import_files([file]).imported
        project.codebook.add("Kode")
        places = [start * document.characters // (count + 10) for start in range(count)]
        project.coding.import_rows(CodingRow(document.name, start, start + 80, "Kode") for start in places)
        edited = [inside(partial(project.editing.edit, document, at, at + 3, "endret")) for at in range(300, 500, 10)]
        longer = project.corpus.text(document).replace(" ", "  ", 40)
        replaced = [inside(partial(project.editing.replace, document, longer))]
    with floors.database(path) as bare:
        moved = [inside(partial(_move_rows, bare)) for _ in edited]
    yield study.line("edit", "2,000 codings re-anchored", edited, moved)
    yield study.line("edit", "a corrected version", replaced, moved, "-")


def _move_rows(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE coding SET start_offset = start_offset + 1, end_offset = end_offset + 1")
    connection.commit()


def _add_row(connection: sqlite3.Connection, row: tuple[str, str, int, int]) -> None:
    connection.execute(
        "INSERT INTO coding (id, document_id, start_offset, end_offset, code_id, coder_id, created_at, key_quote)"
        " SELECT ?, ?, ?, ?, code_id, coder_id, created_at, 0 FROM coding LIMIT 1",
        row,
    )
    connection.commit()


def _remove_row(connection: sqlite3.Connection, coding: str) -> None:
    connection.execute("DELETE FROM coding WHERE id = ?", (coding,))
    connection.commit()


MEASUREMENTS: Mapping[str, Callable[[Study], Iterator[Line]]] = {
    "help": help_page,
    "import": import_texts,
    "codings": import_codings,
    "open": open_workbench,
    "cooccur": count_cooccurrences,
    "quotes": quotes_as_csv,
    "docx": quotes_as_word,
    "search": search_words,
    "apply": apply_codes,
    "edit": edit_text,
    "key": press_keys,
}
BUILDING = ("import", "codings")
