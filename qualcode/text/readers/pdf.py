"""The text layer of a pdf: its printed lines with blank lines between paragraphs, and a mark where each page begins.

Running heads, page numbers and hyphens at line ends stay: `cleaning` takes them out, each with its rule. Headings are
told by their letters, which are larger than those of the text. The lines are taken out in a process of its own.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from qualcode.errors import InvalidInput
from qualcode.text.readers.pdf_lines import DAMAGED, LOCKED, MOST_PAGES, TOO_LONG
from qualcode.text.source import Heading, Mark, Notice, Source
from qualcode.wording import tr

_PATIENT_SECONDS = 120
_LEAST_PATIENCE = 30
_BYTES_A_SECOND = 10_000
_MAGIC_WITHIN = 1024
_LARGER = 1.12
_LONGEST_HEADING = 150
_MOST_HEADING_LINES = 3
_MOST_LEVELS = 5
_RUNNING = 3
_WIDE_GAP = 1.6
_SAME_ROW = 0.6
_ROW_ROOM = 2.5
_MOST_CELLS = 1_000
_SHORT_LINE = 0.85
_INDENT = 6.0
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS = (".", "?", "!", ":", "…", "»", "”", '"', ")")
_LONG_MESSAGE = "the pdf is larger than can be read: more than {pages} pages, or it unpacks without end"
_REFUSALS = {
    LOCKED: ("the pdf is locked with a password", "save a copy without the password"),
    DAMAGED: ("the pdf is damaged", "open it in a pdf reader and print it to a new pdf"),
    TOO_LONG: (_LONG_MESSAGE, "split it, or save its text as txt"),
}


class _Line(NamedTuple):
    """A printed line: the number of its block on the page, its edges, the size of its letters, its text."""

    block: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    text: str


class _Page(NamedTuple):
    """A page: its printed label and its lines in the order of reading."""

    label: str
    lines: list[_Line]


def read_pdf(data: bytes) -> Source:
    """The text of a pdf, refused in words when it is locked, damaged, endless, or a row of pictures."""
    if b"%PDF-" not in data[:_MAGIC_WITHIN]:
        raise InvalidInput("the file is not a pdf", "give the file the ending it was saved with")
    answer = _asked(data)
    if "pages" not in answer:
        raise InvalidInput(*_REFUSALS[answer["hindrance"]], pages=MOST_PAGES)
    pages = [_page(page) for page in answer["pages"]]
    empty = sum(not page.lines for page in pages)
    if empty == len(pages):
        raise InvalidInput(
            "the pdf has no text: its pages are scanned pictures",
            "run OCR on it first (ocrmypdf, Acrobat), then import",
        )
    written = _Written(pages)
    for page in pages:
        written.add(page)
    raw = "\n".join(written.lines)
    # An empty page at the end begins where the text ends.
    marks = tuple(mark._replace(start=min(mark.start, len(raw)), end=min(mark.end, len(raw))) for mark in written.marks)
    message = tr("pages without text, empty or scanned pictures: {count}", count=empty)
    notices = (Notice("pages", message, empty),) if empty else ()
    return Source(raw, "pdf", (*notices, *_unread(raw)), tuple(written.headings), marks)


def _asked(data: bytes) -> dict[str, Any]:
    """What the process says that takes the lines out; one that dies has met a damaged file, or its bound of memory."""
    try:
        done = subprocess.run(
            # -P: a file in the folder one works in must not be taken for a module.
            [sys.executable, "-P", "-m", "qualcode.text.readers.pdf_lines"],
            input=data,
            capture_output=True,
            timeout=min(_PATIENT_SECONDS, _LEAST_PATIENCE + len(data) / _BYTES_A_SECOND),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"hindrance": TOO_LONG}
    except ValueError:
        return {"hindrance": DAMAGED}
    return answer


def _page(page: dict[str, Any]) -> _Page:
    """A page as it came, its text made fit to be stored."""
    lines = [_Line._make(line)._replace(text=_kept(line[-1])) for line in page["lines"]]
    return _Page(page["label"], [line for line in lines if line.text])


def _kept(text: str) -> str:
    """A line with composed letters, and \ufffd for glyphs of which the file does not tell the letter."""
    return unicodedata.normalize("NFC", _UNKEEPABLE.sub("\ufffd", _UNMAPPED.sub("\ufffd", text))).strip()


def _unread(raw: str) -> tuple[Notice, ...]:
    """A notice of glyphs without letters."""
    count = raw.count("\ufffd")
    message = tr(
        "characters that could not be read and stand as \ufffd: {count}; if they are many, run OCR on the pdf",
        count=count,
    )
    return (Notice("unreadable", message, count),) if count else ()


# ── from lines to text ───────────────────────────────────────────────────────────────────────────────────────────────


class _Written:
    """The text while it is written, with its headings and page marks."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        every = [line for page in pages for line in page.lines]
        letters: Counter[float] = Counter()
        for line in every:
            letters[line.size] += len(line.text)
        self._body = max(letters, key=lambda size: letters[size])
        self._levels = _levels(every, self._body)
        times = Counter(line.text for page in pages for line in {line.text: line for line in page.lines}.values())
        self._running = {text for text, count in times.items() if count >= _RUNNING}
        self.lines: list[str] = []
        self.headings: list[Heading] = []
        self.marks: list[Mark] = []
        self._length = 0

    def add(self, page: _Page) -> None:
        """Write a page, paragraph by paragraph."""
        self._blank()
        self.marks.append(Mark("page", self._length, self._length, page.label))
        for paragraph in _paragraphs(page.lines):
            self._blank()
            self._note_heading(paragraph)
            for row in paragraph:
                self._write(row.text)

    def _note_heading(self, paragraph: Sequence[_Line]) -> None:
        """Keep a short paragraph in large letters as a heading, unless it is printed on page after page."""
        title = " ".join(line.text for line in paragraph)
        level = self._levels.get(paragraph[0].size)
        is_short = len(paragraph) <= _MOST_HEADING_LINES and len(title) <= _LONGEST_HEADING
        if level and is_short and _LETTER.search(title) and title not in self._running:
            self.headings.append(Heading(len(self.lines), level, title))

    def _blank(self) -> None:
        """Write a blank line, if there is none."""
        if self.lines and self.lines[-1]:
            self._write("")

    def _write(self, line: str) -> None:
        self.lines.append(line)
        self._length += len(line) + 1


def _levels(lines: Sequence[_Line], body: float) -> dict[float, int]:
    """The level of the headings printed in each size that is larger than that of the text, the largest first."""
    larger = sorted({line.size for line in lines if line.size >= _LARGER * body}, reverse=True)
    return {size: min(level, _MOST_LEVELS) for level, size in enumerate(larger, 1)}


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The paragraphs of a page: its blocks of lines, cut and put together where their look says so."""
    blocks = [list(block) for _, block in groupby(lines, key=lambda line: line.block)]
    widest = max((line.right for line in lines), default=0.0)
    paragraph: list[_Line] = []
    for block in _rows(blocks):
        for part in _parts(block):
            if paragraph and not _continues(paragraph[-1], part[0], widest):
                yield paragraph
                paragraph = []
            paragraph = paragraph + part
    if paragraph:
        yield paragraph


def _continues(before: _Line, line: _Line, widest: float) -> bool:
    """Whether a part goes on under another: the next row of a table, or a line that follows a full one."""
    height = before.top - before.bottom
    room = before.bottom - line.top
    if "\t" in before.text or "\t" in line.text:
        return "\t" in before.text and "\t" in line.text and -height < room < _ROW_ROOM * height
    if abs(room) > _SAME_ROW * height or before.size != line.size:
        return False
    return before.right > _SHORT_LINE * widest and not before.text.endswith(_ENDS)


def _parts(block: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The parts of a block that are paragraphs by how its lines are set."""
    usual = statistics.median([a.top - b.top for a, b in pairwise(block)] or [0.0])
    right = max(line.right for line in block)
    left = statistics.median(line.left for line in block)
    part = list(block[:1])
    for before, line in pairwise(block):
        if _begins_anew(before, line, usual, left, right):
            yield part
            part = []
        part.append(line)
    yield part


def _begins_anew(before: _Line, line: _Line, usual: float, left: float, right: float) -> bool:
    """Whether a line of a block begins a paragraph: by its letters, the room above it, or how the last one ended."""
    if abs(before.size - line.size) > 0.1 * max(before.size, line.size):
        return True
    if before.top - line.top > _WIDE_GAP * usual > 0:
        return True
    was_full = before.right - left > _SHORT_LINE * (right - left)
    return before.text.endswith(_ENDS) and (not was_full or line.left - left > _INDENT)


def _rows(blocks: Sequence[list[_Line]]) -> Iterator[list[_Line]]:
    """The blocks; those of one line that stand side by side are one line, apart by tabs, as in a table."""
    left_over = [block[0] for block in blocks if len(block) == 1]
    if len(left_over) > _MOST_CELLS:
        yield from blocks
        return
    for block in blocks:
        if len(block) > 1:
            yield block
        elif block[0] in left_over:
            row = sorted((line for line in left_over if line is block[0] or _beside(line, block[0])), key=_left_edge)
            left_over = [line for line in left_over if line not in row]
            yield [row[0]._replace(right=row[-1].right, text="\t".join(line.text for line in row))]


def _beside(line: _Line, other: _Line) -> bool:
    """Whether two lines are printed at the same height, apart from each other."""
    shared = min(line.top, other.top) - max(line.bottom, other.bottom)
    is_apart = line.left >= other.right or other.left >= line.right
    return is_apart and shared > _SAME_ROW * min(line.top - line.bottom, other.top - other.bottom)


def _left_edge(line: _Line) -> float:
    """Where a line begins."""
    return line.left
