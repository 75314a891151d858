"""The board as it is thought: a column for each theme, a card for each code, and where the cursor goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from qualcode.project.records import Code


class Card(NamedTuple):
    """A code in its column; `depth` is how far below the first cards it stands."""

    code: Code
    depth: int


class Column(NamedTuple):
    """A theme with its cards; the first column has none and holds what belongs to no theme."""

    theme: Code | None
    cards: tuple[Card, ...]


class Place(NamedTuple):
    """Where the cursor is: a column, and a card in it; row 0 is the column's heading."""

    column: int = 0
    row: int = 0


def board_columns(codes: Sequence[Code], book: str | None) -> list[Column]:
    """The columns of one codebook: the outermost themes in their order, before them what has no theme.

    Retired codes are left out, with what is below them.
    """
    themes: dict[str | None, tuple[Code | None, list[Card]]] = {None: (None, [])}
    column_of: dict[str, tuple[str | None, int]] = {}
    for code in (each for each in codes if each.codebook_id == book):
        if code.status == "retired" or (code.parent_id is not None and code.parent_id not in column_of):
            continue
        above = column_of.get(code.parent_id) if code.parent_id else None
        if code.level == "theme" and (above is None or above[0] is None):
            themes[code.id] = (code, [])
            column_of[code.id] = (code.id, -1)
        else:
            theme, depth = above or (None, -1)
            themes[theme][1].append(Card(code, depth + 1))
            column_of[code.id] = (theme, depth + 1)
    return [Column(theme, tuple(cards)) for theme, cards in themes.values()]


def code_at(columns: Sequence[Column], place: Place) -> Code | None:
    """The code at a place: a card, or the theme of the heading."""
    if place.column >= len(columns):
        return None
    column = columns[place.column]
    if place.row == 0:
        return column.theme
    return column.cards[place.row - 1].code if place.row <= len(column.cards) else None


def place_of(columns: Sequence[Column], code_id: str | None) -> Place | None:
    """Where a code stands."""
    for number, column in enumerate(columns):
        if column.theme is not None and column.theme.id == code_id:
            return Place(number, 0)
        for row, card in enumerate(column.cards, 1):
            if card.code.id == code_id:
                return Place(number, row)
    return None


def first_card(columns: Sequence[Column]) -> Place:
    """Where to begin: the first code of the first column that has any."""
    return next((Place(number, 1) for number, column in enumerate(columns) if column.cards), Place())


def stepped(columns: Sequence[Column], place: Place, right: int, down: int) -> Place:
    """A place so many columns and cards on, as far as there are any; a heading without a theme is passed by."""
    number = max(0, min(place.column + right, len(columns) - 1))
    theme, cards = columns[number]
    first = 1 if cards and theme is None else 0
    return Place(number, max(first, min(place.row + down, len(cards))))


def homes_of(columns: Sequence[Column], chosen: Collection[str]) -> list[Code | None]:
    """The themes that the chosen cards stand under, in the order of the board; None is no theme."""
    return [column.theme for column in columns if any(card.code.id in chosen for card in column.cards)]


def outermost(columns: Sequence[Column], chosen: Collection[str]) -> list[Code]:
    """The chosen cards in the order of the board, without those that come along with one above them."""
    cards = [card.code for column in columns for card in column.cards if card.code.id in chosen]
    return [code for code in cards if not any(_is_above(other, code) for other in cards)]


def _is_above(other: Code, code: Code) -> bool:
    return len(other.path) < len(code.path) and code.path[: len(other.path)] == other.path


def first_shown(cursor: int, first: int, room: int) -> int:
    """Which column (or card) to begin with so that the cursor's is on the screen."""
    return max(min(first, cursor), cursor - max(room, 1) + 1, 0)


def card_counts(column: Column, totals: Mapping[str, int]) -> tuple[int, int]:
    """How many codes stand in a column, and how many codings they have together with the theme's own."""
    if column.theme is not None:
        return len(column.cards), totals.get(column.theme.id, 0)
    return len(column.cards), sum(totals.get(card.code.id, 0) for card in column.cards if card.depth == 0)
