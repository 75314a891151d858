"""From bytes to text: which encoding a file is in, decided by rules that always give the same answer.

In order: a byte order mark; strict UTF-8; UTF-16 by where its NUL bytes stand; Windows-1252 or Mac Roman by which of
them gives letters that Norwegian text has; charset-normalizer; Windows-1252. What had to be decided is told in notices.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from qualcode.errors import InvalidInput
from qualcode.text.source import Notice, Source
from qualcode.wording import tr

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN = (
    (b"%PDF-", "a PDF", "give the file the ending .pdf"),
    (b"PK\x03\x04", "a zip archive or an office document", "give the file the ending it was saved with, such as .docx"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document", "open it in a word processor and save it as docx"),
    (b"{\\rtf", "a rich text document", "give the file the ending .rtf"),
    (b"\x89PNG", "a picture", "only text can be read"),
    (b"\xff\xd8\xff", "a picture", "only text can be read"),
    (b"SQLite format 3\x00", "a database", "if it is a project, open it instead of importing it"),
)
UNREADABLE_MESSAGE = "characters that could not be read and stand as \ufffd: {count}"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ESCAPED = re.compile(r"[\udc80-\udcff]")
_NUL_SHARE = 0.3
_STRAY_NUL_SHARE = 0.001
_CONTROL_SHARE = 0.02
_PLAUSIBLE_SHARE = 0.5
_SAMPLE = 50_000
_SHOWN = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
# But for white space, and for what records of terminals are full of: bell, backspace and escape.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\a\b\x1b\x00")
# Letters and marks that Norwegian transcripts, Sami names and the neighbours' names are full of.
_EXPECTED = frozenset("æøåÆØÅéÉèÈêòóôöäüÖÄÜàáçñðþß«»“”‘’‚„–—…•§°½´·€ \u00a0\u00ad")


def decode(data: bytes) -> Source:
    """The text of a file's bytes; what is no text is refused with a word on what it seems to be."""
    _refuse_foreign(data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _without_nul(_tolerant(data, encoding))
    encoding = _wide_encoding(data)
    if encoding:
        return _without_nul(_tolerant(data, encoding))
    _refuse_binary(data)
    return _without_nul(_narrow(data))


def _refuse_foreign(data: bytes) -> None:
    """Refuse what says in its first bytes that it is something else."""
    for magic, kind, hint in _FOREIGN:
        if data.startswith(magic):
            raise InvalidInput("the file is {kind}, not plain text", hint, kind=tr(kind))


def _refuse_binary(data: bytes) -> None:
    """Refuse what holds more control characters than any text does."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if data.count(0) > max(1, _STRAY_NUL_SHARE * len(data)) or controls > max(8, _CONTROL_SHARE * len(data)):
        raise InvalidInput("the file holds binary data, not text", "save it as txt, md or docx first")


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: text in Latin letters has a NUL in every second byte."""
    sample = data[: 2 * _SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = _NUL_SHARE * (len(sample) // 2)
    if len(data) % 2 or len(data) < 4:
        return ""
    if odd > enough and even <= odd // 20:
        return "utf-16-le"
    return "utf-16-be" if even > enough and odd <= even // 20 else ""


def _narrow(data: bytes) -> Source:
    """Bytes without a mark, where a letter is one byte or several: UTF-8 if they can be, else the likeliest."""
    try:
        text = data.decode("utf-8")
        return Source(text, "utf-8", _lost(text))
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf8(data):
        return _tolerant(data, "utf-8")
    encoding = _eight_bit_encoding(data)
    text = data.decode(encoding, "replace")
    shown = _SHOWN.get(encoding, encoding)
    message = tr("the file is not UTF-8; it was read as {encoding}: look whether its letters are right", encoding=shown)
    return Source(text, encoding, (Notice("encoding", message), *_lost(text)))


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether there are more letters in UTF-8 than bytes that cannot be: two files pasted together."""
    ignored = data.decode("utf-8", "ignore")
    letters = sum(1 for _ in _NOT_ASCII.finditer(ignored))
    return letters > len(data) - len(ignored.encode("utf-8"))


def _tolerant(data: bytes, encoding: str) -> Source:
    """Text in a known encoding; bytes that do not belong there are read as Windows-1252 one by one, and counted."""
    try:
        text = data.decode(encoding, "strict" if encoding == "utf-8" else "replace")
        return Source(text, encoding, _lost(text))
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "surrogateescape")
    strays = _ESCAPED.findall(text)
    text = _ESCAPED.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    message = tr("bytes that are not UTF-8 as the rest is, read as Windows-1252: {count}", count=len(strays))
    return Source(text, encoding, (Notice("mixed encoding", message, len(strays)), *_lost(text)))


def _lost(text: str) -> tuple[Notice, ...]:
    """A notice of characters that could not be read."""
    count = text.count("\ufffd")
    message = tr(UNREADABLE_MESSAGE, count=count)
    return (Notice("unreadable", message, count),) if count else ()


def _eight_bit_encoding(data: bytes) -> str:
    """Windows-1252 or Mac Roman by plausibility, else what charset-normalizer says, else Windows-1252."""
    used = Counter(data.translate(None, bytes(range(128))))
    shares = {encoding: _plausibility(used, encoding) for encoding in ("cp1252", "mac_roman")}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _PLAUSIBLE_SHARE else _by_statistics(data)


def _plausibility(used: Counter[int], encoding: str) -> float:
    """The share of the bytes above ASCII that an encoding turns into characters one expects."""
    expected = sum(count for byte, count in used.items() if bytes([byte]).decode(encoding, "replace") in _EXPECTED)
    return expected / max(1, used.total())


def _by_statistics(data: bytes) -> str:
    """What charset-normalizer takes the encoding to be, if it can really decode the file."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    try:
        data.decode(best.encoding if best else "ascii")
    except (UnicodeDecodeError, LookupError):
        return "cp1252"
    return best.encoding if best else "cp1252"


def _without_nul(decoded: Source) -> Source:
    """NUL characters as \ufffd, since neither database can keep them; offsets stay the same."""
    count = decoded.raw.count("\x00")
    if not count:
        return decoded
    notice = Notice("nul", tr("NUL characters replaced by �: {count}", count=count), count)
    return decoded._replace(raw=decoded.raw.replace("\x00", "\ufffd"), notices=(*decoded.notices, notice))
