"""The benchmark itself, at a size that takes seconds, so that it still runs on the day it is needed."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.study import MEASUREMENTS

IN_A_TERMINAL = ("open", "key")  # tests/person goes through a terminal, and these take their time


def test_every_benchmark_runs_and_prints_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [name for name in MEASUREMENTS if name not in IN_A_TERMINAL]
    assert main(["--size", "tiny", *(part for name in chosen for part in ("--only", name))]) == 0
    printed = capsys.readouterr().out
    missing = [name for name in chosen if f"\n{name}: " not in printed]
    assert missing == []
    assert "loads none of the heavy" in printed
