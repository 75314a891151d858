"""F6: which codes occur together, and codes against documents, cases, speakers, coders and attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Label
from textual.worker import get_current_worker

from qualcode.errors import InvalidInput, QualcodeError
from qualcode.exchange import tabular
from qualcode.exchange.quotes import once_each
from qualcode.exchange.tables import capital, cooccurrence_table, matrix_table
from qualcode.project.records import Code, Quote
from qualcode.tui.actions import TABLES, bindings, by_id, shown_keys
from qualcode.tui.dialogs import AskText, Choose
from qualcode.tui.saving import save_as
from qualcode.tui.screens.table_choice import (
    NEAR,
    RATIOS,
    Offer,
    TableChoice,
    behind,
    codes_by_name,
    counted_table,
    counts,
    levels,
    measures,
    shown_part,
    tables,
    ways,
)
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.passages_dialog import PassagesDialog
from qualcode.tui.widgets.shaded_table import Grid, ShadedTable
from qualcode.tui.widgets.status_line import StatusLine, line_of
from qualcode.tui.words import LANGUAGE, tr, trn

ENDINGS = (".docx", ".xlsx", ".csv", ".md", ".txt", ".json")


class TablesScreen(WorkScreen):
    """One table at a time, counted in the background."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TABLES)
    AUTO_FOCUS = "ShadedTable"
    DEFAULT_CSS = """
    TablesScreen #what, TablesScreen #about { padding: 0 1; height: 1; width: 1fr; color: $foreground 60%; }
    TablesScreen #cell { padding: 0 1; height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.choice = TableChoice()
        self._codes: dict[str, Code] = {}

    def body(self) -> ComposeResult:
        """What is shown, the table, and the cell at the cursor."""
        yield Label("", id="what", markup=False)
        yield Label("", id="about", markup=False)
        yield ShadedTable()
        yield Label("", id="cell", markup=False)

    @property
    def table(self) -> ShadedTable:
        """The table."""
        return self.query_one(ShadedTable)

    def show_project(self) -> None:
        """The table as it is now; the cursor stays on its names."""
        self._codes = codes_by_name(self.project)
        self._count(self.choice)

    def _change(self, choice: TableChoice) -> None:
        if choice != self.choice:
            self.choice = choice
            self.refresh_hints()
            self._count(choice)

    @work(thread=True, exclusive=True, group="table")
    def _count(self, choice: TableChoice) -> None:
        self.app.call_from_thread(self._say_what, tr("{table} · counting …", table=choice.words()))
        try:
            counted = counted_table(self.project, choice)
            pooled = not choice.coder and choice.columns != "coder" and len(self.project.coding.coders()) > 1
        except QualcodeError as error:
            self.app.call_from_thread(self.workbench.tell, error)
            return
        matrix = shown_part(choice, counted)
        left_out = len(counted.rows) - len(matrix.rows) if choice.square else 0
        colors = [self._codes[name].color if name in self._codes else "" for name in matrix.rows]
        decimal = "." if self.workbench.language == "en" else ","
        grid = Grid(matrix, colors, choice.square, choice.square and choice.measure in RATIOS, decimal)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, grid, about(self.workbench.keys, pooled=pooled, left_out=left_out))

    def _say_what(self, words: str) -> None:
        self.query_one("#what", Label).update(words)

    def _show(self, grid: Grid, about: str) -> None:
        self._say_what(self.choice.words())
        self.query_one("#about", Label).update(about)
        self.table.show(grid)
        rows, columns = grid.size
        key = shown_keys(by_id()["tables.strongest"], self.workbench.keys)[0]
        strongest = tr("{key}: the strongest", key=key) if grid.square else ""
        self.query_one(StatusLine).right = " · ".join(filter(None, (strongest, f"{rows} × {columns}"))) if rows else ""
        nothing = why_nothing(self.choice, any(code.codings for code in self._codes.values()))
        self.nothing_yet("" if rows and columns else nothing)

    def on_shaded_table_moved(self) -> None:
        """Say in full what the cell at the cursor is, and what the shades mean."""
        table, label = self.table, self.query_one("#cell", Label)
        if not all(table.grid.size):
            label.update("")
            return
        row, column = table.names_at_cursor
        value = table.grid.text(table.row, table.column)
        words = f"{row} × {column}: {value.replace('·', '0')}"
        if table.grid.flagged(table.row, table.column):
            words += " · " + tr("outside 0–1: the same text is coded repeatedly")
        label.update(line_of(words, table.grid.legend(), label.size.width or 78))

    def on_shaded_table_chosen(self) -> None:
        """A click on the cell at the cursor."""
        self.action_passages()

    def action_passages(self) -> None:
        """The passages that the cell counts."""
        row, column = self.table.names_at_cursor
        if row in self._codes and column:
            self._find_passages(self.choice, self._codes[row], column)

    @work(thread=True, exclusive=True, group="passages")
    def _find_passages(self, choice: TableChoice, row: Code, column: str) -> None:
        try:
            found = behind(self.project, choice, row, column)
        except QualcodeError as error:
            self.app.call_from_thread(self.workbench.tell, error)
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_passages, f"{row.name} × {column}", found)

    def _show_passages(self, title: str, found: Sequence[tuple[Quote, ...]]) -> None:
        if not found:
            self.say(tr("{title}: no passages", title=title))
            return
        colors = {code.id: code.color for code in self._codes.values()}
        shown = once_each(found)
        self.app.push_screen(PassagesDialog(f"{title} · {counted_behind(found, shown)}", shown, colors))

    def action_table(self) -> None:
        """Codes against each other, or against documents, cases, speakers, coders, an attribute."""
        offers = tables(self.project)
        self._choose(tr("Which table?"), offers, self.choice.columns, lambda key: replace(self.choice, columns=key))

    def action_measure(self) -> None:
        """What the cells hold."""
        offers = measures(self.choice.within) if self.choice.square else counts()
        self._choose(tr("What do the cells count?"), offers, self.choice.counted, self.choice.counting)

    def action_within(self) -> None:
        """What counts as together."""
        now = self.choice.within.partition(":")[0]

        def chosen(key: str | None) -> None:
            if key == NEAR:
                distance = self.choice.within.partition(":")[2] or "10"
                self.app.push_screen(AskText(tr("At most how many words apart?"), distance), self._near)
            elif key is not None:
                self._change(self.choice.joined_by(key))

        lines = [offer.line for offer in ways(self.choice.within)]
        self.app.push_screen(Choose(tr("What counts as together?"), lines, chosen=now), chosen)

    def _near(self, answer: str | None) -> None:
        if answer is None:
            return
        if not answer.isdecimal() or len(answer) > 6:
            raise InvalidInput("«{answer}» is no number of words", answer=answer)
        self._change(self.choice.joined_by(f"{NEAR}:{int(answer)}"))

    def action_level(self) -> None:
        """Codes, categories or themes."""
        offers = [Offer(key, name) for key, name in levels().items()]
        self._choose(tr("What are the rows?"), offers, self.choice.level, lambda key: replace(self.choice, level=key))

    def action_coder(self) -> None:
        """All coders, or one."""
        offers = [Offer("", tr("all coders")), *(Offer(each.name, each.name) for each in self.project.coding.coders())]
        self._choose(tr("Whose codings?"), offers, self.choice.coder, lambda key: replace(self.choice, coder=key))

    def _choose(self, title: str, offers: Sequence[Offer], now: str, change: Callable[[str], TableChoice]) -> None:
        def answered(key: str | None) -> None:
            if key is not None:
                self._change(change(key))

        self.app.push_screen(Choose(title, [offer.line for offer in offers], chosen=now), answered)

    def action_unused(self) -> None:
        """Show rows and columns in which nothing is too, and codes that meet no other, or not."""
        self._change(replace(self.choice, unused=not self.choice.unused))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to codes against each other works there only."""
        if action in ("within", "export_pairs"):
            return self.choice.square
        return True

    def action_export(self) -> None:
        """The table shown, into a file."""
        choice = self.choice
        matrix = self.table.grid.matrix
        self._save(matrix_table(matrix, capital(choice.words()), LANGUAGE.get(), choice.level))

    def action_export_pairs(self) -> None:
        """Every pair with all its counts, into a file."""
        choice = self.choice
        pairs = self.project.tables.cooccurrence(within=choice.within, coders=choice.coders, level=choice.level)
        self._save(cooccurrence_table(pairs, capital(choice.words()), LANGUAGE.get()))

    def _save(self, table: tabular.Table) -> None:
        language = self.project.info().language

        def write(path: Path) -> None:
            tabular.save(table, path, language=language)

        save_as(self, tr("Export the table to which file?"), tr("table"), ENDINGS, write)


def about(keymap: Mapping[str, str], *, pooled: bool, left_out: int) -> str:
    """What somebody who reads the numbers has to know."""
    one, every = (shown_keys(by_id()[action], keymap)[0] for action in ("tables.coder", "tables.unused"))
    parts = [tr("all coders pooled · {key}: one coder", key=one)] if pooled else []
    if left_out:
        parts.append(trn(
            "without {n} that meets no other · {key}: all", "without {n} that meet no other · {key}: all",
            left_out, key=every,
        ))  # fmt: skip
    return " · ".join(parts)


def counted_behind(found: Sequence[tuple[Quote, ...]], shown: Sequence[tuple[Quote, ...]]) -> str:
    """What a cell counts, and how many passages stand for it where several people coded alike."""
    pairs = any(len(quotes) > 1 for quotes in found)
    passages = trn("{n} passage", "{n} passages", len(shown))
    codings = trn("{n} coding", "{n} codings", len(found))
    counted = trn("{n} pair of codings", "{n} pairs of codings", len(found)) if pairs else codings
    if len(shown) < len(found):
        return f"{counted} · {passages}"
    return counted if pairs else passages


def why_nothing(choice: TableChoice, coded: bool) -> str:
    """What to do next where a table is empty."""
    if not coded:
        return tr("Nothing is coded yet · F3: read and code")
    if choice.square and not choice.unused:
        return tr("No codes meet in this way · z: all codes")
    return tr("Nothing to count here · t, l, k: another table, level or coder")
