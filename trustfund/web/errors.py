"""The answer when something goes wrong that nobody thought of, or too much is sent."""

import logging

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SORRY = "Something went wrong here. Try again later. The log of the program has the details."


class TooLargeError(Exception):
    """More is sent than is read; its text is the answer."""


class PlainErrors:
    """A sentence for an unexpected error (500; the log has the rest) and for too much (413)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for it when it fails before it has answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except TooLargeError as too_large:
            # The server would otherwise read the rest of it to the end, if only to throw it away.
            end = {"connection": "close"}
            if not started:
                await PlainTextResponse(str(too_large), 413, end)(scope, receive, send)
        except Exception:
            if started:  # half an answer cannot be mended: the server breaks the connection off
                raise
            # Not the query: it may hold the secret of a sign-in link.
            failed = "%s %r failed"
            logging.getLogger(__name__).exception(failed, scope["method"], scope["path"])
            await PlainTextResponse(SORRY, 500)(scope, receive, send)
