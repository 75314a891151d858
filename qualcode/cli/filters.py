"""The options that narrow a result down; several of one kind widen it again."""

from __future__ import annotations

import click

by_document = click.option(
    "--document", "documents", metavar="D", multiple=True, help="Only this document. Repeatable."
)
by_code = click.option(
    "--code", "codes", metavar="C", multiple=True, help="Only this code and those below. Repeatable."
)
by_coder = click.option("--coder", "coders", metavar="C", multiple=True, help="Only by this coder. Repeatable.")
by_speaker = click.option("--speaker", "speakers", metavar="S", multiple=True, help="Only this speaker. Repeatable.")
