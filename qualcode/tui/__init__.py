"""The workbench: the only package that knows Textual."""

import os

# Textual paints at ticks of a clock, by default 60 a second, so what a key brings waits for up to 17 ms; it reads
# this once, when it is imported.
os.environ.setdefault("TEXTUAL_FPS", "240")
