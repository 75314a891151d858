"""Taking in a survey: its columns with what they seem to be, each to be changed, and what will come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, get_current_worker

from qualcode.errors import QualcodeError
from qualcode.exchange.surveys import read_table
from qualcode.project.project import Project
from qualcode.project.records import ATTRIBUTE_TYPES, EXPORT_RULES
from qualcode.project.survey_intake import SurveyReport
from qualcode.text.readers.sheets import TABLE_ENDINGS
from qualcode.text.survey_guess import guess_mapping, ordered_choices
from qualcode.text.surveys import (
    COLUMN_ROLES,
    NUMBERED_NAME,
    ORDERED,
    RESPONDENT_NAME,
    Column,
    Misfit,
    SurveyMapping,
    SurveyTable,
    column_misfits,
    examples,
    filled_cells,
    name_for,
    read_survey,
    shortened,
)
from qualcode.text.symbols import visible
from qualcode.tui.dialogs import AskPath, AskText, Confirm, Dialog, ShowText, what_is_taken
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.words import tr, trn

BETWEEN = " | "
EXAMPLES = 3
LONGEST_EXAMPLE = 40
MOST_VALUES = 24
MOST_TOLD = 40
ROLE_WIDTH, TYPE_WIDTH, NARROWEST = 14, 16, 40


class SurveyStopped(Exception):
    """The person wants no import after all."""


def ask_survey(screen: WorkScreen) -> None:
    """Ask for a file, show what its columns seem to be, and take it in; what came in is told on the screen."""

    def read(path: Path) -> None:
        app, workbench = screen.app, screen.workbench
        try:
            table = read_table(path)
            mapping = guess_mapping(table.header, table.rows, screen.project.surveys.known_columns())
        except QualcodeError as error:
            app.call_from_thread(workbench.tell, error)
            return
        wizard = SurveyWizard(screen.project, table, mapping, path.name)
        app.call_from_thread(app.push_screen, wizard, lambda report: tell_report(screen, report))
        app.call_from_thread(screen.say, "")

    def named(path: str | None) -> None:
        if path:
            screen.say(tr("Reading …"))
            screen.run_worker(lambda: read(Path(path)), thread=True, exclusive=True, group="survey")

    screen.app.push_screen(
        AskPath(tr("Which survey? csv, tsv or xlsx"), endings=TABLE_ENDINGS, says=what_is_taken), named
    )


def tell_report(screen: WorkScreen, report: SurveyReport | None) -> None:
    """Say what came in, and which answers are others now than those that were kept."""
    if report is None:
        screen.say(tr("Nothing was imported"))
        return
    answers = trn("{n} new answer", "{n} new answers", report.answers)
    people = trn("{n} respondent", "{n} respondents", report.respondents)
    screen.did(tr("Imported the survey: {answers}, {people}", answers=answers, people=people))
    if report.conflicts:
        changed = [f"{conflict.respondent}: {conflict.question}" for conflict in report.conflicts[:MOST_TOLD]]
        more = ["…"] if len(report.conflicts) > MOST_TOLD else []
        title = trn("{n} answer is another one now", "{n} answers are others now", len(report.conflicts))
        kept = tr("The earlier ones were kept:")
        screen.app.push_screen(ShowText(title, "\n".join([kept, *changed, *more])))


class ColumnSheet:
    """The columns of a survey as a person goes through them: what each is, what does not fit, what will come in."""

    def __init__(self, table: SurveyTable, mapping: SurveyMapping) -> None:
        self.table, self.columns = table, list(mapping.columns)
        self.respondent = mapping.respondent
        self.people, self._filled = filled_cells(table)
        self._misfits: dict[Column, list[Misfit]] = {}
        self._examples = [
            BETWEEN.join(shortened(each, LONGEST_EXAMPLE) for each in examples(table, place, EXAMPLES))
            for place in range(len(self.columns))
        ]

    @property
    def mapping(self) -> SurveyMapping:
        """What the columns are as it stands now."""
        return SurveyMapping(tuple(self.columns), respondent=self.respondent)

    def turn_role(self, place: int, step: int) -> None:
        """Give a column the next role; one that was the id before is left out then."""
        old = self.columns[place]
        role = COLUMN_ROLES[(COLUMN_ROLES.index(old.role) + step) % len(COLUMN_ROLES)]
        name = name_for(old.header, role) if old.name == name_for(old.header, old.role) else old.name
        if role == "id":
            self.columns = [replace(c, role="skipped") if c.role == "id" else c for c in self.columns]
        self.columns[place] = replace(old, role=role, name=name)
        if self.respondent in (NUMBERED_NAME, RESPONDENT_NAME):
            self.respondent = RESPONDENT_NAME if self.mapping.with_role("id") else NUMBERED_NAME

    def turn_type(self, place: int) -> None:
        """Give an attribute the next type; a list gets its values in the order they seem to have."""
        old = self.columns[place]
        if old.role == "attribute":
            type = ATTRIBUTE_TYPES[(ATTRIBUTE_TYPES.index(old.type) + 1) % len(ATTRIBUTE_TYPES)]
            values = tuple(examples(self.table, place, MOST_VALUES)) if type == ORDERED else ()
            self.columns[place] = replace(old, type=type, choices=ordered_choices(values) or values)

    def turn_export(self, place: int) -> None:
        """Whether exports show an attribute, show it coarsely or hide it."""
        old = self.columns[place]
        if old.role == "attribute":
            rule = EXPORT_RULES[(EXPORT_RULES.index(old.export) + 1) % len(EXPORT_RULES)]
            self.columns[place] = replace(old, export=rule)

    def misfits(self, place: int) -> list[Misfit]:
        """The cells of an attribute that do not fit its type."""
        column = self.columns[place]
        if column.role != "attribute":
            return []
        if column not in self._misfits:
            self._misfits[column] = list(column_misfits(self.table, place, column))
        return self._misfits[column]

    def line(self, place: int, width: int) -> Content:
        """A column on one line: role, name, type, examples."""
        column = self.columns[place]
        named = (width - ROLE_WIDTH - TYPE_WIDTH) // 2
        kind = tr(column.type) if column.role == "attribute" else tr("personal data") if column.personal else ""
        name = column.header if column.name == name_for(column.header, column.role) else column.name
        cells = ((role_words(column.role), ROLE_WIDTH), (name, named), (kind, TYPE_WIDTH))
        words = "".join(f"{fitted(text, room - 1)} " for text, room in cells)
        shown = fitted(self._examples[place], width - named - ROLE_WIDTH - TYPE_WIDTH)
        return Content.styled(f"{words}{shown}", "dim" if column.role == "skipped" else "")

    def about(self, place: int) -> str:
        """The header in full, the values of a list, and what does not fit or is personal."""
        column = self.columns[place]
        lines = [column.header]
        if column.role == "attribute":
            rule = tr("exports: {rule}", rule=tr(column.export))
            lines.append(" · ".join((BETWEEN.join(column.choices), rule)) if column.choices else rule)
        if misfits := self.misfits(place):
            told = trn("{n} value does not fit", "{n} values do not fit", len(misfits))
            value = shortened(misfits[0].value, LONGEST_EXAMPLE)
            lines.append(tr("{told}, such as «{value}» in row {row}", told=told, value=value, row=misfits[0].row))
        if column.personal:
            lines.append(tr("This tells who somebody is. It stays out unless you take it in."))
        return "\n".join(lines)

    def preview(self) -> str:
        """What will come in, in numbers."""
        by_role = {role: [n for n, c in enumerate(self.columns) if c.role == role] for role in COLUMN_ROLES}
        questions, answers = by_role["question"], sum(self._filled[place] for place in by_role["question"])
        parts = [
            trn("{n} respondent", "{n} respondents", self.people),
            trn("{n} attribute", "{n} attributes", len(by_role["attribute"])),
            trn("{n} question", "{n} questions", len(questions)),
            trn("{n} answer", "{n} answers", answers),
            trn("{n} empty", "{n} empty", self.people * len(questions) - answers),
        ]
        if misfits := sum(len(self.misfits(place)) for place in by_role["attribute"]):
            parts.append(trn("{n} value does not fit", "{n} values do not fit", misfits))
        if not by_role["id"]:
            parts.append(tr("rows are numbered: {name}", name=self.respondent.replace("{id}", "001")))
        return " · ".join(parts)


class SurveyWizard(Dialog[SurveyReport]):
    """The columns of a survey; gives what was taken in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right", "role(1)", show=False, priority=True),
        Binding("left", "role(-1)", show=False, priority=True),
        Binding("t", "type", show=False),
        Binding("v", "values", show=False),
        Binding("n", "column_name", show=False),
        Binding("e", "export", show=False),
        Binding("p", "respondents", show=False),
        Binding("enter", "import", show=False, priority=True),
    ]
    CSS = """
    SurveyWizard .dialog { width: 120; height: 90%; }
    SurveyWizard .dialog OptionList { height: 1fr; max-height: 100%; }
    SurveyWizard #about { height: 3; margin-top: 1; color: $foreground 75%; }
    SurveyWizard #preview { height: auto; text-style: bold; }
    """

    def __init__(self, project: Project, table: SurveyTable, mapping: SurveyMapping, source: str) -> None:
        super().__init__(tr("What are the columns of {name}?", name=source))
        self._project, self._source = project, source
        self.sheet = ColumnSheet(table, mapping)
        self._importing: Worker[None] | None = None

    def question(self) -> ComposeResult:
        """The columns, what there is to know of the one at the cursor, and what will come in."""
        yield OptionList(markup=False)
        yield Static("", id="about", markup=False)
        yield Static("", id="preview", markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr(
            "Space: role · t: type · n: name · v: values · e: export · p: respondents · Enter: import · Esc: cancel"
        )

    def on_resize(self) -> None:
        """Another width writes the lines anew."""
        self.call_after_refresh(self._fill)

    def on_option_list_option_highlighted(self) -> None:
        """Another column, other things to know."""
        self._show_about()

    @property
    def _place(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def _fill(self) -> None:
        """Write everything anew, with the cursor where it was."""
        options, place = self.query_one(OptionList), self._place
        width = max(options.scrollable_content_region.width - 2, NARROWEST)
        options.set_options(Option(self.sheet.line(each, width)) for each in range(len(self.sheet.columns)))
        options.highlighted = place
        self._show_about()
        self._tell(self.sheet.preview())

    def _show_about(self) -> None:
        self.query_one("#about", Static).update(visible(self.sheet.about(self._place)))

    def _tell(self, words: str) -> None:
        self.query_one("#preview", Static).update(visible(words))

    def _set(self, **fields: Any) -> None:
        """Change what is said of the column at the cursor."""
        place = self._place
        self.sheet.columns[place] = replace(self.sheet.columns[place], **fields)
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the survey comes in, it can only be stopped."""
        return action == "cancel" or self._importing is None

    def action_role(self, step: int) -> None:
        """Respondent, attribute, open question or left out."""
        self.sheet.turn_role(self._place, step)
        self._fill()

    def action_type(self) -> None:
        """The next type of an attribute."""
        self.sheet.turn_type(self._place)
        self._fill()

    def action_export(self) -> None:
        """The next export rule of an attribute."""
        self.sheet.turn_export(self._place)
        self._fill()

    def action_values(self) -> None:
        """The values of a list, from one end to the other."""
        column = self.sheet.columns[self._place]

        def written(text: str | None) -> None:
            values = dict.fromkeys(" ".join(value.split()) for value in (text or "").split(BETWEEN.strip()))
            if choices := tuple(filter(None, values)):
                self._set(choices=choices)

        if column.role == "attribute" and column.type == ORDERED:
            title = tr("The values in their order, | between them")
            self.app.push_screen(AskText(title, BETWEEN.join(column.choices)), written)

    def action_column_name(self) -> None:
        """What the attribute or question is called in the project."""
        name = self.sheet.columns[self._place].name
        self.app.push_screen(AskText(tr("New name"), name), lambda name: self._set(name=name) if name else None)

    def action_respondents(self) -> None:
        """What respondents are called."""

        def written(name: str | None) -> None:
            if name:
                self.sheet.respondent = name
                self._fill()

        title = tr("What are respondents called? {field} stands for the id or the number", field="{id}")
        self.app.push_screen(AskText(title, self.sheet.respondent), written)

    def action_cancel(self) -> None:
        """Stop the import that goes on, or leave without one."""
        if self._importing is not None:
            self._importing.cancel()
        else:
            self.dismiss(None)

    def action_import(self) -> None:
        """Take the survey in, after a question where there is nothing to code or something must stay empty."""

        def answered(yes: bool | None) -> None:
            if yes:
                self._tell(tr("Reading …"))
                self._importing = self._take_in(lenient=False)

        if self.sheet.mapping.with_role("question"):
            answered(True)
            return
        words = tr("Respondents and attributes come in, but no answers to code. Space makes a column an open question.")
        self.app.push_screen(Confirm(tr("Import without open questions?"), words), answered)

    @work(thread=True, exclusive=True, group="survey")
    def _take_in(self, lenient: bool) -> None:
        call = self.app.call_from_thread
        try:
            survey = read_survey(self.sheet.table, self.sheet.mapping, self._source)
            if survey.misfits and not lenient:
                call(self._ask_lenient, survey.misfits)
                return
            report = self._project.surveys.import_survey(survey, lenient=lenient, told=self._progress())
        except SurveyStopped:
            call(self._ended, tr("Stopped; nothing was imported"))
        except QualcodeError as error:
            call(self._ended, f"{error.message}\n{error.hint}")
        else:
            call(self.dismiss, report)

    def _progress(self) -> Callable[[int], None]:
        """Tells how many respondents are done, and ends the import when it has been stopped."""
        worker = get_current_worker()

        def told(done: int) -> None:
            if worker.is_cancelled:
                raise SurveyStopped
            self.app.call_from_thread(self._tell, tr("Importing {n} of {total} …", n=done, total=self.sheet.people))

        return told

    def _ended(self, words: str) -> None:
        """It did not come in: say why, and let the columns be changed again."""
        self._importing = None
        self._tell(words)

    def _ask_lenient(self, misfits: Sequence[Misfit]) -> None:
        """What does not fit, and whether it may stay empty."""
        self._importing = None
        self._tell(self.sheet.preview())
        lines = [str(misfit) for misfit in misfits[:MOST_TOLD]] + (["…"] if len(misfits) > MOST_TOLD else [])

        def answered(yes: bool | None) -> None:
            if yes:
                self._importing = self._take_in(lenient=True)

        title = trn("Leave out {n} value that does not fit?", "Leave out {n} values that do not fit?", len(misfits))
        self.app.push_screen(Confirm(title, "\n".join(lines)), answered)


def role_words(role: str) -> str:
    """What a role is called."""
    return {
        "id": tr("respondent"),
        "attribute": tr("attribute"),
        "question": tr("open question"),
        "skipped": tr("left out"),
    }[role]
