"""The reader with what a researcher does to the words at hand: code, uncode, move boundaries, write memos."""

from __future__ import annotations

import re
from asyncio import sleep
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import events
from textual.binding import BindingType

from qualcode.project.naming import name_key
from qualcode.project.records import Code, first_words
from qualcode.tui.actions import TEXT, bindings, by_id, shown_keys
from qualcode.tui.widgets import coders_shown
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.coding_acts import CodingActs
from qualcode.tui.widgets.edge_reader import EdgeReader
from qualcode.tui.widgets.reader import Reader
from qualcode.tui.widgets.reader_caret import Unit
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.tui.screens.coding import CodingScreen

LONGEST_IN_VIVO = 60


class Seen(NamedTuple):
    """Words as they stood when a person chose them; others may edit the text before the act is done."""

    document_id: str
    text: str
    start: int
    end: int


class Transcript(EdgeReader):
    """The document being coded."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TEXT)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._coded: tuple[int, int] | None = None
        # The codings of others that the person agreed to change.
        self.agreed: set[str] = set()

    @property
    def work(self) -> CodingScreen:
        """The screen this is the middle of."""
        return cast("CodingScreen", self.screen)

    @property
    def span(self) -> tuple[int, int] | None:
        """What an act is about: the selection, or the sentence at the caret, which is selected then."""
        if self.selection is None:
            super().action_select_unit("sentence")
        return self.selection

    @property
    def span_to_code(self) -> tuple[int, int] | None:
        """The same if it may be coded; else it is told why not, and what to press."""
        if (span := self.span) is None:
            return None
        sections = self.work.project.structure.sections(self.document_id)
        closed = [each for each in sections if each.excluded and max(each.start, span[0]) < min(each.end, span[1])]
        if closed:
            key = shown_keys(by_id()["text.sections"], self.work.workbench.keys)[0]
            words = tr("«{section}» is not to be coded · {key}, then x on it: to be coded after all",
                       section=first_words(closed[-1].title), key=key)  # fmt: skip
            self.work.say(words)
        return None if closed else span

    async def on_reader_caret_moved(self, message: Reader.CaretMoved) -> None:
        """Tell what is here; the panes get a turn to say that they changed, so that all is painted at once."""
        with self.app.batch_update():
            self.work.show_place(message.offset)
            await sleep(0)

    def on_click(self, event: events.Click) -> None:
        """On the sign of a memo, or its first words, what `m` opens with its passage selected."""
        if event.style.meta.get("noted"):
            event.prevent_default()
            CodingActs(self).noted(self._page.notes.on(self._cell_under(event)[0]))

    def on_reader_selection_changed(self) -> None:
        """Other keys make sense now."""
        self.work.refresh_hints()

    def on_reader_edge_drawn(self, message: EdgeReader.EdgeDrawn) -> None:
        """Store where the edge of a coding was let go."""
        CodingActs(self).give_span(message.coding, message.start, message.end)

    def action_select_unit(self, unit: Unit) -> None:
        """Select a unit; after coding the selected words, the one that follows them."""
        coded, self._coded = self._coded, None
        if coded is not None and self.selection == coded:
            self._caret.select_following(unit)
            self._follow()
        else:
            super().action_select_unit(unit)

    def action_code(self) -> None:
        """Choose a code for the selection."""
        span = self.span_to_code
        if span is not None:
            title = tr("A code for «{words}»", words=self.excerpt(*span))
            picked = partial(self._picked, self.seen(*span))
            self.work.workbench.pick_code(title, picked, several=True, passage=self.text[slice(*span)])

    def _picked(self, seen: Seen, picked: Picked) -> None:
        if picked.code is not None:
            self.apply(picked.code, seen, *picked.more)
        else:
            self._apply_new(picked.name, seen, parent=picked.parent)

    def seen(self, start: int, end: int) -> Seen:
        """A span of the text as it is shown, to be found again later."""
        return Seen(self.document_id, self.text, start, end)

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """The paragraphs, cut where turns begin and end: what is said, without the labels of speakers."""
        return [(block.start, block.end) for block in self._page.layout.blocks]

    def now(self, seen: Seen) -> tuple[int, int]:
        """Where words stand after what others did to the text meanwhile, which is shown from now on."""
        self.work.catch_up()
        return self.work.project.editing.where_now(*seen)

    def apply(self, code: Code, seen: Seen | None = None, *more: Code) -> None:
        """Give words a code, or several in one act: these, or the selection, or the sentence at the caret."""
        if seen is None:
            if (chosen := self.span_to_code) is None:
                return
            seen = self.seen(*chosen)
        project, codes = self.work.project, [code, *more]
        if self.work.catch_up():
            codes = [code_now(project, each) for each in codes]
        span = self.now(seen)
        before, names = project.last_act(), ", ".join(each.name for each in codes)
        with project.action(project.say("Coded {code} in {document}", code=names, document=self.work.document_name)):
            codings = [project.coding.apply(each, self.document_id, *span) for each in codes]
        is_new = project.last_act() != before
        self._after_coding(codes, span, is_new=is_new)
        for coding, each in zip(reversed(codings), reversed(codes), strict=True):
            if is_new and each.scale and coding.value is None:
                CodingActs(self).ask_value(coding, each)

    def _apply_new(self, name: str, seen: Seen, *, parent: Code | None = None, in_vivo: bool = False) -> None:
        project, span = self.work.project, self.now(seen)
        known = [code for code in self.work.codes if name_key(code.name) == name_key(name)]
        if known and parent is None:
            self.apply(known[0], seen)
            return
        with project.action(project.say("New code {code} in {document}", code=name, document=self.work.document_name)):
            fields: dict[str, Any] = {"in_vivo": True, "example": self.excerpt(*span, longest=300)} if in_vivo else {}
            code = project.codebook.add(name, parent=parent, **fields)
            project.coding.apply(code, self.document_id, *span)
        self._after_coding((code,), span, is_new=True, new_code=True)

    def _after_coding(
        self, codes: Sequence[Code], span: tuple[int, int], *, is_new: bool, new_code: bool = False
    ) -> None:
        for code in reversed(codes):
            self.work.workbench.used(code)
        names = "», «".join(code.name for code in codes)
        self._coded = span
        self._caret.extending = False
        if self.selection != span:
            self.select(*span)
        if is_new:
            (self.work.did if new_code else self.work.coded)(tr("Coded «{code}»", code=names))
        else:
            self.work.say(tr("You have «{code}» on these words already", code=names))

    def action_repeat(self) -> None:
        """Apply the code used last."""
        code = self.work.workbench.last_code(self.work.codes)
        if code is None:
            self.work.say(tr("No code has been used yet"))
        else:
            self.apply(code)

    def action_pinned(self, number: int) -> None:
        """Apply the code on a number key."""
        code = next((code for code in self.work.codes if code.pin == number), None)
        if code is None:
            self.work.say(tr("No code is on key {number}: press it on a code in the codebook", number=number))
        else:
            self.apply(code)

    def action_in_vivo(self) -> None:
        """Let the words become a code of their own."""
        if (span := self.span_to_code) is not None:
            self._apply_new(in_vivo_name(self.text[slice(*span)]), self.seen(*span), in_vivo=True)

    def action_in_vivo_below(self) -> None:
        """The same below a code that is chosen first."""
        if (span := self.span_to_code) is not None:
            name, seen = in_vivo_name(self.text[slice(*span)]), self.seen(*span)

            def chosen(picked: Picked) -> None:
                self._apply_new(name, seen, parent=picked.code, in_vivo=True)

            self.work.workbench.pick_code(tr("«{name}» below which code?", name=name), chosen, create=False)

    def action_coders(self) -> None:
        """The codings of everybody, of the person alone, then of each other coder alone."""
        coders = [coder.name for coder in self.work.project.coding.coders()]
        self.work.show_coder(coders_shown.following(self.work.coder_shown, coders, self.work.project.coder))

    def action_memo_place(self, step: int) -> None:
        """Go to the next or previous passage or coding with a memo."""
        marked = [memo.start for memo in self.work.memos if memo.start is not None]
        marked += [coding.start for coding in self.shown_codings if coding.memo]
        if not self.step_through(marked, step):
            self.say(tr("No more memos in the document") if step > 0 else tr("No memo before this in the document"))

    def action_resize(self, by_start: int, by_end: int) -> None:
        """Move the start or end of the innermost coding at the caret by a word."""
        CodingActs(self).resize(by_start, by_end)

    def action_at_coding(self, act: str) -> None:
        """Another act on a coding at the caret."""
        getattr(CodingActs(self), act)()


def code_now(project: Project, code: Code) -> Code:
    """A code as it is now; the one that it was merged into meanwhile, which has its name as an alias."""
    codes = project.codebook.codes()
    return next((each for each in codes if each.id == code.id), None) or project.codebook.code(code.name)


def in_vivo_name(text: str) -> str:
    """Words as the name of a code: one line, without the punctuation around them, at whole words not too long."""
    name = re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(text.split())) or " ".join(text.split())
    if len(name) <= LONGEST_IN_VIVO:
        return name
    return name[:LONGEST_IN_VIVO].rsplit(" ", 1)[0] + "…"
