"""F4: the codebook itself: its tree, and all that is known of the code under the cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Label, Tree
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.code_use import code_uses
from qualcode.project.records import Code
from qualcode.tui.actions import CODEBOOK, bindings
from qualcode.tui.dialogs import AskText, ShowText
from qualcode.tui.screens.code_changes import CodeChanges, give_reason
from qualcode.tui.screens.codebook_files import export_codebook, load_codebook
from qualcode.tui.screens.one_code import open_page
from qualcode.tui.screens.questions import ask
from qualcode.tui.screens.sort_codings import Begun
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_page import CodePage
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.code_story import story
from qualcode.tui.widgets.code_tree import totals
from qualcode.tui.widgets.codebook_tree import ORDERS, CodebookTree, count_headings, in_order
from qualcode.tui.widgets.status_line import StatusLine, line_of
from qualcode.tui.words import tr, trn

# The tree is there at once; the counts that take a while come when it has been painted.
COUNT_SECONDS = 0.25


class CodebookScreen(WorkScreen):
    """Define, order, merge and weed the codes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CODEBOOK)
    AUTO_FOCUS = "CodebookTree"
    DEFAULT_CSS = """
    CodebookScreen #tree { width: 50%; max-width: 76; min-width: 30; }
    CodebookScreen #headings { height: 1; width: 1fr; padding: 0 1; color: $foreground 60%; text-align: right; }
    CodebookScreen CodebookTree { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.codes: Sequence[Code] = ()
        self.order = ORDERS[0]
        self.splits: dict[str, Begun] = {}
        self._totals: Counter[str] = Counter()
        self._counted: Sequence[tuple[str, str | None, int]] = ()

    def body(self) -> ComposeResult:
        """The tree and the page."""
        with Horizontal():
            with Vertical(id="tree"):
                yield Label("", id="headings", markup=False)
                yield CodebookTree()
            yield CodePage()

    @property
    def tree_of_codes(self) -> CodebookTree:
        """The tree on the left."""
        return self.query_one(CodebookTree)

    @property
    def current(self) -> Code | None:
        """The code under the cursor, as it is now."""
        return self.tree_of_codes.current

    def show_project(self) -> None:
        """The codebooks as they are now; cursor and folds stay."""
        self.codes = self.project.codebook.codes()
        self._totals = totals(self.codes)
        self._show_tree()
        count = trn("{n} code", "{n} codes", len(self.codes))
        codings = trn("{n} coding", "{n} codings", sum(code.codings for code in self.codes))
        self.query_one(StatusLine).right = f"{count} · {codings}" if self.codes else ""
        self._show_page()

    def _show_tree(self) -> None:
        ordered = in_order(self.codes, self.order, self._totals)
        self.tree_of_codes.show_codes(self.project.codebook.codebooks(), ordered)
        words = {"own": "", "name": tr("by name"), "codings": tr("the most used first")}[self.order]
        width = max(self.query_one("#tree").size.width - 3, 0)
        headings = count_headings(self.tree_of_codes.codings_width)
        self.query_one("#headings", Label).update(line_of(words, headings, width))
        counted = [(code.id, code.parent_id, code.codings) for code in self.codes]
        if counted != self._counted:
            self._counted = counted
            self.set_timer(COUNT_SECONDS, self._count)

    @work(thread=True, exclusive=True, group="uses")
    def _count(self) -> None:
        """In how many documents and for how many cases; a large project takes a while."""
        tree = self.tree_of_codes  # It may be gone when all is counted; `call_from_thread` knows what to do then.
        try:
            uses = code_uses(self.project)
        except QualcodeError as error:
            self.app.call_from_thread(self.workbench.tell, error)
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(tree.show_uses, uses)

    def on_resize(self) -> None:
        """The headings stand over their numbers."""
        if self.has_shown:
            self.call_after_refresh(self._show_tree)

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Code | None]) -> None:
        """Show the page of the code the cursor came to."""
        self._show_page()

    def _show_page(self) -> None:
        page, here = self.query_one(CodePage), self.current
        code = next((each for each in self.codes if here is not None and each.id == here.id), None)
        if code is not None:
            page.show_code(code, self.codes, self.project.memos.memos(code=code))
        elif self.codes:
            page.show_words("")
        else:
            page.show_words(tr("There are no codes yet.\n\na: a new code\no: load a codebook"))

    def action_quotes(self) -> None:
        """The quotes of the code, with those of the codes below."""
        from qualcode.tui.screens.quotes import QuoteFilter, QuotesScreen

        if code := self.current:
            self.workbench.switch_mode("quotes")
            cast(QuotesScreen, self.app.screen).show_only(QuoteFilter((code,)))

    def action_new(self) -> None:
        """A new code below the one at the cursor."""
        code = self.current
        if code is None:
            self.action_new_root()
            return
        title = tr("New code below «{code}»", code=code.name)
        ask(self, AskText(title), lambda name: self._add(name, parent=code))

    def action_new_root(self) -> None:
        """A new code at the top of the tree."""
        book = self.current.codebook_id if self.current else self.tree_of_codes.book_name
        ask(self, AskText(tr("New code at the top of the tree")), lambda name: self._add(name, codebook=book))

    def _add(self, name: str, **place: Any) -> None:
        code = self.project.codebook.add(name, **place)
        self.did(tr("New code: {name}", name=code.name))
        self.tree_of_codes.go_to(code.id)

    def action_change(self, what: str) -> None:
        """A change of the code at the cursor: the name of a method of `CodeChanges`."""
        if code := self.current:
            getattr(CodeChanges(self, code, self.tree_of_codes.go_to, self.splits), what)()

    def action_shift(self, step: int) -> None:
        """One place up or down among its siblings."""
        if self.order != ORDERS[0]:
            self.say(tr("Codes can be moved in their own order only · s: sort"))
        elif code := self.current:
            siblings = self.tree_of_codes.beside(code)
            place = siblings.index(code.id) + step
            if 0 <= place < len(siblings):
                self.project.codebook.move(code, code.parent_id, place)
                self.did(tr("Moved «{code}»", code=code.name))

    def action_sort(self) -> None:
        """The next order: one's own, by name, the most used first."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self._show_tree()

    def action_page(self) -> None:
        """Everything about the code, with its quotes."""
        if code := self.current:
            open_page(self, code)

    def action_history(self) -> None:
        """What was done with the code."""
        if code := self.current:
            words = story(self.project.codebook.history(code))
            self.app.push_screen(ShowText(tr("What was done with «{code}»", code=code.name), words))

    def action_reason(self) -> None:
        """Say why the last thing was done."""
        give_reason(self)

    def action_find(self) -> None:
        """To a code by some letters of its name."""

        def picked(choice: Picked) -> None:
            if choice.code is not None:
                self.tree_of_codes.go_to(choice.code.id)

        self.workbench.pick_code(tr("Find a code"), picked, create=False)

    def action_fold(self) -> None:
        """Fold, or go up."""
        self.tree_of_codes.fold()

    def action_unfold(self) -> None:
        """Unfold, or go down."""
        self.tree_of_codes.unfold()

    def action_load(self) -> None:
        """One of the codebooks that come with the program, or a file."""
        load_codebook(self)

    def action_export(self) -> None:
        """The codebook into a file; of several, the one the cursor is in."""
        export_codebook(self, self.current.codebook_id if self.current else self.tree_of_codes.book_name)
