"""A corrected version of the file that a document came from, and what stays of all that was done to the old one.

A file with the words that were extracted becomes what was extracted: repairs, decisions and corrections go along where
it left their words alone, and elsewhere the rules look again. A file with the words that repairs made is the cleaned
text, corrected by somebody, and what differs are edits of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.project.intake import DECLINED, MADE, PROPOSED, REPAIR
from qualcode.project.records import CorrectedFile, first_words
from qualcode.project.stored_edits import BY_HAND, CORRECTED, State, Stored, Taken, edited, numbered, ranked
from qualcode.text.cleaning import NO_PROFILE, PROFILES, clean
from qualcode.text.difference import differences
from qualcode.text.edits import Edit, OffsetMap, apply_edits, inverted
from qualcode.text.reading import Extracted, base_text
from qualcode.text.rules.proposals import AT_EDGES, THRESHOLDS
from qualcode.text.source import page_starts
from qualcode.text.units import count_words
from qualcode.wording import tr

_MOST_OTHERS = 70
_FEW_WORDS = 20


@dataclass(frozen=True, slots=True)
class Correction:
    """What a document becomes: what was extracted, the edits of that, and the steps from the old text to the new.

    `edits` that stay have their ids, new ones have none; `lost` are corrections that have no place any more.
    """

    state: State
    raw: str
    text: str
    edits: Sequence[Stored]
    steps: Sequence[Edit]
    lost: Sequence[Stored] = ()

    @property
    def gone(self) -> list[Stored]:
        """The edits that do not stay."""
        kept = {stored.id for stored in self.edits}
        return [stored for stored in self.state.edits if stored.id not in kept]

    @property
    def changes_nothing(self) -> bool:
        """Whether the file is the one that the document came from, or its text as it is now."""
        return self.text == self.state.text and self.raw == self.state.raw

    @property
    def words(self) -> int:
        """How many words of the text are other ones."""
        return _changed_words(self.state.text, self.text, self.steps)

    @property
    def other_share(self) -> int:
        """How many words of a hundred are other ones; of two interviews by the same person it is more than ninety."""
        return min(100 * self.words // max(count_words(self.state.text), count_words(self.text), 1), 100)

    @property
    def is_another_text(self) -> bool:
        """Whether so much is different that it will be the wrong file."""
        return self.other_share > _MOST_OTHERS and self.words > _FEW_WORDS


def correction(state: State, source: Extracted) -> Correction:
    """What becomes of a text by a corrected version of its file."""
    base = base_text(source.raw)
    of_base = differences(state.base, base)
    of_text = differences(state.text, base, CORRECTED)
    made = [stored.edit for stored in state.made]
    before, after = _left_alone(made, of_base), _left_alone(inverted(state.base, made), of_text)
    if (after, -_size(of_text)) > (before, -_size(of_base)):
        return Correction(state, state.raw, base, edited(state, of_text), of_text)
    return _of_what_was_extracted(state, source, base, of_base)


def is_by_hand(stored: Stored) -> bool:
    """Whether a person wrote it, in the workbench or in a file."""
    return stored.edit.rule in (BY_HAND, CORRECTED)


def is_decision(stored: Stored) -> bool:
    """Whether a person said otherwise than the rules: took a sure repair back, or made or declined a doubtful one."""
    is_sure = stored.confidence >= THRESHOLDS.get(stored.edit.rule, 0)
    return not is_by_hand(stored) and (stored.status == DECLINED or (stored.status == MADE and not is_sure))


def _left_alone(places: Iterable[Edit], steps: Sequence[Edit]) -> int:
    """How many of the places that edits changed look in the file as they do in the text that the steps begin from."""
    changed, moved = Taken(steps), OffsetMap(steps)
    return sum(
        not changed.meets(start, end) and (start < end or moved.opening(start) == moved.closing(start))
        for start, end, _, _ in places
    )


def _size(steps: Iterable[Edit]) -> int:
    return sum(step.end - step.start + len(step.replacement) for step in steps)


def _of_what_was_extracted(state: State, source: Extracted, base: str, steps: Sequence[Edit]) -> Correction:
    kept = _carried(state, base, steps)
    edits = ranked([*kept, *_mended(state, base, page_starts(source.marks), steps, kept)])
    text = apply_edits(base, [stored.edit for stored in edits if stored.status == MADE])
    there = {stored.id for stored in kept}
    lost = [s for s in state.edits if s.id not in there and is_by_hand(s) and not _is_there(state, base, steps, s.edit)]
    return Correction(state, source.raw, text, edits, differences(state.text, text, CORRECTED), lost)


# ── edits that go along ──────────────────────────────────────────────────────────────────────────────────────────────


def _carried(state: State, base: str, steps: Sequence[Edit]) -> list[Stored]:
    """The edits whose words the file left alone, where these stand in it; those that belong together all or none."""
    changed, places = Taken(steps), OffsetMap(steps)
    kept: list[Stored] = []
    broken: set[int] = set()
    for stored in state.edits:
        start, end = _with_its_word(state.base, stored.edit)
        at, until = places.opening(stored.edit.start), places.closing(stored.edit.end)
        if changed.meets(start, end) or at > until or _is_longer(base, places.opening(start), places.closing(end)):
            broken.add(stored.place)
        else:
            kept.append(replace(stored, edit=stored.edit._replace(start=at, end=until)))
    return [stored for stored in kept if not stored.place or stored.place not in broken]


def _with_its_word(text: str, edit: Edit) -> tuple[int, int]:
    """The span of an edit, with the rest of the word that it begins or ends in."""
    start, end = edit.start, edit.end
    while _is_within_word(text, start):
        start -= 1
    while _is_within_word(text, end):
        end += 1
    return start, end


def _in_words(text: str, edit: Edit) -> tuple[str, str]:
    """What stands where an edit is, in whole words, and what it makes of that."""
    start, end = _with_its_word(text, edit)
    return text[start:end], text[start : edit.start] + edit.replacement + text[edit.end : end]


def _is_within_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()


def _is_longer(text: str, start: int, end: int) -> bool:
    """Whether what stood at whole words is now a part of longer ones."""
    return start < end and (_is_within_word(text, start) or _is_within_word(text, end))


def _is_there(state: State, base: str, steps: Sequence[Edit], edit: Edit) -> bool:
    """Whether the file says itself what an edit made of the old one."""
    start, end = _with_its_word(state.base, edit)
    places = OffsetMap(steps)
    return base[places.closing(start) : places.opening(end)] == _in_words(state.base, edit)[1]


# ── where the rules look again ───────────────────────────────────────────────────────────────────────────────────────


def _mended(
    state: State, base: str, pages: Sequence[int], steps: Sequence[Edit], kept: Sequence[Stored]
) -> Iterator[Stored]:
    """What the rules find in the lines that the file changed, but for what edits hold that go along."""
    profile, only = _rules_of(state, pages)
    if not steps or profile == NO_PROFILE:
        return
    cleaned = clean(base, profile, state.document.language, pages)
    held, lines = Taken(stored.edit for stored in kept), Taken(_lines(base, steps))
    near = {
        key for key, proposal in cleaned.pairs()
        if proposal.rule in only and lines.meets(proposal.start, proposal.end)
    }  # fmt: skip
    clashing = {key for key, proposal in cleaned.pairs() if held.meets(proposal.start, proposal.end)}
    left_out = {key for key, _ in cleaned.pairs()} - (near - clashing)
    yield from numbered(cleaned, left_out, kept)


def _rules_of(state: State, pages: Sequence[int]) -> tuple[str, set[str]]:
    """The narrowest profile that has all rules that were used on a text, and what is to be used of it."""
    used = {stored.edit.rule for stored in state.edits}.intersection(THRESHOLDS)
    if used == {REPAIR}:  # on reading, without a profile
        return "transcript", used
    telling = used.difference(AT_EDGES) if pages else used
    profile = next(name for name, rules in PROFILES.items() if telling <= set(rules) and bool(rules) == bool(used))
    return profile, {*PROFILES[profile], *AT_EDGES}


def _lines(text: str, steps: Sequence[Edit]) -> list[Edit]:
    """The lines of the new text in which steps were taken, with the line ends on both sides."""
    places = OffsetMap(steps)
    lines: list[Edit] = []
    for step in steps:
        start, end = max(0, text.rfind("\n", 0, places.closing(step.start))), text.find("\n", places.opening(step.end))
        end = len(text) if end < 0 else end + 1
        if lines and start < lines[-1].end:
            start, end = lines[-1].start, max(end, lines.pop().end)
        lines.append(Edit(start, end, ""))
    return lines


# ── in numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def counted(correction: Correction, changed: int, orphaned: int) -> CorrectedFile:
    """A correction in numbers; it cannot know itself how many codings it changes and how many lose their words."""
    kept = [stored for stored in correction.edits if stored.id]
    new = [stored for stored in correction.edits if not stored.id and not is_by_hand(stored)]
    return CorrectedFile(
        words=correction.words,
        repairs=sum(stored.status == MADE and not is_by_hand(stored) for stored in kept),
        mended=sum(stored.status == MADE for stored in new),
        waiting=sum(stored.status == PROPOSED for stored in new),
        gone=sum(stored.status == MADE and not is_by_hand(stored) for stored in correction.gone),
        decisions=sum(map(is_decision, kept)),
        decisions_lost=sum(map(is_decision, correction.gone)),
        by_hand=sum(map(is_by_hand, kept)),
        by_hand_lost=tuple(_in_words(correction.state.base, stored.edit) for stored in correction.lost),
        changed=changed,
        orphaned=orphaned,
    )


def in_words(numbers: CorrectedFile) -> Iterator[str]:
    """What of the work on the old file stays with the new one, in lines; those that would say nothing are left out."""
    yield tr("Words changed: {count}", count=numbers.words)
    if numbers.repairs or numbers.mended or numbers.waiting or numbers.gone:
        yield tr(
            "Repairs kept: {kept} · gone with their words: {gone} · new: {mended}, waiting: {waiting}",
            kept=numbers.repairs,
            gone=numbers.gone,
            mended=numbers.mended,
            waiting=numbers.waiting,
        )
    if numbers.decisions or numbers.decisions_lost:
        yield tr(
            "Your decisions on repairs kept: {kept} · gone with their words: {gone}",
            kept=numbers.decisions,
            gone=numbers.decisions_lost,
        )
    if numbers.by_hand or numbers.by_hand_lost:
        kept, lost = numbers.by_hand, len(numbers.by_hand_lost)
        yield tr("Corrections by hand kept: {kept} · lost: {lost}", kept=kept, lost=lost)
    for before, after in numbers.by_hand_lost:
        yield tr("lost: «{before}» → «{after}»", before=first_words(before), after=first_words(after))


def _changed_words(old: str, new: str, steps: Sequence[Edit]) -> int:
    """How many words are other ones: of what was changed in one place, the larger number of the two."""
    places, total, last = OffsetMap(steps), 0, -1
    for step in steps:
        start, end = _with_its_word(old, step)
        if step.start < last:
            continue
        last = end
        at, until = places.closing(start), places.opening(end)
        total += max(count_words(old[start:end]), count_words(new[at:until]))
    return total
