"""F3: the codebook, the transcript, and what is at the caret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Click
from textual.widgets import Label

from qualcode.errors import NotFound
from qualcode.project.project import Project
from qualcode.project.records import Code, Coding, Document, Memo
from qualcode.text.symbols import visible
from qualcode.tui import memory
from qualcode.tui.actions import CODING, bindings
from qualcode.tui.screens.work_screen import BREAKPOINTS, WorkScreen
from qualcode.tui.widgets import coders_shown
from qualcode.tui.widgets.code_tree import CodeTree
from qualcode.tui.widgets.here_pane import Here, HerePane
from qualcode.tui.widgets.overview import Overview
from qualcode.tui.widgets.panes import Panes
from qualcode.tui.widgets.reader_tones import MARK_TONES, Tones, structure_tones
from qualcode.tui.widgets.status_line import EndsLine, StatusLine
from qualcode.tui.widgets.transcript import Transcript
from qualcode.tui.words import tr


class CodingScreen(WorkScreen):
    """Read and code one document."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CODING)
    AUTO_FOCUS = "Transcript"

    def __init__(self) -> None:
        super().__init__()
        self.codes: Sequence[Code] = ()
        self.memos: Sequence[Memo] = ()
        self._documents: Sequence[Document] = ()
        self._document: Document | None = None
        self._codings: Sequence[Coding] = ()
        self._by_id: Mapping[str, Code] = {}
        self.coder_shown = coders_shown.EVERYBODY
        self._overview = Overview()

    def body(self) -> ComposeResult:
        """The three panes."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Label(tr("CODEBOOK"), classes="pane-title")
                yield CodeTree()
            with Vertical(id="middle"):
                yield EndsLine(id="where", classes="pane-title")
                yield Transcript()
            with Vertical(id="right"):
                yield Label(tr("HERE"), classes="pane-title")
                yield HerePane()

    @property
    def transcript(self) -> Transcript:
        """The reader in the middle."""
        return self.query_one(Transcript)

    @property
    def place(self) -> tuple[int, int]:
        """Which document is read, by its number in the project, and where in it."""
        ids = [document.id for document in self._documents]
        return (ids.index(self._document.id) if self._document else 0), self.transcript.caret

    @property
    def document_name(self) -> str:
        """What the document is called."""
        return self._document.name if self._document else ""

    def on_mount(self) -> None:
        """Fold the panes before the first paint; after it, load what the first typed letter will need."""
        width = self.app.size.width
        self.add_class(next(name for least, name in reversed(BREAKPOINTS) if width >= least))
        self.call_after_refresh(self._warm_up)

    @work(thread=True)
    def _warm_up(self) -> None:
        from rapidfuzz import fuzz

        fuzz.WRatio("a", "b")

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile, and go where the person was sent."""
        self.catch_up()
        place, document = self.workbench.requested, self._requested_document()
        self.workbench.requested = None
        if place is not None and document is not None:
            if document != self._document:
                self._open(document)
            if place.end is not None:
                self.transcript.select(place.start, place.end)
            else:
                self.transcript.move_to(place.start)
            self.transcript.focus()

    def show_project(self) -> None:
        """The codings at once, the counts beside them after the repaint; the caret stays where it is."""
        if self._document is None or is_rewritten(self.project, self._document):
            self._show_counts()
        else:
            self.show_codings()
            self.call_after_refresh(self._show_counts)

    def _show_counts(self) -> None:
        """Documents and codes as they are now; what became of the document that is read."""
        before = colors_of(self.codes)
        self._documents = self.project.corpus.documents()
        self._show_codes(self.project.codebook.codes())
        by_id = {document.id: document for document in self._documents}
        now = by_id.get(self._document.id) if self._document else None
        if now is None or self._document is None:
            self._open(self._requested_document() or next(iter(self._documents), None))
        elif now != replace(self._document, codings=now.codings):
            self._open(now)
        else:
            self._document = now
            self.transcript.set_tones(tones_of(self.project, now, self.transcript.text))
            if colors_of(self.codes) != before:
                self.show_codings()

    def _show_codes(self, codes: Sequence[Code]) -> None:
        self.codes, self._by_id = codes, {code.id: code for code in codes}
        self.query_one(CodeTree).show_codes(self.project.codebook.codebooks(), codes)

    def coded(self, message: str) -> None:
        """After an act on codings of this document: what it changed here is all that can have changed."""
        self.did(message, lambda: self.show_codings(self.project.coding.touched(self.project.last_act())))

    def _requested_document(self) -> Document | None:
        """Where the person was sent; a document read last time may be gone by now, one just imported not listed yet."""
        place = self.workbench.requested
        if place is None:
            return None
        wanted = [document for document in self._documents if place.document in (document.id, document.name)]
        if not wanted:
            self._documents = self.project.corpus.documents()
            wanted = [document for document in self._documents if place.document in (document.id, document.name)]
        return wanted[0] if wanted else None

    def _open(self, document: Document | None) -> None:
        """Load a document; in the same one again the person keeps the place."""
        is_same = document is not None and self._document is not None and document.id == self._document.id
        self._document = document
        if document is None:
            self._codings, self.memos = (), ()
            where = self.query_one("#where", EndsLine)
            where.left = where.right = self.query_one(StatusLine).right = ""
            self.transcript.load("", tr("There are no documents yet. Press F2, then a, to import some."), (), (), {})
            return
        self.coder_shown = memory.coder_shown(self.workbench.visit.location)
        self._read_codings(document)
        text, turns = self.project.corpus.text(document), self.project.corpus.turns(document)
        shown = text, turns, self._codings, colors_of(self.codes)
        self.transcript.reload(*shown) if is_same else self.transcript.load(document.id, *shown)
        self.transcript.set_tones(tones_of(self.project, document, text))
        self.transcript.set_memos(self.memos)
        self._show_here()

    def _read_codings(self, document: Document, touched: Collection[str] | None = None) -> None:
        if touched is None:
            self._codings = self.project.coding.codings(document=document)
            memos = self.project.memos.memos(document=document, target="segment")
            self.memos = coders_shown.memos_of(self.coder_shown, memos)
        else:
            self._codings = self.project.coding.renewed(self._codings, touched, document)
        coders = {coding.coder for coding in self._codings}
        hidden = coders_shown.hidden(self.coder_shown, coders)
        self.transcript.coder = coders_shown.own_name(coders, self.project.coder)
        self.transcript.hidden_coders = hidden
        self._overview.measure(document.characters, (c for c in self._codings if c.coder not in hidden))

    def show_codings(self, touched: Collection[str] | None = None) -> None:
        """The codings of the document that is read, as they are now, and their codes' counts by what is other here.

        Only those `touched` are read where it is known that all others are as they were.
        """
        if self._document is None:
            return
        before = self._codings
        self._read_codings(self._document, touched)
        self._show_codes(recounted(self.codes, before, self._codings))
        self.transcript.set_codings(self._codings, colors_of(self.codes))
        self.transcript.set_memos(self.memos)
        self._show_here()

    def show_coder(self, coder: str) -> None:
        """Show the codings of one coder alone, or of everybody, and remember it."""
        self.coder_shown = coder
        memory.remember_coder_shown(self.workbench.visit.location, coder)
        self.show_codings()
        self.say(coders_shown.told(coder, coders_shown.own_name([coder], self.project.coder)))

    def show_place(self, offset: int) -> None:
        """Tell what is where the caret came to."""
        if self._document is not None:
            self.workbench.visit = replace(self.workbench.visit, document=self._document.id, offset=offset)
        self._show_here()

    def _show_here(self) -> None:
        reader = self.transcript
        codings = reader.codings_at_caret()
        start, end = reader.selection or (reader.caret, reader.caret + 1)
        memos = [m for m in self.memos if m.start is not None and m.end is not None and m.start < end and start < m.end]
        self.query_one(HerePane).show_here(self.project, Here(tuple(codings), tuple(memos)), self._by_id)
        self.query_one(CodeTree).show_here({coding.code_id for coding in codings})
        self._show_where()

    def _show_where(self) -> None:
        """The line above the text, and the right end of the line below."""
        reader, document = self.transcript, self._document
        if document is None:
            return
        turn = reader.current_turn
        place = f"¶ {turn.number} {tr('of')} {document.turns}" if turn else ""
        where = self.query_one("#where", EndsLine)
        alone = f" · {coders_shown.told(self.coder_shown, reader.coder)}" if self.coder_shown else ""
        where.left, where.right = visible(document.name + alone, one_line=True), place
        self.query_one(StatusLine).right = self._overview.line(reader, reader.text)

    def hints(self) -> Iterator[tuple[str, str]]:
        """Without a selection, first how to get one."""
        if self.transcript.has_focus and self.transcript.selection is None:
            yield "s", tr("sentence")
        for key, word in super().hints():
            if word != tr("codebook") or not self.query_one(CodeTree).has_focus:
                yield key, word

    def action_pane(self, act: str) -> None:
        """Show, hide or go to what stands beside the text."""
        getattr(Panes(self), act)()

    def action_back_to_text(self) -> None:
        """Back to reading."""
        Panes(self).text()

    def on_click(self, event: Click) -> None:
        """In the document strip a click goes to the place."""
        line = self.query_one(StatusLine)
        under = event.get_content_offset(line)
        place = line.place_in_right(under.x) if under is not None else None
        offset = None if place is None else self._overview.offset_at(place, len(self.transcript.text))
        if offset is not None:
            self.transcript.move_to(offset)
            self.transcript.focus()

    def action_document(self, step: int) -> None:
        """The next or previous document."""
        wanted = self.place[0] + step
        if 0 <= wanted < len(self._documents):
            self.workbench.open_document(self._documents[wanted].id)
        else:
            self.say(tr("This is the last document") if step > 0 else tr("This is the first document"))


def recounted(codes: Sequence[Code], before: Sequence[Coding], now: Sequence[Coding]) -> list[Code]:
    """The codes with their counts moved by what some of the codings were and are."""
    change = Counter(coding.code_id for coding in now)
    change.subtract(coding.code_id for coding in before)
    return [replace(code, codings=code.codings + change[code.id]) if change[code.id] else code for code in codes]


def is_rewritten(project: Project, document: Document) -> bool:
    """Whether a document has another text now, or is gone: its codings are not those of the text that is shown."""
    try:
        return project.corpus.document(document.id).sha256 != document.sha256
    except NotFound:
        return True


def tones_of(project: Project, document: Document, text: str) -> Tones:
    """Headings, italics and the like, and what is not to be coded."""
    marks = project.structure.marks(document, MARK_TONES)
    return structure_tones(text, project.structure.sections(document), marks)


def colors_of(codes: Sequence[Code]) -> dict[str, str]:
    """The colour of each code, by its id."""
    return {code.id: code.color for code in codes}
