"""A round on the screen: its hits, the one in turn where it stands, and what of it would be coded with which code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qualcode.project.records import Code, Coding
from qualcode.project.rounds import OPEN, Hit
from qualcode.project.sitting import Sitting
from qualcode.text.spans import overlaps
from qualcode.text.symbols import visible
from qualcode.text.units import count_words
from qualcode.text.widening import wider
from qualcode.tui.actions import ROUND_HIT, bindings
from qualcode.tui.widgets.coding_acts import moved_span
from qualcode.tui.widgets.passage_list import PassageList
from qualcode.tui.widgets.round_hits import HitList, HitRow, around
from qualcode.tui.widgets.round_page import RoundPage
from qualcode.tui.widgets.round_place import Place, Texts
from qualcode.tui.widgets.status_line import EndsLine, fitted
from qualcode.tui.words import tr, trn

if TYPE_CHECKING:
    from qualcode.tui.screens.rounds import RoundsScreen

EXCERPT = 30


class RoundView(Container):
    """The hits, and the hit in turn."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(ROUND_HIT)
    DEFAULT_CSS = """
    RoundView { height: 1fr; layout: horizontal; }
    RoundView HitList { width: 2fr; max-width: 90; padding: 0; }
    RoundView #hit { width: 3fr; }
    RoundView #document { height: 1; padding: 0 1 0 5; margin-bottom: 1; color: $foreground 60%; }
    RoundView #span, RoundView #codes { height: auto; max-height: 3; padding: 0 1 0 5; }
    RoundView #span { margin-top: 1; }
    """

    class Moved(Message):
        """Another hit is in turn, or something was decided."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting: Sitting | None = None
        self.number = 0
        self.place: Place | None = None
        self.open_only = False
        self._listed: Sequence[int] = ()
        self._texts: Texts | None = None
        self._codes: Mapping[str, Code] = {}

    def compose(self) -> ComposeResult:
        """The list, the text, and below it what would be coded and what is."""
        yield HitList()
        with Vertical(id="hit"):
            yield EndsLine(id="document")
            yield RoundPage()
            yield Static("", id="span", markup=False)
            yield Static("", id="codes", markup=False)

    @property
    def work(self) -> RoundsScreen:
        """The screen this is on."""
        return cast("RoundsScreen", self.screen)

    @property
    def hits(self) -> HitList:
        """The list."""
        return self.query_one(HitList)

    @property
    def hit(self) -> Hit | None:
        """The hit in turn."""
        sitting = self.sitting
        return sitting.hits[self.number] if sitting is not None and self.number < len(sitting.hits) else None

    def show_nothing(self, words: str) -> None:
        """There is nothing to go through."""
        self.sitting, self.place, self._listed = None, None, ()
        self.hits.show((), self._row)
        self._show_empty(words)

    def show(self, sitting: Sitting, texts: Texts, codes: Mapping[str, Code], number: int) -> None:
        """Show a round at one of its hits; what was chosen to be coded of the same hit stays chosen."""
        anew = self.sitting is None or self.sitting.round.id != sitting.round.id
        before = self.place if not anew else None
        self.sitting, self._texts, self._codes, self.number = sitting, texts, codes, number
        self.open_only = self.open_only and not anew
        self._list()
        self._arrive(before)
        if anew and sitting.within:
            self.query_one(RoundPage).focus()

    def go(self, number: int) -> None:
        """To another hit."""
        self.number = number
        if number not in self._listed:
            self.open_only = False
            self._list()
        self.hits.move_to(self._listed.index(number))
        self._arrive()

    def decided(self, codes: Mapping[str, Code] | None = None) -> None:
        """Show what has become of the hits, and of the words of the one in turn."""
        self._codes = codes or self._codes
        self.hits.forget_all()
        if self.place is not None:
            self._show_place(anew=False)
        self.post_message(self.Moved())

    def _list(self) -> None:
        """List all hits, or those that are open now; what is decided from now on stays in sight."""
        states = self.sitting.states if self.sitting else []
        every = range(len(states))
        self._listed = [number for number in every if states[number] == OPEN] if self.open_only else every
        at = self._listed.index(self.number) if self.number in self._listed else 0
        self.hits.show(self._listed, self._row, at)

    def _row(self, number: int) -> HitRow:
        assert self.sitting is not None
        assert self._texts is not None
        hit, state = self.sitting.hits[number], self.sitting.states[number]
        left, words, right = around(self._texts.text(hit.document_id), hit.start, hit.end)
        turn = f" {hit.turn}" if hit.turn is not None else ""
        return HitRow(state, hit.document, turn, left, words, right, self.sitting.within)

    def on_passage_list_moved(self, message: PassageList.Moved) -> None:
        """Another hit is in turn."""
        message.stop()
        cursor = self.hits.cursor
        if cursor < len(self._listed) and self._listed[cursor] != self.number:
            self.number = self._listed[cursor]
            self._arrive()

    def on_passage_list_chosen(self, message: PassageList.Chosen) -> None:
        """A second click leads to the place."""
        message.stop()
        self.action_open()

    def _arrive(self, before: Place | None = None) -> None:
        """Show the hit in turn."""
        hit, sitting = self.hit, self.sitting
        if hit is None or sitting is None or self._texts is None:
            self.place = None
            self._show_empty(tr("No hits · a: another round"))
        else:
            self.place = Place(self._texts, hit, within=sitting.within)
            if before is not None and before.hit == hit:
                self.place.take(before)
            self._show_place(anew=before is None or before.hit != hit)
        self.post_message(self.Moved())

    def _show_empty(self, words: str) -> None:
        self.query_one(RoundPage).show_nothing()
        self.query_one("#document", EndsLine).left = ""
        self.query_one("#span", Static).update(words)
        self.query_one("#codes", Static).update("")

    def _show_place(self, *, anew: bool) -> None:
        """The text with what is coded there, and the names of the codes."""
        place, sitting = self.place, self.sitting
        if place is None or sitting is None:
            return
        self.query_one("#document", EndsLine).left = visible(place.hit.document, one_line=True)
        codings = self.work.project.coding.codings(document=place.hit.document_id)
        under = sitting.round.wanted.under if sitting.within else ""
        over = [each for each in codings if overlaps((each.start, each.end), place.hit.span)]
        colors = {code.id: code.color for code in self._codes.values()}
        marks = [(each.start, each.end, colors.get(each.code_id, "")) for each in over if each.code_id != under]
        self.query_one(RoundPage).show(place.page(marks), anew=anew)
        self.query_one("#codes", Static).update(codes_here(over, colors, place))
        self._show_span()

    def _show_span(self) -> None:
        """Tell what would be coded, and with what, before it is."""
        place, sitting = self.place, self.sitting
        if place is None or sitting is None:
            return
        spans = place.spans
        self.query_one(RoundPage).mark(place.moved(spans), place.cursor_span)
        count = sum(count_words(place.text[start:end]) for start, end in spans)
        code = self._codes.get(sitting.round.wanted.code)
        name = f"«{code.name}»" if code else tr("a code you choose")
        told = {"unit": place.unit_name, "words": trn("{n} word", "{n} words", count), "code": name}
        words = tr("codes {unit} ({words}) with {code}", **told)
        self.query_one("#span", Static).update(Content.assemble(("y ", "bold"), visible(words, one_line=True)))

    def on_round_page_stepped(self, message: RoundPage.Stepped) -> None:
        """Through the sentences of a passage; elsewhere through the hits."""
        if self.place is not None and self.place.within:
            self.place.step(message.step)
            self._show_span()
        else:
            self.hits.action_move(message.step)

    def on_round_page_marked(self) -> None:
        """Several sentences of a passage."""
        if self.place is not None and self.place.within:
            self.place.mark()
            self._show_span()

    def action_widen(self, to: str = "") -> None:
        """What is wider, or a unit by its name."""
        place = self.place
        if place is None:
            return
        if to and to not in place.units:
            self.work.say(tr("There are no turns here"))
            return
        place.choose(to or wider(place.units, place.unit))
        self._show_span()

    def action_resize(self, by_start: int, by_end: int) -> None:
        """A word more or less."""
        if (place := self.place) is not None:
            place.set_own(moved_span(place.text, place.stretches, *place.extent, by_start, by_end))
            self._show_span()

    def action_previous(self) -> None:
        """The hit before."""
        self.hits.action_move(-1)

    def action_open(self) -> None:
        """Read it where it stands, the words selected; the round waits."""
        if (hit := self.hit) is not None:
            self.work.workbench.open_document(hit.document_id, hit.start, hit.end)

    def action_open_only(self) -> None:
        """Only the hits not decided, or all again."""
        sitting = self.sitting
        if sitting is None:
            return
        if not self.open_only and not sitting.tally.left:
            self.work.say(tr("All hits are decided"))
            return
        self.open_only = not self.open_only
        if self.open_only and sitting.states[self.number] != OPEN:
            self.number = sitting.next_open(self.number)
        self._list()
        self._arrive()

    def action_other_pane(self) -> None:
        """Between the list and the text."""
        page = self.query_one(RoundPage)
        (self.hits if page.has_focus else page).focus()


def codes_here(codings: Sequence[Coding], colors: Mapping[str, str], place: Place) -> Content:
    """The codes that lie over the hit, each with its mark; in a passage, with the words they are on."""
    if not codings:
        return Content.styled(tr("Nothing is coded here."), "dim")
    parts = []
    for coding in codings:
        whole = " ".join(place.text[coding.start : coding.end].split())
        words = f" «{fitted(whole, min(cell_len(whole), EXCERPT))}»"
        is_part = place.within and (coding.start, coding.end) != place.hit.span
        name = visible(f"{coding.code}{words if is_part else ''} · {coding.coder}", one_line=True)
        parts.append(Content.assemble(("┃ ", colors.get(coding.code_id, "")), name))
    return Content("  ").join(parts)
