"""What visitors are kept from by address: a closed fund (TRUSTFUND_PUBLIC=false), and uploads."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from trustfund.accounts.sessions import actor_of
from trustfund.domain.roles import RECORDERS, Role
from trustfund.store.engine import open_store
from trustfund.web.organizations import identity
from trustfund.web.settings import COOKIE, is_public

OPEN = {
    *("health", "sign-in", "sign-out", "password", "exports"),
    *("organization", "auth", "oauth2callback"),
}
"""Addresses that decide themselves who may see what: our own, and Streamlit's for sign-in."""
PROGRAM = {"_stcore", "static", "favicon.png"}
"""The program itself, which holds nothing of the fund; every run of a page looks who asks."""


class ClosedToVisitors:
    """Sends a visitor of a closed fund to sign in; files that pages made are refused."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or is_public() or not await self._is_kept_out(Request(scope)):
            await self.app(scope, receive, send)
            return
        asked = self._asked(scope["path"])
        if asked.startswith("media/") or scope["method"] not in {"GET", "HEAD"}:
            refusal = PlainTextResponse("Sign in to see this fund.", 401)
            await refusal(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        way = quote(f"{asked}?{query}" if query else asked)
        await RedirectResponse(f"{self.base}/sign-in?next={way}", 303)(scope, receive, send)

    def _asked(self, path: str) -> str:
        """The address below the program's own path."""
        return f"{path}/".removeprefix(f"{self.base}/").strip("/")

    async def _is_kept_out(self, request: Request) -> bool:
        # The path as the routes will see it: request.url is put together from headers as well.
        asked = self._asked(request.scope["path"])
        if asked.partition("/")[0] in OPEN | PROGRAM:
            return False
        if not asked and identity(request.cookies):  # from an organization; the page hands it over
            return False
        cookie = request.cookies.get(COOKIE)
        who = await run_in_threadpool(actor_of, open_store(), cookie)
        return Role.VISITOR in who.roles


class UploadsByStaff:
    """403 for a file from somebody who may not record: it would only fill the memory."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.uploads = f"{base}/_stcore/upload_file"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and scope["path"].startswith(self.uploads):
            cookie = Request(scope).cookies.get(COOKIE)
            who = await run_in_threadpool(actor_of, open_store(), cookie)
            if not who.may(RECORDERS):
                await PlainTextResponse("Files are for staff.", 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)
