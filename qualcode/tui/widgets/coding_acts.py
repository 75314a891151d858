"""What is done to codings that are there: values, boundaries, splitting, joining, another code, memos, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from qualcode.project.naming import name_key
from qualcode.project.records import Code, Coding, Memo
from qualcode.project.writing import Writing
from qualcode.text.difference import both
from qualcode.text.units import words
from qualcode.tui.dialogs import Choose, Confirm
from qualcode.tui.widgets.noted import SIGN, Noted, span_of, words_of
from qualcode.tui.widgets.value_strip import ValueStrip
from qualcode.tui.words import tr, trn
from qualcode.tui.writing import WriteMemo, write

if TYPE_CHECKING:
    from qualcode.tui.widgets.code_picker import Picked
    from qualcode.tui.widgets.transcript import Seen, Transcript

NEARBY = 400


class CodingActs:
    """Acts on the codings at the caret of a transcript; where there are several, it asks which."""

    def __init__(self, reader: Transcript) -> None:
        self._reader, self._work, self._codings = reader, reader.work, reader.work.project.coding

    def remove(self) -> None:
        """Take away a coding; somebody else's only after a question."""
        self._with_coding(tr("Remove which coding?"), self._remove)

    def _remove(self, coding: Coding) -> None:
        def remove() -> None:
            self._codings.remove(coding.id)
            self._work.coded(tr("Removed «{code}»", code=coding.code))

        self._if_agreed(coding, tr("Remove {coder}'s coding?", coder=coding.coder), remove)

    def _change(self, coding: Coding, change: Callable[[], None]) -> None:
        """Change a coding; somebody else's only after a question, asked once for each."""
        agreed = self._reader.agreed

        def agree() -> None:
            agreed.add(coding.id)
            change()

        if coding.id in agreed:
            change()
        else:
            self._if_agreed(coding, tr("Change {coder}'s coding?", coder=coding.coder), agree)

    def _if_agreed(self, coding: Coding, title: str, act: Callable[[], None]) -> None:
        if self._is_own(coding):
            act()
        else:
            question = Confirm(title, f"«{self._reader.excerpt(coding.start, coding.end)}»: {coding.code}")
            self._reader.app.push_screen(question, lambda yes: act() if yes else None)

    def resize(self, by_start: int, by_end: int) -> None:
        """Move the start or end of the innermost coding by a word."""
        codings, reader = self._own_first(), self._reader
        if not codings:
            self._work.say(tr("No coding here"))
            return
        coding = codings[0]
        start, end = moved_span(reader.text, reader.stretches, coding.start, coding.end, by_start, by_end)
        if (start, end) != (coding.start, coding.end):
            self.give_span(coding, start, end)

    def give_span(self, coding: Coding, start: int, end: int) -> None:
        """Let a coding have other boundaries; the caret stays in it, and what is selected goes along."""
        seen = self._reader.seen(start, end)
        self._change(coding, lambda: self._give_span(coding, seen))

    def _give_span(self, coding: Coding, seen: Seen) -> None:
        reader = self._reader
        start, end = reader.now(seen)
        self._codings.resize(coding.id, start, end)
        if reader.selection is not None:
            reader.select(start, end)
        elif not start <= reader.caret < end:
            reader.move_to(start if reader.caret < start else end - 1)
        self._work.coded(span_words(coding, reader.text, start, end))

    def split(self) -> None:
        """Make two codings of one, where the caret stands."""
        caret = self._reader.caret
        seen = self._reader.seen(caret, caret + 1)
        inside = [coding for coding in self._own_first() if coding.start < caret < coding.end]

        def split(coding: Coding) -> None:
            self._codings.split(coding.id, self._reader.now(seen)[0])
            self._work.coded(tr("Split «{code}» in two here", code=coding.code))

        if not inside:
            self._work.say(tr("Stand inside a coding, where the second part is to begin"))
        else:
            self._choose(tr("Split which coding?"), inside, lambda coding: self._change(coding, lambda: split(coding)))

    def join(self) -> None:
        """Make one coding of those of a code that the selection reaches, or that meet here."""
        shown, text, selection = self._reader.shown_codings, self._reader.text, self._reader.selection

        def join(coding: Coding) -> None:
            run = alike(shown, coding, selection) if selection else adjoining(shown, coding, text)
            if len(run) < 2:
                self._work.say(tr("No other coding of «{code}» begins or ends here: select both", code=coding.code))
                return
            joined = self._codings.join(*(each.id for each in run))
            self._work.coded(trn("Joined {n} coding", "Joined {n} codings", len(run)) + f": «{joined.code}»")

        def join_agreed(coding: Coding) -> None:
            self._change(coding, lambda: join(coding))

        one_each = {(coding.code_id, coding.coder): coding for coding in reversed(self._own_first())}
        self._choose(tr("Join the codings of which code?"), list(reversed(one_each.values())), join_agreed)

    def recode(self) -> None:
        """Give a coding another code, which may be a new one; memo, coder and date stay."""

        def recode(coding: Coding, picked: Picked) -> None:
            new = picked.code or self._recode_anew(coding, picked)
            if picked.code is not None:
                self._codings.recode(coding.id, new)
            self._work.workbench.used(new)
            done = self._work.did if picked.code is None else self._work.coded
            done(tr("«{old}» became «{new}»", old=coding.code, new=new.name))

        def choose(coding: Coding) -> None:
            def picked(new: Picked) -> None:
                if new.code is None or new.code.id != coding.code_id:
                    self._change(coding, partial(recode, coding, new))

            self._work.workbench.pick_code(tr("Which code instead of «{code}»?", code=coding.code), picked)

        self._with_coding(tr("Give which coding another code?"), choose)

    def _recode_anew(self, coding: Coding, picked: Picked) -> Code:
        """Make a code and give it to a coding, in one act."""
        project, document = self._work.project, self._work.document_name
        with project.action(project.say("New code {code} in {document}", code=picked.name, document=document)):
            new = project.codebook.add(picked.name, parent=picked.parent)
            self._codings.recode(coding.id, new)
        return new

    def value(self) -> None:
        """Set or change the value of a coding whose code has a scale."""
        scales = {code.id: code for code in self._work.codes if code.scale}
        valued = [coding for coding in self._own_first() if coding.code_id in scales]
        if valued:
            self._choose(tr("The value of which coding?"), valued, lambda c: self.ask_value(c, scales[c.code_id]))
        else:
            self._work.say(tr("No coding here has a code with values: y in the codebook (F4) gives a code some"))

    def ask_value(self, coding: Coding, code: Code) -> None:
        """One key for the value, in a line below the text."""

        def chosen(value: str | None) -> None:
            if value is not None and (value or None) != coding.value:
                self._change(coding, lambda: give(value or None))

        def give(value: str | None) -> None:
            self._codings.set_value(coding.id, value)
            self._work.coded(tr("«{code}» = {value}", code=code.name, value=value or tr("no value")))

        self._reader.app.push_screen(ValueStrip(code.name, code.scale, coding.value), chosen)

    def memo(self) -> None:
        """Write on the coding here, or on the words; of somebody else's codings, on those that have a memo already."""
        reader, selection = self._reader, self._reader.selection
        codings = [coding for coding in reader.codings_at_caret() if self._is_own(coding) or coding.memo]
        if selection is not None:
            codings = [coding for coding in codings if (coding.start, coding.end) == selection]
        if codings:
            self._choose(tr("Memo on which coding?"), codings, self._memo_on_coding)
        elif (span := reader.span) is not None:
            self._memo_on_words(span)

    def _memo_on_coding(self, coding: Coding) -> None:
        title = tr("Memo on «{code}»", code=coding.code)

        def written(text: str | None) -> None:
            if text is not None and text != coding.memo:
                now = self._codings.coding(coding.id).memo
                self._codings.set_memo(coding.id, both(coding.memo, text, now))
                self._work.coded(title)

        self._change(coding, lambda: write(self._reader.app, lambda: WriteMemo(title, coding.memo), written))

    def _memo_on_words(self, span: tuple[int, int]) -> None:
        self._write_on_words(span, next((memo for memo in self._work.memos if span_of(memo) == span), None))

    def _write_on_words(self, span: tuple[int, int], old: Memo | None) -> None:
        memos, seen = self._work.project.memos, self._reader.seen(*span)

        def written(text: str | None) -> None:
            if not text and old is not None:
                memos.remove(old.id)
                self._work.coded(tr("Removed the memo"))
            elif text and old is None:
                start, end = self._reader.now(seen)
                memos.add(text, document=seen.document_id, start=start, end=end)
                self._work.coded(tr("Memo on the passage"))
            elif text and old is not None and text != old.text:
                Writing(self._work.project, old).save(text)
                self._work.coded(tr("Memo on the passage"))

        title = tr("Memo on «{words}»", words=self._reader.excerpt(*span))
        write(self._reader.app, lambda: WriteMemo(title, old.text if old else ""), written)

    def noted(self, noted: Sequence[Noted]) -> None:
        """Open what is noted at a place, with its passage selected; where there are several, it asks which."""

        def read(each: Noted) -> None:
            self._reader.select(*span_of(each))
            if isinstance(each, Coding):
                self._memo_on_coding(each)
            else:
                self._write_on_words(span_of(each), each)

        if len(noted) == 1:
            read(noted[0])
        elif noted:
            by_id = {each.id: each for each in noted}
            lines = [(key, f"{SIGN} {words_of(each)} · {each.coder}") for key, each in by_id.items()]
            self._reader.app.push_screen(
                Choose(tr("Which memo?"), lines), lambda key: read(by_id[key]) if key else None
            )

    def key_quote(self) -> None:
        """Mark a coding as a key quote, or take the mark away."""

        def mark(coding: Coding) -> None:
            self._codings.mark_key(coding.id, not coding.key_quote)
            message = tr("No longer a key quote") if coding.key_quote else tr("Key quote")
            self._work.coded(f"{message}: «{coding.code}»")

        self._with_coding(tr("Which coding is a key quote?"), mark)

    def _is_own(self, coding: Coding) -> bool:
        return name_key(coding.coder) == name_key(self._work.project.coder)

    def _own_first(self) -> list[Coding]:
        return sorted(self._reader.codings_at_caret(), key=lambda coding: not self._is_own(coding))

    def _with_coding(self, title: str, act: Callable[[Coding], None]) -> None:
        self._choose(title, self._own_first(), act)

    def _choose(self, title: str, codings: Sequence[Coding], act: Callable[[Coding], None]) -> None:
        if not codings:
            self._work.say(tr("No coding here"))
        elif len(codings) == 1:
            act(codings[0])
        else:
            by_id = {coding.id: coding for coding in codings}
            excerpt = self._reader.excerpt
            lines = [(c.id, f"{c.code} · {c.coder} · «{excerpt(c.start, c.end, 40)}»") for c in codings]
            self._reader.app.push_screen(Choose(title, lines), lambda key: act(by_id[key]) if key else None)


def span_words(coding: Coding, text: str, start: int, end: int) -> str:
    """What a coding with these boundaries holds, in a few words."""
    count = len(list(words(text[start:end])))
    return trn("«{code}»: {n} word", "«{code}»: {n} words", count, code=coding.code)


def alike(codings: Sequence[Coding], coding: Coding, within: tuple[int, int]) -> list[Coding]:
    """The codings of the same code by the same coder that share text with a span."""
    return [
        other
        for other in codings
        if (other.code_id, other.coder) == (coding.code_id, coding.coder)
        and other.start < within[1]
        and within[0] < other.end
    ]


def adjoining(codings: Sequence[Coding], coding: Coding, text: str) -> list[Coding]:
    """The run of codings around this one, of its code and coder, with no word of the text between one and the next."""
    run: list[Coding] = []
    end = 0
    for other in sorted(alike(codings, coding, (0, len(text))), key=lambda c: (c.start, c.end)):
        if run and any(words(text[end : other.start])):
            if coding in run:
                break
            run = []
        end = max(end, other.end) if run else other.end
        run.append(other)
    return run if coding in run else []


def moved_span(
    text: str, stretches: Iterable[tuple[int, int]], start: int, end: int, by_start: int, by_end: int
) -> tuple[int, int]:
    """A span with its start or end moved by a word of these stretches, of which no speaker's label is one.

    It never loses its last word.
    """
    low, high = max(start - NEARBY, 0), min(end + NEARBY, len(text))
    near = ((max(a, low), min(b, high)) for a, b in stretches if a < high and low < b)
    found = [(a + c, a + d) for a, b in near for c, d in words(text[a:b])]
    if by_start:
        starts = [a for a, _ in found if (a < start if by_start < 0 else start < a < end)]
        start = (starts[-1] if by_start < 0 else starts[0]) if starts else start
    if by_end:
        ends = [b for _, b in found if (b > end if by_end > 0 else start < b < end)]
        end = (ends[0] if by_end > 0 else ends[-1]) if ends else end
    return start, end
