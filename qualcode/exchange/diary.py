"""The research diary: memos by day, each with what it is about and the words it is on, in Markdown and Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from textwrap import indent

from qualcode.errors import InvalidInput
from qualcode.exchange import files
from qualcode.exchange.markdown import escape, escape_line
from qualcode.exchange.tabular import Table
from qualcode.exchange.xml import legal
from qualcode.project.records import Memo, Passage
from qualcode.text.dates import day_of, long_date
from qualcode.text.emphasis import line_kind, without_marks
from qualcode.wording import wording

COLUMNS = ("id", "created", "changed", "coder", "kind", "title", "target", "document", "start", "end", "code", "case",
           "remind", "text", "about")  # fmt: skip
FORMATS = ("md", "docx")
_STYLES = {"strong": "Strong", "emphasis": "Emphasis", "": ""}
# Headings within a memo stand below the one that is its own.
_OWN_LEVEL = 2
Passages = Mapping[str, Passage]


def memo_table(memos: Iterable[Memo], codes: Mapping[str, str]) -> Table:
    """One row a memo; `codes` gives what each code is called, by its id. `about` is the memo that a memo is about."""
    rows = (
        (m.id, m.created_at, m.changed_at, m.coder, m.kind, m.title or None, m.target, m.document, m.start, m.end,
         codes[m.code_id] if m.code_id else None, m.case, m.remind_at, m.text,
         m.target_id if m.target == "memo" else None)
        for m in memos
    )  # fmt: skip
    return Table(COLUMNS, rows)


def subject(memo: Memo, passage: Passage | None, language: str) -> str:
    """What a memo is about, in words that can follow «about»."""
    tr: Callable[[str], str] = wording(language).gettext
    place = memo.document or ""
    if passage is not None and passage.turn is not None:
        place = tr("{document}, turn {turn}").format(document=place, turn=passage.turn)
    match memo.target:
        case "document" | "segment":
            return place
        case "code":
            return tr("the code {name}").format(name=memo.code)
        case "coding":
            return tr("{code} in {place}").format(code=memo.code, place=place)
        case "case":
            return tr("the case {name}").format(name=memo.case)
        case "memo":
            return tr("the memo «{name}»").format(name=memo.about)
    return tr("the project")


def save(
    memos: Iterable[Memo], passages: Passages, path: str | Path, *, language: str = "nb", project: str = ""
) -> None:
    """The diary into a file, whose ending says the format."""
    format = Path(path).suffix.lower().removeprefix(".")
    files.save(Path(path), dumps(memos, passages, format, language=language, project=project))


def dumps(
    memos: Iterable[Memo], passages: Passages, format: str, *, language: str = "nb", project: str = ""
) -> str | bytes:
    """The diary of these memos, oldest first; `project` is named in its title."""
    if format not in FORMATS:
        raise InvalidInput(
            "a diary cannot be written as «{format}»", "choose one of: {choices}",
            format=format, choices=", ".join(FORMATS),
        )  # fmt: skip
    ordered = sorted(memos, key=lambda memo: (memo.created_at, memo.id))
    heading = wording(language).gettext("Research diary")
    title = legal(f"{heading}: {project}" if project else heading)
    return (_word if format == "docx" else _markdown)(ordered, passages, title, language)


def facts(memo: Memo, passage: Passage | None, language: str) -> str:
    """When a memo was written by whom, of what kind it is and what it is about."""
    tr: Callable[[str], str] = wording(language).gettext
    about = tr("about {subject}").format(subject=subject(memo, passage, language))
    parts = [datetime.fromisoformat(memo.created_at).astimezone().strftime("%H:%M"), memo.coder, tr(memo.kind), about]
    if memo.remind_at:
        parts.append(tr("to come back on {day}").format(day=long_date(date.fromisoformat(memo.remind_at), language)))
    return " · ".join(parts)


def _days(memos: Iterable[Memo], language: str) -> Iterator[tuple[str, Iterator[Memo]]]:
    for day, group in groupby(memos, lambda memo: day_of(memo.created_at)):
        words = long_date(day, language)
        yield words[0].upper() + words[1:], group


def _heading(memo: Memo, language: str) -> str:
    return legal(memo.title) or wording(language).gettext(memo.kind).capitalize()


def _words(passage: Passage) -> str:
    return legal(passage.text).strip()


def _markdown(memos: Iterable[Memo], passages: Passages, title: str, language: str) -> str:
    blocks = [f"# {escape_line(title)}"]
    for day, group in _days(memos, language):
        blocks.append(f"## {day}")
        for memo in group:
            passage = passages.get(memo.id)
            blocks.append(f"### {escape_line(_heading(memo, language))}")
            blocks.append(f"*{escape_line(legal(facts(memo, passage, language)))}*")
            if passage is not None and _words(passage):
                quoted = escape(_words(passage)).replace("\n", "\\\n").replace("\\\n\\\n", "\n\n")
                blocks.append(indent(quoted, "> ", lambda _: True).replace("> \n", ">\n"))
            blocks.append(re.sub(r"^#{1,3}(?=#*\s)", r"###\g<0>", legal(memo.text).strip(), flags=re.MULTILINE))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _word(memos: Iterable[Memo], passages: Passages, title: str, language: str) -> bytes:
    from qualcode.exchange.docx import WordDocument

    document = WordDocument(title, language)
    document.title(title)
    for day, group in _days(memos, language):
        document.heading(day)
        for memo in group:
            passage = passages.get(memo.id)
            document.heading(_heading(memo, language), _OWN_LEVEL)
            document.emphasised([(legal(facts(memo, passage, language)), "Emphasis")])
            if passage is not None and _words(passage):
                document.quote(_words(passage), "")
            for kind, text in _paragraphs(legal(memo.text)):
                if kind == "heading":
                    marks = line_kind(text).marks
                    document.heading(text[marks:].strip(), _OWN_LEVEL + marks)
                elif kind == "quote":
                    document.quote(text, "")
                else:
                    document.emphasised((words, _STYLES[style]) for words, style in without_marks(text))
    return document.to_bytes()


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a memo with what each is; running text goes on from line to line, items stand alone."""
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        for kind, lines in groupby(block.split("\n"), lambda line: line_kind(line).kind):
            if kind in ("heading", "item"):
                yield from ((kind, line) for line in lines)
            elif kind == "quote":
                yield kind, "\n".join(line[1:].strip() for line in lines)
            elif words := "\n".join(lines).strip():
                yield kind, words
