"""A headless Chromium, driven through ChromeDriver's own protocol (W3C WebDriver: JSON over HTTP)."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1200,720",
)  # fmt: skip
MODIFIERS = {"alt": 1, "ctrl": 2, "shift": 8}
KEY_CODES = {"F1": 112, "F4": 115, "F5": 116, "Escape": 27, "Enter": 13}


class Browser:
    """One browser window."""

    def __init__(self, driver: str, session: str) -> None:
        self._url = f"{driver}/session/{session}"

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """One command of the protocol; what it answers."""
        return _ask(f"{self._url}/{path}", method, body)

    def command(self, name: str, **parameters: Any) -> Any:
        """One command of Chromium's developer tools."""
        return self.ask("POST", "goog/cdp/execute", cmd=name, params=parameters)

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.ask("POST", "url", url=url)

    def run(self, script: str) -> Any:
        """What a JavaScript expression is on the page."""
        return self.ask("POST", "execute/sync", script=f"return {script}", args=[])

    def press(self, key: str, modifier: str = "") -> None:
        """A key with a name, as the keyboard would send it."""
        code = KEY_CODES.get(key) or ord(key.upper())
        event = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": MODIFIERS.get(modifier, 0)}
        self.command("Input.dispatchKeyEvent", type="rawKeyDown", **event)
        self.command("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        """Letters, one by one."""
        for letter in text:
            self.command("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self.command("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def picture(self, path: Path) -> bytes:
        """A picture of the page, also written to a file."""
        png = b64decode(self.ask("GET", "screenshot"))
        path.write_bytes(png)
        return png

    def requested(self) -> list[str]:
        """The addresses on the network that the page has asked for since the last call."""
        entries = (json.loads(entry["message"])["message"] for entry in self._log("performance"))
        found: list[str] = []
        for entry in entries:
            if entry["method"] == "Network.requestWillBeSent":
                found.append(entry["params"]["request"]["url"])
            elif entry["method"] == "Network.webSocketCreated":
                found.append(entry["params"]["url"])
        return [url for url in found if url.startswith(("http", "ws"))]

    def complaints(self) -> list[str]:
        """What the browser had to say about the page: faults of scripts, things refused by the policy."""
        return [entry["message"] for entry in self._log("browser") if entry["level"] == "SEVERE"]

    def _log(self, kind: str) -> list[Any]:
        entries: list[Any] = self.ask("POST", "se/log", type=kind)
        return entries


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """A browser with an empty profile, gone at the end with everything it started."""
    port = _free_port()
    program = shutil.which("chromedriver")
    assert program, "install chromium and chromium-driver"
    flags = [*FLAGS, f"--user-data-dir={folder / 'profile'}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    wanted = {"goog:chromeOptions": {"args": flags}, "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}
    with subprocess.Popen([program, f"--port={port}"], stdout=subprocess.DEVNULL) as process:
        driver = f"http://127.0.0.1:{port}"
        try:
            until(lambda: _ready(driver))
            opened = _ask(f"{driver}/session", "POST", {"capabilities": {"alwaysMatch": wanted}})
            browser = Browser(driver, opened["sessionId"])
            try:
                yield browser
            finally:
                browser.ask("DELETE", "")
        finally:
            process.terminate()


def until(holds: Any, seconds: float = 20.0) -> None:
    """Wait until something holds; AssertionError if it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def _ready(driver: str) -> bool:
    try:
        return bool(_ask(f"{driver}/status", "GET", {})["ready"])
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ask(url: str, method: str, body: dict[str, Any]) -> Any:
    data = json.dumps(body).encode() if method == "POST" else None
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(url.rstrip("/"), data=data, headers=headers, method=method), timeout=60) as answer:
        return json.load(answer)["value"]
