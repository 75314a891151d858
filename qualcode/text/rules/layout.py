"""The layout rules of cleaning: the lines of a text told apart, and what reflow, footnotes and tables make of them.

Each line of the text as extracted gets a kind (`lines.Kind`); a line that has none is body. Detectors run from the
surest evidence to the weakest, and none takes a line from another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain

from qualcode.text.rules.flattened_tables import FlatTable, flattened_tables, rebuilt, table_marks
from qualcode.text.rules.footnotes import Note, note_marks, notes
from qualcode.text.rules.headings import contents_lines, headings
from qualcode.text.rules.lines import Kind, Sheet, ends_finished, read_sheet
from qualcode.text.rules.page_edges import PageEdges, page_spans
from qualcode.text.rules.page_furniture import page_numbers, running_heads
from qualcode.text.rules.proposals import AT_EDGES, Findings, HeadingFound, Proposal
from qualcode.text.rules.reflow import Reflow
from qualcode.text.source import Mark
from qualcode.text.speaker_words import is_known, looks_like_speaker
from qualcode.text.turn_heads import is_notice
from qualcode.text.turns import find_turns

_BULLET = re.compile(r"[•●▪◦‣∙·*\uf0b7\uf0a7–—-]\s+(?=\S)")
_ENUMERATED = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-hA-H]|[ivxIVX]{1,4})[.)](?:\s+|(?=[^\W\d_]{2}))")
_NUMBER_ALONE = re.compile(r"\d{1,3}[.)]")
# Recognition of characters reads a round bullet as a letter.
_DAMAGED_BULLET = re.compile(r"[eo©°] (?=[A-ZÆØÅ|@])")
_LABEL = re.compile(r"\[?(?P<label>[^\n:\[\]]{1,40}?)\]?[ \t]*(?:[\[(]?\d{1,2}(?::\d{2}){1,2}[^:]{0,6})?:(?=\s|$)")
_TIMED = re.compile(r"[\[(<#]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?[\])>#]?(?:\s|$)")
_FEWEST_DAMAGED_BULLETS = 3


def layout_findings(
    text: str, rules: Collection[str], is_word: Callable[[str], bool], pages: Collection[int] = ()
) -> Findings:
    """What the layout rules find in a text: changes by the rules asked for, headings, block quotes and tables.

    `pages` are the offsets where pages begin, as far as the source tells.
    """
    sheet = read_sheet(text)
    if not sheet.lines:
        return Findings()
    tables = flattened_tables(text)
    kinds = dict.fromkeys(_lines_of_tables(sheet, tables), Kind.TABLE)
    turns = {turn.label_start for turn in find_turns(text).turns}
    opening = {index for index, line in enumerate(sheet.lines) if line.start in turns or is_notice(sheet.head(index))}
    spans = page_spans(sheet, pages)
    rules = {*rules, *AT_EDGES} if spans else rules
    sureness = _page_things(sheet, kinds, rules, spans, opening)
    bodies = notes(sheet, kinds)
    lifted = bodies if "footnote" in rules else []
    for note in bodies:
        for index in range(note.first, note.last + 1):
            kinds[index] = Kind.FOOTNOTE if lifted else Kind.CONTENTS
            sureness[index] = note.confidence
    kinds |= dict.fromkeys(contents_lines(sheet) - kinds.keys(), Kind.CONTENTS)
    found = headings(sheet, kinds)
    kinds |= {seen.line: Kind.HEADING for seen in found}
    kinds |= _labels_and_items(sheet, kinds)
    kinds |= dict.fromkeys(opening - kinds.keys(), Kind.LABEL)
    reflow = Reflow(sheet, kinds, sureness, lifted, rules, is_word)
    proposals = [*reflow.proposals(), *_tables(sheet, tables, rules)]
    if "footnote mark" in rules:
        proposals += _marks_of_notes(sheet, kinds, bodies, is_word)
    marks = [*reflow.block_quotes(), *_note_spans(sheet, lifted), *chain.from_iterable(map(table_marks, tables))]
    places = [HeadingFound(*sheet.lines[seen.line][:2], seen.level, sheet.words(seen.line)) for seen in found]
    return Findings(tuple(_in_order(proposals)), tuple(places), tuple(sorted(marks, key=lambda mark: mark.start)))


def _in_order(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals sorted by place; insertions at one place stay in the order they were made in."""
    return sorted(proposals, key=lambda proposal: (proposal.start, proposal.end))


def _lines_of_tables(sheet: Sheet, tables: Sequence[FlatTable]) -> Iterator[int]:
    """The indexes of the lines that stand inside flattened tables."""
    starts = [line.start for line in sheet.lines]
    for table in tables:
        first = max(0, bisect_right(starts, table.start) - 1)
        yield from range(first, bisect_right(starts, table.end - 1))


def _page_things(
    sheet: Sheet, kinds: dict[int, Kind], rules: Collection[str], pages: Mapping[int, range], opening: Collection[int]
) -> dict[int, float]:
    """How sure the page numbers and running heads are; `kinds` learns of them if the rules take them out."""
    numbers = page_numbers(sheet, kinds)
    heads = running_heads(sheet, numbers, kinds)
    if pages:
        edges = PageEdges(sheet, pages, kinds, opening)
        numbers = edges.corrected(numbers) | edges.numbers
        heads = {index: sure for index, sure in edges.corrected(heads).items() if index not in numbers} | edges.heads
    sureness: dict[int, float] = {}
    for kind, found in ((Kind.PAGE_NUMBER, numbers), (Kind.RUNNING_HEAD, heads)):
        if kind in rules:
            kinds |= dict.fromkeys(found, kind)
            sureness |= found
    return sureness


# ── labels and list items ────────────────────────────────────────────────────────────────────────────────────────────


def _labels_and_items(sheet: Sheet, kinds: Mapping[int, Kind]) -> dict[int, Kind]:
    """The lines that open a turn or a list item; both keep the lines before them apart."""
    free = [index for index in range(len(sheet.lines)) if index not in kinds]
    labels = {index: label for index in free if (label := _label(sheet, index))}
    often = Counter(labels.values())
    damaged = [index for index in free if _DAMAGED_BULLET.match(sheet.head(index))]
    found = {index: Kind.ITEM for index in free if _is_item(sheet, index)}
    if len(damaged) >= _FEWEST_DAMAGED_BULLETS:
        found |= dict.fromkeys(damaged, Kind.ITEM)
    for index, label in labels.items():
        is_usual = is_known(label) and looks_like_speaker(label)
        if often[label] > 1 or is_usual or not _is_in_sentence(sheet, index):
            found[index] = Kind.LABEL
    return found


def _label(sheet: Sheet, index: int) -> str:
    """The label or time stamp that a line begins with, or nothing."""
    head = sheet.head(index)
    if head[0] in "0123456789[(<#" and _TIMED.match(head):
        return "time"
    match = _LABEL.match(head) if ":" in head else None
    label = match["label"].strip(" *") if match else ""
    return label if label and (is_known(label) or looks_like_speaker(label)) else ""


def _is_item(sheet: Sheet, index: int) -> bool:
    """Whether a line begins with a bullet or an enumerator, and does not just go on with a dash or an ordinal."""
    head = sheet.head(index)
    match = _BULLET.match(head) or _ENUMERATED.match(head)
    if not match:
        return _NUMBER_ALONE.fullmatch(head) is not None
    follows = head[match.end() : match.end() + 1]
    return not (follows.islower() or follows.isdigit()) or not _is_in_sentence(sheet, index)


def _is_in_sentence(sheet: Sheet, index: int) -> bool:
    """Whether the line before was full and left its sentence open."""
    return index > 0 and bool(sheet.width) and sheet.full[index - 1] and not ends_finished(sheet.tail(index - 1))


# ── footnotes and tables ─────────────────────────────────────────────────────────────────────────────────────────────


def _marks_of_notes(
    sheet: Sheet, kinds: Mapping[int, Kind], bodies: Sequence[Note], is_word: Callable[[str], bool]
) -> Iterator[Proposal]:
    """Marks of footnotes that are glued to words, set in brackets."""
    starts = [line.start for line in sheet.lines]

    def is_prose(offset: int) -> bool:
        kind = kinds.get(bisect_right(starts, offset) - 1)
        return kind not in (Kind.TABLE, Kind.CONTENTS, Kind.FOOTNOTE, Kind.PAGE_NUMBER, Kind.RUNNING_HEAD)

    for mark in note_marks(sheet.text, bodies, is_word, is_prose):
        yield Proposal(mark.start, mark.end, f"[{mark.number}]", "footnote mark", mark.confidence)


def _note_spans(sheet: Sheet, lifted: Sequence[Note]) -> Iterator[Mark]:
    """The bodies of footnotes as structure."""
    for note in lifted:
        yield Mark("footnote", note.start, sheet.lines[note.last].end, str(note.number))


def _tables(sheet: Sheet, tables: Sequence[FlatTable], rules: Collection[str]) -> Iterator[Proposal]:
    """The whitespace of flattened tables brought to rows and tabs; all changes of one table belong together."""
    if "table" not in rules:
        return
    for number, table in enumerate(tables, 1):
        for start, end, replacement in rebuilt(table, sheet.text):
            yield Proposal(start, end, replacement, "table", table.confidence, len(sheet.lines) + number)
