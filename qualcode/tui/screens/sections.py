"""The sections of a document: go to one, or say that it is not to be coded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.project.project import Project
from qualcode.project.records import Document, Section
from qualcode.text.units import count_words
from qualcode.tui.dialogs import AskText
from qualcode.tui.screens.full_page import FullPage
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.words import tr, trn

FIRST_WORDS = 6


class Sections(FullPage[Section]):
    """The list; gives the section that the person wants to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,space", "exclude", show=False, priority=True),
        Binding("u", "usual", show=False),
        Binding("a", "add", show=False),
        Binding("delete", "remove", show=False),
        Binding("ctrl+z", "undo", show=False),
    ]
    DEFAULT_CSS = """
    Sections OptionList { height: 1fr; border: none; padding: 0 1; background: $background; }
    Sections OptionList:focus { border: none; }
    """

    def __init__(
        self, project: Project, document: Document, caret: int, selection: tuple[int, int] | None = None
    ) -> None:
        super().__init__(tr("Sections of «{name}»", name=document.name))
        self._project, self._document, self._caret, self._selection = project, document, caret, selection
        self._sections: Sequence[Section] = ()
        self._words: dict[str, int] = {}
        self._text = ""

    def body(self) -> ComposeResult:
        """The list."""
        yield OptionList(markup=False)

    def keys(self) -> str:
        """What the keys do."""
        ways = [tr("Enter: go there"), tr("x: do not code, or after all"), tr("u: the usual ones")]
        if self._selection is not None:
            ways.append(tr("a: the selection as a section"))
        return " · ".join([*ways, tr("Del: no section"), tr("Esc: back")])

    @property
    def lines(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        """Stand on the section that is read."""
        self._text = self._project.corpus.text(self._document)
        self._show(section_at(self._project.structure.sections(self._document), self._caret))
        if not self._sections:
            self.say(tr("No sections: select a passage in the text and come back, a makes it one · Esc: back"))

    def on_resize(self) -> None:
        """Another width."""
        self._show(self.lines.highlighted)

    def _show(self, at: int | None) -> None:
        width = self.size.width - 5
        self._sections = self._project.structure.sections(self._document)
        for section in self._sections:
            if section.id not in self._words:
                self._words[section.id] = count_words(self._text[section.start : section.end])
        within = within_excluded(self._sections)
        self.lines.set_options(
            Option(section_line(section, self._words[section.id], section.id in within, width))
            for section in self._sections
        )
        self.lines.highlighted = at if self._sections else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """To the place."""
        self.dismiss(self._sections[event.option_index])

    def action_exclude(self) -> None:
        """Not to be coded, or to be coded after all."""
        at = self.lines.highlighted
        if at is not None:
            section = self._sections[at]
            self._project.structure.exclude([section], not section.excluded)
            self._show(at)

    def action_usual(self) -> None:
        """All that by their titles are usually not coded."""
        usual = [section for section in self._project.structure.usual(self._document) if not section.excluded]
        if usual:
            self._project.structure.exclude(usual)
            self._show(self.lines.highlighted)
        words = trn("{n} section is not to be coded", "{n} sections are not to be coded", len(usual))
        self.say(words if usual else tr("No section more has such a title"))

    def action_add(self) -> None:
        """Make the selected words a section, by the name it is given."""
        if self._selection is None:
            self.say(tr("Select the words in the text first, then come back"))
            return
        start, end = self._selection

        def named(title: str | None) -> None:
            if title:
                section = self._project.structure.add(self._document, title, start, end)
                self._show(0)
                self.say("")
                self.lines.highlighted = [each.id for each in self._sections].index(section.id)

        title = " ".join(self._text[start:end].split()[:FIRST_WORDS])
        self.app.push_screen(AskText(tr("What is the section called?"), title), named)

    def action_remove(self) -> None:
        """Let it be a section no more; its text stays."""
        at = self.lines.highlighted
        if at is not None:
            self._project.structure.remove(self._sections[at])
            self._show(max(at - 1, 0))

    def action_undo(self) -> None:
        """Take back what was done last."""
        acts = self._project.history.undo(coder=self._project.coder)
        self._show(self.lines.highlighted)
        self.say(tr("Undone: {label}", label=acts[0].label))


def section_at(sections: Sequence[Section], offset: int) -> int:
    """The innermost section that holds an offset, by its place in the list; the first where none does."""
    holding = [number for number, section in enumerate(sections) if section.start <= offset < section.end]
    return holding[-1] if holding else 0


def within_excluded(sections: Sequence[Section]) -> set[str]:
    """The sections that lie in one that is not to be coded, itself included; sections come in the order of the text."""
    until, within = 0, set()
    for section in sections:
        if section.excluded:
            until = max(until, section.end)
        if section.excluded or section.start < until:
            within.add(section.id)
    return within


def section_line(section: Section, words: int, is_out: bool, width: int) -> str:
    """A section on one line: title by its level, words, and whether it is coded; within another it is said quietly."""
    mark = tr("do not code") if section.excluded else f"({tr('do not code')})" if is_out else ""
    count = trn("{n} word", "{n} words", words)
    indent, tail = "  " * (section.level - 1), f"{mark}  {count:>12}"
    return indent + fitted(section.title, width - len(indent) - cell_len(tail) - 1) + " " + tail
