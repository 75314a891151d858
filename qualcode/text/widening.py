"""From a few words to what they stand in: the sentence, the paragraph, the turn."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.text.spans import Span
from qualcode.text.units import sentences

UNITS = ("words", "sentence", "paragraph", "turn")


def units_around(
    text: str, words: tuple[int, int], turn: tuple[int, int] | None, parts: Sequence[tuple[int, int]]
) -> dict[str, Span]:
    """The units that some words stand in, by name, each at least as wide as the one before.

    `parts` are the paragraphs of the text; a unit ends where the turn does, whose label is no part of any.
    """
    whole = Span(*turn) if turn else Span(0, len(text))
    touched = [Span(max(start, whole.start), min(end, whole.end)) for start, end in parts if _meet((start, end), words)]
    paragraph = _around(words, touched)
    sentence = _around(words, sentences(text, within=[paragraph]))
    found = {"words": Span(*words), "sentence": sentence, "paragraph": paragraph}
    return {**found, "turn": _around(words, [whole])} if turn else found


def wider(units: dict[str, Span], unit: str) -> str:
    """The next unit that is wider than this one; after the widest the sentence again."""
    order = sorted(units, key=lambda name: (units[name].length, UNITS.index(name)))
    if unit not in order:
        return "sentence"
    after = order[order.index(unit) + 1 :]
    return next((name for name in after if units[name].length > units[unit].length), "sentence")


def _around(words: tuple[int, int], units: Sequence[Span]) -> Span:
    """From the first to the last unit that the words touch; the words themselves where they touch none."""
    touched = [unit for unit in units if _meet(unit, words)]
    if not touched:
        return Span(*words)
    return Span(min(touched[0].start, words[0]), max(touched[-1].end, words[1]))


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])
