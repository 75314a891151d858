"""Quotes for a chapter: grouped under their codes in Word, Markdown, plain text and HTML, or row by row as a table."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

from qualcode.errors import InvalidInput
from qualcode.exchange import files
from qualcode.exchange.tabular import Table, render
from qualcode.exchange.xml import legal
from qualcode.project.records import PATH_SEPARATOR, Quote

COLUMNS = ("code", "document", "speaker", "start", "end", "text", "rendered", "attribution", "coder", "memo")
ROW_FORMATS = ("csv", "xlsx", "json", "table")
FORMATS = (*ROW_FORMATS, "md", "docx", "html", "txt")
_LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


class Heading(NamedTuple):
    """A code's name at its depth in the tree, 1 for a root."""

    text: str
    level: int


def quote_table(quotes: Iterable[Quote], title: str = "") -> Table:
    """One row a coding, in the columns of the contract."""
    return Table(COLUMNS, map(attrgetter(*COLUMNS), quotes), title)


def once_each(found: Iterable[tuple[Quote, ...]]) -> list[tuple[Quote, ...]]:
    """What several people coded alike stands once, with all of them named; of a pair, those of each side."""
    alike: dict[tuple[tuple[str, str, int, int], ...], list[tuple[Quote, ...]]] = {}
    for quotes in found:
        key = tuple((quote.code_id, quote.document_id, quote.start, quote.end) for quote in quotes)
        alike.setdefault(key, []).append(quotes)
    return [tuple(map(_of_all, zip(*same, strict=True))) for same in alike.values()]


def _of_all(quotes: tuple[Quote, ...]) -> Quote:
    by_coder = {quote.coder: quote for quote in quotes}
    memos = " / ".join(filter(None, (quote.memo for quote in by_coder.values())))
    return quotes[0]._replace(coder=", ".join(by_coder), memo=memos)


def passages(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes as a reader meets them: a passage that several people coded alike stands once."""
    return [quote for (quote,) in once_each((quote,) for quote in quotes)]


def save(
    quotes: Iterable[Quote], path: str | Path, *, language: str = "nb", title: str = "", excel: bool = False
) -> None:
    """The quotes into a file, whose ending says the format."""
    content = dumps(quotes, Path(path).suffix.lower().removeprefix("."), language=language, title=title, excel=excel)
    files.save(Path(path), content)


def dumps(
    quotes: Iterable[Quote], format: str, *, language: str = "nb", title: str = "", excel: bool = False
) -> str | bytes:
    """The quotes in a format: text, or bytes for xlsx and docx; `language` is the one they are proofread in.

    Tables have a row for each coding; in running text a passage stands once under a code, whoever coded it.
    """
    title = legal(title)
    match format:
        case format if format in ROW_FORMATS:
            return render(quote_table(quotes, title), format, excel=excel)
        case "md":
            return _markdown(quotes, title)
        case "txt":
            return _plain(quotes, title)
        case "html":
            return _html(quotes, title, language)
        case "docx":
            return _word(quotes, title, language)
    raise InvalidInput(
        "quotes cannot be written as «{format}»", "choose one of: {choices}", format=format, choices=", ".join(FORMATS)
    )


def outline(quotes: Iterable[Quote]) -> Iterator[Heading | Quote]:
    """Each passage once below the heading of its code, codes in order of first appearance, tree kept whole."""
    given = [each._replace(code=legal(each.code), attribution=legal(each.attribution)) for each in passages(quotes)]
    order: dict[tuple[str, ...], int] = {}
    for quote in given:
        for prefix in _prefixes(quote.code):
            order.setdefault(prefix, len(order))
    given.sort(key=lambda quote: [order[prefix] for prefix in _prefixes(quote.code)])
    before: tuple[str, ...] = ()
    for code, group in groupby(given, attrgetter("code")):
        for prefix in _prefixes(code):
            if before[: len(prefix)] != prefix:
                yield Heading(prefix[-1], len(prefix))
        before = tuple(code.split(PATH_SEPARATOR))
        yield from group


def _prefixes(code: str) -> list[tuple[str, ...]]:
    path = tuple(code.split(PATH_SEPARATOR))
    return [path[:depth] for depth in range(1, len(path) + 1)]


def _words(quote: Quote) -> str:
    return legal(quote.rendered or quote.text).strip("\n")


def _markdown(quotes: Iterable[Quote], title: str) -> str:
    from qualcode.exchange.markdown import escape, escape_line

    blocks = [f"# {escape_line(title)}"] if title else []
    for each in outline(quotes):
        if isinstance(each, Heading):
            blocks.append(f"{'#' * min(each.level + bool(title), 6)} {escape_line(each.text)}")
            continue
        parts = [escape(_words(each)).replace("\n", "\\\n").replace("\\\n\\\n", "\n\n"), escape_line(each.attribution)]
        blocks.append(indent("\n\n".join(filter(None, parts)), "> ", lambda _: True).replace("> \n", ">\n"))
    return "\n\n".join(blocks) + "\n"


def _plain(quotes: Iterable[Quote], title: str) -> str:
    blocks = [f"{title}\n{'=' * len(title)}"] if title else []
    for each in outline(quotes):
        if isinstance(each, Heading):
            blocks.append(f"{each.text}\n{'-' * len(each.text)}")
        else:
            blocks.append(indent("\n".join(filter(None, (_words(each), each.attribution))), "    "))
    return "\n\n".join(blocks) + "\n"


def _html(quotes: Iterable[Quote], title: str, language: str) -> str:
    body = [f"<h1>{html.escape(title)}</h1>"] if title else []
    for each in outline(quotes):
        if isinstance(each, Heading):
            level = min(each.level + bool(title), 6)
            body.append(f"<h{level}>{html.escape(each.text)}</h{level}>")
        else:
            body.append(_html_quote(each))
    head = f'<meta charset="utf-8">\n<title>{html.escape(title)}</title>'
    lang = html.escape(_LOCALES.get(language, language))
    return f'<!doctype html>\n<html lang="{lang}">\n<head>\n{head}\n</head>\n<body>\n{_lines(body)}</body>\n</html>\n'


def _html_quote(quote: Quote) -> str:
    paragraphs = (html.escape(part).replace("\n", "<br>\n") for part in _words(quote).split("\n\n") if part)
    source = f"<footer>{html.escape(quote.attribution)}</footer>\n" if quote.attribution else ""
    return f"<blockquote>\n{_lines([f'<p>{part}</p>' for part in paragraphs])}{source}</blockquote>"


def _lines(parts: Sequence[str]) -> str:
    return "".join(f"{part}\n" for part in parts)


def _word(quotes: Iterable[Quote], title: str, language: str) -> bytes:
    from qualcode.exchange.docx import WordDocument

    document = WordDocument(title, language)
    if title:
        document.title(title)
    for each in outline(quotes):
        if isinstance(each, Heading):
            document.heading(each.text, each.level)
        else:
            document.quote(_words(each), each.attribution)
    return document.to_bytes()
