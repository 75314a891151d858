"""`python -m tests.fuzz`: damaged files for every reader until time is up; a crash, a hang or a hunger is kept.

A case may be read or refused in words. Everything else is a fault: its case is made as small as it will go and stays
in a folder, to become a test. The exit code is 1 where there was any.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.fuzz.growth import measured
from tests.fuzz.mutation import mutated
from tests.fuzz.seeds import SEEDS
from tests.fuzz.trying import Verdict, Worker

MINIMISING_SECONDS = 20.0
SLICE_SECONDS = 30.0
FAULTS_A_TARGET = 12


class Campaign:
    """The cases of one target: how many went how, and the faults that were found."""

    def __init__(self, target: str, random: Random, kept: Path) -> None:
        self.target, self._random, self._kept = target, random, kept
        self.counts: Counter[str] = Counter()
        self.faults: dict[str, Path] = {}
        self.seconds = 0.0
        self.peak = 0

    def run(self, seconds: float, folder: Path) -> None:
        """Try cases for some time."""
        worker, seeds = Worker(self.target, folder), SEEDS[self.target]()
        began = time.monotonic()
        with contextlib.closing(worker):
            while time.monotonic() - began < seconds:
                data = mutated(self._random, self.target, seeds)
                verdict = worker.verdict(data)
                self.counts[verdict.words if verdict.is_sound else "fault"] += 1
                if not verdict.is_sound:
                    self._keep(worker, data, verdict)
        self.seconds += time.monotonic() - began
        self.peak = max(self.peak, worker.peak)

    def _keep(self, worker: Worker, data: bytes, verdict: Verdict) -> None:
        """Keep the smallest case of a fault that is new."""
        if verdict.kind in self.faults or len(self.faults) >= FAULTS_A_TARGET:
            return
        place = self._kept / f"{self.target.lstrip('.')}-{len(self.faults) + 1}{worker.place.suffix}"
        self.faults[verdict.kind] = place
        place.write_bytes(data)
        print(f"{self.target}: {verdict.words}\n  kept in {place}", flush=True)
        small = minimised(worker, data, verdict.kind)
        place.write_bytes(small)
        print(f"  {len(data)} bytes, made smaller to {len(small)}", flush=True)

    def __str__(self) -> str:
        total = self.counts.total()
        return (
            f"{self.target:<12}{self.seconds / 60:>7.1f} min{total:>9} cases{self.counts['ok']:>9} read"
            f"{self.counts['refused']:>9} refused{len(self.faults):>4} faults{self.peak:>6} MB"
        )


def minimised(worker: Worker, data: bytes, kind: str) -> bytes:
    """The case with as much cut out as can be with the fault staying the same."""
    until = time.monotonic() + MINIMISING_SECONDS
    size = len(data) // 2
    while size >= 1 and time.monotonic() < until:
        smaller = next(
            (
                cut
                for cut in _without_parts(data, size)
                if time.monotonic() < until and worker.verdict(cut).kind == kind
            ),
            None,
        )
        data, size = (smaller, size) if smaller is not None else (data, size // 2)
    return data


def _without_parts(data: bytes, size: int) -> Iterator[bytes]:
    """The data without each of its parts of a size."""
    for start in range(0, len(data), size):
        yield data[:start] + data[start + size :]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz what is asked for, in turns of half a minute, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--reader", dest="targets", choices=tuple(SEEDS), action="append", help="may be given again")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each reader")
    parser.add_argument("--seed", type=int, default=None, help="to have the same cases again")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir(), "qualcode-fuzz"), help="for faults")
    parser.add_argument("--growth", action="store_true", help="texts of one pattern over and over, instead of damage")
    options = parser.parse_args(arguments)
    os.nice(15)
    if options.growth:
        return measured(options.targets or list(SEEDS))
    options.keep.mkdir(parents=True, exist_ok=True)
    seed = options.seed if options.seed is not None else time.time_ns()
    print(f"seed {seed}, faults in {options.keep}", flush=True)
    campaigns = [Campaign(target, Random(f"{seed} {target}"), options.keep) for target in options.targets or SEEDS]
    with tempfile.TemporaryDirectory(prefix="qualcode-fuzz-") as folder:
        while left := [each for each in campaigns if each.seconds < 60 * options.minutes]:
            for campaign in left:
                campaign.run(min(SLICE_SECONDS, 60 * options.minutes), Path(folder))
                print(campaign, flush=True)
    print("\n", *campaigns, sep="\n")
    return 1 if any(campaign.faults for campaign in campaigns) else 0


if __name__ == "__main__":
    sys.exit(main())
