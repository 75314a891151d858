"""The program as a whole: which commands there are, what it loads, and how it says that something went wrong."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
from ptyprocess import PtyProcessUnicode

from qualcode.cli.failure import EXIT_INTERRUPTED, guarded
from qualcode.cli.program import COMMANDS, cli
from qualcode.cli.project import require_terminal
from qualcode.cli.reference import reference
from qualcode.errors import QualcodeError
from qualcode.project.project import Project
from qualcode.wording import LANGUAGE
from tests.cli.running import REPOSITORY, done, program, run

HEAVY = ("textual", "sqlalchemy", "spacy", "nltk", "numpy", "alembic", "lxml", "docx")


@pytest.mark.parametrize(
    "code",
    [
        "import qualcode",
        "import qualcode.cli",
        "import qualcode.cli, sys, contextlib, io\n"
        "sys.argv = ['qualcode', '--help']\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): qualcode.cli.main()",
    ],
)
def test_start_up_loads_nothing_heavy(code: str) -> None:
    script = f"{code}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=REPOSITORY, check=True)
    assert found.stdout == "[]\n"


def test_every_command_of_this_version_is_there_and_no_other() -> None:
    assert set(COMMANDS) == {
        *("demo", "new", "open", "serve", "plain", "import", "survey", "documents", "turns", "speakers", "sections"),
        *("repairs", "review", "codebook", "codings", "apply", "memos", "search", "rounds", "quotes", "cooccur"),
        *("matrix", "guides", "history", "undo", "redo", "check", "backup"),
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    ran = done(command, "--help")
    assert ran.text.startswith("Usage: qualcode" if "qualcode" in ran.header else f"Usage: {cli.name}")
    assert ran.err == ""


def test_the_reference_is_up_to_date() -> None:
    assert (REPOSITORY / "CLI.md").read_text(encoding="utf-8") == reference()


def test_a_misspelt_command_is_answered_with_its_neighbours() -> None:
    ran = run("codebok")
    assert ran.code == 2
    assert ran.err.startswith("error: there is no command «codebok»; did you mean: codebook")


@pytest.mark.parametrize(
    "arguments", [["--nope"], ["apply"], ["undo", "0"], ["--lang", "de", "documents"], ["--coder", " ", "check"]]
)
def test_wrong_usage_is_exit_code_2_in_two_lines(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["error", "hint"]


@pytest.mark.parametrize(
    "arguments", [["undo", "--act", "9"], ["apply", "Ukjent", "--document", "berit", "--span", "0:1"],
                  ["codings", "import", "no.csv"], ["-p", "nowhere", "check"]]
)  # fmt: skip
def test_every_error_comes_with_a_hint(study: Path, arguments: list[str]) -> None:
    done("undo", "9")
    ran = run(*arguments)
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["error", "hint"]


def test_no_project_and_several_projects_are_told_apart(folder: Path) -> None:
    ran = run("documents")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: there is no project in this folder")
    done("new", "en")
    done("new", "to")
    ran = run("documents")
    assert ran.code == 1
    assert ran.err == "error: there are 2 projects in this folder\nhint: say which with -p: en.qualcode, to.qualcode\n"
    assert done("-p", "en", "documents").rows == []


def test_the_project_can_come_from_the_environment(demo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALCODE_PROJECT", str(demo))
    assert len(done("documents").rows) == 23


@pytest.mark.parametrize("content", [b"", b"I: Hei\n", bytes(range(256)) * 20])
def test_a_file_that_is_no_project_is_refused(folder: Path, content: bytes) -> None:
    (folder / "x.qualcode").write_bytes(content)
    ran = run("documents")
    assert ran.code == 1
    assert ran.err.startswith("error: ")
    assert (folder / "x.qualcode").read_bytes() == content


def test_a_database_of_another_program_is_refused(folder: Path) -> None:
    with sqlite3.connect(folder / "x.qualcode") as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    assert "another program" in run("documents").err


def test_an_unforeseen_error_is_one_line_with_the_details_in_a_log(
    demo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("qualcode.project.search.Search.find", lambda *_, **__: 1 / 0)
    ran = run("search", "x")
    error, hint = ran.err.splitlines()
    assert ran.code == 1
    assert error == "error: something unforeseen went wrong (ZeroDivisionError: division by zero)"
    log = Path(hint.removeprefix("hint: the details are in "))
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    monkeypatch.setenv("QUALCODE_DEBUG", "1")
    assert "Traceback" in run("search", "x").err


def test_an_error_shows_escape_sequences_as_symbols(demo: Path) -> None:
    ran = run("documents", "text", "\x1b[2J\nrød")
    assert ran.code == 1
    assert "\x1b" not in ran.err
    assert "␛[2J␊rød" in ran.err


def test_words_and_data_go_their_own_ways(demo: Path) -> None:
    ran = program("search", "tavla")
    assert ran.code == 0
    assert ran.out.startswith(b"document,turn,speaker,start,end,left,match,right\n")
    assert ran.err == f"Hits: {len(ran.rows)}\n"


def test_pipes_get_utf_8_whatever_the_terminal_is_set_to(demo: Path) -> None:
    ran = program("codebook", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert ran.rows[0]["path"] == "Skjønn"


def test_a_reader_that_leaves_early_is_no_error(demo: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "qualcode", "turns"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@pytest.mark.parametrize("stream", [0, 1, 2])
def test_a_stream_that_was_closed_before_is_no_fault(demo: Path, stream: int) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "qualcode", "check"]
    ran = subprocess.run(command, capture_output=True, env=environment, preexec_fn=lambda: os.close(stream))
    assert ran.returncode == 0
    assert b"error" not in ran.stderr


@contextlib.contextmanager
def read_by(process: subprocess.Popen[bytes], pipe: Path) -> Iterator[None]:
    """While a process waits for what comes through a named pipe; nothing comes."""
    writing = None
    while writing is None and process.poll() is None:
        with contextlib.suppress(OSError):  # as long as nobody reads
            writing = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.02)
    assert writing is not None, "it never read"
    yield
    os.close(writing)


def test_ctrl_c_leaves_quietly(folder: Path) -> None:
    os.mkfifo(folder / "codes.csv")
    done("new", "x")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "qualcode", "codebook", "import", "codes.csv"]
    # A shell that runs the tests in the background hands down an ignored SIGINT.
    mended = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, **mended) as process:  # type: ignore[call-overload]
        with read_by(process, folder / "codes.csv"):
            process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(30) == EXIT_INTERRUPTED


def test_the_workbench_needs_a_terminal(demo: Path) -> None:
    for command in ([], ["open"], ["open", "demo.qualcode", "--document", "Svar 01", "--at", "3"], ["demo"]):
        ran = run(*command)
        assert (ran.code, ran.err.splitlines()[0]) == (1, "error: the workbench needs a terminal")
    assert not Path("qualcode-demo").exists()


class Stream:
    """A stream that is a terminal or not."""

    def __init__(self, is_terminal: bool) -> None:
        self.isatty = lambda: is_terminal


@pytest.mark.parametrize("elsewhere", ["stdin", "stdout", "stderr"])
def test_the_workbench_is_not_drawn_where_any_stream_leads_elsewhere(
    elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Stream(True))
    require_terminal()
    monkeypatch.setattr(sys, elsewhere, Stream(False))
    with pytest.raises(QualcodeError, match="the workbench needs a terminal"):
        require_terminal()


def test_a_terminal_gets_a_table_of_its_width(demo: Path) -> None:
    shown = on_a_terminal("documents")
    assert "name" in shown
    assert "──" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_terminal_gets_symbols_for_escape_sequences(study: Path) -> None:
    Path("farlig.txt").write_text("a\x1b[2Jb", encoding="utf-8")
    done("import", "farlig.txt", "--turns", "none")
    assert on_a_terminal("documents", "text", "farlig") == "a␛[2Jb"
    for format in ("table", "csv", "json", "md", "txt"):
        assert "\x1b" not in on_a_terminal("search", "b", "-f", format)


def test_what_is_no_text_is_not_written_to_a_terminal(demo: Path) -> None:
    assert "error: xlsx is not for a terminal" in on_a_terminal("documents", "-f", "xlsx")


def on_a_terminal(*arguments: str) -> str:
    """What a person sees on a terminal of 80 columns."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
    child = PtyProcessUnicode.spawn(
        [sys.executable, "-m", "qualcode", *arguments], env=environment, dimensions=(24, 80)
    )
    shown = ""
    with contextlib.suppress(EOFError):
        while True:
            shown += child.read()
    child.wait()
    return shown.replace("\r\n", "\n")


class FakeWorkbench:
    """Stands in for the workbench and notes how it was started."""

    return_code = 0
    started: ClassVar[list[tuple[str | None, str | None, int | None, str]]] = []

    def __init__(self, project: Project | None, document: str | None, at: int | None, language: str) -> None:
        name = project.info().name if project else None
        self.started.append((name, document, at, language))

    def run(self) -> None:
        """Nothing to see."""


@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        ([], ("NAV-studien", None, None, "nb")),
        (["--lang", "nn", "open"], ("NAV-studien", None, None, "nn")),
        (["open", "demo", "--document", "svar 01.txt", "--at", "7"], ("NAV-studien", "Svar 01", 7, "nb")),
    ],
)
def test_the_workbench_is_started_where_one_wants_it(
    demo: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], started: tuple[object, ...]
) -> None:
    workbench = ModuleType("qualcode.tui.app")
    vars(workbench)["QualcodeApp"] = FakeWorkbench
    monkeypatch.setitem(sys.modules, "qualcode.tui.app", workbench)
    monkeypatch.setattr("qualcode.cli.project.require_terminal", lambda: None)
    monkeypatch.setenv("QUALCODE_LANG", "nb")
    done(*arguments)
    assert FakeWorkbench.started.pop() == started


def test_without_a_project_the_workbench_begins_with_its_start_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench = ModuleType("qualcode.tui.app")
    vars(workbench)["QualcodeApp"] = FakeWorkbench
    monkeypatch.setitem(sys.modules, "qualcode.tui.app", workbench)
    monkeypatch.setattr("qualcode.cli.project.require_terminal", lambda: None)
    done()
    assert FakeWorkbench.started.pop()[0] is None


def test_open_at_an_offset_needs_a_document(demo: Path) -> None:
    assert run("open", "--at", "3").code == 2


# ── the words before the command, and the language ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "late", [["-p", "en"], ["--project", "en"], ["--lang", "nb"], ["--lang=nn"], ["--coder", "Jon"], ["--debug"]]
)
@pytest.mark.parametrize("command", [["check"], ["undo"], ["codebook", "export", "-o", "-"]])
def test_words_that_belong_before_the_command_may_stand_after_it(
    folder: Path, command: list[str], late: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_DEBUG", "")
    done("new", "en")
    before, after = run(*late, *command), run(*command, *late)
    assert after == before
    assert after.code != 2


def test_a_project_and_a_coder_named_after_the_command_are_meant(folder: Path) -> None:
    done("new", "en")
    done("new", "to")
    Path("a.txt").write_text("Hei på deg", encoding="utf-8")
    done("import", "a.txt", "--coder", "Ida  B", "-p", "to")
    assert [row["coder"] for row in done("history", "-p", "to").rows] == ["Ida B"]
    assert done("history", "-p", "en").rows == []
    assert run("history", "-p", "en", "--coder", " ").code == 2


def test_a_filter_of_the_command_s_own_stays_its_own(study: Path) -> None:
    done("apply", "Tid", "--document", "berit", "--span", "3:5", "--coder", "Jon")
    assert [row["coder"] for row in done("codings", "--coder", "Jon").rows] == ["Jon"]
    assert done("--coder", "Jon", "codings", "--coder", "Ida").rows == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("demo --nope --lang nb", "det er ikke noe valg som heter '--nope'."),
        ("--lang nn --nope", "det er ikkje noko val som heiter '--nope'."),
        ("apply --lang nb", "her mangler 'CODE'."),
        ("undo 0 --lang nb", "ugyldig verdi for '[N]': 0 er ikke mulig her (x>=1)."),
        ("undo x --lang nn", "ugyldig verdi for '[N]': 'x' er ikkje eit heilt tal."),
        ("undo 1 2 --lang nb", "det står et ord for mye (2)"),
        ("codebook imprt --lang nb", "det er ingen kommando som heter 'imprt'. Mente du 'import'?"),
    ],
)
def test_wrong_usage_is_told_in_the_language_asked_for_wherever_it_stands(words: str, said: str) -> None:
    ran = run(*words.split())
    assert ran.code == 2
    assert ran.err.startswith(f"error: {said}")
    assert ran.err.splitlines()[1].startswith(("hint: se: ", "hint: sjå: "))


def test_one_command_line_leaves_no_language_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    assert "ikke noe valg" in run("demo", "--nope", "--lang", "nb").err
    assert os.environ["LANGUAGE"] == "de"
    assert "No such option" in run("demo", "--nope").err


def test_at_a_terminal_an_error_is_headed_in_its_language() -> None:
    heads = [line.split(":")[0] for line in on_a_terminal("codebok", "--lang", "nb").splitlines()]
    assert heads == ["feil", "råd"]


def test_who_waits_at_a_terminal_is_told_what_for_and_the_words_go_again(demo: Path) -> None:
    shown = on_a_terminal("open", "demo.qualcode", "--document", "Ukjent", "--lang", "nb")
    assert shown.startswith("Åpner …\r\x1b[Kfeil: ")


def test_a_full_disk_under_stdout_is_told_in_the_language_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    def write() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = LANGUAGE.set("nn")
    try:
        assert guarded(write, "qualcode documents") == 1
    finally:
        LANGUAGE.reset(before)
    assert capsys.readouterr().err == "error: disken er full\nhint: sjå: qualcode documents --help\n"


def test_an_error_without_a_hint_of_its_own_names_the_help_of_the_command(folder: Path) -> None:
    done("new", "x")
    assert run("undo").err.splitlines()[1] == "hint: see: qualcode undo --help"
