"""How fast the reader answers on a real pseudo-terminal: from a key written to the last byte painted.

Run as a script. Prints median, p95, the budget, and the ratio to a bare Textual app that repaints as many rows in the
same run, since absolute times say as much of the machine as of the reader.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from statistics import median, quantiles
from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.project.records import Coding, Turn
from qualcode.tui.widgets.reader import Reader

COLUMNS, LINES = 120, 40
QUIET = 0.04
DOWN, RIGHT, SELECT_DOWN, PAGE = b"\x1b[B", b"\x1b[C", b"\x1b[1;2B", b"\x1b[6~"
LOAD, CODE = b"\x1b[15~", b"\x1b[17~"
WORDS = ("jeg", "vi", "plassen", "tavla", "samtalen", "søknaden", "oppfølging", "kanskje", "egentlig", "når", "måtte")
CODES = {f"code {number}": f"#{number * 524287 % 0xFFFFFF:06x}" for number in range(30)}


def make_document(words: int) -> tuple[str, list[Turn]]:
    """A transcript of so many words, always the same."""
    chance = random.Random(words)
    parts: list[str] = []
    turns: list[Turn] = []
    length = 0
    while words > 0:
        count = min(words, chance.randint(5, 150))
        words -= count
        label = "I" if len(turns) % 2 == 0 else "Berit"
        speech = " ".join(chance.choice(WORDS) for _ in range(count)) + "."
        start = length + len(label) + 2
        turns.append(
            Turn(str(len(turns)), len(turns) + 1, label, label, label == "I", None, start, start + len(speech))
        )
        parts.append(f"{label}: {speech}")
        length += len(parts[-1]) + 2
    return "\n\n".join(parts), turns


def make_codings(text: str, count: int) -> list[Coding]:
    """So many overlapping codings over a text, always the same."""
    chance = random.Random(count)
    names = list(CODES)
    found = []
    for number in range(count):
        start = chance.randrange(len(text) - 1000)
        end, code = start + chance.randint(20, 1000), chance.choice(names)
        found.append(Coding(str(number), "d", "d", start, end, code, code, "Ida", "", None, "", False))
    return found


class ReaderApp(App[None]):
    """The reader alone, with keys that load a long text and add a coding."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5", "load"), Binding("f6", "code")]

    def compose(self) -> ComposeResult:
        """One reader."""
        yield Reader()

    def on_mount(self) -> None:
        """Start in the text whose caret moves are measured."""
        self.long = make_document(115_000)
        text, turns = make_document(20_000)
        self.codings = make_codings(text, 2000)
        self.query_one(Reader).load("d", text, turns, self.codings, CODES)

    def action_load(self) -> None:
        """Show the long text."""
        self.query_one(Reader).load("long", *self.long, self.codings, CODES)

    def action_code(self) -> None:
        """One more coding where the caret is."""
        reader = self.query_one(Reader)
        start = reader.caret
        added = Coding(
            str(len(self.codings)), "d", "d", start, start + 300, "code 1", "code 1", "Ida", "", None, "", False
        )
        self.codings = [*self.codings, added]
        reader.set_codings(self.codings, CODES)


class Bare(ScrollView, can_focus=True):
    """Rows of text and a mark that moves among them: what any Textual app must do for the same keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "mark(1)"),
        Binding("right", "mark(1)"),
        Binding("pagedown", "page"),
    ]

    def on_mount(self) -> None:
        """As many rows as a long transcript."""
        self.marked = 0
        self.virtual_size = Size(COLUMNS, 100_000)
        self.focus()

    def render_line(self, y: int) -> Strip:
        """A row that says where it is."""
        row = y + self.scroll_offset.y
        text = f"{row} {self.marked if row == self.marked else ''}".ljust(COLUMNS, "." if row % 2 else ",")
        return Strip([Segment(text)], COLUMNS)

    def action_mark(self, step: int) -> None:
        """Repaint two rows."""
        self.marked = self.scroll_offset.y + (self.marked + step) % (LINES - 1)
        self.refresh_lines(self.marked - 1, 2)

    def action_page(self) -> None:
        """Repaint the screen."""
        self.scroll_to(y=self.scroll_offset.y + LINES, animate=False)


class BareApp(App[None]):
    """The bare rows alone."""

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Bare()


class Terminal:
    """A pseudo-terminal with one of the apps in it."""

    def __init__(self, app: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment.pop("NO_COLOR", None)
        command = [sys.executable, __file__, app]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
        os.close(slave)
        self.settle(3.0)

    def settle(self, quiet: float = QUIET) -> float:
        """Read until nothing comes for a while; the time of the last byte."""
        last = time.perf_counter()
        while select.select([self.master], [], [], quiet)[0]:
            os.read(self.master, 1 << 16)
            last = time.perf_counter()
        return last

    def press(self, key: bytes, times: int, quiet: float = QUIET) -> list[float]:
        """Milliseconds from each key to the last byte it brought."""
        found = []
        for _ in range(times):
            begun = time.perf_counter()
            os.write(self.master, key)
            found.append((self.settle(quiet) - begun) * 1000)
        return found

    def close(self) -> None:
        """End the app."""
        os.write(self.master, b"\x11")
        with suppress(OSError):  # Linux reports a pseudo-terminal whose other end is closed as an error.
            self.settle(0.5)
        self.process.wait(10)
        os.close(self.master)


def p95(times: list[float]) -> float:
    """The time that nineteen in twenty keep."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def report(name: str, times: list[float], budget: float, floor: list[float] | None = None) -> None:
    """One line of figures."""
    ratio = f"{median(times) / median(floor):5.1f} × bare" if floor else ""
    verdict = "ok" if p95(times) <= budget else "OVER"
    print(f"{name:34} median {median(times):6.1f}  p95 {p95(times):6.1f}  budget {budget:5.0f} ms  {verdict:5}{ratio}")


def main() -> None:
    """Measure both apps and print the comparison."""
    bare = Terminal("bare")
    floor_move, floor_page = bare.press(DOWN, 60), bare.press(PAGE, 40)
    bare.close()
    reader = Terminal("reader")
    report("caret right", reader.press(RIGHT, 100), 16, floor_move)
    report("caret down, scrolling at the edge", reader.press(DOWN, 150), 16, floor_move)
    report("select down", reader.press(SELECT_DOWN, 60), 16, floor_move)
    report("page down", reader.press(PAGE, 40), 33, floor_page)
    report("one more coding", reader.press(CODE, 40), 30, floor_page)
    report("load 115,000 words", reader.press(LOAD, 5, 0.6), 300, floor_page)
    reader.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare"]:
            BareApp().run()
        case ["reader"]:
            ReaderApp().run()
        case _:
            main()
