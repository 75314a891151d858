"""Answers to one open question below each other, coded as wholes: one key a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from qualcode.project.naming import name_key
from qualcode.project.project import Project
from qualcode.project.records import Code
from qualcode.project.surveys import AnswerCoding, SurveyAnswer, SurveyQuestion
from qualcode.text.surveys import shortened
from qualcode.text.symbols import visible
from qualcode.tui.actions import SURVEY, SURVEY_ANSWER, bindings
from qualcode.tui.dialogs import Choose, Confirm
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.passage_list import Passage, PassageList
from qualcode.tui.widgets.status_line import EndsLine, StatusLine
from qualcode.tui.words import tr

# What of a very long answer is shown in the list; all of it can be read in its document.
LONGEST = 3000
EXCERPT = 40


class AnswersScreen(WorkScreen):
    """The answers to a question, all of them or those without a code."""

    BINDINGS: ClassVar[list[BindingType]] = bindings((*SURVEY, *SURVEY_ANSWER))
    AUTO_FOCUS = "PassageList"
    DEFAULT_CSS = """
    AnswersScreen #question { padding: 0 1; margin: 0; text-style: bold; color: $foreground; }
    AnswersScreen #pins { height: 1; padding: 0 1; margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.question = ""
        self.answers: Sequence[SurveyAnswer] = ()
        self._questions: Sequence[SurveyQuestion] = ()
        self._listed: Sequence[SurveyAnswer] = ()
        self._kept: set[str] | None = None
        self._codings: dict[str, list[AnswerCoding]] = {}
        self._codes: Mapping[str, Code] = {}

    def body(self) -> ComposeResult:
        """The question and how far one is, the codes on the number keys, the answers."""
        yield EndsLine(id="question", classes="pane-title")
        yield Static("", id="pins", markup=False)
        yield PassageList()

    @property
    def passages(self) -> PassageList:
        """The list."""
        return self.query_one(PassageList)

    @property
    def current(self) -> SurveyAnswer | None:
        """The answer at the cursor."""
        return self._listed[self.passages.cursor] if self._listed else None

    def show_project(self) -> None:
        """The answers as they are now; the cursor stays on its answer, and the filter keeps what it let through."""
        self._codes = {code.id: code for code in self.project.codebook.codes()}
        self._questions = self.project.surveys.questions()
        if self.question not in (asked.question for asked in self._questions):
            self.question = self._questions[0].question if self._questions else ""
            self._kept = None
        self.answers = self.project.surveys.answers(self.question)
        self._codings = self.project.surveys.codings(self.question)
        self.query_one("#pins", Static).update(pinned_codes(self._codes.values()))
        self._list()
        if not self._questions:
            self.say(tr("There are no survey answers yet · F2, then v: import a survey"))

    def _list(self) -> None:
        """Show what the filter lets through."""
        here, cursor = self.current, self.passages.cursor
        kept = self._kept
        self._listed = [answer for answer in self.answers if kept is None or answer.document_id in kept]
        ids = [answer.document_id for answer in self._listed]
        self._show(ids.index(here.document_id) if here and here.document_id in ids else cursor)

    def _show(self, cursor: int) -> None:
        self.passages.show(self._listed, self._passage, cursor)
        coded = sum(answer.document_id in self._codings for answer in self.answers)
        title = self.query_one("#question", EndsLine)
        title.left = visible(self.question, one_line=True)
        count = tr("{coded} of {n} coded", coded=coded, n=len(self.answers)) if self.answers else ""
        title.right = f"{tr('without a code')} · {count}" if self._kept is not None else count

    def _show_current(self) -> None:
        """After an act on the answer at the cursor: its codings as they are now."""
        if answer := self.current:
            found = self.project.surveys.codings(self.question, answer.document_id)
            self._codings.pop(answer.document_id, None)
            self._codings |= found
        self._show(self.passages.cursor)

    def _passage(self, answer: SurveyAnswer) -> Passage:
        coded = {coding.code_id for coding in self._codings.get(answer.document_id, ())}
        codes = [code for code in self._codes.values() if code.id in coded]
        color = next((code.color for code in codes), "")
        text = answer.text if len(answer.text) <= LONGEST else f"{answer.text[:LONGEST]}…"
        mark = " + ".join(code.name for code in codes)
        return Passage(((color, text),), answer.respondent or answer.document, mark)

    def on_passage_list_moved(self) -> None:
        """Tell where in the list one is."""
        count = len(self._listed)
        self.query_one(StatusLine).right = f"{self.passages.cursor + 1} {tr('of')} {count}" if count else ""

    def on_passage_list_chosen(self) -> None:
        """A click on the answer at the cursor opens it."""
        self.action_open()

    def action_open(self) -> None:
        """Read the answer in its document, where parts of it can be coded."""
        if answer := self.current:
            self.workbench.open_document(answer.document_id)

    def action_question(self) -> None:
        """Another question."""
        lines = [
            (str(place), f"{asked.question} · {tr('{coded} of {n} coded', coded=asked.coded, n=asked.answers)}")
            for place, asked in enumerate(self._questions)
        ]
        here = next((key for key, asked in enumerate(self._questions) if asked.question == self.question), 0)

        def chosen(place: str | None) -> None:
            if place is not None:
                self.question, self._kept = self._questions[int(place)].question, None
                self.show_project()
                self.passages.move_to(0)

        self.app.push_screen(Choose(tr("Answers to which question?"), lines, chosen=str(here)), chosen)

    def action_uncoded(self) -> None:
        """Only the answers without a code, or all again; those coded meanwhile stay until it is asked for anew."""
        uncoded = {answer.document_id for answer in self.answers if answer.document_id not in self._codings}
        if self._kept is None and not uncoded:
            self.say(tr("All answers are coded"))
            return
        self._kept = uncoded if self._kept is None else None
        self._list()

    def action_next(self) -> None:
        """The next answer without a code, from the top again after the last."""
        first = self.passages.cursor + 1
        places = [*range(first, len(self._listed)), *range(first)]
        found = (place for place in places if place < len(self._listed) and not self._is_coded(place))
        place = next(found, None)
        if place is None:
            self.say(tr("All answers are coded"))
        else:
            self.passages.move_to(place)

    def _is_coded(self, place: int) -> bool:
        return self._listed[place].document_id in self._codings

    def action_back(self) -> None:
        """Back to the documents."""
        self.workbench.action_show("documents")

    def action_pinned(self, number: int) -> None:
        """Code the answer with the code on a number key; a key without one gets one."""
        code = next((code for code in self._codes.values() if code.pin == number), None)
        if code is not None:
            self._apply(code)
        elif self.current is not None:
            title = tr("Which code on key {number}?", number=number)
            self.workbench.pick_code(title, lambda picked: self._picked(picked, number))

    def action_code(self) -> None:
        """Choose a code for the answer."""
        if answer := self.current:
            title = tr("A code for «{words}»", words=shortened(answer.text, EXCERPT))
            self.workbench.pick_code(title, self._picked)

    def action_repeat(self) -> None:
        """Code the answer with the code used last."""
        code = self.workbench.last_code(self._codes.values())
        if code is None:
            self.say(tr("No code has been used yet"))
        else:
            self._apply(code)

    def _picked(self, picked: Picked, pin: int | None = None) -> None:
        """Apply what was picked; a new code, or one that goes on a key, is made and used in one act."""
        known = [code for code in self._codes.values() if name_key(code.name) == name_key(picked.name)]
        code = picked.code or (known[0] if known and picked.parent is None else None)
        if code is not None and pin is None:
            self._apply(code)
            return
        answer, project = self.current, self.project
        if answer is None:
            return
        name = code.name if code is not None else picked.name
        with project.action(project.say("Coded {code} in {document}", code=name, document=answer.document)):
            code = code or project.codebook.add(picked.name, parent=picked.parent)
            if pin is not None:
                project.codebook.pin(code, pin)
            project.coding.apply(code, answer.document_id, *whole(self.project, answer))
        self.workbench.used(code)
        self.did(tr("Coded «{code}»", code=code.name))

    def _apply(self, code: Code) -> None:
        answer = self.current
        if answer is None:
            return
        before = self.project.last_act()
        self.project.coding.apply(code, answer.document_id, *whole(self.project, answer))
        self.workbench.used(code)
        if self.project.last_act() == before:
            self.say(tr("You have «{code}» on these words already", code=code.name))
        else:
            self.did(tr("Coded «{code}»", code=code.name), self._show_current)

    def action_remove(self) -> None:
        """Take a coding off the answer; of several, ask which."""
        answer = self.current
        codings = self._codings.get(answer.document_id, []) if answer else []
        own = name_key(self.project.coder)
        found = {coding.id: coding for coding in sorted(codings, key=lambda c: name_key(c.coder) != own)}
        if not found:
            self.say(tr("No coding here"))
        elif len(found) == 1:
            self._remove(next(iter(found.values())))
        else:
            lines = [(coding.id, f"{self._code_name(coding)} · {coding.coder}") for coding in found.values()]
            choice = Choose(tr("Remove which coding?"), lines)
            self.app.push_screen(choice, lambda key: self._remove(found[key]) if key else None)

    def _remove(self, coding: AnswerCoding) -> None:
        def remove(yes: bool | None) -> None:
            if yes:
                self.project.coding.remove(coding.id)
                self.did(tr("Removed «{code}»", code=self._code_name(coding)), self._show_current)

        if name_key(coding.coder) == name_key(self.project.coder):
            remove(True)
        else:
            title = tr("Remove {coder}'s coding?", coder=coding.coder)
            self.app.push_screen(Confirm(title, f"{self._code_name(coding)}. {tr('You can undo it.')}"), remove)

    def _code_name(self, coding: AnswerCoding) -> str:
        code = self._codes.get(coding.code_id)
        return code.name if code else ""


def pinned_codes(codes: Iterable[Code]) -> Content:
    """The codes on the number keys on one line, each with its mark."""
    pinned = sorted((code for code in codes if code.pin is not None), key=lambda code: code.pin or 0)
    if not pinned:
        return Content.styled(tr("1–9: put a code on a key"), "dim")
    parts = [Content.assemble(("┃", code.color), f"{code.pin} {visible(code.name, one_line=True)}") for code in pinned]
    return Content("  ").join(parts)


def whole(project: Project, answer: SurveyAnswer) -> tuple[int, int]:
    """All of an answer, however long others made it meanwhile."""
    return project.editing.where_now(answer.document_id, answer.text, 0, len(answer.text))
