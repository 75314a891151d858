"""The workbench in a browser on this machine: a small server that lets in one person and starts a process a tab.

The page, the script and the fonts come from here, not from the internet; no file of the disk is served beside them.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from html import escape
from importlib.resources import files
from ipaddress import ip_address
from string import Template
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from qualcode.tui.tab import DRIVER
from qualcode.tui.words import tr

PATIENCE = 5.0
MOST_CELLS = 1000
COOKIE = "qualcode"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PAGE = files("qualcode.tui") / "page"
_TEXTUAL = files("textual_serve") / "static"
ASSETS = {
    "look.css": (_PAGE / "look.css", "text/css"),
    "page.js": (_PAGE / "page.js", "text/javascript"),
    "xterm.css": (_TEXTUAL / "css" / "xterm.css", "text/css"),
    "textual.js": (_TEXTUAL / "js" / "textual.js", "text/javascript"),
    "roboto-mono.ttf": (_TEXTUAL / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "roboto-mono-italic.ttf": (_TEXTUAL / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


class Door:
    """Who may come in: whoever has the token of the printed address, on a page of ours, under a name of ours.

    A cookie goes to every port of a machine, so to servers of other people too if the path is theirs to guess: hence
    everything lies in a `place` with a random name, and the cookie is for that place alone.
    """

    def __init__(self, host: str) -> None:
        self.token = secrets.token_urlsafe(32)
        self.place = f"/{secrets.token_urlsafe(16)}/"
        self._key = secrets.token_urlsafe(32)
        self._only_here = is_loopback(host)
        self._names = {"localhost"} if self._only_here else {"localhost", host.casefold(), socket.gethostname()}

    def lets_in(self, request: web.Request) -> bool:
        """Whether a request may be answered at all."""
        if not (self._knows(request.host) and self._same_origin(request)):
            return False
        if request.path == "/":
            return _equal(request.query.get("token", ""), self.token)
        return request.path.startswith(self.place) and _equal(request.cookies.get(COOKIE, ""), self._key)

    def hand_over(self, response: web.StreamResponse) -> None:
        """Give the browser the cookie that it comes in with from now on."""
        response.set_cookie(COOKIE, self._key, path=self.place, httponly=True, samesite="Strict")

    def _knows(self, host: str) -> bool:
        """Whether we are called by a name of ours: another site's name that leads here is an attack (rebinding)."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").casefold()
        except ValueError:
            return False
        if name in self._names:
            return True
        try:
            return ip_address(name).is_loopback or not self._only_here
        except ValueError:
            return False

    def _same_origin(self, request: web.Request) -> bool:
        """Whether a page of ours asks, as far as the browser tells; for a WebSocket it always does."""
        origin = request.headers.get("Origin")
        if origin is None:
            return "Upgrade" not in request.headers
        return origin.casefold() == f"http://{request.host}".casefold()


def _equal(given: str, secret: str) -> bool:
    """Whether a secret was given, in a time that says nothing about how much of it was right."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


class Tab(AppService):
    """The process behind one tab, and what goes between it and the browser."""

    def __init__(self, environment: Mapping[str, str], channel: web.WebSocketResponse) -> None:
        super().__init__(
            "",
            write_bytes=channel.send_bytes,
            write_str=channel.send_str,
            close=_closing(channel),
            download_manager=DownloadManager(),
        )
        self._given = environment
        self._channel = channel

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {**super()._build_environment(width, height), "TEXTUAL_DRIVER": DRIVER, **self._given}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Without a shell, and out of reach of the Ctrl+C that stops the server: it is told to quit, and it does."""
        command = (sys.executable, "-m", "qualcode.tui.tab")
        environment = self._build_environment(width, height)
        self._process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Pass on what the workbench shows, until it ends, by itself or by a fault."""
        await super().run()
        await self.remote_close()

    async def hear(self, message: str) -> None:
        """Pass on what came from the browser; what makes no sense is dropped."""
        try:
            said = json.loads(message)
        except ValueError:
            return
        match said:
            case ["stdin", str(keys)]:
                await self.send_bytes(keys.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(_cells(width), _cells(height))
            case ["ping", str(sent)]:
                await self.remote_write_str(json.dumps(["pong", sent]))
            case ["blur" | "focus" as change, *_]:
                await (self.blur() if change == "blur" else self.focus())

    async def close(self) -> None:
        """Tell the browser that this was all, and stop."""
        await self._channel.close(code=WSCloseCode.GOING_AWAY)
        await self.stop()

    async def stop(self) -> None:
        """Ask the workbench to quit and wait for it, but not for ever."""
        with suppress(TimeoutError):
            await asyncio.wait_for(super().stop(), PATIENCE)
        if self._process is not None and self._process.returncode is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 1.0)
                return
            self._process.kill()
            await self._process.wait()


def _closing(channel: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await channel.close()

    return close


def _cells(count: int | str | None, otherwise: int = 80) -> int:
    """A width or height as a browser says it, kept to what a screen can have."""
    try:
        return min(max(int(count or otherwise), 1), MOST_CELLS)
    except ValueError:
        return otherwise


class BrowserServer:
    """The server: a page, its few files, and one WebSocket a tab."""

    def __init__(self, host: str, *, title: str, language: str, environment: Mapping[str, str]) -> None:
        self.host = host
        self.door = Door(host)
        self._environment = environment
        self._words = {
            "title": title,
            "language": language,
            "opening": tr("Opening the workbench …"),
            "closed": tr("The workbench is closed. Everything you did is stored."),
            "again": tr("Open it again"),
        }
        self._page = Template((_PAGE / "index.html").read_text("utf-8"))
        self._tabs: set[Tab] = set()

    def application(self) -> web.Application:
        """The web application, every request of which passes the door."""
        application = web.Application(middlewares=[self._guard])
        application.on_response_prepare.append(_add_headers)
        application.on_shutdown.append(self._close_tabs)
        place = self.door.place
        application.add_routes(
            [
                web.get("/", self._enter),
                web.get(place, self._show_page),
                web.get(f"{place}workbench", self._run_workbench),
                web.get(f"{place}{{asset}}", _send_asset),
            ]
        )
        return application

    async def serve(self, port: int, announce: Callable[[str], None]) -> None:
        """Serve until cancelled; `announce` gets the address to open."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=PATIENCE + 2)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self.host, port)
            await site.start()
            announce(self._address(runner.addresses[0][1]))
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    def _address(self, port: int) -> str:
        name = socket.gethostname() if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{f'[{name}]' if ':' in name else name}:{port}/?token={self.door.token}"

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not self.door.lets_in(request):
            raise web.HTTPForbidden(text=tr("Open the address that qualcode serve printed."))
        return await handler(request)

    async def _enter(self, _request: web.Request) -> web.StreamResponse:
        """Swap the token for the cookie, so that the token stays in no history and no bookmark."""
        response = web.Response(status=303, headers={"Location": self.door.place})
        self.door.hand_over(response)
        return response

    async def _show_page(self, request: web.Request) -> web.StreamResponse:
        words = {**self._words, "channel": f"ws://{request.host}{self.door.place}workbench"}
        page = self._page.substitute({name: escape(text) for name, text in words.items()})
        return web.Response(text=page, content_type="text/html")

    async def _run_workbench(self, request: web.Request) -> web.StreamResponse:
        """A process for as long as the tab is open."""
        channel = web.WebSocketResponse(heartbeat=15.0)
        await channel.prepare(request)
        tab = Tab(self._environment, channel)
        self._tabs.add(tab)
        try:
            await tab.start(_cells(request.query.get("width")), _cells(request.query.get("height"), 24))
            async for message in channel:
                if message.type is WSMsgType.TEXT:
                    await tab.hear(message.data)
        finally:
            # A tab that is gone takes this task with it, but not the work of ending the process behind it.
            await asyncio.shield(tab.stop())
            self._tabs.discard(tab)
        return channel

    async def _close_tabs(self, _application: web.Application) -> None:
        await asyncio.gather(*(tab.close() for tab in self._tabs))


async def _send_asset(request: web.Request) -> web.StreamResponse:
    """One of the files of the page, by its name in our list."""
    found = ASSETS.get(request.match_info["asset"])
    if found is None:
        raise web.HTTPNotFound
    path, kind = found
    return web.Response(body=path.read_bytes(), content_type=kind)


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def surroundings(project: str | None, coder: str | None, language: str) -> dict[str, str]:
    """What a tab's process is told, as environment variables."""
    known = {"QUALCODE_PROJECT": project, "QUALCODE_CODER": coder, "QUALCODE_LANG": language}
    inherited = {name: value for name in known if (value := os.environ.get(name))}
    return {**inherited, **{name: value for name, value in known.items() if value}}
