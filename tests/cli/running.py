"""Running the command line in tests: in this process, or as a program of its own."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from qualcode.cli.program import cli

REPOSITORY = Path(__file__).parents[2]


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """What went to stdout, as text."""
        return self.out.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        """What went to stdout, as the records of a csv file."""
        return list(csv.DictReader(io.StringIO(self.text, newline="")))

    @property
    def header(self) -> str:
        """The first line of stdout."""
        return self.text.split("\n", 1)[0]


def run(*arguments: object) -> Ran:
    """A command line in this process, neither stdin nor stdout being a terminal."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return Ran(result.exit_code, result.stdout_bytes, result.stderr)


def done(*arguments: object) -> Ran:
    """The same, for a command that must succeed."""
    ran = run(*arguments)
    assert ran.code == 0, ran.err
    return ran


def program(*arguments: object, **environment: str) -> Ran:
    """The command line as a program of its own."""
    finished = subprocess.run(
        [sys.executable, "-m", "qualcode", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        timeout=300,
    )
    return Ran(finished.returncode, finished.stdout, finished.stderr.decode())
