"""Codebook files: yaml, csv and qdc both ways, Markdown and Word for print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qualcode.errors import InvalidInput
from qualcode.exchange.codebook_tree import Reading
from qualcode.exchange.files import content_of, save
from qualcode.project.records import CodebookFile

READABLE = ("yaml", "csv", "qdc")
WRITABLE = (*READABLE, "md", "docx")
MAX_MEGABYTES = 16


def read(path: str | Path) -> CodebookFile:
    """The codebook in a file, whose ending says the format; raises NotFound or InvalidInput."""
    return read_with_notices(path).codebook


def read_with_notices(path: str | Path) -> Reading:
    """The same, with what had to be left out or changed, which happens with files of other programs."""
    file = Path(path)
    format = _format(file, READABLE)
    return loads(content_of(file, MAX_MEGABYTES), format, name=file.stem)


def loads(content: bytes, format: str, *, name: str) -> Reading:
    """A codebook from a file's content; `name` is for formats and files that do not name it themselves."""
    from qualcode.exchange import codebook_csv, codebook_qdc, codebook_yaml
    from qualcode.exchange.csv_reading import decoded

    if format == "qdc":
        return codebook_qdc.loads(content, name)
    if format == "csv":
        return codebook_csv.loads(content, name)
    codebook, notices = codebook_yaml.loads(decoded(content))
    if codebook.name:
        return Reading(codebook, notices)
    return Reading(replace(codebook, name=name), notices)


def write(
    codebook: CodebookFile,
    path: str | Path,
    *,
    language: str | None = None,
    codings: Mapping[tuple[str, ...], int] | None = None,
    excel: bool = False,
) -> None:
    """The codebook into a file, whose ending says the format; an error leaves what was there."""
    file = Path(path)
    content = dumps(codebook, _format(file, WRITABLE), language=language, codings=codings, excel=excel)
    save(file, content)


def dumps(
    codebook: CodebookFile,
    format: str,
    *,
    language: str | None = None,
    codings: Mapping[tuple[str, ...], int] | None = None,
    excel: bool = False,
) -> str | bytes:
    """The codebook in a format: text, or bytes for qdc and docx.

    `language` is the one md and docx are written in, else the codebook's own; `codings` counts by path go into csv.
    """
    from qualcode.exchange import codebook_csv, codebook_print, codebook_qdc, codebook_yaml
    from qualcode.exchange.tabular import render

    match format:
        case "yaml":
            return codebook_yaml.dumps(codebook)
        case "csv":
            return render(codebook_csv.codebook_table(codebook, codings), "csv", excel=excel)
        case "qdc":
            return codebook_qdc.dumps(codebook)
        case "md":
            return codebook_print.markdown(codebook, language or codebook.language)
        case "docx":
            return codebook_print.word(codebook, language or codebook.language)
    raise InvalidInput(
        "codebooks cannot be written as «{format}»",
        "choose one of: {choices}",
        format=format,
        choices=", ".join(WRITABLE),
    )


def _format(file: Path, known: tuple[str, ...]) -> str:
    format = file.suffix.lower().removeprefix(".")
    format = "yaml" if format == "yml" else format
    if format not in known:
        raise InvalidInput(
            "«{file}» has no ending of a codebook file",
            "choose one of: {choices}",
            file=file.name,
            choices=", ".join(f".{ending}" for ending in known),
        )
    return format
