"""How much the program's own addresses read of what is sent to them."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trustfund.web.errors import TooLargeError

MOST_BYTES = 64 * 1024
"""The largest form of ours is a small part of this."""


class SmallBodies:
    """Refuses a body of more than ``MOST_BYTES``, stated or not, before it is read whole.

    What is sent to Streamlit (``/_stcore/`` below ``base``) has the limits of its configuration:
    files are uploaded there.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.streamlit = f"{base}/_stcore/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of it."""
        if scope["type"] != "http" or scope["path"].startswith(self.streamlit):
            await self.app(scope, receive, send)
            return
        too_large = TooLargeError(f"This is larger than {MOST_BYTES} bytes.")
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or len(stated) > 9 or int(stated) > MOST_BYTES:
            raise too_large
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > MOST_BYTES:
                raise too_large
            return message

        await self.app(scope, counted, send)
