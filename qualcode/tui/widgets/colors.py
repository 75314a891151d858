"""Colours for codes: two schemes made for colour-blind readers, and how well each is seen on a background."""

from __future__ import annotations

from qualcode.tui.words import tr

# Okabe and Ito's without black; Paul Tol's muted scheme without its grey.
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
TOL = ("#332288", "#88CCEE", "#44AA99", "#117733", "#999933", "#DDCC77", "#CC6677", "#882255", "#AA4499")
PALETTES = {"Okabe–Ito": OKABE_ITO, "Tol": TOL}
# What stands for them, scheme after scheme, where a terminal has sixteen colours: within a scheme each has its own.
# Without the dark blue and red that are lost on black, and as far as it goes without what is lost on white.
ON_DARK_16 = (12, 3, 2, 13, 14, 9, 11, 12, 14, 6, 2, 11, 3, 9, 5, 13)
ON_LIGHT_16 = (4, 9, 2, 5, 12, 1, 3, 4, 12, 6, 2, 3, 8, 9, 13, 5)
# Below this a thin mark is hard to see on its background.
ENOUGH = 3.0
# And below this words are, by what WCAG asks for.
ENOUGH_FOR_WORDS = 4.5


def color_names() -> dict[str, str]:
    """What people call the colours."""
    names = (
        tr("blue"), tr("orange"), tr("green"), tr("pink"), tr("sky blue"), tr("red-orange"), tr("yellow"),
        tr("indigo"), tr("cyan"), tr("turquoise"), tr("dark green"), tr("olive"), tr("sand"), tr("rose"),
        tr("wine red"), tr("purple"),
    )  # fmt: skip
    return dict(zip((*OKABE_ITO, *TOL), names, strict=True))


def contrast(color: str, background: str) -> float | None:
    """The ratio of their luminances as WCAG counts it, 1 to 21; None where one is the terminal's own."""
    lights = [_luminance(each) for each in (color, background)]
    if lights[0] is None or lights[1] is None:
        return None
    low, high = sorted(light for light in lights if light is not None)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float | None:
    if len(color) != 7 or color[0] != "#":
        return None
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest_terminal_color(color: str, *, light: bool = False) -> int:
    """Which of sixteen colours stands for a colour, on black or on white: that of the nearest in the schemes."""
    parts = _rgb(color)
    numbers = dict(zip((*OKABE_ITO, *TOL), ON_LIGHT_16 if light else ON_DARK_16, strict=True))
    near = min(numbers, key=lambda known: sum((a - b) ** 2 for a, b in zip(parts, _rgb(known), strict=True)))
    return numbers[near]


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))
