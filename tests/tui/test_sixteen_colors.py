"""What is sent to a terminal that knows sixteen colours, in a terminal of its own: no colour that it does not know."""

from __future__ import annotations

import re
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ptyprocess import PtyProcess

from qualcode.project.project import Project
from qualcode.tui.themes import THEME_NAMES
from qualcode.tui.widgets.stripes import CONSOLE_LINES, LINES
from tests.benchmarks.measuring import environment

PATIENCE = 200.0
STYLE = re.compile(rb"\x1b\[([0-9;:]*)m")
# Attributes and their ends, the sixteen colours in front and behind, and the terminal's own two.
ATTRIBUTES = {0, 1, 2, 3, 4, 7, 9, 21, 22, 23, 24, 27, 29}
COLORS = {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}
OWN = {39, 49}
# In the fonts of the console all of these are one thin line, or missing. A heavy one by itself is no worse for it.
CONSOLE_CANNOT = set("╻╹║╥╨╏┊▐▝▗╷╵")


@pytest.fixture
def project_file(small_project: Project, tmp_path: Path) -> Path:
    """A project with codings of several codes on the same words."""
    text = small_project.corpus.text("Intervju Berit")
    for code in ("Skjønn", "Handlingsrom", "NPM-press", "Måltall"):
        small_project.coding.apply(code, "Intervju Berit", text.index("De venter"), len(text) - 2)
    small_project.close()
    return tmp_path / "studie.qualcode"


def sent(path: Path, themes: int = 1, **variables: str) -> bytes:
    """All that a terminal gets: transcript, picker, codebook and tables, once in each of so many themes."""
    surroundings = {**environment(path.parent), **variables}
    surroundings.pop("COLORTERM", None)
    command = [sys.executable, "-m", "qualcode", "--coder", "Ida", "--lang", "en", "--project", str(path)]
    terminal = PtyProcess.spawn(command, cwd=str(path.parent), env=surroundings, dimensions=(24, 80))
    around = (
        (b"F1 help", b"s"),
        (b"words selected", b"c"),
        (b"type to find", b"\x1b"),
        (b"F1 help", b"\x1bOS"),
        (b"codings", b"\x1b[17~"),
    )
    onwards = ((b"Enter", b"\x14"), (b"F1 help", b"\x1bOR"))
    steps: Iterator[tuple[bytes, bytes]] = iter(
        (*(step for _ in range(themes - 1) for step in (*around, *onwards)), *around, (b"Enter", b"\x11"))
    )
    seen, awaited = b"", b""
    words, key = next(steps)
    until = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until:
            if select.select([terminal.fd], [], [], 0.15)[0]:
                awaited += (more := terminal.read(1 << 16))
                seen += more
            elif words in awaited:
                terminal.write(key)
                words, key = next(steps, (b"\0", b""))
                awaited = b""
    except EOFError:
        return seen
    finally:
        terminal.close(force=True)
    pytest.fail(f"{words!r} was never shown, only {awaited[-2000:]!r}")


def numbers(seen: bytes) -> set[int]:
    """The numbers of all styles."""
    return {int(each or 0) for style in STYLE.findall(seen) for each in re.split(rb"[;:]", style)}


def test_only_sixteen_colors_are_sent_in_every_theme(project_file: Path) -> None:
    seen = sent(project_file, themes=len(THEME_NAMES) + 1, TERM="xterm-16color")
    assert numbers(seen) <= ATTRIBUTES | COLORS | OWN
    assert numbers(seen) & COLORS
    assert CONSOLE_CANNOT & set(seen.decode("utf-8", "replace")), "no need of the glyphs for a console here"


def test_without_colors_none_is_sent(project_file: Path) -> None:
    assert numbers(sent(project_file, TERM="xterm-16color", NO_COLOR="1")) <= ATTRIBUTES | OWN


def test_the_console_gets_stripes_that_its_font_tells_apart(project_file: Path) -> None:
    assert CONSOLE_CANNOT & set(sent(project_file, TERM="linux").decode("utf-8", "replace")) == set()


def test_the_stripes_of_the_console_differ_in_each_of_their_glyphs() -> None:
    for glyphs in zip(*CONSOLE_LINES, strict=True):
        assert len(set(glyphs)) == len(LINES)
