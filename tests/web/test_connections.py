"""Connections that never say what they want, and networks that open too many."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from trustfund.web import connections, fair_shares, shares
from trustfund.web.shares import Shares

LARGEST = 100_000
OFFICE, OTHER = "127.0.0.2", "127.0.0.3"
HEAD = b"GET / HTTP/1.1\r\nHost: fund\r\n\r\n"


async def echo(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def much(_request: Request) -> Response:
    return Response(b"x" * 50_000_000)


async def page(websocket: WebSocket) -> None:
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_text(await websocket.receive_text())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server whose patience is short, started as Streamlit starts one."""
    for limit in ("FOR_HEAD", "FOR_BODY", "FOR_READING", "LINGERING"):
        monkeypatch.setattr(connections, limit, 1)
    monkeypatch.setattr(fair_shares, "FIRST_WORD", 1)
    for share in ("connections", "pages", "requests"):
        small = Shares(share, lambda: 8, lambda: 3)
        monkeypatch.setattr(shares, share, small)
    monkeypatch.setattr(connections, "connections", shares.connections)
    connections.guard(LARGEST)
    routes = [
        Route("/", echo, methods=["GET", "POST"]),
        Route("/much", much),
        WebSocketRoute("/page", page),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(fair_shares.FairShares)])
    config = uvicorn.Config(app, log_config=None, ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(100)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture
def opened(port: int) -> Iterator[Callable[[bytes, str], socket.socket]]:
    """Connects from an address, says something, and hangs up after the test."""
    made = []

    def opened(said: bytes, address: str = OFFICE) -> socket.socket:
        made.append(socket.create_connection(("127.0.0.1", port), 10, (address, 0)))
        made[-1].sendall(said)
        return made[-1]

    yield opened
    for each in made:
        each.close()


def everything(reading: socket.socket) -> str:
    """What comes until the server hangs up."""
    heard = b""
    while piece := reading.recv(65_536):
        heard += piece
    return heard.decode()


def is_answered(asking: socket.socket) -> bool:
    heard = b""
    while not heard.endswith(b" bytes") and (piece := asking.recv(65_536)):
        heard += piece
    return b" 200 OK" in heard


@pytest.mark.parametrize(
    "half",
    [
        b"GET / HTTP/1.1\r\nHost: fund\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: fund\r\nContent-Length: 9\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: fund\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n",
    ],
)
def test_half_a_request_is_waited_for_and_then_told_to_come_again(opened, half):
    said = everything(opened(half))
    assert said.startswith("HTTP/1.1 408 ")
    assert said.endswith("The request came too slowly. Send it again.")


@pytest.mark.parametrize(
    "half",
    [b"GET / HTTP/1.1\r\n", b"POST / HTTP/1.1\r\nHost: fund\r\nContent-Length: 9\r\n\r\nhalf"],
)
def test_half_a_request_behind_a_whole_one_has_no_more_time(opened, half):
    said = everything(opened(HEAD + half))
    assert said.startswith("HTTP/1.1 200 OK")
    assert "HTTP/1.1 408 " in said


def test_a_head_that_comes_letter_by_letter_has_no_more_time(opened):
    slow = opened(b"GET / HTTP/1.1\r\nX-Slow: ")
    start = time.monotonic()
    slow.settimeout(0.05)
    answer = b""
    while not answer and time.monotonic() < start + 5:
        slow.sendall(b"x")
        with suppress(TimeoutError):
            answer = slow.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() < start + 3


def test_a_connection_on_which_nothing_is_said_is_closed_without_a_word(opened):
    assert everything(opened(b"")) == ""


def test_a_body_that_keeps_coming_may_take_longer(opened):
    upload = opened(b"POST / HTTP/1.1\r\nHost: fund\r\nContent-Length: 131072\r\n\r\n")
    for _ in range(8):
        upload.sendall(b"x" * 16384)
        time.sleep(0.2)
    assert is_answered(upload)


def test_who_asks_twice_on_one_connection_is_answered_twice(opened):
    asking = opened(HEAD)
    assert is_answered(asking)
    time.sleep(0.3)
    asking.sendall(HEAD[:10])
    time.sleep(0.3)
    asking.sendall(HEAD[10:])
    assert is_answered(asking)


def test_a_reader_who_takes_nothing_is_hung_up_on(opened):
    idle = opened(b"GET /much HTTP/1.1\r\nHost: fund\r\n\r\n")
    time.sleep(3)
    assert len(everything_or_reset(idle)) < 50_000_000


def everything_or_reset(reading: socket.socket) -> str:
    try:
        return everything(reading)
    except ConnectionResetError:
        return ""


def test_one_network_has_its_share_and_others_get_in(opened):
    for _ in range(3):
        opened(HEAD[:10])
    refused = everything(opened(b""))
    assert refused.startswith("HTTP/1.1 503 ")
    assert "retry-after: 20" in refused
    assert refused.endswith(
        "Your network has 3 connections open, and may have no more. Try again in 20 seconds."
    )
    assert is_answered(opened(HEAD, OTHER))


def test_connections_that_end_make_room(opened):
    for _ in range(3):
        opened(HEAD).close()
    time.sleep(0.2)
    assert is_answered(opened(HEAD))


def test_a_proxy_on_this_machine_stands_for_many_networks(opened):
    behind = [opened(HEAD, "127.0.0.1") for _ in range(8)]
    assert all(is_answered(each) for each in behind)
    assert "as many visitors as it can" in everything(opened(b"", "127.0.0.1"))


def a_page(port: int, address: str, via: str = "127.0.0.1"):
    return connect(
        f"ws://127.0.0.1:{port}/page",
        additional_headers={"x-forwarded-for": address},
        proxy=None,
        source_address=(via, 0),
    )


def test_open_pages_count_for_whom_the_proxy_names(port):
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(a_page(port, "192.0.2.1"))
        with pytest.raises(InvalidStatus) as refused, a_page(port, "192.0.2.1"):
            pass
        assert refused.value.response.status_code == 503
        assert b"Your network has 3 pages open" in refused.value.response.body
        held.enter_context(a_page(port, "2001:db8::1"))


def test_a_websocket_that_never_asks_is_closed_and_one_that_asked_stays(port):
    with a_page(port, "192.0.2.1") as silent, a_page(port, "192.0.2.2") as asking:
        asking.send("a page")
        with pytest.raises(ConnectionClosed, match="No page was asked for"):
            silent.recv(5)
        asking.send("another")
        assert [asking.recv(5), asking.recv(5)] == ["a page", "another"]


def test_a_page_that_sends_too_much_is_closed_before_all_of_it_is_kept(port):
    with a_page(port, "192.0.2.1") as sending:
        sending.send(["x" * 1000] * 99)
        assert len(sending.recv(5)) == 99_000
        with suppress(ConnectionClosed):  # it may come before all of it is sent
            sending.send(["x" * 1000] * 101)
        with pytest.raises(ConnectionClosed, match="1009"):
            sending.recv(5)


def test_a_websocket_that_promises_a_body_and_sends_none_is_closed(opened, caplog):
    asked = opened(
        b"GET /page HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Content-Length: 5\r\n\r\n"
    )
    assert everything(asked) == ""
    assert "Error" not in caplog.text


def test_the_same_line_is_not_written_to_the_log_without_end(caplog):
    async def run_out() -> None:
        loop = asyncio.get_running_loop()
        for _ in range(1000):
            loop.call_exception_handler({"message": "socket.accept() out of system resource"})

    connections.guard(LARGEST)
    with caplog.at_level(logging.ERROR, "asyncio"):
        asyncio.run(run_out())
    assert len(caplog.records) <= 1


def test_as_many_descriptors_are_taken_as_the_system_lets(monkeypatch):
    resource = pytest.importorskip("resource")
    limits = [(1024, 524_288)]
    monkeypatch.setattr(resource, "getrlimit", lambda _which: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _which, wanted: limits.append(wanted))
    shares.raise_descriptors()
    assert limits[-1] == (shares.MOST_DESCRIPTORS, 524_288)


@pytest.mark.parametrize(("most", "taken"), [(10_240, 10_240), (1024, 256)])
def test_a_system_that_lets_fewer_than_its_limit_says_is_no_error(monkeypatch, most, taken):
    """Darwin: no hard limit, and "invalid argument" for more than it has."""
    resource = pytest.importorskip("resource")
    limits = [(256, resource.RLIM_INFINITY)]

    def setrlimit(_which: int, wanted: tuple[int, int]) -> None:
        if wanted[0] > most:
            raise ValueError("current limit exceeds maximum limit")
        limits.append(wanted)

    monkeypatch.setattr(resource, "getrlimit", lambda _which: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", setrlimit)
    shares.raise_descriptors()
    assert limits[-1] == (taken, resource.RLIM_INFINITY)


@pytest.mark.parametrize(("system", "of_one"), [(1024, (128, 64)), (65_536, (400, 200))])
def test_fifty_people_of_one_office_have_room(monkeypatch, system, of_one):
    monkeypatch.setattr(shares, "descriptors", lambda: system)
    assert (shares.connections.of_one(), shares.pages.of_one()) == of_one
    assert shares.pages.of_one() >= 50
