"""A corrected version of a document's file: which, what it will change in numbers, and what became of the codings."""

from __future__ import annotations

from pathlib import Path

from qualcode.project.corrected_file import Correction, in_words
from qualcode.project.records import CorrectedFile, Document
from qualcode.text.reading import READERS, read_file
from qualcode.tui.dialogs import AskPath, Confirm, what_is_taken
from qualcode.tui.screens.text_changes import tell_touched
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.import_dialogs import InProgress
from qualcode.tui.words import tr


def replace_file(screen: WorkScreen, document: Document) -> None:
    """Ask for the file, say what it does, and do it."""
    editing = screen.project.editing

    def compared(path: str) -> tuple[Correction, CorrectedFile]:
        correction = editing.compared(document, read_file(Path(path)))
        return correction, editing.consequences(correction)

    def named(path: str | None) -> None:
        if path:
            screen.app.push_screen(InProgress(tr("Reading"), lambda tell: compared(path)), shown)

    def shown(found: tuple[Correction, CorrectedFile] | None) -> None:
        if found is None:
            screen.say(tr("Nothing was changed"))
        elif found[0].changes_nothing:
            screen.say(tr("The file says what is there already: {name}", name=document.name))
        else:
            ask(*found)

    def ask(correction: Correction, numbers: CorrectedFile) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                tell_touched(screen, document.name, editing.take_in(correction))

        codings = tr(
            "Codings changed: {changed} · lost their text: {lost}", changed=numbers.changed, lost=numbers.orphaned
        )
        title = tr("Replace «{name}» by the corrected file?", name=document.name)
        doubt = tr("{percent} percent of the words are others: is it the right file?", percent=correction.other_share)
        lines = [doubt] if correction.is_another_text else []
        consequence = "\n".join([*lines, *in_words(numbers), codings, tr("You can undo it.")])
        screen.app.push_screen(Confirm(title, consequence), answered)

    title = tr("By which corrected file is «{name}» to be replaced?", name=document.name)
    screen.app.push_screen(AskPath(title, endings=tuple(READERS), says=what_is_taken), named)
