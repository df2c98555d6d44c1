"""How long a connection may take to say what it wants, and how many there may be.

Streamlit starts uvicorn with settings of its own, which know no such limits. So the classes that
uvicorn talks HTTP and websockets with are exchanged for those of this file when the server starts.
"""

import asyncio
import functools
import logging
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from trustfund.web.seldom import Seldom
from trustfund.web.shares import COME_BACK, connections, descriptors, raise_descriptors

FOR_HEAD = 10
"""Seconds until the first line and the headers of a request are there."""
FOR_BODY = 30
"""Seconds until its body is there; one more for each SLOWEST bytes that have come."""
SLOWEST = 16 * 1024
FOR_READING = 60
"""Seconds in which a reader takes something of an answer."""
LINGERING = 1
"""Seconds in which the reader of a refusal can take it."""
MOST_LINGERING = 100
SLOW = "The request came too slowly. Send it again."
ENDLESS = {
    "asyncio": "socket.accept() out of system resource",
    "uvicorn.error": "ASGI callable returned without completing handshake",  # it was refused
}
"""Lines that come with each connection while somebody opens too many, by their logger."""
_log = logging.getLogger(__name__)
_log.addFilter(Seldom())


def _answer(status: str, sentence: str, *headers: str) -> bytes:
    body = sentence.encode()
    head = [
        f"HTTP/1.1 {status}",
        "content-type: text/plain; charset=utf-8",
        f"content-length: {len(body)}",
        "connection: close",
        *headers,
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


class _Counted(asyncio.Protocol):
    """What is true of both classes: the connection counts until it is lost."""

    client: tuple[str, int] | None
    counts = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no more."""
        super().connection_lost(exc)
        if self.counts:
            connections.give_back(self.client[0] if self.client else "")


class Http(_Counted, H11Protocol):
    """uvicorn's HTTP, with limits."""

    lingering = 0
    _timer: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _awaits = ""
    _since = 0.0
    _received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let it in, or refuse it with a sentence."""
        super().connection_made(transport)  # type: ignore[arg-type]
        address = self.client[0] if self.client else ""
        trusted = getattr(self.app, "trusted_hosts", ())
        refused = connections.take(address, of_many=address in trusted)
        self.counts = not refused
        if refused:
            self._refuse(refused, address)
        else:
            self._await("head")

    def _refuse(self, why: str, address: str) -> None:
        _log.warning("Connections from %s are refused: %s.", address, why)
        if Http.lingering >= MOST_LINGERING or not self.transport.can_write_eof():
            self.transport.abort()
            return
        sentence = f"{why}. Try again in {COME_BACK} seconds."
        self.transport.write(
            _answer("503 Service Unavailable", sentence, f"retry-after: {COME_BACK}")
        )
        self.transport.write_eof()  # to close at once would throw the sentence away
        Http.lingering += 1
        self.loop.call_later(LINGERING, self._hang_up)

    def _hang_up(self) -> None:
        Http.lingering -= 1
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Go on with what was asked; look whether something of it is still to come."""
        if not self.counts:
            return
        super().data_received(data)
        self._go_on(len(data))

    def on_response_complete(self) -> None:
        """Go on with what came behind the request that is answered; it may be half a request."""
        behind = len(self.conn.trailing_data[0])
        super().on_response_complete()
        if behind:
            self._go_on(behind)

    def _go_on(self, received: int) -> None:
        """Wait for what is still to come of a request."""
        if self.transport.get_protocol() is not self:
            return  # it is a websocket now
        state = str(self.conn.their_state)
        self._await({"IDLE": "head", "SEND_BODY": "body"}.get(state, ""), received)

    def _await(self, what: str, received: int = 0) -> None:
        """Wait, or go on to wait, for a part of a request; "" for none."""
        if what == self._awaits:
            self._received += received
            return
        self._awaits, self._since, self._received = what, self.loop.time(), received
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if what:
            limit = FOR_HEAD if what == "head" else FOR_BODY
            self._timer = self.loop.call_later(limit, self._look)

    def _look(self) -> None:
        """End a connection that takes too long."""
        if self._awaits == "body":
            left = self._since + FOR_BODY + self._received / SLOWEST - self.loop.time()
            if self.flow.read_paused:  # it waits for us
                left = FOR_BODY
            if left > 0:
                self._timer = self.loop.call_later(left, self._look)
                return
        is_answered = self._awaits == "body" and self.cycle.response_started
        if self._received and not is_answered:  # browsers open some that they may need
            self.transport.write(_answer("408 Request Timeout", SLOW))
        self.transport.close()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """From here on it is a websocket."""
        self._await("")
        super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        """The reader is slower than we are."""
        super().pause_writing()
        left = self.transport.get_write_buffer_size()
        self._stalled = self.loop.call_later(FOR_READING, self._is_read, left)

    def _is_read(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left >= before:
            self.transport.abort()
        else:
            self._stalled = self.loop.call_later(FOR_READING, self._is_read, left)

    def resume_writing(self) -> None:
        """The reader has caught up."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        super().connection_lost(exc)
        self._await("")
        if self._stalled is not None:
            self._stalled.cancel()


class Page(_Counted):
    """What uvicorn's class for websockets becomes: one that begins in time."""

    handshake_initiated: bool
    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the rest of its request: it may promise a body."""
        super().connection_made(transport)
        self.loop.call_later(FOR_HEAD, self._look)

    def _look(self) -> None:
        if not self.handshake_initiated:
            self.transport.close()


@functools.cache
def guard(largest: int) -> None:
    """Have every server of this program keep to the limits.

    ``largest`` is how many bytes a page may send at once. Streamlit refuses more only when it is
    there, and lets the server keep as much for each page as it would send itself.
    """
    raise_descriptors()
    for logger, line in ENDLESS.items():
        logging.getLogger(logger).addFilter(Seldom(line))
    start = uvicorn.Server.startup

    async def startup(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        socket_class = self.config.ws_protocol_class
        assert socket_class is not None
        self.config.http_protocol_class = Http
        self.config.ws_protocol_class = type("Page", (Page, socket_class), {})
        self.config.ws_max_size = min(self.config.ws_max_size, largest)
        # So many are also accepted at once, before the first of them can be refused.
        self.config.backlog = min(self.config.backlog, descriptors() // 4)
        await start(self, sockets)

    uvicorn.Server.startup = startup  # type: ignore[method-assign]
