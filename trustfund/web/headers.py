"""Headers that every answer bears: what a browser may load, and who may frame or learn of it."""

import base64
import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trustfund.web.keys import KEYS
from trustfund.web.plain_page import USE_LINK

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc\b)[^>]*>(.*?)</script>", re.DOTALL)
ONE_YEAR = 365 * 24 * 60 * 60


@cache
def policy() -> str:
    """What pages may load: from this program alone; scripts of Streamlit's page, of sign-in
    and of the keyboard.

    Styles may stand inline, because Streamlit's components write them so.
    """
    package = find_spec("streamlit")
    assert package is not None
    assert package.origin is not None
    index = Path(package.origin).parent / "static" / "index.html"
    scripts = [*INLINE_SCRIPT.findall(index.read_text(encoding="utf-8")), USE_LINK, KEYS]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts]
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *(f"'sha256-{found}'" for found in hashes)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


class SecureHeaders:
    """Puts the headers on every answer over HTTP."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = policy()
                headers["x-content-type-options"] = "nosniff"
                headers["x-frame-options"] = "DENY"
                # Not no-referrer: browsers would then hide from us that our own forms are ours.
                headers["referrer-policy"] = "same-origin"
                headers["permissions-policy"] = "camera=(), geolocation=(), microphone=()"
                headers["cross-origin-opener-policy"] = "same-origin"
                if scope["scheme"] == "https":
                    headers["strict-transport-security"] = f"max-age={ONE_YEAR}"
            await send(message)

        await self.app(scope, receive, answer)
