"""Every error a person can meet: what happened, what to do next, and the exit code a script sees."""

from __future__ import annotations

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_DIFFERENCES = 3


class QualcodeError(Exception):
    """Something could not be done; `message` says what, `hint` what to do about it."""

    exit_code = EXIT_FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotFound(QualcodeError):
    """A name, id or file that does not exist."""


class Ambiguous(QualcodeError):
    """A name that fits several things; the hint lists them."""


class InvalidInput(QualcodeError):
    """A file or value that cannot be taken in as it is."""


class Conflict(QualcodeError):
    """The act would overwrite or orphan what somebody did later."""


class ProjectUnusable(QualcodeError):
    """The project file cannot be opened: not ours, damaged, locked or from a newer version."""
