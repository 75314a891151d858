"""The codebook as a tree beside the text: names, the codes' stripes in their colours, how often each is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from qualcode.project.records import Code, Codebook
from qualcode.tui.actions import TREE, bindings
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.widgets.stripes import bar, kinds_of
from qualcode.tui.words import tr

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# Signs beside the name for what a code is, so that it need not be read off the page.
LEVELS = {"theme": "◆", "category": "◇", "code": ""}
UNFOLDED_UP_TO = 40


class CodeTree(Tree[Code | None]):
    """Codes with their counts, those below included; keeps what is unfolded and where the cursor is."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TREE)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False
        self._totals: Counter[str] = Counter()
        self._here: frozenset[str] = frozenset()
        self._codes: Sequence[Code] = ()
        self._kinds: Mapping[str, str] = {}
        self._node_of: dict[str, TreeNode[Code | None]] = {}

    def show_codes(self, books: Sequence[Codebook], codes: Sequence[Code]) -> None:
        """Show the codebooks as they are now; several stand below each other under their names."""
        if list(codes) == list(self._codes):
            return
        same_tree = [(c.id, c.parent_id) for c in codes] == [(c.id, c.parent_id) for c in self._codes]
        totals_before, self._totals = self._totals, totals(codes)
        self._codes = codes
        kinds_before, self._kinds = self._kinds, kinds_of({code.id: code.color for code in codes})
        if not same_tree:
            self._plant(books, codes)
            return
        for code in codes:
            node = self._node_of[code.id]
            recounted = self._totals[code.id] != totals_before[code.id]
            if node.data != code or recounted or self._kinds[code.id] != kinds_before[code.id]:
                node.data = code
                node.refresh()

    def show_here(self, code_ids: Collection[str]) -> None:
        """Set off the codes of the passage at the caret."""
        before, self._here = self._here, frozenset(code_ids)
        for code_id in before ^ self._here:
            if code_id in self._node_of:
                self._node_of[code_id].refresh()

    @property
    def current(self) -> Code | None:
        """The code under the cursor."""
        return self.cursor_node.data if self.cursor_node else None

    @property
    def work(self) -> CodingScreen:
        """The screen this is the left side of."""
        return cast("CodingScreen", self.screen)

    def action_apply(self) -> None:
        """Code the selection with the code under the cursor."""
        if code := self.current:
            self.work.transcript.apply(code)
            if self.work.has_class("-narrow"):
                self.work.action_back_to_text()

    def action_pin(self, number: int) -> None:
        """Put the code under the cursor on a number key, or take it off."""
        if (code := self.current) is None:
            return
        off = code.pin == number
        self.work.project.codebook.pin(code, None if off else number)
        message = "«{code}» is on no key" if off else "«{code}» is on key {number}"
        self.work.did(tr(message, code=code.name, number=number))

    def action_coding(self, step: int) -> None:
        """The next or previous place in the project that has the code under the cursor, or one below it."""
        if (code := self.current) is None:
            return
        work = self.work
        order = {document.id: place for place, document in enumerate(work.project.corpus.documents())}
        codings = work.project.coding.codings(code=code, subtree=True)
        places = [(order[coding.document_id], coding.start, coding.document_id) for coding in codings]
        after = [place for place in places if (place[:2] > work.place if step > 0 else place[:2] < work.place)]
        if after:
            _, start, document = (min if step > 0 else max)(after)
            work.workbench.open_document(document, start)
            self.focus()
        else:
            work.say(tr("No more places with «{code}»", code=code.name))

    def _plant(self, books: Sequence[Codebook], codes: Sequence[Code]) -> None:
        unfolded = self._remembered(codes)
        current = self.current.id if self.current else None
        self.clear()
        self._node_of.clear()
        parents: dict[str | None, TreeNode[Code | None]] = {}
        headings = {b.id: self.root.add(b.name, expand=True) for b in books} if len(books) > 1 else {}
        has_children = {code.parent_id for code in codes}
        for code in codes:
            above = parents.get(code.parent_id) or headings.get(code.codebook_id, self.root)
            if code.id in has_children:
                node = above.add(code.name, code, expand=code.id in unfolded)
            else:
                node = above.add_leaf(code.name, code)
            parents[code.id] = self._node_of[code.id] = node
        if current in parents:
            self.call_after_refresh(self.move_cursor, parents[current])

    def _remembered(self, codes: Sequence[Code]) -> set[str]:
        if not len(self.root.children):
            return {code.id for code in codes if code.depth == 0 or len(codes) <= UNFOLDED_UP_TO}
        nodes = list(self._nodes_of(self.root))
        known = {node.data.id for node in nodes if node.data}
        unfolded = {node.data.id for node in nodes if node.data and node.is_expanded}
        return unfolded | {code.id for code in codes if code.id not in known}

    def _nodes_of(self, node: TreeNode[Code | None]) -> list[TreeNode[Code | None]]:
        found = []
        for child in node.children:
            found += [child, *self._nodes_of(child)]
        return found

    def on_resize(self, event: events.Resize) -> None:
        """The counts stand at the right edge."""
        self._invalidate()

    def render_label(self, node: TreeNode[Code | None], base_style: Style, style: Style) -> Text:
        """Fold mark, name and count, as wide as the pane."""
        code = node.data
        depth = self._depth(node)
        width = max(self.size.width - 2 - (depth * self.guide_depth), 8)
        if code is None:
            return Text(fitted(str(node.label), width), style + Style(bold=True))
        fold = " " if not node.allow_expand else "▾" if node.is_expanded else "▸"
        mark = f"{fold}{bar(self._kinds[code.id])} "
        pin = f" {SUPERSCRIPTS[code.pin]}" if code.pin else ""
        count = f" {counted(code.codings, self._totals[code.id])}"
        room = width - len(mark) - len(count) - len(pin)
        name = fitted(code.name, min(cell_len(code.name), room))
        filler = " " * (room - cell_len(name))
        weight = Style(bold=code.id in self._here, dim=code.status in ("parked", "retired"))
        label = Text.assemble((mark, style + Style.parse(code.color or "none")), (name, style + weight))
        return label.append(pin + filler + count, style + Style(dim=True))

    def get_label_width(self, node: TreeNode[Code | None]) -> int:
        """Every line is as wide as the pane, which need not be found out by painting all of them."""
        return max(self.size.width - 2 - self._depth(node) * self.guide_depth, 8)

    def _depth(self, node: TreeNode[Code | None]) -> int:
        depth = 0
        while node.parent is not None and node.parent is not self.root:
            node, depth = node.parent, depth + 1
        return depth


def counted(own: int, total: int) -> str:
    """How often a code is used; in brackets the same with the codes below, where that is more."""
    return f"{own or ''} ({total})".strip() if total != own else str(own or "")


def totals(codes: Sequence[Code]) -> Counter[str]:
    """How many codings each code has together with those below it."""
    parents = {code.id: code.parent_id for code in codes}
    counted: Counter[str] = Counter()
    for code in codes:
        place: str | None = code.id
        while place is not None:
            counted[place] += code.codings
            place = parents.get(place)
    return counted
