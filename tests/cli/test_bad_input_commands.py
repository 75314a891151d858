"""Bad files on the command line: an error and a hint for each, nothing half done, and nothing that a terminal obeys."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from ptyprocess import PtyProcess

from qualcode.text.symbols import visible
from tests.cli.running import REPOSITORY, Ran, done, program, run
from tests.fuzz.seeds import SEEDS
from tests.text import bad_files
from tests.text.test_bad_input import HOSTILE_TEXT

BAD: dict[str, Callable[[], bytes]] = {
    "tom.txt": lambda: b"",
    "blank.md": lambda: b" \n\n\t",
    "bilde.txt": bad_files.picture,
    "program.md": bad_files.program,
    "base.csv": bad_files.database,
    "gammel.docx": lambda: bytes(100),
    "låst.docx": bad_files.locked_office_file,
    "låst.odt": bad_files.locked_open_document,
    "låst.pdf": bad_files.locked_pdf,
    "låst.epub": bad_files.locked_book,
    "låst.xlsx": bad_files.locked_office_file,
    "halv.docx": lambda: SEEDS[".docx"]()[0][:900],
    "halv.pdf": lambda: SEEDS[".pdf"]()[0][:400],
    "bombe.docx": lambda: bad_files.bomb(SEEDS[".docx"]()[0], 50),
    "bombe.epub": lambda: bad_files.lying(SEEDS[".epub"]()[0], "OEBPS/a.xhtml"),
    "latter.odt": lambda: bad_files.with_xml(*bad_files.ENTITIES["a billion laughs"])[".odt"],
    "fil.docx": lambda: bad_files.with_xml(*bad_files.ENTITIES["a file of the machine"])[".docx"],
    "ute.epub": lambda: bad_files.replaced(SEEDS[".epub"]()[0], {"../ute.txt": "x"}),
    "tall.json": lambda: b"[" * 100_000,
    "ingen.srt": lambda: b"Bare ord.",
}
GOOD = "I: Hva skjer?\n\nBerit: Ingenting.\n"
# What a progress bar may send: back to the margin, clear the line, hide and show the cursor.
PROGRESS = re.compile(r"\r|\x1b\[(?:K|\?25[lh])")
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@cache
def content(name: str) -> bytes:
    """What a bad file holds, made when a test first asks: bombs take their time."""
    return BAD[name]()


@pytest.fixture
def bad(study: Path) -> list[str]:
    """All bad files, beside a project."""
    for name in BAD:
        Path(name).write_bytes(content(name))
    os.mkfifo("rør.txt")
    Path("mappe.txt").mkdir()
    Path("ring.txt").symlink_to("ring.txt")
    Path("null.txt").symlink_to("/dev/zero")
    return [*BAD, "rør.txt", "mappe.txt", "ring.txt", "null.txt", "borte.txt", "å" * 300 + ".txt"]


def acts() -> list[dict[str, str]]:
    """Everything that was done in the project."""
    return done("history").rows


def is_told_plainly(ran: Ran, *names: str) -> bool:
    """Whether each name has an error and a hint, and nobody sees a traceback."""
    lines = ran.err.splitlines()
    errors = [line for line in lines if line.startswith("error: ")]
    hints = [line for line in lines if line.startswith("hint: ") and len(line) > len("hint: ")]
    told = all(any(name in error for error in errors) for name in names)
    return told and len(hints) >= len(errors) >= len(names) and "Traceback" not in ran.err


def test_bad_files_alone_leave_the_project_as_it_was(bad: list[str]) -> None:
    before, project = acts(), Path("study.qualcode").read_bytes()
    ran = run("import", *(name for name in bad if name != "mappe.txt"))
    assert ran.code == 1
    assert is_told_plainly(ran, *(name for name in bad if name != "mappe.txt"))
    assert "unforeseen" not in ran.err
    assert acts() == before
    assert Path("study.qualcode").read_bytes() == project


def test_a_good_file_among_bad_ones_goes_in_alone_and_can_be_undone(bad: list[str]) -> None:
    Path("god.txt").write_text(GOOD, encoding="utf-8")
    before = acts()
    ran = run("import", *bad[:12], "god.txt", *bad[12:])
    assert ran.code == 1
    assert [row["name"] for row in done("documents").rows] == ["berit", "god"]
    assert len(acts()) == len(before) + 1
    done("undo")
    assert [row["name"] for row in done("documents").rows] == ["berit"]
    done("check")


def test_a_folder_of_bad_files_is_read_to_its_end(bad: list[str]) -> None:
    Path("alle").mkdir()
    for name in BAD:
        Path("alle", name).write_bytes(content(name))
    Path("alle", "år 1;2.txt").write_text(GOOD, encoding="utf-8")
    Path("alle", "undermappe.txt").mkdir()
    ran = run("import", "alle")
    assert ran.code == 1
    assert is_told_plainly(ran, *BAD, "undermappe.txt")
    assert [row["name"] for row in done("documents").rows] == ["berit", "år 1;2"]


def test_a_folder_that_nobody_may_look_into_does_not_hinder_others(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("lukket").mkdir()
    Path("god.txt").write_text(GOOD, encoding="utf-8")
    usual = Path.iterdir

    def refused(folder: Path) -> object:
        if folder.name == "lukket":
            raise PermissionError(13, "Permission denied", str(folder))
        return usual(folder)

    monkeypatch.setattr(Path, "iterdir", refused)
    ran = run("import", "lukket", "god.txt")
    assert ran.code == 1
    assert is_told_plainly(ran, "lukket")
    assert [row["name"] for row in done("documents").rows] == ["berit", "god"]


@pytest.mark.parametrize("name", [*BAD, "borte.txt"])
def test_a_bad_version_does_not_replace_a_document(study: Path, name: str) -> None:
    if name in BAD:
        Path(name).write_bytes(content(name))
    before = acts()
    ran = run("documents", "replace", "berit", name)
    assert ran.code == 1
    assert is_told_plainly(ran, name)
    assert acts() == before


@pytest.mark.parametrize("name", ["tom.txt", "bilde.txt", "låst.odt", "latter.odt", "ingen.srt"])
def test_a_bad_guide_or_survey_is_refused(study: Path, name: str) -> None:
    Path(name).write_bytes(content(name))
    table = Path(name).with_suffix(".csv")
    table.write_bytes(content(name))
    before = acts()
    for command in (["guides", "import", name], ["survey", str(table), "--guess"]):
        ran = run(*command)
        assert ran.code == 1
        assert is_told_plainly(ran, command[-1] if command[0] == "guides" else table.name)
    assert acts() == before


def test_a_damaged_workbook_prints_nothing_among_the_results(study: Path) -> None:
    """A library says in words on stdout what it finds odd, and stdout is for tables."""
    seed = SEEDS[".xlsx"]()[0]
    import io
    import zipfile

    styles = zipfile.ZipFile(io.BytesIO(seed)).read("xl/styles.xml").decode()
    odd = re.sub(r'(<cellStyle [^>]*xfId=")0"', r'\g<1>7"', styles)
    assert odd != styles
    Path("rar.xlsx").write_bytes(bad_files.replaced(seed, {"xl/styles.xml": odd}))
    ran = program("import", "rar.xlsx", "--dry-run", "-f", "csv")
    assert "out of range" not in ran.text
    assert not ran.out or ran.header.startswith("name,kind")


# ── odd names ────────────────────────────────────────────────────────────────────────────────────────────────────────

ODD_NAMES = {
    "to\nlinjer.txt": "to linjer", "a;b,c\"d'.txt": "a;b,c\"d'", "-rf.txt": "-rf", "....txt": "...",
    "{0} %s.txt": "{0} %s",
    "\x1b]0;eid\x07\u202e.txt": "]0;eid", "å" * 125 + ".txt": "å" * 125, "👩\u200d👧.txt": "👩\u200d👧",
    "[rød]x[.txt": "[rød]x[", "\udce5sne.txt": "\ufffdsne",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_with_an_odd_name_is_taken_in(study: Path, name: str) -> None:
    Path(name).write_text(GOOD, encoding="utf-8")
    ran = done("import", "--", name)
    assert not OBEYED.search(ran.err.replace("\n", ""))
    assert [row["name"] for row in done("documents").rows] == ["berit", ODD_NAMES[name]]
    assert done("documents", "text", "--", ODD_NAMES[name]).text == GOOD
    assert "\n" not in acts()[0]["label" if "label" in acts()[0] else next(iter(acts()[0]))]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_in_an_error_is_made_harmless(study: Path, name: str) -> None:
    Path(name).write_bytes(bytes(500))
    ran = run("import", "--", name, "borte \x1b[2J\u202e.txt")
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["error", "hint"] * 2
    assert not OBEYED.search(ran.err.replace("\n", ""))


# ── a terminal ───────────────────────────────────────────────────────────────────────────────────────────────────────


def on_terminal(*arguments: str) -> str:
    """What a terminal gets from commands, one after the other in one program, stderr and all."""
    script = (
        "import sys; from qualcode.cli.program import cli\n"
        "for line in sys.argv[1:]:\n"
        "    try: cli(line.split('|'), prog_name='qualcode')\n"
        "    except SystemExit: pass\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm-256color"}
    terminal = PtyProcess.spawn([sys.executable, "-c", script, *arguments], env=environment, dimensions=(40, 200))
    seen = b""
    while True:
        try:
            seen += terminal.read(65536)
        except EOFError:
            break
    terminal.wait()
    return seen.decode("utf-8", "replace")


def test_nothing_in_a_text_or_a_name_is_obeyed_by_a_terminal(study: Path) -> None:
    evil = "\x1b]0;eid\x07\u202e"
    Path(f"ond {evil}.txt").write_text(HOSTILE_TEXT * 3 + f"\nB{evil}: svar\n\nB{evil}: svar\n", encoding="utf-8")
    Path(f"tom {evil}.txt").write_bytes(b"")
    Path("ond.csv").write_text(f"id;Hva {evil}?\n1;svar {evil} med mange ord og ett til\n2;{evil}\n", encoding="utf-8")
    Path("ond.srt").write_text(f"00:00:01,000 --> 00:00:02,000\nB{evil}: hei {evil}\n", encoding="utf-8")
    seen = on_terminal(
        f"import|ond {evil}.txt|tom {evil}.txt|ond.srt", f"import|ond {evil}.txt|--dry-run", "documents", "turns",
        "speakers",
        "documents|text|ond ]0;eid", "documents|text|ond ]0;eid|--raw", "search|slutt", "history", "survey|ond.csv",
        "survey|ond.csv|--guess", f"documents|text|ikke {evil}", f"search|{evil}", f"documents|rename {evil}",
        "turns|-f|json", "turns|-f|csv", "turns|-f|md", "documents|clean|ond ]0;eid|--profile|scanned", "repairs",
    )  # fmt: skip
    rest = PROGRESS.sub("", seen)
    assert not OBEYED.search(rest.replace("\n", "")), OBEYED.search(rest)
    assert visible("\x1b[2J") in rest
    assert "Traceback" not in rest
    assert "unforeseen" not in rest
    assert rest.count("ond ]0;eid") >= 3
