"""A small codebook and a few quotes with everything that exports stumble over, and golden files to hold them to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.project.records import CodebookFile, CodeEntry, Quote

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str | bytes], None]:
    """Compares content with a golden file; `QUALCODE_REWRITE=1` writes the file instead."""

    def compare(name: str, content: str | bytes) -> None:
        given = content if isinstance(content, bytes) else content.encode()
        if os.environ.get("QUALCODE_REWRITE"):
            (GOLDEN / name).write_bytes(given)
        assert given == (GOLDEN / name).read_bytes()

    return compare


@pytest.fixture
def codebook() -> CodebookFile:
    """Three levels, two of them with nearly every field."""
    return CodebookFile(
        "Skjønn i førstelinja",
        "nb",
        "Hvordan veiledere bruker *rommet* sitt.",
        (
            CodeEntry(
                ("Skjønn",),
                guid="3b0e4c1e-8f0a-4a53-9d0e-0c1f2a3b4c5d",
                level="theme",
                definition='Å velge der reglene ikke gir svaret.\n\nGjelder også små valg: «må», "kan" og <tiltak>.',
                include="Når taleren selv avgjør.",
                exclude="Når regelen avgjør | eller sjefen.",
                example="=jeg bestemmer jo selv",
                color="#0072B2",
                aliases=("vurdering", "a|b"),
                phrases=("det kommer an på",),
                literature=("Lipsky 1980, Street-Level Bureaucracy",),
                labels={"nb": "Skjønn", "nn": "Skjøn", "en": "Discretion"},
                scale=("lite", "noe", "mye"),
            ),
            CodeEntry(("Skjønn", "Handlingsrom"), guid="a6f7b8c9-1d2e-4f30-8a4b-5c6d7e8f9012", level="category"),
            CodeEntry(
                ("Skjønn", "Handlingsrom", "«på papiret»"),
                guid="0f1e2d3c-4b5a-4968-8776-655443322110",
                status="candidate",
                definition="Rommet finnes bare formelt 😀",
                in_vivo=True,
            ),
            CodeEntry(("=Måltall",), guid="11111111-2222-4333-8444-555555555555", definition="Tall & krav"),
        ),
    )


@pytest.fixture
def quotes() -> list[Quote]:
    """Four quotes under three codes, out of tree order."""

    def quote(number: int, code: str, text: str, rendered: str, memo: str = "") -> Quote:
        return Quote(
            coding_id=f"coding-{number}",
            code_id=code,
            code=code,
            document_id="d3",
            document="Intervju 3",
            speaker="Berit",
            turn=40 + number,
            start=100 * number,
            end=100 * number + len(text),
            text=text,
            rendered=rendered,
            attribution=f"(Berit, veileder, Intervju 3, replikk {40 + number})",
            coder="Ida",
            memo=memo,
        )

    plain = "Altså, på papiret bestemmer jeg selv, men når måltallet henger der …"
    starred = "1. Jeg tar *den* som er lettest å få ut.\n\n- <tiltaksarrangør> | #2"
    return [
        quote(1, "Skjønn > Handlingsrom", plain, f"«{plain}»", memo="sjekk"),
        quote(2, "NPM-press", "=1+1", "«=1+1»"),
        quote(3, "Skjønn", starred, starred),
        quote(4, "Skjønn > Handlingsrom", 'Han sa "nei".\nOg så gikk jeg.', "«Han sa ‹nei›.\nOg så gikk jeg.»"),
    ]
