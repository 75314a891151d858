"""F8: writing. The memos as a research diary on the left, the one at the cursor on the right."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from qualcode.errors import Conflict
from qualcode.exchange import diary
from qualcode.project.records import Memo
from qualcode.project.writing import Writing
from qualcode.text.units import count_words
from qualcode.tui.saving import save_as
from qualcode.tui.screens.memo_changes import ChooseKind, MemoChanges
from qualcode.tui.screens.work_screen import WorkScreen
from qualcode.tui.widgets.memo_diary import Diary
from qualcode.tui.widgets.memo_page import MemoAbout, MemoPage
from qualcode.tui.widgets.status_line import StatusLine
from qualcode.tui.words import tr, trn

ENDINGS = (".md", ".docx")


class MemosScreen(WorkScreen):
    """Write, find and order what was thought."""

    AUTO_FOCUS = "MemoList"
    DEFAULT_CSS = """
    MemosScreen #memo { width: 1fr; padding: 0 1; }
    MemosScreen MemoAbout { height: auto; max-height: 9; margin-bottom: 1; }
    MemosScreen MemoPage { height: 1fr; background: $background; padding: 0; }
    MemosScreen MemoPage:focus { background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._memos: list[Memo] = []

    def body(self) -> ComposeResult:
        """The list and the page."""
        with Horizontal():
            yield Diary()
            with Vertical(id="memo"):
                yield MemoAbout(markup=False)
                yield MemoPage()

    @property
    def diary(self) -> Diary:
        """The memos on the left."""
        return self.query_one(Diary)

    @property
    def page(self) -> MemoPage:
        """What is written on."""
        return self.query_one(MemoPage)

    def show_project(self) -> None:
        """The memos as they are now; the cursor stays on its memo, and what is not stored yet stays on the page."""
        self._memos = self.project.memos.memos()
        there = {memo.id: memo for memo in self._memos}
        here = self.page.memo
        if here is not None and here.id not in there:
            self.page.keep()  # What was written on a memo that somebody removed becomes one of its own.
        elif here is not None:
            self.page.renew(there[here.id])
        self.diary.show(self._memos, self.page.memo.id if self.page.memo else None)
        if not self._memos:
            self.say(tr("Nothing is written yet · n: a new memo"))

    def on_passage_list_moved(self) -> None:
        """The memo at the cursor onto the page."""
        memo, here = self.diary.current, self.page.memo
        if (memo.id if memo else None) != (here.id if here else None):
            if self.page.leave() is None:
                return
            self._open(memo)
        self._show_about()

    def _open(self, memo: Memo | None, sitting: Writing | None = None) -> None:
        self.page.open(self.project, memo, sitting)
        self._show_about()

    def _show_about(self) -> None:
        memo = self.page.memo
        passages = self.project.memos.passages([memo]) if memo is not None else {}
        self.query_one(MemoAbout).show(memo, passages.get(memo.id) if memo is not None else None)
        self._show_where()

    def _show_where(self) -> None:
        """In the list where one is, on the page how much there is and whether it is stored."""
        status, page = self.query_one(StatusLine), self.page
        self.is_saved = page.is_saved
        self.show_top()
        if page.has_focus:
            stored = tr("saved") if page.is_saved else tr("not saved yet")
            status.right = f"{trn('{n} word', '{n} words', count_words(page.written))} · {stored}"
            return
        status.right = self.diary.place

    def on_text_area_changed(self) -> None:
        """Tell how much there is."""
        self._show_where()

    def on_memo_page_kept(self, event: MemoPage.Kept) -> None:
        """The list says what the page says; where it had to become a memo of its own, that one is on the page now."""
        self.catch_up(lambda: self._show_kept(event.memo))
        self._show_where()

    def _show_kept(self, memo: Memo) -> None:
        self._memos = [memo if each.id == memo.id else each for each in self._memos]
        if not self.diary.renew(memo):
            self.show_project()

    def on_memo_page_failed(self, event: MemoPage.Failed) -> None:
        """Say why it is not stored; it is tried again."""
        self.workbench.tell(event.error)

    def on_descendant_focus(self) -> None:
        """Leaving the page ends the sitting."""
        super().on_descendant_focus()
        if not self.page.has_focus and self.page.leave():
            self.catch_up()
            self.say(tr("Nothing was written, so no memo was kept"))
        self._show_where()

    def on_screen_suspend(self) -> None:
        """What is written is stored before anything else comes up; going to another screen ends the sitting."""
        if self in self.app.screen_stack:
            self.page.keep()
        else:
            self.page.leave()

    def leaving(self) -> None:
        """Before the project is closed: everything written is stored, or the project stays open."""
        if self.page.leave() is None:
            raise Conflict("What you wrote is not stored yet", "try again in a moment")

    def action_new(self) -> None:
        """A new memo on the project."""
        self._begin()

    def action_reply(self) -> None:
        """A new memo about the one at the cursor."""
        if memo := self.diary.current:
            self._begin(about=memo.id)

    def _begin(self, **links: str) -> None:
        def chosen(kind: str | None) -> None:
            if kind is None or self.page.leave() is None:
                return
            sitting = self.project.memos.begin(kind, **links)
            self._open(sitting.memo, sitting)
            self.catch_up()
            self.diary.go_to(sitting.memo.id)
            self.page.focus()

        self.app.push_screen(ChooseKind(tr("What kind of memo?")), chosen)

    def action_edit(self) -> None:
        """Onto the page, at the end of what is written."""
        if self.diary.current is not None:
            self.page.move_cursor(self.page.document.end)
            self.page.focus()

    def action_back(self) -> None:
        """From the page to the list."""
        self.diary.lines.focus()

    def action_change(self, what: str) -> None:
        """A change of the memo at the cursor: the name of a method of `MemoChanges`."""
        if (memo := self.diary.current) and self.page.leave() is not None:
            getattr(MemoChanges(self, memo, self.did, self._memos), what)()

    async def action_go(self) -> None:
        """To what the memo is about."""
        memo = self.diary.current
        if memo is None:
            return
        if memo.document_id is not None:
            self.workbench.open_document(memo.document_id, memo.start or 0, memo.end)
        elif memo.code_id is not None:
            await self._go_to_code(memo.code_id)
        elif memo.target == "memo":
            self.diary.go_to(memo.target_id or "")
        elif memo.target == "case":
            self.say(tr("This memo is about the case {name}", name=memo.case))
        else:
            self.say(tr("This memo is about the project · e: write"))

    async def _go_to_code(self, code_id: str) -> None:
        from qualcode.tui.screens.codebook import CodebookScreen

        await self.workbench.switch_mode("codebook")
        screen = cast(CodebookScreen, self.app.screen)
        screen.call_after_refresh(lambda: screen.tree_of_codes.go_to(code_id))

    def action_export(self) -> None:
        """The memos shown, as a research diary in a file."""
        memos = self.diary.shown
        info = self.project.info()

        def write(path: Path) -> None:
            passages = self.project.memos.passages(memos)
            diary.save(memos, passages, path, language=info.language, project=info.name)

        title = trn("Export {n} memo to which file?", "Export {n} memos to which file?", len(memos))
        save_as(self, title, tr("research diary"), ENDINGS, write)
