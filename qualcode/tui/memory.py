"""What the workbench remembers of a person between sessions: projects visited, places read, codes used, the theme."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

MOST_PROJECTS = 12
MOST_CODES = 24


@dataclass(frozen=True, slots=True)
class Visit:
    """A project as it was left: where the person read and which codes were used last, newest first."""

    location: str
    name: str
    at: str = ""
    document: str = ""
    offset: int = 0
    codes: tuple[str, ...] = ()

    def using(self, code_id: str) -> Visit:
        """The same with a code used just now."""
        codes = (code_id, *(code for code in self.codes if code != code_id))
        return replace(self, codes=codes[:MOST_CODES])


def config_folder() -> Path:
    """Where the person's own keys lie."""
    return Path(platformdirs.user_config_dir("qualcode"))


def state_file() -> Path:
    """Where the memory lies."""
    return Path(platformdirs.user_state_dir("qualcode")) / "workbench.json"


def visits() -> list[Visit]:
    """The projects visited, newest first; those no longer there are left out."""
    found = [_visit(entry) for entry in _read().get("visits", [])]
    return [visit for visit in found if visit and (":" in visit.location[2:] or Path(visit.location).exists())]


def last_visit(location: str) -> Visit | None:
    """How a project was left."""
    return next((visit for visit in visits() if visit.location == location), None)


def remember(visit: Visit) -> None:
    """Note how a project is left."""
    others = [asdict(other) for other in visits() if other.location != visit.location]
    _write({**_read(), "visits": [asdict(visit), *others][:MOST_PROJECTS]})


def theme() -> str:
    """The theme chosen last, or nothing."""
    return str(_read().get("theme", ""))


def remember_theme(name: str) -> None:
    """Note the theme chosen."""
    _write({**_read(), "theme": name})


def _visit(entry: Any) -> Visit | None:
    try:
        return Visit(**{**entry, "codes": tuple(entry.get("codes", ()))})
    except (TypeError, AttributeError):
        return None


def _read() -> dict[str, Any]:
    try:
        content = json.loads(state_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(content: dict[str, Any]) -> None:
    """A memory that cannot be written is no reason to disturb anybody."""
    path = state_file()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
