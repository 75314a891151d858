"""The crash log: what went wrong, for the people who mend the program."""

from __future__ import annotations

import platform
import tempfile
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from qualcode import __version__


def write_crash_log(error: BaseException) -> Path:
    """Write the error's trace to a file of its own and say where.

    Neither local variables nor what was sent to the database is in it: either may be words of an interview.
    """
    for each in chain_of(error):
        if hasattr(each, "hide_parameters"):
            each.hide_parameters = True
    at = datetime.now(UTC)
    lines = [f"qualcode {__version__}, Python {platform.python_version()}, {platform.platform()}", at.isoformat(), ""]
    text = "\n".join(lines) + "".join(traceback.format_exception(error))
    name = f"crash-{at:%Y%m%d-%H%M%S}.log"
    for folder in (Path(platformdirs.user_log_dir("qualcode")), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8", errors="backslashreplace")
        except OSError:
            continue
        return folder / name
    return Path(name)


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """The error and those it came of."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__
