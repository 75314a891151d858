"""The workbench in a browser: who is let in, what is served, and what becomes of a tab's process."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
from aiohttp import CookieJar, WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from qualcode.project.project import Project
from qualcode.tui.browser import ASSETS, COOKIE, BrowserServer, Door, is_loopback, surroundings
from qualcode.tui.words import LANGUAGE

REPOSITORY = Path(__file__).parents[2]
Visitor = TestClient[web.Request, web.Application]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = LANGUAGE.set("en")
    yield
    LANGUAGE.reset(before)


@pytest.fixture
def server(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> BrowserServer:
    """A server on a project that lies in a file."""
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    environment = surroundings(small_project.database.location, "Kari & Co", "nb")
    return BrowserServer("127.0.0.1", title='A <b> & "study" $x', language="nb", environment=environment)


@pytest.fixture
async def client(server: BrowserServer) -> AsyncIterator[Visitor]:
    """A browser that has not been let in yet."""
    jar = CookieJar(unsafe=True)  # a cookie for an address without a name
    async with TestClient(TestServer(server.application()), cookie_jar=jar) as session:
        yield session


async def status(client: Visitor, path: str, **headers: str) -> int:
    """How a request is answered, redirects not followed."""
    async with client.get(path, headers=headers, allow_redirects=False) as response:
        return response.status


async def enter(client: Visitor, server: BrowserServer) -> None:
    """Come in with the token."""
    assert await status(client, f"/?token={server.door.token}") == 303


async def test_the_token_is_swapped_for_a_cookie_of_this_place_alone(
    client: Visitor,
    server: BrowserServer,
) -> None:
    async with client.get(f"/?token={server.door.token}", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, server.door.place)
        cookie = response.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (server.door.place, True, "Strict")
    assert server.door.token not in cookie.value
    async with client.get(server.door.place) as page:
        text = await page.text()
    assert page.status == 200
    assert "<title>A &lt;b&gt; &amp; &quot;study&quot; $x</title>" in text


@pytest.mark.parametrize(
    "path",
    ["/", "/?token=", "/?token=wrong", "/?token=bl%C3%A5b%C3%A6r", "/?token=%ff", "{place}", "{place}textual.js",
     "{place}workbench", "/static/js/textual.js", "/favicon.ico", "/../../etc/passwd", "{place}?token={token}"],
)  # fmt: skip
async def test_without_the_token_everything_is_refused(
    path: str,
    client: Visitor,
    server: BrowserServer,
) -> None:
    path = path.format(place=server.door.place, token=server.door.token)
    assert await status(client, path) == 403
    assert await status(client, path, Cookie=f"{COOKIE}=guess") == 403


async def test_a_websocket_is_refused_without_the_cookie_and_without_an_origin(
    client: Visitor,
    server: BrowserServer,
) -> None:
    channel = f"{server.door.place}workbench"
    with pytest.raises(WSServerHandshakeError, match="403"):
        await client.ws_connect(channel, origin=str(client.make_url("")).rstrip("/"))
    await enter(client, server)
    with pytest.raises(WSServerHandshakeError, match="403"):
        await client.ws_connect(channel)
    for foreign in ("http://evil.example", "null", f"https://127.0.0.1:{client.port}", "http://127.0.0.1:1"):
        with pytest.raises(WSServerHandshakeError, match="403"):
            await client.ws_connect(channel, origin=foreign)


async def test_a_page_of_another_origin_is_refused_even_with_the_token(
    client: Visitor,
    server: BrowserServer,
) -> None:
    address = f"/?token={server.door.token}"
    assert await status(client, address, Origin="http://evil.example") == 403
    assert await status(client, address, Origin=f"http://127.0.0.1:{client.port}") == 303


@pytest.mark.parametrize(
    ("bound", "host", "expected"),
    [
        ("127.0.0.1", "evil.example", 403), ("127.0.0.1", "127.0.0.1.evil.example", 403), ("127.0.0.1", "", 403),
        ("127.0.0.1", "192.168.1.5", 403), ("127.0.0.1", "[", 403), ("127.0.0.1", "[::1]:8000", 303),
        ("127.0.0.1", "LOCALHOST:9000", 303), ("127.0.0.1", "127.0.0.1", 303),
        ("0.0.0.0", "192.168.1.5:80", 303), ("0.0.0.0", "evil.example", 403), ("lab.example", "lab.example:80", 303),
    ],
)  # fmt: skip
async def test_only_names_of_this_machine_are_answered_to(bound: str, host: str, expected: int) -> None:
    server = BrowserServer(bound, title="A", language="nb", environment={})
    async with TestClient(TestServer(server.application())) as client:
        assert await status(client, f"/?token={server.door.token}", Host=host) == expected


async def test_nothing_but_the_files_of_the_page_is_served(
    client: Visitor,
    server: BrowserServer,
) -> None:
    await enter(client, server)
    for name in ASSETS:
        assert await status(client, server.door.place + name) == 200
    for name in ("index.html", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "download/x", "static/"):
        assert await status(client, server.door.place + name) == 404


async def test_the_page_loads_nothing_from_elsewhere_and_says_so_to_the_browser(
    client: Visitor,
    server: BrowserServer,
) -> None:
    await enter(client, server)
    for name in ("", "look.css", "xterm.css", "page.js"):
        async with client.get(server.door.place + name) as response:
            linked = set(re.findall(r"(?<![*\w])(?:https?:)?//[\w.]+[^\s\"]*", await response.text()))
            assert not {link for link in linked if link.startswith(("http", "//")) and "127.0.0.1" not in link} or (
                name == "xterm.css"  # names of authors in its licence
            )
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    async with client.get("/", headers={"Cookie": ""}) as refused:
        assert refused.headers["Referrer-Policy"] == "no-referrer"


async def test_a_tab_is_a_workbench_with_the_coder_and_language_that_were_given(
    client: Visitor,
    server: BrowserServer,
    small_project: Project,
) -> None:
    await enter(client, server)
    origin = f"http://127.0.0.1:{client.port}"
    seen = b""
    async with client.ws_connect(f"{server.door.place}workbench?width=90&height=1e9", origin=origin) as channel:
        for nonsense in ("", "[]", "{", '["stdin", 7]', '["resize", {"width": "x"}]', '["resize"]', '"stdin"', "[[]]"):
            await channel.send_str(nonsense)
        await channel.send_str('["ping", "12"]')
        pong = False
        while not (pong and b"Kari & Co" in seen and b"lagret" in seen):
            message = await channel.receive(20)
            assert message.type in (WSMsgType.TEXT, WSMsgType.BINARY)
            pong = pong or message.data == '["pong", "12"]'
            seen += message.data if message.type is WSMsgType.BINARY else b""
        await channel.send_str('["stdin", "\\u0011"]')  # Ctrl+Q
        while (await channel.receive(20)).type is WSMsgType.BINARY:
            pass
        assert channel.closed
    assert small_project.check() == []


async def test_a_tab_whose_workbench_cannot_start_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    environment = surroundings(str(tmp_path / "gone.qualcode"), None, "en")
    server = BrowserServer("127.0.0.1", title="A", language="en", environment=environment)
    jar = CookieJar(unsafe=True)
    async with TestClient(TestServer(server.application()), cookie_jar=jar) as client:
        await enter(client, server)
        origin = f"http://127.0.0.1:{client.port}"
        async with client.ws_connect(f"{server.door.place}workbench", origin=origin) as channel:
            assert (await channel.receive(20)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)


def test_no_two_servers_share_a_secret() -> None:
    one, other = Door("127.0.0.1"), Door("127.0.0.1")
    assert len({one.token, other.token, one.place, other.place}) == 4
    assert len(one.token) >= 43


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.3.2.1", True), ("::1", True), ("Localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.5", False), ("localhost.evil.example", False), ("", False)],
)  # fmt: skip
def test_loopback_is_told_from_what_others_can_reach(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_tab_hears_of_project_and_coder_through_its_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_CODER", "Jon")
    told: Mapping[str, str] = surroundings("postgresql://ida:secret@host/study", None, "nn")
    assert told == {
        "QUALCODE_PROJECT": "postgresql://ida:secret@host/study",
        "QUALCODE_CODER": "Jon",
        "QUALCODE_LANG": "nn",
    }
