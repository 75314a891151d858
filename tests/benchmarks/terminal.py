"""A program on a real pseudo-terminal: when its words are on the screen, and how long a key takes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.benchmarks.measuring import Sample, environment

COLUMNS, LINES = 120, 40
LONGEST_WAIT = 60.0
LONGEST_ANSWER = 1.0
LONGEST_GOODBYE = 5.0
QUIET = 0.06
QUIT = b"\x11"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()P^_][^\x1b]*(?:\x1b\\)?|[=>78])")


class Terminal:
    """Python with some arguments on a terminal of 120 × 40 cells."""

    def __init__(self, home: Path, *arguments: object) -> None:
        self.began = time.perf_counter()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        command = [sys.executable, *map(str, arguments)]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=home, env=environment(home), start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # Linux reports a pseudo-terminal whose other end is closed as an error.
            os.write(self._master, QUIT)
            until = time.perf_counter() + LONGEST_GOODBYE
            while self._read(2.0) and time.perf_counter() < until:
                pass
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def _read(self, patience: float) -> bytes:
        return os.read(self._master, 1 << 16) if select.select([self._master], [], [], patience)[0] else b""

    def wait_for(self, words: str) -> float:
        """The time when words from here on are on the screen; raises RuntimeError where they never come."""
        seen, until = b"", time.perf_counter() + LONGEST_WAIT
        while time.perf_counter() < until:
            try:
                seen += self._read(1.0)
            except OSError:
                break
            if words.encode() in _ESCAPES.sub(b"", seen):
                return time.perf_counter()
        raise RuntimeError(f"«{words}» never came; the screen says: {_ESCAPES.sub(b'', seen)[-500:]!r}")

    def press(self, key: bytes) -> None:
        """Type a key."""
        os.write(self._master, key)

    def brings(self, key: bytes, quiet: float = QUIET) -> Sample:
        """How long it takes from a key to the last byte that it brings; nothing, where it brings none."""
        began = last = time.perf_counter()
        worked = self._worked()
        self.press(key)
        patience = LONGEST_ANSWER
        while self._read(patience):
            last, patience = time.perf_counter(), quiet
        return Sample(last - began, None if worked is None else (self._worked() or worked) - worked)

    def _worked(self) -> float | None:
        """Seconds of processor that the program has had, on systems that tell it so finely."""
        told = [path.read_text() for path in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")]
        return sum(int(line.split()[0]) for line in told) / 1e9 if told else None

    def settle(self, quiet: float) -> None:
        """Read until nothing has come for a while."""
        while self._read(quiet):
            pass
