"""The command line: stdout is data, stderr is words, and every command is loaded only when it is used."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line; Ctrl-C is quiet from the first moment, while the program itself is still loading."""
    try:
        from qualcode.cli.program import main as run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
