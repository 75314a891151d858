"""Headings of plain texts."""

from __future__ import annotations

import pytest

from qualcode.text.rules.headings import contents_lines, headings
from qualcode.text.rules.lines import read_sheet

PROSE = (
    "De som flyttet hit etter krigen, kom fra øyene utenfor, og mange av dem hadde aldri eid jord. De bygde husene "
    "selv, av tømmer de fikk på avbetaling, og kalte veien opp fra kaia for Storgata."
)


def found(*paragraphs: str, gap: str = "\n\n") -> list[tuple[int, str]]:
    """The headings of a text of these paragraphs, with their levels."""
    sheet = read_sheet(gap.join(paragraphs))
    return [(heading.level, sheet.words(heading.line)) for heading in headings(sheet, {})]


def test_numbers_give_the_level() -> None:
    text = ("1. Byen", PROSE, "1.1 Havna", PROSE, "1.1.1 Kaia", PROSE, "2. Landet", PROSE)
    assert found(*text) == [(1, "1. Byen"), (2, "1.1 Havna"), (3, "1.1.1 Kaia"), (1, "2. Landet")]


def test_a_numbered_list_is_no_headings() -> None:
    assert found(PROSE, "1. Hus og hjem", "2. Arbeid", "3. Helse", PROSE) == []


@pytest.mark.parametrize(
    "line",
    [
        "1. Hva heter du?", "2019 var et godt år", "3 av dem ble igjen", "Bosted, arbeid,", "Vi gikk hjem.", "Ja!",
        "(latter)", "https://eksempel.no/side", "post@eksempel.no", "Kari Lien", "Kari Lien og Per Moe",
        "Kari Lien, lærer ved skolen", "Hun sa:",
    ],
)  # fmt: skip
def test_lines_that_only_look_like_headings_are_none(line: str) -> None:
    assert found(PROSE, line, PROSE) == []


@pytest.mark.parametrize(
    "line", ["Innledning", "Vedlegg 2: Brev til deltakerne", "KAPITTEL 3", "Kapittel 4", "OM BYEN"]
)
def test_named_and_capital_lines_open_parts(line: str) -> None:
    assert found(PROSE, line, PROSE) == [(1, line)]


def test_a_short_line_alone_before_prose_is_a_heading_below_the_numbered_one() -> None:
    assert found("1. Byen", PROSE, "Folk i gata", PROSE) == [(1, "1. Byen"), (2, "Folk i gata")]


def test_a_short_line_before_short_lines_is_none() -> None:
    assert found(PROSE, "Med hilsen", "oss alle her", "på kontoret") == []


def test_lines_set_further_apart_are_headings() -> None:
    paragraphs = f"{PROSE}\n\n\n".join([""] * 5)
    assert found(paragraphs + "\n\n\n«Vi eide ingenting»", PROSE, gap="\n\n\n") == [(2, "«Vi eide ingenting»")]


def test_a_hard_wrapped_sentence_holds_no_heading() -> None:
    wrapped = (
        "De som flyttet hit etter krigen, kom fra øyene utenfor og fra\n"
        "Nordland fylke, der mange av dem hadde eid en båt eller to, og\n"
        "2.1 Prosent av dem hadde jord å dyrke, mens resten leide den\n"
        "av andre og betalte for den med arbeid om våren og høsten når\n"
        "det trengtes.\n"
    )
    assert found(wrapped) == []


def test_a_table_of_contents_is_known_by_its_page_numbers() -> None:
    sheet = read_sheet("1. Byen.....\t1\n1.1 Havna\t4\n2. Landet ..... 9\n")
    assert contents_lines(sheet) == {0, 1, 2}
