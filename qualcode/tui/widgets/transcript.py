"""The reader with what a researcher does to the words at hand: code, uncode, move boundaries, write memos."""

from __future__ import annotations

import re
from asyncio import sleep
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import BindingType

from qualcode.project.naming import name_key
from qualcode.project.records import Code, Coding
from qualcode.text.units import words
from qualcode.tui.actions import TEXT, bindings
from qualcode.tui.dialogs import Choose, Confirm, WriteMemo
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.reader import Reader
from qualcode.tui.widgets.reader_caret import Unit
from qualcode.tui.widgets.wayfinder import Wayfinder
from qualcode.tui.words import tr, trn

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

LONGEST_IN_VIVO = 60
NEARBY = 400


class Transcript(Wayfinder):
    """The document being coded."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TEXT)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._coded: tuple[int, int] | None = None

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

    async def on_reader_caret_moved(self, message: Reader.CaretMoved) -> None:
        """Tell what is here; the panes get a turn to say that they changed, so that all is painted at once."""
        with self.app.batch_update():
            self.work.show_place(message.offset)
            await sleep(0)

    def on_reader_selection_changed(self) -> None:
        """Other keys make sense now."""
        self.work.refresh_hints()

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
        span = self.span
        if span is not None:
            title = tr("A code for «{words}»", words=self.excerpt(*span))
            self.work.workbench.pick_code(title, partial(self._picked, span))

    def _picked(self, span: tuple[int, int], picked: Picked) -> None:
        if picked.code is not None:
            self.apply(picked.code, span)
        else:
            self._apply_new(picked.name, span, parent=picked.parent)

    def apply(self, code: Code, span: tuple[int, int] | None = None) -> None:
        """Give words a code: these, or the selection, or the sentence at the caret."""
        span = span or self.span
        if span is None:
            return
        before = self.work.project.last_act()
        self.work.project.coding.apply(code, self.document_id, *span)
        self._after_coding(code, span, is_new=self.work.project.last_act() != before)

    def _apply_new(
        self, name: str, span: tuple[int, int], *, parent: Code | None = None, in_vivo: bool = False
    ) -> None:
        project = self.work.project
        known = [code for code in self.work.codes if name_key(code.name) == name_key(name)]
        if known and parent is None:
            self.apply(known[0], span)
            return
        with project.action(project.say("New code {code} in {document}", code=name, document=self.work.document_name)):
            fields: dict[str, Any] = {"in_vivo": True, "example": self.excerpt(*span, longest=300)} if in_vivo else {}
            code = project.codebook.add(name, parent=parent, **fields)
            project.coding.apply(code, self.document_id, *span)
        self._after_coding(code, span, is_new=True, new_code=True)

    def _after_coding(self, code: Code, span: tuple[int, int], *, is_new: bool, new_code: bool = False) -> None:
        self.work.workbench.used(code)
        self._coded = span
        if self.selection != span:
            self.select(*span)
        if is_new:
            (self.work.did if new_code else self.work.coded)(tr("Coded «{code}»", code=code.name))
        else:
            self.work.say(tr("You have «{code}» on these words already", code=code.name))

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
        if (span := self.span) is not None:
            self._apply_new(in_vivo_name(self.text[slice(*span)]), span, in_vivo=True)

    def action_in_vivo_below(self) -> None:
        """The same below a code that is chosen first."""
        if (span := self.span) is not None:
            name = in_vivo_name(self.text[slice(*span)])

            def chosen(picked: Picked) -> None:
                self._apply_new(name, span, parent=picked.code, in_vivo=True)

            self.work.workbench.pick_code(tr("«{name}» below which code?", name=name), chosen, create=False)

    def action_remove_coding(self) -> None:
        """Take away a coding at the caret; somebody else's only after a question."""
        self._with_coding(tr("Remove which coding?"), self._remove)

    def _remove(self, coding: Coding) -> None:
        def remove(yes: bool | None) -> None:
            if yes:
                self.work.project.coding.remove(coding.id)
                self.work.coded(tr("Removed «{code}»", code=coding.code))

        if name_key(coding.coder) == name_key(self.work.project.coder):
            remove(True)
        else:
            title = tr("Remove {coder}'s coding?", coder=coding.coder)
            self.app.push_screen(Confirm(title, f"«{self.excerpt(coding.start, coding.end)}»: {coding.code}"), remove)

    def action_resize(self, by_start: int, by_end: int) -> None:
        """Move the start or end of the innermost coding at the caret by a word."""
        codings = self._own_first()
        if not codings:
            self.work.say(tr("No coding here"))
            return
        coding = codings[0]
        start, end = moved_span(self.text, coding.start, coding.end, by_start, by_end)
        if (start, end) == (coding.start, coding.end):
            return
        self.work.project.coding.resize(coding.id, start, end)
        if not start <= self.caret < end:
            self.move_to(start if self.caret < start else end - 1)
        if self.selection is not None:
            self.select(start, end)
        count = len(list(words(self.text[start:end])))
        self.work.coded(trn("«{code}»: {n} word", "«{code}»: {n} words", count, code=coding.code))

    def action_memo(self) -> None:
        """Write on the coding here, or on the selected words."""
        selection, codings = self.selection, self.codings_at_caret()
        if selection is not None:
            codings = [coding for coding in codings if (coding.start, coding.end) == selection]
        if codings:
            self._choose(tr("Memo on which coding?"), codings, self._memo_on_coding)
        elif (span := self.span) is not None:
            self._memo_on_words(span)

    def _memo_on_coding(self, coding: Coding) -> None:
        def written(text: str | None) -> None:
            if text is not None and text != coding.memo:
                self.work.project.coding.set_memo(coding.id, text)
                self.work.coded(tr("Memo on «{code}»", code=coding.code))

        self.app.push_screen(WriteMemo(tr("Memo on «{code}»", code=coding.code), coding.memo), written)

    def _memo_on_words(self, span: tuple[int, int]) -> None:
        memos = self.work.project.memos
        old = next((memo for memo in self.work.memos if (memo.start, memo.end) == span), None)

        def written(text: str | None) -> None:
            if not text and old is not None:
                memos.remove(old.id)
                self.work.coded(tr("Removed the memo"))
            elif text and old is None:
                memos.add(text, document=self.document_id, start=span[0], end=span[1])
                self.work.coded(tr("Memo on the passage"))
            elif text and old is not None and text != old.text:
                memos.update(old.id, text=text)
                self.work.coded(tr("Memo on the passage"))

        title = tr("Memo on «{words}»", words=self.excerpt(*span))
        self.app.push_screen(WriteMemo(title, old.text if old else ""), written)

    def action_key_quote(self) -> None:
        """Mark a coding as a key quote, or take the mark away."""

        def mark(coding: Coding) -> None:
            self.work.project.coding.mark_key(coding.id, not coding.key_quote)
            message = tr("No longer a key quote") if coding.key_quote else tr("Key quote")
            self.work.coded(f"{message}: «{coding.code}»")

        self._with_coding(tr("Which coding is a key quote?"), mark)

    def _own_first(self) -> list[Coding]:
        own = name_key(self.work.project.coder)
        return sorted(self.codings_at_caret(), key=lambda coding: name_key(coding.coder) != own)

    def _with_coding(self, title: str, act: Callable[[Coding], None]) -> None:
        self._choose(title, self._own_first(), act)

    def _choose(self, title: str, codings: Sequence[Coding], act: Callable[[Coding], None]) -> None:
        if not codings:
            self.work.say(tr("No coding here"))
        elif len(codings) == 1:
            act(codings[0])
        else:
            by_id = {coding.id: coding for coding in codings}
            lines = [(c.id, f"{c.code} · {c.coder} · «{self.excerpt(c.start, c.end, 40)}»") for c in codings]
            self.app.push_screen(Choose(title, lines), lambda key: act(by_id[key]) if key else None)


def in_vivo_name(text: str) -> str:
    """Words as the name of a code: one line, without the punctuation around them, at whole words not too long."""
    name = re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(text.split())) or " ".join(text.split())
    if len(name) <= LONGEST_IN_VIVO:
        return name
    return name[:LONGEST_IN_VIVO].rsplit(" ", 1)[0] + "…"


def moved_span(text: str, start: int, end: int, by_start: int, by_end: int) -> tuple[int, int]:
    """A span with its start or end moved by a word; it never loses its last word."""
    low, high = max(start - NEARBY, 0), min(end + NEARBY, len(text))
    found = [(low + a, low + b) for a, b in words(text[low:high])]
    if by_start:
        starts = [a for a, _ in found if (a < start if by_start < 0 else start < a < end)]
        start = (starts[-1] if by_start < 0 else starts[0]) if starts else start
    if by_end:
        ends = [b for _, b in found if (b > end if by_end > 0 else start < b < end)]
        end = (ends[0] if by_end > 0 else ends[-1]) if ends else end
    return start, end
