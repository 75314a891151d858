"""`qualcode serve`: what it refuses, what it prints, and that it goes when it is told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.cli.running import REPOSITORY, run


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "lab.example"])
def test_what_others_can_reach_must_be_meant(study: Path, host: str) -> None:
    ran = run("serve", "study", "--host", host)
    assert ran.code == 1
    assert ran.err.startswith(f"error: other machines can reach {host}\nhint: add --network")


def test_what_is_wrong_with_the_project_is_told_at_once(folder: Path) -> None:
    (folder / "diary.qualcode").write_text("no project")
    ran = run("serve", "diary")
    assert (ran.code, ran.out) == (1, b"")
    assert "diary.qualcode" in ran.err


def test_a_port_that_is_taken_is_named(study: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run("serve", "study", "--port", port)
    assert ran.code == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in ran.err
    assert "--port" in ran.err.split("hint:")[1]


def test_without_the_extra_it_says_how_to_get_it(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith(("qualcode.tui.browser", "textual_serve"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    ran = run("serve", "study")
    assert ran.code == 1
    assert "hint: pip install 'qualcode[serve]'" in ran.err


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped_and_keeps_others_out(study: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-m", "qualcode", "--lang", "en", "serve", str(study)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, stdout=-1, stderr=-1, text=True, env=environment) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", address)
            with pytest.raises(HTTPError, match="403"):
                urlopen(address.split("?")[0], timeout=100)
        finally:
            process.send_signal(how)
        _, words = process.communicate(timeout=200)
    assert process.returncode == 0
    assert words.endswith("Stopped. Everything you did is stored.\n")
