"""From something on the screen to a file: ask where, ask before replacing, write, say where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.tui.dialogs import AskPath, Confirm
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.words import tr


def save_as(screen: WorkScreen, title: str, name: str, endings: Sequence[str], write: Callable[[Path], None]) -> None:
    """Ask for a path, beside the project unless another is given, and let `write` make the file there.

    The ending says the format; without one the first of `endings` is taken, and in a folder the name proposed. `write`
    runs in a thread.
    """

    def named(answer: str | None) -> None:
        if answer is None:
            return
        path = Path(answer)
        if path.is_dir():
            path = path / (name + endings[0])
        elif not path.suffix:
            path = path.with_name(path.name + endings[0])
        if path.is_file():
            question = Confirm(tr("Replace «{name}»?", name=path.name), tr("There is a file of that name already."))
            screen.app.push_screen(question, lambda yes: run(path) if yes else None)
        else:
            run(path)

    def run(path: Path) -> None:
        screen.run_worker(lambda: _write(screen, path, write), thread=True, group="save")

    screen.app.push_screen(AskPath(title, str(_beside_project(screen) / name) + endings[0], endings=endings), named)


def _write(screen: WorkScreen, path: Path, write: Callable[[Path], None]) -> None:
    try:
        write(path)
    except QualcodeError as error:
        screen.app.call_from_thread(screen.workbench.tell, error)
    else:
        screen.app.call_from_thread(screen.say, tr("Wrote {path}", path=path))


def _beside_project(screen: WorkScreen) -> Path:
    place = Path(screen.project.info().location)
    return place.parent if place.is_file() else Path()
