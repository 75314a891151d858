"""The reader with ways through its text: find words, go to a turn or line, copy."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import cast

from qualcode.project.records import Turn
from qualcode.text.units import paragraphs
from qualcode.tui import memory
from qualcode.tui.dialogs import AskText, Choose
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.reader import Reader, places_of
from qualcode.tui.words import tr, trn


class Wayfinder(Reader):
    """A document one can find one's way in."""

    # Words that this document lacks, and the next one that has them.
    _elsewhere: tuple[str, str] | None = None

    @property
    def text(self) -> str:
        """The document's text."""
        return self._page.layout.text

    @property
    def turns(self) -> Sequence[Turn]:
        """The document's turns."""
        return self._turns

    @property
    def paragraph(self) -> tuple[int, int]:
        """The paragraph at the caret, or all that the selection reaches into."""
        layout = self._page.layout
        start, end = self.selection or (self.caret, self.caret)
        first, last = layout.block_at(start), layout.block_at(max(end - 1, start))
        return layout.blocks[first].start, layout.blocks[last].end

    def on_mount(self) -> None:
        """As the person had it last."""
        self.show_line_numbers = memory.line_numbers()

    def excerpt(self, start: int, end: int, longest: int = 48) -> str:
        """The beginning of a passage on one line."""
        excerpt = " ".join(self.text[start:end].split())
        return excerpt if len(excerpt) <= longest else excerpt[: longest - 1].rstrip() + "…"

    def say(self, message: str) -> None:
        """A word in the status line of the screen."""
        cast(WorkScreen, self.screen).say(message)

    def action_find(self) -> None:
        """Ask for words and go to the first place that has them."""

        def asked(query: str | None) -> None:
            if query:
                self._look_for(query)

        self.app.push_screen(AskText(tr("Find in the document")), asked)

    def _look_for(self, query: str) -> None:
        """Go to the first place in the document that has the words; where none has, tell of other documents."""
        count = self.find(query)
        self._elsewhere = None
        if count:
            self.say(trn("{n} place · f: next", "{n} places · f: next", count))
        elif others := self._others_with(query):
            self._elsewhere = query, next(iter(others))
            places = trn("{n} place", "{n} places", sum(others.values()))
            documents = trn("{n} other document", "{n} other documents", len(others))
            about = {"places": places, "documents": documents}
            self.say(tr("Not found here · {places} in {documents} · f: go there", **about))
        else:
            self.say(tr("Not found"))

    def _others_with(self, query: str) -> dict[str, int]:
        """The other documents with the words and how often each has them, from the one after this and round."""
        texts = cast(WorkScreen, self.screen).project.corpus.texts()
        ids = list(texts)
        here = ids.index(self.document_id) if self.document_id in texts else 0
        counts = {each: len(places_of(query, texts[each])) for each in [*ids[here + 1 :], *ids[:here]]}
        return {each: count for each, count in counts.items() if count}

    def action_found(self, step: int) -> None:
        """The next or previous place found; where the words were found in other documents only, the first of those."""
        if self._elsewhere is None:
            (self.next_hit if step > 0 else self.previous_hit)()
            if not self._hits:
                self.say(tr("Nothing is searched for yet · /: find"))
            return
        query, document = self._elsewhere
        cast(WorkScreen, self.screen).workbench.open_document(document)
        self._look_for(query)

    def action_extend(self) -> None:
        """Say that the arrow keys mark from now on, which nothing else shows."""
        super().action_extend()
        if self.extending:
            self.say(tr("Marking: arrow keys, words, pages · Esc: no longer"))

    def action_coding(self, step: int) -> None:
        """Go to where the next or previous coding begins, or say that there is none."""
        before = self.caret
        super().action_coding(step)
        if self.caret == before:
            self.say(tr("No more codings in the document") if step > 0 else tr("No coding before this"))

    def step_through(self, places: Iterable[int], step: int) -> bool:
        """Go to the next or previous of some places; whether there is one."""
        place = next_place((self._page.layout.snap(place) for place in places), self.caret, step)
        if place is not None:
            self.move_to(place)
        return place is not None

    def action_turn(self, step: int) -> None:
        """Go to where the next or previous turn begins, or in a document without turns the paragraph."""
        starts = [turn.start for turn in self.turns] or [block.start for block in self._page.layout.blocks]
        if not self.step_through(starts, step):
            self.say(tr("This is the last turn") if step > 0 else tr("This is the first turn"))

    def action_speaker_turn(self, step: int) -> None:
        """Go to where the speaker of the turn at the caret speaks next, or spoke before."""
        if not self.turns:
            self.say(tr("The document has no turns"))
        elif not self.step_through(speaker_starts(self.turns, self.caret), step):
            self.say(tr("No more turns of this speaker") if step > 0 else tr("No turn of this speaker before this"))

    def action_section(self, step: int) -> None:
        """Go to where the next or previous section begins."""
        structure = cast(WorkScreen, self.screen).project.structure
        sections = structure.sections(self.document_id) if self.document_id else []
        if not sections:
            self.say(tr("The document has no sections"))
        elif not self.step_through((section.start for section in sections), step):
            self.say(tr("No more sections") if step > 0 else tr("No section before this"))

    def action_choose_document(self) -> None:
        """Read another document, chosen by its name."""
        screen = cast(WorkScreen, self.screen)
        documents = [(each.id, each.name) for each in screen.project.corpus.documents()]

        def chosen(document: str | None) -> None:
            if document and document != self.document_id:
                screen.workbench.open_document(document)

        if documents:
            self.app.push_screen(Choose(tr("Which document?"), documents, chosen=self.document_id), chosen)
        else:
            self.say(tr("There are no documents yet. Press F2, then a, to import some."))

    def action_go_to(self, typed: str = "") -> None:
        """Ask for a turn, paragraph or line and go there; a digit may have been typed already."""

        def asked(answer: str | None) -> None:
            if answer:
                place = numbered_place(answer, self.text, self.turns, lines=self.show_line_numbers)
                if place is None:
                    self.say(tr("There is no such turn, paragraph or line: {answer}", answer=answer))
                else:
                    self.move_to(place)

        self.app.push_screen(AskText(tr("Go to turn (41), paragraph (p41) or line (l41)"), typed=typed), asked)

    def action_toggle_lines(self) -> None:
        """Number lines as in the file, or turns and paragraphs."""
        self.show_line_numbers = not self.show_line_numbers
        memory.remember_line_numbers(self.show_line_numbers)

    def action_text(self, change: str) -> None:
        """Change the text itself, or what its parts are for."""
        from qualcode.tui.screens.text_changes import TextChanges

        if self.document_id:
            screen = cast(WorkScreen, self.screen)
            getattr(TextChanges(screen, screen.project.corpus.document(self.document_id), self), change)()

    def action_copy(self) -> None:
        """The selected words to the clipboard, as far as the terminal lets them through."""
        if self.selection is None:
            self.say(tr("Nothing is selected · Ctrl+Q quits"))
            return
        self.app.copy_to_clipboard(self.text[slice(*self.selection)])
        self.say(tr("Copied"))


def numbered_place(answer: str, text: str, turns: Sequence[Turn], *, lines: bool = False) -> int | None:
    """Where a turn (`41`), paragraph (`p41`, also `a41` for «avsnitt») or line (`l41`) begins.

    A plain number is what the margin numbers: lines if they are shown, else turns, else paragraphs.
    """
    match = re.fullmatch(r"\s*([lpa:¶]?)\s*(\d{1,9})\s*", answer, re.IGNORECASE)
    if not match:
        return None
    number, kind = int(match[2]), match[1].lower() or ("l" if lines else "t" if turns else "p")
    if kind == "t":
        return next((turn.start for turn in turns if turn.number == number), None)
    if kind in "l:":
        starts = [0, *(m.end() for m in re.finditer("\n", text))]
    else:
        starts = [part.start for part in paragraphs(text)]
    return starts[number - 1] if 1 <= number <= len(starts) else None


def speaker_starts(turns: Sequence[Turn], caret: int) -> list[int]:
    """Where the turns begin of the one who speaks at the caret, or spoke last before it, or speaks first at all."""
    at = max(bisect_right([turn.start for turn in turns], caret) - 1, 0)
    return [turn.start for turn in turns if _speaker(turn) == _speaker(turns[at])]


def _speaker(turn: Turn) -> tuple[str | None, str | None]:
    return turn.speaker_id, turn.speaker


def next_place(places: Iterable[int], caret: int, step: int) -> int | None:
    """The nearest place after the caret, or before it."""
    beyond = [place for place in places if (place > caret if step > 0 else place < caret)]
    return (min if step > 0 else max)(beyond, default=None)
