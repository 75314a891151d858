"""Small random studies inside a real project, for the tests that count and quote: everything collides, nothing is kept.

What is expected of a study is worked out from plain sets of (document, code point), in the test itself or by
`tests.analysis.brute_force`; only what a turn, a sentence, a paragraph and a word is comes from the program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from hypothesis import strategies as st

from qualcode.project.project import Project
from qualcode.project.records import CodingRow, Turn
from qualcode.text.units import paragraphs, sentences, words
from tests.analysis.brute_force import Place, Row, Span

# Each code by its path, with its level; the two called A lie in different branches, and nobody ever uses the last.
CODES = (
    ("Tema", "theme"),
    ("Tema > Kategori", "category"),
    ("Tema > Kategori > A", "code"),
    ("Tema > B", "code"),
    ("Rot", "code"),
    ("Rot > A", "code"),
    ("Tom", "code"),
)
SHOWN = ("Tema", "Kategori", "Tema > Kategori > A", "B", "Rot", "Rot > A", "Tom")
STAND_INS = {"code": (0, 1, 2, 3, 4, 5, 6), "category": (0, 1, 1, 0, 4, 4, 6), "theme": (0, 0, 0, 0, 4, 4, 6)}
USED = len(CODES) - 1
CODERS = ("Ida", "Jon", "Åse")
ROLES = {"I": "interviewer", "Berit": "participant", "Kåre 𝕏": "participant", "Begge": "joint"}
CASES = ("Berit Dal", "Kåre Li", "Åse Vik")
OFFICES = ("B", "A", "B")
MUNICIPALITIES = ("Elvestad", "", "Fjordvik")
TOKENS = ("Ja.", "på", "😀", "𝕏yz", "NAV-kontoret", "Hva?", "«tall»", "…", "–", "Å!", "mm,\u00a0ja", "👩‍👧", "Så\nda")


@dataclass(frozen=True)
class Study:
    """Texts, the case behind each speaker of each of them (-1 for none), and the codings."""

    texts: tuple[str, ...]
    links: tuple[Mapping[str, int], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Speech:
    """One turn of a study as it was stored, with the number of its document and of its speaker's case."""

    document: int
    turn: Turn
    case: int


utterances = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=5).map(" ".join)
lines = st.tuples(st.sampled_from(["", *ROLES]), utterances).map(lambda line: ": ".join(filter(None, line)))
texts = st.lists(lines, min_size=1, max_size=5).map("\n\n".join)
links = st.fixed_dictionaries({label: st.integers(-1, len(CASES) - 1) for label in ROLES})


def _places(text: str) -> st.SearchStrategy[int]:
    """Any place in a text, but often one where a turn, a sentence or a word begins or ends."""
    edges = {edge for gap in re.finditer(r": |\s+", text) for edge in gap.span()}
    return st.sampled_from(sorted(edges | {0})) | st.integers(0, len(text))


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """One to three texts, coded between few cuts, so that spans touch, nest, overlap and come twice."""
    found = draw(st.lists(texts, min_size=1, max_size=3))
    cuts = [sorted({0, len(text), *draw(st.sets(_places(text), max_size=6))}) for text in found]
    rows = set()
    for _ in range(draw(st.integers(0, 12))):
        document = draw(st.integers(0, len(found) - 1))
        start = draw(st.sampled_from(cuts[document][:-1]))
        end = draw(st.sampled_from([cut for cut in cuts[document] if cut > start]))
        rows.add(Row(document, draw(st.integers(0, USED - 1)), draw(st.integers(0, len(CODERS) - 1)), start, end))
    return Study(tuple(found), tuple(draw(links) for _ in found), tuple(sorted(rows)))


def prepare(project: Project) -> None:
    """What all studies share: codes, coders, cases and attributes."""
    for path, level in CODES:
        *above, name = path.split(" > ")
        project.codebook.add(name, parent=" > ".join(above) or None, level=level)
    project.cases.define_attribute("Kontor", type="ordered list", choices=("B", "A"))
    project.cases.define_attribute("Rolle")
    project.cases.define_attribute("Kommune", applies_to="document")
    for name, office in zip(CASES, OFFICES, strict=True):
        project.cases.add(name, attributes={"Kontor": office})
    project.cases.set_attribute("Kåre Li", "Rolle", "veileder")


class _Enough(Exception):
    """Ends an act without storing it."""


@contextmanager
def stored(project: Project, study: Study) -> Iterator[list[Speech]]:
    """The study inside an act that is never stored; gives the turns that the texts were found to have."""
    with suppress(_Enough), project.action("a random study"):
        for number, text in enumerate(study.texts):
            document = project.corpus.add(f"Intervju {number}", text, speakers=ROLES, language="nb")
            for speaker in project.corpus.speakers(document):
                case = study.links[number][speaker.label]
                project.corpus.link_speaker(speaker.id, CASES[case] if case >= 0 else None)
            if municipality := MUNICIPALITIES[number]:
                project.cases.set_document_attribute(document, "Kommune", municipality)
        project.coding.import_rows(
            CodingRow(f"Intervju {row.document}", row.start, row.end, CODES[row.code][0], CODERS[row.coder])
            for row in study.rows
        )
        yield [
            Speech(number, turn, study.links[number].get(turn.speaker or "", -1))
            for number in range(len(study.texts))
            for turn in project.corpus.turns(f"Intervju {number}")
        ]
        raise _Enough


def units(kind: str, study: Study, speech: list[Speech]) -> list[Span]:
    """The spans of sentences, turns, paragraphs, documents, cases or words."""
    if kind == "case":
        return [Span(s.document, s.turn.start, s.turn.end, s.case) for s in speech if s.case >= 0]
    turns = [[(s.turn.start, s.turn.end) for s in speech if s.document == n] for n in range(len(study.texts))]
    cut: dict[str, Callable[[int, str], Iterable[tuple[int, int]]]] = {
        "sentence": lambda _, text: sentences(text),
        "paragraph": lambda _, text: paragraphs(text),
        "word": lambda _, text: words(text),
        "document": lambda _, text: [(0, len(text))],
        "turn": lambda number, _: turns[number],
    }
    spans = [(number, *span) for number, text in enumerate(study.texts) for span in cut[kind](number, text)]
    return [Span(number, start, end, unit) for unit, (number, start, end) in enumerate(spans)]


def informant_words(study: Study, speech: list[Speech]) -> list[set[Place]]:
    """The code points of each word, interviewer's words left out."""
    asked = [(s.document, s.turn.start, s.turn.end) for s in speech if s.turn.interviewer]
    answered = [(s.document, s.turn.start, s.turn.end) for s in speech if not s.turn.interviewer]
    for n, text in enumerate(study.texts):
        spoken = [(text.rfind("\n", 0, start) + 1, end) for place, start, end in asked + answered if place == n]
        if 5 * len({place for start, end in spoken for place in range(start, end)}) < len(text):
            edges = [0, *(edge for place, *span in sorted(asked) if place == n for edge in span), len(text)]
            answered = [turn for turn in answered if turn[0] != n]
            answered += [(n, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [
        {(document, place) for place in range(base + start, base + end)}
        for document, base, until in answered
        for start, end in words(study.texts[document][base:until])
    ]
