"""`project.search`: finding words in the texts.

The texts are scanned, not indexed: four million words take about a fifth of a second, and there is no index that could
be out of step with an edited or undone text. Texts in which something hides words are looked at in views without it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InvalidInput
from qualcode.project.corpus import Speech
from qualcode.project.database import at_one_moment
from qualcode.project.records import Document, SearchHit
from qualcode.text.folding import View, views
from qualcode.text.phrases import Phrase
from qualcode.text.queries import alternatives
from qualcode.text.rules.letters import looks_damaged
from qualcode.text.spans import Span

if TYPE_CHECKING:
    from qualcode.project.project import Project

CONTEXT = 60
MODES = ("folded", "exact", "regex")


class _Look(NamedTuple):
    """How a text is looked at: its views, and whether letters of it were lost; `mark` tells it from an edited one."""

    mark: tuple[int, int]
    views: tuple[View, ...]
    is_damaged: bool


class Search:
    """Search over the documents of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._looks: dict[str, _Look] = {}

    @at_one_moment
    def find(
        self, query: str, *, mode: str = "folded", documents: Sequence[str | Document] = (), context: int = CONTEXT
    ) -> list[SearchHit]:
        """Every place where a word, a phrase or a pattern stands.

        `folded` finds whole words whatever their case, `ord*` and `*ord`, through all that hides them in a text, and of
        several with `OR` or `ELLER` between any, as one place where they share letters;
        `exact` finds whole words as they stand; `regex` finds what a pattern matches.
        """
        finder = self._finder(query, mode)
        corpus = self._project.corpus
        chosen = [corpus.document(reference) for reference in documents] or corpus.documents()
        texts = corpus.texts()
        spans = {document.id: list(finder(document.id, texts[document.id])) for document in chosen}
        turns = corpus.speech([document_id for document_id, here in spans.items() if here])
        return [
            hit
            for document in chosen
            for hit in _hits(document, texts[document.id], spans[document.id], turns.get(document.id, []), context)
        ]

    def _finder(self, query: str, mode: str) -> Callable[[str, str], Iterable[Span]]:
        """What finds the spans for a query in a document's text."""
        if not query.strip():
            raise InvalidInput("there is nothing to search for", "give a word, or a pattern with --regex")
        if mode not in MODES:
            raise InvalidInput(
                "«{mode}» is no way to search", "choose one of: {choices}", mode=mode, choices=", ".join(MODES)
            )
        query = unicodedata.normalize("NFC", query)  # as the texts are
        if mode == "regex":
            pattern = _pattern(query)
            return lambda _, text: _matches(pattern, text)
        if mode == "exact":
            exact = Phrase(query, stars=False)
            return lambda _, text: exact.find(text)
        phrases = [Phrase(views(each)[0].text) for each in alternatives(query)]
        if not phrases:
            raise InvalidInput("there is nothing to search for", "give a word, or several with OR between them")
        return lambda document_id, text: _through(self._look(document_id, text), phrases)

    def _look(self, document_id: str, text: str) -> _Look:
        """How to look at a text, remembered where there is more to it than the text itself."""
        mark = (len(text), hash(text))
        look = self._looks.get(document_id)
        if look is None or look.mark != mark:
            look = _Look(mark, views(text), looks_damaged(text))
            if look.is_damaged or len(look.views) > 1 or look.views[0].text is not text:
                self._looks[document_id] = look
        return look


def _through(look: _Look, phrases: Sequence[Phrase]) -> list[Span]:
    """Where any of some phrases stands in any of the views of a text, in order."""
    found: set[Span] = set()
    for view, phrase in product(look.views, phrases):
        found.update(view.span(*span) for span in phrase.find(view.text))
        if look.is_damaged:
            found.update(view.span(*span) for span in phrase.find_damaged(view.text))
    return sorted(found) if len(phrases) == 1 else list(_apart(sorted(found)))


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, those that share letters as one: what several phrases find there is one place."""
    last: Span | None = None
    for span in spans:
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
        else:
            if last is not None:
                yield last
            last = span
    if last is not None:
        yield last


def _pattern(query: str) -> re.Pattern[str]:
    """The query as a regular expression."""
    try:
        return re.compile(query)
    except (re.error, OverflowError, RecursionError) as error:
        raise InvalidInput(
            "«{pattern}» is not a pattern: {problem}",
            "leave --regex out to search for the words",
            pattern=query,
            problem=error,
        ) from error


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """What a pattern matches, nothing aside."""
    return (Span(*match.span()) for match in pattern.finditer(text) if match.end() > match.start())


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
