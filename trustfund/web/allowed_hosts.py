"""Refuses requests that were sent to this program under a name that is not its own.

Otherwise a page elsewhere could have its own name point here (DNS rebinding), and a visitor's
browser would take this program for a part of that site.
"""

import logging
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from trustfund.web.seldom import Seldom
from trustfund.web.settings import A_HOST, allowed_hosts, host_of

WATCHED = ("/health", "/_stcore/health")
"""What a load balancer asks, by whatever name it has for this machine; it tells of no books."""
MISDIRECTED = 421
REFUSED = "A request for the host %s was refused: %s"
_log = logging.getLogger(__name__)
_log.addFilter(Seldom(REFUSED))


class AllowedHosts:
    """421 for a request or websocket whose ``Host`` is neither this machine nor a stated name.

    An address is believed where it is the one at which the connection arrived; a name also where
    the program ``listens`` at it.
    """

    def __init__(self, app: ASGIApp, base: str = "", listens: str | None = None) -> None:
        self.app = app
        name = _plain((listens or "").lower())
        self.own = {name} if isinstance(name, str) and name else set()
        self.watched = [base + path for path in WATCHED]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] in self.watched:
            await self.app(scope, receive, send)
            return
        host = host_of(Headers(scope=scope).get("host", ""))
        arrived = (scope.get("server") or ("",))[0]
        if host in allowed_hosts() | self.own or _plain(host) == _plain(arrived):
            await self.app(scope, receive, send)
            return
        named = host if A_HOST.fullmatch(host) else "that was named"
        why = (
            "this program does not answer under that name. Whoever runs it states its address: "
            "TRUSTFUND_PUBLIC_ADDRESS=https://NAME, and other names in TRUSTFUND_ALLOWED_HOSTS."
        )
        _log.warning(REFUSED, named, why)
        answer = PlainTextResponse(REFUSED % (named, why), MISDIRECTED)
        await answer(scope, receive, send)


def _plain(host: str) -> IPv4Address | IPv6Address | str:
    """An address however it is written; a name as it stands."""
    try:
        found = ip_address(host.strip("[]"))
    except ValueError:
        return host
    return (found.version == 6 and found.ipv4_mapped) or found
