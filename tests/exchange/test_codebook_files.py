"""Codebooks in and out: the same tree in every format, and errors that say where."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound
from qualcode.exchange import codebook_files
from qualcode.exchange.codebook_csv import COLUMNS, code_table
from qualcode.exchange.codebook_tree import joined, split
from qualcode.exchange.tabular import render
from qualcode.exchange.xml import legal
from qualcode.project.naming import checked_name, name_key
from qualcode.project.records import CODE_LEVELS, CODE_STATUSES, Code, CodebookFile, CodeEntry

ANY_TEXT = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.text("aå :#-|>'\"\\\n\t▸Tmed=&<"))
CSV_TEXT = ANY_TEXT.filter(lambda text: "\0" not in text)


def is_a_name(text: str) -> bool:
    """Whether the project would keep the text as a code's name unchanged."""
    try:
        return checked_name(text, "code") == text and " > " not in f"{text} "
    except InvalidInput:
        return False


NAMES = st.one_of(st.text("abæøå ='\"-+@>|,;:#!&<*%{}[]?~日😀", min_size=1), st.text(min_size=1)).filter(is_a_name)
ITEMS = st.lists(CSV_TEXT.map(str.strip).filter(bool), max_size=3).map(tuple)


@st.composite
def codebooks(draw: st.DrawFn) -> CodebookFile:
    """Trees of up to eight codes with any fields."""
    entries: dict[tuple[str, ...], CodeEntry] = {}
    for number in range(draw(st.integers(1, 8))):
        above = draw(st.sampled_from([(), *(entry.path for entry in entries.values())]))
        path = (*above, draw(NAMES))
        key = tuple(map(name_key, path))
        texts: dict[str, Any] = {name: draw(CSV_TEXT) for name in ("definition", "include", "exclude", "example")}
        lists: dict[str, Any] = {name: draw(ITEMS) for name in ("aliases", "phrases", "literature", "scale")}
        entries.setdefault(
            key,
            CodeEntry(
                path=path,
                guid=str(UUID(int=number + 1)),
                level=draw(st.sampled_from(CODE_LEVELS)),
                status=draw(st.sampled_from(CODE_STATUSES)),
                color=draw(st.sampled_from(["", "#0072B2", "#abcdef"])),
                labels=draw(st.dictionaries(st.sampled_from(["nb", "nn", "en"]), CSV_TEXT.filter(bool))),
                in_vivo=draw(st.booleans()),
                **texts,
                **lists,
            ),
        )
    return CodebookFile("Bok", "nb", draw(CSV_TEXT), in_tree_order(list(entries.values())))


def in_tree_order(entries: list[CodeEntry]) -> tuple[CodeEntry, ...]:
    """Depth first, siblings in the order in which they were made."""

    def below(path: tuple[str, ...]) -> list[CodeEntry]:
        children = [entry for entry in entries if entry.path[:-1] == path]
        return [each for child in children for each in (child, *below(child.path))]

    return tuple(below(()))


def reread(codebook: CodebookFile, format: str, **options: Any) -> CodebookFile:
    """The codebook after a trip through a format."""
    content = codebook_files.dumps(codebook, format, **options)
    reading = codebook_files.loads(content if isinstance(content, bytes) else content.encode(), format, name="Bok")
    assert reading.notices == ()
    return reading.codebook


@given(codebooks())
def test_yaml_loses_nothing(codebook: CodebookFile) -> None:
    assert reread(codebook, "yaml") == codebook


@given(codebooks(), st.booleans())
def test_csv_loses_no_code(codebook: CodebookFile, excel: bool) -> None:
    assert reread(codebook, "csv", excel=excel).codes == codebook.codes


@given(codebooks(), st.sampled_from(["nb", "nn", "en", "se"]))
def test_qdc_loses_no_code(codebook: CodebookFile, language: str) -> None:
    def clean(entry: CodeEntry) -> CodeEntry:
        fields: dict[str, Any] = {
            name: legal(getattr(entry, name)) for name in ("definition", "include", "exclude", "example")
        }
        for name in ("aliases", "phrases", "literature", "scale"):
            items = (legal(item).strip() for item in getattr(entry, name))
            fields[name] = tuple(filter(None, items))
        fields["labels"] = {key: legal(label) for key, label in entry.labels.items() if legal(label)}
        return replace(entry, path=tuple(map(legal, entry.path)), **fields)

    legal_book = replace(codebook, language=language, codes=tuple(map(clean, codebook.codes)))
    assert reread(legal_book, "qdc").codes == legal_book.codes


@given(codebooks())
def test_every_qdc_is_valid_against_the_schema_of_the_standard(codebook: CodebookFile) -> None:
    from lxml import etree

    from qualcode.exchange.codebook_qdc import SCHEMA

    content = codebook_files.dumps(codebook, "qdc")
    assert isinstance(content, bytes)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(etree.fromstring(content))


@given(st.lists(ANY_TEXT.map(str.strip).filter(bool)))
def test_lists_in_a_cell(items: list[str]) -> None:
    assert split(joined(items)) == tuple(items)


@pytest.mark.parametrize("format", ["yaml", "csv", "qdc", "md"])
def test_golden_codebooks(format: str, codebook: CodebookFile, golden: Callable[[str, str | bytes], None]) -> None:
    golden(f"codebook.{format}", codebook_files.dumps(codebook, format, language="en"))


@pytest.mark.parametrize("format", ["yaml", "csv", "qdc", "md", "docx"])
def test_writing_twice_gives_the_same_bytes(format: str, codebook: CodebookFile, tmp_path: Path) -> None:
    first, second = tmp_path / f"a.{format}", tmp_path / f"b.{format}"
    codebook_files.write(codebook, first)
    codebook_files.write(codebook, second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("format", ["yaml", "csv", "qdc"])
def test_reading_a_file(format: str, codebook: CodebookFile, tmp_path: Path) -> None:
    file = tmp_path / f"Kodebok.{format}"
    codebook_files.write(codebook, file)
    read = codebook_files.read(file)
    assert read.codes == codebook.codes
    assert read.name == (codebook.name if format == "yaml" else "Kodebok")


def test_files_that_are_no_codebooks(tmp_path: Path, codebook: CodebookFile) -> None:
    with pytest.raises(NotFound):
        codebook_files.read(tmp_path / "none.yaml")
    with pytest.raises(InvalidInput, match=r"k\.xlsx"):
        codebook_files.read(tmp_path / "k.xlsx")
    with pytest.raises(InvalidInput, match=r"k\.xlsx"):
        codebook_files.write(codebook, tmp_path / "k.xlsx")
    (tmp_path / "k.yaml").write_bytes(b" " * (17 * 1024 * 1024))
    with pytest.raises(InvalidInput, match="larger than 16 MB"):
        codebook_files.read(tmp_path / "k.yaml")


def yaml_error(text: str) -> InvalidInput:
    """What is said about a YAML text that breaks a rule."""
    with pytest.raises(InvalidInput) as caught:
        codebook_files.loads(text.encode(), "yaml", name="Bok")
    return caught.value


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ("[{name: A, definision: x}]", "A: unknown key «definision»"),
        ("[{definition: x}]", "code 1: the name is missing"),
        ("[{name: ' '}]", "code 1: the name is missing"),
        ("[{name: A, codes: [{name: B}, {name: b}]}]", "A > b: the code «A > b» is there twice"),
        ("[{name: A, codes: [{name: [x]}]}]", "A > code 1: name must be text, not a list"),
        ("[{name: A, aliases: x}]", "A: aliases must be a list of texts"),
        ("[{name: A, codes: {name: B}}]", "A: codes must be a list, not keys with values"),
        ("[A]", "code 1: keys with values are expected, not text"),
        ("[{name: A, level: themes}]", "A: «themes» is no level"),
        ("[{name: A, status: død}]", "A: «død» is no status"),
        ("[{name: A, color: red}]", "A: «red» is no colour"),
        ("[{name: A, guid: 12}]", "A: «12» is no guid"),
        ("[{name: A, labels: {de: x}}]", "A: «de» is no label language"),
        ("[{name: A, in_vivo: kanskje}]", "A: in_vivo is «kanskje»"),
        ("[{name: A > B}]", "A > B: «A > B» cannot be the name of a code"),
        ("[{name: A, name: B}]", "line 2: the key «name» is there twice"),
        ("[{name: A, ? [x] : y}]", "line 2: a key must be a word"),
        ("[{name: &a A}, {name: *a}]", "line 2: aliases are not used"),
        ("[{name: A", "the file is not YAML: line"),
        ("[{name: !!python/object/apply:os.system [x]}]", "the file is not YAML"),
    ],
)
def test_what_is_wrong_in_yaml_is_named_with_its_place(codes: str, message: str) -> None:
    assert message in yaml_error(f"codebook: K\ncodes: {codes}\n").message


@pytest.mark.parametrize("text", ["", "- a", "just words", "codebook: [x]", "kodebok: x"])
def test_a_file_that_is_no_codebook_at_all(text: str) -> None:
    assert yaml_error(text).message


def test_a_slip_gets_a_suggestion() -> None:
    assert yaml_error("codes: [{name: A, definision: x}]").hint == "did you mean: definition"


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    levels = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 12))
    assert "aliases" in yaml_error(f"k0: &k0 [x]\n{levels}\n").message


def test_a_pit_of_brackets_is_refused() -> None:
    assert yaml_error("[" * 20_000).message


def test_two_codes_with_one_guid() -> None:
    guid = "11111111-2222-4333-8444-555555555555"
    message = yaml_error(f"codes: [{{name: A, guid: {guid}}}, {{name: B, guid: '{{{guid.upper()}}}'}}]").message
    assert message == "B: «B» has the guid of «A»"


def test_yaml_scalars_are_text_as_they_stand() -> None:
    text = "codebook: 2024\nlanguage: nn\ncodes: [{name: no, example: 12:30, definition: 1.10, aliases: [yes, 0x1F]}]"
    book = codebook_files.loads(text.encode(), "yaml", name="x").codebook
    assert book.name == "2024"
    (code,) = book.codes
    assert (code.path, code.example, code.definition, code.aliases) == (("no",), "12:30", "1.10", ("yes", "0x1F"))


@pytest.mark.parametrize("file", sorted((Path(__file__).parents[2] / "codebooks").glob("*.yaml")), ids=lambda f: f.stem)
@pytest.mark.parametrize("format", ["yaml", "csv", "qdc"])
def test_shipped_codebooks_survive_every_format(file: Path, format: str) -> None:
    book = codebook_files.read(file)
    assert len(book.codes) > 5
    assert reread(book, format).codes == book.codes


def csv_book(text: str) -> CodebookFile:
    """The codebook in a csv text."""
    return codebook_files.loads(text.encode(), "csv", name="Bok").codebook


def test_csv_needs_nothing_but_paths_and_makes_parents() -> None:
    book = csv_book("path\nB > C > D\nA\nb > E\nB\n")
    assert [entry.path for entry in book.codes] == [("B",), ("B", "C"), ("B", "C", "D"), ("B", "E"), ("A",)]


def test_in_vivo_in_csv_is_yes_or_no() -> None:
    codes = codebook_files.loads(b"path,in_vivo\nA,SANN\nB,USANN\nC,\n", "csv", name="x").codebook.codes
    assert [code.in_vivo for code in codes] == [True, False, False]
    with pytest.raises(InvalidInput, match="line 2: in_vivo is «kanskje»"):
        codebook_files.loads(b"path,in_vivo\nA,kanskje\n", "csv", name="x")


def test_a_codebook_without_a_name_of_its_own_is_written_without_one() -> None:
    read = codebook_files.loads(b"codes:\n  - name: A\n", "yaml", name="fil").codebook
    assert (read.name, read.named) == ("fil", False)
    assert "codebook" not in str(codebook_files.dumps(read, "yaml"))
    assert codebook_files.loads(b"codebook: Min\ncodes:\n  - name: A\n", "yaml", name="fil").codebook.named


def test_a_parent_may_come_after_its_children() -> None:
    book = csv_book("path,definition\nA > B,x\nA,y\n")
    assert [(entry.path, entry.definition) for entry in book.codes] == [(("A",), "y"), (("A", "B"), "x")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nA\n", "column path is missing"),
        ("path\nA\nA\n", "line 3: the code «A» is there twice"),
        ("path,level\nA,themes\n", "line 2: «themes» is no level"),
        ("path\nA >  > B\n", "line 2: a name is missing"),
        ("path\n" + " > ".join(["A"] * 41) + "\n", "line 2: a code 41 levels deep"),
        ("path,color\nA,#12\n", "line 2: «#12» is no colour"),
        ("path,color,guid\nA,,x\n", "line 2: «x» is no guid"),
    ],
)
def test_what_is_wrong_in_csv_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape(message)):
        csv_book(text)


def test_the_csv_of_a_project_has_the_columns_of_the_contract_and_counts() -> None:
    code = Code(
        id="11111111-2222-4333-8444-555555555555", codebook_id="b", parent_id="p", name="Rom", path=("NAV", "Rom"),
        level="code", status="active", definition="d", include="", exclude="", example="", color="#0072B2", aliases=(),
        phrases=("a", "b"), literature=(), labels={"nn": "Skjøn"}, scale=(), in_vivo=False, pin=None, codings=42,
    )  # fmt: skip
    assert COLUMNS[:10] == (
        *("path", "level", "status", "definition", "include", "exclude", "example", "color", "guid", "codings"),
    )  # fmt: skip
    assert str(render(code_table([code]), "csv")).splitlines()[1] == (
        "NAV > Rom,code,active,d,,,,#0072B2,11111111-2222-4333-8444-555555555555,42,,a | b,,,Skjøn,,,"
    )


def test_a_name_that_would_break_paths_is_not_written() -> None:
    book = CodebookFile("Bok", "nb", "", (CodeEntry(("A > B",)),))
    for format in ("yaml", "csv", "qdc"):
        with pytest.raises(InvalidInput, match="«A > B» cannot be the name"):
            codebook_files.dumps(book, format)


@pytest.mark.parametrize(
    ("language", "line"), [("nb", ""), ("nn", "**På nynorsk:** Skjøn"), ("en", "**In English:** Discretion")]
)
def test_an_appendix_calls_codes_as_quotes_and_tables_do_and_says_the_other_name_below(
    codebook: CodebookFile, language: str, line: str
) -> None:
    blocks = str(codebook_files.dumps(codebook, "md", language=language)).split("\n\n")
    assert blocks[2] == "## Skjønn"
    assert blocks[3].startswith(line or "**Definisjon:**")
    assert sum("På " in block or "In " in block for block in blocks) == bool(line)


def test_the_word_appendix_uses_the_heading_styles(codebook: CodebookFile) -> None:
    content = codebook_files.dumps(codebook, "docx", language="en")
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    shape = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name != "Normal"]
    assert shape == [
        ("Title", "Skjønn i førstelinja"),
        ("Heading 1", "Skjønn"),
        ("Heading 2", "Handlingsrom"),
        ("Heading 3", "«på papiret»"),
        ("Heading 1", "=Måltall"),
    ]
    labels = [run.text for p in document.paragraphs for run in p.runs if run.style and run.style.name == "Strong"]
    assert labels[:5] == ["In English: ", "Definition: ", "Include: ", "Exclude: ", "Example: "]
