"""The picture in the README, taken from the sample study: `python -m tests.picture docs/workbench.svg`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from qualcode.project.project import open_project
from qualcode.shipped import write_demo
from qualcode.tui.app import QualcodeApp


async def take(target: Path) -> None:
    """F3 at the place that the design sketched, with a passage selected."""
    with tempfile.TemporaryDirectory() as folder, open_project(write_demo(folder), coder="Ida") as project:
        text = project.corpus.text("01 Berit veileder")
        at = text.index("da tar jeg den som er lettest")
        app = QualcodeApp(project, document="01 Berit veileder", at=at, language="nb")
        async with app.run_test(size=(150, 38)) as pilot:
            await pilot.pause(1.0)
            await pilot.press("s")
            await pilot.pause(0.5)
            picture = app.export_screenshot(title="qualcode")
            # The reader's own monospace: a picture in a README has no business fetching fonts.
            target.write_text(re.sub(r"@font-face {.*?}\s*", "", picture, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
