"""No network has more requests and open pages than its share, and a page that is open asks."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trustfund.web import shares
from trustfund.web.errors import later
from trustfund.web.shares import COME_BACK

FIRST_WORD = 90
"""Seconds in which an open websocket asks for a page; a page in a hidden tab asks once a minute."""
POLICY_VIOLATION = 1008


class FairShares:
    """503 for more than a share of requests or of websockets; ends websockets that never ask.

    Counts for the address that a trusted proxy names, where the server saw only the proxy.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        is_page = scope["type"] == "websocket"
        share = shares.pages if is_page else shares.requests
        address = (scope.get("client") or ("",))[0]
        refused = share.take(address)
        if refused:
            answer = later(f"{refused}. Close a page, or try again in {COME_BACK} seconds.")
            await answer(scope, receive, send)
            return
        try:
            await self.app(scope, _asking(receive, send) if is_page else receive, send)
        finally:
            share.give_back(address)


def _asking(receive: Receive, send: Send) -> Callable[[], Awaitable[Message]]:
    """What comes over a websocket; its end where nothing does."""
    has_asked = False

    async def heard() -> Message:
        nonlocal has_asked
        if has_asked:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), FIRST_WORD)
        except TimeoutError:
            reason = "No page was asked for"
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": reason})
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATION, "reason": reason}
        has_asked = message["type"] != "websocket.connect"
        return message

    return heard
