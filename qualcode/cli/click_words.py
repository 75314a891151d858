"""What click itself says, and the help of our commands, in the language spoken."""

from __future__ import annotations

import copy
import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import cleandoc
from typing import TypeVar

import click

from qualcode.wording import LANGUAGE, LOCALE_FOLDER, tr

Helped = TypeVar("Helped", click.Command, click.Parameter)

# Click looks its words up in the catalogue of the program it runs in; here so that ours has them.
CLICK_MESSAGES = (
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "No such option {name!r}.",
    "No such command {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Option {name!r} does not take a value.",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "file",
    "directory",
    "path",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "Usage:",
    "Options",
    "Commands",
    "default: {default}",
    "Show this message and exit.",
    "Show the version and exit.",
)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak a language in all that one command line says; gettext, which click asks, takes it from the environment."""
    before = os.environ.get("LANGUAGE")
    LANGUAGE.set(language)
    gettext.bindtextdomain("qualcode", str(LOCALE_FOLDER))
    gettext.textdomain("qualcode")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        del os.environ["LANGUAGE"]
        if before is not None:
            os.environ["LANGUAGE"] = before


def translated(command: click.Command) -> click.Command:
    """The command with all its help in the language spoken; what others hold of it stays as it is."""
    spoken = _helped(command)
    spoken.params = [_helped(parameter) for parameter in command.params]
    if isinstance(spoken, click.Group):
        spoken.commands = {name: translated(each) for name, each in spoken.commands.items()}
    return spoken


def _helped(part: Helped) -> Helped:
    spoken = copy.copy(part)
    if isinstance(spoken, click.Command | click.Option):
        spoken.help = tr(cleandoc(spoken.help or ""))
    return spoken
