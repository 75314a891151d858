"""The code picker: from some words in the text to a code in a few keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from qualcode.project.codebook import is_meant, plain, rank_codes
from qualcode.project.naming import name_key
from qualcode.project.records import Code
from qualcode.text.symbols import visible
from qualcode.tui.question import Question
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.widgets.stripes import bar, kinds_of
from qualcode.tui.words import tr, trn

MOST_SHOWN = 40
WHEEL = 3
# A low terminal does without most of what a code means, so that the keys are seen.
HEIGHTS: list[tuple[int, str]] = [(0, "-lowest"), (14, "-low"), (24, "-high")]


class Picked(NamedTuple):
    """What was picked: a code and perhaps more, or the name of a new one and the code it belongs below."""

    code: Code | None
    name: str = ""
    parent: Code | None = None
    more: tuple[Code, ...] = ()


class CodeLines(Widget):
    """Lines of which one is highlighted and as many shown as there is room for.

    Textual's own list lays out the whole screen anew whenever another number of lines fits, so at every letter.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"code-lines--highlighted"}
    DEFAULT_CSS = """
    CodeLines { height: 28vh; background: $surface; }
    CodeLines > .code-lines--highlighted {
        color: $foreground; background: $block-cursor-blurred-background; text-style: $block-cursor-blurred-text-style;
    }
    """

    class Chosen(Message):
        """A line was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Content] = ()
        self._top = 0
        self.highlighted = 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def room(self) -> int:
        """How many cells a line has beside the bar that tells of more."""
        return max(self.size.width - 2, 20)

    def show(self, lines: Sequence[Content]) -> None:
        """Other lines, the first of them highlighted."""
        self._lines, self._top, self.highlighted = lines, 0, 0
        self.refresh()

    def replace(self, index: int, line: Content) -> None:
        """Another text for one of them."""
        self._lines = [*self._lines[:index], line, *self._lines[index + 1 :]]
        self._refresh_line(index)

    def move(self, step: int) -> None:
        """Highlight a line further down, or up."""
        before, top = self.highlighted, self._top
        self.highlighted = max(0, min(before + step, len(self._lines) - 1))
        self._top = max(min(top, self.highlighted), self.highlighted - self.size.height + 1)
        if self._top != top:
            self.refresh()
        else:
            self._refresh_line(before)
            self._refresh_line(self.highlighted)

    def render_line(self, y: int) -> Strip:
        """A line, or nothing below the last."""
        index, width = self._top + y, self.size.width
        is_highlighted = index == self.highlighted and index < len(self._lines)
        style = self.get_visual_style("code-lines--highlighted") if is_highlighted else self.visual_style
        if index >= len(self._lines):
            return Strip.blank(width, style.rich_style)
        line = Visual.to_strips(self, self._lines[index], width - 1, 1, style)[0]
        return Strip([*line.adjust_cell_length(width - 1, style.rich_style), self._bar(y)])

    def on_click(self, event: events.Click) -> None:
        """A click takes the line it is on."""
        if (index := self._top + event.y) < len(self._lines):
            self.highlighted = index
            self.post_message(self.Chosen())

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves on."""
        self.move(WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """And back."""
        self.move(-WHEEL)

    def _bar(self, y: int) -> Segment:
        """Where among all lines those shown are, once there are more than shown."""
        height, count = self.size.height, len(self._lines)
        first, last = self._top * height // max(count, 1), -(-(self._top + height) * height // max(count, 1))
        has_part = count > height and first <= y < last
        return Segment("▐" if has_part else " ", self.visual_style.rich_style)

    def _refresh_line(self, index: int) -> None:
        self.refresh(Region(0, index - self._top, self.size.width, 1))


class CodePicker(Question[Picked]):
    """Type to find, Enter to take; what is not there yet is made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("ctrl+n", "create", show=False, priority=True),
        Binding("tab", "mark_or_below", show=False, priority=True),
        Binding("shift+tab", "below", show=False, priority=True),
        Binding("ctrl+@,ctrl+space", "mark", show=False, priority=True),
    ]
    VERTICAL_BREAKPOINTS = HEIGHTS
    DEFAULT_CSS = """
    CodePicker #about { color: $foreground 75%; height: 7; margin-top: 1; }
    CodePicker.-low #about { height: 2; margin-top: 0; }
    CodePicker.-lowest #about { display: none; }
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
        self._new_line: int | None = None
        self._new_name: str | None = None

    def compose(self) -> ComposeResult:
        """The line to type in, the codes that fit, what the highlighted one means."""
        with Vertical(classes="dialog"):
            yield Label(visible(self.heading, one_line=True), classes="dialog-title", markup=False)
            yield Input(self._text, placeholder=tr("type to find a code"))
            yield CodeLines()
            yield Static("", id="about", markup=False)
            yield Label("", classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """The line has the keys; the list only shows."""
        self._lines, self._about = self.query_one(CodeLines), self.query_one("#about", Static)
        self._show_keys()

    def on_resize(self) -> None:
        """The codes used last, before anything is typed; another width writes the lines anew."""
        self.call_after_refresh(self._fill)

    def on_input_changed(self) -> None:
        """Other letters, other codes."""
        self._fill()

    def on_input_submitted(self) -> None:
        """Enter takes what is highlighted."""
        self._take()

    def on_code_lines_chosen(self) -> None:
        """So does the mouse."""
        self._take()

    def action_move(self, step: int) -> None:
        """Another line."""
        self._lines.move(step)
        self._show_meaning()

    def action_create(self) -> None:
        """A new code named as typed, whatever else fits."""
        name = self._typed()
        if self._create and name and self._new_name is None:
            self._dismiss_new(name)

    def action_mark(self) -> None:
        """Take the highlighted code along with others, or no longer; the letters typed have done their part then."""
        code = self._highlighted
        if not self._several or self._new_name is not None or code is None:
            return
        if self._marked.pop(code.id, None) is None:
            self._marked[code.id] = code
        self._lines.replace(self._lines.highlighted, self._line(code))
        self._show_keys()
        self.query_one(Input).select_all()

    def action_mark_or_below(self) -> None:
        """On a code, mark it; where a new one is offered, choose what it belongs below."""
        if self._several and self._highlighted is not None:
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
        typed = self._typed()
        self._shown = (rank_codes(typed, self._codes) if typed else list(self._codes))[:MOST_SHOWN]
        lines = [self._line(code) for code in self._shown]
        self._new_line = None
        if self._offers_new(typed):
            # Words that no code has are not meant for the code that is least unlike them.
            self._new_line = len(lines) if lines and is_meant(typed, self._shown[0]) else 0
            lines.insert(self._new_line, Content.styled(tr("+ new code «{name}»", name=typed), "italic"))
        self._lines.show(lines)
        self._show_meaning()

    def _show_meaning(self) -> None:
        """What the highlighted code means, and what the keys do with it."""
        nothing = Content.styled(tr("No code fits"), "dim") if not self._lines.count else Content("")
        self._about.update(meaning(self._highlighted) if self._highlighted else nothing, layout=False)
        self._show_keys()

    @property
    def _highlighted(self) -> Code | None:
        """The code at the highlighted line, nothing where a new one is offered there."""
        index = self._lines.highlighted
        if self._new_line == index:
            return None
        index -= self._new_line == 0
        return self._shown[index] if index < len(self._shown) else None

    def _line(self, code: Code) -> Content:
        return code_line(code, self._lines.room, bar(self._kinds[code.id]), marked=code.id in self._marked)

    def _offers_new(self, typed: str) -> bool:
        known = (name_key(typed) in (name_key(code.name), name_key(code.full_name)) for code in self._shown)
        return bool(typed) and self._create and self._new_name is None and not any(known)

    def _take(self) -> None:
        code = self._highlighted
        if self._marked and self._new_name is None:
            first, *more = self._marked.values()
            self.dismiss(Picked(first, more=tuple(more)))
        elif code is not None:
            self.dismiss(Picked(None, self._new_name, code) if self._new_name is not None else Picked(code))
        elif self._new_line is not None:
            self._dismiss_new(self._typed())

    def _dismiss_new(self, name: str) -> None:
        """A name written as a path goes below the code it names."""
        above, _, own = name.rpartition(">")
        wanted = name_key(" > ".join(part.strip() for part in above.split(">"))) if above else ""
        parents = [code for code in self._codes if wanted in (name_key(code.full_name), name_key(code.name))]
        if wanted and parents and own.strip():
            self.dismiss(Picked(None, own.strip(), parents[0]))
        else:
            self.dismiss(Picked(None, name))

    def _show_keys(self) -> None:
        keys = self.query_one(".dialog-keys", Label)
        if (said := self.keys()) != keys.content:
            keys.update(said)

    def keys(self) -> str:
        """What the keys do now; once codes are marked, which they are."""
        if self._new_name is not None:
            return tr("↑↓: choose · Enter: new code below it · Esc: back")
        if self._marked:
            names = visible(", ".join(f"«{each.name}»" for each in self._marked.values()))
            return trn("Enter: {n} code · {names}", "Enter: {n} codes · {names}", len(self._marked), names=names)
        if not self._create:
            return tr("↑↓: choose · Enter: take · Esc: cancel")
        if self._lines.highlighted == self._new_line:
            return tr("Enter: new code · Tab: new code below another · Esc: cancel")
        if not self._several:
            return tr("Enter: take · Ctrl+N: new code · Esc: cancel")
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
