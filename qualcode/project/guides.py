"""`project.guides`: interview guides, where their questions were asked, and what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, select

from qualcode.errors import Conflict, InvalidInput, NotFound
from qualcode.project.asking import answers, columns, interviews, likely
from qualcode.project.database import at_one_moment, tuples
from qualcode.project.history import TABLES, Action, Row, fetch
from qualcode.project.naming import checked_name, choose, name_key, not_found
from qualcode.project.records import Answer, Asked, Coverage, Document, Guide, Question, places
from qualcode.project.schema import AskedRow, DocumentRow, GuideRow, QuestionRow
from qualcode.text.guides import LINE_KINDS, MOST_LINES, GuideLine, parse_guide, read_guide
from qualcode.text.reading import document_name, read_file
from qualcode.text.spans import overlaps
from qualcode.text.units import unit_at
from qualcode.wording import tr

if TYPE_CHECKING:
    from qualcode.project.project import Project

# Below this a proposal is more often wrong than right: docs/guides.md has the figures.
LEAST = 0.45
BY = ("document", "case")
PROPOSED, CONFIRMED, DECLINED = STATUSES = ("proposed", "confirmed", "declined")


class Guides:
    """The interview guides of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    # ── guides and their lines ───────────────────────────────────────────────────────────────────────────────────────

    def guides(self) -> list[Guide]:
        """All guides in their order, with counts."""
        kinds = select(QuestionRow.guide_id, QuestionRow.kind, func.count()).group_by(
            QuestionRow.guide_id, QuestionRow.kind
        )
        used = (
            select(QuestionRow.guide_id, func.count(AskedRow.document_id.distinct()))
            .join(AskedRow, AskedRow.question_id == QuestionRow.id)
            .where(AskedRow.status == CONFIRMED)
            .group_by(QuestionRow.guide_id)
        )
        with self._project.read() as connection:
            counts = {(guide, kind): number for guide, kind, number in tuples(connection, kinds)}
            documents = dict(tuples(connection, used))
            rows = tuples(connection, select(GuideRow.id, GuideRow.name).order_by(GuideRow.position, GuideRow.id))
        found = []
        for id_, name in rows:
            sections, questions, prompts = (counts.get((id_, kind), 0) for kind in LINE_KINDS)
            found.append(Guide(id_, name, sections, questions, prompts, documents.get(id_, 0)))
        return found

    def guide(self, reference: str | Guide) -> Guide:
        """One guide by name or id."""
        if isinstance(reference, Guide):
            return reference
        return choose(reference, self.guides(), "interview guide", lambda g: (g.name,), lambda g: (g.id,))

    def questions(self, guide: str | Guide) -> list[Question]:
        """The lines of a guide in their order, sections and prompts too."""
        columns = (QuestionRow.id, QuestionRow.guide_id, QuestionRow.parent_id, QuestionRow.kind, QuestionRow.number,
                   QuestionRow.text)  # fmt: skip
        query = select(*columns).where(QuestionRow.guide_id == self.guide(guide).id).order_by(QuestionRow.position)
        with self._project.read() as connection:
            return labelled(tuples(connection, query))

    def question(self, reference: str | Question, guide: str | Guide | None = None) -> Question:
        """One line by id, label, number or words, of one guide or of any."""
        if isinstance(reference, Question):
            return reference
        guides = self.guides() if guide is None else [self.guide(guide)]
        lines = [line for each in guides for line in self.questions(each)]
        if not lines:
            raise not_found(reference, "question", {})
        return choose(
            reference, lines, "question", lambda q: (q.shown,), lambda q: (q.id,), lambda q: filter(None, [q.label]),
            lambda q: (q.title,), lambda q: filter(None, [q.number]),
        )  # fmt: skip

    def add(self, name: str, lines: str | Iterable[GuideLine]) -> Guide:
        """A new guide from a text, or from lines that are there already."""
        clean = checked_name(name, "guide")
        read = parse_guide(lines) if isinstance(lines, str) else list(lines)
        self._refuse_taken(clean)
        with self._project.action(self._project.say("New interview guide: {name}", name=clean)) as act:
            last = act.connection.execute(select(func.max(GuideRow.position))).scalar() or 0
            row = {"id": str(uuid4()), "name": clean, "name_key": name_key(clean), "position": last + 1}
            act.insert(GuideRow, [row])
            act.insert(QuestionRow, _question_rows(str(row["id"]), read))
        return self.guide(str(row["id"]))

    def import_file(self, path: str | Path, *, name: str | None = None) -> Guide:
        """A new guide from a file that can be read; its name is the file's unless another is given."""
        return self.add(name or document_name(path), read_guide(read_file(path)))

    def rename(self, reference: str | Guide, name: str) -> Guide:
        """Give a guide another name."""
        guide, clean = self.guide(reference), checked_name(name, "guide")
        if name_key(clean) != name_key(guide.name):
            self._refuse_taken(clean)
        with self._project.action(self._project.say("Renamed {old} to {new}", old=guide.name, new=clean)) as act:
            act.update(GuideRow, guide.id, name=clean, name_key=name_key(clean))
        return self.guide(guide.id)

    def remove(self, reference: str | Guide) -> None:
        """Take a guide away with all that was found of it in the documents."""
        guide = self.guide(reference)
        with self._project.action(self._project.say("Removed the interview guide {name}", name=guide.name)) as act:
            _delete_lines(act, [line.id for line in self.questions(guide)])
            act.delete(GuideRow, [guide.id])

    def add_question(
        self,
        guide: str | Guide,
        text: str,
        *,
        kind: str = "question",
        number: str = "",
        after: str | Question | None = None,
    ) -> Question:
        """A new line after another one and all below that, or at the end."""
        place = self.guide(guide)
        clean = _checked_text(text, kind)
        lines = self.questions(place)
        last = lines[-1] if lines else None
        above = _before(lines, self.question(after, place) if after is not None else last, kind)
        at = _end(lines, above) if above else 0
        with self._project.action(self._project.say("New in {guide}: {text}", guide=place.name, text=clean)) as act:
            row = {"id": str(uuid4()), "guide_id": place.id, "parent_id": _parent(above, kind), "kind": kind}
            act.insert(QuestionRow, [{**row, "number": number.strip(), "text": clean, "position": len(lines)}])
            order = [line.id for line in lines]
            _reorder(act, [*order[:at], str(row["id"]), *order[at:]])
        return self.question(str(row["id"]), place)

    def update_question(
        self, reference: str | Question, *, text: str | None = None, number: str | None = None
    ) -> Question:
        """Change the words or the number of a line."""
        line = self.question(reference)
        clean = line.text if text is None else _checked_text(text, line.kind)
        with self._project.action(self._project.say("Changed in the guide: {text}", text=clean.split("\n")[0])) as act:
            act.update(QuestionRow, line.id, text=clean, number=line.number if number is None else number.strip())
        return self.question(line.id, self.guide(line.guide_id))

    def move_question(self, reference: str | Question, after: str | Question | None) -> Question:
        """Move a line, with all below it, to after another one and all below that, or to the beginning."""
        line = self.question(reference)
        guide = self.guide(line.guide_id)
        lines = self.questions(guide)
        moved = lines[_place(lines, line) : _end(lines, line)]
        rest = [each for each in lines if each not in moved]
        target = self.question(after, guide) if after is not None else None
        if target in moved:
            raise InvalidInput("a line of a guide cannot be moved below itself")
        target = _before(rest, target, line.kind)
        at = _end(rest, target) if target else 0
        with self._project.action(self._project.say("Moved in the guide: {text}", text=line.title)) as act:
            act.update(QuestionRow, line.id, parent_id=_parent(target, line.kind))
            _reorder(act, [each.id for each in (*rest[:at], *moved, *rest[at:])])
        return self.question(line.id, guide)

    def remove_question(self, reference: str | Question) -> None:
        """Take a line away with all below it and where it was found."""
        line = self.question(reference)
        lines = self.questions(self.guide(line.guide_id))
        below = lines[_place(lines, line) : _end(lines, line)]
        with self._project.action(self._project.say("Removed from the guide: {text}", text=line.title)) as act:
            _delete_lines(act, [each.id for each in below])

    # ── where they were asked ────────────────────────────────────────────────────────────────────────────────────────

    def propose(
        self, guide: str | Guide, documents: Sequence[str | Document] = (), *, least: float = LEAST
    ) -> list[Asked]:
        """Look for the guide's questions in what interviewers say, in some documents or in all, as one act.

        Earlier proposals are looked for anew; what a person confirmed or declined stays as it is.
        """
        place = self.guide(guide)
        wanted = {self._project.corpus.document(each).id for each in documents} if documents else None
        found = list(likely(self._project, self.questions(place), wanted, least))
        known = [link for link in self.links(place) if wanted is None or link.document_id in wanted]
        settled = [link for link in known if link.status != PROPOSED]
        open_ = {_key(link): link for link in known if link.status == PROPOSED}
        rows = [_row(line.id, document, match.start, match.end, match.confidence) for document, line, match in found]
        kept = {_row_key(row): row for row in rows if not any(_settles(link, row) for link in settled)}
        with self._project.action(self._project.say("Looked for the questions of {name}", name=place.name)) as act:
            act.delete(AskedRow, [link.id for key, link in open_.items() if key not in kept])
            again = {open_[key].id: {"confidence": row["confidence"]} for key, row in kept.items() if key in open_}
            act.update_many(AskedRow, again)
            act.insert(AskedRow, [row for key, row in kept.items() if key not in open_])
        proposed = self.links(place, status=PROPOSED)
        return [link for link in proposed if wanted is None or link.document_id in wanted]

    @at_one_moment
    def links(
        self, guide: str | Guide | None = None, *, document: str | Document | None = None, status: str | None = None
    ) -> list[Asked]:
        """Where questions are asked, in the order of the documents; of one guide, document or status, or of all."""
        query = (
            select(
                AskedRow.id, AskedRow.question_id, QuestionRow.guide_id, AskedRow.document_id, DocumentRow.name,
                AskedRow.start_offset, AskedRow.end_offset, AskedRow.confidence, AskedRow.status,
            )
            .join(QuestionRow, QuestionRow.id == AskedRow.question_id)
            .join(DocumentRow, DocumentRow.id == AskedRow.document_id)
            .order_by(DocumentRow.position, AskedRow.start_offset, AskedRow.end_offset, QuestionRow.position)
        )  # fmt: skip
        if guide is not None:
            query = query.where(QuestionRow.guide_id == self.guide(guide).id)
        if document is not None:
            query = query.where(AskedRow.document_id == self._project.corpus.document(document).id)
        if status is not None:
            query = query.where(AskedRow.status == status)
        with self._project.read() as connection:
            rows = tuples(connection, query)
        return self._with_words(rows)

    def link(self, question: str | Question, document: str | Document, start: int, end: int) -> Asked:
        """Say by hand that a question is asked there."""
        line, place = self.question(question), self._project.corpus.document(document)
        if line.kind == "section":
            raise InvalidInput("«{title}» is a section of the guide", "name a question or a prompt", title=line.title)
        if not 0 <= start < end <= place.characters:
            raise InvalidInput(
                "{start}–{end} is not a span of {document}, which has {characters} characters",
                start=start,
                end=end,
                document=place.name,
                characters=place.characters,
            )
        row = _row(line.id, place.id, start, end, 1.0, CONFIRMED)
        known = next((each for each in self.links(document=place) if _key(each) == _row_key(row)), None)
        label = self._project.say("{document}: asked «{question}»", document=place.name, question=line.shown)
        with self._project.action(label) as act:
            if known is None:
                act.insert(AskedRow, [row])
            else:
                act.update(AskedRow, known.id, status=CONFIRMED, confidence=1.0)
        return next(each for each in self.links(document=place) if _key(each) == _row_key(row))

    def confirm(self, *link_ids: str) -> int:
        """Say that questions are asked where they were found; how many changed."""
        message = "Confirmed {n} place of a question" if len(link_ids) == 1 else "Confirmed {n} places of questions"
        return self._decide(link_ids, CONFIRMED, self._project.say(message, n=len(link_ids)))

    def decline(self, *link_ids: str) -> int:
        """Say that questions are not asked there; how many changed."""
        message = "Declined {n} place of a question" if len(link_ids) == 1 else "Declined {n} places of questions"
        return self._decide(link_ids, DECLINED, self._project.say(message, n=len(link_ids)))

    # ── what comes of it ─────────────────────────────────────────────────────────────────────────────────────────────

    @at_one_moment
    def coverage(self, guide: str | Guide, *, by: str = "document", proposed: bool = False) -> Coverage:
        """How often each question is asked in each interview, or of each case; `proposed` counts what waits too."""
        if by not in BY:
            raise InvalidInput(
                "«{by}» cannot be the columns of a guide's table",
                "choose one of: {choices}",
                by=by,
                choices=", ".join(BY),
            )
        lines = [line for line in self.questions(guide) if line.kind != "section"]
        times = Counter((link.question_id, link.document_id) for link in self._standing(guide, proposed))
        behind = columns(self._project, by, {*interviews(self._project), *(document for _, document in times)})
        cells = tuple(
            tuple(sum(times[line.id, document] for document in documents) for documents in behind.values())
            for line in lines
        )
        return Coverage(tuple(lines), tuple(behind), cells)

    @at_one_moment
    def answers(
        self, question: str | Question, guide: str | Guide | None = None, *, proposed: bool = False
    ) -> list[Answer]:
        """What was answered to a question, a turn each: up to the next question that is none of its own prompts."""
        line = self.question(question, guide)
        lines = self.questions(line.guide_id)
        below = {each.id for each in lines[_place(lines, line) + 1 : _end(lines, line)]}
        links = [link for link in self._standing(line.guide_id, proposed) if link.question_id not in below]
        own = [link for link in links if link.question_id == line.id]
        return answers(self._project, own, [link for link in links if link not in own])

    def _standing(self, guide: str | Guide, proposed: bool) -> list[Asked]:
        statuses = (CONFIRMED, PROPOSED) if proposed else (CONFIRMED,)
        return [link for link in self.links(guide) if link.status in statuses]

    def _with_words(self, rows: Sequence[tuple[Any, ...]]) -> list[Asked]:
        """Links with the question, the turn and the words that they are on."""
        if not rows:
            return []
        shown = {line.id: line.shown for guide in {row[2] for row in rows} for line in self.questions(guide)}
        texts, speech = self._project.corpus.texts(), self._project.corpus.speech({row[3] for row in rows})
        found = []
        for id_, question, _, document, name, start, end, confidence, status in rows:
            at = unit_at([(turn.start, turn.end) for turn in speech[document]], start)
            turn = speech[document][at].number if at is not None else None
            words = texts[document][start:end]
            place = (document, name, turn, start, end)
            found.append(Asked(id_, question, shown[question], *place, float(confidence), status, words))
        return found

    def _decide(self, link_ids: Sequence[str], status: str, label: str) -> int:
        with self._project.action(label) as act:
            there = {str(row["id"]) for row in fetch(act.connection, TABLES["asked"], link_ids, ["id"])}
            if missing := [each for each in link_ids if each not in there]:
                raise NotFound(
                    "there is no place «{missing}» of a question", "see: qualcode guides links NAME", missing=missing[0]
                )
            return act.update_many(AskedRow, {each: {"status": status} for each in link_ids})

    def _refuse_taken(self, name: str) -> None:
        if any(name_key(guide.name) == name_key(name) for guide in self.guides()):
            raise Conflict("there is an interview guide «{name}» already", "give this one another name", name=name)


def labelled(rows: Sequence[tuple[Any, ...]]) -> list[Question]:
    """The lines of a guide with the label that tells each from the others.

    Questions keep their own numbers where all have one and none twice, else they are counted; prompts count below.
    """
    own = [row[4] for row in rows if row[3] == "question"]
    as_written = all(own) and len(set(own)) == len(own)
    labels: dict[str | None, str] = {None: ""}
    depths: dict[str | None, int] = {None: -1}
    below: Counter[str | None] = Counter()
    lines = []
    for id_, guide, parent, kind, number, text in rows:
        group = "" if kind == "question" else parent
        below[group] += kind != "section"
        counted = str(below[group]) if kind == "question" else f"{labels[parent]}.{below[group]}".lstrip(".")
        labels[id_] = "" if kind == "section" else number if kind == "question" and as_written else counted
        depths[id_] = depths[parent] + 1
        lines.append(Question(id_, guide, parent, kind, number, labels[id_], text, depths[id_]))
    return lines


def _question_rows(guide_id: str, lines: Sequence[GuideLine]) -> list[Row]:
    """The lines as rows, each below the nearest line before it that is above it in rank."""
    rows: list[Row] = []
    open_: list[tuple[int, str]] = []
    for position, line in enumerate(lines):
        rank = _rank(line)
        while open_ and open_[-1][0] >= rank:
            open_.pop()
        row = {"id": str(uuid4()), "guide_id": guide_id, "parent_id": open_[-1][1] if open_ else None}
        rows.append({**row, "kind": line.kind, "number": line.number, "text": line.text, "position": position})
        open_.append((rank, str(row["id"])))
    return rows


def _rank(line: GuideLine) -> int:
    """How far below the top a line is: sections before questions before prompts, each by its own depth."""
    return LINE_KINDS.index(line.kind) * MOST_LINES + line.depth


def _checked_text(text: str, kind: str) -> str:
    """The words of a line as they are stored; those of a section may have more below the title."""
    if kind not in LINE_KINDS:
        raise InvalidInput(
            "«{kind}» is no kind of line in a guide",
            "choose one of: {choices}",
            kind=kind,
            choices=", ".join(LINE_KINDS),
        )
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    if not lines[0]:
        raise InvalidInput("a {what} needs words", what=tr(kind))
    return "\n".join(lines) if kind == "section" else " ".join(filter(None, lines))


def _place(lines: Sequence[Question], line: Question) -> int:
    return places(lines)[line.id]


def _end(lines: Sequence[Question], line: Question) -> int:
    """The place after a line and all that is below it."""
    first = _place(lines, line)
    below = {line.id}
    for place, each in enumerate(lines[first + 1 :], first + 1):
        if each.parent_id not in below:
            return place
        below.add(each.id)
    return len(lines)


def _before(lines: Sequence[Question], after: Question | None, kind: str) -> Question | None:
    """The line behind which one of a kind can come: no question stands among prompts, no section among questions."""
    by_id = {line.id: line for line in lines}
    while after is not None and LINE_KINDS.index(after.kind) > LINE_KINDS.index(kind):
        after = by_id.get(after.parent_id or "")
    return after


def _parent(before: Question | None, kind: str) -> str | None:
    """Below what a line of a kind comes to stand when it is put after another."""
    if kind == "prompt" and (before is None or before.kind == "section"):
        raise InvalidInput("a prompt belongs to a question", "put it after one")
    if before is None:
        return None
    return before.parent_id if before.kind == kind else before.id


def _reorder(act: Action, ids: Sequence[str]) -> None:
    act.update_many(QuestionRow, {key: {"position": position} for position, key in enumerate(ids)})


def _delete_lines(act: Action, ids: Sequence[str]) -> None:
    """Take lines away, and where they were found."""
    every = tuples(act.connection, select(AskedRow.id, AskedRow.question_id))
    gone = set(ids)
    act.delete(AskedRow, [key for key, question in every if question in gone])
    act.delete(QuestionRow, ids)


def _row(question: str, document: str, start: int, end: int, confidence: float, status: str = PROPOSED) -> Row:
    return {
        "id": str(uuid4()), "question_id": question, "document_id": document, "start_offset": start,
        "end_offset": end, "confidence": round(confidence, 4), "status": status,
    }  # fmt: skip


def _key(link: Asked) -> tuple[str, str, int, int]:
    return link.question_id, link.document_id, link.start, link.end


def _row_key(row: Row) -> tuple[str, str, int, int]:
    return row["question_id"], row["document_id"], row["start_offset"], row["end_offset"]


def _settles(link: Asked, row: Row) -> bool:
    """Whether a person's word on a place leaves nothing to propose: it is another question's, or not this one's."""
    question, document, start, end = _row_key(row)
    if link.document_id != document or not overlaps((link.start, link.end), (start, end)):
        return False
    return link.status == CONFIRMED or link.question_id == question
