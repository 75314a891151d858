"""What `Project` hands out: frozen records, never rows of the database.

Offsets are half-open Unicode code points of the document's stored text. Time stamps are ISO 8601 in UTC, as text
(`2026-02-14T09:30:00Z`), so that they sort, travel through JSON and mean the same in both databases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

DOCUMENT_KINDS = (
    "interview",
    "group interview",
    "observation",
    "field note",
    "meeting minutes",
    "survey answer",
    "official document",
    "literature",
)
FIDELITIES = ("verbatim", "near verbatim", "retold", "researcher's own text")
SPEAKER_ROLES = ("interviewer", "participant", "joint")
CODE_LEVELS = ("code", "category", "theme")
CODE_STATUSES = ("candidate", "active", "parked", "retired")
ATTRIBUTE_TYPES = ("text", "integer", "number", "date", "yes/no", "ordered list")
EXPORT_RULES = ("show", "coarsen", "hide")
PATH_SEPARATOR = " > "
_FIRST_WORDS = 40


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """The project itself: what it is called, where it lies and in what language it is kept."""

    id: str
    name: str
    language: str
    created_at: str
    location: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source text with its counts; `words` leaves interviewer speech out."""

    id: str
    name: str
    kind: str
    fidelity: str
    language: str
    words: int
    characters: int
    turns: int
    speakers: int
    codings: int
    sha256: str
    source: str
    imported_at: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label in one document, possibly linked to a case (the person)."""

    id: str
    document_id: str
    label: str
    role: str
    case_id: str | None
    case: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's utterance: `start`–`end` span the words, label and time stamp left out."""

    id: str
    number: int
    speaker: str | None
    speaker_id: str | None
    interviewer: bool
    timestamp: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A person, office or event, with its place in the tree and its attribute values by name."""

    id: str
    name: str
    kind: str
    parent_id: str | None
    description: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed property of cases or documents; `export_rule` says how exports may show it."""

    id: str
    name: str
    applies_to: str
    type: str
    choices: tuple[str, ...]
    export_rule: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """One tree of codes; a project may hold several."""

    id: str
    name: str
    language: str
    description: str


@dataclass(frozen=True, slots=True)
class Code:
    """One code with all its fields; `path` holds the names from the root down to its own."""

    id: str
    codebook_id: str
    parent_id: str | None
    name: str
    path: tuple[str, ...]
    level: str
    status: str
    definition: str
    include: str
    exclude: str
    example: str
    color: str
    aliases: tuple[str, ...]
    phrases: tuple[str, ...]
    literature: tuple[str, ...]
    labels: Mapping[str, str]
    scale: tuple[str, ...]
    in_vivo: bool
    pin: int | None
    codings: int

    @property
    def depth(self) -> int:
        """0 for a root."""
        return len(self.path) - 1

    @property
    def full_name(self) -> str:
        """The path as the contract writes it: `Skjønn > Handlingsrom`."""
        return PATH_SEPARATOR.join(self.path)

    def label(self, language: str) -> str:
        """The name in a language, or the name itself where there is none."""
        return self.labels.get(language) or self.name


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code as a codebook file gives it: `path` names its place, `guid` its identity if the file has one."""

    path: tuple[str, ...]
    guid: str | None = None
    level: str = "code"
    status: str = "active"
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    color: str = ""
    aliases: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    literature: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[str, ...] = ()
    in_vivo: bool = False


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A whole codebook as a file gives it; `codes` in tree order, parents first.

    `named` is False where the file says no name, and `name` is only what the file is called.
    """

    name: str
    language: str
    description: str
    codes: tuple[CodeEntry, ...]
    named: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who codes."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on a span of text, by a coder."""

    id: str
    document_id: str
    document: str
    start: int
    end: int
    code_id: str
    code: str
    coder: str
    created_at: str
    value: str | None
    memo: str
    key_quote: bool


@dataclass(frozen=True, slots=True)
class CodingRow:
    """A coding as a file gives it; `line` is its line there, for error messages."""

    document: str
    start: int
    end: int
    code: str
    coder: str | None = None
    value: str | None = None
    memo: str | None = None
    text: str | None = None
    created: str | None = None
    key_quote: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A change between a text as extracted and the text as coded, made or waiting for a person.

    `start`–`end` are a span of the text as extracted (LF, NFC), where `original` stands; `at` is where the place begins
    in the text as it is now. Edits that share a `place` above 0 are made and taken back together.
    """

    id: str
    document_id: str
    start: int
    end: int
    original: str
    replacement: str
    rule: str
    confidence: float
    status: str
    place: int
    at: int


@dataclass(frozen=True, slots=True)
class TouchedCoding:
    """A coding whose words an edit changed or took: `status` is `changed` or `orphaned`, the span is that of today."""

    coding_id: str
    document_id: str
    document: str
    code: str
    coder: str
    start: int
    end: int
    before: str
    after: str
    status: str


@dataclass(frozen=True, slots=True)
class CorrectedFile:
    """What a corrected version of a file does to a document, in numbers.

    Repairs that stay, those `mended` and `waiting` in what is new, and those `gone` with the words they mended. A
    person's decisions and corrections `by_hand` that stay and that cannot; of each correction that is lost, what stood
    in the old file and what was written instead.
    """

    words: int
    repairs: int
    mended: int
    waiting: int
    gone: int
    decisions: int
    decisions_lost: int
    by_hand: int
    by_hand_lost: tuple[tuple[str, str], ...]
    changed: int
    orphaned: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under a heading; one that is `excluded` is not to be coded and counts nowhere."""

    id: str
    document_id: str
    title: str
    level: int
    start: int
    end: int
    excluded: bool


@dataclass(frozen=True, slots=True)
class StructureMark:
    """A piece of structure in a document: italics, a list item, a table cell, a footnote, its anchor …"""

    id: str
    document_id: str
    kind: str
    start: int
    end: int
    detail: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A dated text; `target` says what kind of thing it is linked to, `target_id` which one.

    `document`, `code`, `case` and `about` (for a memo on a memo) are what that thing is called. `remind_at` is the day
    on which a parked idea is to come back.
    """

    id: str
    coder: str
    created_at: str
    changed_at: str
    kind: str
    title: str
    text: str
    target: str
    target_id: str | None
    document_id: str | None
    start: int | None
    end: int | None
    document: str | None = None
    code_id: str | None = None
    code: str | None = None
    case: str | None = None
    about: str | None = None
    remind_at: str | None = None

    @property
    def name(self) -> str:
        """The title, or the first words where there is none."""
        return self.title or first_words(self.text)


class Passage(NamedTuple):
    """The words that a memo or a coding is on, with their turn where they are speech."""

    text: str
    turn: int | None
    speaker: str


class Quote(NamedTuple):
    """A coded passage as it will be printed, with all that is needed to say where it came from.

    A tuple, since it comes two hundred thousand at a time and frozen dataclasses take five times as long to make.
    """

    coding_id: str
    code_id: str
    code: str
    document_id: str
    document: str
    speaker: str
    turn: int | None
    start: int
    end: int
    text: str
    rendered: str
    attribution: str
    coder: str
    memo: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place where a query matches, with its words before and after."""

    document_id: str
    document: str
    turn: int | None
    speaker: str
    start: int
    end: int
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the action log."""

    id: int
    at: str
    coder: str
    label: str
    undone: bool
    undoes: int | None


class CodeChange(NamedTuple):
    """What one field of a code said before an act and after it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CodeEvent:
    """What an act meant for one code: `what` is created, renamed, moved, merged, changed, removed or coded.

    Acts that only added or took away codings are told together for each coder and day: there were `acts` of them, the
    newest being `act`.
    """

    act: int
    at: str
    coder: str
    what: str
    label: str
    changes: tuple[CodeChange, ...]
    added: int
    removed: int
    acts: int
    undone: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging one code into another would do, in numbers.

    `doubles` are codings that the other code has already on the same words by the same coder; `values_lost` those of
    them whose value gives way to another one. `misfits` are the values that are not on the other code's scale.
    """

    codings: int
    doubles: int
    memos: int
    below: int
    merged_below: int
    values_lost: int
    misfits: tuple[tuple[str, int], ...]


class Cooccurrence(NamedTuple):
    """One pair of codes; what does not apply to the chosen way of counting is None."""

    code_a: str
    code_b: str
    pairs: int | None
    characters: int | None
    units: int | None
    units_a: int | None
    units_b: int | None
    jaccard: float | None
    documents: int
    cases: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A wide table: one row a code, one column a document, case, speaker, coder or attribute value."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `check` found: what kind, which thing, and what is wrong in words."""

    kind: str
    subject: str
    message: str


def first_words(text: str) -> str:
    """The beginning of a text on one line, for where it has no name."""
    line = " ".join(text[: 4 * _FIRST_WORDS].split())
    return line if len(line) <= _FIRST_WORDS else line[: _FIRST_WORDS - 1].rstrip() + "…"


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def places(records: Iterable[_Identified]) -> dict[str, int]:
    """The place of each record in its list, by id."""
    return {record.id: place for place, record in enumerate(records)}


@dataclass(frozen=True, slots=True)
class Guide:
    """An interview guide with its counts; `documents` are those in which a question of it is confirmed as asked."""

    id: str
    name: str
    sections: int
    questions: int
    prompts: int
    documents: int


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a guide: a section, a question, or a prompt below one.

    `number` is what the guide's author wrote, `label` what tells the line from all others of its guide (`3.2` for the
    second prompt of question 3; empty for sections). A section's text is its title and, below it, words to the
    interviewer.
    """

    id: str
    guide_id: str
    parent_id: str | None
    kind: str
    number: str
    label: str
    text: str
    depth: int

    @property
    def title(self) -> str:
        """The words on one line, without what stands below a section's title."""
        return self.text.split("\n", 1)[0]

    @property
    def shown(self) -> str:
        """The words with the label before them: no two lines that can be asked are shown alike."""
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question of a guide is asked: the span of the interviewer's words; proposed, confirmed or declined."""

    id: str
    question_id: str
    question: str
    document_id: str
    document: str
    turn: int | None
    start: int
    end: int
    confidence: float
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one speaker says in answer to a question, a turn each."""

    document_id: str
    document: str
    turn: int | None
    speaker: str
    start: int
    end: int
    words: int
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often each question and prompt of a guide was asked in each interview, or of each case."""

    questions: tuple[Question, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def asked_in(self) -> tuple[int, ...]:
        """In how many of the columns each question was asked."""
        return tuple(sum(count > 0 for count in counts) for counts in self.cells)
