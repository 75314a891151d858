"""The workbench in a browser: for those who read better there, or whose terminal shows too little."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import click

from qualcode.cli.session import Session, pass_session
from qualcode.errors import InvalidInput, QualcodeError
from qualcode.wording import preferred_language


@click.command()
@click.argument("project", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; else any that is free.")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen.  [default: 127.0.0.1]")
@click.option("--network", is_flag=True, help="Allow an ADDRESS that other machines can reach.")
@pass_session
def serve(session: Session, project: str | None, port: int, host: str, network: bool) -> None:
    """Open the workbench in a browser on this machine.

    Prints the address to open. It holds a secret, new each time, and without it nobody is let in. Each tab is a
    workbench of its own. Ctrl+C stops them all.
    """
    try:
        from qualcode.tui.browser import BrowserServer, is_loopback, surroundings
    except ModuleNotFoundError as error:
        raise QualcodeError(
            "the browser needs {package}, which is not here", "pip install 'qualcode[serve]'", package=error.name
        ) from None
    from qualcode.tui.words import LANGUAGE

    if not is_loopback(host):
        _require_consent(session, host, network)
    language = session.language or preferred_language()
    place = project or session.locate_if_any()
    title = _name_of(session, place) if place else "qualcode"
    LANGUAGE.set(language)
    environment = surroundings(place, session.coder, language)
    server = BrowserServer(host, title=title, language=language, environment=environment)

    def announce(address: str) -> None:
        session.tell("Open this address in a browser on this machine. Ctrl+C stops the workbench.")
        click.echo(address)

    try:
        _until_stopped(server.serve(port, announce))
    except OSError as error:
        raise QualcodeError(
            "cannot listen on {host} port {port}: {reason}",
            "choose another with --port, or leave it out" if port else "is the address one of this machine's?",
            host=host, port=port, reason=error.strerror or error,
        ) from None  # fmt: skip
    session.tell("Stopped. Everything you did is stored.")


def _require_consent(session: Session, host: str, network: bool) -> None:
    """Let other machines in only when that was said, and say what it means."""
    if not network:
        raise InvalidInput(
            "other machines can reach {host}", "add --network if that is meant; --host 127.0.0.1 if not", host=host
        )
    session.tell(
        "Warning: other machines can reach this address, and the connection is not encrypted. Whoever gets hold of the "
        "address can read and change the project, and open files on this machine as you. Leave --network out where you "
        "can."
    )


def _name_of(session: Session, place: str) -> str:
    """The project's name; what is wrong with it is told here, where it is seen, and not in every tab."""
    with session.open(place) as project:
        return project.info().name


def _until_stopped(serving: Coroutine[Any, Any, None]) -> None:
    async def main() -> None:
        with suppress(NotImplementedError):
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await serving

    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(main())
