"""The stripe of each code: a kind of line that tells it from its neighbours where colours cannot."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping

from qualcode.project.naming import by_age
from qualcode.tui.widgets.colors import OKABE_ITO, TOL

# First, middle and last row. Heavy, double, dashed, dotted, broad, thin, shaded: as many as a scheme has colours.
LINES = ("╻┃╹", "╥║╨", "┳╏┻", "┬┊┴", "▗▐▝", "╷│╵", "░▒░")
# The console of Linux draws heavy, double and dashed lines all as thin ones, where its font knows them at all.
CONSOLE_LINES = ("███", "┌├└", "■■■", ":::", "▒▒▒", "┬│┴", "┐┤┘")
KINDS = CONSOLE_LINES if os.environ.get("TERM") == "linux" else LINES
SLOTS = {color.upper(): slot for slot, color in enumerate((*OKABE_ITO, *TOL))}


def kinds_of(colors: Mapping[str, str]) -> dict[str, str]:
    """The glyphs of each code by the place of its colour in the scheme; codes of one colour take the kinds in turn.

    The turn goes by when they were made, as their ids tell, so that a code keeps its glyphs wherever it is moved.
    """
    seen: Counter[str] = Counter()
    kinds = {}
    for code in sorted(colors, key=by_age):
        color = colors[code]
        known = color.upper() if color.upper() in SLOTS else ""
        kinds[code] = KINDS[(SLOTS.get(known, 0) + seen[known]) % len(KINDS)]
        seen[known] += 1
    return kinds


def bar(glyphs: str) -> str:
    """The glyph that stands for a code beside its name, and for a coding of a single row."""
    return glyphs[1]


def initials(name: str) -> str:
    """A person's name as short as it is still told apart among a few: `Ida Berg` is IB."""
    return "".join(word[0] for word in re.findall(r"[^\W_]+", name))[:3].upper()
