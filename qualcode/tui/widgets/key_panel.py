"""What may follow the first of two keys: a few lines at the foot of the screen, which hear the second one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from textual.binding import ActiveBinding
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qualcode.tui.actions import by_id, joined, key_name
from qualcode.tui.widgets.status_line import line_of
from qualcode.tui.words import tr

GAP = 2


class Entry(NamedTuple):
    """Something that may follow: its keys as people write them, and what they do."""

    keys: str
    title: str


class KeyPanel(Static):
    """Shows what may follow a key; whatever comes next, it leaves.

    It takes no focus, so that keys pressed faster than they are heard keep their order.
    """

    DEFAULT_CSS = """
    KeyPanel { layer: above; dock: bottom; height: auto; padding: 0 1; background: $panel; display: none; }
    KeyPanel.-above { dock: top; }
    """

    class Unknown(Message):
        """Keys that no action has."""

        def __init__(self, keys: str) -> None:
            super().__init__()
            self.keys = keys

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._first = ""
        self._following: Mapping[str, ActiveBinding] = {}

    @property
    def is_open(self) -> bool:
        """Whether the next key is the second of two."""
        return bool(self._following)

    def open(self, first: str, following: Mapping[str, ActiveBinding]) -> None:
        """Show what may follow, with as few lines as there is room for; above where the foot would cover the caret."""
        self._first, self._following = first, following
        size, caret = self.app.size, self.app.cursor_position.y
        shown, reversible = entries(following)
        lines = columns_of(shown, size.width - 2)
        leave = tr("capital letter: the one before · Esc: leave") if reversible else tr("Esc: leave")
        heading = line_of(f"{key_name(first)} …", leave, size.width - 2)
        self.update(Content("\n").join([Content.styled(heading, "dim"), *lines]))
        self.set_class(len(lines) < caret and caret >= size.height - len(lines) - 1, "-above")
        self.display = True

    def leave(self) -> None:
        """Back to work."""
        self._following = {}
        self.display = False

    async def hear(self, key: str) -> None:
        """Leave, and do what the key says; where it says nothing, tell so."""
        active = self._following.get(key)
        self.leave()
        if active is not None:
            await self.app.run_action(active.binding.action, active.node)
        elif key != "escape":
            self.post_message(self.Unknown(key_name(f"{self._first} {key}")))


def following(here: Mapping[str, ActiveBinding], first: str) -> dict[str, ActiveBinding]:
    """What may come after a key, by the second one; what is nearer to the focus, or the key alone there, goes first."""
    alone, found = here.get(first), {}
    for keys, active in here.items():
        if alone is not None and active.node is alone.node:
            break
        if keys.startswith(f"{first} ") and active.enabled:
            found[keys.partition(" ")[2]] = active
    return found


def entries(following: Mapping[str, ActiveBinding]) -> tuple[list[Entry], bool]:
    """A line for each thing to do, in the order of the alphabet, and whether capital letters lead back.

    A capital letter that does what the small one does, the other way, stands beside it without words of its own.
    """
    back = {key for key in following if key.isupper() and _leads_back(following, key)}
    keys_of: dict[str, list[str]] = {}
    for key in sorted(following.keys() - back, key=lambda key: (len(key) > 1, key.isdigit(), key.lower(), key)):
        action = by_id()[following[key].binding.id or ""]
        keys_of.setdefault(action.title, []).extend([key, key.upper()] if key.upper() in back else [key])
    return [Entry(joined([*map(key_name, keys)], " "), tr(title)) for title, keys in keys_of.items()], bool(back)


def _leads_back(following: Mapping[str, ActiveBinding], key: str) -> bool:
    onward = following.get(key.lower())
    return onward is not None and onward.binding.action.replace("1)", "-1)") == following[key].binding.action


def columns_of(entries: Sequence[Entry], width: int) -> list[Content]:
    """The entries in columns one after the other, as few lines as so many cells allow."""
    for height in range(1, len(entries) + 1):
        columns = [entries[top : top + height] for top in range(0, len(entries), height)]
        widths = [max(cell_len(_plain(entry)) for entry in column) for column in columns]
        if sum(widths) + GAP * (len(columns) - 1) <= width:
            break
    rows = zip_longest(*columns) if entries else ()
    return [Content.assemble(*_cells(row, widths)) for row in rows]


def _cells(row: Iterable[Entry | None], widths: Sequence[int]) -> Iterable[tuple[str, str]]:
    for entry, width in zip(row, widths, strict=True):
        if entry is not None:
            yield f"{entry.keys:<3}", "bold"
            yield f" {entry.title}" + " " * (width - cell_len(_plain(entry)) + GAP), ""


def _plain(entry: Entry) -> str:
    return f"{entry.keys:<3} {entry.title}"
