"""The door of the program: open to ``/health`` at once, to everything else when it is ready.

The libraries, the schema of the store and the books take seconds to load, and more where there are
more entries. Whoever asks meanwhile waits here, and holds no thread and no connection to the store.
So nothing that takes long may be imported in this file, or in those that it needs.
"""

import asyncio
import gc
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from trustfund.web.health import health

FOUND = "trustfund.route"
PRINTS_LINK = "--address="
"""What the first of several processes is told: under which address it prints the sign-in link."""
PRINTS_NONE = "--one-of-several"
"""What the others are told."""
_log = logging.getLogger(__name__)
Ready = tuple[Sequence[BaseRoute], Sequence[Middleware], Callable[[], None]]
"""The routes and the middleware of a program that is ready, and what ends its work."""


class Door(BaseRoute):
    """Lets requests in when ``prepare``, which runs in a thread, has returned.

    It is the program's only route, and stands for those that come later; ``guarded`` is its only
    middleware, and stands for the others.
    """

    def __init__(self, base: str, prepare: Callable[[], Ready]) -> None:
        self._health, self._prepare = f"{base}/health", prepare
        self._opened = asyncio.Event()
        self._routes: Sequence[BaseRoute] = ()
        self._middleware: Sequence[Middleware] = ()
        self._end: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def lifespan(self, _app: Any) -> AsyncIterator[None]:
        """Begin to prepare; the server begins to listen meanwhile."""
        loop = asyncio.get_running_loop()

        def load() -> None:
            gc.disable()
            try:
                self._routes, self._middleware, self._end = self._prepare()
            except Exception:
                _log.exception("The program does not start")
                os._exit(1)
            finally:
                gc.freeze()  # what is loaded stays: no search for cycles, which stops all, sees it
                gc.enable()
            loop.call_soon_threadsafe(self._opened.set)

        # A daemon: a program that is told to end does not read the books to their end.
        threading.Thread(target=load, daemon=True, name="prepare").start()
        yield
        self._end()

    def guarded(self, app: ASGIApp) -> ASGIApp:
        """What every request passes before the program gets it."""
        inside: ASGIApp | None = None

        async def guard(scope: Scope, receive: Receive, send: Send) -> None:
            nonlocal inside
            if scope["type"] == "lifespan":
                await app(scope, receive, send)
                return
            if not self._opened.is_set():
                if scope["type"] == "http" and scope["path"] == self._health:
                    answer = await health(Request(scope))
                    await answer(scope, receive, send)
                    return
                await self._opened.wait()
            if inside is None:
                inside = app
                for each in reversed(self._middleware):
                    inside = each.cls(inside, *each.args, **each.kwargs)
            await inside(scope, receive, send)

        return guard

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """How well one of the routes fits, and which one."""
        best: tuple[Match, Scope] = Match.NONE, {}
        for route in self._routes:
            match, found = route.matches(scope)
            if match.value > best[0].value:
                best = match, {**found, FOUND: route}
        return best

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the route answer."""
        await scope[FOUND].handle(scope, receive, send)
