"""The board: codes are gathered under themes, carried from column to column with the keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Label

from qualcode.project.records import Code
from qualcode.text.symbols import visible
from qualcode.tui.actions import BOARD, bindings
from qualcode.tui.dialogs import AskText, Choose
from qualcode.tui.screens.code_changes import CodeChanges, give_reason
from qualcode.tui.screens.one_code import open_page
from qualcode.tui.screens.questions import ask
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.board import Board
from qualcode.tui.widgets.board_columns import homes_of, outermost
from qualcode.tui.widgets.code_tree import totals
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.words import tr, trn

NO_THEME = "none"


class BoardScreen(WorkScreen):
    """Themes as columns; every carry is one act."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BOARD)
    AUTO_FOCUS = "Board"
    DEFAULT_CSS = """
    BoardScreen #path { height: 1; width: 1fr; padding: 0 2; margin-bottom: 1; color: $foreground 60%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.codes: Sequence[Code] = ()
        self.book: str | None = None
        self._totals: Counter[str] = Counter()
        self._carried_just_now = False

    def body(self) -> ComposeResult:
        """Where the cursor is, and the columns."""
        yield Label("", id="path", markup=False)
        yield Board()

    @property
    def board(self) -> Board:
        """The columns."""
        return self.query_one(Board)

    def show_project(self) -> None:
        """The codebook as it is now; the one shown before, if it is still there."""
        books = [book.id for book in self.project.codebook.codebooks()]
        self.codes = self.project.codebook.codes()
        self.book = self.book if self.book in books else next(iter(books), None)
        self._totals = totals(self.codes)
        self.board.show(self.codes, self.book, self._totals)

    def on_board_moved(self) -> None:
        """Say in full where the cursor is, and which of the columns are on the screen."""
        board = self.board
        code = board.current
        words = code.full_name if code else tr("Codes without a theme")
        self.query_one("#path", Label).update(visible(words, one_line=True), layout=False)
        place = tr("column {n} of {total}", n=board.cursor.column + 1, total=len(board.columns))
        marked = trn("{n} marked", "{n} marked", len(board.marked)) if board.marked else ""
        self.query_one(StatusLine).right = " · ".join(part for part in (marked, place) if part)

    def on_board_chosen(self) -> None:
        """A click on the card at the cursor opens its page."""
        self.action_open()

    def action_go(self, right: int, down: int) -> None:
        """Move the cursor; what was carried has come where it was meant to."""
        self._let_go()
        self.board.step(right, down)

    def action_mark(self) -> None:
        """Mark the card at the cursor, or take the mark away, and go on to the next."""
        self._let_go()
        board, code = self.board, self.board.current
        if code is None or not board.cursor.row:
            self._say_heading()
        else:
            board.mark(board.marked ^ {code.id})
            board.step(0, 1)

    def action_carry(self, step: int) -> None:
        """Carry the marked cards, or the one at the cursor, to the next column; a theme changes its place."""
        board = self.board
        if board.cursor.row == 0 and not board.marked:
            self._carry_theme(step)
            return
        target = board.cursor.column + step
        if len(board.columns) == 1:
            self.say(tr("There is no theme yet · n: new theme"))
        elif 0 <= target < len(board.columns):
            self._gather(self._carried(), board.columns[target].theme)
        else:
            self.say(tr("No theme further that way · n: new theme"))

    def action_carry_to(self) -> None:
        """Carry the marked cards, or the one at the cursor, to a theme chosen by name."""
        carried = self._carried()
        themes = {column.theme.id: column.theme for column in self.board.columns if column.theme is not None}
        if not carried:
            self._say_heading()
        elif not themes:
            self.say(tr("There is no theme yet · n: new theme"))
        else:
            homes = homes_of(self.board.columns, {code.id for code in carried})
            lines = [*((key, theme.name) for key, theme in themes.items()), (NO_THEME, tr("Without a theme"))]
            elsewhere = next((key for key, _ in lines if themes.get(key) not in homes), NO_THEME)
            title = trn("Carry {n} code to which theme?", "Carry {n} codes to which theme?", len(carried))
            choice = Choose(title, lines, chosen=elsewhere, typed=True)
            ask(self, choice, lambda key: self._gather(carried, themes.get(key)))

    def action_shift(self, step: int) -> None:
        """Move the card at the cursor one place up or down among those with the same parent."""
        board, code = self.board, self.board.current
        if code is None or board.cursor.row == 0:
            self._say_heading()
            return
        cards = [
            card.code for card in board.columns[board.cursor.column].cards if card.code.parent_id == code.parent_id
        ]
        place = [each.id for each in cards].index(code.id) + step
        if 0 <= place < len(cards):
            self._put_in_place_of(code, cards[place])

    def action_new(self) -> None:
        """A new theme, which takes the marked cards at once."""
        self._let_go()

        def named(name: str) -> None:
            carried = outermost(self.board.columns, self.board.marked)
            said = self._said_of_new(name, carried)
            with self.project.action(self.project.say("New theme: {name}", name=name)):
                theme = self.project.codebook.add(name, codebook=self.book, level="theme")
                for code in carried:
                    self.project.codebook.move(code, theme)
            self.board.mark(())
            self.did(said)
            self.board.go_to(theme.id)

        ask(self, AskText(tr("New theme")), named)

    def action_theme(self) -> None:
        """Make the card at the cursor a theme, or the theme at the cursor a code like others."""
        code = self.board.current
        if code is None:
            self._say_heading()
            return
        level = "code" if self.board.cursor.row == 0 else "theme"
        with self.project.action(self.project.say("{name}: {level}", name=code.name, level=self.project.say(level))):
            if level == "theme" and code.parent_id is not None:
                self.project.codebook.move(code, None)
            self.project.codebook.update(code, level=level)
        self.did(f"{code.name}: {tr(level)}")
        self.board.go_to(code.id)

    def action_open(self) -> None:
        """The page of the code."""
        if code := self.board.current:
            open_page(self, code)
        else:
            self._say_heading()

    def action_rename(self) -> None:
        """Another name for the code or theme at the cursor."""
        if code := self.board.current:
            CodeChanges(self, code, self.board.go_to).rename()
        else:
            self._say_heading()

    def action_reason(self) -> None:
        """Say why the last thing was done."""
        give_reason(self)

    def action_codebook(self) -> None:
        """The board of another codebook, where there are several."""
        books = [(book.id, book.name) for book in self.project.codebook.codebooks()]

        def chosen(book: str) -> None:
            self.book = book
            self.board.mark(())
            self.show_project()

        if len(books) > 1:
            ask(self, Choose(tr("Which codebook?"), books, chosen=self.book or ""), chosen)

    def action_back(self) -> None:
        """Let go of the marked cards; with none, back to the tree."""
        if self.board.marked:
            self.board.mark(())
            self.on_board_moved()
        else:
            self.workbench.action_show("codebook")

    def _say_heading(self) -> None:
        """Why a key does nothing at the top of a column."""
        there = tr("This is the heading of a column · ↓: to its codes")
        cards = self.board.columns[self.board.cursor.column].cards
        self.say(there if cards else tr("There is no code in this column"))

    def _said_of_new(self, name: str, carried: Sequence[Code]) -> str:
        """That a theme was made, and what it took from where."""
        if not carried:
            return tr("New theme: {name}", name=name)
        homes = homes_of(self.board.columns, {code.id for code in carried})
        places = ", ".join(theme.name if theme else tr("Without a theme") for theme in homes)
        return trn(
            "New theme: {name}, with {n} code from «{places}»", "New theme: {name}, with {n} codes from «{places}»",
            len(carried), name=name, places=places,
        )  # fmt: skip

    def _let_go(self) -> None:
        """Marks last through one carry after the other, and no longer."""
        if self._carried_just_now:
            self._carried_just_now = False
            self.board.mark(())
            self.on_board_moved()

    def _carried(self) -> list[Code]:
        board, code = self.board, self.board.current
        if board.marked:
            return outermost(board.columns, board.marked)
        return [code] if code is not None and board.cursor.row else []

    def _gather(self, carried: Sequence[Code], theme: Code | None) -> None:
        """Put codes below a theme, or at the top of the tree, in one act."""
        home = theme.id if theme else None
        moving = [code for code in carried if code.parent_id != home]
        place = theme.name if theme else tr("Without a theme")
        if not moving:
            self.say(tr("Already there: {theme}", theme=place)) if carried else self._say_heading()
            return
        names = ", ".join(code.name for code in moving[:3]) + (" …" if len(moving) > 3 else "")
        with self.project.action(self.project.say("Gathered under {theme}: {names}", theme=place, names=names)):
            for code in moving:
                self.project.codebook.move(code, home)
        here = self.board.current
        self._carried_just_now = bool(self.board.marked)
        self.did(tr("{names} → {theme}", names=names, theme=place))
        self.board.go_to(here.id if here is not None and here in moving else moving[0].id)

    def _carry_theme(self, step: int) -> None:
        """Put the theme at the cursor before or after the next one."""
        board, code = self.board, self.board.current
        target = board.cursor.column + step
        if code is None:
            self._say_heading()
            return
        if not 1 <= target < len(board.columns):
            self.say(tr("No theme further that way · n: new theme"))
            return
        other = board.columns[target].theme
        if other is not None and other.parent_id == code.parent_id:
            self._put_in_place_of(code, other)

    def _put_in_place_of(self, code: Code, other: Code) -> None:
        """Where a sibling stands now, the ones between moving up or down."""
        here = (code.codebook_id, code.parent_id)
        siblings = [each.id for each in self.codes if (each.codebook_id, each.parent_id) == here]
        self.project.codebook.move(code, code.parent_id, siblings.index(other.id))
        self.did(tr("Moved «{code}»", code=code.name))
