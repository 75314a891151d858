"""The command line reference as Markdown, written from the help texts: `python -m qualcode.cli.reference > CLI.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from qualcode.cli.program import cli

WIDTH = 100
INTRODUCTION = """\
# The command line

Written from the help texts by `python -m qualcode.cli.reference > CLI.md`; a test holds it to them.

- Results go to stdout or `-o FILE`, whose ending says the format; words and progress go to stderr.
- `-f` names the format. Without it a terminal gets `table`, a pipe `csv`: UTF-8, comma, header, LF.
- `--excel` writes csv as a Norwegian Excel opens it. Cells that a spreadsheet would run as a formula are made harmless.
- On a terminal, in `table` and in messages, control characters from a text show as symbols; what goes to a file or a
  pipe in another format holds them as they are.
- Offsets count Unicode code points of the stored text from 0; the end is not included.
- Exit codes: 0 done, 1 it could not be done, 2 wrong usage, 3 a check found something, 130 interrupted.
- `QUALCODE_PROJECT`, `QUALCODE_CODER` and `QUALCODE_LANG` stand in for `-p`, `--coder` and `--lang`; `QUALCODE_DEBUG=1`
  shows where an unforeseen error came from.
"""


def reference() -> str:
    """The whole reference: the program, then each command in the order of the help page."""
    return "\n".join([INTRODUCTION, *_sections(cli.context_class(cli, info_name="qualcode", **cli.context_settings))])


def _sections(ctx: click.Context) -> Iterator[str]:
    ctx.terminal_width = WIDTH
    yield f"## {ctx.command_path}\n\n```text\n{ctx.get_help()}\n```\n"
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            if command is not None:
                yield from _sections(click.Context(command, parent=ctx, info_name=name))


if __name__ == "__main__":
    click.echo(reference(), nl=False)
