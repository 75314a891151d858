"""`guides` and its commands."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from qualcode.cli import guides as commands
from qualcode.project import guides
from tests.cli.running import REPOSITORY, done, run

GUIDE = REPOSITORY / "corpora" / "nav-studien" / "intervjuguide.md"


@pytest.fixture
def guided(demo: Path) -> Path:
    """The demo with the shipped guide, its questions looked for and the surest ones confirmed."""
    done("guides", "import", GUIDE, "--name", "Guide")
    done("guides", "link", "Guide", "--confirm", "0.7")
    return demo


def test_a_guide_is_imported_listed_and_shown(demo: Path) -> None:
    ran = done("guides", "import", GUIDE)
    assert ran.err == "intervjuguide: 9 sections, 15 questions, 31 prompts\n"
    assert done("guides").text == "name,sections,questions,prompts,documents\nintervjuguide,9,15,31,0\n"
    rows = done("guides", "show", "intervjuguide").rows
    assert [row["kind"] for row in rows[:4]] == ["section", "section", "question", "prompt"]
    assert (rows[3]["label"], rows[3]["text"]) == ("1.1", "Hvor lenge har du vært i denne jobben?")


def test_a_guide_comes_from_stdin_with_a_name(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from qualcode.cli.program import cli

    ran = CliRunner().invoke(cli, ["guides", "import", "-", "--name", "Kort"], input="Hva bestemmer du?\n- Selv?\n")
    assert ran.exit_code == 0, ran.stderr
    assert done("guides").rows[0]["prompts"] == "1"
    monkeypatch.setattr("sys.stdin", io.StringIO("Hva?"))
    assert run("guides", "import", "-").code == 2


def test_questions_are_looked_for_and_the_sure_ones_confirmed(guided: Path) -> None:
    rows = done("guides", "links", "Guide").rows
    assert ",".join(rows[0]) == "question,document,turn,start,end,confidence,status,text,id"
    sure = [row for row in rows if float(row["confidence"]) >= 0.7]
    assert {row["status"] for row in sure} == {"confirmed"}
    assert {row["status"] for row in rows if row not in sure} == {"proposed"}
    only = done("guides", "links", "Guide", "--document", "01 Berit veileder", "--status", "proposed").rows
    assert {(row["document"], row["status"]) for row in only} == {("01 Berit veileder", "proposed")}
    assert done("guides").rows[0]["documents"] == str(len({row["document"] for row in sure}))


def test_looking_and_confirming_is_one_act(guided: Path) -> None:
    done("undo")
    assert done("guides", "links", "Guide").rows == []


def test_places_are_confirmed_and_declined_by_id_and_by_confidence(guided: Path) -> None:
    waiting = done("guides", "links", "Guide", "--status", "proposed").rows
    assert done("guides", "confirm", "Guide", waiting[0]["id"]).err == "Confirmed: 1\n"
    bar = sum(float(row["confidence"]) >= 0.6 for row in waiting[1:])
    assert done("guides", "confirm", "Guide", "--above", "0.6").err == f"Confirmed: {bar}\n"
    low = sum(float(row["confidence"]) < 0.5 for row in waiting[1:])
    assert done("guides", "decline", "Guide", "--below", "0.5").err == f"Declined: {low}\n"
    again = {row["id"] for row in done("guides", "links", "Guide", "--status", "declined").rows}
    done("guides", "link", "Guide")
    assert {row["id"] for row in done("guides", "links", "Guide", "--status", "declined").rows} == again


def test_coverage_is_wide_and_says_in_how_many(guided: Path) -> None:
    rows = done("guides", "coverage", "Guide").rows
    assert next(iter(rows[0])) == "question"
    assert list(rows[0])[-2:] == ["asked_in", "of"]
    assert {row["of"] for row in rows} == {"10"}
    for row in rows:
        counts = [int(value) for name, value in row.items() if name not in ("question", "asked_in", "of")]
        assert sum(count > 0 for count in counts) == int(row["asked_in"])
    confirmed = done("guides", "links", "Guide", "--status", "confirmed").rows
    total = sum(int(v) for row in rows for k, v in row.items() if k not in ("question", "asked_in", "of"))
    assert total == len(confirmed)
    with_proposed = done("guides", "coverage", "Guide", "--proposed").rows
    assert sum(int(row["asked_in"]) for row in with_proposed) > sum(int(row["asked_in"]) for row in rows)
    assert "Berit" in done("guides", "coverage", "Guide", "--by", "case").rows[0]


def test_answers_are_listed_with_their_words(guided: Path) -> None:
    rows = done("guides", "answers", "Guide", "Hvordan opplever du rapporteringen?").rows
    assert rows[0]["document"] == "02 Sindre veileder"
    assert rows[0]["speaker"] == "Sindre"
    assert int(rows[0]["words"]) == len(re.findall(r"[\w-]+", rows[0]["text"]))
    assert done("guides", "answers", "Guide", "12.1").rows == rows


def test_a_question_is_marked_by_hand_in_a_turn(guided: Path) -> None:
    done("guides", "mark", "Guide", "8.1", "--document", "06 Anette deltaker", "--turn", "9")
    marked = done("guides", "links", "Guide", "--document", "06 Anette deltaker", "--status", "confirmed").rows
    assert ("9", "Hadde du sagt noe om hva du ville?") in [(row["turn"], row["text"]) for row in marked]


def test_a_guide_is_renamed_and_removed(guided: Path) -> None:
    done("guides", "rename", "Guide", "Ny")
    done("guides", "remove", "ny")
    assert done("guides").rows == []
    done("undo")
    assert done("guides").rows[0]["name"] == "Ny"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (1, ["guides", "import", "no such file.md"]),
        (1, ["guides", "import", str(GUIDE), "--name", "guide"]),
        (1, ["guides", "show", "Gide"]),
        (1, ["guides", "link", "Guide", "--document", "Kari"]),
        (2, ["guides", "link", "Guide", "--confirm", "2"]),
        (2, ["guides", "confirm", "Guide"]),
        (1, ["guides", "confirm", "Guide", "x"]),
        (2, ["guides", "coverage", "Guide", "--by", "speaker"]),
        (1, ["guides", "answers", "Guide", "99"]),
        (1, ["guides", "mark", "Guide", "9", "--document", "01 Berit veileder", "--turn", "999"]),
    ],
)
def test_what_cannot_be_done_is_an_error_with_a_hint(guided: Path, code: int, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert ran.out == b""
    assert re.fullmatch("error: .+\nhint: .+\n", ran.err)


def test_the_words_for_choosing_are_those_of_the_project_layer() -> None:
    assert commands.STATUSES == guides.STATUSES
    assert commands.BY == guides.BY
