"""From something on the screen to a file: ask where, ask before replacing, write, say where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os.path import expanduser
from pathlib import Path

from rich.cells import cell_len

from qualcode.errors import QualcodeError
from qualcode.text.symbols import visible
from qualcode.tui.dialogs import AskPath, Confirm, full_path
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.words import tr


def save_as(screen: WorkScreen, title: str, name: str, endings: Sequence[str], write: Callable[[Path], None]) -> None:
    """Ask for a path, beside the project unless another is given, and let `write` make the file there.

    The ending says the format; without one the first of `endings` is taken, and in a folder the name proposed. `write`
    runs in a thread. What could not be written there is asked for again.
    """
    proposed = str(_beside_project(screen) / name) + endings[0]

    def says(typed: str) -> str:
        return tr("Enter writes {path}", path=full_path(destination(expanduser(typed), name + endings[0])))

    def ask(typed: str = "") -> None:
        screen.app.push_screen(AskPath(title, proposed, typed=typed, endings=endings, says=says), named)

    def named(answer: str | None) -> None:
        if answer is None:
            return
        path = destination(answer, name + endings[0])
        if path.is_file():
            question = Confirm(tr("Replace «{name}»?", name=path.name), tr("There is a file of that name already."))
            screen.app.push_screen(question, lambda yes: run(path, answer) if yes else ask(answer))
        else:
            run(path, answer)

    def run(path: Path, answer: str) -> None:
        screen.run_worker(lambda: work(path, answer), thread=True, group="save")

    def work(path: Path, answer: str) -> None:
        try:
            write(path)
        except QualcodeError as error:
            screen.app.call_from_thread(failed, error, answer)
        else:
            screen.app.call_from_thread(_tell, screen, path)

    def failed(error: QualcodeError, answer: str) -> None:
        if screen.is_current:
            ask(answer)
        screen.workbench.tell(error)

    ask()


def destination(typed: str, proposed: str) -> Path:
    """The file that a path means: in a folder that of the name proposed, without an ending that of the one proposed."""
    path = Path(typed)
    if path.is_dir():
        return path / proposed
    return path if path.suffix or not path.name else path.with_name(path.name + Path(proposed).suffix)


def _tell(screen: WorkScreen, path: Path) -> None:
    """Say where a file is; where one line does not hold it, in a notice."""
    words = tr("Wrote {name} in {folder}", name=path.name, folder=full_path(path.parent))
    if cell_len(words) < screen.size.width:
        screen.say(words)
    else:
        screen.workbench.notify(visible(words), markup=False)


def _beside_project(screen: WorkScreen) -> Path:
    place = Path(screen.project.info().location)
    return place.parent if place.is_file() else Path()
