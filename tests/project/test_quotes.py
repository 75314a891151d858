"""Quotes of a real project: every passage, voice and attribution against what plain slices and sets give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound
from qualcode.project.project import Project, create_project
from qualcode.project.quotes import STYLES, rendered
from tests.analysis.brute_force import Row
from tests.project.random_studies import CASES, CODERS, CODES, Speech, Study, prepare, stored, studies

BELOW = {"Tema": (0, 1, 2, 3), "Tema > Kategori": (1, 2), "Rot": (4, 5), "Tema > B": (3,)}
TEXT = "I: Hva?\n\nBerit: Altså, «på papiret».\n\nKåre: Ja. 😀\n\nI: Ja?"
# Over letters beyond 16 bits, and from the very end of a turn to the very start of the next.
HARD = Study(
    ("I: 😀?\n\nBerit: 𝕏yz 😀 på.",),
    ({"I": -1, "Berit": 1},),
    (Row(0, 2, 0, 3, 18), Row(0, 2, 1, 14, 18), Row(0, 3, 0, 5, 14)),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with create_project(tmp_path_factory.mktemp("quotes") / "p.qualcode", coder="Ida") as project:
        prepare(project)
        for coder in CODERS:
            project.memos.add("Hei", coder=coder)
        yield project


@pytest.fixture
def interview(project: Project) -> Project:
    """Three passages of one interview, by two people."""
    project.corpus.add("Intervju 1", TEXT, speakers={"I": "interviewer", "Berit": "participant", "Kåre": "participant"})
    project.codebook.add("Rot")
    project.codebook.add("Gren", parent="Rot")
    project.codebook.add("Annet")
    for code, words in (("Gren", "Altså, «på papiret»."), ("Rot", "Ja. 😀"), ("Annet", "Hva?")):
        start = TEXT.index(words)
        project.coding.apply(code, "Intervju 1", start, start + len(words))
    return project


def voices(row: Row, speech: Sequence[Speech]) -> list[Speech]:
    """The turns that share a code point with a coding."""
    covered = set(range(row.start, row.end))
    return [s for s in speech if s.document == row.document and covered & set(range(s.turn.start, s.turn.end))]


def attribution(row: Row, speech: Sequence[Speech]) -> str:
    document, heard = f"Intervju {row.document}", voices(row, speech)
    if not heard:
        return document
    first, last = heard[0].turn.number, heard[-1].turn.number
    called = [name for name in map(role, heard) if name]
    others = [name for name in called if name != "the interviewer"]
    turns = f"turn {first}" if first == last else f"turns {first}–{last}"
    return ", ".join((*dict.fromkeys(others or called), document, turns))


def role(speech: Speech) -> str:
    if speech.case >= 0:
        return "veileder" if speech.case == 1 else CASES[speech.case]
    label = speech.turn.speaker or ""
    return label if label in ("Berit", "Kåre 𝕏") else "the interviewer" if label == "I" else ""


@settings(max_examples=50)
@given(
    study=studies(),
    top=st.sampled_from([None, *BELOW]),
    subtree=st.booleans(),
    coders=st.sampled_from([(), ("Ida",), ("Jon", "Åse")]),
    speakers=st.sampled_from([(), ("Berit",), ("kåre 𝕏", "I")]),
)
@example(study=HARD, top=None, subtree=True, coders=(), speakers=())
def test_quotes_are_the_coded_passages_with_their_voices(
    base: Project, study: Study, top: str | None, subtree: bool, coders: tuple[str, ...], speakers: tuple[str, ...]
) -> None:
    codes = range(len(CODES)) if top is None else BELOW[top] if subtree else BELOW[top][:1]
    with stored(base, study) as speech:
        expected = []
        for row in study.rows:
            heard = voices(row, speech)
            names = [s.turn.speaker for s in heard if s.turn.speaker]
            wanted = not speakers or {name.casefold() for name in names} & set(map(str.casefold, speakers))
            if row.code in codes and (not coders or CODERS[row.coder] in coders) and wanted:
                expected.append((
                    CODES[row.code][0], f"Intervju {row.document}", ", ".join(dict.fromkeys(names)),
                    heard[0].turn.number if heard else None, row.start, row.end,
                    study.texts[row.document][row.start : row.end], attribution(row, speech), CODERS[row.coder],
                ))  # fmt: skip
        found = [
            (q.code, q.document, q.speaker, q.turn, q.start, q.end, q.text, q.attribution, q.coder)
            for q in base.quotes.quotes(
                codes=[top] if top else (), subtree=subtree, coders=coders, speakers=speakers, language="en"
            )
        ]
        order = [path for path, _ in CODES]
        assert found == sorted(expected, key=lambda q: (order.index(q[0]), q[1], q[4], q[5], q[8]))


def test_the_filters_narrow_and_unknown_names_are_refused(interview: Project) -> None:
    quotes = interview.quotes.quotes
    assert [q.code for q in quotes()] == ["Rot", "Rot > Gren", "Annet"]
    assert [q.code for q in quotes(codes=["Rot"])] == ["Rot", "Rot > Gren"]
    assert [q.code for q in quotes(codes=["Rot"], subtree=False)] == ["Rot"]
    assert [q.code for q in quotes(speakers=["KÅRE"])] == ["Rot"]
    assert quotes(documents=["Intervju 1"], coders=["Ida"]) == quotes()
    key = interview.coding.codings(code="Annet")[0].id
    interview.coding.mark_key(key)
    assert [q.coding_id for q in quotes(key_only=True)] == [key]
    for unknown in ({"codes": ["X"]}, {"documents": ["X"]}, {"coders": ["X"]}):
        with pytest.raises(NotFound):
            quotes(**unknown)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="style"):
        quotes(style="apa")


def test_a_speaker_with_a_comma_in_the_name_can_be_asked_for(project: Project) -> None:
    project.corpus.add("Intervju 1", "Berit, leder: Hei du.", speakers={"Berit, leder": "participant"})
    project.codebook.add("A")
    project.coding.apply("A", "Intervju 1", 14, 17)
    assert [q.text for q in project.quotes.quotes(speakers=["Berit, leder"])] == ["Hei"]
    assert project.quotes.quotes(speakers=["Kari"]) == []


def test_the_role_of_a_case_is_printed_unless_its_rule_hides_it(interview: Project) -> None:
    def printed() -> list[str]:
        return [q.attribution for q in interview.quotes.quotes(codes=["Gren"], language="en")]

    assert printed() == ["Berit, Intervju 1, turn 2"]
    [berit] = [s for s in interview.corpus.speakers() if s.label == "Berit"]
    interview.cases.add("Informant 4")
    interview.corpus.link_speaker(berit.id, "Informant 4")
    assert printed() == ["Informant 4, Intervju 1, turn 2"]
    interview.cases.define_attribute("Rolle", export_rule="hide")
    interview.cases.set_attribute("Informant 4", "Rolle", "veileder")
    assert printed() == ["Informant 4, Intervju 1, turn 2"]
    interview.cases.define_attribute("Role")
    interview.cases.set_attribute("Informant 4", "Role", "adviser")
    assert printed() == ["adviser, Intervju 1, turn 2"]


@pytest.mark.parametrize(
    ("language", "where"),
    [
        ("en", ("turns 2–3", "the interviewer, Intervju 1, turn 1")),
        ("nb", ("replikk 2–3", "intervjueren, Intervju 1, replikk 1")),
        ("nn", ("replikk 2–3", "intervjuaren, Intervju 1, replikk 1")),
    ],
)
def test_a_dialogue_keeps_its_turns_apart_and_says_all_of_them(
    interview: Project, language: str, where: tuple[str, str]
) -> None:
    interview.coding.apply("Gren", "Intervju 1", TEXT.index("«på"), TEXT.index("😀") + 1, coder="Jon")
    [dialogue] = interview.quotes.quotes(coders=["Jon"], language=language)
    assert dialogue.rendered == "«Berit: ‘på papiret’.\nKåre: Ja. 😀»"
    assert (dialogue.turn, dialogue.speaker) == (2, "Berit, Kåre")
    assert dialogue.attribution == f"Berit, Kåre, Intervju 1, {where[0]}"
    [question] = interview.quotes.quotes(codes=["Annet"], language=language)
    assert question.attribution == where[1]


def test_an_interviewer_is_not_named_beside_those_who_answer(interview: Project) -> None:
    interview.coding.apply("Gren", "Intervju 1", TEXT.index("Hva"), TEXT.index("«på"), coder="Jon")
    interview.coding.apply("Rot", "Intervju 1", TEXT.index("Ja. "), len(TEXT), coder="Jon")
    kaare, berit = interview.quotes.quotes(coders=["Jon"], language="en", style="block")
    assert kaare.attribution == "Kåre, Intervju 1, turns 3–4"
    assert kaare.rendered == "Kåre: Ja. 😀\nI: Ja?"
    assert berit.attribution == "Berit, Intervju 1, turns 1–2"
    assert berit.rendered == "I: Hva?\nBerit: Altså,"


@pytest.mark.parametrize(
    ("text", "coded", "printed"),
    [
        ("Tittel\n\n[00:01] I: Hva?\n\n[00:02] Berit: Ja.", "Hva? … Ja.", "[00:01] I: Hva?\n[00:02] Berit: Ja."),
        ("I: Hva?\n\nBerit: Ja.", "I: Hva? … Ja.", "I: Hva?\nBerit: Ja."),
        ("I: Hva?\n\nBerit: Ja.", ": Hva? … Ja.", ": Hva?\nBerit: Ja."),
        ("I: Hva?\n\nBerit:\nJa.\n\nI:\nNei.", "Hva? … Nei.", "I: Hva?\nBerit: Ja.\nI: Nei."),
    ],
)
def test_each_turn_of_a_dialogue_has_the_label_that_stands_in_the_text(
    project: Project, text: str, coded: str, printed: str
) -> None:
    document = project.corpus.add("Intervju", text, speakers={"I": "interviewer", "Berit": "participant"})
    assert document.turns > 1
    project.codebook.add("A")
    first, last = coded.split(" … ")
    project.coding.apply("A", "Intervju", text.index(first), text.index(last) + len(last))
    [quote] = project.quotes.quotes(style="block")
    assert quote.rendered == printed


def test_memos_stand_with_their_quotes(interview: Project) -> None:
    [gren] = interview.coding.codings(code="Gren")
    interview.coding.set_memo(gren.id, "første")
    interview.memos.add("andre", coding=gren.id)
    assert [q.memo for q in interview.quotes.quotes(codes=["Rot"])] in (
        ["", "første\n\nandre"],
        ["", "andre\n\nførste"],  # two memos of one second
    )


def test_more_documents_than_are_read_one_by_one(project: Project) -> None:
    project.codebook.add("A")
    with project.action("mange"):
        for number in range(25):
            project.corpus.add(f"Intervju {number:02}", f"Berit: Nummer {number:02}", speakers={"Berit": "participant"})
            project.coding.apply("A", f"Intervju {number:02}", 7, 16)
    assert [(q.text, q.speaker) for q in project.quotes.quotes()] == [(f"Nummer {n:02}", "Berit") for n in range(25)]


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("han sa «nei» til meg", "nb", "«han sa ‘nei’ til meg»"),
        ("han sa “nei” til meg", "nb", "«han sa “nei” til meg»"),
        ("she said “no” «nei»", "en", "“she said ‘no’ «nei»”"),
        ("  to\n\nlinjer\t ", "nn", "«to linjer»"),
        ("han sa «nei»\ntil meg", "block", "han sa «nei» til meg"),
        ("", "nb", "«»"),
    ],
)
def test_a_rendered_quote_is_one_line_in_marks(text: str, style: str, expected: str) -> None:
    assert rendered(text, STYLES[style]) == expected


@given(text=st.text(), style=st.sampled_from(sorted(STYLES)))
def test_a_rendered_quote_keeps_every_word(text: str, style: str) -> None:
    def bare(words: str) -> list[str]:
        return "".join(" " if c in "«»“”‘’" else c for c in words).split()

    shown = rendered(text, STYLES[style])
    assert bare(shown) == bare(text)
    assert "\n" not in shown


@given(turns=st.lists(st.text(), min_size=1, max_size=5), style=st.sampled_from(sorted(STYLES)))
def test_a_rendered_dialogue_has_a_line_for_each_turn_in_which_there_are_words(turns: list[str], style: str) -> None:
    lengths = list(accumulate(map(len, turns)))
    shown = rendered("".join(turns), STYLES[style], lengths[:-1])
    assert len(shown.split("\n")) == max(sum(bool(turn.split()) for turn in turns), 1)
    opening, closing, *_ = STYLES[style]
    alone = (rendered(turn, STYLES[style]).removeprefix(opening).removesuffix(closing) for turn in turns)
    assert shown == opening + "\n".join(filter(None, alone)) + closing
