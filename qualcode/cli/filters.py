"""The options that narrow a result down, several of one kind widening it again, and the one that names a passage."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from qualcode.wording import tr

Span = tuple[int, int]

by_document = click.option(
    "--document", "documents", metavar="D", multiple=True, help="Only this document. Repeatable."
)
by_code = click.option(
    "--code", "codes", metavar="C", multiple=True, help="Only this code and those below. Repeatable."
)
by_coder = click.option("--coder", "coders", metavar="C", multiple=True, help="Only by this coder. Repeatable.")
by_speaker = click.option("--speaker", "speakers", metavar="S", multiple=True, help="Only this speaker. Repeatable.")


def span_option(help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command `--span START:END`; it gets two offsets or None as `span`."""
    return click.option("--span", metavar="START:END", callback=_span, help=help)


def _span(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Span | None:
    if value is None:
        return None
    match = re.fullmatch(r"\s*(\d{1,12})\s*[:–-]\s*(\d{1,12})\s*", value)
    if match is None:
        raise click.BadParameter(tr("a span is START:END, counted in code points from 0, END not included"))
    return int(match[1]), int(match[2])
