"""Codebooks for people: an appendix in Word or Markdown, its own words in the chosen language.

Codes go by the names that quotes and tables know them by; what they are called in that language stands below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from qualcode.exchange.codebook_tree import branches, flat
from qualcode.exchange.docx import WordDocument
from qualcode.exchange.markdown import escape, escape_line
from qualcode.project.records import CodebookFile, CodeEntry
from qualcode.wording import wording


class _Line(NamedTuple):
    label: str
    text: str


def markdown(codebook: CodebookFile, language: str) -> str:
    """The codebook with a heading for each code and its fields below it."""
    blocks = [f"# {escape_line(codebook.name)}", escape(codebook.description)]
    for entry in flat(branches(codebook)):
        blocks.append(f"{'#' * min(len(entry.path) + 1, 6)} {escape_line(entry.path[-1])}")
        blocks += [f"**{line.label}:** {_continued(line.text)}" for line in _lines(entry, language)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _continued(text: str) -> str:
    """Text of several lines after a label: its lines and paragraphs stay apart."""
    paragraphs = (part for part in escape(text.strip()).split("\n\n") if part)
    return "\n\n".join("\\\n".join(part.split("\n")) for part in paragraphs)


def word(codebook: CodebookFile, language: str) -> bytes:
    """The same as a Word document whose headings follow the tree."""
    document = WordDocument(codebook.name, language)
    document.title(codebook.name)
    if codebook.description:
        document.paragraph(codebook.description)
    for entry in flat(branches(codebook)):
        document.heading(entry.path[-1], len(entry.path))
        for line in _lines(entry, language):
            document.paragraph(line.text, line.label)
    return document.to_bytes()


def _lines(entry: CodeEntry, language: str) -> Iterator[_Line]:
    tr: Callable[[str], str] = wording(language).gettext
    in_language = {"nb": tr("In bokmål"), "nn": tr("In nynorsk"), "en": tr("In English")}.get(language, language)
    label = entry.labels.get(language, "")
    fields = (
        (in_language, label if label != entry.path[-1] else ""),
        (tr("Definition"), entry.definition),
        (tr("Include"), entry.include),
        (tr("Exclude"), entry.exclude),
        (tr("Example"), entry.example),
        (tr("Scale"), " – ".join(entry.scale)),
        (tr("Literature"), "; ".join(entry.literature)),
    )
    return (_Line(label, text) for label, text in fields if text)
