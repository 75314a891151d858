"""The tree of F4: the same as beside the text, but for working on the codebook itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from qualcode.project.code_use import CodeUse
from qualcode.project.naming import name_key
from qualcode.project.records import Code, Codebook
from qualcode.tui.widgets.code_tree import LEVELS, SUPERSCRIPTS, CodeTree, counted
from qualcode.tui.widgets.status_line import fitted
from qualcode.tui.widgets.stripes import bar
from qualcode.tui.words import tr

# Orders of the tree: the person's own, by name, the most used first.
ORDERS = ("own", "name", "codings")
COUNT = 5
STATUSES = {"candidate": "?", "parked": "‖", "retired": "×", "active": ""}
NORWEGIAN = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


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

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._uses: Mapping[str, CodeUse] = {}
        # How many cells the first of the three counts takes.
        self.codings_width = COUNT

    def show_uses(self, uses: Mapping[str, CodeUse]) -> None:
        """Show in how many documents and for how many cases each code is used."""
        if uses != self._uses:
            self._uses = uses
            self._invalidate()
            self.refresh()

    def render_label(self, node: TreeNode[Code | None], base_style: Style, style: Style) -> Text:
        """Fold mark, name, signs and the three counts, as wide as the pane."""
        code = node.data
        if code is None:
            return super().render_label(node, base_style, style)
        fold = " " if not node.allow_expand else "▾" if node.is_expanded else "▸"
        mark = f"{fold}{bar(self._kinds[code.id])} "
        width = max(self.size.width - 2 - self._depth(node) * self.guide_depth, 8)
        pin = SUPERSCRIPTS[code.pin] if code.pin else ""
        signs = " ".join(sign for sign in (LEVELS[code.level], STATUSES[code.status], pin) if sign)
        numbers = self._numbers(code)
        room = width - len(mark) - len(numbers) - (len(signs) + 1 if signs else 0)
        name = fitted(code.name, min(cell_len(code.name), max(room, 4)))
        tail = f" {signs}" if signs else ""
        filler = " " * (width - len(mark) - cell_len(name) - len(tail) - len(numbers))
        quiet = Style(dim=code.status in ("parked", "retired"))
        label = Text.assemble((mark, style + Style.parse(code.color or "none")), (name, style + quiet))
        return label.append(tail + filler + numbers, style + Style(dim=True))

    def _numbers(self, code: Code) -> str:
        use = self._uses.get(code.id)
        counts = (use.documents, use.cases) if use else (0, 0)
        codings = f"{counted(code.codings, self._totals[code.id]):>{self.codings_width}}"
        return codings + "".join(f"{number or '':>{COUNT}}" for number in counts)

    def show_codes(self, books: Sequence[Codebook], codes: Sequence[Code]) -> None:
        """Show the codebooks; where the code at the cursor is gone, go to the one that took its place."""
        before, current = self._codes, self.current
        super().show_codes(books, codes)
        widest = max((len(counted(code.codings, self._totals[code.id])) for code in codes), default=0)
        if self.codings_width != (width := max(widest + 1, COUNT)):
            self.codings_width = width
            self._invalidate()
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


def count_headings(first: int = COUNT) -> str:
    """What the three numbers count, as wide as they are, the first as wide as told."""
    others = "".join(f"{word[: COUNT - 1]:>{COUNT}}" for word in (tr("doc."), tr("case")))
    return f"{tr('cod.')[: COUNT - 1]:>{first}}{others}"


def in_order(codes: Sequence[Code], order: str, totals: Mapping[str, int]) -> list[Code]:
    """The codes with siblings by name or by codings, branches together; `own` leaves them as they are."""
    if order == "own":
        return list(codes)
    keys: dict[str, Callable[[Code], Any]] = {
        "name": lambda code: alphabetical(code.name),
        "codings": lambda code: (-totals.get(code.id, 0), alphabetical(code.name)),
    }
    children: dict[tuple[str, str | None], list[Code]] = {}
    for code in codes:
        children.setdefault((code.codebook_id, code.parent_id), []).append(code)

    def branch(book: str, parent: str | None) -> Iterator[Code]:
        for code in sorted(children.get((book, parent), ()), key=keys[order]):
            yield code
            yield from branch(book, code.id)

    return [code for book in dict.fromkeys(code.codebook_id for code in codes) for code in branch(book, None)]


def alphabetical(name: str) -> str:
    """What to sort a name by: æ, ø and å come last, capitals do not matter."""
    return name_key(name).translate(NORWEGIAN)
