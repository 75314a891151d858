"""How a row of the reader looks: numbers, speakers, text, coding stripes and code names as one strip of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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

MEASURE = 90
STRIPES = MAX_LANES + 1
# Start, middle, end, and a coding of a single row: told apart by shape where colour cannot tell.
GLYPHS = ("╻┃╹╺", "╷│╵╶", "╻╏╹╺", "╷┊╵╶")
MORE = "+"

# How much of a code's colour lies behind the text it codes.
TINT = 0.18

STYLES = (
    "text",
    "interviewer",
    "aside",
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
    def fit(cls, width: int, number: int, label: int) -> Columns:
        """Share out a width: the text first, then the stripes, then the names of codes where there is room."""
        number = max(number, 2) if width >= 32 else 0
        label = min(label, 14 if width >= 72 else 8) if width >= 44 else 0
        stripes = STRIPES if width >= 56 else 4
        names = min(24, (width - 76) // 2) if width >= 92 else 0
        taken = (number and number + 3) + (label and label + 2) + 2 + stripes + (names and names + 1)
        text = max(min(MEASURE, width - taken), 2)
        return cls(max(width - taken - text, 0) // 2, number, label, text, stripes, names)

    @property
    def text_start(self) -> int:
        """The cell where the text begins."""
        return self.left + (self.number and self.number + 3) + (self.label and self.label + 2)


Look = tuple[int, tuple[tuple[int, str, str, int, int], ...], tuple[str, ...]]


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
    margin: Margin = field(init=False)

    def __post_init__(self) -> None:
        self.margin = Margin(self.layout, [(coding.start, coding.end) for coding in self.codings])

    def look(self, row: int) -> Look:
        """What the codings do to a row's look: equal looks are painted alike, whatever was coded elsewhere."""
        codings, margin, room = self.codings, self.margin, self.columns.stripes - 1
        stripes = [(min(margin.lanes[found], room), codings[found]) for found in margin.at(row)]
        return (
            min(margin.lane_count, room),
            tuple((lane, coding.code_id, coding.code, coding.start, coding.end) for lane, coding in stripes),
            tuple(codings[found].code_id for found in margin.named.get(row, ())),
        )


class Painter:
    """Paints the rows of a page in the styles of the theme."""

    def __init__(self, page: Page, styles: Mapping[str, Style], background: Color, *, plain: bool, dim: bool) -> None:
        self.page = page
        self.styles = styles
        self.background = background
        self.plain = plain
        self.dim_interviewer = dim
        # By their order in the codebook, so that neighbours there differ in shape.
        self._ranks = {code: rank for rank, code in enumerate(page.colors)}
        self._code_styles: dict[str, Style] = {}
        self._mixed: dict[tuple[tuple[str, ...], str | None], Style] = {}

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
        cuts = {row.start, row.end, *pieces}
        for span in (state.selection, caret, *hits):
            cuts.update(edge for edge in span or () if row.start < edge < row.end)
        segments: list[Segment] = []
        over: tuple[int, ...] = ()
        for left, right in pairwise(sorted(cuts)):
            over = pieces.get(left, over)
            segments.append(Segment(layout.shown[left:right], self._text_style(row, left, over, state, hits)))
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
        self, row: Row, at: int, over: tuple[int, ...], state: RowState, hits: Sequence[tuple[int, int]]
    ) -> Style:
        names = [self._base(row)]
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

    def _tint(self, over: tuple[int, ...]) -> str | None:
        """The colour of the coding that began last, faintly; there is none where colours cannot be mixed."""
        return None if self.plain else self.page.codings[over[-1]].code_id

    def _mix(self, *names: str, tint: str | None = None) -> Style:
        mixed = self._mixed.get((names, tint))
        if mixed is None:
            parts = [self.styles["text"], *(self.styles[name] for name in names)]
            if color := self._color_of(tint):
                parts.insert(2, Style(bgcolor=self.background.blend(color, TINT).rich_color))
            mixed = self._mixed[names, tint] = Style.combine(parts)
        return mixed

    def _margin(self, index: int) -> list[Segment]:
        found = self.page.margin.at(index)
        named = self.page.margin.named.get(index, ()) if self.page.columns.names else ()
        if not found:
            return []
        shown = min(self.page.margin.lane_count, self.page.columns.stripes - 1)
        cells = [Segment(" ", self.styles["text"])] * shown
        more = " "
        for coding in found:
            lane = self.page.margin.lanes[coding]
            if lane < shown:
                cells[lane] = self._stripe(coding, index)
            else:
                more = MORE
        cells.append(Segment(more + " ", self._mix("number")))
        return cells + self._names(named, self.page.columns.names + self.page.columns.stripes - shown - 1)

    def _stripe(self, coding: int, row: int) -> Segment:
        first, last = self.page.margin.rows[coding]
        code = self.page.codings[coding].code_id
        glyphs = GLYPHS[self._ranks.get(code, 0) % len(GLYPHS)]
        glyph = glyphs[3] if first == last else glyphs[0] if row == first else glyphs[2] if row == last else glyphs[1]
        return Segment(glyph, self._code_style(code))

    def _names(self, named: Sequence[int], room: int) -> list[Segment]:
        segments: list[Segment] = []
        seen: set[str] = set()
        for coding in (self.page.codings[index] for index in named):
            if coding.code_id in seen or room < 2:
                continue
            seen.add(coding.code_id)
            comma = ", " if segments else ""
            name = _fit(coding.code, min(cell_len(coding.code), room - len(comma)))
            room -= len(comma) + cell_len(name)
            segments += [Segment(comma, self._mix("number")), Segment(name, self._code_style(coding.code_id))]
        return segments

    def _code_style(self, code: str) -> Style:
        style = self._code_styles.get(code)
        if style is None:
            color = self._color_of(code)
            own = Style(color=color.rich_color) if color else Style.null()
            style = self._code_styles[code] = self.styles["text"] + own
        return style

    def _color_of(self, code: str | None) -> Color | None:
        try:
            color = Color.parse(self.page.colors.get(code or "", ""))
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


def _fit(text: str, cells: int) -> str:
    """The text in exactly so many cells, cut with an ellipsis where it is too long."""
    text = visible(text, one_line=True)
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(text, cells - 1) + "…"
