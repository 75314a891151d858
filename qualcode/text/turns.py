"""Finding who speaks: the speaker labels of a transcript and the utterances between them.

Transcripts label their turns in many ways (`Kari:`, `[Kari]`, `Kari  0:03`, `00:01:02 Kari`, a name on a line of its
own), and prose is full of lines that look just so («Eksempel:», `Figur 2:`). A label is believed on evidence only: a
line *head* of the right shape is a candidate, and a candidate is a speaker when it is a known word for one, or comes
back, **and** stands in a conversation, close to another speaker's label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from qualcode.errors import InvalidInput
from qualcode.text.spans import Span, covered, subtract
from qualcode.text.speaker_words import is_known, looks_like_speaker, role_of
from qualcode.text.units import paragraphs

AUTO = "auto"
NONE = "none"

KNOWN_WORD = "a usual word for a speaker"
RECURS = "comes back among other speakers"
EMBEDDED = "said once, between other speakers"
CONFIRMED = "named by you"
MATCHED = "matched by your pattern"
SEEN_ONCE = "seen once only"
ALONE = "no other speaker close by"


@dataclass(frozen=True, slots=True)
class FoundTurn:
    """One utterance: `start`–`end` are its words alone, `label_start` where its label or time stamp begins."""

    speaker: str | None
    timestamp: str | None
    label_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may be a speaker; turns are made of the confident ones, the others are for a person to judge."""

    label: str
    count: int
    role: str
    confident: bool
    why: str


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a text in order, the labels they were found by, and the pattern asked for."""

    turns: tuple[FoundTurn, ...]
    candidates: tuple[Candidate, ...]
    pattern: str


@dataclass(frozen=True, slots=True)
class _Head:
    """The beginning of a line that may open a turn: its label and time, and where the utterance can begin."""

    label: str | None
    time: str | None
    form: str
    start: int
    end: int
    paragraph: int = 0


def counted_spans(text: str, turns: Sequence[tuple[int, int, bool]]) -> list[Span]:
    """Where the words lie that count as the informants': `turns` gives start, end and whether the interviewer speaks.

    In a transcript that is the other turns. A text of which less than a fifth is turns, a book with one dialogue in
    it, counts whole but for what an interviewer says.
    """
    asked = [Span(start, end) for start, end, interviewer in turns if interviewer]
    answered = [Span(start, end) for start, end, interviewer in turns if not interviewer]
    # A turn is measured from the beginning of its line: in short answers, labels and time stamps are most of the text.
    lines = (Span(text.rfind("\n", 0, turn.start) + 1, turn.end) for turn in (*asked, *answered))
    if turns and 5 * covered(lines) >= len(text):
        return answered
    return subtract([Span(0, len(text))], asked)


def find_turns(text: str, *, pattern: str = AUTO, speakers: Collection[str] | None = None) -> Turns:
    """The turns of a transcript.

    `pattern` is `auto`, `none`, or a regular expression with a named group `speaker` (and, if wanted, `time` and
    `text`). `speakers` is a confirmed list of labels: then exactly those open turns.
    """
    if pattern == NONE:
        return Turns((), (), NONE)
    blocks = paragraphs(text)
    confirmed = None if speakers is None else {_tidy(speaker) for speaker in speakers}
    if pattern == AUTO:
        heads, candidates = _automatic(text, blocks, confirmed)
    else:
        heads, candidates = _by_pattern(text, blocks, _compiled(pattern), confirmed)
    return Turns(tuple(_turns(text, blocks, heads)), tuple(candidates), pattern)


def _tidy(label: str) -> str:
    """A label without surrounding and doubled whitespace, so that it can be compared."""
    return " ".join(label.split())


# ── line heads ───────────────────────────────────────────────────────────────────────────────────────────────────────

_LONGEST_HEAD = 160
_TIME = r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
_ARROW = rf"(?:[ \t]*-->[ \t]*{_TIME})?"
_BEFORE = rf"[\[(<#]?(?P<before>{_TIME}){_ARROW}(?:-\d)?[\])>#]?"
_AFTER = rf"[\[(<#]?(?P<after>{_TIME}){_ARROW}(?:-\d)?[\])>#]?"
_LABEL = r"(?P<label>[^\n\t:*\[\]]{1,80}?)"
_STARS = r"\*{0,3}"
_NAME = rf"{_STARS}{_LABEL}{_STARS}"
# Every part is bounded and tried within the first 160 characters of a line only, so no text can make it slow.
_FORMS = (
    (
        "colon",
        re.compile(rf"(?:{_BEFORE}[ \t]+)?{_STARS}\[?{_LABEL}\]?{_STARS}[ \t]*(?:{_AFTER})?[ \t]*:{_STARS}(?![/\d])"),
    ),
    (
        "bracket",
        re.compile(
            rf"(?:{_BEFORE}[ \t]+)?{_STARS}\[(?P<label>[^\n\t:\[\]]{{1,80}})\]{_STARS}(?!\()[ \t]*(?:{_AFTER})?"
        ),
    ),
    ("timed", re.compile(rf"{_BEFORE}[ \t]*(?:[-–][ \t]*)?{_NAME}[ \t]*(?:\n|\Z)")),
    ("timed", re.compile(rf"{_NAME}[ \t,]+{_AFTER}{_STARS}[ \t]*(?:\n|\Z)")),
    ("tab", re.compile(rf"(?:{_BEFORE}[ \t]+)?{_NAME}\t+(?:{_AFTER}\t+)?")),
    ("line", re.compile(rf"{_NAME}[ \t]*(?:\n|\Z)")),
)
_TIME_ALONE = re.compile(rf"{_BEFORE}[ \t]*")
_LINE = re.compile(r"\S[^\n]*")
_NOT_SPACE = re.compile(r"\S")


def _heads(text: str, blocks: Sequence[Span], fits: Callable[[str], bool]) -> Iterator[_Head]:
    """The line heads whose label fits; a time stamp on the line before belongs to the head."""
    pending: _Head | None = None
    for line in _LINE.finditer(text):
        head = _head(text, line.start(), line.end(), fits)
        if head and pending and not head.time:
            head = replace(head, time=pending.time, start=pending.start, form="timed")
        stamp = None if head else _TIME_ALONE.match(text, line.start(), line.end())
        pending = _Head(None, stamp["before"], "time", *stamp.span()) if stamp and stamp.end() == line.end() else None
        if head:
            yield replace(head, paragraph=_index(blocks, head.start))


def _head(text: str, start: int, end: int, fits: Callable[[str], bool]) -> _Head | None:
    """The head of one line, by the first form whose label fits."""
    limit = min(end + 1, start + _LONGEST_HEAD, len(text))
    has_colon = text.find(":", start, limit) >= 0
    has_tab = text.find("\t", start, limit) >= 0
    for form, regex in _FORMS:
        if _is_hopeless(form, text[start], has_colon, has_tab, end - start):
            continue
        match = regex.match(text, start, limit)
        if match and match.end() <= end + 1 and fits(label := _tidy(match["label"])):
            return _Head(label, _time(match), form, start, min(match.end(), end))
    return None


def _is_hopeless(form: str, first: str, has_colon: bool, has_tab: bool, length: int) -> bool:
    """Whether a form need not be tried on a line, which spares most lines most of the matching."""
    if form == "colon":
        return not has_colon
    if form == "timed":
        return not has_colon or length >= _LONGEST_HEAD
    if form == "tab":
        return not has_tab
    return first not in "[*(<#0123456789" if form == "bracket" else length > 90


def _time(match: re.Match[str]) -> str | None:
    """The time stamp before or after the label."""
    groups = match.groupdict()
    return groups.get("before") or groups.get("after")


def _index(blocks: Sequence[Span], offset: int) -> int:
    """The index of the last paragraph that begins at or before an offset."""
    return max(0, bisect_right(blocks, offset, key=itemgetter(0)) - 1)


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_STRONG_FORMS = ("colon", "bracket", "timed")
_OWN_LINE = ("line",)
_NEAR = 3
_OWN_LINE_SHARE = 0.15
_TAB_SHARE = 0.3
_MONOLOGUE_SHARE = 0.5
_DENSE_SHARE = 0.3
_FEWEST_IN_MONOLOGUE = 3
_TIME_SHARE = 0.3
_FEWEST_TIMES = 3
_MOST_DOUBTFUL = 50
_LONGEST_FACT = 60
_SPOKEN_ENDS = (".", "?", "!", "…")


def _automatic(text: str, blocks: Sequence[Span], confirmed: set[str] | None) -> tuple[list[_Head], list[Candidate]]:
    """The heads that open turns, by the strongest form of label that carries, and the candidates it was judged by."""
    fits = looks_like_speaker if confirmed is None else confirmed.__contains__
    heads = list(_heads(text, blocks, fits))
    doubtful: list[Candidate] = []
    for forms, share in ((_STRONG_FORMS, 0.0), (("tab",), _TAB_SHARE), (_OWN_LINE, _OWN_LINE_SHARE)):
        some = [head for head in heads if head.form in forms]
        if forms == _OWN_LINE and confirmed is None:
            some = _without_replies(some)
        if confirmed is None:
            body = some[_header_length(text, some) :]
            whys = _reasons(body, len(blocks))
        else:
            whys = dict.fromkeys(_labels(some), CONFIRMED)
        accepted = [head for head in some if head.label in whys]
        if accepted and (confirmed or len(accepted) >= share * len(blocks)):
            return accepted, _candidates(some, whys)
        if forms == _STRONG_FORMS:
            doubtful = _candidates(some, {})
    return _timed_only(text, blocks) if confirmed is None else [], doubtful


def _header_length(text: str, heads: Sequence[_Head]) -> int:
    """How many heads at the top only tell about the interview («Informant: Berit, veileder»).

    They are seen once where other labels come back, and what follows them is short and no sentence.
    """
    counts = Counter(_labels(heads))
    if max(counts.values(), default=0) < 2:
        return 0
    for number, head in enumerate(heads):
        line_end = text.find("\n", head.end)
        words = text[head.end : line_end if line_end >= 0 else len(text)].rstrip()
        if counts[head.label or ""] > 1 or len(words) > _LONGEST_FACT or words.endswith(_SPOKEN_ENDS) or not words:
            return number
    return 0


def _without_replies(heads: Sequence[_Head]) -> list[_Head]:
    """Labels on lines of their own, without the short replies («Mm») that follow a label and look just like one."""
    counts = Counter(_labels(heads))
    kept: list[_Head] = []
    for head in heads:
        follows = bool(kept) and head.paragraph - kept[-1].paragraph <= 1
        if follows and counts[head.label or ""] > counts[kept[-1].label or ""]:
            kept[-1] = head
        elif not follows and not (head.label or "").endswith("."):
            kept.append(head)
    return kept


def _labels(heads: Sequence[_Head]) -> list[str]:
    """The label of each head that has one."""
    return [head.label for head in heads if head.label]


def _reasons(heads: Sequence[_Head], paragraph_count: int) -> dict[str, str]:
    """Why each believed label is believed: first those that come back or are known, then those said among them."""
    counts = Counter(_labels(heads))
    company = _company(heads, counts, is_dense=len(heads) >= _DENSE_SHARE * paragraph_count)
    whys: dict[str, str] = {}
    for label, count in counts.items():
        if is_known(label) and company[label]:
            whys[label] = KNOWN_WORD
        elif (count >= 2 and company[label] >= 2) or _is_monologue(count, paragraph_count):
            whys[label] = RECURS
    return whys if heads and heads[0].form in _OWN_LINE else whys | _embedded(heads, whys)


def _is_monologue(count: int, paragraph_count: int) -> bool:
    """Whether one label opens most of the paragraphs, as where only one person speaks."""
    return count >= _FEWEST_IN_MONOLOGUE and count >= _MONOLOGUE_SHARE * paragraph_count


def _company(heads: Sequence[_Head], counts: Counter[str], is_dense: bool) -> Counter[str]:
    """For each label, at how many of its heads another one is near.

    The other must be plausible itself, unless the label is a known word or labels lie dense all over the text.
    """
    company: Counter[str] = Counter()
    for index, head in enumerate(heads):
        label = head.label or ""
        beside = [other for other in heads[max(0, index - 1) : index + 2] if other.label != label]
        near = [other for other in beside if abs(other.paragraph - head.paragraph) <= _NEAR]
        company[label] += any(is_dense or is_known(label) or _is_seed(other.label or "", counts) for other in near)
    return company


def _is_seed(label: str, counts: Counter[str]) -> bool:
    """Whether a label is plausible before its company is looked at."""
    return counts[label] >= 2 or is_known(label)


def _embedded(heads: Sequence[_Head], whys: dict[str, str]) -> dict[str, str]:
    """Labels said once or twice between believed ones, or right after the last of them."""
    found: dict[str, str] = {}
    last: _Head | None = None
    following = _next_believed(heads, whys)
    for head, after in zip(heads, following, strict=True):
        label = head.label or ""
        between = last and _is_near(last, head) and (after is None or _is_near(head, after))
        if label in whys or between:
            last = head
            if label not in whys:
                found[label] = EMBEDDED
    return found


def _next_believed(heads: Sequence[_Head], whys: dict[str, str]) -> list[_Head | None]:
    """For each head, the next one whose label is believed."""
    following: list[_Head | None] = []
    after: _Head | None = None
    for head in reversed(heads):
        following.append(after)
        after = head if head.label in whys else after
    return following[::-1]


def _is_near(head: _Head, later: _Head) -> bool:
    """Whether few paragraphs lie between two heads."""
    return later.paragraph - head.paragraph <= _NEAR


def _candidates(heads: Sequence[_Head], whys: dict[str, str]) -> list[Candidate]:
    """The labels found, the believed first, then the commonest; of the doubtful only so many as one can look over."""
    counts = Counter(_labels(heads))
    believed = [
        Candidate(label, count, role_of(label, counts), True, whys[label])
        for label, count in counts.most_common()
        if label in whys
    ]
    doubtful = [
        Candidate(label, count, role_of(label, counts), False, ALONE if count > 1 else SEEN_ONCE)
        for label, count in counts.most_common()
        if label not in whys
    ]
    return believed + doubtful[:_MOST_DOUBTFUL]


def _timed_only(text: str, blocks: Sequence[Span]) -> list[_Head]:
    """Heads of a transcript that has time stamps but no speakers, as speech recognition writes it."""
    heads = []
    for line in _LINE.finditer(text):
        if text[line.start()] in "[(<#0123456789" and (stamp := _TIME_ALONE.match(text, *line.span())):
            heads.append(_Head(None, stamp["before"], "time", *stamp.span(), _index(blocks, line.start())))
    return heads if len(heads) >= max(_FEWEST_TIMES, _TIME_SHARE * len(blocks)) else []


# ── a pattern of one's own ───────────────────────────────────────────────────────────────────────────────────────────


def _compiled(pattern: str) -> re.Pattern[str]:
    """A person's own pattern, refused in words when it is not usable."""
    hint = "write for example (?P<speaker>[A-Z]+): +, or use auto or none"
    try:
        regex = re.compile(pattern, re.MULTILINE)
    except (re.error, OverflowError, RecursionError) as error:
        raise InvalidInput(f"the pattern for turns is not a regular expression: {error}", hint) from error
    if "speaker" not in regex.groupindex:
        raise InvalidInput("the pattern for turns has no group named speaker", hint)
    return regex


def _by_pattern(
    text: str, blocks: Sequence[Span], regex: re.Pattern[str], confirmed: set[str] | None
) -> tuple[list[_Head], list[Candidate]]:
    """The heads a person's own pattern finds; with a confirmed list, only those of its labels."""
    heads = [_matched_head(match, blocks) for match in regex.finditer(text) if match.end() > match.start()]
    kept = [head for head in heads if confirmed is None or head.label in confirmed]
    return kept, _candidates(heads, dict.fromkeys(_labels(kept), MATCHED if confirmed is None else CONFIRMED))


def _matched_head(match: re.Match[str], blocks: Sequence[Span]) -> _Head:
    """The head of one match; what the group `text` holds is utterance already."""
    groups = match.groupdict()
    end = match.end() if groups.get("text") is None else match.start("text")
    label = _tidy(groups["speaker"] or "") or None
    return _Head(label, groups.get("time"), "pattern", match.start(), end, _index(blocks, match.start()))


# ── from heads to turns ──────────────────────────────────────────────────────────────────────────────────────────────

_LEAST_PATIENCE = 8
_PATIENCE = 6


def _turns(text: str, blocks: Sequence[Span], heads: Sequence[_Head]) -> Iterator[FoundTurn]:
    """The utterance after each head; one without words is no turn.

    Paragraphs without a label continue the speaker before them, but not when there are many more of them than is usual
    between the turns of this text: then the conversation is over and prose has begun.
    """
    patience = _patience(heads)
    for index, head in enumerate(heads):
        following = heads[index + 1] if index + 1 < len(heads) else None
        end = following.start if following else len(text)
        start = _skip_space(text, head.end, end)
        own = _index(blocks, start)
        if (following.paragraph if following else len(blocks)) - own > patience:
            end = min(end, blocks[own].end)
        stripped = text[start:end].rstrip()
        if stripped:
            yield FoundTurn(head.label, head.time, head.start, start, start + len(stripped))


def _patience(heads: Sequence[_Head]) -> int:
    """How many paragraphs without a label may continue a turn, by what is usual between these heads."""
    gaps = sorted(later.paragraph - head.paragraph for head, later in pairwise(heads))
    usual = gaps[int(0.75 * (len(gaps) - 1))] if gaps else 0
    return max(_LEAST_PATIENCE, _PATIENCE * usual)


def _skip_space(text: str, start: int, end: int) -> int:
    """The first offset from `start` on that holds no whitespace, or `end`."""
    match = _NOT_SPACE.search(text, start, end)
    return match.start() if match else end
