"""What the words before the command say: which project, who is at work, in what language."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from qualcode.errors import Ambiguous, NotFound
from qualcode.text.symbols import visible
from qualcode.wording import preferred_language, wording

if TYPE_CHECKING:
    from qualcode.project.project import Project

ENDING = ".qualcode"
_BACKUP = re.compile(r" \d{4}-\d\d-\d\d \d{6}\.qualcode$")


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the program; None stands for what was not said."""

    location: str | None = None
    coder: str | None = None
    language: str | None = None

    def open(self, location: str | None = None) -> Project:
        """Open the project that was named, or else the one that is meant."""
        from qualcode.project.project import open_project

        return open_project(with_ending(location) if location else self.locate(), coder=self.named_coder)

    def locate(self) -> str:
        """Where the project lies; raises NotFound or Ambiguous where nothing says which is meant."""
        here = self._named() or projects_here()
        if isinstance(here, str):
            return with_ending(here)
        if len(here) == 1:
            return here[0]
        if here:
            raise Ambiguous(
                "there are {count} projects in this folder",
                "say which with -p: {names}",
                count=len(here),
                names=", ".join(here),
            )
        raise NotFound("there is no project in this folder", "name one with -p, or make one with: qualcode new NAME")

    def locate_if_any(self) -> str | None:
        """The same for the workbench, which can also begin without a project."""
        return self.locate() if self._named() or len(projects_here()) == 1 else None

    @property
    def named_coder(self) -> str | None:
        """Who is at work where somebody said so, on the command line or in the environment; not the user's name."""
        return self.coder or " ".join(os.environ.get("QUALCODE_CODER", "").split()) or None

    def say(self, message: str, /, **fields: object) -> str:
        """A sentence in the person's language, its values made harmless for the terminal."""
        shown = {name: visible(str(value), one_line=True) for name, value in fields.items()}
        return wording(self.language or preferred_language()).gettext(message).format(**shown)

    def tell(self, message: str, /, **fields: object) -> None:
        """Words for the person, on stderr."""
        click.echo(self.say(message, **fields), err=True)

    def _named(self) -> str | None:
        return self.location or os.environ.get("QUALCODE_PROJECT") or None


def projects_here() -> list[str]:
    """The project files of the current folder, leaving out dated backups that lie beside their original."""
    names = {path.name for path in Path.cwd().glob(f"*{ENDING}") if path.is_file() and path.name[0] != "."}
    return sorted(name for name in names if _BACKUP.sub(ENDING, name) not in names - {name})


def with_ending(location: str) -> str:
    """A project named without its ending means the file that has it."""
    if "://" not in location and not Path(location).exists() and Path(location + ENDING).exists():
        return location + ENDING
    return location


def session_of(ctx: click.Context) -> Session:
    """The session that a command runs in."""
    return cast(Session, ctx.find_root().obj)


def pass_session(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a command its session as the first argument."""

    @wraps(command)
    def with_session(*args: Any, **options: Any) -> Any:
        return command(session_of(click.get_current_context()), *args, **options)

    return with_session
