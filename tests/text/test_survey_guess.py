"""The guess at what a survey's columns are, on headers and values as the platforms write them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.survey_guess import guess_mapping, ordered_choices
from qualcode.text.surveys import Column, SurveyMapping, check_mapping, folded, survey_table

LONG = (
    "Det viktigste for meg er at noen hører på det jeg sier",
    "Jeg trenger mer tid til å finne ut hva jeg vil",
    "At veilederen min ikke byttes ut hver gang jeg kommer",
    "Vet ikke helt, men skjemaene er vanskelige å forstå",
)


def guessed(header: str, *cells: str) -> Column:
    """What a column is taken for, beside an id."""
    rows = [["Respondent", header], *([f"R{n}", cell] for n, cell in enumerate(cells))]
    table = survey_table(rows)
    return guess_mapping(table.header, table.rows).columns[1]


def identity(header: list[str], *rows: list[str]) -> str | None:
    """The header of the column taken for the id."""
    found = guess_mapping(header, rows).with_role("id")
    return found[0].header if found else None


@pytest.mark.parametrize(
    ("header", "cells", "type"),
    [
        ("Kjønn", ("Kvinne", "Mann", "Kvinne", "Kvinne"), "text"),
        ("Alder", ("34", "28", "51", ""), "integer"),
        ("Stillingsprosent", ("100", "62,5", "80"), "number"),
        ("Sist på kurs", ("03.05.2025", "2025-04-01"), "date"),
        ("Fullført", ("Ja", "nei", "Ja"), "skipped"),
        ("Har du fullført?", ("Ja", "nei", "Ja"), "yes/no"),
        ("Postnummer", ("0150", "5003", "9010"), "text"),
        ("Yrke", ("Lærer", "Rektor", "Vaktmester", "Renholder"), "text"),
        ("Hjelpemidler", ("Helse;Skole;", "Skole;", "Helse;", "Helse;Skole;"), "text"),
    ],
)
def test_short_values_are_attributes_of_a_type(header: str, cells: tuple[str, ...], type: str) -> None:
    column = guessed(header, *cells)
    assert (column.role if type == "skipped" else column.type) == type


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (("Enig", "Helt uenig", "Vet ikke", "Helt enig"), ("Helt uenig", "Enig", "Helt enig", "Vet ikke")),
        (("3", "1", "Vet ikke", "2"), ("1", "2", "3", "Vet ikke")),
        (("samd", "Heilt usamd", "usamd"), ("Heilt usamd", "usamd", "samd")),
        (("Svært fornøyd", "misfornøyd", "Fornøyd"), ("misfornøyd", "Fornøyd", "Svært fornøyd")),
        (("I stor grad", "I svært liten grad", "I noen grad"), ("I svært liten grad", "I noen grad", "I stor grad")),
        (("Ofte", "Aldri", "Av og til"), ("Aldri", "Av og til", "Ofte")),
        (("Agree", "Strongly disagree", "Neutral"), ("Strongly disagree", "Neutral", "Agree")),
        (("5 – Helt enig", "1 – Helt uenig", "3"), ("1 – Helt uenig", "3", "5 – Helt enig")),
        (("30–44", "under 18", "18–29", "over 67"), ("under 18", "18–29", "30–44", "over 67")),
        (("Under 30", "30 og over"), ("Under 30", "30 og over")),
    ],
)  # fmt: skip
def test_scales_come_in_their_order(cells: tuple[str, ...], order: tuple[str, ...]) -> None:
    column = guessed("Påstand", *cells, *cells)
    assert (column.role, column.type, column.choices) == ("attribute", "ordered list", order)


@pytest.mark.parametrize("cells", [("Kvinne", "Mann"), ("Enig",), ("Enig", "Blå"), ("1", "2", "3"), ()])
def test_what_has_no_order_is_given_none(cells: tuple[str, ...]) -> None:
    assert ordered_choices(cells) == ()


def test_long_free_text_is_a_question_with_a_name_that_is_not_too_long() -> None:
    assert guessed("Hva er viktig?", *LONG).role == "question"
    assert guessed("Noe mer?", "", "", LONG[0]).role == "question"
    column = guessed(
        "Hva mener du er det aller viktigste å gjøre noe med på arbeidsplassen din i året som kommer?", *LONG
    )
    assert len(column.name) <= 60
    assert column.header.startswith(column.name[:-1])


def test_short_answers_to_what_is_asked_are_free_text_if_one_is_a_sentence() -> None:
    short = ("At noen lyttet til meg", "Avlastningen, helt klart", "ingenting", "Trond")
    assert guessed("Hva var best?", *short).role == "question"
    assert guessed("Sted", *short).role == "attribute"
    assert guessed("Hvor bor du?", "Oslo", "Møre og Romsdal", "Bergen").role == "attribute"
    assert guessed("Hva liker du?", *["At noen lyttet til meg", "Ingenting"] * 4).role == "attribute", "chosen"


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("Hva er best med jobben?", ("Folkene.", "At jeg får se barna vokse.", "Møtene.", "Folkene.") * 3, "question"),
        ("Hva er vanskelig i jobben?", ("Skjema tar all tid.", "For lite tid", "Ingen hører på oss.") * 5, "question"),
        ("Hvis du fikk bestemme, hva ville du endret?", ("Flere folk", "vet ikke", "-", "Ingenting") * 3, "question"),
        ("Hvilken avdeling hører du til?", ("Indre medisin", "Kirurgi", "Barn"), "attribute"),
        ("Hva er din stilling?", ("leder", "lærer", "rektor"), "attribute"),
        ("Hva er stillingen din?", ("leder", "lærer", "rektor"), "attribute"),
        ("Hvordan hørte du om kurset?", ("Venner", "Lege", "Nav") * 9, "attribute"),
        ("Hvor mange ansatte har dere?", ("noen få", "mange", "aner ikke"), "attribute"),
        ("Hva synes du om dette?", ("-", "–"), "attribute"),
    ],
)  # fmt: skip
def test_a_question_in_several_words_asks_for_own_words_unless_few_answers_come_again(
    header: str, cells: tuple[str, ...], role: str
) -> None:
    assert guessed(header, *cells).role == role


@pytest.mark.parametrize(
    "header",
    ["Tidsstempel", "Tidsmerke", "$submission_id", "$created", "Svar-ID", "Starttidspunkt", "Fullførttidspunkt",
     "Completion time", "ResponseId", "Duration (in seconds)", "statoverall_1", "Sist endret", "Språk"],
)  # fmt: skip
def test_what_the_platform_adds_is_skipped(header: str) -> None:
    column = guessed(header, "991", "992", "994")
    assert (column.role, column.personal) == ("skipped", False)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("IP-adresse", ("10.0.0.1", "10.0.0.2")), ("IPAddress", ("1", "2")), ("E-postadresse", ("a", "b")),
        ("Navn", ("Kari Dahl", "Ola Dahl")), ("Fullt navn:", ("Kari", "Ola")), ("Navnet ditt", ("Kari", "Ola")),
        ("Name", ("Kari", "Ola")), ("Telefonnummer *", ("22334455", "99887766")),
        ("Kontakt", ("kari@skole.no", "ola@skole.no")), ("Fra", ("10.1.2.3", "10.1.2.4")),
        ("Nummeret", ("01017012345", "01028012345")), ("Ring meg", ("+47 22 33 44 55", "")),
    ],
)  # fmt: skip
def test_whoever_could_be_found_by_it_is_left_out(header: str, cells: tuple[str, ...]) -> None:
    column = guessed(header, *cells)
    assert (column.role, column.personal) == ("skipped", True)


def test_a_question_that_only_mentions_names_is_a_question() -> None:
    assert guessed("Hvilket navn ville du gitt ordningen, og hvorfor?", *LONG).role == "question"


def test_the_id_is_named_coded_counted_or_the_platforms_own() -> None:
    assert identity(["Alder", "Deltaker"], ["34", "x"], ["28", "y"], ["51", "z"]) == "Deltaker"
    assert identity(["Alder", "Ref"], ["34", "A-01"], ["28", "A-02"], ["51", "B-01"]) == "Ref"
    assert identity(["Rad", "Alder"], ["7", "34"], ["8", "28"], ["9", "51"]) == "Rad"
    assert identity(["$submission_id", "Alder"], ["991", "34"], ["994", "28"], ["996", "51"]) == "$submission_id"
    assert identity(["$submission_id", "Deltaker"], ["991", "a"], ["994", "b"], ["996", "c"]) == "Deltaker"


def test_a_column_that_is_not_unique_or_not_full_or_personal_is_no_id() -> None:
    for cells in (["R1", "r1", "R2"], ["R1", "", "R2"], ["kari@a.no", "ola@a.no", "per@a.no"]):
        assert identity(["Respondent", "x"], *([cell, "1"] for cell in cells)) is None
    assert identity(["Alder"], ["34"], ["28"], ["51"]) is None
    assert guess_mapping(["Alder"], [["34"], ["28"]]).respondent == "Svar {id}"


def test_columns_of_earlier_surveys_stay_what_they_were() -> None:
    known = {
        folded("Alder"): Column("Alder", "attribute", "Alder", "text"),
        folded("Grad"): Column("Grad", "attribute", "Grad", "ordered list", ("Uenig", "Enig")),
    }
    header = ["Respondent", "alder", "Grad"]
    rows = [["R1", "34", "Enig"], ["R2", "35", "Helt enig"]]
    columns = guess_mapping(header, rows, known).columns
    assert (columns[1].header, columns[1].type) == ("alder", "text")
    assert columns[2].choices == ("Uenig", "Enig", "Helt enig")


def test_personal_columns_stay_out_though_an_attribute_has_their_name() -> None:
    known = {folded("E-post"): Column("E-post", "attribute", "E-post", "text")}
    columns = guess_mapping(["Respondent", "E-post"], [["R1", "a@b.no"], ["R2", "c@d.no"]], known).columns
    assert (columns[1].role, columns[1].personal) == ("skipped", True)


def test_ages_and_places_are_to_be_shown_coarsely() -> None:
    assert guessed("Alder", "34", "28").export == "coarsen"
    assert guessed("Fagområde", "Helse", "Skole").export == "show"


def test_errors_of_the_spreadsheet_spoil_no_type() -> None:
    assert guessed("Poeng", "34", "#REF!", "28").type == "integer"


def test_a_thousand_columns_and_a_cell_of_a_megabyte_take_no_time() -> None:
    header = ["Respondent", *(f"Spørsmål {n}" for n in range(999))]
    rows = [[f"R{n}", "a@" + ".a" * 500_000, *("svar" for _ in range(998))] for n in range(20)]
    began = time.process_time()
    assert len(guess_mapping(header, rows).columns) == 1000
    assert time.process_time() - began < 5


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_guess_can_be_read(rows: list[list[str]]) -> None:
    table = survey_table([["a", "b", "c"], ["x"], *rows])
    mapping: SurveyMapping = guess_mapping(table.header, table.rows)
    assert [column.header for column in mapping.columns] == list(table.header)
    if mapping.with_role("question") or mapping.with_role("attribute"):
        check_mapping(mapping)
