"""The help of every command in the language spoken."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from qualcode.cli.click_words import CLICK_MESSAGES, translated
from qualcode.cli.program import COMMANDS, cli
from qualcode.text.rules.proposals import RULES
from qualcode.wording import LANGUAGE, LANGUAGES, tr
from tests.cli.running import done


def helps(command: click.Command) -> Iterator[str]:
    """All that the help of a command says in words of ours, and of those below it."""
    yield command.help or ""
    yield from (option.help for option in command.params if isinstance(option, click.Option) and option.help)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from helps(below)


def in_every_language(command: click.Command) -> list[tuple[str, ...]]:
    """What its help says, side by side."""
    found = []
    for language in LANGUAGES:
        LANGUAGE.set(language)
        found.append(list(helps(translated(command))))
    return list(zip(*found, strict=True))


def test_every_help_is_in_the_language_spoken() -> None:
    sides = in_every_language(cli)
    assert len(sides) > 200
    assert [side for side in sides if side[-1] in side[:-1]] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_one_language_leaves_no_trace_in_the_next(command: str) -> None:
    english = done(command, "--help").text
    assert done("--lang", "nb", command, "--help").text != english
    assert done(command, "--help", "--lang", "en").text == english


def test_what_click_says_itself_is_in_the_catalogue() -> None:
    LANGUAGE.set("nn")
    single = [message for message in CLICK_MESSAGES if isinstance(message, str)]
    assert [message for message in single if tr(message) == message] == []


def test_the_help_names_every_rule() -> None:
    names = done("repairs", "--help").text
    assert [rule for rule in RULES if rule not in " ".join(names.split()).replace("- ", "-")] == []
