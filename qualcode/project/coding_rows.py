"""Codings from a file on their way in: names looked up, places checked, and what is new told from what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, select

from qualcode.errors import Conflict, InvalidInput, QualcodeError
from qualcode.project.corpus import named_document
from qualcode.project.database import tuples
from qualcode.project.history import Action, Row
from qualcode.project.naming import name_key
from qualcode.project.records import Code, Document
from qualcode.project.records import CodingRow as Line
from qualcode.project.schema import CodingRow, MemoRow
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

# What makes a coding the one it is.
IDENTITY = ("document_id", "start_offset", "end_offset", "code_id", "coder_id")


class Imported(NamedTuple):
    """What taking in codings did: new ones, ones that were there and got something more, and values without a scale."""

    new: int
    changed: int
    unscaled: int


# A coding as it is there, or will be after the rows so far: id, value, key mark.
_Known = tuple[str, str | None, bool]


class Incoming:
    """Rows of a file, taken one by one and stored together."""

    def __init__(self, project: Project, act: Action) -> None:
        self._act = act
        self._references = _References(project, act)
        self._known = _all_codings(act.connection)
        self._noted = project.coding.memo_texts(act.connection)
        self._rows: dict[str, Row] = {}
        self._memos: dict[str, Row] = {}
        self._changes: dict[str, Row] = {}
        self._given: dict[str, str] = {}

    def take(self, line: Line) -> None:
        """Check a row and keep what is new in it; raises InvalidInput with the row's line."""
        try:
            row = self._references.row(line)
            coding_id = self._settled(row)
        except QualcodeError as error:
            raise InvalidInput(
                "{line}: {problem}", "{hint}",
                line=tr("line {line}", line=line.line), problem=error.message,
                hint=error.hint or tr("nothing was imported"),
            ) from error  # fmt: skip
        there = self._noted.get(coding_id, "")
        if line.memo and line.memo != there and line.memo not in there.split("\n\n"):
            memo = self._memos.setdefault(coding_id, memo_row(coding_id, row["coder_id"], row["created_at"], ""))
            memo["text"] = f"{memo['text']}\n\n{line.memo}".strip("\n")
            self._noted[coding_id] = f"{there}\n\n{line.memo}".strip("\n")

    def store(self) -> Imported:
        """Write what was taken; how much it was."""
        self._act.insert(CodingRow, list(self._rows.values()))
        self._act.insert(MemoRow, list(self._memos.values()))
        self._act.update_many(CodingRow, self._changes)
        changed = (self._changes.keys() | self._memos.keys()) - self._rows.keys()
        return Imported(len(self._rows), len(changed), self._references.unscaled)

    def _settled(self, row: Row) -> str:
        """The id of the coding that a row means: a new one, or one that gets what the row says more of it."""
        key = tuple(row[column] for column in IDENTITY)
        new: _Known = (row["id"], row["value"], row["key_quote"])
        known = self._known.setdefault(key, new)
        if row["value"] and (value := self._given.setdefault(known[0], row["value"])) != row["value"]:
            raise Conflict("a row above gives the same coding the value «{value}»", value=value)
        if known is new:
            self._rows[row["id"]] = row
        elif row["value"] or row["key_quote"]:
            self._known[key] = self._grown(known, row)
        return known[0]

    def _grown(self, known: _Known, row: Row) -> _Known:
        """A coding that is there, with the value and the key mark of a row."""
        coding_id, value, key_quote = known
        now = (coding_id, row["value"] or value, row["key_quote"] or key_quote)
        if now != known:
            more = {"value": now[1], "key_quote": now[2]}
            (self._rows.get(coding_id) or self._changes.setdefault(coding_id, {})).update(more)
        return now


class _References:
    """Names in a file of codings, looked up once each."""

    def __init__(self, project: Project, act: Action) -> None:
        self._project, self._act = project, act
        self._codes = project.codebook.codes()
        self._texts = project.corpus.texts()
        self._excluded = project.structure.excluded()
        self._corpus = project.corpus.documents()
        self._by_name = {name_key(document.name): document for document in self._corpus}
        self._documents: dict[str, tuple[Document, str]] = {}
        self._codes_named: dict[str, Code] = {}
        self._coder_ids: dict[str, str] = {}
        self.unscaled = 0

    def row(self, line: Line) -> Row:
        """The coding as it will be stored; raises a QualcodeError that says what does not fit."""
        if line.document not in self._documents:
            known = self._by_name.get(name_key(line.document))
            document = known or named_document(line.document, self._corpus)
            self._documents[line.document] = (document, self._texts[document.id])
        document, text = self._documents[line.document]
        check_span(line.start, line.end, len(text), document.name)
        refuse_excluded(line.start, line.end, self._excluded.get(document.id, ()), document.name)
        if line.text is not None and text[line.start : line.end] != line.text:
            raise InvalidInput(
                "the text column does not match {document} at {start}–{end}",
                "the offsets count code points; is it the same version of the text?",
                document=document.name, start=line.start, end=line.end,
            )  # fmt: skip
        if line.code not in self._codes_named:
            self._codes_named[line.code] = self._project.codebook.resolve(line.code, self._codes)
        code = self._codes_named[line.code]
        check_value(line.value or None, code)
        self.unscaled += bool(line.value) and not code.scale
        name = line.coder or self._project.coder
        if name not in self._coder_ids:
            self._coder_ids[name] = self._act.coder(name)
        return {
            "id": str(uuid4()), "document_id": document.id, "start_offset": line.start, "end_offset": line.end,
            "code_id": code.id, "coder_id": self._coder_ids[name],
            "created_at": line.created or self._act.at, "value": line.value or None, "key_quote": line.key_quote,
        }  # fmt: skip


def check_span(start: int, end: int, length: int, name: str) -> None:
    """Raise InvalidInput unless start and end lie in a document of that length."""
    if not 0 <= start < end <= length:
        raise InvalidInput(
            "{start}–{end} is not a span of {document}, which has {characters} characters",
            "a span is START:END, counted in code points from 0, END not included",
            start=start, end=end, document=name, characters=length,
        )  # fmt: skip


def refuse_excluded(start: int, end: int, excluded: Sequence[tuple[int, int]], name: str) -> None:
    """Raise Conflict where a span lies in what is not to be coded."""
    if any(max(start, from_) < min(end, to) for from_, to in excluded):
        raise Conflict(
            "{start}–{end} in {document} lies in a section that is not to be coded",
            "let the section be coded first: qualcode sections include",
            start=start, end=end, document=name,
        )  # fmt: skip


def check_value(value: str | None, code: Code) -> None:
    """Raise InvalidInput where a code has a scale and the value is not on it."""
    if value is not None and code.scale and value not in code.scale:
        raise InvalidInput(
            "«{value}» is not on the scale of {code}", "the values are: {values}",
            value=value, code=code.name, values=", ".join(code.scale),
        )  # fmt: skip


def _all_codings(connection: Connection) -> dict[tuple[Any, ...], _Known]:
    """Every coding by what makes it the same one."""
    columns = (getattr(CodingRow, column) for column in IDENTITY)
    query = select(CodingRow.id, CodingRow.value, CodingRow.key_quote, *columns)
    return {row[3:]: (row[0], row[1], bool(row[2])) for row in tuples(connection, query)}


def memo_row(coding_id: str, coder_id: str, at: str, text: str) -> Row:
    """A memo on a coding as it is stored."""
    return {
        "id": str(uuid4()), "coder_id": coder_id, "created_at": at, "changed_at": at, "kind": "reflection", "title": "",
        "text": text, "document_id": None, "segment_id": None, "code_id": None, "coding_id": coding_id, "case_id": None,
    }  # fmt: skip
