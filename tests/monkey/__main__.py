"""`python -m tests.monkey`: a thousand random keys, ten seeds, three sizes of terminal, on the sample study.

Prints a line for each run and what was met; the exit code is 1 where anything crashed, was unsound or would not undo.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile

from qualcode.project.project import open_project
from qualcode.shipped import write_demo
from tests.monkey.pressing import Walk, visit

SIZES = ((80, 24), (120, 40), (200, 50))
LAST_KEYS = 25
CODER = "Kari"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every seed at every size."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many")
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--keys", type=int, default=1000, help="how many in each run")
    options = parser.parse_args(arguments)
    seeds = [options.seed] if options.seed is not None else list(range(1, options.seeds + 1))
    met: Counter[str] = Counter()
    sound = True
    with tempfile.TemporaryDirectory(prefix="qualcode-monkey-") as home:
        settle_in(Path(home))
        demo = write_demo(Path(home, "demo"))
        for seed in seeds:
            for size in SIZES:
                walk = Walk()
                sound &= run(demo, seed, size, options.keys, walk)
                met += walk.met
    print("Keys by screen:", ", ".join(f"{name} {count}" for name, count in met.most_common()))
    return 0 if sound else 1


def settle_in(home: Path) -> None:
    """A home and a folder of its own, so that nobody's settings are read or written."""
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[variable] = str(home)
    os.chdir(home)


def run(demo: Path, seed: int, size: tuple[int, int], count: int, walk: Walk) -> bool:
    """One run on a fresh copy of the study; whether all went well."""
    began = time.monotonic()
    copy = demo.with_name(f"{seed}-{size[0]}.qualcode")
    copyfile(demo, copy)
    fault = ""
    with open_project(copy, coder=CODER) as project:
        try:
            asyncio.run(visit(project, seed, size, count, walk))
        except Exception as error:  # whatever it is, it is what the monkey was sent to find
            words = traceback.format_exception(error)
            fault = f"{''.join(words[-4:])}last keys: {' '.join(walk.pressed[-LAST_KEYS:])}"
    took = time.monotonic() - began
    print(f"seed {seed:2} {size[0]}×{size[1]}: {len(walk.pressed)} keys in {took:.0f} s", fault or "ok", flush=True)
    return not fault


if __name__ == "__main__":
    sys.exit(main())
