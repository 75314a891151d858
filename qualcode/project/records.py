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
    """A whole codebook as a file gives it; `codes` in tree order, parents first."""

    name: str
    language: str
    description: str
    codes: tuple[CodeEntry, ...]


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
class Memo:
    """A dated text; `target` says what kind of thing it is linked to, `target_id` which one."""

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


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def places(records: Iterable[_Identified]) -> dict[str, int]:
    """The place of each record in its list, by id."""
    return {record.id: place for place, record in enumerate(records)}
