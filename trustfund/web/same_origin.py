"""Refuses what another site's page sends here in a visitor's name."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

READS = {"GET", "HEAD", "OPTIONS"}


class SameOriginPosts:
    """403 for a request that changes something and comes from another site.

    Browsers name the site that a form or script belongs to; a program of one's own names none,
    and has no cookie to misuse.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and scope["method"] not in READS:
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None and _host(origin) != headers.get("host"):
                refusal = PlainTextResponse("This was sent from another site. Open the page.", 403)
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no browser sends such a one
        return ""
