"""Trying cases in a process of its own, which may die of them without harm."""

from __future__ import annotations

import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HUNGRY_MEGABYTES = 700
MOST_SECONDS = 5.0
_MOST_WALL_SECONDS = 100.0
SOUND = ("ok", "refused")


class Verdict(NamedTuple):
    """How a case went: `ok`, `refused` or the fault in words, and the seconds that the processor took for it."""

    words: str
    seconds: float = 0.0

    @property
    def is_sound(self) -> bool:
        """Whether there is no fault."""
        return self.words in SOUND

    @property
    def kind(self) -> str:
        """What two cases of one fault have in common: the error and the place, not the words between."""
        return f"{self.words.partition(':')[0]} {self.words.rpartition(' in ')[2]}"


class Worker:
    """A process that tries the cases of one target; one that dies is replaced by the next."""

    def __init__(self, target: str, folder: Path, most_seconds: float = MOST_SECONDS) -> None:
        self.target = target
        self.place = folder / f"case{target if target.startswith('.') else '.txt'}"
        self.peak = 0
        self._command = [sys.executable, "-m", "tests.fuzz.worker", target, str(most_seconds)]
        self._process: subprocess.Popen[str] | None = None

    def verdict(self, data: bytes, ending: str = "") -> Verdict:
        """How a case goes; its ending is that of the target unless another is given."""
        place = self.place.with_suffix(ending) if ending else self.place
        place.write_bytes(data)
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{place}\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], _MOST_WALL_SECONDS)
        answer = process.stdout.readline() if ready else ""
        if not answer:
            return self._death(process)
        seconds, peak, words = answer.rstrip("\n").split("\t", 2)
        self.peak = max(self.peak, int(peak))
        if int(peak) > HUNGRY_MEGABYTES:
            self.close()
            words = f"memory: {int(peak) // 100 * 100} MB"
        return Verdict(words, float(seconds))

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                self._command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
            )
        return self._process

    def _death(self, process: subprocess.Popen[str]) -> Verdict:
        """Why there is no answer."""
        self.close()
        is_hang = process.returncode in (-signal.SIGPROF, -signal.SIGKILL)
        return Verdict("hang" if is_hang else f"died with {process.returncode}")
