"""The text of rich text files (rtf) as Word, LibreOffice, TextEdit and transcription programs write them.

RTF is a stream of control words in nested groups; what a group holds depends on its first word. The stream is read
once, without recursion, so that neither depth nor length can do harm, and what is no text is jumped over. (Libraries
for it give flat text only: they drop notes, headings and marks, join cells by bars and stumble over odd encodings.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from qualcode.errors import InvalidInput
from qualcode.text.readers.decoding import UNREADABLE_MESSAGE
from qualcode.text.readers.manuscript import Manuscript
from qualcode.text.readers.rich_text_layout import Kind, Layout
from qualcode.text.readers.rich_text_letters import Font, Letters
from qualcode.text.readers.rich_text_words import CHARACTERS, KEPT_WHEN_STARRED, MARGINS, SIDELONG, SKIPPED
from qualcode.text.source import Notice, Source
from qualcode.text.symbol_fonts import bullet
from qualcode.wording import tr

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_EDGES = re.compile(rb"\\bin(\d{1,10}) ?|\\.|[{}]", re.DOTALL)
_NO_WORDS = re.compile(rb"\\[a-zA-Z]+-?\d* ?|\\'..|\\.|[{}\s]", re.DOTALL)
_HEADING = re.compile(r"(?:heading|overskrift) ?([1-9])")
_DEEPEST = 1_000_000
_QUOTES = ("quote", "quotation", "sitat")
_MESSAGES = {
    "insertions": "tracked insertions kept as text: {count}",
    "deletions": "tracked deletions left out: {count}",
    "comments": "comments left out: {count}",
    "hidden text": "pieces of hidden text left out: {count}",
    "headers or footers": "headers and footers left out: {count}",
    "truncated": "the file ends in the middle; what follows is lost",
    "unreadable": UNREADABLE_MESSAGE,
}

# What the words in a group are.
_TEXT, _MARKER, _FONT, _STYLE, _SIDE = "text", "marker", "font", "style", "side"


class _State(NamedTuple):
    """What a group inherits from the one around it and forgets at its end."""

    words_are: str = _TEXT
    italic: bool = False
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int = -1
    to_skip: int = 1
    style: int = 0
    level: int = 0
    in_table: bool = False


def read_rtf(data: bytes) -> Source:
    """The text of a rich text file; one that is none is refused, one that is cut short is read as far as it goes."""
    begin = data[:64].find(b"{\\rtf")
    if begin < 0 or data[:begin].strip(b" \t\r\n\xef\xbb\xbf\x00"):
        raise InvalidInput("the file is not a rich text document", "give the file the ending it was saved with")
    return _RichTextReader(data).read(begin)


class _RichTextReader:
    """A walk along the stream; `ending` is what is to be done when the innermost group ends."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.layout = Layout(Manuscript())
        self.seen: Counter[str] = Counter()
        self.letters = Letters()
        self.styles: dict[int, Kind] = {}
        self.state = _State()
        self.stack: list[tuple[_State, Callable[[], None] | None]] = []
        self.ending: Callable[[], None] | None = None
        self.starred = False
        self.gathered = ""
        self.boxes: list[tuple[int, int]] = []
        self.in_box = False

    def read(self, position: int) -> Source:
        """Read the stream from where its first group begins."""
        self._scan(position, len(self.data), 0)
        self._flush()
        self._emit("")
        if self.stack:
            self.seen["truncated"] = 1
        while self.stack:
            self._close()
        self._end_paragraph(also_empty=False)
        self.layout.leave_table()
        source = self.layout.text.source("rtf")
        self.seen["unreadable"] = source.raw.count("\ufffd")
        told = (kind for kind in _MESSAGES if self.seen[kind])
        notices = [Notice(kind, tr(_MESSAGES[kind], count=self.seen[kind]), self.seen[kind]) for kind in told]
        return source._replace(notices=(*source.notices, *notices))

    def _scan(self, position: int, end: int, outside: int) -> None:
        """Read a stretch of the stream, token by token, until its outermost group ends."""
        while position < end:
            token = _TOKEN.match(self.data, position, end)
            if token is None:
                position += 1
                continue
            position = token.end()
            word, number, digits, sign, brace, words = token.groups()
            if words is not None:
                self.letters.add(words)
            elif digits is not None:
                self.letters.add(bytes([int(digits, 16)]))
            elif word is not None:
                position = self._word(word.decode("ascii"), None if number is None else int(number), position)
            elif sign is not None:
                self._sign(sign)
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
                if len(self.stack) <= outside:
                    return

    def _open(self) -> None:
        """Begin a group."""
        if len(self.stack) >= _DEEPEST:
            raise InvalidInput("the file is nested too deep", "open it in a word processor and save it as docx")
        self._flush()
        self.stack.append((self.state, self.ending))
        self.ending, self.starred, self.letters.to_skip = None, False, 0

    def _close(self) -> None:
        """End a group, and forget what was said in it."""
        self._flush()
        self.starred, self.letters.to_skip = False, 0
        if self.stack:
            ending = self.ending
            state, self.ending = self.stack.pop()
            if ending is not None:
                ending()
            self.state = state

    def _jump(self, position: int) -> int:
        """The end of the group that a position lies in, before its brace; pictures may be gigabytes of digits."""
        depth = 0
        while edge := _EDGES.search(self.data, position):
            position = edge.end()
            if edge[1] is not None:
                position += int(edge[1])
            elif edge[0] == b"{":
                depth += 1
            elif edge[0] == b"}":
                depth -= 1
                if depth < 0:
                    return edge.start()
        return len(self.data)

    # ── control words ────────────────────────────────────────────────────────────────────────────────────────────────

    def _word(self, word: str, number: int | None, position: int) -> int:
        """Do what a control word says; gives the position where to read on."""
        starred, self.starred = self.starred, False
        if word == "bin":
            return position + max(0, number or 0)
        if word in CHARACTERS:
            self._character(CHARACTERS[word])
            return position
        if word == "u":
            self._flush()
            character = self.letters.numbered(number or 0, self.state.font, self.state.to_skip)
            if character:
                self._emit(character)
            return position
        self._flush()
        self.letters.to_skip = 0
        if word in ("shptxt", "dptxbxtext") and self.state.words_are in (_TEXT, _SIDE):
            return self._box(position)
        if word in SKIPPED or (starred and word not in KEPT_WHEN_STARRED) or word in MARGINS or word == "annotation":
            return self._left_out(word, position)
        self._destination(word)
        if self.state.words_are == _TEXT:
            self._structure(word, number)
        self._property(word, number)
        return position

    def _left_out(self, word: str, position: int) -> int:
        """Jump over a group that is no text; told of where a reader may miss it."""
        end = self._jump(position)
        self.seen["comments"] += word == "annotation"
        if word in MARGINS and _NO_WORDS.sub(b"", self.data[position:end]).strip():
            self.seen["headers or footers"] += 1
        return end

    def _destination(self, word: str) -> None:
        """What the words of a group are, by its first word."""
        if word in ("fonttbl", "stylesheet"):
            self.state = self.state._replace(words_are=_FONT if word == "fonttbl" else _STYLE)
            self.gathered = ""
        elif word in ("listtext", "pntext") and self.state.words_are == _TEXT:
            self.state = self.state._replace(words_are=_MARKER)
            self.gathered, self.ending = "", self._end_marker
        elif word in SIDELONG:
            self.state = self.state._replace(words_are=_SIDE)
        elif word == "ud":
            self.state = self.state._replace(words_are=_TEXT)
        elif word == "footnote" and self.state.words_are == _TEXT:
            self._note()

    def _structure(self, word: str, number: int | None) -> None:
        """Paragraphs and tables."""
        if word == "par":
            self._end_paragraph()
        elif word in ("sect", "page", "column"):
            self._end_paragraph(also_empty=False)
        elif word == "line":
            self._emit("\n")
        elif word in ("trowd", "cellx"):
            self.layout.columns = self.layout.columns + 1 if word == "cellx" else 0
        elif word == "cell":
            self.layout.end_cell(self._kind())
            self._read_boxes()
        elif word == "row":
            self.layout.end_row(self._kind())
        elif word in ("nestcell", "nestrow"):
            self._end_paragraph(also_empty=False)
        elif word == "revised" and number != 0:
            self.seen["insertions"] += 1

    def _property(self, word: str, number: int | None) -> None:
        """How words look, in which font they are, and to what kind of paragraph they belong."""
        on, state = number != 0, self.state
        if word == "i":
            self.state = state._replace(italic=on)
        elif word == "b":
            self.state = state._replace(bold=on)
        elif word == "v":
            self.state = state._replace(hidden=on)
        elif word == "deleted":
            self.state = state._replace(deleted=on)
        elif word == "plain":
            self.state = state._replace(italic=False, bold=False, hidden=False, deleted=False)
        elif word == "pard":
            self.state = state._replace(style=0, level=0, in_table=False)
        elif word == "s":
            self.state = state._replace(style=number or 0)
        elif word == "outlinelevel":
            self.state = state._replace(level=(number or 0) + 1 if 0 <= (number or 0) < 9 else 0)
        elif word == "intbl":
            self.state = state._replace(in_table=on)
        elif word == "f":
            self.state = state._replace(font=number or 0)
        elif word == "uc":
            self.state = state._replace(to_skip=min(max(0, number or 0), 20))
        elif word == "fcharset" and state.words_are == _FONT:
            self.letters.fonts[state.font] = Font("", number or 0)
        else:
            self.letters.set_codepage(word, number or 0)

    def _sign(self, sign: bytes) -> None:
        """A backslash before something that is no letter."""
        if sign == b"*":
            self.starred = True
        elif sign in b"\r\n":
            self._flush()
            if self.state.words_are == _TEXT:
                self._end_paragraph()
        else:
            shown = {b"~": "\xa0", b"-": "\xad", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t"}.get(
                sign
            )
            if shown:
                self._character(shown)

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _character(self, character: str) -> None:
        """A character that has a control word."""
        if not self.letters.skips():
            self._flush()
            self._emit(character)

    def _flush(self) -> None:
        """Put the bytes gathered so far where they belong."""
        words = self.letters.flush(self.state.font, as_letters=self.state.words_are == _FONT)
        if words:
            self._emit(words)

    def _emit(self, words: str) -> None:
        """Put words where they belong: into the text, a marker, or the tables of fonts and styles."""
        words = self.letters.lost_half() + words
        kind = self.state.words_are
        if kind == _MARKER:
            self.gathered += words[:40]
        elif kind in (_FONT, _STYLE):
            self._entry(words, self._name_font if kind == _FONT else self._name_style)
        elif kind == _TEXT and words:
            self._emit_text(words)

    def _emit_text(self, words: str) -> None:
        """Words of the text, unless they are hidden or were deleted."""
        state = self.state
        if state.hidden or state.deleted:
            self.seen["deletions" if state.deleted else "hidden text"] += 1
            return
        self.layout.write(words, self._kind(), italic=state.italic, bold=state.bold)

    def _entry(self, words: str, name: Callable[[str], None]) -> None:
        """Gather an entry of a table, which ends with a semicolon."""
        *ended, rest = words.split(";")
        for part in ended:
            name((self.gathered + part).strip())
            self.gathered = ""
        self.gathered = (self.gathered + rest)[:100]

    def _name_font(self, name: str) -> None:
        """The end of a font's entry."""
        number = self.state.font
        self.letters.fonts[number] = self.letters.font(number)._replace(name=name)

    def _name_style(self, name: str) -> None:
        """The end of a style's entry; paragraph styles are of interest by their names and their outline level."""
        heading = _HEADING.fullmatch(name.casefold())
        level = int(heading[1]) if heading else 1 if name == "Title" else self.state.level
        self.styles[self.state.style] = Kind(level, any(word in name.casefold() for word in _QUOTES))

    # ── paragraphs, notes and text boxes ─────────────────────────────────────────────────────────────────────────────

    def _kind(self) -> Kind:
        """What the paragraph now is."""
        kind = self.styles.get(self.state.style, Kind())
        return Kind(self.state.level or kind.level, kind.is_quote, self.state.in_table)

    def _end_paragraph(self, *, also_empty: bool = True) -> None:
        """End a paragraph, which may be empty, and read the text boxes that waited for it."""
        self.layout.end_paragraph(self._kind(), also_empty=also_empty)
        self._read_boxes()

    def _end_marker(self) -> None:
        """A list's marker as the program that wrote the file worked it out."""
        self.layout.marker = bullet(" ".join(self.gathered.split()), self.letters.font(self.state.font).name)[:40]

    def _note(self) -> None:
        """Begin a note: its anchor is here, its words stand at the end of the text."""
        if self.layout.text.in_note:
            return
        self.layout.open_note(self._kind())

        def end() -> None:
            self._end_paragraph(also_empty=False)
            self.layout.close_note()

        self.ending = end

    def _box(self, position: int) -> int:
        """A text box waits until its paragraph is over; one within a box is read where it stands."""
        if self.in_box or self.layout.text.in_note:
            self.state = self.state._replace(words_are=_TEXT)
            return position
        end = self._jump(position)
        self.boxes.append((position, end))
        return end

    def _read_boxes(self) -> None:
        """Read the text boxes of the paragraph that ended as paragraphs of their own."""
        if not self.boxes or self.in_box or self.layout.is_in_cell or self.layout.text.in_note:
            return
        boxes, self.boxes = self.boxes, []
        state, self.in_box = self.state, True
        for begin, end in boxes:
            self.state = _State(font=state.font, to_skip=state.to_skip)
            self._open()
            self._scan(begin, end, len(self.stack) - 1)
            self._flush()
            self._end_paragraph(also_empty=False)
            self._close()
        self.state, self.in_box = state, False
