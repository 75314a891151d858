"""The values a code can have: scales to choose from, and the key that gives each value."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.tui.dialogs import Choose
from qualcode.tui.words import tr

VALENCE = ("−", "0", "+")
# The signs of a valence lie on keys of their own; a minus is often written as a hyphen.
SIGNS = {"−": "-", "-": "-", "0": "0", "+": "+", "±": "0"}
NONE, OWN = "none", "own"


def value_keys(scale: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The values of a scale, each with the key that gives it: its sign, else its number; none after the ninth."""
    if scale and all(value in SIGNS for value in scale) and len({SIGNS[value] for value in scale}) == len(scale):
        return tuple((value, SIGNS[value]) for value in scale)
    return tuple((value, str(place) if place < 10 else "") for place, value in enumerate(scale, 1))


def shown_scale(scale: Sequence[str]) -> str:
    """A scale as people read it: each value with its key, `lite:1 · noe:2`."""
    pairs = ((value, key if key not in (value, SIGNS.get(value)) else "") for value, key in value_keys(scale))
    return " · ".join(f"{value}:{key}" if key else value for value, key in pairs)


def ready_scales() -> dict[str, tuple[str, ...]]:
    """Scales to choose from, by their key in the dialog."""
    return {
        NONE: (),
        "valence": VALENCE,
        "three": (tr("little"), tr("some"), tr("much")),
        "five": ("1", "2", "3", "4", "5"),
        "yes": (tr("yes"), tr("no")),
    }


class PickScale(Choose):
    """A ready scale, or values of one's own."""

    def __init__(self, title: str, now: Sequence[str]) -> None:
        scales = ready_scales()
        lines = [(key, shown_scale(scale) or tr("no values")) for key, scale in scales.items()]
        chosen = next((key for key, scale in scales.items() if scale == tuple(now)), OWN)
        super().__init__(title, [*lines, (OWN, tr("values of your own …"))], chosen=chosen)


def written_scale(text: str) -> tuple[str, ...]:
    """Values written with commas between them, each once."""
    return tuple(dict.fromkeys(value for part in text.split(",") if (value := " ".join(part.split()))))
