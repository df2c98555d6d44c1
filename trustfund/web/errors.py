"""What a visitor is told when something goes wrong that nobody thought of."""

import logging

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SORRY = "Something went wrong here. Try again later; the log of the program says more."


class PlainErrors:
    """500 with a sentence for an unexpected error; the log has the error, the visitor does not."""

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
        except Exception:
            if started:  # half an answer cannot be mended: the server breaks the connection off
                raise
            # Not the query: it may hold the secret of a sign-in link.
            said = "%s %r failed"
            logging.getLogger(__name__).exception(said, scope["method"], scope["path"])
            await PlainTextResponse(SORRY, 500)(scope, receive, send)
