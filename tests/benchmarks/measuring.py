"""What a figure is, how one is taken, and the table they end up in."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[2]
MANY = 20
FIGURES = ("best", "median", "p95", "cpu", "budget", "ratio", "floor", "ratio")
HEADER = f"{'what':<46}{'size':<5}{''.join(f'{name:>9}' for name in FIGURES)}"


class Sample(NamedTuple):
    """One run in seconds: what the clock on the wall says, and what the processor did if that is known."""

    wall: float
    cpu: float | None = None


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
        cells = (min(walls), median(walls), p95, median(cpu) if cpu else None, self.budget)
        against_budget, against_floor = (figure / other if other else None for other in (self.budget, floor))
        return (
            f"{self.what:<46}{self.size:<5}{''.join(f'{_seconds(cell):>9}' for cell in cells)}"
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
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, *map(str, arguments)]
    ended = subprocess.run(command, cwd=home, env=environment(home), capture_output=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode != 0:
        raise RuntimeError(f"{' '.join(command[1:])[:200]}: {ended.stderr.decode(errors='replace')[-500:]}")
    return Sample(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def inside(act: Callable[[], object]) -> Sample:
    """Do something in this process."""
    began, cpu = time.perf_counter(), time.process_time()
    act()
    return Sample(time.perf_counter() - began, time.process_time() - cpu)
