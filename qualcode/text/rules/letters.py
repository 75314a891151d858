"""Norwegian letters that a scanner lost («skjgnn», «vzere», «pa»), and the words that they most likely were.

A noisy channel: a word as printed becomes a word as read, each letter at the cost of how seldom it is read so. Of all
words that could have become what stands there, the likeliest is that which is common and cheap; its share of what all
of them together are likely is the confidence. `docs/cleaning.md` tells how good the figures are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from qualcode.text.language import guess_language
from qualcode.text.lexicon import Lexicon
from qualcode.text.rules.proposals import Proposal
from qualcode.text.spans import Span
from qualcode.text.units import paragraphs, unit_at

RULE = "damaged word"

# What each letter is read as, with the cost in nats: about −ln of how often, where it was damaged at all.
CONFUSIONS: dict[str, dict[str, float]] = {
    "å": {
        "a": 0.1, "G": 2, "&": 2, "@": 2.5, "é": 2.5, "3": 3, "8": 3, "4": 3.5, "6": 3.5, "d": 3.5,
        "aa": 4, "da": 4, "ad": 4.5, "a8": 5, "@8": 5,
    },
    "ø": {
        "g": 0.3, "@": 1.5, "o": 4, "e": 4, "a": 4, "p": 4, "6": 4, "0": 4, "s": 5, "ag": 5, "ig": 5, "eg": 5, "sg": 5,
        "a@": 4, "g@": 4, "@g": 4, "sp": 5, "d": 6, "oe": 5,
    },
    "æ": {
        "ae": 0.5, "ee": 1.5, "ze": 1.5, "se": 2.5, "aee": 3, "eae": 3, "zae": 3, "aa": 3, "a": 4.5, "e": 5,
    },
    "l": {"I": 1},
    "j": {"i": 4, "ji": 4, "ij": 4},
    "o": {"0": 3},
}  # fmt: skip

_LOST = "åøæÅØÆ"
_NORWEGIAN = re.compile(r"\b(?:og|som|ikke|ikkje|det|til|av|jeg|eg)\b", re.IGNORECASE)
_LOOKED_AT = 50_000
_FEWEST_CHARACTERS = 250
_LOST_SHARE = 0.004
_CHARACTERS_A_WORD = 120


def looks_damaged(text: str) -> bool:
    """Whether a text is Norwegian and has next to no æ, ø and å, of which one character in forty ought to be one."""
    sample = text[:_LOOKED_AT]
    few = _LOST_SHARE * len(sample)
    # One letter alone tells of nearly all texts that they are sound, and one word that they are in another language.
    if len(sample) < _FEWEST_CHARACTERS or sample.count("å") > few or sum(map(sample.count, _LOST)) > few:
        return False
    if len(sample) == _LOOKED_AT and " og " not in sample:
        return False
    return sum(1 for _ in _NORWEGIAN.finditer(sample)) * _CHARACTERS_A_WORD >= len(sample)


# ── one word ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_DEAREST = 9.0
_MOST_CHANGES = 5
_MOST_CANDIDATES = 4_000
_LONGEST = 45
_COMPOUND = -2.0
_COMMON_PART = 50
_LISTED = math.log(0.1)
_UNKNOWN = -10.0
_UNKNOWN_NAME = -3.0
_IMPOSSIBLE = -16.0
_SIGN = 7.0
_SETTLED = 0.0

_READINGS: dict[str, list[tuple[str, float]]] = {}
for _right, _seen in CONFUSIONS.items():
    for _piece, _cost in _seen.items():
        _READINGS.setdefault(_piece, []).append((_right, _cost))
_LONGEST_PIECE = max(map(len, _READINGS))


def printed_forms(seen: str) -> dict[str, float]:
    """What could have been printed where these letters are read, with the least cost of each; `seen` itself costs 0."""
    forms: dict[str, float] = {}
    waiting = [("", 0, 0.0, 0)]
    while waiting and len(forms) < _MOST_CANDIDATES:
        made, at, cost, changes = waiting.pop()
        if at == len(seen):
            forms[made] = min(cost, forms.get(made, math.inf))
            continue
        if changes < _MOST_CHANGES:
            for size in range(_LONGEST_PIECE, 0, -1):
                for right, more in _READINGS.get(seen[at : at + size], ()):
                    if cost + more <= _DEAREST and at + size <= len(seen):
                        waiting.append((made + right, at + size, cost + more, changes + 1))
        waiting.append((made + seen[at], at + 1, cost, changes))
    return forms


class Channel:
    """What words as read were when they were printed, for one lexicon; every word is thought through once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.readings = lru_cache(maxsize=50_000)(self._readings)

    def best(self, seen: str, is_name: bool = False) -> tuple[str, float]:
        """The likeliest word and its probability."""
        return next(iter(self.readings(seen, is_name).items()))

    def _readings(self, seen: str, is_name: bool = False) -> dict[str, float]:
        """The words that could stand where `seen` is read, each with its probability, the likeliest first.

        `is_name` says that `seen` is unlikely to be a word of the language even if nothing is wrong with it.
        """
        if len(seen) > _LONGEST:
            return {seen: 1.0}
        forms = [(form, cost) for form, cost in _cased_forms(seen) if form.lower() != seen.lower()]
        listed = {form: self._listed(form) - cost for form, cost in forms if self._listed(form) > -math.inf}
        scores = {seen: self._unchanged(seen, is_name), **listed}
        if max(listed.values(), default=-math.inf) < _SETTLED and self._listed(seen) == -math.inf:
            for form, cost in forms:
                if (score := self._compound(form)) > -math.inf:
                    scores.setdefault(form, score - cost)
        top = max(scores.values())
        total = sum(math.exp(score - top) for score in scores.values())
        ranked = sorted(scores, key=lambda form: (-scores[form], form))
        return {form: math.exp(scores[form] - top) / total for form in ranked}

    def _listed(self, form: str) -> float:
        """How likely a listed word is to be written, in nats and up to a constant; −∞ for other forms."""
        number = self.lexicon.count(form)
        if number:
            return math.log(number + 0.5)
        return _LISTED if self.lexicon.is_listed(form) else -math.inf

    def _compound(self, form: str) -> float:
        """The same for a compound."""
        parts = self.lexicon.split(form)
        return _COMPOUND + sum(map(self._ease, parts)) if parts else -math.inf

    def _ease(self, part: str) -> float:
        """What a part takes from the likeliness of a compound: much if it is never met, little if it is common."""
        return 0.5 * math.log((self.lexicon.count(part) + 0.1) / _COMMON_PART)

    def _unchanged(self, seen: str, is_name: bool) -> float:
        """How likely it is that a form stands there as it was printed."""
        if len(seen) == 1 and not seen.isalpha():
            return _SIGN
        if not seen.isalpha():
            return _IMPOSSIBLE
        known = self._listed(seen)
        if known == -math.inf:
            known = self._compound(seen)
        return max(known, _UNKNOWN_NAME if is_name or seen.isupper() else _UNKNOWN)


def _cased_forms(seen: str) -> Iterator[tuple[str, float]]:
    """What could have been printed, for the letters as they are and for the small letters of a word with capitals."""
    if sum(map(str.isalpha, seen)) > 1 and seen.isupper():
        yield from ((form.upper(), cost) for form, cost in printed_forms(seen.lower()).items())
    else:
        yield from printed_forms(seen).items()
    if seen[:1].isupper():
        small = printed_forms(seen[0].lower() + seen[1:].lower())
        yield from ((form[:1].upper() + form[1:], cost) for form, cost in small.items())


# ── a text ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_FLOOR = 0.5
_DOUBTFUL = 0.85
_TOKEN = re.compile(r"[\w@&|]+")
_RUN = re.compile(r"\S+")
_SET_APART = re.compile(r"://|www\.|@\w+\.\w|<")
_YEAR = re.compile(r"\d\d")
_CITED = re.compile(r",? (?:\(?\d{4}|et al|& [A-ZÆØÅ]|mfl)")
_SENTENCE_END = re.compile(r"(?:[.!?:…•|]|\n[ \t]*\n|\A)[\s\"“”«»'‘’(\[)\]]*\Z")
_LOOKED_BACK = 12
_NEAR = 400
_BULLETS = frozenset(["", "e", "o", "-", "–", "•", "*"])
_GAP = re.compile(r"(?<=[^\W\d_]) ( )(?=[^\W\d_])")
_LONE = frozenset("a&@GéA3468d")
_LONE_SURE = frozenset("a&@GéA")
_BEFORE_LOST = frozenset(["til", "for", "med", "ved", "av", "om", "uten", "enn", "på", "pa"])
_BETWEEN = frozenset(["ikke", "alltid", "bare", "også", "aldri", "heller", "kun"])
_BEFORE_NUMBERS = frozenset(
    """
    s side kapittel kap tabell figur nr nummer punkt pkt del trinn fase kontor informant mentor veileder gruppe vedlegg
    """.split()  # noqa: SIM905
)
_ENGLISH = frozenset(
    """
    the and of that this is are was were it you they we which with from have been would could should their an on as to
    by or be not may will people work new social public level street
    """.split()  # noqa: SIM905
)
_REFERENCES = re.compile(
    r"^[ \t]*(?:\d+\.?[ \t]*)?(?:litteratur\w*|referanse\w*|kilde\w*|bibliografi|references)[ \t]*$"
    r"(?=(?:\s*^.*\(?\d{4}.*$){2})",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER_REFERENCES = re.compile(r"^[ \t]*(?:vedlegg|appendi\w+)\b", re.IGNORECASE | re.MULTILINE)


def letter_findings(text: str, lexicon: Lexicon) -> Iterator[Proposal]:
    """Repairs of words that lost letters, in a text that looks as if it did; English and references are left alone.

    In nynorsk, of which no list of words can be had, all of them wait for a person.
    """
    if not looks_damaged(text):
        return
    surest = _DOUBTFUL if guess_language(text) == "nn" else 1.0
    channel = Channel(lexicon)
    parts = _norwegian_parts(text)
    # The tokens of all parts, since a page break may stand between «å» and its infinitive.
    tokens = [token for part in parts for token in _tokens(text, part)]
    for number, token in enumerate(tokens):
        reading, confidence = _repair(token[0], _Around(text, tokens, number, channel))
        if reading != token[0] and confidence >= _FLOOR:
            yield Proposal(*token.span(), reading, RULE, round(min(confidence, surest), 4))
    for gap in (gap for part in parts for gap in _GAP.finditer(text, *part)):
        if _lost_between(text, gap, channel):
            yield Proposal(gap.start(1), gap.start(1), "å", RULE, _DOUBTFUL)


def _norwegian_parts(text: str) -> list[Span]:
    """The paragraphs in which words are to be repaired: neither English nor in the list of references."""
    begin, end = _references(text)
    return [
        part
        for part in paragraphs(text)
        if not begin <= part.start < end and guess_language(text[part.start : part.end]) != "en"
    ]


def _references(text: str) -> tuple[int, int]:
    """Where the last list of references stands, up to the appendices or the end; empty if there is none."""
    begin = max((match.end() for match in _REFERENCES.finditer(text)), default=len(text))
    after = _AFTER_REFERENCES.search(text, begin)
    return begin, after.start() if after else len(text)


def _tokens(text: str, part: Span) -> list[re.Match[str]]:
    """What stands between spaces, marks and hyphens, addresses and names made anonymous (`<by>`) left out."""
    apart = [match.span() for match in _RUN.finditer(text, *part) if _SET_APART.search(match[0])]
    return [token for token in _TOKEN.finditer(text, *part) if unit_at(apart, token.start()) is None]


class _Around:
    """A token with what stands around it."""

    def __init__(self, text: str, tokens: list[re.Match[str]], number: int, channel: Channel) -> None:
        self._text, self._tokens, self._number = text, tokens, number
        self.channel = channel
        self.start, self.end = tokens[number].span()

    def word(self, distance: int) -> str:
        """The likeliest reading of the token so many places before or after, or nothing."""
        at = self._number + distance
        return self.channel.best(self._tokens[at][0])[0] if 0 <= at < len(self._tokens) else ""

    @property
    def stands_alone(self) -> bool:
        """Whether there is white space on both sides."""
        return self._text[self.start - 1 : self.start].isspace() and self._text[self.end : self.end + 1].isspace()

    @property
    def begins_sentence(self) -> bool:
        """Whether a capital would be owed to the place."""
        return bool(_SENTENCE_END.search(self._text[max(0, self.start - _LOOKED_BACK) : self.start]))

    @property
    def is_cited(self) -> bool:
        """Whether a year or a second author follows, so that this is somebody's name."""
        return bool(_CITED.match(self._text, self.end))

    @property
    def is_english(self) -> bool:
        """Whether two of the three words before and after are English."""
        return sum(self.word(distance).lower() in _ENGLISH for distance in (-3, -2, -1, 1, 2, 3)) >= 2

    @property
    def line(self) -> str:
        """The line on which the token stands, as far as it is near."""
        before, after = self._text[max(0, self.start - _NEAR) : self.start], self._text[self.end : self.end + _NEAR]
        return before.rpartition("\n")[2] + self._text[self.start : self.end] + after.partition("\n")[0]


def _repair(seen: str, around: _Around) -> tuple[str, float]:
    """What a token should be, and how sure that is."""
    if seen == "|":
        return _pipe(around)
    if seen in _LONE and around.stands_alone:
        return _lone(seen, around)
    if len(seen) < 2 or _YEAR.search(seen) or "|" in seen:
        return seen, 0
    capital = seen[0].isupper() and not around.begins_sentence
    reading, confidence = around.channel.best(seen)
    if capital and reading[0].isupper():
        reading, confidence = around.channel.best(seen, is_name=True)
        confidence = min(confidence, _DOUBTFUL)
    if reading == seen or (reading[0].isupper() and around.is_cited and not around.channel.lexicon.count(reading)):
        return seen, 0
    if seen[0] in "@0" and around.begins_sentence:
        reading = reading[0].upper() + reading[1:]
    return reading, min(confidence, _DOUBTFUL) if around.is_english else confidence


def _pipe(around: _Around) -> tuple[str, float]:
    """A bar that begins a sentence or a line is a capital I, unless bars divide the line."""
    if around.line.count("|") > 1 or not around.word(1)[:1].isalpha():
        return "|", 0
    if around.begins_sentence:
        return "I", 0.99
    return ("I", 0.95) if around.line.partition("|")[0].strip() in _BULLETS else ("|", 0)


def _lone(seen: str, around: _Around) -> tuple[str, float]:
    """A character between spaces is «å» where an infinitive follows, and where it can hardly be anything else."""
    before, after = around.word(-1), around.word(1)
    if after in _BETWEEN:
        after = around.word(2)
    mark = "Å" if seen == "A" else "å"
    if not after[:1].islower() or (seen not in _LONE_SURE and before.lower() in _BEFORE_NUMBERS):
        return seen, 0
    if around.is_english or (seen == "A" and not around.begins_sentence):
        return mark, 0.6
    if around.channel.lexicon.is_infinitive(after) and (seen in _LONE_SURE or before[:1].isalpha()):
        return mark, 0.98
    return (mark, 0.95 if seen == "a" else _DOUBTFUL) if seen in _LONE_SURE else (seen, 0)


def _lost_between(text: str, gap: re.Match[str], channel: Channel) -> bool:
    """Whether «å» is missing between two spaces: after a word that it follows, before an infinitive."""
    before = text[max(0, gap.start() - 20) : gap.start()].split()[-1:]
    after = _TOKEN.match(text, gap.end())
    if not before or before[0].lower() not in _BEFORE_LOST or not after:
        return False
    return channel.lexicon.is_infinitive(channel.best(after[0])[0])
