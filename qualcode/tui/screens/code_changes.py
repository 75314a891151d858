"""What can be done with one code of the codebook: each change asks for what it needs, is done, and is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qualcode.project.codebook import LISTS, TEXTS
from qualcode.project.records import CODE_LEVELS, CODE_STATUSES, Code, MergePreview
from qualcode.text.difference import both
from qualcode.tui.dialogs import AskText
from qualcode.tui.screens.questions import ask
from qualcode.tui.screens.sort_codings import Begun, Splitting
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_dialogs import EditCode, PickColor, PickNumber, field_text
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.reasons import ChooseWithReason, ConfirmWithReason, NameWithReason, Reasoned
from qualcode.tui.widgets.value_scale import OWN, PickScale, ready_scales, shown_scale, written_scale
from qualcode.tui.words import tr, trn
from qualcode.tui.writing import WriteMemo, write


def give_reason(screen: WorkScreen) -> None:
    """Let the person say why the last act was done: moving and carrying do not ask."""
    history, coder = screen.project.history, screen.project.coder
    act = history.can_undo(coder)
    if act is None:
        screen.say(tr("Nothing was done yet"))
        return

    def given(reason: str) -> None:
        screen.say(history.give_reason(reason, coder=coder).label)

    ask(screen, AskText(act.label, placeholder=tr("why")), given)


class CodeChanges:
    """The changes of a code; after one that moves it, `go_to` puts the cursor where it is now.

    `splits` remembers how far the person came in splitting each code: what was passed over, since the rest is stored.
    """

    def __init__(
        self, screen: WorkScreen, code: Code, go_to: Callable[[str], None], splits: dict[str, Begun] | None = None
    ) -> None:
        self._screen, self._code, self._go_to = screen, code, go_to
        self._splits = {} if splits is None else splits
        self._project, self._book = screen.project, screen.project.codebook

    def rename(self) -> None:
        """Another name."""

        def named(given: Reasoned) -> None:
            if given.answer != self._code.name:
                words = tr("Renamed to {name}", name=given.answer)
                self._update(words, name=given.answer, reason=given.reason)

        ask(self._screen, NameWithReason(tr("New name"), self._code.name), named)

    def edit(self) -> None:
        """Definition, criteria, example and the other texts."""

        def written(fields: dict[str, Any] | None) -> None:
            if fields:
                now = self._book.code(self._code.id)
                self._update(tr("Changed «{code}»", code=self._code.name), **beside_others(self._code, fields, now))

        write(self._screen.app, lambda: EditCode(self._code), written)

    def memo(self) -> None:
        """A memo on the code."""
        title = tr("Memo on «{code}»", code=self._code.name)

        def written(text: str | None) -> None:
            if text:
                self._project.memos.add(text, code=self._code)
                self._screen.did(title)

        write(self._screen.app, lambda: WriteMemo(title), written)

    def level(self) -> None:
        """Code, category or theme."""
        self._choose("level", tr("What is it?"), CODE_LEVELS)

    def status(self) -> None:
        """Candidate, active, parked or retired."""
        self._choose("status", tr("Status of the code"), CODE_STATUSES)

    def color(self) -> None:
        """Another colour, for the codes below too as far as they share the one it has now."""
        title = tr("Colour of «{code}»", code=self._code.name)
        used = Counter(each.color.upper() for each in self._book.codes(self._code.codebook_id))
        ask(self._screen, PickColor(title, self._code.color, used), self._paint)

    def scale(self) -> None:
        """The values that codings with the code can have."""

        def chosen(key: str) -> None:
            if key == OWN:
                title = tr("The values, with commas between them")
                ask(self._screen, AskText(title, ", ".join(self._code.scale)), lambda text: scaled(written_scale(text)))
            else:
                scaled(ready_scales()[key])

        def scaled(scale: Sequence[str]) -> None:
            if tuple(scale) != self._code.scale:
                self._update(self._scaled(scale), scale=scale)

        title = tr("Values of «{code}»", code=self._code.name)
        ask(self._screen, PickScale(title, self._code.scale), chosen)

    def pin(self) -> None:
        """Put the code on a number key."""
        name = self._code.name

        def chosen(number: int) -> None:
            self._book.pin(self._code, number or None)
            words = tr("«{code}» is on key {number}", code=name, number=number)
            self._screen.did(words if number else tr("«{code}» is on no key", code=name))

        taken = {each.pin: each.name for each in self._book.codes() if each.pin}
        ask(self._screen, PickNumber(tr("«{code}» on which key?", code=name), taken), chosen)

    def move(self) -> None:
        """Below another code."""
        self._pick(tr("Move «{code}» below which code?", code=self._code.name), self._move)

    def move_root(self) -> None:
        """To the top of the tree."""
        self._move(None)

    def merge(self) -> None:
        """Let another code take over, after saying in numbers what moves."""
        self._pick(tr("Merge «{code}» into which code?", code=self._code.name), self._confirm_merge)

    def split(self) -> None:
        """Go through its codings one by one and give each to one of two new codes, or leave it."""
        Splitting(self._screen, self._code, self._splits).begin()

    def remove(self) -> None:
        """Take the code out with those below it, after saying in numbers what goes."""
        family = self._book.subtree(self._code)
        codings = sum(code.codings for code in family)
        things = amounts(codings=codings, memos=self._memos_lost(family), below=len(family) - 1)
        words = tr("This takes away {things}. You can undo it.", things=things)
        ask(self._screen, ConfirmWithReason(tr("Remove «{name}»?", name=self._code.name), words), self._remove)

    def _scaled(self, scale: Sequence[str]) -> str:
        """What setting a scale did, and how many values are not on it."""
        done = tr("Values: {scale}", scale=shown_scale(scale) or tr("no values"))
        values = (coding.value for coding in self._project.coding.codings(code=self._code))
        astray = sum(value is not None and value not in scale for value in values) if scale else 0
        words = trn("{n} coding has another value", "{n} codings have another value", astray)
        return f"{done} · {words}" if astray else done

    def _choose(self, field: str, title: str, words: Sequence[str]) -> None:
        now = getattr(self._code, field)

        def chosen(given: Reasoned) -> None:
            if given.answer != now:
                done = f"{self._code.name}: {tr(given.answer)}"
                self._update(done, **{field: given.answer}, reason=given.reason)

        ask(self._screen, ChooseWithReason(title, [(word, tr(word)) for word in words], chosen=now), chosen)

    def _paint(self, color: str) -> None:
        family = [each for each in self._book.subtree(self._code) if each.color == self._code.color]
        with self._project.action(self._project.say("Changed the code {name}", name=self._code.name)):
            for each in family:
                self._book.update(each, color=color)
        self._screen.did(trn("Coloured {n} code", "Coloured {n} codes", len(family)))

    def _pick(self, title: str, then: Callable[[Code], None]) -> None:
        def picked(choice: Picked) -> None:
            if choice.code is not None:
                then(choice.code)

        self._screen.workbench.pick_code(title, picked, create=False)

    def _move(self, parent: Code | None) -> None:
        self._book.move(self._code, parent)
        place = parent.name if parent else tr("the top of the tree")
        self._screen.did(tr("Moved «{code}»: {place}", code=self._code.name, place=place))
        self._go_to(self._code.id)

    def _confirm_merge(self, into: Code) -> None:
        title = tr("Merge «{code}» into «{other}»?", code=self._code.name, other=into.name)
        words = merge_words(self._book.merge_preview(self._code, into), self._code.name, into.name)
        ask(self._screen, ConfirmWithReason(title, words), lambda given: self._merge(into, given.reason))

    def _merge(self, into: Code, reason: str) -> None:
        self._book.merge(self._code, into, reason=reason)
        self._screen.did(tr("Merged «{code}» into «{other}»", code=self._code.name, other=into.name))
        self._go_to(into.id)

    def _memos_lost(self, family: Sequence[Code]) -> int:
        """Memos on these codes and on their codings."""
        ids = {code.id for code in family}
        on_codes = sum(memo.target_id in ids for memo in self._project.memos.memos(target="code"))
        on_codings = [memo.target_id for memo in self._project.memos.memos(target="coding")]
        if not on_codings:
            return on_codes
        lost = {coding.id for coding in self._project.coding.codings(code=self._code, subtree=True)}
        return on_codes + sum(coding_id in lost for coding_id in on_codings)

    def _remove(self, given: Reasoned) -> None:
        self._book.remove(self._code, reason=given.reason)
        self._screen.did(tr("Removed {name}", name=self._code.name))

    def _update(self, done: str, **fields: Any) -> None:
        self._book.update(self._code, **fields)
        self._screen.did(done)


def beside_others(seen: Code, fields: Mapping[str, Any], now: Code) -> dict[str, Any]:
    """The fields that a person changed, with what others made of them meanwhile."""
    kept = dict(fields)
    for name in fields.keys() & {*TEXTS, *LISTS}:
        before, theirs = (field_text(getattr(code, name)) for code in (seen, now))
        if theirs != before:
            text = both(before, field_text(fields[name]), theirs)
            kept[name] = [line for line in dict.fromkeys(text.split("\n")) if line] if name in LISTS else text
    return kept


def merge_words(preview: MergePreview, code: str, into: str) -> str:
    """What a merge will do, a line for each thing; what does not happen is left out."""
    things = amounts(codings=preview.codings, memos=preview.memos, below=preview.below)
    same = trn("{n} coding lies on words that «{other}» has already; it is dropped, its memo is kept.",
               "{n} codings lie on words that «{other}» has already; they are dropped, their memos are kept.",
               preview.doubles, other=into)  # fmt: skip
    lost = trn("{n} of them has another value, which goes.", "{n} of them have another value, which goes.",
               preview.values_lost)  # fmt: skip
    merged = trn("{n} code below it goes into the one of the same name.",
                 "{n} codes below it go into those of the same name.", preview.merged_below)  # fmt: skip
    astray = ", ".join(f"{value} ({count})" for value, count in preview.misfits)
    lines = [
        tr("«{other}» takes over {things}.", other=into, things=things),
        same if preview.doubles else "",
        lost if preview.values_lost else "",
        merged if preview.merged_below else "",
        tr("Values that are not on the scale of «{other}» stay as they are: {values}.", other=into, values=astray)
        if astray
        else "",
        tr("«{code}» becomes another name for «{other}». You can undo it.", code=code, other=into),
    ]
    return "\n".join(line for line in lines if line)


def amounts(*, codings: int, memos: int, below: int) -> str:
    """What an act concerns, in numbers; memos and codes below only where there are some."""
    parts = [
        trn("{n} coding", "{n} codings", codings),
        trn("{n} memo", "{n} memos", memos) if memos else "",
        trn("{n} code below it", "{n} codes below it", below) if below else "",
    ]
    return ", ".join(part for part in parts if part)
