"""What is said of acts in the log: what was taken back, and from when where that is not just now."""

from __future__ import annotations

from datetime import datetime

from qualcode.project.records import Act
from qualcode.tui.words import tr


def clock(at: str) -> str:
    """A time stamp of the log as local time of day, with the date unless it is today's."""
    moment = datetime.fromisoformat(at).astimezone()
    today = moment.date() == datetime.now().astimezone().date()
    return moment.strftime("%H:%M" if today else "%d.%m. %H:%M")


def undone_words(act: Act, coder: str, since: str) -> str:
    """What was taken back; when it was done if not since this sitting began, and by whom if by somebody else."""
    about = _about(act, coder, since)
    if about:
        return tr("Undone ({about}): {label}", about=about, label=act.label)
    return tr("Undone: {label}", label=act.label)


def redone_words(act: Act, coder: str, since: str) -> str:
    """The same of what was done again."""
    about = _about(act, coder, since)
    if about:
        return tr("Done again ({about}): {label}", about=about, label=act.label)
    return tr("Done again: {label}", label=act.label)


def _about(act: Act, coder: str, since: str) -> str:
    is_of_now = act.at >= since and act.at[:10] == since[:10]
    return ", ".join([*([] if is_of_now else [clock(act.at)]), *([] if act.coder == coder else [act.coder])])
