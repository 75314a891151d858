"""Texts of one pattern over and over: what takes four times as long for four times as much is sound.

What takes sixteen times as long is a program that somebody can stop with a file of a megabyte.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.fuzz.trying import Worker
from tests.text.readers.office_files import docx, epub, odt, page

SMALL, LARGE = 250_000, 1_000_000
_PATIENT_SECONDS = 40.0
_STEEP = 8
_SLOW_SECONDS = 15.0
_NOTICEABLE_SECONDS = 0.5
_PATTERNS = (
    "a:\n", "-\n", "[", "\u0301", "«", "\t", "a", " ", "\n", "\r", "a \n\n", "1. a\n", "[00:00:01] ", "#00:00:01-1#\n",
    "00:01\n", "Kari: a\n", "Kari\n\n", "- a: b\n", "**", "|", "a\tb\n", "|a|b|\n", "\u00ad", "<", "<v a>", "&", "(",
    ")",
    "1\n\n", "\x0c1\n", "a-\nb ", "a -\n", "A ", "æ", "Ã¸ ", "e\u0301", "\u0430a ", '"', '",', ";", "?\n", "• a\n",
    "II. ",
    "…", "1990-\n", "  \n", "a1 ", "NAV\n1\n\n", "skjgnn ", "skjgnn", "rn", "a. b", "# a\n", "```\n", "1 a\n2 b\n",
    "9", ":",
    "0:0", "\ufb01", "\uf0b7 a\n", "\u0661", "2.1 a\n\n", "    a b c\n", "Kap. 1 ..... 3\n", "a" * 60 + "\n",
    "a1\n\n1 b\n\n",
)  # fmt: skip
_SRT = "00:00:01,000 --> 00:00:02,000\n"


class Case(NamedTuple):
    """What is tried, the pattern, and how to make so many bytes of it."""

    target: str
    pattern: str
    made: Callable[[int], bytes]


def cases() -> Iterator[Case]:
    """All cases."""
    for target in (".txt", ".md", "turns", "cleaning", "guide", "folding"):
        for pattern in _PATTERNS:
            yield Case(target, pattern, _repeated(pattern))
    for pattern in _PATTERNS:
        yield Case("difference", pattern, _pair(pattern))
    for target, (before, after, patterns) in _FORMATS.items():
        for pattern in (*patterns, *(_PATTERNS if target in (".srt", ".vtt", ".csv", ".tsv", "survey") else ())):
            yield Case(target, pattern, _repeated(pattern, before, after))
    for target, (pack, patterns) in _PACKED.items():
        for pattern in patterns:
            yield Case(target, pattern, _packed(pattern, pack))


def measured(targets: Collection[str]) -> int:
    """Try all cases of the targets, and tell those that take too long; the exit code is 1 where there was any."""
    bad = 0
    with TemporaryDirectory(prefix="qualcode-growth-") as folder:
        for target in targets:
            slowest = (0.0, "")
            with closing(Worker(target, Path(folder), _PATIENT_SECONDS)) as worker:
                for case in (each for each in cases() if each.target == target):
                    small, large = (worker.verdict(case.made(size)) for size in (SMALL, LARGE))
                    slowest = max(slowest, (large.seconds, case.pattern))
                    if not (small.is_sound and large.is_sound) or is_steep(small.seconds, large.seconds):
                        bad += 1
                        print(f"{target}: {case.pattern!r}: {small} {large}", flush=True)
            print(f"{target:<12}slowest {slowest[0]:.2f} s: {slowest[1]!r}", flush=True)
    return 1 if bad else 0


def is_steep(small: float, large: float) -> bool:
    """Whether time grows faster than what is read, leaving out what is too short to be measured."""
    return large > _SLOW_SECONDS or (large > _NOTICEABLE_SECONDS and large > _STEEP * max(small, 0.01))


def _repeated(pattern: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    return lambda size: (before + pattern * (size // len(pattern.encode())) + after).encode()


def _pair(pattern: str) -> Callable[[int], bytes]:
    """Two texts, one with every tenth piece of the pattern another."""
    ten = pattern * 9 + "x "
    return lambda size: (pattern * (size // len(pattern)) + "\x1e" + ten * (size // len(ten))).encode()


def _packed(pattern: str, pack: Callable[[str], bytes]) -> Callable[[int], bytes]:
    return lambda size: pack(pattern * (size // len(pattern.encode())))


_FORMATS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    ".rtf": (
        "{\\rtf1 ", "}",
        ("{", "}", "{}", "\\'e5", "\\par ", "{\\i a}", "\\cell ", "\\row ", "\\trowd\\cell\\row ",
         "{\\pntext a}a\\par ",
         "{\\footnote a}", "{\\footnote ", "\\u229 ?", "\\u-10179 ?", "\\b a\\b0 ", "{\\fonttbl{\\f1 a;}}",
         "\\bin9 ", "a ",
         "{\\*\\x a}", "\\uc9 ", "{\\header a}", "{\\v a}", "\\s1 ", "\\page ", "{\\field{\\fldrslt a}}", "\\",
         "\\tab "),
    ),
    ".html": (
        "<!DOCTYPE html><body>", "",
        ("<p>", "<div>", "<p>a", "<i>a</i>", "<!--", "<a href=#fn1>1</a>", "<table><tr><td>", "<td>a", "<tr><td>a",
         "<li>a",
         "<ul><li>", "&amp;", "&aring", "<b>", "<blockquote>", "<pre>\n", "<h1>a</h1>", "<br>", "<p id=fn1>a", "<q>",
         "<script>", "<span style='x:", "<div hidden>a</div>", "<", "</p>", "<ol><li value=9>a</ol>", "e\u0301",
         "<a/>"),
    ),
    ".fodt": (
        '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>',
        "</office:text></office:body></office:document>",
        ("<text:p>a</text:p>",),
    ),
    ".vtt": ("WEBVTT\n\n", "", (f"{_SRT}a: b\n\n", f"{_SRT}<v a>", "<v a>", "<c.", "NOTE\n", "&amp;", "<i>",
        "STYLE\n\n", "-->")),
    ".srt": (_SRT, "", (f"{_SRT}a: b\n\n", f"1\n{_SRT}- a\n", _SRT, "1\n", "a:", "{\\an8}", "<i>", "-->\n", "0", "-")),
    ".json": (
        '{"segments":[', '{"text":"a"}]}',
        ('{"text":"a"},', '{"text":"a","speaker":"b","start":1,"end":2},', '{"text":"a","timestamp":[1]},', "1,", "[],",
         '{"text":"\\ud800"},', '{"text":"a","start":"0:1"},', '"a",', '{"text":"a","words":[{"speaker":1}]},'),
    ),
    ".csv": ("Time;Speaker;Text\n", "", ("0:01;a;b\n", '"', '"a";', ";", "0:01;;b\n", '"a\n', "\r\n")),
    ".tsv": ("Time\tSpeaker\tText\n", "", ("0:01\ta\tb\n", '"', "\t", "a\t")),
    "survey": ("id;Alder;Hva?\n", "", ("1;2;a\n", ";", '"a";', "1;1990-01-01;e\u0301\n", "a;b;" + "c " * 99 + "\n",
        "a;a;a\n")),
    "mapping": ("", "", ("a: ", "- ", "[", "{a: ", "a: b\n", "&a ", "*a ", "? ", "'", "#", "|\n", "skip: [a]\n")),
}  # fmt: skip

_WORD = (
    "<w:p/>", "<w:p><w:r><w:t>a</w:t></w:r></w:p>", "<w:r><w:t>a</w:t></w:r>", "<w:p><w:r><w:br/></w:r></w:p>",
    "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>b</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', "<w:p><w:r><w:t>e\u0301 </w:t></w:r></w:p>",
)  # fmt: skip
_OPEN = (
    "<text:p>a</text:p>", "<text:p><text:span>a</text:span></text:p>", "<text:h text:outline-level='2'>a</text:h>",
    "<text:p><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a</text:p></text:note-body>"
    "</text:note></text:p>",
    "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>",
    "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell/>"
    "</table:table-row></table:table>", "<text:p><text:s text:c='9999'/></text:p>",
    "<text:p><draw:text-box><text:p>a</text:p></draw:text-box></text:p>",
)  # fmt: skip
_BOOK = ("<p>a</p>", "<p>e\u0301</p>", "<table><tr><td>a</td><td>b</td></tr></table>", "<ol><li>a</li></ol>",
         '<p><a epub:type="noteref" href="#n">1</a></p><aside id="n">a</aside>',
         '<span epub:type="pagebreak" title="1"/>a')  # fmt: skip

_PACKED: dict[str, tuple[Callable[[str], bytes], tuple[str, ...]]] = {
    ".docx": (
        lambda body: docx(
            body,
            styles='<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>',
            footnotes='<w:footnote w:id="1"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote>',
        ),
        _WORD,
    ),
    ".odt": (odt, _OPEN),
    ".epub": (lambda body: epub({"a.xhtml": page(body)}), _BOOK),
}
