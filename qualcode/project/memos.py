"""`project.memos`: dated texts on the project, a document, a passage, a code, a coding, a case or another memo."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import ColumnElement

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.codebook import FOLDED, plain
from qualcode.project.corpus import Speech
from qualcode.project.database import tuples
from qualcode.project.history import Row
from qualcode.project.memo_rows import (
    MEMO_TARGETS,
    NOWHERE,
    Target,
    delete_memos,
    in_document,
    links_of,
    memo_of,
    memo_query,
    on_target,
    placed,
)
from qualcode.project.naming import checked_name
from qualcode.project.records import Case, Code, Document, Memo, Passage, first_words
from qualcode.project.schema import MemoRow, SegmentRow
from qualcode.project.writing import Writing
from qualcode.text.dates import stamp_of
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

__all__ = ["MEMO_KINDS", "MEMO_TARGETS", "Memos", "folded", "holds"]

MEMO_KINDS = ("reflection", "method", "theory", "ethics", "summary", "question", "idea")
_LETTERS = [(chr(letter), instead) for letter, instead in FOLDED.items()]
# Beyond this many documents it is faster to read all texts at once.
_FEW_DOCUMENTS = 20


class Memos:
    """The memos of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def memos(
        self,
        *,
        document: str | Document | None = None,
        code: str | Code | None = None,
        case: str | Case | None = None,
        about: str | None = None,
        target: str | None = None,
        kind: str | None = None,
        coder: str | None = None,
        text: str = "",
        since: date | None = None,
        until: date | None = None,
        parked: bool | None = None,
    ) -> list[Memo]:
        """The memos that fit every filter given, newest first.

        `document` takes in memos on its passages and codings. `text` finds words whatever their case, `skjonn` also
        Skjønn. `since` and `until` are days, both included. `parked` are those with a day on which to come back.
        """
        where: list[ColumnElement[bool]] = []
        if document is not None:
            where.append(in_document(self._project.corpus.document(document).id, target))
        elif target is not None:
            where += on_target(target)
        if code is not None:
            where.append(MemoRow.code_id == self._project.codebook.code(code).id)
        if case is not None:
            where.append(MemoRow.case_id == self._project.cases.case(case).id)
        if about is not None:
            where.append(MemoRow.about_id == about)
        if kind is not None:
            where.append(MemoRow.kind == _kind(kind))
        if coder is not None:
            where.append(MemoRow.coder_id == self._project.coding.coder(coder).id)
        if since is not None:
            where.append(MemoRow.created_at >= stamp_of(since))
        if until is not None:
            where.append(MemoRow.created_at < stamp_of(until + timedelta(days=1)))
        if parked is not None:
            where.append(MemoRow.remind_at.is_not(None) if parked else MemoRow.remind_at.is_(None))
        found, wanted = self._found(*where), plain(text).split()
        return [memo for memo in found if holds(folded(memo), wanted)] if wanted else found

    def memo(self, memo_id: str) -> Memo:
        """One memo by its id."""
        found = self._found(MemoRow.id == memo_id)
        if not found:
            raise NotFound("this memo is no longer there", "the ids are those that are listed by: qualcode memos")
        return found[0]

    def due(self, today: date | None = None) -> list[Memo]:
        """The parked ideas whose day has come, the longest waiting first."""
        day = (today or date.today()).isoformat()
        return sorted(self._found(MemoRow.remind_at <= day), key=lambda memo: memo.remind_at or "")

    def passages(self, memos: Iterable[Memo]) -> dict[str, Passage]:
        """The words that memos are on, by the id of the memo; none for memos that are on no words."""
        on_words = [m for m in memos if m.document_id is not None and m.start is not None and m.end is not None]
        documents = {memo.document_id or "" for memo in on_words}
        corpus = self._project.corpus
        texts = corpus.texts() if len(documents) > _FEW_DOCUMENTS else {key: corpus.text(key) for key in documents}
        speech = corpus.speech(documents) if documents else {}
        return {m.id: _passage(texts[m.document_id or ""], speech[m.document_id or ""], m) for m in on_words}

    def add(
        self,
        text: str,
        *,
        title: str = "",
        kind: str = "reflection",
        document: str | Document | None = None,
        start: int | None = None,
        end: int | None = None,
        code: str | Code | None = None,
        case: str | Case | None = None,
        coding: str | None = None,
        about: str | None = None,
        remind_at: str | None = None,
        coder: str | None = None,
        created_at: str | None = None,
    ) -> Memo:
        """Write a memo; with nothing to link it to it belongs to the project, with a span to that passage."""
        target = self._target(document, start, end, code=code, case=case, coding=coding, about=about)
        said = {"kind": _kind(kind), "title": _title(title), "text": text, "remind_at": _day(remind_at)}
        with self._project.action(self._label(said["title"] or "", text)) as act:
            at = created_at or act.at
            who = act.coder(coder or self._project.coder)
            row = {"id": str(uuid4()), "coder_id": who, "created_at": at, "changed_at": at, **said}
            act.insert(MemoRow, [{**row, **placed(act, target)}])
        return self.memo(str(row["id"]))

    def begin(self, kind: str = "reflection", **links: Any) -> Writing:
        """A new memo that is to be written on; `links` say what it is on, as for `add`."""
        with self._project.action(self._project.say("New memo")) as act:
            return Writing(self._project, self.add("", kind=kind, **links), act.id)

    def update(
        self,
        memo_id: str,
        *,
        text: str | None = None,
        title: str | None = None,
        kind: str | None = None,
        remind_at: str | None = None,
    ) -> Memo:
        """Change what a memo says, or when it is to come back; an empty `remind_at` takes the day away."""
        old = self.memo(memo_id)
        new: Row = {
            "text": old.text if text is None else text,
            "title": old.title if title is None else _title(title),
            "kind": _kind(kind or old.kind),
            "remind_at": old.remind_at if remind_at is None else _day(remind_at),
        }
        if new == {name: getattr(old, name) for name in new}:
            return old
        with self._project.action(self._label(new["title"], new["text"])) as act:
            act.update(MemoRow, memo_id, **new, changed_at=act.at)
        return self.memo(memo_id)

    def link(
        self,
        memo_id: str,
        *,
        document: str | Document | None = None,
        start: int | None = None,
        end: int | None = None,
        code: str | Code | None = None,
        case: str | Case | None = None,
        coding: str | None = None,
        about: str | None = None,
    ) -> Memo:
        """Put a memo on something else; with nothing given, on the project."""
        old = self.memo(memo_id)
        target = self._target(document, start, end, code=code, case=case, coding=coding, about=about)
        if about is not None:
            self._refuse_circle(memo_id, about)
        span = {"document_id": old.document_id, "start_offset": old.start, "end_offset": old.end}
        if target.span == span if old.target == "segment" else (target == Target(links_of(old), None)):
            return old
        with self._project.action(self._project.say("Linked the memo {title} anew", title=old.name)) as act:
            act.update(MemoRow, memo_id, **placed(act, target), changed_at=act.at)
            if old.target == "segment":
                act.delete(SegmentRow, [old.target_id or ""])
        return self.memo(memo_id)

    def remove(self, memo_id: str) -> None:
        """Take a memo away; those about it are kept and come to be on what it was on."""
        old = self.memo(memo_id)
        with self._project.action(self._project.say("Removed the memo {title}", title=old.name)) as act:
            delete_memos(act, [memo_id], target_stays=True)

    def _label(self, title: str, text: str) -> str:
        return self._project.say("Memo: {title}", title=title or first_words(text))

    def _found(self, *where: ColumnElement[bool]) -> list[Memo]:
        with self._project.read() as connection:
            return [memo_of(row) for row in tuples(connection, memo_query().where(*where))]

    def _target(
        self,
        document: str | Document | None,
        start: int | None,
        end: int | None,
        *,
        code: str | Code | None,
        case: str | Case | None,
        coding: str | None,
        about: str | None,
    ) -> Target:
        if sum(thing is not None for thing in (document, code, case, coding, about)) > 1:
            raise InvalidInput("a memo is linked to one thing", "write two memos")
        links = dict(NOWHERE)
        if code is not None:
            links["code_id"] = self._project.codebook.code(code).id
        if case is not None:
            links["case_id"] = self._project.cases.case(case).id
        if coding is not None:
            links["coding_id"] = self._project.coding.coding(coding).id
        if about is not None:
            links["about_id"] = self.memo(about).id
        place = self._project.corpus.document(document) if document is not None else None
        span = _span(place, start, end)
        if place is not None and span is None:
            links["document_id"] = place.id
        return Target(links, span)

    def _refuse_circle(self, memo_id: str, about: str) -> None:
        above: str | None = about
        while above is not None:
            if above == memo_id:
                raise InvalidInput("a memo cannot be about itself, nor about one that is about it", "choose another")
            memo = self.memo(above)
            above = memo.target_id if memo.target == "memo" else None


def holds(said: str, words: Iterable[str]) -> bool:
    """Whether all of some words stand in a memo, both of them folded."""
    return all(word in said for word in words)


def folded(memo: Memo) -> str:
    """What a memo says as `plain` writes letters, ten times faster than that and with its punctuation."""
    text = unicodedata.normalize("NFC", f"{memo.title}\n{memo.text}").casefold()
    for letter, instead in _LETTERS:
        text = text.replace(letter, instead)
    return text


def _passage(text: str, turns: Sequence[Speech], memo: Memo) -> Passage:
    start, end = memo.start or 0, memo.end or 0
    place = bisect_right(turns, start, key=lambda turn: turn.start) - 1
    spoken = turns[place] if place >= 0 and start < turns[place].end else None
    return Passage(text[start:end], spoken.number if spoken else None, spoken.speaker if spoken else "")


def _span(place: Document | None, start: int | None, end: int | None) -> Row | None:
    """The columns of the passage that a memo is on, or None for a memo on something else."""
    if start is None and end is None:
        return None
    if place is None or start is None or end is None or not 0 <= start <= end <= place.characters:
        if place is None:
            raise InvalidInput("a passage lies in a document", "give a document, a start and an end")
        raise InvalidInput(
            "{start}–{end} is not a span of {document}, which has {characters} characters",
            "give a document, a start and an end",
            start=start, end=end, document=place.name, characters=place.characters,
        )  # fmt: skip
    return {"document_id": place.id, "start_offset": start, "end_offset": end}


def _title(title: str) -> str:
    """A title on one line, or none."""
    return checked_name(title, "memo") if title.strip() else ""


def _kind(kind: str) -> str:
    if kind not in MEMO_KINDS:
        raise InvalidInput(
            "«{value}» is not a {what}", "choose one of: {choices}",
            value=kind, what=tr("kind of memo"), choices=", ".join(MEMO_KINDS),
        )  # fmt: skip
    return kind


def _day(day: str | None) -> str | None:
    """A day as it is stored, or None for none."""
    if not day:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise InvalidInput("«{day}» is not a day", "write it like 2026-12-01", day=day) from error
