"""`project.drafts`: what is being written and not stored yet, so that it outlives a program that ends in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from qualcode.project.database import is_alive
from qualcode.project.records import Memo
from qualcode.project.schema import PresenceRow
from qualcode.text.symbols import visible

if TYPE_CHECKING:
    from qualcode.project.project import Project


LONGEST_HEADING = 100


class Drafts:
    """The words that a window has in a dialog; they are no act and stand in no log until they are stored."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.is_kept = False

    def keep(self, heading: str, text: str) -> None:
        """Keep what is written so far; it replaces what was kept before."""
        self._set(visible(heading, one_line=True)[:LONGEST_HEADING], text)
        self.is_kept = True

    def drop(self) -> None:
        """It is stored, or thrown away."""
        if self.is_kept:
            self._set(None, None)
            self.is_kept = False

    def take_over(self) -> list[Memo]:
        """Make memos of what this coder was writing in windows that are no more, in one act."""
        columns = (PresenceRow.id, PresenceRow.host, PresenceRow.pid, PresenceRow.heading, PresenceRow.draft)
        mine = (PresenceRow.draft.is_not(None), PresenceRow.coder == self._project.coder)
        with self._project.read() as connection:
            rows = connection.execute(select(*columns).where(*mine).order_by(PresenceRow.since)).all()
        left = [row for row in rows if row.id != self._project.presence and not is_alive(row.host, row.pid)]
        if not left:
            return []
        with self._project.action(self._project.say("Kept what was being written when the program ended")) as act:
            memos = [self._project.memos.add(row.draft, title=row.heading or "") for row in left]
            act.connection.execute(delete(PresenceRow).where(PresenceRow.id.in_([row.id for row in left])))
        return memos

    def _set(self, heading: str | None, text: str | None) -> None:
        if self._project.presence is not None:
            mine = PresenceRow.id == self._project.presence
            with self._project.database.write() as connection:
                connection.execute(update(PresenceRow).where(mine).values(heading=heading, draft=text))
