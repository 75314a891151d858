"""Everything about one code on one page: what it means, its values, its neighbours, its history, and its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.code_use import value_counts
from qualcode.project.project import Project
from qualcode.project.records import Code, CodeEvent, Cooccurrence, Quote
from qualcode.project.tables import shown_names
from qualcode.text.symbols import visible
from qualcode.tui.screens.full_page import FullPage
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_page import code_page
from qualcode.tui.widgets.code_story import story
from qualcode.tui.widgets.passage_list import Passage, PassageList, code_name
from qualcode.tui.words import tr, trn

MOST_NEIGHBOURS = 10


class Neighbour(NamedTuple):
    """Another code on the same words: how often, and in how many documents."""

    name: str
    places: int
    documents: int


def open_page(screen: WorkScreen, code: Code) -> None:
    """Show the page of a code; choosing a quote there leads to its place."""

    def chosen(quote: Quote | None) -> None:
        if quote is not None:
            screen.workbench.open_document(quote.document_id, quote.start, quote.end)

    screen.app.push_screen(OneCode(screen.project, code), chosen)


class OneCode(FullPage[Quote]):
    """The page; gives the quote whose place the person wants to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", show=False)]
    AUTO_FOCUS = "PassageList"
    DEFAULT_CSS = """
    OneCode #both { layout: horizontal; height: 1fr; }
    OneCode #about { width: 50%; max-width: 84; height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    OneCode #quotes { width: 1fr; height: 1fr; }
    OneCode.-narrow #both { layout: vertical; }
    OneCode.-narrow #about { width: 1fr; height: 1fr; }
    OneCode.-narrow #quotes { height: 1fr; margin-top: 1; }
    """

    def __init__(self, project: Project, code: Code) -> None:
        super().__init__(code.full_name)
        self._project, self._code = project, code
        self._quotes: Sequence[Quote] = ()
        self._parts: dict[str, Content] = {}

    def body(self) -> ComposeResult:
        """What is known on one side, what people said on the other."""
        with Container(id="both"):
            with VerticalScroll(id="about"):
                yield Static("", id="page", markup=False)
            with Container(id="quotes"):
                yield Label(tr("Quotes"), classes="pane-title", markup=False)
                yield PassageList()

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter: to the place · Tab: between the page and the quotes · Esc: back")

    def on_mount(self) -> None:
        """The code's own fields at once, what must be counted when it is."""
        codes = self._project.codebook.codes()
        memos = self._project.memos.memos(code=self._code)
        page = code_page(self._code, codes, memos, datetime.now().date())
        self._add("fields", page)
        self._add("history", headed(tr("History"), story(self._project.codebook.history(self._code))))
        self._collect(codes)

    def on_passage_list_chosen(self) -> None:
        """A click on the quote at the cursor leads to its place."""
        self.action_open()

    def action_open(self) -> None:
        """To the place of the quote at the cursor."""
        if self._quotes:
            self.dismiss(self._quotes[self.query_one(PassageList).cursor])

    @work(thread=True, exclusive=True)
    def _collect(self, codes: Sequence[Code]) -> None:
        """Quotes, values and neighbours, each shown as soon as it is there."""
        project, code, worker = self._project, self._code, get_current_worker()
        try:
            quotes = project.quotes.quotes(codes=(code,), subtree=True)
            self.app.call_from_thread(self._show_quotes, quotes, {each.id: each.color for each in codes})
            if code.scale:
                values = value_counts([each.value for each in project.coding.codings(code=code)], code.scale)
                self.app.call_from_thread(self._add, "values", headed(tr("Values given"), value_lines(values)))
            name = dict(zip((each.id for each in codes), shown_names(codes), strict=True)).get(code.id, "")
            near = neighbours(name, project.tables.cooccurrence() if not worker.is_cancelled else ())
        except QualcodeError as error:
            self.app.call_from_thread(self.say, error.message)
            return
        if not worker.is_cancelled:
            words = "\n".join(map(neighbour_line, near)) or tr("No other code stands on the same words.")
            self.app.call_from_thread(self._add, "neighbours", headed(tr("On the same words"), words))

    def _add(self, part: str, content: Content) -> None:
        """Show a part of the page in its place."""
        self._parts[part] = content
        order = ("fields", "values", "neighbours", "history")
        shown = [self._parts[name] for name in order if name in self._parts]
        if self.is_mounted:
            self.query_one("#page", Static).update(Content("\n\n").join(shown))

    def _show_quotes(self, quotes: Sequence[Quote], colors: Mapping[str, str]) -> None:
        if not self.is_mounted:
            return
        self._quotes = quotes
        own = self._code.id

        def passage(quote: Quote) -> Passage:
            below = "" if quote.code_id == own else code_name(quote)
            source = f"{quote.attribution} · {quote.coder}"
            return Passage(((colors.get(quote.code_id, ""), quote.rendered),), source, below, quote.memo)

        self.query_one(PassageList).show(quotes, passage)
        title = trn("{n} quote", "{n} quotes", len(quotes)) if quotes else tr("No quotes yet")
        self.query_one("#quotes Label", Label).update(title)


def neighbours(name: str, pairs: Iterable[Cooccurrence]) -> list[Neighbour]:
    """The codes that share the most words with a code, those that do so most often first."""
    found = [
        Neighbour(pair.code_b if pair.code_a == name else pair.code_a, pair.pairs or 0, pair.documents)
        for pair in pairs
        if name in (pair.code_a, pair.code_b) and pair.code_a != pair.code_b
    ]
    return sorted(found, key=lambda each: (-each.places, -each.documents, each.name))[:MOST_NEIGHBOURS]


def neighbour_line(near: Neighbour) -> str:
    """A neighbour with its numbers."""
    places = trn("{n} place", "{n} places", near.places)
    documents = trn("{n} document", "{n} documents", near.documents)
    return f"{visible(near.name, one_line=True)} · {places} · {documents}"


def value_lines(counts: Mapping[str, int]) -> str:
    """Each value with how often it was given."""
    return "\n".join(f"{visible(value, one_line=True)}  {count}" for value, count in counts.items())


def headed(title: str, words: str) -> Content:
    """Words below their heading."""
    return Content.styled(title, "bold") + Content(f"\n{words}")


__all__ = ["CodeEvent", "Neighbour", "OneCode", "neighbours", "open_page", "value_lines"]
