"""A text as it grows while a reader walks through a file, with the structure that the file gives it.

Every reader writes paragraphs, tables and notes in its own order of events; here they become one text by one set of
rules: a paragraph a line, a row of a table a line with its cells apart by tabs, the notes at the end, each `[1] words`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from qualcode.errors import InvalidInput
from qualcode.text.source import Heading, Mark, Notice, Source
from qualcode.wording import tr

_LINE_END = re.compile(r"\r\n?")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_ONE_LINE = str.maketrans("\n\t", "  ")
# Where composing letters can change something: a run beyond ASCII with the one letter before it.
_COMPOSABLE = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_HEADING = "heading "
_MOST_MARKS = 1_000_000
_MOST_NOTES = 100_000
_MAY_BE_EMPTY = frozenset(["cell", "page"])


@dataclass
class _Flow:
    """A text being written: the document's own, or that of a note. While `flat`, all is one line from `base` on."""

    flat: bool = False
    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    styled: dict[str, int] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    nested: list[bool] = field(default_factory=list)
    length: int = 0
    base: int = 0
    begun: bool = False
    block: bool = False
    space: bool = False
    row: bool = False
    table: int | None = None

    def put(self, text: str) -> None:
        """Add text as it is."""
        self.pieces.append(text)
        self.length += len(text)


class Manuscript:
    """The text written so far; offsets are those of the text that is being written, a note's in a note."""

    def __init__(self) -> None:
        self._flow = _Flow()
        self._outer: list[_Flow] = []
        self._notes: list[tuple[str, _Flow]] = []
        self._signs: set[str] = set()
        self._number = 0
        self._marks = 0

    @property
    def here(self) -> int:
        """Where the next words will stand."""
        return self._flow.length

    @property
    def in_note(self) -> bool:
        """Whether a note is being written."""
        return bool(self._outer)

    def line(self) -> None:
        """Begin a line; in a cell or a note, a space."""
        flow = self._flow
        self._plain()
        if flow.flat:
            self.block()
            return
        if flow.begun:
            flow.put("\n")
        flow.begun, flow.block, flow.space = True, False, False

    def block(self) -> None:
        """Let what is written next begin a line, so that blocks within blocks do not leave empty ones."""
        self._flow.block = True
        self._flow.space = False

    def write(self, text: str, *, italic: bool = False, bold: bool = False) -> None:
        """Words as they are."""
        if not text:
            return
        flow = self._flow
        if "\r" in text:
            text = _LINE_END.sub("\n", text)
        text = _UNSTORABLE.sub("\ufffd", text)
        self._place()
        for kind, wanted in (("italic", italic), ("bold", bold)):
            if wanted:
                flow.styled.setdefault(kind, flow.length)
            elif kind in flow.styled:
                self.mark(kind, flow.styled.pop(kind))
        flow.put(text.translate(_ONE_LINE) if flow.flat else text)

    def say(self, text: str, *, italic: bool = False, bold: bool = False) -> None:
        """Words in which any white space is one space, and none at the edges of a line, as in web pages."""
        flow = self._flow
        words = _SPACES.sub(" ", text)
        fresh = flow.block or flow.length == flow.base or flow.pieces[-1].endswith("\n")
        flow.space = not fresh and (flow.space or words.startswith(" "))
        body = words.strip(" ")
        if body:
            self.write(body, italic=italic, bold=bold)
            flow.space = words.endswith(" ")

    def mark(self, kind: str, start: int, detail: str = "") -> None:
        """Say what the words from `start` to here are."""
        self._flow.marks.append(Mark(kind, start, self._flow.length, detail))
        self._marks += 1
        if self._marks > _MOST_MARKS:
            raise InvalidInput("the file has more structure than can be read", "split it, or save it as txt")

    def heading(self, level: int, start: int) -> None:
        """Say that the words from `start` to here are a heading; in a cell or a note there is none."""
        if not self._flow.flat:
            self.mark(f"{_HEADING}{min(level, 9)}", start)

    def page(self, label: str) -> None:
        """Say that a page begins with the next words."""
        self._flow.pages.append(label)

    # ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def open_row(self) -> None:
        """Begin a row of a table, which is a line; the first row begins the table."""
        flow = self._flow
        self.line()
        if flow.flat:
            return
        flow.row = False
        if flow.table is None:
            flow.table = flow.length

    def open_cell(self) -> None:
        """Begin a cell: what is written becomes one line. A table in a cell or a note has no cells of its own."""
        flow = self._flow
        flow.nested.append(flow.flat)
        if flow.flat:
            self.line()
            return
        self._plain()
        if flow.row:
            flow.put("\t")
        flow.row, flow.block, flow.space = True, False, False
        flow.flat, flow.base = True, flow.length

    def close_cell(self, row: int, column: int) -> None:
        """End the cell; its place is counted from 1."""
        flow = self._flow
        self._plain()
        if not flow.nested.pop():
            flow.flat = flow.block = flow.space = False
            self.mark("cell", flow.base, f"{row},{column}")

    def close_table(self) -> None:
        """End the table."""
        flow = self._flow
        if not flow.flat and flow.table is not None:
            self.mark("table", flow.table)
            flow.table = None
            flow.block = True

    # ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def anchor(self, sign: str) -> str:
        """Write a note's sign in brackets; one that is taken, or none, becomes the next free number. Gives the sign."""
        label = " ".join(sign.split())[:20].strip("[]()")
        while not label or label in self._signs:
            self._number += 1
            label = str(self._number)
        self._signs.add(label)
        self.repeat_anchor(label)
        return label

    def repeat_anchor(self, label: str) -> None:
        """Write the sign of a note that has its anchor already."""
        self._place()
        self._plain()
        start = self.here
        self._flow.put(f"[{label}]")
        self.mark("anchor", start, label)

    def open_note(self, label: str) -> None:
        """Begin the words of a note, which stand at the end of the text."""
        if len(self._notes) >= _MOST_NOTES:
            raise InvalidInput("the file has more than {most} notes", "split it, or save it as txt", most=_MOST_NOTES)
        self._outer.append(self._flow)
        self._flow = _Flow(flat=True, begun=True)
        self._notes.append((label, self._flow))

    def close_note(self) -> None:
        """Go back to where the note was called for."""
        self._plain()
        self._flow = self._outer.pop()

    # ── the whole ────────────────────────────────────────────────────────────────────────────────────────────────────

    def source(self, encoding: str, notices: Iterable[Notice] = ()) -> Source:
        """The text in its composed form with its structure, and a notice if letters had to be composed."""
        while self._outer:
            self.close_note()
        self._plain()
        self._turn_pages()
        written, marks = self._with_notes()
        text, place = _composed(written)
        told = list(notices)
        if text is not written:
            changed = sum(not unicodedata.is_normalized("NFC", part[0]) for part in _COMPOSABLE.finditer(written))
            told.append(
                Notice(
                    "nfc",
                    tr("letters written in their composed form: {count}", count=changed),
                    changed,
                )
            )
        trimmed = (_trimmed(text, mark._replace(start=place(mark.start), end=place(mark.end))) for mark in marks)
        kept = sorted(
            (mark for mark in trimmed if mark.start < mark.end or mark.kind in _MAY_BE_EMPTY),
            key=lambda mark: (mark.start, -mark.end),
        )
        structure = tuple(mark for mark in kept if not mark.kind.startswith(_HEADING))
        return Source(text, encoding, tuple(told), tuple(_headings(text, kept)), structure)

    def _with_notes(self) -> tuple[str, list[Mark]]:
        """The text with its notes after an empty line."""
        pieces, marks, length = list(self._flow.pieces), list(self._flow.marks), self._flow.length
        for number, (label, note) in enumerate(self._notes):
            words = "".join(note.pieces)
            start = len(words) - len(words.lstrip())
            before = "" if not length else "\n" if number else "\n\n"
            head, body = f"[{label}] ", words.strip()
            at = length + len(before)
            shift = at + len(head) - start
            line = (head + body).rstrip()
            marks.append(Mark("footnote", at, at + len(line), label))
            marks += (
                mark._replace(start=max(mark.start, start) + shift, end=min(mark.end, start + len(body)) + shift)
                for mark in note.marks
                if mark.end > start and mark.start < start + len(body)
            )
            pieces += before, line
            length = at + len(line)
        return "".join(pieces), marks

    def _place(self) -> None:
        """Begin the line or leave the space that is due before the next words, and turn the page."""
        flow = self._flow
        if flow.flat:
            if flow.block and flow.length > flow.base:
                flow.put(" ")
        elif not flow.begun or (flow.block and flow.pieces[-1:] != ["\n"]):
            self.line()
        if flow.space:
            flow.put(" ")
        flow.block = flow.space = False
        self._turn_pages()

    def _turn_pages(self) -> None:
        """Set the marks of the pages that begin here."""
        flow = self._flow
        for label in flow.pages:
            flow.marks.append(Mark("page", flow.length, flow.length, label))
        flow.pages.clear()

    def _plain(self) -> None:
        """End what is italic or bold."""
        for kind, start in self._flow.styled.items():
            self.mark(kind, start)
        self._flow.styled.clear()


def _composed(text: str) -> tuple[str, Callable[[int], int]]:
    """The text in NFC, and where an offset in it has gone."""
    if unicodedata.is_normalized("NFC", text):
        return text, int
    pieces: list[str] = []
    starts, news, chunks, position, length = [0], [0], [""], 0, 0
    for match in _COMPOSABLE.finditer(text):
        new = unicodedata.normalize("NFC", match[0])
        if new == match[0]:
            continue
        pieces += text[position : match.start()], new
        length += match.start() - position
        starts += match.start(), match.end()
        news += length, length + len(new)
        chunks += match[0], ""
        position, length = match.end(), length + len(new)

    def place(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        within, chunk = offset - starts[index], chunks[index]
        if not chunk:
            return news[index] + within
        return min(news[index] + len(unicodedata.normalize("NFC", chunk[:within])), news[index + 1])

    return "".join([*pieces, text[position:]]), place


def _trimmed(text: str, mark: Mark) -> Mark:
    """The mark without white space at its edges; a table and its cells keep theirs."""
    if mark.kind in ("table", *_MAY_BE_EMPTY):
        return mark
    words = text[mark.start : mark.end]
    stripped = words.strip()
    start = mark.start + len(words) - len(words.lstrip()) if stripped else mark.start
    return mark._replace(start=start, end=start + len(stripped))


def _headings(text: str, marks: Iterable[Mark]) -> Iterator[Heading]:
    """The headings among the marks, with the lines they stand on."""
    line = position = 0
    for mark in marks:
        if mark.kind.startswith(_HEADING):
            line += text.count("\n", position, mark.start)
            position = mark.start
            yield Heading(line, int(mark.kind[len(_HEADING) :]), " ".join(text[mark.start : mark.end].split()))
