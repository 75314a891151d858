"""What is fuzzed: every reader by its ending, and what else is given texts by strangers.

A target takes the place of a case. It may refuse it with a `QualcodeError` that has a hint; anything else that it
raises is a fault, and so is a result that does not fit together.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.exchange.surveys import loads
from qualcode.text.cleaning import PROFILES, clean
from qualcode.text.difference import differences
from qualcode.text.edits import apply_edits, inverted
from qualcode.text.folding import views
from qualcode.text.guides import LINE_KINDS, parse_guide, read_guide
from qualcode.text.readers import pdf
from qualcode.text.readers.pdf_lines import printed_lines
from qualcode.text.readers.sheets import read_rows
from qualcode.text.reading import READERS, Extracted, base_text, from_string, read_file
from qualcode.text.source import MARK_KINDS
from qualcode.text.survey_guess import guess_mapping
from qualcode.text.surveys import read_survey, survey_table
from qualcode.text.turns import find_turns

OWN_PATTERN = r"^(?:\[(?P<time>[^\]]*)\])?\s*(?P<speaker>[^:\n]{1,40}):"
HEADER = ("id", "Alder", "Enhet", "Hva er skjønn?", "E-post")


def read(place: Path) -> None:
    """Read a file by its ending, and look whether what was read fits together."""
    sound(read_file(place, repair=True))
    sound(read_file(place))


def read_once(place: Path) -> None:
    """The same for a file of a size that nobody reads twice."""
    sound(read_file(place))


def sound(extracted: Extracted) -> None:
    """Raise AssertionError where a text could not be stored or its structure does not fit it."""
    text = extracted.text
    text.encode(), extracted.raw.encode()
    assert not {"\r", "\x00"} & set(text), "a text that no database can keep"
    assert unicodedata.is_normalized("NFC", text), "letters that are not composed"
    assert extracted.format not in ("txt", "md") or text in (base_text(extracted.raw), text), "another text"
    for mark in extracted.marks:
        assert 0 <= mark.start <= mark.end <= len(text), f"a mark outside the text: {mark}"
        assert mark.kind in MARK_KINDS, f"a mark of an unknown kind: {mark}"
        mark.detail.encode()
    for turn in extracted.turns:
        assert 0 <= turn.label_start <= turn.start <= turn.end <= len(text), f"a turn outside the text: {turn}"
        (turn.speaker or "").encode(), (turn.timestamp or "").encode()
    for section in extracted.sections:
        assert 0 <= section.start <= section.end <= len(text), f"a section outside the text: {section}"
        assert section.level >= 1, f"a section without a level: {section}"


def _text(place: Path) -> str:
    return from_string(place.read_bytes().decode("utf-8", "replace")).text


def turns(place: Path) -> None:
    """Find who speaks, by evidence and by a pattern of one's own."""
    text = _text(place)
    for found in (find_turns(text), find_turns(text, pattern=OWN_PATTERN), find_turns(text, speakers=["Berit", "I"])):
        for turn in found.turns:
            assert 0 <= turn.label_start <= turn.start < turn.end <= len(text), f"a turn outside the text: {turn}"
        assert all(a.end <= b.start for a, b in pairwise(found.turns)), "turns that overlap"


def cleaning(place: Path) -> None:
    """Clean by every profile; taking all back must give the text."""
    text = _text(place)
    for profile in PROFILES:
        cleaned = clean(text, profile)
        edits = cleaned.edits
        assert all(a.end <= b.start for a, b in pairwise(edits)), "edits that overlap"
        assert apply_edits(cleaned.text, inverted(text, edits)) == text, "a text that cannot be had back"
        assert all(0 <= each.start < each.end <= len(text) for each in cleaned.findings.headings), "a lost heading"


def guide(place: Path) -> None:
    """Read an interview guide, with and without the structure of a file."""
    text = _text(place)
    for lines in (parse_guide(text), read_guide(from_string(text))):
        assert all(line.kind in LINE_KINDS and line.depth >= 0 and line.text.strip() for line in lines), "an odd line"


def survey(place: Path) -> None:
    """Read a survey as one takes it in without looking."""
    table = survey_table(read_rows(place.read_bytes(), ".csv"))
    found = read_survey(table, guess_mapping(table.header, table.rows), place.name)
    for respondent in found.respondents:
        "".join([respondent.id, *respondent.attributes.values(), *respondent.answers.values()]).encode()


def mapping(place: Path) -> None:
    """Read the mapping of a survey."""
    loads(_text(place), HEADER)


def difference(place: Path) -> None:
    """Find the edits from one text to another, which stand apart by a record separator."""
    old, _, new = _text(place).partition("\x1e")
    edits = differences(old, new)
    assert apply_edits(old, edits) == new, "edits that lead elsewhere"
    assert all(a.end <= b.start for a, b in pairwise(edits)), "edits that overlap"


def folding(place: Path) -> None:
    """Make the views that search looks through; all of a view must be all of the text."""
    text = _text(place)
    for view in views(text):
        start, end = view.span(0, len(view.text))
        assert 0 <= start <= end <= len(text), "a view outside the text"
        for at in range(0, len(view.text), max(1, len(view.text) // 50)):
            assert 0 <= view.span(at, at + 1)[0] <= len(text), "a place outside the text"


def read_pdfs_here() -> None:
    """Take the lines out of a pdf in this process from now on: one for each would be most of the time."""
    pdf._asked = lambda data: json.loads(json.dumps(printed_lines(data)))


TARGETS: dict[str, Callable[[Path], None]] = {
    **dict.fromkeys(READERS, read),
    "once": read_once,
    "turns": turns,
    "cleaning": cleaning,
    "guide": guide,
    "survey": survey,
    "mapping": mapping,
    "difference": difference,
    "folding": folding,
}


def tried(target: str, place: Path) -> str:
    """How a case went: `ok`, `refused`, or what the fault is and where it was raised."""
    try:
        TARGETS[target](place)
    except QualcodeError as refusal:
        return (
            "refused" if refusal.message and (refusal.hint or place.suffix not in READERS) else "refusal without a hint"
        )
    except BaseException as fault:
        return f"{type(fault).__name__}: {str(fault)[:200]!r} {_where(fault)}"
    return "ok"


def _where(fault: BaseException) -> str:
    """The last line of our own that a fault went through."""
    where, trace = "", fault.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if "qualcode/" in name:
            where = f"in {Path(name).name}:{trace.tb_lineno} {trace.tb_frame.f_code.co_name}"
        trace = trace.tb_next
    return where
