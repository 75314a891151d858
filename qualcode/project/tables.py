"""`project.tables`: co-occurrence and matrices; codings go to the analysis as arrays and come back with names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import InvalidInput
from qualcode.project.database import at_one_moment, tuples
from qualcode.project.records import PATH_SEPARATOR, Code, Coding, Cooccurrence, Document, Matrix, places
from qualcode.project.schema import CodingRow
from qualcode.project.structure import that_count
from qualcode.text.turns import counted_spans
from qualcode.text.units import paragraphs, sentences, words

if TYPE_CHECKING:
    from qualcode.analysis.codings import CodingArrays, IntArray, Units
    from qualcode.analysis.cooccurrence import PairCounts
    from qualcode.project.project import Project

MANY = 900  # ids that are looked up by name; more than that, and reading all codings is quicker
WITHIN = ("overlap", "sentence", "turn", "paragraph", "document", "case", "near:N")
ROWS = ("code", "category", "theme")
COLUMNS = ("document", "case", "speaker", "coder", "attribute:NAME")


@dataclass(frozen=True, slots=True)
class Material:
    """The codings of a project as arrays, with the names their numbers stand for."""

    arrays: CodingArrays
    ids: Sequence[str]
    documents: Sequence[Document]
    codes: Sequence[Code]
    coders: Sequence[str]


class Tables:
    """Counts over the codings of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @at_one_moment
    def cooccurrence(
        self, *, within: str = "overlap", coders: Sequence[str] = (), level: str = "code"
    ) -> list[Cooccurrence]:
        """The pairs of codes that occur together, one row each, in the order of the codebook."""
        material, counts = self._counts(within, coders, level)
        table = counts.table()
        names = shown_names(material.codes)
        columns: list[list[Any]] = [[names[code] for code in side] for side in (table.a, table.b)]
        for column in (table.pairs, table.characters, table.units, table.units_a, table.units_b, table.jaccard):
            columns.append([None] * len(table) if column is None else column.tolist())
        columns += [table.documents.tolist(), table.cases.tolist()]
        return list(map(Cooccurrence, *columns))

    @at_one_moment
    def square(
        self, measure: str, *, within: str = "overlap", coders: Sequence[str] = (), level: str = "code"
    ) -> Matrix:
        """One measure for every two codes in use, in the order of the codebook."""
        material, counts = self._counts(within, coders, level)
        square = counts.square(measure)
        used = sorted(counts.codes.tolist())
        names = shown_names(material.codes)
        cells = tuple(tuple(_number(square[a, b]) for b in used) for a in used)
        labels = tuple(names[code] for code in used)
        return Matrix(labels, labels, cells)

    @at_one_moment
    def passages(
        self, code_a: str | Code, code_b: str | Code, *, within: str = "overlap", coders: Sequence[str] = (),
        level: str = "code",
    ) -> list[tuple[Coding, Coding]]:  # fmt: skip
        """The pairs of codings that a cell of the table stands for, in reading order."""
        from qualcode.analysis.cooccurrence import behind_near, behind_overlap, behind_units

        material = self._material(coders, level, also="id")
        place = places(material.codes)
        a, b = (place[self._project.codebook.code(code).id] for code in (code_a, code_b))
        if within == "overlap":
            ours, theirs = behind_overlap(material.arrays, a, b)
        elif (distance := near_distance(within)) is not None:
            ours, theirs = behind_near(material.arrays, a, b, self._units("word", material.documents), distance)
        else:
            ours, theirs = behind_units(material.arrays, a, b, self._units(within, material.documents))
        pairs = [(material.ids[i], material.ids[j]) for i, j in zip(ours.tolist(), theirs.tolist(), strict=True)]
        wanted = list({coding_id for pair in pairs for coding_id in pair})
        codings = {c.id: c for c in self._project.coding.codings(ids=wanted if len(wanted) < MANY else None)}
        return [(codings[i], codings[j]) for i, j in pairs]

    @at_one_moment
    def matrix(
        self, *, rows: str = "code", columns: str = "document", count: str = "codings", coders: Sequence[str] = ()
    ) -> Matrix:
        """Codes (or categories, themes) against documents, cases, speakers, coders or the values of an attribute."""
        from qualcode.analysis import tables
        from qualcode.analysis.codings import split_by_units

        if rows not in ROWS:
            raise InvalidInput(
                "«{rows}» cannot be the rows of a table", "choose one of: {choices}", rows=rows, choices=", ".join(ROWS)
            )
        material = self._material(coders, rows, also="coder" if columns == "coder" else "")
        arrays, column, names, cut = self._columns(columns, material)
        cases = None
        if count == "cases":
            pieces = split_by_units(arrays, self._case_units(material.documents))
            arrays, column, cases = pieces.codings, column[pieces.row], pieces.unit
        own_words = self._informant_words(material.documents) if count == "words" else None
        cells = tables.matrix(
            arrays, column, len(material.codes), len(names), count, rows=cut, cases=cases, words=own_words
        )
        shown = shown_names(material.codes)
        kept = [place for place in range(len(shown)) if rows == "code" or cells[place].any()]
        return Matrix(
            tuple(shown[place] for place in kept), tuple(names), tuple(tuple(cells[place].tolist()) for place in kept)
        )

    def _counts(self, within: str, coders: Sequence[str], level: str) -> tuple[Material, PairCounts]:
        from qualcode.analysis import cooccurrence

        material = self._material(coders, level)
        n, cases = len(material.codes), self._case_units(material.documents)
        if within == "overlap":
            return material, cooccurrence.overlap(material.arrays, n, cases)
        if (distance := near_distance(within)) is not None:
            own_words = self._units("word", material.documents)
            return material, cooccurrence.near(material.arrays, own_words, distance, n, cases)
        units = self._units(within, material.documents)
        return material, cooccurrence.within_units(material.arrays, units, n, cases)

    def _material(self, coders: Sequence[str], level: str, *, also: str = "") -> Material:
        """Every coding as numbers; with `level` each stands under its category or theme.

        Who coded and the codings' ids are read only when `also` says "coder" or "id": text takes its time to fetch.
        """
        import numpy as np

        from qualcode.analysis.codings import CodingArrays, ancestors_at, at_level

        if level not in ROWS:
            raise InvalidInput(
                "«{level}» is not a level", "choose one of: {choices}", level=level, choices=", ".join(ROWS)
            )
        documents, codes = self._project.corpus.documents(), self._project.codebook.codes()
        people = self._project.coding.coders()
        extra = {"coder": [CodingRow.coder_id], "id": [CodingRow.id], "": []}[also]
        span = (CodingRow.start_offset, CodingRow.end_offset)
        query = select(CodingRow.document_id, CodingRow.code_id, *span, *extra)
        if coders:
            query = query.where(CodingRow.coder_id.in_([self._project.coding.coder(name).id for name in coders]))
        with self._project.read() as connection:
            rows = tuples(connection, query.where(*that_count(connection)))
        document_at, code_at, coder_at = places(documents), places(codes), places(people)
        flat: list[int] = []
        if also == "coder":
            for document, code, start, end, coder in rows:
                flat += (document_at[document], code_at[code], coder_at[coder], start, end)
        else:
            for row in rows:
                flat += (document_at[row[0]], code_at[row[1]], 0, row[2], row[3])
        arrays = CodingArrays.of(*np.array(flat, dtype=np.int64).reshape(-1, 5).T)
        if level != "code":
            parents = [code_at[code.parent_id] if code.parent_id else -1 for code in codes]
            arrays = at_level(arrays, ancestors_at(level, parents, [code.level for code in codes]))
        ids = [row[-1] for row in rows] if also == "id" else []
        return Material(arrays, ids, documents, codes, [person.name for person in people])

    def _units(self, kind: str, documents: Sequence[Document]) -> Units:
        from qualcode.analysis.codings import Units

        if kind == "case":
            return self._case_units(documents)
        rows = list(self._spans(kind, documents))
        number, start, end = zip(*rows, strict=True) if rows else ((), (), ())
        return Units.of(number, start, end)

    def _spans(self, kind: str, documents: Sequence[Document]) -> Iterator[tuple[int, int, int]]:
        if kind == "document":
            yield from ((number, 0, document.characters) for number, document in enumerate(documents))
            return
        if kind == "turn":
            turns = self._project.corpus.all_turns()
            for number, document in enumerate(documents):
                yield from ((number, turn.start, turn.end) for turn in turns.get(document.id, ()))
            return
        cutters: dict[str, Callable[[str], Iterable[tuple[int, int]]]]
        cutters = {"sentence": sentences, "paragraph": paragraphs, "word": words}
        texts = self._project.corpus.texts()
        for number, document in enumerate(documents):
            yield from ((number, start, end) for start, end in cutters[kind](texts[document.id]))

    def _case_units(self, documents: Sequence[Document]) -> Units:
        """What each case says: the turns of the speakers linked to it."""
        from qualcode.analysis.codings import Units

        numbers = {case.id: number for number, case in enumerate(self._project.cases.cases())}
        speakers = {speaker.id: speaker.case_id for speaker in self._project.corpus.speakers()}
        turns = self._project.corpus.all_turns() if any(speakers.values()) else {}
        rows = [
            (place, turn.start, turn.end, numbers[case_id])
            for place, document in enumerate(documents)
            for turn in turns.get(document.id, ())
            if (case_id := speakers.get(turn.speaker_id or "")) is not None
        ]
        document, start, end, unit = zip(*rows, strict=True) if rows else ((), (), (), ())
        return Units.of(document, start, end, unit)

    def _informant_words(self, documents: Sequence[Document]) -> Units:
        """The words that count: all but the interviewer's."""
        from qualcode.analysis.codings import Units

        texts, turns = self._project.corpus.texts(), self._project.corpus.all_turns()
        rows = [
            (number, start + base, end + base)
            for number, document in enumerate(documents)
            for base, until in counted_spans(
                texts[document.id], [(t.start, t.end, t.interviewer) for t in turns.get(document.id, ())]
            )
            for start, end in words(texts[document.id][base:until])
        ]
        number, start, end = zip(*rows, strict=True) if rows else ((), (), ())
        return Units.of(number, start, end)

    def _columns(
        self, columns: str, material: Material
    ) -> tuple[CodingArrays, IntArray, Sequence[str], IntArray | None]:
        """The codings (cut to turns where the column is who speaks), the column of each, and the columns' names."""
        import numpy as np

        from qualcode.analysis.codings import split_by_units

        arrays = material.arrays
        if columns == "document":
            return arrays, arrays.document, [document.name for document in material.documents], None
        if columns == "coder":
            at_work = np.unique(arrays.coder)
            return arrays, np.searchsorted(at_work, arrays.coder), [material.coders[n] for n in at_work], None
        if columns == "case":
            names = [case.name for case in self._project.cases.cases()]
            pieces = split_by_units(arrays, self._case_units(material.documents))
            return pieces.codings, pieces.unit, names, pieces.row
        if columns == "speaker":
            units, names = self._speaker_units(material.documents)
            pieces = split_by_units(arrays, units)
            return pieces.codings, pieces.unit, names, pieces.row
        if columns.startswith("attribute:"):
            return self._attribute_columns(columns.removeprefix("attribute:"), material)
        raise InvalidInput(
            "«{columns}» cannot be the columns of a table",
            "choose one of: {choices}",
            columns=columns,
            choices=", ".join(COLUMNS),
        )

    def _speaker_units(self, documents: Sequence[Document]) -> tuple[Units, list[str]]:
        from qualcode.analysis.codings import Units

        turns = self._project.corpus.all_turns()
        labels = dict.fromkeys(
            turn.speaker for document in documents for turn in turns.get(document.id, ()) if turn.speaker
        )
        numbers = {label: number for number, label in enumerate(labels)}
        rows = [
            (place, turn.start, turn.end, numbers[turn.speaker])
            for place, document in enumerate(documents)
            for turn in turns.get(document.id, ())
            if turn.speaker
        ]
        document, start, end, unit = zip(*rows, strict=True) if rows else ((), (), (), ())
        return Units.of(document, start, end, unit), list(labels)

    def _attribute_columns(
        self, name: str, material: Material
    ) -> tuple[CodingArrays, IntArray, Sequence[str], IntArray | None]:
        import numpy as np

        from qualcode.analysis.codings import split_by_units

        attribute = self._project.cases.attribute(name)
        if attribute.applies_to == "document":
            values = self._project.cases.document_values(attribute)
            held = [values.get(document.id, "") for document in material.documents]
            names = _ordered(held, attribute.choices)
            column = np.array([names.index(value) if value else -1 for value in held], dtype=np.int64)
            return material.arrays, column[material.arrays.document], names, None
        held = [case.attributes.get(attribute.name, "") for case in self._project.cases.cases()]
        names = _ordered(held, attribute.choices)
        column = np.array([names.index(value) if value else -1 for value in held] or [-1], dtype=np.int64)
        pieces = split_by_units(material.arrays, self._case_units(material.documents))
        return pieces.codings, column[pieces.unit], names, pieces.row


def near_distance(within: str) -> int | None:
    """The N of `near:N`, or None for another way of counting; raises InvalidInput for what is none."""
    if not within.startswith("near:"):
        if within not in WITHIN:
            raise InvalidInput(
                "«{within}» is no unit to count within",
                "choose one of: {choices}",
                within=within,
                choices=", ".join(WITHIN),
            )
        return None
    number = within.removeprefix("near:")
    if not number.isdecimal():
        raise InvalidInput(
            "«{within}» does not say how near", "write near:10 for at most ten words apart", within=within
        )
    return int(number)


def shown_names(codes: Sequence[Code]) -> list[str]:
    """What a table calls each code: its name, or its path where two codes share the name."""
    seen: dict[str, int] = {}
    for code in codes:
        seen[code.name] = seen.get(code.name, 0) + 1
    return [code.name if seen[code.name] == 1 else PATH_SEPARATOR.join(code.path) for code in codes]


def _ordered(values: Iterable[str], choices: Sequence[str]) -> list[str]:
    """Values in the order of the attribute's own list; others after it, numbers by size."""
    places = {choice: place for place, choice in enumerate(choices)}
    found = {value for value in values if value}

    def key(value: str) -> tuple[int, float, str]:
        number = value.replace(",", ".", 1)
        return places.get(value, len(places)), float(number) if number.replace(".", "", 1).isdigit() else 0.0, value

    return sorted(found, key=key)


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else float(value)
