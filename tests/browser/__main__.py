"""`make browser`: the workbench in a real browser, with and without the token, from the first paint to Ctrl+C.

Writes the pictures it takes to the folder named on the command line, to be looked at.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.browser.chromium import Browser, chromium, until

REPOSITORY = Path(__file__).parents[2]
# Keeps what the server sends: a terminal that paints on a canvas has no text that could be read off the page.
LISTEN = """
window.heard = [];
window.WebSocket = class extends WebSocket {
  constructor(...of) {
    super(...of);
    this.addEventListener("message", ({data}) => {
      if (typeof data !== "string") window.heard.push(new TextDecoder().decode(data));
    });
  }
};
"""


def check(what: str, holds: bool) -> None:
    """Say what was looked at, and stop where it is not so."""
    print("ok " if holds else "NOT", what, flush=True)
    if not holds:
        raise SystemExit(1)


def status(url: str, **headers: str) -> int:
    """How the server answers a request."""
    try:
        with urlopen(Request(url, headers=headers), timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


@contextmanager
def serving(project: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`qualcode serve` on a project, as a terminal starts it; its address and process."""
    command = [sys.executable, "-m", "qualcode", "--coder", "Ida", "--lang", "nb", "serve", str(project)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "HOME": str(project.parent)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def workbenches() -> list[int]:
    """The process ids of the tabs of this check."""
    found = subprocess.run(["pgrep", "-f", "qualcode[.]tui[.]tab"], capture_output=True, text=True)
    return [int(line) for line in found.stdout.split()]


def heard(browser: Browser) -> str:
    """All that the workbench has sent to the page so far."""
    return str(browser.run("window.heard.join('')"))


def check_the_door(url: str) -> None:
    """Requests without the token, under a foreign name, from a foreign page."""
    bare = url.split("?")[0]
    for path in ("", "?token=wrong", "workbench", "textual.js", "../../etc/passwd"):
        check(f"403 without the token: /{path}", status(bare + path) == 403)
    check("403 under a foreign name", status(url, Host="evil.example") == 403)
    check("403 from a foreign page", status(url, Origin="http://evil.example") == 403)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    check("403 for a WebSocket without the token", status(f"{bare}workbench", **upgrade) == 403)


def check_the_workbench(browser: Browser, url: str, pictures: Path) -> None:
    """The first paint, a key, a function key that browsers use themselves, and what the page asked for."""
    browser.command("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
    begun = time.monotonic()
    browser.open(url)
    until(lambda: "Berit" in heard(browser))
    print(f"    text after {time.monotonic() - begun:.1f} s")
    time.sleep(1)
    first = browser.picture(pictures / "serve-first.png")
    check("the project's text is sent", "NAV-studien" in heard(browser))
    check("the token is not in the address bar", "token" not in str(browser.run("location.href")))
    check("the cookie is out of reach of scripts", browser.run("document.cookie") == "")
    check("the font is ours", bool(browser.run("document.fonts.check('16px \"Roboto Mono\"')")))
    browser.type("s")
    until(lambda: browser.picture(pictures / "serve-sentence.png") != first)
    check("a typed key changes the screen", True)
    browser.press("F5")
    until(lambda: "SITATER" in heard(browser).upper())
    time.sleep(1)
    browser.picture(pictures / "serve-quotes.png")
    asked = browser.requested()
    opened = [address for address in asked if address.startswith("ws")]
    check("F5 goes to the workbench and does not load the page anew", len(opened) == 1)
    place = url.split("://")[1].split("?")[0]
    away = [address for address in asked if not address.split("://")[1].startswith(place)]
    check(f"all {len(asked)} requests went to this machine {away or ''}", bool(asked) and not away)
    complaints = browser.complaints()
    check(f"no complaint from the browser {complaints or ''}", not complaints)


def main(pictures: Path) -> None:
    """The whole check."""
    pictures.mkdir(parents=True, exist_ok=True)
    others = set(workbenches())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, chromium(Path(folder)) as browser:
        browser.open("about:blank")
        browser.requested()
        made = [sys.executable, "-m", "qualcode", "demo", folder, "--no-open"]
        project = subprocess.run(made, capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout.strip()
        with serving(Path(project)) as (url, server):
            check_the_door(url)
            check_the_workbench(browser, url, pictures)
            check("a tab has a process of its own", len(set(workbenches()) - others) == 1)
            server.send_signal(signal.SIGINT)
            check("Ctrl+C ends the server well", server.wait(15) == 0)
            until(lambda: not set(workbenches()) - others)
            check("and the workbenches with it", True)
            time.sleep(0.5)
            browser.picture(pictures / "serve-closed.png")
        with serving(Path(project)) as (url, server):
            browser.open(url)
            until(lambda: len(set(workbenches()) - others) == 1)
            server.kill()
            until(lambda: not set(workbenches()) - others)
            check("no workbench outlives a server that was killed", True)
    print(f"the pictures are in {pictures}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/browser"))
