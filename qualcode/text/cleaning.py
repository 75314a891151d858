"""Cleaning a text without losing any of it: rules propose, sure proposals are made, doubtful ones wait for a person.

A profile names the rules for a kind of text. All rules look at the text as extracted; where two want the same letters,
the one whose rule comes first in `RULES` has them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from qualcode.text.edits import Edit, apply_edits
from qualcode.text.rules.proposals import AT_EDGES, RULES, Findings, Proposal

NO_PROFILE = "none"
DAMAGED_WORD = "damaged word"
_CHARACTERS = ("no-break space", "soft hyphen", "ligature", "digits", "bullet", "wrong decoding", "mixed scripts")
_TRANSCRIPT = (*_CHARACTERS, "indent", "blank lines", "joined line", "line-end hyphen")
_THESIS = (*_TRANSCRIPT, "page break", *AT_EDGES, "footnote", "footnote mark", "table")
PROFILES: dict[str, tuple[str, ...]] = {
    NO_PROFILE: (),
    "transcript": _TRANSCRIPT,
    "thesis": _THESIS,
    "scanned": (*_THESIS, DAMAGED_WORD),
}
_RANK = {rule: rank for rank, rule in enumerate(RULES)}


def look_over(text: str, profile: str, language: str = "nb", pages: Collection[int] = ()) -> Findings:
    """What the rules of a profile find in a text, its proposals in order and none overlapping another.

    `pages` are the offsets where pages begin, as far as the source tells; where it does, every profile takes out what
    they print at their edges.
    """
    rules = PROFILES[profile]
    if not rules:
        return Findings()
    families = list(_families(text, rules, language, pages))
    wanted = {*rules, *AT_EDGES}
    proposals = (proposal for family in families for proposal in family.proposals if proposal.rule in wanted)
    headings = (heading for family in families for heading in family.headings)
    marks = (mark for family in families for mark in family.marks)
    return Findings(tuple(without_overlaps(proposals)), tuple(sorted(set(headings))), tuple(sorted(set(marks))))


def _families(text: str, rules: tuple[str, ...], language: str, pages: Collection[int]) -> Iterator[Findings]:
    """The findings of each family of rules; imported here since the word list behind two of them takes a while."""
    from qualcode.text.lexicon import Lexicon
    from qualcode.text.rules.characters import character_findings
    from qualcode.text.rules.layout import layout_findings
    from qualcode.text.rules.letters import letter_findings

    lexicon = Lexicon.load(language)
    yield layout_findings(text, rules, lexicon.is_word, pages)
    yield Findings(tuple(character_findings(text)))
    if DAMAGED_WORD in rules:
        yield Findings(tuple(letter_findings(text, lexicon)))


def without_overlaps(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals in order of place, those of earlier rules kept where two overlap, and whole places or none."""
    ranked = sorted(proposals, key=lambda proposal: (_RANK[proposal.rule], proposal.start, proposal.end))
    taken: list[tuple[int, int]] = []
    kept: list[Proposal] = []
    dropped: set[int] = set()
    for proposal in ranked:
        if _is_free(taken, proposal.start, proposal.end):
            if proposal.end > proposal.start:
                taken.insert(bisect_right(taken, (proposal.start, proposal.end)), (proposal.start, proposal.end))
            kept.append(proposal)
        elif proposal.place:
            dropped.add(proposal.place)
    return sorted(
        (proposal for proposal in kept if proposal.place not in dropped),
        key=lambda proposal: (proposal.start, proposal.end, proposal.place, _RANK[proposal.rule], proposal.replacement),
    )


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span shares nothing with those taken, which lie in order and apart; an insertion may touch."""
    at = bisect_right(taken, (start, end))
    before_ends = taken[at - 1][1] if at else 0
    return before_ends <= start and (at == len(taken) or end <= taken[at][0])


def counts(proposals: Iterable[Proposal]) -> dict[str, tuple[int, int]]:
    """How many places of each rule are sure and how many wait for a person, in the order of the rules."""
    places = {(proposal.rule, proposal.place or -1 - number): proposal for number, proposal in enumerate(proposals)}
    sure = Counter(rule for (rule, _), proposal in places.items() if proposal.is_sure)
    waiting = Counter(rule for (rule, _), proposal in places.items() if not proposal.is_sure)
    return {rule: (sure[rule], waiting[rule]) for rule in RULES if sure[rule] or waiting[rule]}


class Cleaned:
    """A text with what the rules found in it, and which of their proposals are made.

    `made` holds places: a proposal's own number, or what it shares with those that only make sense together with it.
    """

    def __init__(self, base: str, findings: Findings, made: Collection[int] | None = None) -> None:
        self.base = base
        self.findings = findings
        self.places = [proposal.place or -1 - number for number, proposal in enumerate(findings.proposals)]
        self.made = self._sure() if made is None else frozenset(made)

    def _sure(self) -> frozenset[int]:
        doubtful = {place for place, proposal in self.pairs() if not proposal.is_sure}
        return frozenset(self.places) - doubtful

    def pairs(self) -> Iterator[tuple[int, Proposal]]:
        """Each proposal with its place."""
        return zip(self.places, self.findings.proposals, strict=True)

    @property
    def edits(self) -> list[Edit]:
        """The edits that are made."""
        return [edit_of(proposal) for place, proposal in self.pairs() if place in self.made]

    @property
    def text(self) -> str:
        """The text with the edits made."""
        return apply_edits(self.base, self.edits)

    def with_made(self, made: Collection[int]) -> Cleaned:
        """The same findings with other places made."""
        return Cleaned(self.base, self.findings, made)


def clean(text: str, profile: str, language: str = "nb", pages: Collection[int] = ()) -> Cleaned:
    """Look a text over by a profile and make what is sure."""
    return Cleaned(text, look_over(text, profile, language, pages))


def edit_of(proposal: Proposal) -> Edit:
    """What a proposal does to the text."""
    return Edit(proposal.start, proposal.end, proposal.replacement, proposal.rule)
