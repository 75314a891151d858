"""How like the lines of a guide an interviewer's sentences are: which question was asked here, put in other words.

Three measures, each seeing what another is blind to: words by their stems, weighted so that rare ones decide and
«hvordan opplever du» does not; runs of letters, which see through compounds and endings; and rapidfuzz's ratios over
the words, for questions read out as they stand. Nynorsk is brought to the words of bokmål first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from qualcode.text.language import LANGUAGES, stem
from qualcode.text.spans import Span, overlaps
from qualcode.text.units import WORD, sentences

# Words that any question may hold: they count for little, and alone they make nothing alike.
_COMMON = frozenset(
    """
    og eller men at som for i å på av til fra med om over under ved hos mot uten etter før når da så nå her der det den
    de dem dette denne disse et en ei er var vært være bli blir ble blitt har hadde ha hatt få får fikk fått kan kunne
    skal skulle vil ville må måtte bør du deg din ditt dine dere deres jeg meg vi oss han hun henne ham man noe noen
    ingen alle andre annet annen selv egen egne sin sitt sine hva hvem hvor hvordan hvorfor hvilke hvilken hvilket hvis
    ikke jo vel litt mye mer mest godt bra også bare helt veldig egentlig kanskje slik sånn sånt slikt ganger gang
    fortelle fortell si sier sa synes syns mener tenker tenke tror opplever opplevde opplevd beskrive føler følte ting
    gjør gjøre gjorde går gå gikk gi gir kommer komme kom tar ta tok snakke snakket spørsmål gjerne ser se vet visste
    visst veit tenkte tenkt trodde mente mener skjer skjedde skjedd hender hendte kaller kalle finnes fantes husker
    fortalt spurt svarte sagt seie én ett ei starte begynne begynte
    the a an of to in on at and or but is are was were be been have has had do does did you your i me we it that this
    what who how why which when where could would should can will about with for from not tell think say said feel
    """.split()  # noqa: SIM905 – a list of quoted words is harder to read
)
# Nynorsk and spoken words by the word of a guide in bokmål, and forms that no stemmer brings together.
_SAME = {
    "kva": "hva", "kven": "hvem", "kor": "hvor", "korleis": "hvordan", "kvifor": "hvorfor", "kvar": "hver",
    "ikkje": "ikke", "eg": "jeg", "me": "vi", "dei": "de", "dykk": "dere", "dykkar": "deres", "ho": "hun", "ein": "en",
    "eit": "et", "eigen": "egen", "eigne": "egne", "sjølv": "selv", "sjøl": "selv", "noko": "noe", "nokre": "noen",
    "nokon": "noen", "vore": "vært", "vere": "være", "vera": "være", "vert": "blir", "vart": "ble", "blei": "ble",
    "gjer": "gjør", "gjekk": "gikk", "kjem": "kommer", "seier": "sier", "frå": "fra", "meir": "mer", "mykje": "mye",
    "då": "da", "no": "nå", "òg": "også", "saman": "sammen", "eigentleg": "egentlig", "rettleiar": "veileder",
    "rettleiarane": "veilederne", "leiar": "leder", "leiaren": "lederen", "leiinga": "ledelsen", "kjenner": "føler",
    "arbeider": "arbeid", "jobb": "arbeid", "jobben": "arbeid", "jobber": "arbeid", "jobbar": "arbeid",
    "spurde": "spurte", "høyrer": "hører", "trukket": "trekk", "trekte": "trekk", "trakk": "trekk", "valde": "velge",
    "valgte": "velge", "valgt": "velge", "valg": "velge", "endre": "forandre", "endret": "forandre", "tala": "tallene",
    "pengar": "penger", "verkar": "virker", "vanskane": "vanskelig", "skjedde": "skjer", "lengst": "lenge",
}  # fmt: skip
_COMMON_WEIGHT = 0.1
_UNHEARD = 0.6  # the weight of a word that the guide has not, as a share of that of its rarest
_SPELLING = 80
_NEAR = 0.8
_ABOVE = 0.4  # what a word counts that only the heading or the question above has
_PARTS = (0.6, 0.2, 0.2)  # of words, letters and ratio in a likeness
_GRAM = 4
_LONGEST = 1000
_LONGEST_WORD = 40
_AGAIN = 0.8
_TOGETHER = 0.05  # by how much two sentences must be more like a line than one of them is


class Asks(NamedTuple):
    """A line of a guide to look for: its words, and those of the headings and questions above it."""

    text: str
    above: str = ""


class Match(NamedTuple):
    """A span of the text and the line, by its place in the guide, that it is most like."""

    start: int
    end: int
    line: int
    confidence: float


class Likeness:
    """A guide, made ready to be compared with thousands of sentences."""

    def __init__(self, lines: Sequence[Asks], language: str = "nb") -> None:
        self._language = language if language in LANGUAGES else "nb"
        self._lines = [self._words(line.text) for line in lines]
        self._above = [self._words(line.above) - _COMMON for line in lines]
        held = Counter(word for words in self._lines for word in words)
        self._rarity = {word: math.log(1 + len(lines) / count) for word, count in held.items()}
        self._unheard = math.log(1 + len(lines)) * _UNHEARD
        self._lines_with: dict[str, list[int]] = {}
        for place, words in enumerate(self._lines):
            for word in words - _COMMON or words:
                self._lines_with.setdefault(word, []).append(place)
        self._vocabulary = sorted({*self._lines_with, *chain.from_iterable(self._above)} - _COMMON)
        self._compounds: dict[str, set[str]] = {}
        for word in self._vocabulary:
            for end in _ends(word):
                self._compounds.setdefault(end, set()).add(word)
        self._near: dict[str, Mapping[str, float]] = {}
        self._letters = [self._grams(words) for words in self._lines]

    def asked(self, text: str, turns: Iterable[tuple[int, int]], least: float) -> list[Match]:
        """What is asked in an interviewer's turns: for each sentence, or two together, the line it is most like.

        A line is asked once as a rule: where it is found again, less alike, the confidence is lower.
        """
        found = [match for turn in turns for match in self._asked(text, turn)]
        best: dict[int, float] = {}
        for match in found:
            best[match.line] = max(best.get(match.line, 0.0), match.confidence)
        weighed = (m if m.confidence == best[m.line] else m._replace(confidence=m.confidence * _AGAIN) for m in found)
        return [match for match in weighed if match.confidence >= least]

    def _asked(self, text: str, turn: tuple[int, int]) -> list[Match]:
        single = sentences(text, [turn])
        pairs = [Span(a.start, b.end) for a, b in pairwise(single)]
        found = [*self._best(text, single), *self._best(text, pairs, _TOGETHER)]
        taken: list[Match] = []
        for match in sorted(found, key=lambda match: -match.confidence):
            if not any(overlaps(match[:2], other[:2]) for other in taken):
                taken.append(match)
        return sorted(taken)

    def _best(self, text: str, spans: Iterable[Span], handicap: float = 0.0) -> Iterator[Match]:
        for start, end in spans:
            scores = self.compare(text[start:end])
            if scores:
                line = max(scores, key=lambda place: (scores[place], -place))
                yield Match(start, end, line, max(scores[line] - handicap, 0.0))

    def compare(self, sentence: str) -> dict[int, float]:
        """The likeness, 0–1, of a sentence with each line that it shares a telling word with."""
        from rapidfuzz.fuzz import token_set_ratio

        words = self._words(sentence[:_LONGEST])
        letters, joined = self._grams(words), " ".join(sorted(words))
        scores = {}
        for place in self._candidates(words):
            ratio = token_set_ratio(joined, " ".join(sorted(self._lines[place]))) / 100
            parts = (self._shared(words, place), _cosine(letters, self._letters[place]), ratio)
            scores[place] = sum(share * part for share, part in zip(_PARTS, parts, strict=True))
        return scores

    def _words(self, text: str) -> frozenset[str]:
        """The words in the form in which they are compared: common ones as they are, others by their stems."""
        found = (_SAME.get(word, word) for word in (match[0].lower() for match in WORD.finditer(text)))
        return frozenset(word if word in _COMMON else stem(word, self._language) for word in found)

    def _candidates(self, words: Iterable[str]) -> list[int]:
        near = {other for word in words for other in self._neighbours(word)}
        return sorted({place for word in near for place in self._lines_with.get(word, ())})

    def _shared(self, words: Iterable[str], place: int) -> float:
        """How much of the line's weight is in the sentence, and of the sentence's in the line: their geometric mean."""
        line, above = self._lines[place], self._above[place]
        there: dict[str, float] = {}
        said = explained = 0.0
        for word in words:
            near = self._neighbours(word)
            here = {other: likeness for other, likeness in near.items() if other in line}
            for other, likeness in here.items():
                there[other] = max(there.get(other, 0.0), likeness)
            behind = _ABOVE if above.intersection(near) else 0.0
            weight = self._weight(word)
            said += weight
            explained += weight * max([behind, *here.values()])
        asked = sum(map(self._weight, line))
        found = sum(self._weight(word) * likeness for word, likeness in there.items())
        return math.sqrt(found / asked * explained / said) if asked and said else 0.0

    def _weight(self, word: str) -> float:
        rarity = self._rarity.get(word, self._unheard)
        return rarity * _COMMON_WEIGHT if word in _COMMON else rarity

    def _neighbours(self, word: str) -> Mapping[str, float]:
        """The guide's words that this one may mean too: itself, its compounds and parts, near spellings."""
        known = self._near.get(word)
        if known is None:
            near = {} if word in _COMMON or len(word) < _GRAM else self._alike(word)
            known = self._near[word] = {**near, word: 1.0}
        return known

    def _alike(self, word: str) -> dict[str, float]:
        """Words of the guide that begin or end with this one, or this one with them, or are spelt nearly so."""
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import extract

        spelt = extract(word, self._vocabulary, scorer=ratio, score_cutoff=_SPELLING, limit=None)
        found = {other: _NEAR * score / 100 for other, score, _ in spelt if other[0] == word[0]}
        inside = (end for end in _ends(word) if end in self._compounds.get(end, ()))
        return {**found, **dict.fromkeys((*self._compounds.get(word, ()), *inside), _NEAR)}

    def _grams(self, words: Iterable[str]) -> Mapping[str, float]:
        """The runs of letters in the telling words, each with the weight of the rarest word that has it."""
        grams: dict[str, float] = {}
        for word in words:
            marked = f"_{word}_"
            for start in range(max(len(marked) - _GRAM, 0) + 1):
                gram = marked[start : start + _GRAM]
                grams[gram] = max(grams.get(gram, 0.0), self._weight(word))
        return grams


def _ends(word: str) -> Iterator[str]:
    """The beginnings and the ends of a word that are long enough to be words themselves, the whole word too."""
    for size in range(_GRAM, min(len(word), _LONGEST_WORD) + 1):
        yield word[:size]
        yield word[-size:]


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    product = sum(weight * b[gram] for gram, weight in a.items() if gram in b)
    lengths = math.hypot(*a.values()) * math.hypot(*b.values())
    return product / lengths if lengths else 0.0
