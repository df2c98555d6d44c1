"""Refuses what another site's page sends here in a visitor's name."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

READS = {"GET", "HEAD", "OPTIONS"}
OTHER_SITES = {"cross-site", "same-site"}  # same-site: another program on this host or domain
POLICY_VIOLATION = 1008


class SameOrigin:
    """403 for a request that changes something, or a websocket, that another site began.

    Browsers name the site that a form or script belongs to; a program of one's own names none,
    and has no cookie to misuse.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        headers = Headers(raw=scope.get("headers", []))  # the start of the program has none
        if scope["type"] == "websocket" and is_foreign(headers):
            # Streamlit would look further: it lets any port of localhost in, and asks a service
            # on the Internet which address this machine has.
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif (
            scope["type"] == "http"
            and scope["method"] not in READS
            and (is_foreign(headers) or headers.get("sec-fetch-site") in OTHER_SITES)
        ):
            refusal = PlainTextResponse("This was sent from another site. Open the page.", 403)
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that a page of another site sent this."""
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")
