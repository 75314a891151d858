"""Which line heads are speakers: the evidence a label needs before turns are made of it.

A head of the right shape is a candidate, and a candidate is a speaker when it is a usual word for one, or comes back,
**and** stands in a conversation, close to another speaker's label. A label said once between two speakers («Poenget:»)
is one only with evidence of its own: it is a code (`D4`), a name of several words, a given name, or a name that the
text mentions elsewhere. Labels of looser shapes (`kari:`, `2:`, `- Kari:`) are believed only where they take turns all
through the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.text.spans import Span
from qualcode.text.speaker_words import (
    fits_loosely,
    has_evident_shape,
    is_joint_of,
    is_known,
    is_never_speaker,
    looks_like_speaker,
    role_of,
)
from qualcode.text.turn_heads import (
    ALL_FORMS,
    COLON_FORMS,
    LABEL_BRACKETS,
    LABEL_COLON,
    LABEL_DASH,
    LABEL_LINE,
    LABEL_TAB,
    LABEL_TIME,
    Head,
    line_heads,
    stamped,
    time_heads,
)

KNOWN_WORD = "a usual word for a speaker"
RECURS = "comes back among other speakers"
EMBEDDED = "said once, between other speakers"
STAMPED = "follows a time stamp in every paragraph"
CONFIRMED = "named by you"
MATCHED = "matched by your pattern"
SEEN_ONCE = "seen once only"
ALONE = "no other speaker close by"

_STRONG_FORMS = (LABEL_COLON, LABEL_BRACKETS, LABEL_TIME)
_PASSES = ((_STRONG_FORMS, 0.0), ((LABEL_TAB,), 0.3), ((LABEL_LINE,), 0.15))
_NEAR = 3
_MONOLOGUE_SHARE = 0.5
_DENSE_SHARE = 0.3
_FEWEST_IN_MONOLOGUE = 3
_TIME_SHARE = 0.3
_FEWEST_TIMES = 3
_STAMPED_SHARE = 0.9
_STAMPED_LABEL_SHARE = 0.8
_MOST_STAMPED_WORDS = 8
_LOOSE_SHARE = 0.5
_LOOSE_CHANGES = 0.5
_LOOSE_GAIN = 1.3
_MOST_LOOSE = 20
_MOST_DOUBTFUL = 50
_LONGEST_FACT = 60
_SMALL_WORD = re.compile(r"\b[a-zæøåé]\w+")
_INNER_CAPITAL = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_], ))[A-ZÆØÅÉ]\w+")
_SPOKEN_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may be a speaker; turns are made of the confident ones, the others are for a person to judge."""

    label: str
    count: int
    role: str
    confident: bool
    why: str


Found = tuple[list[Head], list[Candidate]]


def believed_heads(text: str, blocks: Sequence[Span]) -> Found:
    """The heads that open turns, by the strongest form of label that carries, and the candidates they are judged by."""
    begun = len(stamped(text, blocks))
    is_stamped = begun > 0 and begun >= _STAMPED_SHARE * len(blocks)
    by_stamp = _stamped_heads(text, blocks, begun) if is_stamped else []
    if by_stamp:
        return by_stamp, candidates_of(by_stamp, dict.fromkeys(_labels(by_stamp), STAMPED))
    # Where every paragraph begins with its time, a word that stands alone after it is what was said.
    heads = list(line_heads(text, blocks, looks_like_speaker, COLON_FORMS if is_stamped else ALL_FORMS))
    judged = [
        (_judged(text, blocks, [head for head in heads if head.form in forms]), share) for forms, share in _PASSES
    ]
    found = next((found for found, share in judged if found[0] and len(found[0]) >= share * len(blocks)), None)
    enough = _LOOSE_GAIN * (len(found[0]) if found else 1)
    loose = _loose_heads(text, blocks) if enough <= len(blocks) else []
    if loose and len(loose) >= enough:
        return loose, candidates_of(loose, dict.fromkeys(_labels(loose), RECURS))
    return found or (_timed_only(text, blocks), judged[0][0][1])


def confirmed_heads(text: str, blocks: Sequence[Span], confirmed: Collection[str]) -> Found:
    """The heads with exactly these labels, by the strongest form of label that any of them has."""
    heads = list(line_heads(text, blocks, confirmed.__contains__))
    for forms in ((*_STRONG_FORMS, LABEL_DASH), (LABEL_TAB,), (LABEL_LINE,)):
        some = [head for head in heads if head.form in forms]
        if some:
            return some, candidates_of(some, dict.fromkeys(_labels(some), CONFIRMED))
    return [], []


def candidates_of(heads: Sequence[Head], whys: Mapping[str, str]) -> list[Candidate]:
    """The labels found, the believed first, then the commonest; of the doubtful only so many as one can look over."""
    counts = Counter(_labels(heads))
    others = whys.keys() or counts.keys()
    believed = [
        Candidate(label, count, role_of(label, others), True, whys[label])
        for label, count in counts.most_common()
        if label in whys
    ]
    doubtful = [
        Candidate(label, count, role_of(label, others), False, ALONE if count > 1 else SEEN_ONCE)
        for label, count in counts.most_common()
        if label not in whys
    ]
    return believed + doubtful[:_MOST_DOUBTFUL]


def _labels(heads: Sequence[Head]) -> list[str]:
    """The label of each head that has one."""
    return [head.label for head in heads if head.label]


# ── labels of the usual shapes ───────────────────────────────────────────────────────────────────────────────────────


def _judged(text: str, blocks: Sequence[Span], heads: list[Head]) -> Found:
    """The heads of one kind that are believed, and what was thought of each label."""
    if heads and heads[0].form == LABEL_LINE:
        heads = _without_replies(heads)
    whys = _reasons(text, heads[_header_length(text, heads) :], len(blocks))
    return [head for head in heads if head.label in whys], candidates_of(heads, whys)


def _header_length(text: str, heads: Sequence[Head]) -> int:
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


def _without_replies(heads: Sequence[Head]) -> list[Head]:
    """Labels on lines of their own, without the short replies («Mm») that follow a label and look just like one."""
    counts = Counter(_labels(heads))
    kept: list[Head] = []
    for head in heads:
        follows = bool(kept) and head.paragraph - kept[-1].paragraph <= 1
        if follows and counts[head.label or ""] > counts[kept[-1].label or ""]:
            kept[-1] = head
        elif not follows and not (head.label or "").endswith("."):
            kept.append(head)
    return kept


def _reasons(text: str, heads: Sequence[Head], paragraph_count: int) -> dict[str, str]:
    """Why each believed label is believed: first those that come back or are known, then those said among them."""
    counts = Counter(_labels(heads))
    company = _company(heads, counts, is_dense=len(heads) >= _DENSE_SHARE * paragraph_count)
    whys: dict[str, str] = {}
    for label, count in counts.items():
        if is_known(label) and company[label]:
            whys[label] = KNOWN_WORD
        elif (count >= 2 and company[label] >= 2) or _is_monologue(count, paragraph_count):
            whys[label] = RECURS
    return whys if heads and heads[0].form == LABEL_LINE else whys | _embedded(text, heads, whys)


def _is_monologue(count: int, paragraph_count: int) -> bool:
    """Whether one label opens most of the paragraphs, as where only one person speaks."""
    return count >= _FEWEST_IN_MONOLOGUE and count >= _MONOLOGUE_SHARE * paragraph_count


def _company(heads: Sequence[Head], counts: Counter[str], is_dense: bool) -> Counter[str]:
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


def _embedded(text: str, heads: Sequence[Head], whys: Mapping[str, str]) -> dict[str, str]:
    """Labels said once or twice between believed ones, or right after the last of them, that are surely names."""
    found: dict[str, str] = {}
    last: Head | None = None
    mentioned: set[str] | None = None
    following = _next_believed(heads, whys)
    for head, after in zip(heads, following, strict=True):
        label = head.label or ""
        is_believed = label in whys
        if not is_believed and last and _is_near(last, head) and (after is None or _is_near(head, after)):
            is_believed = has_evident_shape(label) or is_joint_of(label, whys)
            if not is_believed:
                mentioned = _mentioned_names(text) if mentioned is None else mentioned
                is_believed = label in mentioned
            if is_believed:
                found[label] = EMBEDDED
        last = head if is_believed else last
    return found


def _mentioned_names(text: str) -> set[str]:
    """The words that a text has within its sentences, and always with a capital letter."""
    common = {match[0] for match in _SMALL_WORD.finditer(text)}
    return {match[0] for match in _INNER_CAPITAL.finditer(text) if match[0].lower() not in common}


def _next_believed(heads: Sequence[Head], whys: Mapping[str, str]) -> list[Head | None]:
    """For each head, the next one whose label is believed."""
    following: list[Head | None] = []
    after: Head | None = None
    for head in reversed(heads):
        following.append(after)
        after = head if head.label in whys else after
    return following[::-1]


def _is_near(head: Head, later: Head) -> bool:
    """Whether few paragraphs lie between two heads."""
    return later.paragraph - head.paragraph <= _NEAR


# ── labels of looser shapes, and time stamps ─────────────────────────────────────────────────────────────────────────


def _loose_heads(text: str, blocks: Sequence[Span]) -> list[Head]:
    """Heads of any short label, where few labels take turns at the beginning of most paragraphs."""
    heads = list(line_heads(text, blocks, fits_loosely, COLON_FORMS))
    heads = heads[_header_length(text, heads) :]
    counts = Counter(_labels(heads))
    kept = [head for head in heads if counts[head.label or ""] >= 2 or is_known(head.label or "")]
    labels = set(_labels(kept))
    changes = sum(head.label != later.label for head, later in pairwise(kept))
    takes_turns = 2 <= len(labels) <= _MOST_LOOSE and changes >= _LOOSE_CHANGES * len(kept)
    return kept if takes_turns and len(kept) >= _LOOSE_SHARE * len(blocks) else []


def _stamped_heads(text: str, blocks: Sequence[Span], begun: int) -> list[Head]:
    """Heads of any label, in a text where most of the time stamps that begin its paragraphs are followed by one."""
    heads = [head for head in line_heads(text, blocks, _fits_stamped, COLON_FORMS) if head.time]
    counts = Counter(_labels(heads))
    kept = [head for head in heads if counts[head.label or ""] >= 2 or looks_like_speaker(head.label or "")]
    return kept if len(kept) >= _STAMPED_LABEL_SHARE * begun else []


def _fits_stamped(label: str) -> bool:
    """Whether a label can be one that a program wrote after a time stamp."""
    return len(label.split()) <= _MOST_STAMPED_WORDS and (is_known(label) or not is_never_speaker(label))


def _timed_only(text: str, blocks: Sequence[Span]) -> list[Head]:
    """Heads of a transcript that has time stamps but no speakers, as speech recognition writes it."""
    heads = time_heads(text, blocks)
    if heads and len(stamped(text, blocks)) == len(blocks):
        return heads
    return heads if len(heads) >= max(_FEWEST_TIMES, _TIME_SHARE * len(blocks)) else []
