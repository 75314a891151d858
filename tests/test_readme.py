"""The README does not promise what is not there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from qualcode.cli.program import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
IN_BLOCKS = re.findall(r"(?m)^\s*(qualcode [a-z][^#\n]*)", README)
IN_TEXT = re.findall(r"`(qualcode [^`]*)`", README)


@pytest.mark.parametrize("line", sorted({*IN_BLOCKS, *IN_TEXT}))
def test_every_command_in_it_exists_with_its_options(line: str) -> None:
    words = shlex.split(line)[1:]
    if not words or words == ["--help"]:
        return
    context = click.Context(cli)
    command = cli.get_command(context, words[0])
    assert command is not None, words[0]
    if isinstance(command, click.Group) and len(words) > 1 and (below := command.get_command(context, words[1])):
        command = below
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if re.match(r"--?[a-z]", word)} <= known


def test_the_two_commands_stand_on_lines_of_their_own() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [("pytest" in line, "demo" in line) for line in lines] == [(False, True), (True, False)]


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
