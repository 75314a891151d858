"""Page numbers and running heads where it is known where pages begin."""

from __future__ import annotations

import pytest

from qualcode.text.cleaning import clean
from qualcode.text.rules.lines import read_sheet
from qualcode.text.rules.page_edges import PageEdges, page_spans

LINES = [f"Dette er linje nummer {word} på en side som ingen annen side har maken til" for word in "abcdefghijkl"]


def body(page: int) -> list[str]:
    """The lines of a page's own text."""
    return [f"{line} fra ark {'x' * (page + 1)}." for line in LINES]


def laid_out(*pages: list[str]) -> tuple[str, list[int]]:
    """A text of pages, as the reader of pdf gives it, and where they begin."""
    text, starts = "", []
    for page in pages:
        starts.append(len(text))
        text += "\n".join(page) + "\n\n"
    return text, starts


def found(*pages: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    """The page numbers and the heads of some pages, by what they say."""
    text, starts = laid_out(*pages)
    sheet = read_sheet(text)
    edges = PageEdges(sheet, page_spans(sheet, starts), {}, ())
    return (
        {sheet.words(line): sure for line, sure in edges.numbers.items()},
        {sheet.words(line): sure for line, sure in edges.heads.items()},
    )


def test_pages_are_told_by_their_starts_or_by_form_feeds() -> None:
    sheet = read_sheet("en\nto\n\ntre\n")
    assert page_spans(sheet, [0, 7]) == {0: range(0, 2), 1: range(2, 3)}
    assert page_spans(sheet, [0, 7, 7]) == {0: range(0, 2), 2: range(2, 3)}, "an empty page counts"
    assert page_spans(read_sheet("en\nto\n\ftre\n\f"), []) == {0: range(0, 2), 1: range(2, 3)}


@pytest.mark.parametrize("starts", [[], [0], [0, 4], [0, 99]], ids=["none", "one", "within a line", "after the text"])
def test_one_page_has_no_edges_to_compare(starts: list[int]) -> None:
    assert page_spans(read_sheet("en\nto\ntre\n"), starts) == {}


def test_two_numbers_in_a_row_at_page_edges_are_page_numbers() -> None:
    assert found([*body(0), "7"], [*body(1), "8"])[0] == {"7": 0.98, "8": 0.98}
    assert found(["Side 1 av 2", *body(0)], ["Side 2 av 2", *body(1)])[0] == {"Side 1 av 2": 0.98, "Side 2 av 2": 0.98}


@pytest.mark.parametrize(("first", "second"), [("7", "9"), ("8", "7"), ("2024", "2024"), ("1.", "2.")])
def test_numbers_that_do_not_keep_pace_with_the_pages_are_none(first: str, second: str) -> None:
    assert found([*body(0), first], [*body(1), second])[0] == {}


def test_numbers_keep_pace_over_an_empty_page_though_it_has_none() -> None:
    numbers = found([*body(0), "7"], [*body(1), "8"], [], [*body(3), "10"])[0]
    assert set(numbers) == {"7", "8", "10"}


def test_a_line_that_is_outermost_on_most_pages_is_a_head_and_so_is_the_next_one_then() -> None:
    pages = [["Elver og folk", "Utkast", *body(page), "fortrolig", str(page + 3)] for page in range(4)]
    pages[0] = body(0)
    numbers, heads = found(*pages)
    assert set(numbers) == {"4", "5", "6"}
    assert heads == {"Elver og folk": 0.95, "Utkast": 0.7, "fortrolig": 0.95}


@pytest.mark.parametrize("count", [6, 7])
def test_left_and_right_pages_may_have_heads_of_their_own(count: int) -> None:
    pages = [[("Kari Lie", "Elver og folk")[page % 2], *body(page)] for page in range(count)]
    assert found(*pages)[1] == {"Kari Lie": 0.95, "Elver og folk": 0.95}


def test_the_head_of_a_chapter_waits_unless_it_breaks_sentences() -> None:
    pages = [[*(["Elver og folk"] if page in (2, 3, 4) else []), *body(page)] for page in range(9)]
    assert found(*pages)[1] == {"Elver og folk": 0.7}
    for page in (2, 3, 4):
        pages[page - 1][-1] = pages[page - 1][-1].rstrip(".") + " og"
        pages[page][1] = f"så {pages[page][1]}"
    assert found(*pages)[1] == {"Elver og folk": 0.95}


@pytest.mark.parametrize("form", ["Elver og folk\t{}", "{} | Elver og folk", "Elver og folk – side {} av 9"])
def test_a_head_may_carry_the_number_of_its_page(form: str) -> None:
    heads = found(*([form.format(page + 5), *body(page)] for page in range(3)))[1]
    assert heads == {form.format(number): 0.95 for number in (5, 6, 7)}


@pytest.mark.parametrize("title", ["Kapittel {}", "Svar fra respondent {}"])
def test_a_title_with_a_number_on_every_page_waits(title: str) -> None:
    heads = found(*([title.format(page + 1), *body(page)] for page in range(4)))[1]
    assert set(heads.values()) == {0.7}


def test_the_last_answer_of_respondents_with_a_page_each_waits() -> None:
    pages = [[*body(page), "Vil du vite mer?", "Nei takk"] for page in range(4)]
    assert found(*pages)[1] == {"Vil du vite mer?": 0.7, "Nei takk": 0.7}


def test_a_question_on_top_of_every_page_waits() -> None:
    assert found(*(["Hva heter du?", *body(page)] for page in range(4)))[1] == {"Hva heter du?": 0.7}


def test_of_a_form_that_comes_back_on_every_page_only_its_first_line_goes() -> None:
    form = ["Skjema", "Hva heter du?", "Navn", "Alder"]
    assert found(*([*form, *body(page)] for page in range(4)))[1] == {"Skjema": 0.95, "Hva heter du?": 0.7}


def test_a_line_that_stands_inside_pages_more_often_is_no_head() -> None:
    pages = [["Vet ikke", *body(page), "Vet ikke", *body(page), "Vet ikke", *body(page)] for page in range(4)]
    assert found(*pages)[1] == {}


def test_a_line_at_the_edges_of_two_pages_of_many_is_no_head() -> None:
    assert found(*([*(["Vet ikke"] if page in (1, 2) else []), *body(page)] for page in range(6)))[1] == {}


def test_what_other_evidence_found_waits_away_from_the_edges_and_is_dropped_where_a_page_has_it_twice() -> None:
    twice = ["to ganger", "to ganger"]
    text, starts = laid_out(*(["Topp", *body(page), "en gang", *twice, *body(page)] for page in range(4)))
    sheet = read_sheet(text)
    edges = PageEdges(sheet, page_spans(sheet, starts), {}, ())
    other = {index: 0.95 for index in range(len(sheet.lines)) if sheet.words(index) in ("Topp", "en gang", *twice)}
    assert {sheet.words(line): sure for line, sure in edges.corrected(other).items()} == {"Topp": 0.95, "en gang": 0.7}


# ── cleaned ──────────────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = "Intervju 7 – fortrolig"
ASKED, TOLD = "I: Kan du si litt mer om det?", "B: Det var ikke så mye å si om det, synes jeg nå."


@pytest.mark.parametrize("profile", ["transcript", "thesis", "scanned"])
def test_every_profile_takes_the_head_off_an_interview_whose_pages_are_known(profile: str) -> None:
    pages = [[HEAD, "", ASKED, "", TOLD, "", ASKED, "", f"{TOLD} {'Ja. ' * page}"] for page in range(5)]
    text, starts = laid_out(*pages)
    cleaned = clean(text, profile, pages=starts)
    assert HEAD not in cleaned.text
    assert cleaned.text.count(ASKED) == 10
    assert cleaned.text.startswith("I: ")
    assert HEAD in clean(text, profile, pages=()).text, "no page is known, and no sentence is broken"


@pytest.mark.parametrize("turn", [ASKED, "I: Ja, akkurat"])
def test_words_that_open_page_after_page_are_a_turn_and_no_head(turn: str) -> None:
    text, starts = laid_out(*([turn, "", f"{TOLD} {'Ja. ' * page}"] for page in range(5)))
    cleaned = clean(text, "thesis", pages=starts)
    assert "running head" not in {change.rule for change in cleaned.findings.proposals}
    assert cleaned.text.count(turn) == 5


def test_paragraphs_that_are_all_alike_lose_their_head_and_nothing_else() -> None:
    paragraph = [
        "Garnene i dalen ble bøtt av dem som bodde der den gangen,",
        "og mange av dem fortalte oss om det da vi kom for å spørre,",
        "men ikke alle husket hvordan det var før veien ble bygd.",
    ]
    pages = [["Elver og folk", "", *(line for _ in range(5) for line in [*paragraph, ""])] for _ in range(4)]
    text, starts = laid_out(*pages)
    cleaned = clean(text, "scanned", pages=starts)
    assert cleaned.text.count(" ".join(paragraph)) == 20
    assert "Elver og folk" not in cleaned.text


def test_in_two_pages_the_numbers_go_and_a_line_that_may_be_a_head_waits() -> None:
    text, starts = laid_out(["Årsmelding", "", *body(0), "7"], ["Årsmelding", "", *body(1), "8"])
    cleaned = clean(text, "thesis", pages=starts)
    rules = [(change.rule, change.is_sure) for change in cleaned.findings.proposals if "line" not in change.rule]
    assert rules == [("running head", False), ("page number", True), ("running head", False), ("page number", True)]
    assert cleaned.text.count("Årsmelding") == 2
    everything = cleaned.with_made(set(cleaned.places)).text
    assert "Årsmelding" not in everything
    assert "7" not in everything
    assert everything.startswith(body(0)[0])


def test_a_number_away_from_the_edges_of_its_page_waits() -> None:
    pages = [[*body(page), "", str(page + 4), "", *body(page)] for page in range(4)]
    text, starts = laid_out(*pages)
    assert all(number in clean(text, "thesis", pages=starts).text for number in "4567")
    assert not any(f"\n{number}\n" in clean(text, "thesis").text for number in "4567"), "no page is known"
