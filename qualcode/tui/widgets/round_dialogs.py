"""Beginning a round, with what it would find told while it is written; and how far one has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.project.records import DOCUMENT_KINDS, Code, Document
from qualcode.project.rounds import Found, Tally, Wanted
from qualcode.text.queries import query_of
from qualcode.text.symbols import visible
from qualcode.tui.dialogs import Choose, Dialog
from qualcode.tui.widgets.code_picker import CodePicker, Picked
from qualcode.tui.words import tr, trn

REST_SECONDS = 0.3
EACH_TIME, KIND, DOCUMENT, SPEAKER = "each", "kind:", "document:", "speaker:"
EVERYBODY, ALL = "everybody", ""


class BeginRound(Dialog[Wanted]):
    """What to look for, where, and which code to put."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "begin", show=False, priority=True),
        Binding("down", "lines(1)", show=False),
        Binding("up", "lines(-1)", show=False),
    ]
    CSS = """
    BeginRound .dialog { width: 84; }
    BeginRound OptionList { margin-top: 1; }
    BeginRound #finds { margin-top: 1; height: auto; min-height: 2; max-height: 4; }
    """

    def __init__(self, project: Project, wanted: Wanted, recent: Sequence[str] = ()) -> None:
        super().__init__(tr("Second round: which hits, one by one?"))
        self.wanted, self._project, self._recent = wanted, project, recent
        self._codes: Mapping[str, Code] = {code.id: code for code in project.codebook.codes()}
        self._documents = {document.id: document for document in project.corpus.documents()}

    def question(self) -> ComposeResult:
        """The words, what narrows, and what would be found."""
        yield Input(self.wanted.query, placeholder=tr("skjønn* OR faglig vurdering"))
        yield OptionList(markup=False)
        yield Static("", id="finds", markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr("Enter: begin, or change the line · ↑↓: the lines · Ctrl+S: begin · Esc: cancel")

    def on_mount(self) -> None:
        """Show what is wanted so far."""
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other words, other hits."""
        self.wanted = replace(self.wanted, query=event.value)
        self._count()

    def on_input_submitted(self) -> None:
        """Enter begins."""
        self.action_begin()

    def action_lines(self, step: int) -> None:
        """From the words to the lines below."""
        if self.query_one(Input).has_focus and step > 0:
            self.query_one(OptionList).focus()
            self.query_one(OptionList).highlighted = 0

    def action_begin(self) -> None:
        """Give what is wanted, if it can be gone through at all."""
        if self.wanted.look == "passages" and not self.wanted.under:
            self._ask_under()
            return
        try:
            self._project.rounds.check(self.wanted)
        except QualcodeError as error:
            self._tell(self.wanted, f"{error.message} · {error.hint}")
        else:
            found = self._project.rounds.hits(self.wanted)
            if found.hits:
                self.dismiss(self.wanted)
            else:
                self._tell(self.wanted, finding(found, self._longer(self.wanted, found)))

    def _longer(self, wanted: Wanted, found: Found) -> Mapping[str, int]:
        """How often words that begin like those not found are there, by what would find them."""
        bare = [f"{term}*" for term in found.missing if wanted.look == "words" and term[-1].isalnum()]
        return self._project.rounds.hits(replace(wanted, query=query_of(bare))).counts if bare else {}

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter changes a line."""
        changes: Mapping[str, Callable[[], None]] = {
            "look": self._ask_look,
            "under": self._ask_under,
            "code": self._ask_code,
            "where": self._ask_where,
            "who": self._ask_who,
            "coder": self._ask_coder,
        }
        changes[event.option.id or ""]()

    def _show(self) -> None:
        """The lines as they are now."""
        options, wanted = self.query_one(OptionList), self.wanted
        at = options.highlighted
        passages = wanted.look == "passages"
        under, code = self._codes.get(wanted.under), self._codes.get(wanted.code)
        lines = {
            "look": (tr("Look for"), looks()[wanted.look]),
            "under": (tr("Under the code"), under.full_name if under else "–"),
            "code": (tr("Put the code"), code.full_name if code else tr("chosen each time")),
            "where": (tr("In"), where(self.wanted, self._documents)),
            "who": (tr("Said by"), who(self.wanted)),
            "coder": (tr("Codings of"), wanted.coder or tr("all coders")),
        }
        if not passages:
            del lines["under"]
        width = max(len(title) for title, _ in lines.values()) + 2
        shown = [
            Option(visible(f"{title:<{width}}{words}", one_line=True), id=key) for key, (title, words) in lines.items()
        ]
        options.set_options(shown)
        options.highlighted = at
        self.query_one(Input).display = not passages
        if passages and not options.has_focus:
            options.focus()
            options.highlighted = 0
        self._count()

    def _change(self, **values: object) -> None:
        self.wanted = replace(self.wanted, **values)  # type: ignore[arg-type]
        self._show()

    def _choose(self, title: str, lines: Sequence[tuple[str, str]], chosen: str, take: Callable[[str], None]) -> None:
        self.app.push_screen(Choose(title, lines, chosen=chosen), lambda key: take(key) if key is not None else None)

    def _ask_look(self) -> None:
        def take(look: str) -> None:
            self._change(look=look)
            if look == "passages" and not self.wanted.under:
                self._ask_under()

        self._choose(tr("Look for what?"), list(looks().items()), self.wanted.look, take)

    def _pick(self, title: str, take: Callable[[Picked | None], None]) -> None:
        self.app.push_screen(CodePicker(title, list(self._codes.values()), self._recent, create=False), take)

    def _ask_under(self) -> None:
        def take(picked: Picked | None) -> None:
            if picked is not None and picked.code is not None:
                other = self.wanted.code if self.wanted.code != picked.code.id else ""
                self._change(under=picked.code.id, code=other)

        self._pick(tr("Passages under which code?"), take)

    def _ask_code(self) -> None:
        def take(picked: Picked | None) -> None:
            self._change(code=picked.code.id if picked is not None and picked.code is not None else "")

        lines = [("pick", tr("one code for all")), (EACH_TIME, tr("chosen each time"))]
        title = tr("Which code is put?")
        self._choose(title, lines, "pick", lambda key: self._pick(title, take) if key == "pick" else take(None))

    def _ask_where(self) -> None:
        there = {document.kind for document in self._documents.values()}
        kinds = [(KIND + kind, tr(kind)) for kind in DOCUMENT_KINDS if kind in there and len(there) > 1]
        each = [(DOCUMENT + key, document.name) for key, document in self._documents.items()]

        def take(key: str) -> None:
            kinds = (key.removeprefix(KIND),) if key.startswith(KIND) else ()
            documents = (key.removeprefix(DOCUMENT),) if key.startswith(DOCUMENT) else ()
            self._change(kinds=kinds, documents=documents)

        now = next(
            iter([*(DOCUMENT + key for key in self.wanted.documents), *(KIND + k for k in self.wanted.kinds)]), ALL
        )
        self._choose(tr("In which documents?"), [(ALL, tr("all documents")), *kinds, *each], now, take)

    def _ask_who(self) -> None:
        labels = sorted({speaker.label for speaker in self._project.corpus.speakers()}, key=str.casefold)
        lines = [(ALL, tr("everybody but the interviewer")), (EVERYBODY, tr("everybody"))]
        lines = lines[self.wanted.look == "passages" :] + [(SPEAKER + label, label) for label in labels]

        def take(key: str) -> None:
            speakers = (key.removeprefix(SPEAKER),) if key.startswith(SPEAKER) else ()
            self._change(speakers=speakers, interviewer=key == EVERYBODY)

        now = next((SPEAKER + label for label in self.wanted.speakers), EVERYBODY if everybody(self.wanted) else ALL)
        self._choose(tr("Said by whom?"), lines, now, take)

    def _ask_coder(self) -> None:
        coders = [(coder.name, coder.name) for coder in self._project.coding.coders()]
        lines = [(ALL, tr("all coders")), *coders]
        self._choose(tr("Whose codings count?"), lines, self.wanted.coder, lambda key: self._change(coder=key))

    def _count(self) -> None:
        """Count what would be found, once the person rests."""
        if self.wanted.look != "passages" and not self.wanted.terms:
            self.query_one("#finds", Static).update("")
        else:
            self.set_timer(REST_SECONDS, partial(self._count_if_still, self.wanted))

    def _count_if_still(self, wanted: Wanted) -> None:
        if wanted is self.wanted and self.is_mounted:
            self._find(wanted)

    @work(thread=True, exclusive=True, group="round-count")
    def _find(self, wanted: Wanted) -> None:
        try:
            found = self._project.rounds.hits(wanted)
            words = finding(found, self._longer(wanted, found))
        except QualcodeError as error:
            words = error.message
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._tell, wanted, words)

    def _tell(self, wanted: Wanted, words: str) -> None:
        if wanted is self.wanted and self.is_mounted:
            self.query_one("#finds", Static).update(visible(words))


class RoundSummary(Dialog[str]):
    """How far a round has come; gives the words when they are to be kept as a memo."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "keep", show=False, priority=True),
        Binding("enter", "cancel", show=False, priority=True),
    ]

    def __init__(self, title: str, words: str) -> None:
        super().__init__(title)
        self._words = words

    def question(self) -> ComposeResult:
        """The numbers, which scroll."""
        with VerticalScroll(classes="dialog-text"):
            yield Static(visible(self._words), markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr("m: keep it as a memo · Enter: go on")

    def action_keep(self) -> None:
        """Give the words."""
        self.dismiss(self._words)


def where(wanted: Wanted, documents: Mapping[str, Document]) -> str:
    """In which documents, in words."""
    names = [documents[key].name for key in wanted.documents if key in documents]
    return ", ".join([*names, *map(tr, wanted.kinds)]) or tr("all documents")


def who(wanted: Wanted) -> str:
    """Said by whom, in words."""
    if wanted.speakers:
        return ", ".join(wanted.speakers)
    return tr("everybody") if everybody(wanted) else tr("everybody but the interviewer")


def everybody(wanted: Wanted) -> bool:
    """Whether it does not matter who speaks: a passage is one whoever does."""
    return wanted.interviewer or wanted.look == "passages"


def looks() -> dict[str, str]:
    """What a round can go through."""
    return {
        "words": tr("words and phrases"),
        "regex": tr("a regular expression"),
        "passages": tr("the passages under a code, to be coded in parts"),
    }


def finding(found: Found, longer: Mapping[str, int]) -> str:
    """What would be found, what not, and what of that with other endings."""
    documents = len({hit.document_id for hit in found.hits})
    offers = [trn("{term} has {n} hit", "{term} has {n} hits", n, term=term) for term, n in longer.items() if n]
    if not documents:
        return " · ".join([tr("No hits"), *offers])
    sources = trn("in {n} document", "in {n} documents", documents)
    parts = [f"{trn('{n} hit', '{n} hits', len(found.hits))} {sources}"]
    if len(found.counts) > 1:
        parts.append(", ".join(f"{term} {count}" for term, count in found.counts.items() if count))
    return "\n".join([" · ".join(parts), " · ".join([*missing(found), *offers])]).strip()


def missing(found: Found) -> list[str]:
    """The terms that stand nowhere, in a sentence."""
    terms = ", ".join(f"«{term}»" for term in found.missing)
    return [tr("No hits for {terms}", terms=terms)] if terms else []


def progress(tally: Tally) -> str:
    """What has been decided, in numbers."""
    parts = [tr("{n} coded", n=tally.coded), tr("{n} skipped", n=tally.skipped)]
    return " · ".join([*parts, tr("{n} had the code already", n=tally.there)] if tally.there else parts)


def left(tally: Tally) -> str:
    """How many are to be decided yet."""
    return trn("{n} hit left", "{n} hits left", tally.left) if tally.left else tr("all decided")


def summary(found: Found, tally: Tally, documents: Mapping[str, Tally]) -> str:
    """A round in numbers: in all, for each term, for each document."""
    lines = [f"{trn('{n} hit', '{n} hits', tally.hits)} · {progress(tally)} · {left(tally)}", *missing(found)]
    if len(found.counts) > 1:
        lines += [
            "",
            *(f"«{term}»: {trn('{n} hit', '{n} hits', count)}" for term, count in found.counts.items() if count),
        ]
    return "\n".join([*lines, "", *(f"{name}: {progress(here)}" for name, here in documents.items())])
