"""Page numbers and running heads."""

from __future__ import annotations

from qualcode.text.rules.lines import Sheet, read_sheet
from qualcode.text.rules.page_furniture import page_numbers, running_heads

PAGE = "Elvene i dalen ble regulert på femtitallet, og de som bodde der, fortalte oss om tiden før. " * 12


def pages(*between: str) -> Sheet:
    """A text of long paragraphs with a line between each two."""
    return read_sheet("\n\n".join(part for line in between for part in (PAGE.strip(), line)) + "\n\n" + PAGE)


def found(sheet: Sheet) -> dict[str, float]:
    """The page numbers found, by what they say."""
    return {sheet.words(index): confidence for index, confidence in page_numbers(sheet, {}).items()}


def test_numbers_that_ascend_at_the_pace_of_pages_are_page_numbers() -> None:
    assert found(pages("12", "- 13 -", "Side 14 av 90")) == {"12": 0.98, "- 13 -": 0.98, "Side 14 av 90": 0.98}


def test_roman_numbers_ascend_as_well() -> None:
    assert set(found(pages("iv", "v", "vi"))) == {"iv", "v", "vi"}


def test_two_numbers_are_too_few_to_be_sure() -> None:
    assert set(found(pages("12", "13")).values()) == {0.6}


def test_a_number_out_of_order_is_none() -> None:
    assert "2014" not in found(pages("12", "2014", "14", "15"))


def test_a_column_of_numbers_is_no_pages() -> None:
    assert found(read_sheet("\n".join(map(str, range(1, 40))))) == {}


def test_numbers_with_a_full_stop_are_of_a_list() -> None:
    assert found(pages("1.", "2.", "3.")) == {}


def test_a_line_that_carries_ascending_numbers_is_a_running_head() -> None:
    sheet = pages("Elver og folk 12", "Elver og folk 13", "Elver og folk 14")
    assert set(map(sheet.words, running_heads(sheet, [], {}))) == {
        "Elver og folk 12",
        "Elver og folk 13",
        "Elver og folk 14",
    }


def test_a_line_that_comes_back_inside_sentences_is_a_running_head() -> None:
    open_page = PAGE.strip()[:-1] + " og"
    text = "\n\n".join(
        [
            open_page,
            "Elver og folk",
            open_page.lower(),
            "Elver og folk",
            open_page.lower(),
            "Elver og folk",
            PAGE.lower(),
        ]
    )
    sheet = read_sheet(text)
    assert len(running_heads(sheet, [], {})) == 3


def test_answers_and_attributions_that_come_back_are_no_running_heads() -> None:
    sheet = pages("Vet ikke", "Vet ikke", "Vet ikke", "(veileder)", "(veileder)", "(veileder)")
    assert running_heads(sheet, [], {}) == {}


def test_a_sentence_that_comes_back_in_small_letters_is_no_running_head() -> None:
    paragraph = [
        "Garnene i dalen ble bøtt av dem som bodde der den gangen, og",
        "mange av dem fortalte oss om det da vi kom for å spørre, men",
        "ikke alle husket hvordan det var før veien ble bygd og elva",
        "lagt i rør, eller de hadde flyttet, for da var det jo ingen",
        "som trengte garn lenger, og den som gjorde det, kjøpte dem i",
        "byen for penger han hadde tjent på å bygge veien, eller ble",
        "regulert.",
    ]
    assert running_heads(read_sheet("\n\n".join("\n".join(paragraph) for _ in range(9))), [], {}) == {}
