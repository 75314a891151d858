"""Interview guides as people write them: sections, questions, prompts, and what is none of these."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.text.guides import LINE_KINDS, MOST_CHARACTERS, MOST_LINES, GuideLine, parse_guide, read_guide
from qualcode.text.reading import read_file

SHIPPED = Path(__file__).parents[2] / "corpora" / "nav-studien" / "intervjuguide.md"


def shape(text: str) -> list[str]:
    """The lines as `S`, `Q` or `P` with depth, number and words."""
    return [f"{line.kind[0].upper()}{line.depth} {line.number}|{line.text}" for line in parse_guide(text)]


def test_headed_sections_with_paragraphs_probes_and_subprobes() -> None:
    text = """INTERVJUGUIDE FOR MENTORER

- *Formålet er å forstå hverdagen på arbeidsplassen, og det er ingen riktige svar.*
- *Lydopptaket slettes etterpå (spør først om lov).*

Bakgrunn

Kan du fortelle litt om bedriften?

- Hvor mange er dere?
 - o Hvor mange av dem er på tiltak?
 - Hvor lenge blir de?
- Hva lager dere?

Om samarbeidet med NAV:

Hvem ringer du til?
"""
    assert shape(text) == [
        "S0 |INTERVJUGUIDE FOR MENTORER\n"
        "Formålet er å forstå hverdagen på arbeidsplassen, og det er ingen riktige svar.\n"
        "Lydopptaket slettes etterpå (spør først om lov).",
        "S0 |Bakgrunn",
        "Q0 |Kan du fortelle litt om bedriften?",
        "P1 |Hvor mange er dere?",
        "P2 |Hvor mange av dem er på tiltak?",
        "P3 |Hvor lenge blir de?",
        "P1 |Hva lager dere?",
        "S0 |Om samarbeidet med NAV",
        "Q0 |Hvem ringer du til?",
    ]


def test_numbers_torn_from_their_questions_come_back_in_order() -> None:
    text = "Om mentor\n\n1.\n2.\n\nHvordan ble du valgt?\n\nHvor lenge har du vært det?\ne Hvor mye tid går med?\n"
    assert shape(text) == [
        "S0 |Om mentor", "Q0 1|Hvordan ble du valgt?", "Q0 2|Hvor lenge har du vært det?", "P1 |Hvor mye tid går med?",
    ]  # fmt: skip


def test_statements_are_asked_where_they_have_a_number_a_bullet_or_no_heading_to_be() -> None:
    assert shape("Om tiltaket\n\n1. Samarbeidet med skolen\n• Gode erfaringer\n2. Fortell om uka.\n") == [
        "S0 |Om tiltaket", "Q0 1|Samarbeidet med skolen", "P1 |Gode erfaringer", "Q0 2|Fortell om uka.",
    ]  # fmt: skip
    assert shape("Bakgrunn\n\n- Alder\n- Utdanning\n   - Fullført?\n") == [
        "S0 |Bakgrunn", "Q0 |Alder", "Q0 |Utdanning", "P1 |Fullført?",
    ]  # fmt: skip
    assert shape("Bakgrunn\n\nAlder\n\nUtdanning\n\nHelse\n\nHvordan har du det?\n") == [
        "S0 |Bakgrunn", "Q0 |Alder", "Q0 |Utdanning", "S0 |Helse", "Q0 |Hvordan har du det?",
    ]  # fmt: skip
    assert shape("Bakgrunn\nAlder\nKjønn\n\nHva gjør du?\n") == [
        "S0 |Bakgrunn", "Q0 |Alder", "Q0 |Kjønn", "Q0 |Hva gjør du?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Om deg\n1.1 Hva gjør du?\n1.2 Siden når?\n", ["S0 1|Om deg", "Q0 1.1|Hva gjør du?", "Q0 1.2|Siden når?"]),
        ("1. Hva gjør du?\n1.1 Siden når?\na) Hvorfor?\n", ["Q0 1|Hva gjør du?", "P1 1.1|Siden når?", "P1 a|Hvorfor?"]),
        ("Spørsmål 3: Hvem er du?\n", ["Q0 3|Hvem er du?"]),
        ("A. Om deg\n1. Hvem er du?\n", ["S0 A|Om deg", "Q0 1|Hvem er du?"]),
        ("# Tema\n\n## 1. Plan\n\nKven lagar planen?\n", ["S0 |Tema", "S1 1|Plan", "Q0 |Kven lagar planen?"]),
        ("**Om planen**\n\n*Hvem lager den?*\n", ["S0 |Om planen", "Q0 |Hvem lager den?"]),
        ("Tema\tSpør om\nPlan\tHvem?\tNår?\n", ["S0 |Tema · Spør om", "S0 |Plan", "Q0 |Hvem?", "Q0 |Når?"]),
        ("Vi snakker fritt. Det er opptak.\n\nHva nå?", ["S0 |Vi snakker fritt. Det er opptak.", "Q0 |Hva nå?"]),
        ("Hvordan bruker dere:\n- ros\n- press\n", ["Q0 |Hvordan bruker dere:", "P1 |ros", "P1 |press"]),
    ],
)  # fmt: skip
def test_the_ways_people_number_and_head_their_guides(text: str, expected: list[str]) -> None:
    assert shape(text) == expected


def test_hard_wrapped_lines_are_one_question() -> None:
    first = "4. Tar dere utgangspunkt i hva deltakeren ønsker seg først og finner så fram til"
    over_a_gap = "5. Hvordan er fordelingen av arbeid mellom deg og den nærmeste lederen på kontoret for\n\ndeltakeren?"
    assert shape(f"{first}\narbeidsplass og mentor?\n{over_a_gap}\n") == [
        "Q0 4|Tar dere utgangspunkt i hva deltakeren ønsker seg først og finner så fram til arbeidsplass og mentor?",
        "Q0 5|Hvordan er fordelingen av arbeid mellom deg og den nærmeste lederen på kontoret for deltakeren?",
    ]


def test_a_word_guide_is_read_by_its_headings_and_list_items(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Om planen", 1)
    document.add_paragraph("Hvordan blir planen til?")
    document.add_paragraph("hvem skriver", style="List Bullet")
    document.add_heading("Hva med trekk?", 2)
    document.add_paragraph("Når trekker dere?", style="List Number")
    target = io.BytesIO()
    document.save(target)
    (tmp_path / "guide.docx").write_bytes(target.getvalue())
    lines = read_guide(read_file(tmp_path / "guide.docx"))
    assert [(line.kind, line.text, line.depth) for line in lines] == [
        ("section", "Om planen", 0), ("question", "Hvordan blir planen til?", 0), ("prompt", "hvem skriver", 1),
        ("section", "Hva med trekk?", 1), ("question", "Når trekker dere?", 0),
    ]  # fmt: skip


def test_the_shipped_guide_has_its_fifteen_questions() -> None:
    lines = read_guide(read_file(SHIPPED))
    assert [line.number for line in lines if line.kind == "question"] == [str(n) for n in range(1, 16)]
    assert sum(line.kind == "prompt" for line in lines) == 31
    assert [line.text for line in lines if line.kind == "section"][1:3] == ["Bakgrunn", "Inn i programmet"]
    assert "trekke seg når som helst." in lines[0].text


@pytest.mark.parametrize(
    "text", ["", "  \n\n", "Bakgrunn", "Bare ord som forteller noe.", "a?" + "x" * MOST_CHARACTERS,
             "Hva?\n" * (MOST_LINES + 1)],
)  # fmt: skip
def test_what_is_no_guide_is_refused_with_advice(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_guide(text)
    assert refused.value.hint


PIECES = st.sampled_from(
    ["Bakgrunn", "Hva gjør du?", "- Når?", " - o Hvor?", "1.", "2. Hvem?", "a) Hvorfor?", "", "\t", "x\ty?", "# T",
     "**", "Dette er en lang setning som forteller noe om intervjuet.", "o", "- ", "\x1b[31m?", "e Hva?", "é?", "😀"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=30), max_size=25).map("\n".join))
def test_any_text_gives_lines_with_words_of_the_text_or_is_refused(text: str) -> None:
    try:
        lines = parse_guide(text)
    except InvalidInput:
        return
    source = "".join(text.split())
    above = -1
    for line in lines:
        assert line.kind in LINE_KINDS
        assert line.text.strip()
        assert all("".join(word.split()) in source for word in line.text.split() if word != "·")
        if line.kind == "prompt":
            assert 1 <= line.depth <= above + 1
        above = line.depth if line.kind == "prompt" else 0
    assert isinstance(lines[0], GuideLine)
