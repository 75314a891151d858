"""What nobody should have sent: each file is refused in words, or taken in without losing a character."""

from __future__ import annotations

import contextlib
import os
import socket
import time
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from qualcode.errors import InvalidInput, NotFound, QualcodeError
from qualcode.text import reading
from qualcode.text.language import guess_language
from qualcode.text.reading import READERS, document_name, read_file
from qualcode.text.symbols import visible
from qualcode.text.turns import find_turns
from tests.fuzz.seeds import RTF, SEEDS, SRT, TRANSCRIPT, WEB
from tests.fuzz.targets import sound, tried
from tests.fuzz.trying import SOUND, Worker
from tests.text import bad_files
from tests.text.readers.office_files import OFFICE as OFFICE_RELATIONS
from tests.text.readers.office_files import docx, epub, odt, page
from tests.text.readers.test_pdf import body, made, page_content

ENDINGS = [ending for ending in READERS if ending not in (".markdown", ".htm", ".xhtml")]
PLAIN = (".txt", ".md")
XML = tuple(bad_files.with_xml("", "hei"))
HOSTILE_TEXT = (
    "Kari: \x1b[2J\x1b[31mrødt \x1b]8;;http://ond.example\x07lenke\x1b]8;;\x07 \x1b]52;c;aGVp\x07 \x1bPq#0\x1b\\ \x9b5n"
    "\x9d0;tittel\x9c \u202eterv\u202c \u2066inn\u2069 \x07\x08\x0c\x0b\x1c\x7f\x85\u2028 \u061c\u200e\u200f\ufeff "
    "slutt\n"
)
DAMAGED_DATA = Path(__file__).parent / "data" / "fuzz"


def refusal(place: Path, data: bytes) -> QualcodeError:
    """How a file is refused: with its name, and with a hint."""
    place.write_bytes(data)
    with pytest.raises(QualcodeError) as refused:
        read_file(place)
    assert place.name in refused.value.message
    assert refused.value.hint
    assert "\n" not in refused.value.message
    return refused.value


# ── nothing, or something else ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("data", [b"", b"\n", b" \t\r\n\x0c", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00"], ids=repr)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_without_a_word_is_refused(tmp_path: Path, ending: str, data: bytes) -> None:
    refusal(tmp_path / f"tom{ending}", data)


@pytest.mark.parametrize("kind", bad_files.FOREIGN)
def test_a_file_that_is_something_else_than_its_ending_says_is_refused(tmp_path: Path, kind: str) -> None:
    data = bad_files.FOREIGN[kind]()
    for ending in ENDINGS:
        refusal(tmp_path / f"omdøpt{ending}", data)


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_under_every_other_ending_is_refused_or_read(tmp_path: Path, ending: str) -> None:
    for other in ENDINGS:
        place = tmp_path / f"a{other}"
        place.write_bytes(SEEDS[ending]()[0])
        assert tried("once", place) in SOUND


# ── locked and damaged ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", bad_files.LOCKED)
def test_a_locked_file_is_refused_as_locked(tmp_path: Path, ending: str) -> None:
    assert any(
        word in refusal(tmp_path / f"a{ending}", bad_files.LOCKED[ending]()).message for word in ("locked", "protected")
    )


@pytest.mark.parametrize("ending", bad_files.OFFICE)
def test_an_archive_with_locked_parts_is_refused_as_locked(tmp_path: Path, ending: str) -> None:
    data = bad_files.locked_parts(SEEDS[ending]()[0])
    assert "locked" in refusal(tmp_path / f"a{ending}", data).message


@pytest.mark.parametrize("ending", [*bad_files.OFFICE, ".pdf", ".fodt", ".json"])
def test_half_a_file_is_refused(tmp_path: Path, ending: str) -> None:
    data = SEEDS[ending]()[0]
    refusal(tmp_path / f"a{ending}", data[: len(data) // 2])


@pytest.mark.parametrize("ending", [*PLAIN, ".rtf", ".html", ".srt"])
def test_half_a_text_is_read_as_far_as_it_goes(tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"a{ending}"
    data = SEEDS[ending]()[0]
    place.write_bytes(data[: len(data) // 2])
    sound(read_file(place))


@pytest.mark.parametrize("ending", bad_files.OFFICE)
def test_a_damaged_part_is_refused(tmp_path: Path, ending: str) -> None:
    data = SEEDS[ending]()[0]
    half = len(data) // 2
    refusal(tmp_path / f"a{ending}", data[:half] + bytes(60) + data[half + 60 :])


@pytest.mark.parametrize("case", sorted(DAMAGED_DATA.iterdir()), ids=lambda case: case.name)
def test_what_fuzzing_found_stays_mended(case: Path) -> None:
    assert tried("once", case) in SOUND


# ── bombs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

TEXT_PARTS = {
    ".docx": "word/document.xml", ".odt": "content.xml", ".epub": "OEBPS/a.xhtml", ".xlsx": "xl/worksheets/sheet1.xml",
}  # fmt: skip


@pytest.mark.parametrize("ending", TEXT_PARTS)
@pytest.mark.parametrize(
    "make",
    [
        lambda archive, part: bad_files.bomb(archive, 60),
        lambda archive, part: bad_files.lying(archive, part),
        lambda archive, part: bad_files.overlapping(archive, 400),
        lambda archive, part: bad_files.replaced(archive, {part: b"<a>" + b" " * 20_000_000 + b"</a>"}),
    ],
    ids=["declared", "undeclared", "overlapping", "text"],
)
def test_a_zip_bomb_is_refused(tmp_path: Path, ending: str, make: Callable[[bytes, str], bytes]) -> None:
    refusal(tmp_path / f"a{ending}", make(SEEDS[ending]()[0], TEXT_PARTS[ending]))


@pytest.mark.parametrize("ending", TEXT_PARTS)
def test_bombs_within_a_file_are_left_packed(tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"a{ending}"
    place.write_bytes(SEEDS[ending]()[0])
    text = read_file(place).text
    place.write_bytes(bad_files.nested(SEEDS[ending]()[0]))
    assert read_file(place).text == text


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """A process that reads files within 1.5 GB, and is ended when one takes half a minute of the processor."""
    worker = Worker("once", tmp_path_factory.mktemp("bounded"), 30)
    yield worker
    worker.close()


def many(piece: str, megabytes: float) -> str:
    """A piece over and over."""
    return piece * int(megabytes * 1_000_000 / len(piece))


def noise() -> str:
    """What cannot be packed, so that a file of many tags is no bomb by its numbers."""
    return f"<!--{Random(1).randbytes(300_000).hex()}-->"


LONG_LINE = "Så sa hun ja 😀 og lo. " * 45_000
ENDLESS: dict[str, tuple[str, str, Callable[[], str | bytes]]] = {
    "50 MB of text": ("ok", ".txt", lambda: many("Intervjuer: Hva da?\n\nBerit: På papiret, ja.\n\n", 50)),
    "a large text in UTF-16": ("ok", ".txt", lambda: many("På gulvet lite 😀.\n", 5).encode("utf-16")),
    "letters that must be composed": ("ok", ".txt", lambda: many("e\u0301", 2)),
    "marks upon one letter": ("ok", ".txt", lambda: "e" + many("\u0301", 2)),
    "headings": ("ok", ".md", lambda: many("# a\n", 4)),
    "tags of docx": ("refused", ".docx", lambda: docx(many("<w:p/>", 24) + noise())),
    "attributes of docx": ("refused", ".docx", lambda: docx(many('<w:p a="" b="" c="" d="" e=""/>', 24) + noise())),
    "tags of odt": ("refused", ".odt", lambda: odt(many("<text:p/>", 30) + noise())),
    "tags of epub": ("refused", ".epub", lambda: epub({"a.xhtml": page(many("<p/>", 14) + noise())})),
    "tags of html": ("refused", ".html", lambda: many("<p>", 10)),
    "tags of xlsx": ("refused", ".xlsx", lambda: bad_files.workbook(f"<row>{many('<c/>', 26)}</row>{noise()}")),
    "groups of rtf": ("refused", ".rtf", lambda: "{\\rtf1 " + many("{", 1.1)),
    "notes of rtf": ("refused", ".rtf", lambda: "{\\rtf1 a" + many("{\\footnote a}", 1.5)),
    "lists of json": ("refused", ".json", lambda: f"[{many('[],', 7)}1]"),
    "subtitles": ("refused", ".srt", lambda: many("0:0 --> 0:1\n", 8)),
    "cells of csv": ("refused", ".csv", lambda: "Time;Speaker;Text\n" + many(";", 2)),
}  # fmt: skip


def xml_file(ending: str) -> bytes:
    """A file of one long line."""
    return bad_files.with_xml("", LONG_LINE)[ending]


LINES: dict[str, Callable[[], str | bytes]] = {
    ".txt": lambda: LONG_LINE,
    ".md": lambda: f"# {LONG_LINE}",
    ".html": lambda: f"<!DOCTYPE html><p>{LONG_LINE}",
    ".rtf": lambda: b"{\\rtf1 " + b"S\\'e5 sa hun ja og lo. " * 45_000 + b"}",
    ".srt": lambda: f"00:00:01,000 --> 00:00:02,000\n{LONG_LINE}",
    ".vtt": lambda: f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Kari>{LONG_LINE}",
    ".json": lambda: f'{{"segments":[{{"text":"{LONG_LINE}"}}]}}',
    ".csv": lambda: f"Time;Speaker;Text\n0:01;I;Hva?\n0:02;Kari;{LONG_LINE}\n",
    ".tsv": lambda: f"Time\tSpeaker\tText\n0:01\tI\tHva?\n0:02\tKari\t{LONG_LINE}\n",
    **{ending: partial(xml_file, ending) for ending in XML if ending != ".html"},
}


def as_bytes(content: str | bytes) -> bytes:
    """The content of a file."""
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("what", ENDLESS)
def test_what_is_endless_is_read_or_refused_within_bounds(bounded: Worker, what: str) -> None:
    expected, ending, make = ENDLESS[what]
    verdict = bounded.verdict(as_bytes(make()), ending)
    assert verdict.words == expected
    assert verdict.seconds < 20


@pytest.mark.parametrize("ending", LINES)
def test_a_line_of_a_million_characters_is_read(bounded: Worker, ending: str) -> None:
    verdict = bounded.verdict(as_bytes(LINES[ending]()), ending)
    assert verdict.words == "ok"
    assert verdict.seconds < 15


def test_looking_for_turns_in_a_line_of_a_million_characters_takes_no_time() -> None:
    for text in (LONG_LINE, ":" * 1_000_000, "[" * 1_000_000, "Kari: " * 150_000, "<" * 1_000_000):
        assert len(find_turns(text).turns) <= 1
        assert guess_language(text) in ("", "nb", "nn", "en")


@pytest.mark.parametrize("target", ["turns", "cleaning", "difference", "folding", "guide"])
def test_no_pattern_makes_the_work_on_a_text_steep(tmp_path: Path, target: str) -> None:
    """`make fuzz` has more patterns; among 25,000 lines, what looks back at each takes far longer than this."""
    place = tmp_path / "a.txt"
    for pattern in ("a:\n", "1\n\n[\u0301«-\n"):
        half = pattern * (25_000 // len(pattern))
        place.write_text(f"{half}\x1e{half}x", encoding="utf-8")
        began = time.process_time()
        assert tried(target, place) in SOUND
        assert time.process_time() - began < 5


# ── hostile XML, and what lies elsewhere ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("attack", bad_files.ENTITIES)
@pytest.mark.parametrize("ending", XML)
def test_entities_are_refused_or_stay_as_they_are_written(tmp_path: Path, ending: str, attack: str) -> None:
    data = bad_files.with_xml(*bad_files.ENTITIES[attack])[ending]
    place = tmp_path / f"a{ending}"
    place.write_bytes(data)
    assert tried("once", place) in SOUND
    with contextlib.suppress(InvalidInput):
        text = read_file(place).text
        assert len(text) < 1000
        assert "haha" not in text
        assert "root:" not in text


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-16", "cp1252"])
def test_entities_do_not_hide_in_an_encoding(tmp_path: Path, encoding: str) -> None:
    before, words = bad_files.ENTITIES["a billion laughs"]
    document = f'<?xml version="1.0" encoding="{encoding}"?>{before}<office:document><office:body><office:text>'
    document += f'<text:p title="{words}">{words}</text:p></office:text></office:body></office:document>'
    refusal(tmp_path / "a.fodt", document.encode(encoding))


@pytest.fixture
def neighbour() -> Iterator[socket.socket]:
    """A server on this machine that nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield server


def was_called(server: socket.socket) -> bool:
    """Whether anything has tried to fetch something, also from within a library written in C."""
    try:
        server.accept()[0].close()
    except TimeoutError:
        return False
    return True


def test_nothing_is_fetched_and_no_macro_is_run(tmp_path: Path, neighbour: socket.socket) -> None:
    there = f"http://127.0.0.1:{neighbour.getsockname()[1]}"
    image = (
        f'<Relationship Id="i1" Type="{OFFICE_RELATIONS}/image" Target="{there}/bilde.png" TargetMode="External"/>'
        f'<Relationship Id="t1" Type="{OFFICE_RELATIONS}/attachedTemplate" Target="{there}/mal.dotm" '
        'TargetMode="External"/>'
        f'<Relationship Id="f1" Type="{OFFICE_RELATIONS}/footnotes" Target="{there}/noter.xml" TargetMode="External"/>'
    )
    drawing = '<w:drawing><a:blip xmlns:a="a" r:link="i1" xmlns:r="r"/></w:drawing>'
    picture = f"<w:p><w:r><w:t>Bilde</w:t></w:r><w:r>{drawing}</w:r></w:p>"
    linked = docx(picture, relations=[image])
    declared = f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{there}/xhtml1.dtd">'
    web = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="stylesheet" href="{there}/a.css"/>'
    web += f'<base href="{there}"/>'
    web += f'<script src="{there}/a.js"></script></head><body><p>Bilde<img src="{there}/a.png"/></p></body></html>'
    files = {
        "lenket.docx": linked,
        "makro.docx": bad_files.replaced(linked, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 AutoOpen"}),
        "a.odt": odt(f'<text:p>Bilde<draw:image xlink:href="{there}/a.png" xmlns:xlink="x"/></text:p>'),
        "a.html": f"{declared}{web}".encode(),
        "a.xhtml": f'<?xml version="1.0"?>{declared}{web}'.encode(),
        "a.epub": epub({"a.xhtml": declared + web}, listed=f'<item id="x" href="{there}/b.xhtml"/>'),
        "a.pdf": made(page_content(body("Bilde")), catalog=b"/OpenAction << /S /URI /URI (%s) >>" % there.encode()),
        "a.rtf": b"{\\rtf1 Bilde{\\field{\\*\\fldinst INCLUDEPICTURE \"%s/a.png\"}}}" % there.encode(),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        assert "Bilde" in read_file(tmp_path / name).text
    assert not was_called(neighbour)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.epub", lambda: epub({"a.xhtml": page("hei")}, listed='<item id="p0" href="../../../hemmelig.txt"/>')),
        ("a.epub", lambda: bad_files.replaced(epub({"a.xhtml": page("hei")}), {"META-INF/container.xml": "<container>"
                   "<rootfile full-path='../../../hemmelig.txt'/></container>"})),
        ("a.epub", lambda: bad_files.replaced(epub({"a.xhtml": page("hei")}), {"../../hemmelig.txt": "x"})),
        ("a.epub", lambda: epub({"..%2F..%2F..%2Fhemmelig.txt": ""})),
        ("a.odt", lambda: bad_files.replaced(odt("<text:p>hei</text:p>"), {"../hemmelig.txt": "x"})),
        ("a.docx", lambda: docx("", relations=[f'<Relationship Id="f" Type="{OFFICE_RELATIONS}/footnotes" '
                                               'Target="../../../hemmelig.txt"/>'])),
        ("a.xlsx", lambda: bad_files.replaced(bad_files.workbook(""), {"../hemmelig.txt": "x"})),
    ],
)  # fmt: skip
def test_a_path_outside_the_file_is_refused(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    (tmp_path / "hemmelig.txt").write_text(bad_files.SECRET)
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    assert "outside" in refusal(folder / name, make()).message


# ── texts that are odd but texts ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", PLAIN)
@pytest.mark.parametrize(
    "text",
    [
        HOSTILE_TEXT,
        "שלום: מה שלומך?\n\nعلي: بخير\u200f، شكرا.\n",
        "Kari: 👩\u200d👩\u200d👧\u200d👦 👍🏽 🇳🇴 ❤\ufe0f\u200d🔥 \U000e0067\n",
        "z\u0335\u0321\u0352" * 500,
        "\ue000 \ufffe \U0010ffff\n",
        "A\r\nB\rC\n\rD\u2028E\x85F\n",
        ("Sa" + "\u00ad\u200b\u2060" * 9) * 99,
    ],
    ids=["escape sequences", "right to left", "emoji", "stacked marks", "no characters", "line ends", "invisible"],
)
def test_an_odd_text_is_had_back_byte_for_byte(tmp_path: Path, ending: str, text: str) -> None:
    place = tmp_path / f"a{ending}"
    place.write_bytes(text.encode())
    extracted = read_file(place)
    assert extracted.raw.encode() == text.encode()
    assert extracted.text == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_a_text_in_another_encoding_is_had_back_byte_for_byte(tmp_path: Path, encoding: str) -> None:
    text = "Intervjuer: Så rart, å gå på øya nå.\n\nBerit: Ja, æsj, blåbær, påfølgende, før.\n" * 5
    place = tmp_path / "a.txt"
    place.write_bytes(text.encode(encoding))
    extracted = read_file(place)
    assert extracted.text == text
    assert extracted.raw.removeprefix("\ufeff").encode(encoding) == text.encode(encoding)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\xed\xa0\xbdb\xc3\xa5" + b"c" * 50, "a"),
        ("a\ud800b".encode("utf-16", "surrogatepass"), "a\ufffdb"),
        (b"hei\x00 du" + b"g" * 3000, "hei\ufffd du"),
    ],
    ids=["half a pair in UTF-8", "half a pair in UTF-16", "NUL"],
)
def test_what_no_database_can_keep_is_replaced_and_told(tmp_path: Path, data: bytes, text: str) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(data)
    extracted = read_file(place)
    sound(extracted)
    assert extracted.text.startswith(text)
    assert extracted.notices


def test_half_a_pair_in_json_and_rtf_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"segments":[{"text":"a\\ud83d","speaker":"\\udc00x"}]}')
    (tmp_path / "a.rtf").write_text("{\\rtf1{\\pntext\\u-8704 ?}a\\u-10179 ?b\\par}")
    for name in ("a.json", "a.rtf"):
        extracted = read_file(tmp_path / name)
        sound(extracted)
        assert "\ufffd" in extracted.text


@pytest.mark.parametrize("ending", [".html", ".srt", ".vtt", ".csv", ".rtf"])
def test_escape_sequences_in_other_formats_show_as_symbols(tmp_path: Path, ending: str) -> None:
    hostile = "\x1b[2J\u202e"
    contents = {
        ".html": WEB.replace("ja", hostile),
        ".srt": SRT.replace("ja", hostile),
        ".csv": f"Time;Speaker;Text\n1;a;{hostile}\n",
        ".vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {hostile}>hei {hostile}",
        ".rtf": RTF.decode().replace("fet", "\x1b[2J"),
    }
    place = tmp_path / f"a{ending}"
    place.write_text(contents[ending], encoding="utf-8")
    extracted = read_file(place)
    assert "[2J" in extracted.text
    speakers = "".join(turn.speaker or "" for turn in extracted.turns)
    assert not {"\x1b", "\u202e"} & set(visible(extracted.text) + visible(speakers))


def test_nothing_that_a_terminal_obeys_is_left_in_what_is_shown() -> None:
    every = "".join(map(chr, range(0x110000)))
    shown = visible(every, one_line=True)
    assert len(shown) == len(every)
    assert not {character for character in shown if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")}
    bidi = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    assert not {character for character in shown if unicodedata.bidirectional(character) in bidi}


# ── odd files ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_goes_away_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "borte.txt"
    place.write_text("hei")
    monkeypatch.setattr(reading, "_refuse_no_file", lambda *_: place.unlink())
    with pytest.raises(InvalidInput, match=r"borte.txt: the file cannot be read") as refused:
        read_file(place)
    assert refused.value.hint


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_shrinks_to_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    place = tmp_path / f"a{ending}"
    place.write_bytes(SEEDS[ending]()[0])
    monkeypatch.setattr(reading, "_refuse_no_file", lambda *_: os.truncate(place, 0))
    with pytest.raises(InvalidInput, match="empty"):
        read_file(place)


def test_a_file_that_nobody_may_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "låst.txt"
    place.write_text("hei")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InvalidInput, match="it is protected"):
        read_file(place)


def test_what_has_no_end_is_not_begun(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rør.txt")
    (tmp_path / "null.txt").symlink_to("/dev/zero")
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    (tmp_path / "borte.txt").symlink_to(tmp_path / "ingen.txt")
    (tmp_path / "mappe.txt").mkdir()
    with (tmp_path / "stor.txt").open("wb") as sparse:
        sparse.truncate(5_000_000_000)
    for name in ("rør.txt", "null.txt", "mappe.txt", "stor.txt"):
        with pytest.raises(InvalidInput, match=name) as refused:
            read_file(tmp_path / name)
        assert refused.value.hint
    for name in ("ring.txt", "borte.txt"):
        with pytest.raises(NotFound, match=name):
            read_file(tmp_path / name)


def test_more_memory_than_there_is_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setitem(READERS, ".txt", hungry)
    place = tmp_path / "a.txt"
    place.write_text("hei")
    with pytest.raises(InvalidInput, match="memory"):
        read_file(place)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("to\nlinjer;og--mer.txt", "to linjer;og--mer"),
        ("-rf.txt", "-rf"),
        ("....txt", "..."),
        ("å" * 125 + ".txt", "å" * 125),
        ("\x1b]0;tittel\x07.txt", "]0;tittel"),
        ("\u202egpj.\u200bbilde\u00ad.txt", "gpj.bilde"),
        ("👩\u200d👧.txt", "👩\u200d👧"),
        ("{file} {0} %s $HOME.txt", "{file} {0} %s $HOME"),
        (os.fsdecode(b"\xe5sne.txt"), "\ufffdsne"),
    ],
)
def test_an_odd_name_is_made_fit_to_be_shown(tmp_path: Path, name: str, shown: str) -> None:
    place = tmp_path / name
    place.write_text(TRANSCRIPT)
    extracted = read_file(place)
    assert document_name(place) == shown
    assert extracted.source.encode()
    place.write_bytes(bytes(999))
    with pytest.raises(InvalidInput) as refused:
        read_file(place)
    assert visible(refused.value.message, one_line=True) == refused.value.message
