"""The research diary."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from qualcode.errors import InvalidInput
from qualcode.exchange.diary import COLUMNS, dumps, memo_table, save, subject
from qualcode.project.records import Memo, Passage

STAMP = "2026-02-14T12:00:00Z"
MEMO = Memo("m1", "Ida", STAMP, STAMP, "theory", "Køen", "Se **her**.", "project", None, None, None, None)
SPOKEN = Passage("Altså, på papiret\n\n# bestemmer jeg.", 4, "BERIT")
ON = {
    "project": (MEMO, None, "prosjektet"),
    "document": (replace(MEMO, target="document", document="Intervju 1"), None, "Intervju 1"),
    "segment": (replace(MEMO, target="segment", document="Intervju 1"), SPOKEN, "Intervju 1, replikk 4"),
    "words that nobody says": (
        replace(MEMO, target="segment", document="Notat"), Passage("ord", None, ""), "Notat"),
    "code": (replace(MEMO, target="code", code="Skjønn"), None, "koden Skjønn"),
    "coding": (replace(MEMO, target="coding", code="Skjønn", document="Intervju 1"), SPOKEN,
               "Skjønn i Intervju 1, replikk 4"),
    "case": (replace(MEMO, target="case", case="Berit"), None, "caset Berit"),
    "memo": (replace(MEMO, target="memo", about="Rom og tid"), None, "memoet «Rom og tid»"),
}  # fmt: skip


@pytest.mark.parametrize("target", ON)
def test_a_memo_says_what_it_is_about(target: str) -> None:
    memo, passage, words = ON[target]
    assert subject(memo, passage, "nb") == words
    assert subject(memo, passage, "en")


def markdown(*memos: Memo, **passages: Passage) -> str:
    content = dumps(memos, passages, "md", project="Studien")
    assert isinstance(content, str)
    return content


def test_memos_stand_under_their_days_oldest_first() -> None:
    later = replace(MEMO, id="m2", title="Siden", created_at="2026-02-15T12:00:00Z")
    same_day = replace(MEMO, id="m3", title="", kind="idea", created_at="2026-02-14T12:30:00Z")
    headings = [line for line in markdown(later, same_day, MEMO).splitlines() if line.startswith("#")]
    assert headings == [
        "# Forskningsdagbok: Studien", "## Lørdag 14. februar 2026", "### Køen", "### Idé",
        "## Søndag 15. februar 2026", "### Siden",
    ]  # fmt: skip


def test_the_words_it_is_on_are_quoted_as_they_are_and_the_memo_is_markdown() -> None:
    memo = replace(
        MEMO, target="segment", document="Intervju 1", text="# Først\n\n**Så**\n- punkt", remind_at="2026-03-01"
    )
    diary = markdown(memo, m1=SPOKEN)
    assert "> Altså, på papiret\n>\n> \\# bestemmer jeg." in diary
    assert "\n#### Først\n\n**Så**\n- punkt\n" in diary
    assert "om Intervju 1, replikk 4 · tas opp igjen søndag 1. mars 2026" in diary


def test_word_has_headings_quotes_and_emphasis_as_styles() -> None:
    text = "# Først\nløpende *ord*\nog **mer**\n\n> sagt\n> slik\n\n- en\n- to"
    content = dumps([replace(MEMO, text=text)], {"m1": SPOKEN}, "docx")
    assert isinstance(content, bytes)
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    told = [(p.style.name if p.style else "", p.text) for p in paragraphs]
    assert told[1:3] == [("Heading 1", "Lørdag 14. februar 2026"), ("Heading 2", "Køen")]
    assert told[4:] == [
        ("Quote", "Altså, på papiret"), ("Quote", "# bestemmer jeg."), ("Heading 3", "Først"),
        ("Normal", "løpende ord\nog mer"), ("Quote", "sagt\nslik"), ("Normal", "- en"), ("Normal", "- to"),
    ]  # fmt: skip
    styles = {run.text: run.style.name for p in paragraphs for run in p.runs if run.style}
    assert (styles["ord"], styles["mer"]) == ("Emphasis", "Strong")


def test_what_no_file_can_hold_does_not_stop_the_diary() -> None:
    hostile = replace(MEMO, title="a\x1b[31m", text="\x00 \ud800 \n\n\n#\n>\n" + "*" * 5000)
    for format in ("md", "docx"):
        assert dumps([hostile], {"m1": Passage("\x00", None, "")}, format)
    assert "\x1b" not in markdown(hostile)


def test_no_memos_give_a_title_alone(tmp_path: Path) -> None:
    save([], {}, tmp_path / "dagbok.md", language="nn")
    assert (tmp_path / "dagbok.md").read_text("utf-8") == "# Forskingsdagbok\n"
    with pytest.raises(InvalidInput, match="«pdf»"):
        save([], {}, tmp_path / "dagbok.pdf")


def test_the_table_has_its_columns() -> None:
    coded = replace(MEMO, target="coding", code_id="c", code="Rom", document="Intervju 1", start=3, end=9)
    table = memo_table([coded, replace(MEMO, target="memo", target_id="m0")], {"c": "Skjønn > Rom"})
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table.rows]
    assert (rows[0]["code"], rows[0]["start"], rows[0]["about"]) == ("Skjønn > Rom", 3, None)
    assert (rows[1]["about"], rows[1]["document"]) == ("m0", None)
