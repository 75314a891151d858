"""What the fuzzer begins with: for each kind of file some that look like those people have, built by code."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

from tests.text.readers.office_files import docx, epub, odt, page
from tests.text.readers.test_pdf import body, made, page_content

TRANSCRIPT = (
    "# Intervju 3\n\nIntervjuer: Hva bestemmer du selv?\n\nBerit: På papiret alt. [00:01:02] På gulvet lite 😀.\n\n"
    "I: Lite? <kommunen>\n\nBerit: Svært lite, «nesten ingen-\nting», sa hun.#00:02:03-4#\n\nBegge: Ja!\n\n"
    "[00:03:00] S1: A\u030a, skjgnn og fglelse pa en mate. NAV-/kontoret, arbeids-/og velferd 1990-\n1995.\n"
)
SCANNED = (
    "KAPITTEL 2\n\nSkjgnn i farstelinjen\n\nVi gikk ned til fjorden hver morgen den sommeren, og hver mor-\n"
    "gen satt den samme mannen pa brygga og batte garn1. Han sa\n\n12\n\nNAV-studien\n\n1 Se ogsa Hansen (2009).\n\n"
    "aldri opp. En dag spurte jeg ham om veien,\nskjant jeg kjente den godt\u00ad.\n\n"
    "  • \ufb01rst\n  • \u0661\u0662 \u0430r\n"
)
GUIDE = (
    "# Intervjuguide\n\nVi er to som spør.\n\n## Bakgrunn\n\n1. Hva gjør du her?\n   - Hvor lenge?\n     o Alene?\n\n"
    "2) Fortell om en dag.\n\n| Tema | Spørsmål |\n|---|---|\n\n• Alder\n3.\nHvem bestemmer?\n"
)
SURVEY = (
    'id;Alder;Enhet;Hvor enig er du?;"Hva er skjønn\nfor deg?";E-post\n1;34;Nord;Helt enig;"Å se ""folk""";a@b.no\n'
    "2;ukjent;Sør;Uenig;;b@b.no\n3;51;Nord;Helt uenig;Tid;\n"
)
MAPPING = (
    "# type: text\nid: id\nattributes:\n  Alder: {type: integer, export: hide}\n"
    "  Enhet: {type: ordered list, values: [a, b]}\nquestions:\n"
    "  Hva er skjønn?: {name: Skjønn}\nskip: [E-post]\nname: '{id} · {question}'\n"
)
SPEECH_TABLE = (
    'Time;Speaker;Text\n0:00,0 - 0:12,4;Intervjuer;Hva skjedde?\n0:12;Kari;"Ingen-\nting; enn å"\n1:02;;Eller jo.\n'
)
SRT = (
    "1\r\n00:00:01,000 --> 00:00:04,000\r\nBerit: Hei <i>du</i> <kommune>\r\n\r\n2\r\n00:00:05,500 --> 00:00:09,000\r\n"
    "- Å, ja?\r\n{\\an8}Kari: Nei.\r\n"
)
VTT = (
    "WEBVTT - Møte\nKind: captions\n\nNOTE en merknad\n\nSTYLE\n::cue { color: red }\n\nab-12/34-0\n"
    "00:01.000 --> 00:04.000 position:10%\n<v Kari Nordmann>Hei &amp; <c.rød>hopp</c></v>\n\n"
    "00:00:05.000 --> 00:00:09.000\n<v.loud Berit>Ja.</v> <v Kari>Å?\n"
)
RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fcharset2 Symbol;}}"
    rb"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 Quote;}}{\info{\author Ida}}"
    rb"{\*\listtable{\list{\listlevel\levelnfc0{\leveltext\'02\'00.;}}\listid1}}"
    rb"\pard\s1 Overskrift\par\pard\plain Kari:\tab \'c5 ja \u248?\u-10179?\u-8704? {\i skr\'e5}\line{\b fet}\par"
    rb"{\pntext\f1\'b7\tab}punkt{\footnote\chftn {\i note}} \{x\}\par\trowd\cellx1\cellx2 a\cell b\cell\row"
    rb"\pard\s2 sitat\par{\field{\*\fldinst HYPERLINK}{\fldrslt lenke}}{\pict\bin4 \\{}x}{\header topp}"
    rb"{\*\ukjent bort}{\v skjult}{\deleted gammelt}\uc2\u229 ??\emdash\par}"
)  # fmt: skip
WHISPER = {
    "text": " Hei. Hallo.",
    "segments": [
        {"id": 0, "start": 1.0, "end": 2.5, "text": " Hei.", "words": [{"word": "Hei.", "speaker": "SPEAKER_01"}]},
        {"id": 1, "start": 9.0, "end": 9.5, "text": " Hallo 😀.", "speaker": "SPEAKER_00"},
    ],
}
WHISPER_CPP = {
    "transcription": [
        {"timestamps": {"from": "00:00:01,000", "to": "00:00:02,500"}, "offsets": {"from": 1000, "to": 2500},
         "text": "Å", "speaker": 0},
        {"timestamp": [0.0, 9.5], "text": "Hallo", "speaker": {"name": "Kari"}},
    ]
}  # fmt: skip
DEEPGRAM = {
    "results": {"channels": [{"alternatives": [{"paragraphs": {"paragraphs": [
        {"speaker": 0, "start": 1.0, "end": 2.5, "sentences": [{"text": "Hei."}, {"text": "Du."}]}]}}]}]}
}  # fmt: skip
WORD_BODY = (
    '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Overskrift</w:t></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">Kari: </w:t><w:tab/></w:r><w:r><w:rPr><w:i/><w:b w:val="0"/></w:rPr>'
    '<w:t>A\u030a ja</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:ins><w:r><w:t>ny</w:t></w:r></w:ins>'
    "<w:del><w:r><w:delText>gammel</w:delText></w:r></w:del></w:p>"
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>punkt</w:t></w:r></w:p>'
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p>'
    '<w:r><w:t>b</w:t><w:br w:type="page"/></w:r></w:p></w:tc></w:tr></w:tbl>'
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r>'
    '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    '<w:sdt><w:sdtContent><w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r></w:sdtContent></w:sdt></w:p>'
)
WORD_PARTS = {
    "styles": '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="N"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Quote"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>',
    "numbering": '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>',
    "footnotes": '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>note</w:t></w:r></w:p></w:footnote>',
    "settings": "<w:trackRevisions/>",
    "header": "<w:p><w:r><w:t>topp</w:t></w:r></w:p>",
}
OPEN_BODY = (
    '<text:h text:outline-level="1">Overskrift</text:h><text:p text:style-name="P1">Kari:<text:tab/>A\u030a '
    '<text:span text:style-name="T1">ja</text:span><text:s text:c="3"/><text:note><text:note-citation>1'
    "</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p>"
    '<text:list text:style-name="L1" xml:id="l1"><text:list-item text:start-value="3"><text:p>punkt</text:p><text:list>'
    "<text:list-item><text:p>under</text:p></text:list-item></text:list></text:list-item></text:list>"
    '<table:table><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p>'
    "</table:table-cell><table:table-cell><text:p>b</text:p><text:p>c</text:p></table:table-cell></table:table-row>"
    "</table:table><text:p><draw:frame><draw:text-box><text:p>boks</text:p></draw:text-box></draw:frame></text:p>"
)
OPEN_STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic" '
    'fo:font-weight="bold"/></style:style><text:list-style style:name="L1"><text:list-level-style-number '
    'text:level="1" style:num-format="i" style:num-suffix="." text:start-value="2" text:display-levels="2"/>'
    "</text:list-style>"
)
WEB = (
    '<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>T</title><style>p{}</style></head><body>'
    '<nav>meny</nav><h1>Overskrift</h1><p>Kari: &Aring; <i>ja</i>,<b> nei</b><br>ny linje<sup><a href="#fn1" '
    'role="doc-noteref">1</a></sup></p><ol start="3" type="i"><li value="7">en<ul><li>to</ul></ol><blockquote><p>sitat'
    "</blockquote><table><tr><th>Time<th>Speaker<tr><td colspan=2>0:01<td>Kari</table><pre>\n a\n  b</pre>"
    '<q>q</q><p style="display:none">skjult<div hidden>x</div><p id="fn1">1 noten <a role="doc-backlink">↩</a></p>'
)
NAVIGATION = page('<nav epub:type="page-list"><ol><li><a href="b.xhtml#s2">2</a></li></ol></nav>')
BOOK = {
    "a.xhtml": page('<h1>En</h1><p>Første <i>side</i>.<a epub:type="noteref" href="#n1">1</a></p>'
                    '<aside id="n1">1 note</aside>'),
    "b.xhtml": page('<p>Andre<span epub:type="pagebreak" id="s2" title="2"/> side.</p>'
                    "<table><tr><td>a</td><td>b</td></tr></table>"),
}  # fmt: skip
LISTED = '<item id="nav" properties="nav" href="nav.xhtml" media-type="application/xhtml+xml"/>'


def _flat(archive: bytes) -> bytes:
    """The same OpenDocument text as one XML file."""
    import zipfile

    content = zipfile.ZipFile(io.BytesIO(archive)).read("content.xml").decode()
    return re.sub("(</?office:document)-content", r"\1", content).encode()


def _workbook() -> bytes:
    """A table of speech as a workbook."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ark")
        for number, row in enumerate((("Time", "Speaker", "Text"), ("0:01", "I", "Hva?"), (0.25, "Kari", "Å\nja"))):
            sheet.write_row(number, 0, row)
        sheet.write_formula(4, 0, "=1/0", None, "#DIV/0!")
        sheet.write_datetime(5, 1, __import__("datetime").datetime(2020, 1, 2), book.add_format({"num_format": "d.m"}))
        sheet.merge_range("A8:B8", "samlet")
    return buffer.getvalue()


def _pdf() -> bytes:
    """Two pages of a pdf with labels."""
    first = page_content([*body("Overskrift", "Da vi kom til øya, var det få som visste", "til en lo.")])
    return made(first, page_content(body("NAV", top=90)), catalog=b"/PageLabels << /Nums [0 << /S /r /St 3 >>] >>")


def _texts(*texts: str) -> list[bytes]:
    return [text.encode() for text in texts]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    ".txt": lambda: [*_texts(TRANSCRIPT, SCANNED), TRANSCRIPT.encode("utf-16"), "Å ja, så\r\n".encode("cp1252") * 9],
    ".md": lambda: _texts(TRANSCRIPT, GUIDE),
    ".docx": lambda: [docx(WORD_BODY, **WORD_PARTS)],
    ".odt": lambda: [odt(OPEN_BODY, OPEN_STYLES)],
    ".fodt": lambda: [_flat(odt(OPEN_BODY, OPEN_STYLES))],
    ".rtf": lambda: [RTF],
    ".html": lambda: [WEB.encode(), page(WEB[WEB.index("<h1>") : WEB.index("<sup>")]).encode()],
    ".epub": lambda: [epub(BOOK, listed=LISTED, **{"OEBPS/nav.xhtml": NAVIGATION})],
    ".pdf": lambda: [_pdf()],
    ".srt": lambda: _texts(SRT),
    ".vtt": lambda: _texts(VTT),
    ".json": lambda: [json.dumps(each).encode() for each in (WHISPER, WHISPER_CPP, DEEPGRAM)],
    ".csv": lambda: _texts(SPEECH_TABLE, SURVEY),
    ".tsv": lambda: _texts(SPEECH_TABLE.replace(";", "\t")),
    ".xlsx": lambda: [_workbook()],
    "turns": lambda: _texts(TRANSCRIPT, SCANNED, GUIDE),
    "cleaning": lambda: _texts(SCANNED, TRANSCRIPT),
    "guide": lambda: _texts(GUIDE),
    "survey": lambda: _texts(SURVEY, SPEECH_TABLE),
    "mapping": lambda: _texts(MAPPING),
    "difference": lambda: _texts(f"{TRANSCRIPT}\x1e{TRANSCRIPT}", f"{SCANNED}\x1e{TRANSCRIPT}"),
    "folding": lambda: _texts(SCANNED, TRANSCRIPT),
}
