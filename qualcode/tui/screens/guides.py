"""Interview guides: which question was asked in which interview, what was answered, and what is left to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import ContentSwitcher, Label
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.exchange import tabular
from qualcode.exchange.guides import coverage_table
from qualcode.project.records import Coverage, Guide, Matrix
from qualcode.text.symbols import visible
from qualcode.tui.actions import COVERAGE, GUIDES, bindings, by_id, shown_keys
from qualcode.tui.dialogs import AskPath, AskText, Choose, Confirm, what_is_taken
from qualcode.tui.saving import save_as
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.guide_lists import AnswerList, WaitingList
from qualcode.tui.widgets.passage_list import PassageList
from qualcode.tui.widgets.shaded_table import Grid, ShadedTable
from qualcode.tui.widgets.status_line import StatusLine, line_of
from qualcode.tui.words import tr, trn
from qualcode.tui.writing import WriteMemo, write

ENDINGS = (".docx", ".xlsx", ".csv", ".md", ".txt", ".json")
NOTHING = Coverage((), (), ())
INTERVIEWS = ("interview", "group interview")


class CoverageTable(ShadedTable):
    """Questions against interviews."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(COVERAGE)


class GuidesScreen(WorkScreen):
    """One guide at a time: its table, and in the table's place what waits or what was answered."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(GUIDES)
    AUTO_FOCUS = "CoverageTable"
    DEFAULT_CSS = """
    GuidesScreen #what { padding: 0 1; margin-bottom: 1; }
    GuidesScreen #left-out { padding: 0 1; height: auto; max-height: 3; width: 1fr; color: $foreground 60%; }
    GuidesScreen #cell { padding: 0 1; height: 1; width: 1fr; }
    GuidesScreen ContentSwitcher { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.guide: Guide | None = None
        self.by, self.proposed = "document", True
        # How often each question was asked, and how many places more wait for a person.
        self.coverage = self.waiting = NOTHING

    def body(self) -> ComposeResult:
        """What is shown, then the table or one of the lists, and the cell at the cursor."""
        yield Label("", id="what", classes="pane-title", markup=False)
        with ContentSwitcher(initial="table"):
            yield CoverageTable(id="table")
            yield WaitingList(id="waiting")
            yield AnswerList(id="answers")
        yield Label("", id="left-out", markup=False)
        yield Label("", id="cell", markup=False)

    @property
    def view(self) -> str:
        """Which of the three is shown: table, waiting or answers."""
        return str(self.query_one(ContentSwitcher).current)

    def show_project(self) -> None:
        """The guide as it is now, the one shown last if it is still there."""
        guides = self.project.guides.guides()
        same = [guide for guide in guides if self.guide is not None and guide.id == self.guide.id]
        self.guide = next(iter(same or guides), None)
        self._show_waiting()
        if self.guide is None:
            self._go("table")
            self._show_coverage(NOTHING, NOTHING)
            self.say(tr("No interview guide yet · a: import one · w: write one"))
        self._count()

    def _go(self, view: str) -> None:
        self.query_one(ContentSwitcher).current = view
        self.query_one(f"#{view}").focus()
        self._say_what()
        self._say_left_out()

    def _say_what(self) -> None:
        name = self.guide.name if self.guide else tr("Interview guides")
        if self.view == "waiting":
            waiting = self.query_one(WaitingList)
            message = "{guide} · {n} of {total} places left to confirm or decline"
            words = tr(message, guide=name, n=len(waiting.links), total=waiting.found)
        elif self.view == "answers":
            answers = self.query_one(AnswerList).answers
            words = trn("{guide} · {n} answer", "{guide} · {n} answers", len(answers), guide=name)
        else:
            by_case = self.by == "case"
            message = "{guide} · times each case was asked" if by_case else "{guide} · times asked in each interview"
            words = tr(message, guide=name) + (
                " · " + tr("+1?: to be confirmed") if any(map(any, self.waiting.cells)) else ""
            )
            if not self.query_one(WaitingList).has_looked:
                key = shown_keys(by_id()["guides.look"], self.workbench.keys)[0]
                words = f"{name} · {tr('not looked for yet · {key}: look', key=key)}"
        self.query_one("#what", Label).update(words)

    # ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────

    @work(thread=True, exclusive=True, group="coverage")
    def _count(self) -> None:
        guide = self.guide
        try:
            confirmed = self.project.guides.coverage(guide, by=self.by) if guide else NOTHING
            counted = confirmed
            if guide and self.proposed:
                counted = self.project.guides.coverage(guide, by=self.by, proposed=True)
        except QualcodeError as error:
            self.app.call_from_thread(self.workbench.tell, error)
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_coverage, *told_apart(confirmed, counted))

    def _show_coverage(self, coverage: Coverage, waiting: Coverage) -> None:
        self.coverage, self.waiting = coverage, waiting
        self._say_what()
        has_looked = self.query_one(WaitingList).has_looked
        self.query_one(CoverageTable).show(grid_of(coverage, waiting, counted=has_looked))
        self._say_left_out()
        questions = trn("{n} question", "{n} questions", len(coverage.questions))
        self.query_one(StatusLine).right = questions if coverage.questions else ""
        if self.by == "case" and coverage.questions and not coverage.columns:
            self.say(tr("No speaker is linked to a case yet · k: interviews"))

    def _say_left_out(self) -> None:
        """Which interviews are no columns, why, and where that can be mended."""
        names: list[str] = []
        if self.guide is not None and self.by == "document" and self.view == "table":
            interviews = (each for each in self.project.corpus.documents() if each.kind in INTERVIEWS)
            names = [each.name for each in interviews if each.name not in self.coverage.columns]
        label = self.query_one("#left-out", Label)
        label.display = bool(names)
        documents, speakers = (
            shown_keys(by_id()[id_], self.workbench.keys)[0] for id_ in ("screen.documents", "documents.speakers")
        )
        message = "Left out, since nobody asks there ({screen}, {key}: say who speaks): {names}"
        words = tr(message, screen=documents, key=speakers, names=", ".join(names))
        label.update(visible(words, one_line=True))

    def on_shaded_table_moved(self) -> None:
        """Say in full what the cell at the cursor is, and in how many interviews the question was asked."""
        label, coverage = self.query_one("#cell", Label), self.coverage
        if self.view != "table" or not coverage.questions:
            label.update("")
            return
        table = self.query_one(CoverageTable)
        words = coverage.questions[table.row].shown
        if not self.query_one(WaitingList).has_looked:
            label.update(line_of(words, "", label.size.width or 78))
            return
        if coverage.columns:
            row, column = table.row, table.column
            asked = asked_words(coverage.cells[row][column], self.waiting.cells[row][column])
            words += f" × {coverage.columns[column]}: {asked}"
        message = "asked of {n} of {total}" if self.by == "case" else "asked in {n} of {total} interviews"
        total = tr(message, n=coverage.asked_in[table.row], total=len(coverage.columns))
        label.update(line_of(words, total, label.size.width or 78))

    def action_answers(self) -> None:
        """What was answered to the question at the cursor, in all interviews."""
        if not self.coverage.questions:
            return
        table = self.query_one(CoverageTable)
        line = self.coverage.questions[table.row]
        answers = self.project.guides.answers(line, proposed=self.proposed)
        if not answers:
            self.say(tr("{question}: no answers", question=line.shown))
            return
        self.query_one(AnswerList).fill(answers, table.names_at_cursor[1])
        self._go("answers")
        label = self.query_one("#cell", Label)
        label.update(line_of(line.shown, "", label.size.width or 78))

    def action_recount(self, change: str) -> None:
        """Interviews or cases; what waits shown too, or only what is confirmed."""
        if change == "by":
            self.by = "document" if self.by == "case" else "case"
        else:
            self.proposed = not self.proposed
        self._count()

    # ── what waits for a person ──────────────────────────────────────────────────────────────────────────────────────

    def _show_waiting(self) -> None:
        waiting = self.query_one(WaitingList)
        waiting.fill(self.guide)
        if self.view == "waiting" and not waiting.links:
            self.action_back()
        self._say_what()

    def action_waiting(self) -> None:
        """Go through what was found."""
        if self.query_one(WaitingList).links:
            self._go("waiting")
            self.query_one("#cell", Label).update("")
        else:
            self.say(tr("Nothing to confirm · l: look for the questions"))

    def on_waiting_list_decided(self, event: WaitingList.Decided) -> None:
        """Say what was done, and go on to the next."""
        self.did(event.words, self._show_waiting)

    @on(ShadedTable.Chosen)
    @on(PassageList.Chosen)
    def open_clicked(self) -> None:
        """A click on the cell at the cursor shows the answers, on a passage it leads to its place."""
        shown = self.query_one(f"#{self.view}")
        if isinstance(shown, WaitingList | AnswerList):
            shown.action_to_place()
        else:
            self.action_answers()

    @work(thread=True, exclusive=True, group="look")
    def action_look(self) -> None:
        """Look for the questions in all interviews."""
        guide = self.guide
        if guide is None:
            return
        self.app.call_from_thread(self.say, tr("Looking for the questions …"))
        try:
            found = len(self.project.guides.propose(guide))
        except QualcodeError as error:
            self.app.call_from_thread(self.workbench.tell, error)
        else:
            self.query_one(WaitingList).looked_for.add(guide.id)
            message = trn("{n} place found · c: confirm", "{n} places found · c: confirm", found)
            self.app.call_from_thread(self.did, message)
            if not found:
                self.app.call_from_thread(self._count)

    def action_back(self) -> None:
        """Back to the table, and from there to the documents."""
        if self.view == "table":
            self.workbench.action_show("documents")
        else:
            self._go("table")
            self._count()

    # ── guides ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_import(self) -> None:
        """Take in a guide from a file."""

        def named(path: str | None) -> None:
            if path:
                self._made(self.project.guides.import_file(path))

        self.app.push_screen(AskPath(tr("Import which interview guide?"), says=what_is_taken), named)

    def action_write(self) -> None:
        """Write a guide, or paste one."""

        def written(text: str | None) -> None:
            if text:
                self.app.push_screen(AskText(tr("Name of the guide")), lambda name: add(name, text))

        def add(name: str | None, text: str) -> None:
            self._made(self.project.guides.add(name or tr("Interview guide"), text))

        write(self.app, lambda: WriteMemo(tr("A question a line, prompts with a dash")), written)

    def _made(self, guide: Guide) -> None:
        self.guide = guide
        self.did(f"{described(guide)}, {trn('{n} prompt', '{n} prompts', guide.prompts)}")

    def action_choose(self) -> None:
        """Another guide."""
        guides = {guide.id: guide for guide in self.project.guides.guides()}

        def chosen(key: str | None) -> None:
            self.guide = guides.get(key or "", self.guide)
            self.show_project()

        if self.guide is not None:
            lines = [(key, described(guide)) for key, guide in guides.items()]
            self.app.push_screen(Choose(tr("Which interview guide?"), lines, chosen=self.guide.id), chosen)

    def action_rename(self) -> None:
        """Another name."""
        guide = self.guide
        if guide is None:
            return

        def named(name: str | None) -> None:
            if name and name != guide.name:
                self.project.guides.rename(guide, name)
                self.did(tr("Renamed to {name}", name=name))

        self.app.push_screen(AskText(tr("New name"), guide.name), named)

    def action_remove(self) -> None:
        """Take the guide away, after saying in numbers what goes."""
        guide = self.guide
        if guide is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.project.guides.remove(guide)
                self.did(tr("Removed {name}", name=guide.name))

        found = self.query_one(WaitingList).found
        goes = [trn("{n} question", "{n} questions", guide.questions), trn("{n} place", "{n} places", found)]
        consequence = tr("This takes away {things}. You can undo it.", things=", ".join(goes))
        self.app.push_screen(Confirm(tr("Remove «{name}»?", name=guide.name), consequence), answered)

    def action_export(self) -> None:
        """The table, into a file."""
        if self.guide is None:
            return
        table, language = coverage_table(self.coverage, self.guide.name), self.project.info().language

        def write(path: Path) -> None:
            tabular.save(table, path, language=language)

        save_as(self, tr("Export the table to which file?"), tr("table"), ENDINGS, write)


def asked_words(times: int, waiting: int) -> str:
    """How often a question was asked, and how many places wait."""
    asked = trn("asked {n} time", "asked {n} times", times) if times else "" if waiting else tr("not asked")
    waits = trn("{n} place to confirm", "{n} places to confirm", waiting) if waiting else ""
    return ", ".join(filter(None, (asked, waits)))


def described(guide: Guide) -> str:
    """A guide by its name and how much it asks."""
    return f"{guide.name}: {trn('{n} question', '{n} questions', guide.questions)}"


@dataclass(frozen=True)
class AskedGrid(Grid):
    """A table of what is confirmed; places that wait stand apart and count for nothing."""

    waiting: Sequence[Sequence[int]] = ()

    def __post_init__(self) -> None:
        Grid.__post_init__(self)
        rows, columns = self.size
        texts = (self.text(row, column) for row in range(rows) for column in range(columns))
        object.__setattr__(self, "number_width", max(map(len, texts), default=self.number_width))

    def text(self, row: int, column: int) -> str:
        """How often it was asked, and behind that how many places wait, as `2 +1?`."""
        asked, waiting = Grid.text(self, row, column), self.waiting[row][column]
        if not waiting:
            return asked
        return f"{asked} +{waiting}?" if self.matrix.cells[row][column] else f"+{waiting}?"


def told_apart(confirmed: Coverage, counted: Coverage) -> tuple[Coverage, Coverage]:
    """What is confirmed and what waits, in the columns of what is counted with both."""
    if counted.questions != confirmed.questions:
        counted = confirmed  # Somebody is changing the guide just now; it will be counted again.
    places = [confirmed.columns.index(name) if name in confirmed.columns else None for name in counted.columns]
    asked = [tuple(0 if place is None else cells[place] for place in places) for cells in confirmed.cells]
    waiting = [
        tuple(all_ - sure for all_, sure in zip(*rows, strict=True)) for rows in zip(counted.cells, asked, strict=True)
    ]
    return (
        Coverage(counted.questions, counted.columns, tuple(asked)),
        Coverage(counted.questions, counted.columns, tuple(waiting)),
    )


def grid_of(coverage: Coverage, waiting: Coverage, *, counted: bool) -> Grid:
    """The table as it is shown: where it is counted, in how many each question was asked stands before its words."""
    if not counted:
        return Grid(Matrix(tuple(line.shown for line in coverage.questions), coverage.columns, coverage.cells))
    total = len(coverage.columns)
    width = len(str(total))
    rows = tuple(
        f"{asked:>{width}}/{total} {line.shown}"
        for line, asked in zip(coverage.questions, coverage.asked_in, strict=True)
    )
    return AskedGrid(Matrix(rows, coverage.columns, coverage.cells), waiting=waiting.cells)
