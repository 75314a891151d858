"""The stripe of each code: a kind of line that tells it from its neighbours where colours cannot."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from qualcode.project.naming import by_age
from qualcode.tui.widgets.colors import OKABE_ITO, TOL

# First, middle and last row. Heavy, double, dashed, dotted, broad, thin, shaded: as many as a scheme has colours.
LINES = ("╻┃╹", "╥║╨", "┳╏┻", "┬┊┴", "▗▐▝", "╷│╵", "░▒░")
# The console of Linux draws heavy, double and dashed lines all as thin ones, where its font knows them at all.
CONSOLE_LINES = ("███", "┌├└", "■■■", ":::", "▒▒▒", "┬│┴", "┐┤┘")
KINDS = CONSOLE_LINES if os.environ.get("TERM") == "linux" else LINES
SLOTS = {color.upper(): slot for slot, color in enumerate((*OKABE_ITO, *TOL))}


def kinds_of(colors: Mapping[str, str]) -> Mapping[str, str]:
    """The glyphs of each code: none has those of another while there are unused ones.

    A code has the kind that the fewest have, codes of its own colour above all; of those, the one next to the place of
    its colour in the scheme. Codes choose in the order they were made, as their ids tell, so that a code keeps its
    glyphs wherever it is moved and whatever is made after it.
    """
    return _kinds_of(tuple(colors.items()))


@lru_cache(8)
def _kinds_of(colors: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    used = [0] * len(KINDS)
    alike: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(KINDS))
    kinds = {}
    for code, color in sorted(colors, key=lambda each: by_age(each[0])):
        color = color.upper()
        kind = _least_used(SLOTS.get(color, 0), alike[color], used)
        kinds[code] = KINDS[kind]
        alike[color][kind] += 1
        used[kind] += 1
    return kinds


def _least_used(own: int, alike: Sequence[int], used: Sequence[int]) -> int:
    """The kind that the fewest codes of a colour have, then the fewest at all, from the colour's own one on."""
    first = own % len(KINDS)
    ring: list[int] = [*range(first, len(KINDS)), *range(first)]
    return min(ring, key=lambda kind: (alike[kind], used[kind]))


def bar(glyphs: str) -> str:
    """The glyph that stands for a code beside its name, and for a coding of a single row."""
    return glyphs[1]


def initials(name: str) -> str:
    """A person's name as short as it is still told apart among a few: `Ida Berg` is IB."""
    return "".join(word[0] for word in re.findall(r"[^\W_]+", name))[:3].upper()
