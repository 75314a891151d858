"""Where results go: stdout or a file, in the format that the ending, the option or the terminal asks for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import click

from qualcode.exchange.files import replacing
from qualcode.exchange.tabular import FORMATS, Table, write
from qualcode.text.symbols import visible
from qualcode.wording import tr

STDOUT = Path("-")
BINARY = ("xlsx", "docx", "qdc")
Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Output:
    """The chosen format and place of one result."""

    format: str
    path: Path | None = None
    excel: bool = False

    def table(self, table: Table, *, language: str | None = None) -> None:
        """Write rows; on a terminal `table` is cut to its width."""
        width = shutil.get_terminal_size().columns if self._is_terminal() else None
        with self._stream() as out:
            write(table, out, self.format, excel=self.excel, width=width, language=language or "nb")

    def content(self, content: str | bytes) -> None:
        """Write what is already in its format."""
        with self._stream() as out:
            out.write(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))

    @contextmanager
    def _stream(self) -> Iterator[BinaryIO]:
        if self.path is not None and self.path != STDOUT:
            with replacing(self.path) as out:
                yield out
        elif not self._is_terminal():
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif self.format in BINARY:
            raise click.UsageError(tr("{format} is not for a terminal: name a file with -o", format=self.format))
        else:
            # A terminal has an encoding of its own, and must not get a text's escape sequences in any format.
            shown = BytesIO()
            yield shown
            click.echo(visible(shown.getvalue().decode()), nl=False)

    def _is_terminal(self) -> bool:
        return self.path in (None, STDOUT) and sys.stdout.isatty()


def output_options(*formats: str, default: str = "csv") -> Callable[[Command], Command]:
    """Give a command `-o`, `-f` and `--excel`; it gets the chosen `Output` as `output`."""
    known = formats or FORMATS

    def decorate(command: Command) -> Command:
        @click.option(
            "-o", "--output", "path", type=click.Path(path_type=Path), help="A file; the ending is the format."
        )
        @click.option("-f", "--format", "format", type=click.Choice(known), help="The format.")
        @click.option("--excel", is_flag=True, help="csv as a Norwegian Excel opens it: semicolons, decimal comma.")
        @wraps(command)
        def with_output(*args: Any, path: Path | None, format: str | None, excel: bool, **options: Any) -> Any:
            return command(*args, output=chosen(path, format, excel, known, default), **options)

        return with_output

    return decorate


def chosen(path: Path | None, format: str | None, excel: bool, known: tuple[str, ...], default: str) -> Output:
    """The output that the three options mean together; raises UsageError where they contradict each other."""
    if format is None and path is not None and path != STDOUT:
        format = _of_ending(path, known)
    if format is None:
        format = "table" if "table" in known and sys.stdout.isatty() and not excel else default
    if excel and format != "csv":
        raise click.UsageError(tr("--excel goes with csv, not with {format}", format=format))
    return Output(format, path, excel)


def _of_ending(path: Path, known: tuple[str, ...]) -> str:
    ending = path.suffix.lower().removeprefix(".")
    ending = {"yml": "yaml", "htm": "html"}.get(ending, ending)
    if ending not in known or ending == "table":
        endings = ", ".join(f".{format}" for format in known if format != "table")
        raise click.UsageError(
            tr(
                "the ending of «{path}» says no format; known are {endings}; or give one with -f",
                path=path.name,
                endings=endings,
            )
        )
    return ending
