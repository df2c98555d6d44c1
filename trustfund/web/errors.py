"""The answer when the store is down, too much is sent, or nobody thought of what goes wrong."""

import logging

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trustfund.store.engine import InUse, StoreError
from trustfund.web.seldom import Seldom
from trustfund.web.shares import COME_BACK

SORRY = "Something went wrong here. Try again later. The log of the program has the details."
DOWN = "The store does not answer. Try again in a minute. If it goes on, tell the administrator."
STORE = "The store does not answer: %s"
_log = logging.getLogger(__name__)
_log.addFilter(Seldom(STORE))


class TooLargeError(Exception):
    """More is sent than is read; its text is the answer."""


def is_down(error: Exception) -> bool:
    """Whether an error says that the store cannot be used; if so the log has its first line."""
    if isinstance(error, StoreError):
        _log.error(STORE, str(error).partition("\n")[0])
        return True
    return False


def later(sentence: str) -> Response:
    """503, and when to ask again."""
    return PlainTextResponse(sentence, 503, {"retry-after": str(COME_BACK)})


class PlainErrors:
    """A sentence for a store that is down (503), for too much (413), and for any other error.

    That is 500, and the log has the rest.
    """

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
        except ClientDisconnect:
            return  # nobody is there to read an answer
        except Exception as error:
            if started:  # half an answer cannot be mended: the server breaks the connection off
                raise
            if isinstance(error, InUse):
                await later(str(error))(scope, receive, send)
                return
            if is_down(error):
                await later(DOWN)(scope, receive, send)
                return
            # Not the query: it may hold the secret of a sign-in link.
            failed = "%s %r failed"
            _log.exception(failed, scope["method"], scope["path"])
            await PlainTextResponse(SORRY, 500)(scope, receive, send)
