"""What can be done with one code of the codebook: each change asks for what it needs, is done, and is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qualcode.project.records import CODE_LEVELS, CODE_STATUSES, Code
from qualcode.tui.dialogs import AskText, Choose, Confirm, Dialog, WriteMemo
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_dialogs import EditCode, PickColor, PickNumber
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.words import tr, trn


def ask(screen: WorkScreen, dialog: Dialog[Any], then: Callable[[Any], None]) -> None:
    """Put a question; `then` hears only an answer."""
    screen.app.push_screen(dialog, lambda answer: then(answer) if answer is not None else None)


class CodeChanges:
    """The changes of a code; after one that moves it, `go_to` puts the cursor where it is now."""

    def __init__(self, screen: WorkScreen, code: Code, go_to: Callable[[str], None]) -> None:
        self._screen, self._code, self._go_to = screen, code, go_to
        self._project, self._book = screen.project, screen.project.codebook

    def rename(self) -> None:
        """Another name."""

        def named(name: str) -> None:
            if name != self._code.name:
                self._update(tr("Renamed to {name}", name=name), name=name)

        ask(self._screen, AskText(tr("New name"), self._code.name), named)

    def edit(self) -> None:
        """Definition, criteria, example and the other texts."""

        def written(fields: dict[str, Any]) -> None:
            if fields:
                self._update(tr("Changed «{code}»", code=self._code.name), **fields)

        ask(self._screen, EditCode(self._code), written)

    def memo(self) -> None:
        """A memo on the code."""
        title = tr("Memo on «{code}»", code=self._code.name)

        def written(text: str) -> None:
            if text.strip():
                self._project.memos.add(text, code=self._code)
                self._screen.did(title)

        ask(self._screen, WriteMemo(title), written)

    def level(self) -> None:
        """Code, category or theme."""
        self._choose("level", tr("What is it?"), CODE_LEVELS)

    def status(self) -> None:
        """Candidate, active, parked or retired."""
        self._choose("status", tr("Status of the code"), CODE_STATUSES)

    def color(self) -> None:
        """Another colour, for the codes below too as far as they share the one it has now."""
        title = tr("Colour of «{code}»", code=self._code.name)
        ask(self._screen, PickColor(title, self._code.color), self._paint)

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

    def remove(self) -> None:
        """Take the code out with those below it, after saying in numbers what goes."""
        family = self._book.subtree(self._code)
        codings = sum(code.codings for code in family)
        things = amounts(codings=codings, memos=self._memos_lost(family), below=len(family) - 1)
        words = tr("This takes away {things}. You can undo it.", things=things)
        ask(self._screen, Confirm(tr("Remove «{name}»?", name=self._code.name), words), self._remove)

    def _choose(self, field: str, title: str, words: Sequence[str]) -> None:
        now = getattr(self._code, field)

        def chosen(word: str) -> None:
            if word != now:
                self._update(f"{self._code.name}: {tr(word)}", **{field: word})

        ask(self._screen, Choose(title, [(word, tr(word)) for word in words], chosen=now), chosen)

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
        below = sum(each.parent_id == self._code.id for each in self._book.codes())
        memos = len(self._project.memos.memos(code=self._code))
        things = amounts(codings=self._code.codings, memos=memos, below=below)
        title = tr("Merge «{code}» into «{other}»?", code=self._code.name, other=into.name)
        words = tr("«{other}» takes over {things}. You can undo it.", other=into.name, things=things)
        ask(self._screen, Confirm(title, words), lambda _: self._merge(into))

    def _merge(self, into: Code) -> None:
        self._book.merge(self._code, into)
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

    def _remove(self, _: bool) -> None:
        self._book.remove(self._code)
        self._screen.did(tr("Removed {name}", name=self._code.name))

    def _update(self, done: str, **fields: Any) -> None:
        self._book.update(self._code, **fields)
        self._screen.did(done)


def amounts(*, codings: int, memos: int, below: int) -> str:
    """What an act concerns, in numbers; memos and codes below only where there are some."""
    parts = [
        trn("{n} coding", "{n} codings", codings),
        trn("{n} memo", "{n} memos", memos) if memos else "",
        trn("{n} code below it", "{n} codes below it", below) if below else "",
    ]
    return ", ".join(part for part in parts if part)
