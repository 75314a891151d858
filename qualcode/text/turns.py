"""Finding who speaks: the speaker labels of a transcript and the utterances between them.

Transcripts label their turns in many ways (`Kari:`, `[Kari]`, `Kari  0:03`, `00:01:02 Kari`, a name on a line of its
own), and prose is full of lines that look just so («Eksempel:», `Figur 2:`). `turn_heads` finds what has the shape of
a label, `turn_evidence` judges which of them are speakers, and here the heads that are believed become turns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput
from qualcode.text.spans import Span, covered, subtract
from qualcode.text.turn_evidence import (
    CONFIRMED,
    MATCHED,
    Candidate,
    Found,
    believed_heads,
    candidates_of,
    confirmed_heads,
)
from qualcode.text.turn_heads import OWN_PATTERN, Head, index_of, skip_space, tidy, without_notices, without_stamps
from qualcode.text.units import paragraphs

if TYPE_CHECKING:
    import regex

__all__ = ["AUTO", "NONE", "Candidate", "FoundTurn", "Turns", "askers", "counted_spans", "find_turns"]

AUTO = "auto"
NONE = "none"
_AFTER_MARK = " \n\t.…!»”\"')]"


@dataclass(frozen=True, slots=True)
class FoundTurn:
    """One utterance: `start`–`end` are its words alone, `label_start` where its label or time stamp begins."""

    speaker: str | None
    timestamp: str | None
    label_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a text in order, the labels they were found by, the pattern asked for, and the form it took."""

    turns: tuple[FoundTurn, ...]
    candidates: tuple[Candidate, ...]
    pattern: str
    form: str = ""


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


def askers(said: Iterable[tuple[str, str]]) -> set[str]:
    """The speakers of whose utterances most, and more than one, end in a question mark; pairs of speaker and words.

    That is how an interviewer is told where no label says it; where everyone asks, nobody is.
    """
    turns, questions = Counter[str](), Counter[str]()
    for speaker, words in said:
        turns[speaker] += 1
        questions[speaker] += words.rstrip(_AFTER_MARK).endswith("?")
    asking = {speaker for speaker, count in questions.items() if count > 1 and 2 * count > turns[speaker]}
    return asking if asking != set(turns) else set()


def find_turns(text: str, *, pattern: str = AUTO, speakers: Collection[str] | None = None) -> Turns:
    """The turns of a transcript.

    `pattern` is `auto`, `none`, or a regular expression with a named group `speaker` (and, if wanted, `time` and
    `text`). `speakers` is a confirmed list of labels: then exactly those open turns.
    """
    if pattern == NONE:
        return Turns((), (), NONE)
    blocks = paragraphs(text)
    confirmed = None if speakers is None else {tidy(speaker) for speaker in speakers}
    if pattern != AUTO:
        heads, candidates = _by_pattern(text, blocks, _compiled(pattern), confirmed)
    elif confirmed is None:
        heads, candidates = believed_heads(text, blocks)
    else:
        heads, candidates = confirmed_heads(text, blocks, confirmed)
    forms = Counter(head.form for head in heads).most_common(1)
    return Turns(tuple(_turns(text, blocks, heads)), tuple(candidates), pattern, forms[0][0] if forms else "")


# ── a pattern of one's own ───────────────────────────────────────────────────────────────────────────────────────────

_LONGEST_PATTERN = 2_000
_PATIENT_SECONDS = 5.0
_PATTERN_HINT = "write for example (?P<speaker>[A-Z]+): +, or use auto or none"


def _compiled(pattern: str) -> regex.Pattern[str]:
    """A person's own pattern, refused in words when it is not usable."""
    import regex

    if len(pattern) > _LONGEST_PATTERN:
        raise InvalidInput(
            "the pattern for turns is longer than {most} characters", _PATTERN_HINT, most=_LONGEST_PATTERN
        )
    try:
        # What `re` takes is what people know, and it is taken alike; matching is left to `regex`, which can be stopped.
        re.compile(pattern)
        compiled = regex.compile(pattern, regex.MULTILINE)
    except (re.error, regex.error, OverflowError, RecursionError, ValueError) as error:
        message = "the pattern for turns is not a regular expression: {problem}"
        raise InvalidInput(message, _PATTERN_HINT, problem=error) from error
    if "speaker" not in compiled.groupindex:
        raise InvalidInput("the pattern for turns has no group named speaker", _PATTERN_HINT)
    return compiled


def _by_pattern(text: str, blocks: Sequence[Span], pattern: regex.Pattern[str], confirmed: set[str] | None) -> Found:
    """The heads a person's own pattern finds; with a confirmed list, only those of its labels."""
    try:
        matches = list(pattern.finditer(text, timeout=_PATIENT_SECONDS))
    except TimeoutError as error:
        raise InvalidInput(
            "the pattern for turns was not through with the text after {seconds} seconds",
            "repeat nothing that is repeated already, as (a+)+ does; or use auto or none",
            seconds=round(_PATIENT_SECONDS),
        ) from error
    heads = [_matched_head(match, blocks) for match in matches if match.end() > match.start()]
    kept = [head for head in heads if confirmed is None or head.label in confirmed]
    why = MATCHED if confirmed is None else CONFIRMED
    return kept, candidates_of(heads, {head.label: why for head in kept if head.label})


def _matched_head(match: regex.Match[str], blocks: Sequence[Span]) -> Head:
    """The head of one match; what the group `text` holds is utterance already."""
    groups = match.groupdict()
    end = match.end() if groups.get("text") is None else match.start("text")
    label = tidy(groups["speaker"] or "") or None
    return Head(label, groups.get("time"), OWN_PATTERN, match.start(), end, index_of(blocks, match.start()))


# ── from heads to turns ──────────────────────────────────────────────────────────────────────────────────────────────

_LEAST_PATIENCE = 8
_PATIENCE = 6


def _turns(text: str, blocks: Sequence[Span], heads: Sequence[Head]) -> Iterator[FoundTurn]:
    """The utterance after each head, without the time stamps at its edges; one without words is no turn.

    Paragraphs without a label continue the speaker before them, but not when there are many more of them than is usual
    between the turns of this text: then the conversation is over and prose has begun.
    """
    patience = _patience(heads)
    for index, head in enumerate(heads):
        following = heads[index + 1] if index + 1 < len(heads) else None
        end = following.start if following else len(text)
        start = skip_space(text, head.end, end)
        own = index_of(blocks, start)
        if (following.paragraph if following else len(blocks)) - own > patience:
            end = min(end, blocks[own].end)
        words, stamp = without_stamps(text, start, without_notices(text, start, end))
        stripped = text[words.start : words.end].rstrip()
        if stripped:
            yield FoundTurn(head.label, head.time or stamp, head.start, words.start, words.start + len(stripped))


def _patience(heads: Sequence[Head]) -> int:
    """How many paragraphs without a label may continue a turn, by what is usual between these heads."""
    gaps = sorted(later.paragraph - head.paragraph for head, later in pairwise(heads))
    usual = gaps[int(0.75 * (len(gaps) - 1))] if gaps else 0
    return max(_LEAST_PATIENCE, _PATIENCE * usual)
