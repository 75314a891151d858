"""`qualcode`: finds the command, loads it, and turns whatever goes wrong into `error:` and `hint:`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from itertools import pairwise
from typing import Any, cast

import click

from qualcode.cli.click_words import spoken, translated
from qualcode.cli.failure import forget_stdout, guarded
from qualcode.cli.session import Session, session_of
from qualcode.wording import LANGUAGES, preferred_language, tr

# Where each command lives, in the order of the help page.
COMMANDS = {
    "demo": "project:demo",
    "new": "project:new",
    "open": "project:open_workbench",
    "serve": "serve:serve",
    "plain": "plain:plain",
    "import": "documents:import_documents",
    "survey": "survey:survey",
    "documents": "documents:documents",
    "turns": "documents:turns",
    "speakers": "speakers:speakers",
    "sections": "sections:sections",
    "repairs": "repairs:repairs",
    "review": "repairs:review",
    "codebook": "codebook:codebook",
    "codings": "codings:codings",
    "apply": "codings:apply",
    "memos": "memos:memos",
    "search": "search:search",
    "rounds": "rounds:rounds",
    "quotes": "quotes:quotes",
    "cooccur": "tables:cooccur",
    "matrix": "tables:matrix",
    "guides": "guides:guides",
    "history": "history:history",
    "undo": "history:undo",
    "redo": "history:redo",
    "check": "project:check",
    "backup": "project:backup",
}


class Program(click.Group):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and take the command out of it."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"qualcode.cli.{module}"), attribute)
        _take_late_words(command)
        return translated(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a misspelt one is answered with its nearest neighbours."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=3, cutoff=0.5)
            message = "there is no command «{word}»; did you mean: {near}" if near else "there is no command «{word}»"
            raise click.UsageError(tr(message, word=args[0], near=", ".join(near)), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader of stdout that leaves early is no error, though click would make it one."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            forget_stdout()

    def main(self, args: Sequence[str] | None = None, *others: Any, **options: Any) -> Any:
        """Run a command line and leave with its exit code."""
        words = list(sys.argv[1:] if args is None else args)
        with spoken(_language_in(words) or preferred_language()):
            run: Callable[..., Any] = partial(click.Group.main, translated(self), words, *others)
            named = [word for word in words if word in COMMANDS][:1]
            command = " ".join(["qualcode", *named])
            sys.exit(guarded(lambda: run(**{**options, "standalone_mode": False}), command))


def _coder_name(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    name = None if value is None else " ".join(value.split())
    if name is not None and not (name and name.isprintable()):
        raise click.BadParameter(tr("a coder needs a name of printable characters"))
    return name


def _language_in(words: Sequence[str]) -> str | None:
    """The language asked for anywhere: read before all else, so that what is wrong with other words is said in it."""
    asked = [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    asked += [language for word, language in pairwise(words) if word == "--lang"]
    return next((language for language in asked if language in LANGUAGES), None)


def _said_late(ctx: click.Context, parameter: click.Parameter, value: str | bool | None) -> None:
    root = ctx.find_root()
    if parameter.name == "coder":
        value = _coder_name(ctx, parameter, cast("str | None", value))
    if value and parameter.name == "debug":
        os.environ["QUALCODE_DEBUG"] = "1"
    elif value:
        root.obj = replace(root.obj, **{str(parameter.name): value})


def _take_late_words(command: click.Command) -> None:
    """Let the words that belong before a command stand after it too, where it has no such option of its own."""
    for part in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
        own = {word for parameter in part.params for word in parameter.opts}
        part.params += [option for option in LATE_WORDS if own.isdisjoint(option.opts)]


@click.command(cls=Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-p",
    "--project",
    "location",
    metavar="PROJECT",
    help="A project file or postgresql:// URL; else $QUALCODE_PROJECT, else the only *.qualcode file here.",
)
@click.option("--coder", metavar="NAME", callback=_coder_name, help="Who is at work; else your user name.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help="The language of words and of printed results.",
)
@click.option("--plain", "is_plain", is_flag=True, help="Read and code line by line: the same as the command plain.")
@click.option("--debug", is_flag=True, help="Show where an unexpected error came from.")
@click.version_option(package_name="qualcode", message="%(prog)s %(version)s")
@click.pass_context
def cli(
    ctx: click.Context, location: str | None, coder: str | None, language: str | None, is_plain: bool, debug: bool
) -> None:
    """A terminal workbench for qualitative research: transcripts in, codes, themes, tables and quotes out.

    Without a command it opens the workbench. -p, --coder, --lang and --debug may also stand after the command; where
    it has a --coder of its own, as `codings` has, that one chooses whose codings are taken.
    """
    ctx.obj = Session(location, coder, language)
    if debug:
        os.environ["QUALCODE_DEBUG"] = "1"
    if is_plain:
        if ctx.invoked_subcommand is not None:
            raise click.UsageError(tr("--plain stands alone; for a project write: qualcode plain PROJECT"))
        from qualcode.cli.plain import converse

        converse(session_of(ctx))
    elif ctx.invoked_subcommand is None:
        from qualcode.cli.project import start_workbench

        start_workbench(session_of(ctx))


LATE_WORDS = tuple(
    click.Option(words, expose_value=False, hidden=True, callback=_said_late, **options)
    for words, options in (
        (["-p", "--project", "location"], {}),
        (["--coder"], {}),
        (["--lang", "language"], {"type": click.Choice(LANGUAGES)}),
        (["--debug"], {"is_flag": True}),
    )
)


def open_missing_streams() -> None:
    """Where stdin, stdout or stderr were closed before we began, nothing is read and what is written is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 – open to the end


def main() -> None:
    """The entry point of the command `qualcode`."""
    # Rows by the hundred thousand hold no cycles, and looking for some would take a tenth of the time.
    gc.disable()
    open_missing_streams()
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A terminal keeps its own encoding; files and pipes get the UTF-8 of the contract.
            reconfigure(errors=errors) if stream.isatty() else reconfigure(encoding="utf-8", errors=errors)
    cli(prog_name="qualcode")
