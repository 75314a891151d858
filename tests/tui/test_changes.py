"""The pure parts under editing: changes as rows, repairs by rule, words to replace, looks of a text."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.project.records import Coding, Document, Section, StructureMark, TouchedCoding
from qualcode.tui.screens.edit_text import BREAKING, StandIns
from qualcode.tui.screens.sections import section_at, section_line, within_excluded
from qualcode.tui.screens.touched_codings import told
from qualcode.tui.widgets.change_list import Change, Shown, change_lines, in_context, joined, letters_changed
from qualcode.tui.widgets.reader_tones import Tone, Tones, structure_tones
from qualcode.tui.widgets.repair_places import RepairPlace, Review
from qualcode.tui.widgets.word_places import Coded, Wanted, consequence, word_places

SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).filter(lambda span: span[0] < span[1])
TEXT = "Veilederen er usikker.\nHun bruker skjgnn hver dag."


# ── changes as rows ──────────────────────────────────────────────────────────────────────────────────────────────────


def marked(side: Shown) -> list[str]:
    """The words that stand out."""
    return [side.text[start:end] for start, end in side.marks]


def test_the_letters_that_change_stand_out_in_their_context() -> None:
    start = TEXT.index("skjgnn")
    before, after = in_context(TEXT, [(start, start + 6, "skjønn")], 12)
    assert before.text == "Hun bruker skjgnn hver dag."
    assert after.text == "Hun bruker skjønn hver dag."
    assert (marked(before), marked(after)) == (["g"], ["ø"])


def test_a_line_break_that_goes_is_shown_by_a_sign() -> None:
    place = TEXT.index("\n")
    before, after = in_context(TEXT, [(place, place + 1, " ")], 60)
    assert before.text == "Veilederen er usikker.↵Hun bruker skjgnn hver dag."
    assert after.text == "Veilederen er usikker. Hun bruker skjgnn hver dag."
    assert marked(before) == ["↵"]


def test_pieces_that_belong_together_stand_after_each_other() -> None:
    before, _ = in_context("en to tre fire fem seks", [(3, 5, ""), (15, 18, "FEM")], 4)
    assert before.text.count("…") == 1
    assert marked(before) == ["to", "fem"]


def test_a_long_piece_is_shortened() -> None:
    old, new = letters_changed("a" * 5_000, "")
    assert len(joined(old).text) < 300
    assert joined(new).text == ""


@given(st.text("abæø \n\t\x1b", max_size=30), st.text("abæø \n\t\x1b", max_size=30))
def test_what_is_not_marked_is_the_same_on_both_sides(old: str, new: str) -> None:
    befores, afters = letters_changed(old, new)
    assert [part for part, is_other in befores if not is_other] == [part for part, is_other in afters if not is_other]
    assert "\x1b" not in joined(befores).text + joined(afters).text


@given(st.text("ab漢ø ", max_size=200), st.text("ab漢ø ", max_size=200), SPANS, st.integers(20, 140), st.booleans())
@example("a" * 40 + " b", "a", [40, 41], 36, False)
def test_no_row_is_wider_than_the_list_and_no_mark_lies_beside_its_row(
    old: str, new: str, span: list[int], width: int, beside: bool
) -> None:
    marks = ((span[0], min(span[1], len(old))),) if span[0] < len(old) else ()
    for row in change_lines(Change("[x]", "98 %", Shown(old, marks), Shown(new)), width, beside=beside):
        assert cell_len(row.text) <= width
        assert all(0 <= start < end <= len(row.text) for start, end in row.marks)


def test_two_texts_stand_beside_or_below_each_other() -> None:
    change = Change("[x]", "", Shown("sa"), Shown("så", ((1, 2),)))
    wide, narrow = change_lines(change, 80, beside=True), change_lines(change, 40, beside=False)
    assert [row.text.split() for row in wide[1:-1]] == [["sa", "│", "så"]]
    assert [row.text for row in narrow[1:-1]] == ["− sa", "+ så"]
    start, end = wide[1].marks[0]
    assert wide[1].text[start:end] == "å"


# ── repairs ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def places(*wanted: tuple[str, str]) -> Review:
    """A review of so many places, each (rule, status)."""
    return Review(
        [
            RepairPlace(0, "Notat", TEXT, ((number, number + 1, "x"),), rule, 0.9, status, (number,))
            for number, (rule, status) in enumerate(wanted)
        ]
    )


MIXED = (
    ("damaged word", "made"),
    ("damaged word", "proposed"),
    ("joined line", "made"),
    ("damaged word", "declined"),
    ("joined line", "proposed"),
    ("by hand", "made"),
)


def test_rules_come_in_their_order_and_hands_last() -> None:
    review = places(*MIXED)
    assert list(review.by_rule) == ["joined line", "damaged word", "by hand"]
    assert review.counts("damaged word") == (1, 1)


def test_a_decision_turned_back_is_none() -> None:
    review = places(*MIXED)
    review.turn(0)
    assert review.status(0) == "declined"
    assert [place.keys for place in review.decided("declined")] == [(0,)]
    review.turn(0)
    assert not review.is_touched


def test_all_of_a_rule_are_decided_and_only_the_others_count_as_decided() -> None:
    review = places(*MIXED)
    review.decide_all("damaged word", True)
    assert review.counts("damaged word") == (3, 0)
    assert [place.keys for place in review.decided("made")] == [(1,), (3,)]
    assert review.made_in(0) == {0, 1, 2, 3, 5}


def test_the_next_that_waits_is_found_over_the_rules_both_ways() -> None:
    review = places(*MIXED)
    assert review.next_waiting("joined line", -1, 1) == ("joined line", 1)
    assert review.next_waiting("joined line", 1, 1) == ("damaged word", 1)
    assert review.next_waiting("damaged word", 1, 1) is None
    assert review.next_waiting("by hand", 0, -1) == ("damaged word", 1)
    assert review.next_waiting("damaged word", 1, -1) == ("joined line", 1)
    assert review.next_waiting("joined line", 1, -1) is None


# ── words to replace ─────────────────────────────────────────────────────────────────────────────────────────────────


DOCUMENT = Document("d", "D", "interview", "verbatim", "nb", 3, 9, 0, 0, 0, "", "", "")


def coding(id_: str, start: int, end: int) -> Coding:
    """A coding of a span."""
    return Coding(id_, "d", "d", start, end, "c", "c", "Ida", "", None, "", False)


@given(st.lists(SPANS, max_size=12), SPANS)
def test_the_codings_of_a_place_are_those_that_share_a_letter_with_it(spans: list[list[int]], place: list[int]) -> None:
    coded = Coded(coding(str(number), *span) for number, span in enumerate(spans))
    shared = {str(n) for n, (start, end) in enumerate(spans) if start < place[1] and place[0] < end}
    assert set(coded.at(*place)) == shared


def test_words_are_found_as_they_are_asked_for() -> None:
    text = "Kari og KARI, Karin (Kari)."

    def found(**how: bool) -> list[int]:
        return [place.start for place in word_places(DOCUMENT, text, Wanted("Kari", "Anne", **how), ())]

    assert found() == [0, 8, 14, 21]
    assert found(same_case=True) == [0, 14, 21]
    assert found(whole_words=True, same_case=True) == [0, 21]
    assert word_places(DOCUMENT, text, Wanted("", "Anne"), ()) == []
    assert word_places(DOCUMENT, text, Wanted("(Kari)", "(Kari)"), ()) == [], "nothing would change"


def test_the_consequence_leaves_out_what_is_left_out() -> None:
    found = word_places(DOCUMENT, "ja ja nei", Wanted("ja", "jo"), [coding("1", 0, 5), coding("2", 3, 9)])
    assert consequence(found, ()) == (2, 1, 2)
    assert consequence(found, {1}) == (1, 1, 1)
    assert consequence(found, {0, 1}) == (0, 0, 0)


# ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(
    st.lists(st.builds(lambda span, style: Tone(span[0], span[1], style), SPANS, st.sampled_from("abc")), max_size=10),
    SPANS,
)
def test_every_letter_has_the_styles_that_lie_over_it(tones: list[Tone], row: list[int]) -> None:
    cuts = Tones.of(tones).within(*row)
    now: tuple[str, ...] = ()
    for offset in range(*row):
        now = cuts.get(offset, now)
        assert set(now) == {tone.style for tone in tones if tone.start <= offset < tone.end}
    assert all(row[0] <= cut < row[1] for cut in cuts)


def test_headings_italics_and_what_is_left_out_have_their_looks() -> None:
    text = "# Funn\n\nDet *var* slik.\n"
    sections = [Section("1", "d", "Funn", 1, 0, len(text), True)]
    marks = [StructureMark("2", "d", "italic", 12, 17, ""), StructureMark("3", "d", "page", 12, 12, "4")]
    tones = structure_tones(text, sections, marks)
    assert tones.within(0, 6) == {0: ("excluded", "heading")}
    assert tones.within(8, 24) == {8: ("excluded",), 12: ("excluded", "italic"), 17: ("excluded",)}


def test_a_passage_made_a_section_by_hand_has_no_heading() -> None:
    text = "Vi spurte folk om dette.\n"
    tones = structure_tones(text, [Section("1", "d", "Litteratur", 1, 0, len(text), False)], [])
    assert tones == Tones()


# ── sections, and the area a text is written in ──────────────────────────────────────────────────────────────────────

SECTIONS = [
    Section("1", "d", "Innledning", 1, 0, 100, False),
    Section("2", "d", "Vedlegg", 1, 100, 300, True),
    Section("3", "d", "Guide", 2, 150, 200, False),
    Section("4", "d", "Etterord", 1, 300, 400, False),
]


def test_the_innermost_section_is_stood_on() -> None:
    assert [section_at(SECTIONS, offset) for offset in (0, 99, 160, 250, 399, 400)] == [0, 0, 2, 1, 3, 0]


def test_what_lies_in_a_section_left_out_is_left_out() -> None:
    assert within_excluded(SECTIONS) == {"2", "3"}
    assert section_line(SECTIONS[2], 7, True, 60).startswith("  Guide ")
    assert cell_len(section_line(SECTIONS[1], 7, True, 60)) == 60


@given(st.text(st.sampled_from("aæ\n\t" + BREAKING + "\U00100000\U00100009\U0010fffd"), max_size=60))
def test_stand_ins_lead_back_and_break_no_line(text: str) -> None:
    stand_ins = StandIns(text)
    hidden = stand_ins.hide(text)
    assert stand_ins.show(hidden) == text
    assert len(hidden.splitlines()) == len(hidden.removesuffix("\n").split("\n")) or not hidden


def test_what_an_edit_did_is_told_in_numbers() -> None:
    def touched(status: str) -> TouchedCoding:
        return TouchedCoding("1", "d", "D", "c", "Ida", 0, 0, "før", "", status)

    assert told([]) == ""
    assert told([touched("changed"), touched("changed"), touched("orphaned")]).count(",") == 1
    assert told([touched("orphaned")]).count(",") == 0
