"""Which Norwegian forms are words, how a compound divides, and how common a word is.

The forms are those of Bokmålsordboka and Norsk Ordbank, packed by `make lexicon` into a trie that is read from where it
lies; the counts are those of words in Norwegian theses and interviews. `data/LICENSE` says whose the forms are.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marisa_trie import Trie

_DATA = Path(str(files("qualcode.text") / "data"))
# No open list of nynorsk forms can be had; most of its stems are in this one, and the rest is left to a person.
_LISTS = {"nb": "nb", "nn": "nb"}
_SHORTEST_PART = 3
_LONGEST_WORD = 60
_MOST_PARTS = 4
_COMMON = 3
_LINKS = ("s", "e")
# Common words that no compound begins or ends with; without this «somme» or «dettes» would be found in anything.
_NO_PARTS = frozenset(
    """
    som det den har var kan vil jeg deg meg seg han hun dem der her hva hvem men når nok ble blir dere disse denne dette
    din min sin hans hvor ikke eller mens også man ham oss vår bli vært være skal enn ned kunne skulle ville ere ene ens
    """.split()  # noqa: SIM905 – a list of quoted words is harder to read
)


class Lexicon:
    """The words of a language; of one without a list, no form is a word."""

    def __init__(self, trie: Trie, counts: dict[str, int]) -> None:
        self._trie = trie
        self._counts = counts
        affixes = trie.keys("-")
        self._prefixes = frozenset(affix[1:-1] for affix in affixes if affix.endswith("-"))
        self._suffixes = frozenset(affix[1:] for affix in affixes if not affix.endswith("-"))
        self._divide = lru_cache(maxsize=200_000)(self._divide_anew)

    @staticmethod
    @cache
    def load(language: str) -> Lexicon:
        """The words of `nb` or `nn`, read once; of any other language, none."""
        import marisa_trie

        name = _LISTS.get(language)
        if name is None:
            return Lexicon(marisa_trie.Trie(), {})
        return Lexicon(marisa_trie.Trie().mmap(str(_DATA / f"{name}.marisa")), _counts(_DATA / f"{name}.counts.txt"))

    def is_word(self, form: str) -> bool:
        """Whether a form is listed, or a compound of forms that are; case matters only for names."""
        return bool(self.split(form))

    def is_listed(self, form: str) -> bool:
        """Whether a form stands in the list: as it is or in small letters, or either without the s of a genitive."""
        forms = {form, form.lower()}
        return any(self._holds(form) or (form[-1:] == "s" and self._holds(form[:-1])) for form in forms)

    def count(self, form: str) -> int:
        """How often a form was met in the texts that were counted, in small letters."""
        return self._counts.get(form.lower(), 0)

    def is_infinitive(self, form: str) -> bool:
        """Whether a form can stand after «å»."""
        return self._holds(f"å {form.lower()}")

    def split(self, form: str) -> tuple[str, ...]:
        """The parts of a compound as they stand, linking letters with the part before; a listed form is one part.

        The division with the fewest parts is given, and nothing for what is no word.
        """
        if not 0 < len(form) <= _LONGEST_WORD or not form.isprintable():
            return ()
        if self.is_listed(form):
            return (form,)
        if "-" in form:
            pieces = form.strip("-").split("-")
            return tuple(pieces) if all(map(self.is_word, pieces)) else ()
        return self._divide(form.lower(), _MOST_PARTS)

    def _divide_anew(self, form: str, most: int) -> tuple[str, ...]:
        """The fewest parts, at most so many, that a form in small letters divides into; the longest first part wins."""
        if self._can_end(form):
            return (form,)
        best: tuple[str, ...] = ()
        for at in self._cuts(form) if most > 1 else ():
            if most > 1 and (rest := self._divide(form[at:], most - 1)):
                best, most = (form[:at], *rest), len(rest)
        return best

    def _cuts(self, form: str) -> list[int]:
        """Where the first part of a form may end, the longest first: after a form, a linking letter or a prefix."""
        sizes = {size for size in range(_SHORTEST_PART, len(form)) if form[:size] in self._prefixes}
        for piece in self._trie.prefixes(form):
            if self._is_part(piece):
                size = len(piece)
                sizes |= {size, size + 1} if form[size : size + 1] in _LINKS else {size}
        return sorted((size for size in sizes if size <= len(form) - _SHORTEST_PART), reverse=True)

    def _can_end(self, piece: str) -> bool:
        """Whether a compound can end in a piece: a form, a genitive or a suffix."""
        return self._is_part(piece) or piece in self._suffixes or (piece[-1:] == "s" and self._is_part(piece[:-1]))

    def _is_part(self, piece: str) -> bool:
        """Whether a form can be part of a compound; short ones must be common, since rare ones are in anything."""
        if len(piece) < _SHORTEST_PART or piece in _NO_PARTS or not self._holds(piece):
            return False
        return len(piece) > _SHORTEST_PART or self.count(piece) >= _COMMON

    def _holds(self, entry: str) -> bool:
        """Whether the trie has an entry; it cannot be asked for what is no Unicode text, such as half a surrogate."""
        return entry.isprintable() and entry in self._trie


def _counts(path: Path) -> dict[str, int]:
    """Counts from lines of a count and the words that were met so often."""
    counts: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        number, *words = line.split()
        counts.update(dict.fromkeys(words, int(number)))
    return counts
