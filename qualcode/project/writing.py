"""One sitting with a memo: stored at every pause, undone as one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import NotFound, QualcodeError
from qualcode.project.records import Memo, first_words
from qualcode.project.schema import MemoRow

if TYPE_CHECKING:
    from qualcode.project.project import Project


class Writing:
    """One sitting with a memo: whatever is saved is stored at once, and all of it is undone as one act.

    Where somebody else changed or removed the memo meanwhile, what is written here becomes a memo of its own.
    """

    def __init__(self, project: Project, memo: Memo, act: int | None = None) -> None:
        self._project = project
        self._act = act
        self._is_new = act is not None
        self.memo = memo

    def save(self, text: str) -> Memo:
        """Store what is written so far."""
        if text == self.memo.text:
            return self.memo
        memos = self._project.memos
        label = self._project.say("Memo: {title}", title=self.memo.title or first_words(text))
        with self._project.action(label) as act:
            there = self._as_stored()
            if there is None or there.text != self.memo.text:
                about = there.id if there is not None else None
                saved = memos.add(text, title=self.memo.title, kind=self.memo.kind, about=about)
            else:
                if self._act is not None:
                    act.take_over(self._act, there.id)
                saved = memos.update(there.id, text=text)
                act.condense(MemoRow, there.id)
            number = act.id
        self.memo, self._act = saved, number
        return saved

    def _as_stored(self) -> Memo | None:
        try:
            return self._project.memos.memo(self.memo.id)
        except NotFound:
            return None

    def close(self) -> bool:
        """End the sitting; whether a new memo on which nothing was written was taken away again."""
        if not self._is_new or self._act is None or self.memo.text.strip():
            return False
        try:
            self._project.history.undo(act=self._act)
        except QualcodeError:
            return False  # It has a title, a link or a memo of its own by now.
        return True
