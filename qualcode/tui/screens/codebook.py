"""F4: the codebook itself: its tree, and all that is known of the code under the cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Tree

from qualcode.exchange import codebook_files
from qualcode.project.records import Code
from qualcode.shipped import read_codebook, shipped_codebooks
from qualcode.text.symbols import visible
from qualcode.tui.actions import CODEBOOK, bindings
from qualcode.tui.dialogs import AskPath, AskText, Choose
from qualcode.tui.saving import save_as
from qualcode.tui.screens.code_changes import CodeChanges, ask
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_page import CodePage
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.code_tree import totals
from qualcode.tui.widgets.codebook_tree import CodebookTree
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.words import tr, trn

ENDINGS = (".yaml", ".csv", ".qdc", ".docx", ".md")
READABLE = (".yaml", ".yml", ".csv", ".qdc")
FILE = "file"


class CodebookScreen(WorkScreen):
    """Define, order, merge and weed the codes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CODEBOOK)
    AUTO_FOCUS = "CodebookTree"
    DEFAULT_CSS = """
    CodebookScreen CodebookTree { width: 45%; max-width: 64; min-width: 30; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.codes: Sequence[Code] = ()
        self._totals: Counter[str] = Counter()

    def body(self) -> ComposeResult:
        """The tree and the page."""
        with Horizontal():
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
        self.tree_of_codes.show_codes(self.project.codebook.codebooks(), self.codes)
        count = trn("{n} code", "{n} codes", len(self.codes))
        codings = trn("{n} coding", "{n} codings", sum(code.codings for code in self.codes))
        self.query_one(StatusLine).right = f"{count} · {codings}" if self.codes else ""
        self._show_page()

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Code | None]) -> None:
        """Show the page of the code the cursor came to."""
        self._show_page()

    def _show_page(self) -> None:
        page, code = self.query_one(CodePage), self.current
        if code is not None and code.id in {each.id for each in self.codes}:
            page.show_code(code, self._totals[code.id], self.project.memos.memos(code=code))
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
            getattr(CodeChanges(self, code, self.tree_of_codes.go_to), what)()

    def action_shift(self, step: int) -> None:
        """One place up or down among its siblings."""
        if code := self.current:
            siblings = self.tree_of_codes.beside(code)
            place = siblings.index(code.id) + step
            if 0 <= place < len(siblings):
                self.project.codebook.move(code, code.parent_id, place)
                self.did(tr("Moved «{code}»", code=code.name))

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
        choices = [(name, name) for name in shipped_codebooks()]
        ask(self, Choose(tr("Load which codebook?"), [(FILE, tr("a file …")), *choices]), self._load_chosen)

    def _load_chosen(self, name: str) -> None:
        if name == FILE:
            ask(self, AskPath(tr("Load which file?"), "./", endings=READABLE), self._load)
        else:
            self._load(name)

    def _load(self, reference: str) -> None:
        reading = read_codebook(Path(reference).expanduser())
        book = self.project.codebook.load(reading.codebook)
        for notice in reading.notices[:3]:
            self.notify(visible(notice), markup=False)
        codes = trn("{n} code", "{n} codes", len(reading.codebook.codes))
        self.did(tr("Took in {codes} into the codebook {name}", codes=codes, name=book.name))

    def action_export(self) -> None:
        """The codebook into a file; of several, the one the cursor is in."""
        book = self.current.codebook_id if self.current else self.tree_of_codes.book_name
        file = self.project.codebook.dump(book)
        counts = {code.path: code.codings for code in self.project.codebook.codes(book)}

        def write(path: Path) -> None:
            codebook_files.write(file, path, language=self.workbench.language, codings=counts)

        save_as(self, tr("Export the codebook to which file?"), tr("codebook"), ENDINGS, write)
