"""All that is known of one code, on a page that scrolls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.project.records import PATH_SEPARATOR, Code, Memo
from qualcode.text.symbols import visible
from qualcode.tui.widgets.code_tree import totals
from qualcode.tui.widgets.here_pane import memo_note
from qualcode.tui.widgets.stripes import bar, kinds_of
from qualcode.tui.widgets.value_scale import shown_scale
from qualcode.tui.words import tr, trn


class CodePage(VerticalScroll):
    """The page of the code under the tree's cursor."""

    DEFAULT_CSS = """
    CodePage { width: 1fr; height: 1fr; padding: 0 1 0 2; scrollbar-size-vertical: 1; }
    CodePage Static { max-width: 100; }
    """

    def compose(self) -> ComposeResult:
        """One text that flows."""
        yield Static("", markup=False)

    def show_code(self, code: Code, codes: Sequence[Code], memos: Sequence[Memo]) -> None:
        """Show one of the codes from the top of the page."""
        self.query_one(Static).update(code_page(code, codes, memos, datetime.now().date()))
        self.scroll_home(animate=False)

    def show_words(self, words: str) -> None:
        """Show a word where there is no code to show."""
        self.query_one(Static).update(Content.styled(words, "dim"))


def code_page(code: Code, codes: Sequence[Code], memos: Sequence[Memo], today: date) -> Content:
    """One of the codes with its place, facts, fields and memos; what is empty is left out."""
    stripe = bar(kinds_of({each.id: each.color for each in (*codes, code)})[code.id])
    head = [Content.assemble((f"{stripe} ", code.color), (visible(code.name, one_line=True), "bold"))]
    if code.depth:
        head.append(Content.styled(f"  {visible(PATH_SEPARATOR.join(code.path[:-1]), one_line=True)}", "dim"))
    head.append(Content.styled("  " + " · ".join(facts(code)), "dim"))
    head.append(Content.styled(f"  {use(code.codings, totals(codes)[code.id])}", "dim"))
    parts = [Content("\n").join(head), *(field(*words) for words in fields(code) if words[1])]
    if len(parts) == 1:
        parts.append(Content.styled(tr("This code has no definition yet. e: write one"), "dim"))
    if memos:
        parts.append(Content.styled(tr("Memos"), "bold"))
        parts += [memo_note(memo, today) for memo in memos]
    return Content("\n\n").join(parts)


def facts(code: Code) -> Iterator[str]:
    """Level, status and what else is short."""
    yield tr(code.level)
    yield tr(code.status)
    if code.in_vivo:
        yield tr("in vivo")
    if code.pin:
        yield tr("key {number}", number=code.pin)


def use(own: int, total: int) -> str:
    """How often the code is used, alone and with those below."""
    words = trn("{n} coding", "{n} codings", own)
    return words if own == total else f"{words} · {tr('{n} with the codes below', n=total)}"


def fields(code: Code) -> list[tuple[str, str]]:
    """The code's fields as heading and text."""
    others = {language: label for language, label in code.labels.items() if label != code.name}
    return [
        (tr("Definition"), code.definition),
        (tr("Include when"), code.include),
        (tr("Exclude when"), code.exclude),
        (tr("Example"), code.example),
        (tr("Also called"), ", ".join(code.aliases)),
        (tr("Phrases to look for"), ", ".join(code.phrases)),
        (tr("Values"), shown_scale(code.scale)),
        (tr("Literature"), "\n".join(code.literature)),
        (tr("In other languages"), ", ".join(f"{label} ({key})" for key, label in others.items())),
    ]


def field(title: str, text: str) -> Content:
    """A field below its heading."""
    return Content.styled(title, "bold") + Content(f"\n{visible(text.strip())}")
