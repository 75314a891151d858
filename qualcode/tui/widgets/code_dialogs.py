"""Questions about a code: its fields on one page, a colour, a number key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, OptionList, TextArea
from textual.widgets.option_list import Option

from qualcode.project.codebook import LISTS, TEXTS
from qualcode.project.records import Code
from qualcode.tui.dialogs import Dialog
from qualcode.tui.widgets.colors import ENOUGH, PALETTES, color_names, contrast
from qualcode.tui.words import tr, trn
from qualcode.tui.writing import WritingArea, WritingDialog


class EditCode(WritingDialog[dict[str, Any]]):
    """The fields of a code; leaving it, by Ctrl+S or Esc, gives those that changed, so that nothing written is lost."""

    CSS = """
    EditCode .dialog { width: 90; height: 90%; }
    EditCode VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    EditCode VerticalScroll Label { color: $foreground 60%; }
    EditCode .dialog TextArea { height: auto; min-height: 2; max-height: 10; margin-bottom: 1; }
    """

    def __init__(self, code: Code) -> None:
        super().__init__(code.full_name)
        self._before = {name: field_text(getattr(code, name)) for name in (*TEXTS, *LISTS)}

    def question(self) -> ComposeResult:
        """A small page for each field."""
        with VerticalScroll(can_focus=False):
            for name, title in field_titles().items():
                yield Label(title, markup=False)
                text = self._before[name]
                yield WritingArea(text, id=name, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            yield Input(placeholder=tr("why (if you like)"), id="reason")

    def keys(self) -> str:
        """What the keys do."""
        return " · ".join((tr("Tab: next field"), super().keys()))

    def action_cancel(self) -> None:
        """Give the fields that are others now, and the reason if there is one."""
        written = {area.id or "": area.text for area in self.query(TextArea)}
        fields, reason = changed_fields(self._before, written), self.query_one("#reason", Input).value.strip()
        self.dismiss({**fields, "reason": reason} if fields and reason else fields)

    def on_input_submitted(self) -> None:
        """Enter after the reason is done."""
        self.action_cancel()


def field_titles() -> dict[str, str]:
    """The fields in the order of the page; lists say how they are written."""
    return {
        "definition": tr("Definition"),
        "include": tr("Include when"),
        "exclude": tr("Exclude when"),
        "example": tr("Example"),
        "aliases": tr("Also called, one on each line"),
        "phrases": tr("Phrases to look for, one on each line"),
        "literature": tr("Literature, one on each line"),
        "scale": tr("Scale, one value on each line"),
    }


def field_text(value: str | Sequence[str]) -> str:
    """A field as it is written on its page."""
    return value if isinstance(value, str) else "\n".join(value)


def changed_fields(before: Mapping[str, str], written: Mapping[str, str]) -> dict[str, Any]:
    """The fields that say something else than before, as a code keeps them."""
    changed: dict[str, Any] = {}
    for name, text in written.items():
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if name in LISTS and lines != before[name].split("\n") and (lines or before[name]):
            changed[name] = lines
        elif name in TEXTS and text.strip() != before[name].strip():
            changed[name] = text.strip()
    return changed


class PickColor(Dialog[str]):
    """One of the colours that colour-blind readers tell apart, with how well each is seen and how often it is used."""

    def __init__(self, title: str, now: str, used: Mapping[str, int]) -> None:
        super().__init__(title)
        self._now, self._used = now.upper(), used
        self._colors = [color for colors in PALETTES.values() for color in colors]

    def question(self) -> ComposeResult:
        """Each colour as the mark and stripe it will be, by name."""
        background = self.app.current_theme.background or ""
        names = color_names()
        lines = (
            color_line(color, names[color], scheme, contrast(color, background), self._used.get(color, 0))
            for scheme, colors in PALETTES.items()
            for color in colors
        )
        yield OptionList(*(Option(line, id=key) for line, key in zip(lines, self._colors, strict=True)), markup=False)

    def on_mount(self) -> None:
        """Stand on what is so now."""
        self.query_one(OptionList).highlighted = self._colors.index(self._now) if self._now in self._colors else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter answers."""
        self.dismiss(event.option.id)


def color_line(color: str, name: str, scheme: str, seen: float | None, used: int) -> Content:
    """A colour as mark and stripe, its name and scheme, its contrast, and how many codes have it."""
    ratio = f"{int(seen)}:1" if seen is not None else ""
    weak = tr("faint here") if seen is not None and seen < ENOUGH else ""
    codes = trn("{n} code", "{n} codes", used) if used else ""
    rest = f"{ratio:>5}  {', '.join(word for word in (codes, weak) if word)}"
    return Content.assemble(("┃ ╷│╵ ███ ", color), f"{name:<12} ", (f"{scheme:<10}{rest}", "dim"))


class PickNumber(Dialog[int]):
    """A number key for a code; 0 is none. A digit answers at once."""

    def __init__(self, title: str, taken: Mapping[int, str]) -> None:
        super().__init__(title)
        self._taken = taken

    def question(self) -> ComposeResult:
        """The keys with the codes they stand for now."""
        lines = [Option(f"{number}  {self._taken.get(number, '')}", id=str(number)) for number in range(1, 10)]
        yield OptionList(*lines, Option(f"0  {tr('no key')}", id="0"), markup=False)

    def keys(self) -> str:
        """What the keys do."""
        return tr("1–9: put it there · 0: no key · Esc: cancel")

    def on_key(self, event: events.Key) -> None:
        """The digit itself."""
        if event.character and event.character in "0123456789":
            event.stop()
            self.dismiss(int(event.character))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Or Enter on its line."""
        self.dismiss(int(event.option.id or 0))
