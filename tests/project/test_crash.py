"""A process killed at any moment, and two that write at once: every act is there wholly or not at all."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.project.project import Project, create_project, open_project

TEXT = "I: Hva tenker du?\n\nBerit: På papiret bestemmer jeg selv, men måltallet henger der.\n\n" * 300

# For each line that it reads it forks a process, with the program loaded already, and tells how that ended. The process
# imports two documents as one act, codes a span with a memo as one act, imports 300 codings as one act, undoes and
# redoes, as many times as the line says; it says that it has begun, and its number.
WORK = """
import os, sys
from pathlib import Path
from qualcode import open_project
from qualcode.project.records import CodingRow

def work(place, folder, turns):
    project = open_project(place, coder="Ida")
    print("begun", os.getpid(), flush=True)
    for turn in range(turns):
        for number, path in enumerate(sorted(folder.glob("*.txt"))):
            path.rename(folder / f"{number} {turn} {project.last_act()}.txt")
        files = sorted(folder.glob("*.txt"))
        project.corpus.import_files(files)
        for start in range(0, 40, 4):
            project.coding.apply("Måltall", files[0].stem, start, start + 9, memo="tanke")
        rows = [CodingRow(files[1].stem, i, i + 5, "Måltall", "Jon", memo="m") for i in range(300)]
        project.coding.import_rows(rows)
        project.history.undo(3)
        project.history.redo()

for line in sys.stdin:
    if not (life := os.fork()):
        work(sys.argv[1], Path(sys.argv[2]), int(line))
        os._exit(0)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(life, 0)[1]), flush=True)
"""

# Codes one hundred spans of its own, one act each; argv: project, coder, first offset.
SCRIPT = """
import sys, qualcode
with qualcode.open_project(sys.argv[1], coder=sys.argv[2]) as project:
    for number in range(100):
        start = int(sys.argv[3]) + 7 * number
        project.coding.apply("Måltall", "Intervju 1", start, start + 6)
"""


def a_project(folder: Path) -> Path:
    place = folder / "project.qualcode"
    with create_project(place, coder="Ida") as project:
        project.codebook.add("Måltall")
        project.corpus.add("Intervju 1", TEXT)
    return place


def assert_whole(project: Project) -> int:
    """No problem, and every act changed all that it changes when it succeeds; how many acts there are."""
    assert project.check() == []
    assert len(project.coding.codings()) == len(project.memos.memos())  # each was made together with its memo
    documents = [document.name for document in project.corpus.documents()]
    assert len(documents) % 2 == 1, documents  # the first one, and pairs that came as one act
    return len(project.history.acts())


@pytest.mark.parametrize("seed", range(5))
def test_killed_ten_times_at_random_moments(tmp_path: Path, seed: int) -> None:
    place, moments = a_project(tmp_path), random.Random(seed)
    (tmp_path / "texts").mkdir()
    for letter in "ab":
        (tmp_path / "texts" / f"{letter}.txt").write_text(TEXT, "utf-8")
    command = [sys.executable, "-c", WORK, str(place), str(tmp_path / "texts")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as lives:
        assert lives.stdin is not None
        assert lives.stdout is not None
        lives.stdin.write("1\n")
        lives.stdout.readline()
        begun = time.monotonic()
        assert lives.stdout.readline() == "ended 0\n"
        a_turn = time.monotonic() - begun
        with open_project(place, coder="Ida") as project:
            first = acts = assert_whole(project)
        for _ in range(10):
            lives.stdin.write("1000000\n")
            said, number = lives.stdout.readline().split()
            assert said == "begun"
            time.sleep(moments.uniform(0, a_turn))
            os.kill(int(number), signal.SIGKILL)
            assert lives.stdout.readline() == f"ended {-signal.SIGKILL}\n", "it ended by itself"
            with open_project(place, coder="Ida") as project:
                acts = assert_whole(project)
    assert acts > first, "the process never got to do anything"


def test_two_processes_writing_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    place = a_project(tmp_path)
    commands = [
        [sys.executable, "-c", SCRIPT, str(place), coder, first] for coder, first in (("Ida", "0"), ("Jon", "3"))
    ]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for command in commands]
    for process in processes:
        _, errors = process.communicate(timeout=600)
        assert process.returncode == 0, errors
    with open_project(place) as project:
        spans = {coder: {c.start for c in project.coding.codings(coder=coder)} for coder in ("Ida", "Jon")}
        assert spans == {"Ida": set(range(0, 700, 7)), "Jon": set(range(3, 703, 7))}
        assert len(project.coding.codings()) == 200
        assert project.check() == []
