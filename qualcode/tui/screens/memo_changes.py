"""What can be done to the memo at the cursor, each thing with its question: kind, title, link, day, removal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from string import ascii_letters, digits
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from qualcode.errors import InvalidInput
from qualcode.project.memos import MEMO_KINDS
from qualcode.project.records import Memo
from qualcode.text.dates import long_date, read_date
from qualcode.text.units import count_words
from qualcode.tui.dialogs import AskText, Choose, Confirm
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.words import tr, trn

OTHER, NEVER = "other", "never"
# More lines than this nobody looks through; what is older is found by typing its words in the list first.
MOST_MEMOS = 500


class ChooseKind(Choose):
    """Which kind of memo: its number is enough."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"kind('{kind}')", show=False) for number, kind in enumerate(MEMO_KINDS, 1)
    ]

    def __init__(self, title: str, chosen: str = "") -> None:
        lines = [(kind, f"{number}  {tr(kind)}") for number, kind in enumerate(MEMO_KINDS, 1)]
        super().__init__(title, lines, chosen=chosen)

    def action_kind(self, kind: str) -> None:
        """One key."""
        self.dismiss(kind)


class ChooseDay(Choose):
    """When a memo is to come back: one of the lines, or OTHER with what was typed, as the beginning of another day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(letter, f"other('{letter}')", show=False) for letter in ascii_letters + digits
    ]

    def action_other(self, typed: str) -> None:
        """A letter or a digit is the first of a day in the person's own words."""
        self.dismiss(OTHER + typed)


class MemoChanges:
    """Changes of one memo; `changed` hears what was said of it, `choices` are memos that it may be about."""

    def __init__(self, screen: WorkScreen, memo: Memo, changed: Callable[[str], None], choices: Sequence[Memo]) -> None:
        self._screen, self._memo, self._changed, self._choices = screen, memo, changed, choices
        self._memos = screen.project.memos

    def kind(self) -> None:
        """Another kind."""

        def chosen(kind: str | None) -> None:
            if kind:
                self._memos.update(self._memo.id, kind=kind)
                self._changed(tr("Kind: {kind}", kind=tr(kind)))

        self._screen.app.push_screen(ChooseKind(tr("Kind of memo"), self._memo.kind), chosen)

    def title(self) -> None:
        """Another title."""

        def given(title: str | None) -> None:
            if title:
                self._memos.update(self._memo.id, title=title)
                self._changed(tr("Title: {title}", title=title))

        self._ask(AskText(tr("Title of the memo"), self._memo.title), given)

    def remind(self) -> None:
        """A day on which it is to come back, or none any more."""
        near = [tr("in a week"), tr("in two weeks"), tr("in a month"), tr("in three months")]
        lines = [*zip(("om 1 uke", "om 2 uker", "om 1 måned", "om 3 måneder"), near, strict=True)]
        lines.append((OTHER, tr("on another day …")))
        if self._memo.remind_at:
            lines.append((NEVER, tr("it need not come back")))

        def chosen(when: str | None) -> None:
            if when and when.startswith(OTHER):
                self._ask_day(when.removeprefix(OTHER))
            elif when:
                self._remind_on(when)

        self._screen.app.push_screen(ChooseDay(tr("Come back to it when?"), lines), chosen)

    def _ask_day(self, typed: str, refused: str = "") -> None:
        example = tr("for example 2026-12-01, 1.12. or «in 2 weeks»")
        self._ask(AskText(tr("Come back to it when?"), refused, typed=typed, placeholder=example), self._remind_on)

    def _remind_on(self, when: str | None) -> None:
        if when is None:
            return
        day = read_date(when, date.today())
        if day is None and when != NEVER:
            self._screen.workbench.tell(InvalidInput("«{day}» is not a day", day=when))
            self._ask_day("", refused=when)
            return
        self._memos.update(self._memo.id, remind_at=day.isoformat() if day else "")
        language = self._screen.workbench.language
        words = tr("Comes back on {day}", day=long_date(day, language)) if day else tr("It does not come back")
        self._changed(words)

    def link(self) -> None:
        """To something else."""
        project = self._screen.project
        ways: dict[str, tuple[str, Callable[[], None]]] = {"project": (tr("the project"), lambda: self._link())}
        if documents := project.corpus.documents():
            lines = [(document.id, document.name) for document in documents]
            ways["document"] = tr("a document …"), lambda: self._choose(tr("About which document?"), lines, "document")
        if project.codebook.codes():
            ways["code"] = tr("a code …"), self._choose_code
        if cases := project.cases.cases():
            people = [(case.id, case.name) for case in cases]
            ways["case"] = tr("a case …"), lambda: self._choose(tr("About which case?"), people, "case")
        if others := [memo for memo in self._choices if memo.id != self._memo.id][:MOST_MEMOS]:
            texts = [(memo.id, memo.name or tr("nothing written yet")) for memo in others]
            ways["memo"] = tr("another memo …"), lambda: self._choose(tr("About which memo?"), texts, "about")

        def chosen(way: str | None) -> None:
            if way:
                ways[way][1]()

        lines_ = [(way, words) for way, (words, _) in ways.items()]
        self._screen.app.push_screen(Choose(tr("What is the memo about?"), lines_, chosen=self._memo.target), chosen)

    def _choose(self, title: str, lines: Sequence[tuple[str, str]], what: str) -> None:
        question = Choose(title, lines, chosen=self._memo.target_id or "")
        self._ask(question, lambda key: self._link(**{what: key}) if key else None)

    def _choose_code(self) -> None:
        title = tr("About which code?")
        self._screen.workbench.pick_code(title, lambda picked: self._link(code=picked.code), create=False)

    def _link(self, **what: Any) -> None:
        self._memos.link(self._memo.id, **what)
        self._changed(tr("Linked the memo anew"))

    def remove(self) -> None:
        """Away with it, after a question."""
        words = trn("{n} word", "{n} words", count_words(self._memo.text))
        about = len(self._memos.memos(about=self._memo.id))
        kept = trn("{n} memo about it stays", "{n} memos about it stay", about) if about else ""

        def answered(yes: bool | None) -> None:
            if yes:
                self._memos.remove(self._memo.id)
                self._changed(tr("Removed the memo"))

        goes = tr("This takes away {things}. You can undo it.", things=words)
        question = Confirm(tr("Remove the memo?"), "\n".join(filter(None, [self._memo.name, kept, goes])))
        self._screen.app.push_screen(question, answered)

    def _ask(self, question: AskText | Choose, answered: Callable[[str | None], None]) -> None:
        self._screen.app.push_screen(question, answered)
