"""A second round: hits one by one, each shown where it stands, coded or skipped; it can be left and gone on with.

What `y` would code is shown before it is done, and there is no key that codes all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.records import Code
from qualcode.project.rounds import Found, Round, Wanted, suggested
from qualcode.project.sitting import NewCode, Sitting
from qualcode.text.queries import query_of
from qualcode.text.symbols import visible
from qualcode.tui.actions import ROUNDS, bindings
from qualcode.tui.dialogs import Choose, Confirm
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.code_picker import Picked
from qualcode.tui.widgets.round_dialogs import BeginRound, RoundSummary, left, missing, progress, summary
from qualcode.tui.widgets.round_place import Texts
from qualcode.tui.widgets.round_view import RoundView
from qualcode.tui.widgets.status_line import EndsLine, StatusLine
from qualcode.tui.widgets.transcript import Transcript
from qualcode.tui.words import tr
from qualcode.tui.writing import WriteMemo, write

# Long enough not to store in the middle of a row of decisions, short enough to lose hardly any.
REST_SECONDS = 20.0
LONGEST_QUERY = 60
NEW = ""


class RoundsScreen(WorkScreen):
    """One round at a time."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(ROUNDS)
    AUTO_FOCUS = "HitList"
    DEFAULT_CSS = """
    RoundsScreen #what { padding: 0 1; color: $foreground; text-style: bold; }
    RoundsScreen.-narrow RoundView { layout: vertical; }
    RoundsScreen.-narrow HitList { width: 1fr; max-width: 100%; height: 7; margin-bottom: 1; }
    RoundsScreen.-narrow #document { display: none; }
    RoundsScreen.-narrow #hit { width: 1fr; height: 1fr; }
    RoundsScreen.-narrow #span { margin-top: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.sitting: Sitting | None = None
        self._codes: Mapping[str, Code] = {}
        self._rest: Timer | None = None

    def body(self) -> ComposeResult:
        """What the round is and how far it has come, and the round itself."""
        yield EndsLine(id="what", classes="pane-title")
        yield RoundView()

    @property
    def view(self) -> RoundView:
        """The round."""
        return self.query_one(RoundView)

    # ── which round ──────────────────────────────────────────────────────────────────────────────────────────────────

    def show_project(self) -> None:
        """The round as it is now, or the newest one; the person stays at the hit."""
        self._codes = {code.id: code for code in self.project.codebook.codes()}
        rounds = self.project.rounds.rounds()
        same = [each for each in rounds if self.sitting is not None and each.id == self.sitting.round.id]
        chosen = next(iter(same or rounds), None)
        if chosen is not None:
            self._look(chosen)
            return
        self.sitting = None
        self.view.show_nothing(tr("There is no round yet · a: begin one"))
        self.on_round_view_moved()

    def ask(self, wanted: Wanted | None) -> None:
        """Begin a round with what was at hand, or go on with one there is."""
        if wanted is None and self.project.rounds.rounds():
            self.call_after_refresh(self.action_choose)
        else:
            self.call_after_refresh(self.action_new, wanted)

    def action_new(self, wanted: Wanted | None = None) -> None:
        """Another round."""

        def begin(chosen: Wanted | None) -> None:
            if chosen is not None:
                self._store()
                started = self.project.rounds.start(chosen)
                self.sitting = None
                self.did(tr("Began the round «{name}»", name=started.name), lambda: self._look(started))

        self.app.push_screen(BeginRound(self.project, wanted or Wanted(), self.workbench.visit.codes), begin)

    def action_choose(self) -> None:
        """Another of the rounds there are, or a new one."""
        rounds = {each.id: each for each in self.project.rounds.rounds()}
        codes = {key: self._codes.get(each.wanted.code) for key, each in rounds.items()}
        lines = [
            (key, f"{each.name}{f' → {code.name}' if (code := codes[key]) else ''}") for key, each in rounds.items()
        ]

        def chosen(key: str | None) -> None:
            if key == NEW:
                self.action_new()
            elif key is not None and (self.sitting is None or key != self.sitting.round.id):
                self._store()
                self.sitting = None
                self._look(rounds[key])

        here = self.sitting.round.id if self.sitting else NEW
        self.app.push_screen(Choose(tr("Which round?"), [*lines, (NEW, tr("a new round"))], chosen=here), chosen)

    def action_remove(self) -> None:
        """Forget the round, after saying in numbers what goes."""
        sitting = self.sitting
        if sitting is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.sitting = None
                self.project.rounds.remove(sitting.round)
                self.did(tr("Removed the round «{name}»", name=sitting.round.name))

        goes = tr("What is coded stays; which hits were skipped is forgotten: {n}.", n=sitting.tally.skipped)
        self.app.push_screen(Confirm(tr("Remove the round «{name}»?", name=sitting.round.name), goes), answered)

    def _look(self, round_: Round) -> None:
        if self.sitting is None:
            what = self.query_one("#what", EndsLine)
            what.left, what.right = visible(round_.name, one_line=True), tr("Reading …")
        self._find(round_)

    @work(thread=True, exclusive=True, group="round")
    def _find(self, round_: Round) -> None:
        try:
            found = self.project.rounds.hits(round_.wanted)
            texts = Texts(self.project, found.hits)
        except QualcodeError as error:
            self.app.call_from_thread(self.view.show_nothing, visible(error.message))
        else:
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(self._show, round_, found, texts)

    def _show(self, round_: Round, found: Found, texts: Texts) -> None:
        """Show the hits as they are now, at the one the person was at."""
        sitting, here = self.sitting, self.view.hit
        if sitting is None or sitting.round.id != round_.id:
            sitting, here = Sitting(self.project, round_, found), None
            self.sitting = sitting
        else:
            same = sitting.show(found)
            here = same.get(here) if here is not None else None
        number = next((place for place, hit in enumerate(found.hits) if hit == here), None)
        self.view.show(sitting, texts, self._codes, sitting.first() if number is None else number)
        if number is None and (words := missing(found)):
            self.say(words[0])

    def on_round_view_moved(self) -> None:
        """Tell where one is, and how far."""
        what, line, sitting = self.query_one("#what", EndsLine), self.query_one(StatusLine), self.sitting
        if sitting is None:
            what.left, what.right, line.right = tr("Second round"), "", ""
            return
        tally = sitting.tally
        code = self._codes.get(sitting.round.wanted.code)
        what.left = visible(sitting.round.name + (f" → {code.name}" if code else ""), one_line=True)
        where = f"{self.view.number + 1} {tr('of')} {tally.hits}"
        what.right = f"{where} · {progress(tally)}" if tally.hits else tr("No hits")
        line.right = f"{tr('undecided')} · {left(tally)}" if self.view.open_only else left(tally)

    def action_back(self) -> None:
        """Leave; the place is kept."""
        self._store()
        self.workbench.action_show("coding")

    # ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_code(self) -> None:
        """Code what is shown with the round's code, or one that is chosen."""
        code = self._codes.get(self.sitting.round.wanted.code) if self.sitting else None
        if code is not None:
            self._code(code)
        else:
            self.action_other()

    def action_other(self) -> None:
        """Choose a code for what is shown."""

        def take(picked: Picked) -> None:
            self._code(picked.code or NewCode(picked.name, picked.parent))

        if (place := self.view.place) is not None:
            self.workbench.pick_code(tr("A code for «{words}»", words=place.excerpt), take)

    def _code(self, code: Code | NewCode) -> None:
        sitting, place = self.sitting, self.view.place
        if sitting is None or place is None:
            return
        if self.project.corpus.text(place.hit.document_id) != place.text:
            self.catch_up()
            self.say(tr("The text has just been changed: look again"))
            return
        chosen, is_new = sitting.code(self.view.number, code, place.spans)
        self._codes = {**self._codes, chosen.id: chosen}
        self.workbench.used(chosen)
        place.forget_marks()
        if is_new:
            self.did(tr("Coded «{code}»", code=chosen.name), lambda: None)
        else:
            self.say(tr("You have «{code}» on these words already", code=chosen.name))
        self._decided(stay=sitting.within)

    def action_skip(self) -> None:
        """Pass over the hit; in a passage that has been coded, on to the next."""
        if self.sitting is not None and self.view.hit is not None:
            self.sitting.skip(self.view.number)
            self._decided()

    def _decided(self, *, stay: bool = False) -> None:
        """After a decision: on to the next hit, and at the end the summary."""
        sitting = self.sitting
        assert sitting is not None
        if sitting.waits:
            self._store()
        else:
            self._store_soon()
        self.view.decided(self._codes)
        if not stay and sitting.tally.left:
            self.view.go(sitting.next_open(self.view.number))
        elif not stay:
            self.action_summary()

    def action_take_back(self) -> None:
        """Take back the last decision here; before the first one, the last act wherever it was done."""
        number = self.sitting.take_back() if self.sitting is not None else None
        if number is None:
            self.workbench.action_undo()
            return
        self.catch_up(lambda: None)
        self.view.decided()
        self._store_soon()
        self.view.go(number)
        self.say(tr("Taken back"))

    def action_memo(self) -> None:
        """Write on the words that would be coded."""
        place, sitting, number = self.view.place, self.sitting, self.view.number
        if place is None or sitting is None:
            return
        span = place.extent

        def written(text: str | None) -> None:
            if text:
                sitting.note(number, span, text)
                self.did(tr("Memo on the passage"), lambda: None)

        write(self.app, lambda: WriteMemo(tr("Memo on «{words}»", words=place.excerpt)), written)

    def action_summary(self) -> None:
        """How far the round has come, which can become a memo."""
        sitting = self.sitting
        if sitting is None:
            return

        def read(kept: str | None) -> None:
            if kept:
                title = tr("Second round: {name}", name=sitting.round.name)
                self.project.memos.add(kept, title=title, kind="method")
                self.did(tr("The summary is kept as a memo"), lambda: None)

        words = summary(sitting.found, sitting.tally, sitting.by_document())
        self.app.push_screen(RoundSummary(sitting.round.name, words), read)

    # ── storing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def leaving(self) -> None:
        """The project is about to be closed."""
        self._store()

    def on_screen_suspend(self) -> None:
        """Another screen comes up."""
        if self.app.current_mode != "rounds":
            self._store()

    def _store_soon(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, self._store)

    def _store(self) -> None:
        """Store what is only remembered, and the place."""
        if self._rest is not None:
            self._rest.stop()
        if self.sitting is not None and self.workbench.project is not None and self.sitting.store(self.view.number):
            self.catch_up(lambda: None)


def wanted_at(screen: Screen[object]) -> Wanted | None:
    """What a round would go through from where the person is: selected words, a code's words, or its passages."""
    from qualcode.tui.screens.codebook import CodebookScreen
    from qualcode.tui.screens.coding import CodingScreen
    from qualcode.tui.screens.quotes import QuotesScreen

    if isinstance(screen, CodebookScreen) and (code := screen.current) is not None:
        return Wanted(query=query_of(suggested(code), tr("OR")), code=code.id)
    if isinstance(screen, QuotesScreen) and screen.filter.codes:
        return Wanted(look="passages", under=screen.filter.codes[0].id, coder=screen.filter.coder)
    if isinstance(screen, CodingScreen):
        reader = screen.query_one(Transcript)
        words = reader.text[slice(*reader.selection)].strip() if reader.selection else ""
        return Wanted(query=query_of([words], tr("OR"))) if 0 < len(words) <= LONGEST_QUERY else None
    return None
