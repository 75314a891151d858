"""Interview guides as people write them, read into sections, questions and prompts.

Norwegian guides look alike and yet each differs: headed sections, a main question as a paragraph or with a number,
probes as `- ` or `•` with sub-probes as `o`, numbers torn from their questions by a pdf, a page on anonymity before the
first question, and lines that ask without being questions (`Alder`). A section's text is its title, and below it what
is said there before the first question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from qualcode.errors import InvalidInput
from qualcode.text.reading import Extracted

LINE_KINDS = ("section", "question", "prompt")
MOST_LINES = 2000
MOST_CHARACTERS = 500_000

_LONG_HINT = "a guide is a page or ten; is this the right file?"
_NUMBER = re.compile(
    r"(?:spørsmål|spm\.?)?\s*(?:(\d{1,3}(?:\.\d{1,3}){0,3}|[a-zæøå]|[ivx]{1,5})[.):]|(\d{1,3}(?:\.\d{1,3}){1,3}))\s+(?=\S)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(\d{1,3})[.)]")
# `e ` is what text recognition makes of a round bullet.
_BULLET = re.compile(
    r"([-–—*])\s+(?=[^o\s]|o\S)|([•‣▪◦·■□●○➢➤✓\uf0b7\uf0a7])\s*(?=\S)"
    r"|(?:[-–—*]\s+)?(o)\s+(?=\S)|(e)\s+(?=[A-ZÆØÅ|@])"
)
_EMPHASIS = re.compile(r"(\*\*|__|\*|_)(?=\S)(.*\S)\1")
_MARKDOWN = re.compile(r"#{1,6}\s+")
_ASKS = re.compile(r"\?[\s\"”»’')*_\]]*$|\?\s*\([^()]{0,60}\)\.?$")
_INVITES = re.compile(
    r"(?:fortel+|beskriv|skildr|forklar|nevn|nemn|gi|gje|si|sei|tenk|kan|kunne|vil|har|er|opplever|hv\w+|kv\w+|kor\w*|"
    r"i (?:hv|kv)\w+ grad|tell|describe|explain|what|how|why|who|could|can|do|does)\b",
    re.IGNORECASE,
)
_ENDS = (".", "!", "…", "?", ":")
_SHORT = 120
_WRAPPED = 60


class GuideLine(NamedTuple):
    """A line of a guide; `depth` is 0 for questions and top sections, 1 and more for what lies below its like."""

    kind: str
    number: str
    text: str
    depth: int


class _Piece(NamedTuple):
    """A paragraph of the file with what its beginning showed."""

    text: str
    indent: int = 0
    bullet: str = ""
    number: str = ""
    level: int = 0  # that of a heading
    adjoins: bool = False  # no blank line stands before it
    cells: int = 1


def parse_guide(
    text: str, headings: Mapping[int, int] | None = None, items: Mapping[int, str] | None = None
) -> list[GuideLine]:
    """The lines of a guide in order; raises InvalidInput where there is nothing to ask, or far more than a guide has.

    What the file itself says goes first: `headings` gives their levels by the number of the line from 0, `items` the
    printed markers of list items.
    """
    if len(text) > MOST_CHARACTERS:
        message = "this text has {characters} characters, more than an interview guide"
        raise InvalidInput(message, _LONG_HINT, characters=len(text))
    pieces = list(_numbered(_pieces(text, headings or _marked_headings(text), items or {})))
    lines = _Reader(pieces).lines()
    lines = list(_untitled_runs(lines))
    if not any(line.kind != "section" for line in lines):
        raise InvalidInput("no question was found in this guide", "write each question on a line of its own")
    if len(lines) > MOST_LINES:
        raise InvalidInput(
            "this guide has {lines} lines, more than {most}", _LONG_HINT, lines=len(lines), most=MOST_LINES
        )
    return lines


def read_guide(extracted: Extracted) -> list[GuideLine]:
    """The same for a file that was read, with the headings and list items that it names."""
    text = extracted.text[:MOST_CHARACTERS]
    ends = [match.start() for match in re.finditer("\n", text)]
    levels = {bisect_left(ends, part.start): part.level for part in extracted.sections}
    marks = (mark for mark in extracted.marks if mark.kind == "list item")
    items = {bisect_left(ends, mark.start): mark.detail.strip() for mark in marks}
    return parse_guide(extracted.text, levels, items)


# ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _marked_headings(text: str) -> dict[int, int]:
    """The `#` headings of a text that came without any."""
    found = ((n, _MARKDOWN.match(line)) for n, line in enumerate(text.split("\n")))
    return {n: mark[0].count("#") for n, mark in found if mark}


def _pieces(text: str, headings: Mapping[int, int], items: Mapping[int, str]) -> Iterator[_Piece]:
    """The paragraphs, hard-wrapped ones joined, each row of a table taken apart."""
    current: _Piece | None = None
    blank = True
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            blank = True
            continue
        for piece in _of_line(line, headings.get(number, 0), items.get(number, ""), not blank):
            if current and _goes_on(current, piece, blank):
                current = current._replace(text=f"{current.text} {piece.text}")
                continue
            if current:
                yield current
            current = piece
        blank = False
    if current:
        yield current


def _of_line(line: str, level: int, marker: str, adjoins: bool) -> Iterator[_Piece]:
    """The piece that a line begins, or one for each cell of a table's row."""
    if marker and not level and line.strip().startswith(marker):
        yield _item(line, marker)
        return
    cells = [cell.strip() for cell in line.strip().split("\t") if cell.strip()]
    indent = len(line) - len(line.lstrip(" \t"))
    if len(cells) > 1 and not any("?" in cell for cell in cells):
        yield _Piece(" · ".join(cells), indent, level=level, cells=len(cells))
        return
    for place, cell in enumerate(cells):
        piece = _piece(cell, indent, level, adjoins)
        yield piece._replace(bullet="·") if place and "?" in cells[0] else piece


def _item(line: str, marker: str) -> _Piece:
    """A list item by the marker that the file gave it."""
    indent = len(line) - len(line.lstrip())
    text, number = _plain(line.strip().removeprefix(marker)), marker.strip("().")
    is_number = number.isalnum() and number != "o"
    return _Piece(text, indent, "" if is_number else marker, number if is_number else "")


def _piece(line: str, indent: int, level: int, adjoins: bool) -> _Piece:
    """A line without its marker, which is kept beside it."""
    if level:
        return _numberless(_Piece(_plain(_MARKDOWN.sub("", line, count=1)), indent, level=level))
    plain = _plain(line)
    if plain != line and "**" in line and len(plain) < _SHORT and not _ASKS.search(plain):
        level = 2  # a line all in bold is a heading in all but name
    bullet = _BULLET.match(plain)
    if bullet and not level:
        mark = next(filter(None, bullet.groups()))
        return _Piece(_plain(plain[bullet.end() :]), indent, mark, adjoins=adjoins)
    found = _NUMBER.match(plain)
    if found:
        return _Piece(_plain(plain[found.end() :]), indent, number=found[1] or found[2], level=level, adjoins=adjoins)
    return _Piece(plain, indent, level=level, adjoins=adjoins)


def _plain(line: str) -> str:
    """A line without emphasis around the whole of it."""
    found = _EMPHASIS.fullmatch(line.strip())
    return found[2].strip() if found else line.strip()


def _numberless(piece: _Piece) -> _Piece:
    """A heading with its number beside it."""
    found = _NUMBER.match(piece.text)
    return piece._replace(number=found[1] or found[2], text=piece.text[found.end() :]) if found else piece


def _goes_on(piece: _Piece, following: _Piece, blank: bool) -> bool:
    """Whether a line is the rest of the one before it, as where lines are hard-wrapped."""
    if following.bullet or following.number or following.level or piece.level or piece.cells + following.cells > 2:
        return False
    if _BARE_NUMBER.fullmatch(following.text) or _BARE_NUMBER.fullmatch(piece.text):
        return False
    unfinished = not piece.text.endswith(_ENDS)
    if blank:
        return unfinished and len(piece.text) >= _WRAPPED and following.text[0].islower()
    return following.text[0].islower() or (len(piece.text) >= _WRAPPED and (unfinished or not piece.bullet))


def _numbered(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Numbers that stand alone, given to the paragraphs that follow and have none."""
    waiting: deque[str] = deque()
    for piece in pieces:
        bare = _BARE_NUMBER.fullmatch(piece.text)
        if bare and not piece.bullet and not piece.level:
            waiting.append(bare[1])
        elif waiting and not (piece.bullet or piece.number or piece.level):
            yield piece._replace(number=waiting.popleft())
        else:
            if piece.level:
                waiting.clear()
            yield piece


# ── what each piece is ───────────────────────────────────────────────────────────────────────────────────────────────


class _Reader:
    """Goes through the pieces with what is open: the section, the question, the bullets above."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self._pieces = pieces
        self._lines: list[GuideLine] = []
        self._bullets: list[tuple[int, str]] = []
        self._asked = False  # whether the section has a question yet
        self._shift = min((piece.level for piece in pieces if piece.level), default=1)

    def lines(self) -> list[GuideLine]:
        """All lines."""
        around = zip([None, *self._pieces], self._pieces, [*self._pieces[1:], None], strict=False)
        for previous, piece, following in around:
            self._take(piece, previous, following)
        return self._lines

    def _take(self, piece: _Piece, previous: _Piece | None, following: _Piece | None) -> None:
        text = _one_line(piece.text)
        if piece.level:
            self._section(text, piece.number, piece.level - self._shift)
        elif piece.bullet:
            self._bullet(piece, text)
        elif self._asked and self._is_part(piece.number):
            self._lines.append(GuideLine("prompt", piece.number, text, 1))
        elif _is_note(piece, text) and not (self._asked and piece.number):
            self._note(text)
        elif _is_heading(piece, following) and not (piece.adjoins and previous and _is_statement(previous)):
            self._section(text.rstrip(": ") or text, piece.number, 0)
        else:
            self._question(text, piece.number)

    def _is_part(self, number: str) -> bool:
        """Whether a number is below that of the question: `a)`, or `2.1` after `2.`."""
        above = next((line.number for line in reversed(self._lines) if line.kind == "question"), "")
        return number[:1].islower() or (bool(above) and number.startswith(f"{above}."))

    def _section(self, text: str, number: str, depth: int) -> None:
        self._lines.append(GuideLine("section", number, text, depth))
        self._bullets, self._asked = [], False

    def _question(self, text: str, number: str) -> None:
        self._lines.append(GuideLine("question", number, text, 0))
        self._bullets, self._asked = [], True

    def _note(self, text: str) -> None:
        """Words to the interviewer belong to the section they stand in."""
        last = max((at for at, line in enumerate(self._lines) if line.kind == "section"), default=None)
        if last is None:
            self._section(text, "", 0)
            return
        section = self._lines[last]
        self._lines[last] = section._replace(text=f"{section.text}\n{text}")

    def _bullet(self, piece: _Piece, text: str) -> None:
        """A prompt below a question; without a question above, a question itself, or words to the interviewer."""
        key = (piece.indent, piece.bullet)
        while self._bullets and key not in self._bullets and self._bullets[-1][0] > piece.indent:
            self._bullets.pop()
        if key in self._bullets:
            del self._bullets[self._bullets.index(key) + 1 :]
        else:
            self._bullets.append(key)
        depth = len(self._bullets)
        if self._asked:
            self._lines.append(GuideLine("prompt", "", text, depth))
        elif depth == 1 and _is_note(piece, text):
            self._note(text)
        elif depth == 1:
            self._lines.append(GuideLine("question", "", text, 0))
            self._asked = False
        else:
            self._lines.append(GuideLine("prompt", "", text, depth - 1))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_note(piece: _Piece, text: str) -> bool:
    """Whether a paragraph tells the interviewer something instead of asking."""
    if piece.cells > 1:
        return True
    if _ASKS.search(text) or piece.number:
        return False
    tells = text.endswith((".", "!", "…")) and not _INVITES.match(text) and "?" not in text[:_SHORT]
    return tells or len(text) > 2 * _SHORT


def _is_statement(piece: _Piece) -> bool:
    """Whether a short line neither asks nor is marked in any way."""
    unmarked = not (piece.bullet or piece.number or piece.level or piece.text.endswith((".", "!", ":")))
    return unmarked and piece.cells == 1 and not _ASKS.search(piece.text) and len(piece.text) <= _SHORT


def _is_heading(piece: _Piece, following: _Piece | None) -> bool:
    """Whether a short statement heads what follows; one with a number does so only before another kind of number."""
    if not _is_statement(piece._replace(number="", text=piece.text.rstrip(":"))):
        return False
    if not piece.number:
        return not (piece.text.endswith(":") and _INVITES.match(piece.text))
    if following is None or following.bullet or following.level or _INVITES.match(piece.text):
        return False
    other_kind = following.number.isdigit() != piece.number.isdigit()
    return other_kind or following.number.startswith(f"{piece.number}.")


def _untitled_runs(lines: Sequence[GuideLine]) -> Iterator[GuideLine]:
    """Headings with nothing below them, after another such heading, are things to ask about: `Alder`, `Utdanning`."""
    empty = [a.kind == b.kind == "section" and b.depth <= a.depth for a, b in pairwise(lines)]
    empty.append(bool(lines) and lines[-1].kind == "section")
    for place, line in enumerate(lines):
        follows = place > 0 and empty[place - 1] and lines[place - 1].depth == line.depth
        alone = empty[place] and follows and "\n" not in line.text
        yield line._replace(kind="question", depth=0) if alone else line
