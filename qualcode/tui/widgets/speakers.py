"""Who speaks in a document: the labels found, each confirmed or not, each with its role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.project.records import SPEAKER_ROLES, Turn
from qualcode.text.speaker_words import INTERVIEWER, PARTICIPANT
from qualcode.text.turns import AUTO, askers, find_turns
from qualcode.tui.dialogs import Dialog
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.words import tr, trn

if TYPE_CHECKING:
    from qualcode.tui.widgets.persons import Persons

ASKS = "most of these turns are questions: proposed as interviewer"


@dataclass(frozen=True, slots=True)
class Label:
    """A label that may be a speaker; its role may be one that is only `proposed`."""

    label: str
    count: int
    role: str
    is_speaker: bool
    why: str
    proposed: bool = False
    person: str = ""


class ConfirmSpeakers(Dialog[dict[str, str]]):
    """Gives the confirmed labels with their roles; `progress` tells where in a row of documents this one stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_speaker", show=False, priority=True),
        Binding("r,right", "role(1)", show=False),
        Binding("left", "role(-1)", show=False),
        Binding("p", "person", show=False),
        Binding("enter", "done", show=False, priority=True),
    ]
    CSS = "ConfirmSpeakers .dialog OptionList { max-height: 40vh; }"

    def __init__(
        self, document: str, labels: Sequence[Label], progress: str = "", persons: Persons | None = None
    ) -> None:
        super().__init__(" · ".join(filter(None, (tr("Who speaks in «{name}»?", name=document), progress))))
        self._labels, self._persons = list(labels), persons

    def question(self) -> ComposeResult:
        """The labels."""
        if not self._labels:
            yield Static(tr("No speaker labels were found."))
            yield Static(tr("A label begins a line and ends with a colon: «Kari: Yes.» Write them in (F3, then E)."))
        yield OptionList(*(self._line(label) for label in self._labels), markup=False)
        yield Static("", id="why", markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr("Space: speaker or not · r: role · p: person · Enter: done · Esc: cancel")

    def on_mount(self) -> None:
        """Begin at the first."""
        self.query_one(OptionList).highlighted = 0 if self._labels else None

    def _line(self, label: Label) -> Option:
        mark = "[x]" if label.is_speaker else "[ ]"
        role = tr(label.role) + "?" * label.proposed if label.is_speaker else ""
        turns = trn("{n} turn", "{n} turns", label.count)
        name = " = ".join(filter(None, (label.label, label.person)))
        return Option(f"{mark} {fitted(name, 24)} {fitted(role, 12)} {turns}")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Why the label is taken for a speaker, or not."""
        self.query_one("#why", Static).update(tr(self._labels[event.option_index].why))

    def _change(self, index: int, label: Label) -> None:
        self._labels[index] = label
        options = self.query_one(OptionList)
        options.replace_option_prompt_at_index(index, self._line(label).prompt)

    def action_toggle_speaker(self) -> None:
        """A speaker, or just a word with a colon."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self._change(index, replace(self._labels[index], is_speaker=not self._labels[index].is_speaker))

    def action_role(self, step: int) -> None:
        """The next role; of one that is proposed, it is that one at first."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            old = self._labels[index]
            place = SPEAKER_ROLES.index(old.role) + (0 if old.proposed else step)
            role = SPEAKER_ROLES[place % len(SPEAKER_ROLES)]
            self._change(index, replace(old, role=role, is_speaker=True, proposed=False))

    def action_person(self) -> None:
        """Say which person the label stands for."""
        index = self.query_one(OptionList).highlighted

        def chosen(name: str) -> None:
            if index is not None:
                self._change(index, replace(self._labels[index], person=name, is_speaker=True))

        if index is not None and self._persons is not None:
            self._persons.ask(self._labels[index], chosen)

    def action_done(self) -> None:
        """These it is."""
        self.dismiss({label.label: label.role for label in self._labels if label.is_speaker})


def speaker_candidates(
    text: str, known: Mapping[str, str], pattern: str = AUTO, turns: Sequence[Turn] = (), *, propose: bool = True
) -> list[Label]:
    """The labels of a text: those that are speakers now, then those that might be.

    Where no speaker of the `turns` is known to be the interviewer, it is proposed that those are who ask.
    """
    found = {candidate.label: candidate for candidate in find_turns(text, pattern=pattern).candidates}
    said = [(turn.speaker, text[turn.start : turn.end]) for turn in turns if turn.speaker]
    counts = Counter(speaker for speaker, _ in said)
    asking = askers(said) if propose and INTERVIEWER not in known.values() else set()
    labels = []
    for label, role in known.items():
        if label in asking and role == PARTICIPANT:
            labels.append(Label(label, counts[label], INTERVIEWER, True, ASKS, proposed=True))
        else:
            count, why = (found[label].count, found[label].why) if label in found else (counts[label], "")
            labels.append(Label(label, count, role, True, why))
    others = [candidate for candidate in found.values() if candidate.label not in known]
    return labels + [Label(c.label, c.count, c.role, False, c.why) for c in others]
