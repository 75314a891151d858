"""What the workbench remembers of a person between sessions: projects, places, codes used, how far the tour came."""

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
    """Where the person's own settings lie."""
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


def tour_step() -> int | None:
    """How many steps of the tour were done; None where it never began."""
    step = _read().get("tour_step")
    return step if type(step) is int and step >= 0 else None


def remember_tour_step(step: int) -> None:
    """Note how far the tour came."""
    _write({**_read(), "tour_step": step})


def line_numbers() -> bool:
    """Whether lines are numbered beside a text, instead of turns and paragraphs."""
    return bool(_read().get("line_numbers", False))


def remember_line_numbers(wanted: bool) -> None:
    """Note how a text is numbered."""
    _write({**_read(), "line_numbers": wanted})


def coder_shown(location: str) -> str:
    """Whose codings alone are shown in a project; "" where everybody's are."""
    names = _read().get("coder_shown")
    return str(names.get(location, "")) if isinstance(names, dict) else ""


def remember_coder_shown(location: str, coder: str) -> None:
    """Note whose codings are shown in a project."""
    content = _read()
    names = content.get("coder_shown")
    others = {place: name for place, name in (names if isinstance(names, dict) else {}).items() if place != location}
    _write({**content, "coder_shown": {**others, **({location: coder} if coder else {})}})


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
