"""The benchmark itself, at a size that takes seconds, so that it still runs on the day it is needed."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.study import MEASUREMENTS


def test_every_benchmark_runs_and_prints_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--size", "tiny"]) == 0
    printed = capsys.readouterr().out
    missing = [name for name in MEASUREMENTS if f"\n{name}: " not in printed]
    assert missing == []
    assert "loads none of the heavy" in printed
