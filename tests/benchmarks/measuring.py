"""What a figure is, how one is taken, and the table they end up in."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[2]
MANY = 20
FIGURES = ("best", "median", "p95", "cpu", "MB", "budget", "ratio", "floor", "ratio")
HEADER = f"{'what':<46}{'size':<5}{''.join(f'{name:>9}' for name in FIGURES)}"


class Sample(NamedTuple):
    """One run in seconds: what the clock on the wall says, and, if known, what the processor did and the peak in MB."""

    wall: float
    cpu: float | None = None
    memory: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; the floor is a bare computation of the same thing in the same run."""

    what: str
    size: str
    samples: Sequence[Sample]
    budget: float | None = None
    floor: Sequence[Sample] = ()

    def figure(self, samples: Sequence[Sample]) -> float:
        """What is held against the budget: the p95 of many runs, the median of few."""
        times = [sample.wall for sample in samples]
        return quantiles(times, n=20)[-1] if len(self.samples) >= MANY and len(times) > 1 else median(times)

    def __str__(self) -> str:
        walls, figure = [sample.wall for sample in self.samples], self.figure(self.samples)
        floor = self.figure(self.floor) if self.floor else None
        cpu = [sample.cpu for sample in self.samples if sample.cpu is not None]
        p95 = figure if len(walls) >= MANY else None
        memory = [sample.memory for sample in self.samples if sample.memory is not None]
        times = (min(walls), median(walls), p95, median(cpu) if cpu else None)
        against_budget, against_floor = (figure / other if other else None for other in (self.budget, floor))
        return (
            f"{self.what:<46}{self.size:<5}{''.join(f'{_seconds(cell):>9}' for cell in times)}"
            f"{f'{max(memory):.0f}' if memory else '–':>9}{_seconds(self.budget):>9}"
            f"{_ratio(against_budget):>9}{_seconds(floor):>9}{_ratio(against_floor):>9}"
            f"{'  OVER' if against_budget is not None and against_budget > 1 else ''}"
        )


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}" if value < 0.1 else f"{value:.2f}"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def environment(home: Path) -> dict[str, str]:
    """Surroundings in which a program finds this repository and a home of its own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("QUALCODE_", "XDG_", "NO_COLOR"))}
    return {**own, "PYTHONPATH": str(REPOSITORY), "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def program(home: Path, *arguments: object) -> Sample:
    """Run Python with these arguments to its end; raises RuntimeError with its words where it fails."""
    command = [sys.executable, *map(str, arguments)]
    with tempfile.TemporaryFile() as words:
        began = time.perf_counter()
        running = subprocess.Popen(
            command, cwd=home, env=environment(home), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words
        )
        _, status, used = os.wait4(running.pid, 0)  # what subprocess waits with does not tell what was used
        wall = time.perf_counter() - began
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode != 0:
            words.seek(0)
            raise RuntimeError(f"{' '.join(command[1:])[:200]}: {words.read().decode(errors='replace')[-500:]}")
    return Sample(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def inside(act: Callable[[], object]) -> Sample:
    """Do something in this process."""
    began, cpu = time.perf_counter(), time.process_time()
    act()
    return Sample(time.perf_counter() - began, time.process_time() - cpu)
