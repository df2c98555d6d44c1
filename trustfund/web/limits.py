"""How much the program's own addresses read of what is sent to them."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024
"""The largest form of ours is a small part of this."""


class _TooLarge(Exception):
    """More has arrived than is read here."""


class SmallBodies:
    """413 for a body of more than ``MOST_BYTES``, stated or not, before it is read whole.

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
        # The server would otherwise read the rest of it to the end, if only to throw it away.
        end = {"connection": "close"}
        refusal = PlainTextResponse(f"This is larger than {MOST_BYTES} bytes.", 413, end)
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or len(stated) > 9 or int(stated) > MOST_BYTES:
            await refusal(scope, receive, send)
            return
        arrived = 0
        started = False

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > MOST_BYTES:
                raise _TooLarge
            return message

        async def answer(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, answer)
        except _TooLarge:
            if not started:
                await refusal(scope, receive, send)
