"""Words, sentences, paragraphs and caret steps: the units a text is counted, selected and walked by.

Every function returns half-open spans of code points of the text it was given; none includes whitespace at its ends.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from qualcode.text.spans import Span

# A word is letters and digits with their combining marks and soft hyphens, and single hyphens or apostrophes inside:
# `NAV-kontoret`, `vet'kke` and `ja-ja` are one word each, `hun/han` and `3,5` two, `…`, `___` and `–` none.
_PIECE = r"[^\W_](?:[^\W_]++|[\u0300-\u036f\u064b-\u065f\u00ad]++)*+"
WORD = re.compile(rf"{_PIECE}(?:[-‐‑'’]{_PIECE})*+")

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_LONGEST_WORD = 100
_FIRST_WORD = re.compile(r"\S{1,40}")
_WIDEST_WRAP = 140
_FEWEST_LINES = 3
_FULL_SHARE = 0.6
_FULL_LINE = 0.9
_SHORT_LINE = 0.6


def words(text: str) -> Iterator[Span]:
    """The words of a text, in order."""
    for match in WORD.finditer(text):
        yield Span(*match.span())


def count_words(text: str) -> int:
    """How many words a text has, by the same rule as `words`."""
    return sum(1 for _ in WORD.finditer(text))


def whole_words(text: str, start: int, end: int) -> Span:
    """A span with the words that it begins and ends within, far enough for any word that somebody would say."""
    low, high = max(start - _LONGEST_WORD, 0), min(end + _LONGEST_WORD, len(text))
    for a, b in words(text[low:high]):
        start = low + a if low + a < start < low + b else start
        end = low + b if low + a < end < low + b else end
    return Span(start, end)


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, which says itself whether its lines are hard-wrapped.

    Lines are hard-wrapped when they are narrow (95 % within 140 characters) and at least 60 % of those followed
    directly by another line are full: the next line's first word would not have fitted. Then a paragraph ends at a
    blank line, or after a line too short to have been wrapped. Otherwise every line that is not blank is a paragraph.
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    width = _wrap_width(text, lines)
    return _joined(text, lines, width) if width else lines


def _wrap_width(text: str, lines: list[Span]) -> int:
    """The width at which the lines were wrapped, or 0 if each line is a paragraph of its own."""
    if not lines:
        return 0
    width = sorted(line.length for line in lines)[int(0.95 * (len(lines) - 1))]
    if width > _WIDEST_WRAP:
        return 0
    followed = [(a, b) for a, b in pairwise(lines) if _adjoin(text, a, b)]
    full = sum(_was_full(text, a, b, width) for a, b in followed)
    return width if len(followed) >= _FEWEST_LINES and full >= _FULL_SHARE * len(followed) else 0


def _adjoin(text: str, line: Span, following: Span) -> bool:
    """Whether no blank line stands between two lines."""
    return text.count("\n", line.end, following.start) == 1


def _was_full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    first = _FIRST_WORD.match(text, following.start)
    return line.length + 1 + (len(first[0]) if first else 0) > _FULL_LINE * width


def _joined(text: str, lines: list[Span], width: int) -> list[Span]:
    """Hard-wrapped lines put together to paragraphs."""
    blocks = [lines[0]]
    for previous, line in pairwise(lines):
        if _adjoin(text, previous, line) and previous.length >= _SHORT_LINE * width:
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def unit_at(units: Sequence[tuple[int, int]], offset: int) -> int | None:
    """The index of the unit that covers the code point at an offset, or None in a gap; units sorted and disjoint."""
    index = bisect_right(units, offset, key=itemgetter(0)) - 1
    return index if index >= 0 and offset < units[index][1] else None


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────

# Words whose dot does not end a sentence. Those that often do (osv., etc., m.m., o.l.) are left to the next letter,
# as are those that are more often whole words (jul, min, ung).
_ABBREVIATIONS = frozenset(
    """
    adm adr al alm ang anm apr art aug avd avl bd bl bl.a bla bt ca cand cirka d.e d.s.s d.v.s dir div dr dvs e.g e.kr
    eds eks ekskl et.al ev evt f.eks f.kr f.o.m f.t feb febr feks fhv fig fom forf forts frk fvl gj.sn gjsn gr grl hhv
    hr høgsk i.e i.st.f ibid if iflg ill inkl inst istf jan jf jfr jr kand kap kgl kl komm kons kpt kst lign m.a m.a.o
    m.a.s m.fl m.h.t m.o.t maks mao mfl mfr mht mill mld moh mr mrk mrs ms mtp mv nov nr o.fl obs off okt oppl org orig
    ot.prp p.g.a p.t pag par pga pkt pl pp pr prof prop prp pst red ref reg resp rskr sek sept sign sml sos
    spes spm st st.meld st.prp str stk stud t.d t.eks t.o.m tab tel tlf univ utg v.a va vedk vedr vg vgs vha vol vs årg
    """.split()  # noqa: SIM905 – a list of 150 quoted words is harder to read
)
# Those whose dot binds only to a number: «kl. 12», but «det kostet 500 kr. Hun gikk».
_BEFORE_NUMBERS = frozenset(["kl", "kr", "s", "p", "ss", "no", "nr", "mill", "mld", "art", "stk", "tlf"])
_MONTHS = frozenset(
    """
    januar februar mars april mai juni juli august september oktober november desember
    january february march may june july october december
    """.split()  # noqa: SIM905
)
# The lookbehind keeps a run of a million dots from being tried at each of them.
_STOP = re.compile(r"[.!?…](?<![.!?…][.!?…])[.!?…]*+[0-9¹²³⁴-⁹]{0,2}+[\"”“»’')\]*_]*+\s++")
_OPENING = re.compile(r"[«\"“”‘’'(\[–—\-*_•\s]*+")
_NUMBER = re.compile(r"\(?\d+(?:\.\d+)*")
_PAUSES = ("…", "..")


def sentences(text: str, within: Iterable[tuple[int, int]] | None = None) -> list[Span]:
    """The sentences of a text, never crossing a paragraph, or one of the spans `within` (the turns, say)."""
    found: list[Span] = []
    for start, end in paragraphs(text) if within is None else within:
        for stop in _STOP.finditer(text, start, end):
            if _ends_sentence(text, start, stop, end):
                found.append(Span(start, stop.start() + len(stop[0].rstrip())))
                start = stop.end()
        if start < end:
            found.append(Span(start, end))
    return found


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether a stop, with what stands before and after it, ends the sentence that began at `start`."""
    after = _OPENING.match(text, stop.end(), end)
    first = after.end() if after else stop.end()
    if first >= end:
        return stop.end() < end
    if text[first].islower() or (text[stop.end()] == "(" and text[first].isdigit()):
        return False
    mark = stop[0].rstrip()
    if mark.startswith(_PAUSES):
        return text[first].isupper() and not text[first + 1 : first + 2].isupper()
    return not mark.startswith(".") or _dot_ends(text, start, stop.start(), first, end)


def _dot_ends(text: str, start: int, dot: int, following: int, end: int) -> bool:
    """Whether a single dot ends a sentence: it may belong to an abbreviation, an initial, a number or a footnote."""
    before = text[max(start, dot - 48) : dot].split()
    token = before[-1].lstrip("(«[\"“”'‘/–*_") if before else ""
    if token.casefold() in _BEFORE_NUMBERS:
        return text[following].isupper()
    if token.casefold() in _ABBREVIATIONS:
        return False
    if token[-1:].isdigit():
        return not text[dot + 1].isdigit() and _number_ends(text, start, dot, token, following, end)
    return len(token) != 1 or not token.isupper() or _is_label(before)


def _number_ends(text: str, start: int, dot: int, token: str, following: int, end: int) -> bool:
    """Whether the dot after a number is a full stop: not in an enumerator, a date or an ordinal."""
    if not _NUMBER.fullmatch(token):
        return True
    if not text[start : min(dot - len(token), start + 4)].strip("§ \t\n("):
        return False
    word = WORD.match(text, following, min(end, following + 12))
    if word and word[0].casefold() in _MONTHS:
        return False
    return not (len(token) <= 2 and text[following].isdigit())


def _is_label(before: list[str]) -> bool:
    """Whether a lone capital is a label («kontor A»), as a word stands before it, and not an initial («Aina A.»)."""
    return len(before) > 1 and before[-2].isalpha() and before[-2].islower() and len(before[-2]) > 3


# ── caret steps ──────────────────────────────────────────────────────────────────────────────────────────────────────

_JOINER = "\u200d"


def next_grapheme(text: str, offset: int) -> int:
    """The offset after the character a person sees at `offset`: marks, emoji sequences, flags and CRLF stay whole."""
    after = max(offset, 0) + 1
    if after >= len(text):
        return len(text)
    if text[after] < "\u0300" and text[after] != "\n":
        return after
    if text[after - 1] == "\r" and text[after] == "\n":
        return after + 1
    if _is_regional(text[after - 1]) and _is_regional(text[after]):
        after += 1
    while after < len(text) and _extends(text, after):
        after += 1
    return after


def previous_grapheme(text: str, offset: int) -> int:
    """The offset where the character a person sees before `offset` begins."""
    before = min(offset, len(text)) - 1
    if before <= 0:
        return 0
    if text[before] == "\n" and text[before - 1] == "\r":
        return before - 1
    while before > 0 and _extends(text, before):
        before -= 1
    return before - 1 if _is_second_of_flag(text, before) else before


def _extends(text: str, index: int) -> bool:
    """Whether the code point at `index` belongs to the one before it."""
    character = text[index]
    if character < "\u0300" or text[index - 1] < " ":
        return False
    if unicodedata.category(character)[0] == "M" or character in "\u200c\u200d":
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True
    return text[index - 1] == _JOINER and _is_pictograph(character)


def _is_pictograph(character: str) -> bool:
    """Whether a joiner glues this on: an emoji or another symbol, but no half of a flag."""
    return unicodedata.category(character) == "So" and not _is_regional(character)


def _is_regional(character: str) -> bool:
    """Whether it is one of the letters that make a flag two by two."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_second_of_flag(text: str, index: int) -> bool:
    """Whether a run of regional letters makes the one at `index` the second half of a flag."""
    first = index
    while first >= 0 and _is_regional(text[first]):
        first -= 1
    return (index - first) % 2 == 0 and index > first
