"""Two lists of the guides' screen: the places that wait for a person, and what was answered to a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType
from textual.message import Message

from qualcode.project.records import Answer, Asked, Guide
from qualcode.tui.actions import ANSWERED, WAITING, bindings
from qualcode.tui.dialogs import Choose, Confirm
from qualcode.tui.widgets.passage_list import Passage, PassageList
from qualcode.tui.words import tr, trn

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

WORDS_BAR = "#7a8a99"


class WaitingList(PassageList):
    """The places where a question may be asked, each until a person has said so; the cursor stays where it was."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(WAITING)

    class Decided(Message):
        """A person has said what is asked; in words, what was done."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.guide: Guide | None = None
        self.links: Sequence[Asked] = ()
        self.found = 0
        self.looked_for: set[str] = set()

    @property
    def has_looked(self) -> bool:
        """Whether anybody has looked for the guide's questions yet: before that, none asked means nothing."""
        return self.guide is None or self.guide.id in self.looked_for or self.found > 0

    @property
    def workbench(self) -> QualcodeApp:
        """The application, by its own type."""
        return cast("QualcodeApp", self.app)

    @property
    def current(self) -> Asked | None:
        """The place at the cursor."""
        return self.links[self.cursor] if self.cursor < len(self.links) else None

    def fill(self, guide: Guide | None) -> None:
        """Show what waits of a guide."""
        links = self.workbench.open_project.guides.links(guide) if guide else []
        self.guide, self.found = guide, len(links)
        self.links = [link for link in links if link.status == "proposed"]
        self.show(self.links, passage_of_link, self.cursor)

    def action_confirm(self) -> None:
        """It is asked here."""
        if (link := self.current) is not None:
            self.workbench.open_project.guides.confirm(link.id)
            self.post_message(self.Decided(tr("Confirmed: {question}", question=link.question)))

    def action_decline(self) -> None:
        """It is not asked here."""
        if (link := self.current) is not None:
            self.workbench.open_project.guides.decline(link.id)
            self.post_message(self.Decided(tr("Declined: {question}", question=link.question)))

    def action_confirm_all(self) -> None:
        """Confirm all that are as certain as the one at the cursor, after saying how many."""
        link = self.current
        if link is None:
            return
        sure = [each.id for each in self.links if each.confidence >= link.confidence]

        def answered(yes: bool | None) -> None:
            if yes:
                self.workbench.open_project.guides.confirm(*sure)
                self.post_message(self.Decided(trn("Confirmed {n} place", "Confirmed {n} places", len(sure))))

        title = tr("Confirm all from {percent} up?", percent=percent(link.confidence))
        self.app.push_screen(Confirm(title, trn("{n} place", "{n} places", len(sure))), answered)

    def action_other(self) -> None:
        """Another question of the guide is asked here."""
        link, guide = self.current, self.guide
        if link is None or guide is None:
            return
        project = self.workbench.open_project
        lines = {line.id: line.shown for line in project.guides.questions(guide) if line.kind != "section"}

        def chosen(key: str | None) -> None:
            if key is None or key == link.question_id:
                return
            label = project.say("{document}: asked «{question}»", document=link.document, question=lines[key])
            with project.action(label):
                project.guides.decline(link.id)
                project.guides.link(key, link.document_id, link.start, link.end)
            self.post_message(self.Decided(tr("Confirmed: {question}", question=lines[key])))

        title = tr("Which question is asked here?")
        self.app.push_screen(Choose(title, list(lines.items()), chosen=link.question_id), chosen)

    def action_to_place(self) -> None:
        """To the words in the transcript."""
        if (link := self.current) is not None:
            self.workbench.open_document(link.document_id, link.start, link.end)


class AnswerList(PassageList):
    """What was answered to one question, a turn each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(ANSWERED)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.answers: Sequence[Answer] = ()

    def fill(self, answers: Sequence[Answer], document: str) -> None:
        """Show answers, beginning with those of a document."""
        self.answers = answers
        first = next((place for place, answer in enumerate(answers) if answer.document == document), 0)
        self.show(answers, passage_of_answer, first)

    def action_to_place(self) -> None:
        """To the answer in the transcript."""
        if self.cursor < len(self.answers):
            answer = self.answers[self.cursor]
            cast("QualcodeApp", self.app).open_document(answer.document_id, answer.start, answer.end)


def passage_of_link(link: Asked) -> Passage:
    """The question, the words that may ask it, where they are, and how certain it is."""
    place = place_of(link)
    return Passage((("", link.question), (WORDS_BAR, f"«{link.text}»")), place, percent(link.confidence))


def passage_of_answer(answer: Answer) -> Passage:
    """The words of an answer, who says them and how many they are."""
    source = f"{answer.speaker}, {place_of(answer)}" if answer.speaker else place_of(answer)
    return Passage((("", answer.text),), source, trn("{n} word", "{n} words", answer.words))


def place_of(thing: Asked | Answer) -> str:
    """Document and turn."""
    if thing.turn is None:
        return thing.document
    return tr("{document}, turn {turn}", document=thing.document, turn=thing.turn)


def percent(confidence: float) -> str:
    """A confidence as people say it."""
    return f"{confidence * 100:.0f} %"
