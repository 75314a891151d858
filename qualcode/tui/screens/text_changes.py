"""What can be done to the text of a document that is being coded; codings go along, and what became of them is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.project.intake import DECLINED, MADE
from qualcode.project.records import Document, Section, TouchedCoding
from qualcode.text.difference import found_again
from qualcode.text.reading import base_text
from qualcode.tui.screens.edit_text import EditText
from qualcode.tui.screens.repairs import ReviewRepairs
from qualcode.tui.screens.replace_words import ReplaceWords
from qualcode.tui.screens.sections import Sections
from qualcode.tui.screens.touched_codings import Selection, TouchedCodings, told
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.repair_places import Review, places_of_edits
from qualcode.tui.words import tr, trn
from qualcode.tui.writing import write

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.tui.widgets.wayfinder import Wayfinder


class TextChanges:
    """The changes of the text that is read in F3."""

    def __init__(self, screen: WorkScreen, document: Document, reader: Wayfinder) -> None:
        self._screen, self._document, self._reader = screen, document, reader
        self._project = screen.project

    def edit(self) -> None:
        """Correct the paragraph at the caret, or those that are selected."""
        start, end = self._reader.paragraph
        self._edit(_Stretch(self._project, self._document, self._reader.text, start, end))

    def edit_all(self) -> None:
        """Correct the whole text."""
        text = self._reader.text
        self._edit(_Stretch(self._project, self._document, text, 0, len(text)), whole=True)

    def _edit(self, stretch: _Stretch, *, whole: bool = False) -> None:
        caret = self._reader.caret - stretch.start

        def page() -> EditText:
            words = stretch.words_now()
            return EditText(self._document.name, words, caret=min(max(caret, 0), len(words)), whole=whole)

        def written(after: str | None) -> None:
            if after is not None:
                tell_touched(self._screen, self._document.name, stretch.store(after))

        write(self._screen.app, page, written)

    def replace(self) -> None:
        """Find and replace; what is selected is looked for at first."""
        selection = self._reader.selection
        words = self._reader.text[slice(*selection)] if selection else ""

        def done(touched: list[TouchedCoding] | None) -> None:
            if touched is not None:
                tell_touched(self._screen, tr("Replaced"), touched)

        self._screen.app.push_screen(
            ReplaceWords(self._project, self._document, words if "\n" not in words else ""), done
        )

    def review(self) -> None:
        """Look at the codings that edits changed; an orphaned one can be put on the selected words."""
        selection = self._reader.selection
        review_touched(self._screen, None, (self._document.id, *selection) if selection else None)

    def sections(self) -> None:
        """Go to a section, or say what is not to be coded."""

        def chosen(section: Section | None) -> None:
            if section is not None:
                self._reader.move_to(section.start)

        reader = self._reader
        self._screen.app.push_screen(Sections(self._project, self._document, reader.caret, reader.selection), chosen)

    def repairs(self) -> None:
        """Go through the repairs of the text."""
        review_repairs(self._screen, self._document)


class _Stretch:
    """A stretch of a text that a person corrects, while others may edit the text around it, or the same words."""

    def __init__(self, project: Project, document: Document, seen: str, start: int, end: int) -> None:
        self._project, self._document, self._seen = project, document, seen
        self.start, self._end = start, end

    def words_now(self) -> str:
        """The words to correct, from now on as they are now."""
        now = self._project.corpus.text(self._document)
        self.start, self._end = found_again(self._seen, now, self.start, self._end)
        self._seen = now
        return now[self.start : self._end]

    def store(self, words: str) -> list[TouchedCoding]:
        """Put these words there."""
        corrected = self._seen[: self.start] + words + self._seen[self._end :]
        return self._project.editing.correct(self._document, self._seen, corrected)


def tell_touched(screen: WorkScreen, what: str, touched: Sequence[TouchedCoding]) -> None:
    """After an edit: say what it did to codings, and list those that a person should look at."""
    consequence = told(touched)
    screen.did(f"{what}: {consequence}" if consequence else tr("Stored: {name}", name=what))
    if touched:
        review_touched(screen)


def review_touched(screen: WorkScreen, document: Document | None = None, selection: Selection | None = None) -> None:
    """List the codings that edits changed."""

    def chosen(coding: TouchedCoding | None) -> None:
        if coding is not None:
            end = coding.end if coding.end > coding.start else None
            screen.workbench.open_document(coding.document_id, coding.start, end)

    if screen.project.editing.to_review(document):
        screen.app.push_screen(TouchedCodings(screen.project, document, selection), chosen)
    else:
        screen.say(tr("No coding was changed by an edit"))


def review_repairs(screen: WorkScreen, document: Document) -> None:
    """Go through the repairs of a stored text, and do what was decided as one act."""
    edits = screen.project.editing.edits(document)
    if not edits:
        screen.say(tr("Nothing was repaired in {name}", name=document.name))
        return
    base = base_text(screen.project.corpus.raw(document))
    review = Review(places_of_edits(document.name, base, edits))

    def decided(answer: Review | None) -> None:
        if answer is not None and answer.is_touched:
            decide(screen, document, answer)

    screen.app.push_screen(ReviewRepairs(tr("Repairs in «{name}»", name=document.name), review), decided)


def decide(screen: WorkScreen, document: Document, review: Review) -> None:
    """Make and take back repairs as one act, and tell what that did to codings."""
    project = screen.project
    made, declined = (
        [str(key) for place in review.decided(status) for key in place.keys] for status in (MADE, DECLINED)
    )
    touched: list[TouchedCoding] = []
    with project.action(project.say("Looked through the repairs of {name}", name=document.name)):
        touched += project.editing.take_back(*declined) if declined else []
        touched += project.editing.make(*made) if made else []
    now = {coding.coding_id: coding for coding in touched}
    words = [
        trn("{n} repair made", "{n} repairs made", len(made)) if made else "",
        trn("{n} taken back", "{n} taken back", len(declined)) if declined else "",
    ]
    tell_touched(screen, ", ".join(filter(None, words)), list(now.values()))
