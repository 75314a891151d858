"""Which table F6 shows: what can be chosen, in words; the counting; and the quotes behind a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from qualcode.exchange.tables import in_use
from qualcode.project.project import Project
from qualcode.project.records import Code, Matrix, Quote
from qualcode.project.tables import near_distance, shown_names
from qualcode.tui.words import tr

TOGETHER = "together"
NEAR = "near"
RATIOS = ("jaccard", "c")


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table: codes against each other (`columns` is TOGETHER), or against documents, cases, speakers …"""

    columns: str = TOGETHER
    within: str = "overlap"
    measure: str = "pairs"
    count: str = "codings"
    level: str = "code"
    coder: str = ""
    unused: bool = False

    @property
    def square(self) -> bool:
        """Whether the columns are the rows once more."""
        return self.columns == TOGETHER

    @property
    def counted(self) -> str:
        """What the cells hold."""
        return self.measure if self.square else self.count

    @property
    def coders(self) -> list[str]:
        """As the project's calls take it: none is all."""
        return [self.coder] if self.coder else []

    def counting(self, counted: str) -> TableChoice:
        """The same with something else in the cells."""
        return replace(self, measure=counted) if self.square else replace(self, count=counted)

    def joined_by(self, within: str) -> TableChoice:
        """The same with another idea of together; a measure it does not have gives way to its first."""
        known = [offer.key for offer in measures(within)]
        return replace(self, within=within, measure=self.measure if self.measure in known else known[0])

    def words(self) -> str:
        """The whole choice in one line."""
        counted = _named(measures(self.within) if self.square else counts(), self.counted)
        together = [_named(ways(self.within), self.within.partition(":")[0])] if self.square else []
        title = f"{levels()[self.level]} × {_columns_word(self.columns, self.level)}"
        return " · ".join([title, counted, *together, self.coder or tr("all coders")])


class Offer(NamedTuple):
    """Something to choose: its key, its name, and what it means where the name does not say it."""

    key: str
    name: str
    meaning: str = ""

    @property
    def line(self) -> tuple[str, str]:
        """As a question shows it."""
        return self.key, f"{self.name}: {self.meaning}" if self.meaning else self.name


def levels() -> dict[str, str]:
    """What the rows can be."""
    return {"code": tr("codes"), "category": tr("categories"), "theme": tr("themes")}


def tables(project: Project) -> list[Offer]:
    """What the columns can be, attributes of this project included."""
    fixed = [
        Offer(TOGETHER, tr("codes that occur together")),
        Offer("document", tr("codes in each document")),
        Offer("case", tr("codes in what each case says")),
        Offer("speaker", tr("codes in what each speaker says")),
        Offer("coder", tr("codes by each coder")),
    ]
    names = [attribute.name for attribute in project.cases.attributes()]
    return fixed + [Offer(f"attribute:{name}", tr("codes by {attribute}", attribute=name)) for name in names]


def ways(within: str) -> list[Offer]:
    """What can count as together; `near` keeps its number of words."""
    distance = near_distance(within)
    return [
        Offer("overlap", tr("on the same text"), tr("the codings share at least one character")),
        Offer("sentence", tr("in the same sentence")),
        Offer("turn", tr("in the same turn")),
        Offer("paragraph", tr("in the same paragraph")),
        Offer("document", tr("in the same document")),
        Offer("case", tr("in what the same case says")),
        Offer(NEAR, tr("at most {n} words apart", n=10 if distance is None else distance), tr("you say how many")),
    ]


def measures(within: str) -> list[Offer]:
    """What can be counted for this idea of together, the usual one first."""
    pairs = Offer("pairs", tr("pairs of codings"))
    places = [Offer("documents", tr("documents where they meet")), Offer("cases", tr("cases where they meet"))]
    c = Offer("c", tr("c"), tr("ATLAS.ti's coefficient, on pairs; may leave 0–1"))
    if within == "overlap":
        shared = Offer("characters", tr("characters with both"))
        jaccard = Offer("jaccard", tr("Jaccard"), tr("text with both as a share of the text with either, 0–1"))
        return [pairs, shared, jaccard, *places, c]
    if near_distance(within) is not None:
        return [pairs, *places, c]
    units = Offer("units", tr("units with both"))
    jaccard = Offer("jaccard", tr("Jaccard"), tr("units with both as a share of the units with either, 0–1"))
    return [units, jaccard, *places]


def counts() -> list[Offer]:
    """What can be counted where the columns are not codes."""
    return [
        Offer("codings", tr("codings")),
        Offer("documents", tr("documents with the code")),
        Offer("cases", tr("cases with the code")),
        Offer("characters", tr("characters coded")),
        Offer("words", tr("words coded"), tr("without the interviewer's")),
    ]


def counted_table(project: Project, choice: TableChoice) -> Matrix:
    """Count all that the choice takes in."""
    if choice.square:
        return project.tables.square(choice.measure, within=choice.within, coders=choice.coders, level=choice.level)
    return project.tables.matrix(rows=choice.level, columns=choice.columns, count=choice.count, coders=choice.coders)


def shown_part(choice: TableChoice, counted: Matrix) -> Matrix:
    """Without `unused`, rows and columns where nothing is are left out, and codes that meet no other code."""
    if choice.unused:
        return counted
    return of_company(counted) if choice.square else in_use(counted)


def of_company(square: Matrix) -> Matrix:
    """The square of the codes that occur together with at least one other."""
    kept = [row for row, cells in enumerate(square.cells) if any(cells[:row]) or any(cells[row + 1 :])]
    names = tuple(square.rows[row] for row in kept)
    return Matrix(names, names, tuple(tuple(square.cells[row][column] for column in kept) for row in kept))


def codes_by_name(project: Project) -> dict[str, Code]:
    """The codes by what tables call them."""
    codes = project.codebook.codes()
    return dict(zip(shown_names(codes), codes, strict=True))


def behind(project: Project, choice: TableChoice, row: Code, column: str) -> list[tuple[Quote, ...]]:
    """The passages that a cell counts: pairs of quotes where codes meet, else single quotes."""
    language = project.info().language
    below = choice.level != "code"

    def quotes(*codes: Code) -> list[Quote]:
        return project.quotes.quotes(
            codes=codes, coders=choice.coders, subtree=below, style=language, language=language
        )

    if not choice.square:
        belongs = _in_column(project, choice.columns, column)
        return [(quote,) for quote in quotes(row) if belongs(quote)]
    other = codes_by_name(project)[column]
    if other.id == row.id:
        return [(quote,) for quote in quotes(row)]
    by_id = {quote.coding_id: quote for quote in quotes(row, other)}
    pairs = project.tables.passages(row, other, within=choice.within, coders=choice.coders, level=choice.level)
    return [(by_id[one.id], by_id[two.id]) for one, two in pairs if one.id in by_id and two.id in by_id]


def _in_column(project: Project, columns: str, name: str) -> Callable[[Quote], bool]:
    """Whether a quote belongs in a column."""
    match columns:
        case "document":
            return lambda quote: quote.document == name
        case "coder":
            return lambda quote: quote.coder == name
        case "speaker":
            return lambda quote: name in quote.speaker.split(", ")
        case "case":
            return _said_by(project, [name])
    attribute = project.cases.attribute(columns.removeprefix("attribute:"))
    if attribute.applies_to == "document":
        values = project.cases.document_values(attribute)
        return lambda quote: values.get(quote.document_id) == name
    cases = [case.name for case in project.cases.cases() if case.attributes.get(attribute.name) == name]
    return _said_by(project, cases)


def _said_by(project: Project, cases: Sequence[str]) -> Callable[[Quote], bool]:
    wanted = set(cases)
    voices = {(each.document_id, each.label) for each in project.corpus.speakers() if each.case in wanted}
    return lambda quote: any((quote.document_id, label) in voices for label in quote.speaker.split(", "))


def _named(offers: Sequence[Offer], key: str) -> str:
    return next(offer.name for offer in offers if offer.key == key)


def _columns_word(columns: str, level: str) -> str:
    words = {
        TOGETHER: levels()[level],
        "document": tr("documents"),
        "case": tr("cases"),
        "speaker": tr("speakers"),
        "coder": tr("coders"),
    }
    return words.get(columns) or columns.removeprefix("attribute:")
