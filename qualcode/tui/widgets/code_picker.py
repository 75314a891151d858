"""The code picker: from some words in the text to a code in a few keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.project.codebook import plain, rank_codes
from qualcode.project.naming import name_key
from qualcode.project.records import Code
from qualcode.text.symbols import visible
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.widgets.stripes import bar, kinds_of
from qualcode.tui.words import tr, trn

MOST_SHOWN = 40
NEW = "new"


class Picked(NamedTuple):
    """What was picked: a code and perhaps more, or the name of a new one and the code it belongs below."""

    code: Code | None
    name: str = ""
    parent: Code | None = None
    more: tuple[Code, ...] = ()


class CodePicker(ModalScreen[Picked]):
    """Type to find, Enter to take; what is not there yet is made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("ctrl+n", "create", show=False, priority=True),
        Binding("tab", "mark_or_below", show=False, priority=True),
        Binding("shift+tab", "below", show=False, priority=True),
        Binding("ctrl+@,ctrl+space", "mark", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    CodePicker #about { color: $foreground 75%; height: 5; margin-top: 1; }
    """

    def __init__(
        self,
        title: str,
        codes: Sequence[Code],
        recent: Sequence[str] = (),
        *,
        text: str = "",
        create: bool = True,
        several: bool = False,
        passage: str = "",
    ) -> None:
        super().__init__()
        self.heading, self._text, self._create, self._several = title, text, create, several
        usable = [code for code in codes if code.status != "retired"]
        self._codes = likely_first(usable, recent, passage)
        self._kinds = kinds_of({code.id: code.color for code in codes})
        self._marked: dict[str, Code] = {}
        self._shown: list[Code] = []
        self._new_name: str | None = None

    def compose(self) -> ComposeResult:
        """The line to type in, the codes that fit, what the highlighted one means."""
        with Vertical(classes="dialog"):
            yield Label(visible(self.heading, one_line=True), classes="dialog-title", markup=False)
            yield Input(self._text, placeholder=tr("type to find a code"))
            yield OptionList(markup=False)
            yield Static("", id="about", markup=False)
            yield Label("", classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """The line has the keys; the list only shows."""
        self.query_one(OptionList).can_focus = False
        self._show_keys()

    def on_resize(self) -> None:
        """The codes used last, before anything is typed; another width writes the lines anew."""
        self.call_after_refresh(self._fill)

    def on_input_changed(self) -> None:
        """Other letters, other codes."""
        self._fill()

    def on_input_submitted(self) -> None:
        """Enter takes what is highlighted."""
        self._take(self.query_one(OptionList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """So does the mouse."""
        self._take(event.option_index)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the code means."""
        index = event.option_index
        about = meaning(self._shown[index]) if index < len(self._shown) else Content("")
        self.query_one("#about", Static).update(about, layout=False)
        self._show_keys()

    def action_move(self, step: int) -> None:
        """Another line."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = max(0, min((options.highlighted or 0) + step, options.option_count - 1))

    def action_create(self) -> None:
        """A new code named as typed, whatever else fits."""
        name = self._typed()
        if self._create and name and self._new_name is None:
            self._dismiss_new(name)

    def action_mark(self) -> None:
        """Take the highlighted code along with others, or no longer; the letters typed have done their part then."""
        options = self.query_one(OptionList)
        index = options.highlighted
        if not self._several or self._new_name is not None or index is None or index >= len(self._shown):
            return
        code = self._shown[index]
        if self._marked.pop(code.id, None) is None:
            self._marked[code.id] = code
        width = max(options.scrollable_content_region.width - 2, 20)
        options.replace_option_prompt_at_index(index, self._line(code, width))
        self._show_keys()
        self.query_one(Input).select_all()

    def action_mark_or_below(self) -> None:
        """On a code, mark it; where a new one is offered, choose what it belongs below."""
        highlighted = self.query_one(OptionList).highlighted
        if self._several and highlighted is not None and highlighted < len(self._shown):
            self.action_mark()
        else:
            self.action_below()

    def action_below(self) -> None:
        """Choose which code the new one belongs below."""
        name = self._typed()
        if self._create and name and self._new_name is None:
            self._new_name = name
            self.query_one(".dialog-title", Label).update(tr("«{name}» below which code?", name=name))
            self.query_one(Input).value = ""
            self._fill()

    def action_cancel(self) -> None:
        """Out of choosing a parent, or out of the picker."""
        if self._new_name is None:
            self.dismiss(None)
            return
        name, self._new_name = self._new_name, None
        self.query_one(".dialog-title", Label).update(self.heading)
        self.query_one(Input).value = name

    def _typed(self) -> str:
        return " ".join(self.query_one(Input).value.split())

    def _fill(self) -> None:
        typed, options = self._typed(), self.query_one(OptionList)
        self._shown = (rank_codes(typed, self._codes) if typed else list(self._codes))[:MOST_SHOWN]
        width = max(options.scrollable_content_region.width - 2, 20)
        lines = [Option(self._line(code, width), id=code.id) for code in self._shown]
        if self._offers_new(typed):
            lines.append(Option(Content.styled(tr("+ new code «{name}»", name=typed), "italic"), id=NEW))
        options.set_options(lines)
        if lines:
            options.highlighted = 0
        else:
            self.query_one("#about", Static).update("", layout=False)

    def _line(self, code: Code, width: int) -> Content:
        return code_line(code, width, bar(self._kinds[code.id]), marked=code.id in self._marked)

    def _offers_new(self, typed: str) -> bool:
        known = (name_key(typed) in (name_key(code.name), name_key(code.full_name)) for code in self._shown)
        return bool(typed) and self._create and self._new_name is None and not any(known)

    def _take(self, index: int | None) -> None:
        if self._marked and self._new_name is None:
            first, *more = self._marked.values()
            self.dismiss(Picked(first, more=tuple(more)))
        elif index is None:
            return
        elif index >= len(self._shown):
            self._dismiss_new(self._typed())
        elif self._new_name is not None:
            self.dismiss(Picked(None, self._new_name, self._shown[index]))
        else:
            self.dismiss(Picked(self._shown[index]))

    def _dismiss_new(self, name: str) -> None:
        """A name written as a path goes below the code it names."""
        above, _, own = name.rpartition(">")
        wanted = name_key(" > ".join(part.strip() for part in above.split(">"))) if above else ""
        parents = [code for code in self._codes if wanted in (name_key(code.full_name), name_key(code.name))]
        if wanted and parents and own.strip():
            self.dismiss(Picked(None, own.strip(), parents[0]))
        else:
            self.dismiss(Picked(None, name))

    @property
    def _on_new(self) -> bool:
        """Whether a new code is what is highlighted."""
        return (self.query_one(OptionList).highlighted or 0) >= len(self._shown) and bool(self._typed())

    def _show_keys(self) -> None:
        self.query_one(".dialog-keys", Label).update(self._keys())

    def _keys(self) -> str:
        """What the keys do now; once codes are marked, which they are."""
        if self._marked:
            names = visible(", ".join(f"«{each.name}»" for each in self._marked.values()))
            return trn("Enter: {n} code · {names}", "Enter: {n} codes · {names}", len(self._marked), names=names)
        if not self._create:
            return tr("↑↓: choose · Enter: take · Esc: cancel")
        if not self._several or self._on_new:
            return tr("Enter: take · Ctrl+N: new code · Tab: new code below another · Esc: cancel")
        return tr("Enter: take · Tab: mark several · Ctrl+N: new code · Esc: cancel")


def likely_first(codes: Sequence[Code], recent: Sequence[str], passage: str = "") -> list[Code]:
    """Those used last, then those the passage itself names, then the most used."""
    place = {code_id: index for index, code_id in enumerate(recent)}
    padded = f" {plain(passage)} "

    def rank(code: Code) -> tuple[int, bool, int]:
        names = (code.name, *code.aliases, *code.phrases)
        is_named = bool(passage) and any(f" {word}" in padded for name in names if (word := plain(name)))
        return place.get(code.id, len(place)), not is_named, -code.codings

    return sorted(codes, key=rank)


def code_line(code: Code, width: int, stripe: str, *, marked: bool = False) -> Content:
    """A code on one line: whether it is marked, its stripe, name, where it belongs, how often it is used."""
    count = f" {code.codings or ''}"
    above = " > ".join(code.path[:-1])
    name = fitted(code.name, min(cell_len(code.name), width - 4 - len(count)))
    room = width - 3 - cell_len(name) - len(count)
    where = f"  {fitted(above, room - 2)}" if room > 2 else " " * room
    weight = "bold" if marked else ""
    return Content.assemble(
        "✓" if marked else " ", (f"{stripe} ", code.color or ""), (name, weight), (where, "dim"), (count, "dim")
    )


def meaning(code: Code) -> Content:
    """Definition, inclusion and exclusion of a code, as far as it has them."""
    parts = [
        (code.definition, ""),
        (tr("Include: {text}", text=code.include) if code.include else "", ""),
        (tr("Exclude: {text}", text=code.exclude) if code.exclude else "", ""),
        (tr("Also called: {names}", names=", ".join(code.aliases)) if code.aliases else "", "dim"),
    ]
    said = [Content.styled(visible(" ".join(text.split())), style) for text, style in parts if text]
    return Content("\n").join(said) if said else Content.styled(tr("This code has no definition yet."), "dim")
