"""F1: the keys that work here and now, searched by typing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, Label

from qualcode.project.codebook import plain
from qualcode.tui.actions import ACTIONS, SCOPES, Action, by_id, joined, shown_keys
from qualcode.tui.question import Question
from qualcode.tui.screens.start import shortened
from qualcode.tui.settings import settings_file
from qualcode.tui.widgets.key_line import told_keys
from qualcode.tui.widgets.passage_list import wrapped
from qualcode.tui.words import tr

WIDEST_KEYS = 22


class Row(NamedTuple):
    """A line of the help: a group, keys, and what they do."""

    group: str
    keys: tuple[str, ...]
    title: str


class HelpRows(Widget):
    """The lines, broken anew for each width."""

    DEFAULT_CSS = "HelpRows { height: auto; }"

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self._rows = rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show some of the lines."""
        self._rows = rows
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many as the words need at a width."""
        return len(self._lines(width).split())

    def render(self) -> Content:
        """The lines."""
        return self._lines(self.size.width)

    def _lines(self, width: int) -> Content:
        return help_text(self._rows, width) if self._rows else Content(tr("No key here does that."))


class HelpScreen(ModalScreen[None]):
    """The registry as far as it applies where the person is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "dismiss_help", show=False, priority=True),
        Binding("enter", "dismiss_help", show=False, priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("up", "scroll(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]
    CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen .dialog { width: 100%; max-width: 110; height: 100%; max-height: 100%; padding: 0 2; }
    HelpScreen .dialog-title, HelpScreen .dialog-keys { margin: 0; }
    HelpScreen VerticalScroll { height: 1fr; margin-top: 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, under: Screen[object]) -> None:
        super().__init__()
        here = [active.binding.id or "" for active in under.active_bindings.values() if active.enabled]
        self._rows = help_rows(working(here), getattr(under.app, "keys", {}))
        if "text.code" in here:
            everywhere = [row.group for row in self._rows].index(tr(SCOPES["app"]))
            self._rows[everywhere:everywhere] = mouse_rows()
        if isinstance(under, Question):
            self._rows[:0] = [Row(tr("Here"), (key,), does) for key, does in told_keys(under.keys())]

    def compose(self) -> ComposeResult:
        """A line to type in; group by group, what belongs to the focus first."""
        with Vertical(classes="dialog help"):
            yield Label(tr("Keys that work here"), classes="dialog-title")
            yield Input(placeholder=tr("type to find a key or what it does"))
            with VerticalScroll(can_focus=False):
                yield HelpRows(self._rows)
            place = shortened(str(settings_file()))
            yield Label(tr("Esc: close · your own keys: {path}", path=place), classes="dialog-keys", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Only what fits what is typed."""
        self.query_one(HelpRows).show(fitting(self._rows, event.value))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_scroll(self, step: int) -> None:
        """A line on or back."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """A page on or back, with a line of the one before."""
        page = self.query_one(VerticalScroll)
        page.scroll_relative(y=step * max(page.size.height - 1, 1), animate=False)

    def action_dismiss_help(self) -> None:
        """Back to work."""
        self.dismiss(None)


def working(here: Sequence[str]) -> list[Action]:
    """The actions that work, in the order of the places they belong to: the focus first, everywhere last."""
    scopes = list(dict.fromkeys(by_id()[id_].scope for id_ in here if id_ in by_id()))
    scopes.sort(key=lambda scope: scope == "app")
    found = [action for action in ACTIONS if action.id in here]
    return sorted(found, key=lambda action: scopes.index(action.scope))


def help_rows(actions: Iterable[Action], keymap: Mapping[str, str]) -> list[Row]:
    """A line for each thing to do; actions of the same title share one, and groups are in the order of the actions."""
    groups: dict[str, dict[str, list[str]]] = {}
    for action in actions:
        keys = groups.setdefault(group_of(action), {}).setdefault(tr(action.title), [])
        keys += shown_keys(action, keymap)
    return [Row(group, tuple(keys), title) for group, rows in groups.items() for title, keys in rows.items()]


def mouse_rows() -> list[Row]:
    """What the mouse does in the text."""
    done = {
        tr("click"): tr("Place the caret; on a number or speaker, select the turn"),
        tr("two, three clicks"): tr("Select the word, the sentence"),
        tr("draw"): tr("Select words"),
        tr("draw a coding's end"): tr("Move it: a word at the end of your own coding at the caret, or its stripe"),
    }
    return [Row(tr("With the mouse"), (how,), title) for how, title in done.items()]


def group_of(action: Action) -> str:
    """What the lines of an action stand under: its place, and in the text what it is for."""
    if action.id.startswith("reader."):
        return tr("Select") if "select" in action.id or action.id == "reader.extend" else tr("Move in the text")
    return tr(SCOPES[action.scope])


def fitting(rows: Iterable[Row], typed: str) -> list[Row]:
    """The lines that are meant: those with that very key, else those with all the words, however they are spelt."""
    words = plain(typed).split()
    named = [row for row in rows if typed.strip() and any(is_typed(key, typed.strip()) for key in row.keys)]
    found = [row for row in rows if row not in named and words and all(word in _searched(row) for word in words)]
    return [*named, *found] if typed.strip() else list(rows)


def is_typed(key: str, typed: str) -> bool:
    """Whether it is that very key, or keys in a row of which it is the first."""
    return key == typed or key.startswith(f"{typed} ")


def _searched(row: Row) -> str:
    return plain(f"{row.group} {row.title} {' '.join(key for key in row.keys if len(key) > 1)}")


def help_text(rows: Sequence[Row], width: int) -> Content:
    """The lines under their groups; what does not fit on one goes on under the words, not under the keys."""
    parts: list[Content] = []
    keys = min(max((cell_len(joined(row.keys)) for row in rows), default=0), WIDEST_KEYS) + 4
    group = ""
    for row in rows:
        if row.group != group:
            parts += [Content(), Content.styled(row.group, "bold")] if parts else [Content.styled(row.group, "bold")]
            group = row.group
        named = [joined(row.keys)] if cell_len(joined(row.keys)) < keys - 3 else wrapped(joined(row.keys), keys - 4)
        titled = wrapped(row.title, max(width - keys, 20))
        for key, title in zip_longest(named, titled, fillvalue=""):
            parts.append(Content.assemble((f"  {set_cell_size(key, keys - 2)}", "bold"), title))
    return Content("\n").join(parts)
