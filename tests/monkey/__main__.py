"""`python -m tests.monkey`: a thousand random keys, ten seeds, three sizes of terminal, on the sample study.

Prints a line for each run, then what was met and which actions were never run; the exit code is 1 where anything
crashed, hung, was unsound or would not undo. Ctrl+C stops, and tells what was met so far.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import importlib
import os
import pkgutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import copyfile
from typing import Any

import textual._wait
from textual.screen import ModalScreen

import qualcode.tui
from qualcode.project.project import open_project
from qualcode.shipped import DEMO, write_demo
from qualcode.tui.actions import ACTIONS, SCREENS
from tests.monkey.pressing import HASTE, visit
from tests.monkey.study import CODER, furnish, lay_out
from tests.monkey.watching import SPARED, Walk

SIZES = ((80, 24), (120, 40), (200, 50))
LAST_KEYS = 25
HANGING = 600  # seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every seed at every size."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many")
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--size", type=int, choices=range(len(SIZES)), help="only this one of the three sizes")
    parser.add_argument("--keys", type=int, default=1000, help="how many in each run")
    options = parser.parse_args(arguments)
    seeds = [options.seed] if options.seed is not None else list(range(1, options.seeds + 1))
    sizes = SIZES if options.size is None else SIZES[options.size :][:1]
    met, sound = Walk(), True
    textual._wait.SLEEP_GRANULARITY, textual._wait.SLEEP_IDLE = HASTE
    with tempfile.TemporaryDirectory(prefix="qualcode-monkey-") as place, suppress(KeyboardInterrupt):
        study = prepare(Path(place))
        for seed in seeds:
            for size in sizes:
                walk = Walk()
                sound &= run(study, seed, size, options.keys, walk)
                met.add(walk)
    report(met)
    return 0 if sound else 1


def prepare(place: Path) -> Path:
    """The study that every run begins with."""
    settle_in(place / "first")
    study = write_demo(place)
    with open_project(study, coder="Ida") as project:
        furnish(project)
    return study


def settle_in(home: Path) -> None:
    """A home and a folder of its own, so that nobody's settings are read or written."""
    home.mkdir()
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[variable] = str(home)
    os.chdir(home)


def run(study: Path, seed: int, size: tuple[int, int], count: int, walk: Walk) -> bool:
    """One run on a fresh copy of the study; whether all went well."""
    began = time.monotonic()
    home = study.parent / f"{seed}-{size[0]}"
    settle_in(home)
    copyfile(study, home / DEMO)
    fault = "ok"
    faulthandler.dump_traceback_later(HANGING, exit=True)
    with open_project(home / DEMO, coder=CODER) as project:
        try:
            asyncio.run(visit(project, seed, size, count, walk, lay_out(home)))
        except Exception as error:  # whatever it is, it is what the monkey was sent to find
            words = "".join(traceback.format_exception(error)[-6:])
            fault = f"FAULT\n{words}last keys: {' · '.join(walk.pressed[-LAST_KEYS:])}"
    faulthandler.cancel_dump_traceback_later()
    print(line(seed, size, walk, time.monotonic() - began), fault, flush=True)
    return fault == "ok"


def line(seed: int, size: tuple[int, int], walk: Walk, took: float) -> str:
    """What happened in a run."""
    slowest, key = walk.slowest
    return (
        f"seed {seed:2} {size[0]}×{size[1]}: {walk.screens.total()} keys, {walk.acts} acts, {took:.0f} s"
        f" (slowest {slowest:.1f} s: {key}); {counted(walk.screens)};"
        f" {len(walk.dialogs)} dialogs with {walk.dialogs.total()} keys:"
    )


def report(met: Walk) -> None:
    """What was met in all runs, and what never."""
    print("Keys by screen:", counted(met.screens))
    print("Keys by dialog:", counted(met.dialogs))
    print("Screens never met:", ", ".join(sorted(SCREENS.keys() - met.screens.keys())) or "none")
    print("Dialogs never met:", ", ".join(sorted(set(dialogs()) - met.dialogs.keys())) or "none")
    print("Left out:", ", ".join(sorted(SPARED)))
    wanted = [action.id for action in ACTIONS if action.id not in SPARED]
    print(f"Actions never run, of {len(wanted)}:", ", ".join(id_ for id_ in wanted if not met.ran[id_]) or "none")
    seldom = [id_ for id_ in wanted if 0 < met.ran[id_] < 3]
    print("Actions run once or twice:", ", ".join(seldom) or "none")


def counted(counts: Counter[str]) -> str:
    """Names with their counts, the highest first."""
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def dialogs() -> Iterator[str]:
    """The names of all dialogs of the program that are not only there to be refined."""
    for module in pkgutil.walk_packages(qualcode.tui.__path__, "qualcode.tui."):
        importlib.import_module(module.name)
    known: list[type[Any]] = [ModalScreen]
    for each in known:
        known += each.__subclasses__()
        if each.__module__.startswith("qualcode") and not each.__parameters__:
            yield each.__name__


if __name__ == "__main__":
    sys.exit(main())
