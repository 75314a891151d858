"""`project.search`: finding words in the texts.

The texts are scanned, not indexed: four million words take about a fifth of a second, and there is no index that could
be out of step with an edited or undone text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput
from qualcode.project.corpus import Speech
from qualcode.project.records import Document, SearchHit

if TYPE_CHECKING:
    from qualcode.project.project import Project

CONTEXT = 60
MODES = ("exact", "regex")
Span = tuple[int, int]


class Search:
    """Search over the documents of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def find(
        self, query: str, *, mode: str = "exact", documents: Sequence[str | Document] = (), context: int = CONTEXT
    ) -> list[SearchHit]:
        """Every place where a word or phrase (`exact`: whole words, case ignored) or a pattern (`regex`) stands."""
        matcher = _matcher(query, mode)
        corpus = self._project.corpus
        chosen = [corpus.document(reference) for reference in documents] or corpus.documents()
        texts = corpus.texts()
        spans = {document.id: list(matcher(texts[document.id])) for document in chosen}
        turns = corpus.speech([document_id for document_id, here in spans.items() if here])
        return [
            hit
            for document in chosen
            for hit in _hits(document, texts[document.id], spans[document.id], turns.get(document.id, []), context)
        ]


def whole_words(text: str, query: str) -> Iterator[Span]:
    """Where a phrase stands as whole words, whatever its case; white space in it matches any white space.

    Every place counts, also one that overlaps the place before it.
    """
    parts = query.split()
    before = r"(?<!\w)" if _letter(parts[0][0]) else ""
    after = r"(?!\w)" if _letter(parts[-1][-1]) else ""
    phrase = r"\s+".join(map(re.escape, parts))
    pattern = re.compile(before + phrase + after, re.IGNORECASE)
    folded, first = text.lower(), parts[0].lower()
    if len(folded) == len(text):  # a few letters change length in lower case, and then offsets differ
        at = folded.find(first)
        while at >= 0:
            inside = (
                before and at and _letter(text[at - 1])
            )  # the pattern would say so too, but takes four times as long
            if not inside and (match := pattern.match(text, at)):
                yield match.span()
            at = folded.find(first, at + 1)
        return
    found = pattern.search(text)
    while found:
        yield found.span()
        found = pattern.search(text, found.start() + 1)


def _letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _matcher(query: str, mode: str) -> Callable[[str], Iterator[Span]]:
    if not query.strip():
        raise InvalidInput("there is nothing to search for", "give a word, or a pattern with --regex")
    query = unicodedata.normalize("NFC", query)  # as the texts are
    if mode == "exact":
        return lambda text: whole_words(text, query)
    if mode != "regex":
        raise InvalidInput(f"«{mode}» is no way to search", f"choose one of: {', '.join(MODES)}")
    try:
        pattern = re.compile(query)
    except (re.error, OverflowError, RecursionError) as error:
        raise InvalidInput(
            f"«{query}» is not a pattern: {error}", "leave --regex out to search for the words"
        ) from error
    return lambda text: (match.span() for match in pattern.finditer(text) if match.end() > match.start())


def _hits(
    document: Document, text: str, spans: Sequence[Span], turns: Sequence[Speech], context: int
) -> Iterator[SearchHit]:
    starts = [turn[0] for turn in turns]
    for start, end in spans:
        place = bisect_right(starts, start) - 1
        number, speaker = turns[place][2:4] if place >= 0 and start < turns[place].end else (None, "")
        yield SearchHit(
            document.id, document.name, number, speaker, start, end,
            text[max(0, start - context) : start], text[start:end], text[end : end + context],
        )  # fmt: skip
