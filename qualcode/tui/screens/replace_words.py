"""Find and replace, in one document or all: every place is shown as it would be and can be left out beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.project.records import Document, TouchedCoding
from qualcode.tui.screens.full_page import FullPage
from qualcode.tui.widgets.change_list import Change, ChangeList, in_context
from qualcode.tui.widgets.import_dialogs import InProgress
from qualcode.tui.widgets.word_places import Wanted, WordPlace, consequence, word_places
from qualcode.tui.words import tr, trn

TYPED_SECONDS = 0.15
ROOM = 60


class Tick(Static, can_focus=True):
    """Yes or no to something, turned by space."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter", "turn", show=False)]
    DEFAULT_CSS = """
    Tick { width: auto; margin-right: 3; }
    Tick:focus { text-style: bold reverse; }
    """

    class Turned(Message):
        """It says something else now."""

    def __init__(self, words: str, value: bool, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self._words, self.value = words, value

    def on_mount(self) -> None:
        """Say what is so."""
        self.update(f"[{'x' if self.value else ' '}] {self._words}")

    def on_click(self) -> None:
        """As space."""
        self.action_turn()

    def action_turn(self) -> None:
        """The other way."""
        self.value = not self.value
        self.on_mount()
        self.post_message(self.Turned())


class ReplaceWords(FullPage[list[TouchedCoding]]):
    """Gives the codings that were changed once the words are replaced."""

    AUTO_FOCUS = "#find"
    DEFAULT_CSS = """
    ReplaceWords Horizontal { height: 1; padding: 0 1; }
    ReplaceWords Horizontal Label { width: 14; color: $foreground 60%; }
    ReplaceWords Input { border: none; height: 1; padding: 0; width: 1fr; background: $panel; }
    ReplaceWords Input:focus { border: none; }
    ReplaceWords #count { height: 1; padding: 0 1; margin: 1 0; text-style: bold; }
    """

    def __init__(self, project: Project, document: Document, find: str = "") -> None:
        super().__init__(tr("Find and replace"))
        self._project, self._document, self._find = project, document, find
        self._texts: Mapping[str, str] = {}
        self._places: Sequence[WordPlace] = ()
        self._left_out: set[int] = set()
        self._wanted = Wanted()

    def body(self) -> ComposeResult:
        """What to find, what to put there, how to look, and every place."""
        for key, words, value in (("find", tr("Find"), self._find), ("words", tr("Replace with"), "")):
            with Horizontal():
                yield Label(words)
                yield Input(value, id=key)
        with Horizontal(id="ticks"):
            yield Tick(tr("whole words"), False, id="whole")
            yield Tick(tr("same case"), True, id="case")
            yield Tick(tr("only this document"), True, id="here")
        yield Label("", id="count", markup=False)
        yield ChangeList()

    def keys(self) -> str:
        """What the keys do."""
        ways = (tr("Tab: to the places"), tr("Space: with or without the place"), tr("Enter there: replace"))
        return " · ".join((*ways, tr("Esc: back")))

    @property
    def changes(self) -> ChangeList:
        """The places."""
        return self.query_one(ChangeList)

    def on_mount(self) -> None:
        """Look for what was selected."""
        self._look()

    def on_input_changed(self) -> None:
        """Other words; several letters typed at once are looked for once."""
        self.set_timer(TYPED_SECONDS, self._look)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to what is to be filled in next."""
        self.query_one("#words", Input).focus() if event.input.id == "find" else self.changes.focus()

    def on_tick_turned(self) -> None:
        """Look in another way."""
        self._look(anew=True)

    def _ticked(self, key: str) -> bool:
        return self.query_one(f"#{key}", Tick).value

    def _look(self, anew: bool = False) -> None:
        find, words = (self.query_one(f"#{key}", Input).value for key in ("find", "words"))
        wanted = Wanted(find, words, self._ticked("whole"), self._ticked("case"))
        if anew or wanted != self._wanted:
            self._wanted = wanted
            self._look_for(wanted, self._ticked("here"))

    @work(thread=True, exclusive=True)
    def _look_for(self, wanted: Wanted, here: bool) -> None:
        try:
            texts, places = self._found(wanted, [self._document] if here else self._project.corpus.documents())
        except QualcodeError as error:
            self.app.call_from_thread(self.say, error.message)
        else:
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(self._show, texts, places)

    def _found(self, wanted: Wanted, documents: Iterable[Document]) -> tuple[dict[str, str], list[WordPlace]]:
        """The places, and the texts that have any."""
        texts: dict[str, str] = {}
        places: list[WordPlace] = []
        for document in documents:
            text = self._project.corpus.text(document) if wanted.find else ""
            if wanted.find and wanted.pattern.search(text):
                texts[document.id] = text
                codings = self._project.coding.codings(document=document)
                places += word_places(document, text, wanted, codings)
        return texts, places

    def _show(self, texts: Mapping[str, str], places: Sequence[WordPlace]) -> None:
        if self.is_mounted:
            self._texts, self._places, self._left_out = texts, places, set()
            self.changes.show(range(len(places)), self._change)
            self._count()

    def _count(self) -> None:
        places, documents, codings = consequence(self._places, self._left_out)
        parts = [
            trn("{n} place", "{n} places", places),
            trn("{n} document", "{n} documents", documents),
            trn("{n} coding", "{n} codings", codings),
        ]
        self.query_one("#count", Label).update(" · ".join(parts) if self._wanted.find else "")

    def _change(self, number: int) -> Change:
        place = self._places[number]
        mark = "[ ]" if number in self._left_out else "[x]"
        edit = (place.start, place.end, self._wanted.words)
        tail = trn("{n} coding", "{n} codings", len(place.codings)) if place.codings else ""
        sides = in_context(self._texts[place.document.id], [edit], ROOM)
        return Change(mark if self._ticked("here") else f"{mark} {place.document.name}", tail, *sides)

    def on_change_list_turned(self, event: ChangeList.Turned) -> None:
        """With or without a place."""
        self._left_out ^= {event.index}
        self.changes.forget(event.index)
        self.changes.action_move(1)
        self._count()

    def on_passage_list_chosen(self) -> None:
        """Replace the words in all places that were not left out, as one act."""
        chosen = [place for number, place in enumerate(self._places) if number not in self._left_out]
        edits = [(place.document, place.start, place.end, self._wanted.words) for place in chosen]
        if not edits:
            self.say(tr("There is nothing to replace"))
            return

        seen = {place.document.id: self._texts[place.document.id] for place in chosen}

        def run(tell: object) -> list[TouchedCoding]:
            return self._project.editing.edit_many(edits, seen)

        def done(touched: list[TouchedCoding] | None) -> None:
            if touched is not None:
                self.dismiss(touched)
            else:
                self._look(anew=True)

        self.app.push_screen(InProgress(tr("Replacing"), run, may_stop=False), done)
