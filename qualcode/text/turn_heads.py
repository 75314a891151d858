"""Line heads: the beginnings of lines that have the shape of a speaker's label, and the time stamps of transcripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from qualcode.text.spans import Span
from qualcode.text.speaker_words import is_never_speaker

# What a label was told by, in the words a person sees.
LABEL_COLON = "a label and a colon"
LABEL_BRACKETS = "a label in brackets"
LABEL_TIME = "a label and a time stamp"
LABEL_TAB = "a label and a tab"
LABEL_LINE = "a label on a line of its own"
LABEL_DASH = "a dash, a label and a colon"
TIME_ONLY = "a time stamp and no label"
OWN_PATTERN = "your own pattern"

_LONGEST_HEAD = 160
_LONGEST_STAMP = 48
# Hours, minutes and seconds with a fraction, or with f4's tenths after a hyphen.
_TIME = r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3}|-\d{1,2}(?![\d:]))?"
_LONG_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,3})?|[.,]\d{1,3})"
# A plain hyphen between two times of day («09:00–10:00») belongs to a programme, not to a transcript.
_UNTIL = rf"(?:[ \t]*-->[ \t]*{_TIME}|[ \t]*[-–—][ \t]*{_LONG_TIME})?"
_BEFORE = rf"[\[(<#]?(?P<before>{_TIME}){_UNTIL}[\])>#]?"
_AFTER = rf"[\[(<#]?(?P<after>{_TIME}){_UNTIL}[\])>#]?"
_LABEL = r"(?P<label>[^\n\t:*\[\]]{1,80}?)"
_STARS = r"\*{0,3}"
_NAME = rf"{_STARS}{_LABEL}{_STARS}"
_Forms = tuple[tuple[str, re.Pattern[str]], ...]
# Every part is bounded and tried within the first 160 characters of a line only, so no text can make it slow.
ALL_FORMS: _Forms = (
    (
        LABEL_COLON,
        re.compile(
            rf"(?P<dash>[-–—•][ \t]+)?(?:{_BEFORE}[ \t]+)?{_STARS}\[?{_LABEL}\]?{_STARS}[ \t]*(?:{_AFTER})?[ \t]*"
            rf":{_STARS}(?![/\d])"
        ),
    ),
    (
        LABEL_BRACKETS,
        re.compile(
            rf"(?:{_BEFORE}[ \t]+)?{_STARS}\[(?P<label>[^\n\t:\[\]]{{1,80}})\]{_STARS}(?!\()[ \t]*(?:{_AFTER})?"
        ),
    ),
    (LABEL_TIME, re.compile(rf"{_BEFORE}[ \t]*(?:[-–][ \t]*)?{_NAME}[ \t]*(?:\n|\Z)")),
    (LABEL_TIME, re.compile(rf"{_NAME}[ \t,]+{_AFTER}{_STARS}[ \t]*(?:\n|\Z)")),
    # On the line of the words themselves, only brackets tell a time stamp from a time that is spoken of.
    (LABEL_TIME, re.compile(rf"{_NAME}[ \t]+(?:\[(?P<after>{_TIME}){_UNTIL}\]|#(?P<before>{_TIME})#)[ \t]*")),
    (LABEL_TAB, re.compile(rf"(?:{_BEFORE}[ \t]+)?{_NAME}\t+(?:{_AFTER}\t+)?")),
    (LABEL_LINE, re.compile(rf"{_NAME}[ \t]*(?:\n|\Z)")),
)
COLON_FORMS = ALL_FORMS[:1]
_TIME_ALONE = re.compile(rf"{_BEFORE}[ \t]*")
_STAMP = re.compile(
    rf"\[(?P<square>{_TIME}){_UNTIL}\]|#(?P<hash>{_TIME})#|<(?P<angle>{_TIME}){_UNTIL}>|\((?P<round>{_LONG_TIME})\)"
)
_STAMP_AT_END = re.compile(rf"(?:{_STAMP.pattern})\s*\Z")
_LEADING = re.compile(r"\[\d{2}:\d{2}:\d{2}\] ")
_LINE = re.compile(r"\S[^\n]*")
_NOT_SPACE = re.compile(r"\S")
# Teams writes on a line of its own who switched its transcription on and off.
_NOTICE = re.compile(
    r"(?P<name>\S[^\n]*?)[ \t]+(?:start|stop)\w{1,5}[ \t]+(?:transkripsjon|transkribering|transcription)\w{0,2}\.?"
)
_LONGEST_NOTICE = 80


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a line that may open a turn: its label and time, and where the utterance can begin."""

    label: str | None
    time: str | None
    form: str
    start: int
    end: int
    paragraph: int = 0


def tidy(label: str) -> str:
    """A label without surrounding and doubled whitespace, so that it can be compared."""
    return " ".join(label.split())


def index_of(blocks: Sequence[Span], offset: int) -> int:
    """The index of the last paragraph that begins at or before an offset."""
    return max(0, bisect_right(blocks, offset, key=itemgetter(0)) - 1)


def line_heads(
    text: str, blocks: Sequence[Span], fits: Callable[[str], bool], forms: _Forms = ALL_FORMS
) -> Iterator[Head]:
    """The line heads whose label fits; a time stamp on the line before belongs to the head."""
    pending: Head | None = None
    for line in _LINE.finditer(text):
        head = _head(text, line.start(), line.end(), fits, forms)
        if head and pending and not head.time:
            head = replace(head, time=pending.time, start=pending.start, form=LABEL_TIME)
        stamp = None if head else _TIME_ALONE.match(text, line.start(), line.end())
        pending = Head(None, stamp["before"], TIME_ONLY, *stamp.span()) if stamp and stamp.end() == line.end() else None
        if head:
            yield replace(head, paragraph=index_of(blocks, head.start))


def _head(text: str, start: int, end: int, fits: Callable[[str], bool], forms: _Forms) -> Head | None:
    """The head of one line, by the first form whose label fits."""
    limit = min(end + 1, start + _LONGEST_HEAD, len(text))
    signs = {sign for sign in ":\t[#" if text.find(sign, start, limit) >= 0}
    for form, regex in forms:
        if _is_hopeless(form, text[start], signs, end - start):
            continue
        match = regex.match(text, start, limit)
        if match and match.end() <= end + 1 and fits(label := tidy(match["label"])):
            groups = match.groupdict()
            time = groups.get("before") or groups.get("after")
            form = LABEL_DASH if groups.get("dash") else form
            return Head(label, time, form, start, min(match.end(), end))
    return None


def _is_hopeless(form: str, first: str, signs: set[str], length: int) -> bool:
    """Whether a form need not be tried on a line, which spares most lines most of the matching."""
    if form == LABEL_COLON:
        return ":" not in signs
    if form == LABEL_TIME:
        return ":" not in signs or (length >= _LONGEST_HEAD and not signs & {"[", "#"})
    if form == LABEL_TAB:
        return "\t" not in signs
    return first not in "[*(<#0123456789" if form == LABEL_BRACKETS else length > 90


# ── time stamps ──────────────────────────────────────────────────────────────────────────────────────────────────────


def time_heads(text: str, blocks: Sequence[Span]) -> list[Head]:
    """A head without a label for each line that begins with a time stamp, or ends with one as f4 writes it."""
    heads = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        stamp = _TIME_ALONE.match(text, start, end) if text[start] in "[(<#0123456789" else None
        if stamp:
            heads.append(Head(None, stamp["before"], TIME_ONLY, *stamp.span(), index_of(blocks, start)))
        elif _STAMP_AT_END.search(text, max(start, end - _LONGEST_STAMP), end):
            heads.append(Head(None, None, TIME_ONLY, start, start, index_of(blocks, start)))
    return heads


def stamped(text: str, blocks: Sequence[Span]) -> list[Span]:
    """The paragraphs that begin with `[00:01:02] `, as the readers of subtitles and recognised speech write them."""
    return [block for block in blocks if _LEADING.match(text, block.start)]


def without_stamps(text: str, start: int, end: int) -> tuple[Span, str | None]:
    """An utterance without the time stamps at its two edges, and the first stamp in it."""
    first = _STAMP.search(text, start, end)
    if first is None:
        return Span(start, end), None
    if first.start() == start:
        start = skip_space(text, first.end(), end)
    last = _STAMP_AT_END.search(text, max(start, end - _LONGEST_STAMP), end)
    return Span(start, last.start() if last else end), next(filter(None, first.groups()))


def is_notice(line: str) -> bool:
    """Whether a line only tells that somebody switched a transcription on or off («Kari Lie stopped transcription»)."""
    match = _NOTICE.fullmatch(line) if len(line) < _LONGEST_NOTICE else None
    return match is not None and match["name"][0].isupper() and not is_never_speaker(match["name"])


def without_notices(text: str, start: int, end: int) -> int:
    """Where an utterance ends once the notices are left out that follow it."""
    while True:
        end = start + len(text[start:end].rstrip())
        begin = max(start, text.rfind("\n", start, end) + 1)
        if not is_notice(text[begin : min(end, begin + _LONGEST_NOTICE)]):
            return end
        end = begin


def skip_space(text: str, start: int, end: int) -> int:
    """The first offset from `start` on that holds no whitespace, or `end`."""
    match = _NOT_SPACE.search(text, start, end)
    return match.start() if match else end
