"""Files of people: read with a limit, replaced as a whole or not at all, and errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from errno import ENOSPC
from pathlib import Path
from typing import BinaryIO

from qualcode.errors import InvalidInput, NotFound, reason_of

_MEGABYTE = 1024 * 1024


def content_of(file: Path, megabytes: int | None = None) -> bytes:
    """The bytes of a file; NotFound if there is none, InvalidInput if it cannot be read or is too large."""
    try:
        if megabytes is not None and file.stat().st_size > megabytes * _MEGABYTE:
            raise InvalidInput(
                "{file} is larger than {megabytes} MB",
                "it can hardly be the file you mean",
                file=file,
                megabytes=megabytes,
            )
        return file.read_bytes()
    except FileNotFoundError as error:
        raise _missing(file) from error
    except OSError as error:
        raise InvalidInput("{file} cannot be read: {reason}", file=file, reason=reason_of(error)) from error


def _missing(file: Path) -> NotFound:
    """The error for a file that is not there, with those beside it that it may have been meant to be."""
    with suppress(OSError):
        if near := get_close_matches(file.name, [each.name for each in file.parent.iterdir()], n=3):
            return NotFound("there is no file {file}", "did you mean: {names}", file=file, names=", ".join(near))
    return NotFound("there is no file {file}", "look in the folder {folder}", file=file, folder=file.parent.absolute())


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of the file when all of it is written; an error leaves the old one."""
    # A device or pipe cannot be replaced, only written to.
    in_place = file.exists() and not file.is_file()
    partial = file if in_place else file.resolve().with_name(f".{file.name}.partial")
    try:
        with partial.open("wb") as out:
            yield out
        if not in_place:
            partial.replace(file.resolve())
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        if not in_place:
            with suppress(OSError):
                partial.unlink()


def _unwritable(file: Path, error: OSError) -> InvalidInput:
    """Why a file could not be written, and what to do about it; the system's own words only where we have none."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return InvalidInput(
            "{file} cannot be written: its folder is not there", "make the folder first, or choose another", file=file
        )
    if isinstance(error, IsADirectoryError):
        return InvalidInput("{file} cannot be written: it is a folder", "give the file a name too", file=file)
    if isinstance(error, PermissionError):
        return InvalidInput(
            "{file} cannot be written: it is protected, or open in another program",
            "close it there, or choose another folder",
            file=file,
        )
    if error.errno == ENOSPC:
        return InvalidInput("{file} cannot be written: the disk is full", "make room and try again", file=file)
    return InvalidInput("{file} cannot be written: {reason}", file=file, reason=reason_of(error))


def save(file: Path, content: str | bytes) -> None:
    """The content as the whole of a file."""
    with replacing(file) as out:
        out.write(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
