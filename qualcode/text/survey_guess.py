"""What the columns of a survey are likely to be, told from their headers and from what stands in them.

A guess is there to be looked at. It errs on the side of leaving out: whatever tells who somebody is, and whatever a
survey platform adds of its own, is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

from qualcode.text.survey_words import ASIDE, COARSE, DEBRIS, IDS, PERSONAL, PLATFORM_IDS, SCALES
from qualcode.text.surveys import (
    NUMBERED_NAME,
    ORDERED,
    RESPONDENT_NAME,
    SPREADSHEET_ERRORS,
    Column,
    SurveyMapping,
    folded,
    is_answer,
    is_within,
    name_for,
    read_value,
)

_LOOKED_AT = 2_000
_LONGEST_ID = 40
_LONGEST_ADDRESS = 300
_FEW = 12
_MANY = 40
_LONG = 80
_SENTENCE = 4
_MOSTLY = 0.5
_OFTEN = 4
_TYPES = ("yes/no", "date", "integer", "number")

_PERSONAL_VALUE = re.compile(
    r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){5,7}"
    r"|[0-9]{6} ?[0-9]{5}|(?:\+47|0047) ?[0-9]{2,3}(?: ?[0-9]{2,3}){2,3}"
)
# What is asked so that people answer in their own words; of themselves they tell in one («Hva er din stilling?»).
_ASKS_OPENLY = re.compile(
    r"\b(?:hvorfor|kvifor|why|hvordan|korleis|how (?:can|could|did|do|has|have|is|are|was|were|should|would)"
    r"|(?:hva|kva|what)(?! (?:slags|heter|heiter|kind|type|sort)\b| (?:er|is|are) (?:\S+ )?(?:din|ditt|dine|your)\b))\b"
)
_SENTENCE_ENDS = (".", "!", "…")
_AROUND_HEADER = ' *:?$_."«»'
_CODE = re.compile(r"(?P<stem>[^\W\d_]{1,12})[ _.#-]?(?P<number>[0-9]{1,9})")
_NUMBERED = re.compile(
    r"(?P<below>under |mindre enn |inntil |[<≤] ?)?(?:over |mer enn |meir enn |minst |[>≥] ?)?"
    r"(?P<number>[0-9]{1,9})\b.*",
    re.IGNORECASE,
)


class _Column(NamedTuple):
    """A column to be judged: its place, its name and what stands in it."""

    place: int
    header: str
    cells: Sequence[str]


def guess_mapping(
    header: Sequence[str], rows: Sequence[Sequence[str]], known: Mapping[str, Column] | None = None
) -> SurveyMapping:
    """A mapping to begin with; `known` columns of earlier surveys, by their folded header, stay what they were."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    columns = [_Column(place, name, _cells(filled, place)) for place, name in enumerate(header)]
    identity = _identity(columns, filled)
    earlier = known or {}
    guesses = [_guess(column, column.place == identity, earlier.get(folded(column.header))) for column in columns]
    return SurveyMapping(_with_names_apart(guesses), respondent=NUMBERED_NAME if identity is None else RESPONDENT_NAME)


def ordered_choices(cells: Sequence[str]) -> tuple[str, ...]:
    """The values of a scale from one end to the other; none where the cells are no scale that is known or numbered."""
    values = list({folded(cell): " ".join(cell.split()) for cell in cells}.values())
    if not 1 < len(values) <= 2 * _FEW:
        return ()
    scale = [value for value in values if folded(value) not in ASIDE]
    aside = [value for value in values if folded(value) in ASIDE]
    worded = any(not value.isdigit() for value in values)
    ordered = _on_known_scale(scale) or (_by_number(scale) if worded else ())
    return (*ordered, *sorted(aside, key=lambda value: ASIDE.index(folded(value)))) if ordered else ()


def _cells(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The first filled cells of a column."""
    told = (row[place].strip() for row in rows if place < len(row))
    return list(islice((cell for cell in told if cell and cell not in SPREADSHEET_ERRORS), _LOOKED_AT))


def _with_names_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with a count behind names that cutting long headers made equal."""
    taken: set[tuple[str, str]] = set()
    apart = []
    for column in columns:
        name, count = column.name, 1
        while (column.role, folded(name)) in taken:
            count += 1
            name = f"{column.name} ({count})"
        taken.add((column.role, folded(name)))
        apart.append(replace(column, name=name))
    return tuple(apart)


def _guess(column: _Column, is_id: bool, known: Column | None) -> Column:
    personal = _is_personal(column)
    if is_id:
        return _as(column, "id")
    if personal:
        return _as(column, "skipped", personal=True)
    if known is not None:
        return replace(known, header=column.header, choices=_grown(known.choices, column.cells))
    if not column.cells or _is_debris(column.header):
        return _as(column, "skipped")
    type = next((type for type in _TYPES if _all_fit(column.cells, type)), "")
    if type:
        return _as(column, "attribute", type=type)
    if choices := ordered_choices(column.cells):
        return _as(column, "attribute", type=ORDERED, choices=choices)
    return _as(column, "question" if _is_question(column) else "attribute")


def _as(
    column: _Column, role: str, *, type: str = "text", choices: tuple[str, ...] = (), personal: bool = False
) -> Column:
    coarse = role == "attribute" and _bare(column.header) in COARSE
    export = "coarsen" if coarse else "show"
    return Column(column.header, role, name_for(column.header, role), type, choices, export, personal)


def _grown(choices: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """The values of a known scale with new ones in between, if that leaves the order of the known ones as it was."""
    grown = ordered_choices((*choices, *cells)) if choices else ()
    return grown if is_within(choices, grown) else choices


def _bare(header: str) -> str:
    """A header without what platforms and people put around its words."""
    return folded(header).strip(_AROUND_HEADER)


# ── who it is ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _identity(columns: Sequence[_Column], rows: Sequence[Sequence[str]]) -> int | None:
    """The column that tells the rows apart; a platform's own number only where there is no other."""
    candidates = [column for column in columns if _may_be_id(column, rows)]
    named = (column for column in candidates if _bare(column.header) in IDS)
    coded = (column for column in candidates if not _is_debris(column.header) and _are_codes(column.cells))
    platform = (column for column in candidates if _bare(column.header) in PLATFORM_IDS)
    best: Iterator[_Column] = iter((*named, *coded, *platform))
    return next((column.place for column in best), None)


def _may_be_id(column: _Column, rows: Sequence[Sequence[str]]) -> bool:
    """Whether every row has a short value of its own here, and one that does not tell who somebody is."""
    if len(column.cells) < min(len(rows), _LOOKED_AT) or _is_personal(column):
        return False
    everywhere = [row[column.place].strip() if column.place < len(row) else "" for row in rows]
    short = all(0 < len(cell) <= _LONGEST_ID and len(cell.split()) < _SENTENCE for cell in everywhere)
    return short and len({folded(cell) for cell in everywhere}) == len(everywhere)


def _are_codes(cells: Sequence[str]) -> bool:
    """Whether the cells are `R1`, `R2` …, or count upwards."""
    codes = [_CODE.fullmatch(cell) for cell in cells]
    if all(codes):
        return len({folded(code["stem"]) for code in codes if code}) <= max(2, len(cells) // 3)
    numbers = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) < _LONGEST_ID]
    counts = len(numbers) == len(cells) and len(cells) > 2
    return counts and all(after == before + 1 for before, after in pairwise(numbers))


def _is_personal(column: _Column) -> bool:
    """Whether the column names people, or holds what leads to them."""
    name = _bare(column.header)
    if name in PERSONAL:
        return True
    # A short question that begins so asks for it too («Navnet ditt»), unless what people wrote are sentences.
    beginning = name.partition(" ")[0] in PERSONAL and len(name.split()) <= _SENTENCE
    if beginning and not any(len(cell.split()) > _SENTENCE for cell in column.cells):
        return True
    led = sum(1 for cell in column.cells if len(cell) <= _LONGEST_ADDRESS and _PERSONAL_VALUE.fullmatch(cell))
    return bool(column.cells) and led >= _MOSTLY * len(column.cells)


def _is_debris(header: str) -> bool:
    return header.startswith("$") or _bare(header) in DEBRIS


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _all_fit(cells: Sequence[str], type: str) -> bool:
    """Whether all cells are values of a type; a zero in front would be lost from a number."""
    if type in ("integer", "number") and any(len(cell) > 1 and cell[0] == "0" and cell[1].isdigit() for cell in cells):
        return False
    return all(read_value(cell, type) is not None for cell in cells)


def _is_question(column: _Column) -> bool:
    """Whether people wrote sentences here rather than chose from a list; one of them suffices where the header asks."""
    cells = [cell for cell in column.cells if is_answer(cell)]
    if not cells:
        return False
    lengths = sorted(len(cell.split()) for cell in cells)
    usual = lengths[-1] if "?" in column.header else lengths[len(lengths) // 2]
    wordy = usual >= _SENTENCE or max(map(len, cells)) >= _LONG
    distinct = {folded(cell) for cell in cells}
    chosen = len(distinct) <= _FEW and 2 * len(distinct) <= len(cells)
    several = len(distinct) > _MANY and 2 * len(distinct) > len(cells) and lengths[-1] >= _SENTENCE
    return (wordy and not chosen) or several or _asks_openly(column.header, distinct, len(cells))


def _asks_openly(header: str, distinct: Collection[str], answers: int) -> bool:
    """Whether a question of several words is answered with sentences, or asks for words that few have in common."""
    if "?" not in header or len(header.split()) < _SENTENCE - 1:
        return False
    sentences = sum(cell.endswith(_SENTENCE_ENDS) for cell in distinct)
    own_words = bool(_ASKS_OPENLY.search(folded(header))) and _OFTEN * len(distinct) > answers
    return own_words or sentences > _MOSTLY * len(distinct)


def _on_known_scale(values: Sequence[str]) -> tuple[str, ...]:
    """The values in the order of a scale that knows all of them."""
    for scale in SCALES:
        places = {step: place for place, step in enumerate(scale)}
        if len(values) > 1 and all(folded(value) in places for value in values):
            return tuple(sorted(values, key=lambda value: places[folded(value)]))
    return ()


def _by_number(values: Sequence[str]) -> tuple[str, ...]:
    """The values by the number each begins with, as in `1 – Helt uenig` or `under 18`; none where they are no scale."""
    found = [match for value in values if (match := _NUMBERED.fullmatch(value))]
    keys = [(int(match["number"]), match["below"] is None) for match in found]
    if len(set(keys)) < len(values) or len(values) < 2 or any(len(value.split()) > 2 * _SENTENCE for value in values):
        return ()
    return tuple(value for _, value in sorted(zip(keys, values, strict=True)))
