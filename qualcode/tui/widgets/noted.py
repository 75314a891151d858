"""What is noted beside a text: the memos on its passages and codings, with a sign where the passage begins."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rich.style import Style

from qualcode.project.records import Coding, Memo, first_words
from qualcode.text.wrapping import Layout

SIGN = "¶"
# Words of a memo this many rows from its sign on are still seen to be its own.
NEAR = 3
# What a click on the sign or the words of a memo is known by.
UNDER_MOUSE = Style(meta={"noted": True})

# A memo on a passage, or a coding with a memo.
Noted = Memo | Coding


def noted_in(memos: Iterable[Memo], codings: Iterable[Coding]) -> list[Noted]:
    """What is noted on passages and on codings, as it comes in the text; on the same place what is shorter later."""
    noted: list[Noted] = [memo for memo in memos if memo.start is not None]
    noted += [coding for coding in codings if coding.memo]
    return sorted(noted, key=lambda each: (span_of(each)[0], -span_of(each)[1]))


def span_of(noted: Noted) -> tuple[int, int]:
    """The passage that something is noted on."""
    return noted.start or 0, noted.end or 0


def words_of(noted: Noted) -> str:
    """The title or the first words of what is noted."""
    return noted.name if isinstance(noted, Memo) else first_words(noted.memo)


@dataclass(frozen=True, slots=True)
class Notes:
    """What is noted, placed beside the rows: a sign where its passage begins, and its words where there is room.

    Words stand beside the sign, or a row or two below it where names of codes would cut them short.
    """

    signs: Mapping[int, Sequence[Noted]] = field(default_factory=dict)
    words: Mapping[int, Sequence[Noted]] = field(default_factory=dict)

    @classmethod
    def placed(cls, noted: Iterable[Noted], layout: Layout, named: Container[int]) -> Notes:
        """Notes beside the rows of a layout, of which those `named` have names of codes."""
        signs: dict[int, list[Noted]] = {}
        words: dict[int, list[Noted]] = {}
        for each in noted:
            first, last = layout.rows_of(*span_of(each))
            near = range(first, min(last + 1, first + NEAR))
            signs.setdefault(first, []).append(each)
            words.setdefault(next((row for row in near if row not in named), first), []).append(each)
        return cls(signs, words)

    def on(self, row: int) -> list[Noted]:
        """What has its sign or its words on a row."""
        both = (*self.signs.get(row, ()), *self.words.get(row, ()))
        return list({each.id: each for each in both}.values())

    def look(self, row: int) -> tuple[str, ...]:
        """What it does to the look of a row: the sign, and the words."""
        return (SIGN * (row in self.signs), *map(words_of, self.words.get(row, ())))
