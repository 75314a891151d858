"""Going through the repairs of texts before they are taken in: the rules on the left, their places on the right."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.project.intake import DECLINED, MADE, PROPOSED
from qualcode.tui.dialogs import Confirm
from qualcode.tui.screens.full_page import FullPage
from qualcode.tui.widgets.change_list import Change, ChangeList, in_context
from qualcode.tui.widgets.repair_places import RepairPlace, Review
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.words import tr, trn

BOXES = {MADE: "[x]", PROPOSED: "[?]", DECLINED: "[ ]"}
ROOM = 44
NAME = 16


class ReviewRepairs(FullPage[Review]):
    """Gives the review back when the person takes the repairs in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take_in", show=False),
        Binding("a", "all(True)", show=False),
        Binding("A", "all(False)", show=False),
        Binding("n", "waiting(1)", show=False),
        Binding("p", "waiting(-1)", show=False),
        Binding("tab", "other_pane", show=False, priority=True),
        Binding("left", "rules", show=False),
        Binding("right", "places", show=False),
    ]
    AUTO_FOCUS = "ChangeList"
    DEFAULT_CSS = """
    ReviewRepairs #rules { width: 30; height: 1fr; border: none; padding: 0 1; background: $background; }
    ReviewRepairs #rules:focus { border: none; }
    ReviewRepairs #rules > .option-list--option-highlighted { text-style: bold; }
    """

    def __init__(self, title: str, review: Review) -> None:
        super().__init__(title)
        self.review = review
        self._rules = list(review.by_rule)
        self._several = len({place.document for place in review.places}) > 1

    def body(self) -> ComposeResult:
        """The rules, and the places of one."""
        with Horizontal():
            yield OptionList(*(Option(self._rule_line(rule)) for rule in self._rules), id="rules", markup=False)
            yield ChangeList()

    def keys(self) -> str:
        """What the keys do."""
        ways = (tr("Space: yes or no"), tr("n/p: waiting"), tr("a/A: all or none"), tr("Tab: rules"))
        return " · ".join((tr("Ctrl+S: take in"), tr("Esc: back"), *ways))

    @property
    def rules(self) -> OptionList:
        """The left pane."""
        return self.query_one("#rules", OptionList)

    @property
    def places(self) -> ChangeList:
        """The right pane."""
        return self.query_one(ChangeList)

    @property
    def rule(self) -> str:
        """The rule whose places are shown."""
        return self._rules[self.rules.highlighted or 0]

    def on_mount(self) -> None:
        """Begin where a person is needed, else at the first rule."""
        found = self.review.next_waiting(self._rules[0], -1, 1)
        self._show(*(found or (self._rules[0], 0)))

    def _show(self, rule: str, place: int = 0) -> None:
        self.rules.highlighted = self._rules.index(rule)
        self.places.show(self.review.by_rule[rule], self._change, place)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another rule, other places."""
        if self.rules.has_focus:
            self._show(self._rules[event.option_index])

    def on_option_list_option_selected(self) -> None:
        """Enter on a rule: over to its places."""
        self.places.focus()

    def _rule_line(self, rule: str) -> str:
        made, waiting = self.review.counts(rule)
        return f"{fitted(rule_names().get(rule, rule), NAME)} {made:>4} {f'{waiting}?' if waiting else '':>4}"

    def _change(self, index: int) -> Change:
        place = self.review.places[index]
        name = f"{place.name} · " if self._several else ""
        head = f"{BOXES[self.review.status(index)]} {name}{status_words(self.review.status(index))}"
        room = max(self.places.size.width // 2 - 8, 24) if self.places.size.width else ROOM
        return Change(head, certainty(place), *in_context(place.base, place.pieces, min(room, 2 * ROOM)))

    def on_change_list_turned(self, event: ChangeList.Turned) -> None:
        """Make a place or leave it, and go on to the next."""
        self.review.turn(self.review.by_rule[self.rule][event.index])
        self.places.forget(event.index)
        self._recount()
        self.places.action_move(1)

    def on_passage_list_chosen(self, event: ChangeList.Chosen) -> None:
        """Enter and a second click are as space."""
        self.on_change_list_turned(ChangeList.Turned(event.index))

    def action_all(self, made: bool) -> None:
        """Decide on all places of the rule."""
        self.review.decide_all(self.rule, made)
        self.places.show(self.review.by_rule[self.rule], self._change, self.places.cursor)
        self._recount()

    def _recount(self) -> None:
        self.rules.replace_option_prompt_at_index(self._rules.index(self.rule), self._rule_line(self.rule))

    def action_waiting(self, step: int) -> None:
        """The next or previous place at which a person is needed."""
        found = self.review.next_waiting(self.rule, self.places.cursor, step)
        if found is None:
            self.say(tr("No place waits any more") if step > 0 else tr("No place before this one waits"))
        elif found[0] == self.rule:
            self.places.move_to(found[1])
        else:
            self._show(*found)

    def action_other_pane(self) -> None:
        """Between rules and places."""
        (self.rules if self.places.has_focus else self.places).focus()

    def action_rules(self) -> None:
        """To the rules."""
        self.rules.focus()

    def action_places(self) -> None:
        """To the places."""
        self.places.focus()

    def action_take_in(self) -> None:
        """These it is."""
        self.dismiss(self.review)

    def action_cancel(self) -> None:
        """Leave without taking anything in; after a question where decisions would be lost."""
        if not self.review.is_touched:
            self.dismiss(None)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(Confirm(tr("Leave the review?"), tr("What you decided here is not kept.")), answered)


def status_words(status: str) -> str:
    """A status as people say it."""
    return {MADE: tr("made"), PROPOSED: tr("waits for you"), DECLINED: tr("as extracted")}[status]


def certainty(place: RepairPlace) -> str:
    """How sure the rule is, and of how many places it speaks."""
    pieces = trn("{n} place", "{n} places", len(place.pieces)) + " · " if len(place.pieces) > 1 else ""
    return f"{pieces}{tr('{percent} % sure', percent=round(100 * place.confidence))}"


def rule_names() -> dict[str, str]:
    """What people call the rules, and the two ways a text is changed by hand."""
    return {
        "page number": tr("page number"),
        "running head": tr("running head"),
        "page break": tr("page break"),
        "footnote": tr("footnote"),
        "footnote mark": tr("footnote mark"),
        "table": tr("table"),
        "line-end hyphen": tr("line-end hyphen"),
        "joined line": tr("joined line"),
        "indent": tr("indent"),
        "blank lines": tr("blank lines"),
        "no-break space": tr("no-break space"),
        "soft hyphen": tr("soft hyphen"),
        "ligature": tr("ligature"),
        "digits": tr("digits"),
        "bullet": tr("bullet"),
        "wrong decoding": tr("wrong decoding"),
        "mixed scripts": tr("mixed scripts"),
        "damaged word": tr("damaged word"),
        "by hand": tr("by hand"),
        "corrected version": tr("corrected version"),
    }
