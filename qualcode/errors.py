"""Every error a person can meet: what happened, what to do next, and the exit code a script sees.

The words are English templates with `{fields}`; `message` and `hint` give them in the language that is spoken.
"""

from __future__ import annotations

import errno
from typing import Self

from qualcode.wording import tr

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_DIFFERENCES = 3


class QualcodeError(Exception):
    """Something could not be done; `message` says what, `hint` what to do about it, both with `fields` filled in."""

    exit_code = EXIT_FAILED

    def __init__(self, message: str, hint: str = "", /, **fields: object) -> None:
        super().__init__(message)
        self._words = message, hint
        self._fields = fields

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """What happened."""
        return tr(self._words[0], **self._fields)

    @property
    def hint(self) -> str:
        """What to do about it, empty where there is nothing to say."""
        return tr(self._words[1], **self._fields)

    def at(self, place: str) -> Self:
        """The same error, said of the place it happened at: a file, a line, a code."""
        return type(self)("{place}: {problem}", "{hint}", place=place, problem=self.message, hint=self.hint)


def reason_of(error: OSError) -> str:
    """What the system answered, in the language that is spoken; in its own words only where we have none."""
    match error.errno:
        case errno.ENOSPC:
            return tr("the disk is full")
        case errno.EROFS:
            return tr("nothing can be written to that disk")
        case errno.EACCES | errno.EPERM:
            return tr("it is protected, or open in another program")
        case errno.ENOENT:
            return tr("it is not there")
        case errno.ENOTDIR:
            return tr("what should be its folder is a file")
        case errno.EISDIR:
            return tr("it is a folder")
        case errno.ENAMETOOLONG:
            return tr("its name is too long")
        case errno.EIO:
            return tr("the disk does not answer")
    return error.strerror or str(error)


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
