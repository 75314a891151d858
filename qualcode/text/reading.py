"""Reading a file into text: one reader for each file ending, and one way to make their texts alike.

What is extracted is kept as `raw`. The text that is coded has line feeds only, no byte order mark, and letters in
their composed form (NFC); each such change is told in a notice. Control characters and escape sequences stay: they
are shown as symbols (`symbols.visible`), not taken away. NUL alone is replaced, since no database can keep it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice
from pathlib import Path

from qualcode.errors import InvalidInput, NotFound, reason_of
from qualcode.text.difference import differences
from qualcode.text.edits import Edit, OffsetMap
from qualcode.text.mojibake import Mended, mend
from qualcode.text.readers.decoding import decode
from qualcode.text.rules.letters import looks_damaged
from qualcode.text.source import Heading, Mark, Notice, Source
from qualcode.text.surveys import clean_line
from qualcode.text.symbols import visible
from qualcode.text.turns import FoundTurn
from qualcode.wording import tr

_MOST_BYTES = 200_000_000
_MOST_HEADINGS = 100_000
_MARK = "\ufeff"
_BLANK = " \t\n\v\f\r\ufeff\ufffd\xa0"
_LINE_END = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HIDDEN = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Where composing letters can change something: a run beyond ASCII with the one letter before it.
_COMPOSABLE = re.compile(r"[A-Za-z]?[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text under a heading: it begins with the heading and ends where the next of its rank begins."""

    title: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text ready to be stored, what it was made from, and what is worth telling; `source` is the file's name.

    `marks` and `turns` are spans of `text`; turns are there only where the format itself tells who spoke.
    """

    text: str
    raw: str
    format: str
    encoding: str
    notices: tuple[Notice, ...] = ()
    repair: str | None = None
    sections: tuple[Section, ...] = ()
    source: str = ""
    marks: tuple[Mark, ...] = ()
    turns: tuple[FoundTurn, ...] = ()


Reader = Callable[[bytes], Source]


def _read_markdown(data: bytes) -> Source:
    """Markdown, verbatim; its `#` headings give sections."""
    source = decode(data)
    return source._replace(headings=tuple(islice(_markdown_headings(source.raw), _MOST_HEADINGS)))


def _when_asked(module: str, name: str) -> Reader:
    """A reader of another module, loaded with its library when the first such file is read."""

    def read(data: bytes) -> Source:
        reader: Reader = getattr(import_module(f"qualcode.text.readers.{module}"), name)
        return reader(data)

    return read


_web_page = _when_asked("web_pages", "read_web_page")
READERS: dict[str, Reader] = {
    ".txt": decode,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".docx": _when_asked("word_documents", "read_docx"),
    ".odt": _when_asked("open_documents", "read_odt"),
    ".fodt": _when_asked("open_documents", "read_fodt"),
    ".rtf": _when_asked("rich_text", "read_rtf"),
    ".html": _web_page,
    ".htm": _web_page,
    ".xhtml": _web_page,
    ".epub": _when_asked("electronic_books", "read_epub"),
    ".pdf": _when_asked("pdf", "read_pdf"),
    ".srt": _when_asked("subtitles", "read_srt"),
    ".vtt": _when_asked("subtitles", "read_vtt"),
    ".json": _when_asked("speech_recognition", "read_json"),
    ".csv": _when_asked("spoken_tables", "read_csv"),
    ".tsv": _when_asked("spoken_tables", "read_tsv"),
    ".xlsx": _when_asked("spoken_tables", "read_xlsx"),
}


def read_file(path: str | Path, *, repair: bool = False) -> Extracted:
    """The text of a file by its ending; with `repair`, letters that were decoded wrongly are put right."""
    place = Path(path)
    shown = visible(str(path), one_line=True)
    _refuse_no_file(place, shown)
    reader = READERS.get(place.suffix.lower())
    if reader is None:
        endings = ", ".join(READERS)
        raise InvalidInput(
            "{file}: this kind of file cannot be read",
            "the endings that can be read are {endings}",
            file=shown,
            endings=endings,
        )
    try:
        source = reader(_content(place))
    except OSError as error:
        raise InvalidInput(
            "{file}: the file cannot be read: {reason}",
            "look at who may read it",
            file=shown,
            reason=reason_of(error),
        ) from error
    except InvalidInput as error:
        raise error.at(shown) from error
    except MemoryError as error:
        raise InvalidInput(
            "{file}: the file takes more memory than there is", "split it, or save it as txt", file=shown
        ) from error
    if not source.raw.strip(_BLANK):
        raise InvalidInput("{file}: the file holds no text", "look whether it is the right file", file=shown)
    extracted = _normalised(source, place.suffix.lower()[1:], _clean_name(place.name))
    return apply_repair(extracted) if repair else extracted


def from_string(text: str) -> Extracted:
    """A text that is in memory already, made like one read from a file."""
    clean = _SURROGATE.sub("\ufffd", text.replace("\x00", "\ufffd"))
    return _normalised(Source(clean, "utf-8"), "txt", "")


def apply_repair(extracted: Extracted) -> Extracted:
    """The text with its wrongly decoded letters put right; what was extracted stays as `raw`."""
    if extracted.repair is None:
        return extracted
    headings = [
        Heading(extracted.text.count("\n", 0, section.start), section.level, mend(section.title).text)
        for section in extracted.sections
    ]
    notices = tuple(
        replace(notice, kind="repaired", message=tr("wrongly decoded letters put right: {count}", count=notice.count))
        if notice.kind == "mojibake"
        else notice
        for notice in extracted.notices
    )
    places = OffsetMap(differences(extracted.text, extracted.repair))
    return replace(
        extracted,
        text=extracted.repair,
        repair=None,
        notices=notices,
        sections=_sections(extracted.repair, headings),
        marks=moved_marks(extracted.marks, places),
        turns=moved_turns(extracted.turns, places),
    )


def moved_marks(marks: Iterable[Mark], places: OffsetMap) -> tuple[Mark, ...]:
    """Marks where they lie after edits; one whose words are gone is left out."""
    moved = ((mark, places.span(mark.start, mark.end)) for mark in marks)
    return tuple(
        mark._replace(start=start, end=end) for mark, (start, end) in moved if start < end or mark.start == mark.end
    )


def moved_turns(turns: Iterable[FoundTurn], places: OffsetMap) -> tuple[FoundTurn, ...]:
    """Turns where they lie after edits."""
    moved = []
    for turn in turns:
        start, end = places.span(turn.start, turn.end)
        moved.append(replace(turn, label_start=places.opening(turn.label_start), start=start, end=end))
    return tuple(moved)


def base_text(raw: str) -> str:
    """The text that edits begin from: as extracted, with line feeds only, no byte order mark, and composed letters."""
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", raw.removeprefix(_MARK)))


def document_name(path: str | Path) -> str:
    """The name a document gets from its file: without the ending, composed, and fit to be shown."""
    return _clean_name(Path(path).stem)


def _clean_name(name: str) -> str:
    """A file's name without what neither a database nor a screen can take: file systems allow nearly anything."""
    return clean_line(name)


def _refuse_no_file(place: Path, shown: str) -> None:
    """Refuse what is missing, a folder or a device."""
    try:
        is_file, is_folder, is_there = place.is_file(), place.is_dir(), place.exists()
    except (OSError, ValueError) as error:
        raise NotFound("{file}: there cannot be such a file", "look at its name", file=shown) from error
    if is_folder:
        raise InvalidInput("{file}: this is a folder", "name the files in it", file=shown)
    if not is_there:
        raise NotFound("{file}: there is no such file", "look at its name and the folder you are in", file=shown)
    if not is_file:
        raise InvalidInput("{file}: this is not an ordinary file", "save it as a file first", file=shown)


def _content(place: Path) -> bytes:
    """The bytes of a file of a size that can be a text."""
    with place.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InvalidInput("the file is larger than 200 MB", "split it, or take its pictures out")
    if not data:
        raise InvalidInput("the file is empty", "look whether it was saved")
    return data


# ── making texts alike ───────────────────────────────────────────────────────────────────────────────────────────────


def _normalised(source: Source, format_name: str, file_name: str) -> Extracted:
    """The text made like all others, with a notice for each thing that was changed or looks damaged."""
    source = _with_turns(source)
    raw = source.raw
    text = _LINE_END.sub("\n", raw.removeprefix(_MARK))
    composed = unicodedata.normalize("NFC", text)
    mended = mend(composed)
    places = OffsetMap(_made_alike(raw) if composed != raw and (source.marks or source.turns) else ())
    notices = (*source.notices, *_changes(raw, text), *_damage(composed, mended))
    return Extracted(
        composed,
        raw,
        format_name,
        source.encoding,
        notices,
        mended.text if mended.count else None,
        _sections(composed, source.headings),
        file_name,
        moved_marks(source.marks, places),
        moved_turns(source.turns, places),
    )


def _with_turns(source: Source) -> Source:
    """The source with the turns that its tables tell, where it tells none itself."""
    if source.turns or not any(mark.kind == "table" for mark in source.marks):
        return source
    from qualcode.text.readers.spoken_tables import turns_in_tables

    return source._replace(turns=turns_in_tables(source))


def _made_alike(raw: str) -> list[Edit]:
    """What `base_text` does, as edits."""
    edits = [Edit(match.start(), match.end(), "\n") for match in re.finditer("\r\n?", raw)]
    edits += [Edit(0, 1, "")] * raw.startswith(_MARK)
    for part in _COMPOSABLE.finditer(raw, len(_MARK) if raw.startswith(_MARK) else 0):
        composed = unicodedata.normalize("NFC", part[0])
        if composed != part[0]:
            edits.append(Edit(*part.span(), composed))
    return sorted(edits)


def _changes(raw: str, text: str) -> Iterator[Notice]:
    """Notices of what was made alike: the mark, the line ends, the letters."""
    if raw.startswith(_MARK):
        yield Notice("bom", tr("a byte order mark was left out"))
    ends = raw.count("\r")
    if ends:
        yield Notice("line ends", tr("line ends made alike: {count}", count=ends), ends)
    if not unicodedata.is_normalized("NFC", text):
        count = sum(not unicodedata.is_normalized("NFC", part[0]) for part in _COMPOSABLE.finditer(text))
        yield Notice(
            "nfc",
            tr("letters written in their composed form: {count}", count=max(count, 1)),
            max(count, 1),
        )


def _damage(text: str, mended: Mended) -> Iterator[Notice]:
    """Notices of what looks damaged but was not changed."""
    if looks_damaged(text):
        yield Notice("lost letters", tr("the letters æ, ø and å are lost; cleaning it as scanned brings them back"))
    if mended.count:
        examples = ", ".join(f"«{visible(example)}»" for example in mended.examples)
        message = tr(
            "letters that look wrongly decoded, such as in {examples}: {count}; they can be put right",
            examples=examples,
            count=mended.count,
        )
        yield Notice("mojibake", message, mended.count)
    hidden = sum(1 for _ in _HIDDEN.finditer(text))
    if hidden:
        yield Notice(
            "control characters",
            tr("control characters in the text, which show as symbols: {count}", count=hidden),
            hidden,
        )


# ── sections ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _markdown_headings(raw: str) -> Iterator[Heading]:
    """The `#` headings of a markdown text; what stands in a fenced block is none."""
    fence = ""
    for number, line in enumerate(_LINE.finditer(raw.removeprefix(_MARK))):
        stripped = line[0].strip()
        if stripped[:3] in ("```", "~~~") and (not fence or stripped.startswith(fence)):
            fence = "" if fence else stripped[:3]
        level = len(stripped) - len(stripped.lstrip("#"))
        title = stripped[level:].rstrip("#").strip()
        if not fence and 1 <= level <= 6 and stripped[level : level + 1].isspace() and title:
            yield Heading(number, level, title)


def _sections(text: str, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The headings with the spans they rule over."""
    lines = [0, *(match.end() for match in re.finditer("\n", text))] if headings else []
    open_ends: dict[int, int] = {}
    sections = []
    for heading in reversed(headings):
        start = lines[heading.line]
        end = min((at for level, at in open_ends.items() if level <= heading.level), default=len(text))
        sections.append(Section(heading.title, heading.level, start, end))
        open_ends[heading.level] = start
    return tuple(reversed(sections))
