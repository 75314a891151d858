"""What a person sees when something goes wrong: one line of error, one of hint, an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from qualcode.errors import EXIT_FAILED, EXIT_USAGE, QualcodeError, reason_of
from qualcode.text.symbols import visible
from qualcode.wording import tr

EXIT_INTERRUPTED = 130
ANY_HINT = "see: {command} --help"


def guarded(run: Callable[[], Any], command: str = "qualcode") -> int:
    """Run a command line; its exit code, after saying on stderr what went wrong and where `command` is explained."""
    try:
        result = run()
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        complain(error.format_message(), tr(ANY_HINT, command=error.ctx.command_path) if error.ctx else "")
        return EXIT_USAGE
    except QualcodeError as error:
        complain(error.message, error.hint or tr(ANY_HINT, command=command))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        forget_stdout()
        return 0
    except click.ClickException as error:
        complain(error.format_message())
        return EXIT_FAILED
    except Exception as error:
        _complain_of_a_fault(error, command)
        return EXIT_FAILED


def complain(message: str, hint: str = "") -> None:
    """An error and what to do about it, on stderr, one line each; only a person gets their heads translated."""
    error, advice = (tr("error"), tr("hint")) if sys.stderr.isatty() else ("error", "hint")
    click.echo(f"{error}: {visible(message, one_line=True)}", err=True)
    click.echo(f"{advice}: {visible(hint or tr(ANY_HINT, command='qualcode'), one_line=True)}", err=True)


def _complain_of_a_fault(error: Exception, command: str) -> None:
    """Say what was not foreseen: an answer of the file system in words, anything else with where its details lie."""
    debugging = os.environ.get("QUALCODE_DEBUG", "") not in ("", "0")
    if debugging:
        click.echo("".join(traceback.format_exception(error)), err=True)
    if isinstance(error, OSError) and error.strerror:
        reason = reason_of(error)
        complain(f"{error.filename}: {reason}" if error.filename else reason, tr(ANY_HINT, command=command))
        return
    reason = f"{type(error).__name__}: {error}".rstrip(": ")
    where = _logged(error)
    complain(
        tr("something unforeseen went wrong ({reason})", reason=reason),
        tr("the details are in {path}", path=where) if where else tr("add --debug"),
    )


def _logged(error: Exception) -> Path | None:
    """Append the traceback to the log file; where that is, or None if it cannot be written."""
    from platformdirs import user_log_path

    try:
        path = user_log_path("qualcode", appauthor=False, ensure_exists=True) / "errors.log"
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return None
    return path


def forget_stdout() -> None:
    """Point stdout at nothing, or Python would complain about the reader that left once more at its own exit."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
