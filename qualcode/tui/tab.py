"""One tab of the browser: the workbench in a process of its own, with a pipe where a terminal would be.

What it opens comes in the environment, since the arguments of a process can be read by everybody on the machine.
"""

from __future__ import annotations

import os
import sys

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp

from qualcode.errors import QualcodeError
from qualcode.project.project import open_project
from qualcode.tui.app import run
from qualcode.wording import LANGUAGE, preferred_language

DRIVER = "qualcode.tui.tab:TabDriver"


class TabDriver(WebDriver):
    """Textual's driver for browsers; when the server is gone, however it went, the workbench goes too."""

    def run_input_thread(self) -> None:
        """Pass on what is typed until the pipe ends."""
        super().run_input_thread()
        self._app.post_message(ExitApp())


def main() -> int:
    """Run the workbench; the exit code."""
    location = os.environ.get("QUALCODE_PROJECT")
    LANGUAGE.set(preferred_language())
    try:
        return run(open_project(location) if location else None, language=preferred_language())
    except QualcodeError as error:
        print(f"error: {error.message}\nhint: {error.hint}", file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    raise SystemExit(main())
