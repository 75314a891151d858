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

from qualcode.project.codebook import rank_codes
from qualcode.project.naming import name_key
from qualcode.project.records import Code
from qualcode.text.symbols import visible
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.words import tr

MOST_SHOWN = 40
NEW = "new"


class Picked(NamedTuple):
    """What was picked: a code, or the name of a new one and the code it belongs below."""

    code: Code | None
    name: str = ""
    parent: Code | None = None


class CodePicker(ModalScreen[Picked]):
    """Type to find, Enter to take; what is not there yet is made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("ctrl+n", "create", show=False, priority=True),
        Binding("tab", "below", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    CodePicker #about { color: $foreground 75%; height: auto; max-height: 4; margin-top: 1; }
    """

    def __init__(
        self, title: str, codes: Sequence[Code], recent: Sequence[str] = (), *, text: str = "", create: bool = True
    ) -> None:
        super().__init__()
        self.heading, self._text, self._create = title, text, create
        place = {code_id: index for index, code_id in enumerate(recent)}
        usable = [code for code in codes if code.status != "retired"]
        self._codes = sorted(usable, key=lambda code: (place.get(code.id, len(place)), -code.codings))
        self._shown: list[Code] = []
        self._new_name: str | None = None

    def compose(self) -> ComposeResult:
        """The line to type in, the codes that fit, what the highlighted one means."""
        with Vertical(classes="dialog"):
            yield Label(visible(self.heading, one_line=True), classes="dialog-title", markup=False)
            yield Input(self._text, placeholder=tr("type to find a code"))
            yield OptionList(markup=False)
            yield Static("", id="about", markup=False)
            yield Label(self._keys(), classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """The line has the keys; the list only shows."""
        self.query_one(OptionList).can_focus = False

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
        self.query_one("#about", Static).update(about)

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
        lines = [Option(code_line(code, width), id=code.id) for code in self._shown]
        if self._offers_new(typed):
            lines.append(Option(Content.styled(tr("+ new code «{name}»", name=typed), "italic"), id=NEW))
        options.clear_options()
        options.add_options(lines)
        if lines:
            options.highlighted = 0
        else:
            self.query_one("#about", Static).update("")

    def _offers_new(self, typed: str) -> bool:
        known = (name_key(typed) in (name_key(code.name), name_key(code.full_name)) for code in self._shown)
        return bool(typed) and self._create and self._new_name is None and not any(known)

    def _take(self, index: int | None) -> None:
        if index is None:
            return
        if index >= len(self._shown):
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

    def _keys(self) -> str:
        if not self._create:
            return tr("↑↓: choose · Enter: take · Esc: cancel")
        return tr("Enter: take · Ctrl+N: new code · Tab: new code below another · Esc: cancel")


def code_line(code: Code, width: int) -> Content:
    """A code on one line: mark in its colour, name, where it belongs, how often it is used."""
    count = f" {code.codings or ''}"
    above = " > ".join(code.path[:-1])
    name = fitted(code.name, min(cell_len(code.name), width - 3 - len(count)))
    room = width - 2 - cell_len(name) - len(count)
    where = f"  {fitted(above, room - 2)}" if room > 2 else " " * room
    return Content.assemble(("┃ ", code.color or ""), name, (where, "dim"), (count, "dim"))


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
