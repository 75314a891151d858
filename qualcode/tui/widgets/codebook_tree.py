"""The tree of F4: the same as beside the text, but for working on the codebook itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from qualcode.project.records import Code, Codebook
from qualcode.tui.widgets.code_tree import CodeTree


def _moves_only() -> list[BindingType]:
    """The tree's own keys but Enter, which is the screen's."""
    return [binding for binding in Tree.BINDINGS if not (isinstance(binding, Binding) and binding.key == "enter")]


class CodebookTree(CodeTree, inherit_bindings=False):
    """Codes to be defined, moved, merged."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *_moves_only(),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def show_codes(self, books: Sequence[Codebook], codes: Sequence[Code]) -> None:
        """Show the codebooks; where the code at the cursor is gone, go to the one that took its place."""
        before, current = self._codes, self.current
        super().show_codes(books, codes)
        kept = {code.id for code in codes}
        if kept and (current is None or current.id not in kept) and self.book_name is None:
            heirs = after_removal(before, current) if current else []
            self.go_to(next((code_id for code_id in heirs if code_id in kept), codes[0].id))

    @property
    def book_name(self) -> str | None:
        """The codebook whose heading the cursor is on."""
        node = self.cursor_node
        return str(node.label) if node is not None and node.data is None and node is not self.root else None

    def go_to(self, code_id: str) -> None:
        """Put the cursor on a code, unfolding what hides it."""
        node = next((each for each in self._nodes_of(self.root) if each.data and each.data.id == code_id), None)
        if node is None:
            return
        above = node.parent
        while above is not None:
            above.expand()
            above = above.parent
        self.call_after_refresh(self._arrive, node)

    def _arrive(self, node: TreeNode[Code | None]) -> None:
        """Move there, and tell so even where the node came to stand on the line the cursor was on already."""
        self.move_cursor(node)
        self.post_message(self.NodeHighlighted(node))

    def unfold(self) -> None:
        """Unfold the code at the cursor; if it is, go to the first one below it."""
        node = self.cursor_node
        if node is not None and node.allow_expand and node.is_collapsed:
            node.expand()
        elif node is not None and node.children:
            self.move_cursor(node.children[0])

    def fold(self) -> None:
        """Fold the code at the cursor; if there is nothing to fold, go to the one above it."""
        node = self.cursor_node
        if node is not None and node.allow_expand and node.is_expanded:
            node.collapse()
        elif node is not None and isinstance(node.parent, TreeNode) and node.parent is not self.root:
            self.move_cursor(node.parent)

    def beside(self, code: Code) -> list[str]:
        """The ids of the codes in the same place, in order, itself among them."""
        same = (code.codebook_id, code.parent_id)
        return [each.id for each in self._codes if (each.codebook_id, each.parent_id) == same]


def after_removal(codes: Sequence[Code], gone: Code) -> list[str]:
    """Where to go when a code is gone, best first: the siblings after it, those before it, its parent."""
    siblings = [code.id for code in codes if (code.codebook_id, code.parent_id) == (gone.codebook_id, gone.parent_id)]
    place = siblings.index(gone.id) if gone.id in siblings else 0
    return [*siblings[place + 1 :], *reversed(siblings[:place]), *([gone.parent_id] if gone.parent_id else [])]
