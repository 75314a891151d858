"""What cleaning rules hand over: changes they propose, the headings they saw, and structure they recognised.

Every proposal is a span of the text as extracted, never of another rule's output, so that each can be taken back alone.
"""

from __future__ import annotations

from typing import NamedTuple

from qualcode.text.source import Mark

# The rules by name, and how sure a proposal must be to be made without asking; docs/cleaning.md says how they were set.
THRESHOLDS = {
    "page number": 0.9,
    "running head": 0.9,
    "page break": 0.9,
    "footnote": 0.9,
    "footnote mark": 0.9,
    "table": 0.9,
    "line-end hyphen": 0.9,
    "joined line": 0.9,
    "indent": 0.9,
    "blank lines": 0.9,
    "no-break space": 0.9,
    "soft hyphen": 0.9,
    "ligature": 0.9,
    "digits": 0.9,
    "bullet": 0.9,
    "wrong decoding": 0.9,
    "mixed scripts": 0.9,
    "damaged word": 0.9,
}
RULES = tuple(THRESHOLDS)
# Where it is known where pages begin, every profile takes these out.
AT_EDGES = ("page number", "running head")


class Proposal(NamedTuple):
    """The code points `start`–`end` of the text would be replaced; `confidence` is from 0 to 1.

    Proposals that only make sense together (a footnote taken out here and put in there) share a `place` above 0.
    """

    start: int
    end: int
    replacement: str
    rule: str
    confidence: float
    place: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it is made at once, instead of waiting for a person."""
        return self.confidence >= THRESHOLDS[self.rule]


class HeadingFound(NamedTuple):
    """A line that looks like a heading, with its level from 1."""

    start: int
    end: int
    level: int
    title: str


class Findings(NamedTuple):
    """All that a family of rules found in a text."""

    proposals: tuple[Proposal, ...] = ()
    headings: tuple[HeadingFound, ...] = ()
    marks: tuple[Mark, ...] = ()
