"""Somebody at a terminal of 80 × 24 without a mouse: reads the screen, looks up the keys there, and presses them."""

from __future__ import annotations

import re
import select
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import ptyprocess
import pyte

from tests.benchmarks.measuring import environment

COLUMNS, LINES = 80, 24
PATIENCE = 200.0
# How long nothing comes when a screen is whole. Nothing is waited for so; it only says when to look.
QUIET = 0.06
# What the terminal sends for the keys that are no letters, by the names they have on the screen.
KEYS = {
    **{f"F{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", 1)},
    **{f"F{number}": f"\x1b[{code}~" for number, code in ((5, 15), (6, 17), (7, 18), (8, 19), (9, 20), (10, 21))},
    **{"↑": "\x1b[A", "↓": "\x1b[B", "→": "\x1b[C", "←": "\x1b[D"},
    **{"PgUp": "\x1b[5~", "PgDn": "\x1b[6~"},
    **{f"Ctrl+{arrow}": f"\x1b[1;5{letter}" for arrow, letter in zip("↑↓→←", "ABCD", strict=True)},
    **{"Enter": "\r", "Esc": "\x1b", "Tab": "\t", "Space": " ", "Delete": "\x1b[3~", "Backspace": "\x7f"},
    **{f"Ctrl+{letter}": chr(ord(letter) - 64) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
}
HELP = "Keys that work here"
LAST_LINE_OF_HELP = "Quit"
# Keys two spaces apart, those of a row one, then the title, then perhaps a piece of the scroll bar.
_HELP_LINE = re.compile(r"^ +(\S+(?: \S)?)(?:  \S+(?: \S)?)*   *(\S.*?)(?: +[▁-█]+)?$")


class Person:
    """Sits at the program, and knows of it what its screens have told."""

    def __init__(self, home: Path, *arguments: object, screens: Path | None = None) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._keys: dict[str, str] = {}
        self._screens, self._kept = screens, 0
        command = [sys.executable, "-m", "qualcode", *map(str, arguments)]
        self._terminal = ptyprocess.PtyProcess.spawn(
            command, cwd=str(home), env=environment(home), dimensions=(LINES, COLUMNS)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._terminal.close(force=True)

    @property
    def rows(self) -> Sequence[str]:
        """What stands on the screen, line by line."""
        return [row.rstrip() for row in self._screen.display]

    @property
    def shown(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.rows)

    def sees(self, *words: str) -> None:
        """Wait until some words stand on the screen together."""
        self._wait(lambda: all(each in self.shown for each in words), f"never saw {words}")

    def sees_no_more(self, words: str) -> None:
        """Wait until some words are gone."""
        self._wait(lambda: words not in self.shown, f"still sees «{words}»")

    def presses(self, *keys: str) -> None:
        """Press keys, named as the screen names them."""
        for key in keys:
            self.types(KEYS[key] if key in KEYS or len(key) > 1 else key)

    def presses_until(self, words: str, key: str, *, lit: bool = False) -> None:
        """Press a key again and again until some words stand on the screen, or are what is highlighted there."""
        self._settles()
        while not (self._is_lit(words) if lit else words in self.shown):
            before = self._picture()
            self.presses(key)
            self._wait(lambda: self._picture() != before, f"{key} never gets to «{words}»")  # noqa: B023
            self._settles()

    def types(self, words: str) -> None:
        """Write words."""
        self._terminal.write(words.encode())

    def does(self, title: str) -> None:
        """Press the key that the help gives for something; it is looked up when it is needed first."""
        if title not in self._keys:
            self._reads_the_help()
        assert title in self._keys, f"the help has no «{title}», only {sorted(self._keys)}"
        self.presses(*self._keys[title].split())

    def keeps(self, name: str) -> None:
        """Keep the screen as a text file, where there is a folder for it."""
        if self._screens is not None:
            self._settles()
            self._kept += 1
            self._screens.mkdir(parents=True, exist_ok=True)
            (self._screens / f"{self._kept:02} {name}.txt").write_text(self.shown + "\n", "utf-8")

    def leaves(self) -> None:
        """Leave the program, and see that it ended well."""
        self.does(LAST_LINE_OF_HELP)
        with suppress(EOFError):
            while self._look(PATIENCE):
                pass
        assert self._terminal.wait() == 0, self.shown

    def _reads_the_help(self) -> None:
        self.presses("F1")
        self.sees(HELP)
        self._notes_the_keys()
        while LAST_LINE_OF_HELP not in self._keys or not any(LAST_LINE_OF_HELP in row for row in self.rows):
            before = self.shown
            self.presses("PgDn")
            self._wait(lambda: self.shown != before, "the help goes no further")  # noqa: B023
            self._notes_the_keys()
        self.presses("Esc")
        self.sees_no_more(HELP)

    def _notes_the_keys(self) -> None:
        self._settles()
        for row in self.rows:
            if found := _HELP_LINE.match(row):
                key, title = found.groups()
                self._keys[title] = key

    def _picture(self) -> Sequence[Sequence[tuple[str, str]]]:
        """Letters and what is behind them."""
        cells = self._screen.buffer
        return [[(cells[y][x].data, cells[y][x].bg) for x in range(COLUMNS)] for y in range(LINES)]

    def _is_lit(self, words: str) -> bool:
        """Whether a line with these words has another ground there than the lines above and below it."""
        cells = self._screen.buffer
        places = [(y, row.index(words) + len(words) // 2) for y, row in enumerate(self.rows) if words in row]
        return any(cells[y][x].bg not in (cells[y - 1][x].bg, cells[y + 1][x].bg) for y, x in places)

    def _settles(self) -> None:
        with suppress(EOFError):
            while self._look(QUIET):
                pass

    def _wait(self, met: Callable[[], bool], complaint: str) -> None:
        until = time.monotonic() + PATIENCE
        with suppress(EOFError):
            while not met() and time.monotonic() < until:
                self._look(0.5)
        if not met():
            self.keeps("where it went wrong")
            raise AssertionError(f"{complaint}; the screen says:\n{self.shown}")

    def _look(self, seconds: float) -> bool:
        """Let what comes within a time appear; whether anything came."""
        came = bool(select.select([self._terminal.fd], [], [], seconds)[0])
        if came:
            self._stream.feed(self._terminal.read(1 << 16))
        return came
