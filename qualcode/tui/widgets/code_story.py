"""What happened to a code, in sentences: a line for each event, and below it what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qualcode.project.records import CodeChange, CodeEvent
from qualcode.text.symbols import visible
from qualcode.tui.widgets.colors import color_names
from qualcode.tui.words import tr, trn

# Longer texts are told by their beginnings.
LONGEST = 300


def story(events: Sequence[CodeEvent]) -> str:
    """The whole history, newest first."""
    return "\n".join(event_words(event) for event in events)


def event_words(event: CodeEvent) -> str:
    """One event: when, who, what was done, and which fields said what before."""
    day = datetime.fromisoformat(event.at).astimezone().strftime("%d.%m.%Y")
    said = visible(event.label, one_line=True)
    counted = _counted(event)
    words = counted if event.what == "coded" and event.acts > 1 else f"{said} ({counted})" if counted else said
    undone = f" · {tr('undone since')}" if event.undone else ""
    lines = [f"{day}  {visible(event.coder, one_line=True)}: {words}{undone}"]
    lines += [f"    {field_name(change.field)}: {_change(change)}" for change in event.changes]
    return "\n".join(lines)


def field_name(field: str) -> str:
    """What people call a field of a code."""
    names = {
        "name": tr("Name"), "parent_id": tr("Below"), "level": tr("Level"), "status": tr("Status"),
        "definition": tr("Definition"), "include": tr("Include when"), "exclude": tr("Exclude when"),
        "example": tr("Example"), "aliases": tr("Also called"), "phrases": tr("Phrases to look for"),
        "literature": tr("Literature"), "labels": tr("In other languages"), "scale": tr("Scale"),
        "color": tr("Colour"), "pin": tr("Number key"), "in_vivo": tr("in vivo"),
    }  # fmt: skip
    return names.get(field, field)


def _counted(event: CodeEvent) -> str:
    parts = [
        trn("{n} coding added", "{n} codings added", event.added) if event.added else "",
        trn("{n} coding taken away", "{n} codings taken away", event.removed) if event.removed else "",
    ]
    return ", ".join(part for part in parts if part)


def _change(change: CodeChange) -> str:
    if change.field == "color":
        names = color_names()
        return " → ".join(names.get(color, color) for color in (change.before, change.after))
    own = change.field in ("level", "status")  # the program's words and not the person's
    return " → ".join(_short(tr(text) if own else text) for text in (change.before, change.after))


def _short(text: str) -> str:
    line = visible(" ".join(text.split()))
    if not line:
        return tr("nothing")
    return f"«{line}»" if len(line) <= LONGEST else f"«{line[:LONGEST]}…»"
