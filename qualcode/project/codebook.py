"""`project.codebook`: codebooks, their trees of codes, and finding a code from a few typed letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, func, or_, select

from qualcode.errors import Conflict, InvalidInput
from qualcode.project import merging
from qualcode.project.code_history import code_events
from qualcode.project.history import Action, Row, because
from qualcode.project.intake import one_of
from qualcode.project.memo_rows import delete_memos
from qualcode.project.naming import checked_name, choose, name_key, ordered_guid
from qualcode.project.records import (
    CODE_LEVELS,
    CODE_STATUSES,
    PATH_SEPARATOR,
    Code,
    Codebook,
    CodebookFile,
    CodeEntry,
    CodeEvent,
    MergePreview,
)
from qualcode.project.schema import CodebookRow, CodeRow, CodingRow, MemoRow
from qualcode.project.siblings import place_among, sibling_key

if TYPE_CHECKING:
    from qualcode.project.project import Project

# Okabe–Ito and Tol's muted scheme: told apart by colour-blind readers.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#882255", "#999933", "#44AA99", "#AA4499")
TEXTS = ("definition", "include", "exclude", "example")
LISTS = ("aliases", "phrases", "literature", "scale")
EMPTY = CodeEntry(())  # what a file that says nothing of a field gives for it
FIELDS = (*TEXTS, *LISTS, "level", "status", "color", "labels", "in_vivo", "name")


class Codebooks:
    """The codebooks of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def codebooks(self) -> list[Codebook]:
        """All codebooks in their order."""
        columns = (CodebookRow.id, CodebookRow.name, CodebookRow.language, CodebookRow.description)
        with self._project.read() as connection:
            rows = connection.execute(select(*columns).order_by(CodebookRow.position, CodebookRow.id))
            return [Codebook(*row) for row in rows]

    def codebook(self, reference: str | Codebook) -> Codebook:
        """One codebook by id or name."""
        if isinstance(reference, Codebook):
            return reference
        return choose(reference, self.codebooks(), "codebook", lambda c: (c.name,), lambda c: (c.id,))

    def codes(self, codebook: str | Codebook | None = None) -> list[Code]:
        """The codes in tree order, parents before children, with how many codings each has itself."""
        order = {book.id: place for place, book in enumerate(self.codebooks())}
        chosen = {self.codebook(codebook).id} if codebook is not None else set(order)
        count = select(func.count()).where(CodingRow.code_id == CodeRow.id).scalar_subquery()
        with self._project.read() as connection:
            rows = connection.execute(select(CodeRow.__table__, count.label("codings"))).mappings().all()
        children: dict[str | None, list[RowMapping]] = {}
        for row in sorted(rows, key=lambda r: (order[r["codebook_id"]], r["position"], r["name"])):
            if row["codebook_id"] in chosen:
                children.setdefault(row["parent_id"], []).append(row)
        return list(_tree(children, None, ()))

    def code(self, reference: str | Code) -> Code:
        """One code by name, path (if need be with its codebook before it), id or alias; NotFound or Ambiguous."""
        return reference if isinstance(reference, Code) else self.resolve(reference, self.codes())

    def resolve(self, reference: str, codes: list[Code]) -> Code:
        """The same among codes already at hand, for callers with many references."""
        books = cache(lambda: {book.id: book.name for book in self.codebooks()})
        return choose(
            _normal_path(reference), codes, "code",
            lambda c: (_normal_path(c.full_name),), lambda c: (_normal_path(c.name),), lambda c: (c.id,),
            lambda c: map(_normal_path, c.aliases),
            lambda c: (_normal_path(f"{books()[c.codebook_id]}{PATH_SEPARATOR}{c.full_name}"),),
        )  # fmt: skip

    def find(self, query: str, limit: int = 12) -> list[Code]:
        """The codes that best fit a few typed letters, over name, path, aliases and phrases; `skjonn` finds Skjønn."""
        codes = [code for code in self.codes() if code.status != "retired"]
        return rank_codes(query, codes)[:limit]

    def subtree(self, reference: str | Code) -> list[Code]:
        """A code and everything below it."""
        top = self.code(reference)
        return [code for code in self.codes(top.codebook_id) if code.path[: len(top.path)] == top.path]

    def add(
        self,
        name: str,
        *,
        parent: str | Code | None = None,
        codebook: str | Codebook | None = None,
        guid: str | None = None,
        **fields: Any,
    ) -> Code:
        """A new code below a parent, or at the root of a codebook (the first one, made when there is none)."""
        clean = checked_name(name, "code")
        above = self.code(parent) if parent is not None else None
        with self._project.action(self._project.say("New code: {name}", name=clean)) as act:
            book = above.codebook_id if above else self._book(codebook)
            row = self._new_row(act.connection, book, above, clean, fields)
            if guid is not None:
                row["id"] = canonical_guid(guid)
            _refuse_taken_name(act.connection, row)
            act.insert(CodeRow, [row])
        return self.code(row["id"])

    def add_codebook(self, name: str, *, language: str = "nb", description: str = "") -> Codebook:
        """A new, empty codebook."""
        clean = checked_name(name, "codebook")
        if any(name_key(book.name) == name_key(clean) for book in self.codebooks()):
            raise Conflict("there is a codebook «{name}» already", name=clean)
        with self._project.action(self._project.say("New codebook: {name}", name=clean)) as act:
            row = {"id": str(uuid4()), "name": clean, "name_key": name_key(clean), "language": language}
            act.insert(CodebookRow, [{**row, "description": description, "position": len(self.codebooks())}])
        return self.codebook(row["id"])

    def update(self, reference: str | Code, *, reason: str = "", **fields: Any) -> Code:
        """Change fields of a code; unknown fields and values are refused. The log says what and, if given, why."""
        code = self.code(reference)
        values = checked_fields(fields)
        with self._project.action(because(_update_label(self._project, code, values), reason)) as act:
            if "name" in values:
                values["sibling_key"] = sibling_key(code.parent_id, values["name"])
                _refuse_taken_name(act.connection, {"id": code.id, "codebook_id": code.codebook_id, **values})
            if values:
                act.update(CodeRow, code.id, **values)
        return self.code(code.id)

    def move(
        self, reference: str | Code, parent: str | Code | None, position: int | None = None, *, reason: str = ""
    ) -> Code:
        """Put a code under another parent (None: the root), before the sibling at `position` or last."""
        code = self.code(reference)
        above = self.code(parent) if parent is not None else None
        if above and above.path[: len(code.path)] == code.path and above.codebook_id == code.codebook_id:
            raise InvalidInput("«{code}» cannot be moved into itself", code=code.name)
        if above and above.codebook_id != code.codebook_id:
            raise InvalidInput("a code stays in its codebook", "merge it into a code of the other one")
        label = self._project.say("Moved the code {name}", name=code.name)
        if above and above.id != code.parent_id:
            label = self._project.say("Moved the code {name} below {parent}", name=code.name, parent=above.name)
        with self._project.action(because(label, reason)) as act:
            parent_id = above.id if above else None
            key = sibling_key(parent_id, code.name)
            row = {"id": code.id, "codebook_id": code.codebook_id, "sibling_key": key}
            _refuse_taken_name(act.connection, row)
            place = place_among(act, code, parent_id, position)
            act.update(CodeRow, code.id, parent_id=parent_id, position=place, sibling_key=key)
        return self.code(code.id)

    def remove(self, reference: str | Code, *, reason: str = "") -> int:
        """Take a code out with everything below it, and their codings and memos; how many codings went."""
        code = self.code(reference)
        ids = [each.id for each in self.subtree(code)]
        label = self._project.say("Removed the code {name}", name=code.name)
        with self._project.action(because(label, reason)) as act:
            connection = act.connection
            codings = connection.execute(select(CodingRow.id).where(CodingRow.code_id.in_(ids))).scalars().all()
            linked = or_(
                MemoRow.code_id.in_(ids),
                MemoRow.coding_id.in_(select(CodingRow.id).where(CodingRow.code_id.in_(ids))),
            )
            delete_memos(act, connection.execute(select(MemoRow.id).where(linked)).scalars())
            act.delete(CodingRow, codings)
            act.delete(CodeRow, ids)
        return len(codings)

    def merge(self, reference: str | Code, into: str | Code, *, reason: str = "") -> int:
        """Let another code take over codings, memos, sub-codes and aliases; how many codings moved.

        Codings that the other code already has on the same words by the same coder are not doubled.
        """
        code, target = self.code(reference), self.code(into)
        plan = merging.plan(self.codes(), code, target)
        label = self._project.say("Merged {name} into {other}", name=code.name, other=target.name)
        with self._project.action(because(label, reason)) as act:
            return merging.carry_out(act, plan)

    def merge_preview(self, reference: str | Code, into: str | Code) -> MergePreview:
        """What `merge` would do, in numbers; nothing is changed."""
        plan = merging.plan(self.codes(), self.code(reference), self.code(into))
        with self._project.read() as connection:
            return merging.preview(connection, plan)

    def split(
        self, reference: str | Code, parts: Mapping[str, Collection[str]], *, reason: str = ""
    ) -> dict[str, Code]:
        """Give codings of a code to other codes beside it, each named with the ids of its codings, in one act.

        A name that is not there yet becomes a new code with the same parent, status and scale.
        """
        code = self.code(reference)
        names = ", ".join(parts)
        label = self._project.say("Split {name}: {parts}", name=code.name, parts=names)
        with self._project.action(because(label, reason)) as act:
            made = {name: _beside(self, code, name) for name in parts}
            for name, ids in parts.items():
                if made[name].id == code.id:
                    raise InvalidInput("«{code}» cannot be split into itself", code=code.name)
                merging.give_codings(act, code.id, made[name].id, ids)
        return {name: self.code(part.id) for name, part in made.items()}

    def history(self, reference: str | Code) -> list[CodeEvent]:
        """Every act that touched a code, newest first, with what it changed and the codings it won or lost."""
        code, names = self.code(reference), {code.id: code.name for code in self.codes()}
        with self._project.read() as connection:
            return code_events(connection, code, names)

    def pin(self, reference: str | Code, number: int | None) -> Code:
        """Put a code on a number key 1–9, taking the key from the code that had it."""
        if number is not None and not 1 <= number <= 9:
            raise InvalidInput("codes can be pinned to the keys 1 to 9")
        code = self.code(reference)
        with self._project.action(self._project.say("{name} is on key {number}", name=code.name, number=number)) as act:
            for other in self.codes():
                if number is not None and other.pin == number:
                    act.update(CodeRow, other.id, pin=None)
            act.update(CodeRow, code.id, pin=number)
        return self.code(code.id)

    def load(self, file: CodebookFile, *, codebook: str | Codebook | None = None) -> Codebook:
        """Take in a codebook file: codes it shares (by guid, else by path) are updated, the others added.

        It goes into the codebook of its name. One that says no name goes tree by tree to where the guids are known;
        what is known nowhere goes into the codebook called as the file, the only one there is, or a new one.
        """
        homes = {} if file.named or codebook is not None else _homes(file.codes, self.codes())
        with self._project.action(self._project.say("Loaded the codebook {name}", name=file.name)) as act:
            book = self._book_for(file, codebook, homes)
            parts: dict[str, list[CodeEntry]] = {}
            for entry in file.codes:
                parts.setdefault(homes.get(name_key(entry.path[0]), book), []).append(entry)
            for home, entries in parts.items():
                self._load_entries(act, home, entries)
        return self.codebook(book)

    def dump(self, codebook: str | Codebook | None = None) -> CodebookFile:
        """A codebook as a file holds it: one, or all of them side by side under the project's name.

        Raises Conflict where two have codes of the same path, which no file could tell apart.
        """
        books = [self.codebook(codebook)] if codebook is not None else self.codebooks()
        info = self._project.info()
        name, language = (books[0].name, books[0].language) if len(books) == 1 else (info.name, info.language)
        description = books[0].description if len(books) == 1 else ""
        codes = [code for book in books for code in self.codes(book)]
        _refuse_shared_paths(codes, books)
        return CodebookFile(name, language, description, tuple(map(entry_of, codes)), named=len(books) < 2)

    def _load_entries(self, act: Action, book: str, entries: Sequence[CodeEntry]) -> None:
        """Take entries, in tree order, into one codebook."""
        known = _known_codes(entries, self.codes(book))
        taken = {code.id for code in self.codes()}
        renamed = {code.id for path, code in known.items() if _folded(path) != _folded(code.path)}
        # Names may have been swapped: all that change give theirs up before any takes another.
        act.update_many(CodeRow, {code_id: {"sibling_key": code_id} for code_id in renamed})
        ids: dict[tuple[str, ...], str] = {}
        for place, entry in enumerate(entries):
            ids[entry.path] = self._load_entry(act, book, entry, place, ids, known.get(entry.path), taken)

    def _load_entry(
        self,
        act: Action,
        book: str,
        entry: CodeEntry,
        place: int,
        ids: Mapping[tuple[str, ...], str],
        known: Code | None,
        taken: Collection[str],
    ) -> str:
        parent_id = ids[entry.path[:-1]] if len(entry.path) > 1 else None
        name = checked_name(entry.path[-1], "code")
        fields = checked_fields({f: getattr(entry, f) for f in FIELDS if f != "name"})
        row = {**fields, "name": name, "parent_id": parent_id, "sibling_key": sibling_key(parent_id, name)}
        guid = canonical_guid(entry.guid) if entry.guid else None
        # The same shipped code may live in two books of one project, as two codes.
        new_id = guid if guid and guid not in taken else ordered_guid()
        _refuse_taken_name(act.connection, {"id": known.id if known else new_id, "codebook_id": book, **row})
        if known is not None:
            left_out = [field for field in fields if getattr(entry, field) == getattr(EMPTY, field)]
            act.update(CodeRow, known.id, **{column: row[column] for column in row if column not in left_out})
            return known.id
        new = {**row, "id": new_id, "codebook_id": book, "position": float(place), "pin": None}
        new["color"] = new["color"] or PALETTE[place % len(PALETTE)]
        act.insert(CodeRow, [new])
        return new_id

    def _book_for(self, file: CodebookFile, codebook: str | Codebook | None, homes: Mapping[str, str]) -> str:
        if codebook is not None:
            return self.codebook(codebook).id
        if homes:
            return Counter(homes.values()).most_common(1)[0][0]
        books = self.codebooks()
        called = [book for book in books if name_key(book.name) == name_key(file.name)]
        if called or (len(books) == 1 and not file.named):
            return (called or books)[0].id
        return self.add_codebook(file.name, language=file.language, description=file.description).id

    def _book(self, codebook: str | Codebook | None) -> str:
        if codebook is not None:
            return self.codebook(codebook).id
        books = self.codebooks()
        return books[0].id if books else self.add_codebook(self._project.info().name).id

    def _new_row(self, connection: Connection, book: str, above: Code | None, name: str, fields: Any) -> Row:
        values = checked_fields(fields)
        parent_id = above.id if above else None
        last = connection.execute(
            select(func.max(CodeRow.position)).where(CodeRow.codebook_id == book, CodeRow.parent_id == parent_id)
        ).scalar()
        colors = connection.execute(select(CodeRow.color).where(CodeRow.codebook_id == book)).scalars()
        defaults = {
            "definition": "", "include": "", "exclude": "", "example": "", "aliases": [], "phrases": [],
            "literature": [], "scale": [], "labels": {}, "level": "code", "status": "active", "in_vivo": False,
            "pin": None, "color": least_used(colors),
        }  # fmt: skip
        place = {"position": (last or 0.0) + 1.0, "sibling_key": sibling_key(parent_id, name)}
        row = {"id": ordered_guid(), "codebook_id": book, "parent_id": parent_id, "name": name, **place}
        return {**row, **defaults, **values}


def _refuse_taken_name(connection: Connection, row: Row) -> None:
    query = select(CodeRow.name).where(
        CodeRow.codebook_id == row["codebook_id"], CodeRow.sibling_key == row["sibling_key"],
        CodeRow.id != row["id"],
    )  # fmt: skip
    taken = connection.execute(query).scalar()
    if taken is not None:
        raise Conflict(
            "there is a code «{name}» in the same place already",
            "merge the two, or choose another name",
            name=taken,
        )


def _beside(books: Codebooks, code: Code, name: str) -> Code:
    """The code of that name with the same parent as another, made if it is not there."""
    wanted = sibling_key(code.parent_id, checked_name(name, "code"))
    for each in books.codes(code.codebook_id):
        if sibling_key(each.parent_id, each.name) == wanted:
            return each
    fields: dict[str, Any] = {"status": code.status, "scale": code.scale, "level": code.level}
    return books.add(name, parent=code.parent_id, codebook=code.codebook_id, **fields)


def _update_label(project: Project, code: Code, values: Row) -> str:
    """What an update does to a code, in the words of the log."""
    if name := values.get("name"):
        return project.say("Renamed {name} to {new}", name=code.name, new=name)
    if values.get("status") == "retired":
        return project.say("Retired the code {name}", name=code.name)
    return project.say("Changed the code {name}", name=code.name)


def least_used(colors: Iterable[str]) -> str:
    """The colour of the palette that the fewest of these are, the first of them."""
    used = Counter(color.upper() for color in colors)
    return min(PALETTE, key=lambda color: used[color])


# What letters that nearly fit count at most.
FUZZY = 60.0
# How alike, of a hundred, two words are of which one may be the other mistyped.
SLIP = 75.0


def rank_codes(query: str, codes: Iterable[Code]) -> list[Code]:
    """The codes that fit a query, best first; with no query, the most used first."""
    from rapidfuzz import fuzz

    wanted = plain(query)
    if not wanted:
        return sorted(codes, key=lambda c: -c.codings)
    scored = []
    for code in codes:
        names = [plain(name) for name in (code.name, *code.labels.values(), *code.aliases)]
        # The name on the screen goes before what the code is called elsewhere.
        best = max(_score(wanted, names[0]), 0.95 * max(_score(wanted, name) for name in names))
        score = max(best, 0.8 * max(_score(wanted, plain(text)) for text in (code.full_name, *code.phrases)))
        if score < FUZZY and len(wanted) > 2:
            score = max(score, 0.01 * FUZZY * max(fuzz.WRatio(wanted, name, score_cutoff=75) for name in names))
        if score:
            scored.append((-score, -code.codings, len(code.name), code))
    return [code for *_, code in sorted(scored, key=lambda item: item[:3])]


def is_meant(query: str, code: Code) -> bool:
    """Whether each word typed stands in what a code is called, or would but for a slip of a finger."""
    from rapidfuzz import fuzz, process

    called = plain(" ".join((code.full_name, *code.labels.values(), *code.aliases)))
    known = called.split()
    return all(
        word in called or process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=SLIP)
        for word in plain(query).split()
    )


@lru_cache(maxsize=16_384)  # Names are compared at every letter typed.
def plain(text: str) -> str:
    """Letters as people type them in a hurry: lower case, æ ø å as ae, o, a, accents gone."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(FOLDED)
    return re.sub(r"[^\w ]+", " ", folded).strip()


FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "è": "e", "ê": "e", "ô": "o", "ö": "o", "ä": "ae"})


def _score(wanted: str, name: str) -> float:
    if name == wanted:
        return 100.0
    if name.startswith(wanted):
        return 90.0
    if any(word.startswith(wanted) for word in name.split()):
        return 80.0
    if all(any(word.startswith(part) for word in name.split()) for part in wanted.split()):
        return 75.0
    return 60.0 if wanted in name else 0.0


def entry_of(code: Code) -> CodeEntry:
    """A code as a file holds it."""
    fields = {field: getattr(code, field) for field in FIELDS if field != "name"}
    return CodeEntry(path=code.path, guid=code.id, **fields)


def _homes(entries: Iterable[CodeEntry], codes: Iterable[Code]) -> dict[str, str]:
    """The codebook that each tree of a file comes from, by its root's key: the one that knows a guid in it."""
    owners = {code.id: code.codebook_id for code in codes}
    homes: dict[str, str] = {}
    for entry in entries:
        if entry.guid and (owner := owners.get(canonical_guid(entry.guid))):
            homes.setdefault(name_key(entry.path[0]), owner)
    return homes


def _refuse_shared_paths(codes: Iterable[Code], books: Sequence[Codebook]) -> None:
    names = {book.id: book.name for book in books}
    owners: dict[tuple[str, ...], str] = {}
    for code in codes:
        owner = owners.setdefault(_folded(code.path), code.codebook_id)
        if owner != code.codebook_id:
            raise Conflict(
                "the code «{path}» is in two codebooks: {one} and {other}",
                "write one codebook at a time: --codebook NAME",
                path=code.full_name, one=names[owner], other=names[code.codebook_id],
            )  # fmt: skip


def _known_codes(entries: Sequence[CodeEntry], codes: Sequence[Code]) -> dict[tuple[str, ...], Code]:
    """The code that each path of a file stands for: by guid, else by the path, if no guid of the file claims it."""
    guids = {entry.path: canonical_guid(entry.guid) for entry in entries if entry.guid}
    by_guid = {code.id: code for code in codes}
    claimed = set(guids.values())
    by_path = {_folded(code.path): code for code in codes if code.id not in claimed}
    found = {
        entry.path: by_guid.get(guids.get(entry.path, "")) or by_path.get(_folded(entry.path)) for entry in entries
    }
    return {path: code for path, code in found.items() if code is not None}


def _folded(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(name_key, path))


def canonical_guid(guid: str) -> str:
    """A GUID in any of the spellings other programs use, as lower-case text with hyphens."""
    try:
        return str(UUID(guid))
    except ValueError:
        raise InvalidInput("«{guid}» is no guid", "leave it out, and the code gets a new one", guid=guid) from None


def checked_fields(fields: Mapping[str, Any]) -> Row:
    """Fields of a code as they are stored; raises InvalidInput for what is not one or not allowed."""
    values: Row = {}
    for field, value in fields.items():
        if field not in FIELDS:
            message = "a code has no field «{field}»"
            raise InvalidInput(message, "the fields are: {names}", field=field, names=", ".join(FIELDS))
        if field == "level":
            one_of(value, CODE_LEVELS, "level")
        if field == "status":
            one_of(value, CODE_STATUSES, "status")
        if field == "color" and value and not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
            raise InvalidInput("«{value}» is not a colour", "write it as #RRGGBB", value=value)
        values[field] = _stored(field, value)
    return values


def _stored(field: str, value: Any) -> Any:
    if field == "name":
        return checked_name(value, "code")
    if field in LISTS:
        return [str(item) for item in value]
    return dict(value) if field == "labels" else value


def _normal_path(reference: str) -> str:
    return " > ".join(part.strip() for part in reference.split(">")) if ">" in reference else reference.strip()


def _tree(children: Mapping[str | None, list[RowMapping]], parent: str | None, path: tuple[str, ...]) -> Iterable[Code]:
    for row in children.get(parent, ()):
        here = (*path, row["name"])
        yield Code(
            id=row["id"], codebook_id=row["codebook_id"], parent_id=row["parent_id"], name=row["name"], path=here,
            level=row["level"], status=row["status"], definition=row["definition"], include=row["include"],
            exclude=row["exclude"], example=row["example"], color=row["color"], aliases=tuple(row["aliases"]),
            phrases=tuple(row["phrases"]), literature=tuple(row["literature"]), labels=row["labels"],
            scale=tuple(row["scale"]), in_vivo=row["in_vivo"], pin=row["pin"], codings=row["codings"],
        )  # fmt: skip
        yield from _tree(children, row["id"], here)
