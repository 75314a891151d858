"""How a row of the reader looks: numbers, speakers, text, coding stripes and code names as one strip of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.strip import Strip

from qualcode.project.records import Coding
from qualcode.text.symbols import visible
from qualcode.text.units import next_grapheme
from qualcode.text.wrapping import BLANK, MAX_LANES, Layout, Margin, Row, layers
from qualcode.tui.widgets.colors import ENOUGH, ENOUGH_FOR_WORDS, contrast
from qualcode.tui.widgets.noted import SIGN, UNDER_MOUSE, Noted, Notes, words_of
from qualcode.tui.widgets.reader_tones import NO_TONES, Tones
from qualcode.tui.widgets.stripes import KINDS, bar, initials, kinds_of

MEASURE = 90
STRIPES = MAX_LANES + 1
# From here on the names of codes cost the text no more than is good for reading: half a hundred cells are left.
LEAST_FOR_NAMES = 86
MORE = "+"
BESIDE_NAMES = " · "
# Fewer cells than this say nothing of a memo.
LEAST_FOR_WORDS = 6

# How much of a code's colour lies behind the text it codes, and how far the colour of somebody else's steps back.
TINT = 0.18
QUIET_TINT = 0.09
STEP_BACK = 0.45

STYLES = (
    "text",
    "interviewer",
    "aside",
    "excluded",
    "heading",
    "italic",
    "bold",
    "quiet",
    "number",
    "number-here",
    "speaker",
    "coded",
    "coded-twice",
    "hit",
    "hit-here",
    "selection",
    "caret",
    "caret-away",
)
# Where a terminal or a person does without colours, what they would say is said by attributes.
PLAIN_STYLES = {
    "interviewer": Style(dim=True),
    "aside": Style(dim=True, italic=True),
    "excluded": Style(dim=True),
    "quiet": Style(dim=True),
    "number": Style(dim=True),
    "hit": Style(bold=True, reverse=True),
    "hit-here": Style(bold=True, reverse=True, underline=True),
    "selection": Style(reverse=True),
    "caret-away": Style(bold=True, underline=True, reverse=False),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """How a row's cells are shared out; `left` centres the whole where there is more room than the measure."""

    left: int
    number: int
    label: int
    text: int
    stripes: int
    names: int

    @classmethod
    def fit(cls, width: int, number: int, label: int, measure: int = MEASURE) -> Columns:
        """Share out a width: the text first, up to the measure, then the stripes, then names of codes."""
        number = max(number, 2) if width >= 32 else 0
        label = min(label, 14 if width >= 72 else 8) if width >= 44 else 0
        stripes = STRIPES if width >= 56 else 4
        names = min(24, max(12, (width - 76) // 2)) if width >= LEAST_FOR_NAMES else 0
        taken = (number and number + 3) + (label and label + 2) + 2 + stripes + (names and names + 1)
        text = max(min(measure, width - taken), 2)
        return cls(max(width - taken - text, 0) // 2, number, label, text, stripes, names)

    @property
    def text_start(self) -> int:
        """The cell where the text begins."""
        return self.left + (self.number and self.number + 3) + (self.label and self.label + 2)


Look = tuple[int, tuple[tuple[int, str, str, str, int, int], ...], tuple[tuple[str, str], ...], tuple[str, ...]]


# The colour of a code, and how much of it.
Tint = tuple[str, float]


class RowState(NamedTuple):
    """What changes a row's look from one key to the next; equal states paint the same strip."""

    selection: tuple[int, int] | None = None
    caret: int = -1
    here: bool = False
    focused: bool = False
    hit: int = -1


@dataclass(slots=True)
class Page:
    """Everything that is painted: the laid-out text, its codings with their colours, and what was searched for."""

    layout: Layout
    columns: Columns
    interviewer: Sequence[bool] = ()
    codings: Sequence[Coding] = ()
    colors: Mapping[str, str] = field(default_factory=dict)
    tones: Tones = NO_TONES
    coder: str = ""
    noted: Sequence[Noted] = ()
    margin: Margin = field(init=False)
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        self.margin = Margin(self.layout, [(coding.start, coding.end) for coding in self.codings])
        self.note(self.noted)

    def note(self, noted: Sequence[Noted]) -> None:
        """Have the signs and words of memos beside the rows."""
        self.noted = noted
        self.notes = Notes.placed(noted, self.layout, self.margin.named)

    def look(self, row: int) -> Look:
        """What the codings do to a row's look: equal looks are painted alike, whatever was coded elsewhere."""
        codings, margin, room = self.codings, self.margin, self.lanes
        stripes = [(min(margin.lanes[found], room), codings[found]) for found in margin.at(row)]
        return (
            room,
            tuple((lane, c.code_id, c.code, c.coder, c.start, c.end) for lane, c in stripes),
            tuple((codings[found].code_id, codings[found].coder) for found in margin.named.get(row, ())),
            self.notes.look(row),
        )

    @property
    def lanes(self) -> int:
        """How many lanes of stripes are shown; the last gives way to the signs of memos where no names follow it."""
        sign = bool(self.noted) and not self.columns.names
        return min(self.margin.lane_count, self.columns.stripes - 1 - sign)

    def is_others(self, coding: Coding) -> bool:
        """Whether somebody else than the person at work coded it."""
        return bool(self.coder) and coding.coder != self.coder


class Painter:
    """Paints the rows of a page in the styles of the theme."""

    def __init__(self, page: Page, styles: Mapping[str, Style], background: Color, *, plain: bool, dim: bool) -> None:
        self.page = page
        self.styles = styles
        self.background = background
        self.plain = plain
        self.dim_interviewer = dim
        self._kinds = kinds_of(page.colors)
        self._code_styles: dict[tuple[str, bool], Style] = {}
        self._mixed: dict[tuple[tuple[str, ...], Tint | None], Style] = {}

    def paint(self, index: int, width: int, state: RowState, hits: Sequence[tuple[int, int]]) -> Strip:
        """One row as cells: gutter, text, stripes and names."""
        row = self.page.layout.rows[index]
        columns = self.page.columns
        segments = self._gutter(row, state)
        used = columns.text_start
        for segment in self._text(row, index, state, hits):
            segments.append(segment)
            used += cell_len(segment.text)
        stripes_start = columns.text_start + columns.text + 2
        segments.append(self._space(stripes_start - used))
        used = stripes_start
        for segment in self._margin(index):
            segments.append(segment)
            used += cell_len(segment.text)
        segments.append(self._space(width - used))
        return Strip([segment for segment in segments if segment.text], max(width, used))

    def _space(self, cells: int) -> Segment:
        return Segment(" " * max(cells, 0), self.styles["text"])

    def _gutter(self, row: Row, state: RowState) -> list[Segment]:
        columns = self.page.columns
        number, label, style = "", "", "number"
        if row.first:
            block = self.page.layout.blocks[row.block]
            number = str(block.number) if block.number is not None else ""
            label = block.label
            style = "number-here" if state.here else "number"
        segments = [self._space(columns.left + 1 if columns.number else columns.left)]
        if columns.number:
            segments.append(Segment(number.rjust(columns.number) + "  ", self._mix(style)))
        if columns.label:
            segments.append(Segment(_fit(label, columns.label) + "  ", self._label_style(row)))
        return segments

    def _label_style(self, row: Row) -> Style:
        return self._mix("interviewer" if self._is_interviewer(row) else "speaker")

    def _is_interviewer(self, row: Row) -> bool:
        turn = self.page.layout.blocks[row.block].turn if row.block != BLANK else None
        return turn is not None and self.page.interviewer[turn]

    def _text(self, row: Row, index: int, state: RowState, hits: Sequence[tuple[int, int]]) -> list[Segment]:
        if row.block == BLANK:
            return []
        layout = self.page.layout
        pieces = self._pieces(row, index)
        caret = (state.caret, next_grapheme(layout.text, state.caret)) if row.start <= state.caret < row.end else None
        tones = self.page.tones.within(row.start, row.end)
        cuts = {row.start, row.end, *pieces, *tones}
        for span in (state.selection, caret, *hits):
            cuts.update(edge for edge in span or () if row.start < edge < row.end)
        segments: list[Segment] = []
        over: tuple[int, ...] = ()
        tone: tuple[str, ...] = ()
        for left, right in pairwise(sorted(cuts)):
            over, tone = pieces.get(left, over), tones.get(left, tone)
            style = self._text_style((self._base(row), *tone), left, over, state, hits)
            segments.append(Segment(layout.shown[left:right], style))
        if state.caret == row.end:
            segments.append(Segment(" ", self._mix(self._base(row), "caret" if state.focused else "caret-away")))
        return segments

    def _pieces(self, row: Row, index: int) -> dict[int, tuple[int, ...]]:
        """Where on a row other codings begin to lie over the text; the space it was wrapped at is left plain."""
        found = self.page.margin.at(index)
        if not found:
            return {}
        end = row.end - 1 if row.end > row.start and self.page.layout.shown[row.end - 1] == " " else row.end
        spans = [(self.page.codings[coding].start, self.page.codings[coding].end) for coding in found]
        return {left: tuple(found[which] for which in over) for left, over in layers(row.start, end, spans)}

    def _base(self, row: Row) -> str:
        if self.page.layout.blocks[row.block].turn is None and self.page.interviewer:
            return "aside"
        return "interviewer" if self.dim_interviewer and self._is_interviewer(row) else "text"

    def _text_style(
        self, base: tuple[str, ...], at: int, over: tuple[int, ...], state: RowState, hits: Sequence[tuple[int, int]]
    ) -> Style:
        names = list(base)
        untold = len(over) if self.plain else len(over) - 1
        if untold > 0:
            names.append("coded-twice" if untold > 1 else "coded")
        for start, end in hits:
            if start <= at < end:
                names.append("hit-here" if start == state.hit else "hit")
        if state.selection and state.selection[0] <= at < state.selection[1]:
            names.append("selection")
        if at == state.caret:
            # Where a selection is reversed too, a reversed caret would not be seen in it.
            names.append("caret" if state.focused and not (self.plain and state.selection) else "caret-away")
        tint = self._tint(over) if over and "selection" not in names else None
        return self._mix(*names, tint=tint)

    def _tint(self, over: tuple[int, ...]) -> Tint | None:
        """The colour of the coding that began last, faintly; there is none where colours cannot be mixed."""
        coding = self.page.codings[over[-1]]
        return None if self.plain else (coding.code_id, QUIET_TINT if self.page.is_others(coding) else TINT)

    def _mix(self, *names: str, tint: Tint | None = None) -> Style:
        mixed = self._mixed.get((names, tint))
        if mixed is None:
            parts = [self.styles["text"], *(self.styles[name] for name in names)]
            if tint and (color := self._color_of(tint[0])):
                parts.insert(2, Style(bgcolor=self.background.blend(color, tint[1]).rich_color))
            mixed = self._mixed[names, tint] = Style.combine(parts)
        return mixed

    def _margin(self, index: int) -> list[Segment]:
        found = self.page.margin.at(index)
        notes = self.page.notes
        if not found and not notes.on(index):
            return []
        shown = self.page.lanes
        cells = [Segment(" ", self.styles["text"])] * shown
        more = " "
        for coding in found:
            lane = self.page.margin.lanes[coding]
            if lane < shown:
                cells[lane] = self._stripe(coding, index)
            else:
                more = MORE
        cells.append(Segment(more, self._mix("number")))
        cells.append(Segment(SIGN, self._note_style) if index in notes.signs else Segment(" ", self._mix("number")))
        return cells + self._beside(index, self.page.columns.stripes - shown - 1)

    def _beside(self, index: int, room: int) -> list[Segment]:
        """Where there is room for names: those of the codes, and then the first words of the memos."""
        if not self.page.columns.names:
            return []
        room += self.page.columns.names
        names = self._names(self.page.margin.named.get(index, ()), room)
        room -= sum(cell_len(name.text) for name in names)
        noted, gap = self.page.notes.words.get(index), BESIDE_NAMES if names else " "
        if not noted or room < len(gap) + LEAST_FOR_WORDS:
            return names
        words = visible(BESIDE_NAMES.join(map(words_of, noted)), one_line=True)
        words = _fit(words, min(cell_len(words), room - len(gap)))
        return [*names, Segment(gap + words, self._note_style)]

    @property
    def _note_style(self) -> Style:
        return self._mix("quiet") + UNDER_MOUSE

    def _stripe(self, index: int, row: int) -> Segment:
        first, last = self.page.margin.rows[index]
        coding = self.page.codings[index]
        glyphs = self._kinds.get(coding.code_id, KINDS[0])
        edge = row == first, row == last
        glyph = glyphs[0] if edge == (True, False) else glyphs[2] if edge == (False, True) else bar(glyphs)
        return Segment(glyph, self._code_style(coding))

    def _names(self, named: Sequence[int], room: int) -> list[Segment]:
        """Glyph and name of what begins here, with who coded it where that is somebody else."""
        segments: list[Segment] = []
        seen: set[tuple[str, str]] = set()
        for coding in (self.page.codings[index] for index in named):
            gap = " " if segments else ""
            if (coding.code_id, coding.coder) in seen or room < len(gap) + 3:
                continue
            seen.add((coding.code_id, coding.coder))
            who = f" {initials(coding.coder)}" if self.page.is_others(coding) else ""
            who = who if room >= len(gap) + 3 + len(who) else ""
            glyph = bar(self._kinds.get(coding.code_id, KINDS[0]))
            left = max(room - len(gap) - 1 - cell_len(who), 2)
            name = _fit(coding.code, min(cell_len(visible(coding.code, one_line=True)), left)) + who
            room -= len(gap) + 1 + cell_len(name)
            segments += [Segment(gap, self._mix("number")), Segment(glyph, self._code_style(coding))]
            segments.append(Segment(name, self._name_style(coding)))
        return segments

    def _name_style(self, coding: Coding) -> Style:
        """Words in the colour of the code, but in the colour of words where it may not be legible."""
        if self.plain:
            return self._mix("quiet" if self.page.is_others(coding) else "text")
        style = self._code_style(coding)
        if style.color is None or style.color.is_default:
            return style
        color = clear(Color.from_rich_color(style.color), self.background, ENOUGH_FOR_WORDS)
        return style + Style(color=color.rich_color)

    def _code_style(self, coding: Coding) -> Style:
        key = (coding.code_id, self.page.is_others(coding))
        style = self._code_styles.get(key)
        if style is None:
            style = self._code_styles[key] = self.styles["text"] + self._colored(*key)
        return style

    def _colored(self, code: str, quiet: bool) -> Style:
        """The colour of a code; somebody else's steps back, by an attribute where colours cannot be mixed."""
        color = self._color_of(code)
        if color and not self.plain:
            color = clear(color.blend(self.background, STEP_BACK) if quiet else color, self.background, ENOUGH)
        return Style(color=color.rich_color if color else None, dim=True if quiet and self.plain else None)

    def _color_of(self, code: str) -> Color | None:
        try:
            color = Color.parse(self.page.colors.get(code, ""))
        except ColorParseError:
            return None
        return color if self.plain else legible(color, self.background)


def legible(color: Color, background: Color) -> Color:
    """The colour, moved away from the background until it can be read there."""
    target = Color(255, 255, 255) if background.brightness < 0.5 else Color(0, 0, 0)
    for _ in range(8):
        if abs(color.brightness - background.brightness) >= 0.35:
            break
        color = color.blend(target, 0.15)
    return color


@lru_cache(1024)
def clear(color: Color, background: Color, enough: float) -> Color:
    """The colour, moved away from the background until its contrast is enough."""
    target = Color(255, 255, 255) if background.brightness < 0.5 else Color(0, 0, 0)
    steps = (color.blend(target, step / 10) for step in range(11))
    return next((step for step in steps if (contrast(step.hex, background.hex) or 0) >= enough), target)


def _fit(text: str, cells: int) -> str:
    """The text in exactly so many cells, cut with an ellipsis where it is too long."""
    text = visible(text, one_line=True)
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(text, cells - 1) + "…"
