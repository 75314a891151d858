"""What is at the caret: its codings with who, when and why, the memos on the passage, and how often its codes meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from textual import events, work
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.visual import Visual, visualize
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.project.records import Code, Coding, Cooccurrence, Memo
from qualcode.project.tables import shown_names
from qualcode.text.symbols import visible
from qualcode.tui.widgets.stripes import KINDS, bar, kinds_of
from qualcode.tui.words import tr, trn

# Counting all meetings of a large project takes a second of the processor: only once the person has come to rest.
REST_SECONDS = 0.8

Pairs = Mapping[tuple[str, str], Cooccurrence]


class Here(NamedTuple):
    """What stands at a place."""

    codings: tuple[Coding, ...] = ()
    memos: tuple[Memo, ...] = ()


class HerePane(ScrollView, can_focus=False):
    """The codings and memos of the passage at the caret.

    Painted line by line and laid out only where it can be seen, since it changes at nearly every move of the caret.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._here = Here()
        self._codes: Mapping[str, Code] = {}
        self._lines: list[Strip] = []
        self._pairs: Pairs = {}
        self._counted: tuple[Project, int] | None = None
        self._rest: Timer | None = None

    def show_here(self, project: Project, here: Here, codes: Mapping[str, Code]) -> None:
        """Tell of these; repainting only when they are others than before."""
        if here == self._here and codes is self._codes and self._lines:
            return
        self._here, self._codes = here, codes
        if self._rest is not None:
            self._rest.stop()
        self._lay_out()
        if self._lines and self._meeting() is not None and self._counted != (project, project.last_act()):
            self._rest = self.set_timer(REST_SECONDS, lambda: self._count(project))

    def on_resize(self, event: events.Resize) -> None:
        """Another width wraps anew; coming into sight is a resize too."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Another theme paints anew."""
        super().notify_style_update()
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One row of the notes."""
        row = y + self.scroll_offset.y
        style = self.visual_style.rich_style
        strip = self._lines[row] if row < len(self._lines) else Strip.blank(0)
        return strip.extend_cell_length(self.scrollable_content_region.width, style)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if not width:
            self._lines = []
            return
        notes = visualize(self, self._notes(), markup=False)
        self._lines = Visual.to_strips(self, notes, width, None, self.visual_style)
        self.virtual_size = Size(width, max(len(self._lines), self.scrollable_content_region.height))
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def _notes(self) -> Content:
        today, colors = datetime.now().date(), {code.id: code.color for code in self._codes.values()}
        kinds = kinds_of(colors)
        parts = [
            coding_note(coding, (bar(kinds.get(coding.code_id, KINDS[0])), colors.get(coding.code_id, "")), today)
            for coding in self._here.codings
        ]
        parts += [memo_note(memo, today) for memo in self._here.memos]
        if not parts:
            return Content.styled(tr("Nothing is coded here."), "dim")
        meeting = self._meeting()
        if meeting is not None and (counts := self._pairs.get(meeting) or self._pairs.get(meeting[::-1])):
            parts.append(Content.styled(meeting_note(meeting, counts), "dim"))
        return Content("\n\n").join(parts)

    def _meeting(self) -> tuple[str, str] | None:
        """Which two codes meet here, by the names that tables give them."""
        return meeting_codes([coding.code_id for coding in self._here.codings], self._codes)

    @work(thread=True, exclusive=True, group="meetings")
    def _count(self, project: Project) -> None:
        try:
            counted = (project, project.last_act())
            rows = [row for level in ("code", "theme") for row in project.tables.cooccurrence(level=level)]
        except QualcodeError:
            return  # The project was closed meanwhile, or is busy: the notes stand without this line.
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._know, counted, {(row.code_a, row.code_b): row for row in rows})

    def _know(self, counted: tuple[Project, int], pairs: Pairs) -> None:
        self._counted, self._pairs = counted, pairs
        self._lay_out()


def meeting_codes(code_ids: Sequence[str], codes: Mapping[str, Code]) -> tuple[str, str] | None:
    """The themes of the first two codes if they are two, else the codes themselves, by the names of tables."""
    first = [codes[code_id] for code_id in dict.fromkeys(code_ids) if code_id in codes][:2]
    if len(first) < 2:
        return None
    themes = [theme_of(code, codes) for code in first]
    a, b = first if themes[0] == themes[1] else themes
    names = dict(zip(codes, shown_names(list(codes.values())), strict=True))
    return names[a.id], names[b.id]


def theme_of(code: Code, codes: Mapping[str, Code]) -> Code:
    """The nearest theme above a code, or itself; where there is none, the topmost code."""
    while code.level != "theme" and code.parent_id is not None and code.parent_id in codes:
        code = codes[code.parent_id]
    return code


def meeting_note(names: tuple[str, str], counts: Cooccurrence) -> str:
    """Two codes with how often and where they meet."""
    places = trn("{n} place", "{n} places", counts.pairs or 0)
    documents = trn("in {n} document", "in {n} documents", counts.documents)
    return f"{' ∩ '.join(visible(name, one_line=True) for name in names)}\n{places} {documents}"


def coding_note(coding: Coding, stripe: tuple[str, str], today: date) -> Content:
    """A coding: its stripe as glyph and colour, code, value, key mark, coder and day, memo."""
    star = " *" if coding.key_quote else ""
    value = f" = {visible(coding.value, one_line=True)}" if coding.value else ""
    name, coder = visible(coding.code, one_line=True), visible(coding.coder, one_line=True)
    note = Content.assemble(stripe, " ", (name, "bold"), f"{value}{star}\n")
    note += Content.styled(f"  {coder}, {day(coding.created_at, today)}", "dim")
    return note + Content(f"\n{visible(coding.memo)}") if coding.memo else note


def memo_note(memo: Memo, today: date) -> Content:
    """A memo on the passage."""
    head = Content.styled(f"¶ {visible(memo.coder, one_line=True)}, {day(memo.created_at, today)}\n", "dim")
    return head + Content(visible(f"{memo.title}\n{memo.text}" if memo.title else memo.text))


def day(at: str, today: date) -> str:
    """The day of a time stamp as Norwegians write it, the year only when it is another."""
    moment = datetime.fromisoformat(at).astimezone()
    return moment.strftime("%d.%m." if moment.year == today.year else "%d.%m.%Y")
