"""Looks at pages over a websocket, as a browser does, without a browser.

A visit sends what Streamlit's own page sends, counts the bytes that come back, and asks again every
few seconds where a page says so (``run_every``), in case somebody booked something.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

REVISION = re.compile(rb"books at revision (\d+)")
PATIENCE = 300
"""Seconds until an answer is given up."""


@dataclass
class Drawn:
    """One run of a page: seconds from the request until it was drawn, and what came."""

    seconds: float = 0
    bytes: int = 0
    messages: int = 0
    revision: int = 0
    errors: list[str] = field(default_factory=list)


class Visit:
    """One open page, and the session behind it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.page = ""
        self.query = ""
        self.shown = 0
        """The revision that stands on the page."""
        self.redrawn: Callable[[int], None] = lambda _: None
        """Called when the page shows another revision, whoever asked for it."""
        self.is_over = False
        """Whether the server hung up."""
        self._drawn = Drawn()
        self._hash = ""
        self._begun = False
        self._finished = asyncio.Event()
        self._follow: dict[str, asyncio.Task[None]] = {}

    async def look(self, page: str, query: str = "") -> Drawn:
        """Open a page, or the same one with other filters, until it is drawn."""
        is_other = page != self.page or not self._hash
        self.page, self.query = page, query
        if is_other:  # what it asked to be looked at again is gone from the screen
            self._stop_following()
            self._hash = ""
        self._drawn, self._begun = Drawn(), False
        self._finished.clear()
        start = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ask()
                await self._finished.wait()
        except (TimeoutError, ConnectionClosed) as error:
            self._drawn.errors.append(repr(error))
        self._drawn.seconds = time.perf_counter() - start
        return self._drawn

    async def _ask(self, fragment: str = "") -> None:
        asked = BackMsg()
        rerun = asked.rerun_script
        rerun.query_string, rerun.page_script_hash = self.query, self._hash
        if not self._hash:
            rerun.page_name = self.page
        if fragment:
            rerun.fragment_id, rerun.is_auto_rerun = fragment, True
        await self.socket.send(asked.SerializeToString())

    async def listen(self) -> None:
        """Take what the server sends, until the visit ends."""
        message = ForwardMsg()
        try:
            async for raw in self.socket:
                assert isinstance(raw, bytes)
                self._drawn.bytes += len(raw)
                self._drawn.messages += 1
                if found := REVISION.search(raw):
                    self._saw(int(found[1]))
                message.ParseFromString(raw)
                self._take(message)
        except ConnectionClosed:
            pass
        finally:
            self._stop_following()
            self.is_over = True
            self._drawn.errors.append(f"the visit was over: {self.socket.close_reason}")
            self._finished.set()

    def _saw(self, revision: int) -> None:
        self._drawn.revision = revision
        if revision != self.shown:
            self.shown = revision
            self.redrawn(revision)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            is_whole = not message.metadata.run.fragment_ids
            self._begun |= is_whole
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.HasField("exception"):
            self._drawn.errors.append(message.delta.new_element.exception.message)
        elif kind == "auto_rerun":
            again, seconds = message.auto_rerun.fragment_id, message.auto_rerun.interval
            if again not in self._follow:
                self._follow[again] = asyncio.create_task(self._again(again, seconds))
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                if task := self._follow.pop(fragment, None):
                    task.cancel()
        elif kind == "script_finished" and self._begun:
            self._done(message.script_finished)

    def _done(self, how: int) -> None:
        if how == ForwardMsg.FINISHED_SUCCESSFULLY:  # not early, and not a fragment alone
            self._finished.set()

    async def _again(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            with suppress(ConnectionClosed):
                await self._ask(fragment)

    def _stop_following(self) -> None:
        for task in self._follow.values():
            task.cancel()
        self._follow.clear()


@asynccontextmanager
async def visiting(url: str, **options: Any) -> AsyncIterator[Visit]:
    """A visit at a server; nothing is asked for yet."""
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(
        address,
        origin=Origin(url),
        subprotocols=[Subprotocol("streamlit")],
        proxy=None,
        max_size=None,
        open_timeout=PATIENCE,
        **options,
    ) as socket:
        visit = Visit(socket)
        listening = asyncio.create_task(visit.listen())
        try:
            yield visit
        finally:
            listening.cancel()
