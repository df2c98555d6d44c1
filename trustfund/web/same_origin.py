"""Refuses what another site's page sends here in a visitor's name."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

READS = {"GET", "HEAD", "OPTIONS"}


class SameOriginPosts:
    """403 for a request that changes something, or a socket, and comes from another site.

    Browsers name the site that a form or script belongs to; a program of one's own names none,
    and has no cookie to misuse.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and scope["method"] not in READS and _is_from_elsewhere(scope):
            refusal = PlainTextResponse("This was sent from another site. Open the page.", 403)
            await refusal(scope, receive, send)
        elif scope["type"] == "websocket" and _is_from_elsewhere(scope):
            # Streamlit lets in whatever else is served on this machine, which gets our cookie too.
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self.app(scope, receive, send)


def _is_from_elsewhere(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != headers.get("host")
    except ValueError:  # no browser sends such an origin
        return True
