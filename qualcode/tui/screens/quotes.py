"""F5: the quotes of the project, filtered, copied, exported; each leads back to its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Label
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.exchange import quotes as quote_files
from qualcode.project.records import Code, Document, Quote
from qualcode.tui.actions import QUOTES, bindings
from qualcode.tui.dialogs import Choose
from qualcode.tui.saving import save_as
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.passage_list import Passage, PassageList, code_name
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.words import number, tr, trn

ENDINGS = (".docx", ".md", ".txt", ".csv", ".xlsx", ".json", ".html")
ALL = ""


@dataclass(frozen=True, slots=True)
class QuoteFilter:
    """Which quotes are wanted; what is empty does not narrow."""

    codes: tuple[Code, ...] = ()
    below: bool = True
    document: Document | None = None
    speaker: str = ""
    coder: str = ""
    key_only: bool = False

    def still_there(self, codes: Iterable[Code], documents: Iterable[Document]) -> QuoteFilter:
        """The same without codes and documents that are gone, the others as they are now."""
        by_id = {code.id: code for code in codes}
        kept = tuple(by_id[code.id] for code in self.codes if code.id in by_id)
        document = next((each for each in documents if self.document and each.id == self.document.id), None)
        return replace(self, codes=kept, document=document)

    def arguments(self) -> dict[str, Any]:
        """The same as `project.quotes.quotes` takes it."""
        return {
            "codes": self.codes,
            "subtree": self.below,
            "documents": [self.document] if self.document else [],
            "speakers": [self.speaker] if self.speaker else [],
            "coders": [self.coder] if self.coder else [],
            "key_only": self.key_only,
        }

    def words(self) -> list[str]:
        """What narrows, in words."""
        names = ", ".join(code.name for code in self.codes)
        alone = names and not self.below
        parts = [
            tr("{codes} without the codes below", codes=names) if alone else names,
            self.document.name if self.document else "",
            self.speaker,
            tr("coded by {coder}", coder=self.coder) if self.coder else "",
            tr("key quotes") if self.key_only else "",
        ]
        return [part for part in parts if part]


class QuotesScreen(WorkScreen):
    """All quotes, or those of some codes, a document, a speaker, a coder."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(QUOTES)
    AUTO_FOCUS = "PassageList"
    DEFAULT_CSS = """
    QuotesScreen #what { padding: 0 1; margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.filter = QuoteFilter()
        # As they are exported, a row a coding; and as they are shown, a passage coded alike by several people once.
        self.quotes: Sequence[Quote] = ()
        self.shown: Sequence[Quote] = ()
        self._colors: dict[str, str] = {}
        self._interviews: set[str] = set()

    def body(self) -> ComposeResult:
        """What is shown, and the list."""
        yield Label("", id="what", classes="pane-title", markup=False)
        yield PassageList()

    @property
    def passages(self) -> PassageList:
        """The list."""
        return self.query_one(PassageList)

    @property
    def current(self) -> Quote | None:
        """The quote at the cursor."""
        return self.shown[self.passages.cursor] if self.shown else None

    def show_project(self) -> None:
        """The quotes as they are now; the cursor stays on its quote."""
        codes = self.project.codebook.codes()
        self._colors = {code.id: code.color for code in codes}
        documents = self.project.corpus.documents()
        self._interviews = {document.id for document in documents if document.kind == "interview"}
        self.filter = self.filter.still_there(codes, documents)
        self._read()

    def show_only(self, wanted: QuoteFilter) -> None:
        """Show the quotes of another filter, now or when the screen comes up."""
        self.filter = wanted
        if self.has_shown:
            self._read()

    def _read(self) -> None:
        self.query_one("#what", Label).update(tr("Reading …"))
        self._read_quotes(self.filter)

    @work(thread=True, exclusive=True, group="quotes")
    def _read_quotes(self, wanted: QuoteFilter) -> None:
        language = self.project.info().language
        try:
            found = self.project.quotes.quotes(**wanted.arguments(), style=language, language=language)
        except QualcodeError as error:
            self.app.call_from_thread(self.workbench.tell, error)
        else:
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(self._show, found)

    def _show(self, found: Sequence[Quote]) -> None:
        current = self.current.coding_id if self.current else None
        self.quotes, self.shown = found, quote_files.passages(found)
        place = next((index for index, quote in enumerate(self.shown) if quote.coding_id == current), 0)
        self.passages.show(self.shown, self._passage, place)
        self.query_one("#what", Label).update(heading(self.shown, self.filter, self._interviews, len(found)))
        nothing = tr("Nothing is coded yet · F3: read and code")
        narrow = tr("No quotes fit · 0: all quotes again")
        self.nothing_yet("" if found else narrow if self.filter.words() else nothing)

    def _passage(self, quote: Quote) -> Passage:
        parts = ((self._colors.get(quote.code_id, ""), quote.rendered),)
        return Passage(parts, f"{quote.attribution} · {quote.coder}", code_name(quote), quote.memo)

    def on_passage_list_moved(self) -> None:
        """Tell where in the list one is."""
        count = len(self.shown)
        self.query_one(StatusLine).right = f"{self.passages.cursor + 1} {tr('of')} {count}" if count else ""

    def on_passage_list_chosen(self) -> None:
        """A click on the quote at the cursor leads to its place."""
        self.action_open()

    def action_open(self) -> None:
        """To the place in the transcript, the words selected."""
        if quote := self.current:
            self.workbench.open_document(quote.document_id, quote.start, quote.end)

    def action_copy(self) -> None:
        """The quote and where it came from, to the clipboard."""
        if quote := self.current:
            self.app.copy_to_clipboard(f"{quote.rendered} ({quote.attribution})")
            self.say(tr("Copied: {text}", text=quote.rendered))

    def action_code(self) -> None:
        """Only one code, with those below it."""
        self.workbench.pick_code(tr("Quotes of which code?"), lambda picked: self._take(picked, ()), create=False)

    def action_more_codes(self) -> None:
        """One more code beside those chosen."""
        title = tr("And of which code?")
        self.workbench.pick_code(title, lambda picked: self._take(picked, self.filter.codes), create=False)

    def _take(self, picked: Picked, beside: tuple[Code, ...]) -> None:
        if picked.code is not None and picked.code not in beside:
            self.show_only(replace(self.filter, codes=(*beside, picked.code)))

    def action_below(self) -> None:
        """Take in the codes below, or leave them out."""
        self.show_only(replace(self.filter, below=not self.filter.below))

    def action_document(self) -> None:
        """Only one document."""
        documents = {document.id: document for document in self.project.corpus.documents()}
        chosen = self.filter.document.id if self.filter.document else ALL
        choices = [(document.id, document.name) for document in documents.values()]
        self._choose(tr("Quotes of which document?"), choices, chosen, lambda key: {"document": documents.get(key)})

    def action_speaker(self) -> None:
        """Only one speaker."""
        labels = sorted({speaker.label for speaker in self.project.corpus.speakers()}, key=str.casefold)
        choices = [(label, label) for label in labels]
        self._choose(tr("Quotes of which speaker?"), choices, self.filter.speaker, lambda key: {"speaker": key})

    def action_coder(self) -> None:
        """Only what one person coded."""
        choices = [(coder.name, coder.name) for coder in self.project.coding.coders()]
        self._choose(tr("Coded by whom?"), choices, self.filter.coder, lambda key: {"coder": key})

    def _choose(
        self, title: str, choices: Sequence[tuple[str, str]], chosen: str, change: Callable[[str], dict[str, Any]]
    ) -> None:
        def answered(key: str | None) -> None:
            if key is not None:
                self.show_only(replace(self.filter, **change(key)))

        self.app.push_screen(Choose(title, [(ALL, tr("all")), *choices], chosen=chosen), answered)

    def action_key_only(self) -> None:
        """Key quotes only, or all again."""
        self.show_only(replace(self.filter, key_only=not self.filter.key_only))

    def action_clear(self) -> None:
        """No filter."""
        self.show_only(QuoteFilter())

    def action_export(self) -> None:
        """The quotes shown, into a file."""
        quotes, language = self.quotes, self.project.info().language

        def write(path: Path) -> None:
            quote_files.save(quotes, path, language=language)

        title = trn("Export {n} quote to which file?", "Export {n} quotes to which file?", len(self.shown))
        if len(self.shown) < len(quotes):
            rows = tr("csv, xlsx and json: {n} rows, one for each coding", n=number(len(quotes)))
            title = f"{title} ({rows})"
        save_as(self, title, tr("quotes"), ENDINGS, write)


def heading(quotes: Sequence[Quote], wanted: QuoteFilter, interviews: Collection[str], codings: int) -> str:
    """How many quotes of what, from how many documents, which are called interviews where all of them are.

    Where several people coded alike, also how many codings the quotes stand for.
    """
    count = trn("{n} quote", "{n} quotes", len(quotes))
    if codings > len(quotes):
        count += f" ({trn('{n} coding', '{n} codings', codings)})"
    below = sum(quote.code_id not in {code.id for code in wanted.codes} for quote in quotes) if wanted.codes else 0
    if below:
        count += f", {tr('{n} from the codes below', n=below)}"
    documents = {quote.document_id for quote in quotes}
    only_interviews = bool(documents) and documents <= set(interviews)
    sources = trn("{n} interview", "{n} interviews", len(documents))
    if not only_interviews:
        sources = trn("{n} document", "{n} documents", len(documents))
    return " · ".join([count, *(wanted.words() or [tr("all codes")]), sources])
