"""`python -m tests.benchmarks`: the budgets of DESIGN's section 10 against this machine, and against bare floors.

It prints and judges nothing by its exit code: absolute times say as much of the machine as of the program.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measuring import HEADER
from tests.benchmarks.sizes import SIZES, TINY, Size
from tests.benchmarks.study import BUILDING, MEASUREMENTS, Study


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; the exit code is 1 where something could not run at all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--size", choices=("all", *SIZES, TINY.name), default="all")
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="one benchmark; may be given again")
    options = parser.parse_args(arguments)
    sizes = {**SIZES, TINY.name: TINY}
    chosen = SIZES.values() if options.size == "all" else [sizes[options.size]]
    print(surroundings(), HEADER, "─" * len(HEADER), sep="\n", flush=True)
    sound = [measure(size, options.only or list(MEASUREMENTS)) for size in chosen]
    print(
        "\nSeconds. best and median of 3 runs, each of a whole process, but for search and apply, which happen inside"
        " one; import and codings run\nonce; p95 is of 20, of keys of 40. The floor does the bare equivalent in the"
        " same run. Figure and ratios: the p95 where there is one, else the median."
    )
    return 0 if all(sound) else 1


def measure(size: Size, names: Sequence[str]) -> bool:
    """Build a project of a size and print its lines; whether everything ran."""
    sound = True
    with tempfile.TemporaryDirectory(prefix="qualcode-benchmark-") as folder:
        study = Study(size, Path(folder), runs=1 if size is TINY else 3)
        for name in MEASUREMENTS:
            try:
                for line in study.measured(name, names.__contains__):
                    print(line, flush=True)
            except (RuntimeError, OSError) as error:
                sound = False
                print(f"{name}: could not run at size {size.name}: {error}", flush=True)
                if name in BUILDING:
                    break
    return sound


def surroundings() -> str:
    """What the figures depend on besides the program."""
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return (
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load before {load}; "
        "other work on the machine at the same time makes every figure larger, cpu least of all.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
