"""`qualcode plain`: a whole job by lines, and lines that nobody should ever type."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.cli.plain import COMMANDS, WORDS, answer, explain
from qualcode.cli.plain_reading import PAGE, Reading
from qualcode.cli.program import cli
from qualcode.cli.session import Session
from qualcode.project.project import Project, create_project
from tests.cli.running import REPOSITORY, run

PAGE_OF_HELP = (REPOSITORY / "docs" / "plain.md").read_text("utf-8")
TEXT = (
    "I: Hva bestemmer du selv?\n\n"
    "Berit: På papiret alt. På gulvet lite 😀. Måltallet bestemmer resten. Og lite til, lite.\n\n"
    "I: Lite?\n\nBerit: Svært lite.\x1b[31m Rødt.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with two documents, a note without turns among them, and three codes."""
    with create_project(tmp_path / "a.qualcode", name="Studien", coder="Ida") as made:
        made.corpus.add("Berit", TEXT)
        made.corpus.add("Notat", "Første avsnitt, lite.\n\nAndre avsnitt.", kind="field note")
        made.codebook.add("Måltall", aliases=["tall"])
        made.codebook.add("Skjønn")
        made.codebook.add("Tillit", scale=["lav", "høy"])
        yield made


@pytest.fixture
def reading(project: Project) -> Reading:
    """A way through it, in English."""
    return Reading(project, Session(language="en").say)


def say(reading: Reading, *lines: str) -> list[str]:
    """What comes back for the last of some lines."""
    answers: list[str] = []
    for line in lines:
        answers = answer(reading, line)
    return answers


def spans(project: Project) -> list[tuple[str, str, str]]:
    """Every coding as document, code and words."""
    texts = project.corpus.texts()
    return [(each.document, each.code, texts[each.document_id][each.start : each.end])
            for each in project.coding.codings()]  # fmt: skip


def test_a_whole_job_from_the_first_document_to_the_end(study: Path) -> None:
    script = """\
        d
        open berit

        n
        c s1 Skjønn
        kode «gulvet lite» Tid
        s
        s
        new Skjønn > Handlingsrom
        c handlingsrom
        m Her sier hun det rett ut.
        x handl
        u
        u
        y
        /svært*
        c Tid
        w
        q
        c after the end
    """
    lines = "\n".join(line.strip() for line in script.splitlines())
    result = CliRunner().invoke(cli, ["--coder", "Ida", "plain", str(study)], input=lines)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert result.stdout.endswith("Everything you did is stored.\n")
    with Session(coder="Ida").open(str(study)) as project:
        assert project.check() == []
        assert spans(project) == [
            ("berit", "Skjønn", "På papiret alt."), ("berit", "Handlingsrom", "På gulvet lite 😀."),
            ("berit", "Tid", "gulvet lite"), ("berit", "Tid", "Svært lite."),
        ]  # fmt: skip
        assert [memo.text for memo in project.memos.memos()] == ["Her sier hun det rett ut."]
        assert project.codebook.code("Skjønn > Handlingsrom").depth == 1


def test_reading_says_who_where_and_what_is_coded(reading: Reading, project: Project) -> None:
    project.coding.apply("Måltall", "Berit", TEXT.index("gulvet"), TEXT.index("gulvet") + 6)
    assert say(reading, "o 1")[0] == "Berit, interview. Turns: 4. Words: 17. Codings: 1."
    assert say(reading, "") == ["Turn 1, I: Hva bestemmer du selv?"]
    assert say(reading, "n")[-1] == "Codes: Måltall."
    assert say(reading, "s") == ["Turn 2, Berit, sentence 1 of 4: På papiret alt."]
    assert say(reading, "s") == ["Sentence 2 of 4: På gulvet lite 😀.", "Codes: Måltall."]
    assert say(reading, "w") == ["Berit, turn 2 of 4, Berit, sentence 2 of 4.", "Codes: Måltall."]
    assert say(reading, "here") == ["Måltall, by Ida: «gulvet»"]
    assert say(reading, "r")[0].startswith("Sentence 2 of 4")
    assert say(reading, "p") == ["Turn 1, I: Hva bestemmer du selv?"]
    assert say(reading, "p") == ["This is the beginning of the document."]
    assert say(reading, "4")[0].startswith("Turn 4, Berit: Svært lite.")
    assert say(reading, "n") == ["This is the end of the document."]
    assert say(reading, "5") == ["There is no turn 5; the last is 4."]


def test_a_document_without_turns_is_read_by_paragraphs(reading: Reading) -> None:
    assert say(reading, "open notat", "n") == ["Paragraph 1: Første avsnitt, lite."]
    assert say(reading, "s") == ["Paragraph 1, sentence 1 of 1: Første avsnitt, lite."]
    assert say(reading, "s") == ["Paragraph 2, sentence 1 of 1: Andre avsnitt."]


def test_escape_sequences_of_a_text_never_reach_the_terminal(reading: Reading) -> None:
    assert say(reading, "o 1", "g 4") == ["Turn 4, Berit: Svært lite.␛[31m Rødt."]
    assert "\x1b" not in "".join(say(reading, "c turn Måltall") + say(reading, "here") + say(reading, "quotes tall"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("c Måltall", "Lite?"), ("c turn måltall", "Lite?"), ("c «lite» TALL", "Lite"), ('k "lite?" tall', "Lite?"),
        ("kode s1 Måltall", "Lite?"), ("c setning 1 Måltall", "Lite?"), ("c replikk Måltall", "Lite?"),
    ],
)  # fmt: skip
def test_what_a_line_asks_to_code_is_coded(line: str, words: str, reading: Reading, project: Project) -> None:
    say(reading, "o 1", "3", line)
    assert spans(project) == [("Berit", "Måltall", words)]


def test_several_sentences_are_one_coding(reading: Reading, project: Project) -> None:
    assert say(reading, "o 1", "2", "c s2-3 Skjønn") == [
        "Coded Skjønn: «På gulvet lite 😀. Måltallet bestemmer resten.»"
    ]
    assert spans(project) == [("Berit", "Skjønn", "På gulvet lite 😀. Måltallet bestemmer resten.")]
    assert say(reading, "c s2-3 Skjønn")[0].startswith("This was coded with Skjønn already")
    assert len(project.coding.codings()) == 1


@pytest.mark.parametrize("line", ["c s0 Måltall", "c s5 Måltall", "c s3-2 Måltall", "c «bestemmer du» Måltall"])
def test_what_is_not_in_the_turn_is_not_coded(line: str, reading: Reading, project: Project) -> None:
    assert "here" in say(reading, "o 1", "2", line)[0]
    assert project.coding.codings() == []


def test_words_that_stand_twice_are_asked_for_more_exactly(reading: Reading, project: Project) -> None:
    assert say(reading, "o 1", "2", "c «lite» Måltall") == ["«lite» stands here 3 times.", "Give a few words more."]
    say(reading, "s", "s", "c «lite» Måltall")
    assert [coding.start for coding in project.coding.codings()] == [TEXT.index("lite")]


def test_a_code_that_is_nearly_right_is_asked_about(reading: Reading, project: Project) -> None:
    answers = say(reading, "o 1", "1", "c maltal")
    assert answers[:2] == ["No code is called «maltal».", "1: Måltall"]
    assert say(reading, "7") == ["There is no number 7.", answers[-1]]
    assert say(reading, "skjonn")[:2] == ["No code is called «skjonn».", "1: Skjønn"]
    assert say(reading, "1") == ["Coded Skjønn: «Hva bestemmer du selv?»"]


def test_a_command_leaves_the_question_which_code_was_meant(reading: Reading, project: Project) -> None:
    say(reading, "o 1", "1", "c maltal")
    assert say(reading, "m Et memo om Berit") == ["Nothing was done.", "Memo on: «Hva bestemmer du selv?»"]
    assert [memo.text for memo in project.memos.memos()] == ["Et memo om Berit"]
    say(reading, "c maltal")
    assert say(reading, "her")[0] == "Nothing was done."
    say(reading, "c")
    assert say(reading, "/svært")[:2] == ["Nothing was done.", "Hits: 1, in documents: 1."]
    say(reading, "1", "c Skjønn", "c Måltall", "x")
    assert say(reading, "2") == ["No longer coded Skjønn: «Hva bestemmer du selv?»"]
    assert spans(project) == [("Berit", "Måltall", "Hva bestemmer du selv?")]


def test_a_code_that_is_called_as_a_command_can_be_an_answer(reading: Reading, project: Project) -> None:
    project.codebook.add("Her")
    say(reading, "o 1", "1", "c maltal", "her")
    assert spans(project) == [("Berit", "Her", "Hva bestemmer du selv?")]


def test_a_text_that_begins_as_a_command_does_is_a_text(reading: Reading, project: Project) -> None:
    say(reading, "o 1", "1", "m", "Her sier hun det")
    assert [memo.text for memo in project.memos.memos()] == ["Her sier hun det"]


def test_where_no_code_is_near_a_number_is_a_turn(reading: Reading, project: Project) -> None:
    answers = say(reading, "o 1", "2", "c xyzxyz")
    assert answers == ["No code is called «xyzxyz».", "«new» makes it a new code; Enter for none."]
    assert say(reading, "1") == ["Nothing was done.", "Turn 1, I: Hva bestemmer du selv?"]
    assert project.coding.codings() == []


@pytest.mark.parametrize("line", ["c maltal", "c xyzxyz", "c", "m", "new", "g", "/", "o", "quotes maltal", "value"])
def test_in_a_script_nothing_is_asked_and_the_next_line_is_a_line(line: str, project: Project) -> None:
    script = Reading(project, Session(language="en").say, asks=False)
    say(script, "o 1", "1", "c Tillit")
    assert not script.failed
    assert say(script, line)[-1] == "Nothing was done."
    assert script.failed
    assert say(script, "2")[0].startswith("Turn 2, Berit: ")
    assert len(project.coding.codings()) == 1


@pytest.mark.parametrize("line", ["dans", "open nobody", "99", "c s9 Skjønn", "x", "/finnesikke", "t", "value x"])
def test_a_script_of_which_a_line_fails_ends_with_exit_code_1(line: str, study: Path) -> None:
    result = CliRunner().invoke(cli, ["plain", str(study)], input=f"o 1\n1\n{line}\nw\nq\n")
    assert result.exit_code == 1
    assert result.stdout.endswith("Nothing is coded here.\nEverything you did is stored.\n")
    assert CliRunner().invoke(cli, ["plain", str(study)], input="o 1\n1\nw\n").exit_code == 0


@pytest.mark.parametrize("script", re.findall(r"printf '([^']*)' \| qualcode plain", PAGE_OF_HELP))
def test_the_scripts_of_the_help_page_do_what_they_say(script: str, demo: Path) -> None:
    result = CliRunner().invoke(cli, ["--coder", "Kari", "plain", str(demo)], input=script.replace("\\n", "\n"))
    assert result.exit_code == 0, result.stdout
    with Session().open(str(demo)) as project:
        assert [(each.document, each.code) for each in project.coding.codings(coder="Kari")] == [
            ("01 Berit veileder", "Måltall")
        ]


def test_a_part_of_a_name_opens_the_one_document_that_has_it(reading: Reading, project: Project) -> None:
    assert say(reading, "o otat")[0].startswith("Notat, ")
    project.corpus.add("02 Berit igjen", "Hei.")
    assert say(reading, "o berit")[0].startswith("Berit, "), "a whole name goes before a part of one"
    assert say(reading, "o IGJEN")[0].startswith("02 Berit igjen, ")
    assert say(reading, "o eri") == [
        "Several documents fit «eri»:", "1: Berit", "2: 02 Berit igjen", "Which one? A number; Enter for none.",
    ]  # fmt: skip
    assert say(reading, "1")[0].startswith("Berit, ")
    assert say(reading, "o nobody")[0] == "there is no document «nobody»"


def test_a_name_that_several_codes_have_is_asked_about(reading: Reading, project: Project) -> None:
    project.codebook.add("Rom", parent="Skjønn")
    project.codebook.add("Rom", parent="Måltall")
    answers = say(reading, "o 1", "1", "c rom")
    assert answers[:3] == ["Several codes are called «rom»:", "1: Måltall > Rom", "2: Skjønn > Rom"]
    say(reading, "2")
    assert [project.codebook.code(each.code_id).full_name for each in project.coding.codings()] == ["Skjønn > Rom"]


def test_an_unknown_code_is_made_only_when_that_is_said(reading: Reading, project: Project) -> None:
    assert say(reading, "o 1", "1", "c Ensomhet", "") == ["Nothing was done."]
    assert project.coding.codings() == []
    assert say(reading, "c Ensomhet", "ny") == ["Coded Ensomhet: «Hva bestemmer du selv?»"]
    assert project.codebook.code("Ensomhet").codings == 1


def test_new_codes_have_their_place_in_the_tree(reading: Reading, project: Project) -> None:
    assert say(reading, "ny kode Skjønn > Rom") == ["New code: Skjønn > Rom"]
    assert say(reading, "new", "Kode") == ["New code: Kode"]
    assert say(reading, "new Måltall")[0] == "there is a code «Måltall» in the same place already"


def test_a_value_is_put_on_the_coding_made_last(reading: Reading, project: Project) -> None:
    assert say(reading, "value lav") == ["Nothing has been coded yet."]
    assert say(reading, "o 1", "1", "c Tillit")[1] == "It takes a value: lav, høy."
    assert say(reading, "value middels")[0] == "«middels» is not on the scale of Tillit"
    assert say(reading, "verdi", "høy") == ["Tillit, value: høy"]
    assert project.coding.codings()[0].value == "høy"


def test_only_ones_own_codings_are_taken_away(reading: Reading, project: Project) -> None:
    project.coding.apply("Skjønn", "Berit", 3, 6, coder="Jon")
    assert say(reading, "o 1", "1", "x") == ["There is no such coding of yours here."]
    say(reading, "c Måltall", "c Skjønn")
    assert say(reading, "x")[:2] == ["1: Måltall: «Hva bestemmer du selv?»", "2: Skjønn: «Hva bestemmer du selv?»"]
    assert say(reading, "2") == ["No longer coded Skjønn: «Hva bestemmer du selv?»"]
    assert say(reading, "x mål") == ["No longer coded Måltall: «Hva bestemmer du selv?»"]
    assert [coding.coder for coding in project.coding.codings()] == ["Jon"]


def test_undo_takes_back_ones_own_acts_and_redo_brings_them_again(reading: Reading, project: Project) -> None:
    say(reading, "o 1", "1", "c Måltall")
    project.coder = "Jon"
    project.coding.apply("Skjønn", "Berit", 3, 6)
    project.coder = "Ida"
    assert say(reading, "angre")[0].startswith("Undone: ")
    assert [coding.coder for coding in project.coding.codings()] == ["Jon"]
    assert say(reading, "gjør om")[0].startswith("Done again: ")
    assert len(project.coding.codings()) == 2


def test_search_goes_from_hit_to_hit_through_all_documents(reading: Reading, project: Project) -> None:
    answers = say(reading, "/lite")
    assert answers[:2] == ["Hits: 6, in documents: 2.", "Hit 1 of 6: «lite» in Berit, turn 2."]
    assert answers[2] == "Sentence 2 of 4: På gulvet lite 😀."
    assert say(reading, "t", "t", "t", "t", "t")[0] == "Hit 6 of 6: «lite» in Notat, paragraph 1."
    assert say(reading, "t") == ["That was the last hit."]
    assert say(reading, "c Måltall") == ["Coded Måltall: «Første avsnitt, lite.»"]
    assert say(reading, "find nowhere") == ["Hits: 0, in documents: 0."]
    assert say(reading, "t") == ["Nothing has been searched for."]


def test_long_lists_come_in_pages_that_enter_turns(reading: Reading, project: Project) -> None:
    for number in range(30):
        project.codebook.add(f"Kode {number}")
    assert say(reading, "l")[PAGE:] == ["13 more. Enter reads on."]
    assert say(reading, "")[-1] == "Kode 29: 0"
    assert say(reading, "l", "o 1", "") == ["Turn 1, I: Hva bestemmer du selv?"]


def test_quotes_are_those_of_the_export(reading: Reading) -> None:
    say(reading, "o 1", "2", "c «På papiret alt.» Måltall")
    assert say(reading, "sitater tall")[0] == "Quotes of Måltall: 1"
    assert say(reading, "quotes maltal", "1")[1].startswith("«På papiret alt.»")


def test_what_somebody_else_writes_meanwhile_is_taken_in(reading: Reading, project: Project) -> None:
    say(reading, "o 1", "3")
    project.editing.edit("Berit", 0, 1, "Intervjuer")
    assert say(reading, "r")[0].endswith("Lite?")
    say(reading, "c")
    project.editing.edit("Berit", 0, len("Intervjuer"), "I")
    assert say(reading, "Måltall") == ["Somebody has changed the text meanwhile. Nothing was done."]
    assert project.coding.codings() == []
    project.corpus.remove("Berit")
    assert say(reading, "r") == ["Berit is no longer there."]
    assert say(reading, "r")[0] == "No document is open."


@pytest.mark.parametrize("line", ["", "s", "p", "r", "w", "here", "3", "c Måltall", "x", "m text"])
def test_without_a_document_it_says_how_to_open_one(line: str, reading: Reading) -> None:
    assert say(reading, line)[:2] == ["No document is open.", "«documents» lists them, «open 1» opens one."]


def test_before_the_first_turn_there_is_nothing_to_code(reading: Reading) -> None:
    assert say(reading, "o 1", "c Måltall") == ["Nothing has been read yet.", "Enter reads on."]


def test_no_word_means_two_things_and_every_command_has_one_in_each_language() -> None:
    words = [word for line in WORDS for word in line.split()]
    assert len(words) == len(set(words)) == len(COMMANDS)
    assert all(word == word.casefold() == unicodedata.normalize("NFC", word) for word in words)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_help_names_only_words_that_work(language: str, project: Project) -> None:
    lines = explain(Reading(project, Session(language=language).say), "")
    assert len(lines) == 9
    first = [line.split(",")[0].split(":")[0].split()[0] for line in lines[1:]]
    assert all(word in COMMANDS or word.startswith("/") for word in first), first


def test_the_languages_understand_each_others_words(reading: Reading) -> None:
    for words in ("neste", "n", "next", "NESTE", " neste ", "neste\r"):
        assert say(reading, "åpne Berit", words) == ["Turn 1, I: Hva bestemmer du selv?"]
    assert say(reading, "A\u030apne Notat".casefold())[0].startswith("Notat")
    assert say(reading, "dans") == ["«dans» is no command. h lists them."]


PIECES = st.sampled_from([*COMMANDS, "Måltall", "«lite»", "s1", "1", ">", '"', "\x1b[2J", "9" * 5000])
LINE = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=4).map(" ".join))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(lines=st.lists(LINE, max_size=25))
def test_no_line_breaks_it_and_nothing_of_it_reaches_the_terminal_raw(lines: list[str], reading: Reading) -> None:
    answer(reading, "o 1")
    for line in lines:
        for shown in answer(reading, line):
            assert not [letter for letter in shown if unicodedata.category(letter) == "Cc"], (line, shown)
    reading.is_over = False
    assert reading.project.check() == []


def test_it_reads_a_pipe_to_its_end_even_if_that_is_no_utf8(study: Path) -> None:
    result = CliRunner().invoke(cli, ["plain", str(study)], input=b"\n\xff\xfe\nw")
    assert result.exit_code == 1
    assert "is no command" in result.stdout
    assert "berit, turn 1 of 4, I." in result.stdout
    assert result.stdout.endswith("Everything you did is stored.\n")


def test_the_option_means_the_command_and_stands_alone(study: Path) -> None:
    result = CliRunner().invoke(cli, ["--plain"], input="q\n")
    assert result.stdout.startswith("study. Coder: ")
    assert run("--plain", "documents").code == 2


def test_a_document_that_is_not_there_is_an_error(study: Path) -> None:
    ran = run("plain", "study", "--document", "Nobody")
    assert (ran.code, ran.out) == (1, b"")


def test_ctrl_c_says_that_all_is_stored(study: Path) -> None:
    command = [sys.executable, "-m", "qualcode", "--lang", "en", "plain", str(study)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    # A shell that runs the tests in the background hands down an ignored SIGINT.
    mended = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, env=environment, **mended) as process:  # type: ignore[call-overload]
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdin.write("\nc Tid > Rom\n")
        process.stdin.flush()
        while not process.stdout.readline().startswith("Coded Rom"):
            pass
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "\nEverything you did is stored.\n"
        process.stdin.close()
    assert process.returncode == 130
    with Session().open(str(study)) as project:
        assert len(project.coding.codings()) == 1
