"""The codings whose words an edit changed or took: each is said to be right, put on other words, or removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qualcode.project.naming import name_key
from qualcode.project.project import Project
from qualcode.project.records import Document, TouchedCoding
from qualcode.tui.dialogs import Confirm
from qualcode.tui.screens.full_page import FullPage
from qualcode.tui.widgets.change_list import Change, ChangeList, joined, letters_changed
from qualcode.tui.words import tr, trn

ORPHANED = "orphaned"
Selection = tuple[str, int, int]


class TouchedCodings(FullPage[TouchedCoding]):
    """The list; gives the coding whose place the person wants to go to.

    `selection` is what was selected in the transcript, (document id, start, end): where a coding can be put.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "right", show=False),
        Binding("Y", "all_right", show=False),
        Binding("x,delete", "remove", show=False),
        Binding("r", "put", show=False),
        Binding("ctrl+z", "undo", show=False),
        Binding("f3", "to_text", id="screen.coding", show=False),
    ]

    def __init__(self, project: Project, document: Document | None = None, selection: Selection | None = None) -> None:
        super().__init__(tr("Codings that an edit changed"))
        self._project, self._document, self._selection = project, document, selection
        self._codings: Sequence[TouchedCoding] = ()

    def body(self) -> ComposeResult:
        """The list."""
        yield ChangeList()

    def keys(self) -> str:
        """What the keys do."""
        ways = [tr("Enter: to the place"), tr("y: right as it is"), tr("Y: all right"), tr("x: remove the coding")]
        if self._selection is not None:
            ways.append(tr("r: put it on the selection"))
        return " · ".join([*ways, tr("Esc: back")])

    def on_mount(self) -> None:
        """Show what is to be looked at."""
        self._show()

    @property
    def changes(self) -> ChangeList:
        """The list."""
        return self.query_one(ChangeList)

    @property
    def current(self) -> TouchedCoding | None:
        """The coding at the cursor."""
        return self._codings[self.changes.cursor] if self._codings else None

    def _show(self, message: str = "") -> None:
        self._codings = self._project.editing.to_review(self._document)
        self.changes.show(self._codings, touched_change, self.changes.cursor)
        if message or not self._codings:
            self.say(message or tr("Every coding has been looked at · Esc: back"))

    def on_passage_list_chosen(self, event: ChangeList.Chosen) -> None:
        """To the place."""
        self.dismiss(self._codings[event.index])

    def action_to_text(self) -> None:
        """To the place too: what leads to the text everywhere leads there from here."""
        self.dismiss(self.current)

    def action_right(self) -> None:
        """This one is right as it is now."""
        if self.current is not None:
            self._project.editing.looked_at(self.current.coding_id)
            self._show()

    def action_all_right(self) -> None:
        """All that still have words are right."""
        changed = [coding.coding_id for coding in self._codings if coding.status != ORPHANED]
        if changed:
            self._project.editing.looked_at(*changed)
            self._show()

    def action_remove(self) -> None:
        """Take the coding away; somebody else's only after a question."""
        coding = self.current
        if coding is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._project.coding.remove(coding.coding_id)
                self._show(tr("Removed «{code}»", code=coding.code))

        if name_key(coding.coder) == name_key(self._project.coder):
            answered(True)
        else:
            title = tr("Remove {coder}'s coding?", coder=coding.coder)
            words = f"«{coding.before}»: {coding.code}. {tr('You can undo it.')}"
            self.app.push_screen(Confirm(title, words), answered)

    def action_put(self) -> None:
        """Put the coding on the words that are selected in the transcript."""
        coding = self.current
        if coding is None:
            return
        if self._selection is None or self._selection[0] != coding.document_id:
            self.say(tr("Select the words in the text first, then come back"))
            return
        self._project.coding.resize(coding.coding_id, *self._selection[1:])
        self._show(tr("«{code}» is on the selected words now", code=coding.code))

    def action_undo(self) -> None:
        """Take back what was done last."""
        acts = self._project.history.undo(coder=self._project.coder)
        self._show(tr("Undone: {label}", label=acts[0].label))


def touched_change(coding: TouchedCoding) -> Change:
    """A coding as it is listed: an orphaned one with the words it had."""
    head = f"{coding.code} · {coding.document} · {coding.coder}"
    old, new = letters_changed(coding.before, coding.after)
    gone = coding.status == ORPHANED
    return Change(head, tr("its words are gone") if gone else "", joined(old), joined(new))


def told(touched: Sequence[TouchedCoding]) -> str:
    """What an edit did to codings, in numbers; nothing where it did nothing."""
    lost = sum(coding.status == ORPHANED for coding in touched)
    changed = len(touched) - lost
    parts = [
        trn("{n} coding changed", "{n} codings changed", changed) if changed else "",
        trn("{n} coding lost its text", "{n} codings lost their text", lost) if lost else "",
    ]
    return ", ".join(part for part in parts if part)
