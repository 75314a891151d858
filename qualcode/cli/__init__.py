"""The command line: stdout is data, stderr is words, and every command is loaded only when it is used."""

from __future__ import annotations

from qualcode.cli.program import main

__all__ = ["main"]
