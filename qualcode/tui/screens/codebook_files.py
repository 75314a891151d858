"""Codebooks that come in from files, or from those that the program has, and go out into files."""

from __future__ import annotations

from pathlib import Path

from qualcode.exchange import codebook_files
from qualcode.shipped import read_codebook, shipped_codebooks
from qualcode.text.symbols import visible
from qualcode.tui.dialogs import AskPath, Choose, what_is_taken
from qualcode.tui.saving import save_as
from qualcode.tui.screens.questions import ask
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.words import tr, trn

ENDINGS = (".docx", ".yaml", ".csv", ".qdc", ".md")
READABLE = (".yaml", ".yml", ".csv", ".qdc")
FILE = "file"


def load_codebook(screen: WorkScreen) -> None:
    """Ask which codebook, and take it in."""

    def chosen(name: str) -> None:
        if name == FILE:
            question = AskPath(tr("Load which file?"), "./", endings=READABLE, says=what_is_taken)
            ask(screen, question, lambda path: _load(screen, path))
        else:
            _load(screen, name)

    choices = [(name, name) for name in shipped_codebooks()]
    ask(screen, Choose(tr("Load which codebook?"), [(FILE, tr("a file …")), *choices]), chosen)


def _load(screen: WorkScreen, reference: str) -> None:
    reading = read_codebook(reference)
    book = screen.project.codebook.load(reading.codebook)
    for notice in reading.notices[:3]:
        screen.notify(visible(notice), markup=False)
    codes = trn("{n} code", "{n} codes", len(reading.codebook.codes))
    screen.did(tr("Took in {codes} into the codebook {name}", codes=codes, name=book.name))


def export_codebook(screen: WorkScreen, book: str | None) -> None:
    """Ask for a file, and write a codebook into it."""
    file = screen.project.codebook.dump(book)
    counts = {code.path: code.codings for code in screen.project.codebook.codes(book)}

    def write(path: Path) -> None:
        codebook_files.write(file, path, language=screen.workbench.language, codings=counts)

    save_as(screen, tr("Export the codebook to which file?"), tr("codebook"), ENDINGS, write)
